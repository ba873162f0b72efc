"""Moving areas from a day on: what moves along, what stays, what is refused."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from api.sample.places import DISTRICT, FANGCAODI, JIQINGLI, NANLANG, SANFENGLI, STREET, STREET_ELSEWHERE
from schema.areas.jobs import effect_moves
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import act, done, events, number, refused
from tests.schema.works import proposed
from tests.story import Story, ask

GRID, BUILDING = f"{JIQINGLI}001", f"{JIQINGLI}001001"
BEFORE, AFTER = f"{DISTRICT}/{STREET}/{JIQINGLI}/{GRID}/", f"{DISTRICT}/{STREET}/{SANFENGLI}/{GRID}/"


async def move(engine: Engine, story: Story, code: str, parent: str, day: date) -> Any:
    given = {"id": story.area(code), "parent": story.area(parent), "from": str(day)}
    return await done(engine, story.district_coordinator, "areaMove", given)


async def path(engine: Engine, code: str) -> str:
    found: str = await engine.services.pool.fetchval("select path from area where code = $1", code)
    return found


async def history(engine: Engine, code: str) -> list[tuple[str, date | None]]:
    """Period by period: the path, and the day after its last."""
    rows = await engine.services.pool.fetch(
        "select p.path, p.valid_to from area_parentage p join area on area.id = p.area_id where code = $1 order by p.valid_from",
        code,
    )
    return [(row["path"], row["valid_to"]) for row in rows]


async def consistent(engine: Engine) -> bool:
    """Every area stands below its parent, today and in every period; what lies in an area has its path."""
    wrong = await engine.services.pool.fetchval(
        """select
        (select count(*) from area a left join area p on p.id = a.parent_id
         where a.path <> coalesce(p.path, '') || a.code || '/')
        + (select count(*) from area_parentage a join area on area.id = a.area_id
         join area_parentage p on p.area_id = a.parent_id
            and daterange(a.valid_from, a.valid_to) && daterange(p.valid_from, p.valid_to)
         where a.path <> p.path || area.code || '/')
        + (select count(*) from area a where not exists (
            select from area_parentage p where p.area_id = a.id and p.path = a.path
            and p.valid_from <= current_date and coalesce(p.valid_to > current_date, true)))
        + (select count(*) from organisation o join area a on a.id = o.area_id where a.path <> o.area_path)
        + (select count(*) from committee o join area a on a.id = o.area_id where a.path <> o.area_path)
        + (select count(*) from zone o join area a on a.id = o.area_id where a.path <> o.area_path)
        + (select count(*) from resource o join area a on a.id = o.area_id where a.path <> o.area_path)
        + (select count(*) from demand o join area a on a.id = o.area_id where a.path <> o.area_path)
        + (select count(*) from project o join area a on a.id = o.area_id where a.path <> o.area_path)"""
    )
    return bool(wrong == 0)


async def place(engine: Engine, story: Story, code: str) -> tuple[int, int]:
    """A party organisation and a zone in an area; their numbers."""
    area = number(story.area(code))
    organisation = await engine.services.pool.fetchval(
        "insert into organisation (kind, name, area_id, area_path, status)"
        " select 'PARTY_ORGANIZATION', '网格党支部（样例）', id, path, 'ACTIVE' from area where id = $1 returning id",
        area,
    )
    zone = await engine.services.pool.fetchval(
        "insert into zone (kind, name, area_id, area_path)"
        " select 'BUSINESS_DISTRICT', '网格商圈（样例）', id, path from area where id = $1 returning id",
        area,
    )
    return organisation, zone


async def test_a_move_takes_everything_below_along_and_leaves_the_past(engine: Engine, story: Story) -> None:
    organisation, zone = await place(engine, story, BUILDING)
    await engine.services.pool.execute("select event_append(null, 'job', 'area.renamed', 'Area', 1, $1, '{}', '{}')", BEFORE)
    await move(engine, story, GRID, SANFENGLI, today())
    assert (await path(engine, GRID), await path(engine, BUILDING)) == (AFTER, f"{AFTER}{BUILDING}/")
    assert await history(engine, BUILDING) == [(f"{BEFORE}{BUILDING}/", today()), (f"{AFTER}{BUILDING}/", None)]
    pool = engine.services.pool
    assert await pool.fetchval("select area_path from organisation where id = $1", organisation) == f"{AFTER}{BUILDING}/"
    assert await pool.fetchval("select area_path from zone where id = $1", zone) == f"{AFTER}{BUILDING}/"
    (event,) = await events(engine, "area.renamed")
    assert event["area_path"] == BEFORE
    assert await consistent(engine)


async def test_committees_and_projects_keep_their_place_in_the_tree(engine: Engine, story: Story) -> None:
    project = await proposed(engine, story)
    await move(engine, story, JIQINGLI, STREET_ELSEWHERE, today())
    moved = f"{DISTRICT}/{STREET_ELSEWHERE}/{JIQINGLI}/"
    assert await engine.services.pool.fetchval("select area_path from project where id = $1", number(project)) == moved
    committee = number(story.committee("吉庆里社区党建工作协调委员会"))
    assert await engine.services.pool.fetchval("select area_path from committee where id = $1", committee) == moved
    assert await consistent(engine)
    (event,) = await events(engine, "area.moved")
    # Both sides are concerned: those who lose it and those who get it.
    assert number(story.organisation("建外街道党建工作协调委员会")) in event["organisation_ids"]
    assert number(story.organisation("朝外街道党建工作协调委员会")) in event["organisation_ids"]


async def test_the_page_shows_where_a_grid_stood_and_when(engine: Engine, story: Story) -> None:
    await move(engine, story, GRID, SANFENGLI, date(2026, 3, 1))
    document = "query($id: ID!) { area(id: $id) { parent { code } parentages { parent { code } validFrom validTo } } }"
    area = (await ask(engine, document, {"id": story.area(GRID)}))["area"]
    assert area["parent"] == {"code": SANFENGLI}
    assert area["parentages"] == [
        {"parent": {"code": JIQINGLI}, "validFrom": "2020-01-01", "validTo": "2026-03-01"},
        {"parent": {"code": SANFENGLI}, "validFrom": "2026-03-01", "validTo": None},
    ]


async def test_a_move_on_a_day_to_come_waits_for_it(engine: Engine, story: Story) -> None:
    day = today() + timedelta(days=30)
    organisation, _ = await place(engine, story, GRID)
    await move(engine, story, GRID, SANFENGLI, day)
    assert await path(engine, GRID) == BEFORE
    assert await history(engine, GRID) == [(BEFORE, day), (AFTER, None)]
    async with engine.services.pool.acquire() as connection:
        assert await effect_moves(connection, day - timedelta(days=1)) == 0
        assert await path(engine, GRID) == BEFORE
        # The grid and its two buildings.
        assert await effect_moves(connection, day) == 3
        assert await effect_moves(connection, day) == 0
    assert await path(engine, GRID) == AFTER
    assert await engine.services.pool.fetchval("select area_path from organisation where id = $1", organisation) == AFTER


async def test_what_is_set_up_before_a_coming_move_goes_along_on_the_day(engine: Engine, story: Story) -> None:
    day = today() + timedelta(days=30)
    await move(engine, story, GRID, SANFENGLI, day)
    code = f"{GRID}009"
    given = {"parent": story.area(GRID), "level": "BUILDING", "code": code, "name": "9 号楼"}
    await done(engine, story.coordinator, "areaCreate", given)
    assert await history(engine, code) == [(f"{BEFORE}{code}/", day), (f"{AFTER}{code}/", None)]
    assert await consistent(engine)


async def test_moves_above_and_below_come_together(engine: Engine, story: Story) -> None:
    """The grid leaves in 60 days; its community goes elsewhere in 30, so in between the grid is there too."""
    soon, later = today() + timedelta(days=30), today() + timedelta(days=60)
    await move(engine, story, GRID, SANFENGLI, later)
    await move(engine, story, JIQINGLI, STREET_ELSEWHERE, soon)
    between = f"{DISTRICT}/{STREET_ELSEWHERE}/{JIQINGLI}/{GRID}/"
    assert await history(engine, GRID) == [(BEFORE, soon), (between, later), (AFTER, None)]
    assert await history(engine, BUILDING) == [
        (f"{BEFORE}{BUILDING}/", soon),
        (f"{between}{BUILDING}/", later),
        (f"{AFTER}{BUILDING}/", None),
    ]
    assert await consistent(engine)


async def test_a_move_into_something_that_will_move_follows_it(engine: Engine, story: Story) -> None:
    later = today() + timedelta(days=60)
    await move(engine, story, SANFENGLI, STREET_ELSEWHERE, later)
    await move(engine, story, GRID, SANFENGLI, today())
    after = f"{DISTRICT}/{STREET_ELSEWHERE}/{SANFENGLI}/{GRID}/"
    assert await history(engine, GRID) == [(BEFORE, today()), (AFTER, later), (after, None)]
    assert await consistent(engine)


async def test_a_building_moves_on_its_own_before_and_after_its_grid_does(engine: Engine, story: Story) -> None:
    later = today() + timedelta(days=60)
    await move(engine, story, GRID, SANFENGLI, later)
    await move(engine, story, BUILDING, f"{JIQINGLI}002", today())
    assert [one for one, _ in await history(engine, BUILDING)][1:] == [
        f"{DISTRICT}/{STREET}/{JIQINGLI}/{JIQINGLI}002/{BUILDING}/"
    ]
    await move(engine, story, f"{JIQINGLI}001002", f"{SANFENGLI}001", later)
    assert len(await history(engine, f"{JIQINGLI}001002")) == 2
    assert await consistent(engine)


async def test_a_move_dated_back_does_not_touch_what_had_left(engine: Engine, story: Story) -> None:
    """The grid left the community a month ago; that the community was elsewhere since spring is recorded only now."""
    left, since = today() - timedelta(days=30), today() - timedelta(days=200)
    await move(engine, story, GRID, FANGCAODI, left)
    await move(engine, story, JIQINGLI, STREET_ELSEWHERE, since)
    there = f"{DISTRICT}/{STREET_ELSEWHERE}/{JIQINGLI}/{GRID}/"
    now = f"{DISTRICT}/{STREET}/{FANGCAODI}/{GRID}/"
    assert await history(engine, GRID) == [(BEFORE, since), (there, left), (now, None)]
    assert await path(engine, GRID) == now
    assert await consistent(engine)


@pytest.mark.parametrize(
    ("code", "parent", "day", "refusal"),
    [
        (GRID, GRID, today(), ("AREA_BELOW_ITSELF", "parent")),
        (JIQINGLI, GRID, today(), ("AREA_BELOW_ITSELF", "parent")),
        (STREET, JIQINGLI, today(), ("AREA_BELOW_ITSELF", "parent")),
        (GRID, STREET, today(), ("AREA_LEVEL_WRONG", "parent")),
        (BUILDING, SANFENGLI, today(), ("AREA_LEVEL_WRONG", "parent")),
        (GRID, JIQINGLI, today(), ("AREA_ALREADY_THERE", "parent")),
        (GRID, SANFENGLI, date(1949, 10, 1), ("AREA_MOVE_EARLIER", "from")),
        (f"{JIQINGLI}003", FANGCAODI, date(2026, 1, 1), ("AREA_MOVE_EARLIER", "from")),
        (f"{JIQINGLI}003", FANGCAODI, date(1, 1, 1), ("AREA_MOVE_EARLIER", "from")),
    ],
)
async def test_moves_that_make_no_sense(
    reading_engine: Engine, story: Story, code: str, parent: str, day: date, refusal: tuple[str, str]
) -> None:
    given = {"id": story.area(code), "parent": story.area(parent), "from": str(day)}
    assert await refused(reading_engine, story.district_coordinator, "areaMove", given) == [refusal]


async def test_a_parent_that_was_not_there_yet_is_refused(engine: Engine, story: Story) -> None:
    given = {"parent": story.area(SANFENGLI), "level": "GRID", "code": f"{SANFENGLI}009", "name": "新网格"}
    made = await done(engine, story.coordinator, "areaCreate", given, "area { id }")
    given = {"id": story.area(BUILDING), "parent": made["area"]["id"], "from": str(today() - timedelta(days=1))}
    assert await refused(engine, story.coordinator, "areaMove", given) == [("AREA_FROM_EARLIER", "from")]


@pytest.mark.parametrize(
    ("who", "code", "parent"),
    [
        # A coordinator of one end only: nobody takes an area from others, nobody hands one to others.
        ("community_coordinator", GRID, SANFENGLI),
        ("coordinator", GRID, NANLANG),
        ("coordinator", f"{NANLANG}001", JIQINGLI),
    ],
)
async def test_who_moves_an_area_coordinates_both_ends(
    reading_engine: Engine, story: Story, who: str, code: str, parent: str
) -> None:
    given = {"id": story.area(code), "parent": story.area(parent), "from": str(today())}
    assert await refused(reading_engine, getattr(story, who), "areaMove", given) == [("NOT_ALLOWED", "")]


async def test_moves_at_the_same_time_leave_one_tree(engine: Engine, story: Story) -> None:
    def given(code: str, parent: str) -> dict[str, str]:
        return {"id": story.area(code), "parent": story.area(parent), "from": str(today())}

    await asyncio.gather(
        act(engine, story.district_coordinator, "areaMove", given(GRID, SANFENGLI)),
        act(engine, story.district_coordinator, "areaMove", given(SANFENGLI, STREET_ELSEWHERE)),
        act(engine, story.district_coordinator, "areaMove", given(BUILDING, f"{SANFENGLI}002")),
        act(engine, story.district_coordinator, "areaMove", given(JIQINGLI, STREET_ELSEWHERE)),
    )
    assert len(await events(engine, "area.moved")) == 4
    assert await consistent(engine)


async def test_two_moves_of_one_area_from_one_version_become_one(engine: Engine, story: Story) -> None:
    given = {"id": story.area(GRID), "version": 1, "from": str(today())}
    payloads = await asyncio.gather(
        act(engine, story.coordinator, "areaMove", {**given, "parent": story.area(SANFENGLI)}),
        act(engine, story.coordinator, "areaMove", {**given, "parent": story.area(FANGCAODI)}),
    )
    assert sorted(one["refusals"][0]["code"] for one in payloads if one["refusals"]) == ["CONFLICT"]
    assert await consistent(engine)
