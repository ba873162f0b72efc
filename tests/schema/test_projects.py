"""The project list: from a proposal to the write-off, who may take which step, and what stands in the way."""

from datetime import timedelta
from typing import Any

import pytest

from api.sample.places import JIQINGLI
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import HOSTILE, STRANGE, done, events, number, refused
from tests.schema.needs import filed, listed
from tests.schema.promises import agreed, pair, reported, shown
from tests.schema.promises import proposed as promised
from tests.schema.registry import UNIT, denied
from tests.schema.works import CRITERIA, STATES, compare, filed_by_stranger, leads, project, proposed, rows
from tests.story import Story, ask

_TOLD = "select verb from event where subject_type = 'Project' and subject_id = $1 order by id"
SEEN = "status title halfYear origin viewerSteps lead { id } partners { status part kind } demands { id } matches { id }"


async def test_a_project_goes_from_its_proposal_to_its_write_off(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "WRITTEN_OFF", requiredKinds=["COMMUNITY", "VOLUNTEER"])
    seen = await shown(
        engine,
        story.stranger,
        id_,
        SEEN + " requiredKinds missingKinds outcome beneficiaries rating ratings { rating words demand { id } }"
        " criteria { place text met } signedOn startedOn deliveredOn",
    )
    assert (seen["status"], seen["origin"], seen["viewerSteps"]) == ("WRITTEN_OFF", "COMMITTEE", [])
    assert seen["lead"] == {"id": story.organisation(UNIT)}
    assert seen["partners"] == [{"status": "AGREED", "part": "每周派 4 人", "kind": "VOLUNTEER"}]
    assert (seen["requiredKinds"], seen["missingKinds"]) == (["COMMUNITY", "VOLUNTEER"], ["COMMUNITY"])
    assert (seen["outcome"], seen["beneficiaries"], seen["rating"]) == ("陪伴就医 40 小时", 25, "4")
    assert seen["ratings"] == [{"rating": 4, "words": "很及时", "demand": seen["demands"][0]}]
    assert [(one["text"], one["met"]) for one in seen["criteria"]] == [(text, True) for text in CRITERIA]
    assert seen["signedOn"] == seen["startedOn"] == seen["deliveredOn"] == str(today())
    told = [event["verb"] for event in await engine.services.pool.fetch(_TOLD, number(id_))]
    assert told == [
        *("project.proposed", "project.published", "project.claimed", "project.accepted", "project.signed", "project.measured"),
        *("project.started", "project.delivered", "project.rated", "project.compared", "project.written_off"),
    ]


STEPS: dict[str, dict[str, list[str] | None]] = {
    "PROPOSED": {
        "coordinator": [*("edit", "link", "criteria", "stage", "publish", "invite", "lead", "attach", "terminate")],
        "manager": None,
    },
    "PUBLISHED": {"manager": ["claim"], "stranger": []},
    "CLAIMED": {"manager": ["edit", "criteria", "stage", "claim", "attach"], "member": []},
    "SIGNED": {"manager": ["edit", "criteria", "stage", "note", "attach", "spend"]},
    "IN_PROGRESS": {
        "manager": ["edit", "stage", "note", "attach", "spend", "deliver"],
        "coordinator": [
            *("edit", "link", "stage", "invite", "lead", "award", "note", "attach", "spend", "deliver", "carryOver", "terminate"),
        ],
    },
    "DELIVERED": {
        "manager": ["note", "attach", "spend"],
        "stranger": ["rate"],
        "coordinator": ["award", "note", "attach", "spend", "compare"],
    },
    "EVALUATED": {"coordinator": ["compare"], "stranger": []},
    "WRITTEN_OFF": {"coordinator": [], "manager": []},
}


@pytest.mark.parametrize("state", STATES)
async def test_each_is_offered_the_steps_that_are_theirs(engine: Engine, story: Story, state: str) -> None:
    id_ = await project(engine, story, state)
    for who, steps in STEPS[state].items():
        seen = await shown(engine, getattr(story, who), id_, "viewerSteps")
        assert (seen and seen["viewerSteps"]) == steps, who


ATTEMPTS: dict[str, tuple[str, dict[str, Any]]] = {
    "projectEdit": ("IN_PROGRESS", {"title": "另一个名称"}),
    "projectCriteria": ("SIGNED", {"criteria": ["一"]}),
    "projectStageAdd": ("SIGNED", {"name": "动员", "startsOn": "2026-07-01", "endsOn": "2026-07-31"}),
    "projectPublish": ("PROPOSED", {}),
    "projectAward": ("IN_PROGRESS", {"award": "1"}),
    "projectSign": ("CLAIMED", {}),
    "projectStart": ("SIGNED", {}),
    "projectNote": ("IN_PROGRESS", {"text": "已开展三次"}),
    "projectSpend": ("IN_PROGRESS", {"amount": "1", "purpose": "交通"}),
    "projectDeliver": ("IN_PROGRESS", {"outcome": "完成"}),
    "projectWriteOff": ("EVALUATED", {}),
    "projectCompare": ("DELIVERED", {"results": []}),
    "projectCarryOver": ("IN_PROGRESS", {"reason": "工期顺延"}),
    "projectTerminate": ("IN_PROGRESS", {"reason": "无法实施"}),
}


@pytest.mark.parametrize("mutation", ATTEMPTS)
async def test_who_has_no_part_in_a_project_changes_nothing_of_it(engine: Engine, story: Story, mutation: str) -> None:
    state, given = ATTEMPTS[mutation]
    id_ = await project(engine, story, state)
    for who in ("stranger", "member", "coordinator_elsewhere", "administrator"):
        (found,) = await denied(engine, getattr(story, who), mutation, {"id": id_, **given})
        unseen = state == "PROPOSED" and who in ("member", "coordinator_elsewhere", "stranger")
        assert found == (("NOT_FOUND", "id") if unseen else ("NOT_ALLOWED", "")), who
    assert await denied(engine, story.public, mutation, {"id": id_, **given}) == [("SIGN_IN_FIRST", "")]


async def test_it_cannot_start_before_it_says_by_what_it_will_be_measured(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "SIGNED")
    assert await refused(engine, story.manager, "projectStart", {"id": id_}) == [("PROJECT_UNMEASURED", "")]
    await done(engine, story.manager, "projectCriteria", {"id": id_, "criteria": [" 四十\n小时 "]})
    assert [(one["place"], one["text"]) for one in await rows(engine, id_, "project_criterion")] == [(1, "四十 小时")]
    await done(engine, story.manager, "projectStart", {"id": id_})
    late = {"id": id_, "criteria": ["改低标准"]}
    assert await refused(engine, story.coordinator, "projectCriteria", late) == [("STEP_NOT_POSSIBLE", "")]


async def test_it_is_written_off_only_when_rated_and_compared_with_every_criterion(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "DELIVERED")
    assert await refused(engine, story.coordinator, "projectWriteOff", {"id": id_}) == [("STEP_NOT_POSSIBLE", "")]
    await done(engine, story.stranger, "projectRate", {"id": id_, "rating": 5})
    assert await refused(engine, story.coordinator, "projectWriteOff", {"id": id_}) == [("PROJECT_UNCOMPARED", "")]
    criteria = [one["id"] for one in (await shown(engine, story.coordinator, id_, "criteria { id }"))["criteria"]]
    for wrong in ([], criteria[:1], [criteria[0]] * 2, [*criteria, "criterion_99"]):
        given = {"id": id_, "results": [{"criterion": one, "met": True} for one in wrong]}
        assert await refused(engine, story.coordinator, "projectCompare", given) == [("PROJECT_CRITERION_UNKNOWN", "results")]
    await compare(engine, story, id_, met=False)
    await done(engine, story.coordinator, "projectWriteOff", {"id": id_})
    assert [one["met"] for one in await rows(engine, id_, "project_criterion")] == [False, False]


async def test_nobody_rates_their_own_work_and_each_side_rates_once(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "DELIVERED")
    given = {"id": id_, "rating": 5}
    for who in ("manager", "member", "coordinator", "coordinator_elsewhere"):
        assert await refused(engine, getattr(story, who), "projectRate", given) == [("NOT_ALLOWED", "")]
    for wrong in (0, 6, -1):
        assert await refused(engine, story.stranger, "projectRate", {"id": id_, "rating": wrong}) == [
            ("PROJECT_RATING", "rating")
        ]
    await done(engine, story.stranger, "projectRate", given)
    assert await refused(engine, story.stranger, "projectRate", given) == [("PROJECT_RATED", "")]


async def test_for_what_a_doer_needs_itself_the_committee_speaks(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "DELIVERED", demand=await listed(engine, story))
    given = {"id": id_, "rating": 3}
    assert await refused(engine, story.manager, "projectRate", given) == [("NOT_ALLOWED", "")]
    await done(engine, story.coordinator, "projectRate", given)


async def test_what_fulfils_no_demand_is_rated_by_who_proposed_it(engine: Engine, story: Story) -> None:
    id_ = await proposed(engine, story, story.stranger)
    assert (await shown(engine, story.stranger, id_, "origin"))["origin"] == "RESIDENTS"
    await done(engine, story.coordinator, "projectPublish", {"id": id_})
    await leads(engine, story, id_)
    await done(engine, story.coordinator, "projectSign", {"id": id_})
    await done(engine, story.coordinator, "projectCriteria", {"id": id_, "criteria": ["办成"]})
    await done(engine, story.coordinator, "projectStart", {"id": id_})
    await done(engine, story.manager, "projectDeliver", {"id": id_, "outcome": "办成了"})
    assert await refused(engine, story.member, "projectRate", {"id": id_, "rating": 4}) == [("NOT_ALLOWED", "")]
    await done(engine, story.stranger, "projectRate", {"id": id_, "rating": 4})
    assert await refused(engine, story.coordinator, "projectRate", {"id": id_, "rating": 1}) == [("PROJECT_RATED", "")]


async def test_a_project_is_made_from_promises(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await agreed(engine, story, both)
    given = {"title": "陪伴就医", "area": story.area(JIQINGLI), "matches": [match, match]}
    assert await refused(engine, story.manager, "projectPropose", given) == [("NOT_ALLOWED", "matches")]
    assert (await refused(engine, story.coordinator_elsewhere, "projectPropose", given))[0][0] in ("NOT_FOUND", "NOT_ALLOWED")
    id_ = await proposed(engine, story, matches=[match])
    seen = await shown(engine, story.manager, id_, SEEN)
    assert (seen["origin"], seen["matches"], seen["demands"]) == ("MATCHES", [{"id": match}], [{"id": both["demand"]}])
    assert seen["partners"] == [{"status": "AGREED", "part": "陪伴老人就医志愿服务", "kind": "OTHER"}]
    assert await refused(engine, story.coordinator, "projectPropose", given) == [("PROJECT_MATCH_TAKEN", "matches")]
    await done(engine, story.coordinator, "projectLead", {"id": id_, "organisation": story.organisation(UNIT)})
    await done(engine, story.coordinator, "projectPublish", {"id": id_})
    assert (await shown(engine, story.stranger, id_, "status matches { id }")) == {"status": "CLAIMED", "matches": []}
    await done(engine, story.coordinator, "projectTerminate", {"id": id_, "reason": "改期"})
    again = await proposed(engine, story, matches=[match])
    assert again != id_


async def test_it_is_not_written_off_while_a_promise_is_open(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await agreed(engine, story, both)
    id_ = await project(engine, story, "EVALUATED", matches=[match])
    await compare(engine, story, id_)
    assert await refused(engine, story.coordinator, "projectWriteOff", {"id": id_}) == [("PROJECT_MATCH_OPEN", "")]
    delivery = await reported(engine, story, match)
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 5})
    await done(engine, story.coordinator, "projectWriteOff", {"id": id_})


async def test_only_what_fits_is_linked(engine: Engine, story: Story) -> None:
    waiting, open_ = await filed(engine, story), await promised(engine, story)
    id_ = await project(engine, story)
    assert await refused(engine, story.coordinator, "projectLink", {"id": id_, "demands": [waiting]}) == [
        ("PROJECT_DEMAND", "demands")
    ]
    assert await refused(engine, story.coordinator, "projectLink", {"id": id_, "matches": [open_]}) == [
        ("PROJECT_MATCH", "matches")
    ]
    assert await refused(engine, story.coordinator, "projectLink", {"id": id_}) == [("REQUIRED", "matches")]
    many = {"id": id_, "demands": [f"demand_{one}" for one in range(1, 52)]}
    assert await refused(engine, story.coordinator, "projectLink", many) == [("PROJECT_LINKS", "demands")]
    for wrong in ("demand_999999", "org_1", ""):
        assert await refused(engine, story.coordinator, "projectLink", {"id": id_, "demands": [wrong]}) == [
            ("NOT_FOUND", "demands")
        ]
    await done(engine, story.coordinator, "projectLink", {"id": id_, "demands": [await filed_by_stranger(engine, story)]})
    assert len(await rows(engine, id_, "project_demand")) == 2


async def test_of_a_demand_that_is_merged_the_other_is_fulfilled(engine: Engine, story: Story) -> None:
    double, into = await filed_by_stranger(engine, story), await filed_by_stranger(engine, story)
    id_ = await project(engine, story, "IN_PROGRESS", demand=double)
    await done(engine, story.coordinator, "demandMerge", {"id": double, "into": into})
    assert (await shown(engine, story.stranger, id_, "demands { id }"))["demands"] == [{"id": into}]


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_title_that_is_none_is_refused(engine: Engine, story: Story, text: str) -> None:
    given = {"title": text, "area": story.area(JIQINGLI)}
    assert await refused(engine, story.stranger, "projectPropose", given) == [("LENGTH", "title")]


@pytest.mark.parametrize("text", STRANGE)
async def test_a_strange_title_is_kept_as_it_is(engine: Engine, story: Story, text: str) -> None:
    id_ = await proposed(engine, story, title=text)
    assert (await shown(engine, story.coordinator, id_, "title"))["title"] == text


async def test_wrong_input_is_told_at_its_field(engine: Engine, story: Story) -> None:
    given = {"title": "请联系 13700001234", "area": story.area(JIQINGLI), "halfYear": "2026-H3", "requiredKinds": ["OTHER"]}
    assert await refused(engine, story.stranger, "projectPropose", given) == [
        *(("PROJECT_PERSONAL", "title"), ("PROJECT_HALF_YEAR", "halfYear"), ("PROJECT_KINDS", "requiredKinds")),
    ]
    id_ = await project(engine, story, "IN_PROGRESS")
    tomorrow = str(today() + timedelta(days=1))
    wrong = {"id": id_, "outcome": " ", "beneficiaries": 0, "deliveredOn": tomorrow}
    assert await refused(engine, story.manager, "projectDeliver", wrong) == [
        *(("REQUIRED", "outcome"), ("PROJECT_BENEFICIARIES", "beneficiaries"), ("PROJECT_DAY_LATE", "deliveredOn")),
    ]
    assert await refused(engine, story.manager, "projectNote", {"id": id_, "text": "\n"}) == [("REQUIRED", "text")]
    days = {"name": "动员", "startsOn": "2026-07-02", "endsOn": "2026-07-01"}
    assert await refused(engine, story.manager, "projectStageAdd", {"id": id_, **days}) == [("PROJECT_DAYS", "endsOn")]
    stale = {"id": id_, "version": 1, "title": "另一个名称"}
    assert await refused(engine, story.manager, "projectEdit", stale) == [("CONFLICT", "version")]


async def test_proposed_ones_are_for_insiders_published_ones_for_members_finished_ones_for_all(
    engine: Engine, story: Story
) -> None:
    waiting = await proposed(engine, story)
    for who, sees in (("public", False), ("stranger", False), ("manager", False), ("community_coordinator", True)):
        assert bool(await shown(engine, getattr(story, who), waiting, "id")) is sees, who
    going = await project(engine, story, "IN_PROGRESS")
    assert await shown(engine, story.public, going, "id") is None
    assert await shown(engine, story.stranger, going, "id") == {"id": going}
    finished = await project(engine, story, "EVALUATED")
    await done(engine, story.manager, "projectNote", {"id": going, "text": "已开展三次"})
    everything = (
        "title outcome rating reason left lead { name } partners { organisation { name } part reason } criteria { text met }"
        " stages { name } ratings { words } demands { id } matches { id } notes { nodes { text } } spendings { nodes { id } }"
    )
    seen = await shown(engine, story.public, finished, everything)
    assert (seen["rating"], seen["lead"]["name"], seen["demands"], seen["notes"]["nodes"]) == ("4", f"{UNIT}（样例）", [], [])
    assert seen["ratings"] == [{"words": "很及时"}]
    listed = await ask(engine, '{ projects(filter: {search: "jql"}) { nodes { id } totalCount } }', None, story.public)
    assert [one["id"] for one in listed["projects"]["nodes"]] == [finished]


async def test_stages_are_done_one_by_one_and_then_stay(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "IN_PROGRESS")
    days = {"startsOn": "2026-07-01", "endsOn": "2026-07-31"}
    added = await done(engine, story.manager, "projectStageAdd", {"id": id_, "name": "动员", **days}, "projectStage { id }")
    stage = added["projectStage"]["id"]
    for who in ("stranger", "member", "coordinator_elsewhere"):
        assert await refused(engine, getattr(story, who), "projectStageFinish", {"id": stage}) == [("NOT_ALLOWED", "")]
    await done(engine, story.manager, "projectStageEdit", {"id": stage, "name": "动员部署"})
    await done(engine, story.manager, "projectStageFinish", {"id": stage})
    for mutation in ("projectStageEdit", "projectStageFinish", "projectStageRemove"):
        assert await refused(engine, story.manager, mutation, {"id": stage}) == [("STEP_NOT_POSSIBLE", "")]
    other = await done(engine, story.manager, "projectStageAdd", {"id": id_, "name": "总结", **days}, "projectStage { id }")
    await done(engine, story.manager, "projectStageRemove", {"id": other["projectStage"]["id"]})
    seen = await shown(engine, story.stranger, id_, "stages { name doneOn late viewerSteps }")
    assert seen["stages"] == [{"name": "动员部署", "doneOn": str(today()), "late": False, "viewerSteps": []}]
    (event, *_) = await events(engine, "project.stage_done")
    assert event["subject_id"] == number(id_)
