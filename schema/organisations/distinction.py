"""Deciding that two entries which look alike are two units."""

import strawberry

from schema.engine.actions import Act, action
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.organisations import pairs
from schema.organisations.payloads import OrganisationPayload
from schema.organisations.rules import COORDINATOR
from schema.organisations.types import Organisation

sql = statements(__file__, "pairs")


@described
@strawberry.input(description="Two organisations that look alike.")
class OrganisationDistinguishInput(ActInput):
    """Two organisations that look alike."""

    id: strawberry.ID
    """One of them."""
    other: strawberry.ID
    """The other."""
    distinct: bool = True
    """Whether they are two units; false takes such a decision back."""


@action(scope="organisations:write")
async def organisation_distinguish(act: Act, input: OrganisationDistinguishInput) -> OrganisationPayload:
    """State that two entries are two units, so that they are no longer suggested as duplicates."""
    numbers = {path: number_of(one, "org") or 0 for path, one in (("id", input.id), ("other", input.other))}
    if numbers["id"] == numbers["other"]:
        raise refuse("ORGANISATION_MERGE_SELF", "other")
    found = {}
    for path in sorted(numbers, key=lambda path: numbers[path]):
        found[path] = await act.find(Organisation, getattr(input, path), path=path)
    if not any(act.viewer.coordinates(row["area_path"]) for row in found.values()):
        raise refuse("NOT_ALLOWED", who=COORDINATOR.called)
    one, other = found["id"], found["other"]
    await sql.distinguish(act.connection, one=one["id"], other=other["id"], distinct=input.distinct)
    if not input.distinct:
        await pairs.suggest(act.connection, [one["id"]])
    verb = "organisation.distinguished" if input.distinct else "organisation.undistinguished"
    for row, beside in ((one, other), (other, one)):
        await act.event(
            verb,
            Organisation,
            row["id"],
            area_path=row["area_path"],
            organisations=[row["id"]],
            data={"other": beside["name"], "id": f"org_{beside['id']}"},
        )
    return OrganisationPayload.of(organisation=one["id"])
