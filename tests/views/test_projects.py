"""What becomes of a project on the pages: made of matches, refused at the field, shown to whom, told on the first page."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.schema.acting import number
from tests.story import Story
from tests.views.addresses_of_projects import ASKING, CARRIED, DELIVERED, GOING, OPEN, RATED, SIGNED, WAITING
from tests.views.house import House
from tests.views.markup import errors, faults
from tests.views.names import spelled


def _at(title: str) -> str:
    return f"/projects/{{project:{title}}}"


_PARTNER = "{partner:一老一小共享空间改造/朝外示范科技有限公司}"
_STAGE = "{stage:银发智能课堂/每周授课}"
_ENTRY = "{spending:银发智能课堂/教材印制}"
LONG = "长" * 2001

REFUSED: list[tuple[str, str, str, dict[str, Any], dict[str, str]]] = [
    ("chaowai", "/projects/new", "/projects/new", {"title": "一", "areaText": "没有这里"}, {"area": "没有找到“没有这里”"}),
    ("chaowai", "/projects/new", "/projects/new", {"title": "联系 13700001234"}, {"title": "请勿填写手机号"}),
    ("manager", _at(OPEN), f"{_at(OPEN)}/claim", {"part": "联系 13700001234"}, {"part": "请勿填写手机号"}),
    ("chaowai", _at(ASKING), f"{_at(ASKING)}/sign", {"signedOn": "2099-01-01"}, {"signedOn": "不能晚于今天"}),
    ("chaowai", _at(ASKING), f"{_at(ASKING)}/criteria", {"criteria": " \n "}, {"criteria": "1 至 20 条"}),
    ("chaowai", _at(ASKING), f"{_at(ASKING)}/invite", {"organisationText": "无此单位"}, {"organisation": "没有找到“无此单位”"}),
    ("chaowai", _at(ASKING), f"{_at(ASKING)}/stages", {"name": "", "endsOn": "明天"}, {"name": "请填写", "endsOn": "请填写日期"}),
    ("chaowai", _at(ASKING), f"{_at(ASKING)}/award", {"award": "-1"}, {"award": "0 至 9,999,999,999 元"}),
    ("chaowai", _at(ASKING), f"{_at(ASKING)}/link", {"demandsText": "没有这条"}, {"demands": "没有找到“没有这条”"}),
    ("manager", _at(ASKING), f"{_at(ASKING)}/partners/{_PARTNER}/decline", {"reason": " "}, {"reason": "请"}),
    ("manager", _at(SIGNED), f"{_at(SIGNED)}/start", {"startedOn": "2099-01-01"}, {"startedOn": "不能晚于今天"}),
    ("manager", _at(GOING), f"{_at(GOING)}/note", {"text": LONG}, {"text": "2000"}),
    ("manager", _at(GOING), f"{_at(GOING)}/spend", {"amount": "5000", "purpose": "料"}, {"amount": "目前只剩 4399.5 元"}),
    (
        "manager",
        _at(GOING),
        f"{_at(GOING)}/spend",
        {"amount": "许多", "purpose": ""},
        {"amount": "请填写数字", "purpose": "请填写"},
    ),
    ("manager", _at(GOING), f"{_at(GOING)}/spendings/{_ENTRY}/void", {"reason": ""}, {"reason": "请"}),
    ("manager", _at(GOING), f"{_at(GOING)}/stages/{_STAGE}/edit", {"endsOn": "2020-01-01"}, {"endsOn": "不能早于开始日期"}),
    ("manager", _at(GOING), f"{_at(GOING)}/deliver", {"outcome": "", "beneficiaries": "0"}, {"outcome": "请填写"}),
    ("chaowai", _at(GOING), f"{_at(GOING)}/carry-over", {"reason": ""}, {"reason": "请"}),
    ("chaowai", _at(DELIVERED), f"{_at(DELIVERED)}/rate", {"rating": "6"}, {"rating": "请评 1 至 5 分"}),
    ("chaowai", _at(DELIVERED), f"{_at(DELIVERED)}/compare", {"met.1": "true"}, {"results": "请填写"}),
]


@pytest.mark.parametrize(("login", "at", "to", "typed", "told"), REFUSED, ids=[one[2].rpartition("/")[2] for one in REFUSED])
async def test_a_refusal_stands_at_its_field(
    looked_at: House, story: Story, login: str, at: str, to: str, typed: Mapping[str, Any], told: Mapping[str, str]
) -> None:
    visitor = await looked_at.known(login)
    form = await visitor.see(await spelled(looked_at, story, at))
    address = await spelled(looked_at, story, to)

    page = await visitor.submit(form, address, **typed)

    assert page.status == 422
    assert faults(page.tree) == []
    found = errors(page.tree)
    assert all(words in found.get(name, "") for name, words in told.items()), found
    opened = [one for one in page.tree.all("details") if "open" in one.attributes and "step" in one.get("class")]
    assert address == "/projects/new" or [one.get("action") for one in opened[0].all("form")] == [address]


async def test_a_project_is_made_of_a_demand_and_its_promises(house: House, story: Story) -> None:
    office, unit = await house.visitor("chaowai"), await house.visitor("handler")
    demand = await spelled(house, story, "/demands/{demand:陪老人去医院看病}")
    match = await spelled(house, story, "{match:微型消防站力量支援/陪老人去医院看病}")
    new = f"/projects/new?demand={demand.removeprefix('/demands/')}"
    assert new in [one.get("href") for one in (await office.see(demand)).tree.all("a")]

    form = await office.see(new)
    done = await office.submit(form, new, title="陪诊到院", requiredKinds=["VOLUNTEER"])

    page = await office.follow(done)
    assert "朝外示范物业服务有限公司（样例）" in page.tree.text and "还缺参与方： 社区志愿者" in page.tree.text
    assert await house.value("select match_id from project_match order by project_id desc limit 1") == number(match)
    assert done.to in [one.get("href") for one in (await unit.see(f"/matches/{match}")).tree.all("a")]
    again = await office.submit(await office.see(new), new, title="陪诊到院", promises=[match])
    assert again.status == 422 and "这项对接已属于另一个项目" in again.tree.text


async def test_a_match_becomes_a_project_from_its_page(house: House, story: Story) -> None:
    office = await house.visitor("chaowai")
    match = await spelled(house, story, "{match:微型消防站力量支援/为独居老人代买菜}")
    new = f"/projects/new?match={match}"
    assert new in [one.get("href") for one in (await office.see(f"/matches/{match}")).tree.all("a")]

    done = await office.submit(await office.see(new), new, title="菜篮子进楼门")

    assert "微型消防站力量支援" in (await office.follow(done)).tree.text


async def test_the_public_sees_what_is_finished_without_anybody_s_business(looked_at: House, story: Story) -> None:
    visitor = await looked_at.known("public")
    listed = await visitor.see("/projects")
    titles = [one.text for one in listed.tree.all("th", scope="row")]
    assert sorted(titles) == ["中考静音护航", "甲 3 号楼楼道焕新"]

    page = await visitor.see(await spelled(looked_at, story, _at("甲 3 号楼楼道焕新")))

    shown = (
        "九个单元清理完毕",
        "受益 430 人",
        "5 分",
        "来得快，楼道干净了",
        "朝外示范物业服务有限公司",
        "余额",
        "939.5 元",
        "3 条中达到 3 条",
    )
    assert [words for words in shown if words not in page.tree.text] == []
    hidden = ("办理记录", "墙面涂料", "六名队员到场", "楼道堆物集中清理", "林望舒", "苏晚晴", "可办理的事项")
    assert [words for words in hidden if words in page.text] == []
    assert page.tree.all("form", method="post")[1:] == []


async def test_the_first_page_says_what_projects_wait_for(house: House, story: Story) -> None:
    """Each with how long, and only to whoever can do it."""

    async def told(login: str) -> dict[str, list[str]]:
        page = await (await house.visitor(login)).see("/")
        cards = [one for one in page.tree.all("section") if "card" in one.get("class").split()]
        return {card.all("h2")[0].text: [row.text for row in card.all("li")] for card in cards if card.all("h2")}

    office = await told("chaowai")
    assert [(row.split()[0], "3 天前" in row) for row in office["待发布的项目"]] == [(WAITING, True)]
    assert "朝外示范物业服务有限公司（样例）" in office["待确认的认领"][0] and "2 天前" in " ".join(office["待确认的认领"])
    assert RATED in office["待销号的项目"][0] and "20 天前" in office["待销号的项目"][0]
    assert DELIVERED in office["待评价的项目"][0] and "4 天前" in office["待评价的项目"][0]
    unit = await told("manager")
    assert sorted(row.split()[0] for row in unit["参与项目的邀请"]) == sorted([ASKING, CARRIED])
    due = sorted(unit["牵头项目中到期的阶段"])
    assert [(row.split()[1], row.split("期")[0][-5:]) for row in due] == [("报名和编组", "4 天后到"), ("每周授课", "5 天后到")]
    assert not {"待发布的项目", "待确认的认领", "待销号的项目", "待评价的项目"} & unit.keys()
    assert not {"待发布的项目", "参与项目的邀请", "待评价的项目"} & (await told("stranger")).keys()


async def test_an_invitation_is_answered_on_the_first_page(house: House, story: Story) -> None:
    unit = await house.visitor("manager")
    project = await spelled(house, story, _at(ASKING))
    partner = await spelled(house, story, _PARTNER)

    done = await unit.submit(await unit.see("/"), f"{project}/partners/{partner}/agree")

    assert done.to == project
    assert "已同意参与" in (await unit.follow(done)).tree.text
    assert await house.value("select status from project_partner where id = $1", number(partner)) == "AGREED"


async def test_buttons_are_those_of_the_viewer(looked_at: House, story: Story) -> None:
    async def words(login: str, title: str) -> set[str]:
        page = await (await looked_at.known(login)).see(await spelled(looked_at, story, _at(title)))
        main = page.tree.all("main")[0]
        return {one.text for one in [*main.all("summary"), *main.all("button")]} - {"打印"}

    assert await words("stranger", GOING) == set()
    assert {"登记支出", "完成交付", "记录进展", "作废"} <= await words("manager", GOING)
    assert not {"核定经费", "调整经费", "终止", "邀请单位"} & await words("manager", GOING)
    assert {"结转下一半年", "终止", "邀请单位", "调整经费", "更换牵头单位"} <= await words("jiqingli", GOING)
    assert {"评价", "对照验收标准"} <= await words("chaowai", DELIVERED)
    assert "评价" not in await words("handler", DELIVERED)


async def test_the_board_has_a_column_for_each_thing_to_do(looked_at: House) -> None:
    page = await (await looked_at.known("chaowai")).see("/projects/board")
    board = next(one for one in page.tree.all("div") if one.get("class") == "board")
    columns = {one.all("h2")[0].text: [slip.all("a")[0].text for slip in one.all("li")] for one in board.all("section")}

    assert columns == {
        "待发布": [WAITING],
        "待认领": [OPEN],
        "签约": [SIGNED, ASKING],
        "实施中": [CARRIED, GOING],
        "待评议": [DELIVERED],
        "待销号": [RATED],
    }


async def test_a_brand_shows_its_projects_and_what_they_brought(looked_at: House, story: Story) -> None:
    brand = await spelled(looked_at, story, "/projects/brands/{brand:SERVICE}")

    page = await (await looked_at.known("public")).see(brand)

    tables = page.tree.all("table")
    brought = [[cell.text for cell in row.all("td")] for row in tables[0].all("tr")[1:]]
    assert ["1", "430", "11,060.5", "5"] in brought and ["1", "300", "0", "4"] in brought
    assert {one.text for one in tables[1].all("th", scope="row")} == {RATED, "甲 3 号楼楼道焕新"}


async def test_the_sheet_says_for_which_half_year_it_is(looked_at: House, story: Story) -> None:
    visitor = await looked_at.known("chaowai")
    half = await looked_at.value("select half_year from project where title = $1", GOING)

    sheet = await visitor.see(f"/projects/print?halfYear={half}")

    year, number_ = half.split("-H")
    assert sheet.tree.all("h1")[0].text == f"{year}年{'上' if number_ == '1' else '下'}半年 项目清单".replace(" ", "")
    row = next(one for one in sheet.tree.all("tr") if GOING in one.text)
    assert [one.text for one in row.all("td")][2:4] == ["朝外示范科技有限公司（样例）", "朝外示范物业服务有限公司（样例）"]
