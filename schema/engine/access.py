"""Who is looking, and the predicates in which types say which of their rows that viewer may see.

A predicate is SQL text with placeholders: ``{row}`` is the row in question, ``{viewer.areas}`` and so on are the viewer's
values, always bound as parameters. The compiler puts the same predicate into reads that actions use to find their subject.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from schema.engine.allowance import Allowance


@dataclass(frozen=True, slots=True)
class Viewer:
    """An account acting in its roles, an app with a token, or the public (no account)."""

    account: int | None = None
    """The account's number; None for the public."""
    person: int | None = None
    administrator: bool = False
    areas: tuple[str, ...] = ()
    """Paths of the areas in which the viewer coordinates; each holds for everything below."""
    managed: tuple[int, ...] = ()
    """Organisations that the viewer manages or handles matters for."""
    organisations: tuple[int, ...] = ()
    """Every organisation that the viewer belongs to."""
    scopes: frozenset[str] | None = None
    """What a token may do; None for a person's own session, which may do all that the person may."""
    language: str = "zh_Hans"
    via: str = "page"
    session: int | None = None
    token: int | None = None
    """The token that an app has shown; None for everybody else."""
    must_change_password: bool = False
    """Whether the password is a temporary one, with which nothing can be done but change it."""
    address: str = ""
    """The network address that the request came from; empty when unknown."""
    device: str = ""
    """The kind of browser, as people are told about their sessions."""
    allowance: Allowance | None = None
    """The client's budget, with this request; None where none is kept, as for pages."""

    @property
    def is_public(self) -> bool:
        """Nobody has signed in."""
        return self.account is None

    @property
    def actor(self) -> str:
        """Under whom answers to idempotency keys are kept."""
        return "public" if self.account is None else f"account:{self.account}"

    @property
    def bearer(self) -> str:
        """Whose budget a request is paid from: the token's, the session's, or that of the address."""
        if self.token is not None:
            return f"token:{self.token}"
        return f"address:{self.address}" if self.session is None else f"session:{self.session}"

    @property
    def budget(self) -> int | None:
        """Points in a window of time."""
        return self.allowance.limit if self.allowance else None

    @property
    def cost(self) -> int | None:
        """Points of this request."""
        return self.allowance.cost if self.allowance else None

    @property
    def remaining(self) -> int | None:
        """Points that are left in this window."""
        return self.allowance.remaining if self.allowance else None

    @property
    def resets_at(self) -> datetime | None:
        """When the next window begins."""
        return self.allowance.resets_at if self.allowance else None

    def may(self, scope: str) -> bool:
        """Whether the session or token carries this scope."""
        return self.scopes is None or scope in self.scopes

    @property
    def types(self) -> list[str] | None:
        """The types that a token's scopes let it read; None for a person's own session, which reads whatever the person may."""
        return None if self.scopes is None else readable(self.scopes)

    def coordinates(self, path: str) -> bool:
        """Whether the viewer coordinates the area with this path or one above it; the Python twin of :func:`coordinates`."""
        return any(path.startswith(area) for area in self.areas)


PUBLIC = Viewer()

READS: dict[str, str | None] = {}
"""By type: the scope that a token needs to read it, if any. Mapping a type adds to it."""


@lru_cache(maxsize=1_000)
def readable(scopes: frozenset[str]) -> list[str]:
    """The types that a token with these scopes may read."""
    return [name for name, scope in READS.items() if scope is None or scope in scopes]


EVERYONE = "true"
NOBODY = "false"
SIGNED_IN = "{viewer.account} is not null"
ADMINISTRATOR = "{viewer.administrator}"


def within(path: str, ancestor: str) -> str:
    """SQL: the area at ``path`` is the one at ``ancestor`` or lies below it.

    Written as a range, because a prefix pattern that arrives as a parameter cannot use an index; ``~`` sorts after every
    character of a path in collation C.
    """
    return f"({path} >= {ancestor} and {path} < {ancestor} || '~')"


def coordinates(path: str = "{row}.area_path") -> str:
    """SQL: the viewer coordinates an area at or above ``path`` (``^@``: begins with)."""
    return f"({path} ^@ any({{viewer.areas}}))"


def coordinated(path: str = "{row}.area_path") -> str:
    """SQL, for filters of lists: the same, and nothing is looked at for those who coordinate nowhere."""
    return f"(cardinality({{viewer.areas}}) > 0 and {coordinates(path)})"


def manages(organisation: str = "{row}.id") -> str:
    """SQL: the viewer manages or handles matters for the organisation."""
    return f"{organisation} = any({{viewer.managed}})"


def belongs(organisation: str = "{row}.id") -> str:
    """SQL: the viewer belongs to the organisation in any role."""
    return f"{organisation} = any({{viewer.organisations}})"


def any_of(*predicates: str) -> str:
    """SQL: at least one of the predicates holds."""
    return "(" + " or ".join(predicates) + ")"


VIEWER_VALUES = {
    "account": "bigint",
    "person": "bigint",
    "session": "bigint",
    "administrator": "boolean",
    "areas": "text[]",
    "managed": "bigint[]",
    "organisations": "bigint[]",
    "language": "text",
    "types": "text[]",
    "budget": "integer",
    "cost": "integer",
    "remaining": "integer",
    "resets_at": "timestamptz",
}
"""The viewer's values that a statement may use, with their SQL types."""
