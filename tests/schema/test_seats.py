"""Seats: who holds them, from when to when, and never two chairs at once."""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import WRONG_IDS, act, done, events, number, refused, trace, viewer_of
from tests.story import Story, ask

STREETS, COMMUNITYS = "朝外街道党建工作协调委员会", "吉庆里社区党建工作协调委员会"
SAFETYS = f"{STREETS}平安建设专业委员会"
YESTERDAY, TOMORROW = str(today() - timedelta(days=1)), str(today() + timedelta(days=1))


async def seat(engine: Engine, story: Story, committee: str, role: str) -> dict[str, Any]:
    """A seat of the role that is held today: id, version, first day."""
    document = """query($id: ID!, $role: SeatRole!) { committee(id: $id) {
        seats(filter: {role: {eq: $role}, current: true}, orderBy: RECENT) { nodes { id version validFrom } } } }"""
    variables = {"id": story.committee(committee), "role": role}
    found = (await ask(engine, document, variables, story.administrator))["committee"]["seats"]["nodes"][0]
    assert isinstance(found, dict)
    return found


async def attempt(engine: Engine, story: Story, mutation: str) -> dict[str, Any]:
    """Something that the coordinator of the street may do."""
    if mutation == "seatAppoint":
        return {"committee": story.committee(COMMUNITYS), "role": "MEMBER", "person": story.person("高明月")}
    chair = await seat(engine, story, COMMUNITYS, "CHAIR")
    return {"id": chair["id"]} | ({"duties": "主持全面工作"} if mutation == "seatEdit" else {})


@pytest.mark.parametrize("mutation", ["seatAppoint", "seatEdit", "seatEnd"])
@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", "SIGN_IN_FIRST"),
        ("stranger", "NOT_ALLOWED"),
        ("member", "NOT_ALLOWED"),
        ("manager", "NOT_ALLOWED"),
        ("coordinator_elsewhere", "NOT_ALLOWED"),
    ],
)
async def test_nobody_else_keeps_seats(reading_engine: Engine, story: Story, mutation: str, who: str, code: str) -> None:
    given = await attempt(reading_engine, story, mutation)
    assert await refused(reading_engine, viewer_of(story, who), mutation, given) == [(code, "")]


@pytest.mark.parametrize("mutation", ["seatAppoint", "seatEdit", "seatEnd"])
@pytest.mark.parametrize("who", ["community_coordinator", "coordinator", "administrator"])
async def test_coordinators_at_or_above_and_administrators_keep_them(
    engine: Engine, story: Story, mutation: str, who: str
) -> None:
    before = await trace(engine)
    await done(engine, viewer_of(story, who), mutation, await attempt(engine, story, mutation))
    after = await trace(engine)
    assert {name for name in after if after[name] != before[name]} == {"seat", "event"}


async def test_a_leader_of_the_upper_level_chairs_the_committee_below(engine: Engine, story: Story) -> None:
    old = await seat(engine, story, COMMUNITYS, "CHAIR")
    await done(engine, story.coordinator, "seatEnd", {"id": old["id"], "version": old["version"]})
    given = {"committee": story.committee(COMMUNITYS), "role": "CHAIR", "person": story.person("何所思")}
    await done(engine, story.coordinator, "seatAppoint", given)
    document = "query($id: ID!) { committee(id: $id) { chair { person { name } } chairHistory { person { name } validTo } } }"
    found = (await ask(engine, document, {"id": story.committee(COMMUNITYS)}, story.coordinator))["committee"]
    assert found["chair"]["person"]["name"] == "何所思"
    assert found["chairHistory"] == [
        {"person": {"name": "何所思"}, "validTo": None},
        {"person": {"name": "唐半山"}, "validTo": str(today())},
    ]


async def test_two_chairs_at_once_are_refused(reading_engine: Engine, story: Story) -> None:
    given = {"committee": story.committee(COMMUNITYS), "role": "CHAIR", "person": story.person("何所思")}
    assert await refused(reading_engine, story.coordinator, "seatAppoint", given) == [("CHAIR_TAKEN", "role")]
    past = {**given, "validFrom": "2000-01-01", "validTo": TOMORROW}
    assert await refused(reading_engine, story.coordinator, "seatAppoint", past) == [("CHAIR_TAKEN", "role")]


async def test_of_two_chairs_appointed_at_the_same_moment_one_is(engine: Engine, story: Story) -> None:
    committee = story.committee("三丰里社区党建工作协调委员会")
    given = [{"committee": committee, "role": "CHAIR", "person": story.person(name)} for name in ("何所思", "唐半山")]
    payloads = await asyncio.gather(*(act(engine, story.coordinator, "seatAppoint", one) for one in given))
    assert sorted(one["code"] for payload in payloads for one in payload["refusals"]) == ["CHAIR_TAKEN"]
    sql = "select count(*) from seat where committee_id = $1 and role = 'CHAIR'"
    assert await engine.services.pool.fetchval(sql, number(committee)) == 1


async def test_the_database_itself_refuses_a_second_chair(engine: Engine, story: Story) -> None:
    """Even where nothing locks the committee."""
    sql = "insert into seat (committee_id, role, person_id, valid_from) values ($1, 'CHAIR', $2, current_date)"
    row = (number(story.committee("三丰里社区党建工作协调委员会")), number(story.person("何所思")))
    await engine.services.pool.execute(sql, *row)
    with pytest.raises(asyncpg.ExclusionViolationError, match="seat_one_chair"):
        await engine.services.pool.execute(sql, *row)


async def test_a_part_time_member_has_a_post_outside(engine: Engine, story: Story) -> None:
    given = {
        "committee": story.committee(COMMUNITYS),
        "role": "PART_TIME_MEMBER",
        "person": story.person("高明月"),
        "organisation": story.organisation("朝外示范社区卫生服务中心"),
        "duties": "健康服务\n\n  义诊 ",
        "validTo": "2030-01-01",
    }
    assert await refused(engine, story.coordinator, "seatAppoint", given) == [("SEAT_NEEDS_POST", "outsidePost")]
    select = "seat { role outsidePost duties validFrom validTo current lapsed person { name } organisation { id } }"
    payload = await done(engine, story.coordinator, "seatAppoint", {**given, "outsidePost": " 主任 "}, select)
    assert payload["seat"] == {
        "role": "PART_TIME_MEMBER",
        "outsidePost": "主任",
        "duties": "健康服务\n\n义诊",
        "validFrom": str(today()),
        "validTo": "2030-01-01",
        "current": True,
        "lapsed": False,
        "person": {"name": "高明月"},
        "organisation": {"id": story.organisation("朝外示范社区卫生服务中心")},
    }


async def test_lapsed_terms_are_listed_and_renewed(engine: Engine, story: Story) -> None:
    document = """query($id: ID!) { committee(id: $id) {
        seats(filter: {lapsed: true, role: {eq: PART_TIME_MEMBER}}) { nodes { id person { name } lapsed } } } }"""
    (lapsed,) = (await ask(engine, document, {"id": story.committee(STREETS)}, story.coordinator))["committee"]["seats"]["nodes"]
    assert (lapsed["person"]["name"], lapsed["lapsed"]) == ("白露", True)
    assert await refused(engine, story.coordinator, "seatEnd", {"id": lapsed["id"]}) == [("SEAT_ENDED", "id")]
    given = {
        "committee": story.committee(STREETS),
        "role": "PART_TIME_MEMBER",
        "person": story.person("白露"),
        "outsidePost": "总经理",
    }
    await done(engine, story.coordinator, "seatAppoint", given)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"person": None}, ("SEAT_HOLDER", "person")),
        ({"role": "MEMBER_UNIT"}, ("SEAT_HOLDER", "person")),
        ({"role": "MEMBER_UNIT", "person": None}, ("SEAT_HOLDER", "organisation")),
        ({"role": "MEMBER_UNIT", "person": None, "organisation": "朝外示范科技有限公司"}, ("SEAT_TWICE", "organisation")),
        ({"role": "MEMBER_UNIT", "person": None, "organisation": COMMUNITYS}, ("SEAT_UNIT", "organisation")),
        ({"role": "MEMBER_UNIT", "person": None, "organisation": "朝外银发志愿服务队"}, ("SEAT_UNIT", "organisation")),
        ({"role": "VICE_CHAIR", "person": "沈知行"}, ("SEAT_PERSON_TWICE", "person")),
        ({"validFrom": TOMORROW, "validTo": TOMORROW}, ("DATE_ORDER", "validTo")),
        ({"validTo": YESTERDAY}, ("DATE_ORDER", "validTo")),
        ({"outsidePost": "长" * 10_000}, ("TOO_LONG", "outsidePost")),
        ({"duties": "长" * 10_000}, ("TOO_LONG", "duties")),
    ],
)
async def test_seats_that_cannot_be(
    reading_engine: Engine, story: Story, changed: dict[str, Any], refusal: tuple[str, str]
) -> None:
    given = {**await attempt(reading_engine, story, "seatAppoint"), **changed}
    if changed.get("organisation"):
        given["organisation"] = story.organisation(given["organisation"])
    if changed.get("person"):
        given["person"] = story.person(given["person"])
    assert await refused(reading_engine, story.coordinator, "seatAppoint", given) == [refusal]


@pytest.mark.parametrize("id", WRONG_IDS)
async def test_ids_of_nothing_find_nothing(reading_engine: Engine, story: Story, id: str) -> None:
    given = await attempt(reading_engine, story, "seatAppoint")
    for name in ("committee", "organisation"):
        wrong = {**given, name: id or "org_0"}
        if (name, id) != ("organisation", "org_1"):
            assert await refused(reading_engine, story.coordinator, "seatAppoint", wrong) == [("NOT_FOUND", name)]
    for mutation in ("seatEdit", "seatEnd"):
        assert await refused(reading_engine, story.coordinator, mutation, {"id": id}) == [("NOT_FOUND", "id")]


async def test_somebody_whom_the_viewer_cannot_see_is_not_found(reading_engine: Engine, story: Story) -> None:
    given = await attempt(reading_engine, story, "seatAppoint") | {"person": story.person("江临川")}
    assert await refused(reading_engine, story.coordinator, "seatAppoint", given) == [("NOT_FOUND", "person")]


async def test_what_is_left_out_of_a_change_of_a_seat_stays(engine: Engine, story: Story) -> None:
    chair = await seat(engine, story, SAFETYS, "CHAIR")
    select = "seat { duties outsidePost validFrom validTo version } committee { id }"
    given = {"id": chair["id"], "duties": "平安建设", "version": 1}
    payload = await done(engine, story.coordinator, "seatEdit", given, select)
    same = {"outsidePost": "", "validFrom": chair["validFrom"], "validTo": None}
    assert payload["seat"] == {**same, "duties": "平安建设", "version": 2}
    assert payload["committee"]["id"] == story.committee(SAFETYS)
    late = await act(engine, story.coordinator, "seatEdit", {**given, "duties": "另一处修改"}, select)
    assert [one["code"] for one in late["refusals"]] == ["CONFLICT"] and late["seat"]["duties"] == "平安建设"
    for changed, refusal in (
        ({"validFrom": None}, ("REQUIRED", "validFrom")),
        ({"validTo": "1900-01-01"}, ("DATE_ORDER", "validTo")),
        ({"duties": "长" * 501}, ("TOO_LONG", "duties")),
    ):
        assert await refused(engine, story.coordinator, "seatEdit", {"id": chair["id"], **changed}) == [refusal]


async def test_changing_the_dates_of_a_chair_makes_no_second_one(engine: Engine, story: Story) -> None:
    document = "query($id: ID!) { committee(id: $id) { chairHistory { id } } }"
    history = (await ask(engine, document, {"id": story.committee(STREETS)}, story.coordinator))["committee"]["chairHistory"]
    given = {"id": history[1]["id"], "validTo": None}
    assert await refused(engine, story.coordinator, "seatEdit", given) == [("CHAIR_TAKEN", "role")]


async def test_an_appointment_by_mistake_is_taken_back_on_the_same_day(engine: Engine, story: Story) -> None:
    committee = story.committee("三丰里社区党建工作协调委员会")
    given = {"committee": committee, "role": "CHAIR", "person": story.person("何所思")}
    made = await done(engine, story.coordinator, "seatAppoint", given, "seat { id }")
    ended = await done(engine, story.coordinator, "seatEnd", {"id": made["seat"]["id"]}, "seat { current lapsed validTo }")
    assert ended["seat"] == {"current": False, "lapsed": True, "validTo": str(today())}
    await done(engine, story.coordinator, "seatAppoint", {**given, "person": story.person("唐半山")})


async def test_the_ledger_says_what_happened_to_whose_seats_without_names(engine: Engine, story: Story) -> None:
    given = {"committee": story.committee(COMMUNITYS), "role": "MEMBER_UNIT", "organisation": story.organisation("朝外示范小学")}
    await done(engine, story.coordinator, "seatAppoint", given)
    given = {"committee": story.committee(COMMUNITYS), "role": "MEMBER", "person": story.person("高明月")}
    await done(engine, story.coordinator, "seatAppoint", given)
    document = "query($id: ID!) { committee(id: $id) { timeline { nodes { verb summary data } } } }"
    found = (await ask(engine, document, {"id": story.committee(COMMUNITYS)}, story.coordinator))["committee"]["timeline"]
    assert [one["summary"] for one in found["nodes"]][:2] == ["确定委员", "确定成员单位"]
    assert "高明月" not in str(found)
    person, unit = await events(engine, "seat.appointed")
    assert unit["organisation_ids"] == [number(story.organisation(COMMUNITYS)), number(story.organisation("朝外示范小学"))]
    assert person["area_path"] == unit["area_path"] and person["area_path"].endswith("110105002025/")
