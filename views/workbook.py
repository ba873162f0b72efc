"""Writes tables as a workbook that an office prints and sends on. No text is a formula or a link."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from schema.engine.language import N_, translate

Cell = str | int | float | date | None
_LONGEST = 32_767
"""Characters that Excel takes in a cell."""
_SUMMED = ("sum", "money")
_FORMS = {"": "@", "number": "#,##0.##", "sum": "#,##0", "money": "#,##0.00", "percent": "0%", "date": "yyyy-mm-dd"}
"""By the form of a column: how Excel shows its values."""


@dataclass(frozen=True)
class Heading:
    """What stands above every sheet."""

    owner: str
    period: str
    as_of: str


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and the form of its values; those of sums and money are added up."""

    heading: str
    width: int
    form: str = ""


@dataclass(frozen=True)
class Table:
    """A table of sums with its title and what counts in it; its last row may be one that counts otherwise than as a sum."""

    title: str
    basis: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    totalled: bool = True


@dataclass(frozen=True)
class Sheet:
    """A sheet with the rows of a list."""

    title: str
    basis: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    cut: str = ""
    """What is said where rows were left out."""


def workbook(language: str, heading: Heading, tables: Sequence[Table], sheets: Sequence[Sheet]) -> bytes:
    """The .xlsx: a sheet of sums, then one for each list."""
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(data, options) as book:
        writer = _Writer(book, language, heading)
        writer.overview(translate(language, N_("概况")), tables)
        for one in sheets:
            writer.list(one)
    return data.getvalue()


class _Writer:
    def __init__(self, book: Workbook, language: str, heading: Heading) -> None:
        self.book, self.language, self.heading = book, language, heading
        lined = {"valign": "top", "border": 1, "border_color": "#b9bec5", "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.note = book.add_format({"font_color": "#565c65", "text_wrap": True, "valign": "top"})
        self.head = book.add_format({**lined, "bold": True, "bg_color": "#f3e9e7", "valign": "vcenter"})
        self.forms = {form: book.add_format({**lined, "num_format": shown}) for form, shown in _FORMS.items()}
        self.totals = {form: book.add_format({**lined, "num_format": shown, "bold": True}) for form, shown in _FORMS.items()}

    def overview(self, title: str, tables: Sequence[Table]) -> None:
        """The sums, one table below the other."""
        sheet = self._sheet(title, "", max(len(one.columns) for one in tables))
        row = 3
        for table in tables:
            sheet.write_string(row, 0, table.title, self.book.add_format({"bold": True, "font_size": 13}))
            self._note(sheet, row + 1, table.basis, len(table.columns))
            row = self._table(sheet, row + 2, table.columns, table.rows, totalled=table.totalled) + 2
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 20, 12)
        sheet.freeze_panes(3, 1)

    def list(self, one: Sheet) -> None:
        """The rows of a list with a filter, and the sums of what can be added up."""
        sheet = self._sheet(one.title, one.basis, len(one.columns) + 1)
        columns = [Column(translate(self.language, N_("序号")), 6, "number"), *one.columns]
        rows = [[number, *cells] for number, cells in enumerate(one.rows, 1)]
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        last = self._table(sheet, 3, columns, rows)
        sheet.autofilter(3, 0, max(3 + len(rows), 4), len(columns) - 1)
        sheet.freeze_panes(4, 2)
        sheet.repeat_rows(3)
        if one.cut:
            self._note(sheet, last + 1, one.cut, len(columns))

    def _sheet(self, title: str, basis: str, width: int) -> Worksheet:
        sheet = self.book.add_worksheet(title)
        sheet.write_string(0, 0, f"{self.heading.owner} {self.heading.period} {title}", self.title)
        as_of = translate(self.language, N_("数据截至 {moment}")).format(moment=self.heading.as_of)
        sheet.write_string(1, 0, as_of, self.book.add_format({"font_color": "#565c65"}))
        if basis:
            self._note(sheet, 2, basis, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&C" + translate(self.language, N_("第 &P 页，共 &N 页")))
        return sheet

    def _note(self, sheet: Worksheet, row: int, text: str, width: int) -> None:
        sheet.merge_range(row, 0, row, max(width - 1, 1), "", self.note)
        sheet.write_string(row, 0, text, self.note)
        sheet.set_row(row, 32 if len(text) > 60 else 16)

    def _table(
        self, sheet: Worksheet, row: int, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, totalled: bool = True
    ) -> int:
        """A head, rows and their sums; returns the row after them."""
        for place, column in enumerate(columns):
            sheet.write_string(row, place, column.heading, self.head)
        for line, cells in enumerate(rows, row + 1):
            for place, value in enumerate(cells):
                _write(sheet, line, place, value, self.forms[columns[place].form], columns[place].form)
        end = row + len(rows)
        if not (totalled and rows and any(one.form in _SUMMED for one in columns)):
            return end + 1
        for place, column in enumerate(columns):
            form = self.totals[column.form]
            if column.form in _SUMMED:
                letter = xl_col_to_name(place)
                value = round(sum(cells[place] or 0 for cells in rows), 2)  # type: ignore[misc]
                sheet.write_formula(end + 1, place, f"=SUBTOTAL(109,{letter}{row + 2}:{letter}{end + 1})", form, value)
            else:
                sheet.write_blank(end + 1, place, None, form)
        sheet.write_string(end + 1, 0, translate(self.language, N_("合计")), self.totals[""])
        return end + 2


def _write(sheet: Worksheet, row: int, place: int, value: Cell, form: Format, kind: str) -> None:
    if value is None or value == "":
        sheet.write_blank(row, place, None, form)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, form)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, form)
    else:
        sheet.write_string(row, place, value[:_LONGEST], form)
