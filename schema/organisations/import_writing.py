"""Writing checked rows into the registry: a few statements for any number of rows, or nothing at all."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import orjson

from schema.engine.actions import Act
from schema.engine.ids import global_id
from schema.engine.refusals import refuse
from schema.engine.seal import Seal
from schema.engine.statements import statements
from schema.events.bulk import Happening, append_all
from schema.imports.rows import CheckedRow
from schema.organisations.contact_book import NewContact
from schema.organisations.entry import Entry, hold_parents
from schema.organisations.import_check import CONTACT_FIELDS, Checked, KnownContact
from schema.organisations.types import Organisation

sql = statements(__file__, "import_writing")

_PLAIN = ("name", "short_name", "uscc", "kind", "address", "description")


@dataclass
class _Plan:
    """What is to be written, row by row."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    served: list[dict[str, Any]] = field(default_factory=list)
    contacts: list[dict[str, Any]] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)


async def write(act: Act, checked: Checked, import_id: int) -> list[int]:
    """Write the good rows; returns the organisations that are new or may now look like others.

    Refuses with CONFLICT when somebody changed one of the units since it was checked a moment ago.
    """
    rows = [row for row in checked.rows if row.outcome in ("CREATE", "UPDATE")]
    fresh = [row for row in rows if row.outcome == "CREATE"]
    numbers = {row.number: row.known for row in checked.rows if row.known}
    reserved = [one["id"] async for one in sql.reserve(act.connection, count=len(fresh))]
    numbers |= dict(zip((row.number for row in fresh), reserved, strict=True))
    plan = await asyncio.to_thread(_plan, rows, checked, numbers, global_id("import", import_id), act.services.seal)
    await hold_parents(act)
    await _store(act, plan, set(reserved))
    return [numbers[row.number] for row in rows if row.outcome == "CREATE" or {"name", "uscc"} & set(row.changed)]


def _plan(rows: list[CheckedRow], checked: Checked, numbers: dict[int, int], import_id: str, seal: Seal) -> _Plan:
    plan = _Plan()
    for row in rows:
        number, unit = numbers[row.number], checked.units.get(row.known or 0)
        before = Entry.of(unit) if unit else None
        after = _entry(row, checked, numbers, before)
        contact = _contact(row, number, checked.contact_of(row), seal)
        plan.entries.append(
            {"id": number, "version": unit["version"] if unit else 0, "confirmed_on": _confirmed(row, contact is not None)}
            | after.stored()
        )
        if contact:
            plan.contacts.append(contact)
        if "service_areas" in row.values and (unit is None or "service_areas" in row.changed):
            plan.served.append({"id": number, "areas": row.values["service_areas"]})
        told = {"import": import_id} | ({"changes": before.changes_to(after), "fields": row.changed} if before else {})
        verb = "organisation.edited" if before else "organisation.registered"
        plan.happenings.append(Happening(verb, number, after.area_path, told, [number]))
    return plan


def _entry(row: CheckedRow, checked: Checked, numbers: dict[int, int], before: Entry | None) -> Entry:
    """The entry with what the row says; what it does not say stays."""
    given = row.values
    values: dict[str, Any] = {name: given[name] for name in _PLAIN if name in given}
    if "area" in given:
        values |= {"area_id": given["area"], "area_path": checked.paths[int(str(given["area"]))]}
    if "parent_row" in given:
        values["parent_id"] = numbers[int(str(given["parent_row"]))]
    elif "parent" in given:
        values["parent_id"] = given["parent"]
    tags: Any = given.get("tags", [])
    if before is None:
        return Entry(**values, tags=list(tags))
    kept = {name: getattr(before, name) for name in Entry.__dataclass_fields__}
    return Entry(**(kept | values | {"tags": list(dict.fromkeys([*before.tags, *tags]))}))


def _contact(row: CheckedRow, number: int, known: KnownContact | None, seal: Seal) -> dict[str, Any] | None:
    """The contact to write, sealed, with its number if it is a known one; None when it stays as it is."""
    given = row.values
    if "contact_name" not in given or (row.known and not {*CONTACT_FIELDS, "confirmed_on"} & set(row.changed)):
        return None
    duty = str(given.get("contact_duty") or (known.duty if known else ""))
    contact = NewContact(str(given["contact_name"]), str(given["contact_phone"]), duty, known.liaison if known else False)
    place = {"id": known.id if known else None, "version": known.version if known else None, "organisation": number}
    return place | contact.sealed(seal) | {"confirmed_on": given.get("confirmed_on")}


def _confirmed(row: CheckedRow, contact: bool) -> str | None:
    """When the contact was confirmed: the day that the row says, or today for one that is written without a day."""
    if row.known is None or "confirmed_on" in row.changed:
        return str(row.values["confirmed_on"]) if "confirmed_on" in row.values else ("today" if contact else None)
    return "today" if contact else None


async def _store(act: Act, plan: _Plan, fresh: set[int]) -> None:
    connection = act.connection
    new = [one for one in plan.entries if one["id"] in fresh]
    old = [one for one in plan.entries if one["id"] not in fresh]
    await sql.create(connection, rows=orjson.dumps(new).decode())
    if old:
        revised = await sql.revise(connection, rows=orjson.dumps(old).decode())
        if _count(revised) < len(old):
            raise refuse("CONFLICT", "version")
    if plan.served:
        await sql.serve(connection, rows=orjson.dumps(plan.served).decode())
    await _store_contacts(connection, plan.contacts)
    await append_all(act, Organisation, plan.happenings)


async def _store_contacts(connection: asyncpg.Connection, contacts: list[dict[str, Any]]) -> None:
    columns = ("organisation", "name_sealed", "name_mask", "phone_sealed", "phone_mask", "duty", "confirmed_on")
    new = [one for one in contacts if one["id"] is None]
    known = [one for one in contacts if one["id"] is not None]
    if new:
        await sql.add_contacts(connection, **{name: [one[name] for one in new] for name in columns})
    if known:
        names = (*columns, "id", "version")
        if _count(await sql.revise_contacts(connection, **{name: [one[name] for one in known] for name in names})) < len(known):
            raise refuse("CONFLICT", "version")


def _count(status: str) -> int:
    """How many rows a statement touched, from PostgreSQL's word for it."""
    return int(status.rpartition(" ")[2])
