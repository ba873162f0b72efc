"""The items that an input names."""

import asyncpg
import strawberry

from schema.comments.insiders import ITEMS
from schema.comments.rules import PARTICIPANT
from schema.demands.types import Demand
from schema.engine.actions import Act
from schema.engine.ids import prefix_of
from schema.engine.mapping import TYPES
from schema.engine.refusals import refuse
from schema.matching.types import Match
from schema.projects.types import Project
from schema.resources.types import Resource

_TYPES = {str(TYPES[one.__name__].prefix): one for one in (Resource, Demand, Match, Project)}


async def item_for(act: Act, given: strawberry.ID) -> tuple[str, asyncpg.Record]:
    """The type's name and the row of an item in which the viewer takes part. Raises a refusal."""
    type_ = _TYPES.get(prefix_of(given) or "", Demand)
    row = await act.find(type_, given, path="item")
    found = ITEMS[type_.__name__]
    if act.viewer.person is None or not await act.holds(found.table, row["id"], found.insiders):
        raise refuse("NOT_ALLOWED", "item", who=PARTICIPANT.called)
    return type_.__name__, row
