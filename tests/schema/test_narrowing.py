"""Narrowing what is suggested: class, nearness, time, quantity, freshness, kind, text; and weights to try."""

from datetime import timedelta
from typing import Any

import pytest

from api.sample.places import SANFENGLI, STREET_ELSEWHERE
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema import needs
from tests.schema.acting import number
from tests.schema.offers import day, offered
from tests.schema.promises import pair
from tests.story import Story, ask

TITLE = "陪伴老人就医志愿服务"


async def suggested(engine: Engine, story: Story, demand: str, arguments: str = "") -> list[str]:
    """The offers that the committee is suggested, narrowed by these arguments."""
    text = f"query($id: ID!) {{ demand(id: $id) {{ candidates{arguments} {{ resource {{ id }} }} }} }}"
    found = (await ask(engine, text, {"id": demand}, story.coordinator))["demand"]["candidates"]
    return [one["resource"]["id"] for one in found]


async def wanted(engine: Engine, story: Story, resource: str, arguments: str = "") -> list[str]:
    """The demands that the unit is suggested for its offer."""
    text = f"query($id: ID!) {{ resource(id: $id) {{ wanted{arguments} {{ demand {{ id }} }} }} }}"
    return [one["demand"]["id"] for one in (await ask(engine, text, {"id": resource}, story.manager))["resource"]["wanted"]]


async def moved(engine: Engine, story: Story, resource: str, code: str) -> None:
    """Put an offer into another area."""
    sql = "update resource set area_path = a.path, area_id = a.id from area a where a.code = $2 and resource.id = $1"
    await engine.services.pool.execute(sql, number(resource), code)


async def test_a_class_that_does_not_fit_is_left_out(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    related = await offered(engine, story, code="HEALTH", title=TITLE)
    other = await offered(engine, story, code="LEGAL", title=TITLE)
    three = [both["resource"], related, other]

    async def of(arguments: str = "") -> list[str]:
        return [one for one in await suggested(engine, story, both["demand"], arguments) if one in three]

    assert sorted(await of()) == sorted(three)
    assert await of("(fit: RELATED)") == [both["resource"], related]
    assert await of("(fit: EXACT)") == [both["resource"]]


async def test_what_is_too_far_is_left_out(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    street, district = await offered(engine, story, title=TITLE), await offered(engine, story, title=TITLE)
    await moved(engine, story, street, SANFENGLI)
    await moved(engine, story, district, STREET_ELSEWHERE)
    three = [both["resource"], street, district]
    expected = {"COMMUNITY": three[:1], "SUBDISTRICT": three[:2], "DISTRICT": three}
    for near, left in expected.items():
        assert [one for one in await suggested(engine, story, both["demand"], f"(near: {near})") if one in three] == left


async def test_what_is_not_open_in_time_or_covers_too_little_is_left_out(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    window = {"firstDay": day(300), "lastDay": day(320), "weekdays": [1], "opens": "09:00", "closes": "11:00"}
    late = await offered(engine, story, title=TITLE, windows=[window])
    enough = await offered(engine, story, title=TITLE, quantity="40")
    others = await offered(engine, story, title=TITLE, quantity="90", unit="次")
    four = {both["resource"], late, enough, others}
    assert four <= set(await suggested(engine, story, both["demand"]))
    assert four & set(await suggested(engine, story, both["demand"], "(timely: true)")) == four - {late}
    assert four & set(await suggested(engine, story, both["demand"], "(whole: true)")) == {enough}
    assert four <= set(await suggested(engine, story, both["demand"], "(timely: false, whole: false)"))


async def test_one_chooses_how_fresh_of_what_kind_and_called_what(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    stale, lift = await offered(engine, story, title=TITLE), await offered(engine, story, code="LEGAL", title="电梯加装问答")
    old = "update resource set confirmed_on = current_date - 40 where id = $1"
    await engine.services.pool.execute(old, number(stale))
    since = today() - timedelta(days=30)
    fresh = await suggested(engine, story, both["demand"], f'(confirmedSince: "{since}")')
    assert both["resource"] in fresh and stale not in fresh
    assert await suggested(engine, story, both["demand"], "(kind: COMMITTEE)") == []
    assert {both["resource"], stale} <= set(await suggested(engine, story, both["demand"], "(kind: ENTERPRISE)"))
    # Neither its class nor its words are the demand's: it is found because it is looked for.
    assert lift not in await suggested(engine, story, both["demand"])
    assert await suggested(engine, story, both["demand"], '(search: "dtjz")') == [lift]
    assert await suggested(engine, story, both["demand"], '(search: "dtjz", fit: RELATED)') == []


async def test_what_is_left_out_makes_room_for_what_is_farther_away(engine: Engine, story: Story) -> None:
    """Seventy offers next door that nobody wants do not hide the one that is wanted."""
    both = await pair(engine, story)
    columns = "organisation_id, category_id, area_id, area_path, title, title_key, words, terms, measure, quantity, unit"
    copied = (
        f"insert into resource ({columns}, status, valid_until, confirmed_on)"
        f" select {columns}, status, valid_until, current_date - 100"
        " from resource, generate_series(1, 70) where id = $1"
    )
    await engine.services.pool.execute(copied, number(both["resource"]))
    far = await offered(engine, story, title="陪诊")
    await moved(engine, story, far, STREET_ELSEWHERE)
    assert far not in await suggested(engine, story, both["demand"])
    found = await suggested(engine, story, both["demand"], f'(confirmedSince: "{today()}")')
    assert far in found and both["resource"] in found


async def test_demands_for_an_offer_are_narrowed_alike(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    small = await needs.listed(
        *(engine, story),
        viewer=story.member,
        category=await needs.category(engine, "CARE"),
        title="代买药品",
        quantity="5",
        unit="人时",
        organisation=None,
    )
    two = {both["demand"], small}
    assert two <= set(await wanted(engine, story, both["resource"]))
    assert two & set(await wanted(engine, story, both["resource"], "(whole: true)")) == {small}
    assert two & set(await wanted(engine, story, both["resource"], '(search: "dmyp")')) == {small}
    assert two & set(await wanted(engine, story, both["resource"], "(fit: EXACT, near: COMMUNITY, timely: true)")) == two


async def test_weights_to_try_order_anew_and_what_are_none_give_nothing(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    worded = await offered(engine, story, code="LEGAL", title="陪伴独居老人就医")
    two = [both["resource"], worded]

    async def order(weights: list[int]) -> list[str]:
        return [one for one in await suggested(engine, story, both["demand"], f"(weights: {weights})") if one in two]

    assert await order([25, 15, 10, 15, 25, 5, 5]) == [
        one for one in await suggested(engine, story, both["demand"]) if one in two
    ]
    assert await order([100, 0, 0, 0, 0, 0, 0]) == two
    assert await order([0, 0, 0, 0, 100, 0, 0]) == two[::-1]


@pytest.mark.parametrize("weights", ["[]", "[100]", "[101, -1, 0, 0, 0, 0, 0]", "[20, 20, 20, 20, 20, 20, 20]"])
async def test_what_are_no_weights_give_no_candidates(engine: Engine, story: Story, weights: str) -> None:
    both = await pair(engine, story)
    assert await suggested(engine, story, both["demand"], f"(weights: {weights})") == []


async def test_nobody_learns_more_by_narrowing(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    text = 'query($id: ID!) { demand(id: $id) { candidates(fit: EXACT, search: "pb", whole: false) { total } } }'
    for viewer in (story.stranger, story.coordinator_elsewhere):
        seen: Any = await ask(engine, text, {"id": both["demand"]}, viewer)
        assert seen["demand"]["candidates"] == []
    assert (await ask(engine, text, {"id": both["demand"]}, story.public))["demand"] is None
