"""Events: the ledger of what happened, which timelines, live pages, notifications and statistics read."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry.scalars import JSON

from schema.areas.types import Area
from schema.engine.access import ADMINISTRATOR, Viewer, any_of, coordinates
from schema.engine.ids import global_id
from schema.engine.mapping import TYPES, column, computed, entity, polymorphic, to_one
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
_READABLE = any_of("{viewer.types} is null", "{row}.subject_type = any({viewer.types})")
"""What happened to something says something about it: a token sees events of the types that its scopes let it read."""


def _subject_id(viewer: Viewer, type: str, number: int) -> str | None:
    mapped = TYPES.get(type)
    return global_id(str(mapped.prefix), number) if mapped else None


@entity("event", prefix="event", visible=f"{_CONCERNED} and {_READABLE}", reads="events")
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
    subject_type: str = column("{row}.subject_type")
    """The type of what it happened to, such as Resource."""
    subject_id: strawberry.ID | None = computed(_subject_id, type="{row}.subject_type", number="{row}.subject_id")
    """The global id of what it happened to, also where the viewer may not see it or it is there no more; null where the contract
    knows such a type no more."""
    area: Area | None = to_one(
        on="{row}.id = (select x$.id from area x$ where x$.code = split_part(rtrim({self}.area_path, '/'), '/', -1))"
    )
    """The area, as it stood on the day."""
    summary: str = computed(summary, verb="{row}.verb", data="{row}.data")
    """A sentence in the viewer's language."""
    data: JSON = column("{row}.data")
    """What changed."""
