"""What all actions on a project share: the lock, the texts in which nobody's numbers are, and the event."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg

from schema.demands.rules import names_somebody
from schema.engine.actions import Act
from schema.engine.amounts import plainly
from schema.engine.days import today
from schema.engine.form import Form
from schema.engine.ids import number_of
from schema.engine.mapping import TYPES
from schema.engine.payloads import Change
from schema.engine.statements import statements
from schema.projects.types import Project

sql = statements(__file__, "ledger")


async def project_of(act: Act, number: int) -> asyncpg.Record:
    """A project, locked."""
    row: asyncpg.Record = await sql.project(act.connection, id=number)
    return row


async def part_of(act: Act, type_: type, given: Change, step: str) -> tuple[asyncpg.Record, asyncpg.Record]:
    """A part of a project as the step finds it, and the project: that one is locked first, as by everybody else."""
    mapped = TYPES[type_.__name__]
    belonging = f"select j.* from project j join {mapped.table} t on t.project_id = j.id where t.id = $1 for update of j"
    project = await act.connection.fetchrow(belonging, number_of(given.id, str(mapped.prefix)))
    row = await act.find(type_, given.id, step=step, version=given.version)
    assert project is not None
    return row, project


async def tell(
    act: Act, verb: str, row: asyncpg.Record, data: Mapping[str, Any] | None = None, besides: int | None = None
) -> None:
    """Note down that a project has changed, and append what happened for everybody whom it concerns.

    ``besides``: an organisation that it concerned until now.
    """
    await sql.touch(act.connection, id=row["id"])
    concerned = {one["organisation_id"] async for one in sql.concerned(act.connection, id=row["id"])}
    organisations = sorted(concerned | ({besides} if besides is not None else set()))
    told = {name: plainly(value) if isinstance(value, Decimal) else value for name, value in (data or {}).items()}
    data = {"title": row["title"], **told}
    await act.event(verb, Project, row["id"], area_path=row["area_path"], organisations=organisations, data=data)


def nobody(form: Form, text: str, path: str) -> str:
    """A text in which nobody's numbers are: what is finished is public."""
    if names_somebody(text):
        form.wrong("PROJECT_PERSONAL", path)
    return text


def past(form: Form, given: date | None, path: str) -> date:
    """A day until today; today unless given."""
    day = given or today()
    if day > today():
        form.wrong("PROJECT_DAY_LATE", path)
    return day
