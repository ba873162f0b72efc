"""The addresses of plans, in the order in which they are matched."""

from views.plans import lists, pages, weights

ROUTES = [*lists.ROUTES, *weights.ROUTES, *pages.ROUTES]
