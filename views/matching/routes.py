"""The addresses of matching, in the order in which they are matched."""

from views.matching import desk, lists, pages, portfolios, report, transferring, weights

ROUTES = [
    *weights.ROUTES,
    *report.ROUTES,
    *desk.ROUTES,
    *portfolios.ROUTES,
    *lists.ROUTES,
    *pages.OFFERING,
    *pages.ONE,
    *transferring.ROUTES,
]
