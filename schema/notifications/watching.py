"""Watching an item: asking to be told of what happens to it, and no longer."""

from collections.abc import Sequence
from typing import Any

import strawberry

from schema.comments.insiders import ITEMS
from schema.comments.items import item_for
from schema.engine.actions import Act, action
from schema.engine.ids import number_of, prefix_of
from schema.engine.mapping import TYPES, described
from schema.engine.payloads import Act as Input
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.notifications.payloads import WatchPayload
from schema.notifications.types import Watch

sql = statements(__file__, "watching")


async def watch(connection: Any, item_type: str, item_id: int, people: Sequence[int]) -> None:
    """Let people watch an item of themselves, as they act on it or are mentioned; not those who have stopped."""
    await sql.watch(connection, item_type=item_type, item_id=item_id, people=list(people))


@described
@strawberry.input(description="What to watch.")
class WatchStartInput(Input):
    """What to watch."""

    item: strawberry.ID
    """The resource, demand, match or project."""


@described
@strawberry.input(description="What to watch no longer.")
class WatchStopInput(Input):
    """What to watch no longer."""

    item: strawberry.ID
    """The resource, demand, match or project."""


@action(scope="notifications:write")
async def watch_start(act: Act, input: WatchStartInput) -> WatchPayload:
    """Be told of what happens to an item, for those who take part in it."""
    name, row = await item_for(act, input.item)
    number = await sql.start(act.connection, account=act.viewer.account, item_type=name, item_id=row["id"])
    await act.event("watch.started", Watch, number)
    return WatchPayload.of(watch=number)


@action(scope="notifications:write")
async def watch_stop(act: Act, input: WatchStopInput) -> WatchPayload:
    """Be told no longer, also of one's own item or one that one acts on."""
    name = next((name for name in ITEMS if TYPES[name].prefix == prefix_of(input.item)), "")
    number = await sql.stop(
        act.connection, account=act.viewer.account, item_type=name, item_id=number_of(input.item, name.lower())
    )
    if number is None:
        raise refuse("NOT_FOUND", "item")
    await act.event("watch.stopped", Watch, number)
    return WatchPayload.of(watch=number)
