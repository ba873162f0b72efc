"""What a list says about its imports: its columns, who may, how rows are checked and written."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

import asyncpg

from schema.engine.access import Viewer
from schema.engine.actions import Act
from schema.engine.workflow import Party
from schema.imports.preview import Masks
from schema.imports.rows import CheckedRow
from schema.spreadsheets.columns import Column
from schema.spreadsheets.reading import Sheet


class Checked(Protocol):
    """A sheet's rows after the check, and whatever the list keeps with them for the writing."""

    rows: list[CheckedRow]


C = TypeVar("C", bound=Checked)


@dataclass(frozen=True, slots=True)
class Importable(Generic[C]):
    """A list into which spreadsheets are imported."""

    scope: str
    """What a token needs besides the scope of imports."""
    verb: str
    """Of the event of the whole file."""
    columns: Sequence[Column]
    required: str
    """The field without which no row means anything."""
    who: Party
    """Who may, as refusals call them."""
    may: Callable[[Viewer, str | None], bool]
    """Whether a viewer may import at all, and into the area with a path."""
    check: Callable[[Act, asyncpg.Record, Sheet, Mapping[str, str]], Awaitable[C]]
    """Every row with what it would do, given the area of the import and heading → field."""
    write: Callable[[Act, C, int], Awaitable[None]]
    """Write the good rows of the import with a number, in a few statements. Raises a refusal."""
    masks: Masks = field(default_factory=dict)
    """What is kept of the cells that may name people."""
