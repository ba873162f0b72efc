"""The inbox: what waits for the viewer, the longest wait first, and how much that is."""

from views.handlers import paged, shown

ROUTES = [
    shown("/inbox", "inbox/list", variables=paged, signed_in=True),
    shown("/inbox/count", "inbox/count", signed_in=True),
]
