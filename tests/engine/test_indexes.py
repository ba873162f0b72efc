"""With the rows of some years, pages and lists are read by indexes: no default order, no relation scans a large table."""

import re
from typing import Any

import pytest

from schema.engine.access import Viewer
from schema.engine.parameters import Request
from schema.engine.reader import Engine
from tests.story import Story

pytestmark = pytest.mark.check


PAGES = [
    *("areas", "areas(orderBy: NAME)", "organisations", "organisations(orderBy: RECENT)", "people", "committees", "zones"),
    *('organisations(filter: {search: "朝外科技"})', "events", "organisations(last: 20)"),
    *("events(orderBy: COMMITTED)", "events(orderBy: COMMITTED, last: 20)"),
]


OFFERS = [
    *("resources", "resources(orderBy: TITLE)", "resources(orderBy: UNTIL)", "resources(last: 20)"),
    *("demands", "demands(orderBy: TITLE)", "demands(orderBy: NEEDED)", 'demands(filter: {search: "d7"})'),
    *("demands(orderBy: PRESSING)", "demands(filter: {escalated: true}, orderBy: WAITING)"),
    *("projects", "projects(orderBy: TITLE)", "projects(orderBy: HALF_YEAR)", 'projects(filter: {search: "d7"})'),
    *('resources(filter: {search: "d7"})', "resources(filter: {status: {in: [SUBMITTED]}})"),
]


@pytest.mark.parametrize("page", [*PAGES, *OFFERS])
@pytest.mark.parametrize("login", ["public", "chaowai", "admin"])
async def test_a_page_is_read_by_an_index(large_engine: Engine, story: Story, page: str, login: str) -> None:
    await no_large_scan(
        large_engine, f"{{ {page} {{ nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}", story.everyone[login]
    )


NESTED = [
    "area(id: $area) { children { nodes { id } } }",
    "area(id: $area) { organisations { nodes { id } } timeline { nodes { id } } }",
    "organisation(id: $org) { contacts { id } memberships { nodes { id } } seats { nodes { id } } visits { nodes { id } } }",
    "organisation(id: $org) { timeline { nodes { id } } zoneUnits { id } children { nodes { id } } }",
    "committee(id: $committee) { chair { id } seats { nodes { id } } timeline { nodes { id } } memberUnitCount }",
    "zone(id: $zone) { units { nodes { id } } unitCount timeline { nodes { id } } }",
    "resources(filter: {category: {eq: $category}}) { nodes { id windows { opens } openings { free } serviceAreas { id } } }",
    "resources(filter: {organisation: {eq: $org}}, orderBy: UNTIL) { nodes { id contact { id } timeline { nodes { id } } } }",
    "demands(filter: {category: {eq: $category}}) { nodes { id claims { id } absorbed { id } timeline { nodes { id } } } }",
    "demands(filter: {organisation: {eq: $org}}, orderBy: NEEDED) { nodes { id need { id } mergedInto { id } } }",
    "demands(filter: {area: {within: $area}, unclaimed: true}) { nodes { id } }",
    "demands(filter: {category: {eq: $need}}) { nodes { candidates { total } matches { nodes { id } } missing } }",
    "resources(filter: {category: {eq: $category}}) { nodes { free wanted { total } matches { nodes { deliveries { id } } } } }",
    "demands(filter: {category: {eq: $need}}) { nodes { escalatedTo { name } candidates(fit: EXACT, whole: true) { total } } }",
    "demands(filter: {category: {eq: $need}}) { nodes { portfolios { choices { parts { candidate { resource { id } } } } } } }",
    "resources(filter: {category: {eq: $category}}) { nodes { wanted(near: COMMUNITY, timely: true) { total } } }",
    "area(id: $area) { peopleServed satisfaction }",
    "area(id: $area) { gaps { pending category { name } } }",
    "organisation(id: $org) { recordMark { mark entries { nodes { effect viewerSteps match { id } delivery { id } } } } }",
    "organisation(id: $org) { recordMark { entries { nodes { id timeline { nodes { id } } } } } }",
    'rankingReport(area: $area, since: "2026-H1", until: "2026-H2") { reading rows { count } parts { difference } }',
    "matches(filter: {provider: {eq: $org}}) { nodes { id demand { id } timeline { nodes { id } } } }",
    "resources(filter: {area: {within: $area}}) { nodes { id category { name } organisation { name } } }",
    "resources(filter: {area: {within: $area}, serves: $area, status: {eq: LISTED}}, orderBy: UNTIL) { nodes { id } }",
    'demands(filter: {area: {within: $area}, halfYear: "2026-H2", unmet: true}, orderBy: WAITING) { nodes { unmetReason } }',
    'resources(filter: {area: {within: $area}, halfYear: "2026-H2", idle: true}) { nodes { listedAt } }',
    "projects(filter: {lead: {eq: $org}}) { nodes { id partners { id } criteria { text } stages { name } ratings { rating } } }",
    "projects(filter: {partner: {eq: $org}}) { nodes { id demands { id } matches { id } brands { name } } }",
    "projects(filter: {partner: {eq: $org}}) { nodes { timeline { nodes { id } } } }",
    "projects(filter: {area: {within: $area}}) { nodes { id missingKinds rating left notes { nodes { text } } } }",
    'projects(filter: {area: {within: $area}, halfYear: {eq: "2026-H2"}}) { nodes { spendings { nodes { id } } } }',
    "demands(filter: {category: {eq: $need}}) { nodes { viewerTakesPart comments { nodes { authorName mentions { name } } } } }",
    "resources(filter: {category: {eq: $category}}) { nodes { comments(last: 5) { nodes { id viewerSteps } } } }",
    "resources(filter: {area: {within: $area}}) { nodes { attachments { id item { id } } } }",
    "projects(filter: {area: {within: $area}}) { nodes { attachments { id } notes { nodes { attachments { id by { id } } } } } }",
    "plans(filter: {area: {within: $area}}) { nodes { openLines communities { served } } }",
    "plans(filter: {area: {within: $area}}) { nodes { needs { nodes { lines { id match { id } } } } } }",
    "plans { nodes { needs(filter: {provider: {eq: $org}}) { nodes { rules { id } alternatives { effects { after } } } } } }",
    "plans { nodes { lines(filter: {status: {eq: OPEN}}) { nodes { refusals rule { id } } } timeline { nodes { id } } } }",
    "person(id: $person) { memberships { nodes { id } } seats { nodes { id } } }",
]


@pytest.mark.parametrize("selection", NESTED)
@pytest.mark.parametrize("login", ["public", "chaowai", "admin"])
async def test_the_lists_of_an_object_are_read_by_an_index(
    large_engine: Engine, story: Story, selection: str, login: str
) -> None:
    ids = {
        "area": story.area("110105002"),
        "org": story.organisation("朝外示范科技有限公司"),
        "committee": story.committee("朝外街道党建工作协调委员会"),
        "zone": story.zone("朝外示范商圈"),
        "person": story.person("陆远山"),
        "category": "category_1",
        "need": "category_14",
    }
    used = {name: value for name, value in ids.items() if f"${name}" in selection}
    declared = f"query ({', '.join(f'${name}: ID!' for name in used)}) " if used else ""
    await no_large_scan(large_engine, f"{declared}{{ {selection} }}", story.everyone[login], used)


async def test_what_may_be_the_same_is_looked_for_among_the_open_demands_around_it(large_engine: Engine, story: Story) -> None:
    number = await large_engine.services.pool.fetchval("select id from demand where status = 'LISTED' order by id desc limit 1")
    text = await plan_of(
        large_engine, "query ($id: ID!) { demand(id: $id) { similar { id } } }", story.coordinator, {"id": f"demand_{number}"}
    )
    assert re.search(r"demand_open.*\n +Index Cond: .*category_id.*area_path", text), text


async def no_large_scan(engine: Engine, document: str, viewer: Viewer, variables: dict[str, Any] | None = None) -> None:
    """The plan of a document reads no table of more than 10,000 rows from end to end."""
    text = await plan_of(engine, document, viewer, variables)
    scanned = re.findall(r"Seq Scan on (\w+)", text)
    assert not await large_tables(engine) & set(scanned), text


async def large_tables(engine: Engine) -> set[str]:
    """The tables of more than 10,000 rows."""
    found = await engine.services.pool.fetch("select relname from pg_class where relkind = 'r' and reltuples > 10000")
    return {row["relname"] for row in found}


async def test_combining_offers_reads_no_large_table_from_end_to_end(large_engine: Engine) -> None:
    pool = large_engine.services.pool
    demands = await pool.fetch("select id from demand where status = 'LISTED' and needed_by > current_date order by id limit 9")
    found = "select array(select f.resource_id from match_found($1, 0, 0, false, false, null, null, null, null) f)"
    offers = {row["id"]: await pool.fetchval(found, row["id"]) for row in demands}

    # More often than a function's statement is planned for its values.
    async with pool.acquire() as connection, connection.transaction():
        for number, ids in offers.items():
            await connection.fetchval("select cardinality(p.choices) from demand_portfolios($1, $2, 20, 4) p", number, ids)
        scanned = await connection.fetch("select relname from pg_stat_xact_user_tables where seq_scan > 0")

    assert any(offers.values()) and scanned
    assert not await large_tables(large_engine) & {row["relname"] for row in scanned}


async def plan_of(engine: Engine, document: str, viewer: Viewer, variables: dict[str, Any] | None = None) -> str:
    operation = engine.documents.get(document).operation(None)
    values = operation.coerce(variables).coerced
    plan = operation.plan(values, viewer.is_public)
    pool = engine.services.public_pool if viewer.is_public else engine.services.pool
    lines = await pool.fetch(f"explain (costs on) {plan.sql}", *plan.parameters.bind(Request(viewer, values)))
    return "\n".join(line[0] for line in lines)


async def test_the_estimates_of_the_large_database_are_large(large_engine: Engine) -> None:
    count = "select count(*) from pg_class where relkind = 'r' and reltuples > 10000 and relname = any($1)"
    large = ["area", "organisation", "person", "membership", "seat", "contact", "visit", "event_2026", "zone_unit", "resource"]
    large += ["resource_window", "resource_service_area", "resource_term", "demand", "claim", "match", "delivery"]
    large += ["record_entry", "match_choice"]
    large += ["comment", "mention"]
    large += ["project", "project_partner", "project_demand", "project_match", "project_spending", "project_note"]
    large += ["attachment", "stored_file"]
    large += ["plan_need", "plan_line", "plan_alternative"]
    assert await large_engine.services.pool.fetchval(count, large) == len(large)


@pytest.mark.parametrize("function", ["match_found", "match_wanting"])
async def test_a_search_is_planned_for_what_it_looks_for(engine: Engine, function: str) -> None:
    """Otherwise a connection's sixth search reads a large list from end to end. ``create or replace`` drops the setting."""
    found = await engine.services.pool.fetchval("select proconfig from pg_proc where proname = $1", function)
    assert "plan_cache_mode=force_custom_plan" in (found or [])
