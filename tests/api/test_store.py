"""The object store that the settings name: a folder, or S3 as other programs speak it."""

import asyncio
import dataclasses
import hashlib
import re
import socket
from collections.abc import AsyncIterator, Mapping

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.doctor import _store
from api.settings import Settings
from api.store import open_store
from schema.engine.outages import Unavailable
from schema.engine.reader import Engine
from schema.engine.store import Store
from tests.schema.acting import act, done
from tests.schema.files import filling, opened, photo
from tests.story import Story

CONTENT = b"bytes" * 100_000
DIGEST = hashlib.sha256(CONTENT).digest()
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_REGION": "cn-north-1",
    "AWS_ALLOW_HTTP": "true",
}


def bucket(held: dict[str, bytes], signed: list[str]) -> Starlette:
    """A stranger's S3: puts, gets and deletes objects, and notes who signed."""

    async def answer(request: Request) -> Response:
        signed.append(request.headers.get("authorization", ""))
        path = request.url.path
        match request.method:
            case "PUT":
                held[path] = await request.body()
                return Response(headers={"ETag": '"1"'})
            case "POST":
                keys = re.findall("<Key>(.*?)</Key>", (await request.body()).decode())
                for key in keys:
                    held.pop(f"{path}/{key}", None)
                gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
                return Response(f"<DeleteResult>{gone}</DeleteResult>", media_type="application/xml")
        if path not in held:
            return Response("<Error><Code>NoSuchKey</Code></Error>", 404, media_type="application/xml")
        headers = {"ETag": '"1"', "Last-Modified": "Sun, 01 Nov 2026 00:00:00 GMT"}
        return Response(held[path], headers=headers)

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "PUT", "POST"])])


@pytest.fixture
async def s3(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Mapping[str, bytes], list[str]]]:
    """A bucket on this machine to which the environment leads; what it holds by path, and the signatures that it saw."""
    held: dict[str, bytes] = {}
    signed: list[str] = []
    server = uvicorn.Server(uvicorn.Config(bucket(held, signed), log_level="warning"))
    # It listens before it is served: who comes early waits.
    listening = socket.create_server(("127.0.0.1", 0))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    port = listening.getsockname()[1]
    for name, value in {**CREDENTIALS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}.items():
        monkeypatch.setenv(name, value)
    yield held, signed
    server.should_exit = True
    await serving


async def goes_around(store: Store) -> None:
    """What is stored is there, twice does no harm, and what was erased is gone, twice too."""
    for _ in range(2):
        await store.put(DIGEST, CONTENT)
    pieces = [piece async for piece in await store.get(DIGEST)]
    assert b"".join(pieces) == CONTENT
    for _ in range(2):
        await store.erase(DIGEST)
    with pytest.raises(FileNotFoundError):
        await store.get(DIGEST)


async def test_a_folder_of_the_data_is_the_store_unless_another_is_named(servers: Settings) -> None:
    await goes_around(open_store(servers))
    assert (servers.data / "files").is_dir()


async def test_files_lie_in_a_bucket_under_the_prefix_that_is_named(
    servers: Settings, s3: tuple[Mapping[str, bytes], list[str]]
) -> None:
    held, signed = s3
    store = open_store(servers.model_copy(update={"store_url": "s3://gongzhi/chaoyang"}))
    await store.put(DIGEST, CONTENT)
    assert list(held) == [f"/gongzhi/chaoyang/{DIGEST.hex()[:2]}/{DIGEST.hex()}"]
    await goes_around(store)
    assert held == {} and all("Credential=key/" in one and "cn-north-1" in one for one in signed)


async def test_a_store_that_is_away_passes_as_an_outage_and_a_client_sends_again(
    engine: Engine, story: Story, servers: Settings, s3: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    away = dataclasses.replace(engine.services, store=open_store(servers.model_copy(update={"store_url": "s3://gongzhi/away"})))
    upload = await opened(engine, story.member)
    with pytest.raises(Unavailable):
        await act(Engine(engine.schema, away), story.member, "uploadFill", filling(upload, photo()))
    await done(engine, story.member, "uploadFill", filling(upload, photo()))
    found = await asyncio.to_thread(_store, servers.model_copy(update={"store_url": "s3://gongzhi/away"}))
    assert found.state == "wrong" and "AWS_" in found.advice


async def test_the_doctor_tries_the_store_out(servers: Settings, s3: tuple[Mapping[str, bytes], list[str]]) -> None:
    held, signed = s3
    there = servers.model_copy(update={"store_url": "s3://gongzhi/chaoyang"})
    found = await asyncio.to_thread(_store, there)
    assert (found.state, found.found) == ("good", "s3://gongzhi/chaoyang")
    assert len(signed) == 3 and not held
