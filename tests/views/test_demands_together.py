"""Two people change one demand at once: nobody's work is lost, and a real clash is asked about in words."""

from typing import Any

import pytest

from tests.schema.acting import number
from tests.story import Story
from tests.views.house import House, Visitor
from tests.views.markup import faults, fields
from tests.views.names import spelled
from tests.views.test_editing_together import asked


@pytest.fixture
async def pair(house: House) -> tuple[Visitor, Visitor]:
    return await house.visitor("manager"), await house.visitor("chaowai")


@pytest.fixture
async def at(house: House, story: Story) -> str:
    return await spelled(house, story, "/demands/{demand:青年职工联谊活动}/edit")


async def saved(house: House, at: str) -> Any:
    """The row as it is now."""
    return await house.engine.services.pool.fetchrow("select * from demand where id = $1", number(at.split("/")[2]))


async def test_edits_of_different_fields_all_survive(house: House, pair: tuple[Visitor, Visitor], at: str) -> None:
    first, second = pair
    forms = await first.see(at), await second.see(at)

    pages = [
        await first.submit(forms[0], at, quantity="3", anonymous="true", areaText="三丰里社区居委会"),
        await second.submit(forms[1], at, place="社区党群服务中心", beneficiaries="", urgency="SOON"),
    ]

    assert [page.status for page in pages] == [303, 303]
    row = await saved(house, at)
    assert (row["quantity"], row["anonymous"], row["area_path"]) == (3, True, "110105/110105002/110105002027/")
    assert (row["place"], row["beneficiaries"], row["urgency"]) == ("社区党群服务中心", None, "SOON")


async def test_edits_of_the_same_field_clash_in_words_and_one_is_chosen(
    house: House, pair: tuple[Visitor, Visitor], at: str, story: Story
) -> None:
    first, second = pair
    forms = await first.see(at), await second.see(at)
    party, care = [await spelled(house, story, f"{{category:{code}}}") for code in ("PARTY", "CARE")]
    await first.submit(forms[0], at, category=party, need="", origin="SURVEY", anonymous="true", title="青年联谊")

    page = await second.submit(
        forms[1], at, category=care, need=await spelled(house, story, "{need:WORK}"), origin="GRID", title="青年职工联谊会"
    )
    choices = {"choose__category": "yours", "choose__need": "theirs", "choose__origin": "theirs", "choose__title": "yours"}
    done = await second.submit(page, at, **choices)

    assert page.status == 422
    assert faults(page.tree) == []
    assert asked(page) == {
        "choose.category": ["原为：文体活动", "党建活动", "助老助残"],
        "choose.title": ["原为：青年职工联谊活动", "青年联谊", "青年职工联谊会"],
        "choose.need": ["原为：交往", "（空）", "就业"],
        "choose.origin": ["原为：单位提出", "调研走访", "网格"],
    }
    assert fields(page.form(at))["anonymous"] == ["true"]
    assert done.status == 303
    row = await saved(house, at)
    assert (f"category_{row['category_id']}", row["need_id"], row["origin"]) == (care, None, "SURVEY")
    assert (row["title"], row["anonymous"]) == ("青年职工联谊会", True)
