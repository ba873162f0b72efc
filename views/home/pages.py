"""The first page: what needs me."""

from views.handlers import shown
from views.organisations.records import with_halves

ROUTES = [shown("/", "home/show", variables=with_halves)]
