"""The district that is written in bulk, much smaller: what the actions would have allowed, and what people see of it."""

from collections.abc import AsyncIterator, Callable

import pytest

from api.engine import open_engine
from api.migrate import migrate
from api.sample import load
from api.sample.district import DISTRICT, fill
from api.settings import Settings
from schema.engine.access import PUBLIC, Viewer
from schema.engine.reader import Engine
from schema.notifications.telling import tell_on
from tests.story import Story, ask

PART = 0.02

NEVER = {
    "more is promised of a stock than there is": (
        "select id from resource where measure = 'TOTAL' and resource_used(id, null, null) > quantity"
    ),
    "more is promised of an opening than it holds": (
        "select r.id from resource r join match m on m.resource_id = r.id and m.day is not null"
        " where resource_used(r.id, m.day, m.opens) > r.quantity"
    ),
    "the book of capacity says anything else than the tables": (
        "select id from resource where resource_free(id, valid_until) <> resource_balance(id, now())"
    ),
    "the book of capacity ends at anything else than the stock": (
        "select r.id from resource r where r.quantity <> (select sum(quantity) from capacity_entry e"
        " where e.resource_id = r.id and e.kind = 'STOCK')"
    ),
    "a promise is for a time when nothing is open": (
        "select m.id from match m join resource r on r.id = m.resource_id where r.measure = 'PER_WINDOW' and not exists ("
        " select from resource_window w where w.resource_id = r.id and w.opens = m.opens"
        " and m.day between w.first_day and w.last_day and extract(isodow from m.day)::smallint = any(w.weekdays))"
    ),
    "a stock is promised for an opening": (
        "select m.id from match m join resource r on r.id = m.resource_id where r.measure = 'TOTAL' and m.day is not null"
    ),
    "more is promised to a demand than it needs": "select id from demand where demand_covered(id) > quantity",
    "a demand says another sum than its matches": (
        "select d.id from demand d where promised <> coalesce((select sum(coalesce(settled_covers, covers)) from match m"
        " where m.demand_id = d.id and m.status in ('AGREED', 'DONE')), 0)"
    ),
    "a demand says another sum than was delivered": "select id from demand where met <> demand_met(id)",
    "a demand is written off that is not met": (
        "select d.id from demand d where status = 'CLOSED' and quantity > coalesce(("
        " select sum(settled_covers) from match m where m.demand_id = d.id and m.status = 'DONE'), 0)"
    ),
    "something stands for a demand that is not on the list": (
        "select d.id from demand d join match m on m.demand_id = d.id"
        " where d.status not in ('LISTED', 'CLOSED') and m.status in ('AGREED', 'PROPOSED', 'COUNTERED')"
    ),
    "a promise is older than the list has its demand": (
        "select m.id from match m join demand d on d.id = m.demand_id where m.created_at < d.listed_at"
    ),
    "a promise is made after the last day of its demand": (
        "select m.id from match m join demand d on d.id = m.demand_id where m.created_at::date > d.needed_by"
    ),
    "a promise is made of an offer that is over, or never was on the list": (
        "select m.id from match m join resource r on r.id = m.resource_id"
        " where m.created_at::date > r.valid_until or r.status not in ('LISTED', 'WITHDRAWN')"
    ),
    "a promise is for an area for which the offer is not meant": (
        "select m.id from match m join demand d on d.id = m.demand_id"
        " where exists (select from resource_service_area x where x.resource_id = m.resource_id) and not exists ("
        " select from resource_service_area x join area a on a.id = x.area_id"
        " where x.resource_id = m.resource_id and d.area_path ^@ a.path)"
    ),
    "a match is done without having been delivered": (
        "select m.id from match m where status = 'DONE' and settled is distinct from ("
        " select sum(quantity) from delivery y where y.match_id = m.id and y.status = 'CONFIRMED')"
    ),
    "a match is open although all of it is confirmed": (
        "select m.id from match m where status = 'AGREED' and quantity <= ("
        " select coalesce(sum(quantity), 0) from delivery y where y.match_id = m.id and y.status = 'CONFIRMED')"
    ),
    "a delivery is reported for what nobody agreed to": (
        "select y.id from delivery y join match m on m.id = y.match_id where m.status not in ('AGREED', 'DONE')"
    ),
    "a basic demand is claimed by an organisation, or another by a person": (
        "select c.id from claim c join demand d on d.id = c.demand_id where (d.level = 'BASIC') <> (c.organisation_id is null)"
    ),
    "somebody still claims a demand that was taken back": (
        "select c.id from claim c join demand d on d.id = c.demand_id"
        " where d.status in ('WITHDRAWN', 'DECLINED', 'MERGED') and c.ended_at is null"
    ),
    "a demand was merged into one that is not on the list": (
        "select d.id from demand d join demand o on o.id = d.merged_into_id where o.listed_at is null"
    ),
    "a project spent more than its award": "select id from project where project_spent(id) > coalesce(award, 0)",
    "a project is written off with promises still open": (
        "select j.id from project j join project_match x on x.project_id = j.id and x.ended_at is null"
        " join match m on m.id = x.match_id where j.status = 'WRITTEN_OFF' and m.status <> 'DONE'"
    ),
    "a project is written off without rating, or without every criterion compared": (
        "select j.id from project j where j.status = 'WRITTEN_OFF' and ("
        " not exists (select from project_rating g where g.project_id = j.id)"
        " or exists (select from project_criterion c where c.project_id = j.id and c.met is null))"
    ),
    "a project began without criteria": (
        "select j.id from project j where started_on is not null"
        " and not exists (select from project_criterion c where c.project_id = j.id)"
    ),
    "a project is led by nobody who takes part": (
        "select j.id from project j where lead_id is not null and not exists (select from project_partner p"
        " where p.project_id = j.id and p.organisation_id = j.lead_id and p.status = 'AGREED')"
    ),
    "somebody rates their own work": (
        "select g.id from project_rating g join account a on a.id = g.account_id join membership m on m.person_id = a.person_id"
        " join project_partner p on p.project_id = g.project_id and p.organisation_id = m.organisation_id and p.status = 'AGREED'"
    ),
    "a project was carried over and is not carried on": (
        "select j.id from project j where status = 'CARRIED_OVER'"
        " and not exists (select from project n where n.carried_from_id = j.id)"
    ),
    "what is carried on was not carried over": (
        "select n.id from project n join project j on j.id = n.carried_from_id where j.status <> 'CARRIED_OVER'"
    ),
    "days of a project are out of order": (
        "select id from project where signed_on < published_at::date or started_on < signed_on or delivered_on < started_on"
        " or closed_at < created_at"
    ),
    "something happened that is yet to come": "select id from event where at > now()",
    "something has no first event": (
        "select id from demand d where not exists (select from event e where e.subject_type = 'Demand'"
        " and e.subject_id = d.id and e.verb = 'demand.filed')"
        " union all select id from resource r where not exists (select from event e where e.subject_type = 'Resource'"
        " and e.subject_id = r.id and e.verb = 'resource.registered')"
        " union all select id from match m where not exists (select from event e where e.subject_type = 'Match'"
        " and e.subject_id = m.id and e.verb in ('match.proposed', 'match.offered'))"
        " union all select id from project j where not exists (select from event e where e.subject_type = 'Project'"
        " and e.subject_id = j.id and e.verb in ('project.proposed', 'project.continued'))"
        " union all select id from organisation o where kind <> 'COMMITTEE' and not exists (select from event e where"
        " e.subject_type = 'Organisation' and e.subject_id = o.id and e.verb = 'organisation.registered')"
    ),
    "numbers of the ledger do not follow time": (
        "select id from (select id, at, lag(at) over (order by id) as before from event"
        " where subject_type in ('Demand', 'Match', 'Resource', 'Project') and via = 'page') e where at < before"
    ),
    "a word of an offer on the list is not found, or one of another is": (
        "(select t.term, r.id from resource r, unnest(r.terms) t (term) where status = 'LISTED'"
        " except select term, resource_id from resource_term)"
        " union all (select term, resource_id from resource_term"
        " except select t.term, r.id from resource r, unnest(r.terms) t (term) where status = 'LISTED')"
    ),
    "a row has changed before it was made": " union all ".join(
        f"select id from {table} where updated_at < created_at - interval '1 second'"
        for table in ("demand", "resource", "match", "project", "organisation")
    ),
}
"""What must never be: the rows that would break it."""


@pytest.fixture(scope="module")
async def district(servers: Settings, new_database: Callable[[str], str]) -> AsyncIterator[Engine]:
    """The story with a small district around it."""
    url = new_database("template0")
    migrate(url)
    async with open_engine(servers.model_copy(update={"database_url": url, "pool": 4})) as engine:
        await load(engine)
        assert await fill(engine, DISTRICT.scaled(PART), lambda line: None)
        yield engine


@pytest.mark.parametrize("never", NEVER)
async def test_it_never_happens_that(district: Engine, never: str) -> None:
    assert [tuple(row) for row in (await district.services.pool.fetch(NEVER[never]))[:5]] == []


async def test_all_states_occur(district: Engine) -> None:
    for table, expected in (
        ("resource", {"DRAFT", "SUBMITTED", "RETURNED", "LISTED", "WITHDRAWN"}),
        ("demand", {"DRAFT", "SUBMITTED", "RETURNED", "LISTED", "MERGED", "DECLINED", "WITHDRAWN", "CLOSED"}),
        ("match", {"PROPOSED", "AGREED", "DECLINED", "WITHDRAWN", "CANCELLED", "EXPIRED", "DONE"}),
        ("project", {"IN_PROGRESS", "WRITTEN_OFF", "CARRIED_OVER", "TERMINATED"}),
    ):
        found = {row["status"] for row in await district.services.pool.fetch(f"select distinct status from {table}")}
        assert expected <= found, table


async def test_it_is_filled_once(district: Engine) -> None:
    assert not await fill(district, DISTRICT.scaled(PART), lambda line: None)


async def test_nobody_is_notified_of_years_that_are_over(district: Engine) -> None:
    assert await tell_on(district.services.pool) == 0


async def test_a_killed_load_leaves_nothing_behind(
    servers: Settings, new_database: Callable[[str], str], story_template: str
) -> None:
    url = new_database(story_template)

    def stop(line: str) -> None:
        if "events" in line:
            raise KeyboardInterrupt

    async with open_engine(servers.model_copy(update={"database_url": url, "pool": 4})) as engine:
        with pytest.raises(KeyboardInterrupt):
            await fill(engine, DISTRICT.scaled(0.001), stop)
        assert await engine.services.pool.fetchval("select count(*) from account where login like 'sample.%'") == 0
        assert await fill(engine, DISTRICT.scaled(0.001), lambda line: None)


async def test_the_public_sees_listed_offers_and_no_draft(district: Engine) -> None:
    document = "query($is: ResourceStatus!) { resources(filter: {status: {eq: $is}}) { totalCount } demands { totalCount } }"
    found = {one: await ask(district, document, {"is": one}, PUBLIC) for one in ("DRAFT", "SUBMITTED", "RETURNED", "LISTED")}
    counts = {status: one["resources"]["totalCount"] for status, one in found.items()}
    assert counts.pop("LISTED") > 100
    assert set(counts.values()) == {0}
    assert found["LISTED"]["demands"]["totalCount"] == 0


async def test_a_coordinator_can_go_on_with_what_is_there(district: Engine, story: Story) -> None:
    document = """query { demands(first: 50, filter: {status: {eq: SUBMITTED}}) { nodes { id version viewerSteps } } }"""
    waiting = (await ask(district, document, None, story.district_coordinator))["demands"]["nodes"]
    made = [one for one in waiting if {"list", "return", "decline"} <= set(one["viewerSteps"])]
    assert made
    change = "mutation($input: DemandListInput!) { demandList(input: $input) { demand { status } refusals { message } } }"
    given = {"id": made[0]["id"], "version": made[0]["version"], "level": "KEY", "idempotencyKey": "goes on"}
    answer = await ask(district, change, {"input": given}, story.district_coordinator)
    assert answer["demandList"] == {"demand": {"status": "LISTED"}, "refusals": []}


async def test_whoever_manages_a_unit_signs_in_and_has_its_offers(district: Engine) -> None:
    row = await district.services.pool.fetchrow(
        "select a.id, a.person_id, m.organisation_id from account a join membership m on m.person_id = a.person_id"
        " where m.role = 'MANAGER' and a.login like 'sample.%' and exists ("
        " select from resource r where r.organisation_id = m.organisation_id and r.status = 'LISTED') limit 1"
    )
    assert row
    unit = (row["organisation_id"],)
    viewer = Viewer(account=row["id"], person=row["person_id"], managed=unit, organisations=unit)
    document = "query($id: ID!) { organisation(id: $id) { resources { nodes { viewerSteps } } contacts { phoneMask } } }"
    found = (await ask(district, document, {"id": f"org_{unit[0]}"}, viewer))["organisation"]
    assert any("edit" in one["viewerSteps"] for one in found["resources"]["nodes"])
    assert all("****" in one["phoneMask"] for one in found["contacts"])
