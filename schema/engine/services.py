"""What the engine works with: pools, the seal, and how passwords are hashed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import asyncpg
from argon2 import PasswordHasher

from schema.engine.seal import Seal


@dataclass(frozen=True)
class Services:
    """Everything outside the process that reads and actions need."""

    pool: asyncpg.Pool
    public_pool: asyncpg.Pool
    """Connections under the role that can select only what the public may read."""
    seal: Seal
    passwords: PasswordHasher
    listeners: list[Callable[[Sequence[str]], None]] = field(default_factory=list)
    """Called in this process with the verbs of an action's events as soon as it has committed. Must not fail."""
