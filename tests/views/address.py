"""An address of a page, and who may see it."""

from dataclasses import dataclass
from typing import Any

ALL = "all"
SIGNED_IN = "signed in"
STREETS = frozenset({"district", "chaowai"})
COORDINATORS = STREETS | {"jiqingli"}
ADMINISTRATOR = frozenset({"admin"})


@dataclass(frozen=True)
class Address:
    """An address of a page, the page's route, and who may see it: everybody, everybody signed in, or some logins."""

    route: str
    path: str
    seen_by: Any = ALL
    signs_in: bool = False
    """The public is sent to sign in; otherwise it is told that there is no such page."""
    part: bool = False
    """It is a list of choices, not a page."""
    led: frozenset[str] = frozenset()
    """Who is led on to another address."""

    def status(self, login: str) -> int:
        """What somebody gets."""
        if login in self.led or (login == "public" and (self.signs_in or self.seen_by == SIGNED_IN)):
            return 303
        return 200 if self.seen_by in (ALL, SIGNED_IN) or login in self.seen_by else 404
