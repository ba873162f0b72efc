"""The site map: each concept's addresses."""

from views.accounts import pages as accounts
from views.areas import pages as areas
from views.attachments import pages as attachments
from views.balances import pages as balances
from views.capacity import pages as capacity
from views.capacity import waits
from views.categories import pages as categories
from views.comments import pages as comments
from views.committees import pages as committees
from views.demands import routes as demands
from views.developers import pages as developers
from views.explorer import pages as explorer
from views.home import pages as home
from views.identity import emails
from views.identity import pages as identity
from views.inbox import pages as inbox
from views.matching import routes as matching
from views.notifications import digests
from views.notifications import pages as notifications
from views.organisations import routes as organisations
from views.people import pages as people
from views.plans import routes as plans
from views.plenaries import pages as plenaries
from views.projects import routes as projects
from views.records import pages as records
from views.resources import routes as resources
from views.search import pages as search
from views.zones import pages as zones

ROUTES = [
    route
    for concept in (
        home,
        identity,
        emails,
        areas,
        records,
        organisations,
        committees,
        zones,
        resources,
        capacity,
        waits,
        matching,
        plans,
        demands,
        plenaries,
        balances,
        projects,
        comments,
        attachments,
        inbox,
        notifications,
        digests,
        categories,
        people,
        accounts,
        search,
        developers,
        explorer,
    )
    for route in concept.ROUTES
]
"""In the order in which addresses are matched."""
