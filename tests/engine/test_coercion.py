"""Plain variables get the values that graphql-core gives them; what is not plainly right is left to it."""

from typing import Any

import pytest
from graphql import OperationDefinitionNode, VariableValues, get_variable_values, parse

from schema import contract
from schema.engine.coercion import Coercion

pytestmark = pytest.mark.check

DOCUMENT = """query (
  $id: ID!, $text: String, $many: Int = 5, $kind: OrganisationKind, $yes: Boolean!, $filter: OrganisationFilter
) {
  a: __typename
}"""
FINE: dict[str, Any] = {"id": "org_1", "yes": True}


def definitions() -> Any:
    operation = parse(DOCUMENT).definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    return operation.variable_definitions


def told(values: VariableValues) -> dict[str, Any]:
    """What is known of where the values came from."""
    return {name: (str(source.signature.type), source.value) for name, source in values.sources.items()}


@pytest.mark.parametrize(
    "more",
    [
        *({}, {"text": None}, {"text": "朝外"}, {"many": 0}, {"many": -(2**31)}, {"many": None}, {"kind": "ENTERPRISE"}),
        *({"kind": None}, {"yes": False}, {"filter": None}, {"unknown": object()}),
    ],
)
def test_a_plain_value_is_coerced_as_graphql_core_would(more: dict[str, Any]) -> None:
    given = FINE | more
    expected = get_variable_values(contract, definitions(), given)
    assert isinstance(expected, VariableValues)
    found = Coercion(contract, definitions()).values(given)
    assert found is not None
    assert list(found.coerced.items()) == list(expected.coerced.items())
    assert told(found) == told(expected)


@pytest.mark.parametrize(
    "more",
    [
        *({"id": 1}, {"id": None}, {"yes": 1}, {"yes": "true"}, {"text": 1}, {"many": 2**31}, {"many": True}, {"many": 5.0}),
        *(
            {"many": "5"},
            {"kind": "NO_KIND"},
            {"kind": ["ENTERPRISE"]},
            {"filter": {}},
            {"filter": {"kind": {"eq": "ENTERPRISE"}}},
        ),
    ],
)
def test_anything_else_is_left_to_graphql_core(more: dict[str, Any]) -> None:
    assert Coercion(contract, definitions()).values(FINE | more) is None


def test_a_missing_value_is_left_to_graphql_core() -> None:
    assert Coercion(contract, definitions()).values({"id": "org_1"}) is None
