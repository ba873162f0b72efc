"""Two entries for one unit become one: everything that hangs on the source moves to the target, and nothing is lost."""

import dataclasses
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import orjson
import strawberry

from schema.engine.actions import Act, action
from schema.engine.ids import global_id, number_of
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.organisations import pairs
from schema.organisations.entry import Entry, hold_parents, is_above, revise
from schema.organisations.payloads import OrganisationPayload
from schema.organisations.rules import COORDINATOR, IN_REGISTRY
from schema.organisations.types import Organisation

sql = statements(__file__, "merging")


@described
@strawberry.input(description="Which entry goes, and which stays.")
class OrganisationMergeInput(Change):
    """Which entry goes, and which stays; the viewer coordinates the areas of both."""

    into: strawberry.ID
    """The entry that stays and takes over everything."""


@action(scope="organisations:write")
async def organisation_merge(act: Act, input: OrganisationMergeInput) -> OrganisationPayload:
    """Merge an entry into another; the answer shows the one that stays (mission row B4).

    Contacts, memberships, seats, visits, areas, zones and organisations below move; where both have the same, the target's stays;
    what the target lacks, it takes. The merged entry keeps its history and leads to the target.
    """
    source, target = await _both(act, input)
    await hold_parents(act)
    before = Entry.of(target)
    after = await _combined(act, Entry.of(source), before, source["id"], target["id"])
    both = {"source": source["id"], "target": target["id"]}
    held = await _holdings(act, both)
    await sql.close_into(act.connection, **both)
    dropped = await _move(act, both)
    await revise(act, target["id"], after)
    await pairs.suggest(act.connection, both.values())
    moved = _differences(held, await _holdings(act, both))
    await _tell(act, source, target, {"changes": before.changes_to(after), "combined": dropped, "moved": moved})
    return OrganisationPayload.of(organisation=target["id"])


async def _both(act: Act, given: OrganisationMergeInput) -> tuple[asyncpg.Record, asyncpg.Record]:
    """Source and target, locked in the order of their numbers, so that two crossing merges wait for one another."""
    numbers = number_of(given.id, "org"), number_of(given.into, "org")
    if numbers[0] == numbers[1]:
        raise refuse("ORGANISATION_MERGE_SELF", "into")
    if (numbers[0] or 0) < (numbers[1] or 0):
        source = await _source(act, given)
        target = await _target(act, given)
    else:
        target = await _target(act, given)
        source = await _source(act, given)
    return source, target


async def _source(act: Act, given: OrganisationMergeInput) -> asyncpg.Record:
    row = await act.find(Organisation, given.id, step="merge", version=given.version)
    if row["kind"] == "COMMITTEE":
        raise refuse("ORGANISATION_IS_COMMITTEE", "id")
    return row


async def _target(act: Act, given: OrganisationMergeInput) -> asyncpg.Record:
    row = await act.find(Organisation, given.into, path="into")
    if not act.viewer.coordinates(row["area_path"]):
        raise refuse("NOT_ALLOWED", "into", who=COORDINATOR.called)
    if row["status"] not in IN_REGISTRY:
        raise refuse("STEP_NOT_POSSIBLE", "into")
    if row["kind"] == "COMMITTEE":
        raise refuse("ORGANISATION_IS_COMMITTEE", "into")
    return row


async def _combined(act: Act, source: Entry, target: Entry, source_id: int, target_id: int) -> Entry:
    """The target's entry with what only the source has."""
    if await is_above(act, source_id, target_id):
        parent = source.parent_id
    elif target.parent_id or await is_above(act, target_id, source_id):
        parent = target.parent_id
    else:
        parent = source.parent_id
    return dataclasses.replace(
        target,
        short_name=target.short_name or source.short_name,
        uscc=target.uscc or source.uscc,
        address=target.address or source.address,
        description=target.description or source.description,
        parent_id=parent,
        tags=list(dict.fromkeys([*target.tags, *source.tags])),
    )


async def _move(act: Act, both: dict[str, int]) -> list[dict[str, Any]]:
    """Move what hangs on the source; returns what was shortened or dropped because the target has the same."""
    connection = act.connection
    memberships = await _cut(act, sql.overlapping_memberships(connection, **both), sql.cut_membership)
    seats = await _cut(act, sql.overlapping_seats(connection, **both), sql.cut_seat)
    for move in (
        sql.move_people,
        sql.confirmed,
        sql.move_contacts,
        sql.move_areas,
        sql.move_visits,
        sql.move_resources,
        sql.move_demands,
        sql.move_deliveries,
        sql.move_records,
        sql.move_projects,
        sql.move_comments,
        sql.move_zones,
        sql.adopt,
    ):
        await move(connection, **both)
    return memberships + seats


async def _holdings(act: Act, both: dict[str, int]) -> dict[tuple[str, int], Any]:
    """By kind and number: how everything names the two."""
    rows = sql.holdings(act.connection, ids=list(both.values()))
    return {(row["held"], row["id"]): orjson.loads(row["state"]) async for row in rows}


def _differences(before: dict[tuple[str, int], Any], after: dict[tuple[str, int], Any]) -> list[dict[str, Any]]:
    """What changed, one by one and exactly; null: it was not there, or is there no more."""
    return [
        {"held": kind, "id": number, "before": before.get((kind, number)), "after": after.get((kind, number))}
        for kind, number in sorted(before.keys() | after.keys())
        if before.get((kind, number)) != after.get((kind, number))
    ]


async def _cut(act: Act, overlapping: AsyncIterator[asyncpg.Record], cut: Any) -> list[dict[str, Any]]:
    rows = [row async for row in overlapping]
    for row in rows:
        starts = [period.lower for period in row["remains"]]
        ends = [period.upper for period in row["remains"]]
        await cut(act.connection, id=row["id"], starts=starts, ends=ends)
    return [{name: value for name, value in row.items() if name not in ("id", "remains")} for row in rows]


async def _tell(act: Act, source: asyncpg.Record, target: asyncpg.Record, data: dict[str, Any]) -> None:
    """In the timelines of both, for the people of both."""
    concerned = [source["id"], target["id"]]
    merged = {"into": target["name"], "target": global_id("org", target["id"])}
    absorbed = {"name": source["name"], "source": global_id("org", source["id"])} | data
    for row, verb, told in ((source, "organisation.merged", merged), (target, "organisation.absorbed", absorbed)):
        await act.event(verb, Organisation, row["id"], area_path=row["area_path"], organisations=concerned, data=told)
