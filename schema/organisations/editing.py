"""Changing an organisation's entry: what is given replaces what was, what is left out stays."""

import dataclasses
from typing import Any

import asyncpg
import strawberry

from schema.engine.actions import Act, action
from schema.engine.form import is_given
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.organisations import pairs
from schema.organisations.entry import Entry, hold_parents, is_above, read_texts, revise, serve
from schema.organisations.form import UnitForm
from schema.organisations.kinds import OrganisationKind
from schema.organisations.payloads import OrganisationPayload
from schema.organisations.places import area_for, areas_for
from schema.organisations.rules import COORDINATOR
from schema.organisations.types import Organisation


@described
@strawberry.input(description="What changes of an organisation; what is left out stays.")
class OrganisationEditInput(Change):
    """What changes of an organisation; what is left out stays, null empties."""

    name: str | None = strawberry.UNSET
    """The full registered name, 2 to 120 characters."""
    kind: OrganisationKind | None = strawberry.UNSET
    """What it is; a committee stays one, and nothing else becomes one."""
    area: strawberry.ID | None = strawberry.UNSET
    """Where it is; for somebody who coordinates both the old and the new area."""
    short_name: str | None = strawberry.UNSET
    """The name as people say it, at most 40 characters."""
    uscc: str | None = strawberry.UNSET
    """The unified social credit code."""
    address: str | None = strawberry.UNSET
    """The street address of its site, at most 200 characters."""
    description: str | None = strawberry.UNSET
    """What it does, at most 2,000 characters."""
    parent: strawberry.ID | None = strawberry.UNSET
    """The organisation above it."""
    service_areas: list[strawberry.ID] | None = strawberry.UNSET
    """All areas that it serves, at most 100."""
    tags: list[str] | None = strawberry.UNSET
    """All its tags; for coordinators."""


@action(scope="organisations:write")
async def organisation_edit(act: Act, input: OrganisationEditInput) -> OrganisationPayload:
    """Change an organisation's entry."""
    row = await act.find(Organisation, input.id, step="edit", version=input.version)
    before = Entry.of(row)
    after = dataclasses.replace(before, **_read(act, row, input), **await _area(act, row, input))
    if is_given(input.parent):
        after.parent_id = await _parent(act, row["id"], input.parent)
    changes: dict[str, Any] = before.changes_to(after)
    if is_given(input.service_areas):
        areas = await areas_for(act, input.service_areas or [], "serviceAreas")
        if await serve(act, row["id"], areas):
            changes["serviceAreas"] = [area["name"] for area in areas]
    if changes:
        await revise(act, row["id"], after)
    if changes.keys() & {"name", "uscc"}:
        await pairs.suggest(act.connection, [row["id"]])
    await act.event(
        "organisation.edited",
        Organisation,
        row["id"],
        area_path=after.area_path,
        organisations=[row["id"]],
        data={"changes": changes},
    )
    return OrganisationPayload.of(organisation=row["id"])


def _read(act: Act, row: asyncpg.Record, given: OrganisationEditInput) -> dict[str, Any]:
    form = UnitForm()
    values = read_texts(form, given)
    if is_given(given.kind):
        values["kind"] = given.kind.name if given.kind else ""
        if given.kind is None:
            form.wrong("REQUIRED", "kind")
        elif "COMMITTEE" in (values["kind"], row["kind"]) and values["kind"] != row["kind"]:
            form.wrong("ORGANISATION_IS_COMMITTEE", "kind")
    if values.get("tags", row["tags"]) != row["tags"] and not act.viewer.coordinates(row["area_path"]):
        form.wrong("NOT_ALLOWED", "tags", who=COORDINATOR.called)
    form.settle()
    return values


async def _area(act: Act, row: asyncpg.Record, given: OrganisationEditInput) -> dict[str, Any]:
    """Who moves a unit answers for both ends; a committee belongs to its area for good."""
    if not is_given(given.area):
        return {}
    if given.area is None:
        raise refuse("ORGANISATION_AREA_UNKNOWN", "area")
    area = await area_for(act, given.area)
    if area["id"] != row["area_id"]:
        if row["kind"] == "COMMITTEE":
            raise refuse("ORGANISATION_IS_COMMITTEE", "area")
        if not (act.viewer.coordinates(row["area_path"]) and act.viewer.coordinates(area["path"])):
            raise refuse("NOT_ALLOWED", "area", who=COORDINATOR.called)
    return {"area_id": area["id"], "area_path": area["path"]}


async def _parent(act: Act, number: int, given: strawberry.ID | None) -> int | None:
    """The new parent: one in the registry that is not the organisation itself nor anywhere below it."""
    if given is None:
        return None
    await hold_parents(act)
    parent = await act.find(Organisation, given, path="parent")
    if parent["status"] not in ("ACTIVE", "SUSPENDED"):
        raise refuse("REFERENCE_MISSING", "parent")
    if await is_above(act, number, parent["id"]):
        raise refuse("ORGANISATION_OWN_PARENT", "parent")
    found: int = parent["id"]
    return found
