"""The addresses of organisations, in the order in which they are matched."""

from views.organisations import contacts, editing, imports, lists, merging, pages

ROUTES = [
    *lists.ROUTES,
    *pages.NEW,
    *imports.ROUTES,
    *merging.ROUTES,
    *editing.ROUTES,
    *contacts.ROUTES,
    *pages.ONE,
]
