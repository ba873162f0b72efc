"""Checking a password while nothing is locked: the slow part of signing in and of changing a password."""

from dataclasses import dataclass
from typing import Any

from schema.accounts.hashing import hashed, is_right
from schema.engine.services import Services
from schema.engine.statements import statements

sql = statements(__file__, "checking")

LONGEST = 200
"""Characters of a password or login that are looked at."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came out for a login and a password; the same steps were taken whether or not there is such an account."""

    login: str
    account: int | None
    right: bool
    stored: str | None
    """The hash that was verified: if it is another by the time of the decision, the outcome counts for nothing."""
    renewed: str | None
    """A new hash of the right password, where the parameters for hashing have changed."""

    def stands(self, row: Any) -> bool:
        """Whether the password is right for the account's row as it is at the time of the decision."""
        return self.right and row is not None and row["password_hash"] == self.stored and row["status"] == "ACTIVE"


async def check(services: Services, login: str, password: str) -> Checked:
    """Check a password for the login of an account, or of none."""
    row = await sql.stored(services.pool, login=login)
    stored = row["password_hash"] if row else None
    passwords = services.passwords
    right = await is_right(passwords, stored, password[: LONGEST + 1])
    renewed = await hashed(passwords, password) if right and stored and passwords.check_needs_rehash(stored) else None
    return Checked(login, row["id"] if row else None, right, stored, renewed)


def typed_login(text: str) -> str:
    """A login as accounts have it: what was typed without spaces around it, in small letters."""
    return text.strip().lower()[:LONGEST]
