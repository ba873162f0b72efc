"""The first page: what needs me."""

from views.handlers import shown

ROUTES = [shown("/", "home/show")]
