"""A database of the size that a district has after some years, made in a few seconds."""

import re
from pathlib import Path
from typing import Any

_TABLE = re.compile(r"insert into (\w+)")
STATEMENTS = Path(__file__).with_suffix(".sql")


async def enlarge(connection: Any) -> None:
    """Insert the rows and let PostgreSQL count them."""
    await connection.execute("set statement_timeout = 0")
    for statement in STATEMENTS.read_text().removesuffix(";\n").split(";\n"):
        await connection.execute(statement)
        # Each statement is planned with what the one before has put there.
        await connection.execute(f"analyze {', '.join(_TABLE.findall(statement))}")
