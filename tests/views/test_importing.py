"""A workbook becomes organisations: upload, columns, check, done; or nothing at all."""

import io

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from api.sample.places import JIQINGLI
from tests.story import Story
from tests.views.house import House, Page, Visitor
from tests.views.markup import errors, faults, fields
from tests.views.test_files import rows_of

HEAD = ["企业名称", "地址", "电话", "联系人", "备注"]
GOOD = [
    ["吉庆里示范花店（样例）", "吉庆里路 1 号", "13700000001", "云中君", ""],
    ["吉庆里示范茶馆（样例）", "吉庆里路 2 号", "13700000002", "秋水长", "二楼"],
]
BAD = ["吉庆里示范面馆（样例）", "吉庆里路 3 号", "12", "山有木", ""]
NEW = "/organisations/imports/new"


def sheet(*rows: list[str], hidden: tuple[int, ...] = ()) -> bytes:
    data = io.BytesIO()
    with Workbook(data) as book:
        page = book.add_worksheet()
        for number, row in enumerate([HEAD, *rows]):
            page.write_row(number, 0, row)
            page.set_row(number, options={"hidden": number in hidden})
    return data.getvalue()


async def uploaded(visitor: Visitor, story: Story, content: bytes, name: str = "单位.xlsx") -> Page:
    form = fields((await visitor.see(NEW)).form(NEW)) | {"area": story.area(JIQINGLI)}
    return await visitor.post(NEW, form, files={"file": (name, content, "application/octet-stream")})


async def checked(visitor: Visitor, story: Story, content: bytes) -> Page:
    """The third page of an import: what each row would do."""
    columns = await visitor.follow(await uploaded(visitor, story, content))
    form = next(one for one in columns.tree.all("form") if "/columns" in one.get("action"))
    return await visitor.follow(await visitor.submit(columns, form.get("action")))


def action(page: Page, word: str) -> str:
    return next(one.get("action") for one in page.tree.all("form") if word in one.get("action"))


async def test_hidden_rows_are_told_of_before_they_are_imported(house: House, story: Story) -> None:
    visitor = await house.visitor("jiqingli")

    page = await checked(visitor, story, sheet(*GOOD, hidden=(2,)))

    assert "其中 1 行在表格中是隐藏的" in page.tree.text
    assert "隐藏" not in (await checked(visitor, story, sheet(*GOOD))).tree.text


async def test_a_workbook_is_uploaded_matched_checked_and_imported(house: House, story: Story) -> None:
    visitor = await house.visitor("jiqingli")

    sent = await uploaded(visitor, story, sheet(*GOOD))
    columns = await visitor.follow(sent)
    page = await visitor.follow(await visitor.submit(columns, action(columns, "/columns")))
    done = await visitor.submit(page, action(page, "/run"))
    end = await visitor.follow(done)

    guessed = [
        value[0] for name, value in fields(columns.form(action(columns, "/columns"))).items() if name.startswith("column.")
    ]
    assert guessed == ["NAME", "ADDRESS", "CONTACT_PHONE", "CONTACT_NAME", "DESCRIPTION"]
    assert [faults(one.tree) for one in (columns, page, end)] == [[], [], []]
    assert "吉庆里示范花店" in page.tree.text
    assert "新增 2 家" in end.tree.text and "导入完成" in end.tree.text
    assert (
        await house.value("select count(*) from organisation where name like '吉庆里示范%店（样例）' or name like '%茶馆%'") == 2
    )


async def test_rows_that_are_wrong_are_told_and_can_be_left_out(house: House, story: Story) -> None:
    visitor = await house.visitor("jiqingli")

    page = await checked(visitor, story, sheet(GOOD[0], BAD))
    problems = rows_of(await visitor.see(page.path.split("?")[0] + "/problems.xlsx"))
    end = await visitor.follow(await visitor.submit(page, action(page, "GOOD_ROWS")))

    assert "ALL_OR_NOTHING" not in page.text
    assert problems[0][-1] == "需要改正" and problems[1][0] == BAD[0] and problems[1][-1]
    assert "新增 1 家" in end.tree.text
    assert await house.value("select count(*) from organisation where name = $1", BAD[0]) == 0


async def test_the_same_file_again_changes_nothing(house: House, story: Story) -> None:
    visitor = await house.visitor("jiqingli")
    first = await checked(visitor, story, sheet(*GOOD))
    await visitor.submit(first, action(first, "/run"))
    before = await house.value("select count(*) from organisation")

    again = await checked(visitor, story, sheet(*GOOD))

    figures = [one.text for one in again.tree.all("div", **{"class": "figures"})]
    assert figures == ["0 新增 0 更新 2 无变化 0 需要改正"]
    assert await house.value("select count(*) from organisation") == before


async def test_an_import_that_is_given_up_writes_nothing(house: House, story: Story) -> None:
    visitor = await house.visitor("jiqingli")
    page = await checked(visitor, story, sheet(*GOOD))

    end = await visitor.follow(await visitor.submit(page, action(page, "/discard")))

    assert "没有写入任何单位" in end.tree.text
    assert await house.value("select count(*) from organisation where name like '%茶馆%'") == 0


async def test_an_import_is_its_maker_s_only(house: House, story: Story) -> None:
    page = await checked(await house.visitor("jiqingli"), story, sheet(*GOOD))

    for login in ("jianwai", "member"):
        assert (await (await house.visitor(login)).get(page.path)).status == 404


CANNOT_BE_READ = [
    ("单位.xlsx", b"", "请选择一个文件"),
    ("单位.xlsx", b"not a workbook", ""),
    ("单位.xlsx", b"0" * (4 * 1024 * 1024 + 1), "4 MB"),
]


@pytest.mark.parametrize(("name", "content", "told"), CANNOT_BE_READ, ids=["empty", "no workbook", "too large"])
async def test_a_file_that_cannot_be_read_is_refused_at_the_field(
    house: House, story: Story, name: str, content: bytes, told: str
) -> None:
    page = await uploaded(await house.visitor("jiqingli"), story, content, name)

    assert page.status == 422
    assert errors(page.tree).keys() == {"file"}
    assert told in errors(page.tree)["file"]
    assert faults(page.tree) == []


async def test_the_template_can_be_filled_in_and_imported(house: House, story: Story) -> None:
    visitor = await house.visitor("jiqingli")
    template = await visitor.see("/organisations/imports/template.xlsx")

    columns = await visitor.follow(await uploaded(visitor, story, template.response.content))

    heading = rows_of(template)[0]
    guessed = [
        value[0] for name, value in fields(columns.form(action(columns, "/columns"))).items() if name.startswith("column.")
    ]
    assert len(guessed) == len(heading) and all(guessed)


async def test_what_was_exported_can_be_imported_again_and_changes_nothing(house: House, story: Story) -> None:
    visitor = await house.visitor("jiqingli")
    exported = await visitor.see(f"/organisations/export.xlsx?within={story.area(JIQINGLI)}&status=ACTIVE&kind=ENTERPRISE")

    page = await checked(visitor, story, exported.response.content)

    figures = [one.text for one in page.tree.all("div", **{"class": "figures"})]
    assert figures == ["0 新增 0 更新 2 无变化 0 需要改正"]
