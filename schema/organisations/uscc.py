"""The unified social credit code of a unit (统一社会信用代码): what is wrong with one, and at which character.

GB 32100-2015: eighteen characters of the digits and the capitals without I, O, S, V and Z: 1 for the registering authority, 1 for
the kind of body, 6 for the division of registration, 9 for the body (GB 11714), 1 check character. The check is
C18 = (31 − Σ c(i)·3^(i−1) mod 31) mod 31. It betrays every single wrong character and every swap of two characters, except that
of the first with the last.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from schema.engine.language import N_
from schema.engine.refusals import messages

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AUTHORITIES = "123456789ANY"
"""First characters in use: 1 establishment offices, 5 civil affairs, 9 market regulation, and so on."""
_PROVINCE_RANGES = ((10, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
PROVINCES = frozenset(str(code) for first, last in _PROVINCE_RANGES for code in range(first, last + 1))
"""Beginnings of division codes (GB/T 2260), and 10 for registration by a national body."""
LOOK_ALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "U"}
"""Letters that the code never has, and what was probably meant. They are named to the writer, never mended silently."""

_WEIGHTS = [3**place % 31 for place in range(17)]
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BODY_CHECKS = "0123456789X"

Code = Literal[
    "USCC_LENGTH",
    "USCC_CHARACTER",
    "USCC_LOOK_ALIKE",
    "USCC_AUTHORITY",
    "USCC_DIVISION",
    "USCC_PROVINCE",
    "USCC_BODY",
    "USCC_CHECK",
]

MESSAGES: dict[str, str] = {
    "USCC_LENGTH": N_("统一社会信用代码应为 18 位，现在是 {found} 位。"),
    "USCC_CHARACTER": N_("统一社会信用代码第 {position} 位“{found}”不是数字或大写字母。"),
    "USCC_LOOK_ALIKE": N_("统一社会信用代码第 {position} 位不会是字母“{found}”，是否为“{expected}”？"),
    "USCC_AUTHORITY": N_("统一社会信用代码第 1 位“{found}”不是登记管理部门代码，常见为 1、5、9。"),
    "USCC_DIVISION": N_("统一社会信用代码第 3 至 8 位是行政区划码，第 {position} 位“{found}”应为数字。"),
    "USCC_PROVINCE": N_("统一社会信用代码第 3、4 位“{found}”不是省级行政区划码。"),
    "USCC_BODY": N_(
        "统一社会信用代码第 9 至 17 位（主体标识码）有误：第 17 位按前 8 位推算应为“{expected}”，现在是“{found}”，请逐位核对。"
    ),
    "USCC_CHECK": N_("统一社会信用代码校验不符：第 18 位按前 17 位推算应为“{expected}”，现在是“{found}”，请逐位核对。"),
}
messages(MESSAGES)


@dataclass(frozen=True, slots=True)
class UsccProblem:
    """Why a code is refused.

    `position` counts from 1; `found` is the character there (of USCC_LENGTH: how many there are, of USCC_PROVINCE: both);
    `expected` is the character that would be right, or "" when that cannot be known.
    """

    code: Code
    position: int
    found: str
    expected: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        """What the sentence in MESSAGES is filled with."""
        return {"position": str(self.position), "found": self.found, "expected": self.expected, "length": self.found}


def normalise(text: str) -> str:
    """The code as it is stored: half width, capitals, without spaces, hyphens and other signs between the characters."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in folded if character.isalnum())


def problem(text: str) -> UsccProblem | None:
    """The first thing wrong with a code, however it was typed (it is normalised first), or None."""
    code = normalise(text)
    return _malformed(code) or _miscalculated(code)


def check_character(body: str) -> str:
    """The eighteenth character that belongs to the first seventeen. ValueError for characters outside the alphabet."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body[:17], _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def _malformed(code: str) -> UsccProblem | None:
    for position, character in enumerate(code, 1):
        if character in LOOK_ALIKES:
            return UsccProblem("USCC_LOOK_ALIKE", position, character, LOOK_ALIKES[character])
        if character not in ALPHABET:
            return UsccProblem("USCC_CHARACTER", position, character)
    if len(code) != 18:
        return UsccProblem("USCC_LENGTH", min(max(len(code), 1), 18), str(len(code)))
    if code[0] not in AUTHORITIES:
        return UsccProblem("USCC_AUTHORITY", 1, code[0])
    for position in range(3, 9):
        if not code[position - 1].isdigit():
            return UsccProblem("USCC_DIVISION", position, code[position - 1])
    if code[2:4] not in PROVINCES:
        return UsccProblem("USCC_PROVINCE", 3, code[2:4])
    return None


def _miscalculated(code: str) -> UsccProblem | None:
    """The check inside the body tells in which part the mistake is. Alone it refuses nothing: some old bodies break it."""
    expected = check_character(code[:17])
    if code[17] == expected:
        return None
    body = body_check_character(code[8:16])
    if code[16] != body:
        return UsccProblem("USCC_BODY", 17, code[16], body)
    return UsccProblem("USCC_CHECK", 18, code[17], expected)


def body_check_character(body: str) -> str:
    """The check character of the eight characters of a body by GB 11714 (mod 11, X for ten)."""
    total = sum(int(character, 36) * weight for character, weight in zip(body, _BODY_WEIGHTS, strict=True))
    return _BODY_CHECKS[-total % 11]
