"""Tokens: keys for apps that act as an account, within scopes."""

from datetime import UTC, datetime

import strawberry

from schema.accounts.hashing import new_token, secret_hash
from schema.accounts.payloads import TokenPayload, TokenSecretPayload
from schema.accounts.rules import SCOPES, TOKENS
from schema.accounts.types import Account, Token
from schema.engine.actions import Act, action
from schema.engine.days import OFFICE
from schema.engine.form import Form
from schema.engine.ids import global_id
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.refusals import refuse
from schema.engine.statements import statements

sql = statements(__file__, "tokens")


@described
@strawberry.input(description="What the token is for, and what it may do.")
class TokenCreateInput(Input):
    """What the token is for, and what it may do."""

    name: str
    """What it is for, 60 characters at most."""
    scopes: list[str]
    """What it may do; the account's roles are the limit in any case."""
    expires_at: datetime | None = None
    """When it ends by itself; never, unless given. A time without offset is Chinese."""
    account: strawberry.ID | None = None
    """Whose it is: one's own account unless given, and anybody's only from the server's command line."""


@described
@strawberry.input(description="Which token to end.")
class TokenEndInput(Input):
    """Which token to end."""

    id: strawberry.ID
    """The token."""


@action(session_only=True)
async def token_create(act: Act, input: TokenCreateInput) -> TokenSecretPayload:
    """Make a token; its secret is told once."""
    form = Form()
    given = {"name": form.required(input.name, "name", 60), "scopes": _scopes(form, input.scopes)}
    expires = _expiry(form, input.expires_at)
    form.settle()
    account = input.account or global_id("account", act.viewer.account or 0)
    row = await act.find(Account, account, step="token", path="account")
    if await sql.count(act.connection, account=row["id"]) >= TOKENS:
        raise refuse("TOKEN_MANY", limit=TOKENS)
    secret = new_token()
    number = await sql.create(act.connection, account=row["id"], hash=secret_hash(secret), expires=expires, **given)
    await act.event("token.created", Token, number, data={"account": row["id"], **given})
    return TokenSecretPayload.of(token=number, secret=secret)


@action(session_only=True)
async def token_end(act: Act, input: TokenEndInput) -> TokenPayload:
    """End a token at once; one's own, or as an administrator anybody's."""
    row = await act.find(Token, input.id, step="end")
    await sql.end(act.connection, id=row["id"])
    await act.event("token.ended", Token, row["id"], data={"account": row["account_id"], "name": row["name"]})
    return TokenPayload.of(token=row["id"])


def _scopes(form: Form, given: list[str]) -> list[str]:
    if not given:
        form.wrong("TOKEN_NO_SCOPE", "scopes")
    unknown = next((scope for scope in given if scope not in SCOPES), None)
    if unknown is not None:
        form.wrong("TOKEN_SCOPE", "scopes", scope=unknown[:40])
    return sorted(set(given))


def _expiry(form: Form, given: datetime | None) -> datetime | None:
    if given is None:
        return None
    expires = given if given.tzinfo else given.replace(tzinfo=OFFICE)
    if expires <= datetime.now(UTC):
        form.wrong("TOKEN_EXPIRY", "expiresAt")
    return expires
