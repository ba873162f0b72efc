"""``/static``: the files of one folder, read once, under addresses that change whenever any of them does.

A browser may keep what it got for ever: ``/static/<version>/js/index.js``, where modules and stylesheets find their neighbours
by relative addresses under the same version. The address without the version, or with another one, works too and is checked
for news each time.
"""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

PREFIX = "/static/"

TYPES = {
    ".css": b"text/css; charset=utf-8",
    ".ico": b"image/x-icon",
    ".js": b"text/javascript; charset=utf-8",
    ".png": b"image/png",
    ".svg": b"image/svg+xml",
    ".txt": b"text/plain; charset=utf-8",
    ".webmanifest": b"application/manifest+json",
    ".woff2": b"font/woff2",
}
"""Media types by suffix. A file of another kind is not served."""
PACKED = (".css", ".js", ".svg", ".txt", ".webmanifest")
FOREVER = (b"cache-control", b"public, max-age=31536000, immutable")
CHECKED = (b"cache-control", b"no-cache")
VERSION = re.compile(r"([0-9a-f]{12})/")
TAKES_GZIP = re.compile(rb"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes as they are and packed, ready to be sent."""

    media: bytes
    tag: bytes
    plain: bytes
    packed: bytes | None


class Static:
    """The endpoint for ``/static/{path:path}``: give an instance to a Route without ``methods``."""

    def __init__(self, folder: Path, composed: Mapping[str, str] | None = None) -> None:
        """Read every file below ``folder``; ``composed`` holds texts served in place of the files of these names."""
        texts = {name: text.encode() for name, text in (composed or {}).items()}
        found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if _served(path, folder)}
        self.files = {name: _file(texts.get(name) or path.read_bytes(), path.suffix) for name, path in found.items()}
        tags = b"".join(name.encode() + file.tag for name, file in self.files.items())
        self.version = hashlib.sha256(tags).hexdigest()[:12]

    def url(self, name: str) -> str:
        """The lasting address of a file, by its name within the folder. Raises KeyError for one that is not there."""
        if name not in self.files:
            raise KeyError(name)
        return f"{PREFIX}{self.version}/{name}"

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer one request."""
        name = scope["path"].removeprefix(PREFIX)
        version = VERSION.match(name)
        file = self.files.get(name[version.end() :] if version else name)
        if scope["method"] not in ("GET", "HEAD"):
            await _send(send, 405, [(b"allow", b"GET, HEAD")])
        elif file is None:
            await _send(send, 404, [CHECKED])
        else:
            # While a release spreads, a page of one server may ask another for a version that it has not got.
            lasting = version is not None and version[1] == self.version
            await _send_file(scope, send, file, FOREVER if lasting else CHECKED)


def _served(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden and path.suffix in TYPES


def _file(plain: bytes, suffix: str) -> File:
    tag = f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"'.encode()
    return File(TYPES[suffix], tag, plain, gzip.compress(plain, mtime=0) if suffix in PACKED else None)


async def _send_file(scope: "Scope", send: "Send", file: File, caching: tuple[bytes, bytes]) -> None:
    request = dict(scope["headers"])
    headers = [caching, (b"etag", file.tag), (b"vary", b"accept-encoding")]
    if file.tag in request.get(b"if-none-match", b""):
        await _send(send, 304, headers)
        return
    body = file.plain
    if file.packed is not None and TAKES_GZIP.search(request.get(b"accept-encoding", b"")):
        body = file.packed
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-type", file.media))
    await _send(send, 200, headers, body, head=scope["method"] == "HEAD")


async def _send(send: "Send", status: int, headers: list[tuple[bytes, bytes]], body: bytes = b"", *, head: bool = False) -> None:
    length = [] if status == 304 else [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": b"" if head else body})
