"""Importing offers from a spreadsheet: what each row would do, who may, and nothing but what the actions allow."""

from typing import Any

import pytest

from api.sample.places import STREET
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import events, number
from tests.schema.offers import TITLE, day, offer_row, offered, seen
from tests.schema.registry import OTHER, UNIT, denied, fingerprint, row
from tests.schema.sheets import counts, encoded, preview, problems, run
from tests.story import Story

FULL = {
    "提供单位": f"{UNIT}（样例）",
    "资源类别": "场地设施",
    "名称": "晨光路共享会议室",
    "数量": "1",
    "计量单位": "间",
    "数量含义": "按时段",
    "说明": "可容纳 20 人，有投影\n请自带电脑",
    "条件": "提前三天预约",
    "所在区域": "吉庆里社区",
    "服务区域": "吉庆里社区、三丰里社区",
    "开放时段": f"每周一至周五 9:00—17:00，{day()} 至 {day(30)}",
    "有效期至": day(60).replace("-", "/"),
}
LESS = {"提供单位": f"{UNIT}（样例）", "资源类别": "志愿服务", "名称": "晨光志愿队", "数量": "20人时"}


async def newest(engine: Engine) -> Any:
    return await engine.services.pool.fetchrow("select * from resource order by id desc limit 1")


async def imported(engine: Engine, story: Story, *rows: Any, **more: Any) -> Any:
    return await run(engine, story, await preview(engine, story, "RESOURCES", *rows, **more), who=more.get("who", "coordinator"))


async def test_a_full_row_becomes_an_offer_as_the_page_would_enter_it(engine: Engine, story: Story) -> None:
    before = await fingerprint(engine)
    found = await preview(engine, story, "RESOURCES", FULL)
    assert counts(found) == (1, 0, 0, 0), problems(found)
    changed = {name for name, now in (await fingerprint(engine)).items() if before[name] != now}
    assert changed == {"event", "list_import", "list_import_row"}
    finished = await run(engine, story, found)
    assert (finished["status"], finished["rows"]["totalCount"]) == ("DONE", 0)
    made = await newest(engine)
    told = await seen(
        engine,
        story.coordinator,
        f"resource_{made['id']}",
        "title quantity unit measure description conditions validUntil status organisation { name } category { name }"
        " area { name } serviceAreas { name } windows { firstDay lastDay weekdays opens closes } timeline { nodes { verb } }",
    )
    assert told == {
        "title": "晨光路共享会议室",
        "quantity": "1",
        "unit": "间",
        "measure": "PER_WINDOW",
        "description": "可容纳 20 人，有投影\n请自带电脑",
        "conditions": "提前三天预约",
        "validUntil": day(60),
        "status": "LISTED",
        "organisation": {"name": f"{UNIT}（样例）"},
        "category": {"name": "场地设施"},
        "area": {"name": "吉庆里社区居委会"},
        "serviceAreas": [{"name": "吉庆里社区居委会"}, {"name": "三丰里社区居委会"}],
        "windows": [
            {"firstDay": day(), "lastDay": day(30), "weekdays": [1, 2, 3, 4, 5], "opens": "09:00:00", "closes": "17:00:00"}
        ],
        "timeline": {"nodes": [{"verb": "resource.registered"}]},
    }
    (event,) = await events(engine, "resource.imported")
    assert (event["subject_type"], event["subject_id"]) == ("ListImport", number(finished["id"]))


async def test_what_a_row_leaves_out_follows_from_class_and_unit(engine: Engine, story: Story) -> None:
    await imported(engine, story, LESS)
    made, unit = await newest(engine), await row(engine, story.organisation(UNIT))
    assert (made["quantity"], made["unit"], made["measure"], made["area_id"]) == (20, "人时", "TOTAL", unit["area_id"])
    assert (made["valid_until"] - today()).days == 365


async def test_the_same_file_again_changes_nothing(engine: Engine, story: Story) -> None:
    await imported(engine, story, FULL, LESS)
    before = await fingerprint(engine)
    again = await preview(engine, story, "RESOURCES", FULL, LESS)
    assert counts(again) == (0, 0, 2, 0), again["rows"]
    await run(engine, story, again)
    after = await fingerprint(engine)
    assert {name for name in after if after[name] != before[name]} == {"event", "list_import"}


async def test_what_differs_is_changed_and_what_the_row_does_not_say_stays(engine: Engine, story: Story) -> None:
    await imported(engine, story, FULL)
    before = await newest(engine)
    found = await preview(engine, story, "RESOURCES", FULL | {"数量": "2", "条件": "", "服务区域": "三丰里社区"})
    (only,) = found["rows"]["nodes"]
    assert (only["action"], only["changed"]) == ("UPDATE", ["QUANTITY", "SERVICE_AREAS"])
    await run(engine, story, found)
    now = await newest(engine)
    assert (now["id"], now["quantity"], now["conditions"], now["version"]) == (
        before["id"],
        2,
        "提前三天预约",
        before["version"] + 1,
    )
    (event,) = await events(engine, "resource.edited")
    assert '"quantity": ["1", "2"]' in event["data"] and "三丰里社区" in event["data"]


async def test_a_unit_s_manager_imports_for_that_unit_and_the_committee_decides(engine: Engine, story: Story) -> None:
    await imported(engine, story, LESS, who="manager")
    assert (await newest(engine))["status"] == "SUBMITTED"
    other = LESS | {"提供单位": f"{OTHER}（样例）", "名称": "别家的资源"}
    found = await preview(engine, story, "RESOURCES", other, who="manager")
    assert problems(found) == [[("提供单位", "NOT_ALLOWED")]]


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("public", [("SIGN_IN_FIRST", "")]),
        ("stranger", [("NOT_ALLOWED", "area")]),
        ("member", [("NOT_ALLOWED", "area")]),
        ("administrator", [("NOT_ALLOWED", "area")]),
        ("coordinator_elsewhere", [("NOT_ALLOWED", "area")]),
    ],
)
async def test_nobody_else_imports(engine: Engine, story: Story, who: str, told: Any) -> None:
    given = {"fileName": "a.csv", "list": "RESOURCES", "content": encoded([LESS]), "area": story.area(STREET)}
    viewer = getattr(story, who)
    assert await denied(engine, viewer, "listImportPreview", given) == told


async def test_offers_out_of_reach_are_neither_found_nor_changed(engine: Engine, story: Story) -> None:
    draft = await offered(engine, story, "DRAFT")
    listed = await offered(engine, story, "LISTED", title="公开的会议室")
    rows = [{"编号": one, "名称": "改名"} for one in (draft, listed, "resource_999999", "org_1", "1")]
    found = await preview(engine, story, "RESOURCES", *rows, who="coordinator_elsewhere", area="110105001")
    assert [one[0][1] for one in problems(found)] == ["ROW_ITEM_UNKNOWN", "NOT_ALLOWED", *3 * ["ROW_ITEM_UNKNOWN"]]
    assert (await offer_row(engine, draft))["title"] == TITLE


WRONG = [
    ({"提供单位": ""}, ("提供单位", "REQUIRED")),
    ({"提供单位": "没有这家单位"}, ("提供单位", "ROW_ORGANISATION_UNKNOWN")),
    ({"资源类别": ""}, ("资源类别", "REQUIRED")),
    ({"资源类别": "飞船"}, ("资源类别", "ROW_CHOICE")),
    ({"名称": "一"}, ("名称", "LENGTH")),
    ({"名称": "长" * 61}, ("名称", "LENGTH")),
    ({"数量": ""}, ("数量", "QUANTITY")),
    ({"数量": "0"}, ("数量", "QUANTITY")),
    ({"数量": "-3"}, ("数量", "QUANTITY")),
    ({"数量": "1.234"}, ("数量", "QUANTITY")),
    ({"数量": "99999999999"}, ("数量", "QUANTITY")),
    ({"数量": "1e400"}, ("数量", "QUANTITY")),
    ({"数量": "很多"}, ("数量", "ROW_NUMBER")),
    ({"数量": "20人"}, ("数量", "ROW_UNIT_TWICE")),
    ({"计量单位": "长" * 11}, ("计量单位", "TOO_LONG")),
    ({"数量含义": "随便"}, ("数量含义", "ROW_CHOICE")),
    ({"说明": "长" * 2001}, ("说明", "TOO_LONG")),
    ({"条件": "长" * 1001}, ("条件", "TOO_LONG")),
    ({"所在区域": "没有这个社区呀"}, ("所在区域", "ROW_AREA_NEAR")),
    ({"服务区域": "吉庆里社区、没影儿"}, ("服务区域", "ROW_AREA_UNKNOWN")),
    ({"开放时段": ""}, ("开放时段", "RESOURCE_WINDOW_NEEDED")),
    ({"开放时段": "随时"}, ("开放时段", "ROW_WINDOW")),
    ({"开放时段": f"每天 17:00-9:00，{day()} 至 {day(9)}"}, ("开放时段", "WINDOW_HOURS")),
    ({"开放时段": f"每天 9:00-17:00，{day()} 至 {day(90)}"}, ("开放时段", "WINDOW_UNTIL")),
    ({"有效期至": "明年"}, ("有效期至", "ROW_DATE")),
    ({"有效期至": "2020-01-01"}, ("有效期至", "DAY_PAST")),
    ({"有效期至": "2099-01-01"}, ("有效期至", "DAY_FAR")),
    ({"名称": "#REF!"}, ("名称", "ROW_FAULT")),
]


async def test_what_is_wrong_is_told_at_its_cell_and_stops_all_or_is_left_out(engine: Engine, story: Story) -> None:
    rows = [FULL | {"名称": f"共享会议室{place}"} | changed for place, (changed, _) in enumerate(WRONG)]
    found = await preview(engine, story, "RESOURCES", *rows)
    told = problems(found)
    missing = {place: (told[place], expected) for place, (_, expected) in enumerate(WRONG) if expected not in told[place]}
    assert missing == {}
    assert counts(found) == (0, 0, 0, len(WRONG))
    assert await denied(engine, story.coordinator, "listImportRun", {"id": found["id"]}) == [("IMPORT_ROWS_WRONG", "mode")]
    mixed = await preview(engine, story, "RESOURCES", LESS, rows[0])
    assert counts(await run(engine, story, mixed, "GOOD_ROWS")) == (1, 0, 0, 1)
