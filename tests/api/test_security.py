"""What every answer carries, which requests never get in, and where a visitor may be sent on to."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.security import Gate, SecurityHeaders
from schema.engine.access import PUBLIC, Viewer
from views.links import local_path


class KnownByHeader:
    """Who says ``X-Account`` is signed in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        signed_in = b"x-account" in dict(scope["headers"])
        scope.setdefault("state", {})["viewer"] = Viewer(account=7) if signed_in else PUBLIC
        await self.app(scope, receive, send)


async def page(request: Request) -> Response:
    return PlainTextResponse("页面")


async def sign_in(request: Request) -> Response:
    response = PlainTextResponse("")
    response.set_cookie("session", "x")
    return response


async def kept(request: Request) -> Response:
    return PlainTextResponse("", headers={"Cache-Control": "public"})


async def broken(request: Request) -> Response:
    raise RuntimeError("secret")


@pytest.fixture
def app() -> ASGIApp:
    methods = ["GET", "POST", "PUT", "DELETE"]
    routes = [Route(f"/{one.__name__}", one, methods=methods) for one in (page, sign_in, kept, broken)]
    middleware = [Middleware(Gate, ["gongzhi.example", "localhost", "::1"]), Middleware(KnownByHeader)]
    return SecurityHeaders(Starlette(routes=routes, middleware=middleware))


@pytest.fixture
async def client(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://gongzhi.example") as opened:
        yield opened


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/page", 200), ("GET", "/missing", 404), ("PATCH", "/page", 405), ("GET", "/broken", 500), ("GET", "/page/", 307)],
)
async def test_every_answer_carries_the_headers(client: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    response = await client.request(method, path)

    policy = response.headers["content-security-policy"]
    assert response.status_code == status
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in response.headers["permissions-policy"]
    assert response.headers["cross-origin-opener-policy"] == "same-origin"
    assert "secret" not in response.text


async def test_a_refusal_at_the_gate_carries_them_too(client: httpx.AsyncClient) -> None:
    response = await client.get("/page", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "content-security-policy" in response.headers


async def test_tls_is_remembered_where_there_is_tls(client: httpx.AsyncClient) -> None:
    assert "strict-transport-security" not in (await client.get("/page")).headers
    assert "strict-transport-security" in (await client.get("https://gongzhi.example/page")).headers


@pytest.mark.parametrize(
    ("path", "headers", "caching"),
    [
        ("/page", {}, "no-cache"),
        ("/page", {"x-account": "7"}, "no-store"),
        ("/missing", {"x-account": "7"}, "no-store"),
        ("/broken", {"x-account": "7"}, "no-store"),
        ("/sign_in", {}, "no-store"),
        ("/kept", {"x-account": "7"}, "public"),
    ],
)
async def test_what_is_personal_stays_out_of_caches(
    client: httpx.AsyncClient, path: str, headers: dict[str, str], caching: str
) -> None:
    assert (await client.get(path, headers=headers)).headers.get_list("cache-control") == [caching]


@pytest.mark.parametrize(
    "host", ["gongzhi.example", "GONGZHI.example", "gongzhi.example:8000", "localhost:1", "[::1]", "[::1]:8000"]
)
async def test_requests_to_our_hosts_get_in(client: httpx.AsyncClient, host: str) -> None:
    assert (await client.get("/page", headers={"host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "gongzhi.example.evil.example",
        "evil.example:gongzhi.example",
        "gongzhi.example@evil.example",
        "gongzhi.example:80:80",
        "gongzhi.example:",
        "gongzhi.example/",
        "gongzhi.example evil.example",
        "::1",
        "[::2]",
        "*",
        "a" * 5_000,
    ],
)
async def test_requests_to_other_hosts_do_not(client: httpx.AsyncClient, host: str) -> None:
    assert (await client.get("/page", headers={"host": host})).status_code == 400


async def test_any_host_is_ours_where_the_settings_say_so() -> None:
    transport = httpx.ASGITransport(Gate(Starlette(routes=[Route("/page", page)]), ["*"]))
    async with httpx.AsyncClient(transport=transport, base_url="http://anything.example:81") as client:
        assert (await client.get("/page")).status_code == 200
        assert (await client.get("/page", headers={"host": "not a host"})).status_code == 400


OUR_OWN = [
    {},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"origin": "http://gongzhi.example"},
    {"origin": "https://gongzhi.example", "sec-fetch-site": "same-origin"},
    {"referer": "http://gongzhi.example/sign-in?next=/"},
    {"sec-fetch-site": "cross-site", "origin": "https://evil.example", "authorization": "Bearer gz_x"},
]
FOREIGN = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "nonsense"},
    {"sec-fetch-site": "cross-site", "origin": "http://gongzhi.example"},
    {"origin": "http://evil.example"},
    {"origin": "http://gongzhi.example:8080"},
    {"origin": "http://sub.gongzhi.example"},
    {"origin": "http://gongzhi.example@evil.example"},
    {"origin": "null"},
    {"origin": "http://["},
    {"origin": "evil.example"},
    {"sec-fetch-site": "same-origin", "origin": "null"},
    {"referer": "http://evil.example/gongzhi.example"},
    {"referer": "about:blank"},
    {"origin": "https://evil.example", "authorization": "Basic eDp5"},
]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("headers", OUR_OWN)
async def test_changes_from_our_own_pages_and_from_apps_get_in(
    client: httpx.AsyncClient, method: str, headers: dict[str, str]
) -> None:
    assert (await client.request(method, "/page", headers=headers)).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("headers", FOREIGN)
async def test_changes_from_other_sites_do_not(client: httpx.AsyncClient, method: str, headers: dict[str, str]) -> None:
    assert (await client.request(method, "/page", headers=headers)).status_code == 403


@pytest.mark.parametrize("headers", FOREIGN)
async def test_a_link_from_another_site_may_be_followed(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await client.get("/page", headers=headers)).status_code == 200


async def through(scope: Scope) -> tuple[list[str], list[Message]]:
    """What reaches an application behind both layers, and what is answered before it is reached."""
    reached: list[str] = []
    sent: list[Message] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope["type"])

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        sent.append(message)

    await SecurityHeaders(Gate(inner, ["gongzhi.example"]))(scope, receive, send)
    return reached, sent


async def test_a_page_of_another_site_cannot_listen() -> None:
    host = (b"host", b"gongzhi.example")

    ours = await through({"type": "websocket", "headers": [host, (b"origin", b"http://gongzhi.example")]})
    theirs = await through({"type": "websocket", "headers": [host, (b"origin", b"http://evil.example")]})

    assert ours == (["websocket"], [])
    assert theirs == ([], [{"type": "websocket.close", "code": 1008, "reason": "The request came from another site."}])


async def test_other_protocols_pass_untouched() -> None:
    assert await through({"type": "lifespan"}) == (["lifespan"], [])


@pytest.mark.parametrize(
    "value", ["/", "/areas", "/areas/area_7?tab=grids&q=//x#top", "/组织?名=团结湖", "/%5cevil.example", "/@evil.example"]
)
def test_a_visitor_is_sent_on_within_this_host(value: str) -> None:
    assert local_path(value) == value


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "areas",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "/\tevil",
        "/\t/evil.example",
        "/\n/evil.example",
        "/x\r\nSet-Cookie: a=b",
        " //evil.example",
        "/x y",
        "/\x00",
        "/\x7f",
        "user:pass@evil.example",
        "/" + "a" * 2_000,
    ],
)
def test_a_visitor_is_never_sent_elsewhere(value: str | None) -> None:
    assert local_path(value) == "/"
