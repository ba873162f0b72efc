"""Merging two entries for one unit: nothing is lost, nothing stands twice, links lead on."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from api.sample.places import FANGCAODI, JIQINGLI, NANLANG, SANFENGLI
from schema.engine.access import PUBLIC
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import act, done, events, number
from tests.schema.books import disagreeing
from tests.schema.registry import OTHER, SUSPENDED, TEAM, UNIT, WAITING, contact_of, denied, new_unit, row
from tests.story import Story, ask

SOURCE = "朝外示范科技公司"
REFERENCES = """
select c.conrelid::regclass::text as table, a.attname as column
from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.contype = 'f' and c.confrelid = 'organisation'::regclass
"""
KEPT = {("organisation", "merged_into_id"), ("organisation_duplicate", "first_id"), ("organisation_duplicate", "second_id")}
"""References that may go on naming a merged entry: decisions about it."""


async def merge(engine: Engine, story: Story, source: str, target: str, select: str = "") -> Any:
    given = {"id": story.organisation(source), "into": story.organisation(target)}
    return await done(engine, story.coordinator, "organisationMerge", given, f"organisation {{ id {select} }}")


async def run(engine: Engine, sql: str, *values: Any) -> None:
    await engine.services.pool.execute(sql, *values)


async def both(story: Story) -> tuple[int, int]:
    return number(story.organisation(SOURCE)), number(story.organisation(UNIT))


async def seat(engine: Engine, story: Story, organisation: int, start: date, end: date | None) -> None:
    await run(
        engine,
        "insert into seat (committee_id, role, organisation_id, valid_from, valid_to) values ($1, 'MEMBER_UNIT', $2, $3, $4)",
        *(number(story.committee("朝阳区党建工作协调委员会")), organisation, start, end),
    )


async def days_seated(engine: Engine, organisations: list[int]) -> set[date]:
    rows = await engine.services.pool.fetch(
        "select day::date from seat,"
        " generate_series(valid_from::timestamp, coalesce(valid_to, valid_from + 900) - 1, '1 day') day"
        " where role = 'MEMBER_UNIT' and organisation_id = any($1)",
        organisations,
    )
    return {one["day"] for one in rows}


PROMISE = (
    "with promise as (insert into match (demand_id, resource_id, quantity, covers, status, hold_until, score, weights)"
    " select max(d.id), max(r.id), 1, 1, 'AGREED', now(), 50, 1 from demand d, resource r"
    " where d.organisation_id = $1 and r.organisation_id = $1 returning id)"
    " insert into delivery (match_id, provider_id, quantity, delivered_on, status)"
    " select id, $1, 1, current_date, 'REPORTED' from promise"
)
"""A delivery from a unit to itself."""


async def hang_everything_on(engine: Engine, story: Story, organisation: int) -> None:
    """Whatever may refer to an organisation refers to this one, beside what the story has."""
    area, zone = number(story.area(FANGCAODI)), number(story.zone("朝外示范商圈"))
    for sql, values in (
        ("insert into organisation_service_area values ($1, $2)", (area,)),
        ("insert into liaison_area values ($1, $2)", (area,)),
        (
            "insert into visit (team_id, organisation_id, visited_on) values ($1, $2, '2026-01-05')",
            (number(story.organisation(OTHER)),),
        ),
        (
            "insert into visit (organisation_id, team_id, visited_on) values ($1, $2, '2026-01-06')",
            (number(story.organisation(TEAM)),),
        ),
        ("insert into zone_unit (organisation_id, zone_id, coverage) values ($1, $2, 'JOINT') on conflict do nothing", (zone,)),
        ("update zone set party_organisation_id = $1 where id = $2", (zone,)),
        ("update organisation set parent_id = $1 where id = $2", (number(story.organisation(OTHER)),)),
        (
            (
                "insert into resource (organisation_id, category_id, area_id, area_path, title, title_key, words, measure,"
                " quantity, unit, valid_until, status)"
                " select $1, 1, id, path, '会议室', '', '{}', 'TOTAL', 1, '间', current_date, 'LISTED'"
                " from area where id = $2"
            ),
            (area,),
        ),
        (
            (
                "insert into demand (organisation_id, category_id, area_id, area_path, title, title_key, words, quantity, unit,"
                " needed_by, origin, axis, status)"
                " select $1, c.id, a.id, a.path, '车位', '', '{}', 1, '个', current_date, 'UNIT', 'RESIDENT', 'DRAFT'"
                " from area a, category c where a.id = $2 and c.code = 'PARKING'"
            ),
            (area,),
        ),
        (PROMISE, ()),
        (
            (
                "insert into record_entry (organisation_id, kind, match_id, happened_at)"
                " select $1, 'CANCELLED', max(id), now() from match"
            ),
            (),
        ),
        (
            (
                "insert into project (origin, area_id, area_path, title, title_key, words, half_year, lead_id, status)"
                " select 'COMMITTEE', id, path, '微花园', '', '{}', '2026-H2', $1, 'PROPOSED' from area where id = $2"
            ),
            (area,),
        ),
        (
            (
                "insert into project_partner (project_id, organisation_id, kind, status)"
                " select max(id), $1, 'OTHER', 'AGREED' from project where lead_id = $1"
            ),
            (),
        ),
        (
            (
                "insert into comment (organisation_id, demand_id, account_id, person_id, text)"
                " select $1, max(d.id), max(a.id), max(a.person_id), '请看一下'"
                " from demand d, account a where d.organisation_id = $1"
            ),
            (),
        ),
        ("insert into claim (organisation_id, demand_id) select $1, max(id) from demand where organisation_id = $1", ()),
        (
            "insert into membership (organisation_id, person_id, role) values ($1, $2, 'HANDLER')",
            (number(story.person("沈知行")),),
        ),
    ):
        await run(engine, sql, organisation, *values)
    await seat(engine, story, organisation, today() - timedelta(days=90), None)


async def test_nothing_refers_to_the_merged_entry_any_more(engine: Engine, story: Story) -> None:
    source, target = await both(story)
    await hang_everything_on(engine, story, source)
    counts = {}
    for table, column in await engine.services.pool.fetch(REFERENCES):
        counts[table, column] = await engine.services.pool.fetchval(f"select count(*) from {table} where {column} = $1", source)
    empty = {place for place, count in counts.items() if not count}
    assert empty - KEPT == {("committee", "organisation_id")}, (
        "a new reference: hang it on the source here, and let merging move it"
    )
    await merge(engine, story, SOURCE, UNIT)
    for table, column in set(counts) - KEPT:
        left = await engine.services.pool.fetchval(f"select count(*) from {table} where {column} = $1", source)
        moved = await engine.services.pool.fetchval(f"select count(*) from {table} where {column} = $1", target)
        assert left == 0
        assert moved >= counts[table, column]
    assert await disagreeing(engine) == set()


async def test_the_merged_entry_keeps_its_history_and_leads_on(engine: Engine, story: Story) -> None:
    await done(engine, story.coordinator, "organisationEdit", {"id": story.organisation(SOURCE), "shortName": "旧名"})
    await merge(engine, story, SOURCE, UNIT)
    text = """query($id: ID!) {
        organisation(id: $id) { id absorbed { id } timeline(first: 50) { nodes { verb subject { id } } } }
        node(id: $id) { ... on Organisation { status mergedInto { id } viewerSteps timeline { nodes { verb } } } }
    }"""
    seen = await ask(engine, text, {"id": story.organisation(SOURCE)}, story.coordinator)
    assert seen["organisation"]["id"] == story.organisation(UNIT)
    assert seen["organisation"]["absorbed"] == [{"id": story.organisation(SOURCE)}]
    verbs = [one["verb"] for one in seen["organisation"]["timeline"]["nodes"]]
    assert {"organisation.merged", "organisation.absorbed", "organisation.edited"} <= set(verbs)
    assert seen["node"]["status"] == "MERGED"
    assert seen["node"]["mergedInto"] == {"id": story.organisation(UNIT)}
    assert "organisation.merged" in [one["verb"] for one in seen["node"]["timeline"]["nodes"]]
    assert not {"edit", "approve", "merge", "tag", "contact"} & set(seen["node"]["viewerSteps"])
    public = await ask(engine, text, {"id": story.organisation(SOURCE)}, PUBLIC)
    assert (public["organisation"]["id"], public["node"]) == (story.organisation(UNIT), None)
    member = await ask(engine, text, {"id": story.organisation(SOURCE)}, story.member)
    assert member["node"]["status"] == "MERGED"
    assert {"organisation.merged", "organisation.absorbed"} <= {
        one["verb"] for one in member["organisation"]["timeline"]["nodes"]
    }


async def test_links_lead_on_over_several_merges(engine: Engine, story: Story) -> None:
    await merge(engine, story, SOURCE, UNIT)
    await merge(engine, story, UNIT, OTHER)
    for name in (SOURCE, UNIT):
        found = await ask(engine, "query($id: ID!) { organisation(id: $id) { id } }", {"id": story.organisation(name)})
        assert found["organisation"] == {"id": story.organisation(OTHER)}


async def test_empty_fields_are_filled_and_filled_ones_stay(engine: Engine, story: Story) -> None:
    source, target = await both(story)
    await run(engine, "update organisation set uscc = null, address = '', short_name = '甲' where id = $1", target)
    await run(
        engine,
        "update organisation set uscc = '91110105MA0000007L', address = '旧址', short_name = '乙', tags = '{智慧社区,老店}',"
        " description = '介绍', contact_confirmed_on = current_date where id = $1",
        source,
    )
    before = await row(engine, story.organisation(UNIT))
    payload = await merge(engine, story, SOURCE, UNIT, "uscc address shortName description tags version contactConfirmedOn")
    merged = payload["organisation"]
    assert (merged["uscc"], merged["address"], merged["shortName"]) == ("91110105MA0000007L", "旧址", "甲")
    assert merged["description"] == before["description"]
    assert merged["tags"] == [*before["tags"], "老店"]
    assert merged["contactConfirmedOn"] == str(today())
    assert merged["version"] == before["version"] + 1
    found = await ask(engine, '{ organisations(filter: {search: "91110105MA"}) { nodes { id } } }')
    assert found["organisations"]["nodes"] == [{"id": story.organisation(UNIT)}]


async def test_contacts_move_and_one_liaison_officer_remains(engine: Engine, story: Story) -> None:
    mine, other = await contact_of(engine, story.organisation(UNIT)), await contact_of(engine, story.organisation(SOURCE))
    payload = await merge(engine, story, SOURCE, UNIT, "liaison { id } contacts { id }")
    assert payload["organisation"]["liaison"] == {"id": mine}
    assert {"id": other} in payload["organisation"]["contacts"]


async def test_a_liaison_officer_moves_to_a_unit_without_one(engine: Engine, story: Story) -> None:
    await run(engine, "update contact set liaison = false where organisation_id = $1", number(story.organisation(UNIT)))
    payload = await merge(engine, story, SOURCE, UNIT, "liaison { id }")
    assert payload["organisation"]["liaison"] == {"id": await contact_of(engine, story.organisation(UNIT))}


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        (((-100, -50),), ((-80, -20),)),
        (((-100, -80), (-60, -40)), ((-120, None),)),
        (((-100, None),), ((-90, -80), (-70, None))),
        (((-100, -50),), ((-100, -50),)),
        (((-30, None),), ((-100, -60),)),
    ],
)
async def test_seats_in_one_committee_are_held_on_the_same_days_as_before(
    engine: Engine, story: Story, mine: tuple[Any, ...], other: tuple[Any, ...]
) -> None:
    source, target = await both(story)

    def day(ago: int | None) -> date | None:
        return None if ago is None else today() + timedelta(days=ago)

    for organisation, periods in ((target, mine), (source, other)):
        for start, end in periods:
            first = day(start)
            assert first
            await seat(engine, story, organisation, first, day(end))
    before = await days_seated(engine, [source, target])
    await merge(engine, story, SOURCE, UNIT)
    after = await days_seated(engine, [target])
    common = today() + timedelta(days=700)
    assert {one for one in after if one < common} == {one for one in before if one < common}


async def test_who_was_in_both_holds_the_stronger_role_on_each_day(engine: Engine, story: Story) -> None:
    source, target = await both(story)
    person = number(story.person("沈知行"))
    enter = "insert into membership (organisation_id, person_id, role, valid_from, valid_to) values ($1, $2, $3, $4, $5)"
    start = today() - timedelta(days=100)
    await run(engine, enter, target, person, "MEMBER", start, None)
    await run(engine, enter, source, person, "MANAGER", start + timedelta(days=20), start + timedelta(days=40))
    await merge(engine, story, SOURCE, UNIT)
    rows = await engine.services.pool.fetch(
        "select role, valid_from, valid_to from membership where person_id = $1 and organisation_id = $2 order by valid_from",
        person,
        target,
    )
    assert [tuple(one) for one in rows] == [
        ("MEMBER", start, start + timedelta(days=20)),
        ("MANAGER", start + timedelta(days=20), start + timedelta(days=40)),
        ("MEMBER", start + timedelta(days=40), None),
    ]
    (event, *_) = await events(engine, "organisation.absorbed")
    assert '"role": "MEMBER"' in event["data"]
    assert '"holder": "person_' in event["data"]


async def test_a_zone_counts_the_unit_once_and_keeps_how_it_is_covered(engine: Engine, story: Story) -> None:
    source, target = await both(story)
    zone = number(story.zone("朝外示范商圈"))
    await run(engine, "delete from zone_unit where organisation_id in ($1, $2)", source, target)
    await run(
        engine,
        "insert into zone_unit (zone_id, organisation_id, coverage) values ($1, $2, 'JOINT'), ($1, $3, null)",
        zone,
        source,
        target,
    )
    await merge(engine, story, SOURCE, UNIT)
    rows = await engine.services.pool.fetch("select coverage from zone_unit where organisation_id in ($1, $2)", source, target)
    assert [one["coverage"] for one in rows] == ["JOINT"]


async def test_the_tree_has_no_loop_wherever_the_two_stood_in_it(engine: Engine, story: Story) -> None:
    top, middle, low = "中共朝外街道工作委员会", "中共吉庆里社区委员会", "吉庆里第一网格党支部"
    await merge(engine, story, top, low)
    ids = {name: number(story.organisation(name)) for name in (top, middle, low)}
    parents = {one["id"]: one["parent_id"] for one in await engine.services.pool.fetch("select id, parent_id from organisation")}
    assert parents[ids[low]] is None
    assert parents[ids[middle]] == ids[low]
    await merge(engine, story, middle, low)
    assert await engine.services.pool.fetchval("select parent_id from organisation where id = $1", ids[low]) is None


async def test_children_of_the_same_name_must_be_merged_first(engine: Engine, story: Story) -> None:
    for parent in (UNIT, SOURCE):
        branch = new_unit(story, name="第一党支部", kind="PARTY_ORGANIZATION", parent=story.organisation(parent))
        await done(engine, story.coordinator, "organisationRegister", branch)
    given = {"id": story.organisation(SOURCE), "into": story.organisation(UNIT)}
    assert await denied(engine, story.coordinator, "organisationMerge", given) == [("ORGANISATION_NAME_TAKEN", "name")]


async def test_what_cannot_be_merged(reading_engine: Engine, story: Story) -> None:
    unit, elsewhere = story.organisation(UNIT), story.organisation("建外示范律师事务所")
    for source, target, expected in (
        (unit, unit, ("ORGANISATION_MERGE_SELF", "into")),
        (unit, "org_999999", ("NOT_FOUND", "into")),
        (unit, "area_1", ("NOT_FOUND", "into")),
        (unit, elsewhere, ("NOT_ALLOWED", "into")),
        (elsewhere, unit, ("NOT_ALLOWED", "")),
        (unit, story.organisation("建外示范传媒有限公司"), ("NOT_FOUND", "into")),
        (unit, story.organisation(WAITING), ("STEP_NOT_POSSIBLE", "into")),
        (story.organisation("朝外示范小吃店"), unit, ("STEP_NOT_POSSIBLE", "")),
    ):
        told = await denied(reading_engine, story.coordinator, "organisationMerge", {"id": source, "into": target})
        assert told == [expected]


async def test_a_suspended_unit_and_a_registration_can_be_merged(engine: Engine, story: Story) -> None:
    await merge(engine, story, WAITING, SUSPENDED)
    await merge(engine, story, SUSPENDED, UNIT)
    assert (await row(engine, story.organisation(WAITING)))["merged_into_id"] == number(story.organisation(UNIT))


async def test_of_two_merges_that_cross_one_is_done(engine: Engine, story: Story) -> None:
    one, other = story.organisation(UNIT), story.organisation(SOURCE)
    inputs = ({"id": one, "into": other}, {"id": other, "into": one})
    payloads = await asyncio.gather(*(act(engine, story.coordinator, "organisationMerge", given) for given in inputs))
    told = sorted(payload["refusals"][0]["code"] if payload["refusals"] else "" for payload in payloads)
    assert told == ["", "STEP_NOT_POSSIBLE"]


async def test_a_contact_edited_while_its_unit_is_merged_is_neither_lost_nor_left_behind(engine: Engine, story: Story) -> None:
    contact = await contact_of(engine, story.organisation(SOURCE))
    edits = [act(engine, story.coordinator, "contactEdit", {"id": contact, "duty": f"职务{place}"}) for place in range(4)]
    _, *payloads = await asyncio.gather(merge(engine, story, SOURCE, UNIT), *edits)
    found = await row(engine, contact, "contact")
    assert found["organisation_id"] == number(story.organisation(UNIT))
    assert found["version"] == 1 + sum(not payload["refusals"] for payload in payloads)


async def test_areas_stand_once_in_the_list(engine: Engine, story: Story) -> None:
    source, target = await both(story)
    for organisation, codes in ((source, (JIQINGLI, NANLANG)), (target, (JIQINGLI, SANFENGLI))):
        for code in codes:
            await run(
                engine,
                "insert into organisation_service_area values ($1, $2) on conflict do nothing",
                organisation,
                number(story.area(code)),
            )
    payload = await merge(engine, story, SOURCE, UNIT, "serviceAreas { code }")
    assert {JIQINGLI, SANFENGLI, NANLANG} <= {one["code"] for one in payload["organisation"]["serviceAreas"]}
