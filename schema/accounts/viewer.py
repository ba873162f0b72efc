"""The viewer: who is looking, in which roles, and how much waits for them."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.accounts.types import Account
from schema.areas.types import Area
from schema.demands.kinds import DemandFilter, DemandOrder
from schema.engine.access import EVERYONE, coordinates
from schema.engine.mapping import column, entity, pages, to_many, to_one
from schema.engine.relay import Connection
from schema.matching.sides import COUNTED
from schema.notifications.kinds import NotificationFilter, NotificationOrder, WatchOrder
from schema.notifications.rules import COUNTED as COUNTED_UNREAD
from schema.organisations.kinds import LAPSED
from schema.people.kinds import CURRENT
from schema.people.types import Membership, Person
from schema.resources.kinds import STANDING as RESOURCE_STANDING

if TYPE_CHECKING:
    from schema.attachments.uploads import Upload
    from schema.demands.types import Demand
    from schema.notifications.digests import Digest
    from schema.notifications.types import Notification, Watch
    from schema.organisations.types import Organisation

_VIEWER = (
    "(select {viewer.account} as account_id, {viewer.person} as person_id, {viewer.administrator} as administrator,"
    " {viewer.language} as language, {viewer.areas} as areas, {viewer.managed} as managed)"
)
_COORDINATES = "cardinality({viewer.areas}) > 0"
"""SQL: asked first, so that nobody else's page looks through what waits."""


def _to_decide(table: str, status: str) -> str:
    """SQL: how many rows wait for the viewer to decide."""
    where = f"o$.status = '{status}' and {coordinates('o$.area_path')}"
    return f"(select count(*) from {table} o$ where {_COORDINATES} and {where})"


_TO_MEND = (
    "(select count(*) from organisation o$ where o$.id = any({row}.managed)"
    f" and (o$.status = 'RETURNED' or {LAPSED.replace('{row}', 'o$')}))"
)
_OFFERS_TO_MEND = (
    "(select count(*) from resource o$ where o$.organisation_id = any({row}.managed) and o$.status in ('RETURNED', 'LISTED')"
    f" and {RESOURCE_STANDING.replace('{row}', 'o$')} in ('RETURNED', 'LAPSED'))"
)
_DEMANDS_TO_MEND = (
    "(select count(*) from demand o$ where o$.status = 'RETURNED'"
    " and (o$.organisation_id = any({row}.managed) or o$.account_id = {row}.account_id))"
)
_WAITING = " + ".join(
    [
        *(_to_decide("organisation", "PENDING"), _to_decide("resource", "SUBMITTED"), _to_decide("demand", "SUBMITTED")),
        *(_TO_MEND, _OFFERS_TO_MEND, _DEMANDS_TO_MEND, COUNTED),
    ]
)


@entity(_VIEWER, visible=EVERYONE, public=EVERYONE)
class Viewer:
    """Whoever asks: somebody who has signed in, an app with a token, or the public."""

    account: Account | None = to_one("{self}.account_id")
    """The account; null for the public."""
    person: Person | None = to_one("{self}.person_id")
    """The person."""
    administrator: bool
    """Whether the account administers the system."""
    language: str
    """zh_Hans, zh_Hant or en: the account's choice, or what the request asked for."""
    areas: list[Area] = to_many("{row}.path = any({self}.areas)", "{row}.path", limit=20)
    """Where the viewer coordinates: committees, of which nobody is in many."""
    memberships: list[Membership] = to_many(f"{{row}}.person_id = {{self}}.person_id and {CURRENT}", "{row}.id")
    """What the viewer is in organisations today."""
    units: list[Annotated["Organisation", strawberry.lazy("schema.organisations.types")]] = to_many(
        "{row}.id = any({self}.managed)", "{row}.name_key, {row}.id"
    )
    """The organisations that the viewer manages or handles matters for."""
    demands: Connection[Annotated["Demand", strawberry.lazy("schema.demands.types")]] = pages(
        "{row}.account_id = {self}.account_id and {row}.organisation_id is null", order=DemandOrder, filter=DemandFilter
    )
    """What the viewer has filed in person."""
    uploads: list[Annotated["Upload", strawberry.lazy("schema.attachments.uploads")]] = to_many(
        "{row}.account_id = {self}.account_id and {row}.status = 'RECEIVED'", "{row}.id"
    )
    """Files that the viewer has sent and not attached to anything yet."""
    notifications: Connection[Annotated["Notification", strawberry.lazy("schema.notifications.types")]] = pages(
        "{row}.account_id = {self}.account_id", order=NotificationOrder, filter=NotificationFilter
    )
    """What the viewer was told."""
    unread_count: int = column(
        f"(select count(*) from (select from notification n$ where n$.account_id = {{row}}.account_id and n$.read_at is null"
        f" limit {COUNTED_UNREAD}) u$)",
        public="0",
    )
    """How many of these are unread, counted up to 100."""
    watches: Connection[Annotated["Watch", strawberry.lazy("schema.notifications.types")]] = pages(
        "{row}.account_id = {self}.account_id and {row}.stopped_at is null", order=WatchOrder
    )
    """What the viewer watches."""
    digests: list[Annotated["Digest", strawberry.lazy("schema.notifications.digests")]] = to_many(
        "{self}.account_id is not null", "{row}.place"
    )
    """How often which notifications go into a letter to the viewer."""
    inbox_count: int = column(f"({_WAITING})", public="0")
    """How many things wait for the viewer: registrations, offers and demands to decide, own ones to mend or confirm,
    matches to answer, deliveries to confirm."""
