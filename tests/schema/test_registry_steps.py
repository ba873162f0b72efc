"""The steps of the registry: who may take them, when, and that nobody else leaves a trace."""

import pytest

from schema.engine.reader import Engine
from tests.schema.acting import HOSTILE, done, viewer_of
from tests.schema.registry import SUSPENDED, UNIT, WAITING, attempts, denied, row
from tests.story import Story, ask

N, F, Y = "NOT_ALLOWED", "NOT_FOUND", None
COLUMNS = ("public", "stranger", "member", "manager", "coordinator_elsewhere", "community_coordinator")
DENIALS: dict[str, tuple[str | None, ...]] = {
    "organisationEdit": ("SIGN_IN_FIRST", N, N, Y, N, Y),
    "organisationApprove": ("SIGN_IN_FIRST", F, F, N, F, Y),
    "organisationReturn": ("SIGN_IN_FIRST", F, F, N, F, Y),
    "organisationResubmit": ("SIGN_IN_FIRST", F, F, F, F, Y),
    "organisationSuspend": ("SIGN_IN_FIRST", N, N, N, N, Y),
    "organisationResume": ("SIGN_IN_FIRST", F, F, F, F, Y),
    "organisationClose": ("SIGN_IN_FIRST", N, N, N, N, Y),
    "organisationTag": ("SIGN_IN_FIRST", N, N, N, N, Y),
    "organisationMerge": ("SIGN_IN_FIRST", N, N, N, N, Y),
    "organisationDistinguish": ("SIGN_IN_FIRST", N, N, N, N, Y),
    "contactAdd": ("SIGN_IN_FIRST", N, N, Y, N, Y),
    "contactEdit": ("SIGN_IN_FIRST", F, N, Y, F, Y),
    "contactRemove": ("SIGN_IN_FIRST", F, N, Y, F, Y),
    "contactConfirm": ("SIGN_IN_FIRST", F, N, Y, F, Y),
    "contactReveal": ("SIGN_IN_FIRST", F, Y, Y, F, Y),
    "liaisonAssign": ("SIGN_IN_FIRST", N, N, N, N, N),
    "visitRecord": ("SIGN_IN_FIRST", N, N, N, N, N),
}
"""By mutation: what each of COLUMNS is told; None: it is done. A unit that is not listed does not exist for strangers."""


CASES = [(mutation, who, code) for mutation, codes in DENIALS.items() for who, code in zip(COLUMNS, codes, strict=True)]


@pytest.mark.parametrize(("mutation", "who", "code"), [case for case in CASES if case[2]])
async def test_nobody_else_takes_a_step(reading_engine: Engine, story: Story, mutation: str, who: str, code: str) -> None:
    told = await denied(reading_engine, viewer_of(story, who), mutation, (await attempts(reading_engine, story))[mutation])
    assert [found for found, _ in told] == [code]


@pytest.mark.parametrize(("mutation", "who"), [case[:2] for case in CASES if not case[2]])
async def test_its_parties_take_a_step(engine: Engine, story: Story, mutation: str, who: str) -> None:
    await done(engine, viewer_of(story, who), mutation, (await attempts(engine, story))[mutation])


@pytest.mark.parametrize("mutation", DENIALS)
async def test_the_coordinator_of_the_area_takes_every_step_and_the_ledger_says_so(
    engine: Engine, story: Story, mutation: str
) -> None:
    before = await engine.services.pool.fetchval("select max(id) from event")
    await done(engine, story.coordinator, mutation, (await attempts(engine, story))[mutation])
    appended = await engine.services.pool.fetch("select * from event where id > $1", before)
    assert appended
    for event in appended:
        assert event["subject_type"] == "Organisation"
        assert event["subject_id"] in event["organisation_ids"]
        assert event["account_id"] == story.coordinator.account
        assert event["area_path"].startswith("110105/110105002/")


@pytest.mark.parametrize(
    "mutation", [name for name in DENIALS if name.startswith("organisation") and name[12:] not in ("Tag", "Distinguish")]
)
async def test_a_stale_version_is_a_conflict(reading_engine: Engine, story: Story, mutation: str) -> None:
    given = (await attempts(reading_engine, story))[mutation] | {"version": 77}
    assert await denied(reading_engine, story.coordinator, mutation, given) == [("CONFLICT", "version")]


async def test_a_step_out_of_order_is_refused(reading_engine: Engine, story: Story) -> None:
    for mutation, name, more in (
        ("organisationApprove", UNIT, {}),
        ("organisationResubmit", WAITING, {}),
        ("organisationResume", UNIT, {}),
        ("organisationSuspend", SUSPENDED, {"reason": "再停"}),
        ("organisationClose", WAITING, {"reason": "不再"}),
        ("organisationEdit", "朝外老字号示范商店", {"shortName": "店"}),
    ):
        given = {"id": story.organisation(name), **more}
        assert await denied(reading_engine, story.coordinator, mutation, given) == [("STEP_NOT_POSSIBLE", "")]


async def test_a_reason_must_be_given_and_is_bounded(reading_engine: Engine, story: Story) -> None:
    codes = []
    for text in HOSTILE:
        found = await denied(
            reading_engine, story.coordinator, "organisationClose", {"id": story.organisation(UNIT), "reason": text}
        )
        codes += found
    assert codes == [("REASON_REQUIRED", "reason")] * 3 + [("TOO_LONG", "reason"), ("REASON_REQUIRED", "reason")]


async def test_the_reason_of_a_return_is_told_to_the_unit_and_gone_when_it_hands_in_again(engine: Engine, story: Story) -> None:
    unit = story.organisation(WAITING)
    await done(engine, story.coordinator, "organisationReturn", {"id": unit, "reason": "缺负责人"})
    seen = (await ask(engine, "query($id: ID!) { organisation(id: $id) { status returnReason } }", {"id": unit}, story.manager))[
        "organisation"
    ]
    assert seen == {"status": "RETURNED", "returnReason": "缺负责人"}
    await done(engine, story.manager, "organisationResubmit", {"id": unit})
    assert (await row(engine, unit))["return_reason"] == ""
