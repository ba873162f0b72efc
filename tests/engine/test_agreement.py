"""The compiled path and graphql-core over the same plans give the same answer, key order included, to whatever is asked."""

import json
from typing import Any

import pytest
from graphql import VariableValues
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from schema import schema
from schema.engine.access import Viewer
from schema.engine.documents import Document, Operation
from schema.engine.interpreter import interpret
from schema.engine.reader import Answer, Engine
from tests.engine.facts import Facts
from tests.engine.generator import documents
from tests.engine.reducing import reduced
from tests.engine.viewers import viewers
from tests.story import Story


class Interpreted(Engine):
    """An engine that lets graphql-core execute everything."""

    async def _run(self, document: Document, operation: Operation, values: VariableValues, viewer: Viewer) -> bytes:
        return await interpret(self, document, operation, values, viewer)


@pytest.mark.check
@settings(settings.get_profile("documents"))
@given(data=st.data())
async def test_both_paths_agree_on_random_documents(wide_engine: Engine, facts: Facts, story: Story, data: st.DataObject) -> None:
    asked = data.draw(documents(schema._schema, facts))
    viewer = data.draw(viewers(story))
    compiled, interpreted = await both(wide_engine, asked.text, asked.variables, viewer)
    event(kind(compiled))
    assume(kind(compiled) != "GRAPHQL_VALIDATION_FAILED")
    if disagree(compiled, interpreted):

        async def fails(text: str, variables: dict[str, Any]) -> bool:
            return disagree(*await both(wide_engine, text, variables, viewer))

        text, variables = await reduced(asked.text, asked.variables, fails)
        compiled, interpreted = await both(wide_engine, text, variables, viewer)
        pytest.fail(f"{viewer}\n{text}\n{variables}\ncompiled: {shown(compiled)}\ngraphql-core: {shown(interpreted)}")


async def both(engine: Engine, text: str, variables: dict[str, Any], viewer: Viewer) -> tuple[Answer, Answer]:
    """The answers of the two paths."""
    interpreter = Interpreted(engine.schema, engine.services, engine.documents.limits)
    asked = (text, variables, None, viewer)
    return await engine.execute(*asked), await interpreter.execute(*asked)


def disagree(compiled: Answer, interpreted: Answer) -> bool:
    """Whether one answers and the other refuses, or both answer with different data; a fault of ours is always wrong.

    Of several mistakes in a document, each may tell another.
    """
    kinds = (kind(compiled), kind(interpreted))
    if "INTERNAL_SERVER_ERROR" in kinds:
        return True
    return shown(compiled) != shown(interpreted) if kinds == ("data", "data") else "data" in kinds


def kind(answer: Answer) -> str:
    """``data``, or the code of the first error."""
    found = json.loads(answer.body)
    return str(found["errors"][0]["extensions"]["code"]) if "errors" in found else "data"


def shown(answer: Answer) -> str:
    """The answer with spaces as they may be, keys in their order, and no key twice."""
    return json.dumps(json.loads(answer.body, object_pairs_hook=without_duplicates), ensure_ascii=False)


def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, unless one of its keys comes twice."""
    assert len(dict(pairs)) == len(pairs), f"a key comes twice: {[key for key, _ in pairs]}"
    return dict(pairs)
