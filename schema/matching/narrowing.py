"""Narrowing what is suggested: arguments of the lists of candidates.

They are part of the bounded search, so that what they leave out makes room for what is farther away.
"""

from datetime import date
from enum import Enum
from typing import Any

import strawberry

from schema.engine.mapping import Argument, to_many
from schema.engine.text import query_words
from schema.matching.parts import PARTS, weights_of
from schema.matching.rules import CANDIDATES
from schema.organisations.kinds import OrganisationKind


@strawberry.enum(description="How well the classes of an offer and a demand have to fit.")
class CategoryFit(Enum):
    """How well the classes of an offer and a demand have to fit."""

    EXACT = strawberry.enum_value("EXACT", description="类别对口")
    RELATED = strawberry.enum_value("RELATED", description="类别有关")


@strawberry.enum(description="How near to the demand an offer has to be.")
class Nearness(Enum):
    """How near to the demand an offer has to be."""

    COMMUNITY = strawberry.enum_value("COMMUNITY", description="同一社区")
    SUBDISTRICT = strawberry.enum_value("SUBDISTRICT", description="同一街道")
    DISTRICT = strawberry.enum_value("DISTRICT", description="同一区")


FIT = {"EXACT": 100, "RELATED": 1}
"""By name: what a class has to serve the other, in percent."""
NEAR = {"COMMUNITY": 100, "SUBDISTRICT": 75, "DISTRICT": 45}
"""By name: the least mark of the distance."""

_FIT = Argument(CategoryFit | None, "integer", FIT.get, default=None, description="How well the classes fit at least")
_NEAR = Argument(Nearness | None, "integer", NEAR.get, default=None, description="How near the two are at least")
_SEARCH = "Characters, pinyin or pinyin initials of the title"
BOTH: dict[str, Argument] = {
    "fit": _FIT,
    "near": _NEAR,
    "timely": Argument(bool | None, "boolean", default=None, description="Only where it is to be had in the demand's time"),
    "whole": Argument(bool | None, "boolean", default=None, description="Only where it covers all that is missing, in one unit"),
    "search": Argument(str | None, "text[]", query_words, default=None, description=_SEARCH),
}
"""What narrows both lists."""
OF_OFFERS: dict[str, Argument] = BOTH | {
    "confirmed_since": Argument(
        date | None, "date", default=None, description="Only what its unit confirmed on this day or later"
    ),
    "kind": Argument(OrganisationKind | None, "text", default=None, description="Only of such organisations"),
    "weights": Argument(
        list[int] | None,
        "integer[]",
        weights_of,
        default=None,
        description=f"Seven weights to try, of 100 in all: {', '.join(PARTS)}; those that hold unless given, others give nothing",
    ),
}
"""What narrows the offers for a demand."""

_GIVEN = "coalesce({arg.fit}, 0), coalesce({arg.near}, 0), coalesce({arg.timely}, false), coalesce({arg.whole}, false)"
FOUND = f"match_found({{self}}.id, {_GIVEN}, {{arg.confirmed_since}}, {{arg.kind}}, {{arg.search}}, {{arg.weights}})"
"""SQL: the offers found for the demand {self} with the arguments OF_OFFERS, sixty at most."""
_WANTING = f"match_wanting({{self}}.id, {_GIVEN}, {{arg.search}})"
_SUM = " + ".join(f"({{arg.weights}})[{place}] * {{row}}.{part}" for place, part in enumerate(PARTS, 1))
_SCORE = f"case when {{arg.weights}} is null then {{row}}.total else ({_SUM})::numeric / 100 end"


def offers_for_demand() -> Any:
    """A list of candidates: the offers that fit a demand of the list, the best first."""
    return to_many(
        f"{{row}}.demand_id = {{self}}.id and {{row}}.resource_id in (select f$.resource_id from {FOUND} f$)"
        " and {row}.obstacle is not distinct from case when {arg.used_up} then 'EXHAUSTED' end"
        " and {self}.status = 'LISTED' and cardinality({arg.weights}) is distinct from 0",
        f"{_SCORE} desc, {{row}}.resource_id",
        limit=CANDIDATES,
        **OF_OFFERS,
        used_up=Argument(
            bool | None, "boolean", default=None, description="Those of which nothing is left, for which one can wait, instead"
        ),
    )


def demands_for_offer() -> Any:
    """A list of candidates: the demands of the list that an offer fits, the best first."""
    return to_many(
        f"{{row}}.resource_id = {{self}}.id and {{row}}.demand_id in (select f$.demand_id from {_WANTING} f$)"
        " and {row}.obstacle is null and {row}.missing > 0",
        "{row}.total desc, {row}.demand_id",
        limit=CANDIDATES,
        **BOTH,
    )
