"""Pages with comments and notifications: who sees them, choosing between namesakes, older ones, and the link in a letter."""

import asyncpg

from schema.notifications.digests import stop_secret
from schema.notifications.kinds import NotificationKind
from schema.notifications.telling import tell_on
from tests.schema.acting import number
from tests.schema.files import photo
from tests.story import Story
from tests.views.house import HOST, House, Visitor
from tests.views.names import spelled
from tests.views.test_live import listening

OFFER = "/resources/{resource:一层共享会议室}"


async def say(house: House, story: Story, visitor: Visitor, text: str, **typed: str) -> None:
    """Say something about the offer."""
    at = await spelled(house, story, OFFER)
    answer = await visitor.submit(await visitor.see(at), f"{at}/comments", text=text, **typed)
    assert answer.to == f"{at}#comments"


async def test_a_public_offer_shows_its_comments_to_nobody_else(house: House, story: Story) -> None:
    at = await spelled(house, story, OFFER)
    for login, shown in (("public", False), ("stranger", False), ("jianwai", False), ("member", True), ("chaowai", True)):
        page = await (await house.visitor(login)).see(at)
        assert ("会后请恢复原样" in page.text, 'id="comments"' in page.text) == (shown, shown), login


async def test_of_namesakes_one_is_chosen_without_javascript(house: House, story: Story) -> None:
    pool: asyncpg.Pool = house.engine.services.pool
    twin = story.person("叶知秋")
    await pool.execute(
        "update person set name = '陆远山', words = (select words from person where name = '陆远山') where id = $1", number(twin)
    )
    visitor, at = await house.visitor("chaowai"), await spelled(house, story, OFFER)
    answer = await visitor.submit(await visitor.see(at), f"{at}/comments", text="@陆远山 请看")
    assert answer.status == 422
    choices = [one.get("value") for one in answer.tree.all("input") if one.get("name") == "mentions"]
    assert set(choices) == {twin, story.person("陆远山")}
    assert "有几位同名" in answer.text and "@陆远山 请看" in answer.text
    answer = await visitor.submit(answer, f"{at}/comments", mentions=twin)
    assert answer.status == 303
    chosen = "select array_agg(person_id) from mention where comment_id = (select max(id) from comment)"
    assert await house.value(chosen) == [number(twin)]


async def test_older_comments_are_a_page_away(house: House, story: Story) -> None:
    visitor = await house.visitor("chaowai")
    offer = await spelled(house, story, "{resource:一层共享会议室}")
    for place in range(1, 53):
        await house.engine.services.pool.execute(
            "insert into comment (resource_id, account_id, person_id, text) values ($1, 1, 1, $2)",
            number(offer),
            f"第 {place} 句",
        )
    page = await visitor.see(await spelled(house, story, OFFER))
    assert "第 3 句" in page.text and "第 2 句" not in page.text
    (link,) = [one.get("href") for one in page.tree.all("a") if (one.get("href") or "").startswith("/comments?")]
    older = await visitor.see(link)
    assert all(words in older.text for words in ("第 2 句", "会后请恢复原样")) and "第 3 句" not in older.text


async def test_a_comment_takes_photos_with_it_and_what_is_refused_can_be_sent_again(house: House, story: Story) -> None:
    visitor, at = await house.visitor("manager"), await spelled(house, story, OFFER)
    sent = ("现场.jpg", photo(), "image/jpeg")
    answer = await visitor.submit(await visitor.see(at), f"{at}/comments", text="见照片", file=sent)
    assert answer.to == f"{at}#comments"
    page = await visitor.see(at)
    (comment,) = [one for one in page.tree.all("li") if "见照片" in one.text and (one.get("id") or "").startswith("comment_")]
    assert len(comment.all("img")) == 1

    answer = await visitor.submit(page, f"{at}/comments", text="再看这张", file=("坏.jpg", b"<html>", "image/jpeg"))
    later = await visitor.follow(answer)
    assert answer.to.startswith("/attachments/new?item=comment_") and "再看这张" in later.text and "未能上传" in later.text
    answer = await visitor.submit(later, answer.to, file=sent)
    assert answer.to == at
    assert (await visitor.see(at)).text.count("<figure>") > page.text.count("<figure>")

    shown = next(one.get("href") for one in comment.all("a") if (one.get("href") or "").startswith("/attachments/attachment_"))
    assert (await visitor.see(shown)).status == 200
    assert (await (await house.visitor("stranger")).get(shown)).status == 404


async def test_a_stream_says_on_what_a_comment_is(house: House, story: Story) -> None:
    near, far, author = [await house.visitor(login) for login in ("member", "stranger", "chaowai")]
    async with listening(near) as heard, listening(far) as deaf:
        await say(house, story, author, "请确认")
        await far.submit(await far.see("/"), "/language", language="en")
        told = await heard.heard()
        assert told and (told["type"], told["item"]) == ("Comment", await spelled(house, story, "{resource:一层共享会议室}"))
        assert await deaf.heard() is None


async def test_the_bell_counts_what_is_unread(house: House, story: Story) -> None:
    reader, author = await house.visitor("member"), await house.visitor("chaowai")
    await house.engine.services.pool.execute("update notification set read_at = now()")
    assert "条未读" not in (await reader.see("/")).text
    await say(house, story, author, "@叶知秋 请看")
    await tell_on(house.engine.services.pool)
    page = await reader.see("/")
    assert 'aria-label="通知，1 条未读"' in page.text
    page = await reader.see("/notifications?unread=true")
    (at,) = [one.get("action") for one in page.tree.all("form") if (one.get("action") or "").endswith("/open")]
    opened = await reader.submit(page, at)
    assert opened.to.startswith(await spelled(house, story, OFFER) + "#comment_")
    assert "条未读" not in (await reader.see("/")).text


async def test_a_mail_program_stops_the_digest_with_one_click(house: House, story: Story) -> None:
    """It posts from nowhere, without cookies, and follows no redirects (RFC 8058)."""
    account = number(story.account("manager"))
    at = f"/digests/stop/{stop_secret(house.engine.services.seal, account)}"
    client = (await house.visitor()).client
    assert (await client.get(at)).status_code == 200
    assert await house.value("select count(*) from digest_choice") == 0
    answer = await client.post(at, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, "已停止发送提醒邮件" in answer.text) == (200, True)
    stopped = await house.value("select count(*) from digest_choice where account_id = $1 and rhythm = 'NONE'", account)
    assert stopped == len(NotificationKind)
    wrong = await client.post(at + "x", data={"List-Unsubscribe": "One-Click"}, headers={"Origin": HOST})
    assert (wrong.status_code, "链接不完整" in wrong.text) == (422, True)
