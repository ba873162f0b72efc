"""Writing the digest: what somebody was told and has not read, in one letter a morning, as titles and links.

What goes into a letter is marked in the transaction that writes it, so that whoever is killed over it leaves nothing half done,
and nothing is sent twice. Titles are asked for as the account's own viewer: what somebody may no longer see is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from typing import Any

import asyncpg

from schema.accounts.emails import email_of
from schema.accounts.identity import of_account
from schema.engine.days import OFFICE
from schema.engine.ids import global_id
from schema.engine.language import N_, translate
from schema.engine.reader import Engine
from schema.engine.statements import statements
from schema.mail.outbox import Letter, queue
from schema.notifications.digests import stop_secret
from schema.notifications.places import place_of
from schema.notifications.rules import KINDS, NEWS

sql = statements(__file__, "digesting")

MORNING = time(8)
"""From when on a day's digests are written, office time (our default)."""
LINES = 20
"""The most notifications that a letter names; the rest is counted (our default)."""
_TITLES = """
query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Notification {
      kind
      comment { id }
      subject {
        __typename
        id
        ... on Resource { title }
        ... on Demand { title }
        ... on Project { title }
        ... on Organisation { name }
        ... on Match { demand { title } }
        ... on RecordEntry { organisation { name } }
      }
    }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One notification in a letter."""

    kind: str
    title: str
    link: str


async def write_digests(engine: Engine, now: datetime | None = None) -> int:
    """Write the digests of the day that are due and not yet written; returns how many. May run as often as one likes."""
    moment = (now or datetime.now(UTC)).astimezone(OFFICE)
    if moment.time() < MORNING or not engine.services.mailing:
        return 0
    day = moment.date()
    rhythms = ["DAILY", "WEEKLY"] if day.isoweekday() == 1 else ["DAILY"]
    accounts = [row async for row in sql.due(engine.services.pool, rhythms=rhythms, news=NEWS, key=_key("", day))]
    return sum([await _write(engine, account, rhythms, day) for account in accounts])


def _key(account: object, day: date) -> str:
    return f"digest/{account}/{day}" if account else f"/{day}"


async def _write(engine: Engine, account: asyncpg.Record, rhythms: Sequence[str], day: date) -> bool:
    """Write one account's letter, unless there is nothing in it that its owner may still see."""
    services, number = engine.services, account["id"]
    pending = [row["id"] async for row in sql.pending(services.pool, account=number, rhythms=rhythms, news=NEWS)]
    lines = await _lines(engine, number, pending[: 2 * LINES])
    async with services.pool.acquire() as connection, connection.transaction():
        if lines and not await queue(connection, services, _letter(engine, account, lines, len(pending), day)):
            return False
        await sql.mark(connection, ids=pending)
    return bool(lines)


async def _lines(engine: Engine, account: int, ids: Sequence[int]) -> list[Line]:
    viewer = await of_account(engine.services.pool, account)
    if viewer is None:
        return []
    found = await engine.ask(_TITLES, {"ids": [global_id("notification", one) for one in ids]}, viewer)
    told = [one for one in found["nodes"] if one and one["subject"]][:LINES]
    return [_line(engine.services.site, viewer.language, one) for one in told]


def _line(site: str, language: str, told: dict[str, Any]) -> Line:
    subject = told["subject"]
    title = subject.get("title") or subject.get("name") or ""
    if subject["__typename"] == "Match":
        title = translate(language, N_("对接：{title}")).format(title=subject["demand"]["title"] if subject["demand"] else "")
    if subject["__typename"] == "RecordEntry":
        title = translate(language, N_("履约记录：{unit}")).format(unit=subject["organisation"]["name"])
    at = f"{site}{place_of(subject['id'])}" + (f"#{told['comment']['id']}" if told["comment"] else "")
    return Line(translate(language, KINDS[told["kind"]]), title, at)


def _letter(engine: Engine, account: asyncpg.Record, lines: Sequence[Line], total: int, day: date) -> Letter:
    """Titles and links, nothing that was said and nobody's name."""
    services, language = engine.services, account["language"]
    stop = f"{services.site}/digests/stop/{stop_secret(services.seal, account['id'])}"

    def say(text: str, **values: object) -> str:
        return translate(language, text).format(**values)

    head = say(N_("您有 {count} 条通知还没有看："), count=total)
    rest = say(N_("另有 {count} 条，请登录后查看。"), count=total - len(lines)) if total > len(lines) else ""
    links = {
        say(N_("查看全部通知")): f"{services.site}/notifications",
        say(N_("修改提醒设置")): f"{services.site}/me/notifications",
        say(N_("不再接收提醒邮件")): stop,
    }
    plain = [f"· [{one.kind}] {one.title}\n  {one.link}" for one in lines]
    text = "\n\n".join([head, *plain, *([rest] if rest else []), "\n".join(f"{words}: {link}" for words, link in links.items())])
    items = "".join(f'<li>[{escape(one.kind)}] <a href="{escape(one.link)}">{escape(one.title)}</a></li>' for one in lines)
    feet = " · ".join(f'<a href="{escape(link)}">{escape(words)}</a>' for words, link in links.items())
    html = f"<p>{escape(head)}</p><ul>{items}</ul><p>{escape(rest)}</p><p>{feet}</p>"
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject = say(N_("共治：{count} 条未读通知"), count=total)
    address = email_of(services.seal, account)
    return Letter(_key(account["id"], day), "digest", address, subject, text, html, language, headers)
