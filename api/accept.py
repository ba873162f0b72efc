"""Which media type a GraphQL answer has, and whether a body is JSON (GraphQL over HTTP; RFC 9110, sections 8.3 and 12.5.1)."""

import re
from functools import lru_cache

JSON = b"application/json; charset=utf-8"
RESPONSE = b"application/graphql-response+json; charset=utf-8"

LONGEST = 1_000
"""Characters of a header that are worth reading (our default)."""

PARTS = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
PARAMETERS = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*")+')
QUALITY = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")


@lru_cache(maxsize=256)
def answer_type(accept: bytes) -> bytes | None:
    """The media type that suits an ``Accept`` header best, an empty one standing for none; None when neither suits.

    Where both suit equally, the newer type is given to those who name it, ``application/json`` to all others.
    """
    if not accept.strip():
        return JSON
    if len(accept) > LONGEST:
        return None
    ranges = [_range(part) for part in PARTS.findall(accept.decode("latin-1").lower())]
    named, wanted = _wanted("application/graphql-response+json", ranges)
    _, wanted_json = _wanted("application/json", ranges)
    if not wanted and not wanted_json:
        return None
    if wanted == wanted_json:
        return RESPONSE if named == len(LEVELS) else JSON
    return RESPONSE if wanted > wanted_json else JSON


@lru_cache(maxsize=256)
def is_json(content_type: bytes) -> bool:
    """Whether a ``Content-Type`` header says JSON in UTF-8."""
    if len(content_type) > LONGEST:
        return False
    media, parameters = _parsed(content_type.decode("latin-1").lower())
    return media == "application/json" and parameters.get("charset", "utf-8") in ("utf-8", "utf8")


LEVELS = ("*/*", "application/*", "itself")
"""How specific a range can be; the most specific one that fits a type decides."""


def _range(part: str) -> tuple[str, float]:
    media, parameters = _parsed(part)
    quality = parameters.get("q", "1")
    if not QUALITY.fullmatch(quality) or parameters.get("charset", "utf-8") not in ("utf-8", "utf8", "*"):
        return media, 0.0
    return media, float(quality)


def _wanted(media: str, ranges: list[tuple[str, float]]) -> tuple[int, float]:
    """How specifically and how much a media type is wanted; 0 and 0.0 when it is not."""
    levels = (*LEVELS[:-1], media)
    fitting = [(levels.index(name) + 1, quality) for name, quality in ranges if name in levels]
    return max(fitting, default=(0, 0.0))


def _parsed(part: str) -> tuple[str, dict[str, str]]:
    media, *parameters = [one.strip() for one in PARAMETERS.findall(part)] or [""]
    pairs = (one.partition("=") for one in parameters)
    return media, {name.strip(): value.strip().strip('"') for name, _, value in pairs}
