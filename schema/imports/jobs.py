"""What the clock does for organisations: erase uploads that nobody has decided on."""

from typing import Any

from schema.engine.statements import statements

sql = statements(__file__, "imports")


async def discard_old_imports(connection: Any) -> None:
    """Discard previews that are a week old, with everything in them (our default)."""
    await sql.discard_old(connection)
