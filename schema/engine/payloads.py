"""What every mutation takes and gives besides its own fields."""

from typing import Any, Self, cast

import strawberry

from schema.engine.access import EVERYONE
from schema.engine.mapping import column, described, entity, to_many

REFUSALS = (
    "(select r$.place, r$.value ->> 'code' as code, r$.value ->> 'path' as path, r$.value ->> 'message' as message"
    " from json_array_elements({result.refusals:json}) with ordinality as r$(value, place))"
)


@entity(REFUSALS, visible=EVERYONE, public=EVERYONE)
class Refusal:
    """An expected failure: nothing was changed, and this is why."""

    code: str
    """A stable code, such as CONFLICT or USCC_TAKEN."""
    path: str
    """The input field it is about, in the input's own names; empty when it is about the whole."""
    message: str
    """A sentence for the person, in the viewer's language."""


@strawberry.interface(description="What every mutation gives back.")
class Payload:
    """What every mutation gives back: the fields that its class adds, and these."""

    refusals: list[Refusal] = to_many("true", "{row}.place")
    """Why nothing was done; empty when it was done."""
    client_mutation_id: str | None = column("{result.client_mutation_id:text}")
    """The input's, unchanged."""

    @classmethod
    def of(cls, **result: Any) -> Self:
        """What an action returns: the numbers of the rows that the payload shows, and values shown once, by name."""
        return cast(Self, result)


@described
@strawberry.input(description="What every mutation takes.")
class Act:
    """What every mutation takes."""

    idempotency_key: str | None = None
    """Chosen by the client, at most 100 characters; a retry with the same key acts once and gets the same answer."""
    client_mutation_id: str | None = None
    """Returned unchanged."""


@described
@strawberry.input(description="What every mutation of something that exists takes.")
class Change(Act):
    """What every mutation of something that exists takes."""

    id: strawberry.ID
    """The object to change."""
    version: int | None = None
    """The version that the client saw; a change made since then is refused as CONFLICT, with the present state."""
