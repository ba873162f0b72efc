"""Undoing a merge: everything is where it was, or nothing was touched."""

from typing import Any

import pytest

from schema.engine.reader import Engine
from tests.schema.acting import HOSTILE, done, events, number, viewer_of
from tests.schema.registry import OTHER, UNIT, contact_of, denied, new_unit, row
from tests.schema.test_merge import SOURCE, both, hang_everything_on, merge, run
from tests.schema.test_merge_ledger import rows_now
from tests.story import Story, ask

ENTRY = ("name", "short_name", "uscc", "address", "description", "tags", "status", "parent_id", "contact_confirmed_on")


def undoing(story: Story, name: str = SOURCE, **more: Any) -> dict[str, Any]:
    return {"id": story.organisation(name), "reason": "不是同一家单位"} | more


async def undo(engine: Engine, story: Story, name: str = SOURCE) -> Any:
    payload = await done(
        engine, story.coordinator, "organisationUnmerge", undoing(story, name), "organisation { id status mergedInto { id } }"
    )
    return payload["organisation"]


async def entry(engine: Engine, story: Story, name: str) -> dict[str, Any]:
    found = await row(engine, story.organisation(name))
    return {column: found[column] for column in ENTRY}


async def test_everything_is_where_it_was(engine: Engine, story: Story) -> None:
    source, target = await both(story)
    for organisation in (target, source):
        await hang_everything_on(engine, story, organisation)
    pool = engine.services.pool
    await pool.execute("update membership set valid_from = current_date - 50 where organisation_id = $1", source)
    await pool.execute("update claim set demand_id = (select max(demand_id) from claim) where organisation_id = $1", source)
    await pool.execute("update organisation set uscc = null, address = '', contact_confirmed_on = null where id = $1", target)
    await pool.execute("update organisation set uscc = '91110105MA0000007L', address = '旧址' where id = $1", source)
    before = await rows_now(engine)
    entries = [await entry(engine, story, name) for name in (SOURCE, UNIT)]
    await merge(engine, story, SOURCE, UNIT)
    assert await rows_now(engine) != before
    assert await undo(engine, story) == {"id": story.organisation(SOURCE), "status": "ACTIVE", "mergedInto": None}
    assert await rows_now(engine) == before
    assert [await entry(engine, story, name) for name in (SOURCE, UNIT)] == entries
    for verb, name in (("organisation.unmerged", SOURCE), ("organisation.released", UNIT)):
        (event,) = await events(engine, verb)
        assert (event["subject_id"], sorted(event["organisation_ids"])) == (
            number(story.organisation(name)),
            sorted([source, target]),
        )
        assert "不是同一家单位" in event["data"]


async def test_what_came_since_and_what_was_edited_since_stays(engine: Engine, story: Story) -> None:
    source, target = await both(story)
    await run(engine, "update organisation set address = '', short_name = '' where id = $1", target)
    await run(engine, "update organisation set address = '旧址', short_name = '乙' where id = $1", source)
    moved = await contact_of(engine, story.organisation(SOURCE))
    await merge(engine, story, SOURCE, UNIT)
    await done(engine, story.coordinator, "organisationEdit", {"id": story.organisation(UNIT), "address": "新址"})
    await done(engine, story.coordinator, "contactEdit", {"id": moved, "duty": "店长"})
    added = {"organisation": story.organisation(UNIT), "name": "秋水长", "phone": "13700001234"}
    new = (await done(engine, story.coordinator, "contactAdd", added, "contact { id }"))["contact"]["id"]
    await undo(engine, story)
    now = await row(engine, story.organisation(UNIT))
    assert (now["address"], now["short_name"]) == ("新址", "")
    contacts = [await row(engine, one, "contact") for one in (moved, new)]
    assert [one["organisation_id"] for one in contacts] == [source, target]
    assert contacts[0]["duty"] == "店长"


async def test_what_was_moved_and_has_changed_since_is_not_overwritten(engine: Engine, story: Story) -> None:
    await merge(engine, story, SOURCE, UNIT)
    source = number(story.organisation(SOURCE))
    (event, *_) = await events(engine, "organisation.absorbed")
    assert '"held": "contact"' in event["data"]
    await run(
        engine,
        "update contact set organisation_id = $1 where id = (select (one ->> 'id')::bigint"
        " from event, jsonb_array_elements(data -> 'moved') one where event.id = $2 and one ->> 'held' = 'contact' limit 1)",
        number(story.organisation(OTHER)),
        event["id"],
    )
    assert await denied(engine, story.coordinator, "organisationUnmerge", undoing(story)) == [("UNMERGE_CHANGED", "")]
    assert (await row(engine, f"org_{source}"))["status"] == "MERGED"


async def test_of_several_merges_the_last_goes_first(engine: Engine, story: Story) -> None:
    before = await rows_now(engine)
    await merge(engine, story, SOURCE, UNIT)
    await merge(engine, story, UNIT, OTHER)
    assert await denied(engine, story.coordinator, "organisationUnmerge", undoing(story)) == [("UNMERGE_UNTOLD", "")]
    await undo(engine, story, UNIT)
    await undo(engine, story, SOURCE)
    assert await rows_now(engine) == before


async def test_what_was_undone_can_be_merged_and_undone_again(engine: Engine, story: Story) -> None:
    before = await rows_now(engine)
    for _ in range(2):
        await merge(engine, story, SOURCE, UNIT)
        await undo(engine, story)
    assert await rows_now(engine) == before


async def test_its_name_may_have_been_taken_meanwhile(engine: Engine, story: Story) -> None:
    await merge(engine, story, SOURCE, UNIT)
    taken = await row(engine, story.organisation(SOURCE))
    other = new_unit(story, name=taken["name"], area=f"area_{taken['area_id']}")
    await done(engine, story.coordinator, "organisationRegister", other)
    found = await denied(engine, story.coordinator, "organisationUnmerge", undoing(story))
    assert found == [("ORGANISATION_NAME_TAKEN", "name")]


async def test_after_a_month_it_stays(engine: Engine, story: Story) -> None:
    await merge(engine, story, SOURCE, UNIT)
    text = "query($id: ID!) { organisation(id: $id) { absorbed { id viewerSteps } } }"

    async def steps() -> Any:
        found = await ask(engine, text, {"id": story.organisation(UNIT)}, story.coordinator)
        return found["organisation"]["absorbed"][0]["viewerSteps"]

    assert "unmerge" in await steps()
    await run(engine, "update organisation set updated_at = now() - interval '31 days' where status = 'MERGED'")
    assert "unmerge" not in await steps()
    assert await denied(engine, story.coordinator, "organisationUnmerge", undoing(story)) == [("UNMERGE_LATE", "")]


async def test_a_merge_of_which_the_ledger_tells_too_little_stays(engine: Engine, story: Story) -> None:
    given = undoing(story, "朝外老字号示范商店")
    found = await row(engine, given["id"])
    assert found["status"] == "CLOSED"
    assert await denied(engine, story.coordinator, "organisationUnmerge", given) == [("STEP_NOT_POSSIBLE", "")]
    await run(
        engine,
        "update organisation set status = 'MERGED', merged_into_id = $2, updated_at = now() where id = $1",
        *(found["id"], number(story.organisation(UNIT))),
    )
    assert await denied(engine, story.coordinator, "organisationUnmerge", given) == [("UNMERGE_UNTOLD", "")]


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", "SIGN_IN_FIRST"),
        ("stranger", "NOT_FOUND"),
        ("member", "NOT_ALLOWED"),
        ("manager", "NOT_ALLOWED"),
        ("coordinator_elsewhere", "NOT_FOUND"),
        ("administrator", "NOT_ALLOWED"),
    ],
)
async def test_nobody_but_the_committee_undoes_a_merge(engine: Engine, story: Story, who: str, code: str) -> None:
    await merge(engine, story, SOURCE, UNIT)
    told = await denied(engine, viewer_of(story, who), "organisationUnmerge", undoing(story))
    assert [one for one, _ in told] == [code]


async def test_a_reason_is_given_and_the_version_seen(engine: Engine, story: Story) -> None:
    await merge(engine, story, SOURCE, UNIT)
    for text in HOSTILE:
        ((code, path),) = await denied(engine, story.coordinator, "organisationUnmerge", undoing(story, reason=text))
        assert (code in {"REASON_REQUIRED", "TOO_LONG"}, path) == (True, "reason")
    stale = undoing(story, version=1)
    assert await denied(engine, story.coordinator, "organisationUnmerge", stale) == [("CONFLICT", "version")]
