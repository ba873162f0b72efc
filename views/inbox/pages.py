"""The inbox: what waits for the viewer, the longest wait first."""

from views.handlers import paged, shown

ROUTES = [shown("/inbox", "inbox/list", variables=paged, signed_in=True)]
