"""Reads a table out of the file somebody has: Excel of any age or CSV, with titles, merged cells and stray spaces."""

import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schema.engine.language import N_
from schema.engine.refusals import messages
from schema.spreadsheets import reader
from schema.spreadsheets.columns import Column, known_headings

FILE_BYTES = 10 << 20
UNPACKED_BYTES = 100 << 20
"""What the parts of a workbook may add up to when unpacked; ten thousand full rows need a tenth of it."""
ROWS = 10_000
COLUMNS = 100
SECONDS = 40
_TITLE_ROWS = 20
"""Among how many rows at the top the headings are looked for."""

MESSAGES: dict[str, str] = {
    "FILE_EMPTY": N_("文件是空的。"),
    "FILE_TOO_LARGE": N_("文件超过 {limit} MB，请删去图片或分成几个文件。"),
    "FILE_NOT_A_SPREADSHEET": N_("“{name}”不是表格，请上传 .xlsx、.xls 或 .csv 文件。"),
    "FILE_WEB_PAGE": N_("“{name}”其实是网页，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"),
    "FILE_ENCRYPTED": N_("文件设有密码，请取消密码后再上传。"),
    "FILE_BROKEN": N_("文件已损坏或过于复杂，无法读取，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"),
    "FILE_ENCODING": N_("无法识别文件的文字编码，请另存为 UTF-8 编码的 CSV 或 .xlsx 再上传。"),
    "FILE_NO_ROWS": N_("表格里没有数据：第一行应为列标题，其下每行一条。"),
    "FILE_TOO_MANY_ROWS": N_("一次最多导入 {limit} 行，请分成几个文件。"),
    "FILE_TOO_MANY_COLUMNS": N_("表格最多 {limit} 列。"),
}
messages(MESSAGES)


class SpreadsheetProblem(Exception):
    """The file cannot be read as a table; `code` and `parameters` fill a sentence of MESSAGES."""

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number as Excel shows it, and its cells, one for each heading, "" where empty."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table found in a file: the name of its sheet ("" of CSV), its headings, no two alike, and its rows, none empty."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    hidden: int = 0
    """How many of the rows are hidden in an .xlsx; of other kinds that is not known."""


def read_sheet(data: bytes, name: str, columns: Sequence[Column]) -> Sheet:
    """The table in a file, found by the headings of a list's columns. Raises SpreadsheetProblem.

    Its kind is told from its content, whatever its name ends in.
    """
    if not data.strip():
        raise SpreadsheetProblem("FILE_EMPTY")
    if len(data) > FILE_BYTES:
        raise SpreadsheetProblem("FILE_TOO_LARGE", limit=FILE_BYTES >> 20)
    if data.startswith(b"PK\x03\x04"):
        _check_package(data, name)
        return _best([_sheet(found, columns) for found in _run_reader(data)], columns)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        _check_compound(data, name)
        return _best([_sheet(found, columns) for found in _run_reader(data)], columns)
    return _best([_csv(_decoded(data, name), columns)], columns)


def cleaned(text: str) -> str:
    """A cell without odd spaces, invisible characters and Excel's marks for text, its letters and digits half-width."""
    text = re.sub(r'^="(.*)"$', r"\1", text.strip()).lstrip("'")
    halved = "".join(_half(character) for character in text)
    lines = (re.sub(r"\s+", " ", line).strip() for line in halved.splitlines())
    return "\n".join(line for line in lines if line)


def _half(character: str) -> str:
    if "！" <= character <= "～" and character.isalnum():
        return chr(ord(character) - 0xFEE0)
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return "" if category in {"Cf", "Cc"} and character not in "\n\r\t" else character


def _check_package(data: bytes, name: str) -> None:
    """Refuse a package that is no workbook or says it unpacks to too much; one that lies meets the limits of the reader."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as broken:
        raise SpreadsheetProblem("FILE_BROKEN") from broken
    if not any(entry.filename.startswith("xl/workbook.") for entry in entries):
        raise SpreadsheetProblem("FILE_NOT_A_SPREADSHEET", name=name)
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        raise SpreadsheetProblem("FILE_BROKEN")


def _check_compound(data: bytes, name: str) -> None:
    """The old container also holds encrypted workbooks, and documents that are no workbooks."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise SpreadsheetProblem("FILE_ENCRYPTED")
    if "Workbook".encode("utf-16-le") not in data and "Book".encode("utf-16-le") not in data:
        raise SpreadsheetProblem("FILE_NOT_A_SPREADSHEET", name=name)


def _run_reader(data: bytes) -> list[dict[str, Any]]:
    command = [sys.executable, "-I", str(Path(reader.__file__)), str(ROWS + _TITLE_ROWS + 1), str(COLUMNS)]
    try:
        ended = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failed:
        raise SpreadsheetProblem("FILE_BROKEN") from failed
    answer = json.loads(ended.stdout)
    if "problem" in answer:
        raise SpreadsheetProblem(answer["problem"])
    sheets: list[dict[str, Any]] = answer["sheets"]
    return sheets


def _decoded(data: bytes, name: str) -> str:
    """The text of a CSV file in UTF-8, with or without mark, UTF-16 with mark, or GB 18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data or data.startswith(b"%PDF"):
        raise SpreadsheetProblem("FILE_NOT_A_SPREADSHEET", name=name)
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.match(r"\s*<(!doctype|html|\?xml|table|meta)", text, re.IGNORECASE):
            raise SpreadsheetProblem("FILE_WEB_PAGE", name=name)
        return text
    raise SpreadsheetProblem("FILE_ENCODING")


def _csv(text: str, columns: Sequence[Column]) -> Sheet:
    beginning = text[:2000]
    delimiter = max(",\t;", key=beginning.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as broken:
        raise SpreadsheetProblem("FILE_BROKEN") from broken
    width = max(map(len, rows), default=0)
    return _sheet({"name": "", "first": 1, "height": len(rows), "width": width, "rows": rows}, columns)


def _sheet(found: dict[str, Any], columns: Sequence[Column]) -> Sheet:
    """The table in a sheet: below the row that has the most of our headings, or else the most cells."""
    if found["width"] > COLUMNS:
        raise SpreadsheetProblem("FILE_TOO_MANY_COLUMNS", limit=COLUMNS)
    rows = [SheetRow(found["first"] + place, tuple(map(cleaned, row))) for place, row in enumerate(found["rows"])]
    if not any(any(row.cells) for row in rows):
        return Sheet(found["name"], (), ())
    top = rows[:_TITLE_ROWS]
    heading = max(top, key=lambda row: (known_headings(row.cells, columns), len(set(row.cells) - {""}), -row.number))
    body = [row for row in rows if row.number > heading.number and not _is_remark(row)]
    if len(body) > ROWS or found["height"] > ROWS + _TITLE_ROWS:
        raise SpreadsheetProblem("FILE_TOO_MANY_ROWS", limit=ROWS)
    used = [place for place in range(len(heading.cells)) if heading.cells[place] or any(_cell(row, place) for row in body)]
    headings = _distinct([heading.cells[place] for place in used])
    hidden = len({row.number for row in body} & set(found.get("hidden", ())))
    kept = tuple(SheetRow(row.number, tuple(_cell(row, at) for at in used)) for row in body)
    return Sheet(found["name"], headings, kept, hidden)


def _cell(row: SheetRow, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _is_remark(row: SheetRow) -> bool:
    """An empty row, a row of totals, or a lone remark as they stand below tables (注：…, 填表人：…)."""
    filled = [cell for cell in row.cells if cell]
    if not filled or re.fullmatch(r"[合总小共]\s*计[:：]?", filled[0]):
        return True
    return len(filled) == 1 and re.match(r"注[:：]|备注[:：]|说明[:：]|填[表报]|制表|合计|总计|审核", filled[0]) is not None


def _distinct(headings: list[str]) -> tuple[str, ...]:
    """Headings, with a number behind a repeated one; an empty one is called after its place."""
    seen: dict[str, int] = {}
    named = []
    for place, heading in enumerate(headings, 1):
        text = " ".join(heading.split())[:60] or f"第{place}列"
        seen[text] = seen.get(text, 0) + 1
        named.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return tuple(named)


def _best(sheets: list[Sheet], columns: Sequence[Column]) -> Sheet:
    """The sheet with most of our headings, the first of several."""
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise SpreadsheetProblem("FILE_NO_ROWS")
    return max(filled, key=lambda sheet: known_headings(sheet.headings, columns))
