"""The report on the ranking as a workbook: what its page shows, and nothing of fewer than five choices."""

import io
from typing import Any

from python_calamine import CalamineWorkbook

from tests.schema.test_ranking import NOW, chosen
from tests.story import Story
from tests.views.house import House
from tests.views.markup import Element
from tests.views.test_balances import tables

STREET = "110105002"


async def told(house: House, story: Story, *places: int | None) -> tuple[Element, dict[str, list[list[Any]]]]:
    """The page and the tables of the workbook, after an offer at each of these places was proposed and nothing else was."""
    await house.engine.services.pool.execute("truncate match, project_partner cascade")
    await chosen(house.engine, story, *places)
    visitor = await house.visitor("chaowai")
    asked = f"within={story.area(STREET)}&since={NOW}&until={NOW}"
    page = await visitor.see(f"/matching/report?{asked}")
    (link,) = [str(one.get("href")) for one in page.tree.all("a") if "report.xlsx" in (one.get("href") or "")]
    book = CalamineWorkbook.from_filelike(io.BytesIO((await visitor.see(link)).response.content))
    (sheet,) = book.sheet_names
    return page.tree, tables(book.get_sheet_by_name(sheet).to_python())


def lines(page: Element, head: str) -> list[list[str]]:
    """The cells of the page's table that begins with this heading."""
    (table,) = [one for one in page.all("table") if one.all("th")[0].text == head]
    rows = [[cell.text for cell in row.all("th") + row.all("td")] for row in table.all("tr")[1:]]
    return [row for row in rows if len(row) > 1]


def shown(cells: list[Any]) -> list[str]:
    """A row of the workbook in the page's words: a name, a count, shares, and a mean."""
    name, count, *shares, mean = cells
    return [name, f"{count:.0f}", *(f"{100 * one:.0f}%" for one in shares), f"{mean:.2f}"]


async def test_the_workbook_has_the_numbers_of_the_page(house: House, story: Story) -> None:
    page, found = await told(house, story, 1, 1, 1, 1, 1, 2, 3, None, None, 8)

    sums = [row for title in found if title.startswith("选了第几位") for row in found[title][1:]]
    assert [shown(row[:7]) for row in sums] == lines(page, "范围")
    assert [[row[0], *(f"{one:.0f}" for one in row[1:5])] for row in found["按位次看答复"][1:]] == lines(page, "所选候选")
    assert [[row[0], f"{row[1]:+g}" if row[1] else "0"] for row in found["改选的和第一位相比"][1:]] == lines(page, "得分项")


async def test_places_chosen_fewer_than_five_times_are_one_row_in_both(house: House, story: Story) -> None:
    page, found = await told(house, story, 1, 1, 1, 1, 1, 1, 1, 2, 3, None, 8)

    assert [row[:2] for row in found["按位次看答复"][1:]] == [["其他", 11]]
    assert [row[:2] for row in lines(page, "所选候选")] == [["其他", "11"]]


async def test_the_workbook_of_too_few_says_so(house: House, story: Story) -> None:
    page, found = await told(house, story, 1, 2, 3, None)

    assert found == {} and "不足 5 次，不作统计" in page.text
