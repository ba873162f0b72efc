"""Suggested duplicates: who sees them, and how they are settled."""

from itertools import combinations
from typing import Any

from api.sample.places import NANLANG
from schema.engine.access import PUBLIC, Viewer
from schema.engine.reader import Engine
from schema.organisations.duplicates import appearance, compare
from schema.organisations.pairs import suggest, suggest_missing
from tests.schema.acting import done, number
from tests.schema.registry import new_unit
from tests.story import Story, ask

NAMES = ("朝外微光科技有限公司", "朝外微光科技公司")
LISTED = "{ organisationDuplicates(first: 100) { totalCount nodes { score reasons organisation { id name } other { id } } } }"
OF_UNIT = "query($id: ID!) { organisation(id: $id) { duplicates { other { name } score reasons } } }"


async def two(engine: Engine, viewer: Viewer, story: Story, *names: str) -> list[str]:
    """Two units that look alike, by their ids."""
    made = [
        await done(engine, viewer, "organisationRegister", new_unit(story, name=name), "organisation { id }")
        for name in names or NAMES
    ]
    return [one["organisation"]["id"] for one in made]


async def pairs(engine: Engine, viewer: Viewer) -> list[set[str]]:
    """The pairs that somebody sees, without the story's own."""
    found = (await ask(engine, LISTED, None, viewer))["organisationDuplicates"]
    assert found["totalCount"] == len(found["nodes"])
    told = [one for one in found["nodes"] if "（样例）" not in one["organisation"]["name"]]
    return [{one["organisation"]["id"], one["other"]["id"]} for one in told]


async def of_unit(engine: Engine, viewer: Viewer, unit: str) -> Any:
    return (await ask(engine, OF_UNIT, {"id": unit}, viewer))["organisation"]["duplicates"]


async def test_likely_duplicates_are_shown_to_the_coordinators_of_their_areas_only(engine: Engine, story: Story) -> None:
    one, other = await two(engine, story.coordinator, story)
    for viewer in (story.coordinator, story.community_coordinator, story.district_coordinator):
        assert await pairs(engine, viewer) == [{one, other}]
        assert await of_unit(engine, viewer, one) == [
            {"other": {"name": NAMES[1]}, "score": 95, "reasons": ["NAME", "PINYIN"][:1]}
        ]
    for viewer in (PUBLIC, story.stranger, story.manager, story.member, story.coordinator_elsewhere, story.administrator):
        assert await pairs(engine, viewer) == []
        assert await of_unit(engine, viewer, one) == []


async def test_what_is_decided_stays_decided_until_it_is_taken_back(engine: Engine, story: Story) -> None:
    one, other = await two(engine, story.coordinator, story)
    await done(engine, story.community_coordinator, "organisationDistinguish", {"id": other, "other": one})
    await done(engine, story.coordinator, "organisationEdit", {"id": one, "name": "朝外微光科技股份有限公司"})
    assert await pairs(engine, story.coordinator) == []
    await done(engine, story.coordinator, "organisationDistinguish", {"id": one, "other": other, "distinct": False})
    assert await pairs(engine, story.coordinator) == [{one, other}]


async def test_a_pair_goes_when_a_name_is_corrected_or_a_unit_closed(engine: Engine, story: Story) -> None:
    one, other = await two(engine, story.coordinator, story)
    await done(engine, story.coordinator, "organisationEdit", {"id": one, "name": "朝外远帆餐饮有限公司"})
    assert await pairs(engine, story.coordinator) == []
    await done(engine, story.coordinator, "organisationEdit", {"id": one, "name": NAMES[0]})
    assert await pairs(engine, story.coordinator) == [{one, other}]
    await done(engine, story.coordinator, "organisationClose", {"id": one, "reason": "注销"})
    assert await pairs(engine, story.coordinator) == []


async def test_a_registration_is_compared_before_anybody_approves_it(engine: Engine, story: Story) -> None:
    (listed,) = await two(engine, story.coordinator, story, NAMES[0])
    await done(engine, PUBLIC, "organisationRegister", new_unit(story, name=NAMES[1]))
    assert [listed in pair for pair in await pairs(engine, story.coordinator)] == [True]


async def test_a_pair_across_areas_is_seen_from_where_both_may_be_seen(engine: Engine, story: Story) -> None:
    await two(engine, story.coordinator, story, NAMES[0])
    waiting = new_unit(story, name=NAMES[1], area=story.area(NANLANG))
    await done(engine, PUBLIC, "organisationRegister", waiting)
    assert len(await pairs(engine, story.coordinator_elsewhere)) == len(await pairs(engine, story.district_coordinator)) == 1
    assert await pairs(engine, story.coordinator) == []


async def test_entries_without_keys_get_theirs_once(engine: Engine, story: Story) -> None:
    async with engine.services.pool.acquire() as connection:
        await connection.execute("update organisation set duplicate_keys = '{}' where kind <> 'COMMITTEE'")
        assert await suggest_missing(connection) == await connection.fetchval(
            "select count(*) from organisation where kind <> 'COMMITTEE'"
        )
        assert await suggest_missing(connection) == 0


async def test_a_key_that_many_share_suggests_nothing(engine: Engine, story: Story) -> None:
    await engine.services.pool.execute("update organisation set duplicate_keys = '{d:common}'")
    await engine.services.pool.execute(
        "insert into organisation (kind, name, area_id, area_path, status, duplicate_keys)"
        " select 'OTHER', '同名单位', id, path, 'ACTIVE', '{d:common}' from area limit 60"
    )
    await two(engine, story.coordinator, story, NAMES[0])
    assert await pairs(engine, story.coordinator) == []


async def test_names_that_are_all_alike_suggest_every_pair_however_they_came_in(engine: Engine, story: Story) -> None:
    names = [f"朝外晨光{first}顺{second}德商贸有限公司" for first in "和嘉明瑞清" for second in "安元朗润同"]
    ids = [number(one) for one in await two(engine, story.coordinator, story, *names)]
    looks = [appearance(name) for name in names]
    alike = {
        (ids[one], ids[other])
        for one, other in combinations(range(len(names)), 2)
        if compare(looks[one], looks[other]) is not None
    }
    assert len(alike) == len(names) * (4 + 4) // 2
    found = "select first_id, second_id from organisation_duplicate where first_id = any($1) and second_id = any($1)"
    pool = engine.services.pool
    assert {tuple(row) for row in await pool.fetch(found, ids)} == alike
    async with pool.acquire() as connection:
        await connection.execute("delete from organisation_duplicate")
        await suggest(connection, ids)
    assert {tuple(row) for row in await pool.fetch(found, ids)} == alike
