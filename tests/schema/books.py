"""How tests read the book of capacity, and compare it with what the tables say."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.schema.promises import shown

_LAST = 2**63 - 1
_WHOLE = "select 'resource_' || id as id from resource where resource_free(id, valid_until) <> resource_balance(id, now())"
_USED = (
    "select 'resource_' || id as id from resource where measure = 'TOTAL'"
    f" and quantity - resource_used(id, null, null) <> capacity_left(id, now(), {_LAST}, null, null)"
)
_OPENINGS = (
    "select 'resource_' || r.id as id from resource r join lateral ("
    "select day, opens from match where resource_id = r.id and day is not null union"
    " select day, opens from capacity_entry where resource_id = r.id and day is not null) o on true"
    " where r.measure = 'PER_WINDOW' and r.quantity - resource_used(r.id, o.day, o.opens)"
    f" <> capacity_left(r.id, now(), {_LAST}, o.day, o.opens)"
)


async def disagreeing(engine: Engine) -> set[str]:
    """The offers of which the book says anything else than the tables: of the stock, an opening, or what is to be had in all."""
    found = await engine.services.pool.fetch(f"{_WHOLE} union {_USED} union {_OPENINGS}")
    return {row["id"] for row in found}


async def entries(engine: Engine, viewer: Viewer, resource: str) -> list[tuple[str, str, str]]:
    """Kind, quantity and balance of the entries that somebody sees, the first one first."""
    seen = await shown(
        engine, viewer, resource, "ledger(first: 100, orderBy: OLDEST) { nodes { kind quantity balance reason actor { name } } }"
    )
    return [(one["kind"], one["quantity"], one["balance"]) for one in seen["ledger"]["nodes"]]


async def balance(engine: Engine, viewer: Viewer, resource: str, at: datetime, **opening: Any) -> Decimal | None:
    """What was left at a moment."""
    given = "".join(f', {name}: "{value}"' for name, value in opening.items())
    found = (await shown(engine, viewer, resource, f'balanceAt(at: "{at.isoformat()}"{given})'))["balanceAt"]
    return None if found is None else Decimal(found)


async def now(engine: Engine) -> datetime:
    """The database's clock."""
    found: datetime = await engine.services.pool.fetchval("select clock_timestamp()")
    return found
