"""The rule by which a unit's record counts: a test for each of its sentences, and that it is about organisations only."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.engine.reader import Engine
from schema.records import rule
from tests.schema.acting import done, number
from tests.schema.promises import agreed, proposed
from tests.schema.records import aged, cancelled, declined, delivered, mark, record, silent, unanswered
from tests.schema.registry import UNIT
from tests.story import Story

few = st.integers(0, 40)


@pytest.fixture
async def clean(engine: Engine) -> Engine:
    """The story before anything was matched."""
    await engine.services.pool.execute("truncate match, project_partner cascade")
    return engine


async def test_everybody_begins_in_the_middle_and_few_entries_say_little(clean: Engine, story: Story) -> None:
    assert await mark(clean, story) == 50
    await delivered(clean, story, 5)
    assert await mark(clean, story) == 60
    await delivered(clean, story, 5)
    assert await mark(clean, story) == 67


async def test_a_confirmed_delivery_counts_by_its_rating(clean: Engine, story: Story) -> None:
    await delivered(clean, story, 1)
    assert await mark(clean, story) == 44
    await delivered(clean, story, 4)
    found = await record(clean, story.manager, story.organisation(UNIT))
    assert found == {
        "mark": 50,
        "rule": 2,
        "delivered": 2,
        "rating": "2.5",
        "cancelled": 0,
        "unanswered": 0,
        "declined": 0,
    }


async def test_a_promise_counts_against_the_unit_only_where_the_unit_itself_gives_it_up(clean: Engine, story: Story) -> None:
    match = await agreed(clean, story)
    await done(clean, story.coordinator, "matchCancel", {"id": match, "reason": "活动取消"})
    assert await mark(clean, story) == 50
    await cancelled(clean, story)
    assert await mark(clean, story) == 40


async def test_an_unanswered_proposal_counts_half_and_none_that_was_held_less_than_three_days(
    clean: Engine, story: Story
) -> None:
    await silent(clean, await proposed(clean, story), days=2)
    assert await mark(clean, story) == 50
    await unanswered(clean, story)
    assert await mark(clean, story) == 44


async def test_an_answer_in_time_leaves_no_entry_and_what_is_still_held_is_none(clean: Engine, story: Story) -> None:
    await agreed(clean, story)
    await proposed(clean, story)
    countered = await proposed(clean, story)
    await done(clean, story.manager, "matchCounter", {"id": countered, "quantity": "5"})
    await silent(clean, countered)
    found = await record(clean, story.manager, story.organisation(UNIT), "mark unanswered entries { nodes { id } }")
    assert found == {"mark": 50, "unanswered": 0, "entries": {"nodes": []}}


async def test_a_decline_never_lowers_and_makes_up_for_a_silence(clean: Engine, story: Story) -> None:
    await delivered(clean, story, 5)
    await declined(clean, story)
    assert await mark(clean, story) == 60
    await unanswered(clean, story)
    assert await mark(clean, story) == 60
    await unanswered(clean, story)
    assert await mark(clean, story) == 55


async def test_an_entry_counts_for_24_months(clean: Engine, story: Story) -> None:
    entry = await cancelled(clean, story)
    await aged(clean, entry, "23 months 28 days")
    assert await mark(clean, story) == 40
    await aged(clean, entry, "24 months")
    assert await mark(clean, story) == 50


async def test_only_the_latest_forty_count(clean: Engine, story: Story) -> None:
    first = await delivered(clean, story, 1)
    await aged(clean, first, "2 months")
    again = (
        "insert into delivery (match_id, provider_id, quantity, delivered_on, status, rating, answered_at)"
        " select match_id, provider_id, 1, current_date, 'CONFIRMED', 5, now() from delivery limit 1"
    )
    for _ in range(39):
        await clean.services.pool.execute(again)
    assert (await record(clean, story.manager, story.organisation(UNIT)))["delivered"] == 40
    await clean.services.pool.execute(again)
    found = await record(clean, story.manager, story.organisation(UNIT))
    assert (found["delivered"], found["rating"]) == (40, "5")


async def test_another_rating_and_a_delivery_that_is_gone_are_followed(clean: Engine, story: Story) -> None:
    await delivered(clean, story, 5)
    await clean.services.pool.execute("update delivery set rating = 1")
    assert await mark(clean, story) == 44
    await clean.services.pool.execute("delete from delivery")
    assert await mark(clean, story) == 50


async def test_what_nobody_answered_stays_whatever_is_tidied_up_later(clean: Engine, story: Story) -> None:
    await unanswered(clean, story)
    await clean.services.pool.execute("update match set status = 'EXPIRED'")
    assert await mark(clean, story) == 44


@given(delivered=few, stars=st.integers(0, 5), cancelled=few, unanswered=few, declined=few)
def test_a_mark_is_of_a_hundred_and_no_decline_lowers_it(
    delivered: int, stars: int, cancelled: int, unanswered: int, declined: int
) -> None:
    points = delivered * max(1, stars)
    found = rule.mark(delivered, points, cancelled, unanswered, declined)
    assert 0 <= found <= 100
    assert found <= rule.mark(delivered, points, cancelled, unanswered, declined + 1)
    assert found >= rule.mark(delivered, points, cancelled + 1, unanswered, declined)
    assert found >= rule.mark(delivered, points, cancelled, unanswered + 1, declined)
    assert found <= rule.mark(delivered + 1, points + 5, cancelled, unanswered, declined)


async def test_the_rule_is_the_same_in_python_and_in_the_database(reading_engine: Engine) -> None:
    rows = await reading_engine.services.pool.fetch(
        "select d, s, c, u, x, record_mark(d, s, c, u, x) as mark from generate_series(0, 6, 2) d"
        " cross join lateral generate_series(d, 5 * d, 3) s,"
        " generate_series(0, 3) c, generate_series(0, 5) u, generate_series(0, 3) x"
    )
    assert len(rows) > 1000
    wrong = [dict(row) for row in rows if rule.mark(*(row[name] for name in "dscux")) != row["mark"]]
    assert wrong == []


async def test_the_sentences_name_the_numbers_of_the_rule(reading_engine: Engine) -> None:
    said = "".join(rule.SENTENCES)
    named = (rule.MIDDLE, rule.BEGINNING, rule.POINT, 5 * rule.POINT, rule.HELD_DAYS, rule.MONTHS, rule.LATEST, rule.CONTEST_DAYS)
    assert [one for one in named if str(one) not in said] == []
    kept = "select prosrc from pg_proc where proname = $1"
    counts = await reading_engine.services.pool.fetchval(kept, "record_counts")
    assert f"interval '{rule.MONTHS} months'" in counts and f"limit {rule.LATEST}" in counts
    assert f"interval '{rule.HELD_DAYS} days'" in await reading_engine.services.pool.fetchval(kept, "record_of_match")


async def test_nothing_of_any_person_is_read_or_kept(reading_engine: Engine) -> None:
    pool = reading_engine.services.pool
    columns = "select table_name || '.' || column_name from information_schema.columns where table_name = any($1)"
    kept: list[Any] = [row[0] for row in await pool.fetch(columns, ["record_entry", "match_choice"])]
    assert kept and [one for one in kept if re.search("account|person|actor|name_|contact", one.partition(".")[2])] == []
    sources = "select proname, pg_get_functiondef(oid) as text from pg_proc where proname = any($1)"
    names = ["record_counts", "record_mark", "record_of_match", "record_of_delivery"]
    read = await pool.fetch(sources, names)
    view = await pool.fetchval("select pg_get_viewdef('match_pair'::regclass)")
    texts = [row["text"] for row in read] + [view]
    assert len(read) == len(names)
    # The latest weights are read whole, with who decided on them.
    assert [
        one for one in texts if re.search("account|person|membership|contact", one.replace("match_weights.account_id", ""))
    ] == []


async def test_a_version_of_the_weights_says_by_which_rule_it_scores(engine: Engine, story: Story) -> None:
    await delivered(engine, story, 5)
    match = await proposed(engine, story)
    sql = "select w.delivery_rule from match m join match_weights w on w.id = m.weights where m.id = $1"
    assert await engine.services.pool.fetchval(sql, number(match)) == rule.VERSION
