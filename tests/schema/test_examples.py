"""The examples of the documentation work, one after the other, with tokens that have just the scopes they name."""

from dataclasses import replace
from typing import Any

import orjson
import pytest
from graphql import parse, validate

from schema import contract
from schema.engine.reader import Engine
from schema.reference.examples import Example, examples, filled, found_at, scopes_of
from tests.story import Story

LOGINS = {"committee": "chaowai", "provider": "manager", "neighbour": "stranger"}
ALL = examples()


@pytest.mark.parametrize("example", ALL, ids=[one.name for one in ALL])
def test_an_example_fits_the_contract_and_says_what_it_does(example: Example) -> None:
    assert validate(contract, parse(example.document)) == []
    assert example.title and example.english.endswith(".")
    assert example.persona in ("public", *LOGINS)


async def test_the_examples_lead_from_a_registration_to_a_rating(engine: Engine, story: Story) -> None:
    kept: dict[str, Any] = {}
    for example in ALL:
        data = await _answered(engine, story, example, kept)
        for name, path in example.keeps.items():
            kept[name] = found_at(path, data)
        for payload in data.values():
            assert payload is not None, example.name
            assert (payload.get("refusals") or []) == [], example.name
    assert kept["area"].startswith("area_") and kept["delivery"].startswith("delivery_")


async def _answered(engine: Engine, story: Story, example: Example, kept: dict[str, Any]) -> dict[str, Any]:
    viewer = story.public
    if example.persona != "public":
        viewer = replace(story.viewers[LOGINS[example.persona]], scopes=frozenset(scopes_of(example.document, contract)))
    answer = orjson.loads((await engine.execute(example.document, filled(example.variables, kept), None, viewer)).body)
    assert "errors" not in answer, (example.name, answer)
    data: dict[str, Any] = answer["data"]
    return data


@pytest.mark.parametrize("example", ALL, ids=[one.name for one in ALL])
async def test_an_example_names_no_scope_in_vain(reading_engine: Engine, story: Story, example: Example) -> None:
    viewer = story.viewers[LOGINS.get(example.persona, "chaowai")]
    kept = {name: "demand_1" if path.endswith(".id") else 1 for one in ALL for name, path in one.keeps.items()}
    named = frozenset(scopes_of(example.document, contract))
    for needed in named:
        lacking = replace(viewer, scopes=named - {needed})
        answer = await reading_engine.execute(example.document, filled(example.variables, kept), None, lacking)
        assert needed in answer.body.decode(), (example.name, needed)
