"""The resource list as it is read: what is public, what a day's passing changes, what follows a unit or an area that moves."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import pytest

from api.sample.places import DISTRICT, FANGCAODI, JIQINGLI, NANLANG, SANFENGLI, STREET
from schema.accounts.rules import SCOPES
from schema.engine.access import PUBLIC
from schema.engine.reader import Engine
from tests.schema.acting import WRONG_IDS, act, done, events, number, viewer_of
from tests.schema.offers import STATES, age, category, day, listed, new_offer, offer_row, offered, seen, told
from tests.schema.registry import OTHER, UNIT, contact_of, denied
from tests.story import Story, answer_of, ask

READ = "resource(id: $id) { title status reason contact { nameMask } viewerSteps timeline { nodes { verb } } }"
STANDING = [
    ({}, "LISTED"),
    ({"left": 0}, "LISTED"),
    ({"left": -1}, "EXPIRED"),
    ({"unconfirmed": 180}, "LISTED"),
    ({"unconfirmed": 181}, "LAPSED"),
    ({"left": -1, "unconfirmed": 181}, "EXPIRED"),
]
"""What time does to a listed offer: the last day and the 180th day since somebody confirmed it are still good."""


@pytest.mark.parametrize("state", STATES)
async def test_only_what_is_listed_is_public(engine: Engine, story: Story, state: str) -> None:
    id_ = await offered(engine, story, state)
    for who, viewer in story.everyone.items():
        inside = who in ("member", "manager", "admin", "district", "chaowai", "jiqingli")
        visible = inside or state == "LISTED"
        found = await seen(engine, viewer, id_, "status")
        assert found == ({"status": state} if visible else None), who
        assert (id_ in await listed(engine, viewer)) is visible
        node = await ask(engine, "query($id: ID!) { node(id: $id) { id } }", {"id": id_}, viewer)
        assert (node["node"] is not None) is visible


async def test_the_public_is_told_neither_the_contact_nor_what_went_before(engine: Engine, story: Story) -> None:
    id_ = await offered(engine, story, "RETURNED", contact=await contact_of(engine, story.organisation(UNIT)))
    await done(engine, story.coordinator, "resourceSubmit", {"id": id_})
    await engine.services.pool.execute("update resource set reason = '内部意见' where id = $1", number(id_))
    document = f"query($id: ID!) {{ {READ} }}"
    for viewer in (PUBLIC, story.stranger, story.coordinator_elsewhere, story.handler):
        found = (await ask(engine, document, {"id": id_}, viewer))["resource"]
        assert (found["status"], found["reason"], found["contact"], found["viewerSteps"]) == ("LISTED", "", None, [])
        assert found["timeline"]["nodes"] == []
    for viewer in (story.member, story.coordinator):
        found = (await ask(engine, document, {"id": id_}, viewer))["resource"]
        assert found["reason"] == "内部意见" and found["contact"]["nameMask"].endswith("*")
        assert [one["verb"] for one in found["timeline"]["nodes"]] == [
            "resource.listed",
            "resource.returned",
            "resource.registered",
        ]


@pytest.mark.parametrize(("passed", "status"), STANDING)
async def test_time_alone_takes_an_offer_off_the_list(engine: Engine, story: Story, passed: dict[str, int], status: str) -> None:
    id_ = await offered(engine, story)
    await age(engine, id_, **passed)
    assert (await seen(engine, story.manager, id_, "status"))["status"] == status
    assert (await seen(engine, PUBLIC, id_) is not None) is (status == "LISTED")
    for one in ("LISTED", "LAPSED", "EXPIRED"):
        assert (id_ in await listed(engine, story.coordinator, status={"eq": one})) is (one == status)
    assert (id_ in await listed(engine, PUBLIC, status={"in": ["LAPSED", "EXPIRED", "LISTED"]})) is (status == "LISTED")


@pytest.mark.parametrize("state", [state for state in STATES if state != "LISTED"])
async def test_what_is_not_listed_neither_lapses_nor_expires(engine: Engine, story: Story, state: str) -> None:
    id_ = await offered(engine, story, state)
    await age(engine, id_, left=-10, unconfirmed=400)
    assert (await seen(engine, story.manager, id_, "status"))["status"] == state


async def test_a_lapsed_offer_is_back_when_somebody_confirms_or_edits_it(engine: Engine, story: Story) -> None:
    id_ = await offered(engine, story)
    for mutation, more in (("resourceConfirm", {}), ("resourceEdit", {"description": "仍可提供"})):
        await age(engine, id_, unconfirmed=200)
        assert await seen(engine, PUBLIC, id_) is None
        await done(engine, story.manager, mutation, {"id": id_, **more})
        assert await seen(engine, PUBLIC, id_, "status confirmedOn") == {"status": "LISTED", "confirmedOn": day()}
    assert len(await events(engine, "resource.confirmed")) == 1


async def test_an_expired_offer_is_back_when_it_is_given_another_day(engine: Engine, story: Story) -> None:
    id_ = await offered(engine, story)
    await age(engine, id_, left=-30)
    assert (await seen(engine, story.manager, id_, "status"))["status"] == "EXPIRED"
    await done(engine, story.manager, "resourceEdit", {"id": id_, "validUntil": day()})
    assert (await seen(engine, PUBLIC, id_, "status"))["status"] == "LISTED"


@pytest.mark.parametrize(
    ("state", "who", "step"),
    [
        ("DRAFT", "manager", "submit"),
        ("RETURNED", "coordinator", "submit"),
        ("SUBMITTED", "coordinator", "list"),
        ("LISTED", "manager", "confirm"),
    ],
)
async def test_after_its_last_day_an_offer_has_to_be_prolonged_first(
    engine: Engine, story: Story, state: str, who: str, step: str
) -> None:
    viewer, mutation = viewer_of(story, who), f"resource{step.capitalize()}"
    id_ = await offered(engine, story, state)
    await age(engine, id_, left=-1)
    assert step not in (await seen(engine, viewer, id_, "viewerSteps"))["viewerSteps"]
    assert await denied(engine, viewer, mutation, {"id": id_}) == [("RESOURCE_EXPIRED", "")]
    for mutation_elsewhere in (mutation, "resourceEdit"):
        assert await denied(engine, story.stranger, mutation_elsewhere, {"id": id_}) == [("NOT_FOUND", "id")]
    await done(engine, viewer, "resourceEdit", {"id": id_, "validUntil": day()})
    assert step in (await seen(engine, viewer, id_, "viewerSteps"))["viewerSteps"]
    await done(engine, viewer, mutation, {"id": id_})


async def test_on_its_last_day_an_offer_is_confirmed_as_on_any(engine: Engine, story: Story) -> None:
    id_ = await offered(engine, story)
    await age(engine, id_, left=0, unconfirmed=200)
    await done(engine, story.manager, "resourceConfirm", {"id": id_})
    assert (await seen(engine, PUBLIC, id_, "status"))["status"] == "LISTED"


async def test_the_offers_of_a_suspended_unit_are_off_the_list_until_it_resumes(engine: Engine, story: Story) -> None:
    id_, unit = await offered(engine, story), story.organisation(UNIT)
    await done(engine, story.coordinator, "organisationSuspend", {"id": unit, "reason": "停业整顿"})
    for viewer in (PUBLIC, story.stranger, story.coordinator_elsewhere):
        assert await seen(engine, viewer, id_) is None
        assert await listed(engine, viewer) & {id_} == set()
    for viewer in (story.member, story.manager, story.coordinator, story.administrator):
        assert await seen(engine, viewer, id_, "organisation { id }") == {"organisation": {"id": unit}}
    assert await denied(engine, story.manager, "resourceRegister", await new_offer(engine, story)) == [
        ("RESOURCE_ORGANISATION", "organisation")
    ]
    await done(engine, story.coordinator, "organisationResume", {"id": unit})
    assert await seen(engine, PUBLIC, id_) is not None


async def test_the_offers_of_a_merged_unit_are_offers_of_the_one_that_took_it_in(engine: Engine, story: Story) -> None:
    contact = await contact_of(engine, story.organisation(UNIT))
    ids = [await offered(engine, story, state, title=state, contact=contact) for state in STATES]
    before = [await offer_row(engine, id_) for id_ in ids]
    merge = {"id": story.organisation(UNIT), "into": story.organisation(OTHER)}
    await done(engine, story.coordinator, "organisationMerge", merge)
    for old, new in zip(before, [await offer_row(engine, id_) for id_ in ids], strict=True):
        assert (new["organisation_id"], new["version"]) == (number(story.organisation(OTHER)), old["version"] + 1)
        moved = {"organisation_id", "updated_at", "version"}
        assert {name for name in new.keys() if new[name] != old[name]} == moved  # noqa: SIM118 — a Record iterates over values
    assert await listed(engine, PUBLIC, organisation={"eq": story.organisation(OTHER)}) >= {ids[STATES.index("LISTED")]}
    assert await listed(engine, story.coordinator, organisation={"eq": story.organisation(UNIT)}) == set()
    late = await act(engine, story.coordinator, "resourceEdit", {"id": ids[0], "version": before[0]["version"], "title": "迟到"})
    assert [one["code"] for one in late["refusals"]] == ["CONFLICT"]


async def test_an_offer_goes_along_when_its_area_moves(engine: Engine, story: Story) -> None:
    grid, building = f"{JIQINGLI}001", f"{JIQINGLI}001001"
    id_ = await offered(engine, story, area=story.area(building))
    stays = await offered(engine, story)
    move = {"id": story.area(grid), "parent": story.area(NANLANG), "from": day()}
    await done(engine, story.district_coordinator, "areaMove", move)
    assert (await offer_row(engine, id_))["area_path"] == f"{DISTRICT}/110105001/{NANLANG}/{grid}/{building}/"
    assert (await offer_row(engine, stays))["area_path"] == f"{DISTRICT}/{STREET}/{JIQINGLI}/"
    assert "withdraw" in (await seen(engine, story.coordinator_elsewhere, id_, "viewerSteps"))["viewerSteps"]
    assert (await seen(engine, story.coordinator, id_, "viewerSteps"))["viewerSteps"] == []
    assert await listed(engine, PUBLIC, area={"within": story.area(STREET)}) & {id_, stays} == {stays}


async def test_the_list_is_narrowed_by_place_class_unit_words_and_day(engine: Engine, story: Story) -> None:
    near = await offered(engine, story, title="议事厅", serviceAreas=[story.area(SANFENGLI)], validUntil=day(10))
    wide = await offered(engine, story, title="法律咨询", code="LEGAL", serviceAreas=[story.area(STREET)], validUntil=day(20))
    anyone = await offered(engine, story, title="健康讲座", code="HEALTH", validUntil=day(30))
    legal = await category(engine, "LEGAL")
    for filter_, found in (
        ({"serves": story.area(SANFENGLI)}, {near, wide, anyone}),
        ({"serves": story.area(f"{SANFENGLI}001")}, {near, wide, anyone}),
        ({"serves": story.area(FANGCAODI)}, {wide, anyone}),
        ({"serves": story.area(STREET)}, {wide, anyone}),
        ({"serves": story.area(NANLANG)}, {anyone}),
        ({"area": {"within": story.area(DISTRICT)}}, {near, wide, anyone}),
        ({"area": {"within": story.area(SANFENGLI)}}, set()),
        ({"category": {"eq": legal}}, {wide}),
        ({"category": {"in": [legal, "category_99999", "org_1"]}}, {wide}),
        ({"organisation": {"eq": story.organisation(UNIT)}, "validUntil": {"lt": day(20)}}, {near}),
        ({"validUntil": {"gte": day(20), "lt": day(31)}}, {wide, anyone}),
        ({"search": "falv"}, {wide}),
        ({"search": "jkjz"}, {anyone}),
        ({"search": "议事"}, {near}),
    ):
        assert await listed(engine, PUBLIC, **filter_) & {near, wide, anyone} == found, filter_


@pytest.mark.parametrize("order", ["RECENT", "TITLE", "UNTIL"])
async def test_the_whole_list_can_be_read_page_by_page_in_each_order(engine: Engine, story: Story, order: str) -> None:
    for one in range(7):
        await offered(engine, story, title=f"资源 {7 - one}", validUntil=day(10 + one % 3))
    document = f"""query($after: String) {{ resources(first: 2, after: $after, orderBy: {order}) {{
        totalCount nodes {{ id title validUntil }} pageInfo {{ endCursor hasNextPage }} }} }}"""
    found, after, more = [], None, True
    while more:
        page = (await ask(engine, document, {"after": after}))["resources"]
        found += page["nodes"]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert len({one["id"] for one in found}) == len(found) == page["totalCount"]
    own = [one for one in found if one["title"].startswith("资源 ")]
    expected = {
        "RECENT": sorted(own, key=lambda one: -number(one["id"])),
        "TITLE": sorted(own, key=lambda one: one["title"]),
        "UNTIL": sorted(own, key=lambda one: (one["validUntil"], number(one["id"]))),
    }
    assert own == expected[order] and len(own) == 7


@pytest.mark.parametrize("id_", [*WRONG_IDS, "resource_0", "resource_99999", "category_1"])
async def test_ids_of_nothing_lead_nowhere(reading_engine: Engine, story: Story, id_: str) -> None:
    assert await seen(reading_engine, story.administrator, id_) is None
    assert await listed(reading_engine, story.administrator, category={"eq": id_ if id_ != "category_1" else "x"}) == set()


async def test_everybody_narrows_the_list_by_what_an_offer_serves(engine: Engine, story: Story) -> None:
    offer = await offered(engine, story, code="VOLUNTEER")
    for code, found in (("CARE", True), ("PARKING", False)):
        serves = {"fits": await category(engine, code, "DEMAND")}
        for viewer in (PUBLIC, story.stranger):
            assert (offer in await listed(engine, viewer, **serves)) is found


async def test_a_token_reads_and_writes_offers_within_its_scopes(engine: Engine, story: Story) -> None:
    id_ = await offered(engine, story, "DRAFT")
    deny = replace(story.manager, scopes=frozenset(set(SCOPES) - {"resources", "resources:write"}), via="api")
    answer = await answer_of(engine, "query($id: ID!) { resource(id: $id) { title } }", {"id": id_}, deny)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    for mutation, given in (
        ("resourceRegister", await new_offer(engine, story)),
        ("resourceEdit", {"id": id_, "title": "不行"}),
        *((f"resource{step}", {"id": id_}) for step in ("Submit", "List", "Confirm", "Reopen")),
        *((f"resource{step}", {"id": id_, "reason": "不行"}) for step in ("Return", "Withdraw")),
    ):
        assert await denied(engine, deny, mutation, given) == [("SCOPE_MISSING", "")]
    reads = replace(story.manager, scopes=frozenset({"resources"}), via="api")
    assert (await seen(engine, reads, id_, "title category { code } windows { opens }"))["title"]
    for more in ("organisation { id }", "contact { nameMask }", "area { id }", "timeline { totalCount }"):
        answer = await answer_of(engine, f"query($id: ID!) {{ resource(id: $id) {{ {more} }} }}", {"id": id_}, reads)
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    writes = replace(story.manager, scopes=frozenset({"resources:write"}), via="api")
    assert await told(engine, writes, "resourceSubmit", {"id": id_}) == []
    assert (await events(engine, "resource.submitted"))[0]["via"] == "api"


async def test_of_two_who_change_one_version_at_once_one_is_told(engine: Engine, story: Story) -> None:
    id_ = await offered(engine, story, "SUBMITTED")
    given = {"id": id_, "version": 1}
    steps = [
        act(engine, story.coordinator, "resourceList", given),
        act(engine, story.community_coordinator, "resourceReturn", given | {"reason": "不完整"}),
        act(engine, story.manager, "resourceEdit", given | {"title": "同时修改"}),
        act(engine, story.manager, "resourceWithdraw", given | {"reason": "算了"}),
    ]
    codes = sorted(one["refusals"][0]["code"] if one["refusals"] else "" for one in await asyncio.gather(*steps))
    assert codes == ["", *["CONFLICT"] * 3]
    assert (await offer_row(engine, id_))["version"] == 2


async def test_a_contact_that_goes_while_it_is_named_is_refused(engine: Engine, story: Story) -> None:
    id_ = await offered(engine, story)
    given = {"organisation": story.organisation(UNIT), "name": "秋水长", "phone": "13700001234"}
    contact = (await done(engine, story.manager, "contactAdd", given, "contact { id }"))["contact"]["id"]
    edit = act(engine, story.manager, "resourceEdit", {"id": id_, "contact": contact})
    payload = await overtaken(engine, "delete from contact where id = $1", contact, edit)
    assert [(one["code"], one["path"]) for one in payload["refusals"]] == [("RESOURCE_CONTACT", "contact")]


async def test_a_contact_that_goes_leaves_its_offers(engine: Engine, story: Story) -> None:
    contact = await contact_of(engine, story.organisation(UNIT))
    id_ = await offered(engine, story, contact=contact)
    await done(engine, story.manager, "contactRemove", {"id": contact})
    assert await seen(engine, story.manager, id_, "status contact { id }") == {"status": "LISTED", "contact": None}


async def test_a_class_that_is_retired_while_it_is_chosen_is_refused(engine: Engine, story: Story) -> None:
    given = await new_offer(engine, story)
    register = act(engine, story.manager, "resourceRegister", given)
    payload = await overtaken(engine, "update category set retired = true where id = $1", given["category"], register)
    assert [(one["code"], one["path"]) for one in payload["refusals"]] == [("CATEGORY_RETIRED", "category")]


async def overtaken(engine: Engine, sql: str, id_: str, attempt: Coroutine[Any, Any, Any]) -> Any:
    """What comes of an attempt that begins while another transaction has done this to a row and not committed yet."""
    waits = "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')"
    async with engine.services.pool.acquire() as other, other.transaction():
        await other.execute(sql, number(id_))
        running = asyncio.create_task(attempt)
        while not running.done() and not await engine.services.pool.fetchval(waits):  # noqa: ASYNC110 — nothing tells who waits
            await asyncio.sleep(0.01)
    return await running
