"""The addresses of the demand list, in the order in which they are matched."""

from views.demands import editing, lists, pages

ROUTES = [*lists.ROUTES, *pages.NEW, *editing.ROUTES, *pages.ONE]
