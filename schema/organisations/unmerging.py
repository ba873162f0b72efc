"""A merge is undone: what the ledger says it moved goes back to where it was, exactly or not at all."""

import dataclasses
from typing import Any

import asyncpg
import orjson
import strawberry

from schema.engine.actions import Act, action
from schema.engine.ids import global_id, number_of
from schema.engine.mapping import described
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.organisations import pairs
from schema.organisations.entry import Entry, hold_parents, is_above, revise
from schema.organisations.payloads import OrganisationPayload
from schema.organisations.putting_back import KINDS, changed_since, put_back
from schema.organisations.rules import COORDINATOR
from schema.organisations.types import Organisation

sql = statements(__file__, "unmerging")

_AREAS = ("service_area", "liaison_area")
_ENTRY = {
    "shortName": "short_name",
    "uscc": "uscc",
    "address": "address",
    "description": "description",
    "tags": "tags",
    "parent": "parent_id",
}
"""What of its own entry the target may have taken from the source, by the names of the ledger."""


@described
@strawberry.input(description="Which merged entry to take out again, and why.")
class OrganisationUnmergeInput(Reasoned):
    """Which merged entry to take out again, and why; the viewer coordinates the areas of both."""


@action(scope="organisations:write")
async def organisation_unmerge(act: Act, input: OrganisationUnmergeInput) -> OrganisationPayload:
    """Undo a merge within 30 days; the answer shows the entry that is back.

    What has come to the other since stays there, and so does what of its own entry was edited since. Whatever was moved has to
    be as the merge left it: otherwise nothing is put back, and the refusal says what has changed.
    """
    source = await act.find(Organisation, input.id, step="unmerge", version=input.version)
    reason = reason_of(input)
    target = await _target(act, source)
    told = await _told(act, source["id"], target["id"])
    await hold_parents(act)
    await revise(act, target["id"], _entry_before(Entry.of(target), told["changes"]))
    await _put_everything_back(act, target["id"], told["moved"])
    await _check_tree(act, source["id"], target["id"])
    await pairs.suggest(act.connection, [source["id"], target["id"]])
    await _tell(act, source, target, reason)
    return OrganisationPayload.of(organisation=source["id"])


async def _target(act: Act, source: asyncpg.Record) -> asyncpg.Record:
    row = await act.find(Organisation, global_id("org", source["merged_into_id"]))
    if not act.viewer.coordinates(row["area_path"]):
        raise refuse("NOT_ALLOWED", who=COORDINATOR.called)
    return row


async def _told(act: Act, source: int, target: int) -> dict[str, Any]:
    """What the ledger says the merge did. After a further merge of the target there is nothing: that one has to go first."""
    row = await sql.absorbed(act.connection, source=global_id("org", source), target=target)
    if row is None:
        raise refuse("UNMERGE_UNTOLD")
    found: dict[str, Any] = orjson.loads(row["data"])
    return found


def _entry_before(present: Entry, changes: dict[str, list[Any]]) -> Entry:
    """The target's entry without what it took; what was edited since stays."""
    now = present.as_told()
    taken = {name: before for name, (before, after) in changes.items() if now[name] == after}
    values: dict[str, Any] = {
        _ENTRY[name]: number_of(before, "org") if name == "parent" else before for name, before in taken.items()
    }
    return dataclasses.replace(present, **values)


async def _put_everything_back(act: Act, target: int, moved: list[dict[str, Any]]) -> None:
    own = [one for one in moved if (one["held"], one["id"]) == ("organisation", target)]
    for one in own:
        days = {name: one[name]["contact_confirmed_on"] for name in ("before", "after")}
        await sql.unconfirm(act.connection, id=target, **days)
    for kind in KINDS:
        await put_back(act, kind, [_narrowed(one) for one in moved if one["held"] == kind and one not in own])
    shared = {f"{kind}s": orjson.dumps(_split(moved, kind)).decode() for kind in _AREAS}
    await sql.split_areas(act.connection, **shared)


def _narrowed(one: dict[str, Any]) -> dict[str, Any]:
    """The change without columns that are not put back for this kind."""
    columns = KINDS[one["held"]][1]
    sides = {side: one[side] and {name: one[side][name] for name in columns} for side in ("before", "after")}
    return {"id": one["id"], **sides}


def _split(moved: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """For each area and organisation whether the area was the organisation's."""
    found = []
    for one in moved:
        if one["held"] == kind:
            before, after = (set((one[side] or {"organisations": []})["organisations"]) for side in ("before", "after"))
            found += [{"area_id": one["id"], "organisation_id": number, "was": number in before} for number in before ^ after]
    return found


async def _check_tree(act: Act, source: int, target: int) -> None:
    """What was changed around them since must not make a loop of the tree, nor give one the contact of the other."""
    for number in (source, target):
        row = await act.connection.fetchrow("select parent_id from organisation where id = $1", number)
        if row and row["parent_id"] and await is_above(act, number, row["parent_id"]):
            raise changed_since("organisation")
    if await sql.strayed(act.connection, ids=[source, target]):
        raise changed_since("contact")


async def _tell(act: Act, source: asyncpg.Record, target: asyncpg.Record, reason: str) -> None:
    """In the timelines of both, for the people of both."""
    concerned = [source["id"], target["id"]]
    taken_out = {"name": target["name"], "target": global_id("org", target["id"]), "reason": reason}
    released = {"name": source["name"], "source": global_id("org", source["id"]), "reason": reason}
    for row, verb, told in ((source, "organisation.unmerged", taken_out), (target, "organisation.released", released)):
        await act.event(verb, Organisation, row["id"], area_path=row["area_path"], organisations=concerned, data=told)
