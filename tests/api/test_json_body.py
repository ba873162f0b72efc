"""JSON bodies are read strictly, and the quick way of reading them accepts exactly what the slow way would."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.json_body import NotStrict, json_object


def refusal(body: bytes) -> str:
    with pytest.raises(NotStrict) as caught:
        json_object(body)
    return str(caught.value)


def test_an_object_is_read() -> None:
    assert json_object('{"query": "{ a }", "variables": {"名": [1, 2.5, null, true]}}'.encode()) == {
        "query": "{ a }",
        "variables": {"名": [1, 2.5, None, True]},
    }


@pytest.mark.parametrize("body", [b"null", b"1", b'"x"', b"true", b"[]", b'[{"query": "{ a }"}]'])
def test_other_values_and_batches_are_refused(body: bytes) -> None:
    assert refusal(body) == "The body is not a JSON object; operations are sent one at a time."


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"a": 1} x',
        b'{"a": 1,}',
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": 01}',
        b'{"a": "\x00"}',
        b'{"a": "\xff"}',
        b'{"a": "\xed\xa0\x80"}',
        '{"a": "名"}'.encode("gb18030"),
        '{"a": 1}'.encode("utf-16"),
        b'\xef\xbb\xbf{"a": 1}',
        rb'{"a": "\ud800"}',
        rb'{"a": "\udc00\ud800"}',
        b'{"a": ' + b"9" * 5_000 + b"}",
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_what_is_not_json_in_utf8_is_refused(body: bytes) -> None:
    assert refusal(body) == "The body is not JSON in UTF-8."


@pytest.mark.parametrize("number", ["18446744073709551616", "-9223372036854775809", "9" * 40, "1e300"])
def test_numbers_beyond_64_bits_are_refused(number: str) -> None:
    assert refusal(f'{{"a": [{{"b": {number}}}]}}'.encode()) == "A number is too large."


def test_nesting_is_bounded() -> None:
    def nested(depth: int) -> bytes:
        return b'{"a":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"

    assert json_object(nested(20))
    assert "deep" in refusal(nested(21))
    assert "deep" in refusal(nested(900))


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": 1, "a": 2}',
        rb'{"a": 1, "\u0061": 2}',
        b'{"a" : 1, "a"\n:2, "c": ": "}',
        b'{"x": [{"y": {"a": 1, "b": 2, "a": 1}}]}',
        rb'{"a": 1, "a": "\":"}',
    ],
)
def test_a_key_given_twice_is_refused(body: bytes) -> None:
    assert refusal(body) == "An object has the same key twice."


@pytest.mark.parametrize("looks", [":", '": ":"', '{"a": 1, "a": 2}', '\\":', '"', " : "])
def test_text_that_looks_like_keys_is_only_text(looks: str) -> None:
    value = {"query": looks, looks: [looks]}

    assert json_object(json.dumps(value).encode()) == value


@pytest.mark.parametrize("body", [rb'{"a": "\u0000"}', rb'{"\u0000": 1}', rb'{"a": "x\\\u0000"}'])
def test_the_character_nul_is_refused(body: bytes) -> None:
    assert "U+0000" in refusal(body)


def test_a_backslash_before_u0000_is_only_text() -> None:
    assert json_object(rb'{"a": "\\u0000"}') == {"a": "\\u0000"}


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
plain = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(-1e15, 1e15) | text
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=12)


@given(st.dictionaries(text, values, max_size=4), st.booleans(), st.sampled_from([None, 1]))
def test_what_any_client_writes_is_read_back(value: dict[str, object], ascii_only: bool, indent: int | None) -> None:
    assert json_object(json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode()) == value


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "a:", '"', "\\"]), plain), max_size=4))
def test_equal_keys_are_found_among_any_others(pairs: list[tuple[str, object]]) -> None:
    body = ("{" + ",".join(f"{json.dumps(key)} :{json.dumps(value)}" for key, value in pairs) + "}").encode()

    if len({key for key, _ in pairs}) == len(pairs):
        assert json_object(body) == dict(pairs)
    else:
        assert refusal(body) == "An object has the same key twice."
