"""The digest: how often somebody wants which notifications by mail, and stopping it by the link in a letter."""

import base64
from enum import Enum
from hmac import compare_digest

import strawberry

from schema.accounts.types import Account
from schema.engine.access import SIGNED_IN
from schema.engine.actions import Act, action
from schema.engine.language import N_
from schema.engine.mapping import described, entity, to_many
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Payload
from schema.engine.refusals import messages, refuse
from schema.engine.seal import Seal
from schema.engine.statements import statements
from schema.notifications.kinds import NotificationKind

sql = statements(__file__, "digests")

_STOP = "digest.stop"
"""The purpose of the signature in the link that stops the digest."""
_KINDS = ", ".join(f"'{one.name}'" for one in NotificationKind)

messages(
    {
        "DIGEST_TWICE": N_("每类提醒只能选每日或每周。"),
        "DIGEST_LINK": N_("链接不完整，请从邮件中重新打开，或登录后在“提醒设置”中修改。"),
    }
)


@strawberry.enum(description="How often notifications of a kind go into a letter.")
class DigestRhythm(Enum):
    """How often notifications of a kind go into a letter."""

    NONE = strawberry.enum_value("NONE", description="不发邮件")
    DAILY = strawberry.enum_value("DAILY", description="每日")
    WEEKLY = strawberry.enum_value("WEEKLY", description="每周一")


@entity(
    f"(select k.kind, k.place, coalesce(c.rhythm, 'DAILY') as rhythm from unnest(array[{_KINDS}]) with ordinality k(kind, place)"
    " left join digest_choice c on c.kind = k.kind and c.account_id = {viewer.account})",
    visible=SIGNED_IN,
    reads="notifications",
)
class Digest:
    """How often the viewer's notifications of a kind go into a letter, where the account has a confirmed address."""

    kind: NotificationKind
    """Of which kind."""
    rhythm: DigestRhythm
    """How often; daily unless chosen otherwise."""


@entity("(select)", visible="true", public="true")
class DigestPayload(Payload):
    """The choices as they are now."""

    digests: list[Digest] = to_many("true", "{row}.place")
    """By kind; none for whoever has not signed in."""


@described
@strawberry.input(description="Which notifications go into a letter, and how often; those of no list do not.")
class DigestChooseInput(Input):
    """Which notifications go into a letter, and how often; those of no list do not."""

    daily: list[NotificationKind]
    """Every morning."""
    weekly: list[NotificationKind]
    """On Monday mornings."""


@described
@strawberry.input(description="The link in a digest by which it is stopped.")
class DigestStopInput(Input):
    """The link in a digest by which it is stopped."""

    secret: str
    """The last part of the link."""


@action(session_only=True)
async def digest_choose(act: Act, input: DigestChooseInput) -> DigestPayload:
    """Choose which of one's notifications go into a letter, and how often."""
    if set(input.daily) & set(input.weekly):
        raise refuse("DIGEST_TWICE", "weekly")
    chosen = dict.fromkeys(input.daily, "DAILY") | dict.fromkeys(input.weekly, "WEEKLY")
    await _choose(act, act.viewer.account or 0, {one.name: chosen.get(one, "NONE") for one in NotificationKind})
    await act.event("digest.chosen", Account, act.viewer.account or 0)
    return DigestPayload.of()


@action(public=True, temporary_password=True)
async def digest_stop(act: Act, input: DigestStopInput) -> DigestPayload:
    """Stop the digest by the link in it. It needs no login and does nothing else; twice is as good as once."""
    account = account_of(act.services.seal, input.secret)
    if account is None:
        raise refuse("DIGEST_LINK", "secret")
    await _choose(act, account, dict.fromkeys((one.name for one in NotificationKind), "NONE"))
    await act.event("digest.stopped", Account, account)
    return DigestPayload.of()


async def _choose(act: Act, account: int, chosen: dict[str, str]) -> None:
    for kind, rhythm in chosen.items():
        await sql.choose(act.connection, account=account, kind=kind, rhythm=rhythm)


def stop_secret(seal: Seal, account: int) -> str:
    """What stands at the end of the link that stops an account's digest: its number and a signature."""
    signature = base64.urlsafe_b64encode(seal.digest(str(account), _STOP)).decode().rstrip("=")
    return f"{account}.{signature}"


def account_of(seal: Seal, secret: str) -> int | None:
    """The number of the account whose link it is; None for any other text."""
    number, _, _ = secret.partition(".")
    known = number.isascii() and number.isdecimal() and len(number) < 19
    return int(number) if known and compare_digest(stop_secret(seal, int(number)).encode(), secret.encode()) else None
