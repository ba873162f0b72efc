"""What the ledger keeps of a merge is exact: with it alone, everything could be put back where it was."""

from typing import Any

import orjson

from schema.engine.reader import Engine
from tests.schema.acting import events, number
from tests.schema.registry import UNIT
from tests.schema.test_merge import KEPT, REFERENCES, SOURCE, both, hang_everything_on, merge
from tests.story import Story

AFTERWARDS = "{id,version,updated_at,created_at}"
"""What an undo would write anew, or, of a row put back, may not be told."""
PAIRS = {"organisation_service_area": "service_area", "liaison_area": "liaison_area"}
"""Tables without numbers of their own, by what the ledger calls them."""
ENTRY = ("parent_id", "merged_into_id", "status", "contact_confirmed_on")
"""What of an entry itself a merge changes beside what an edit can; the rest is told as with any edit."""

Rows = dict[tuple[str, int], dict[str, Any]]


async def rows_now(engine: Engine) -> Rows:
    """Every row of every table that may name an organisation, by the ledger's name of its kind and its number."""
    pool = engine.services.pool
    found: Rows = {}
    for table in sorted({table for table, _ in await pool.fetch(REFERENCES)} - {table for table, _ in KEPT} | {"organisation"}):
        if table in PAIRS:
            for row in await pool.fetch(
                f"select area_id, array_agg(organisation_id order by organisation_id) as ids from {table} group by 1"
            ):
                found[PAIRS[table], row["area_id"]] = {"organisations": row["ids"]}
        else:
            for row in await pool.fetch(f"select id, to_jsonb(t) - '{AFTERWARDS}'::text[] as told from {table} t"):
                told: dict[str, Any] = orjson.loads(row["told"])
                found[table, row["id"]] = {name: told[name] for name in ENTRY} if table == "organisation" else told
    return found


def put_back(now: Rows, told: list[dict[str, Any]], ids: set[int]) -> Rows:
    """The rows as they were, from the rows as they are and the ledger alone."""
    rows = {key: dict(row) for key, row in now.items()}
    for one in told:
        key = (one["held"], one["id"])
        before, after = one["before"], one["after"]
        if "organisations" in (before or after):
            others = set(rows.get(key, {}).get("organisations", [])) - ids
            rows[key] = {"organisations": sorted(others | set(before["organisations"] if before else []))}
            continue
        if after is not None:
            assert after.items() <= rows[key].items(), key
        if before is None:
            del rows[key]
        else:
            rows[key] = {**rows.get(key, {}), **before}
    return {key: row for key, row in rows.items() if row != {"organisations": []}}


async def test_with_the_ledger_alone_a_merge_could_be_put_back(engine: Engine, story: Story) -> None:
    source, target = await both(story)
    for organisation in (target, source):
        await hang_everything_on(engine, story, organisation)
    pool = engine.services.pool
    await pool.execute("update membership set valid_from = current_date - 50 where organisation_id = $1", source)
    await pool.execute("update claim set demand_id = (select max(demand_id) from claim) where organisation_id = $1", source)
    before = await rows_now(engine)
    await merge(engine, story, SOURCE, UNIT)
    after = await rows_now(engine)
    (event, *_) = await events(engine, "organisation.absorbed")
    told = orjson.loads(event["data"])["moved"]
    assert {one["held"] for one in told} == {kind for kind, _ in before} - {"committee", "account"}
    assert any(one["after"] is None for one in told), "something that both had is there once"
    assert put_back(after, told, {source, target}) == before
    assert event["subject_id"] == number(story.organisation(UNIT))
