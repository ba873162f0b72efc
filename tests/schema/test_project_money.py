"""Awards and spending: within what is approved, however many spend at once; and the project that goes over into the next half."""

import asyncio
from decimal import Decimal

import orjson
import pytest

from schema.engine.reader import Engine
from tests.schema.acting import act, done, events, number, refused
from tests.schema.needs import NUMBERS
from tests.schema.promises import agreed, pair, reported, shown
from tests.schema.works import CRITERIA, awarded, invited, project, rows, spent
from tests.story import Story

BALANCE = "award spent left"


async def test_spending_stays_within_the_award_and_a_refusal_says_what_is_left(engine: Engine, story: Story) -> None:
    id_ = await awarded(engine, story)
    await spent(engine, story, id_, "600.50")
    assert await shown(engine, story.stranger, id_, BALANCE) == {"award": "1000", "spent": "600.5", "left": "399.5"}
    over = {"id": id_, "amount": "399.51", "purpose": "就医交通"}
    payload = await act(engine, story.manager, "projectSpend", over)
    assert [(one["path"], one["message"]) for one in payload["refusals"]] == [("amount", "经费余额不足，目前只剩 399.5 元。")]
    payload = await act(engine, story.coordinator, "projectAward", {"id": id_, "award": "600"})
    assert [(one["path"], one["message"]) for one in payload["refusals"]] == [
        ("award", "已支出 600.5 元，核定经费不能低于已支出。")
    ]
    await done(engine, story.coordinator, "projectAward", {"id": id_, "award": "600.50"})
    payload = await act(engine, story.manager, "projectSpend", over | {"amount": "0.01"})
    assert payload["refusals"][0]["message"] == "经费余额不足，目前只剩 0 元。"


async def test_of_many_who_spend_the_last_of_an_award_at_one_moment_one_does(engine: Engine, story: Story) -> None:
    id_ = await awarded(engine, story, "100")
    await spent(engine, story, id_, "60")

    async def spend(viewer: str) -> list[str]:
        given = {"id": id_, "amount": "40", "purpose": "就医交通"}
        payload = await act(engine, getattr(story, viewer), "projectSpend", given)
        return [one["message"] for one in payload["refusals"]]

    found = await asyncio.gather(*(spend(("manager", "coordinator")[one % 2]) for one in range(20)))
    assert sorted(found) == [[], *[["经费余额不足，目前只剩 0 元。"]] * 19]
    assert sum(one["amount"] for one in await rows(engine, id_, "project_spending")) == 100


async def test_of_an_award_lowered_while_it_is_spent_nothing_is_overdrawn(engine: Engine, story: Story) -> None:
    id_ = await awarded(engine, story, "100")
    lower = act(engine, story.coordinator, "projectAward", {"id": id_, "award": "50"})
    spend = act(engine, story.manager, "projectSpend", {"id": id_, "amount": "80", "purpose": "就医交通"})
    codes = sorted(one["code"] for payload in await asyncio.gather(lower, spend) for one in payload["refusals"])
    assert codes in (["PROJECT_AWARD_SPENT"], ["PROJECT_OVERSPENT"])
    assert Decimal((await shown(engine, story.manager, id_, BALANCE))["left"]) >= 0


async def test_a_wrong_entry_is_voided_once_and_its_amount_is_there_again(engine: Engine, story: Story) -> None:
    id_ = await awarded(engine, story)
    entry = await spent(engine, story, id_, "1000")
    why = {"id": entry, "reason": "重复登记"}
    for who in ("stranger", "member", "coordinator_elsewhere"):
        assert await refused(engine, getattr(story, who), "projectSpendingVoid", why) == [("NOT_ALLOWED", "")]
    assert await refused(engine, story.manager, "projectSpendingVoid", why | {"reason": ""}) == [("REASON_REQUIRED", "reason")]
    await done(engine, story.manager, "projectSpendingVoid", why)
    assert (await shown(engine, story.manager, id_, BALANCE))["left"] == "1000"
    assert await refused(engine, story.manager, "projectSpendingVoid", why) == [("STEP_NOT_POSSIBLE", "")]
    seen = await shown(engine, story.stranger, id_, "spendings { nodes { amount reason voidedAt viewerSteps } }")
    (told,) = seen["spendings"]["nodes"]
    assert (told["amount"], told["reason"], told["viewerSteps"]) == ("1000", "重复登记", [])
    assert told["voidedAt"]


@pytest.mark.parametrize("amount", NUMBERS)
async def test_an_amount_that_is_none_is_not_spent(engine: Engine, story: Story, amount: str) -> None:
    id_ = await awarded(engine, story)
    given = {"id": id_, "amount": amount, "purpose": "就医交通"}
    assert await refused(engine, story.manager, "projectSpend", given) == [("QUANTITY", "amount")]


async def test_without_an_award_nothing_is_spent_and_an_award_is_a_number(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "IN_PROGRESS")
    given = {"id": id_, "amount": "1", "purpose": "就医交通"}
    assert await refused(engine, story.manager, "projectSpend", given) == [("PROJECT_UNFUNDED", "")]
    for wrong in ("-1", "NaN", "Infinity", "0.001", "10000000000"):
        assert await refused(engine, story.coordinator, "projectAward", {"id": id_, "award": wrong}) == [
            ("PROJECT_AWARD", "award")
        ]


async def test_the_ledger_alone_gives_the_balance(engine: Engine, story: Story) -> None:
    id_ = await awarded(engine, story)
    await spent(engine, story, id_, "10")
    await done(engine, story.manager, "projectSpendingVoid", {"id": await spent(engine, story, id_, "20"), "reason": "重复"})
    left = Decimal(0)
    told = "select verb, data from event where subject_type = 'Project' and subject_id = $1 order by id"
    for event in await engine.services.pool.fetch(told, number(id_)):
        data = orjson.loads(event["data"])
        match event["verb"]:
            case "project.awarded":
                left += Decimal(data["award"]) - Decimal(data["before"] or 0)
            case "project.spent":
                left -= Decimal(data["amount"])
            case "project.unspent":
                left += Decimal(data["amount"])
    assert left == Decimal((await shown(engine, story.manager, id_, BALANCE))["left"]) == 990


EVERYTHING = (
    "status halfYear title description origin requiredKinds lead { id } demands { id } brands { id } criteria { text met }"
    " stages { name startsOn endsOn doneOn } partners { status kind part organisation { id } } award left"
    " signedOn startedOn publishedAt matches { id } reason carriedFrom { id } carriedTo { id }"
)


async def test_what_is_carried_over_loses_nothing_and_counts_nothing_twice(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    delivered = await agreed(engine, story, both, quantity="4")
    brand = await engine.services.pool.fetchval("select id from category where list = 'BRAND' order by id limit 1")
    more = {"brands": [f"category_{brand}"], "requiredKinds": ["CHARITY"], "description": "两期"}
    id_ = await project(engine, story, "IN_PROGRESS", matches=[delivered], **more)
    delivery = await reported(engine, story, delivered, "4")
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 5})
    open_ = await agreed(engine, story, both, quantity="3")
    await done(engine, story.coordinator, "projectLink", {"id": id_, "matches": [open_]})
    await invited(engine, story, id_)
    days = {"startsOn": "2026-07-01", "endsOn": "2026-09-30"}
    for name in ("动员", "实施"):
        await done(engine, story.manager, "projectStageAdd", {"id": id_, "name": name, **days})
    first = (await rows(engine, id_, "project_stage"))[0]["id"]
    await done(engine, story.manager, "projectStageFinish", {"id": f"stage_{first}"})
    await done(engine, story.coordinator, "projectAward", {"id": id_, "award": "1000"})
    await spent(engine, story, id_, "250")
    before = await shown(engine, story.coordinator, id_, EVERYTHING)
    assert await refused(engine, story.manager, "projectCarryOver", {"id": id_, "reason": "工期"}) == [("NOT_ALLOWED", "")]
    assert await refused(engine, story.coordinator, "projectCarryOver", {"id": id_, "reason": ""}) == [
        ("REASON_REQUIRED", "reason")
    ]
    payload = await done(engine, story.coordinator, "projectCarryOver", {"id": id_, "reason": "工期顺延"}, "project { id }")
    new = payload["project"]["id"]
    old, now = [await shown(engine, story.coordinator, one, EVERYTHING) for one in (id_, new)]
    same = ("title", "description", "origin", "requiredKinds", "lead", "demands", "brands", "partners", "publishedAt", "signedOn")
    assert {name: now[name] for name in same} == {name: before[name] for name in same}
    assert (now["status"], now["halfYear"], now["carriedFrom"]) == ("IN_PROGRESS", "2027-H1", {"id": id_})
    assert (old["status"], old["halfYear"], old["carriedTo"]) == ("CARRIED_OVER", "2026-H2", {"id": new})
    assert (old["reason"], now["reason"]) == ("工期顺延", "")
    assert [one["text"] for one in now["criteria"]] == CRITERIA
    assert now["stages"] == [before["stages"][1]]
    assert old["stages"] == before["stages"]
    assert (now["matches"], old["matches"]) == ([{"id": open_}], before["matches"])
    assert (old["award"], old["left"], now["award"], now["left"]) == ("250", "0", "750", "750")
    carried = "select match_id, project_id from project_match where ended_at is null and project_id = any($1)"
    links = await engine.services.pool.fetch(carried, [number(id_), number(new)])
    assert {tuple(one) for one in links} == {(number(delivered), number(id_)), (number(open_), number(new))}
    (event, *_) = await events(engine, "project.continued")
    assert event["subject_id"] == number(new)


async def test_of_two_who_carry_over_at_one_moment_one_does(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "IN_PROGRESS")

    async def carry() -> list[str]:
        payload = await act(engine, story.coordinator, "projectCarryOver", {"id": id_, "reason": "工期顺延"})
        return [one["code"] for one in payload["refusals"]]

    assert sorted(await asyncio.gather(*(carry() for _ in range(5)))) == [[], *[["STEP_NOT_POSSIBLE"]] * 4]
    assert await engine.services.pool.fetchval("select count(*) from project where carried_from_id = $1", number(id_)) == 1
