"""The electronic address of an account: set by its owner, used once its owner has clicked the link sent to it."""

from datetime import timedelta

import asyncpg
import strawberry

from schema.accounts.hashing import SECRET, new_secret, secret_hash
from schema.accounts.payloads import AccountPayload, EmailConfirmPayload
from schema.accounts.types import Account
from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.ids import global_id
from schema.engine.language import N_, translate
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.refusals import messages, refuse
from schema.engine.seal import Seal
from schema.engine.statements import statements
from schema.mail.addresses import mask_email, read_email
from schema.mail.outbox import Letter, queue

sql = statements(__file__, "emails")

SEALED_FOR = "account.email"
"""The purpose under which the addresses of accounts are sealed."""
LINK = timedelta(days=2)
"""How long the link in the letter works (our default)."""
LETTERS = 5
"""The most letters in a day to addresses that one account has typed (our default): nobody floods a stranger through us."""

messages(
    {
        "MAIL_OFF": N_("本系统尚未配置发信，暂不能使用邮箱。"),
        "EMAIL_OFTEN": N_("今天发送的确认邮件已达 {limit} 封，请明天再试。"),
        "EMAIL_LINK_DEAD": N_("链接无效或已过期，请登录后重新发送确认邮件。"),
    }
)

SUBJECT = N_("确认您的邮箱")
TEXT = N_(
    "您好！\n\n有人在共治平台把这个邮箱填为账号“{login}”的邮箱。如果是您本人，请在两天内打开下面的链接并点击确认：\n\n{link}\n\n"
    "确认之前不会向这里发送其他邮件。如果不是您本人，请忽略本邮件。"
)


@described
@strawberry.input(description="One's own electronic address.")
class AccountEmailSetInput(Input):
    """One's own electronic address."""

    email: str
    """The address; sealed, and used only once it is confirmed."""


@described
@strawberry.input(description="Nothing but the key: it is one's own address that is removed.")
class AccountEmailRemoveInput(Input):
    """Nothing but the key: it is one's own address that is removed."""


@described
@strawberry.input(description="The link that was sent to the address.")
class AccountEmailConfirmInput(Input):
    """The link that was sent to the address."""

    secret: str
    """The last part of the link."""


@action(session_only=True)
async def account_email_set(act: Act, input: AccountEmailSetInput) -> AccountPayload:
    """Set one's own address, and have a link sent there by which it is confirmed. The same address again sends another link."""
    if not act.services.mailing:
        raise refuse("MAIL_OFF", "email")
    form = Form()
    email = read_email(form, form.required(input.email, "email", 10_000))
    form.settle()
    row = await act.find(Account, global_id("account", act.viewer.account or 0), step="email")
    if await sql.letters_today(act.connection, key=f"email/{row['id']}/") >= LETTERS:
        raise refuse("EMAIL_OFTEN", "email", limit=LETTERS)
    secret = new_secret()
    sealed, mask = act.services.seal.close(email, SEALED_FOR), mask_email(email)
    await sql.set_email(act.connection, id=row["id"], sealed=sealed, mask=mask, hash=secret_hash(secret), lasts=LINK)
    await _ask(act, row, email, secret)
    await act.event("account.email_set", Account, row["id"])
    return AccountPayload.of(account=row["id"])


async def _ask(act: Act, row: asyncpg.Record, email: str, secret: str) -> None:
    language = row["language"]
    text = translate(language, TEXT).format(login=row["login"], link=f"{act.services.site}/email/{secret}")
    key = f"email/{row['id']}/{secret_hash(secret).hex()[:16]}"
    await queue(act.connection, act.services, Letter(key, "email", email, translate(language, SUBJECT), text, language=language))


@action(session_only=True)
async def account_email_remove(act: Act, input: AccountEmailRemoveInput) -> AccountPayload:
    """Remove one's own address: what was sealed is erased."""
    row = await act.find(Account, global_id("account", act.viewer.account or 0), step="email")
    await sql.remove_email(act.connection, id=row["id"])
    await act.event("account.email_removed", Account, row["id"])
    return AccountPayload.of(account=row["id"])


@action(public=True, temporary_password=True)
async def account_email_confirm(act: Act, input: AccountEmailConfirmInput) -> EmailConfirmPayload:
    """Confirm an address by the link that was sent there. It needs no login and does nothing else; twice is as good as once."""
    found = SECRET.fullmatch(input.secret) and await sql.linked(act.connection, hash=secret_hash(input.secret))
    if not found:
        raise refuse("EMAIL_LINK_DEAD", "secret")
    await sql.confirm_email(act.connection, id=found["id"])
    await act.event("account.email_confirmed", Account, found["id"])
    return EmailConfirmPayload.of(mask=found["email_mask"])


def email_of(seal: Seal, row: asyncpg.Record) -> str:
    """The address of an account's row that letters may go to; "" when there is none or it is not confirmed."""
    return seal.open(row["email_sealed"], SEALED_FOR) if row["email_confirmed_at"] is not None else ""
