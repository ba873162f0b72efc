"""What anybody gets is what an independent oracle says: every row, every count, every page, in any document, for any viewer."""

import json
from typing import Any

import pytest
from graphql import GraphQLObjectType
from hypothesis import event, given, settings
from hypothesis import strategies as st
from strawberry.utils.str_converters import to_camel_case

from schema import schema
from schema.engine.access import Viewer
from schema.engine.mapping import TYPES, Column, Computed
from schema.engine.reader import Engine
from tests.engine.facts import Facts
from tests.engine.generator import documents
from tests.engine.oracle.executor import answer, knows, plain
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import World
from tests.engine.reducing import reduced
from tests.engine.viewers import people
from tests.story import Story


@pytest.mark.check
@settings(settings.get_profile("documents"), max_examples=settings.get_profile("documents").max_examples // 2)
@given(data=st.data())
async def test_random_documents_get_what_the_oracle_says(
    wide_engine: Engine, facts: Facts, story: Story, world: World, data: st.DataObject
) -> None:
    asked = data.draw(documents(schema._schema, facts, knows))
    viewer = data.draw(people(story))
    found = await told(wide_engine, asked.text, asked.variables, viewer)
    event("answered" if found is not None else "refused")
    if found is None or found == expected(world, asked.text, asked.variables, viewer):
        return

    async def fails(text: str, variables: dict[str, Any]) -> bool:
        found = await told(wide_engine, text, variables, viewer)
        return found is not None and found != expected(world, text, variables, viewer)

    text, variables = await reduced(asked.text, asked.variables, fails)
    found = await told(wide_engine, text, variables, viewer)
    pytest.fail(f"{viewer}\n{text}\n{variables}\nengine: {found}\noracle: {expected(world, text, variables, viewer)}")


@pytest.mark.check
@pytest.mark.parametrize("size", ["first: 0", "first: 3", "last: 2"])
@pytest.mark.parametrize("side", ["after", "before"])
@pytest.mark.parametrize("select", ["hasNextPage", "hasPreviousPage", "__typename"])
async def test_a_cursor_on_which_nothing_selected_depends_is_read_by_neither(
    wide_engine: Engine, story: Story, world: World, size: str, side: str, select: str
) -> None:
    odd = "WyJMSUtFTkVTUyIsIngiLDFd"  # ["LIKENESS", "x", 1]: likeness is a number.
    text = f'{{ organisationDuplicates({side}: "{odd}", {size}) {{ pageInfo {{ {select} }} }} }}'
    found = await told(wide_engine, text, {}, story.administrator)
    assert found is None or found == expected(world, text, {}, story.administrator)


async def told(engine: Engine, text: str, variables: dict[str, Any], viewer: Viewer) -> str | None:
    """The engine's data, None when it refuses the document."""
    response = json.loads((await engine.execute(text, variables, None, viewer)).body)
    return None if "errors" in response else json.dumps(plain(response["data"]), ensure_ascii=False)


def expected(world: World, text: str, variables: dict[str, Any], viewer: Viewer) -> str:
    """The oracle's data."""
    return json.dumps(plain(answer(schema._schema, text, variables, Sight(world, viewer))), ensure_ascii=False)


UNKNOWN = {"ListImport", "ListImportRow", "ListImportColumn", "ListImportCounts"}
"""Types of which the oracle knows nothing: an import is its uploader's alone, which tests of imports prove."""
ALONE = {
    "Query.organisationRegistration",
    "Query.listImport",
    "Query.listImports",
    "OrganisationRegistration.organisation",
    "Query.demandFiled",
    "DemandFiled.demand",
    "Query.resourceConfirmation",
    "ResourceConfirmation.offers",
}
"""Found only by who holds a receipt or a link, or by who uploaded a file."""


@pytest.mark.check
def test_the_oracle_has_a_rule_for_every_relation() -> None:
    """A new relation comes with a rule in tests/engine/oracle, written from what its description promises."""
    silent = []
    for name, one in TYPES.items():
        type_ = schema._schema.type_map.get(name)
        if name in UNKNOWN or "Payload" in name or not isinstance(type_, GraphQLObjectType):
            continue
        related = [field for field, source in one.fields.items() if not isinstance(source.source, Column | Computed)]
        silent += [f"{name}.{to_camel_case(field)}" for field in related if not knows(name, to_camel_case(field))]
    assert set(silent) == ALONE
