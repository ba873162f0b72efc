"""Cursors: where an element stands in an order, as text that clients hand back and never read."""

import base64
import binascii
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from schema.engine.ordering import Keys
from schema.engine.parameters import bad_input

_READ: dict[str, Callable[[Any], Any]] = {
    "text": str,
    "bigint": int,
    "integer": int,
    "date": date.fromisoformat,
    "timestamptz": datetime.fromisoformat,
    "xid8": int,
}
_TRANSACTION = re.compile("[0-9]{1,18}", re.ASCII)
_SQL_LETTERS, _URL_LETTERS = "E'+/=\\n'", "'-_'"


def cursor_sql(name: str, keys: list[str]) -> str:
    """SQL for the cursor of a row: its order's name and its keys, as URL-safe base64 without padding."""
    content = f"json_build_array('{name}', {', '.join(keys)})::text"
    return f"translate(encode(convert_to({content}, 'UTF8'), 'base64'), {_SQL_LETTERS}, {_URL_LETTERS})"


def read_cursor(cursor: str, name: str, order: Keys) -> list[Any]:
    """The key values that a cursor of this order names; a client's error for anything else."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        order_name, *values = found
        if order_name != name or len(values) != len(order.all_types):
            raise ValueError("a cursor of another order")
        return [_READ[type_](_exact(value, type_)) for value, type_ in zip(values, order.all_types, strict=True)]
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise bad_input("This cursor does not belong to this connection and order.") from error


def _exact(value: Any, type_: str) -> Any:
    """The value as JSON had it, when it is one that this key can have."""
    if type_ in ("bigint", "integer"):
        fits = type(value) is int and abs(value) < 2**63
    elif type_ == "xid8":
        fits = type(value) is str and _TRANSACTION.fullmatch(value) is not None
    else:
        fits = type(value) is str and "\0" not in value
    if not fits:
        raise ValueError("not a value of this key")
    return value
