"""Answers that need not be sent again, and answers that are packed."""

import gzip
from collections.abc import AsyncIterator, Callable
from typing import Any

import brotli
import httpx
import pytest
import zstandard

from api.settings import Settings
from tests.api.served import Served, serve
from tests.story import Story

LONG = "{ organisations(first: 50) { nodes { id name kind area { name } } } }"
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda packed: zstandard.ZstdDecompressor().decompressobj().decompress(packed),
}


@pytest.fixture(scope="module")
async def served(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[Served]:
    async with serve(servers, new_database, story_template) as one:
        yield one


async def got(served: Served, token: str = "", query: str = LONG, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        named["Authorization"] = f"Bearer {token}"
    async with httpx.AsyncClient(headers={"Accept-Encoding": "identity"}) as client:
        return await client.get(served.address, params={"query": query}, headers=named)


async def test_what_has_not_changed_is_not_sent_again(served: Served, story: Story) -> None:
    token, _ = await served.token(story, "chaowai")
    first = await got(served, token)
    tag = first.headers["etag"]
    assert (first.status_code, tag[:3], first.headers["cache-control"]) == (200, 'W/"', "private, no-cache")
    assert {"Accept", "Authorization", "Cookie"} <= {one.strip() for one in first.headers["vary"].split(",")}

    for said in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = await got(served, token, If_None_Match=said)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    await served.house.engine.services.pool.execute("update organisation set name = name || '一' where name like '朝外示范科技%'")
    changed = await got(served, token, If_None_Match=tag)
    assert (changed.status_code, changed.headers["etag"] == tag) == (200, False)


async def test_a_tag_says_nothing_to_another_viewer(served: Served, story: Story) -> None:
    query = "{ viewer { account { login } } }"
    tokens = [(await served.token(story, login))[0] for login in ("chaowai", "jianwai")]
    tag = (await got(served, tokens[0], query)).headers["etag"]

    other = await got(served, tokens[1], query, If_None_Match=tag)
    assert (other.status_code, other.json()) == (200, {"data": {"viewer": {"account": {"login": "jianwai"}}}})


async def test_a_mistake_has_no_tag_and_post_is_always_answered(served: Served) -> None:
    wrong = await got(served, query="{ nothing }")
    assert ("etag" in wrong.headers, wrong.headers["cache-control"]) == (False, "no-store")

    async with httpx.AsyncClient() as client:
        posted = await client.post(served.address, json={"query": LONG}, headers={"If-None-Match": "*"})
    assert (posted.status_code, "etag" in posted.headers, posted.headers["cache-control"]) == (200, False, "no-store")


@pytest.mark.parametrize("coding", list(UNPACK))
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
async def test_a_long_answer_is_packed_as_the_client_accepts(served: Served, coding: str, accept: str) -> None:
    plain = await got(served, Accept=accept)
    asked: dict[str, Any] = {"params": {"query": LONG}, "headers": {"Accept-Encoding": coding, "Accept": accept}}
    async with httpx.AsyncClient() as client, client.stream("GET", served.address, **asked) as answer:
        packed = b"".join([part async for part in answer.aiter_raw()])

    assert (answer.headers["content-encoding"], answer.headers["etag"]) == (coding, plain.headers["etag"])
    assert "Accept-Encoding" in answer.headers["vary"]
    assert len(packed) < len(plain.content) / 2
    assert UNPACK[coding](packed) == plain.content


async def test_a_short_answer_and_a_stream_are_not_packed(served: Served, story: Story) -> None:
    packed = {"Accept_Encoding": "zstd, br, gzip"}
    assert "content-encoding" not in (await got(served, query="{ __typename }", **packed)).headers
    token, _ = await served.token(story, "admin")
    streamed = await got(served, token, LONG, Accept="text/event-stream", **packed)
    assert "content-encoding" not in streamed.headers
    assert streamed.text.endswith("event: complete\ndata:\n\n")


async def test_an_answer_to_somebodys_session_is_neither_packed_nor_kept(served: Served, story: Story) -> None:
    visitor = await served.house.visitor("chaowai")
    asked: dict[str, Any] = {"params": {"query": LONG}, "headers": {"Accept-Encoding": "zstd, br, gzip"}}
    answer = await visitor.client.get("/graphql", **asked)

    assert ("content-encoding" in answer.headers, answer.headers["cache-control"]) == (False, "no-store")
    assert answer.headers["etag"].startswith('W/"')
