"""What the mutations of identity give back."""

from schema.accounts.types import Account, Session, Token
from schema.engine.access import EVERYONE
from schema.engine.mapping import column, entity, to_one
from schema.engine.payloads import Payload


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class SignInPayload(Payload):
    """The way in."""

    secret: str | None = column("{result.secret:text}")
    """The session's secret, told once; null when refused."""
    must_change_password: bool = column("coalesce({result.must_change_password:boolean}, false)")
    """Whether the password is a temporary one, which has to be changed before anything else can be done."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class SignOutPayload(Payload):
    """Nothing but whether it was done: the session has ended."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class AccountPayload(Payload):
    """The account as it is now."""

    account: Account | None = to_one("{result.account:bigint}")
    """The account; after a conflict, its present state."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class AccountSecretPayload(Payload):
    """The account and its temporary password."""

    account: Account | None = to_one("{result.account:bigint}")
    """The account."""
    secret: str | None = column("{result.secret:text}")
    """The temporary password, told once; null when refused."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class SessionPayload(Payload):
    """The session as it is now."""

    session: Session | None = to_one("{result.session:bigint}")
    """The session."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class TokenPayload(Payload):
    """The token as it is now."""

    token: Token | None = to_one("{result.token:bigint}")
    """The token."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class TokenSecretPayload(Payload):
    """The token and its secret."""

    token: Token | None = to_one("{result.token:bigint}")
    """The token."""
    secret: str | None = column("{result.secret:text}")
    """What the app sends as ``Authorization: Bearer …``, told once; null when refused."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class EmailConfirmPayload(Payload):
    """The address that is now confirmed."""

    mask: str | None = column("{result.mask:text}")
    """The address with all but its first character and its domain hidden; null when refused."""
