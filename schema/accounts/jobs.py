"""What the clock does for identity: erase what has served its time."""

from typing import Any

from schema.engine.statements import statements

sql = statements(__file__, "jobs")


async def erase_ended(connection: Any) -> int:
    """Erase old answers, failures and sessions; returns how many rows went."""
    counts = [await erase(connection) for erase in (sql.erase_answers, sql.erase_failures, sql.erase_sessions)]
    return sum(int(str(one).rpartition(" ")[2] or 0) for one in counts)
