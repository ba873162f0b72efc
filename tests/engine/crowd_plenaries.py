"""Half-years around the story: offers and demands listed in any of them, some written off, on the days around their ends."""

import random
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Asia/Shanghai")
ENDS = [datetime(2026, 7, 1, tzinfo=OFFICE), datetime(2026, 1, 1, tzinfo=OFFICE)]
STEPS = [timedelta(0), timedelta(microseconds=-1), timedelta(days=-1), timedelta(days=20), timedelta(days=-150)]
HALF_YEARS = ["2025-H2", "2026-H1", "2026-H2", "2027-H1", "2026-06", "2025-12", "1999-H2", "2026-H3", "2026-13", "2100-H1", ""]
"""Some that are there, and some that are not."""


async def crowd_plenaries(connection: Any, seed: int = 11) -> None:
    """Spread what is listed over some half-years, and write some demands off."""
    chance = random.Random(seed)

    def moment() -> datetime:
        return chance.choice(ENDS) + chance.choice(STEPS)

    for row in await connection.fetch("select id from resource where status = 'LISTED' order by id"):
        await connection.execute("update resource set listed_at = $2 where id = $1", row["id"], moment())
    for row in await connection.fetch("select id from demand where status = 'LISTED' order by id"):
        listed, day = moment(), moment()
        await connection.execute("update demand set listed_at = $2 where id = $1", row["id"], listed)
        if chance.random() < 0.3:
            closed = "update demand set status = 'CLOSED', closed_at = $2 where id = $1"
            await connection.execute(closed, row["id"], day)
        if chance.random() < 0.3:
            await connection.execute("update demand set needed_by = $2 where id = $1", row["id"], moment().date())
    await connection.execute("analyze")
