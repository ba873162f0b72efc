"""Writes tables for people: Excel ready to print and CSV that Excel opens as it is. No cell is ever a formula or a link."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from schema.engine.language import N_, translate

Cell = str | int | float | Decimal | date | None
_WIDEST = 50
_NARROWEST = 6
_MEASURED_ROWS = 200
"""Column widths follow the first rows; a file is written in one pass over any number of them."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], language: str = "zh_Hans") -> bytes:
    """An .xlsx with one sheet: headings that stay in sight, a filter, and A4 landscape pages with headings and numbers."""
    data = io.BytesIO()
    with new_book(data) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        head(book, sheet, headings)
        text, day, moment = (
            book.add_format({"num_format": form, "valign": "top"}) for form in ("@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm")
        )
        widths = [_width(heading) for heading in headings]
        last = 0
        for last, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(last, place, value, moment if isinstance(value, datetime) else day)
                elif isinstance(value, int | float | Decimal):
                    sheet.write_number(last, place, float(value))
                elif value:
                    sheet.write_string(last, place, value[:32767], text)
            if last <= _MEASURED_ROWS:
                widths = [max(width, _width(value)) for width, value in zip(widths, row, strict=True)]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(max(width + 2, _NARROWEST), _WIDEST), text)
        sheet.autofilter(0, 0, max(last, 1), len(headings) - 1)
        print_setup(sheet, title, language)
    return data.getvalue()


def csv_file(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, so that Excel reads it; a text that Excel would take for a formula begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def new_book(data: io.BytesIO) -> Workbook:
    """A workbook to be written, in which a text stays a text whatever it looks like."""
    return Workbook(
        data,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )


def head(book: Workbook, sheet: Worksheet, headings: Sequence[str]) -> None:
    """Write headings that stay in sight and come on each page."""
    bold = book.add_format({"bold": True, "bg_color": "#f3e9e7", "bottom": 1, "valign": "vcenter", "num_format": "@"})
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)


def print_setup(sheet: Worksheet, title: str, language: str) -> None:
    """A4 landscape with a title and the number of the page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header("&C&14" + title.replace("&", "&&")[:200])
    sheet.set_footer("&C" + translate(language, N_("第 &P 页，共 &N 页")))


def _sheet_name(title: str) -> str:
    """A title as Excel allows it for a sheet."""
    return "".join(" " if character in "[]:*?/\\'" else character for character in title)[:31].strip() or "Sheet1"


def _width(value: Cell) -> int:
    """Columns of a cell's longest line; a Chinese character takes two."""
    lines = str(value if value is not None else "")[:200].splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line) for line in lines)


def _harmless(value: Cell) -> Cell:
    return "'" + value if isinstance(value, str) and value.startswith(_DANGEROUS) else value
