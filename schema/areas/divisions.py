"""A file of statistical divisions, as published: checked row by row before anything is written.

Columns code (12 digits), level, name, short_name, parent_code, kind. A code is trimmed to what its level needs, so that it
begins with its parent's: 110105000000 → 110105, 110105002000 → 110105002, 110105002025 as it is.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from schema.engine.form import readable
from schema.engine.language import N_
from schema.engine.refusals import Reason, Refused, messages, refuse

COLUMNS = ("code", "level", "name", "short_name", "parent_code", "kind")
ROWS = 5_000
"""The most rows of one file (our default; a district has some hundreds)."""
TOLD = 50
"""How many wrong rows are told at once (our default)."""

LEVELS = {"district": ("DISTRICT", 6), "street": ("SUBDISTRICT", 9), "community": ("COMMUNITY", 12)}
"""By the file's level: ours, and how many digits of the code it needs."""
_ABOVE = {9: 6, 12: 9}

messages(
    {
        "AREA_IMPORT_FILE": N_("无法读取：应为 CSV 文本，首行是列名 {columns}。"),
        "AREA_IMPORT_ROWS": N_("文件应有 1 至 {limit} 行数据。"),
        "AREA_IMPORT_DISTRICTS": N_("一个文件只能包含一个区的区划。"),
        "AREA_IMPORT_ROW": N_("第 {row} 行：{problem}"),
    }
)

CODE = N_("代码应为 12 位数字，且末尾的 0 与层级相符。")
LEVEL = N_("层级应为 district、street 或 community。")
NAME = N_("名称应为 1 至 80 个字。")
KIND = N_("类别不超过 40 个字。")
PARENT = N_("上级代码与本行代码不符。")
PARENT_MISSING = N_("文件和系统中都没有它的上级。")
TWICE = N_("代码与前面的行重复。")
OTHER_LEVEL = N_("该代码已用于其他层级的区域。")


@dataclass(frozen=True, slots=True)
class Division:
    """A row of the file in our terms; the district has no parent."""

    row: int
    code: str
    level: str
    name: str
    short_name: str
    kind: str
    parent_code: str | None


@dataclass
class Problems:
    """What is wrong with rows; :meth:`settle` refuses when anything is."""

    reasons: list[Reason] = field(default_factory=list)

    def add(self, row: int, problem: str) -> None:
        """Note what is wrong with a row, by its line in the file."""
        self.reasons.append(Reason("AREA_IMPORT_ROW", "text", {"row": row, "problem": problem}))

    def settle(self) -> None:
        """Raise one refusal with the first reasons, if there are any."""
        if self.reasons:
            raise Refused(*self.reasons[:TOLD])


def read_divisions(text: str) -> list[Division]:
    """The rows of a file, parents first. Raises a refusal that tells what is wrong, row by row."""
    rows = _rows(text)
    if not 1 <= len(rows) <= ROWS:
        raise refuse("AREA_IMPORT_ROWS", "text", limit=ROWS)
    problems = Problems()
    found: dict[str, Division] = {}
    for number, row in rows:
        division = _division(number, row, problems)
        if division and division.code in found:
            problems.add(number, TWICE)
        elif division:
            found[division.code] = division
    problems.settle()
    if len({code[:6] for code in found}) > 1:
        raise refuse("AREA_IMPORT_DISTRICTS", "text")
    return sorted(found.values(), key=lambda one: (len(one.code), one.code))


def check_against(divisions: list[Division], levels: Mapping[str, str]) -> None:
    """Refuse rows without a parent, and codes that areas of another level have; ``levels`` are those known, by code."""
    problems = Problems()
    coming = {one.code for one in divisions}
    for one in divisions:
        if one.parent_code and one.parent_code not in coming and one.parent_code not in levels:
            problems.add(one.row, PARENT_MISSING)
        if levels.get(one.code, one.level) != one.level:
            problems.add(one.row, OTHER_LEVEL)
    problems.settle()


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """The data rows with their line numbers; blank ones are passed over."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), restval="")
    try:
        if not set(COLUMNS) <= {name.strip() for name in reader.fieldnames or ()}:
            raise refuse("AREA_IMPORT_FILE", "text", columns=", ".join(COLUMNS))
        return list(_tidy(reader))
    except csv.Error as error:
        raise refuse("AREA_IMPORT_FILE", "text", columns=", ".join(COLUMNS)) from error


def _tidy(reader: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    for row in reader:
        cells = {name.strip(): " ".join(readable(value or "").split()) for name, value in row.items() if isinstance(name, str)}
        if any(cells.values()):
            yield reader.line_num, cells


def _division(number: int, row: dict[str, str], problems: Problems) -> Division | None:
    if row["level"] not in LEVELS:
        problems.add(number, LEVEL)
        return None
    level, digits = LEVELS[row["level"]]
    code, parent = row["code"][:digits], row["parent_code"][: _ABOVE.get(digits, 0)]
    problem = _problem(row, digits)
    if problem:
        problems.add(number, problem)
        return None
    return Division(number, code, level, row["name"], row["short_name"] or row["name"], row["kind"], parent or None)


def _problem(row: dict[str, str], digits: int) -> str | None:
    if not _is_code(row["code"], digits):
        return CODE
    above = _ABOVE.get(digits)
    if above and row["parent_code"] != row["code"][:above].ljust(12, "0"):
        return PARENT
    if not 1 <= len(row["name"]) <= 80 or len(row["short_name"]) > 80:
        return NAME
    return KIND if len(row["kind"]) > 40 else None


def _is_code(code: str, digits: int) -> bool:
    """Twelve digits of which just those of the level are used."""
    last = code[digits - 3 : digits]
    return bool(re.fullmatch("[0-9]{12}", code)) and last != "000" and code.endswith("0" * (12 - digits))
