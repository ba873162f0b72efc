"""Whom a text mentions: an @ before the name of somebody who takes part in the item."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import strawberry

from schema.accounts.reach import who_reaches
from schema.comments.insiders import ITEMS
from schema.comments.rules import MENTIONS
from schema.engine.actions import Act
from schema.engine.ids import number_of
from schema.engine.refusals import refuse
from schema.engine.statements import statements

sql = statements(__file__, "mentions")

_AT = re.compile(r"(?<![0-9A-Za-z_.])@(?=[^\W\d_])")
"""An @ that begins a name; within an address of e-mail it does not."""
_NAME = re.compile(r"[^\s，。、；：！？,.;:!?@（）()]{1,10}")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Somebody, by the name as it was written."""

    person: int
    name: str


def names_in(text: str, known: Sequence[str]) -> tuple[list[str], list[str]]:
    """The known names that stand after an @, each once and the longest that fits, and what else stands there.

    >>> names_in("请@陆远山看一下，@陆远 也看", ["陆远", "陆远山"])
    (['陆远山', '陆远'], [])
    >>> names_in("a@example.cn @张三：好", ["陆远山"])
    ([], ['张三'])
    """
    longest = sorted(known, key=len, reverse=True)
    found: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for at in _AT.finditer(text):
        rest = text[at.end() :]
        name = next((one for one in longest if rest.startswith(one)), None)
        if name is not None:
            found[name] = None
        elif match := _NAME.match(rest):
            unknown[match[0]] = None
    return list(found), list(unknown)


async def mentioned(act: Act, item: str, number: int, text: str, given: Sequence[strawberry.ID] | None) -> list[Mentioned]:
    """Whom a text mentions besides its author, all of whom may see the item.

    Raises a refusal that names whoever may not, or is not the only one of that name.
    ``given``: the global ids of people, to choose between several of one name.
    """
    wanted = [number_of(one, "person") for one in given or []]
    if not wanted and not _AT.search(text):
        return []
    people = await _participants(act, item, number)
    if any(one not in people for one in wanted):
        raise refuse("MENTION_STRANGER", "mentions")
    by_name = defaultdict(list)
    for person, name in people.items():
        by_name[name].append(person)
    names, unknown = names_in(text, list(by_name))
    if unknown:
        raise refuse("MENTION_UNKNOWN", "text", name=unknown[0])
    if len(names) > MENTIONS:
        raise refuse("MENTION_MANY", "text", limit=MENTIONS)
    found = [Mentioned(_one(name, by_name[name], wanted), name) for name in names]
    return [one for one in found if one.person != act.viewer.person]


def _one(name: str, people: list[int], wanted: Sequence[int | None]) -> int:
    chosen = [one for one in people if one in wanted] or people
    if len(chosen) > 1:
        raise refuse("MENTION_AMBIGUOUS", "mentions", name=name)
    return chosen[0]


async def _participants(act: Act, item: str, number: int) -> dict[int, str]:
    """The names of those who take part in an item and have an account, by person, as the type of the item says."""
    rows = [row async for row in sql.people(act.connection, item_type=item, item_id=number)]
    reach = await who_reaches(
        act.connection, ITEMS[item].table, ITEMS[item].insiders, [number], [row["account_id"] for row in rows]
    )
    return {row["person_id"]: row["name"] for row in rows if (row["account_id"], number) in reach}
