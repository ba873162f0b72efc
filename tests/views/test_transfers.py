"""Choosing where a promise goes instead: the openings of the unit's offers, and what each has left."""

import pytest

from schema.engine.days import today
from tests.schema.acting import number
from tests.schema.offers import day
from tests.story import Story
from tests.views.house import House
from tests.views.markup import errors
from tests.views.names import spelled

_TRAINING = "{match:党群活动室/两新组织党务工作者培训}"


async def agreed(house: House, story: Story) -> tuple[str, str]:
    """The addresses of the promise of the room and of the form that transfers it."""
    match = await spelled(house, story, f"/matches/{_TRAINING}")
    await house.value("update match set status = 'AGREED' where id = $1 returning id", number(match))
    return match, f"{match}/transfer"


async def test_another_opening_is_chosen_from_those_up_to_the_demands_last_day(house: House, story: Story) -> None:
    _, at = await agreed(house, story)
    room = await spelled(house, story, "{resource:党群活动室}")
    visitor = await house.visitor("district")
    page = await visitor.see(at)
    choices = [one.get("value") for one in page.form(at).all("option") if (one.get("value") or "").startswith(room)]
    last = await house.value("select needed_by::text from demand where title = '两新组织党务工作者培训'")
    assert choices and all(str(today()) <= one.split()[1] <= last for one in choices)
    assert f"{room} {day(7)} 09:00" not in choices

    done = await visitor.submit(page, at, resource=choices[1], quantity="1", reason="那天检修")

    shown = await visitor.follow(done)
    assert "已调剂" in shown.tree.text and "待单位答复" in shown.tree.text
    promised = (
        "select 'resource_' || resource_id || ' ' || day || ' ' || to_char(opens, 'HH24:MI') from match order by id desc limit 1"
    )
    assert await house.value(promised) == choices[1]


async def test_a_full_opening_cannot_be_chosen_and_is_refused_at_its_field(house: House, story: Story) -> None:
    _, at = await agreed(house, story)
    room = await spelled(house, story, "{resource:党群活动室}")
    full = f"{room} {day(9)} 09:00"
    await house.value(
        "insert into capacity_entry (resource_id, at, account_id, kind, quantity, unit, day, opens, reason)"
        " select id, now(), (select min(id) from account), 'CORRECTION', -quantity, unit, current_date + 9, '09:00', '检修'"
        " from resource where id = $1 returning id",
        number(room),
    )
    visitor = await house.visitor("district")
    page = await visitor.see(at)
    (option,) = [one for one in page.form(at).all("option") if one.get("value") == full]
    assert option.get("disabled") is not None and option.text.endswith("已满")

    wrong = {full: "资源余量不足", f"{room} {day(-1)} 09:00": "不能早于今天", f"{room} {day(9)} 10:30": "开放时段"}
    for choice, told in wrong.items():
        refused = await visitor.submit(page, at, resource=choice, quantity="1", reason="那天检修")
        assert refused.status == 422
        assert any(told in words for words in errors(refused.tree).values()), errors(refused.tree)


@pytest.mark.parametrize("login", ["stranger", "member"])
async def test_whoever_takes_no_part_does_not_find_the_form(house: House, story: Story, login: str) -> None:
    _, at = await agreed(house, story)
    assert (await (await house.visitor(login)).get(at)).status == 404
