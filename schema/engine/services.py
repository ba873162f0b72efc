"""What the engine works with: pools, the seal, how passwords are hashed, and where files are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import asyncpg
from argon2 import PasswordHasher

from schema.engine.seal import Seal
from schema.engine.store import Store


@dataclass(frozen=True)
class Services:
    """Everything outside the process that reads and actions need."""

    pool: asyncpg.Pool
    public_pool: asyncpg.Pool
    """Connections under the role that can select only what the public may read."""
    seal: Seal
    passwords: PasswordHasher
    store: Store
    """Where the bytes of files are."""
    site: str = "http://127.0.0.1:8000"
    """Where people reach the product from outside, without a slash at the end: what links in letters begin with."""
    mailing: bool = False
    """Whether this installation sends letters."""
    listeners: list[Callable[[Sequence[str]], None]] = field(default_factory=list)
    """Called in this process with the verbs of an action's events as soon as it has committed. Must not fail."""
