"""What other weights would change: whom they put first, through which parts, and who enters or leaves the first five."""

from typing import Any

from views.matching.weighing import effects

HELD = [25, 15, 10, 15, 25, 5, 5]
CLASS_FIRST = [60, 5, 5, 5, 15, 5, 5]
PARTS = ("category", "distance", "time", "quantity", "wording", "freshness", "delivery")


def offer(name: str, **percents: int) -> dict[str, Any]:
    return {"resource": {"id": name, "title": name}} | {f"{part}Percent": percents.get(part, 50) for part in PARTS}


def demand(before: list[Any], after: list[Any]) -> dict[str, Any]:
    return {"id": "demand_1", "before": before, "after": after}


NEAR, FITTING = offer("near", category=30, distance=100), offer("fitting", category=100, distance=45)


def test_what_comes_first_then_is_told_with_the_parts_that_cause_it() -> None:
    (found,) = effects([demand([NEAR, FITTING], [FITTING, NEAR])], HELD, CLASS_FIRST)
    assert found.another_first
    assert [one["resource"]["id"] for one in found.before] == ["near", "fitting"]
    # 35 points more for a class that fits by 70 percent more; ten fewer for being 55 percent nearer.
    assert found.causes == [("category", "+24.5"), ("distance", "+5.5")]
    assert [one["score"] for one in found.after] == ["79.75", "40.5"]


def test_a_part_that_favours_the_old_one_is_no_cause() -> None:
    worded = offer("worded", category=20, wording=90)
    (found,) = effects([demand([NEAR], [worded])], HELD, [20, 5, 10, 15, 40, 5, 5])
    assert [part for part, _ in found.causes] == ["wording", "distance", "category"]
    (found,) = effects([demand([worded], [NEAR])], HELD, [20, 20, 10, 15, 25, 5, 5])
    assert found.causes == [("distance", "+2.5")]


def test_only_changes_among_the_first_five_are_told_and_another_first_one_comes_first() -> None:
    many = [offer(f"offer {place}") for place in range(8)]
    below = demand(many, [*many[:5], *reversed(many[5:])])
    within = demand(many, [*many[:4], many[7], *many[4:7]])
    first = demand(many, [many[1], many[0], *many[2:]])
    found = effects([below, within, first], HELD, CLASS_FIRST)
    assert [one.demand for one in found] == [first, within]
    assert [one["resource"]["id"] for one in found[1].before if not one["stays"]] == ["offer 4"]
    assert [one["resource"]["id"] for one in found[1].after if not one["stays"]] == ["offer 7"]
    assert found[1].causes == []


def test_what_one_may_not_see_any_more_is_left_out() -> None:
    assert effects([demand([{"resource": None}], [{"resource": None}]), demand([], [])], HELD, CLASS_FIRST) == []
