"""The page that a confirmation link opens: one button, for whoever holds the link, and nothing else."""

from schema.engine.reader import Engine
from tests.schema.acting import number
from tests.schema.offers import TITLE, offer_row
from tests.schema.test_resource_links import lapsed
from tests.story import Story
from tests.views.house import House, Visitor
from tests.views.markup import faults


async def made(house: House, story: Story) -> tuple[str, str]:
    """An offer that has lapsed, and the path of a link that its committee makes on its page."""
    offer = await lapsed(house.engine, story)
    coordinator = await house.visitor("chaowai")
    path = f"/resources/{offer}"
    shown = await coordinator.submit(await coordinator.see(path), f"{path}/link")
    assert shown.response.headers["cache-control"] == "no-store"
    [box] = [one for one in shown.tree.all("input") if one.get("aria-label") == "确认链接"]
    assert "<svg" in shown.text
    return offer, "/confirm/" + str(box.get("value")).rpartition("/")[2]


async def day(engine: Engine, offer: str) -> bool:
    """Whether the offer is confirmed today."""
    row = await offer_row(engine, offer)
    return bool(row["confirmed_on"] == await engine.services.pool.fetchval("select current_date"))


async def test_one_button_confirms_without_signing_in(house: House, story: Story) -> None:
    offer, path = await made(house, story)
    anybody = await house.visitor()
    page = await anybody.see(path)
    assert faults(page.tree) == []
    assert TITLE in page.text and "12 人时" in page.text
    assert "朝外示范科技" not in page.text, "nothing else of the unit"
    assert not await day(house.engine, offer), "only looked at"

    answer = await anybody.submit(page, path)
    assert answer.status == 200 and TITLE in answer.text and "感谢确认" in answer.text
    assert faults(answer.tree) == []
    assert await day(house.engine, offer)
    assert "/sign-in" in answer.text


async def test_a_double_click_is_answered_alike_and_a_second_visit_is_told(house: House, story: Story) -> None:
    _, path = await made(house, story)
    anybody = await house.visitor()
    page, other = await anybody.see(path), await anybody.see(path)
    assert [(await anybody.submit(page, path)).status for _ in range(2)] == [200, 200]
    assert await house.value("select count(*) from event where verb = 'resource.confirmed' and via <> 'cli'") == 1
    late = await anybody.submit(other, path)
    assert late.status == 422 and "这个链接已经用过" in late.text
    assert TITLE not in (await anybody.see(path)).text


async def test_a_scanner_that_opens_links_changes_nothing(house: House, story: Story) -> None:
    offer, path = await made(house, story)
    anybody: Visitor = await house.visitor()
    for _ in range(3):
        await anybody.client.head(path)
        await anybody.see(path)
    assert not await day(house.engine, offer)
    page = await anybody.post(path, {}, headers={"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"})
    assert page.status == 403
    assert not await day(house.engine, offer)


async def test_links_that_cannot_be_used_say_why(house: House, story: Story) -> None:
    offer, path = await made(house, story)
    anybody = await house.visitor()
    assert "链接无效" in (await anybody.see("/confirm/x")).text
    await house.engine.services.pool.execute("update resource set status = 'WITHDRAWN' where id = $1", number(offer))
    assert "无需再用这个链接" in (await anybody.see(path)).text
    await house.engine.services.pool.execute("update resource_link set expires_at = now()")
    page = await anybody.see(path)
    assert "链接已过期" in page.text and TITLE not in page.text
    assert "仍可提供</button>" not in page.text
