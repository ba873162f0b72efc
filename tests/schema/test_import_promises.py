"""What others do meanwhile, and what was promised: an import neither overwrites the one nor takes away the other."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from api.sample.places import JIQINGLI, SANFENGLI
from schema.engine.reader import Engine
from tests.schema.acting import act, done, number
from tests.schema.needs import filed
from tests.schema.offers import day, next_monday, offer_row, offered
from tests.schema.promises import UNITS, agreed, pair
from tests.schema.registry import UNIT, denied, row
from tests.schema.sheets import counts, encoded, preview, problems, run
from tests.story import Story

OFFER = {"单位": f"{UNIT}（样例）", "类别": "志愿服务", "名称": "晨光志愿队", "数量": "20"}
DEMAND = {"类别": "停车出行", "标题": "晨光路路灯"}


async def test_an_offer_still_holds_what_was_promised_of_it(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    await agreed(engine, story, both)
    rows = [{"编号": both["resource"], "名称": "", "数量": "9"}]
    assert problems(await preview(engine, story, "RESOURCES", *rows)) == [[("数量", "RESOURCE_PROMISED")]]
    rows = [{"编号": both["resource"], "名称": "", "计量单位": "小时"}]
    assert problems(await preview(engine, story, "RESOURCES", *rows)) == [[("计量单位", "RESOURCE_MEASURE_PROMISED")]]
    rows = [{"编号": both["resource"], "名称": "", "数量": "10"}]
    await run(engine, story, await preview(engine, story, "RESOURCES", *rows))
    assert (await offer_row(engine, both["resource"]))["quantity"] == 10


async def test_a_demand_still_needs_what_was_promised_to_it(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    await agreed(engine, story, both)
    found = await preview(engine, story, "DEMANDS", {"编号": both["demand"], "标题": "", "数量": "9"})
    assert problems(found) == [[("数量", "DEMAND_PROMISED")]]


async def test_an_opening_that_was_promised_stays_open(engine: Engine, story: Story) -> None:
    monday = next_monday()
    window = {"firstDay": day(), "opens": "09:00", "closes": "11:00", "weekdays": [1, 2]}
    both = await pair(engine, story, measure="PER_WINDOW", windows=[window], quantity="5", unit=UNITS["unit"])
    await agreed(engine, story, both, quantity="2", covers="2", day=str(monday), opens="09:00")
    last = monday + timedelta(days=30)
    rows = {"编号": both["resource"], "名称": "", "开放时段": f"周二 9:00-11:00，{day()} 至 {last}"}
    assert problems(await preview(engine, story, "RESOURCES", rows)) == [[("开放时段", "RESOURCE_OPENING_PROMISED")]]
    rows |= {"开放时段": f"周一 9:00-12:00，{day()} 至 {last}"}
    assert counts(await preview(engine, story, "RESOURCES", rows)) == (0, 1, 0, 0)


async def test_a_promise_between_preview_and_run_is_seen(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    seen = await preview(engine, story, "RESOURCES", {"编号": both["resource"], "名称": "", "数量": "9"})
    assert counts(seen) == (0, 1, 0, 0)
    await agreed(engine, story, both)
    assert await denied(engine, story.coordinator, "listImportRun", {"id": seen["id"]}) == [("IMPORT_ROWS_WRONG", "mode")]


async def test_an_edit_between_preview_and_run_is_not_overwritten(engine: Engine, story: Story) -> None:
    offer = await offered(engine, story)
    seen = await preview(engine, story, "RESOURCES", {"编号": offer, "名称": "", "条件": "须预约"})
    await done(engine, story.manager, "resourceEdit", {"id": offer, "description": "新说明"})
    await run(engine, story, seen)
    now = await offer_row(engine, offer)
    assert (now["description"], now["conditions"]) == ("新说明", "须预约")


@pytest.mark.parametrize(("into", "line"), [("RESOURCES", OFFER), ("DEMANDS", DEMAND)])
async def test_two_files_with_the_same_rows_at_once_write_them_once(
    engine: Engine, story: Story, into: str, line: dict[str, str]
) -> None:
    seen = [await preview(engine, story, into, line, who=who) for who in ("coordinator", "district_coordinator")]
    done_ = await asyncio.gather(
        *(run(engine, story, one, who=who) for one, who in zip(seen, ("coordinator", "district_coordinator"), strict=True))
    )
    assert sorted((one["counts"]["create"], one["counts"]["unchanged"]) for one in done_) == [(0, 1), (1, 0)]


async def test_one_import_runs_once_however_often_it_is_asked(engine: Engine, story: Story) -> None:
    seen = await preview(engine, story, "RESOURCES", OFFER)
    payloads = await asyncio.gather(*(act(engine, story.coordinator, "listImportRun", {"id": seen["id"]}) for _ in range(3)))
    told = sorted(one["refusals"][0]["code"] if one["refusals"] else "" for one in payloads)
    assert told == ["", "STEP_NOT_POSSIBLE", "STEP_NOT_POSSIBLE"]
    assert await engine.services.pool.fetchval("select count(*) from resource where title = '晨光志愿队'") == 1


async def test_whoever_lost_the_area_cannot_run_what_was_prepared(engine: Engine, story: Story) -> None:
    seen = await preview(engine, story, "DEMANDS", DEMAND)
    former = replace(story.coordinator, areas=(), managed=())
    assert await denied(engine, former, "listImportRun", {"id": seen["id"]}) == [("NOT_ALLOWED", "area")]


async def test_a_token_needs_the_scope_of_imports_and_that_of_the_list(engine: Engine, story: Story) -> None:
    given = {"fileName": "a.csv", "list": "RESOURCES", "content": encoded([OFFER]), "area": story.area(JIQINGLI)}
    for scopes, code in (({"resources:write"}, "SCOPE_MISSING"), ({"imports:write"}, "SCOPE_MISSING")):
        app = replace(story.coordinator, scopes=frozenset(scopes), via="api")
        assert [one for one, _ in await denied(engine, app, "listImportPreview", given)] == [code]
    app = replace(story.coordinator, scopes=frozenset({"imports:write", "resources:write"}), via="api")
    assert (await act(engine, app, "listImportPreview", given))["refusals"] == []


async def test_where_several_units_fit_the_row_names_them_and_a_code_decides(engine: Engine, story: Story) -> None:
    ids = []
    for area in (JIQINGLI, SANFENGLI):
        unit = {"name": "晨光便民店（样例）", "kind": "ENTERPRISE", "area": story.area(area)}
        payload = await done(engine, story.coordinator, "organisationRegister", unit, "organisation { id }")
        ids.append(payload["organisation"]["id"])
    await done(engine, story.coordinator, "organisationEdit", {"id": ids[1], "uscc": "91110105MA0000007L"})
    line = OFFER | {"单位": "晨光便民店（样例）"}
    seen = await preview(engine, story, "RESOURCES", line, line | {"单位": "91110105ma0000007l"})
    assert problems(seen) == [[("单位", "ROW_ORGANISATION_AMBIGUOUS")], []]
    message = seen["rows"]["nodes"][0]["problems"][0]["message"]
    assert "吉庆里社区" in message and "三丰里社区" in message and "91110105MA0000007L" in message
    await run(engine, story, seen, "GOOD_ROWS")
    made = await engine.services.pool.fetchval("select organisation_id from resource order by id desc limit 1")
    assert made == number(ids[1])


async def test_where_several_of_one_title_fit_the_row_asks_for_the_number(engine: Engine, story: Story) -> None:
    first, second = await offered(engine, story), await offered(engine, story)
    title: Any = (await offer_row(engine, first))["title"]
    seen = await preview(engine, story, "RESOURCES", OFFER | {"名称": title}, OFFER | {"编号": second, "名称": title})
    assert problems(seen)[0] == [("编号", "ROW_ITEM_AMBIGUOUS")] or problems(seen)[0] == [("", "ROW_ITEM_AMBIGUOUS")]
    assert first in seen["rows"]["nodes"][0]["problems"][0]["message"]
    assert seen["rows"]["nodes"][1]["resource"] == {"id": second}


async def test_a_member_who_filed_a_demand_without_an_account_of_a_unit_imports_nothing(engine: Engine, story: Story) -> None:
    demand = await filed(engine, story, viewer=story.member, organisation=None)
    given = {
        "fileName": "a.csv",
        "list": "DEMANDS",
        "content": encoded([{"编号": demand, "标题": "改名的需求"}]),
        "area": story.area(JIQINGLI),
    }
    assert await denied(engine, story.member, "listImportPreview", given) == [("NOT_ALLOWED", "area")]
    assert (await row(engine, demand, "demand"))["title"] != "改名的需求"
