"""Walking a list page by page, forwards or backwards, gives all of it once, in its order, to everybody who may see it."""

from collections.abc import Iterator
from typing import Any

import pytest

from schema import schema
from schema.engine import connections
from schema.engine.access import PUBLIC, Viewer
from schema.engine.reader import Engine
from tests.engine.oracle.executor import answer, plain
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import World
from tests.story import Story, answer_of, ask

LISTS = {
    "areas": ("CODE", "NAME"),
    "organisations": ("NAME", "RECENT", "CONTACT"),
    "committees": ("AREA",),
    "zones": ("NAME",),
    "people": ("NAME",),
    "accounts": ("LOGIN",),
    "events": ("RECENT",),
    "resources": ("RECENT", "TITLE", "UNTIL"),
    "demands": ("RECENT", "TITLE", "NEEDED", "WAITING"),
    "projects": ("RECENT", "TITLE", "HALF_YEAR"),
}
VIEWERS = ("public", "stranger", "manager", "chaowai", "admin")


def cases() -> Iterator[Any]:
    for name, orders in LISTS.items():
        for order in orders:
            yield pytest.param(name, order, id=f"{name}-{order}")


@pytest.mark.parametrize(("name", "order"), list(cases()))
@pytest.mark.parametrize("login", VIEWERS)
async def test_a_walk_gives_the_whole_list_once(
    wide_engine: Engine, world: World, story: Story, name: str, order: str, login: str
) -> None:
    viewer = story.everyone[login]
    size = 97 if name == "areas" else 13
    forwards = [one async for page in walk(wide_engine, viewer, name, order, size, "first", "after") for one in page]
    backwards = [one async for page in walk(wide_engine, viewer, name, order, size, "last", "before") for one in reversed(page)]
    assert forwards == everything(world, viewer, name, order)
    assert backwards == forwards[::-1]


async def walk(engine: Engine, viewer: Viewer, name: str, order: str, size: int, count: str, cursor: str) -> Any:
    """Each page's cursors in the open; checks what the pages say of their neighbours and of the whole."""
    document = (
        f"query ($cursor: String) {{ list: {name}({count}: {size}, {cursor}: $cursor, orderBy: {order}) {{"
        " edges { cursor } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
    )
    ahead, behind, edge = (
        ("hasNextPage", "hasPreviousPage", "endCursor") if count == "first" else ("hasPreviousPage", "hasNextPage", "startCursor")
    )
    mark, seen = None, 0
    while True:
        page = (await ask(engine, document, {"cursor": mark}, viewer))["list"]
        seen += len(page["edges"])
        assert page["pageInfo"][behind] is (mark is not None)
        assert page["pageInfo"][ahead] is (seen < page["totalCount"])
        yield [plain(one["cursor"]) for one in page["edges"]]
        if not page["pageInfo"][ahead]:
            return
        mark = page["pageInfo"][edge]


def everything(world: World, viewer: Viewer, name: str, order: str) -> list[str]:
    """The cursors of all elements, as the oracle has them."""
    document = f"{{ list: {name}(first: 100000, orderBy: {order}) {{ edges {{ cursor }} }} }}"
    data = answer(schema._schema, document, {}, Sight(world, viewer))
    return [one["cursor"] for one in data["list"]["edges"]]


async def test_a_page_in_the_middle_knows_both_neighbours(wide_engine: Engine) -> None:
    document = "query ($after: String, $before: String) { areas(first: 2, after: $after, before: $before) {"
    document += " edges { cursor } pageInfo { hasNextPage hasPreviousPage } } }"
    cursors = [one["cursor"] for one in (await ask(wide_engine, "{ areas(first: 5) { edges { cursor } } }"))["areas"]["edges"]]
    page = (await ask(wide_engine, document, {"after": cursors[0], "before": cursors[3]}))["areas"]
    assert [one["cursor"] for one in page["edges"]] == cursors[1:3]
    assert page["pageInfo"] == {"hasNextPage": True, "hasPreviousPage": True}


@pytest.mark.parametrize("arguments", ["first: 101", "first: -1", "last: 101", "last: -1", "first: 1, last: 1"])
async def test_the_size_of_a_page_is_bounded(wide_engine: Engine, arguments: str) -> None:
    for inner in ("nodes { id }", "totalCount", "__typename"):
        answer = await answer_of(wide_engine, f"{{ areas({arguments}) {{ {inner} }} }}")
        assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_the_scope_for_export_allows_larger_pages(wide_engine: Engine, story: Story) -> None:
    app = Viewer(account=1, scopes=frozenset({"areas", "export"}), via="api")
    data = await ask(wide_engine, "{ areas(first: 1000) { nodes { id } } }", None, app)
    assert len(data["areas"]["nodes"]) == 824


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJOQU1FIiwgImIiLCAxXQ", "WyJDT0RFIiwgMSwgMV0", "WyJDT0RFIiwgIngiXQ"])
async def test_a_cursor_of_another_order_or_of_nobody_is_refused(wide_engine: Engine, cursor: str) -> None:
    answer = await answer_of(wide_engine, "query ($c: String) { areas(after: $c) { nodes { id } } }", {"c": cursor}, PUBLIC)
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_a_page_of_nothing_still_says_what_follows(wide_engine: Engine) -> None:
    page_info = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
    data = await ask(wide_engine, f"{{ areas(first: 0) {{ nodes {{ id }} {page_info} totalCount }} }}")
    nothing = {"hasNextPage": True, "hasPreviousPage": False, "startCursor": None, "endCursor": None}
    assert data["areas"] == {"nodes": [], "pageInfo": nothing, "totalCount": 824}


@pytest.mark.parametrize(("name", "order"), list(cases()))
@pytest.mark.parametrize("bound", [0, 3, 10_000])
@pytest.mark.parametrize("login", ["public", "chaowai"])
async def test_a_first_page_is_the_same_whether_or_not_its_rows_are_counted(
    wide_engine: Engine, story: Story, monkeypatch: pytest.MonkeyPatch, name: str, order: str, bound: int, login: str
) -> None:
    monkeypatch.setattr(connections, "COUNT_LIMIT", bound)
    page = f"{name}(first: 6, orderBy: {order}) {{ nodes {{ id }} edges {{ cursor }} pageInfo {{ hasNextPage endCursor }} %s }}"
    viewer = story.everyone[login]
    # Documents are compiled once: the bound is part of the text.
    counted = await answer_of(wide_engine, f"query Bound{bound} {{ {page % 'totalCount totalCountCapped'} }}", None, viewer)
    alone = await answer_of(wide_engine, f"{{ {page % ''} }}", None, viewer)

    if "errors" in alone:
        assert alone == counted
        return
    count, capped = (counted["data"][name].pop(key) for key in ("totalCount", "totalCountCapped"))
    assert counted == alone
    assert count <= bound
    assert capped is (count == bound and bool(alone["data"][name]["nodes"]))
