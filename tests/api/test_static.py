"""Static files: lasting addresses, news checked under the plain ones, and nothing but the files."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Message

from api.static import Static


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "static"
    for name, text in {
        "css/index.css": "@import 'base.css';",
        "css/base.css": "body { color: black }",
        "js/index.js": "import './menu.js';",
        "icon.png": "not really",
        ".secret.css": "hidden",
        ".git/config.txt": "hidden",
        "README.md": "for developers",
        "page.html": "<p>",
    }.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "outside.css").write_text("secret")
    return made


@pytest.fixture
def static(folder: Path) -> Static:
    return Static(folder, {"css/index.css": "body { color: black } /* composed */"})


@pytest.fixture
async def client(static: Static) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=[Route("/static/{path:path}", static)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as opened:
        yield opened


async def test_a_file_under_its_lasting_address_may_be_kept_for_ever(client: httpx.AsyncClient, static: Static) -> None:
    response = await client.get(static.url("js/index.js"))

    assert (response.status_code, response.text) == (200, "import './menu.js';")
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("prefix", ["", "0123456789ab/"])
async def test_a_file_without_this_version_is_checked_for_news(client: httpx.AsyncClient, prefix: str) -> None:
    first = await client.get(f"/static/{prefix}js/index.js")
    second = await client.get(f"/static/{prefix}js/index.js", headers={"if-none-match": first.headers["etag"]})

    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    assert (second.status_code, second.content) == (304, b"")


def test_the_version_changes_with_any_file(folder: Path, static: Static) -> None:
    assert Static(folder, {"css/index.css": "body { color: black } /* composed */"}).version == static.version

    (folder / "css/base.css").write_text("body { color: red }")

    assert Static(folder, {"css/index.css": "body { color: black } /* composed */"}).version != static.version


async def test_a_composed_text_is_served_in_place_of_its_file(client: httpx.AsyncClient) -> None:
    assert "composed" in (await client.get("/static/css/index.css")).text


@pytest.mark.parametrize(("accepted", "packed"), [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("", False)])
async def test_text_is_packed_for_those_who_can_unpack_it(client: httpx.AsyncClient, accepted: str, packed: bool) -> None:
    request = client.build_request("GET", "/static/css/base.css", headers={"accept-encoding": accepted})

    response = await client.send(request, stream=True)
    raw = b"".join([part async for part in response.aiter_raw()])

    assert (gzip.decompress(raw) if packed else raw) == b"body { color: black }"
    assert response.headers["vary"] == "accept-encoding"


async def test_pictures_are_not_packed_again(client: httpx.AsyncClient) -> None:
    response = await client.get("/static/icon.png", headers={"accept-encoding": "gzip"})

    assert "content-encoding" not in response.headers
    assert response.headers["content-type"] == "image/png"


async def test_head_tells_the_length_only(client: httpx.AsyncClient) -> None:
    response = await client.head("/static/icon.png")

    assert (response.status_code, response.content, response.headers["content-length"]) == (200, b"", "10")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "css",
        "css/",
        "css/index.css/",
        "/css/index.css",
        "missing.css",
        ".secret.css",
        ".git/config.txt",
        "README.md",
        "page.html",
        "../outside.css",
        "css/../css/index.css",
        "css//index.css",
        "css\\index.css",
        "icon.png\0.css",
        "0123456789ab",
        "0123456789ab/0123456789ab/icon.png",
        "x" * 5_000,
    ],
)
async def test_nothing_but_the_files_is_served(static: Static, path: str) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        sent.append(message)

    await static({"type": "http", "method": "GET", "path": f"/static/{path}", "headers": []}, receive, send)

    assert [message.get("status") for message in sent] == [404, None]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
async def test_files_are_read_only(client: httpx.AsyncClient, method: str) -> None:
    response = await client.request(method, "/static/icon.png")

    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


def test_an_address_of_a_missing_file_is_an_error_at_once(static: Static) -> None:
    with pytest.raises(KeyError):
        static.url("css/missing.css")
