"""Who takes part in a project: claims, invitations, the lead, who leaves, and what a merge of two partners makes of it."""

import asyncio
from typing import Any

import pytest

from schema.engine.reader import Engine
from schema.notifications.telling import tell_on
from tests.schema.acting import HOSTILE, act, done, events, number, refused, viewer_of
from tests.schema.promises import shown
from tests.schema.registry import OTHER, SUSPENDED, UNIT, denied
from tests.schema.works import invited, leads, project, rows
from tests.story import Story

PARTNERS = "status lead { id } partners { status kind reason viewerSteps organisation { id } }"


async def claim(engine: Engine, story: Story, id_: str) -> str:
    given = {"id": id_, "organisation": story.organisation(UNIT)}
    payload = await done(engine, story.manager, "projectClaim", given, "projectPartner { id }")
    found: str = payload["projectPartner"]["id"]
    return found


async def test_an_organisation_claims_and_the_committee_decides(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "PUBLISHED")
    given = {"id": id_, "organisation": story.organisation(UNIT)}
    assert await refused(engine, story.stranger, "projectClaim", given) == [("NOT_ALLOWED", "")]
    assert await refused(engine, story.handler, "projectClaim", given) == [("NOT_ALLOWED", "organisation")]
    partner = await claim(engine, story, id_)
    assert await denied(engine, story.manager, "projectClaim", given) == [("PARTNER_TWICE", "organisation")]
    assert (await shown(engine, story.stranger, id_, PARTNERS))["partners"] == []
    for who in ("stranger", "coordinator_elsewhere"):
        assert await refused(engine, getattr(story, who), "projectPartnerAccept", {"id": partner}) == [("NOT_FOUND", "id")]
    assert await refused(engine, story.manager, "projectPartnerAccept", {"id": partner}) == [("NOT_ALLOWED", "")]
    await done(engine, story.coordinator, "projectPartnerAccept", {"id": partner, "lead": True})
    seen = await shown(engine, story.stranger, id_, PARTNERS)
    assert (seen["status"], seen["lead"]) == ("CLAIMED", {"id": story.organisation(UNIT)})
    assert [one["status"] for one in seen["partners"]] == ["AGREED"]
    assert await refused(engine, story.coordinator, "projectPartnerAccept", {"id": partner}) == [("STEP_NOT_POSSIBLE", "")]
    (event, *_) = await events(engine, "project.accepted")
    assert number(story.organisation(UNIT)) in event["organisation_ids"]


async def test_a_claim_is_refused_with_its_reason_and_can_be_made_again(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "PUBLISHED")
    partner = await claim(engine, story, id_)
    assert await refused(engine, story.coordinator, "projectPartnerRefuse", {"id": partner, "reason": " "}) == [
        ("REASON_REQUIRED", "reason")
    ]
    await done(engine, story.coordinator, "projectPartnerRefuse", {"id": partner, "reason": "已有同类单位"})
    seen = await shown(engine, story.manager, id_, PARTNERS)
    assert [(one["status"], one["reason"]) for one in seen["partners"]] == [("DECLINED", "已有同类单位")]
    assert await claim(engine, story, id_) != partner


async def test_who_is_asked_answers(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "CLAIMED")
    partner = await invited(engine, story, id_, "朝外示范物业服务有限公司")
    assert await refused(engine, story.coordinator, "projectPartnerAgree", {"id": partner}) == [("NOT_ALLOWED", "")]
    (told,) = await refused(engine, story.manager, "projectPartnerDecline", {"id": partner, "reason": "不便"})
    assert told[0] in ("NOT_FOUND", "NOT_ALLOWED")
    await done(engine, story.handler, "projectPartnerAgree", {"id": partner})
    assert (await shown(engine, story.stranger, id_, PARTNERS))["partners"][1]["kind"] == "CHARITY"
    change = {"id": partner, "kind": "SOCIAL_ORGANISATION", "part": "提供场地"}
    assert await refused(engine, story.stranger, "projectPartnerEdit", change) == [("NOT_ALLOWED", "")]
    assert await refused(engine, story.handler, "projectPartnerEdit", {"id": partner, "kind": None}) == [("REQUIRED", "kind")]
    await done(engine, story.handler, "projectPartnerEdit", change)
    assert [one["part"] for one in await rows(engine, id_, "project_partner")] == ["每周派 4 人", "提供场地"]
    await done(engine, story.handler, "projectPartnerLeave", {"id": partner, "reason": "人手不足"})
    assert [one["status"] for one in await rows(engine, id_, "project_partner")] == ["AGREED", "LEFT"]
    other = await invited(engine, story, id_, "朝外示范物业服务有限公司")
    await done(engine, story.handler, "projectPartnerDecline", {"id": other, "reason": "人手不足"})
    gone = {"id": id_, "organisation": story.organisation(SUSPENDED)}
    (told,) = await refused(engine, story.coordinator, "projectInvite", gone)
    assert told == ("PROJECT_ORGANISATION", "organisation")


PROPERTY = "朝外示范物业服务有限公司"
WHY = {"reason": "已有单位承担"}


async def test_an_invitation_is_taken_back_before_it_is_answered(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "CLAIMED")
    partner = await invited(engine, story, id_, PROPERTY)
    payload = await done(
        engine, story.coordinator, "projectPartnerWithdraw", {"id": partner, **WHY}, "projectPartner { status reason }"
    )
    assert payload["projectPartner"] == {"status": "DECLINED", "reason": "已有单位承担"}
    (event, *_) = await events(engine, "project.uninvited")
    assert number(story.organisation(PROPERTY)) in event["organisation_ids"]
    assert await refused(engine, story.handler, "projectPartnerAgree", {"id": partner}) == [("STEP_NOT_POSSIBLE", "")]
    assert await invited(engine, story, id_, PROPERTY) != partner


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", ("SIGN_IN_FIRST", "")),
        ("stranger", ("NOT_FOUND", "id")),
        ("member", ("NOT_FOUND", "id")),
        ("handler", ("NOT_ALLOWED", "")),
        ("coordinator_elsewhere", ("NOT_FOUND", "id")),
        ("administrator", ("NOT_ALLOWED", "")),
    ],
)
async def test_only_the_committee_takes_an_invitation_back(engine: Engine, story: Story, who: str, code: tuple[str, str]) -> None:
    partner = await invited(engine, story, await project(engine, story, "PUBLISHED"), PROPERTY)
    assert await refused(engine, viewer_of(story, who), "projectPartnerWithdraw", {"id": partner, **WHY}) == [code]


async def test_what_has_been_answered_is_not_taken_back(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "CLAIMED")
    partner = await invited(engine, story, id_, PROPERTY)
    for reason in HOSTILE:
        (found,) = await refused(engine, story.coordinator, "projectPartnerWithdraw", {"id": partner, "reason": reason})
        assert found in (("REASON_REQUIRED", "reason"), ("TOO_LONG", "reason"))
    assert await refused(engine, story.coordinator, "projectPartnerWithdraw", {"id": partner, "version": 77, **WHY}) == [
        ("CONFLICT", "version")
    ]
    await done(engine, story.handler, "projectPartnerAgree", {"id": partner})
    assert await refused(engine, story.coordinator, "projectPartnerWithdraw", {"id": partner, **WHY}) == [
        ("STEP_NOT_POSSIBLE", "")
    ]


async def test_those_who_act_for_a_unit_are_told_that_it_is_asked_and_that_it_is_not(engine: Engine, story: Story) -> None:
    await tell_on(engine.services.pool)
    id_ = await project(engine, story, "CLAIMED")
    partner = await invited(engine, story, id_, PROPERTY)
    await done(engine, story.coordinator, "projectPartnerWithdraw", {"id": partner, **WHY})
    await tell_on(engine.services.pool)
    told = (
        "select n.kind from notification n join event e on e.id = n.event_id where n.account_id = $1 and e.subject_id = $2"
        " and e.verb in ('project.invited', 'project.uninvited') order by e.id"
    )
    for who, kinds in ((story.handler, ["PROPOSED", "MOVED"]), (story.stranger, []), (story.coordinator, [])):
        rows = await engine.services.pool.fetch(told, who.account, number(id_))
        assert [one["kind"] for one in rows] == kinds


async def test_the_lead_leaves_only_before_the_agreement_is_signed(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "PUBLISHED")
    partner = await leads(engine, story, id_)
    why = {"id": partner, "reason": "业务调整"}
    await done(engine, story.manager, "projectPartnerLeave", why)
    assert (await shown(engine, story.stranger, id_, "status lead { id }")) == {"status": "PUBLISHED", "lead": None}
    again = await leads(engine, story, id_)
    await done(engine, story.coordinator, "projectSign", {"id": id_})
    assert await refused(engine, story.manager, "projectPartnerLeave", why | {"id": again}) == [("PARTNER_LEADS", "")]
    other = {"id": id_, "organisation": story.organisation(OTHER)}
    assert await refused(engine, story.coordinator, "projectLead", other) == [("PARTNER_NOT_AGREED", "organisation")]


async def test_of_ten_claims_at_one_moment_one_stands(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "PUBLISHED")
    given = {"id": id_, "organisation": story.organisation(UNIT)}

    async def once() -> list[str]:
        payload: Any = await act(engine, story.manager, "projectClaim", given)
        return [one["code"] for one in payload["refusals"]]

    assert sorted(await asyncio.gather(*(once() for _ in range(10)))) == [[], *[["PARTNER_TWICE"]] * 9]


async def test_of_two_partners_that_are_merged_one_stands_and_keeps_the_lead_and_undoing_gives_both_back(
    engine: Engine, story: Story
) -> None:
    double = "朝外示范科技公司"
    id_ = await project(engine, story, "SIGNED")
    pool = engine.services.pool
    await pool.execute(
        "insert into project_partner (project_id, organisation_id, kind, status) values ($1, $2, 'OTHER', 'AGREED')",
        *(number(id_), number(story.organisation(double))),
    )
    await pool.execute("update project set lead_id = $2 where id = $1", number(id_), number(story.organisation(double)))
    await pool.execute(
        "update project_partner set status = 'CLAIMED' where organisation_id = $1", number(story.organisation(UNIT))
    )
    before = [(one["organisation_id"], one["status"]) for one in await rows(engine, id_, "project_partner")]
    merge = {"id": story.organisation(double), "into": story.organisation(UNIT)}
    await done(engine, story.coordinator, "organisationMerge", merge)
    seen = await shown(engine, story.coordinator, id_, PARTNERS)
    assert seen["lead"] == {"id": story.organisation(UNIT)}
    assert [one["status"] for one in seen["partners"]] == ["AGREED", "LEFT"]
    await done(engine, story.coordinator, "organisationUnmerge", {"id": story.organisation(double), "reason": "误并"})
    assert [(one["organisation_id"], one["status"]) for one in await rows(engine, id_, "project_partner")] == before
    assert (await shown(engine, story.coordinator, id_, "lead { id }"))["lead"] == {"id": story.organisation(double)}
