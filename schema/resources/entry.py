"""An offer as it is stored: its values, what is derived from them, and how it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import orjson
from strawberry.utils.str_converters import to_camel_case

from schema.engine.actions import Act
from schema.engine.amounts import plainly
from schema.engine.form import Form, is_given
from schema.engine.ids import global_id, number_of
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.matching import entry as matching
from schema.resources.rules import CONDITIONS, DESCRIPTION, LONGEST, TITLE, UNIT
from schema.resources.windows import Window

sql = statements(__file__, "entry")

_PLAIN = ("title", "description", "conditions", "measure", "unit", "valid_until")


@dataclass
class Entry(matching.Entry):
    """What a unit says about an offer."""

    organisation_id: int
    category_id: int
    area_id: int
    area_path: str
    title: str
    measure: str
    quantity: Decimal
    unit: str
    valid_until: date
    description: str = ""
    conditions: str = ""
    contact_id: int | None = None

    def as_told(self) -> dict[str, Any]:
        """The values by the contract's names, with global ids."""
        told = {to_camel_case(name): getattr(self, name) for name in _PLAIN}
        references = {
            "category": global_id("category", self.category_id),
            "area": global_id("area", self.area_id),
            "contact": global_id("contact", self.contact_id) if self.contact_id else None,
        }
        return told | {"quantity": plainly(self.quantity)} | references


def read_plain(form: Form, given: Any) -> dict[str, Any]:
    """Those plain fields of an input that are given, tidied, by column."""
    readers: dict[str, Callable[[Any], Any]] = {
        "title": lambda value: form.title(value, "title", *TITLE),
        "description": lambda value: form.paragraphs(value, "description", DESCRIPTION),
        "conditions": lambda value: form.paragraphs(value, "conditions", CONDITIONS),
        "measure": lambda value: _measure(form, value),
        "quantity": form.quantity,
        "unit": lambda value: form.required(value, "unit", UNIT),
        "valid_until": lambda value: form.future(value, "validUntil", LONGEST),
    }
    return {name: read(getattr(given, name)) for name, read in readers.items() if is_given(getattr(given, name))}


def check_windows(form: Form, entry: Entry, windows: list[Window]) -> None:
    """A quantity by window needs windows, and those that stay have to fit what changes around them."""
    if entry.measure == "PER_WINDOW" and not windows:
        form.wrong("RESOURCE_WINDOW_NEEDED", "windows")
    if any(one.last_day > entry.valid_until for one in windows) and not any(one.code == "WINDOW_UNTIL" for one in form.reasons):
        form.wrong("WINDOW_UNTIL", "validUntil")


def _measure(form: Form, given: Any) -> str:
    if given is None:
        form.wrong("REQUIRED", "measure")
    return given.name if given else ""


async def contact_for(act: Act, given: str | None, organisation: int) -> int | None:
    """The number of a contact of the unit. Raises a refusal."""
    if given is None:
        return None
    number: int | None = await sql.contact(act.connection, id=number_of(given, "contact"), organisation=organisation)
    if number is None:
        raise refuse("RESOURCE_CONTACT", "contact")
    return number


async def insert(act: Act, entry: Entry, status: str) -> int:
    """Write a new offer; returns its number."""
    number: int = await sql.insert_entry(act.connection, **entry.stored(), status=status)
    return number


async def revise(act: Act, number: int, entry: Entry) -> None:
    """Write an entry over the present one, which counts as confirming it; its version rises."""
    await sql.revise_entry(act.connection, id=number, **entry.stored())


async def windows_of(act: Act, number: int) -> list[Window]:
    """The windows of an offer."""
    return [Window.of(row) async for row in sql.windows(act.connection, id=number)]


async def open_windows(act: Act, number: int, windows: list[Window]) -> None:
    """Make these the windows of the offer."""
    await sql.close_windows(act.connection, id=number)
    told = [{name: getattr(one, name) for name in Window.__dataclass_fields__} for one in windows]
    await sql.open_windows(act.connection, id=number, windows=orjson.dumps(told).decode())


async def serve(act: Act, number: int, areas: list[asyncpg.Record]) -> bool:
    """Make these the areas for which it is meant; returns whether anything changed."""
    changed = await sql.serve(act.connection, id=number, areas=[area["id"] for area in areas])
    return bool(changed)
