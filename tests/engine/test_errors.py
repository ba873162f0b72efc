"""Clients are told what they did wrong, where and by which code; of our own faults they learn one sentence."""

import pytest
from graphql import ExecutionResult, GraphQLError, GraphQLScalarType, build_schema, execute_sync, parse

from schema.engine.errors import CODES, FAULT, fault_of, formatted
from schema.engine.limits import TooMuch, parse_bounded, validate_bounded


def refuse_value(value: object) -> object:
    raise ValueError(f"psycopg.errors /srv/{value}")


SCHEMA = build_schema("type Query { item(id: Sealed, kind: Kind, n: Int): String! } scalar Sealed enum Kind { ORDINARY SPECIAL }")
SEALED = SCHEMA.type_map["Sealed"]
assert isinstance(SEALED, GraphQLScalarType)
SEALED.coerce_input_value = refuse_value  # type: ignore[method-assign,assignment,unused-ignore]


def errors_of(text: str, variables: dict[str, object] | None = None, root: object = None) -> list[GraphQLError]:
    result = execute_sync(SCHEMA, parse(text), root, variable_values=variables, hide_suggestions=True)
    assert isinstance(result, ExecutionResult)
    return result.errors or []


def test_a_syntax_error_keeps_its_text_and_place() -> None:
    with pytest.raises(GraphQLError) as caught:
        parse_bounded("{\n  item(")

    told = formatted(caught.value)

    assert told["extensions"] == {"code": "GRAPHQL_PARSE_FAILED"}
    assert told["message"].startswith("Syntax Error")
    assert told["locations"] == [{"line": 2, "column": 8}]
    assert "path" not in told


def test_a_validation_error_has_the_code_of_its_stage() -> None:
    [error] = validate_bounded(SCHEMA, parse("{ itm }"))

    assert formatted(error, "GRAPHQL_VALIDATION_FAILED") == {
        "message": "Cannot query field 'itm' on type 'Query'.",
        "locations": [{"line": 1, "column": 3}],
        "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"},
    }


def test_a_refusal_keeps_its_own_code() -> None:
    told = formatted(TooMuch("QUERY_TOO_COMPLEX", "Too many."), "GRAPHQL_VALIDATION_FAILED")

    assert told == {"message": "Too many.", "extensions": {"code": "QUERY_TOO_COMPLEX"}}


def test_codes_that_are_not_in_the_table_and_other_extensions_stay_inside() -> None:
    error = GraphQLError("No.", extensions={"code": "SOMETHING", "sql": "select 1"})

    assert formatted(error) == {"message": "No.", "extensions": {"code": "BAD_USER_INPUT"}}


@pytest.mark.parametrize("fault", [KeyError("organisation"), RecursionError(), TimeoutError("/tmp/socket")])
def test_a_fault_of_ours_says_nothing_about_the_product(fault: Exception) -> None:
    assert formatted(fault) == {"message": FAULT, "extensions": {"code": "INTERNAL_SERVER_ERROR"}}
    assert fault_of(fault) is fault


def test_a_fault_that_was_wrapped_is_still_ours() -> None:
    fault = KeyError("organisation")

    assert formatted(GraphQLError("organisation", original_error=fault))["message"] == FAULT
    assert fault_of(GraphQLError("organisation", original_error=fault)) is fault


def test_a_fault_below_a_field_says_only_where() -> None:
    def item(*_: object, **__: object) -> str:
        raise RuntimeError("select secret from contact")

    [error] = errors_of("{ a: item }", root={"item": item})

    assert formatted(error) == {
        "message": FAULT,
        "locations": [{"line": 1, "column": 3}],
        "path": ["a"],
        "extensions": {"code": "INTERNAL_SERVER_ERROR"},
    }
    assert isinstance(fault_of(error), RuntimeError)


def test_a_missing_value_below_a_field_is_a_fault_of_ours() -> None:
    [error] = errors_of("{ item }", root={"item": None})

    assert formatted(error)["message"] == FAULT


def test_a_refusal_below_a_field_is_the_clients() -> None:
    def item(*_: object, **__: object) -> str:
        raise TooMuch("BAD_USER_INPUT", "This cursor is not from here.")

    [error] = errors_of("{ item }", root={"item": item})

    assert formatted(error)["message"] == "This cursor is not from here."
    assert fault_of(error) is None


def test_a_variable_that_does_not_fit_is_the_clients_and_shows_nothing_of_python() -> None:
    [error] = errors_of("query ($id: Sealed) { item(id: $id) }", {"id": "x"})

    told = formatted(error)

    assert told["extensions"] == {"code": "BAD_USER_INPUT"}
    assert told["message"] == "Variable '$id' has invalid value: Expected value of type 'Sealed'."


@pytest.mark.parametrize("value", [2**31, -(2**40), 1.5, "1", True])
def test_an_integer_beyond_32_bits_or_of_another_kind_is_the_clients(value: object) -> None:
    [error] = errors_of("query ($n: Int) { item(n: $n) }", {"n": value})

    assert formatted(error)["extensions"] == {"code": "BAD_USER_INPUT"}


def test_variables_suggest_no_name_that_exists() -> None:
    [error] = errors_of("query ($kind: Kind) { item(kind: $kind) }", {"kind": "SPECIA"})

    assert "Did you mean" not in formatted(error)["message"]


def test_names_that_are_echoed_are_cut() -> None:
    [error] = errors_of("query ($kind: Kind) { item(kind: $kind) }", {"kind": "x" * 300_000})

    assert len(formatted(error)["message"]) == 500


def test_places_are_bounded() -> None:
    nodes = list(parse(" ".join(f"query Q{n} {{ item }}" for n in range(50))).definitions)

    assert len(formatted(GraphQLError("Fifty.", nodes))["locations"]) == 10


def test_every_code_is_explained() -> None:
    assert all(code.isupper() and sentence.endswith(".") for code, sentence in CODES.items())
