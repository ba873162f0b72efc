"""The papers of a plenary on the screen and as a workbook: each number is that of the list to which it leads."""

import io
import re
from datetime import date
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from api.sample.places import JIQINGLI, STREET
from tests.story import Story, ask
from tests.views.crowded import EVIL, counted
from tests.views.house import House, Page, Visitor
from tests.views.markup import faults

SHEETS = ["概况", "资源清单", "需求清单", "项目清单", "上期项目", "未满足需求", "闲置资源"]


LISTS_SHOWN = {"/resources", "/demands", "/projects"}


def numbers(page: Page) -> dict[str, str]:
    """The numbers of the papers by the addresses to which they lead."""
    links = [one for one in page.tree.all("a") if "halfYear=" in (one.get("href") or "")]
    shown = [one for one in links if str(one.get("href")).split("?")[0] in LISTS_SHOWN]
    return {str(one.get("href")): one.text for one in shown if re.fullmatch(r"[\d,]+", one.text)}


@pytest.mark.parametrize(("login", "code"), [("admin", "110105"), ("chaowai", STREET), ("admin", "110105001")])
async def test_each_number_is_that_of_the_list_to_which_it_leads(crowded: House, story: Story, login: str, code: str) -> None:
    visitor = await crowded.known(login)
    led: dict[str, str] = {}
    for half_year in ("2026-H2", "2026-H1"):
        led |= numbers(await visitor.see(f"/plenaries/{story.area(code)}/{half_year}"))

    found = {path: counted(await visitor.see(path)) for path in led}

    assert found == led
    kinds = {re.match(r"/\w+", path)[0] for path in led}  # type: ignore[index]
    assert kinds == LISTS_SHOWN
    assert len(led) > 60


async def test_the_lists_say_for_which_half_year_they_are_shown(crowded: House, story: Story) -> None:
    visitor = await crowded.known("chaowai")
    for list_ in LISTS_SHOWN:
        page = await visitor.see(f"{list_}?at={story.area(STREET)}&halfYear=2026-H2")
        whole = await visitor.see(f"{list_}?within={story.area(STREET)}&halfYear=<b>&listedIn=2026-H9")

        assert faults(page.tree) == faults(whole.tree) == []
        assert "仅本级" in page.tree.text


async def test_papers_of_nothing_say_so(crowded: House, story: Story) -> None:
    page = await (await crowded.known("admin")).see(f"/plenaries/{story.area(STREET)}/2030-H1")

    assert faults(page.tree) == []
    for said in ("本期没有已发布的项目。", "上期没有已评议的项目。", "目前可提供的资源都有对接。"):
        assert said in page.tree.text


async def test_a_choice_leads_to_the_papers_and_only_who_coordinates_has_one(looked_at: House, story: Story) -> None:
    visitor = await looked_at.known("jiqingli")
    choice = await visitor.see("/plenaries")
    led = await visitor.get(f"/plenaries?within={story.area(JIQINGLI)}&halfYear=2026-H2")

    assert f"/plenaries/{story.area(JIQINGLI)}/2026-H2" in [one.get("href") for one in choice.tree.all("a")]
    assert led.to == f"/plenaries/{story.area(JIQINGLI)}/2026-H2"
    assert (await visitor.get("/plenaries?within=//evil.example&halfYear=x")).status == 200
    assert "供协调委员会工作人员使用" in (await (await looked_at.known("member")).see("/plenaries")).tree.text


async def test_nobody_who_filed_is_named(crowded: House, story: Story) -> None:
    filers = await crowded.engine.services.pool.fetch(
        "select name from person where id in (select person_id from account where id in (select account_id from demand))"
    )
    page = await (await crowded.known("chaowai")).see(f"/plenaries/{story.area(STREET)}/2026-H2")
    names = [row["name"] for row in filers if row["name"] != "林望舒"]

    assert names
    assert [name for name in names if name in page.tree.text] == []


async def the_workbook(visitor: Visitor, area: str) -> tuple[bytes, dict[str, list[list[Any]]]]:
    """The file, and the rows of each sheet."""
    content = (await visitor.see(f"/plenaries/{area}/2026-H2/papers.xlsx")).response.content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return content, {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


LISTS = """
query ($area: ID!) { plenary(area: $area, halfYear: "2026-H2") {
    resources(first: 100, orderBy: TITLE) { nodes { title free validUntil } }
    demands(first: 100, orderBy: WAITING) { nodes { title beneficiaries missing neededBy } }
    projects(first: 100, orderBy: TITLE) { nodes { title award spent } }
    unmet(first: 100, orderBy: WAITING) { nodes { title } }
    idle(first: 100, orderBy: TITLE) { nodes { title } }
    previous { finished: projects(first: 100, orderBy: TITLE, filter: {finished: true}) { nodes { title } }
        unfinished: projects(first: 100, orderBy: TITLE, filter: {finished: false}) { nodes { title } } }
    resourceCounts { by count idle } projectCounts { by count award spent }
} }
"""


def table(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """The rows of a sheet below its heading by column; the last one has the sums, where there are any."""
    heading = rows[3]
    return [dict(zip(heading, row, strict=True)) for row in rows[4:]]


async def test_the_workbook_holds_what_the_api_answers(crowded: House, story: Story) -> None:
    area = story.area("110105")
    answer = (await ask(crowded.engine, LISTS, {"area": area}, story.administrator))["plenary"]
    _, sheets = await the_workbook(await crowded.known("admin"), area)
    assert list(sheets) == SHEETS
    assert all(
        rows[0][0].endswith(f"2026年下半年 {name}") and rows[1][0].startswith("数据截至 20") for name, rows in sheets.items()
    )

    offers, needs, projects = (table(sheets[name]) for name in SHEETS[1:4])
    assert [row["资源"] for row in offers] == [one["title"] for one in answer["resources"]["nodes"]]
    assert [(row["余量"], row["有效期至"]) for row in offers] == [
        (float(one["free"]), date.fromisoformat(one["validUntil"])) for one in answer["resources"]["nodes"]
    ]
    demands = answer["demands"]["nodes"]
    assert [(row["需求"], row["缺口"]) for row in needs[:-1]] == [(one["title"], float(one["missing"])) for one in demands]
    assert needs[-1]["受益人数"] == sum(one["beneficiaries"] or 0 for one in demands)
    assert [row["项目"] for row in projects[:-1]] == [one["title"] for one in answer["projects"]["nodes"]]
    total = answer["projectCounts"][0]
    assert (projects[-1]["核定经费（元）"], projects[-1]["已支出（元）"]) == (float(total["award"]), float(total["spent"]))
    past = [one["title"] for name in ("finished", "unfinished") for one in answer["previous"][name]["nodes"]]
    assert [row["项目"] for row in table(sheets["上期项目"])][:-1] == past
    assert [row["需求"] for row in table(sheets["未满足需求"])][:-1] == [one["title"] for one in answer["unmet"]["nodes"]]
    assert [row["资源"] for row in table(sheets["闲置资源"])] == [one["title"] for one in answer["idle"]["nodes"]]
    (offered,) = [row for row in sheets["概况"] if row[0] == "资源清单"]
    assert (offered[1], offered[4]) == (answer["resourceCounts"][0]["count"], answer["resourceCounts"][0]["idle"])


async def test_no_text_in_the_workbook_is_a_formula_and_the_sums_have_their_values(crowded: House, story: Story) -> None:
    content, sheets = await the_workbook(await crowded.known("admin"), story.area("110105"))
    told = {str(cell) for rows in sheets.values() for row in rows for cell in row}
    assert set(EVIL) <= told
    with ZipFile(io.BytesIO(content)) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name)
        assert not [name for name in parts.namelist() if "rels" in name and b"hyperlink" in parts.read(name)]
    formulas = re.findall(r"<f>([^<]*)</f><v>([^<]*)</v>", text)
    assert len(formulas) > 20
    assert [one for one, _ in formulas if not re.fullmatch(r"SUBTOTAL\(109,[A-Z]+\d+:[A-Z]+\d+\)", one)] == []
    for setting in ('orientation="landscape"', 'paperSize="9"', "第 &amp;P 页，共 &amp;N 页", "<autoFilter", 'state="frozen"'):
        assert text.count(setting) >= len(SHEETS) - 1, setting


async def test_a_sheet_that_is_cut_says_so(crowded: House, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("views.plenaries.papers.READ", 2)
    monkeypatch.setattr("views.plenaries.papers.MOST", 4)
    _, sheets = await the_workbook(await crowded.known("admin"), story.area("110105"))
    answer = (await ask(crowded.engine, LISTS, {"area": story.area("110105")}, story.administrator))["plenary"]
    titles = [row[1] for row in sheets["资源清单"][4:8]]
    assert titles == [one["title"] for one in answer["resources"]["nodes"][:4]]
    assert any("本表列出前 4 项" in str(row[0]) for row in sheets["资源清单"])
