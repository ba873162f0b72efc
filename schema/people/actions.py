"""Entering people and keeping their entries."""

from typing import Any, cast

import strawberry

from schema.engine.actions import Act, action
from schema.engine.form import Form, readable
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.engine.text import index_words, name_key
from schema.people import masks
from schema.people.kinds import MembershipRole
from schema.people.memberships import join, organisation_to_staff
from schema.people.payloads import PersonPayload
from schema.people.types import Person

sql = statements(__file__, "actions")

PURPOSE = "phone"
"""What a person's number is sealed for."""
SHOWN = 40
"""How much of a wrong number a refusal repeats."""
_TOLD = {"name": "name", "title": "title", "phone": "phone_mask"}
"""What the ledger calls a change of which column."""


@described
@strawberry.input(description="A new person and what they are in their first organisation.")
class PersonCreateInput(Input):
    """A new person and what they are in their first organisation."""

    name: str
    """The name, 40 characters at most."""
    title: str | None = None
    """The post or form of address, such as 科长."""
    phone: str | None = None
    """A telephone number; kept sealed, shown with its middle hidden."""
    organisation: strawberry.ID | None = None
    """The first organisation; only administrators may enter somebody without one."""
    role: MembershipRole | None = None
    """What the person is in it; a member when left out."""


@described
@strawberry.input(description="What changes of a person's entry; what is left out stays.")
class PersonEditInput(Change):
    """What changes of a person's entry; what is left out stays."""

    name: str | None = strawberry.UNSET
    """The name."""
    title: str | None = strawberry.UNSET
    """The post or form of address; null: none."""
    phone: str | None = strawberry.UNSET
    """A telephone number; null: the present one stays; empty: none is kept any more."""


@action(scope="people:write")
async def person_create(act: Act, input: PersonCreateInput) -> PersonPayload:
    """Enter a person together with their first membership, so that somebody is responsible for the entry."""
    if input.organisation is None and not act.viewer.administrator:
        raise refuse("PERSON_FIRST_POST", "organisation")
    role = input.role or MembershipRole.MEMBER
    organisation = await organisation_to_staff(act, input.organisation, role) if input.organisation else None
    form = Form()
    columns = {**_named(form, input.name), "title": form.line(input.title, "title", 80)}
    columns |= _phone(act, form, input.phone) if input.phone else {"phone_sealed": None, "phone_mask": ""}
    form.settle()
    person: int = await sql.create(act.connection, **columns)
    await act.event(
        *("person.created", Person, person),
        area_path=organisation["area_path"] if organisation else "",
        organisations=[organisation["id"]] if organisation else [],
    )
    membership = await join(act, person, organisation, role, None, None) if organisation else None
    return cast(PersonPayload, {"person": person, "membership": membership})


def _named(form: Form, name: str | None) -> dict[str, Any]:
    """The columns that follow from a person's name."""
    full = form.required(name, "name", 40)
    return {"name": full, "name_key": name_key(full, person=True), "words": index_words(full)}


def _phone(act: Act, form: Form, given: str) -> dict[str, Any]:
    """The columns that follow from a telephone number: sealed, and masked for show."""
    text = readable(given).strip()
    if not text:
        return {"phone_sealed": None, "phone_mask": ""}
    if problem := masks.phone_problem(text):
        form.wrong(problem, "phone", **masks.phone_parameters(text[:SHOWN]))
    number = masks.normalise_phone(text)
    return {"phone_sealed": act.services.seal.close(number, PURPOSE), "phone_mask": masks.mask_phone(number)}


@action(scope="people:write")
async def person_edit(act: Act, input: PersonEditInput) -> PersonPayload:
    """Change a person's entry; people may correct their own. The ledger says what was changed, never from what to what."""
    row = await act.find(Person, input.id, step="edit", version=input.version)
    form = Form()
    changed: dict[str, Any] = {}
    if input.name is not strawberry.UNSET:
        changed |= _named(form, input.name)
    if input.title is not strawberry.UNSET:
        changed["title"] = form.line(input.title, "title", 80)
    if isinstance(input.phone, str):
        changed |= _phone(act, form, input.phone)
    form.settle()
    kept = {name: row[name] for name in ("name", "name_key", "words", "title", "phone_sealed", "phone_mask")}
    await sql.edit(act.connection, id=row["id"], **(kept | changed))
    posts = [one async for one in sql.posts(act.connection, person=row["id"])]
    await act.event(
        *("person.edited", Person, row["id"]),
        area_path=posts[0]["area_path"] if posts else "",
        organisations=[one["id"] for one in posts],
        data={"changed": [told for told, name in _TOLD.items() if name in changed]},
    )
    return cast(PersonPayload, {"person": row["id"]})
