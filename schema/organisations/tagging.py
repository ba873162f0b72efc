"""Tags of many organisations at once."""

import asyncpg
import orjson
import strawberry

from schema.engine.actions import Act, action
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.refusals import Reason, Refused
from schema.engine.statements import statements
from schema.events.bulk import Happening, append_all
from schema.organisations.form import TAGS, UnitForm
from schema.organisations.payloads import OrganisationsPayload
from schema.organisations.types import Organisation

ORGANISATIONS = 100
"""How many organisations one call may tag (our default, a page)."""

sql = statements(__file__, "tagging")


@described
@strawberry.input(description="Which organisations, and which tags come and go.")
class OrganisationTagInput(ActInput):
    """Which organisations, and which tags come and go; all of it happens or nothing."""

    ids: list[strawberry.ID]
    """The organisations, at most 100."""
    add: list[str] = strawberry.field(default_factory=list)
    """Tags that all of them get."""
    remove: list[str] = strawberry.field(default_factory=list)
    """Tags that all of them lose."""


@action(scope="organisations:write")
async def organisation_tag(act: Act, input: OrganisationTagInput) -> OrganisationsPayload:
    """Give tags to organisations and take tags away; refused as a whole when it is not possible for one of them."""
    form = UnitForm()
    add, remove = form.tags(input.add, "add"), form.tags(input.remove, "remove")
    if not add and not remove:
        form.wrong("REQUIRED", "add")
    if not 1 <= len(input.ids) <= ORGANISATIONS:
        form.wrong("TOO_MANY", "ids", limit=ORGANISATIONS)
    form.settle()
    rows = await _rows(act, input.ids)
    changed = {}
    for place, row in rows.items():
        tags = [tag for tag in dict.fromkeys([*row["tags"], *add]) if tag not in remove]
        if len(tags) > TAGS:
            form.wrong("TAG_FORM", f"ids.{place}")
        changed[row["id"]] = tags
    form.settle()
    listed = [{"id": number, "tags": tags} for number, tags in changed.items()]
    await sql.set_tags(act.connection, rows=orjson.dumps(listed).decode())
    data = {"add": add, "remove": remove}
    happenings = [Happening("organisation.tagged", row["id"], row["area_path"], data, [row["id"]]) for row in rows.values()]
    await append_all(act, Organisation, happenings)
    return OrganisationsPayload.of(organisations=list(changed))


async def _rows(act: Act, ids: list[strawberry.ID]) -> dict[int, asyncpg.Record]:
    """The organisations by their place in the list, locked in the order of their numbers. Refuses all that cannot be tagged."""
    places = {one: place for place, one in reversed(list(enumerate(ids)))}
    rows, reasons = {}, []
    for one in sorted(places, key=lambda one: number_of(one, "org") or 0):
        try:
            rows[places[one]] = await act.find(Organisation, one, step="tag")
        except Refused as refused:
            reasons += [Reason(reason.code, f"ids.{places[one]}", reason.parameters) for reason in refused.reasons]
    if reasons:
        raise Refused(*reasons)
    return rows
