"""What a request says about where it comes from: address, kind of browser, language, cookies, token."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from api.accept import QUALITY

if TYPE_CHECKING:
    from starlette.types import Scope

LONGEST = 500
"""Bytes of a header that are looked at (our default)."""
_CHINESE_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
_BROWSERS = (
    ("MicroMessenger/", "微信"),
    ("DingTalk/", "钉钉"),
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
"""What the header of a browser contains, the most telling first, and what people call it."""


class Visitor(NamedTuple):
    """Where a request comes from."""

    address: str
    """The peer's, or what a trusted proxy says (the server sees to that); empty when unknown."""
    device: str
    """Such as ``Edge · Windows``; empty when unknown."""
    accepts: bytes
    """The header about languages."""
    cookies: tuple[bytes, ...]
    authorization: bytes | None


def visitor_of(scope: "Scope") -> Visitor:
    """Read a request's headers once."""
    agent = accepts = b""
    cookies: list[bytes] = []
    authorization = None
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookies.append(value)
        elif name == b"user-agent":
            agent = value
        elif name == b"accept-language":
            accepts = value
        elif name == b"authorization":
            authorization = value
    client = scope.get("client")
    return Visitor(client[0] if client else "", device(agent[:LONGEST]), accepts[:LONGEST], tuple(cookies), authorization)


def cookie(headers: Iterable[bytes], name: str) -> str | None:
    """The value of the first cookie with this name."""
    wanted = name.encode() + b"="
    for header in headers:
        for pair in header.split(b";"):
            if (found := pair.strip()).startswith(wanted):
                return found[len(wanted) :].decode("latin-1")
    return None


@lru_cache(maxsize=512)
def device(agent: bytes) -> str:
    """The kind of browser and system that a ``User-Agent`` header tells, as people know them."""
    text = agent.decode("latin-1")
    named = (next((called for mark, called in marks if mark in text), "") for marks in (_BROWSERS, _SYSTEMS))
    return " · ".join(one for one in named if one)


@lru_cache(maxsize=256)
def language(accepts: bytes) -> str:
    """Which of the three languages an ``Accept-Language`` header likes best (RFC 9110, 12.5.4); Simplified Chinese for none."""
    liked = []
    for place, part in enumerate(accepts.decode("latin-1").lower().split(",")):
        tag, _, parameter = part.replace(" ", "").partition(";")
        quality = parameter.removeprefix("q=") if parameter else "1"
        found = _spoken(tag)
        if found and QUALITY.fullmatch(quality) and float(quality) > 0:
            liked.append((-float(quality), place, found))
    return min(liked)[2] if liked else "zh_Hans"


def _spoken(tag: str) -> str | None:
    if tag.startswith(_CHINESE_TRADITIONAL):
        return "zh_Hant"
    return {"zh": "zh_Hans", "en": "en"}.get(tag.partition("-")[0])
