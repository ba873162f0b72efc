"""Failed attempts at a password: counted by the login typed, whether or not there is such an account, and by address.

The login is kept as a keyed digest, because people type their password into the wrong field. Attempts at one login, and from one
address, are decided one after the other, so that a hundred guesses at once are no more than a hundred guesses in a row.
"""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Self

from schema.accounts.rules import FAILURES, FAILURES_OF_ADDRESS, LOCKED_FOR, LOCKED_MINUTES
from schema.accounts.types import Account
from schema.engine.actions import Act
from schema.engine.refusals import refuse
from schema.engine.services import Services
from schema.engine.statements import statements

sql = statements(__file__, "attempts")

_PREFIX = 64
"""Bits of an IPv6 address that tell one customer from another."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, being decided; the transaction holds its place in the line until it ends."""

    act: Act
    login: str
    """As typed."""
    key: str
    source: str
    locked: bool
    """There were too many failures for this login; nothing that is typed is right now."""

    @classmethod
    async def begin(cls, act: Act, login: str) -> Self:
        """Wait for one's turn. Refuses when there were too many failures from this address."""
        key, source = login_key(act.services, login), source_of(act.viewer.address)
        await sql.wait_for_turn(act.connection, login=key, source=source)
        row = await sql.standing(act.connection, login=key, source=source, span=LOCKED_FOR, failures=FAILURES)
        _check_source(row["failures_of_source"])
        return cls(act, login, key, source, row["locked"])

    async def failed(self, account: int | None) -> None:
        """Count it, and lock the login when it was one too many; attempts while it is locked do not prolong that."""
        login, name = ("", "") if self.locked else (self.key, self.login)
        given = {"login": login, "name": name, "source": self.source, "span": LOCKED_FOR, "failures": FAILURES}
        await sql.note_failure(self.act.connection, **given)
        await self.act.event("sign_in.failed", Account, account or 0, data={"address": self.act.viewer.address})

    async def succeeded(self) -> None:
        """Forget the failures."""
        await forget_failures(self.act, self.login)


async def check_source(services: Services, address: str) -> None:
    """Refuse early, before a password is verified, when there were too many failures from this address."""
    _check_source(await sql.failures_of_source(services.pool, source=source_of(address), span=LOCKED_FOR))


async def forget_failures(act: Act, login: str) -> None:
    """Unlock the login."""
    await sql.forget_failures(act.connection, login=login_key(act.services, login), name=login)


def login_key(services: Services, login: str) -> str:
    """Under what failures for a login are counted."""
    return services.seal.digest(login, "sign-in").hex()


def source_of(address: str) -> str:
    """Under what failures from an address are counted: itself, or the network of an IPv6 address; empty when unknown."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed.packed, _PREFIX), strict=False))
    return str(parsed)


def _check_source(failures: int) -> None:
    if failures >= FAILURES_OF_ADDRESS:
        raise refuse("TOO_MANY_ATTEMPTS", minutes=LOCKED_MINUTES)
