"""Keeping accounts: who administers, who may come in, in which language."""

import asyncpg
import strawberry

from schema.accounts.passwords import end_access
from schema.accounts.payloads import AccountPayload
from schema.accounts.types import Account
from schema.engine.actions import Act, action
from schema.engine.ids import global_id
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements

sql = statements(__file__, "accounts")


@described
@strawberry.input(description="What to change about an account; what is left out stays.")
class AccountEditInput(Change):
    """What to change about an account; what is left out stays."""

    administrator: bool | None = strawberry.UNSET
    """Whether it administers the system; not by token."""
    language: str | None = strawberry.UNSET
    """zh_Hans, zh_Hant or en."""


@described
@strawberry.input(description="Which account to close.")
class AccountDisableInput(Change):
    """Which account to close."""


@described
@strawberry.input(description="Which account to open again.")
class AccountEnableInput(Change):
    """Which account to open again."""


@described
@strawberry.input(description="The language to use.")
class LanguageChooseInput(Input):
    """The language to use."""

    language: str
    """zh_Hans, zh_Hant or en."""


@action(scope="accounts:write")
async def account_edit(act: Act, input: AccountEditInput) -> AccountPayload:
    """Say whether an account administers the system, and in which language it is addressed."""
    await sql.wait_for_turn(act.connection)
    row = await act.find(Account, input.id, step="edit", version=input.version)
    administrator = row["administrator"] if input.administrator in (None, strawberry.UNSET) else input.administrator
    language = input.language or row["language"]
    if administrator != row["administrator"]:
        if act.viewer.scopes is not None:
            raise refuse("SESSION_ONLY", "administrator")
        if not administrator:
            await _check_another_administrator(act, row, "administrator")
    await sql.edit(act.connection, id=row["id"], administrator=administrator, language=language)
    changed = {"administrator": administrator, "language": language}
    await act.event("account.edited", Account, row["id"], data=changed)
    return AccountPayload.of(account=row["id"])


@action(scope="accounts:write")
async def account_disable(act: Act, input: AccountDisableInput) -> AccountPayload:
    """Close an account; its sessions and tokens end at once. The last administrator stays."""
    await sql.wait_for_turn(act.connection)
    row = await act.find(Account, input.id, step="disable", version=input.version)
    await _check_another_administrator(act, row)
    await sql.set_status(act.connection, id=row["id"], status="DISABLED")
    await end_access(act, row["id"])
    await act.event("account.disabled", Account, row["id"])
    return AccountPayload.of(account=row["id"])


@action(scope="accounts:write")
async def account_enable(act: Act, input: AccountEnableInput) -> AccountPayload:
    """Open an account again. Its former tokens stay ended."""
    row = await act.find(Account, input.id, step="enable", version=input.version)
    await sql.set_status(act.connection, id=row["id"], status="ACTIVE")
    await act.event("account.enabled", Account, row["id"])
    return AccountPayload.of(account=row["id"])


@action(session_only=True, temporary_password=True)
async def language_choose(act: Act, input: LanguageChooseInput) -> AccountPayload:
    """Choose one's own language."""
    row = await act.find(Account, global_id("account", act.viewer.account or 0), step="language")
    await sql.choose_language(act.connection, id=row["id"], language=input.language)
    await act.event("account.language_chosen", Account, row["id"], data={"language": input.language})
    return AccountPayload.of(account=row["id"])


async def _check_another_administrator(act: Act, row: asyncpg.Record, path: str = "") -> None:
    """Refuse when nobody would be left; whoever takes administrators away does so one after the other."""
    if row["administrator"] and not await sql.another_administrator(act.connection, id=row["id"]):
        raise refuse("ACCOUNT_LAST_ADMINISTRATOR", path)
