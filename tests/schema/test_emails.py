"""The electronic address of an account: sealed, masked, and used only once its owner has clicked a link."""

import re
from dataclasses import replace
from typing import Any

import orjson
import pytest

from schema.accounts.emails import LETTERS, email_of
from schema.engine.access import PUBLIC, Viewer
from schema.engine.reader import Engine
from schema.mail.addresses import mask_email
from tests.schema.acting import HOSTILE, act, done, events, refused, viewer_of
from tests.schema.test_contacts import places_of
from tests.story import Story, ask

MINE = "lin.wangshu@street.example"
SHOWN = "{ viewer { account { emailMask emailConfirmedAt } } }"


@pytest.fixture
def mailing(engine: Engine) -> Engine:
    """An installation that sends letters."""
    return Engine(engine.schema, replace(engine.services, mailing=True, site="https://gongzhi.example"))


async def letters(engine: Engine) -> list[dict[str, Any]]:
    """What waits to be sent, opened."""
    rows = await engine.services.pool.fetch("select * from letter order by id")
    seal = engine.services.seal
    return [
        {
            "to": seal.open(row["address_sealed"], "letter.address"),
            **orjson.loads(seal.open(row["content_sealed"], "letter.content")),
        }
        for row in rows
    ]


async def link(engine: Engine) -> str:
    """The secret of the latest letter's link."""
    found = re.search(r"https://gongzhi\.example/email/(\S+)", (await letters(engine))[-1]["text"])
    assert found is not None
    return found[1]


async def shown(engine: Engine, viewer: Viewer) -> Any:
    account = (await ask(engine, SHOWN, None, viewer))["viewer"]["account"]
    return account["emailMask"], account["emailConfirmedAt"] is not None


async def address_of(engine: Engine, viewer: Viewer) -> str:
    row = await engine.services.pool.fetchrow("select * from account where id = $1", viewer.account)
    assert row is not None
    return email_of(engine.services.seal, row)


async def test_an_address_is_used_only_after_its_owner_has_clicked_the_link(mailing: Engine, story: Story) -> None:
    me = story.coordinator
    await done(mailing, me, "accountEmailSet", {"email": MINE})
    assert await shown(mailing, me) == ("l***@street.example", False)
    assert await address_of(mailing, me) == ""
    [letter] = await letters(mailing)
    assert (letter["to"], letter["subject"]) == (MINE, "确认您的邮箱")
    assert "chaowai" in letter["text"]

    payload = await done(mailing, PUBLIC, "accountEmailConfirm", {"secret": await link(mailing)}, "mask")
    assert payload["mask"] == "l***@street.example"
    assert await shown(mailing, me) == ("l***@street.example", True)
    assert await address_of(mailing, me) == MINE
    assert len(await events(mailing, "account.email_confirmed")) == 1


async def test_a_second_click_says_the_same(mailing: Engine, story: Story) -> None:
    await done(mailing, story.coordinator, "accountEmailSet", {"email": MINE})
    secret = await link(mailing)
    for _ in range(2):
        assert (await done(mailing, PUBLIC, "accountEmailConfirm", {"secret": secret}, "mask"))["mask"]


@pytest.mark.parametrize("change", ["email_link_until = now() - interval '1 second'", "status = 'DISABLED'"])
async def test_a_link_dies(mailing: Engine, story: Story, change: str) -> None:
    await done(mailing, story.coordinator, "accountEmailSet", {"email": MINE})
    secret = await link(mailing)
    await mailing.services.pool.execute(f"update account set {change}")
    assert await refused(mailing, PUBLIC, "accountEmailConfirm", {"secret": secret}) == [("EMAIL_LINK_DEAD", "secret")]


async def test_a_new_address_ends_the_link_to_the_former_and_its_use(mailing: Engine, story: Story) -> None:
    me = story.coordinator
    await done(mailing, me, "accountEmailSet", {"email": MINE})
    former = await link(mailing)
    await done(mailing, PUBLIC, "accountEmailConfirm", {"secret": former}, "mask")
    await done(mailing, me, "accountEmailSet", {"email": "other@street.example"})
    assert await shown(mailing, me) == ("o***@street.example", False)
    assert await address_of(mailing, me) == ""
    assert await refused(mailing, PUBLIC, "accountEmailConfirm", {"secret": former}) == [("EMAIL_LINK_DEAD", "secret")]


async def test_an_address_is_removed(mailing: Engine, story: Story) -> None:
    me = story.coordinator
    await done(mailing, me, "accountEmailSet", {"email": MINE})
    secret = await link(mailing)
    await done(mailing, PUBLIC, "accountEmailConfirm", {"secret": secret}, "mask")
    await done(mailing, me, "accountEmailRemove", {})
    assert await shown(mailing, me) == ("", False)
    assert await refused(mailing, PUBLIC, "accountEmailConfirm", {"secret": secret}) == [("EMAIL_LINK_DEAD", "secret")]


@pytest.mark.parametrize("secret", ["", "x", "A" * 43, "A" * 100_000, "\u0000", "'; drop table account; --", "è" * 43])
async def test_a_forged_link_opens_nothing(mailing: Engine, story: Story, secret: str) -> None:
    await done(mailing, story.coordinator, "accountEmailSet", {"email": MINE})
    assert await refused(mailing, PUBLIC, "accountEmailConfirm", {"secret": secret}) == [("EMAIL_LINK_DEAD", "secret")]


@pytest.mark.parametrize("email", [*HOSTILE, "zhang", "a@b", "a@@b.example", "张三@例子.公司", "a@b.example, c@d.example"])
async def test_what_is_no_address_is_refused(mailing: Engine, story: Story, email: str) -> None:
    assert {path for _, path in await refused(mailing, story.coordinator, "accountEmailSet", {"email": email})} == {"email"}
    assert await letters(mailing) == []


async def test_a_line_break_adds_no_recipient(mailing: Engine, story: Story) -> None:
    sly = {"email": "a@b.example\nBcc: c@d.example"}
    assert await refused(mailing, story.coordinator, "accountEmailSet", sly) == [("EMAIL_FORM", "email")]


async def test_nobody_floods_a_stranger_through_us(mailing: Engine, story: Story) -> None:
    for _ in range(LETTERS):
        await done(mailing, story.coordinator, "accountEmailSet", {"email": "stranger@elsewhere.example"})
    again = {"email": "another@elsewhere.example"}
    assert await refused(mailing, story.coordinator, "accountEmailSet", again) == [("EMAIL_OFTEN", "email")]
    await done(mailing, story.manager, "accountEmailSet", again)


async def test_without_a_mail_server_no_address_is_taken(engine: Engine, story: Story) -> None:
    assert await refused(engine, story.coordinator, "accountEmailSet", {"email": MINE}) == [("MAIL_OFF", "email")]


@pytest.mark.parametrize("mutation", ["accountEmailSet", "accountEmailRemove"])
async def test_it_is_ones_own_address_by_ones_own_hand(mailing: Engine, story: Story, mutation: str) -> None:
    given = {"email": MINE} if mutation == "accountEmailSet" else {}
    assert await refused(mailing, PUBLIC, mutation, given) == [("SIGN_IN_FIRST", "")]
    token = replace(story.coordinator, scopes=frozenset({"accounts:write"}))
    assert await refused(mailing, token, mutation, given) == [("SESSION_ONLY", "")]


@pytest.mark.parametrize("who", ["member", "coordinator_elsewhere", "district_coordinator", "public"])
async def test_nobody_else_sees_it(mailing: Engine, story: Story, who: str) -> None:
    await done(mailing, story.coordinator, "accountEmailSet", {"email": MINE})
    found = await ask(
        mailing, "query($id: ID!) { node(id: $id) { id } }", {"id": story.account("chaowai")}, viewer_of(story, who)
    )
    assert found == {"node": None}


async def test_it_lies_nowhere_in_the_open(mailing: Engine, story: Story) -> None:
    given = {"email": MINE, "idempotencyKey": "e"}
    await done(mailing, story.coordinator, "accountEmailSet", given)
    assert await places_of(mailing, "lin.wangshu", await link(mailing)) == []


async def test_a_retry_sends_one_letter(mailing: Engine, story: Story) -> None:
    for _ in range(2):
        payload = await act(mailing, story.coordinator, "accountEmailSet", {"email": MINE, "idempotencyKey": "once"})
        assert payload["refusals"] == []
    assert len(await letters(mailing)) == 1


async def test_the_letter_speaks_the_language_of_the_account(mailing: Engine, story: Story) -> None:
    await done(mailing, story.coordinator, "languageChoose", {"language": "en"})
    await done(mailing, story.coordinator, "accountEmailSet", {"email": MINE})
    [letter] = await letters(mailing)
    assert letter["subject"] == "Confirm your e-mail address"


@pytest.mark.parametrize(
    ("address", "mask"), [("z@b.example", "z***@b.example"), ("zhang.wei@unit.example", "z***@unit.example"), ("", "")]
)
def test_a_mask_keeps_the_first_character_and_the_domain(address: str, mask: str) -> None:
    assert mask_email(address) == mask
