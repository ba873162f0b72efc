"""The installation's secret key: configured, or made once and kept in the data folder."""

import os
import secrets
from hashlib import blake2b
from pathlib import Path

from api.settings import Misconfigured, Settings


def key_file(settings: Settings) -> Path:
    """Where the key is when it is not configured: one line of text, readable by its owner only."""
    return settings.data / "secret.key"


def secret_key(settings: Settings) -> str:
    """The secret key, at least 32 characters; made on the first call. Raises Misconfigured when its file cannot be used."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    file = key_file(settings)
    try:
        if not file.exists():
            _refuse_to_replace(settings)
            _make(file)
        key = file.read_text().strip()
    except OSError as error:
        raise Misconfigured(f"The secret key {file} cannot be read or made: {error.strerror}.") from error
    if len(key) < 32:
        raise Misconfigured(f"{file} holds no key. Restore it from a backup: sealed contacts cannot be read without it.")
    return key


def purpose_key(settings: Settings, purpose: str) -> bytes:
    """32 bytes derived from the secret key for one purpose (``seal``, ``sign`` …), so that no key serves two ends."""
    return blake2b(secret_key(settings).encode(), digest_size=32, person=purpose.encode()[:16]).digest()


def _refuse_to_replace(settings: Settings) -> None:
    """A new key beside old data would look well and open nothing that was sealed."""
    if settings.database_url is None and (settings.data / "postgres").exists():
        raise Misconfigured(
            f"{key_file(settings)} is missing, without which sealed contacts cannot be read. Restore it from a backup, set "
            f"GONGZHI_SECRET_KEY to it, or delete {settings.data} to begin anew."
        )


def _make(file: Path) -> None:
    """Write a new key so that of several processes starting at once all end up with the same one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w") as out:
        out.write(secrets.token_urlsafe(48) + "\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
