"""Memberships: who gives which role to whom. Nobody gives themselves a wider reach."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import WRONG_IDS, act, done, events, number, refused, trace, viewer_of
from tests.story import Story, ask

UNIT, HANDLED = "朝外示范科技有限公司", "朝外示范物业服务有限公司"
DISTRICTS, STREETS, COMMUNITYS = (f"{place}党建工作协调委员会" for place in ("朝阳区", "朝外街道", "吉庆里社区"))


def new(story: Story, organisation: str = UNIT, person: str = "高明月", role: str = "HANDLER") -> dict[str, Any]:
    return {"person": story.person(person), "organisation": story.organisation(organisation), "role": role}


async def membership(engine: Engine, person: str, organisation: str) -> str:
    """The id of somebody's present membership."""
    found = await engine.services.pool.fetchval(
        "select m.id from membership m join person p on p.id = m.person_id join organisation o on o.id = m.organisation_id"
        " where p.name = $1 and o.name like $2 || '%' and m.valid_to is null",
        *(person, organisation),
    )
    return f"membership_{found}"


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", "SIGN_IN_FIRST"),
        ("stranger", "NOT_ALLOWED"),
        ("member", "NOT_ALLOWED"),
        ("coordinator_elsewhere", "NOT_ALLOWED"),
    ],
)
async def test_nobody_else_makes_members(reading_engine: Engine, story: Story, who: str, code: str) -> None:
    assert await refused(reading_engine, viewer_of(story, who), "membershipCreate", new(story)) == [(code, "")]


@pytest.mark.parametrize("role", ["MANAGER", "HANDLER", "MEMBER"])
@pytest.mark.parametrize("who", ["manager", "coordinator", "district_coordinator", "administrator"])
async def test_managers_coordinators_and_administrators_make_members(engine: Engine, story: Story, who: str, role: str) -> None:
    before = await trace(engine)
    select = "membership { role current validFrom validTo version person { name } organisation { id } }"
    payload = await done(engine, viewer_of(story, who), "membershipCreate", new(story, role=role), select)
    after = await trace(engine)
    assert {name for name in after if after[name] != before[name]} == {"membership", "event"}
    assert payload["membership"] == {
        "role": role,
        "current": True,
        "validFrom": str(today()),
        "validTo": None,
        "version": 1,
        "person": {"name": "高明月"},
        "organisation": {"id": story.organisation(UNIT)},
    }


@pytest.mark.parametrize(
    ("who", "code", "path"),
    [
        ("public", "SIGN_IN_FIRST", ""),
        ("stranger", "NOT_FOUND", "id"),
        ("coordinator_elsewhere", "NOT_FOUND", "id"),
        ("member", "NOT_ALLOWED", ""),
    ],
)
async def test_nobody_else_ends_a_membership(reading_engine: Engine, story: Story, who: str, code: str, path: str) -> None:
    given = {"id": await membership(reading_engine, "陆远山", UNIT)}
    assert await refused(reading_engine, viewer_of(story, who), "membershipEnd", given) == [(code, path)]


@pytest.mark.parametrize("who", ["manager", "coordinator", "district_coordinator", "administrator"])
async def test_managers_coordinators_and_administrators_end_a_membership(engine: Engine, story: Story, who: str) -> None:
    before = await trace(engine)
    given = {"id": await membership(engine, "叶知秋", UNIT), "version": 1}
    payload = await done(engine, viewer_of(story, who), "membershipEnd", given, "membership { current validTo version }")
    after = await trace(engine)
    assert {name for name in after if after[name] != before[name]} == {"membership", "event"}
    assert payload["membership"] == {"current": False, "validTo": str(today()), "version": 2}
    assert await refused(engine, viewer_of(story, who), "membershipEnd", {"id": given["id"]}) == [("MEMBERSHIP_ENDED", "id")]


async def test_who_only_handles_matters_gives_and_ends_no_role(reading_engine: Engine, story: Story) -> None:
    for role in ("MANAGER", "MEMBER"):
        given = new(story, HANDLED, role=role)
        assert await refused(reading_engine, story.handler, "membershipCreate", given) == [("NOT_ALLOWED", "")]
        entry = {"name": "某人", "organisation": story.organisation(HANDLED), "role": role}
        assert await refused(reading_engine, story.handler, "personCreate", entry) == [("NOT_ALLOWED", "")]
    own = {"id": await membership(reading_engine, "苏晚晴", HANDLED)}
    assert await refused(reading_engine, story.handler, "membershipEnd", own) == [("NOT_ALLOWED", "")]


@pytest.mark.parametrize("who", ["coordinator", "district_coordinator", "administrator"])
async def test_a_coordinator_is_made_by_one_at_or_above_the_committee(engine: Engine, story: Story, who: str) -> None:
    await done(engine, viewer_of(story, who), "membershipCreate", new(story, STREETS, role="COORDINATOR"))
    sql = "select role from membership where person_id = $1 and valid_to is null"
    assert await engine.services.pool.fetchval(sql, number(story.person("高明月"))) == "COORDINATOR"


@pytest.mark.parametrize(
    ("who", "organisation", "refusal"),
    [
        ("community_coordinator", STREETS, ("NOT_ALLOWED", "")),
        ("community_coordinator", DISTRICTS, ("NOT_ALLOWED", "")),
        ("coordinator", DISTRICTS, ("NOT_ALLOWED", "")),
        ("coordinator", f"{DISTRICTS}平安建设专业委员会", ("NOT_ALLOWED", "")),
        ("coordinator", "建外街道党建工作协调委员会", ("NOT_ALLOWED", "")),
        ("coordinator", UNIT, ("MEMBERSHIP_ROLE", "role")),
        ("administrator", UNIT, ("MEMBERSHIP_ROLE", "role")),
        ("manager", UNIT, ("MEMBERSHIP_ROLE", "role")),
        ("manager", STREETS, ("NOT_ALLOWED", "")),
    ],
)
async def test_nobody_gives_themselves_a_wider_reach(
    reading_engine: Engine, story: Story, who: str, organisation: str, refusal: tuple[str, str]
) -> None:
    viewer = viewer_of(story, who)
    given = new(story, organisation, role="COORDINATOR") | {"person": f"person_{viewer.person}"}
    assert await refused(reading_engine, viewer, "membershipCreate", given) == [refusal]
    entry = {"name": "替身", "organisation": given["organisation"], "role": "COORDINATOR"}
    assert await refused(reading_engine, viewer, "personCreate", entry) == [refusal]


async def test_who_manages_a_committees_entry_makes_no_coordinators_and_ends_none(engine: Engine, story: Story) -> None:
    """Not even after the entry's address was moved to where they coordinate: what counts is the committee's area."""
    pool = engine.services.pool
    street, person = number(story.organisation(STREETS)), number(story.person("沈知行"))
    await pool.execute(
        "insert into membership (person_id, organisation_id, role, valid_from) values ($1, $2, 'MANAGER', '2020-01-01')",
        *(person, street),
    )
    await pool.execute(
        "update organisation o set area_id = a.id, area_path = a.path from area a where o.id = $1 and a.code = '110105002025'",
        street,
    )
    viewer = replace(story.community_coordinator, managed=(street,), organisations=(street,))
    given = new(story, STREETS, role="COORDINATOR")
    assert await refused(engine, viewer, "membershipCreate", given) == [("MEMBERSHIP_COORDINATOR", "role")]
    boss = {"id": await membership(engine, "林望舒", STREETS)}
    assert await refused(engine, viewer, "membershipEnd", boss) == [("NOT_ALLOWED", "")]
    await done(engine, viewer, "membershipCreate", new(story, STREETS, role="MEMBER"))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"validTo": str(today())}, ("DATE_ORDER", "validTo")),
        ({"validFrom": "2026-01-02", "validTo": "2026-01-01"}, ("DATE_ORDER", "validTo")),
        ({"person": "person_999999999"}, ("NOT_FOUND", "person")),
    ],
)
async def test_memberships_that_cannot_be(
    reading_engine: Engine, story: Story, changed: dict[str, Any], refusal: tuple[str, str]
) -> None:
    assert await refused(reading_engine, story.manager, "membershipCreate", new(story) | changed) == [refusal]


async def test_somebody_belongs_to_a_unit_once_at_a_time(engine: Engine, story: Story) -> None:
    given = new(story, person="叶知秋", role="HANDLER")
    assert await refused(engine, story.manager, "membershipCreate", given) == [("MEMBERSHIP_TWICE", "organisation")]
    await done(engine, story.manager, "membershipEnd", {"id": await membership(engine, "叶知秋", UNIT)})
    payloads = await asyncio.gather(*(act(engine, story.coordinator, "membershipCreate", given) for _ in range(3)))
    codes = [one["code"] for payload in payloads for one in payload["refusals"]]
    assert codes == ["MEMBERSHIP_TWICE", "MEMBERSHIP_TWICE"]


async def test_a_role_given_by_mistake_is_taken_back_on_the_same_day(engine: Engine, story: Story) -> None:
    made = await done(engine, story.coordinator, "membershipCreate", new(story, STREETS, role="COORDINATOR"), "membership { id }")
    later = str(today() + timedelta(days=30))
    begun = {**new(story, COMMUNITYS, role="COORDINATOR"), "validFrom": later}
    coming = await done(engine, story.coordinator, "membershipCreate", begun, "membership { id }")
    for one in (made["membership"]["id"], coming["membership"]["id"]):
        payload = await done(engine, story.coordinator, "membershipEnd", {"id": one}, "membership { current validFrom validTo }")
        ended = payload["membership"]
        assert ended["current"] is False and ended["validTo"] == ended["validFrom"]
    await done(engine, story.coordinator, "membershipCreate", new(story, STREETS, role="MEMBER"))


async def test_an_end_before_the_beginning_is_refused(reading_engine: Engine, story: Story) -> None:
    given = {"id": await membership(reading_engine, "叶知秋", UNIT), "validTo": "1900-01-01"}
    assert await refused(reading_engine, story.manager, "membershipEnd", given) == [("DATE_ORDER", "validTo")]


async def test_a_membership_changed_meanwhile_is_a_conflict(engine: Engine, story: Story) -> None:
    given = {"id": await membership(engine, "叶知秋", UNIT), "version": 1, "validTo": str(today() + timedelta(days=9))}
    await done(engine, story.manager, "membershipEnd", given)
    payload = await act(engine, story.coordinator, "membershipEnd", given, "membership { version validTo }")
    assert [one["code"] for one in payload["refusals"]] == ["CONFLICT"]
    assert payload["membership"] == {"version": 2, "validTo": given["validTo"]}


@pytest.mark.parametrize("id", WRONG_IDS)
async def test_ids_of_nothing_find_nothing(reading_engine: Engine, story: Story, id: str) -> None:
    for name in ("person", "organisation"):
        if (name, id) != ("organisation", "org_1"):
            given = new(story) | {name: id}
            assert await refused(reading_engine, story.manager, "membershipCreate", given) == [("NOT_FOUND", name)]
    assert await refused(reading_engine, story.manager, "membershipEnd", {"id": id}) == [("NOT_FOUND", "id")]


async def test_the_ledger_tells_the_unit_and_its_coordinators(engine: Engine, story: Story) -> None:
    document = '{ events(filter: {verb: {eq: "membership.created"}}) { nodes { summary } totalCount } }'
    told = {who: (await ask(engine, document, {}, who))["events"]["totalCount"] for who in (story.member, story.coordinator)}
    elsewhere = await ask(engine, document, {}, story.stranger)
    await done(engine, story.manager, "membershipCreate", new(story))
    for who, before in told.items():
        events_now = (await ask(engine, document, {}, who))["events"]
        assert events_now["totalCount"] == before + 1 and events_now["nodes"][0] == {"summary": "加入单位"}
    assert await ask(engine, document, {}, story.stranger) == elsewhere
    (event,) = await events(engine, "membership.created")
    assert event["area_path"].startswith("110105/110105002/")


async def test_the_steps_that_pages_offer_are_those_that_work(reading_engine: Engine, story: Story) -> None:
    document = "query($id: ID!) { node(id: $id) { ... on Membership { viewerSteps } } }"
    shown = await membership(reading_engine, "叶知秋", UNIT)
    for who, steps in (("manager", ["end"]), ("coordinator", ["end"]), ("administrator", ["end"]), ("member", [])):
        found = await ask(reading_engine, document, {"id": shown}, viewer_of(story, who))
        assert found["node"]["viewerSteps"] == steps
