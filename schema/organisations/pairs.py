"""Pairs of entries that may be one unit: found when an entry is written, shown to the committee, and settled by it."""

import asyncio
from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.engine.access import coordinates
from schema.engine.mapping import entity, pages, to_one
from schema.engine.ordering import by
from schema.engine.relay import Connection
from schema.engine.statements import statements
from schema.organisations import duplicates

if TYPE_CHECKING:
    from schema.organisations.types import Organisation

sql = statements(__file__, "pairs")

_FEW = 10
"""Up to so many entries each one's keys are looked up in the index (our default)."""

_BOTH_WAYS = (
    "(select p.id, p.first_id as one_id, p.second_id as other_id, p.score, p.reasons from organisation_duplicate p"
    " where not p.distinguished"
    " union all select p.id, p.second_id, p.first_id, p.score, p.reasons from organisation_duplicate p where not p.distinguished)"
)
_OPEN = "('PENDING', 'ACTIVE', 'SUSPENDED')"
_NEAR, _FAR = coordinates("o$.area_path"), coordinates("p$.area_path")
_CONCERNS = (
    "exists (select from organisation o$, organisation p$ where o$.id = {row}.one_id and p$.id = {row}.other_id"
    f" and o$.status in {_OPEN} and p$.status in {_OPEN}"
    f" and (({_NEAR} and (p$.status = 'ACTIVE' or {_FAR})) or ({_FAR} and o$.status = 'ACTIVE')))"
)


@strawberry.enum(description="Why two entries may be one unit.")
class DuplicateReason(Enum):
    """Why two entries may be one unit."""

    USCC = strawberry.enum_value("USCC", description="the same unified social credit code")
    NAME = strawberry.enum_value("NAME", description="the same name, but for region, signs and short forms")
    PINYIN = strawberry.enum_value("PINYIN", description="names that sound the same")
    NAME_SIMILAR = strawberry.enum_value("NAME_SIMILAR", description="names that differ by little")


@strawberry.enum(description="The orders of a list of duplicates.")
class DuplicateOrder(Enum):
    """The orders of a list of duplicates."""

    LIKENESS = by("{row}.score", "integer", descending=True)


@entity(_BOTH_WAYS, visible=_CONCERNS, reads="organisations")
class OrganisationDuplicate:
    """Two entries that may be one unit; for coordinators in whose area at least one of them is."""

    organisation: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one("{self}.one_id")
    """One of them."""
    other: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one("{self}.other_id")
    """The other."""
    score: int
    """How much they are alike, up to 100."""
    reasons: list[DuplicateReason]
    """Why, the strongest reason first."""


@strawberry.type
class DuplicateQueries:
    """Root fields about duplicates."""

    organisation_duplicates: Connection[OrganisationDuplicate] = pages("{row}.one_id < {row}.other_id", order=DuplicateOrder)
    """Pairs of entries that may be one unit, the likeliest first."""


async def suggest(connection: Any, numbers: Iterable[int]) -> None:
    """Look for duplicates of these entries again; what somebody has decided stays decided."""
    ids = list(numbers)
    await sql.forget_pairs(connection, ids=ids)
    if len(ids) > _FEW:
        pairs = [(row["one"], row["other"]) async for row in sql.all_sharing(connection, ids=ids, most=duplicates.BLOCK_LIMIT)]
    else:
        pairs = await _sharing(connection, ids)
    if not pairs:
        return
    entries = [row async for row in sql.entries(connection, ids=list({number for pair in pairs for number in pair}))]
    # So many comparisons as a large import has should not keep other requests waiting.
    found = await asyncio.to_thread(_alike, pairs, entries) if len(ids) > _FEW else _alike(pairs, entries)
    if found:
        ones, others, scores, reasons = zip(*found, strict=True)
        await sql.suggest_pairs(connection, ones=ones, others=others, scores=scores, reasons=reasons)


async def _sharing(connection: Any, ids: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    async for number, keys in sql.keyed(connection, ids=ids):
        others = sql.sharing(connection, id=number, keys=keys, most=duplicates.BLOCK_LIMIT)
        found += [(number, row["id"]) async for row in others]
    return found


def _alike(pairs: list[tuple[int, int]], entries: list[Any]) -> list[tuple[int, int, int, str]]:
    appearances = {row["id"]: duplicates.appearance(row["name"], row["uscc"]) for row in entries}
    found = []
    for one, other in pairs:
        if likeness := duplicates.compare(appearances[one], appearances[other]):
            found.append((one, other, likeness.score, " ".join(likeness.reasons)))
    return found


async def suggest_missing(connection: Any) -> int:
    """Give keys to entries that have none, and look for their duplicates; returns how many there were."""
    rows = [row async for row in sql.keyless(connection)]
    ids = [row["id"] for row in rows]
    keys = [" ".join(duplicates.block_keys(row["name"], row["uscc"])) for row in rows]
    await sql.give_keys(connection, ids=ids, keys=keys)
    await suggest(connection, ids)
    return len(ids)
