"""Root fields about comments."""

from collections.abc import Callable
from typing import Any

import strawberry

from schema.comments.insiders import ITEMS
from schema.comments.types import Comment, Participant
from schema.engine.access import any_of
from schema.engine.ids import number_of
from schema.engine.mapping import Argument, to_many
from schema.engine.roots import by_id
from schema.engine.text import query_words

PARTICIPANTS = 12
"""How many people are suggested at a time (our default)."""
_PREFIXES = {name: name.lower() for name in ITEMS}


def _numbers(value: Any) -> list[int | None]:
    """By type in their order: the number of the row that a global id names."""
    return [number_of(value, prefix) for prefix in _PREFIXES.values()]


def _each(condition: Callable[[str, str], str]) -> str:
    return any_of(*(condition(name, f"({{arg.item}})[{place}]") for place, name in enumerate(ITEMS, 1)))


def _takes_part(name: str, number: str) -> str:
    holds = ITEMS[name].insiders.replace("{row}", "i$")
    return f"coalesce((select {holds} from {ITEMS[name].table} i$ where i$.id = {number}), false)"


_TAKES_PART = _each(_takes_part)
_LISTED = _each(lambda name, number: f"{{row}}.id in (select person_id from item_people('{name}', {number}))")
_OPEN = "exists (select from account a$ where a$.person_id = {row}.id and a$.status = 'ACTIVE')"


@strawberry.type
class CommentQueries:
    """Root fields about comments."""

    comment: Comment | None = by_id("comment")
    """A comment."""
    participants: list[Participant] = to_many(
        f"{_TAKES_PART} and {_LISTED} and {_OPEN} and {{row}}.words @> {{arg.search}}",
        "{row}.name_key, {row}.id",
        limit=PARTICIPANTS,
        item=Argument(strawberry.ID, "bigint[]", _numbers, description="A resource, demand, match or project"),
        search=Argument(str, "text[]", query_words, default="", description="Characters, pinyin or pinyin initials of the name"),
    )
    """Who can be mentioned in a comment on an item; for those who take part in it."""
