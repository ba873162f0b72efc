"""The areas that an input names. Areas are nobody's secret, so they are read without asking who looks."""

from typing import Any

import asyncpg
import strawberry

from schema.engine.access import Viewer
from schema.engine.actions import Act
from schema.engine.ids import number_of
from schema.engine.refusals import refuse
from schema.engine.statements import statements

AREAS = 100
"""How many areas one list may name (our default)."""

sql = statements(__file__, "places")


async def area_for(act: Act, given: strawberry.ID, path: str = "area") -> asyncpg.Record:
    """Number, path and name of an area that exists today, kept from moving until the action is over. Raises a refusal."""
    found: Any = await sql.area_for_share(act.connection, id=number_of(given, "area"))
    if found is None:
        raise refuse("ORGANISATION_AREA_UNKNOWN", path)
    row: asyncpg.Record = found
    return row


async def new_area(act: Act, row: asyncpg.Record, given: strawberry.ID | None, *, who: str) -> dict[str, Any]:
    """The columns of the area to which an item of a list goes; what is listed only with the hand of the other committee.

    Raises a refusal; ``who`` is what it calls those who may.
    """
    if given is None:
        raise refuse("ORGANISATION_AREA_UNKNOWN", "area")
    area = await area_for(act, given)
    check_move(act.viewer, row, area["id"], area["path"], who=who)
    return {"area_id": area["id"], "area_path": area["path"]}


def check_move(viewer: Viewer, row: asyncpg.Record, area: int, path: str, *, who: str) -> None:
    """What is on one committee's list does not come onto another's unseen. Raises a refusal."""
    if row["status"] == "LISTED" and area != row["area_id"] and not viewer.coordinates(path):
        raise refuse("NOT_ALLOWED", "area", who=who)


async def areas_for(act: Act, given: list[strawberry.ID], path: str) -> list[asyncpg.Record]:
    """The areas of a list without doubles, by path. Raises a refusal when one does not exist."""
    numbers = {number_of(one, "area") for one in given}
    if len(numbers) > AREAS:
        raise refuse("TOO_MANY", path, limit=AREAS)
    found = [row async for row in sql.areas(act.connection, ids=[number for number in numbers if number])]
    if len(found) < len(numbers):
        raise refuse("REFERENCE_MISSING", path)
    return found
