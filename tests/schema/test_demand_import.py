"""Importing demands from a spreadsheet: what each row would do, who may, and nothing of who files anonymously."""

from typing import Any

import pytest

from api.sample.places import JIQINGLI, STREET
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import done, events, number
from tests.schema.needs import filed, listed, put
from tests.schema.offers import day
from tests.schema.registry import OTHER, UNIT, denied, fingerprint, row
from tests.schema.sheets import counts, encoded, preview, problems, run
from tests.story import Story, ask

FULL = {
    "需求类别": "停车出行",
    "标题": "晨光路错时停车",
    "情况说明": "夜间车位紧张\n希望周边单位错时开放",
    "数量": "1,200",
    "计量单位": "个",
    "期限": day(90).replace("-", "年", 1).replace("-", "月", 1) + "日",
    "区域": "吉庆里社区",
    "具体地点": "3 号楼北侧",
    "受益人数": "300人",
    "提出单位": f"{UNIT}（样例）",
    "征集渠道": "党群议事",
    "需求来源": "国家需求",
    "紧急程度": "紧急",
}
LESS = {"需求类别": "停车出行", "标题": "晨光路路灯"}


async def newest(engine: Engine) -> Any:
    return await engine.services.pool.fetchrow("select * from demand order by id desc limit 1")


async def imported(engine: Engine, story: Story, *rows: Any, **more: Any) -> Any:
    return await run(engine, story, await preview(engine, story, "DEMANDS", *rows, **more), who=more.get("who", "coordinator"))


async def test_a_full_row_becomes_a_demand_that_waits(engine: Engine, story: Story) -> None:
    found = await preview(engine, story, "DEMANDS", FULL)
    assert counts(found) == (1, 0, 0, 0), problems(found)
    await run(engine, story, found)
    made = await newest(engine)
    select = (
        "title description place quantity unit neededBy beneficiaries origin axis urgency anonymous level status"
        " organisation { name } category { name } area { name } timeline { nodes { verb } }"
    )
    document = f"query($id: ID!) {{ demand(id: $id) {{ {select} }} }}"
    assert (await ask(engine, document, {"id": f"demand_{made['id']}"}, story.coordinator))["demand"] == {
        "title": "晨光路错时停车",
        "description": "夜间车位紧张\n希望周边单位错时开放",
        "place": "3 号楼北侧",
        "quantity": "1200",
        "unit": "个",
        "neededBy": day(90),
        "beneficiaries": 300,
        "origin": "COUNCIL",
        "axis": "STATE",
        "urgency": "URGENT",
        "anonymous": False,
        "level": None,
        "status": "SUBMITTED",
        "organisation": {"name": f"{UNIT}（样例）"},
        "category": {"name": "停车出行"},
        "area": {"name": "吉庆里社区居委会"},
        "timeline": {"nodes": [{"verb": "demand.filed"}]},
    }


async def test_what_a_row_leaves_out_is_as_in_the_contract(engine: Engine, story: Story) -> None:
    await imported(engine, story, LESS, area=JIQINGLI)
    made = await newest(engine)
    assert (made["quantity"], made["origin"], made["axis"], made["urgency"]) == (1, "OTHER", "RESIDENT", "NORMAL")
    assert (f"area_{made['area_id']}", made["organisation_id"]) == (story.area(JIQINGLI), None)
    assert (made["needed_by"] - today()).days == 182


async def test_a_level_puts_a_demand_on_the_list_at_once(engine: Engine, story: Story) -> None:
    await imported(engine, story, FULL | {"级别": "重点项目"})
    made = await newest(engine)
    assert (made["status"], made["level"], made["listed_at"] is not None) == ("LISTED", "KEY", True)
    assert [len(await events(engine, verb)) for verb in ("demand.filed", "demand.listed")] == [1, 1]
    waiting = await filed(engine, story, title="另一条等着的")
    changed = await preview(engine, story, "DEMANDS", {"编号": waiting, "标题": "另一条等着的", "级别": "基础项目"})
    assert changed["rows"]["nodes"][0]["changed"] == ["LEVEL"]
    await run(engine, story, changed)
    assert (await row(engine, waiting, "demand"))["status"] == "LISTED"


async def test_levels_are_the_committee_s(engine: Engine, story: Story) -> None:
    waiting = await filed(engine, story)
    rows = [FULL | {"级别": "重点项目"}, {"编号": waiting, "标题": "", "级别": "基础项目"}]
    found = await preview(engine, story, "DEMANDS", *rows, who="manager")
    assert problems(found) == [[("级别", "NOT_ALLOWED")], [("级别", "NOT_ALLOWED")]]
    demand = await listed(engine, story, title="已在清单中")
    again = await preview(engine, story, "DEMANDS", {"编号": demand, "标题": "", "级别": "基础项目"})
    assert problems(again) == [[("级别", "STEP_NOT_POSSIBLE")]]


async def test_the_same_file_again_changes_nothing(engine: Engine, story: Story) -> None:
    await imported(engine, story, FULL, LESS)
    before = await fingerprint(engine)
    again = await preview(engine, story, "DEMANDS", FULL, LESS)
    assert counts(again) == (0, 0, 2, 0), again["rows"]
    await run(engine, story, again)
    after = await fingerprint(engine)
    assert {name for name in after if after[name] != before[name]} == {"event", "list_import"}


async def test_what_differs_is_changed_and_nothing_else(engine: Engine, story: Story) -> None:
    demand = await filed(engine, story)
    before = await row(engine, demand, "demand")
    found = await preview(engine, story, "DEMANDS", {"编号": demand, "标题": "", "数量": "21", "受益人数": ""})
    assert found["rows"]["nodes"][0]["changed"] == ["QUANTITY"]
    await run(engine, story, found)
    now = dict(await row(engine, demand, "demand"))
    differing = {name for name, value in now.items() if value != before[name]}
    assert differing == {"quantity", "updated_at", "version"}
    (event,) = await events(engine, "demand.edited")
    assert '"quantity": ["20", "21"]' in event["data"]


async def test_a_unit_files_its_own_and_a_demand_of_nobody_is_the_committee_s(engine: Engine, story: Story) -> None:
    await imported(engine, story, FULL, who="manager")
    assert (await newest(engine))["status"] == "SUBMITTED"
    rows = [FULL | {"标题": "别家的需求", "提出单位": f"{OTHER}（样例）"}, LESS]
    found = await preview(engine, story, "DEMANDS", *rows, who="manager")
    assert [one[0][1] for one in problems(found)] == ["NOT_ALLOWED", "NOT_ALLOWED"]


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("public", [("SIGN_IN_FIRST", "")]),
        ("stranger", [("NOT_ALLOWED", "area")]),
        ("member", [("NOT_ALLOWED", "area")]),
        ("coordinator_elsewhere", [("NOT_ALLOWED", "area")]),
    ],
)
async def test_nobody_else_imports(engine: Engine, story: Story, who: str, told: Any) -> None:
    given = {"fileName": "a.csv", "list": "DEMANDS", "content": encoded([LESS]), "area": story.area(STREET)}
    assert await denied(engine, getattr(story, who), "listImportPreview", given) == told


async def test_no_guess_at_who_files_anonymously_is_answered(engine: Engine, story: Story) -> None:
    demand = await listed(engine, story, anonymous=True, title="不具名的心愿")
    same = {"提出单位": f"{UNIT}（样例）", "标题": "不具名的心愿", "需求类别": "停车出行", "区域": "吉庆里社区"}
    for who, area in (("coordinator", STREET), ("coordinator_elsewhere", "110105001")):
        by_number = await preview(engine, story, "DEMANDS", {"编号": demand} | same, who=who, area=area)
        assert ("提出单位", "ROW_FIXED") in problems(by_number)[0]
        by_name = await preview(engine, story, "DEMANDS", same, who=who, area=area)
        assert [one["demand"] for one in by_name["rows"]["nodes"]] == [None]


async def test_numbers_of_people_are_refused_and_not_kept_for_the_preview(engine: Engine, story: Story) -> None:
    found = await preview(engine, story, "DEMANDS", LESS | {"情况说明": "请联系 137 0000 1234"})
    assert problems(found) == [[("情况说明", "DEMAND_PERSONAL")]]
    assert "****" in found["rows"]["nodes"][0]["cells"][2]
    kept = await engine.services.pool.fetchval("select string_agg(cells::text || problems::text, '') from list_import_row")
    assert "13700001234" not in kept.replace(" ", "")


async def test_what_is_promised_to_a_demand_cannot_be_taken_away(engine: Engine, story: Story) -> None:
    demand = await listed(engine, story)
    await put(engine, demand, needed_by=today())
    found = await preview(engine, story, "DEMANDS", {"编号": demand, "标题": "", "数量": "0"}, {"编号": demand, "标题": "改名的"})
    assert problems(found) == [[("数量", "QUANTITY")], [("编号", "ROW_ITEM_REPEATED")]]


WRONG = [
    ({"需求类别": ""}, ("需求类别", "REQUIRED")),
    ({"需求类别": "飞船"}, ("需求类别", "ROW_CHOICE")),
    ({"标题": "一"}, ("标题", "LENGTH")),
    ({"情况说明": "长" * 2001}, ("情况说明", "TOO_LONG")),
    ({"具体地点": "长" * 101}, ("具体地点", "TOO_LONG")),
    ({"数量": "-1"}, ("数量", "QUANTITY")),
    ({"数量": "NaN"}, ("数量", "ROW_NUMBER")),
    ({"期限": "2026-02-30"}, ("期限", "ROW_DATE")),
    ({"期限": "20200101"}, ("期限", "DAY_PAST")),
    ({"区域": "没有这个社区呀"}, ("区域", "ROW_AREA_NEAR")),
    ({"受益人数": "1.5"}, ("受益人数", "DEMAND_BENEFICIARIES")),
    ({"受益人数": "0"}, ("受益人数", "DEMAND_BENEFICIARIES")),
    ({"受益人数": "99999999999"}, ("受益人数", "DEMAND_BENEFICIARIES")),
    ({"提出单位": "没有这家单位"}, ("提出单位", "ROW_ORGANISATION_UNKNOWN")),
    ({"征集渠道": "飞鸽"}, ("征集渠道", "ROW_CHOICE")),
    ({"紧急程度": "#N/A"}, ("紧急程度", "ROW_FAULT")),
]


async def test_what_is_wrong_is_told_at_its_cell(engine: Engine, story: Story) -> None:
    rows = [FULL | {"标题": f"错时停车{place}"} | changed for place, (changed, _) in enumerate(WRONG)]
    found = await preview(engine, story, "DEMANDS", *rows)
    told = problems(found)
    assert {place: told[place] for place, (_, expected) in enumerate(WRONG) if expected not in told[place]} == {}
    assert counts(found) == (0, 0, 0, len(WRONG))
    assert number(found["id"])
    await done(engine, story.coordinator, "listImportDiscard", {"id": found["id"]})
