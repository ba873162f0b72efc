"""JSON bodies, read strictly: what two readers could understand differently, or nobody can store, is refused.

orjson refuses what is not JSON in UTF-8, lone surrogates, NaN and numbers that overflow. It takes the last of equal keys,
keeps U+0000, and turns integers of more than 64 bits into floats; those are found here.
"""

import json
import re
from typing import Any

import orjson

DEEPEST = 20
"""Objects and lists inside one another (our default)."""
LARGEST_NUMBER = 2.0**63

KEY = re.compile(rb'"[ \t\r\n]*:')
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class NotStrict(ValueError):
    """It is not the JSON object that it should be; the message is for the client."""


def json_object(body: bytes, what: str = "body") -> dict[str, Any]:
    """The object that a body holds, or whatever else messages shall call it. Raises NotStrict."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise NotStrict(f"The {what} is not JSON in UTF-8.") from None
    if type(value) is not dict:
        raise NotStrict(f"The {what} is not a JSON object; operations are sent one at a time.")
    if b"\\u0000" in body and NUL.search(body):
        raise NotStrict("A string holds the character U+0000.")
    # Every key ends in a quote and a colon, though a string may hold them too: if there are no more of these than keys that
    # were kept, then none was given twice. Only the rare body that has more is parsed again.
    if len(KEY.findall(body)) != _keys(value, 1):
        json.loads(body, object_pairs_hook=_once)
    return value


def _keys(value: dict[str, Any] | list[Any], depth: int) -> int:
    """How many keys an object has, all levels together, while depth and numbers are checked."""
    if depth > DEEPEST:
        raise NotStrict(f"Objects and lists are nested more than {DEEPEST} deep.")
    count = len(value) if isinstance(value, dict) else 0
    for part in value.values() if isinstance(value, dict) else value:
        kind = type(part)
        if kind is dict or kind is list:
            count += _keys(part, depth + 1)
        elif kind is float and not -LARGEST_NUMBER < part < LARGEST_NUMBER:
            raise NotStrict("A number is too large.")
    return count


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise NotStrict("An object has the same key twice.")
