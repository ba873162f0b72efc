"""A row of a sheet on its way into a list: what its cells say that the list does not say yet, and what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
from strawberry.utils.str_converters import to_snake_case

from schema.engine.amounts import plainly
from schema.engine.form import Form
from schema.engine.language import LANGUAGES, N_, translate
from schema.engine.refusals import Reason, Refused, messages
from schema.imports.rows import CellError, CheckedRow
from schema.spreadsheets.cells import NOTHING, as_amount, as_date, squeezed
from schema.spreadsheets.reading import Sheet, SheetRow, cleaned

messages(
    {
        "ROW_CHOICE": N_("“{value}”不在可选内容中，可填：{choices}。"),
        "ROW_NUMBER": N_("“{value}”不是数字。"),
        "ROW_UNIT_TWICE": N_("数量里的单位“{value}”与“计量单位”不一致。"),
        "ROW_ITEM_UNKNOWN": N_("没有找到编号“{value}”，新增的请把编号留空。"),
        "ROW_ITEM_REPEATED": N_("与第 {row} 行是同一条。"),
        "ROW_ITEM_AMBIGUOUS": N_("清单中有多条同名的：{choices}，请填写编号。"),
        "ROW_FIXED": N_("登记后不能改为“{value}”，原为“{present}”。"),
    }
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the fields of a list stand in a sheet."""

    sheet: Sheet
    mapping: Mapping[str, str]
    places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        found = {wanted: place for place, heading in enumerate(self.sheet.headings) if (wanted := self.mapping.get(heading))}
        object.__setattr__(self, "places", found)

    def cell(self, source: SheetRow, name: str) -> str:
        """What a row says in a field; "" where it says nothing."""
        place = self.places.get(name)
        text = source.cells[place] if place is not None else ""
        return "" if text in NOTHING else text

    def heading(self, name: str) -> str:
        """The heading of a field; "" where the sheet lacks it."""
        place = self.places.get(name)
        return self.sheet.headings[place] if place is not None else ""

    def all(self, name: str) -> set[str]:
        """Every text in a column."""
        return {self.cell(row, name) for row in self.sheet.rows} - {""}


class Words:
    """What a cell may choose: words, in each of the languages, and what they stand for."""

    def __init__(self, told: Mapping[Any, str]) -> None:
        self.told = told
        self._meant: dict[str, Any] = {squeezed(str(value)): value for value in told if isinstance(value, str)}
        for language in LANGUAGES:
            for value, words in told.items():
                self._meant.setdefault(squeezed(translate(language, words)), value)

    def find(self, text: str) -> Any | None:
        """What a text stands for, None for nothing that is known."""
        return self._meant.get(squeezed(text))


class Draft:
    """One row: its cells against what the list says now."""

    def __init__(
        self, columns: Columns, source: SheetRow, present: Mapping[str, Any] | None = None, known: int | None = None
    ) -> None:
        self.columns, self.source, self.present = columns, source, present or {}
        self.row = CheckedRow(source.number, known=known)
        self.form = Form()

    def cell(self, name: str) -> str:
        """What the row says in a field."""
        return self.columns.cell(self.source, name)

    def news(self, name: str) -> str:
        """What the row says in a field if that is not what an export writes there, otherwise ""."""
        text = self.cell(name)
        return "" if name in self.present and text == cleaned(_told(self.present[name])) else text

    def check_step(self, row: asyncpg.Record, name: str, who: str) -> None:
        """Whoever may not take the step that the row's changes need, or not now, learns only that."""
        if not self.row.changed or (row["permitted$"] and row["possible$"]):
            return
        self.row.errors = []
        if row["permitted$"]:
            self.wrong(name, "STEP_NOT_POSSIBLE")
        else:
            self.wrong(name, "NOT_ALLOWED", who=who)

    def wrong(self, name: str, code: str, /, **parameters: object) -> None:
        """Note what is wrong in a field."""
        self.row.errors.append(CellError(self.columns.heading(name), self.cell(name), code, parameters))

    def refuse(self, name: str, reason: Reason) -> None:
        """Note a reason to refuse at a field."""
        self.wrong(name, reason.code, **reason.parameters)

    def refused(self, name: str, refused: Refused) -> None:
        """Note why an action would refuse, at the fields that it names or else at this one."""
        for reason in refused.reasons:
            path = to_snake_case(reason.path.split(".")[0])
            self.refuse(path if path in self.columns.places else name, reason)

    def settle(self, name: str) -> None:
        """Note what the form found; at this field what is about none of the sheet's."""
        if self.form.reasons:
            self.refused(name, Refused(*self.form.reasons))

    def day(self, name: str) -> date | None:
        """A new day in a field."""
        text = self.news(name)
        found = as_date(text)
        if text and found is None:
            self.wrong(name, "ROW_DATE", value=text)
        return found

    def choice(self, name: str, words: Words) -> Any | None:
        """What a new word in a field stands for."""
        text = self.news(name)
        found = words.find(text) if text else None
        if text and found is None:
            self.wrong(name, "ROW_CHOICE", value=text, choices="、".join(words.told.values()))
        return found

    def amount(self, name: str, unit: str | None = None) -> tuple[Decimal | None, str]:
        """A new number in a field, and the unit that stands with it or in the field for units."""
        text, beside = self.news(name), self.news(unit) if unit else ""
        found = as_amount(text) if text else None
        if text and found is None:
            self.wrong(name, "ROW_NUMBER", value=text)
        number, counted = found or (None, "")
        expected = self.cell(unit) if unit else ""
        if counted and expected and counted != expected:
            self.wrong(name, "ROW_UNIT_TWICE", value=counted)
        return number, beside or ("" if counted == (self.present.get(unit or "") or expected) else counted)


def _told(value: object) -> str:
    """A cell's value as reading the file again gives it."""
    return plainly(value) if isinstance(value, Decimal) else "" if value is None else str(value)


def note_doubles(drafts: Sequence[Draft], name: str) -> None:
    """Two rows about one item of the list: the later ones are wrong."""
    first: dict[int, int] = {}
    for draft in drafts:
        known = draft.row.known
        if known is not None and first.setdefault(known, draft.row.number) != draft.row.number:
            draft.wrong(name, "ROW_ITEM_REPEATED", row=first[known])
