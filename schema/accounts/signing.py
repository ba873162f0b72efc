"""Signing in and out. An account that does not exist, a wrong password, a locked and a disabled account look the same."""

from dataclasses import replace

import strawberry

from schema.accounts.attempts import Attempt, check_source
from schema.accounts.checking import Checked, check, typed_login
from schema.accounts.hashing import new_secret, secret_hash
from schema.accounts.payloads import SessionPayload, SignInPayload, SignOutPayload
from schema.accounts.rules import SESSION
from schema.accounts.types import Account, Session
from schema.engine.access import Viewer
from schema.engine.actions import Act, action
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.refusals import Reason, Refused, refuse
from schema.engine.services import Services
from schema.engine.statements import statements

sql = statements(__file__, "signing")


@described
@strawberry.input(description="Who signs in. A retry signs in again: the key is ignored, so that no answer keeps the secret.")
class SignInInput(Input):
    """Who signs in."""

    login: str
    """The account's name; capital letters do not matter."""
    password: str
    """The password."""


@described
@strawberry.input(description="The session that asks is the one that ends.")
class SignOutInput(Input):
    """The session that asks is the one that ends."""


@described
@strawberry.input(description="Which session to end.")
class SessionEndInput(Input):
    """Which session to end."""

    id: strawberry.ID
    """The session."""


async def _check(services: Services, viewer: Viewer, given: SignInInput) -> Checked:
    await check_source(services, viewer.address)
    return await check(services, typed_login(given.login), given.password)


@action(public=True, temporary_password=True, remembered=False, before=_check)
async def sign_in(act: Act, input: SignInInput) -> SignInPayload:
    """Begin a session. After five failures the login is locked for 15 minutes, and nothing tells whether it exists."""
    checked: Checked = act.ready
    attempt = await Attempt.begin(act, checked.login)
    row = await sql.account(act.connection, login=checked.login)
    if attempt.locked or not checked.stands(row):
        await attempt.failed(checked.account)
        raise Refused(Reason("SIGN_IN_FAILED"), kept=True)
    await attempt.succeeded()
    if checked.renewed:
        await sql.renew_hash(act.connection, id=row["id"], hash=checked.renewed)
    secret = await open_session(act, row["id"])
    return SignInPayload.of(secret=secret, must_change_password=row["must_change_password"])


async def open_session(act: Act, account: int) -> str:
    """A new session for the account, whoever it was shown to be by; returns its secret. The one that asks ends."""
    before, act.viewer = act.viewer, replace(act.viewer, account=account)
    if before.session is not None:
        await sql.end(act.connection, id=before.session)
        await act.event("session.ended", Session, before.session)
    secret = new_secret()
    given = {"address": before.address, "device": before.device, "span": SESSION}
    await sql.begin(act.connection, account=account, hash=secret_hash(secret), **given)
    await act.event("account.signed_in", Account, account, data={"address": before.address, "device": before.device})
    return secret


@action(session_only=True, temporary_password=True)
async def sign_out(act: Act, input: SignOutInput) -> SignOutPayload:
    """End the session that asks; it is dead on the server, whatever the browser keeps."""
    if act.viewer.session is None or act.viewer.account is None:
        raise refuse("SIGN_IN_FIRST")
    await sql.end(act.connection, id=act.viewer.session)
    await act.event("account.signed_out", Account, act.viewer.account)
    return SignOutPayload.of()


@action(session_only=True)
async def session_end(act: Act, input: SessionEndInput) -> SessionPayload:
    """End one of one's own sessions on another device; administrators end anybody's."""
    row = await act.find(Session, input.id, step="end")
    await sql.end(act.connection, id=row["id"])
    await act.event("session.ended", Session, row["id"], data={"account": row["account_id"]})
    return SessionPayload.of(session=row["id"])
