"""Plans: who may ask for one, what a draft says, how people decide about it, and what a new run makes of that."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from schema.engine.days import today
from schema.engine.reader import Engine
from schema.plans.jobs import advance
from schema.plans.keeping import hash_of, inflated, packed, told_by, unpacked
from schema.plans.solving import solve
from tests.schema import needs
from tests.schema.acting import WRONG_IDS, act, done, events, number, refused
from tests.schema.drafts import (
    DRAFT,
    STREET,
    alone,
    asked,
    drafted,
    line_of,
    needs_of,
    period,
    solved_again,
    status_of,
)
from tests.schema.offers import day, next_monday
from tests.schema.promises import agreed, pair, shown
from tests.story import Story, ask

HEAD = "status served greedyServed units nearness gap demands fullDemands pairs viewerSteps progress"


async def test_a_plan_is_asked_for_and_drafted_by_the_worker(engine: Engine, story: Story) -> None:
    both = await alone(engine, story)
    plan = await asked(engine, story)
    assert (await shown(engine, story.coordinator, plan, "status viewerSteps")) == {"status": "QUEUED", "viewerSteps": ["cancel"]}
    assert await advance(engine.services)
    assert not await advance(engine.services), "there is no other"
    seen = await shown(engine, story.coordinator, plan, HEAD)
    steps = ["solve", "edit", "accept", "explain"]
    assert (seen["status"], seen["demands"], seen["viewerSteps"]) == ("DRAFT", 1, steps)
    need = (await needs_of(engine, story, plan))[both["demand"]]
    line = await line_of(engine, story, plan, both)
    assert (line["quantity"], line["covers"], line["status"], line["change"]) == ("12", "12", "OPEN", None)
    assert Decimal(need["planned"]) == sum(Decimal(one["covers"]) for one in need["lines"]) <= Decimal(need["missing"])
    assert [row["subject_id"] for row in await events(engine, "plan.drafted")] == [number(plan)]


async def test_only_the_committee_of_the_area_plans_and_only_committees_above_see_it(engine: Engine, story: Story) -> None:
    given = {"area": story.area(STREET), **period()}
    for who in ("stranger", "member", "coordinator_elsewhere", "community_coordinator"):
        assert await refused(engine, getattr(story, who), "planMake", given) == [("NOT_ALLOWED", "area")]
    assert await refused(engine, story.public, "planMake", given) == [("SIGN_IN_FIRST", "")]
    plan = await drafted(engine, story)
    for viewer in (story.stranger, story.member, story.manager, story.coordinator_elsewhere, story.community_coordinator):
        assert await shown(engine, viewer, plan, "id") is None
        assert (await ask(engine, "{ plans { nodes { id } } }", None, viewer))["plans"]["nodes"] == []
    for viewer in (story.coordinator, story.district_coordinator, story.administrator):
        assert (await shown(engine, viewer, plan, "id"))["id"] == plan
    assert (await shown(engine, story.administrator, plan, "viewerSteps"))["viewerSteps"] == []


@pytest.mark.parametrize("mutation", ["planSolve", "planCancel", "planAccept"])
async def test_who_is_not_of_the_committee_can_do_nothing_with_a_plan(engine: Engine, story: Story, mutation: str) -> None:
    plan = await (asked if mutation == "planCancel" else drafted)(engine, story)
    for who, code in (("stranger", "NOT_FOUND"), ("member", "NOT_FOUND"), ("coordinator_elsewhere", "NOT_FOUND")):
        assert await refused(engine, getattr(story, who), mutation, {"id": plan}) == [(code, "id")]
    assert await refused(engine, story.administrator, mutation, {"id": plan}) == [("NOT_ALLOWED", "")]
    assert await refused(engine, story.coordinator, mutation, {"id": plan, "version": 99}) == [("CONFLICT", "version")]
    await done(engine, story.coordinator, mutation, {"id": plan})


@pytest.mark.parametrize("mutation", ["planPin", "planForbid"])
async def test_who_is_not_of_the_committee_decides_nothing(engine: Engine, story: Story, mutation: str) -> None:
    both = await alone(engine, story)
    plan = await drafted(engine, story)
    given = {"plan": plan, **both} | ({"covers": "1"} if mutation == "planPin" else {})
    for who, told in (("stranger", "NOT_FOUND"), ("member", "NOT_FOUND"), ("coordinator_elsewhere", "NOT_FOUND")):
        assert await refused(engine, getattr(story, who), mutation, given) == [(told, "plan")]
    assert await refused(engine, story.administrator, mutation, given) == [("NOT_ALLOWED", "")]
    await done(engine, story.coordinator, mutation, given)
    [rule] = (await shown(engine, story.coordinator, plan, "rules { id }"))["rules"]
    for who in ("stranger", "member", "coordinator_elsewhere"):
        assert await refused(engine, getattr(story, who), "planRuleRemove", rule) == [("NOT_FOUND", "id")]
    assert await refused(engine, story.administrator, "planRuleRemove", rule) == [("NOT_ALLOWED", "")]
    await done(engine, story.coordinator, "planRuleRemove", rule)
    assert (await shown(engine, story.coordinator, plan, "rules { id }"))["rules"] == []


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"firstDay": str(today()), "lastDay": str(today() - timedelta(days=1))}, ("DATE_ORDER", "lastDay")),
        ({"firstDay": str(today() - timedelta(days=9)), "lastDay": str(today() - timedelta(days=1))}, ("PLAN_PERIOD", "lastDay")),
        ({"firstDay": str(today()), "lastDay": str(today() + timedelta(days=367))}, ("PLAN_PERIOD", "lastDay")),
        ({"firstDay": "0001-01-01", "lastDay": "9999-12-31"}, ("PLAN_PERIOD", "lastDay")),
    ],
)
async def test_a_period_that_is_none_is_refused(
    engine: Engine, story: Story, more: dict[str, str], refusal: tuple[str, str]
) -> None:
    given = {"area": story.area(STREET), **period()} | more
    assert await refused(engine, story.coordinator, "planMake", given) == [refusal]


@pytest.mark.parametrize("area", WRONG_IDS)
async def test_an_area_that_is_none_is_refused(engine: Engine, story: Story, area: str) -> None:
    assert await refused(engine, story.coordinator, "planMake", {"area": area, **period()}) == [
        ("ORGANISATION_AREA_UNKNOWN", "area")
    ]


async def test_an_area_has_one_plan_under_way(engine: Engine, story: Story) -> None:
    plan = await drafted(engine, story)
    other = await asked(engine, story)
    given = {"area": story.area(STREET), **period()}
    assert await refused(engine, story.coordinator, "planMake", given) == [("PLAN_UNDER_WAY", "area")]
    assert await refused(engine, story.coordinator, "planSolve", {"id": plan}) == [("PLAN_UNDER_WAY", "area")]
    await done(engine, story.coordinator, "planCancel", {"id": other})
    await done(engine, story.coordinator, "planSolve", {"id": plan})


async def test_only_demands_of_the_period_with_something_missing_are_planned(engine: Engine, story: Story) -> None:
    both = await alone(engine, story)
    late, met, elsewhere = [await pair(engine, story) for _ in range(3)]
    await needs.put(engine, late["demand"], needed_by=today() + timedelta(days=300))
    await agreed(engine, story, met, quantity="12")
    await needs.put(engine, met["demand"], quantity=Decimal(12))
    await needs.put(engine, elsewhere["demand"], area_path="110105/110105001/")
    plan = await drafted(engine, story)
    assert set(await needs_of(engine, story, plan)) == {both["demand"]}


async def test_a_demand_that_nothing_serves_says_why(engine: Engine, story: Story) -> None:
    both = await alone(engine, story)
    await engine.services.pool.execute("update resource set status = 'WITHDRAWN'")
    plan = await drafted(engine, story)
    need = (await needs_of(engine, story, plan))[both["demand"]]
    assert (need["planned"], need["shortfall"], need["lines"]) == ("0", "NO_OFFER", [])


async def learnt(engine: Engine, story: Story) -> None:
    """Three promises that are over: a session met five, six and eight people."""
    for covers in ("5", "6", "8"):
        once = await pair(engine, story, unit="场")
        await agreed(engine, story, once, quantity="1", covers=covers)
        await engine.services.pool.execute("update resource set status = 'WITHDRAWN' where id = $1", number(once["resource"]))
        await engine.services.pool.execute("update demand set status = 'CLOSED' where id = $1", number(once["demand"]))


async def test_where_units_differ_earlier_promises_tell_how_much_meets_how_much(engine: Engine, story: Story) -> None:
    both = await alone(engine, story, unit="场")
    plan = await drafted(engine, story)
    assert (await needs_of(engine, story, plan))[both["demand"]]["shortfall"] == "UNITS_DIFFER"
    await learnt(engine, story)
    await solved_again(engine, story, plan)
    line = await line_of(engine, story, plan, both)
    # One session for six people and a little more: seven sessions reach all forty.
    assert (line["quantity"], line["covers"], line["learnt"]) == ("7", "40", 3)


async def test_a_demand_counts_as_served_in_full_only_if_its_whole_sessions_reach_all(engine: Engine, story: Story) -> None:
    """In parts of sessions twelve would do for 31 people and for 39; whole ones are six for each, and reach 35 of the 39."""
    both = await alone(engine, story, unit="场")
    await learnt(engine, story)
    other = await pair(engine, story, unit="场")
    await engine.services.pool.execute("update resource set status = 'WITHDRAWN' where id = $1", number(other["resource"]))
    for demand, people in ((both["demand"], 31), (other["demand"], 39)):
        await engine.services.pool.execute("update demand set quantity = $2 where id = $1", number(demand), people)
    plan = await drafted(engine, story)
    found = await needs_of(engine, story, plan)
    assert {demand: need["planned"] for demand, need in found.items()} == {both["demand"]: "31", other["demand"]: "35"}
    assert (await shown(engine, story.coordinator, plan, "fullDemands"))["fullDemands"] == 1


async def test_an_offer_by_openings_is_planned_within_each_opening(engine: Engine, story: Story) -> None:
    window = {"firstDay": day(), "weekdays": [1], "opens": "09:00", "closes": "11:00"}
    more = {"measure": "PER_WINDOW", "windows": [window], "quantity": "3", "unit": "人时"}
    both = await alone(engine, story, **more)
    plan = await drafted(engine, story)
    lines = (await needs_of(engine, story, plan))[both["demand"]]["lines"]
    assert {line["quantity"] for line in lines} == {"3"}
    assert min(line["day"] for line in lines) == str(next_monday()) and {line["opens"] for line in lines} == {"09:00:00"}
    assert len({line["day"] for line in lines}) == len(lines) > 1


async def test_a_pin_holds_in_the_next_run_and_the_difference_is_shown(engine: Engine, story: Story) -> None:
    both = await alone(engine, story)
    plan = await drafted(engine, story)
    await done(engine, story.coordinator, "planPin", {"plan": plan, **both, "covers": "5"})
    assert (await line_of(engine, story, plan, both))["rule"] == {"kind": "PIN", "covers": "5"}
    kept = (await line_of(engine, story, plan, both))["id"]
    await solved_again(engine, story, plan)
    line = await line_of(engine, story, plan, both)
    assert (line["id"], line["covers"], line["change"], line["before"]) == (kept, "5", "LESS", "12")
    await solved_again(engine, story, plan)
    assert (await line_of(engine, story, plan, both))["change"] is None


async def test_what_is_forbidden_is_not_planned_again(engine: Engine, story: Story) -> None:
    both = await alone(engine, story)
    plan = await drafted(engine, story)
    await done(engine, story.coordinator, "planForbid", {"plan": plan, **both})
    await solved_again(engine, story, plan)
    assert (await line_of(engine, story, plan, both))["status"] == "DROPPED"
    await solved_again(engine, story, plan)
    assert await line_of(engine, story, plan, both) is None
    [rule] = (await shown(engine, story.coordinator, plan, "rules { id }"))["rules"]
    await done(engine, story.coordinator, "planRuleRemove", rule)
    await solved_again(engine, story, plan)
    assert (await line_of(engine, story, plan, both))["change"] == "NEW"


async def test_pins_that_cannot_hold_are_told_and_the_draft_stays(engine: Engine, story: Story) -> None:
    both = await alone(engine, story)
    plan = await drafted(engine, story)
    await done(engine, story.coordinator, "planPin", {"plan": plan, **both, "covers": "13"})
    await solved_again(engine, story, plan)
    seen = await shown(engine, story.coordinator, plan, "status run failure rules { clash most }")
    assert seen == {"status": "DRAFT", "run": 1, "failure": "INFEASIBLE", "rules": [{"clash": "LOT", "most": "12"}]}
    assert (await line_of(engine, story, plan, both))["covers"] == "12"
    await done(engine, story.coordinator, "planPin", {"plan": plan, **both, "covers": "12"})
    await solved_again(engine, story, plan)
    seen = await shown(engine, story.coordinator, plan, "status run failure rules { clash most }")
    assert seen == {"status": "DRAFT", "run": 2, "failure": None, "rules": [{"clash": None, "most": None}]}


@pytest.mark.parametrize("covers", needs.NUMBERS)
async def test_a_pin_of_no_quantity_is_refused(engine: Engine, story: Story, covers: str) -> None:
    both = await alone(engine, story)
    plan = await drafted(engine, story)
    assert await refused(engine, story.coordinator, "planPin", {"plan": plan, **both, "covers": covers}) == [
        ("QUANTITY", "covers")
    ]


async def test_only_what_the_plan_is_about_can_be_pinned(engine: Engine, story: Story) -> None:
    both = await alone(engine, story)
    plan = await drafted(engine, story)
    other = await pair(engine, story)
    for mutation, more in (("planPin", {"covers": "1"}), ("planForbid", {})):
        given: dict[str, Any] = {"plan": plan, **other, **more}
        assert await refused(engine, story.coordinator, mutation, given) == [("PLAN_NOT_IN", "demand")]
        assert await refused(engine, story.coordinator, mutation, {**given, **both, "resource": "resource_0"}) == [
            ("NOT_FOUND", "resource")
        ]
    at = {"day": str(next_monday()), "opens": "09:00"}
    assert await refused(engine, story.coordinator, "planPin", {"plan": plan, **both, "covers": "1", **at}) == [
        ("MATCH_NO_OPENING", "day")
    ]


async def test_a_plan_called_off_before_its_first_draft_is_cancelled_and_later_keeps_its_lines(
    engine: Engine, story: Story
) -> None:
    both = await alone(engine, story)
    plan = await asked(engine, story)
    await done(engine, story.coordinator, "planCancel", {"id": plan})
    assert await status_of(engine, plan) == "CANCELLED"
    assert not await advance(engine.services)
    await solved_again(engine, story, plan)
    await done(engine, story.coordinator, "planSolve", {"id": plan})
    await done(engine, story.coordinator, "planCancel", {"id": plan})
    seen = await shown(engine, story.coordinator, plan, DRAFT)
    assert (seen["status"], seen["run"]) == ("DRAFT", 2)
    assert (await line_of(engine, story, plan, both))["covers"] == "12"


async def test_the_same_lists_give_the_same_plan(engine: Engine, story: Story) -> None:
    plan = await drafted(engine, story)
    other = await drafted(engine, story)
    rows = "select demand_id, resource_id, day, opens, quantity, covers from plan_line where plan_id = $1 order by 1, 2, 3, 4"
    pool = engine.services.pool
    assert await pool.fetch(rows, number(plan)) == await pool.fetch(rows, number(other)) != []
    hashes = [(await shown(engine, story.coordinator, one, "inputsHash"))["inputsHash"] for one in (plan, other)]
    assert hashes[0] == hashes[1] is not None


async def test_what_is_kept_of_a_run_solves_to_the_same_lines(engine: Engine, story: Story) -> None:
    plan = await drafted(engine, story)
    [kept] = await engine.services.pool.fetch("select content, hash, solution from plan_input where plan_id = $1", number(plan))
    problem = unpacked(inflated(kept["content"]))
    assert (packed(problem), hash_of(packed(problem))) == (inflated(kept["content"]), kept["hash"])
    turned = replace(problem, needs=problem.needs[::-1], lots=problem.lots[::-1], edges=problem.edges[::-1])
    assert packed(turned) == packed(problem)
    for one in (problem, turned):
        assert told_by(solve(one)) == inflated(kept["solution"])


WEIGHTS = {"urgent": 500, "soon": 200, "normal": 100, "waiting": 10, "fairness": 70, "fit": 10, "nearness": 5, "line": 2}
LIMITS = {"perUnit": 5, "partners": 2, "note": "更看重紧急需求"}


async def test_an_administrator_decides_what_counts_how_much(engine: Engine, story: Story) -> None:
    given = {**WEIGHTS, **LIMITS, "base": 1}
    for viewer in (story.stranger, story.member, story.coordinator, story.coordinator_elsewhere):
        assert await refused(engine, viewer, "planWeightsSet", given) == [("NOT_ALLOWED", "")]
    for wrong in ({"urgent": 0}, {"fairness": 101}, {"partners": 0}, {"perUnit": 1001}, {"line": -1}, {"normal": 2_000_000_000}):
        assert await refused(engine, story.administrator, "planWeightsSet", {**given, **wrong}) == [("PLAN_WEIGHTS", "")]
    plan = await drafted(engine, story)
    payload = await done(engine, story.administrator, "planWeightsSet", given, "weights { version note decidedBy { name } }")
    assert (payload["weights"]["version"], payload["weights"]["note"]) == (2, "更看重紧急需求")
    assert await refused(engine, story.administrator, "planWeightsSet", given) == [("CONFLICT", "base")]
    of = "weights { version }"
    assert (await shown(engine, story.coordinator, plan, of))["weights"]["version"] == 1
    await solved_again(engine, story, plan)
    assert (await shown(engine, story.coordinator, plan, of))["weights"]["version"] == 2


async def test_no_unit_gets_more_lines_than_the_weights_allow(engine: Engine, story: Story) -> None:
    await done(engine, story.administrator, "planWeightsSet", {**WEIGHTS, **LIMITS, "perUnit": 1, "partners": 1})
    plan = await drafted(engine, story)
    counted = (
        "select max(n) from (select count(*) as n from plan_line l join resource r on r.id = l.resource_id"
        " where l.plan_id = $1 group by {by}) x"
    )
    for by in ("r.organisation_id", "l.demand_id"):
        assert await engine.services.pool.fetchval(counted.format(by=by), number(plan)) == 1


async def test_an_answer_is_given_once_for_a_key(engine: Engine, story: Story) -> None:
    given = {"area": story.area(STREET), **period(), "idempotencyKey": "plan-once"}
    first = await done(engine, story.coordinator, "planMake", given, "plan { id }")
    again = await act(engine, story.coordinator, "planMake", given, "plan { id }")
    assert again["plan"] == first["plan"]
    assert await engine.services.pool.fetchval("select count(*) from plan") == 1
