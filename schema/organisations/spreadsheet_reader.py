"""Reads one workbook from standard input and writes its cells as JSON: a program of its own, with little memory and time.

A few kilobytes of a hostile workbook can ask for any amount of memory (a cell in the last row and column, one long text in a
million cells). Whatever happens here ends this process only.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

MEMORY = 1 << 30
SECONDS = 20
SHEETS = 8
TEXT = 4000


def text_of(value: object) -> str:
    """A cell as its writer sees it: whole numbers without a point, dates as 2024-03-01."""
    match value:
        case str():
            return value[:TEXT]
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer() and abs(value) < 1e21:
            return str(int(value))
        case float():
            return repr(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case date() | time() | timedelta() | int():
            return str(value)
        case _:
            return ""


def cells(sheet: Any, rows: int, columns: int) -> dict[str, Any]:
    """The cells of a sheet from its first row and column on; a value that is merged over several rows stands in each of them."""
    if sheet.start is None:
        return {"name": sheet.name, "first": 1, "height": 0, "width": 0, "rows": []}
    top, left = sheet.start
    table = [[text_of(value) for value in row[:columns]] for row in sheet.to_python(nrows=rows)]
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        begin, place = first - top, column - left
        if 0 <= begin < len(table) and 0 <= place < len(table[begin]):
            for row in table[begin + 1 : last - top + 1]:
                row[place] = row[place] or table[begin][place]
    return {"name": sheet.name, "first": top + 1, "height": sheet.height, "width": sheet.width, "rows": table}


def visible_sheets(rows: int, columns: int) -> list[dict[str, Any]]:
    """The first visible sheets of the workbook on standard input."""
    with python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read())) as workbook:
        names = [
            about.name
            for about in workbook.sheets_metadata
            if about.visible == python_calamine.SheetVisibleEnum.Visible and about.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        return [cells(workbook.get_sheet_by_name(name), rows, columns) for name in names[:SHEETS]]


def main(rows: int, columns: int) -> None:
    """Write {"sheets": […]} or {"problem": code}."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        answer: dict[str, Any] = {"sheets": visible_sheets(rows, columns)}
    except python_calamine.PasswordError:
        answer = {"problem": "FILE_ENCRYPTED"}
    except (python_calamine.CalamineError, OSError, ValueError):
        answer = {"problem": "FILE_BROKEN"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
