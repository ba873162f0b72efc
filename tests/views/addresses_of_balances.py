"""The board of need and supply with addresses from the story, and who may see it."""

from api.sample.personas import PERSONAS
from api.sample.places import JIQINGLI, SANFENGLI, STREET
from tests.story import Story
from tests.views.address import SIGNED_IN, Address


def balances(story: Story) -> list[Address]:
    """On to one's own area, the board of a street and of communities, of a month, of one class, and as a file."""
    street, community = story.area(STREET), story.area(JIQINGLI)
    board = "/balance/{area}"
    around = frozenset(one.login for one in PERSONAS) - {"jianwai", "stranger"}
    other = frozenset({"admin", "district", "chaowai"})
    # The units of these four are in the community.
    own = other | {"jiqingli", "manager", "handler", "member", "returned"}
    return [
        Address("/balance", "/balance", SIGNED_IN, led=frozenset(one.login for one in PERSONAS) - {"admin"}),
        Address(board, f"/balance/{street}", around, signs_in=True),
        Address(board, f"/balance/{street}?period=2026-10&category=category_14", around, signs_in=True),
        Address(board, f"/balance/{community}?period=2025-H2&category=category_1", own, signs_in=True),
        Address(board, f"/balance/{story.area(SANFENGLI)}", other, signs_in=True),
        Address(board, f"/balance/{street}?period=2026-13", frozenset(), signs_in=True),
        Address(f"{board}/outlook", f"/balance/{street}/outlook?period=2026-10", around, signs_in=True),
        Address(f"{board}/balance.xlsx", f"/balance/{street}/balance.xlsx", around, signs_in=True, part=True),
    ]
