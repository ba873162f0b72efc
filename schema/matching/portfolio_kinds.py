"""In what a portfolio is best, why an offer is in none, and how much is combined."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry

from schema.engine.access import Viewer
from schema.engine.language import N_, translate
from schema.matching.reasons import OBSTACLES
from schema.matching.rules import CANDIDATES

OPENINGS = 4
"""How many of the next openings of an offer are combined (our default: what a demand of a few times needs)."""
PARTS = CANDIDATES * OPENINGS
"""The most parts of a portfolio."""


STRENGTHS = {
    "BEST_FIT": N_("综合匹配最优"),
    "FEWEST_UNITS": N_("单位最少"),
    "NEAREST": N_("就近"),
    "SOONEST": N_("最快"),
    "FRESHEST": N_("最近确认"),
}
"""By the code of a strength: what it is called."""


@strawberry.enum(description="In what a portfolio is best, of all that cover as much as can be covered.")
class PortfolioStrength(Enum):
    """In what a portfolio is best, of all that cover as much as can be covered (mission rows B16 and N1; which, our default).

    NEAREST, SOONEST, FRESHEST: its farthest, latest or stalest part is as good as can be, and on the average it is within a tenth
    of the score or three days of the best; of the same nearness or freshness, what fits best.
    """

    BEST_FIT = strawberry.enum_value("BEST_FIT", description=STRENGTHS["BEST_FIT"])
    FEWEST_UNITS = strawberry.enum_value("FEWEST_UNITS", description=STRENGTHS["FEWEST_UNITS"])
    NEAREST = strawberry.enum_value("NEAREST", description=STRENGTHS["NEAREST"])
    SOONEST = strawberry.enum_value("SOONEST", description=STRENGTHS["SOONEST"])
    FRESHEST = strawberry.enum_value("FRESHEST", description=STRENGTHS["FRESHEST"])


_EXCLUSIONS = {
    "OBSTACLE": N_("目前不能用于该需求"),
    "OWN": N_("需求单位自己的资源"),
    "CLASS": N_("类别不对口，只是用语相近"),
    "UNIT": N_("计量单位不同，数量须商定，不能相加"),
    "TIME": N_("期限内没有开放时段"),
    "MATCHED": N_("与本需求已有进行中的对接"),
    "PLACE": N_("得分排在第 {place} 位，只组合前 {most} 项"),
    "SMALL": N_("余量不足一个整数单位"),
    "COVERED": N_("其他资源已够，不必再加"),
}


@strawberry.enum(description="Why an offer is in no portfolio; of several reasons the first.")
class PortfolioExclusionReason(Enum):
    """Why an offer is in no portfolio; of several reasons the first."""

    OBSTACLE = strawberry.enum_value("OBSTACLE", description=_EXCLUSIONS["OBSTACLE"])
    OWN = strawberry.enum_value("OWN", description=_EXCLUSIONS["OWN"])
    CLASS = strawberry.enum_value("CLASS", description=_EXCLUSIONS["CLASS"])
    UNIT = strawberry.enum_value("UNIT", description=_EXCLUSIONS["UNIT"])
    TIME = strawberry.enum_value("TIME", description=_EXCLUSIONS["TIME"])
    MATCHED = strawberry.enum_value("MATCHED", description=_EXCLUSIONS["MATCHED"])
    PLACE = strawberry.enum_value("PLACE", description=N_("得分靠后"))
    SMALL = strawberry.enum_value("SMALL", description=_EXCLUSIONS["SMALL"])
    COVERED = strawberry.enum_value("COVERED", description=_EXCLUSIONS["COVERED"])


def exclusion(viewer: Viewer, why: str, place: int | None, pair: Mapping[str, Any]) -> str:
    """The reason in the viewer's language: of what rules the offer out, what that is."""
    told = OBSTACLES[pair["obstacle"]] if why == "OBSTACLE" else _EXCLUSIONS[why]
    return translate(viewer.language, told).format(place=place, most=CANDIDATES)
