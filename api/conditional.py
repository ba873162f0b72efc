"""Answers to GET that need not be sent again (RFC 9110, section 13): an entity tag over what would be sent."""

from hashlib import blake2b

from schema.engine.access import Viewer

VARY = (b"vary", b"Accept, Accept-Language, Authorization, Cookie")
"""What an answer depends on besides its address."""
_OF_SESSION, _OF_CLIENT = (b"cache-control", b"no-store"), (b"cache-control", b"private, no-cache")


def tag_of(body: bytes) -> bytes:
    """The entity tag of an answer; weak, since it may be packed in several ways."""
    return b'W/"%s"' % blake2b(body, digest_size=12).hexdigest().encode()


def is_known(if_none_match: bytes, tag: bytes) -> bool:
    """Whether a client says that it has what the tag stands for (weak comparison)."""
    opaque = tag.removeprefix(b"W/")
    return any(one.strip().removeprefix(b"W/") in (opaque, b"*") for one in if_none_match.split(b","))


def caching(viewer: Viewer) -> tuple[bytes, bytes]:
    """What caches may do: a client's own keeps the answer and asks again; a browser where somebody signed in keeps nothing."""
    return _OF_SESSION if viewer.session is not None else _OF_CLIENT
