"""What a document may cost: refused by its size, its weight or the rows it asks for, at a cost that is bounded itself."""

from collections.abc import Mapping

import pytest
from graphql import GraphQLSyntaxError, build_schema, get_introspection_query

from schema.engine.limits import LIMITS, Limits, TooMuch, parse_bounded, validate_bounded
from schema.engine.weight import Weight, check_introspection, measure

SCHEMA = build_schema("""
  type Query { item(id: ID, size: Int, kind: Kind, where: Where): Item }
  type Item { id: ID! name: String owner: Item friend: Item }
  enum Kind { ORDINARY SPECIAL }
  input Where { name: String kind: Kind }
""")

GENEROUS = Limits(characters=10**9, tokens=10**9, comments=10**9)
"""What parsing would refuse is let through, so that a test reaches the walk behind it."""


def weigh(text: str, limits: Limits = LIMITS) -> Weight:
    return measure(parse_bounded(text, limits), limits)


def refusal(text: str, limits: Limits = LIMITS) -> TooMuch:
    with pytest.raises(TooMuch) as caught:
        weigh(text, limits)
    return caught.value


def nested(depth: int) -> str:
    return "owner { " * (depth - 1) + "id" + " }" * (depth - 1)


def chain(fragments: int, spreads: int = 2) -> str:
    """Fragments that each spread the next one several times: short to write, endless to follow."""
    parts = [f"fragment F{n} on Item {{ {f'...F{n + 1} ' * spreads} }}" for n in range(fragments)]
    return " ".join(["{ item { ...F0 } }", *parts, f"fragment F{fragments} on Item {{ id }}"])


BOMBS = {
    "18 chained fragments": chain(18),
    "chained fragments that nobody spreads": "{ item { id } } " + chain(18).removeprefix("{ item { ...F0 } }"),
    "a chain through inline fragments": chain(18).replace("...F1 ", "... on Item { ...F1 } "),
    "a long chain": chain(60, spreads=1),
    "aliases": "{ item {" + "".join(f"a{n}: id " for n in range(40)) + "} }",
    "aliases hidden in a fragment": "{ item { ...F owner { ...F } } } fragment F on Item {"
    + "".join(f"a{n}: id " for n in range(20))
    + "}",
    "aliases hidden in inline fragments": "{ item {" + "".join(f"... {{ a{n}: id }} " for n in range(40)) + "} }",
    "depth": "{ item { " + nested(20) + " } }",
    "depth through fragments": "{ item { ...A } } fragment A on Item { "
    + nested(9).replace("id", "owner { ...B }")
    + " } fragment B on Item { "
    + nested(9)
    + " }",
    "depth in a second operation": "query A { item { id } } query B { item { " + nested(20) + " } }",
    "depth in a fragment that nobody spreads": "{ item { id } } fragment A on Item { " + nested(20) + " }",
    "one field 500 times": "{ item { " + "id " * 500 + "} }",
    "one field 31 times through fragments": "{ item { " + "...A " * 31 + "} } fragment A on Item { id }",
    "300 duplicate nested fields": "{ " + "item { owner { id } } " * 300 + "}",
    "3,000 duplicate nested fields": "{ " + "item { owner { id } } " * 3_000 + "}",
    "duplicates below duplicates": "{ " + ("item { " + "owner { id } " * 10 + "} ") * 10 + "}",
    "1,000 operations": " ".join(f"query Q{n} {{ item {{ id }} }}" for n in range(1_000)),
    "20,000 directives": "{ item " + "@skip(if: false) " * 20_000 + "{ id } }",
    "5 directives at one place": "{ item " + "@skip(if: false) " * 5 + "{ id } }",
    "41 directives": "{ item { " + "".join(f"... @skip(if: false) {{ id{n} }} " for n in range(41)) + "} }",
    "directives on variables": "query (" + "".join(f"$v{n}: Int @a @b @c " for n in range(15)) + ") { item { id } }",
    "51 variables": "query (" + "".join(f"$v{n}: Int " for n in range(51)) + ") { item { id } }",
    "21 root fields": "{ " + "".join("... { item { id } } " for _ in range(21)) + "}",
    "deep lists": "{ item(id: " + "[" * 60 + "]" * 60 + ") { id } }",
    "deep objects": "{ item(where: " + "{name: " * 60 + "1" + "}" * 60 + ") { id } }",
    "deep inline fragments": "{ item { " + "... { " * 60 + "id" + " }" * 60 + " } }",
    "601 fields": "{ item { " + " ".join(f"f{n}" for n in range(600)) + " } }",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_as_too_complex(text: str) -> None:
    assert refusal(text).code == "QUERY_TOO_COMPLEX"


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_the_walk_itself_refuses_what_parsing_would_have_cut(text: str) -> None:
    assert refusal(text, GENEROUS).code == "QUERY_TOO_COMPLEX"


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_weighing_a_bomb_visits_each_node_once_and_no_more_selections_than_the_limit(text: str) -> None:
    weight = Weight()
    with pytest.raises(TooMuch):
        measure(parse_bounded(text, GENEROUS), GENEROUS, weight)

    assert weight.visited <= text.count("{") + len(text.split()) * 3 + LIMITS.fields + 1


def test_weighing_grows_in_step_with_the_document() -> None:
    def visited(fields: int) -> int:
        return weigh("{ item { ...F } } fragment F on Item { " + " ".join(f"f{n}(a: 1)" for n in range(fields)) + " }").visited

    assert visited(200) - visited(100) == 2 * (visited(100) - visited(50))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# " + "x" * 20_000 + "\n{ item { id } }", "The document has more than 20,000 characters."),
        ('{ item(id: "' + "x" * 20_000 + '") { id } }', "The document has more than 20,000 characters."),
        ("{ item { " + "id " * 2_000 + "} }", "Document contains more than 2000 tokens."),
        ("#\n" * 201 + "{ item { id } }", "Document contains more than 200 comments."),
        ("{ item(id: " + "[" * 300 + "]" * 300 + ") { id } }", "Document is nested too deeply."),
    ],
)
def test_size_is_refused_before_anything_else(text: str, message: str) -> None:
    error = refusal(text)

    assert (error.code, error.message) == ("QUERY_TOO_COMPLEX", message)


@pytest.mark.parametrize("text", ['{ item(id: "\x00") { id } }', "{ item { id } } # \x00", '{ item(id: "\ud800") { id } }'])
def test_characters_that_are_not_text_are_refused(text: str) -> None:
    assert refusal(text).code == "BAD_REQUEST"


@pytest.mark.parametrize("literal", [r'"\u0000"', r'"\u{0}"', "9" * 41, "-" + "9" * 5_000, "0." + "1" * 41, r'{a: ["\u0000"]}'])
def test_literals_that_nobody_can_keep_are_refused(literal: str) -> None:
    assert refusal(f"{{ item(id: {literal}) {{ id }} }}").code == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    "text", ["", "{", "{}", "{ item { } }", "}", r'{ item(id: "\ud800") { id } }', "1", "[]", "{ item { ..F } }"]
)
def test_what_is_not_graphql_is_a_syntax_error(text: str) -> None:
    with pytest.raises(GraphQLSyntaxError):
        weigh(text)


@pytest.mark.parametrize(
    "text",
    [
        "{ item { ...A } } fragment A on Item { ...A }",
        "{ item { ...A } } fragment A on Item { owner { ...B } } fragment B on Item { ...A }",
        "{ item { id } } fragment A on Item { ...B } fragment B on Item { friend { ...A } }",
        "{ item { ...A } } fragment A on Item { id } fragment A on Item { name }",
        "type A { b: Int }",
        "{ item { id } } extend schema @a { query: Item }",
    ],
)
def test_documents_that_cannot_be_weighed_do_not_fit_any_schema(text: str) -> None:
    assert refusal(text).code == "GRAPHQL_VALIDATION_FAILED"


def test_a_refusal_says_where_in_the_document() -> None:
    error = refusal("{ item {\n  " + "id " * 31 + "} }")

    assert [location.line for location in error.locations or ()] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "{ item { " + nested(14) + " } }",
        "{ item { " + " ".join(f"a{n}: id" for n in range(30)) + " } }",
        "{ item { " + "id " * 30 + "} }",
        "{ " + "item { id } " * 20 + "}",
        "{ item @skip(if: false) @include(if: true) { id } }",
        "{ item { ...Missing } }",
        "query A { item { id } } mutation B { item { id } } subscription C { item { id } }",
    ],
)
def test_what_is_within_the_limits_passes(text: str) -> None:
    weigh(text)


def test_the_introspection_query_of_common_tools_passes() -> None:
    weight = weigh(get_introspection_query(descriptions=True))

    assert weight.introspects
    assert weight.depth == LIMITS.depth


@pytest.mark.parametrize(
    "text", ["{ __schema { description } }", '{ ...A } fragment A on Query { t: __type(name: "Item") { name } }']
)
def test_introspection_is_refused_to_those_who_may_not(text: str) -> None:
    weight = weigh(text)

    check_introspection(weight, allowed=True)
    with pytest.raises(TooMuch) as caught:
        check_introspection(weight, allowed=False)
    assert caught.value.code == "FORBIDDEN"


def test_the_name_of_a_type_is_not_introspection() -> None:
    check_introspection(weigh("{ __typename item { __typename } }"), allowed=False)


MISTAKES: Mapping[str, str] = {
    "a field": "{ item { nam } }",
    "a root field": "{ items { name } }",
    "an argument": "{ item(sized: 1) { name } }",
    "a directive's argument": "{ item { name @skip(iff: true) } }",
    "an enum value": "{ item(kind: SPECIA) { name } }",
    "an input field": '{ item(where: {nam: "x"}) { name } }',
    "an enum value in an input": "{ item(where: {kind: SPECIA}) { name } }",
    "a type": "{ item { ... on Itme { name } } }",
    "a variable's type": "query ($w: Wher) { item(where: $w) { name } }",
}


@pytest.mark.parametrize("text", MISTAKES.values(), ids=MISTAKES.keys())
def test_validation_suggests_no_name_that_exists(text: str) -> None:
    errors = validate_bounded(SCHEMA, parse_bounded(text))

    assert errors
    assert not any("Did you mean" in error.message or "SPECIAL" in error.message for error in errors)


def test_validation_tells_a_bounded_number_of_errors() -> None:
    errors = validate_bounded(SCHEMA, parse_bounded("{ item { " + " ".join(f"f{n}" for n in range(500)) + " } }"))

    assert len(errors) == LIMITS.errors + 1
