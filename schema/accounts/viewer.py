"""The viewer: who is looking, in which roles, and how much waits for them."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.accounts.types import Account
from schema.accounts.waiting import COUNTED, Waiting, WaitingOrder
from schema.areas.types import Area
from schema.demands.kinds import DemandFilter, DemandOrder
from schema.engine.access import EVERYONE
from schema.engine.mapping import column, entity, pages, to_many, to_one
from schema.engine.relay import Connection
from schema.notifications.kinds import NotificationFilter, NotificationOrder, WatchOrder
from schema.notifications.rules import COUNTED as COUNTED_UNREAD
from schema.people.kinds import CURRENT
from schema.people.types import Membership, Person

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
        "{row}.id = any({self}.managed)", "{row}.name_key, {row}.id", limit=50
    )
    """The organisations that the viewer manages or handles matters for, of which nobody has many."""
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
    waiting: Connection[Waiting] = pages(order=WaitingOrder)
    """What waits for the viewer, the longest wait first."""
    inbox_count: int = column(COUNTED, public="0")
    """How many things that is: as many as ``waiting`` has."""
