"""What becomes of a demand on the pages: filed without an account, merged, claimed, on the board."""

from tests.schema.acting import number
from tests.story import Story
from tests.views.house import House
from tests.views.markup import errors, faults, fields
from tests.views.names import spelled


async def test_whoever_has_no_account_files_and_looks_later_what_came_of_it(house: House) -> None:
    visitor, office = await house.visitor(), await house.visitor("jiqingli")
    form = await visitor.see("/demands/new")
    category = next(one.get("value") for one in form.tree.all("option") if one.text == "停车出行")
    typed = {"category": category, "title": "夜间没有地方停车", "areaText": "吉庆里社区居委会"}

    filed = await visitor.submit(form, "/demands/new", **typed)
    receipt = await visitor.follow(filed)
    demand = await house.value("select 'demand_' || id from demand where title = $1", typed["title"])
    await office.submit(await office.see(f"/demands/{demand}"), f"/demands/{demand}/list", level="KEY")
    later = await visitor.see(filed.to)

    assert filed.to.startswith("/demands/filed?receipt=")
    assert faults(receipt.tree) == [] and "等待所在区域的协调委员会审核" in receipt.tree.text
    assert "已列入需求清单" in later.tree.text and "已有人认领" not in later.tree.text
    unit = await house.visitor("manager")
    await unit.submit(await unit.see(f"/demands/{demand}"), f"/demands/{demand}/claim", note="晚上开放两个车位")
    told = await visitor.see(filed.to)
    assert "已有人认领，正在办理" in told.tree.text and "示范科技" not in told.text and "晚上开放" not in told.text
    assert demand not in later.text
    assert (await visitor.get(f"/demands/{demand}")).to.startswith("/sign-in")
    assert "夜间没有地方停车" not in (await visitor.see("/demands")).text


async def test_a_wrong_receipt_is_said_to_be_wrong(looked_at: House) -> None:
    page = await (await looked_at.known("public")).see("/demands/filed?receipt=2222-2222-2222")

    assert "没有这个回执号" in page.tree.text


async def test_a_like_demand_is_merged_with_one_click(house: House, story: Story) -> None:
    visitor = await house.visitor("chaowai")
    waiting, stays = [
        await spelled(house, story, f"{{demand:{one}}}") for one in ("六号楼电动车没有充电桩", "六号楼前电动车充电桩")
    ]
    page = await visitor.see(f"/demands/{stays}")
    form = page.form(f"/demands/{waiting}/merge")

    done = await visitor.post(f"/demands/{waiting}/merge", fields(form), referer=f"/demands/{stays}")

    assert done.to == f"/demands/{stays}"
    assert "六号楼电动车没有充电桩" in (await visitor.follow(done)).tree.text
    assert await house.value("select status from demand where id = $1", number(waiting)) == "MERGED"


async def test_a_second_claim_is_told_where_the_first_stands(house: House, story: Story) -> None:
    visitor = await house.visitor("manager")
    demand = await spelled(house, story, "/demands/{demand:六号楼前电动车充电桩}")
    forms = await visitor.see(demand), await visitor.see(demand)
    await visitor.submit(forms[0], f"{demand}/claim", note="安装六个")
    # A second window with the version of now.
    version = str(await house.value("select version from demand where id = $1", number(demand)))

    page = await visitor.submit(forms[1], f"{demand}/claim", note="再来六个", version=version)

    assert page.status == 422
    assert faults(page.tree) == []
    assert "已经认领过了" in page.tree.text and "安装六个" in page.tree.text
    assert errors(page.tree) == {}


async def test_the_board_has_what_its_committee_answers_for_the_longest_wait_first(looked_at: House) -> None:
    boards = [await (await looked_at.known(one)).see("/demands/board") for one in ("jiqingli", "jianwai", "chaowai")]
    here, there, street = boards
    columns = {one.all("h2")[0].text: [slip.all("a")[0].text for slip in one.all("li")] for one in here.tree.all("section")}

    assert faults(here.tree) == []
    assert columns["待审核"] == ["青年职工联谊活动", "门禁系统技术支持", "舞蹈队排练场地", "六号楼电动车没有充电桩"]
    assert columns["待认领"] == ["一辆旧的儿童自行车", "六号楼前电动车充电桩"]
    # Somebody has been asked for the bicycle; of the street's, nobody for the sports day.
    assert "超过 14 天未认领" not in here.tree.text and "超过 14 天未认领" in street.tree.text
    assert "写字楼共享母婴室" in there.tree.text and "舞蹈队" not in there.tree.text
    assert "看板供协调委员会使用" in (await (await looked_at.known("manager")).see("/demands/board")).tree.text
