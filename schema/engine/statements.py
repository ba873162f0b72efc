"""Named SQL statements: each concept's actions keep theirs in a file of their own beside them."""

from pathlib import Path
from typing import Any

import aiosql


def statements(beside: str, name: str) -> Any:
    """The statements of ``name``.sql in the folder of the module ``beside`` (its ``__file__``), as coroutine functions."""
    return aiosql.from_path(Path(beside).with_name(f"{name}.sql"), "asyncpg", mandatory_parameters=False)
