"""What leaves the pages as a file or on paper: exports, the template, the notice board's sheet."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from api.sample.places import JIQINGLI
from tests.story import Story
from tests.views.house import House, Page


def rows_of(page: Page) -> list[list[str]]:
    """The rows of a workbook."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(page.response.content)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


async def test_the_list_is_exported_as_a_workbook_that_excel_opens(looked_at: House, story: Story) -> None:
    visitor = await looked_at.known("chaowai")

    page = await visitor.see(f"/organisations/export.xlsx?within={story.area(JIQINGLI)}&kind=ENTERPRISE&status=ACTIVE")

    heading, *rows = rows_of(page)
    assert heading[:4] == ["单位名称", "单位类型", "统一社会信用代码", "所在区域"]
    assert [row[0] for row in rows] == ["朝外示范科技公司（样例）", "朝外示范科技有限公司（样例）"]
    assert rows[1][1:4] == ["企业", "91110105YANGL005X4", "吉庆里社区居委会"] or len(rows[1][2]) == 18
    assert page.response.headers["content-disposition"].startswith("attachment")
    assert page.response.headers["cache-control"] == "no-store"


async def test_the_list_is_exported_as_csv_that_excel_reads_as_chinese(looked_at: House) -> None:
    visitor = await looked_at.known("chaowai")

    page = await visitor.see("/organisations/export.csv?search=cwsf")

    assert page.response.content.startswith(b"\xef\xbb\xbf")
    heading, *rows = csv.reader(io.StringIO(page.response.content.decode("utf-8-sig")))
    assert heading[0] == "单位名称"
    assert all("朝外示范" in row[0] for row in rows) and rows


async def test_an_export_has_every_row_and_only_those_that_one_may_see(looked_at: House) -> None:
    everything = await looked_at.value("select count(*) from organisation where status <> 'MERGED'")
    seen = {
        login: len(rows_of(await (await looked_at.known(login)).see("/organisations/export.xlsx"))) - 1
        for login in ("admin", "stranger")
    }
    shown = (await (await looked_at.known("stranger")).see("/organisations")).tree

    assert seen["stranger"] < seen["admin"] <= everything + 1
    assert f"共 {seen['stranger']} 家单位" in shown.text


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
async def test_the_public_exports_nothing(looked_at: House, suffix: str) -> None:
    page = await (await looked_at.known("public")).get(f"/organisations/export.{suffix}")

    assert page.to == f"/sign-in?next=/organisations/export.{suffix}"


async def test_other_kinds_of_file_are_not_there(looked_at: House) -> None:
    assert (await (await looked_at.known("chaowai")).get("/organisations/export.pdf")).status == 404


async def test_the_sheet_for_the_notice_board_says_whose_it_is_and_holds_no_contacts(looked_at: House, story: Story) -> None:
    page = await (await looked_at.known("jiqingli")).see(f"/organisations/print?within={story.area(JIQINGLI)}")

    assert "吉庆里社区" in page.tree.all("h1")[0].text
    assert "公示单位：吉庆里社区" in page.tree.text
    assert "****" not in page.text and "139" not in page.tree.text
