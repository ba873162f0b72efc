"""Two people edit one organisation at once: nobody's work is lost, and only a real clash is asked about."""

from typing import Any

import pytest

from tests.schema.registry import UNIT
from tests.story import Story
from tests.views.house import House, Page, Visitor
from tests.views.markup import faults, fields


@pytest.fixture
async def pair(house: House) -> tuple[Visitor, Visitor]:
    return await house.visitor("manager"), await house.visitor("chaowai")


@pytest.fixture
def at(story: Story) -> str:
    return f"/organisations/{story.organisation(UNIT)}/edit"


async def saved(house: House, at: str) -> Any:
    """The row as it is now, with the codes of its service areas."""
    return await house.engine.services.pool.fetchrow(
        "select o.*, array(select a.code from organisation_service_area s join area a on a.id = s.area_id"
        " where s.organisation_id = o.id"
        " order by a.code) as serves from organisation o where id = $1",
        int(at.split("/")[2][4:]),
    )


def asked(page: Page) -> dict[str, list[str]]:
    """What is asked about, by the name of the choice: what it was, what others made of it, what was typed here."""
    rows = [one.inside("tr") for one in page.tree.all("input", type="radio", value="theirs")]
    found = {}
    for row in rows:
        assert row is not None
        was = [one.text for one in row.all("small")]
        found[row.all("input")[0].get("name")] = [*was, *(one.text for one in row.all("label"))]
    return found


async def test_edits_of_different_fields_both_survive(house: House, pair: tuple[Visitor, Visitor], at: str) -> None:
    first, second = pair
    forms = await first.see(at), await second.see(at)

    pages = [
        await first.submit(forms[0], at, address="吉庆里示范路 8 号"),
        await second.submit(forms[1], at, shortName="示范科技"),
    ]

    assert [page.status for page in pages] == [303, 303]
    row = await saved(house, at)
    assert (row["address"], row["short_name"]) == ("吉庆里示范路 8 号", "示范科技")


async def test_edits_of_the_same_field_are_shown_side_by_side(house: House, pair: tuple[Visitor, Visitor], at: str) -> None:
    first, second = pair
    forms = await first.see(at), await second.see(at)
    await first.submit(forms[0], at, address="吉庆里示范路 8 号", description="新的简介")

    page = await second.submit(forms[1], at, address="吉庆里示范路 9 号", shortName="示范科技")

    assert page.status == 422
    assert faults(page.tree) == []
    assert asked(page) == {"choose.address": ["原为：吉庆里示范路 6 号", "吉庆里示范路 8 号", "吉庆里示范路 9 号"]}
    values = fields(page.form(at))
    assert (values["address"], values["shortName"], values["description"]) == (["吉庆里示范路 9 号"], ["示范科技"], ["新的简介"])
    assert (await saved(house, at))["address"] == "吉庆里示范路 8 号"


@pytest.mark.parametrize(("choice", "address"), [("theirs", "吉庆里示范路 8 号"), ("yours", "吉庆里示范路 9 号")])
async def test_choosing_settles_a_clash_and_keeps_the_rest(
    house: House, pair: tuple[Visitor, Visitor], at: str, choice: str, address: str
) -> None:
    first, second = pair
    forms = await first.see(at), await second.see(at)
    await first.submit(forms[0], at, address="吉庆里示范路 8 号", description="新的简介")
    clash = await second.submit(forms[1], at, address="吉庆里示范路 9 号", shortName="示范科技")

    done = await second.submit(clash, at, choose__address=choice)

    assert done.to == at.removesuffix("/edit")
    row = await saved(house, at)
    assert (row["address"], row["short_name"], row["description"]) == (address, "示范科技", "新的简介")


async def test_choices_of_records_clash_by_name(house: House, story: Story, pair: tuple[Visitor, Visitor], at: str) -> None:
    first, second = pair[1], await house.visitor("district")
    forms = await first.see(at), await second.see(at)
    await first.submit(forms[0], at, areaText="三丰里社区居委会", parentText="朝外示范小学（样例）", kind="OTHER")

    page = await second.submit(
        forms[1], at, areaText="芳草地社区居委会", parentText="朝外示范书店有限公司（样例）", kind="PUBLIC_INSTITUTION"
    )
    done = await second.submit(page, at, choose__area="theirs", choose__parent="yours", choose__kind="theirs")

    assert asked(page) == {
        "choose.kind": ["原为：企业", "其他", "事业单位"],
        "choose.area": ["原为：吉庆里社区居委会", "三丰里社区居委会", "芳草地社区居委会"],
        "choose.parent": ["朝外示范小学（样例）", "朝外示范书店有限公司（样例）"],
    }
    assert done.status == 303
    row = await saved(house, at)
    assert (row["kind"], row["area_path"]) == ("OTHER", "110105/110105002/110105002027/")
    assert row["parent_id"] == int(story.organisation("朝外示范书店有限公司")[4:])


async def test_a_record_that_others_chose_is_shown_with_its_own_name(pair: tuple[Visitor, Visitor], at: str) -> None:
    first, second = pair[1], pair[0]
    forms = await first.see(at), await second.see(at)
    await first.submit(forms[0], at, areaText="三丰里社区居委会", address="甲")

    page = await second.submit(forms[1], at, address="乙")

    values = fields(page.form(at))
    assert (values["areaText"], values["areaWas"]) == (["三丰里社区居委会"], ["三丰里社区居委会"])


async def test_both_may_add_and_take_away_service_areas(house: House, story: Story, at: str) -> None:
    first, second = await house.visitor("chaowai"), await house.visitor("district")
    jiqingli, sanfengli = story.area("110105002025"), story.area("110105002027")
    for text in ("吉庆里社区居委会", "三丰里社区居委会"):
        await first.submit(await first.see(at), at, serviceAreaText=text)
    forms = await first.see(at), await second.see(at)
    assert fields(forms[0].form(at))["serviceAreas"] == [jiqingli, sanfengli]

    await first.submit(forms[0], at, serviceAreas=[jiqingli], serviceAreaText="芳草地社区居委会")
    page = await second.submit(forms[1], at, serviceAreas=[sanfengli], serviceAreaText="雅宝里社区居委会")

    assert page.status == 303
    codes = (await saved(house, at))["serves"]
    assert "110105002030" in codes and not {"110105002025", "110105002027"} & set(codes) and len(codes) == 2


async def test_what_somebody_saved_twice_in_two_windows_is_no_clash(house: House, pair: tuple[Visitor, Visitor], at: str) -> None:
    first, _ = pair
    forms = await first.see(at), await first.see(at)

    pages = [await first.submit(form, at, address="吉庆里示范路 8 号") for form in forms]

    assert [page.status for page in pages] == [303, 303]
    assert (await saved(house, at))["address"] == "吉庆里示范路 8 号"


async def test_what_is_wrong_besides_a_clash_is_told_too(pair: tuple[Visitor, Visitor], at: str) -> None:
    first, second = pair
    forms = await first.see(at), await second.see(at)
    await first.submit(forms[0], at, address="吉庆里示范路 8 号")

    page = await second.submit(forms[1], at, uscc="123")

    assert page.status == 422
    assert "信用代码" in page.tree.text
    assert fields(page.form(at))["uscc"] == ["123"]
