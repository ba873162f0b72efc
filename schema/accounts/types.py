"""Accounts, their sessions and tokens."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.accounts.rules import ACCOUNT_STEPS, SESSION_STEPS, TOKEN_STEPS
from schema.engine.access import ADMINISTRATOR, any_of
from schema.engine.filters import EnumIs, compare, condition
from schema.engine.mapping import column, described, entity, to_many, to_one
from schema.engine.ordering import by
from schema.engine.relay import Node
from schema.engine.text import query_words
from schema.engine.workflow import Workflow

if TYPE_CHECKING:
    from schema.people.types import Person


@strawberry.enum(description="Whether an account may be used.")
class AccountStatus(Enum):
    """Whether an account may be used."""

    ACTIVE = strawberry.enum_value("ACTIVE", description="启用")
    DISABLED = strawberry.enum_value("DISABLED", description="停用")


@strawberry.enum(description="The orders of a list of accounts.")
class AccountOrder(Enum):
    """The orders of a list of accounts."""

    LOGIN = by("{row}.login")


@described
@strawberry.input(description="Which accounts; all conditions must hold.")
class AccountFilter:
    """Which accounts; all conditions must hold."""

    status: EnumIs[AccountStatus] | None = compare("{row}.status")
    """Whether it may be used."""
    administrator: bool | None = condition("{row}.administrator = {value}", "boolean")
    """Whether it administers the system."""
    search: str | None = condition(
        "exists (select from person p$ where p$.id = {row}.person_id and p$.words @> {value})", "text[]", query_words
    )
    """Words of the person's name."""


_MINE = any_of("{row}.account_id = {viewer.account}", ADMINISTRATOR)


@entity("session", prefix="session", visible=_MINE, reads="accounts")
class Session(Node):
    """Somebody's being signed in on one device."""

    workflow: ClassVar[Workflow] = SESSION_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    created_at: datetime
    """When it began."""
    seen_at: datetime
    """When it was last used, to the minute."""
    device: str
    """What kind of browser it is."""
    address: str
    """From where."""
    current: bool = column("{row}.id = coalesce({viewer.session}, 0)")
    """Whether it is the one that asks."""
    viewer_steps: list[str] = column(SESSION_STEPS.viewer_steps())
    """What the viewer can do with it now."""


@entity("token", prefix="token", visible=_MINE, reads="accounts")
class Token(Node):
    """A key for an app that acts as the account, within its scopes. The secret is shown once, when it is made."""

    workflow: ClassVar[Workflow] = TOKEN_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    name: str
    """What it is for."""
    scopes: list[str]
    """What it may do."""
    created_at: datetime
    """When it was made."""
    used_at: datetime | None
    """When it was last used, to the minute."""
    expires_at: datetime | None
    """When it ends by itself."""
    ended_at: datetime | None
    """When it was ended."""
    viewer_steps: list[str] = column(TOKEN_STEPS.viewer_steps())
    """What the viewer can do with it now."""


@entity("account", prefix="account", visible=any_of("{row}.id = {viewer.account}", ADMINISTRATOR), reads="accounts")
class Account(Node):
    """A person's way in."""

    workflow: ClassVar[Workflow] = ACCOUNT_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    login: str
    """The name typed when signing in."""
    person: Annotated["Person", strawberry.lazy("schema.people.types")] | None = to_one("{self}.person_id")
    """Whose it is."""
    administrator: bool
    """Whether it administers accounts and configuration; that alone gives no role in any area."""
    language: str
    """zh_Hans, zh_Hant or en."""
    email_mask: str
    """The electronic address with all but its first character and its domain hidden; empty for none."""
    email_confirmed_at: datetime | None
    """When its owner confirmed the address, without which nothing else is sent there."""
    status: AccountStatus
    """Whether it may be used."""
    locked: bool = column("coalesce({row}.locked_until > now(), false)")
    """Whether it does not open for a while after failed attempts."""
    must_change_password: bool
    """Whether the password has to be changed at the next visit."""
    sessions: list[Session] = to_many(
        "{row}.account_id = {self}.id and {row}.ended_at is null and {row}.expires_at > now()", "{row}.seen_at desc"
    )
    """Where it is signed in now."""
    tokens: list[Token] = to_many("{row}.account_id = {self}.id and {row}.ended_at is null", "{row}.id desc")
    """Its tokens."""
    created_at: datetime
    """When it was opened."""
    version: int
    """Rises with every change."""
    viewer_steps: list[str] = column(ACCOUNT_STEPS.viewer_steps())
    """What the viewer can do with it now."""
