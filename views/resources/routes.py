"""The addresses of the resource list, in the order in which they are matched."""

from views.resources import confirming, editing, exports, lists, pages

ROUTES = [
    *lists.ROUTES,
    *exports.ROUTES,
    *exports.IMPORTING.routes,
    *pages.NEW,
    *editing.ROUTES,
    *pages.ONE,
    *confirming.ROUTES,
]
