"""What the board expects of the next months: the rule worked out by hand, how far off it was, and where nothing is said."""

from typing import Any

import pytest

from api.sample.places import SANFENGLI
from schema.engine.reader import Engine
from tests.schema import needs
from tests.schema.acting import number
from tests.story import Story, ask

_MONTHS_AGO = """
insert into demand
    (category_id, area_id, area_path, title, title_key, words, quantity, unit, needed_by, origin, axis, status, level, listed_at)
select $1, a.id, a.path, '招聘会', 'zhao pin hui', '{}', 1, '场', current_date + 9, 'GRID', 'RESIDENT', 'LISTED', 'BASIC',
    date_trunc('month', current_date) - m * interval '1 month' + interval '3 days'
from area a, generate_series($3::integer, $4::integer) m, generate_series(1, $5::integer) where a.id = $2
"""


@pytest.fixture
def happened(engine: Engine, story: Story) -> Any:
    """Puts so many demands for jobs into each of some months, from so many months ago to so many."""

    async def put(first: int, last: int, each: int) -> None:
        category = number(await needs.category(engine, "JOBS"))
        await engine.services.pool.execute(_MONTHS_AGO, category, number(story.area(SANFENGLI)), last, first, each)

    return put


async def told(engine: Engine, story: Story) -> list[tuple[int | None, str | None]]:
    """What is expected of each of the next three months, and how far off that was."""
    document = """query ($area: ID!, $category: ID) { balance(area: $area, period: "2026-11", category: $category) {
        forecasts { category { code } expected error } } }"""
    variables = {"area": story.area(SANFENGLI), "category": await needs.category(engine, "JOBS")}
    found = (await ask(engine, document, variables, story.coordinator))["balance"]["forecasts"]
    return [(one["expected"], one["error"]) for one in found if one["category"]]


async def test_what_was_the_same_every_month_goes_on(engine: Engine, story: Story, happened: Any) -> None:
    await happened(30, 1, 4)

    assert await told(engine, story) == [(4, "0"), (4, "0"), (4, "0")]


async def test_the_same_month_last_year_counts_as_much_as_the_last_three(engine: Engine, story: Story, happened: Any) -> None:
    await happened(30, 1, 4)
    await happened(11, 11, 8)

    # Next month: (4 + 12) / 2. Tried on the last six, it is off by one where that month was among the three known: once, twice.
    assert await told(engine, story) == [(8, "0"), (4, "0.2"), (4, "0.3")]


async def test_the_present_month_is_not_over_and_says_nothing(engine: Engine, story: Story, happened: Any) -> None:
    await happened(30, 1, 4)
    await happened(0, 0, 50)

    assert await told(engine, story) == [(4, "0")] * 3


async def test_it_says_how_far_off_it_was(engine: Engine, story: Story, happened: Any) -> None:
    await happened(30, 1, 4)
    await happened(6, 6, 6)

    # Told two months ahead: of the six last months the first was 10 instead of 4; the next was told before; then (6 + 4) / 2 for
    # three months whose last three held it, 5 instead of 4 each: (6 + 1 + 1 + 1) / 6.
    assert (await told(engine, story))[0] == (4, "1.5")


@pytest.mark.parametrize(("first", "each"), [(17, 4), (12, 9)])
async def test_without_a_year_and_a_half_nothing_is_said(
    engine: Engine, story: Story, happened: Any, first: int, each: int
) -> None:
    await happened(first, 1, each)

    assert await told(engine, story) == [(None, None)] * 3


async def test_without_twelve_in_a_year_nothing_is_said(engine: Engine, story: Story, happened: Any) -> None:
    await happened(30, 13, 9)
    await happened(11, 1, 1)
    assert await told(engine, story) == [(None, None)] * 3

    await happened(12, 12, 1)
    assert all(expected is not None for expected, _ in await told(engine, story))
