"""Two people change one project at once: nobody's work is lost, and a real clash is asked about in words."""

from typing import Any

import pytest

from tests.schema.acting import number
from tests.story import Story
from tests.views.addresses_of_projects import GOING
from tests.views.house import House, Visitor
from tests.views.markup import faults
from tests.views.names import spelled
from tests.views.test_editing_together import asked


@pytest.fixture
async def pair(house: House) -> tuple[Visitor, Visitor]:
    return await house.visitor("manager"), await house.visitor("jiqingli")


@pytest.fixture
async def at(house: House, story: Story) -> str:
    return await spelled(house, story, f"/projects/{{project:{GOING}}}/edit")


async def saved(house: House, at: str) -> Any:
    """The row as it is now, with its brands."""
    row = await house.engine.services.pool.fetchrow("select * from project where id = $1", number(at.split("/")[2]))
    named = (
        "select array_agg(c.code order by c.code) from project_brand b join category c on c.id = b.category_id"
        " where b.project_id = $1"
    )
    assert row is not None
    return {**row, "brands": await house.value(named, row["id"])}


async def test_edits_of_different_fields_all_survive(house: House, story: Story, pair: tuple[Visitor, Visitor], at: str) -> None:
    first, second = pair
    forms = await first.see(at), await second.see(at)
    both = [await spelled(house, story, f"{{brand:{code}}}") for code in ("CREATION", "SERVICE")]

    pages = [
        await first.submit(forms[0], at, description="每周三下午。", requiredKinds=["COMMUNITY", "VOLUNTEER"]),
        await second.submit(forms[1], at, title="银发课堂", brands=both),
    ]

    assert [page.status for page in pages] == [303, 303]
    row = await saved(house, at)
    assert (row["title"], row["description"]) == ("银发课堂", "每周三下午。")
    assert (row["required_kinds"], row["brands"]) == (["COMMUNITY", "VOLUNTEER"], ["CREATION", "SERVICE"])


async def test_edits_of_the_same_field_clash_in_words_and_one_is_chosen(
    house: House, story: Story, pair: tuple[Visitor, Visitor], at: str
) -> None:
    first, second = pair
    forms = await first.see(at), await second.see(at)
    creation, service = [await spelled(house, story, f"{{brand:{code}}}") for code in ("CREATION", "SERVICE")]
    await first.submit(forms[0], at, requiredKinds=["CHARITY"], brands=[], title="银发课堂")

    page = await second.submit(forms[1], at, requiredKinds=["COMMUNITY", "SOCIAL_WORKER"], brands=[creation, service])
    choices = {"choose__requiredKinds": "yours", "choose__brands": "theirs"}
    done = await second.submit(page, at, **choices)

    assert page.status == 422
    assert faults(page.tree) == []
    assert asked(page) == {
        "choose.requiredKinds": ["原为：社会工作者、社区志愿者", "社会慈善资源", "社区、社会工作者"],
        "choose.brands": ["原为：社区创享计划", "（空）", "社区创享计划、党建服务品牌"],
    }
    assert done.status == 303
    row = await saved(house, at)
    assert (row["title"], row["required_kinds"], row["brands"]) == ("银发课堂", ["COMMUNITY", "SOCIAL_WORKER"], None)
