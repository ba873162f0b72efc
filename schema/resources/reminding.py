"""What the clock does for offers: ask in time whether those that are about to lapse still stand (mission row N12).

Fourteen days before an offer lapses, again three days before, and on lapsing, whoever answers for it gets a letter: one for all
that is due of a unit, with a link for each offer and one for all. A rerun finds nothing to do; an offer that was confirmed begins
anew.
"""

from itertools import groupby
from typing import Any

import asyncpg

from schema.accounts.hashing import new_secret
from schema.engine.access import Viewer
from schema.engine.actions import Act
from schema.engine.days import today
from schema.engine.services import Services
from schema.engine.statements import statements
from schema.mail.outbox import Letter, queue
from schema.organisations.contact_book import opened_email
from schema.resources.decisions import tell
from schema.resources.links import address, keep
from schema.resources.rules import FRESH_DAYS, LINK_KNOWN, REMINDED_AFTER, REMINDED_BEFORE

sql = statements(__file__, "reminding")

SUBJECT = "请确认 {count} 项资源是否仍可提供"
TEXT = (
    "{unit}：\n\n贵单位在共治平台资源清单上的下列资源已近半年未确认，到期后将暂不列入清单。"
    "如仍可提供，请打开对应链接并点击确认，无需登录。\n\n{offers}\n{all}"
    "链接只能用于确认，每个限用一次，30 天内有效。已不再提供的，请登录后撤回：{site}\n"
)
ONE = "{number}. {title}（{when}）\n{link}\n"
ALL = "以上全部仍可提供：\n{link}\n\n"
SOON, OVER = ("{day}起暂停"), ("已暂停")


async def remind(services: Services) -> int:
    """Write the letters that are due; returns how many. Nothing without a mail server; may run again."""
    if not services.mailing:
        return 0
    due = [one async for one in sql.lapsing(services.pool, fresh=FRESH_DAYS + 1, ahead=REMINDED_BEFORE, after=REMINDED_AFTER)]
    letters = 0
    for key, offers in groupby(due, key=lambda one: (one["organisation_id"], one["contact_id"])):
        found = list(offers)
        if any(not one["reminded"] for one in found):
            async with services.pool.acquire() as connection, connection.transaction():
                letters += await _ask(Act(Viewer(via="job"), connection, services), *key, found)  # type: ignore[arg-type]
    return letters


async def _ask(act: Act, organisation: int, contact: int, found: list[asyncpg.Record]) -> bool:
    """Write one letter; whether it was written. An offer that has changed since it was looked for is left to the next time."""
    given = {"ids": [one["id"] for one in found], "versions": [one["version"] for one in found]}
    unchanged = {row["id"] async for row in sql.lock_unchanged(act.connection, **given)}
    offers = [one for one in found if one["id"] in unchanged]
    if not offers:
        return False
    secrets, every = [new_secret() for _ in offers], new_secret()
    to = opened_email(act.services.seal, offers[0])
    subject = SUBJECT.format(count=len(offers))
    letter = Letter(
        f"freshness/{organisation}/{contact}/{today()}", "freshness", to, subject, _text(act.services, offers, secrets, every)
    )
    if not await queue(act.connection, act.services, letter):
        return False
    for one, secret in zip(offers, secrets, strict=True):
        await keep(act, secret, [one], one["stage"])
        await tell(act, one, "resource.reminded")
    if len(offers) > 1:
        await keep(act, every, offers, min(one["stage"] for one in offers))
    return True


def _text(services: Services, offers: list[asyncpg.Record], secrets: list[str], every: str) -> str:
    lines = []
    for number, (one, secret) in enumerate(zip(offers, secrets, strict=True), 1):
        when = OVER if one["stage"] == 0 else SOON.format(day=one["lapses_on"])
        lines.append(ONE.format(number=number, title=one["title"], when=when, link=address(services, secret)))
    all_ = ALL.format(link=address(services, every)) if len(offers) > 1 else ""
    return TEXT.format(unit=offers[0]["unit_name"], offers="\n".join(lines), all=all_, site=services.site)


async def forget_links(connection: Any) -> int:
    """Erase links long after they ended; returns how many."""
    return int(str(await sql.forget(connection, known=LINK_KNOWN)).rpartition(" ")[2])
