"""Contesting an entry of a record: who may, until when, what counts meanwhile, who decides, and who is told."""

from dataclasses import replace

import pytest

from schema.engine.reader import Engine
from tests.schema.acting import done, events, number, refused, viewer_of
from tests.schema.records import aged, cancelled, delivered, entries, mark, record
from tests.schema.registry import UNIT
from tests.schema.telling import told, told_all
from tests.story import Story, ask

WHY = {"reason": "当天需求方闭门，未能交付"}
DECISIONS = ("recordEntryUphold", "recordEntryStrike")


@pytest.fixture
async def clean(engine: Engine) -> Engine:
    """The story before anything was matched."""
    await engine.services.pool.execute("truncate match, project_partner cascade")
    return engine


async def contested(engine: Engine, story: Story) -> str:
    """The id of an entry that the unit contests."""
    entry = await cancelled(engine, story)
    await done(engine, story.manager, "recordEntryContest", {"id": entry, **WHY})
    return entry


async def test_what_is_contested_does_not_count_until_the_committee_has_decided(clean: Engine, story: Story) -> None:
    entry = await cancelled(clean, story)
    assert (await entries(clean, story))[0] == {
        "id": entry,
        "kind": "CANCELLED",
        "status": "COUNTS",
        "effect": "-10",
        "counts": True,
        "rating": None,
        "version": 1,
        "viewerSteps": ["contest"],
    }
    await done(clean, story.manager, "recordEntryContest", {"id": entry, "version": 1, **WHY})
    found = (await entries(clean, story))[0]
    assert (found["status"], found["effect"], found["counts"], found["viewerSteps"]) == ("CONTESTED", "0", False, [])
    assert await mark(clean, story) == 50
    await done(clean, story.coordinator, "recordEntryUphold", {"id": entry, "version": 2, "reason": "单位书面取消"})
    assert await mark(clean, story) == 40
    assert await refused(clean, story.manager, "recordEntryContest", {"id": entry, **WHY}) == [("STEP_NOT_POSSIBLE", "")]


async def test_what_is_struck_out_never_counts_again(clean: Engine, story: Story) -> None:
    entry = await contested(clean, story)
    await done(clean, story.coordinator, "recordEntryStrike", {"id": entry, "reason": "需求方确认当天闭门"})
    found = (await entries(clean, story))[0]
    assert (found["status"], found["counts"], await mark(clean, story)) == ("STRUCK", False, 50)
    for mutation in DECISIONS:
        assert await refused(clean, story.coordinator, mutation, {"id": entry, **WHY}) == [("STEP_NOT_POSSIBLE", "")]


async def test_an_entry_can_be_contested_for_sixty_days(clean: Engine, story: Story) -> None:
    entry = await cancelled(clean, story)
    await aged(clean, entry, "60 days 1 second")
    assert await refused(clean, story.manager, "recordEntryContest", {"id": entry, **WHY}) == [("RECORD_CONTEST_LATE", "")]
    await aged(clean, entry, "59 days 23 hours")
    await done(clean, story.manager, "recordEntryContest", {"id": entry, **WHY})


@pytest.mark.parametrize("reason", ["", " \n", "字" * 501, "\x00"])
async def test_every_step_needs_a_reason(clean: Engine, story: Story, reason: str) -> None:
    entry = await cancelled(clean, story)
    (refusal,) = await refused(clean, story.manager, "recordEntryContest", {"id": entry, "reason": reason})
    assert refusal[1] == "reason"
    await done(clean, story.manager, "recordEntryContest", {"id": entry, **WHY})
    for mutation in DECISIONS:
        (refusal,) = await refused(clean, story.coordinator, mutation, {"id": entry, "reason": reason})
        assert refusal[1] == "reason"


NOT_THEIRS = {
    "public": "SIGN_IN_FIRST",
    "stranger": "NOT_FOUND",
    "handler": "NOT_FOUND",
    "coordinator_elsewhere": "NOT_FOUND",
    "administrator": "NOT_FOUND",
}


@pytest.mark.parametrize("who", NOT_THEIRS)
async def test_others_neither_see_nor_touch_an_entry(clean: Engine, story: Story, who: str) -> None:
    entry, viewer = await contested(clean, story), viewer_of(story, who)
    document = "query($id: ID!) { recordEntry(id: $id) { reason } node(id: $id) { id } }"
    assert await ask(clean, document, {"id": entry}, viewer) == {"recordEntry": None, "node": None}
    assert await record(clean, viewer, story.organisation(UNIT)) is None
    for mutation in ("recordEntryContest", *DECISIONS):
        (refusal,) = await refused(clean, viewer, mutation, {"id": entry, **WHY})
        assert refusal[0] == NOT_THEIRS[who]


async def test_each_side_has_its_own_steps(clean: Engine, story: Story) -> None:
    entry = await cancelled(clean, story)
    assert await refused(clean, story.coordinator, "recordEntryContest", {"id": entry, **WHY}) == [("NOT_ALLOWED", "")]
    await done(clean, story.manager, "recordEntryContest", {"id": entry, **WHY})
    for mutation in DECISIONS:
        assert await refused(clean, story.manager, mutation, {"id": entry, **WHY}) == [("NOT_ALLOWED", "")]
        wrong = {"id": entry, "version": 1, **WHY}
        assert await refused(clean, story.coordinator, mutation, wrong) == [("CONFLICT", "version")]


async def test_nobody_decides_about_their_own_unit(clean: Engine, story: Story) -> None:
    entry = await contested(clean, story)
    unit = number(story.organisation(UNIT))
    inside = replace(story.coordinator, organisations=(*story.coordinator.organisations, unit))
    assert await refused(clean, inside, "recordEntryStrike", {"id": entry, **WHY}) == [("NOT_ALLOWED", "")]
    await done(clean, story.district_coordinator, "recordEntryStrike", {"id": entry, **WHY})


async def test_what_is_yet_to_come_is_nothing_to_contest(clean: Engine, story: Story) -> None:
    entry = await delivered(clean, story, 2)
    await aged(clean, entry, "-1 days")
    assert await refused(clean, story.manager, "recordEntryContest", {"id": entry, **WHY}) == [("NOT_FOUND", "id")]


async def test_a_contest_waits_in_the_committees_inbox_and_the_unit_is_told_of_the_decision(clean: Engine, story: Story) -> None:
    entry = await contested(clean, story)
    waiting = "{ viewer { waiting(first: 100) { nodes { kind subject { id } } } } }"

    async def waits(who: str) -> bool:
        found = (await ask(clean, waiting, {}, viewer_of(story, who)))["viewer"]["waiting"]["nodes"]
        return {"kind": "DECIDE_RECORD", "subject": {"id": entry}} in found

    assert [await waits(who) for who in ("coordinator", "manager", "coordinator_elsewhere")] == [True, False, False]
    await told_all(clean)
    await done(clean, story.coordinator, "recordEntryStrike", {"id": entry, "reason": "需求方确认当天闭门"})
    assert not await waits("coordinator")
    await told_all(clean)
    (first, *_) = await told(clean, story.manager)
    assert (first["kind"], first["subject"]["id"]) == ("DECIDED", entry)
    assert first["summary"] == "异议成立，履约记录不再计：需求方确认当天闭门"


async def test_each_step_is_an_event_for_the_unit_and_its_committee(clean: Engine, story: Story) -> None:
    entry = await contested(clean, story)
    await done(clean, story.coordinator, "recordEntryUphold", {"id": entry, "reason": "单位书面取消"})
    document = "query($id: ID!) { recordEntry(id: $id) { timeline { nodes { summary } } } }"
    for viewer in (story.manager, story.coordinator):
        found = (await ask(clean, document, {"id": entry}, viewer))["recordEntry"]["timeline"]["nodes"]
        told_ = [one["summary"] for one in found]
        assert told_ == ["经复核维持履约记录：单位书面取消", f"对履约记录提出异议：{WHY['reason']}"]
    for verb in ("record.contested", "record.upheld"):
        (event,) = await events(clean, verb)
        assert event["organisation_ids"] == [number(story.organisation(UNIT))]


async def test_a_merge_takes_the_record_along(clean: Engine, story: Story) -> None:
    await cancelled(clean, story)
    other = story.organisation("朝外示范科技公司")
    await done(clean, story.coordinator, "organisationMerge", {"id": story.organisation(UNIT), "into": other})
    found = await record(clean, story.coordinator, other)
    assert (found["cancelled"], found["mark"]) == (1, 40)
