"""What matching refuses on the pages, and what it shows to whom."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.schema import offers, promises
from tests.schema.acting import number
from tests.story import Story
from tests.views.addresses_of_matches import TRIED
from tests.views.house import House
from tests.views.markup import errors, faults
from tests.views.names import spelled

_LUNCH = "/matching?demand={demand:老年助餐送到家}"
_HELP = "/matching/{demand:老年助餐送到家}/{resource:陪诊与代办志愿服务}"
_TRAINING = "/matching?demand={demand:两新组织党务工作者培训}"
_LESSONS = "/matches/{match:智能手机使用辅导/老年人手机课堂}"
_PATROL = "/matches/{match:微型消防站力量支援/六号楼前电动车充电桩}"
_GIVEN = "{delivery:智能手机使用辅导/老年人手机课堂}"

REFUSED = [
    ("chaowai", _LUNCH, _HELP, {"quantity": "601", "covers": "5"}, {"quantity": "目前只有 600人时"}),
    ("chaowai", _LUNCH, _HELP, {"quantity": "5", "covers": "16"}, {"covers": "需求只差 15人"}),
    ("chaowai", _LUNCH, _HELP, {"quantity": "", "covers": ""}, {"quantity": "请填写"}),
    ("chaowai", _LUNCH, _HELP, {"quantity": "-1", "covers": "许多"}, {"covers": "请填写数字"}),
    (
        "district",
        _TRAINING,
        "/matching/{demand:两新组织党务工作者培训}/{resource:党群活动室}",
        {"opening": "明天"},
        {"day": "开放时段"},
    ),
    ("handler", _PATROL, f"{_PATROL}/counter", {"quantity": "999", "covers": "1"}, {"quantity": "资源余量不足"}),
    ("handler", _PATROL, f"{_PATROL}/decline", {"reason": " "}, {"reason": "请"}),
    ("manager", _LESSONS, f"{_LESSONS}/report", {"quantity": "1", "deliveredOn": "2099-01-01"}, {"deliveredOn": "不能晚于今天"}),
    ("jiqingli", _LESSONS, f"{_LESSONS}/deliveries/{_GIVEN}/confirm", {"rating": "6"}, {"rating": "请评 1 至 5 分"}),
    ("jiqingli", _LESSONS, f"{_LESSONS}/deliveries/{_GIVEN}/dispute", {"reason": ""}, {"reason": "请"}),
]


@pytest.mark.parametrize(("login", "at", "to", "typed", "told"), REFUSED)
async def test_a_refusal_stands_at_its_field(
    looked_at: House, story: Story, login: str, at: str, to: str, typed: Mapping[str, Any], told: Mapping[str, str]
) -> None:
    visitor = await looked_at.known(login)
    form = await visitor.see(await spelled(looked_at, story, at))

    page = await visitor.submit(form, await spelled(looked_at, story, to), **typed)

    assert page.status == 422
    assert faults(page.tree) == []
    found = errors(page.tree)
    assert all(words in found.get(name, "") for name, words in told.items()), found


async def test_an_opening_is_chosen_from_the_next_ones(house: House, story: Story) -> None:
    visitor = await house.visitor("district")
    at = await spelled(house, story, _TRAINING)
    to = await spelled(house, story, "/matching/{demand:两新组织党务工作者培训}/{resource:党群活动室}")
    page = await visitor.see(at)
    choices = [one.get("value") for one in page.form(to).all("option") if one.get("value")]

    done = await visitor.submit(page, to, opening=choices[1], quantity="1")

    assert len(choices) == 20 and all(one.endswith(" 09:00") for one in choices)
    promised = "select day || ' ' || to_char(opens, 'HH24:MI') from match order by id desc limit 1"
    assert await house.value(promised) == choices[1]
    assert "党群活动室" in (await visitor.follow(done)).tree.text


async def test_why_an_offer_is_not_suggested_is_told(looked_at: House, story: Story) -> None:
    visitor = await looked_at.known("chaowai")

    async def told(resource: str) -> str:
        return (await visitor.see(await spelled(looked_at, story, f"{_LUNCH}&resource={{resource:{resource}}}"))).tree.text

    assert "不能用于这条需求： 半年未确认仍可提供" in await told("更新下来的办公电脑")
    assert "不能用于这条需求： 不面向需求所在区域" in await told("智能手机使用辅导")
    assert "排在第 1 位" in await told("老年人午餐")


async def test_candidates_stand_side_by_side(looked_at: House, story: Story) -> None:
    visitor = await looked_at.known("chaowai")
    at = await spelled(looked_at, story, _LUNCH + "&compare={resource:老年人午餐},{resource:陪诊与代办志愿服务}")

    table = next(one for one in (await visitor.see(at)).tree.all("table"))

    assert [one.text for one in table.all("th", scope="col")] == ["项目", "老年人午餐", "陪诊与代办志愿服务"]
    assert [one.text for one in table.all("th", scope="row")][:2] == ["得分", "提供单位"]


async def test_only_a_committee_has_candidates_at_the_desk(looked_at: House, story: Story) -> None:
    for login in ("manager", "stranger"):
        page = await (await looked_at.known(login)).see(await spelled(looked_at, story, _LUNCH))
        assert "对接台供协调委员会使用" in page.tree.text and "陪诊与代办志愿服务" not in page.text


async def test_a_unit_sees_what_waits_for_its_answer_and_accepts_at_home(house: House, story: Story) -> None:
    visitor = await house.visitor("handler")
    match = await spelled(house, story, _PATROL)
    home = await visitor.see("/")
    assert "待答复的对接" in home.tree.text and "7 天后到期" in home.tree.text

    done = await visitor.submit(home, f"{match}/accept")

    assert done.to == match
    assert await house.value("select status from match where id = $1", number(match)) == "AGREED"
    assert match not in [one.get("action").removesuffix("/accept") for one in (await visitor.see("/")).tree.all("form")]


async def test_of_many_proposals_the_first_are_shown_and_it_is_said_that_there_are_more(house: House, story: Story) -> None:
    demand = (await promises.pair(house.engine, story))["demand"]
    for _ in range(21):
        both = {"demand": demand, "resource": await offers.offered(house.engine, story)}
        await promises.proposed(house.engine, story, both, quantity="1")

    home = await (await house.visitor("manager")).see("/")
    card = next(one for one in home.tree.all("section") if "待答复的对接" in one.text)

    assert len(card.all("li")) == 8
    assert card.all("span")[0].text.endswith("+")
    assert [one.get("href") for one in card.all("footer")[0].all("a")] == ["/inbox"]


async def test_a_stranger_answers_nothing(house: House, story: Story) -> None:
    stranger, unit = await house.visitor("stranger"), await house.visitor("handler")
    match = await spelled(house, story, _PATROL)
    version = str(await house.value("select version from match where id = $1", number(match)))
    await unit.see(match)

    page = await stranger.post(f"{match}/accept", {"version": version, "idempotencyKey": "stranger-1"})

    assert page.status == 404
    assert await house.value("select status from match where id = $1", number(match)) == "PROPOSED"


async def test_what_is_delivered_no_longer_waits_for_its_delivery_but_for_the_confirmation(house: House, story: Story) -> None:
    visitor = await house.visitor("handler")
    office = await house.visitor("jiqingli")
    bought = await spelled(house, story, "/matches/{match:微型消防站力量支援/为独居老人代买菜}")
    demand = await spelled(house, story, "/demands/{demand:为独居老人代买菜}")
    match = await visitor.see(bought)

    async def cards() -> list[str]:
        """The headings of the home page's cards that name the promise."""
        page = await visitor.see("/")
        found = [one for one in page.tree.all("section") if any(link.get("href") == bought for link in one.all("a"))]
        return [one.all("h2")[0].text for one in found]

    assert await cards() == ["待交付"]
    await visitor.submit(match, f"{bought}/report", quantity="4", note="代买两次")
    assert await cards() == ["已交付，待需求方确认"]
    listed = await visitor.see("/matches?status=AGREED&reported=true")
    assert "为独居老人代买菜" in listed.tree.text and "陪老人去医院看病" not in listed.tree.text

    delivery = await house.value("select 'delivery_' || max(id) from delivery")
    await office.submit(await office.see(bought), f"{bought}/deliveries/{delivery}/confirm", rating="5")
    assert await cards() == ["待交付"]
    assert "已交付 0.4" in (await office.see(demand)).tree.text
    assert "请与委员会联系办结" in (await visitor.see(bought)).tree.text


async def test_before_an_offer_is_withdrawn_its_page_says_what_ends_and_what_stays(house: House, story: Story) -> None:
    visitor = await house.visitor("handler")
    offer, asked = [await spelled(house, story, one) for one in ("/resources/{resource:微型消防站力量支援}", _PATROL)]
    page = await visitor.see(offer)
    assert "待答复的 4 项对接随之结束。已达成的 3 项仍须履行" in page.tree.text

    await visitor.submit(page, f"{offer}/withdraw", reason="队伍整编")

    assert "队伍整编" in (await visitor.see(asked)).tree.text
    assert await house.value("select status from match where id = $1", number(asked)) == "WITHDRAWN"


async def test_what_narrows_the_candidates_stays_while_one_goes_on(looked_at: House, story: Story) -> None:
    visitor = await looked_at.known("chaowai")
    page = await visitor.see(await spelled(looked_at, story, f"{_LUNCH}&fit=EXACT&order=PRESSING"))
    (candidates,) = page.tree.all("ol", **{"class": "candidates"})
    titles = [one.text for one in candidates.all("a") if (one.get("href") or "").startswith("/resources/")]
    assert "陪诊与代办志愿服务" in titles and "健康讲座与义诊" not in titles

    onward = next(one.get("href") for one in page.tree.all("a") if one.get("data-key") == "n")

    assert "fit=EXACT" in onward and "order=PRESSING" in onward
    after = await visitor.see(onward)
    assert next(one for one in after.tree.all("select", name="fit")).all("option", selected="")[0].get("value") == "EXACT"


async def test_what_other_weights_would_change_is_shown_before_anybody_decides(house: House, story: Story) -> None:
    office, admin = await house.visitor("chaowai"), await house.visitor("admin")
    page = await office.see(f"/matching/weights?{TRIED}")
    assert "首选改变" in page.tree.text and "老年助餐送到家" in page.tree.text and "权重由系统管理员决定" in page.tree.text
    assert "还没有" not in page.tree.text and await house.value("select count(*) from match_weights") == 1

    asked, other = [await admin.see(f"/matching/weights?{TRIED}") for _ in range(2)]
    refused = await admin.submit(asked, "/matching/weights", note=" ")
    assert refused.status == 422 and "请填写此项" in refused.tree.text and "首选改变" in refused.tree.text
    await admin.submit(asked, "/matching/weights", note="先看类别")
    back = await admin.see("/matching/weights")
    again = next(one.get("href") for one in back.tree.all("a") if one.text == "试用")
    form = await admin.see(again)
    assert "恢复第 1 版" in form.text
    await admin.submit(form, "/matching/weights")
    assert await house.value("select count(*) from match_weights") == 3
    late = await admin.submit(other, "/matching/weights", note="再来一次")
    assert late.status == 422 and "其他人刚刚修改" in late.tree.text


async def test_weights_that_do_not_add_up_are_not_tried(looked_at: House) -> None:
    visitor = await looked_at.known("chaowai")
    page = await visitor.see("/matching/weights?category=90&distance=5&time=5&quantity=5&wording=15&freshness=5&delivery=5")
    assert "各项合计 130，应为 100" in page.tree.text and "首选改变" not in page.tree.text


async def test_what_nobody_claims_stands_on_the_first_page_of_the_committee_above(house: House, story: Story) -> None:
    late = "update demand set listed_at = now() - interval '15 days' where title = '六号楼前电动车充电桩' returning id"
    number = await house.value(late)
    await house.value("delete from match where demand_id = $1", number)

    street, community = await house.visitor("chaowai"), await house.visitor("jiqingli")

    assert "久未认领，上报到本委员会" in (await street.see("/")).tree.text
    assert "久未认领，上报到本委员会" not in (await community.see("/")).tree.text
    assert "六号楼前电动车充电桩" in (await street.see("/demands?escalated=true")).tree.text
    demand = await spelled(house, story, "/demands/{demand:六号楼前电动车充电桩}")
    assert "已上报到朝外街道的协调委员会" in (await community.see(demand)).tree.text
