"""Every page, for everybody: it is there or it is not, its markup is right, and it costs one statement."""

from collections.abc import Callable
from typing import Any

import pytest

from api.sample import PERSONAS
from tests.story import Story
from tests.views.address import Address
from tests.views.addresses import addresses
from tests.views.addresses_of_developers import FILES
from tests.views.house import House
from tests.views.markup import faults
from views.routes import ROUTES

EVERYBODY = ["public", *(one.login for one in PERSONAS)]
STEPS = ("approve", "return", "resubmit", "suspend", "resume", "close")


@pytest.fixture(scope="session")
async def pages(looked_at: House, story: Story) -> list[Address]:
    return await addresses(looked_at, story)


@pytest.mark.parametrize("login", EVERYBODY)
async def test_every_page_is_shown_to_those_who_may_see_it_and_to_nobody_else(
    looked_at: House, pages: list[Address], login: str
) -> None:
    visitor = await looked_at.known(login)

    found = {one.path: (await visitor.get(one.path)).status for one in pages}

    assert found == {one.path: one.status(login) for one in pages}


@pytest.mark.parametrize("login", ["public", "member", "chaowai", "admin"])
@pytest.mark.parametrize("language", ["zh-CN", "en", "zh-TW"])
async def test_the_markup_of_every_page_is_right(looked_at: House, pages: list[Address], login: str, language: str) -> None:
    visitor = await looked_at.known(login)

    found = {
        one.path: faults((await visitor.get(one.path, **{"Accept-Language": language})).tree)
        for one in pages
        if not one.part and one.status(login) == 200
    }

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("login", ["public", "member", "chaowai", "admin"])
async def test_a_page_is_one_document_and_so_one_statement(
    looked_at: House, pages: list[Address], login: str, statements: Callable[[], Any]
) -> None:
    visitor = await looked_at.known(login)
    await visitor.get("/")
    sent: dict[str, int] = {}
    for one in pages:
        if one.status(login) == 200 and not one.path.endswith(("template.xlsx", *FILES)):
            with statements() as meanwhile:
                await visitor.get(one.path)
            sent[one.path] = len(meanwhile)

    assert sent == dict.fromkeys(sent, 1)


def test_every_page_of_the_site_map_is_looked_at(pages: list[Address]) -> None:
    shown = {route.path for route in ROUTES if (route.methods or set()) >= {"GET"} and "POST" not in (route.methods or ())}
    of_lists = [f"/{name}/imports/{{id}}" for name in ("organisations", "resources", "demands")]
    after_an_upload = {*of_lists, *(f"{path}/problems.xlsx" for path in of_lists)}

    assert shown - {one.route for one in pages} == after_an_upload


async def test_a_part_of_a_page_is_that_part_only(looked_at: House, pages: list[Address]) -> None:
    visitor = await looked_at.known("chaowai")
    for one in pages:
        if one.status("chaowai") == 200 and not one.part:
            whole, part = await visitor.see(one.path), await visitor.part(one.path)
            lives = [element for element in whole.tree.all("main")[0].walk() if element.get("data-live")]

            assert part.response.headers["vary"] == "HX-Request-Type"
            if lives:
                assert "<html" not in part.text
                first = next(element for element in part.tree.walk() if element.get("id"))
                assert (first.get("id"), first.get("data-live")) == (lives[0].get("id"), lives[0].get("data-live")), one.path


@pytest.mark.parametrize(
    "path", ["/nowhere", "/organisations/org_0", "/organisations/area_1", "/areas/x/edit", "/people/person_0"]
)
async def test_what_is_not_there_is_said_in_a_page(looked_at: House, path: str) -> None:
    page = await (await looked_at.known("chaowai")).get(path)

    assert page.status == 404
    assert faults(page.tree) == []
    assert "没有找到" in page.text


async def test_the_public_is_sent_to_sign_in_and_comes_back(house: House) -> None:
    visitor = await house.visitor()
    sent = await visitor.get("/people?search=lys")
    form = await visitor.follow(sent)
    page = await visitor.submit(form, "/sign-in", login="chaowai", password="Sample-District-2026")

    assert page.to == "/people?search=lys"
    assert (await visitor.follow(page)).status == 200


@pytest.mark.parametrize("next_", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
async def test_nobody_is_sent_away_from_this_host(house: House, next_: str) -> None:
    visitor = await house.visitor()
    form = await visitor.see("/sign-in")

    page = await visitor.submit(form, "/sign-in", login="chaowai", password="Sample-District-2026", next=next_)

    assert page.to == "/"


async def test_a_fault_is_told_without_telling_what(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = await house.visitor("chaowai")
    monkeypatch.setattr(house.app.state.site, "documents", {})

    page = await visitor.get("/areas")

    assert page.status == 500
    assert faults(page.tree) == []
    assert "Traceback" not in page.text and "KeyError" not in page.text
    assert "content-security-policy" in page.response.headers
