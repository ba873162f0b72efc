"""A row of a table that was checked: what it would do, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from schema.engine.language import N_
from schema.engine.refusals import messages

messages(
    {
        "ROW_DATE": N_("“{value}”不是日期，请写成 2024-03-01。"),
        "ROW_FAULT": N_("单元格里的公式出错（{value}），请改为数值或文字。"),
    }
)

Outcome = Literal["CREATE", "UPDATE", "UNCHANGED", "ERROR"]


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong in which column (its heading; "" where the table lacks it), with which value, and what the sentence is."""

    heading: str
    value: str
    code: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class CheckedRow:
    """What a row would do. `values` by field, as stored; an empty cell has no value and changes nothing.

    `known`: number of the item of the list that the row is about; `changed`: the fields in which it would become another.
    """

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    known: int | None = None
    changed: list[str] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """ERROR before all else; then whether it is new, differs from what is on the list, or says what the list says."""
        if self.errors:
            return "ERROR"
        if self.known is None:
            return "CREATE"
        return "UPDATE" if self.changed else "UNCHANGED"
