"""What a unit sees first of what came of its offers, and the certificate of a year."""

from schema.engine.days import today
from tests.schema.acting import done
from tests.schema.promises import agreed, reported
from tests.schema.registry import UNIT
from tests.story import Story
from tests.views.house import House
from tests.views.markup import faults

LINK = "共建服务证明"


async def test_the_unit_and_its_committee_read_the_same_table(looked_at: House, story: Story) -> None:
    path = f"/organisations/{story.organisation(UNIT)}"
    tables = []
    for login, at in (("manager", "/"), ("manager", path), ("chaowai", path)):
        page = await (await looked_at.known(login)).see(at)
        table = next(one for one in page.tree.all("table") if one.get("class") == "record")
        tables.append(table.text)
    assert tables[0] == tables[1] == tables[2]
    for login in ("public", "stranger", "jianwai", "admin"):
        page = await (await looked_at.known(login)).see(path)
        assert "履约情况" not in page.text


async def test_a_certificate_says_what_was_confirmed_and_no_rating(house: House, story: Story) -> None:
    path = f"/organisations/{story.organisation(UNIT)}"
    await house.engine.services.pool.execute("truncate match cascade")
    manager = await house.visitor("manager")
    assert (await manager.get(f"{path}/certificate")).status == 404, "nothing was confirmed"
    delivery = await reported(house.engine, story, await agreed(house.engine, story))
    assert (await manager.get(f"{path}/certificate")).status == 404
    await done(house.engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 2})
    assert f"{path}/certificate?year={today().year}" in (await manager.see(path)).text
    page = await manager.see(f"{path}/certificate?year={today().year}")
    assert faults(page.tree) == []
    assert UNIT in page.text and "1 次" in page.text and f"{today().year}-" in page.text
    assert "吉庆里社区" in page.text and "评分" not in page.text
    for login in ("stranger", "jianwai", "admin"):
        assert (await (await house.visitor(login)).get(f"{path}/certificate")).status == 404
    for year in ("2025", "1999", "x", "2026-H2"):
        assert (await manager.get(f"{path}/certificate?year={year}")).status == 404
    assert (await (await house.visitor()).get(f"{path}/certificate")).status == 303
