"""Keeping the classes of resources and demands."""

import re
from typing import Any

import strawberry

from schema.categories.kinds import CategoryList, Measure
from schema.categories.payloads import CategoryPayload
from schema.categories.rules import HINT, NAME, SUPERUSER, UNIT
from schema.categories.types import Category
from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements

sql = statements(__file__, "actions")


@described
@strawberry.input(description="A new class.")
class CategoryCreateInput(Input):
    """A new class."""

    list: CategoryList
    """Of which list."""
    code: str
    """A short code, 2 to 20 capital letters; it stays for good."""
    name: str
    """What it is called, at most 20 characters."""
    unit: str = ""
    """The unit of quantity that a form suggests, at most 10 characters; types of need and brands have none."""
    measure: Measure = Measure.TOTAL
    """What a quantity of this class means as a rule."""
    hint: str | None = None
    """What a description should say, at most 200 characters."""
    place: int = 100
    """Its place in the list of classes, 1 to 999."""


@described
@strawberry.input(description="What changes of a class; what is left out stays.")
class CategoryEditInput(Change):
    """What changes of a class; what is left out stays."""

    name: str | None = strawberry.UNSET
    """What it is called."""
    unit: str | None = strawberry.UNSET
    """The unit of quantity that a form suggests."""
    measure: Measure | None = strawberry.UNSET
    """What a quantity of this class means as a rule."""
    hint: str | None = strawberry.UNSET
    """What a description should say."""
    place: int | None = strawberry.UNSET
    """Its place in the list of classes."""


@described
@strawberry.input(description="Which class to retire.")
class CategoryRetireInput(Change):
    """Which class to retire."""


@described
@strawberry.input(description="Which class to take back.")
class CategoryRestoreInput(Change):
    """Which class to take back."""


@action(scope="categories:write")
async def category_create(act: Act, input: CategoryCreateInput) -> CategoryPayload:
    """Add a class to a list; for administrators."""
    if not act.viewer.administrator:
        raise refuse("NOT_ALLOWED", who=SUPERUSER.called)
    form = Form()
    code = form.required(input.code, "code", NAME)
    if code and not re.fullmatch("[A-Z][A-Z_]{1,19}", code):
        form.wrong("CATEGORY_CODE", "code")
    values = _read(form, input, input.list.name)
    form.settle()
    number = await sql.create(act.connection, list=input.list.name, code=code, **values)
    await act.event("category.created", Category, number, data={"name": values["name"]})
    return CategoryPayload.of(category=number)


@action(scope="categories:write")
async def category_edit(act: Act, input: CategoryEditInput) -> CategoryPayload:
    """Change a class; items that have it keep it."""
    row = await act.find(Category, input.id, step="edit", version=input.version)
    form = Form()
    values = {name: row[name] for name in ("name", "unit", "measure", "hint", "place")} | _read(form, input, row["list"])
    form.settle()
    await sql.edit(act.connection, id=row["id"], **values)
    changes = {name: [row[name], value] for name, value in values.items() if row[name] != value}
    await act.event("category.edited", Category, row["id"], data={"name": values["name"], "changes": changes})
    return CategoryPayload.of(category=row["id"])


@action(scope="categories:write")
async def category_retire(act: Act, input: CategoryRetireInput) -> CategoryPayload:
    """Retire a class: items that have it keep it, new ones cannot have it."""
    return await _retire(act, input, "retire", "category.retired")


@action(scope="categories:write")
async def category_restore(act: Act, input: CategoryRestoreInput) -> CategoryPayload:
    """Take a retired class back."""
    return await _retire(act, input, "restore", "category.restored")


async def _retire(act: Act, given: Change, step: str, verb: str) -> CategoryPayload:
    row = await act.find(Category, given.id, step=step, version=given.version)
    await sql.retire(act.connection, id=row["id"], retired=step == "retire")
    await act.event(verb, Category, row["id"], data={"name": row["name"]})
    return CategoryPayload.of(category=row["id"])


def _read(form: Form, given: CategoryCreateInput | CategoryEditInput, list_: str) -> dict[str, Any]:
    """Those values that are given, tidied, by column; of types of need and brands nothing is counted."""
    readers: dict[str, Any] = {
        "name": lambda value: form.required(value, "name", NAME),
        "unit": lambda value: form.required(value, "unit", UNIT) if list_ not in ("NEED", "BRAND") else "",
        "measure": lambda value: _measure(form, value),
        "hint": lambda value: form.line(value, "hint", HINT),
        "place": lambda value: _place(form, value),
    }
    return {name: read(getattr(given, name)) for name, read in readers.items() if getattr(given, name) is not strawberry.UNSET}


def _measure(form: Form, given: Measure | None) -> str:
    if given is None:
        form.wrong("REQUIRED", "measure")
    return given.name if given else ""


def _place(form: Form, given: int | None) -> int:
    if given is None or not 1 <= given <= 999:
        form.wrong("CATEGORY_PLACE", "place")
    return given or 0
