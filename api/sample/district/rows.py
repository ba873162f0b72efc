"""Rows on their way into the database: numbered here, copied in bulk, the parts of the ledger in the order of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import orjson

from api.sample.district.clock import Clock

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy


TABLES = (
    *("person", "account", "organisation", "membership", "committee", "seat", "contact"),
    *("resource", "resource_window", "demand", "claim", "match", "delivery"),
    *("project", "project_partner", "project_criterion", "project_stage", "project_note", "project_spending", "project_rating"),
)
"""Tables whose rows are numbered here, those to which others refer before them."""
LINKS = ("resource_service_area", "match_choice", "project_demand", "project_match")
"""Tables whose rows have no numbers of their own."""


@dataclass
class Rows:
    """Collects the rows of each table."""

    last: dict[str, int]
    """By table: the greatest number given."""
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    waiting: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)

    @classmethod
    async def beside(cls, connection: Connection) -> "Rows":
        """Numbered after what the tables hold."""
        return cls({table: await connection.fetchval(f"select coalesce(max(id), 0) from {table}") for table in TABLES})

    def number(self, table: str) -> int:
        """The next number of a table."""
        self.last[table] += 1
        return self.last[table]

    def add(self, table: str, /, **values: Any) -> int:
        """A row with a number of its own, which is returned; all rows of a table name the same columns in one order."""
        number = self.number(table)
        self.put(table, id=number, **values)
        return number

    def put(self, table: str, /, **values: Any) -> None:
        """A row as it is."""
        self.columns.setdefault(table, tuple(values))
        self.waiting.setdefault(table, []).append(tuple(values.values()))

    async def copy(self, connection: Connection) -> None:
        """Write all that waits, what others refer to first."""
        for table in [*self.last, *LINKS]:
            if rows := self.waiting.get(table):
                await connection.copy_records_to_table(table, records=rows, columns=self.columns[table], timeout=None)
                rows.clear()

    async def settle(self, connection: Connection) -> None:
        """Let the database number on from here."""
        for table, last in self.last.items():
            await connection.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), greatest(1, {last}))")


@dataclass
class Ledger:
    """What happened, collected in any order."""

    clock: Clock
    told: list[tuple[float, int, tuple[Any, ...]]] = field(default_factory=list)

    def tell(
        self,
        when: float,
        actor: int | None,
        verb: str,
        subject: tuple[str, int],
        path: str,
        organisations: Sequence[int | None] = (),
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """An event; those at one moment stay in the order in which they are told."""
        concerned = sorted({one for one in organisations if one})
        row = (actor, "page", verb, *subject, path, concerned, orjson.dumps(data or {}, default=str).decode())
        self.told.append((when, len(self.told), row))

    async def copy(self, connection: Connection) -> None:
        """Write all, the earliest first: numbers follow time."""
        self.told.sort(key=lambda one: one[:2])
        names = ("at", "account_id", "via", "verb", "subject_type", "subject_id", "area_path", "organisation_ids", "data")
        rows = ((self.clock.moment(when), *row) for when, _, row in self.told)
        await connection.copy_records_to_table("event", records=rows, columns=names, timeout=None)
        self.told.clear()
