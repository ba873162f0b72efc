"""The address of an upload, over HTTP: bytes as they are, once, as its account; and apps with a token."""

import httpx
import pytest

from schema.attachments.limits import BYTES
from tests.schema.acting import number
from tests.schema.files import PDF, opened, photo
from tests.story import Story
from tests.views.house import HOST, House


async def sent(house: House, login: str, address: str, data: bytes, **headers: str) -> httpx.Response:
    """What somebody's browser gets who sends bytes to an address."""
    visitor = await house.known(login)
    return await visitor.client.put(address, content=data, headers={"Sec-Fetch-Site": "same-origin", "Origin": HOST} | headers)


async def address(house: House, story: Story, login: str = "manager") -> str:
    """Where an upload's bytes go."""
    return "/uploads/" + "/".join(await opened(house.engine, story.viewers[login]))


async def test_bytes_are_taken_and_sent_again_they_get_the_same_answer(house: House, story: Story) -> None:
    at = await address(house, story)
    answer = await sent(house, "manager", at, photo())
    assert answer.status_code == 201 and answer.headers["cache-control"] == "no-store"
    upload = answer.json()["upload"]
    assert (upload["status"], upload["kind"], upload["width"]) == ("RECEIVED", "IMAGE", 320)
    again = await sent(house, "manager", at, photo())
    assert (again.status_code, again.json()) == (201, answer.json())
    assert (await sent(house, "manager", at, PDF)).status_code == 409


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [(b"", 422, "FILE_EMPTY"), (b"<html>", 422, "FILE_KIND"), (photo()[:900], 422, "IMAGE_BROKEN")],
)
async def test_what_is_refused_says_why(house: House, story: Story, data: bytes, status: int, code: str) -> None:
    answer = await sent(house, "manager", await address(house, story), data)
    assert (answer.status_code, answer.json()["refusals"][0]["code"]) == (status, code)


async def test_what_is_too_long_is_not_even_read(house: House, story: Story) -> None:
    at = await address(house, story)
    assert (await sent(house, "manager", at, bytes(BYTES + 1))).status_code == 413
    assert (await sent(house, "manager", at, b"x", **{"Content-Length": str(BYTES + 1)})).status_code == 413
    assert await house.value("select status from upload where id = $1", number(at.split("/")[2])) == "OPEN"


async def test_an_address_is_nothing_for_others(house: House, story: Story) -> None:
    at = await address(house, story)
    assert (await sent(house, "public", at, photo())).status_code == 401
    assert (await sent(house, "chaowai", at, photo())).status_code == 404
    assert (await sent(house, "manager", at[:-1], photo())).status_code == 404
    assert (await sent(house, "manager", at, photo(), Origin="https://elsewhere.example")).status_code == 403
    assert (await sent(house, "manager", at, photo(), **{"Sec-Fetch-Site": "cross-site"})).status_code == 403
    visitor = await house.known("manager")
    assert (await visitor.get(at)).status == 405
    assert await house.value("select status from upload where id = $1", number(at.split("/")[2])) == "OPEN"


async def test_an_app_uploads_with_its_token(house: House, story: Story) -> None:
    made = await house.engine.ask(
        "mutation($input: TokenCreateInput!) { tokenCreate(input: $input) { secret refusals { code } } }",
        {"input": {"name": "照片", "scopes": ["attachments", "attachments:write"]}},
        story.manager,
    )
    at = await address(house, story)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house.served), base_url=HOST) as app:
        bearer = {"Authorization": f"Bearer {made['tokenCreate']['secret']}"}
        assert (await app.put(at, content=photo(), headers=bearer)).status_code == 201
