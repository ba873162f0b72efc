"""A project as it is stored: its values, what they are derived from, and how it is written and linked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import strawberry
from strawberry.utils.str_converters import to_camel_case

from schema.categories.choosing import category_for
from schema.demands.types import Demand
from schema.engine.actions import Act
from schema.engine.form import Form, is_given
from schema.engine.ids import global_id
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.engine.text import index_words, name_key
from schema.matching.types import Match
from schema.projects.ledger import nobody
from schema.projects.rules import COORDINATOR, DESCRIPTION, LINKS, TITLE, is_half_year

sql = statements(__file__, "entry")

_PLAIN = ("title", "description", "half_year", "required_kinds")


@dataclass
class Entry:
    """What people say about a project."""

    title: str
    half_year: str
    description: str = ""
    required_kinds: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, row: asyncpg.Record) -> "Entry":
        """The entry in a row."""
        return cls(**{name: row[name] for name in _PLAIN})

    def stored(self) -> dict[str, Any]:
        """The columns, with those derived from the title."""
        return vars(self) | {"title_key": name_key(self.title), "words": index_words(self.title)}

    def changes_to(self, other: "Entry") -> dict[str, list[Any]]:
        """Before and after of what differs, by the contract's names, as the ledger keeps it."""
        before, after = vars(self), vars(other)
        return {to_camel_case(name): [before[name], after[name]] for name in _PLAIN if before[name] != after[name]}


def read_plain(form: Form, given: Any) -> dict[str, Any]:
    """Those plain fields of an input that are given, tidied, by column."""
    readers: dict[str, Callable[[Any], Any]] = {
        "title": lambda value: nobody(form, form.title(value, "title", *TITLE), "title"),
        "description": lambda value: nobody(form, form.paragraphs(value, "description", DESCRIPTION), "description"),
        "half_year": lambda value: _half_year(form, value),
        "required_kinds": lambda value: _kinds(form, value),
    }
    return {name: read(getattr(given, name)) for name, read in readers.items() if is_given(getattr(given, name))}


def _half_year(form: Form, given: str | None) -> str:
    text = (given or "").strip()
    if not is_half_year(text):
        form.wrong("PROJECT_HALF_YEAR", "halfYear")
    return text


def _kinds(form: Form, given: list[Any] | None) -> list[str]:
    """Each kind once; what belongs to none of the five cannot be required."""
    names = list(dict.fromkeys(one.name for one in given or ()))
    if "OTHER" in names:
        form.wrong("PROJECT_KINDS", "requiredKinds")
    return names


async def insert(act: Act, entry: Entry, **place: Any) -> int:
    """Write a new project; returns its number."""
    number: int = await sql.insert_entry(act.connection, account=act.viewer.account or None, **entry.stored(), **place)
    return number


async def revise(act: Act, number: int, entry: Entry) -> None:
    """Write an entry over the present one."""
    await sql.revise_entry(act.connection, id=number, **entry.stored())


async def set_brands(act: Act, number: int, given: list[strawberry.ID] | None) -> list[list[str]]:
    """Let a project run under these brands only; before and after as the ledger keeps them. Raises a refusal."""
    present = [row["category_id"] async for row in sql.brands(act.connection, id=number)]
    wanted = []
    for one in _bounded(given, "brands"):
        known = next((number for number in present if global_id("category", number) == one), None)
        wanted.append((await category_for(act, one, "BRAND", known, path="brands"))["id"])
    await sql.set_brands(act.connection, id=number, brands=wanted)
    return [[global_id("category", one) for one in sorted(some)] for some in (present, wanted)]


async def link(
    act: Act, number: int, matches: list[strawberry.ID] | None, demands: list[strawberry.ID] | None
) -> dict[str, list[str]]:
    """Link a project with promises, their demands and providers, and with further demands. Raises a refusal.

    What was linked, as the ledger keeps it.
    """
    promised = [await _match(act, one) for one in sorted(_bounded(matches, "matches"))]
    needed = [await _demand(act, one) for one in sorted(_bounded(demands, "demands"))]
    all_demands = sorted({row["demand_id"] for row in promised} | {row["id"] for row in needed})
    numbers = [row["id"] for row in promised]
    await sql.link_matches(act.connection, id=number, matches=numbers)
    await sql.link_demands(act.connection, id=number, demands=all_demands)
    await sql.take_providers(act.connection, id=number, matches=numbers)
    told = {"matches": [global_id("match", one) for one in numbers], "demands": [global_id("demand", one) for one in all_demands]}
    return {name: ids for name, ids in told.items() if ids}


async def _match(act: Act, given: strawberry.ID) -> asyncpg.Record:
    """A promise of a demand that the viewer's committee looks after."""
    row = await act.find(Match, given, path="matches")
    if row["status"] not in ("AGREED", "DONE"):
        raise refuse("PROJECT_MATCH", "matches")
    demand = await act.find(Demand, strawberry.ID(global_id("demand", row["demand_id"])), path="matches")
    if not act.viewer.coordinates(demand["area_path"]):
        raise refuse("NOT_ALLOWED", "matches", who=COORDINATOR.called)
    return row


async def _demand(act: Act, given: strawberry.ID) -> asyncpg.Record:
    row = await act.find(Demand, given, path="demands")
    if row["status"] != "LISTED":
        raise refuse("PROJECT_DEMAND", "demands")
    return row


def _bounded(given: list[strawberry.ID] | None, path: str) -> list[strawberry.ID]:
    """Each id once. Raises a refusal when they are too many."""
    ids = list(dict.fromkeys(given or ()))
    if len(ids) > LINKS:
        raise refuse("PROJECT_LINKS", path, limit=LINKS)
    return ids
