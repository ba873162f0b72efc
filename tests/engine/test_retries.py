"""A client that does not know whether it was heard sends the same again: it acts once, and every answer is the same."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from schema.engine.reader import Engine
from tests.schema.acting import act
from tests.schema.registry import UNIT, fingerprint, new_unit, row
from tests.story import Story, answer_of

TIMES = 20
CONTACT = {"name": "秋水长", "phone": "13700001234", "duty": "一次"}
COUNT = (
    "select (select count(*) from event), (select count(*) from answer), (select count(*) from organisation),"
    " (select count(*) from contact)"
)


async def counts(engine: Engine) -> tuple[int, ...]:
    [row] = await engine.services.pool.fetch(COUNT)
    return tuple(row)


@pytest.mark.parametrize(
    ("mutation", "fields", "more"),
    [
        ("organisationEdit", "organisation { id version address }", (1, 1, 0, 0)),
        ("contactAdd", "contact { id duty }", (1, 1, 0, 1)),
        ("organisationRegister", "receipt", (1, 1, 1, 1)),
    ],
)
async def test_the_same_mutation_twenty_times_at_once_acts_once(
    engine: Engine, story: Story, mutation: str, fields: str, more: tuple[int, ...]
) -> None:
    unit = story.organisation(UNIT)
    version = (await row(engine, unit))["version"]
    inputs: dict[str, dict[str, Any]] = {
        "organisationEdit": {"id": unit, "version": version, "address": "吉庆里示范路 8 号"},
        "contactAdd": {"organisation": unit, **CONTACT},
        "organisationRegister": new_unit(story),
    }
    given = inputs[mutation] | {"idempotencyKey": "once"}
    before = await counts(engine)
    answers = await asyncio.gather(*(act(engine, story.manager, mutation, given, fields) for _ in range(TIMES)))
    assert answers[0]["refusals"] == []
    assert answers == answers[:1] * TIMES
    assert tuple(now - then for now, then in zip(await counts(engine), before, strict=True)) == more


async def test_without_a_version_edits_of_different_fields_both_survive(engine: Engine, story: Story) -> None:
    unit = story.organisation(UNIT)
    rounds = 20
    version = (await row(engine, unit))["version"]
    for one in range(rounds):
        await asyncio.gather(
            act(engine, story.manager, "organisationEdit", {"id": unit, "address": f"甲 {one} 号"}),
            act(engine, story.coordinator, "organisationEdit", {"id": unit, "description": f"第 {one} 次"}),
        )
        now = await row(engine, unit)
        assert (now["address"], now["description"]) == (f"甲 {one} 号", f"第 {one} 次")
    assert (await row(engine, unit))["version"] == version + 2 * rounds


@pytest.mark.parametrize(
    "asked", ["organisation { name }", "organisation { name children(first: 101) { totalCount nodes { id } } }"]
)
async def test_what_cannot_be_answered_is_not_done(engine: Engine, story: Story, asked: str) -> None:
    scopes = {"organisations:write"} | ({"organisations"} if "children" in asked else set())
    app = replace(story.manager, scopes=frozenset(scopes))
    one = 'organisationEdit(input: {id: "%s", address: "新址"}) { %s }'
    unit = story.organisation(UNIT)
    before = await fingerprint(engine)
    document = f"mutation {{ a: {one % (unit, 'refusals { code }')} b: {one % (unit, asked)} }}"
    answer = await answer_of(engine, document, None, app)
    assert answer["data"] is None and len(answer["errors"]) == 1
    assert await fingerprint(engine) == before
