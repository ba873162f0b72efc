"""Changing one's own password, and resetting somebody else's."""

from dataclasses import dataclass

import strawberry

from schema.accounts.attempts import Attempt, check_source, forget_failures
from schema.accounts.checking import Checked, check
from schema.accounts.checking import sql as checking
from schema.accounts.hashing import hashed
from schema.accounts.payloads import AccountPayload, AccountSecretPayload
from schema.accounts.rules import LOCKED_MINUTES, new_password, password_problem
from schema.accounts.types import Account
from schema.engine.access import Viewer
from schema.engine.actions import Act, action
from schema.engine.ids import global_id, number_of
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Change
from schema.engine.refusals import Reason, Refused, refuse
from schema.engine.services import Services
from schema.engine.statements import statements

sql = statements(__file__, "passwords")

_TOO_MANY = Reason("TOO_MANY_ATTEMPTS", "current", {"minutes": LOCKED_MINUTES})


@described
@strawberry.input(description="The passwords, present and new.")
class PasswordChangeInput(Input):
    """The passwords, present and new."""

    current: str
    """The password as it is."""
    new: str
    """At least 10 characters of three of the four kinds: capital letters, small letters, digits, others; without the login."""


@described
@strawberry.input(description="Whose password to reset.")
class PasswordResetInput(Change):
    """Whose password to reset."""


@dataclass(frozen=True, slots=True)
class Changing:
    """The present password, checked, and the new one's hash."""

    checked: Checked
    hash: str


async def _check(services: Services, viewer: Viewer, given: PasswordChangeInput) -> Changing:
    await check_source(services, viewer.address)
    login = await checking.login_of(services.pool, id=viewer.account)
    if login is None:
        raise refuse("SIGN_IN_FIRST")
    if problem := password_problem(given.new, login):
        raise refuse(problem, "new")
    if given.new == given.current:
        raise refuse("PASSWORD_SAME", "new")
    checked = await check(services, login, given.current)
    return Changing(checked, await hashed(services.passwords, given.new) if checked.right else "")


@action(session_only=True, temporary_password=True, before=_check)
async def password_change(act: Act, input: PasswordChangeInput) -> AccountPayload:
    """Change one's own password; all other sessions end. Wrong present passwords count as failed sign-ins do."""
    changing: Changing = act.ready
    attempt = await Attempt.begin(act, changing.checked.login)
    row = await act.find(Account, global_id("account", act.viewer.account or 0), step="password")
    if attempt.locked or not changing.checked.stands(row):
        await attempt.failed(row["id"])
        raise Refused(_TOO_MANY if attempt.locked else Reason("PASSWORD_WRONG", "current"), kept=True)
    await attempt.succeeded()
    await sql.change(act.connection, id=row["id"], hash=changing.hash, temporary=False)
    await sql.end_sessions(act.connection, account=row["id"], but=act.viewer.session)
    await act.event("account.password_changed", Account, row["id"])
    return AccountPayload.of(account=row["id"])


@dataclass(frozen=True, slots=True)
class Temporary:
    """A temporary password and its hash."""

    password: str
    hash: str


async def temporary(services: Services, login: str) -> Temporary:
    """A new temporary password for a login."""
    password = new_password(login)
    return Temporary(password, await hashed(services.passwords, password))


async def _make(services: Services, viewer: Viewer, given: PasswordResetInput) -> Temporary:
    if not viewer.administrator:
        return Temporary("", "")
    login = await checking.login_of(services.pool, id=number_of(given.id, "account"))
    return await temporary(services, login or "")


@action(session_only=True, before=_make)
async def password_reset(act: Act, input: PasswordResetInput) -> AccountSecretPayload:
    """Give an account a temporary password, told once; its sessions and tokens end, and it is no longer locked."""
    made: Temporary = act.ready
    row = await act.find(Account, input.id, step="reset", version=input.version)
    await sql.change(act.connection, id=row["id"], hash=made.hash, temporary=True)
    await end_access(act, row["id"])
    await forget_failures(act, row["login"])
    await act.event("account.password_reset", Account, row["id"])
    return AccountSecretPayload.of(account=row["id"], secret=made.password)


async def end_access(act: Act, account: int) -> None:
    """End all sessions and tokens of an account."""
    await sql.end_sessions(act.connection, account=account, but=None)
    await sql.end_tokens(act.connection, account=account)
