"""The board of need and supply on the screen and as a workbook: each number is that of the list to which it leads."""

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from api.sample.places import JIQINGLI, STREET
from schema.engine.days import today
from tests.engine.test_balances import BOARD
from tests.story import Story, ask
from tests.views.crowded import counted
from tests.views.house import House, Page
from tests.views.markup import faults

LISTS_SHOWN = {"/resources", "/demands"}
CONDITIONS = ("period=", "listedIn=", "pending=", "idle=")


def numbers(page: Page) -> dict[str, str]:
    """The numbers of the board by the addresses to which they lead."""
    links = [(str(one.get("href")), one.text) for one in page.tree.all("a")]
    return {
        path: text
        for path, text in links
        if path.split("?")[0] in LISTS_SHOWN and any(one in path for one in CONDITIONS) and re.fullmatch(r"[\d,]+", text)
    }


@pytest.mark.parametrize(
    ("login", "code", "query", "least"),
    [
        ("admin", "110105", "", 150),
        ("chaowai", STREET, "?period=2026-06", 40),
        ("admin", "110105", "?period=2026-H1&category=category_14", 20),
        ("admin", "110105", "?period=2026-H2&category=category_1", 20),
    ],
)
async def test_each_number_is_that_of_the_list_to_which_it_leads(
    crowded: House, story: Story, login: str, code: str, query: str, least: int
) -> None:
    visitor = await crowded.known(login)
    led: dict[str, str] = {}
    for page in ("", "/outlook"):
        led |= numbers(await visitor.see(f"/balance/{story.area(code)}{page}{query}"))

    found = {path: counted(await visitor.see(path)) for path in led}

    assert found == led
    assert {path.split("?")[0] for path in led} == LISTS_SHOWN
    assert len(led) >= least


async def test_the_lists_say_what_they_are_narrowed_to(crowded: House, story: Story) -> None:
    visitor = await crowded.known("chaowai")
    where = f"at={story.area(STREET)}&period=2026-06&listedIn=<b>&age=UP_TO_30&fits=category_1&listedBefore=2026-07-01"
    for path, more in (("/demands", "&finished=true&pending=true"), ("/resources", "&engaged=true")):
        page = await visitor.see(f"{path}?{where}{more}")

        assert faults(page.tree) == []
        assert all(one in page.tree.text for one in ("计入2026年6月", "15–30 天", "限对口类别", "2026-07-01 以前列入", "仅本级"))


async def test_a_list_refuses_conditions_that_make_no_sense(looked_at: House) -> None:
    visitor = await looked_at.known("chaowai")
    for query in ("age=OLD", "listedBefore=yesterday", "listedBefore=2026-02-30", "period=%00"):
        assert [(await visitor.get(f"{path}?{query}")).status for path in sorted(LISTS_SHOWN)] == [400, 400]


async def test_everybody_comes_to_the_board_of_their_own_area(looked_at: House, story: Story) -> None:
    street, community = story.area(STREET), story.area(JIQINGLI)
    led = {login: (await (await looked_at.known(login)).get("/balance")).to for login in ("chaowai", "jiqingli", "member")}
    chosen = await (await looked_at.known("chaowai")).get(f"/balance?within={community}&period=2026-10&category=category_1")
    nobody = await (await looked_at.known("admin")).see("/balance?within=//evil.example")

    assert led["chaowai"] == f"/balance/{street}"
    assert led["jiqingli"] == f"/balance/{community}"
    assert led["member"].startswith("/balance/area_")
    assert chosen.to == f"/balance/{community}?period=2026-10&category=category_1"
    assert "供委员会和单位查看" in nobody.tree.text


async def test_a_board_of_nothing_says_so(crowded: House, story: Story) -> None:
    page = await (await crowded.known("admin")).see(f"/balance/{story.area('110105002025')}?period=2001-01")

    assert faults(page.tree) == []
    for said in (
        "这段时间没有需求。",
        "这段时间没有资源。",
        "这段时间没有需求，也没有资源。",
        "没有未满足的需求。",
        "没有闲置的资源。",
    ):
        assert said in page.tree.text


@pytest.mark.parametrize("path", ["/balance/area_0", "/balance/org_1", "/balance/x", "/balance/area_1%00"])
async def test_an_area_that_does_not_exist_has_no_board(looked_at: House, path: str) -> None:
    answer = await (await looked_at.known("admin")).get(path)

    assert answer.status in (400, 404)


async def test_a_forecast_is_always_called_one_and_says_where_there_is_too_little_to_go_by(crowded: House, story: Story) -> None:
    page = await (await crowded.known("admin")).see(f"/balance/{story.area('110105')}/outlook")
    (section,) = [one for one in page.tree.all("section") if "forecast" in (one.get("class") or "")]

    assert "预测" in section.text
    assert "不是实际数" in section.text
    assert "不作预测" in section.text


async def test_the_month_that_is_not_over_says_so_in_the_table_the_drawings_and_the_workbook(house: House, story: Story) -> None:
    page = await (await house.known("chaowai")).see(f"/balance/{story.area(STREET)}/outlook")
    rows = [one.text for one in page.tree.all("th") if one.get("scope") == "row" and "本月至今" in one.text]
    past = await (await house.known("chaowai")).see(f"/balance/{story.area(STREET)}/outlook?period=2026-03")

    assert len(rows) == 1
    assert f"{today().month}月" in rows[0].replace(" ", "")
    assert 'class="underway"' in page.text
    assert "本月至今" not in past.text.split("of-forecasts")[0]


async def test_only_who_coordinates_where_something_is_missing_is_led_to_the_desk(crowded: House, story: Story) -> None:
    async def led(login: str, code: str) -> set[str]:
        page = await (await crowded.known(login)).see(f"/balance/{story.area(code)}/outlook")
        found = (
            re.search(r"within=(area_\d+)", str(one.get("href")))
            for one in page.tree.all("a")
            if "/matching?" in str(one.get("href"))
        )
        return {one[1] for one in found if one}

    assert len(await led("district", "110105")) > 1
    assert await led("jiqingli", JIQINGLI) <= {story.area(JIQINGLI)}
    assert await led("member", "110105") == set()


async def test_each_number_has_its_definition_on_the_page(looked_at: House, story: Story) -> None:
    led: set[str] = set()
    for name in ("", "/outlook"):
        page = await (await looked_at.known("chaowai")).see(f"/balance/{story.area(STREET)}{name}")
        ids = {one.get("id") for one in page.tree.all("dt")}
        here = {str(one.get("href")).removeprefix("#") for one in page.tree.all("a") if "#define-" in (one.get("href") or "")}
        assert here <= ids
        led |= here

    assert len(led) >= 12


async def test_the_workbook_holds_what_the_api_answers(crowded: House, story: Story) -> None:
    variables = {"area": story.area("110105"), "period": "2026-H2"}
    board = (await ask(crowded.engine, BOARD, variables, story.administrator))["balance"]
    answer = await (await crowded.known("admin")).see(f"/balance/{story.area('110105')}/balance.xlsx?period=2026-H2")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.response.content))
    rows: list[list[Any]] = book.get_sheet_by_name(book.sheet_names[0]).to_python()

    assert rows[0][0] == "朝阳区 2026年下半年 概况"
    found = tables(rows)
    total = next(one for one in board["needs"] if one["by"] == "ALL")
    for cut in ("类别", "区域", "列入月份"):
        head, *lines = found[f"需求（分{cut}）"]
        assert head[:7] == [cut, "需求", "已满足", "已承诺", "未满足", "其中部分对接", "其中已过期"]
        assert lines[-1][:5] == ["合计", *(total[name] for name in ("count", "met", "promised", "unmet"))]
    units = [one for one in board["needs"] if one["by"] == "UNIT"]
    amounts = [[float(Decimal(one[name])) for name in ("quantity", "delivered", "agreed", "missing")] for one in units]
    assert [line[2:6] for line in found["需求数量（分计量单位）"][1:]] == amounts
    assert "预测（不是实际数）" in found


def tables(rows: list[list[Any]]) -> dict[str, list[list[Any]]]:
    """The tables of a sheet by their titles: the heading, then the lines, up to an empty one."""
    found: dict[str, list[list[Any]]] = {}
    for place, row in enumerate(rows):
        if row[0] and place + 2 < len(rows) and not any(row[1:]) and rows[place + 1][0] and any(rows[place + 2][1:]):
            lines = rows[place + 2 :]
            end = next((number for number, one in enumerate(lines) if not any(one)), len(lines))
            found[row[0]] = lines[:end]
    return found
