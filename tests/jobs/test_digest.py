"""The digest: one letter a morning with what is unread, as titles and links, whoever is killed over it; stopped by one click."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from schema.accounts.emails import SEALED_FOR
from schema.engine.access import PUBLIC, Viewer
from schema.engine.days import OFFICE
from schema.engine.reader import Engine
from schema.mail.outbox import queue
from schema.notifications import digesting
from schema.notifications.digesting import LINES, write_digests
from schema.notifications.digests import account_of, stop_secret
from schema.notifications.rules import KINDS, NEWS
from tests.schema import needs, offers
from tests.schema.acting import act, done, number
from tests.schema.registry import UNIT
from tests.schema.talk import said
from tests.schema.telling import told, told_all
from tests.story import Story, ask

SITE = "https://gongzhi.example"
ADDRESS = "lu@unit.example"
_NOW = datetime.now(OFFICE)
TUESDAY = (_NOW + timedelta(days=(1 - _NOW.weekday()) % 7 or 7)).replace(hour=9)
MONDAY, NIGHT = TUESDAY + timedelta(days=6), TUESDAY.replace(hour=7, minute=59)


@pytest.fixture
async def mailing(engine: Engine, story: Story) -> Engine:
    """An engine that sends mail; the manager of a unit has a confirmed address, and has read all until now."""
    found = Engine(engine.schema, replace(engine.services, mailing=True, site=SITE))
    await engine.services.pool.execute(
        "update account set email_sealed = $2, email_mask = 'l***@unit.example', email_confirmed_at = now() where id = $1",
        *(story.manager.account, engine.services.seal.close(ADDRESS, SEALED_FOR)),
    )
    await told_all(found)
    await engine.services.pool.execute("update notification set read_at = now()")
    return found


async def letters(engine: Engine) -> list[dict[str, Any]]:
    """The digests in the outbox, opened."""
    rows = await engine.services.pool.fetch("select * from letter where kind = 'digest' order by id")
    seal = engine.services.seal
    return [
        {"key": row["key"], "address": seal.open(row["address_sealed"], "letter.address"), "language": row["language"]}
        | orjson.loads(seal.open(row["content_sealed"], "letter.content"))
        for row in rows
    ]


async def mention(engine: Engine, story: Story, count: int = 1) -> str:
    """The id of a demand at which the manager is mentioned so often."""
    item = await needs.listed(engine, story, viewer=story.coordinator, organisation=story.organisation(UNIT))
    for place in range(count):
        await said(engine, story.coordinator, item, f"@陆远山 机密的第{place}句")
    await told_all(engine)
    return item


async def test_a_morning_s_letter_has_titles_and_links_and_nothing_that_was_said(mailing: Engine, story: Story) -> None:
    item = await mention(mailing, story)
    assert await write_digests(mailing, NIGHT) == 0
    assert await write_digests(mailing, TUESDAY) == 1
    (letter,) = await letters(mailing)
    assert (letter["address"], letter["subject"]) == (ADDRESS, "共治：1 条未读通知")
    assert letter["key"] == f"digest/{story.manager.account}/{TUESDAY.date()}"
    assert f"· [提到我] 错时开放停车位\n  {SITE}/demands/{item}#comment_" in letter["text"]
    assert f'[提到我] <a href="{SITE}/demands/{item}#comment_' in letter["html"]
    for part in ("text", "html", "subject"):
        assert not [one for one in ("机密", "陆远山", "林望舒", ADDRESS) if one in letter[part]]
    stop = f"{SITE}/digests/stop/{stop_secret(mailing.services.seal, story.manager.account or 0)}"
    assert letter["headers"] == {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert stop in letter["text"] and f"{SITE}/me/notifications" in letter["text"]


async def test_it_is_written_once_a_day_and_tells_nothing_twice(mailing: Engine, story: Story) -> None:
    await mention(mailing, story)
    assert [await write_digests(mailing, TUESDAY) for _ in range(3)] == [1, 0, 0]
    await mention(mailing, story)
    assert await write_digests(mailing, TUESDAY.replace(hour=18)) == 0
    tomorrow = TUESDAY + timedelta(days=1)
    assert [await write_digests(mailing, tomorrow) for _ in range(2)] == [1, 0]
    assert [one["subject"] for one in await letters(mailing)] == ["共治：1 条未读通知"] * 2
    assert await write_digests(mailing, tomorrow + timedelta(days=1)) == 0


async def test_whoever_is_killed_over_a_letter_leaves_nothing_half_done(
    mailing: Engine, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mention(mailing, story)

    async def killed(connection: Any, *rest: Any) -> bool:
        await queue(connection, *rest)
        raise InterruptedError

    monkeypatch.setattr(digesting, "queue", killed)
    with pytest.raises(InterruptedError):
        await write_digests(mailing, TUESDAY)
    monkeypatch.undo()
    assert await letters(mailing) == []
    assert [await write_digests(mailing, TUESDAY) for _ in range(2)] == [1, 0]


async def test_what_was_read_is_left_out_and_without_anything_there_is_no_letter(mailing: Engine, story: Story) -> None:
    await mention(mailing, story, 2)
    latest, *_ = await told(mailing, story.manager, unread=True)
    await done(mailing, story.manager, "notificationRead", {"id": latest["id"]})
    assert await write_digests(mailing, TUESDAY) == 1
    assert (await letters(mailing))[0]["subject"] == "共治：1 条未读通知"
    await mention(mailing, story)
    (latest, *_) = await told(mailing, story.manager)
    await done(mailing, story.manager, "notificationReadAll", {"until": latest["id"]})
    assert await write_digests(mailing, MONDAY) == 0


async def test_more_than_fits_is_counted(mailing: Engine, story: Story) -> None:
    await mention(mailing, story, LINES + 3)
    assert await write_digests(mailing, TUESDAY) == 1
    (letter,) = await letters(mailing)
    assert letter["text"].count("[提到我]") == letter["html"].count("<li>") == LINES
    assert "另有 3 条，请登录后查看。" in letter["text"]
    assert await write_digests(mailing, MONDAY) == 0


async def test_what_its_owner_may_no_longer_see_is_left_out(mailing: Engine, story: Story) -> None:
    item = await offers.offered(mailing, story, "SUBMITTED")
    await said(mailing, story.coordinator, item, "@陆远山 请补充")
    await told_all(mailing)
    await mailing.services.pool.execute(
        "update membership set valid_to = current_date where person_id = $1", story.manager.person
    )
    assert await write_digests(mailing, TUESDAY) == 0
    assert await letters(mailing) == []


async def test_it_speaks_the_account_s_language_and_escapes_titles(mailing: Engine, story: Story) -> None:
    await mailing.services.pool.execute("update account set language = 'en' where id = $1", story.manager.account)
    item = await needs.listed(mailing, story, title="<b>停车</b> & 充电")
    await said(mailing, story.coordinator, item, "@陆远山 请看")
    await told_all(mailing)
    await write_digests(mailing, TUESDAY)
    (letter,) = await letters(mailing)
    assert (letter["language"], letter["subject"].isascii()) == ("en", True)
    assert "&lt;b&gt;停车&lt;/b&gt; &amp; 充电" in letter["html"] and "<b>停车" in letter["text"]


async def test_kinds_are_chosen_daily_weekly_or_not_at_all(mailing: Engine, story: Story) -> None:
    assert await chosen(mailing, story.manager) == dict.fromkeys(KINDS, "DAILY")
    await done(mailing, story.manager, "digestChoose", {"daily": ["RETURNED"], "weekly": ["MENTIONED"]})
    assert {kind: rhythm for kind, rhythm in (await chosen(mailing, story.manager)).items() if rhythm != "NONE"} == {
        "RETURNED": "DAILY",
        "MENTIONED": "WEEKLY",
    }
    assert await chosen(mailing, story.member) == dict.fromkeys(KINDS, "DAILY")
    await mention(mailing, story)
    assert [await write_digests(mailing, one) for one in (TUESDAY, MONDAY, MONDAY)] == [0, 1, 0]
    twice = await act(mailing, story.manager, "digestChoose", {"daily": ["MOVED"], "weekly": ["MOVED"]})
    assert [one["code"] for one in twice["refusals"]] == ["DIGEST_TWICE"]
    for viewer in (PUBLIC, Viewer(account=1, person=1, scopes=frozenset({"notifications:write"}), via="api")):
        codes = (await act(mailing, viewer, "digestChoose", {"daily": [], "weekly": []}))["refusals"]
        assert [one["code"] for one in codes] == ["SIGN_IN_FIRST" if viewer is PUBLIC else "SESSION_ONLY"]


async def chosen(engine: Engine, viewer: Viewer) -> dict[str, str]:
    found = await ask(engine, "{ viewer { digests { kind rhythm } } }", None, viewer)
    return {one["kind"]: one["rhythm"] for one in found["viewer"]["digests"]}


async def test_the_link_in_a_letter_stops_it_without_signing_in(mailing: Engine, story: Story) -> None:
    await mention(mailing, story)
    await write_digests(mailing, TUESDAY)
    link = re.search(r"stop/(\S+)>", (await letters(mailing))[0]["headers"]["List-Unsubscribe"])
    assert link
    for wrong in (
        "",
        "x",
        link[1][:-1],
        link[1] + "A",
        "1" + link[1],
        f"{story.member.account}.{link[1].partition('.')[2]}",
        "⁷.x",
    ):
        codes = (await act(mailing, PUBLIC, "digestStop", {"secret": wrong}))["refusals"]
        assert [one["code"] for one in codes] == ["DIGEST_LINK"], wrong
    for _ in range(2):
        await done(mailing, PUBLIC, "digestStop", {"secret": link[1]})
    assert set((await chosen(mailing, story.manager)).values()) == {"NONE"}
    await mention(mailing, story)
    assert await write_digests(mailing, MONDAY) == 0


def test_a_link_is_its_account_s_alone(reading_engine: Engine) -> None:
    seal = reading_engine.services.seal
    assert account_of(seal, stop_secret(seal, 17)) == 17
    assert stop_secret(seal, 17) != stop_secret(seal, 18)


@pytest.mark.parametrize("what", ["unconfirmed", "disabled", "no mail", "old"])
async def test_nobody_gets_a_letter_who_should_not(mailing: Engine, story: Story, what: str) -> None:
    await mention(mailing, story)
    changes = {
        "unconfirmed": "update account set email_confirmed_at = null where id = $1",
        "disabled": "update account set status = 'DISABLED' where id = $1",
        "old": "update notification set created_at = created_at - $2::interval where account_id = $1",
    }
    if what in changes:
        more = (NEWS,) if what == "old" else ()
        await mailing.services.pool.execute(changes[what], story.manager.account, *more)
    services = replace(mailing.services, mailing=False) if what == "no mail" else mailing.services
    assert await write_digests(Engine(mailing.schema, services), TUESDAY) == 0
    assert number("digest_0") == len(await letters(mailing))
