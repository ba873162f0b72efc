"""GraphQL over HTTP: what may be sent to ``/graphql``, and with which status and media type it is answered."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from schema.engine.errors import FAULT
from tests.api.small import small_app

NEW, OLD = "application/graphql-response+json", "application/json"


@pytest.fixture
def app() -> Starlette:
    return small_app()


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as opened:
        yield opened


async def post(client: httpx.AsyncClient, body: Any, accept: str | None = NEW, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"content-type": OLD, "accept": accept or "", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return await client.post("/graphql", content=content, headers=given)


def code(response: httpx.Response) -> str:
    assert "data" not in response.json()
    return str(response.json()["errors"][0]["extensions"]["code"])


async def test_a_query_is_answered_to_its_viewer(client: httpx.AsyncClient) -> None:
    response = await post(client, {"query": "{ area viewer }"})

    assert response.status_code == 200
    assert response.json() == {"data": {"area": "朝阳区", "viewer": 7}}
    assert response.headers["content-type"] == f"{NEW}; charset=utf-8"
    assert response.headers["content-length"] == str(len(response.content))
    assert response.headers["cache-control"] == "no-store"


async def test_variables_and_the_operations_name_reach_the_engine(client: httpx.AsyncClient) -> None:
    text = "query A($n: String) { area(name: $n) } query B { viewer }"

    response = await post(client, {"query": text, "variables": {"n": "🏃"}, "operationName": "A", "extensions": {}})

    assert response.json() == {"data": {"area": "🏃"}}


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", OLD),
        ("*/*", OLD),
        ("application/*", OLD),
        (OLD, OLD),
        (NEW, NEW),
        (f"{NEW}, {OLD};q=0.9", NEW),
        (f"{NEW};q=0.5, {OLD}", OLD),
        (f"{OLD}, {NEW}", NEW),
        (f"{NEW}, */*", NEW),
        (f"{OLD}, */*", OLD),
        (f"{NEW};q=0, */*", OLD),
        (f"{OLD};q=0, */*;q=0.1", NEW),
        (f"text/html, {OLD};q=0.1", OLD),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", OLD),
        ("APPLICATION/JSON; charset=UTF-8", OLD),
        (f'{OLD}; profile="a, b;q=0", text/html', OLD),
        (f"{NEW}; q=0.300, {OLD}; q=0.2", NEW),
    ],
)
async def test_the_media_type_that_suits_best_is_given(client: httpx.AsyncClient, accept: str, media: str) -> None:
    response = await post(client, {"query": "{ area }"}, accept)

    assert (response.status_code, response.headers["content-type"]) == (200, f"{media}; charset=utf-8")


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "image/*",
        f"{OLD};q=0",
        f"{OLD};q=0, {NEW};q=0.0",
        "*/*;q=0",
        "application/jsonp",
        f"{OLD}; charset=gb18030",
        f"{OLD};q=2",
        "nonsense",
        '"' * 20,
        "a" * 2_000,
    ],
)
async def test_a_request_that_accepts_neither_media_type_gets_406(client: httpx.AsyncClient, accept: str) -> None:
    response = await post(client, {"query": "{ area }"}, accept)

    assert (response.status_code, code(response)) == (406, "NOT_ACCEPTABLE")


@pytest.mark.parametrize("media", [OLD, "Application/JSON", f"{OLD}; charset=utf-8", f'{OLD};charset="UTF-8"', f"{OLD};odata=x"])
async def test_json_is_taken_under_every_way_of_writing_its_name(client: httpx.AsyncClient, media: str) -> None:
    assert (await post(client, {"query": "{ area }"}, content_type=media)).status_code == 200


@pytest.mark.parametrize(
    "media",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/jsonp",
        "text/plain; application/json",
        f"{OLD}, text/plain",
        f"{OLD}; charset=gb18030",
    ],
)
async def test_what_a_form_of_another_site_could_send_is_refused(app: Starlette, client: httpx.AsyncClient, media: str) -> None:
    response = await post(client, {"query": 'mutation { areaRename(name: "x") }'}, content_type=media)

    assert (response.status_code, code(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert app.state.engine.renamed == []


@pytest.mark.parametrize("packing", ["gzip", "br", "deflate", "identity, gzip"])
async def test_packed_bodies_are_refused(client: httpx.AsyncClient, packing: str) -> None:
    response = await post(client, {"query": "{ area }"}, content_encoding=packing)

    assert (response.status_code, response.headers["accept-encoding"]) == (415, "identity")


@pytest.mark.parametrize("accept", [NEW, OLD])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"1",
        b'"x"',
        b'{"query": "{ area }"',
        b'[{"query": "{ area }"}]',
        b'{"query": "{ area }", "query": "{ viewer }"}',
        b'{"query": "\xff"}',
        b'{"query": "{ area }", "variables": {"n": NaN}}',
        b'{"query": "{ area }", "variables": {"n": "\\u0000"}}',
        b'{"query": "{ area }", "variables": {"n": "\\ud800"}}',
        b'{"query": "{ area }", "variables": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"query": "{ area }", "variables": {"n": ' + b"9" * 5_000 + b"}}",
        b'{"qeury": "{ area }"}',
        *[b'{"query": %s}' % wrong for wrong in (b"null", b"0", b"false", b"{}", b"[]")],
        *[b'{"query": "{ area }", "variables": %s}' % wrong for wrong in (b"0", b"false", b'"{}"', b"[]")],
        *[b'{"query": "{ area }", "operationName": %s}' % wrong for wrong in (b"0", b"false", b"{}", b"[]")],
        *[b'{"query": "{ area }", "extensions": %s}' % wrong for wrong in (b"0", b"false", b'"x"', b"[]")],
    ],
)
async def test_what_is_not_a_graphql_request_gets_400(client: httpx.AsyncClient, body: bytes, accept: str) -> None:
    response = await post(client, body, accept)

    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("parameter", ["variables", "operationName", "extensions"])
async def test_parameters_may_be_null(client: httpx.AsyncClient, parameter: str) -> None:
    assert (await post(client, {"query": "{ area }", parameter: None})).json() == {"data": {"area": "朝阳区"}}


@pytest.mark.parametrize(
    "body",
    [
        {"query": "{"},
        {"query": ""},
        {"query": "{ missing }"},
        {"query": "query A { area } query B { area }"},
        {"query": "query A { area }", "operationName": "B"},
        {"query": "query ($n: String!) { area(name: $n) }", "variables": {"n": None}},
        {"query": "{ area " + "area " * 3_000 + "}"},
    ],
)
async def test_an_operation_that_cannot_run_is_400_in_the_new_media_type_only(
    client: httpx.AsyncClient, body: dict[str, Any]
) -> None:
    new, old = await post(client, body, NEW), await post(client, body, OLD)

    assert (new.status_code, old.status_code) == (400, 200)
    assert new.json() == old.json()
    assert code(new)


@pytest.mark.parametrize("accept", [NEW, OLD])
async def test_a_fault_of_ours_is_500_and_says_nothing(client: httpx.AsyncClient, accept: str) -> None:
    response = await post(client, {"query": "{ broken }"}, accept)

    assert response.status_code == 500
    assert response.json() == {"errors": [{"message": FAULT, "extensions": {"code": "INTERNAL_SERVER_ERROR"}}]}


async def test_get_asks_queries(client: httpx.AsyncClient) -> None:
    text = "query A($n: String) { area(name: $n) } query B { viewer }"
    asked = {"query": text, "variables": '{"n": "团结湖"}', "operationName": "A", "extensions": "{}"}

    response = await client.get("/graphql", params=asked, headers={"accept": NEW})

    assert (response.status_code, response.json()) == (200, {"data": {"area": "团结湖"}})


@pytest.mark.parametrize(
    "asked",
    [
        {"query": 'mutation { areaRename(name: "x") }'},
        {"query": 'query A { area } mutation B { areaRename(name: "x") }', "operationName": "B"},
        {"query": "subscription { area }"},
    ],
)
async def test_get_changes_nothing(app: Starlette, client: httpx.AsyncClient, asked: dict[str, str]) -> None:
    response = await client.get("/graphql", params=asked)

    assert (response.status_code, response.headers["allow"], code(response)) == (405, "POST", "METHOD_NOT_ALLOWED")
    assert app.state.engine.renamed == []


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "variables={}",
        "query={area}&query={viewer}",
        "query={area}&variables=[]",
        "query={area}&variables=1",
        "query={area}&variables={",
        'query={area}&variables={"a":1,"a":2}',
        "query={area}&extensions=x",
        "query=%ff",
        "query={area}" + "&a=b" * 20,
    ],
)
async def test_a_get_request_with_wrong_parameters_gets_400(client: httpx.AsyncClient, asked: str) -> None:
    response = await client.get(f"/graphql?{asked}")

    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("empty", ["", "null"])
async def test_a_get_parameter_may_be_empty(client: httpx.AsyncClient, empty: str) -> None:
    response = await client.get("/graphql", params={"query": "{ area }", "variables": empty, "extensions": empty})

    assert response.status_code == 200


@pytest.mark.parametrize("text", ["{", "{ missing }", "query A { area } mutation B { areaRename }"])
async def test_a_get_request_whose_document_is_wrong_is_told_so(client: httpx.AsyncClient, text: str) -> None:
    assert (await client.get("/graphql", params={"query": text}, headers={"accept": NEW})).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE"])
async def test_other_methods_are_refused(client: httpx.AsyncClient, method: str) -> None:
    response = await client.request(method, "/graphql", json={"query": "{ area }"})

    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")


async def test_a_body_of_the_largest_size_passes(client: httpx.AsyncClient) -> None:
    body = json.dumps({"query": "{ area }"}).encode().ljust(256 * 1024)

    assert (await post(client, body)).status_code == 200
    assert (await post(client, body + b" ")).status_code == 413
