"""A comment in pieces: plain text, and the people that it mentions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; of somebody who is mentioned with the id of the person's entry, where the viewer may see it."""

    text: str
    mention: bool = False
    person: str = ""


def pieces(text: str, mentions: Sequence[Mapping[str, Any]]) -> list[Piece]:
    """The text cut at its mentions.

    >>> [one.text for one in pieces("请@陆远山看", [{"name": "陆远山", "person": None}])]
    ['请', '@陆远山', '看']
    """
    if not mentions:
        return [Piece(text)]
    people = {f"@{one['name']}": one["person"]["id"] if one["person"] else "" for one in mentions}
    longest = sorted(people, key=len, reverse=True)
    parts = re.split(f"({'|'.join(re.escape(one) for one in longest)})", text)
    return [Piece(one, one in people, people.get(one, "")) for one in parts if one]
