"""A demand as it is stored: its values, what is derived from them, and how it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from strawberry.utils.str_converters import to_camel_case

from schema.categories.choosing import category_for
from schema.demands.rules import BENEFICIARIES, DESCRIPTION, LONGEST, PLACE, TITLE, UNIT, names_somebody
from schema.engine.actions import Act
from schema.engine.amounts import plainly
from schema.engine.form import Form, is_given
from schema.engine.ids import global_id
from schema.engine.statements import statements
from schema.matching import entry as matching

sql = statements(__file__, "entry")

_PLAIN = ("title", "description", "place", "unit", "needed_by", "beneficiaries", "origin", "axis", "urgency", "anonymous")


@dataclass
class Entry(matching.Entry):
    """What people say about a demand."""

    organisation_id: int | None
    category_id: int
    area_id: int
    area_path: str
    title: str
    quantity: Decimal
    unit: str
    needed_by: date
    origin: str
    axis: str
    urgency: str = "NORMAL"
    description: str = ""
    place: str = ""
    beneficiaries: int | None = None
    anonymous: bool = False
    need_id: int | None = None

    def as_told(self) -> dict[str, Any]:
        """The values by the contract's names, with global ids."""
        told = {to_camel_case(name): getattr(self, name) for name in _PLAIN}
        references = {
            "category": global_id("category", self.category_id),
            "need": global_id("category", self.need_id) if self.need_id else None,
            "area": global_id("area", self.area_id),
        }
        return told | {"quantity": plainly(self.quantity)} | references


def read_plain(form: Form, given: Any) -> dict[str, Any]:
    """Those plain fields of an input that are given, tidied, by column."""
    readers: dict[str, Callable[[Any], Any]] = {
        "title": lambda value: _nobody(form, form.title(value, "title", *TITLE), "title"),
        "description": lambda value: _nobody(form, form.paragraphs(value, "description", DESCRIPTION), "description"),
        "place": lambda value: _nobody(form, form.line(value, "place", PLACE), "place"),
        "quantity": form.quantity,
        "unit": lambda value: form.required(value, "unit", UNIT),
        "needed_by": lambda value: form.future(value, "neededBy", LONGEST),
        "beneficiaries": lambda value: _beneficiaries(form, value),
        "origin": lambda value: _chosen(form, value, "origin"),
        "axis": lambda value: _chosen(form, value, "axis"),
        "urgency": lambda value: _chosen(form, value, "urgency"),
        "anonymous": bool,
    }
    return {name: read(getattr(given, name)) for name, read in readers.items() if is_given(getattr(given, name))}


def _nobody(form: Form, text: str, path: str) -> str:
    """A text in which nobody's numbers are."""
    if names_somebody(text):
        form.wrong("DEMAND_PERSONAL", path)
    return text


def _beneficiaries(form: Form, given: int | None) -> int | None:
    if given is not None and not 1 <= given <= BENEFICIARIES:
        form.wrong("DEMAND_BENEFICIARIES", "beneficiaries", limit=f"{BENEFICIARIES:,}")
    return given


def _chosen(form: Form, given: Enum | None, path: str) -> str:
    if given is None:
        form.wrong("REQUIRED", path)
    return given.name if given else ""


async def need_for(act: Act, given: str | None, present: int | None = None) -> int | None:
    """The number of a type of need. Raises a refusal."""
    if given is None:
        return None
    row = await category_for(act, given, "NEED", present, path="need", unknown="DEMAND_NEED")
    number: int = row["id"]
    return number


async def insert(act: Act, entry: Entry, status: str, receipt_hash: bytes | None) -> int:
    """Write a new demand; returns its number."""
    filed = {"account_id": act.viewer.account or None, "status": status, "receipt_hash": receipt_hash}
    number: int = await sql.insert_entry(act.connection, **entry.stored(), **filed)
    return number


async def revise(act: Act, number: int, entry: Entry) -> None:
    """Write an entry over the present one; its version rises."""
    await sql.revise_entry(act.connection, id=number, **entry.stored())


async def waiting(act: Act, area: int) -> int:
    """How many demands of the area came in within a day from people without an account."""
    found: int = await sql.waiting(act.connection, area=area)
    return found
