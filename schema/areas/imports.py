"""Bringing in the divisions of a district from a published file, at once or not at all."""

from typing import Any, cast

import orjson
import strawberry

from schema.areas.divisions import Division, check_against, read_divisions
from schema.areas.payloads import AreaImportPayload
from schema.areas.rules import SUPERUSER
from schema.areas.tree import add_areas, lock_tree
from schema.areas.types import Area
from schema.engine.actions import Act, action
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.engine.text import index_words, name_key

sql = statements(__file__, "imports")

SINCE = "1949-10-01"
"""Since when divisions exist that a file brings in: they were there before the product (our default)."""


@described
@strawberry.input(description="A file of statistical divisions.")
class AreaImportInput(Input):
    """A file of statistical divisions."""

    text: str
    """CSV with the columns code (12 digits), level (district, street, community), name, short_name, parent_code, kind."""


@action(scope="areas:write")
async def area_import(act: Act, input: AreaImportInput) -> AreaImportPayload:
    """Bring in a district's divisions (mission row A4): what is new is created, what has another name renamed.

    Importing a file again changes nothing. An area that was moved since stays where it was moved to.
    """
    if not act.viewer.administrator:
        raise refuse("NOT_ALLOWED", who=SUPERUSER.called)
    divisions = read_divisions(input.text)
    await lock_tree(act.connection)
    wanted = {one.code for one in divisions} | {one.parent_code for one in divisions if one.parent_code}
    known = {row["code"]: row async for row in sql.known(act.connection, codes=sorted(wanted))}
    check_against(divisions, {code: row["level"] for code, row in known.items()})
    new = [one for one in divisions if one.code not in known]
    changed = [one for one in divisions if one.code in known and _differs(one, known[one.code])]
    for level in ("DISTRICT", "SUBDISTRICT", "COMMUNITY"):
        await add_areas(act.connection, [_row(one) for one in new if one.level == level])
    renamed = [{"id": known[one.code]["id"], **_named(one)} for one in changed]
    await sql.rename(act.connection, rows=orjson.dumps(renamed).decode())
    counts = {"created": len(new), "renamed": len(changed), "unchanged": len(divisions) - len(new) - len(changed)}
    district = await sql.district(act.connection, code=divisions[0].code[:6])
    await act.event("area.imported", Area, district["id"], area_path=district["path"], data={"count": len(divisions), **counts})
    return cast(AreaImportPayload, {"area": district["id"], **counts})


def _differs(one: Division, row: Any) -> bool:
    return (one.name, one.short_name, one.kind) != (row["name"], row["short_name"], row["kind"])


def _row(one: Division) -> dict[str, Any]:
    """The row to insert."""
    placed = {"code": one.code, "level": one.level, "parent_code": one.parent_code, "valid_from": SINCE}
    return {**placed, **_named(one)}


def _named(one: Division) -> dict[str, Any]:
    """The columns that follow from the file's names."""
    words = index_words(one.name, one.short_name, one.code)
    return {"kind": one.kind, "name": one.name, "short_name": one.short_name, "name_key": name_key(one.name), "words": words}
