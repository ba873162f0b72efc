"""Chinese text as people look for it and as lists are sorted, without any extension of PostgreSQL.

A row stores `index_words(...)` in an array with a GIN index; it is found when that array contains `query_words(...)` of what was
typed. Kinds of word, told apart by their letters:

- `朝`, `朝阳`: single characters and pairs, so that any part of a name is found;
- `cy`, `cyq`: pairs and triples of letters from the line of initials (朝阳区 → cyq) and of Latin words;
- `ch`, `cha` where a syllable begins and `chao`, `haoy` … anywhere in the full pinyin (chaoyangqu), if there is a vowel in it: so
  a query of consonants asks for initials, one with a vowel for either;
- `12`, `9111`: beginnings of numbers and codes;
- `^c`: the first letter, for a query of one letter.

Having all parts is nearly, not quite, the same as having the whole: 阳区朝 in pairs is found in 朝阳区区朝. Over 20,000 names of
units 99.9 % of the answers to a part of a name have it, 95 % of those to initials and pinyin (the rest are read otherwise, or
nearly so), and none is missing; a second check would cost more than it removes. One function prepares query and row: whoever
changes it writes the words of all rows anew. Traditional characters are not found by simplified ones.
"""

import re
import unicodedata
from collections.abc import Iterator

from schema.engine.pinyin import readings, toned, toned_name

KEY_LENGTH = 200
"""Characters of a sort key; what is longer sorts by its beginning."""
WORDS = 600
"""The most words stored for one row; a name of the greatest length allowed has fewer, only a hostile one has more."""
QUERY_LENGTH = 64
"""Characters of a query that are looked at."""

_UNIT = re.compile(r"[0-9]+|[a-z]+|[^\W0-9_a-z]")
_USCC = re.compile(r"[0-9a-z]{2}[0-9]{6}[0-9a-z]{10}")
_CODE_BEGUN = re.compile(r"[0-9a-z]{2}[0-9]{6}[0-9a-z]*")
_PREFIXES = (1, 2, 3, 4, 6, 8, 9, 10, 12, 14, 16, 18)
_SHORTEST_CODE_PREFIX = 4
_NUMERAL = re.compile(r"(?<=第)[一二三四五六七八九十百]+|[一二三四五六七八九十百]+(?=社区|支部|单元|[区号条村期院段队组中小])")
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}


def plain(text: str) -> str:
    """The text in the form that comparisons use: half width, lower case, no accents (ü is v)."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    decomposed = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize("NFC", "".join(character for character in decomposed if not unicodedata.combining(character)))


def name_key(text: str, *, person: bool = False) -> str:
    """What a list is sorted by, in ASCII for collation "C": pinyin with tone for each character, numbers padded.

    第2 precedes 第10. Chinese ordinals count as numbers (第二社区, 劲松二区), but not those that are part of a word (三里屯).
    `person`: surnames are read as surnames (单, 解, 曾 …). At most 200 characters.
    """
    numbered = _NUMERAL.sub(lambda found: f" {_number(found[0])} ", plain(text))
    read = toned_name if person else toned
    parts: list[str] = []
    for run in re.findall(r"[0-9]+|[a-z]+|[^\W0-9_a-z]+", numbered):
        if run.isascii():
            parts.append(run.lstrip("0").zfill(6) if run.isdigit() else run)
        else:
            parts += [sound or f"zz{ord(character):x}" for character, sound in zip(run, read(run), strict=True)]
    return " ".join(parts)[:KEY_LENGTH]


def initials(text: str) -> str:
    """The first letters of the characters as most people would type them: 朝阳区 → cyq; Latin words and digits stay."""
    units = _UNIT.findall(plain(text))
    return "".join(
        sounds[0] if unit.isascii() else sounds[0][:1] for unit, sounds in zip(units, _sounds(units), strict=True) if sounds
    )


def index_words(*texts: str) -> list[str]:
    """The words under which a row is found by these texts (names, short names, codes), sorted; at most 600."""
    found: dict[str, None] = {}
    for text in texts:
        found.update(dict.fromkeys(_words(plain(text))))
    return sorted(list(found)[:WORDS])


def query_words(text: str) -> list[str]:
    """The words that a row must all have to be an answer to what was typed; [] when nothing was typed, which every row answers.

    Understands parts of names, pinyin initials or full pinyin of consecutive characters, the beginning of a number or code, and
    several parts with spaces between, in any order.
    """
    found: dict[str, None] = {}
    lone: dict[str, None] = {}
    parts = ["".join(_UNIT.findall(part)) for part in plain(text[:QUERY_LENGTH]).split()]
    if _CODE_BEGUN.fullmatch(code := "".join(parts)):
        return [code[: _prefix_length(len(code))]]
    for part in parts:
        for run in re.findall(r"[0-9]+|[a-z]+|[^\W0-9_a-z]+", part):
            words = dict.fromkeys(_asked(run))
            (lone if len(run) == 1 and run.isalpha() and run.isascii() else found).update(words)
    if not found and len(lone) > 1:
        return sorted(dict.fromkeys(_asked("".join(parts))))
    return sorted(found or lone)


def _asked(run: str) -> Iterator[str]:
    """What one run of digits, of Latin letters or of Chinese characters asks for."""
    if run.isdigit() and run.isascii():
        yield run[: _prefix_length(len(run))]
    elif not run.isascii():
        yield from _grams(run, min(2, len(run)))
    elif len(run) == 1:
        yield "^" + run
    elif not _has_vowel(run):
        yield from _grams(run, min(3, len(run)))
    else:
        yield from filter(_has_vowel, (run[:2], run[:3]))
        yield from filter(_has_vowel, _grams(run, min(4, len(run))))


def _words(text: str) -> Iterator[str]:
    """Every word of one text, the most useful first."""
    units = _UNIT.findall(text)
    whole = "".join(units)
    if _USCC.fullmatch(whole):
        yield from (whole[:length] for length in _PREFIXES if length >= _SHORTEST_CODE_PREFIX)
        return
    for run in re.findall(r"[^\W0-9_a-z]+", whole):
        yield from run
        yield from _grams(run, 2)
    for number in re.findall(r"[0-9]+", f"{whole} {' '.join(units)}"):
        shortest = _SHORTEST_CODE_PREFIX if len(number) > 8 else 1
        yield from (number[:length] for length in _PREFIXES if shortest <= length <= len(number))
    sounds = _sounds(units)
    yield from ("^" + sound[0] for sound in (sounds[0] if sounds else ()))
    start = 0
    for end in range(len(units) + 1):
        if end == len(units) or units[end].isdigit():
            yield from _spoken(units[start:end], sounds[start:end])
            start = end + 1


def _spoken(units: list[str], sounds: list[tuple[str, ...]]) -> Iterator[str]:
    """Letters of a stretch without digits: as most people read it, then each other reading among its neighbours."""
    latin = [unit.isascii() for unit in units]
    usual = [alternatives[0] if alternatives else "" for alternatives in sounds]
    yield from _letters(usual, latin)
    for place, alternatives in enumerate(sounds):
        near = slice(max(0, place - 2), place + 3)
        for other in alternatives[1:]:
            yield from _letters([*usual[near.start : place], other, *usual[place + 1 : near.stop]], latin[near])


def _letters(syllables: list[str], latin: list[bool]) -> Iterator[str]:
    line = "".join(syllable if whole else syllable[:1] for syllable, whole in zip(syllables, latin, strict=True))
    yield from _grams(line, 2)
    yield from _grams(line, 3)
    yield from filter(_has_vowel, _grams(line, 4))
    spelled = "".join(syllables)
    begin = 0
    for syllable in syllables:
        yield from filter(_has_vowel, (spelled[begin : begin + 2], spelled[begin : begin + 3]))
        begin += len(syllable)
    yield from filter(_has_vowel, _grams(spelled, 4))


def _sounds(units: list[str]) -> list[tuple[str, ...]]:
    """The readings of each unit: Latin words and digits read as they are written."""
    characters = "".join(unit for unit in units if not unit.isascii())
    read = iter(readings(characters) if characters else ())
    return [(unit,) if unit.isascii() else next(read) for unit in units]


def _grams(text: str, length: int) -> Iterator[str]:
    return (text[start : start + length] for start in range(len(text) - length + 1))


def _has_vowel(letters: str) -> bool:
    return not set(letters).isdisjoint("aeiouv")


def _prefix_length(length: int) -> int:
    return max(prefix for prefix in _PREFIXES if prefix <= length)


def _number(numeral: str) -> int:
    """The value of a Chinese numeral below a thousand (十四, 二十, 一百零三 without 零); without 十 and 百, digit by digit."""
    if not set(numeral) & {"十", "百"}:
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total, digit = 0, 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
    return total + digit
