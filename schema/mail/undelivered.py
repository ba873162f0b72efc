"""Letters that were given up, for whoever keeps the system: how many of which kind, and why; never to whom."""

from datetime import datetime
from enum import Enum

import strawberry

from schema.engine.access import ADMINISTRATOR, Viewer
from schema.engine.language import N_, translate
from schema.engine.mapping import column, computed, entity, to_many

DAYS = 30
"""For so many days after it was given up a letter is told of (our default)."""

_REASONS = {
    "SMTPRecipientsRefused": N_("收件地址被拒收 {code}"),
    "SMTPDataError": N_("邮件内容被拒收 {code}"),
    "ValueError": N_("邮件无法生成"),
    "sealed": N_("系统密钥已更换，无法读取"),
}
"""By the beginning of what the post notes."""
_UNREACHED = N_("两天内多次未能送达 {code}")


def _reason(viewer: Viewer, error: str) -> str:
    """Why, in the viewer's language, with the mail server's code where it gave one."""
    kind, _, code = error.partition(" ")
    told = translate(viewer.language, _REASONS.get(kind, _UNREACHED))
    return told.format(code=code).strip()


@strawberry.enum(description="What a letter is about.")
class LetterKind(Enum):
    """What a letter is about."""

    DIGEST = strawberry.enum_value("DIGEST", description="提醒邮件")
    FRESHNESS = strawberry.enum_value("FRESHNESS", description="资源到期确认")
    EMAIL = strawberry.enum_value("EMAIL", description="邮箱验证")


_ROWS = (
    "(select l$.kind, l$.error, count(*)::int as count, max(l$.given_up_at) as latest_at from letter l$"
    f" where l$.given_up_at > now() - interval '{DAYS} days' group by l$.kind, l$.error)"
)


@entity(_ROWS, visible=ADMINISTRATOR, reads="accounts")
class UndeliveredLetters:
    """Letters of a kind that were given up for one reason within the last thirty days; for administrators."""

    kind: LetterKind = column("upper({row}.kind)")
    """What they are about."""
    reason: str = computed(_reason, error="{row}.error")
    """Why they were given up, in the viewer's language."""
    count: int
    """How many."""
    latest_at: datetime
    """When the last of them was given up."""


@strawberry.type
class MailQueries:
    """Root fields about letters."""

    undelivered_letters: list[UndeliveredLetters] = to_many("true", "{row}.latest_at desc, {row}.kind, {row}.error")
    """Letters that were given up; for administrators."""
