"""The resource list and the demand list as files: out, and in again without a change or with exactly the one that was made."""

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from schema.demands.sheet import COLUMNS as DEMANDS
from schema.resources.sheet import COLUMNS as RESOURCES
from schema.spreadsheets.reading import read_sheet
from tests.story import Story
from tests.views.house import House, Page, Visitor
from tests.views.markup import faults, fields
from tests.views.test_files import rows_of
from tests.views.test_importing import action

COLUMNS = {"resources": RESOURCES, "demands": DEMANDS}
STRANGE = [
    "=1+1",
    "+86 10",
    "-1 号楼",
    "@某处",
    "007",
    "2026-03-05",
    "𠮷👩‍👩‍👧店",
    "<b>粗</b>",
    "'引号",
    '="010"',
    "全角１２ＡＢ",
    "_x0041_",
]


async def checked(visitor: Visitor, name: str, content: bytes, file: str = "表.xlsx") -> Page:
    """The third page of an import: what each row would do."""
    new = f"/{name}/imports/new"
    form = fields((await visitor.see(new)).form(new))
    columns = await visitor.follow(await visitor.post(new, form, files={"file": (file, content, "application/octet-stream")}))
    assert faults(columns.tree) == []
    return await visitor.follow(await visitor.submit(columns, action(columns, "/columns")))


def figures(page: Page) -> str:
    return page.tree.all("div", **{"class": "figures"})[0].text


def rewritten(content: bytes, change: Any) -> bytes:
    """A workbook with its cells changed, as somebody saves it."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    change(rows)
    data = io.BytesIO()
    with Workbook(data, {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("清单")
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                sheet.write(number, place, value)
    return data.getvalue()


@pytest.mark.parametrize("name", ["resources", "demands"])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
async def test_what_was_exported_can_be_imported_again_and_changes_nothing(house: House, name: str, suffix: str) -> None:
    one = f"(select id from {name[:-1]} order by id offset $1 limit 1)"
    title = f"update {name[:-1]} set title = $2, description = $3 where id = {one}"
    for place, text in enumerate(STRANGE):
        await house.value(title, place, text if len(text) > 1 else text * 2, f"{text}\n\n  第二行，带“引号”和 ; 分号、,逗号")
    visitor = await house.visitor("chaowai")
    exported = await visitor.see(f"/{name}/export.{suffix}")

    sheet = read_sheet(exported.response.content, f"清单.{suffix}", COLUMNS[name])
    page = await checked(visitor, name, exported.response.content, f"清单.{suffix}")

    assert len(sheet.rows) > 12
    assert figures(page) == f"0 新增 0 更新 {len(sheet.rows)} 无变化 0 需要改正"
    assert faults(page.tree) == []


@pytest.mark.parametrize(("name", "heading", "new"), [("resources", "条件", "改过的条件"), ("demands", "具体地点", "改过的地点")])
async def test_one_cell_that_was_edited_changes_exactly_that(house: House, name: str, heading: str, new: str) -> None:
    visitor = await house.visitor("chaowai")
    steps = {"resources": "status = 'LISTED' and organisation_id is not null", "demands": "status = 'LISTED'"}[name]
    number = await house.value(
        f"select id from {name[:-1]} where {steps} and area_path like '110105/110105002/%' order by id limit 1"
    )

    def change(rows: list[list[Any]]) -> None:
        (row,) = [row for row in rows if row[0] == f"{name[:-1]}_{number}"]
        row[rows[0].index(heading)] = new

    exported = (await visitor.see(f"/{name}/export.xlsx")).response.content
    page = await checked(visitor, name, rewritten(exported, change))
    before = await house.value(f"select to_jsonb(t)::text from {name[:-1]} t where id = $1", number)
    end = await visitor.follow(await visitor.submit(page, action(page, "/run")))
    now = f"jsonb_each((select to_jsonb(t) from {name[:-1]} t where id = $1)) n (key, value)"
    differing = await house.value(
        f"select string_agg(key, ' ') from {now} where value is distinct from $2::text::jsonb -> key", number, before
    )

    assert "0 新增 1 更新" in figures(page)
    assert "更新 1 条" in end.tree.text
    column = "conditions" if name == "resources" else "place"
    assert set(differing.split()) - {"updated_at", "version", "confirmed_on"} == {column}


@pytest.mark.parametrize("name", ["resources", "demands"])
async def test_the_template_is_understood_and_its_example_is_not_imported(house: House, name: str) -> None:
    visitor = await house.visitor("chaowai")
    template = (await visitor.see(f"/{name}/imports/template.xlsx")).response.content

    page = await checked(visitor, name, template)
    book = CalamineWorkbook.from_filelike(io.BytesIO(template))

    assert figures(page) == "0 新增 0 更新 0 无变化 1 需要改正"
    assert book.sheet_names[1:] == ["填写说明", "选项"]
    assert rows_of(await visitor.see(page.path.split("?")[0] + "/problems.xlsx"))[0][-1] == "需要改正"


async def test_an_export_says_nothing_of_who_files_anonymously(house: House, story: Story) -> None:
    await house.value("update demand set anonymous = true")
    for login in ("chaowai", "admin"):
        exported = await (await house.visitor(login)).see("/demands/export.xlsx")
        head, *rows = rows_of(exported)
        assert rows and {row[head.index("提出单位")] for row in rows} == {""}


async def test_an_export_shows_what_the_filter_of_the_page_shows(looked_at: House) -> None:
    visitor = await looked_at.known("chaowai")
    for name in ("resources", "demands"):
        shown = (await visitor.see(f"/{name}?status=LISTED")).tree.text
        rows = rows_of(await visitor.see(f"/{name}/export.xlsx?status=LISTED"))
        assert f"共 {len(rows) - 1} " in shown and len(rows) > 1


async def test_an_import_is_found_under_its_own_list_only(house: House, story: Story) -> None:
    visitor = await house.visitor("chaowai")
    page = await checked(visitor, "resources", (await visitor.see("/resources/imports/template.xlsx")).response.content)
    number = page.path.split("?")[0].rsplit("/", 1)[1]
    assert (await visitor.get(f"/demands/imports/{number}")).status == 404
    assert (await visitor.get(f"/organisations/imports/{number}/problems.xlsx")).status == 404


@pytest.mark.parametrize("login", ["chaowai", "manager"])
async def test_an_import_that_waits_is_on_the_first_page_of_whoever_made_it(house: House, login: str) -> None:
    visitor = await house.visitor(login)
    page = await checked(visitor, "demands", (await visitor.see("/demands/imports/template.xlsx")).response.content)

    first = await visitor.see("/")

    assert page.path.split("?")[0] in first.text
    assert "未完成的导入" in first.tree.text and faults(first.tree) == []
    assert "未完成的导入" not in (await (await house.visitor("jiqingli")).see("/")).tree.text


@pytest.mark.parametrize("name", ["resources", "demands"])
async def test_a_file_exported_in_english_comes_back_without_a_change(house: House, name: str) -> None:
    visitor = await house.visitor("chaowai")
    await house.value("update account set language = 'en' where login = 'chaowai'")
    english = await house.visitor("chaowai")
    exported = await english.see(f"/{name}/export.xlsx")
    await house.value("update account set language = 'zh_Hans' where login = 'chaowai'")

    head, *rows = rows_of(exported)

    assert head[-1] == "Status" and all(row[head.index("类别")].isascii() for row in rows)
    assert figures(await checked(visitor, name, exported.response.content)) == f"0 新增 0 更新 {len(rows)} 无变化 0 需要改正"
