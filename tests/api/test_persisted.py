"""Documents known by their hash: what clients expect of automatic persisted queries, and that what is kept is bounded."""

import json
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

import httpx
import pytest

from api import persisted
from api.persisted import NotKnown, Persisted
from api.settings import Settings
from tests.api.small import small_app

QUERY = "{ area }"
DIGEST = sha256(QUERY.encode()).hexdigest()
EXTENSIONS = {"persistedQuery": {"version": 1, "sha256Hash": DIGEST}}
RESPONSE = {"Accept": "application/graphql-response+json"}
UNKNOWN = {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(small_app()), base_url="http://localhost") as one:
        yield one


@pytest.fixture
async def shared(servers: Settings) -> AsyncIterator[list[Persisted]]:
    """Two processes' documents in one empty Valkey."""
    both = [Persisted(servers.redis_url) for _ in range(2)]
    valkey = both[0]._valkey
    assert valkey is not None
    await valkey.delete("documents", *await valkey.keys("document:*"))
    yield both
    for one in both:
        await one.close()


async def asked(client: httpx.AsyncClient, **parameters: Any) -> httpx.Response:
    return await client.post("/graphql", json=parameters)


async def test_a_client_sends_the_hash_then_both_then_the_hash_alone(client: httpx.AsyncClient) -> None:
    first = await asked(client, extensions=EXTENSIONS)
    assert (first.status_code, first.json()["errors"]) == (200, [UNKNOWN])

    both = await asked(client, query=QUERY, extensions=EXTENSIONS)
    again = await asked(client, extensions=EXTENSIONS, variables={})
    assert both.json() == again.json() == {"data": {"area": "朝阳区"}}


async def test_it_works_by_get_and_by_document_id_too(client: httpx.AsyncClient) -> None:
    got = {"extensions": json.dumps(EXTENSIONS)}
    assert (await client.get("/graphql", params=got)).json()["errors"] == [UNKNOWN]
    await client.get("/graphql", params={"query": QUERY, **got})

    expected = (await asked(client, query=QUERY)).json()
    assert (await client.get("/graphql", params=got)).json() == expected
    assert (await client.get("/graphql", params={"documentId": f"sha256:{DIGEST}"})).json() == expected
    assert (await asked(client, documentId=f"sha256:{DIGEST}")).json() == expected


async def test_what_is_not_known_is_a_client_error_where_the_media_type_has_them(client: httpx.AsyncClient) -> None:
    response = await client.post("/graphql", json={"extensions": EXTENSIONS}, headers=RESPONSE)

    assert (response.status_code, response.json()["errors"]) == (400, [UNKNOWN])


async def test_a_hash_of_something_else_is_refused_and_nothing_is_kept(client: httpx.AsyncClient) -> None:
    response = await asked(client, query="{ viewer }", extensions=EXTENSIONS)
    assert (response.status_code, response.json()["errors"][0]["message"]) == (400, "provided sha does not match query")

    assert (await asked(client, extensions=EXTENSIONS)).json()["errors"] == [UNKNOWN]


async def test_what_is_not_valid_is_not_kept(client: httpx.AsyncClient) -> None:
    nonsense = "{ nothing }"
    named = {"persistedQuery": {"version": 1, "sha256Hash": sha256(nonsense.encode()).hexdigest()}}
    await asked(client, query=nonsense, extensions=named)

    assert (await asked(client, extensions=named)).json()["errors"] == [UNKNOWN]


@pytest.mark.parametrize(
    "given",
    [
        {"extensions": {"persistedQuery": None}},
        {"extensions": {"persistedQuery": "x"}},
        {"extensions": {"persistedQuery": {"version": 2, "sha256Hash": DIGEST}}},
        {"extensions": {"persistedQuery": {"version": 1}}},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": DIGEST.upper()}}},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": [DIGEST]}}},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "../" + DIGEST}}},
        {"documentId": "x"},
        {"documentId": 5},
        {"documentId": {"a": 1}},
        {"documentId": ""},
    ],
)
async def test_nonsense_is_refused(client: httpx.AsyncClient, given: dict[str, Any]) -> None:
    response = await asked(client, **given)

    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")


async def test_a_change_is_not_made_by_get_because_its_document_is_known(client: httpx.AsyncClient) -> None:
    text = 'mutation { areaRename(name: "x") }'
    named = {"persistedQuery": {"version": 1, "sha256Hash": sha256(text.encode()).hexdigest()}}
    assert "errors" not in (await asked(client, query=text, extensions=named)).json()

    assert (await client.get("/graphql", params={"extensions": json.dumps(named)})).status_code == 405
    assert "errors" not in (await asked(client, extensions=named)).json()


async def test_what_one_process_keeps_another_knows(shared: list[Persisted]) -> None:
    one, other = shared
    with pytest.raises(NotKnown):
        await other.text(DIGEST)
    await one.keep(DIGEST, QUERY)

    assert await other.text(DIGEST) == QUERY


async def test_of_too_many_those_go_that_were_not_used_for_longest(
    shared: list[Persisted], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(persisted, "DOCUMENTS", 3)
    monkeypatch.setattr(persisted, "HERE", 1)
    one, other = shared
    for name in "abc":
        await one.keep(name * 64, name)
    assert await other.text("a" * 64) == "a"
    await one.keep("d" * 64, "d")

    with pytest.raises(NotKnown):
        await other.text("b" * 64)
    assert [await other.text(name * 64) for name in "acd"] == ["a", "c", "d"]
    valkey = one._valkey
    assert valkey is not None
    assert len(await valkey.keys("document:*")) == await valkey.zcard("documents") == 3


async def test_without_valkey_a_process_knows_what_it_was_sent(servers: Settings) -> None:
    gone = Persisted("unix:///nowhere/valkey.sock")
    await gone.keep(DIGEST, QUERY)

    assert await gone.text(DIGEST) == QUERY
    with pytest.raises(NotKnown):
        await gone.text("0" * 64)
    await gone.close()
