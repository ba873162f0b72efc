"""The report on the ranking as a workbook: the tables of its page, with the same numbers and nothing besides."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from starlette.responses import Response

from schema.engine.language import N_, translate
from views.files import XLSX, file
from views.formats import format_datetime, format_half_year
from views.labels import label
from views.workbook import Cell, Column, Heading, Table, workbook

Row = Mapping[str, Any]
_CHOSEN: Sequence[tuple[str, str]] = (
    (N_("选第 1 位"), "first"),
    (N_("选前 3 位"), "firstThree"),
    (N_("选前 5 位"), "firstFive"),
    (N_("不在前 20 位"), "beyond"),
)
_ANSWERED: Sequence[tuple[str, str]] = (
    (N_("提出对接"), "count"),
    (N_("单位接受"), "accepted"),
    (N_("未接受"), "declined"),
    (N_("未答复"), "unanswered"),
)
_CUTS = (("ALL", N_("合计")), ("CLASS", N_("按需求类别")), ("WEIGHTS", N_("按权重版本")))
NOTE = N_(
    "只统计委员会提出的对接，含下级区域；位次是提出当时未经筛选的排序。不足 5 次的合并为“其他”。不涉及任何个人，也不列单位。"
)
"""What counts in the report, on the page and in the workbook."""


def file_of(language: str, report: Row) -> Response:
    """The workbook."""
    halves = [format_half_year(language, one) for one in dict.fromkeys((report["since"], report["until"]))]
    heading = Heading(report["area"]["name"], "–".join(halves), format_datetime(language, datetime.now(UTC).isoformat()))
    tables = [*_choices(language, report), *_answers(language, report), *_parts(language, report)]
    if not tables:
        tables = [Table(translate(language, N_("排序与选择")), report["reading"], [Column("", 22), Column("", 12)], [])]
    title = translate(language, N_("排序与选择"))
    return file(f"{report['area']['name']} {heading.period} {title}.xlsx", workbook(language, heading, tables, []), XLSX)


def named(language: str, row: Row) -> str:
    """What a row of the report is about."""
    if row["rest"]:
        return translate(language, N_("其他"))
    match row["by"]:
        case "CLASS":
            return str(row["category"]["name"])
        case "WEIGHTS":
            return translate(language, N_("第 {n} 版")).format(n=row["weights"])
        case "PLACE":
            return label(language, "RankingPlace", row["place"])
    return translate(language, N_("合计"))


def percent(part: int, count: int) -> int:
    """A share as the page and the workbook show it, in whole percent."""
    return round(100 * part / count)


def _choices(language: str, report: Row) -> list[Table]:
    """Which place was chosen, in all, by class and by version of the weights."""
    columns = [
        *_columns(language, N_("范围"), [_ANSWERED[0]]),
        *(Column(translate(language, one), 12, "percent") for one, _ in _CHOSEN),
        Column(translate(language, N_("平均倒数位次")), 14, "number"),
    ]
    found = []
    for by, words in _CUTS:
        rows: list[list[Cell]] = [
            [named(language, one), one["count"], *_shares(one), float(one["meanReciprocalRank"])]
            for one in report["rows"]
            if one["by"] == by
        ]
        basis = report["reading"] if by == "ALL" else translate(language, NOTE)
        title = f"{translate(language, N_('选了第几位'))}：{translate(language, words)}"
        found += [Table(title, basis, columns, rows, totalled=False)] if rows else []
    return found


def _answers(language: str, report: Row) -> list[Table]:
    """What units answered, by the place of what was chosen."""
    rows: list[list[Cell]] = [
        [named(language, one), *(one[field] for _, field in _ANSWERED)] for one in report["rows"] if one["by"] == "PLACE"
    ]
    columns = _columns(language, N_("所选候选"), _ANSWERED)
    return (
        [Table(translate(language, N_("按位次看答复")), translate(language, NOTE), columns, rows, totalled=False)] if rows else []
    )


def _parts(language: str, report: Row) -> list[Table]:
    """By how much what was chosen instead was better than the first."""
    rows: list[list[Cell]] = [[label(language, "MatchPart", one["part"]), float(one["difference"])] for one in report["parts"]]
    columns = [Column(translate(language, N_("得分项")), 22), Column(translate(language, N_("平均高出（分）")), 12, "number")]
    title = translate(language, N_("改选的和第一位相比"))
    times = translate(language, N_("{n} 次")).format(n=report["parts"][0]["count"]) if rows else ""
    return [Table(title, times, columns, rows, totalled=False)] if rows else []


def _shares(row: Row) -> list[float]:
    return [percent(row[field], row["count"]) / 100 for _, field in _CHOSEN]


def _columns(language: str, first: str, others: Sequence[tuple[str, str]]) -> list[Column]:
    return [Column(translate(language, first), 22), *(Column(translate(language, one), 12, "number") for one, _ in others)]
