"""Proposing a match: by the committee to a unit, or by a unit for a demand of the list."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import strawberry

from schema.capacity.asking import became, give_way
from schema.demands.types import Demand
from schema.engine.actions import Act, action
from schema.engine.amounts import plainly
from schema.engine.days import today
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.refusals import Reason, Refused, refuse
from schema.matching import choices
from schema.matching.ledger import concerned, opens_at, sql
from schema.matching.payloads import MatchPayload
from schema.matching.reasons import OBSTACLES
from schema.matching.rules import HOLD, NOTE, PROVIDER
from schema.matching.types import Match
from schema.resources.hours import Hour
from schema.resources.types import Resource


@described
@strawberry.input(description="So much of an offer for so much of a demand.")
class MatchProposeInput(ActInput):
    """So much of an offer for so much of a demand."""

    demand: strawberry.ID
    """The demand."""
    resource: strawberry.ID
    """The offer."""
    quantity: Decimal
    """How much of the offer, in its unit."""
    covers: Decimal | None = None
    """How much of the demand that meets, in its unit; the same number unless given, where both are counted in one unit."""
    day: date | None = None
    """For an offer by openings: on which day."""
    opens: Hour | None = None
    """And the hour at which that opening begins."""
    note: str | None = None
    """What there is to say to the other side, at most 500 characters."""


@described
@strawberry.input(description="So much of one's own offer for so much of a demand.")
class MatchOfferInput(MatchProposeInput):
    """So much of one's own offer for so much of a demand."""


@action(scope="matching:write")
async def match_propose(act: Act, input: MatchProposeInput) -> MatchPayload:
    """Propose an offer for a demand; its quantity is held for a week, so that nobody else is promised it.

    Where others stand in line for the offer, only what is not held for them is left; what is held for this demand, it takes.
    """
    demand = await act.find(Demand, input.demand, step="propose", path="demand")
    resource = await act.find(Resource, input.resource, path="resource")
    choice = await choices.ranked(act, demand["id"], resource["id"])
    number = await promise(act, input, demand, resource, "PROPOSED")
    await choices.keep(act, number, choice)
    return MatchPayload.of(match=number, demand=demand["id"], resource=resource["id"])


@action(scope="matching:write")
async def match_offer(act: Act, input: MatchOfferInput) -> MatchPayload:
    """Offer something of one's own unit for a demand of the list; the committee answers."""
    demand = await act.find(Demand, input.demand, step="offer", path="demand")
    resource = await act.find(Resource, input.resource, path="resource")
    if resource["organisation_id"] not in act.viewer.managed:
        raise refuse("NOT_ALLOWED", "resource", who=PROVIDER.called)
    number = await promise(act, input, demand, resource, "COUNTERED")
    return MatchPayload.of(match=number, demand=demand["id"], resource=resource["id"])


async def promise(
    act: Act,
    given: MatchProposeInput,
    demand: asyncpg.Record,
    resource: asyncpg.Record,
    status: str,
    *,
    source: int | None = None,
) -> int:
    """Promise so much of an offer to a demand, both locked; returns the number of the match.

    ``source`` is the match of which it takes over something; what that let go is not for those in line.
    """
    pair = await usable(act, demand, resource)
    await sql.let_expire(act.connection, demand=demand["id"], resource=resource["id"])
    waited = await give_way(act, given, demand, resource) if pair["waited"] and source is None else None
    form = Form()
    note = form.paragraphs(given.note, "note", NOTE)
    agreed = await terms_of(act, form, given, demand["id"], resource["id"])
    number: int = await sql.promise(
        act.connection,
        demand=demand["id"],
        resource=resource["id"],
        **agreed,
        status=status,
        note=note,
        hold=HOLD,
        score=pair["total"],
        weights=pair["weights"],
        source=source,
    )
    if waited is not None:
        await became(act, waited, number)
    await tell(act, _BEGUN[status], number, demand, resource, agreed)
    return number


_BEGUN = {"PROPOSED": "match.proposed", "COUNTERED": "match.offered", "AGREED": "match.agreed"}
"""By the status in which a match begins: what is told of it."""


async def usable(act: Act, demand: asyncpg.Record, resource: asyncpg.Record) -> asyncpg.Record:
    """How the two fit, and whether anybody stands in line for the offer. Raises a refusal if something rules the offer out."""
    pair: asyncpg.Record = await sql.pair(act.connection, demand=demand["id"], resource=resource["id"])
    if pair["obstacle"] not in (None, "EXHAUSTED"):
        raise refuse("MATCH_OBSTACLE", "resource", why=OBSTACLES[pair["obstacle"]])
    return pair


async def terms_of(act: Act, form: Form, given: Any, demand: int, resource: int) -> dict[str, Any]:
    """Quantities and opening of a promise, checked under locks against what is free and what is missing.

    The columns of a match by name. Raises one refusal with everything that is wrong; it says what is left.
    """
    needing, offered, wanted = await wanted_of(act, form, given, demand, resource)
    reasons = []
    if wanted["quantity"] > offered["free"]:
        reasons.append(Reason("MATCH_CAPACITY", "quantity", {"left": plainly(offered["free"]), "unit": offered["unit"]}))
    reasons += unneeded(needing, offered, wanted)
    if reasons:
        raise Refused(*reasons)
    return wanted


async def wanted_of(
    act: Act, form: Form, given: Any, demand: int, resource: int
) -> tuple[asyncpg.Record, asyncpg.Record, dict[str, Any]]:
    """A demand and an offer, locked, and how much of the one is wanted for the other: the columns of a match by name.

    Raises one refusal with everything that cannot be.
    """
    needing = await sql.demand(act.connection, id=demand)
    offered = await sql.resource(act.connection, id=resource, day=given.day, opens=given.opens)
    quantity = form.quantity(given.quantity)
    covers = form.quantity(given.covers, "covers") if given.covers is not None else quantity
    if given.covers is None and needing["unit"] != offered["unit"]:
        form.wrong("MATCH_COVERS", "covers")
    await _check_opening(act, form, given, needing, offered)
    form.settle()
    return needing, offered, {"quantity": quantity, "covers": covers, "day": given.day, "opens": given.opens}


def unneeded(needing: asyncpg.Record, offered: asyncpg.Record, wanted: Mapping[str, Any]) -> list[Reason]:
    """That more of a demand would be covered than is missing."""
    if wanted["covers"] <= needing["missing"]:
        return []
    path = "quantity" if needing["unit"] == offered["unit"] else "covers"
    left = max(Decimal(0), needing["missing"])
    return [Reason("MATCH_COVERED", path, {"left": plainly(left), "unit": needing["unit"]})]


async def _check_opening(act: Act, form: Form, given: Any, needing: asyncpg.Record, offered: asyncpg.Record) -> None:
    """An offer by openings is promised for one of them, up to the demand's last day; another one without."""
    if offered["measure"] == "TOTAL":
        if given.day is not None or given.opens is not None:
            form.wrong("MATCH_NO_OPENING", "day")
    elif given.day is None or given.opens is None:
        form.wrong("MATCH_OPENING", "day")
    elif given.day < today():
        form.wrong("DAY_PAST", "day")
    elif given.day > needing["needed_by"]:
        form.wrong("MATCH_TOO_LATE", "day", day=needing["needed_by"].isoformat())
    elif not await opens_at(act, offered["id"], given.day, given.opens):
        form.wrong("MATCH_OPENING", "day")


async def tell(act: Act, verb: str, number: int, demand: asyncpg.Record, resource: asyncpg.Record, data: dict[str, Any]) -> None:
    """Append to the ledger what happened to a match; quantities in it let balances be computed anew."""
    told = {name: plainly(value) if isinstance(value, Decimal) else value for name, value in data.items() if value is not None}
    sides = {
        "demand": f"demand_{demand['id']}",
        "resource": f"resource_{resource['id']}",
        "needed": demand["title"],
        "offered": resource["title"],
        "unit": resource["unit"],
    }
    organisations = list(concerned(demand, resource))
    await act.event(verb, Match, number, area_path=demand["area_path"], organisations=organisations, data=sides | told)
