"""The template of a list: an empty table to fill in, what each column means, and the words that may be chosen."""

import io
from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from schema.engine.language import N_, translate
from schema.spreadsheets.columns import Column
from schema.spreadsheets.reading import ROWS
from schema.spreadsheets.workbook import head, new_book, print_setup

_CHOICES = "选项"


def template(
    title: str, columns: Sequence[Column], choices: Mapping[str, Sequence[str]] | None = None, language: str = "zh_Hans"
) -> bytes:
    """The template of a list; ``choices`` by field: words that come from the database."""
    data = io.BytesIO()
    lists = {one.field: tuple((choices or {}).get(one.field, one.choices)) for one in columns}
    with new_book(data) as book:
        sheet = book.add_worksheet(title)
        head(book, sheet, [one.heading for one in columns])
        text = book.add_format({"num_format": "@"})
        example = book.add_format({"num_format": "@", "italic": True, "font_color": "#7a7a7a"})
        for place, one in enumerate(columns):
            sheet.set_column(place, place, one.width, text)
            sheet.write_string(1, place, one.example, example)
        print_setup(sheet, translate(language, N_("{title}导入模板")).format(title=title), language)
        _explain(book, columns, lists, language)
        _offer(book, sheet, columns, lists, language)
    return data.getvalue()


def _explain(book: Workbook, columns: Sequence[Column], lists: Mapping[str, Sequence[str]], language: str) -> None:
    """A sheet that says what each column means."""
    sheet = book.add_worksheet(translate(language, N_("填写说明")))
    head(book, sheet, [translate(language, one) for one in (N_("列"), N_("怎么填"), N_("可选内容"))])
    wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18, wrapped)
    sheet.set_column(1, 2, 60, wrapped)
    general = N_("第二行是示例，填写时请删去。空白的单元格表示不改动。表头可以增删、换序；上传后先预览，确认之前不会写入。")
    for row, one in enumerate(columns, 1):
        told = (one.heading, translate(language, one.told), "、".join(lists[one.field]))
        for place, value in enumerate(told):
            sheet.write_string(row, place, value, wrapped)
    sheet.write_string(len(columns) + 2, 1, translate(language, general), wrapped)


def _offer(
    book: Workbook, sheet: Worksheet, columns: Sequence[Column], lists: Mapping[str, Sequence[str]], language: str
) -> None:
    """Lists to choose from in the cells; the words lie on a sheet of their own, since a rule holds 255 characters only."""
    offered = [(place, one) for place, one in enumerate(columns) if lists[one.field]]
    if not offered:
        return
    words = book.add_worksheet(_CHOICES)
    words.hide()
    for at, (place, one) in enumerate(offered):
        words.write_column(0, at, lists[one.field])
        letter = chr(ord("A") + at)
        sheet.data_validation(
            1,
            place,
            ROWS,
            place,
            {
                "validate": "list",
                "source": f"='{_CHOICES}'!${letter}$1:${letter}${len(lists[one.field])}",
                "error_type": "warning",
                "error_title": one.heading,
                "error_message": translate(language, N_("请从列表中选择。")),
            },
        )
