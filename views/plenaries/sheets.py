"""The sheets of the workbook: which rows they show, in which columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from schema.engine.days import OFFICE, today
from schema.engine.language import N_, translate
from views.formats import format_half_year
from views.labels import label
from views.plenaries.unfinished import unfinished
from views.workbook import Cell, Column, Sheet

Row = Mapping[str, Any]


def _named(key: str) -> Callable[[str, Row], Cell]:
    """The name of something that may be missing or hidden."""
    return lambda _, row: row[key]["name"] if row[key] else ""


def _text(key: str) -> Callable[[str, Row], Cell]:
    return lambda _, row: row[key] or ""


def _amount(key: str) -> Callable[[str, Row], Cell]:
    return lambda _, row: None if row[key] is None else float(Decimal(row[key]))


def _number(key: str) -> Callable[[str, Row], Cell]:
    return lambda _, row: row[key]


def _day(key: str) -> Callable[[str, Row], Cell]:
    """A day, or the day of a moment in the office."""

    def read(_: str, row: Row) -> Cell:
        value = row[key]
        if not value:
            return None
        return date.fromisoformat(value) if len(value) == len("2026-03-05") else _office_day(value)

    return read


def _office_day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(OFFICE).date()


def _label(enum: str, key: str) -> Callable[[str, Row], Cell]:
    return lambda language, row: label(language, enum, row[key])


def _waited(_: str, row: Row) -> Cell:
    return (today() - _office_day(row["listedAt"])).days


def _brands(_: str, row: Row) -> Cell:
    return "、".join(one["name"] for one in row["brands"])


def _unfinished(language: str, row: Row) -> Cell:
    return "" if row["status"] in ("EVALUATED", "WRITTEN_OFF") else unfinished(language, row)


def _carried_to(language: str, row: Row) -> Cell:
    return format_half_year(language, row["carriedTo"]["halfYear"]) if row["carriedTo"] else ""


Read = Callable[[str, Row], Cell]
_CLASS, _PLACE, _STATE = N_("类别"), N_("区域"), N_("状态")
_OFFER: list[tuple[str, int, str, Read]] = [
    (N_("资源"), 30, "", _text("title")),
    (_CLASS, 12, "", _named("category")),
    (N_("提供单位"), 28, "", _named("organisation")),
    (_PLACE, 16, "", _named("area")),
    (N_("数量"), 10, "number", _amount("quantity")),
    (N_("计量单位"), 9, "", _text("unit")),
    (N_("计量方式"), 9, "", _label("Measure", "measure")),
    (N_("余量"), 10, "number", _amount("free")),
    (_STATE, 10, "", _label("ResourceStatus", "status")),
    (N_("列入日期"), 11, "date", _day("listedAt")),
    (N_("最近确认"), 11, "date", _day("confirmedOn")),
    (N_("有效期至"), 11, "date", _day("validUntil")),
]
_NEED: list[tuple[str, int, str, Read]] = [
    (N_("需求"), 30, "", _text("title")),
    (_CLASS, 12, "", _named("category")),
    (N_("级别"), 10, "", _label("DemandLevel", "level")),
    (_PLACE, 16, "", _named("area")),
    (N_("数量"), 10, "number", _amount("quantity")),
    (N_("计量单位"), 9, "", _text("unit")),
    (N_("已对接"), 10, "number", _amount("promised")),
    (N_("已交付"), 10, "number", _amount("delivered")),
    (N_("缺口"), 10, "number", _amount("missing")),
    (N_("受益人数"), 10, "sum", _number("beneficiaries")),
    (_STATE, 10, "", _label("DemandStatus", "status")),
    (N_("列入日期"), 11, "date", _day("listedAt")),
    (N_("期限"), 11, "date", _day("neededBy")),
]
_REASON: tuple[str, int, str, Read] = (N_("未满足的原因"), 20, "", _label("UnmetReason", "unmetReason"))
_PROJECT: list[tuple[str, int, str, Read]] = [
    (N_("项目"), 30, "", _text("title")),
    (_CLASS, 12, "", _named("category")),
    (N_("品牌"), 14, "", _brands),
    (_PLACE, 16, "", _named("area")),
    (N_("牵头单位"), 28, "", _named("lead")),
    (_STATE, 10, "", _label("ProjectStatus", "status")),
    (N_("核定经费（元）"), 14, "money", _amount("award")),
    (N_("已支出（元）"), 14, "money", _amount("spent")),
    (N_("受益人数"), 10, "sum", _number("beneficiaries")),
    (N_("评分"), 8, "number", _amount("rating")),
]


@dataclass(frozen=True)
class Listed:
    """A sheet with the rows of a list."""

    title: str
    list: str
    """The list of the papers."""
    columns: Sequence[tuple[str, int, str, Read]]
    basis: str
    """What counts, in words."""

    def filled(self, language: str, rows: Sequence[Row], total: int) -> Sheet:
        """The sheet with its rows; where there are more, it says how many."""
        columns = [Column(translate(language, heading), width, form) for heading, width, form, _ in self.columns]
        cells = [[read(language, row) for _, _, _, read in self.columns] for row in rows]
        cut = ""
        if total > len(rows):
            cut = translate(language, N_("本表列出前 {n} 项，共 {total} 项；全部请在系统的清单中查看。"))
            cut = cut.format(n=f"{len(rows):,}", total="10,000+" if total >= COUNTED else f"{total:,}")
        return Sheet(translate(language, self.title), translate(language, self.basis), columns, cells, cut)


COUNTED = 10_000
"""Counting stops here."""

SHEETS = (
    Listed(N_("资源清单"), "resources", _OFFER, N_("半年结束前列入清单，且在半年首日或以后仍可提供的资源。")),
    Listed(
        N_("需求清单"), "demands", [*_NEED, _REASON], N_("半年内列入清单的，以及此前列入、到半年首日尚未销号且未过期限的需求。")
    ),
    Listed(N_("项目清单"), "projects", _PROJECT, N_("所属半年为本期、已发布的项目。")),
    Listed(
        N_("上期项目"),
        "previous",
        [
            *_PROJECT[:2],
            *_PROJECT[3:],
            (N_("成效"), 30, "", _text("outcome")),
            (N_("未完成的原因"), 26, "", _unfinished),
            (N_("转入"), 14, "", _carried_to),
        ],
        N_("上一半年的项目：已评议的在前，未完成的说明原因。"),
    ),
    Listed(
        N_("未满足需求"),
        "unmet",
        [*_NEED[:6], *_NEED[8:10], *_NEED[11:], (N_("已等待（天）"), 9, "number", _waited), _REASON],
        N_("已列入清单而未全部达成对接的需求，等待最久的在前。"),
    ),
    Listed(N_("闲置资源"), "idle", _OFFER, N_("目前可提供而没有任何对接的资源。")),
)
