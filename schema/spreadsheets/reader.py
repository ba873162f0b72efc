"""Reads one workbook from standard input and writes its cells as JSON: a program of its own, with little memory and time.

A few kilobytes of a hostile workbook can ask for any amount of memory (a cell in the last row and column, one long text in a
million cells). Whatever happens here ends this process only.
"""

import html
import io
import json
import re
import resource
import sys
import zipfile
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


def written(data: bytes, name: str) -> bytes:
    """A sheet as the workbook has it, for what the library does not tell.

    Nothing for workbooks of other kinds, or written in ways that nobody's office does.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        book, links = (package.read(part).decode() for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
        (tag,) = [one for one in re.findall(r"<sheet [^>]*>", book) if f'name="{html.escape(name)}"' in one]
        (link,) = [one for one in re.findall(r"<Relationship [^>]*>", links) if f'"{attribute(tag, "r:id")}"' in one]
        return package.read("xl/" + attribute(link, "Target").removeprefix("/").removeprefix("xl/"))
    except (KeyError, ValueError, NotImplementedError, zipfile.BadZipFile):
        return b""


def hidden(text: bytes) -> list[int]:
    """The numbers of the rows that are hidden, by hand or by a filter."""
    return [int(row) for row in re.findall(rb'<row (?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"', text)]


def faults(text: bytes) -> dict[tuple[int, int], str]:
    """Row, column (from 0) → the error that a formula has there, such as #REF!: the library reads these cells as empty."""
    wrong = re.findall(
        rb'<c (?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>(?:<f[^>]*/>|<f[^/].*?</f>|<f>.*?</f>)?<v>([^<]*)<', text
    )
    return {(int(row) - 1, column_number(letters.decode())): fault.decode() for letters, row, fault in wrong}


def attribute(tag: str, name: str) -> str:
    """An attribute of a tag. Raises ValueError."""
    (value,) = re.findall(rf'\b{name}="([^"]*)"', tag)
    return str(value)


def column_number(letters: str) -> int:
    """A to XFD as a number from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def with_faults(found: dict[str, Any], left: int, wrong: dict[tuple[int, int], str]) -> dict[str, Any]:
    """A sheet's cells, errors of formulas put in where they stand."""
    for (row, column), fault in wrong.items():
        place, at = row + 1 - found["first"], column - left
        if 0 <= place < len(found["rows"]) and 0 <= at < len(found["rows"][place]):
            found["rows"][place][at] = fault
    return found


def visible_sheets(rows: int, columns: int) -> list[dict[str, Any]]:
    """The first visible sheets of the workbook on standard input."""
    data = sys.stdin.buffer.read()
    with python_calamine.load_workbook(io.BytesIO(data)) as workbook:
        names = [
            about.name
            for about in workbook.sheets_metadata
            if about.visible == python_calamine.SheetVisibleEnum.Visible and about.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        found = []
        for name in names[:SHEETS]:
            sheet = workbook.get_sheet_by_name(name)
            text = written(data, name)
            read = with_faults(cells(sheet, rows, columns), sheet.start[1] if sheet.start else 0, faults(text))
            found.append(read | {"hidden": hidden(text)})
        return found


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
