"""The addresses of the resource list, in the order in which they are matched."""

from views.resources import editing, lists, pages

ROUTES = [*lists.ROUTES, *pages.NEW, *editing.ROUTES, *pages.ONE]
