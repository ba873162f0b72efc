"""The addresses of the project list, in the order in which they are matched."""

from views.projects import editing, lists, pages

ROUTES = [*lists.ROUTES, *pages.NEW, *editing.ROUTES, *pages.ONE]
