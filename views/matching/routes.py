"""The addresses of matching, in the order in which they are matched."""

from views.matching import desk, lists, pages, portfolios, weights

ROUTES = [*weights.ROUTES, *desk.ROUTES, *portfolios.ROUTES, *lists.ROUTES, *pages.OFFERING, *pages.ONE]
