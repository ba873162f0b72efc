"""What a person typed: tidied, bounded, and everything that is wrong with it told at once, each at its field."""

import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from strawberry import UNSET

from schema.engine.days import today
from schema.engine.refusals import Reason, Refused

_JOINER = "\u200d"
"""Holds composed emoji together, so it stays although nobody sees it."""
_INVISIBLE = {"Cc", "Cf", "Cs"}
QUANTITY = 9_999_999_999
"""The largest quantity (our default: what numeric(12, 2) holds)."""


class Form:
    """Collects the values of an input and what is wrong with them; :meth:`settle` refuses when anything is."""

    def __init__(self) -> None:
        self.reasons: list[Reason] = []

    def wrong(self, code: str, path: str, **parameters: object) -> None:
        """Note a reason to refuse."""
        self.reasons.append(Reason(code, path, parameters))

    def settle(self) -> None:
        """Raise one refusal with all reasons, if there are any."""
        if self.reasons:
            raise Refused(*self.reasons)

    def line(self, text: str | None, path: str, limit: int) -> str:
        """One line of text of at most ``limit`` characters, "" for none."""
        tidy = " ".join(readable(text or "").split())
        if len(tidy) > limit:
            self.wrong("TOO_LONG", path, limit=limit)
        return tidy

    def required(self, text: str | None, path: str, limit: int) -> str:
        """One line of text that must be there."""
        tidy = self.line(text, path, limit)
        if not tidy:
            self.wrong("REQUIRED", path)
        return tidy

    def paragraphs(self, text: str | None, path: str, limit: int) -> str:
        """Lines of text of at most ``limit`` characters together, "" for none."""
        lines = (" ".join(one.split()) for one in readable(text or "").splitlines())
        tidy = "\n".join(lines).strip()
        if len(tidy) > limit:
            self.wrong("TOO_LONG", path, limit=limit)
        return tidy

    def title(self, text: str | None, path: str, shortest: int, longest: int) -> str:
        """One line of text between two lengths."""
        tidy = " ".join(readable(text or "").split())
        if not shortest <= len(tidy) <= longest:
            self.wrong("LENGTH", path, shortest=shortest, longest=longest)
        return tidy

    def quantity(self, given: Decimal | None, path: str = "quantity") -> Decimal:
        """A quantity above nothing, with at most two decimals; 1 in place of a wrong one."""
        fits = given is not None and given.is_finite() and 0 < given <= QUANTITY and given == round(given, 2)
        if not fits:
            self.wrong("QUANTITY", path, limit=f"{QUANTITY:,}")
        return given if fits and given is not None else Decimal(1)

    def future(self, given: date | None, path: str, longest: timedelta) -> date:
        """A day from today on that is not too far away; today in place of a wrong one."""
        if given is None:
            self.wrong("REQUIRED", path)
        elif given < today():
            self.wrong("DAY_PAST", path)
        elif given > today() + longest:
            self.wrong("DAY_FAR", path, last=(today() + longest).isoformat())
        else:
            return given
        return today()


def is_given(value: object) -> bool:
    """Whether a field of an input was given at all; null counts as given."""
    return value is not UNSET


def readable(text: str) -> str:
    """The text in composed form without characters that nobody sees, which could make two names look alike or break a line."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(one for one in composed if one in f"\n\t{_JOINER}" or unicodedata.category(one) not in _INVISIBLE)
