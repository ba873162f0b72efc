"""The outbox: letters wait in a table, written in the same transaction as what they tell of, until the worker has sent them.

So no letter tells of what was rolled back, and none is lost with a process. A letter has a key; a second one under the same
key is not written, whoever reruns what. Address and text are sealed, and erased some time after they were sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag

from schema.engine.services import Services
from schema.engine.statements import statements

sql = statements(__file__, "outbox")

_ADDRESS, _CONTENT = "letter.address", "letter.content"
"""The purposes under which the two are sealed."""

LEASE = timedelta(minutes=5)
"""How long a letter is its sender's alone; whoever is killed over it is followed by another after that (our default)."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, *(240,) * 12))
"""After each failed attempt: when the next one is. After the last, some two days later, the letter is given up (our default)."""
KEPT = timedelta(days=30)
"""How long address and text are kept after the letter was written, once nothing more will be tried (our default)."""
KNOWN = timedelta(days=400)
"""How long the key is remembered (our default): longer than any job looks back."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one address."""

    key: str
    """What it is about, once and for ever: ``digest/17/2026-11-28``. No personal data; at most 200 characters."""
    kind: str
    """Of which kind it is, such as ``digest``."""
    address: str
    subject: str
    text: str
    html: str | None = None
    language: str = "zh_Hans"
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers, such as ``List-Unsubscribe``."""


@dataclass(frozen=True, slots=True)
class Due:
    """A letter to be sent now, and the attempt it is."""

    id: int
    letter: Letter
    written_at: datetime
    attempt: int


async def queue(connection: Any, services: Services, letter: Letter) -> bool:
    """Write a letter to be sent once this transaction has committed; whether it was written.

    It is not when the installation sends no mail, or when a letter under this key was written before.
    """
    if not services.mailing:
        return False
    content = {"subject": letter.subject, "text": letter.text, "html": letter.html, "headers": dict(letter.headers)}
    number = await sql.write(
        connection,
        key=letter.key,
        kind=letter.kind,
        language=letter.language,
        address=services.seal.close(letter.address, _ADDRESS),
        content=services.seal.close(orjson.dumps(content).decode(), _CONTENT),
    )
    return number is not None


async def take(services: Services) -> Due | None:
    """The letter that has been due longest, taken for :data:`LEASE`; None when there is none.

    No transaction stays open while it is sent, as that would hold up the readers of the ledger.
    """
    while (row := await sql.take(services.pool, lease=LEASE)) is not None:
        try:
            content = orjson.loads(services.seal.open(row["content_sealed"], _CONTENT))
            address = services.seal.open(row["address_sealed"], _ADDRESS)
        except InvalidTag:
            await sql.failed(services.pool, id=row["id"], error="sealed with another key", pause=None)
            continue
        letter = Letter(key=row["key"], kind=row["kind"], address=address, language=row["language"], **content)
        return Due(row["id"], letter, row["created_at"], row["attempts"])
    return None


async def sent(services: Services, due: Due) -> None:
    """Note that the mail server has taken the letter over."""
    await sql.sent(services.pool, id=due.id)


async def failed(services: Services, due: Due, error: str, *, for_good: bool = False) -> None:
    """Note what the mail server objected (without the address), and when to try again; ``for_good``: never."""
    pause = PAUSES[due.attempt - 1] if due.attempt <= len(PAUSES) and not for_good else None
    await sql.failed(services.pool, id=due.id, error=error[:200], pause=pause)


async def erase_sent(connection: Any) -> int:
    """Erase what letters held that are done with, and forget old ones; returns how many rows were touched."""
    counts = [await sql.erase(connection, kept=KEPT), await sql.forget(connection, known=KNOWN)]
    return sum(int(str(one).rpartition(" ")[2] or 0) for one in counts)
