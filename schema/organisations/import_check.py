"""Checking a spreadsheet against the registry as it is now: what :mod:`import_rows` cannot know without the database."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import asyncpg

from schema.engine.actions import Act
from schema.engine.days import today
from schema.engine.seal import Seal
from schema.engine.statements import statements
from schema.imports.places import KnownArea
from schema.imports.rows import CellError, CheckedRow
from schema.organisations.contact_book import opened
from schema.organisations.import_rows import KnownOrganisation, Registry, check_rows
from schema.spreadsheets.cells import squeezed
from schema.spreadsheets.reading import Sheet

CONTACT_FIELDS = ("contact_name", "contact_phone", "contact_duty")

sql = statements(__file__, "import_check")


@dataclass
class KnownContact:
    """A contact of a unit, opened."""

    id: int
    version: int
    name: str
    phone: str
    duty: str
    liaison: bool


@dataclass
class Checked:
    """A sheet's rows after the check, and what was looked at."""

    rows: list[CheckedRow]
    units: dict[int, asyncpg.Record]
    paths: dict[int, str]
    contacts: dict[int, list[KnownContact]] = field(default_factory=dict)

    def contact_of(self, row: CheckedRow) -> KnownContact | None:
        """The contact that the row is about: the one of its name, if the unit is known and has one."""
        known = self.contacts.get(row.known or 0, [])
        return next((one for one in known if one.name == row.values.get("contact_name")), None)


async def check_sheet(act: Act, area: asyncpg.Record, sheet: Sheet, mapping: Mapping[str, str]) -> Checked:
    """Every row with what it would do in the registry as it is now."""
    connection, path = act.connection, area["path"]
    areas = [KnownArea(**row) async for row in sql.areas_within(connection, path=path)]
    parents = _named(sheet, mapping, "parent")
    units = {row["id"]: row async for row in sql.units(connection, path=path, names=sorted(parents))}
    registry = Registry(areas, [_known(row) for row in units.values()], area["id"])
    rows = await asyncio.to_thread(check_rows, sheet, mapping, registry)
    checked = Checked(rows, units, {one.id: one.path for one in areas})
    matched = [row.known for row in rows if row.known and "contact_name" in row.values]
    contacts = [row async for row in sql.contacts_of(connection, ids=matched)]
    checked.contacts = await asyncio.to_thread(_opened, act.services.seal, contacts)
    codes = [str(row.values["uscc"]) for row in rows if row.values.get("uscc")]
    taken = {row["uscc"] async for row in sql.taken_elsewhere(connection, codes=codes, ids=list(units))}
    _Further(checked, taken, {name: heading for heading, name in mapping.items()}, path).settle()
    return checked


def _named(sheet: Sheet, mapping: Mapping[str, str], wanted: str) -> set[str]:
    """The names in a column, as they are compared."""
    places = [place for place, heading in enumerate(sheet.headings) if mapping.get(heading) == wanted]
    return {squeezed(row.cells[place]) for place in places for row in sheet.rows} - {""}


def _known(row: asyncpg.Record) -> KnownOrganisation:
    """What the registry says, as a row would say it. Contacts are left out: which one is meant is found later."""
    confirmed = row["contact_confirmed_on"]
    values: dict[str, object] = {
        "area": row["area_id"],
        "parent": row["parent_id"],
        "service_areas": row["service_areas"],
        "confirmed_on": confirmed.isoformat() if confirmed else None,
    }
    plain = ("name", "short_name", "uscc", "kind", "address", "description", "tags")
    return KnownOrganisation(row["id"], row["name"], row["uscc"], row["area_id"], values | {name: row[name] for name in plain})


def _opened(seal: Seal, rows: list[asyncpg.Record]) -> dict[int, list[KnownContact]]:
    found: dict[int, list[KnownContact]] = {}
    for row in rows:
        name, phone = opened(seal, row)
        contact = KnownContact(row["id"], row["version"], name, phone, row["duty"], row["liaison"])
        found.setdefault(row["organisation_id"], []).append(contact)
    return found


@dataclass
class _Further:
    """What remains to be said about rows that are well-formed."""

    checked: Checked
    taken: set[str]
    headings: dict[str, str]
    path: str

    def settle(self) -> None:
        """Add what is wrong, and take out what would not change anything."""
        for row in self.checked.rows:
            self._dates(row)
            self._codes(row)
            if unit := self.checked.units.get(row.known or 0):
                self._unit(row, unit)
        self._parents()

    def _wrong(self, row: CheckedRow, name: str, code: str, /, **parameters: object) -> None:
        row.errors.append(CellError(self.headings.get(name, ""), "", code, parameters))

    def _dates(self, row: CheckedRow) -> None:
        given = row.values.get("confirmed_on")
        if given and date.fromisoformat(str(given)) > today():
            self._wrong(row, "confirmed_on", "ROW_DATE_FUTURE", value=given)

    def _codes(self, row: CheckedRow) -> None:
        unit = self.checked.units.get(row.known or 0)
        elsewhere = unit is not None and not unit["area_path"].startswith(self.path)
        if elsewhere or row.values.get("uscc") in self.taken:
            self._wrong(row, "uscc" if row.values.get("uscc") else "name", "USCC_TAKEN")

    def _unit(self, row: CheckedRow, unit: asyncpg.Record) -> None:
        if unit["kind"] == "COMMITTEE":
            self._wrong(row, "name", "ORGANISATION_IS_COMMITTEE")
        keep = set(row.changed)
        tags: Any = row.values.get("tags", [])
        if set(tags) <= set(unit["tags"]):
            keep.discard("tags")
        confirmed = unit["contact_confirmed_on"]
        if confirmed and str(row.values.get("confirmed_on", "")) <= confirmed.isoformat():
            keep.discard("confirmed_on")
        if contact := self.checked.contact_of(row):
            present = {"contact_name": contact.name, "contact_phone": contact.phone, "contact_duty": contact.duty}
            keep -= {name for name, value in present.items() if row.values.get(name) == value}
        row.changed = [name for name in row.changed if name in keep]

    def _parents(self) -> None:
        """A row below a wrong one is wrong."""
        by_number = {row.number: row for row in self.checked.rows}
        waiting = True
        while waiting:
            waiting = False
            for row in self.checked.rows:
                above = row.values.get("parent_row")
                if not row.errors and isinstance(above, int) and by_number[above].errors:
                    self._wrong(row, "parent", "ROW_PARENT_WRONG", row=above)
                    waiting = True
