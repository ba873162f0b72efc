"""Telling people of what happens: a reader of the ledger, in commit order, with a place of its own.

Each event is told once to an account, for the first reason there is. Whether somebody may know is asked of the predicate that
decides what they read, at the moment of telling. What a worker is killed over is told by the next one: the notifications and
the reader's place are one transaction.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import orjson

from schema.accounts.reach import who_reaches
from schema.comments.insiders import ITEMS
from schema.engine.events import read_on
from schema.engine.ids import number_of, prefix_of
from schema.engine.mapping import TYPES
from schema.engine.statements import statements
from schema.notifications.rules import NEWS, QUIET

sql = statements(__file__, "telling")

READER = "notifications"
PORTION = 100
"""Events that are told in one transaction (our default)."""

Subject = tuple[str, int]
Told = tuple[int, str]
"""An account, and why it is told."""

_RETURNED = ("resource.returned", "demand.returned", "organisation.returned")
_DECIDED = ("record.upheld", "record.struck")
_INVITING = {"project.invited": "PROPOSED", "project.uninvited": "MOVED"}
"""Of what those are told who act for the organisation, and why."""


async def tell_on(pool: asyncpg.Pool) -> int:
    """Tell of everything that is to be told by now; returns how many events were looked at."""
    total = 0
    while count := await read_on(pool, READER, _tell_each, PORTION):
        total += count
    return total


async def _tell_each(connection: Any, events: list[asyncpg.Record]) -> None:
    # One after another, as whoever acts on an item is told of the next event that concerns it.
    for event in events:
        if event["at"] < datetime.now(UTC) - NEWS:
            continue
        data = orjson.loads(event["data"])
        subject = _subject(event, data)
        if subject is not None:
            await _tell(connection, event, data, subject)


def _subject(event: asyncpg.Record, data: dict[str, Any]) -> Subject | None:
    """What an event is about; None for what nobody is told of."""
    if event["subject_type"] == "Comment":
        found = next((name for name in ITEMS if TYPES[name].prefix == prefix_of(data["item"])), "")
        return found, number_of(data["item"], str(TYPES[found].prefix)) or 0
    if event["subject_type"] == "Wait":
        return "Demand", number_of(data["demand"], "demand") or 0
    if event["subject_type"] in ITEMS or event["verb"] in ("organisation.returned", *_DECIDED):
        return event["subject_type"], event["subject_id"]
    return None


async def _tell(connection: Any, event: asyncpg.Record, data: dict[str, Any], subject: Subject) -> None:
    type_, number = subject
    if event["account_id"] and type_ in ITEMS:
        await sql.watch(connection, account=event["account_id"], item_type=type_, item_id=number, at=event["at"])
    reasons: dict[int, str] = {}
    async for account, kind in _candidates(connection, event, data, subject):
        if account != event["account_id"]:
            reasons.setdefault(account, kind)
    comment = event["subject_id"] if event["subject_type"] == "Comment" else None
    predicate = ITEMS[type_].insiders if comment is not None else _seen(type_)
    for account, _ in await who_reaches(connection, TYPES[type_].table, predicate, [number], list(reasons)) if reasons else ():
        told = {"event": event["id"], "at": event["at"], "subject_type": type_, "subject_id": number, "comment": comment}
        await sql.tell(connection, account=account, kind=reasons[account], **told)


def _seen(type_: str) -> str:
    """SQL: who may know of the steps of a type. Of what is on a public list that is those who take part, not everybody."""
    return TYPES[type_].visible if type_ in ("Match", "Organisation", "RecordEntry") else ITEMS[type_].insiders


async def _candidates(connection: Any, event: asyncpg.Record, data: dict[str, Any], subject: Subject) -> AsyncIterator[Told]:
    """Who has a reason to be told, the strongest first."""
    type_, number = subject
    verb = event["verb"]
    if verb in ("comment.added", "comment.edited"):
        async for row in sql.of_people(connection, people=data["mentions"]):
            yield row["id"], "MENTIONED"
    if verb == "match.proposed":
        async for row in sql.providers(connection, match=number):
            yield row["id"], "PROPOSED"
    if verb in _INVITING and "organisation" in data:
        async for row in sql.acting_for(connection, organisation=number_of(data["organisation"], "org")):
            yield row["id"], _INVITING[verb]
    if verb == "match.delivered":
        async for row in sql.needing(connection, match=number):
            yield row["id"], "DELIVERED"
    if verb == "comment.removed":
        async for row in sql.author(connection, comment=event["subject_id"]):
            yield row["id"], "RETURNED"
    if verb in (*_RETURNED, *_DECIDED):
        async for row in sql.owners(connection, item_type=type_, item_id=number):
            yield row["id"], "RETURNED" if verb in _RETURNED else "DECIDED"
    kind = _of_watchers(event)
    if kind is not None:
        async for row in sql.watchers(connection, item_type=type_, item_id=number, at=event["at"]):
            yield row["account_id"], kind


def _of_watchers(event: asyncpg.Record) -> str | None:
    """Why those are told who watch; None: they are not."""
    if event["subject_type"] == "Comment":
        return "COMMENTED" if event["verb"] == "comment.added" else None
    return None if event["verb"] in QUIET else "MOVED"
