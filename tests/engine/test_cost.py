"""The rows that an operation may ask for: page sizes multiplied through nesting, from literals, variables and defaults."""

import pytest
from graphql import OperationDefinitionNode, build_schema

from schema.engine.cost import Estimate, estimate
from schema.engine.limits import TooMuch, parse_bounded, validate_bounded
from schema.engine.weight import measure

SCHEMA = build_schema("""
  type Query {
    area: Area  areas(first: Int, last: Int): AreaConnection!
    search(first: Int = 10): [Hit!]!  classes: [Class!]!  ids: [ID!]!
  }
  type Mutation { areaRename(name: String): Payload }
  type Payload { area: Area }
  union Hit = Area | Class
  type Class { name: String  areas(first: Int = 5): AreaConnection! }
  type Area {
    name: String  population: Int  parent: Area  ancestors: [Area!]!  overlaps: [Area!]!
    areas(first: Int, last: Int): AreaConnection!
  }
  type AreaConnection { nodes: [Area!]!  edges: [AreaEdge!]!  pageInfo: PageInfo!  totalCount: Int! }
  type AreaEdge { cursor: String!  node: Area! }
  type PageInfo { hasNextPage: Boolean! }
""")

BOUNDS = {("Query", "classes"): 7, ("Area", "ancestors"): 6, ("AreaConnection", "totalCount"): 50, ("Area", "population"): 3}


def bound_of(type_name: str, field_name: str) -> int | None:
    return BOUNDS.get((type_name, field_name))


def estimated(text: str) -> Estimate:
    document = parse_bounded(text)
    measure(document)
    assert validate_bounded(SCHEMA, document) == []
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    return estimate(document, operation, SCHEMA, bound_of)


def rows(text: str, variables: dict[str, object] | None = None) -> int:
    return estimated(text).rows(variables or {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ __typename ids }", 0),
        ("{ __schema { types { fields { name } } } }", 0),
        ("{ area { name parent { name } } }", 2),
        ("{ classes { name } }", 7),
        ("{ area { overlaps { name } } }", 1 + 100),
        ("{ area { population } }", 1 + 3),
        ("{ search { __typename ... on Area { name parent { name } } ... on Class { name } } }", 10 * 2),
        ("{ areas { nodes { name } } }", 20),
        ("{ areas(first: 50) { nodes { name } } }", 50),
        ("{ areas(first: 50) { edges { cursor node { name } } } }", 50),
        ("{ areas(first: 50) { pageInfo { hasNextPage } totalCount nodes { name } } }", 1 + 50 + 50),
        ("{ areas(last: 3) { nodes { name } } }", 3),
        ("{ areas(first: 3, last: 8) { nodes { name } } }", 8),
        ("{ areas(first: 0) { nodes { name } } }", 0),
        ("{ areas(first: -5) { nodes { name } } }", 0),
        ("{ areas(first: null) { nodes { name } } }", 20),
        ("{ classes { areas { nodes { name } } } }", 7 * (1 + 5)),
        ("{ areas(first: 10) { nodes { ancestors { name } areas(first: 4) { totalCount } } } }", 10 * (1 + 6 + 50)),
        (
            "{ areas(first: 9) { ...P } } fragment P on AreaConnection { nodes { ...A } } fragment A on Area { parent { name } }",
            18,
        ),
        ("{ a: areas(first: 10) { nodes { name } } b: areas(first: 10) { nodes { name } } }", 20),
        ("mutation { areaRename { area { areas(first: 2) { nodes { name } } } } }", 1 + 1 + 2),
    ],
)
def test_rows_are_multiplied_through_the_nesting(text: str, expected: int) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("declared", "variables", "expected"),
    [
        ("$n: Int", {"n": 30}, 30),
        ("$n: Int", {"n": 30.0}, 30),
        ("$n: Int", {}, 20),
        ("$n: Int", {"n": None}, 20),
        ("$n: Int = 40", {}, 40),
        ("$n: Int = 40", {"n": 6}, 6),
        ("$n: Int", {"n": -1}, 0),
        ("$n: Int", {"n": "nonsense"}, 20),
    ],
)
def test_a_variable_gives_the_page_size(declared: str, variables: dict[str, object], expected: int) -> None:
    assert rows(f"query ({declared}) {{ areas(first: $n) {{ nodes {{ name }} }} }}", variables) == expected


def test_pages_inside_pages_follow_their_variables() -> None:
    text = """query ($outer: Int!, $inner: Int!) {
      areas(first: $outer) { nodes { parent { name } areas(first: $inner) { nodes { ancestors { name } } } } }
    }"""

    assert rows(text, {"outer": 10, "inner": 3}) == 10 * (1 + 1 + 3 * (1 + 6))


def test_an_estimate_is_made_once_and_serves_every_request() -> None:
    made = estimated("query ($n: Int) { areas(first: $n) { nodes { areas(first: 2) { nodes { name } } } } }")

    assert [made.rows({"n": n}) for n in (1, 10, 100)] == [3, 30, 300]


def lists(depth: int, arguments: str) -> str:
    return f"areas({arguments}) {{ nodes {{ " * depth + "name" + " } }" * depth


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("{ " + lists(6, "first: 100") + " }", {}),
        ("{ " + lists(6, "last: 100") + " }", {}),
        ("query ($n: Int) { " + lists(6, "first: $n") + " }", {"n": 100}),
        ("query ($n: Int = 100) { " + lists(6, "first: $n") + " }", {}),
        ("{ " + lists(6, "first: null") + " }", {}),
        ("{ area { " + "overlaps { " * 6 + "name" + " }" * 6 + " } }", {}),
        ("{ areas(first: 100) { nodes { areas(first: 100) { nodes { areas(first: 1) { totalCount } } } } } }", {}),
        ("{ areas(first: 1000000) { nodes { name } } }", {}),
    ],
)
def test_lists_inside_lists_are_refused(text: str, variables: dict[str, object]) -> None:
    with pytest.raises(TooMuch) as caught:
        estimated(text).check(variables)

    assert caught.value.code == "QUERY_TOO_COMPLEX"


def test_a_thousand_rows_with_what_belongs_to_them_are_allowed() -> None:
    text = "{ areas(first: 1000) { totalCount nodes { name parent { name } ancestors { name parent { name } } } } }"

    estimated(text).check({})


def test_what_a_variable_excludes_costs_nothing() -> None:
    text = "query ($deep: Boolean!) { areas(first: 10) { nodes { areas(first: 10) @include(if: $deep) { nodes { name } } } } }"
    assert rows(text, {"deep": False}) == 10
    assert rows(text, {"deep": True}) == 10 + 10 * 10
