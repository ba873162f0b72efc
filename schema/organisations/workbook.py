"""Writes tables for people: Excel ready to print and CSV that Excel opens as it is. No cell is ever a formula or a link."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from schema.engine.language import N_, translate
from schema.organisations.columns import COLUMNS, HEADINGS, KINDS

Cell = str | int | float | date | None
_WIDEST = 50
_NARROWEST = 6
_MEASURED_ROWS = 200
"""Column widths follow the first rows; a file is written in one pass over any number of them."""
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_EXAMPLE = {
    "name": "北京晨光示例物业管理有限公司",
    "short_name": "晨光物业",
    "uscc": "91110105MA0000007L",
    "kind": "物业公司",
    "subdistrict": "示例街道",
    "area": "示例社区",
    "address": "示例路 1 号院 2 号楼 101 室",
    "contact_name": "王示例",
    "contact_phone": "13800000000",
    "contact_duty": "项目经理",
    "confirmed_on": "2026-01-15",
    "parent": "北京晨光示例集团有限公司",
    "service_areas": "示例社区、示例北社区",
    "tags": "物业、志愿服务",
    "description": "这一行是示例，填写时请删去",
}


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], language: str = "zh_Hans") -> bytes:
    """An .xlsx with one sheet: headings that stay in sight, a filter, and A4 landscape pages with headings and numbers."""
    data = io.BytesIO()
    with _book(data) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        _head(book, sheet, headings)
        text, day, moment = (
            book.add_format({"num_format": form, "valign": "top"}) for form in ("@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm")
        )
        widths = [_width(heading) for heading in headings]
        last = 0
        for last, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(last, place, value, moment if isinstance(value, datetime) else day)
                elif isinstance(value, int | float):
                    sheet.write_number(last, place, value)
                elif value:
                    sheet.write_string(last, place, value[:32767], text)
            if last <= _MEASURED_ROWS:
                widths = [max(width, _width(value)) for width, value in zip(widths, row, strict=True)]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(max(width + 2, _NARROWEST), _WIDEST), text)
        sheet.autofilter(0, 0, max(last, 1), len(headings) - 1)
        _print_setup(sheet, title, language)
    return data.getvalue()


def template(language: str = "zh_Hans") -> bytes:
    """The empty table to fill in: our headings, a list to choose the kind from, and one row as an example."""
    data = io.BytesIO()
    with _book(data) as book:
        sheet = book.add_worksheet(translate(language, N_("单位")))
        _head(book, sheet, [column.heading for column in COLUMNS])
        text = book.add_format({"num_format": "@"})
        example = book.add_format({"num_format": "@", "italic": True, "font_color": "#7a7a7a"})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width, text)
            sheet.write_string(1, place, _EXAMPLE[column.field], example)
        kind = list(HEADINGS).index("kind")
        sheet.data_validation(1, kind, 10_000, kind, _kind_choice(language))
        _print_setup(sheet, translate(language, N_("单位导入模板")), language)
    return data.getvalue()


def csv_file(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, so that Excel reads it; a text that Excel would take for a formula begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _book(data: io.BytesIO) -> Workbook:
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


def _head(book: Workbook, sheet: Worksheet, headings: Sequence[str]) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#f3e9e7", "bottom": 1, "valign": "vcenter", "num_format": "@"})
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)


def _kind_choice(language: str) -> dict[str, object]:
    return {
        "validate": "list",
        "source": [label for label, _ in KINDS.values()],
        "error_type": "warning",
        "error_title": translate(language, N_("单位类型")),
        "error_message": translate(language, N_("请从列表中选择。")),
    }


def _print_setup(sheet: Worksheet, title: str, language: str) -> None:
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
