"""Events: the ledger of what happened, which timelines, live pages, notifications and statistics read."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry.scalars import JSON

from schema.areas.types import Area
from schema.engine.access import ADMINISTRATOR, any_of, coordinates
from schema.engine.mapping import column, computed, entity, polymorphic, to_one
from schema.engine.relay import Node
from schema.events.verbs import summary

if TYPE_CHECKING:
    from schema.people.types import Person

_CONCERNED = any_of(
    "{row}.account_id = {viewer.account}",
    "{row}.filer_id = {viewer.account}",
    "{row}.organisation_ids && {viewer.organisations}",
    coordinates(),
    ADMINISTRATOR,
)


@entity("event", prefix="event", visible=_CONCERNED, reads="events")
class Event(Node):
    """Something that happened, once and for ever: who did what to which object, when."""

    id: strawberry.ID
    """Opaque and stable."""
    at: datetime
    """When."""
    actor: Annotated["Person", strawberry.lazy("schema.people.types")] | None = to_one(
        on="{row}.id = (select x$.person_id from account x$ where x$.id = {self}.account_id)"
    )
    """Who did it, if the viewer may see that person; null also for the public and for jobs."""
    verb: str
    """What happened, such as organisation.approved."""
    via: str
    """How it came in: page, api, cli or job."""
    subject: Node | None = polymorphic("{row}.subject_type", "{row}.subject_id")
    """What it happened to, if the viewer may see it."""
    area: Area | None = to_one(
        on="{row}.id = (select x$.id from area x$ where x$.code = split_part(rtrim({self}.area_path, '/'), '/', -1))"
    )
    """The area, as it stood on the day."""
    summary: str = computed(summary, verb="{row}.verb", data="{row}.data")
    """A sentence in the viewer's language."""
    data: JSON = column("{row}.data")
    """What changed."""
