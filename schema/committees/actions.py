"""Setting up committees and keeping their names and terms."""

from datetime import date
from typing import Any, cast

import strawberry

from schema.areas.types import Area
from schema.committees.kinds import CommitteeField
from schema.committees.payloads import CommitteePayload
from schema.committees.rules import COMMITTEE_LEVELS, default_name
from schema.committees.types import Committee
from schema.engine.actions import Act, action
from schema.engine.days import today
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.engine.text import index_words, name_key

sql = statements(__file__, "actions")


@described
@strawberry.input(description="A new committee of an area, or a special committee in a field.")
class CommitteeCreateInput(Input):
    """A new committee of an area, or a special committee in a field."""

    area: strawberry.ID
    """The area: a district, subdistrict or community."""
    field: CommitteeField | None = None
    """The field of a special committee; the area must have its coordination committee already."""
    name: str | None = None
    """Its name; when empty, the area's name and 党建工作协调委员会, with the field and 专业委员会 for a special one."""
    term_from: date | None = None
    """The first day of the term; today when empty."""
    term_to: date | None = None
    """The day after its last."""


@described
@strawberry.input(description="A committee's name and term; what is left out stays.")
class CommitteeEditInput(Change):
    """A committee's name and term; what is left out stays."""

    name: str | None = strawberry.UNSET
    """Its name."""
    term_from: date | None = strawberry.UNSET
    """The first day of the term."""
    term_to: date | None = strawberry.UNSET
    """The day after its last; null: no end set."""


@action(scope="committees:write")
async def committee_create(act: Act, input: CommitteeCreateInput) -> CommitteePayload:
    """Set up an area's coordination committee or one of its special committees, with its entry in the registry (row A2)."""
    area = await act.find(Area, input.area, step="committee", path="area")
    if area["level"] not in COMMITTEE_LEVELS:
        raise refuse("COMMITTEE_LEVEL", "area")
    field = cast(str, input.field.value) if input.field else None
    above = await sql.above(act.connection, area=area["id"], parent=area["parent_id"], field=field)
    if field and above is None:
        raise refuse("SPECIAL_NEEDS_COMMITTEE", "field")
    named = _named(input.name or default_name(area["short_name"] or area["name"], field))
    term = {"term_from": input.term_from or today(), "term_to": input.term_to}
    place = {"area": area["id"], "area_path": area["path"], "above": above, "field": field}
    made = await sql.create(act.connection, **named, **term, **place)
    organisations = [made["organisation_id"], *([above] if above else [])]
    data = {"name": named["name"], "field": field}
    await act.event("committee.created", Committee, made["id"], area_path=area["path"], organisations=organisations, data=data)
    return cast(CommitteePayload, {"committee": made["id"]})


def _named(name: str | None) -> dict[str, Any]:
    """The columns that follow from a committee's name."""
    form = Form()
    full = form.required(name, "name", 120)
    form.settle()
    return {"name": full, "name_key": name_key(full), "words": index_words(full)}


@action(scope="committees:write")
async def committee_edit(act: Act, input: CommitteeEditInput) -> CommitteePayload:
    """Change a committee's name or term."""
    row = await act.find(Committee, input.id, step="edit", version=input.version)
    if input.name is not strawberry.UNSET:
        await sql.rename(act.connection, id=row["organisation_id"], **_named(input.name))
    if input.term_from is None:
        raise refuse("REQUIRED", "termFrom")
    term_from = row["term_from"] if input.term_from is strawberry.UNSET else input.term_from
    term_to = row["term_to"] if input.term_to is strawberry.UNSET else input.term_to
    await sql.edit(act.connection, id=row["id"], term_from=term_from, term_to=term_to)
    await act.event(
        *("committee.edited", Committee, row["id"]),
        area_path=row["area_path"],
        organisations=[row["organisation_id"]],
        data={"termFrom": term_from, "termTo": term_to},
    )
    return cast(CommitteePayload, {"committee": row["id"]})
