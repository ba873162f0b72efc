"""The addresses of matching, in the order in which they are matched."""

from views.matching import desk, lists, pages, weights

ROUTES = [*weights.ROUTES, *desk.ROUTES, *lists.ROUTES, *pages.OFFERING, *pages.ONE]
