"""Passwords as argon2id hashes, made and verified in threads; secrets of sessions and tokens as SHA-256."""

import asyncio
import base64
import hashlib
import re
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_THREADS = ThreadPoolExecutor(2, "password")
"""Each hash takes the memory that the settings say (64 MiB unless configured), so that few are made at a time (our default)."""

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""The form of a session's secret: 256 bits, url-safe."""
TOKEN = re.compile(r"gz_[A-Za-z0-9_-]{43}")
"""The form of a token: recognisable by scanners for leaked secrets."""

_Made = TypeVar("_Made")


def new_secret() -> str:
    """The secret of a new session."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """A new token."""
    return f"gz_{secrets.token_urlsafe(32)}"


def secret_hash(secret: str) -> bytes:
    """What is stored of a secret. Its 256 bits are random, so that no slow hash is needed."""
    return hashlib.sha256(secret.encode()).digest()


async def hashed(passwords: PasswordHasher, password: str) -> str:
    """The hash to store of a password."""
    return await _threaded(lambda: passwords.hash(password))


async def is_right(passwords: PasswordHasher, stored: str | None, password: str) -> bool:
    """Whether the password is the one stored; takes its time also where nothing is stored, and says no."""
    return await _threaded(lambda: _verify(passwords, stored or _nobodys(passwords), password)) and stored is not None


def _verify(passwords: PasswordHasher, stored: str, password: str) -> bool:
    try:
        return passwords.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _nobodys(passwords: PasswordHasher) -> str:
    """The hash of no password, as costly to verify as any other made now."""
    salt, digest = (_base64(secrets.token_bytes(size)) for size in (passwords.salt_len, passwords.hash_len))
    cost = f"m={passwords.memory_cost},t={passwords.time_cost},p={passwords.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode().rstrip("=")


async def _threaded(make: Callable[[], _Made]) -> _Made:
    return await asyncio.get_running_loop().run_in_executor(_THREADS, make)
