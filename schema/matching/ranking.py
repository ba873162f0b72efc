"""The ranking against what people chose: how often the first candidate was proposed, and what the chosen ones had instead."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import strawberry

from schema.areas.types import Area
from schema.categories.types import Category
from schema.engine.access import ADMINISTRATOR, Viewer, any_of, coordinates
from schema.engine.ids import number_of
from schema.engine.language import N_, translate
from schema.engine.mapping import Argument, column, computed, entity, to_many, to_one
from schema.matching.parts import CALLED, PARTS
from schema.matching.ranking_sums import FEWEST, PART_ROWS, REPORTS, ROWS, TOTALS, RankingGroup, RankingPlace

CLASSES = 100
"""The most rows of one report (our default)."""
OFTEN = 60
"""From this percentage on something is said to be usual (our default)."""
MANY = 20
"""From this percentage on, choices from beyond the first twenty are worth a word (our default)."""
MARKED = 10
"""By so many points a part has to be higher to be named (our default)."""

_COMMITTEE = any_of(coordinates(), ADMINISTRATOR)
_SAME = "{row}.area_id = {self}.area_id and {row}.since = {self}.since and {row}.until = {self}.until"
_OF_ROW = "r$.area_id = {row}.area_id and r$.since = {row}.since and r$.until = {row}.until"
_PLACES = "array_position('{" + ",".join(one.name for one in RankingPlace) + "}'::text[], {row}.band)"
_GROUPS = "array_position('{" + ",".join(one.name for one in RankingGroup) + "}'::text[], {row}.by)"
_ORDER = f"{_GROUPS}, {{row}}.rest, {_PLACES}, {{row}}.count desc, {{row}}.category_id, {{row}}.weights desc"

_SUM = N_("共提出对接 {count} 次，{first}% 选了排在第一位的候选，{five}% 选自前五位。")
_NOTHING = N_("提出的对接不足 {fewest} 次，不作统计。")
_AGREES = N_("排序与实际选择大体一致。")
_SHORTLIST = N_("第一位常被改选，但多数选自前五位。")
_DIFFERS = N_("排序与实际选择差别较大，可试用另一组权重。")
_BEYOND = N_("有 {beyond}% 不在前 20 位，宜检查类别和用语。")
_BECAUSE = N_("改选的候选“{part}”平均比第一位高 {points} 分。")


def reading(viewer: Viewer, totals: Mapping[str, int] | None, parts: Mapping[str, float] | None) -> str:
    """What the numbers say, in a few sentences in the viewer's language."""
    if totals is None:
        return translate(viewer.language, _NOTHING).format(fewest=FEWEST)
    count = totals["count"]
    percent = {name: round(100 * totals[name] / count) for name in ("first", "first_five", "beyond")}
    verdict = _AGREES if percent["first"] >= OFTEN else _SHORTLIST if percent["first_five"] >= OFTEN else _DIFFERS
    said = [_SUM, verdict, *([_BEYOND] if percent["beyond"] >= MANY else [])]
    known: dict[str, Any] = {"count": f"{count:,}", "five": percent["first_five"], **percent}
    part, points = max((parts or {}).items(), key=lambda one: one[1], default=("", 0))
    if points >= MARKED:
        said.append(_BECAUSE)
        known |= {"part": translate(viewer.language, CALLED[part]), "points": f"{points:g}"}
    space = " " if viewer.language == "en" else ""
    return space.join(translate(viewer.language, one).format(**known) for one in said)


@entity(ROWS, visible=_COMMITTEE, reads="matching")
class RankingRow:
    """Choices summed up; none of fewer than five, and the rows of a kind add up to all."""

    by: RankingGroup
    """By what it sums up."""
    rest: bool
    """Whether it sums up the groups that are too small to be told of one by one; where those are fewer than five choices
    together, the smallest of the others is among them."""
    category: Category | None = to_one("{self}.category_id")
    """By class: that of the demands; null for the rest."""
    weights: int | None
    """By version of the weights: which; null for the rest."""
    place: RankingPlace | None = column("{row}.band")
    """By place: where the chosen one stood; null for the rest."""
    count: int
    """How many proposals committees have made."""
    first: int
    """For how many of them the first candidate was chosen."""
    first_three: int
    """For how many one of the first three."""
    first_five: int
    """For how many one of the first five."""
    beyond: int
    """For how many an offer that was not among the first twenty."""
    mean_reciprocal_rank: Decimal = column("trim_scale({row}.reciprocal)")
    """The mean of one divided by the place, 0 where it was not among the first twenty: 1 if always the first was chosen."""
    accepted: int
    """How many of them the unit accepted, whatever became of it."""
    declined: int
    """How many it declined."""
    unanswered: int
    """How many nobody answered in time."""


@entity(PART_ROWS, visible=_COMMITTEE, reads="matching")
class RankingPart:
    """How one part of the score differed where another than the first candidate was chosen; none of fewer than five choices."""

    part: str
    """The part, by the name of its weight."""
    count: int
    """How many such choices."""
    difference: Decimal = column("trim_scale({row}.difference)")
    """By how many points of 100 the chosen one had more of it than the first, on the average."""


@entity(REPORTS, visible=_COMMITTEE, reads="matching")
class RankingReport:
    """The ranking of candidates against what committees proposed, in an area and below, over some half-years.

    For the area's committee or one above, and administrators. It knows demands, classes and places, never who chose.
    """

    area: Area = to_one("{self}.area_id")
    """The area."""
    since: str
    """The first half-year, such as 2026-H1."""
    until: str
    """The last one."""
    reading: str = computed(
        reading,
        totals=TOTALS,
        parts=f"(select json_object_agg(r$.part, r$.difference order by r$.place) from {PART_ROWS} r$ where {_OF_ROW})",
    )
    """What the numbers say, in the viewer's language."""
    rows: list[RankingRow] = to_many(_SAME, _ORDER, limit=CLASSES)
    """In all, by class, by version of the weights, by place."""
    parts: list[RankingPart] = to_many(_SAME, "{row}.place", limit=len(PARTS))
    """What the chosen ones had more or less of than the first."""


@strawberry.type
class RankingQueries:
    """The root field of the report."""

    ranking_report: RankingReport | None = to_one(
        on="{row}.area_id = {arg.area} and {row}.since = {arg.since} and {row}.until = {arg.until}",
        area=Argument(strawberry.ID, "bigint", lambda value: number_of(value, "area"), description="The area"),
        since=Argument(str, "text", description="The first half-year, such as 2026-H1"),
        until=Argument(str, "text", description="The last half-year"),
    )
    """The ranking against what was chosen; null unless the viewer is of the area's committee or one above, or administers."""
