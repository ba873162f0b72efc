"""What the clock does for notifications."""

from typing import Any

from schema.engine.statements import statements
from schema.notifications.rules import KEPT

sql = statements(__file__, "jobs")


async def erase_old_notifications(connection: Any) -> int:
    """Erase what was told long ago; returns how many rows went. May run again."""
    return int(str(await sql.erase(connection, kept=KEPT)).rpartition(" ")[2] or 0)
