"""Combinations of offers on the desk: shown in words, proposed together, and refused together."""

from tests.story import Story
from tests.views.house import House
from tests.views.markup import errors, faults
from tests.views.names import spelled

_TRAINING = "/matching?demand={demand:两新组织党务工作者培训}"
_PROPOSE = "/matching/{demand:两新组织党务工作者培训}/portfolios/BEST_FIT?portfolios=true"
_LUNCH = "/matching?demand={demand:老年助餐送到家}"


async def test_the_combination_stands_beside_the_single_offers(looked_at: House, story: Story) -> None:
    visitor = await looked_at.known("district")
    single = await visitor.see(await spelled(looked_at, story, _TRAINING))
    onward = next(one.get("href") for one in single.tree.all("a") if one.text == "组合方案")
    assert "按得分由高到低" in single.tree.text

    page = await visitor.see(onward)

    assert faults(page.tree) == []
    text = page.tree.text
    assert "综合匹配最优" in text and "单位最少" in text and "全部满足" in text and "1 个单位" in text
    assert "按得分由高到低" not in text
    form = page.form(await spelled(looked_at, story, _PROPOSE))
    assert [one.get("value") for one in form.all("input") if (one.get("name") or "").endswith(".quantity")] == ["1"] * 3


async def test_what_is_left_empty_is_not_proposed(house: House, story: Story) -> None:
    visitor = await house.visitor("district")
    page = await visitor.see(await spelled(house, story, f"{_TRAINING}&portfolios=true"))

    done = await visitor.submit(page, await spelled(house, story, _PROPOSE), parts__1__quantity="", note="一起定下来")

    after = await visitor.follow(done)
    assert "已按组合提出对接" in after.tree.text and "还差 1 场" in after.tree.text
    assert await house.value("select count(*) from match where note = '一起定下来' and status = 'PROPOSED'") == 2


async def test_a_refusal_stands_at_its_part_and_nothing_is_proposed(house: House, story: Story) -> None:
    visitor = await house.visitor("district")
    page = await visitor.see(await spelled(house, story, f"{_TRAINING}&portfolios=true"))
    to = await spelled(house, story, _PROPOSE)
    before = await house.value("select count(*) from match")

    for typed, told in (("2", "目前只有 1场"), ("许多", "请填写数字"), ("-1", "数量应大于 0")):
        again = await visitor.submit(page, to, parts__0__quantity="", parts__2__quantity=typed)

        assert again.status == 422 and faults(again.tree) == []
        assert told in errors(again.tree)["parts.2.quantity"]
        values = {one.get("name"): one.get("value") for one in again.form(to).all("input")}
        assert (values["parts.0.quantity"], values["parts.1.quantity"], values["parts.2.quantity"]) == ("", "1", typed)
    nothing = await visitor.submit(page, to, parts__0__quantity="", parts__1__quantity="", parts__2__quantity=" ")
    assert nothing.status == 422 and "请填写此项" in nothing.tree.text
    assert await house.value("select count(*) from match") == before


async def test_where_nothing_can_be_combined_the_page_says_why(looked_at: House, story: Story) -> None:
    visitor = await looked_at.known("chaowai")
    page = await visitor.see(await spelled(looked_at, story, f"{_LUNCH}&portfolios=true"))
    assert "没有可以组合的资源" in page.tree.text
    assert "计量单位不同，数量须商定" in page.tree.text and "陪诊与代办志愿服务" in page.tree.text


async def test_the_demand_leads_its_committee_to_the_combinations(looked_at: House, story: Story) -> None:
    demand = await spelled(looked_at, story, "{demand:老年助餐送到家}")
    to = f"/matching?demand={demand}&portfolios=true"
    for login, led in (("chaowai", True), ("manager", False), ("stranger", False)):
        page = await (await looked_at.known(login)).see(f"/demands/{demand}")
        assert (to in [one.get("href") for one in page.tree.all("a")]) is led


async def test_somebody_elsewhere_is_shown_no_combination(looked_at: House, story: Story) -> None:
    page = await (await looked_at.known("jianwai")).see(await spelled(looked_at, story, f"{_LUNCH}&portfolios=true"))
    assert "陪诊与代办志愿服务" not in page.tree.text and "现在不能为这条需求提出对接" in page.tree.text
