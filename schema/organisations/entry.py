"""An organisation's entry as the registry stores it: its values, what is derived from them, and how it is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from strawberry.utils.str_converters import to_camel_case

from schema.engine.actions import Act
from schema.engine.form import is_given
from schema.engine.ids import global_id
from schema.engine.statements import statements
from schema.engine.text import index_words, name_key
from schema.organisations.duplicates import block_keys
from schema.organisations.form import ADDRESS, DESCRIPTION, SHORT_NAME, UnitForm

sql = statements(__file__, "entry")

_PLAIN = ("kind", "name", "short_name", "uscc", "address", "description", "tags")


@dataclass
class Entry:
    """What people say about an organisation."""

    kind: str
    name: str
    area_id: int
    area_path: str
    short_name: str = ""
    uscc: str | None = None
    address: str = ""
    description: str = ""
    parent_id: int | None = None
    tags: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, row: asyncpg.Record) -> "Entry":
        """The entry in a row."""
        return cls(**{name: row[name] for name in cls.__dataclass_fields__})

    def stored(self) -> dict[str, Any]:
        """The columns, with those derived from the name and the code."""
        return vars(self) | derived(self.name, self.short_name, self.uscc)

    def changes_to(self, other: "Entry") -> dict[str, list[Any]]:
        """Before and after of what differs, by the contract's names, as the ledger keeps it."""
        before, after = self.as_told(), other.as_told()
        return {name: [before[name], after[name]] for name in before if before[name] != after[name]}

    def as_told(self) -> dict[str, Any]:
        """The values by the contract's names, with global ids."""
        told = {to_camel_case(name): getattr(self, name) for name in _PLAIN}
        parent = global_id("org", self.parent_id) if self.parent_id else None
        return told | {"area": global_id("area", self.area_id), "parent": parent}


def derived(name: str, short_name: str, uscc: str | None) -> dict[str, Any]:
    """The sort key, the words under which it is found, and the keys under which its duplicates are."""
    return {
        "name_key": name_key(name),
        "words": index_words(name, short_name, uscc or ""),
        "duplicate_keys": block_keys(name, uscc),
    }


def read_texts(form: UnitForm, given: Any) -> dict[str, Any]:
    """Those plain fields of an input that are given, tidied, by column."""
    readers: dict[str, Callable[[Any], Any]] = {
        "name": form.name,
        "short_name": lambda value: form.line(value, "shortName", SHORT_NAME),
        "uscc": form.uscc,
        "address": lambda value: form.line(value, "address", ADDRESS),
        "description": lambda value: form.paragraphs(value, "description", DESCRIPTION),
        "tags": form.tags,
    }
    return {name: read(getattr(given, name)) for name, read in readers.items() if is_given(getattr(given, name))}


async def insert(act: Act, entry: Entry, status: str, receipt_hash: bytes | None = None) -> int:
    """Write a new entry; returns its number."""
    found: int = await sql.insert_entry(act.connection, **entry.stored(), status=status, receipt_hash=receipt_hash)
    return found


async def revise(act: Act, number: int, entry: Entry) -> None:
    """Write an entry over the present one; its version rises."""
    await sql.revise_entry(act.connection, id=number, **entry.stored())


async def serve(act: Act, number: int, areas: list[asyncpg.Record]) -> bool:
    """Make these the areas that it serves; returns whether anything changed."""
    changed = await sql.serve(act.connection, id=number, areas=[area["id"] for area in areas])
    return bool(changed)


async def hold_parents(act: Act) -> None:
    """Until the transaction ends nobody else changes who is above whom: only then can a loop be seen."""
    await sql.hold_parents(act.connection)


async def is_above(act: Act, number: int, other: int) -> bool:
    """Whether the organisation is the other or stands somewhere above it."""
    return number in {row["id"] async for row in sql.above(act.connection, id=other)}
