"""Signing in and out, languages, passwords, sessions and tokens, page by page."""

import pytest

from api.sample import PASSWORD
from tests.story import Story
from tests.views.house import House
from tests.views.markup import errors, faults, fields


async def test_a_wrong_password_is_refused_and_never_shown_again(house: House) -> None:
    visitor = await house.visitor()

    page = await visitor.submit(
        await visitor.see("/sign-in"), "/sign-in", login="chaowai", password="Wrong-Password-1", next="/people"
    )

    assert page.status == 422
    assert "Wrong-Password-1" not in page.text
    assert fields(page.form("/sign-in"))["login"] == ["chaowai"]
    assert fields(page.form("/sign-in"))["next"] == ["/people"]
    assert faults(page.tree) == []


async def test_the_session_s_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    visitor = await house.visitor()

    page = await visitor.submit(await visitor.see("/sign-in"), "/sign-in", login="chaowai", password=PASSWORD)

    cookie = next(one for one in page.response.headers.get_list("set-cookie") if one.startswith("gongzhi="))
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie


async def test_signing_out_ends_the_session_on_the_server(house: House) -> None:
    visitor = await house.visitor("chaowai")
    cookies = dict(visitor.client.cookies)
    page = await visitor.submit(await visitor.see("/me"), "/sign-out")
    thief = await house.visitor()
    thief.client.cookies.update(cookies)

    assert page.to == "/"
    assert (await thief.get("/me")).status == 303


async def test_a_new_person_changes_the_temporary_password_before_anything_else(house: House) -> None:
    admin = await house.visitor("admin")
    made = await admin.submit(await admin.see("/accounts/new"), "/accounts/new", personText="白露", login="bailu")
    secret = next(one.get("value") for one in made.tree.all("input", readonly=""))
    visitor = await house.visitor()

    entered = await visitor.submit(
        await visitor.see("/sign-in"), "/sign-in", login="bailu", password=secret, next="/organisations"
    )
    elsewhere = [
        (await visitor.get(path)).to for path in ("/", "/organisations", "/me", "/people", "/organisations/options?search=a")
    ]
    written = await visitor.post("/organisations/new", {"name": "不该有的单位", "kind": "OTHER"})
    form = await visitor.follow(entered)
    done = await visitor.submit(form, "/me/password", current=secret, new="Another-Good-1", again="Another-Good-1")

    assert entered.to == "/me/password"
    assert elsewhere == ["/me/password"] * 5
    assert written.to == "/me/password"
    assert "临时密码" in form.text and faults(form.tree) == []
    assert done.to == "/me"
    assert (await visitor.see("/organisations")).status == 200
    assert (await (await house.visitor("bailu", "Another-Good-1")).see("/me")).status == 200


async def test_another_device_is_signed_out_from_the_list_of_sessions(house: House) -> None:
    here, there = await house.visitor("member"), await house.visitor("member")
    page = await here.see("/me")
    ends = [one.get("action") for one in page.tree.all("form") if one.get("action").startswith("/sessions/")]

    done = await here.submit(page, ends[0])

    assert len(ends) == 1
    assert done.to == "/me"
    assert (await there.get("/me")).status == 303
    assert (await here.see("/me")).status == 200


async def test_a_token_is_shown_once_works_and_is_ended(house: House) -> None:
    visitor = await house.visitor("chaowai")
    made = await visitor.submit(await visitor.see("/me"), "/me/tokens", name="大屏", scopes=["areas"], expiresOn="2999-01-01")
    secret = next(one.get("value") for one in made.tree.all("input", readonly=""))
    question = {"query": "{ areas(first: 1) { nodes { code } } }"}
    bearer = {"Authorization": f"Bearer {secret}"}

    works = await visitor.client.post("/graphql", json=question, headers=bearer)
    page = await visitor.see("/me")
    end = next(one.get("action") for one in page.tree.all("form") if one.get("action").startswith("/tokens/"))
    await visitor.submit(page, end)
    ended = await visitor.client.post("/graphql", json=question, headers=bearer)

    assert works.json()["data"]["areas"]["nodes"]
    assert secret not in page.text
    assert ended.status_code == 401


@pytest.mark.parametrize(
    ("chosen", "lang", "words"), [("en", "en", "Organisations"), ("zh_Hant", "zh-Hant", "單位"), ("zh_Hans", "zh-Hans", "单位")]
)
@pytest.mark.parametrize("login", ["public", "stranger"])
async def test_the_language_is_chosen_and_kept(house: House, login: str, chosen: str, lang: str, words: str) -> None:
    visitor = await house.visitor(login)

    done = await visitor.submit(await visitor.see("/organisations"), "/language", language=chosen)
    page = await visitor.follow(done)

    assert done.to == "/organisations"
    assert page.tree.all("html")[0].get("lang") == lang
    assert words in page.tree.all("h1")[0].text
    assert faults(page.tree) == []


async def test_the_choice_of_language_goes_with_the_account_to_another_browser(house: House) -> None:
    first = await house.visitor("stranger")
    await first.submit(await first.see("/"), "/language", language="en")

    page = await (await house.visitor("stranger")).see("/")

    assert page.tree.all("html")[0].get("lang") == "en"


async def test_the_browser_s_language_is_spoken_until_one_is_chosen(looked_at: House) -> None:
    visitor = await looked_at.known("public")

    spoken = {
        asked: (await visitor.get("/", **{"Accept-Language": asked})).tree.all("html")[0].get("lang")
        for asked in ("zh-CN", "zh-TW,zh;q=0.8", "en-GB,en;q=0.9", "fr")
    }

    assert spoken == {"zh-CN": "zh-Hans", "zh-TW,zh;q=0.8": "zh-Hant", "en-GB,en;q=0.9": "en", "fr": "zh-Hans"}


async def test_a_part_of_a_page_for_nobody_is_401_so_that_the_page_goes_to_sign_in(looked_at: House) -> None:
    assert (await (await looked_at.known("public")).part("/people")).status == 401


async def test_refusing_a_new_password_leaves_no_trace_of_it(house: House, story: Story) -> None:
    visitor = await house.visitor("member")

    page = await visitor.submit(
        await visitor.see("/me/password"), "/me/password", current="Wrong-1-wrong", new="Another-Good-1", again="Another-Good-1"
    )

    assert errors(page.tree).keys() == {"current"}
    assert "Another-Good-1" not in page.text and "Wrong-1-wrong" not in page.text


async def test_the_sample_s_personas_are_offered_in_the_sample_only(house: House) -> None:
    page = await (await house.visitor()).see("/sign-in")

    assert "林望舒" not in page.text
