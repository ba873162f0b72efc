"""The parts of a score in words, so that whoever asks "why not us?" gets an answer."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from schema.engine.access import Viewer
from schema.engine.language import N_, translate
from schema.records.rule import FEW

_CLASS = ((100, N_("类别对口")), (60, N_("类别相近")), (1, N_("类别有关")), (0, N_("类别不同")))
_DISTANCE = ((100, N_("同一社区或区域内")), (75, N_("同一街道，或面向本区域")), (45, N_("同一区")), (0, N_("不在本区")))
_TIME = ((100, N_("期限内有开放时段")), (60, N_("时间可商定")), (0, N_("期限内没有开放时段")))
_QUANTITY = ((100, N_("余量 {free}，可全部满足")), (1, N_("余量 {free}，可满足 {percent}%")), (0, N_("已无余量")))
_FRESHNESS = ((100, N_("一个月内确认过")), (70, N_("三个月内确认过")), (0, N_("三个多月前确认")))
_RECORD = ((75, N_("履约情况好")), (60, N_("履约情况较好")), (40, N_("履约情况一般")), (0, N_("履约情况偏低")))
_NO_RECORD = N_("尚无履约记录，按中等计")
_SHORT_RECORD = N_("履约记录较少，以中等为基准")
_DELIVERED = N_("（交付 {count} 次，评价 {rating}）")
_UNITS_DIFFER = N_("余量 {free}，计量单位不同，数量须商定")
_WORDS = N_("用语相近：{words}")
_NO_WORDS = N_("用语没有相同之处")
OBSTACLES = {
    "NOT_LISTED": N_("未在资源清单中"),
    "EXPIRED": N_("资源已过期"),
    "LAPSED": N_("半年未确认仍可提供"),
    "ELSEWHERE": N_("不面向需求所在区域"),
    "EXHAUSTED": N_("已无余量"),
}
"""By the code of an obstacle: what it is called."""


def reasons(
    viewer: Viewer,
    parts: Mapping[str, int],
    record: Mapping[str, int],
    shared: Sequence[str],
    free: str,
    comparable: bool,
    obstacle: str | None,
) -> list[str]:
    """One phrase for each part of a score in the viewer's language, what rules the offer out first."""
    quantity = _of(_QUANTITY, parts["quantity"]) if comparable else _UNITS_DIFFER
    phrases = [
        *([OBSTACLES[obstacle]] if obstacle else []),
        *(_of(_CLASS, parts["category"]), _of(_DISTANCE, parts["distance"]), _of(_TIME, parts["time"]), quantity),
        *(_WORDS if shared else _NO_WORDS, _of(_FRESHNESS, parts["freshness"])),
    ]
    known: dict[str, Any] = {"free": free, "percent": parts["quantity"], "words": "、".join(shared)}
    said = [translate(viewer.language, phrase).format(**known) for phrase in phrases]
    return [*said, _of_record(viewer.language, parts["delivery"], **record)]


def _of_record(language: str, mark: int, observed: int, delivered: int, stars: int) -> str:
    """What is said of a unit's record: how it counts, and of which deliveries; of few entries only that they are few."""
    if observed < FEW:
        return translate(language, _SHORT_RECORD if observed else _NO_RECORD)
    said = translate(language, _of(_RECORD, mark))
    if not delivered:
        return said
    return said + translate(language, _DELIVERED).format(count=delivered, rating=_mean(stars, delivered))


def _mean(stars: int, delivered: int) -> str:
    """The mean rating to one decimal."""
    return f"{(Decimal(stars) / delivered).quantize(Decimal('0.1'), ROUND_HALF_UP)}"


def _of(scale: Sequence[tuple[int, str]], percent: int) -> str:
    """The phrase of the highest mark that is reached."""
    return next(phrase for mark, phrase in scale if percent >= mark)
