"""Changing the tree of areas: create, rename, move, classify, say which grids an estate overlaps."""

import re
from datetime import date
from typing import Any, cast

import asyncpg
import strawberry

from schema.areas.payloads import AreaPayload
from schema.areas.rules import LEVEL_NAMES, LEVELS_BELOW, OVERLAPS
from schema.areas.tree import add_areas, bring_into_effect, concerned, last_place, lock_tree, replace_places
from schema.areas.types import Area, AreaLevel
from schema.engine.actions import Act, action
from schema.engine.days import today
from schema.engine.form import Form
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.engine.text import index_words, name_key

sql = statements(__file__, "actions")


@described
@strawberry.input(description="A new area below another.")
class AreaCreateInput(Input):
    """A new area below another."""

    parent: strawberry.ID
    """The area directly above."""
    level: AreaLevel
    """Its level, which must be one that may stand below the parent's."""
    code: str
    """The parent's code and three more digits or capital letters."""
    name: str
    """The full name, 80 characters at most."""
    short_name: str | None = None
    """The name as people say it; the full name when empty."""
    class_code: str | None = None
    """For an estate: its class."""
    valid_from: date | None = None
    """Since when it exists; today when empty, never later."""


@described
@strawberry.input(description="An area's new name.")
class AreaRenameInput(Change):
    """An area's new name."""

    name: str
    """The full name, 80 characters at most."""
    short_name: str | None = strawberry.UNSET
    """The name as people say it; when left out it stays, when empty it is the full name."""


@described
@strawberry.input(description="Where an area stands from a day on.")
class AreaMoveInput(Change):
    """Where an area stands from a day on; what happened before keeps its place."""

    parent: strawberry.ID
    """The area directly above from that day."""
    from_: date = strawberry.field(name="from")
    """The first day; later than the area's last move. On a day to come the move takes effect then."""


@described
@strawberry.input(description="The class of an estate.")
class AreaClassifyInput(Change):
    """The class of an estate."""

    class_code: str | None = None
    """The class's code; null takes the class away."""


@described
@strawberry.input(description="The grids that an estate overlaps.")
class AreaOverlapSetInput(Change):
    """The grids that an estate overlaps."""

    grids: list[strawberry.ID]
    """All of them; those that are not in the list no longer count."""


@action(scope="areas:write")
async def area_create(act: Act, input: AreaCreateInput) -> AreaPayload:
    """Set up an area below another (mission row A4)."""
    await lock_tree(act.connection)
    parent = await act.find(Area, input.parent, step="create_below", path="parent")
    row = _new_row(input, parent)
    made = (await add_areas(act.connection, [row]))[row["code"]]
    await act.event("area.created", Area, made["id"], area_path=made["path"], data={"name": row["name"]})
    return cast(AreaPayload, {"area": made["id"]})


def _new_row(given: AreaCreateInput, parent: asyncpg.Record) -> dict[str, Any]:
    """The row to insert; refuses what does not fit below the parent."""
    form = Form()
    level = cast(str, given.level.value)
    if level not in LEVELS_BELOW[parent["level"]]:
        form.wrong("AREA_LEVEL_WRONG", "level", above=parent["name"], level=LEVEL_NAMES[level])
    code = form.line(given.code, "code", 40).upper()
    if not re.fullmatch(re.escape(parent["code"]) + "[0-9A-Z]{3}", code):
        form.wrong("AREA_CODE_FORM", "code", above=parent["code"])
    since = given.valid_from or today()
    if since > today():
        form.wrong("AREA_FROM_LATER", "validFrom")
    elif since < parent["valid_from"]:
        form.wrong("AREA_FROM_EARLIER", "validFrom")
    named = _named(form, given.name, given.short_name, code)
    class_code = form.line(given.class_code, "classCode", 40) or None
    form.settle()
    placed = {"code": code, "level": level, "kind": "", "parent_code": parent["code"], "valid_from": since}
    return {**placed, **named, "class_code": class_code}


def _named(form: Form, name: str, short_name: str | None, code: str) -> dict[str, Any]:
    """The columns that follow from an area's names."""
    full = form.required(name, "name", 80)
    short = form.line(short_name, "shortName", 80) or full
    return {"name": full, "short_name": short, "name_key": name_key(full), "words": index_words(full, short, code)}


@action(scope="areas:write")
async def area_rename(act: Act, input: AreaRenameInput) -> AreaPayload:
    """Give an area another name."""
    row = await act.find(Area, input.id, step="rename", version=input.version)
    short = row["short_name"] if input.short_name is strawberry.UNSET else input.short_name
    form = Form()
    named = _named(form, input.name, short, row["code"])
    form.settle()
    await sql.rename(act.connection, id=row["id"], **named)
    await act.event("area.renamed", Area, row["id"], area_path=row["path"], data={"before": row["name"], "after": named["name"]})
    return cast(AreaPayload, {"area": row["id"]})


@action(scope="areas:write")
async def area_move(act: Act, input: AreaMoveInput) -> AreaPayload:
    """Move an area with all below it to another parent, from a day (mission row A4).

    From today or earlier it takes effect at once, later on the day. Whoever moves it coordinates both it and the new parent.
    """
    await lock_tree(act.connection)
    row = await act.find(Area, input.id, step="move", version=input.version)
    parent = await act.find(Area, input.parent, step="create_below", path="parent")
    last = await last_place(act.connection, row["id"])
    _check_move(row, parent, last, input.from_)
    if not await replace_places(act.connection, row["id"], parent["id"], input.from_):
        raise refuse("AREA_FROM_EARLIER", "from")
    await bring_into_effect(act.connection, today(), row["path"])
    data = {"from": input.from_, "parent": parent["name"], "before": last["parent_name"]}
    organisations = await concerned(act.connection, (row["parent_id"], last["parent_id"], parent["id"], row["id"]))
    await act.event("area.moved", Area, row["id"], area_path=row["path"], organisations=organisations, data=data)
    return cast(AreaPayload, {"area": row["id"]})


def _check_move(row: asyncpg.Record, parent: asyncpg.Record, last: asyncpg.Record, day: date) -> None:
    if parent["path"].startswith(row["path"]):
        raise refuse("AREA_BELOW_ITSELF", "parent")
    if row["level"] not in LEVELS_BELOW[parent["level"]]:
        raise refuse("AREA_LEVEL_WRONG", "parent", above=parent["name"], level=LEVEL_NAMES[row["level"]])
    if last["parent_id"] == parent["id"]:
        raise refuse("AREA_ALREADY_THERE", "parent", parent=parent["name"])
    if day <= last["since"]:
        raise refuse("AREA_MOVE_EARLIER", "from", date=last["since"])


@action(scope="areas:write")
async def area_classify(act: Act, input: AreaClassifyInput) -> AreaPayload:
    """Say what class of estate it is, which picks its default participants and process (mission row A5)."""
    row = await act.find(Area, input.id, step="classify", version=input.version)
    _check_estate(row)
    form = Form()
    class_code = form.line(input.class_code, "classCode", 40) or None
    form.settle()
    await sql.classify(act.connection, id=row["id"], class_code=class_code)
    await act.event(
        "area.classified", Area, row["id"], area_path=row["path"], data={"before": row["class_code"], "after": class_code}
    )
    return cast(AreaPayload, {"area": row["id"]})


@action(scope="areas:write")
async def area_overlap_set(act: Act, input: AreaOverlapSetInput) -> AreaPayload:
    """Say which grids an estate overlaps: the whole list (mission row A5)."""
    row = await act.find(Area, input.id, step="overlap", version=input.version)
    _check_estate(row)
    if len(input.grids) > OVERLAPS:
        raise refuse("AREA_OVERLAP_MANY", "grids", limit=OVERLAPS)
    grids = await _grids(act, input.grids, row["path"].split("/", 1)[0] + "/")
    await sql.overlap(act.connection, id=row["id"], grids=grids)
    await act.event("area.overlap_set", Area, row["id"], area_path=row["path"], data={"count": len(grids)})
    return cast(AreaPayload, {"area": row["id"]})


async def _grids(act: Act, given: list[strawberry.ID], district: str) -> list[int]:
    """The numbers of these grids of a district; areas are nobody's secret, so they are read without asking who looks."""
    wanted = [number_of(one, "area") for one in given]
    rows = sql.grids(act.connection, ids=[one for one in wanted if one], district=district)
    known = {row["id"] async for row in rows}
    form = Form()
    for place, one in enumerate(wanted):
        if one not in known:
            form.wrong("AREA_OVERLAP_GRID", f"grids.{place}")
    form.settle()
    return sorted(known)


def _check_estate(row: asyncpg.Record) -> None:
    if row["level"] != "ESTATE":
        raise refuse("AREA_NOT_ESTATE", "id")
