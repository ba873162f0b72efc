"""What the engine works with: pools, the seal, and how passwords are hashed."""

from dataclasses import dataclass

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
