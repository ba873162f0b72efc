"""What can be wrong with an installation, and what to do about each: one function for each thing that is looked at."""

import asyncio
import hashlib
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import aiosmtplib
import psycopg
import redis
from obstore.exceptions import BaseError

from api.database import PUBLIC_ROLE
from api.embedded import make_folder, running
from api.migrate import SMALLEST_VERSION, pending
from api.post import connection_to
from api.secret import key_file, secret_key
from api.settings import Settings
from api.store import open_store
from api.trouble import CannotRun

SMALLEST_SPACE = 2_000_000_000
"""Bytes that should be free for the data folder (our default)."""
LARGEST_SKEW = 5.0
"""Seconds that the clocks of this machine and of the database may differ (our default)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing; ``advice`` says what to do when the state is not good."""

    subject: str
    state: Literal["good", "doubtful", "wrong"]
    found: str
    advice: str = ""


def examine(configured: Settings) -> Iterator[Finding]:
    """Look at everything, starting the embedded servers if they are not running."""
    for look in (_data, _space, _key, _store, _port, _public_address, _mail, _chromium):
        yield _guarded(look, configured)
    try:
        with running(configured) as effective:
            for look in (_database, _migrations, _public_role, _clock, _valkey):
                yield _guarded(look, effective)
    except CannotRun as error:
        yield Finding("embedded servers", "wrong", str(error), "The lines above are the end of its log.")


def _guarded(look: Callable[[Settings], Finding], settings: Settings) -> Finding:
    subject = look.__name__.strip("_").replace("_", " ")
    try:
        return look(settings)
    except CannotRun as error:
        return Finding(subject, "wrong", str(error))
    except psycopg.OperationalError as error:
        advice = "Is it running, and is GONGZHI_DATABASE_URL right?"
        return Finding(subject, "wrong", f"cannot be reached: {str(error).strip().splitlines()[-1]}", advice)
    except redis.RedisError as error:
        return Finding(subject, "wrong", f"cannot be reached: {error}", "Is it running, and is GONGZHI_REDIS_URL right?")


def _data(settings: Settings) -> Finding:
    make_folder(settings.data)
    return Finding("data folder", "good", str(settings.data))


def _space(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data).free
    text = f"{free / 1e9:.1f} GB free under {settings.data}"
    if free < SMALLEST_SPACE:
        return Finding("disk space", "doubtful", text, "Make room, or set GONGZHI_DATA to a folder on another disk.")
    return Finding("disk space", "good", text)


def _key(settings: Settings) -> Finding:
    secret_key(settings)
    if settings.secret_key is not None:
        return Finding("secret key", "good", "from GONGZHI_SECRET_KEY")
    file = key_file(settings)
    if file.stat().st_mode & 0o077:
        return Finding("secret key", "wrong", f"others on this machine can read {file}", f"chmod 600 {file}")
    if settings.database_url:
        advice = "Set GONGZHI_SECRET_KEY to the same value on every machine that uses this database."
        return Finding("secret key", "doubtful", f"{file}, known to this machine only", advice)
    return Finding("secret key", "good", f"{file}; keep a copy with your backups")


def _store(settings: Settings) -> Finding:
    probe = b"gongzhi doctor"
    digest = hashlib.sha256(probe).digest()

    async def try_out() -> None:
        store = open_store(settings)
        await store.put(digest, probe)
        await store.get(digest)
        await store.erase(digest)

    try:
        asyncio.run(try_out())
    except (OSError, BaseError) as error:
        advice = "Are GONGZHI_STORE_URL and the AWS_… variables right, and may the bucket or folder be written to?"
        return Finding("store", "wrong", f"cannot be used: {str(error).partition(chr(10))[0]}", advice)
    if settings.store_url is None and settings.database_url:
        advice = "Set GONGZHI_STORE_URL where several machines use this database."
        return Finding("store", "doubtful", f"files in {settings.data / 'files'}, known to this machine only", advice)
    return Finding("store", "good", settings.store_url or f"{settings.data / 'files'}; part of your backups")


def _port(settings: Settings) -> Finding:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host.strip("[]"), settings.port), family=family).close()
    except OSError as error:
        advice = "If that is Gongzhi itself, all is well. If not, set GONGZHI_PORT to another port."
        return Finding("port", "doubtful", f"{settings.host}:{settings.port}: {error.strerror or error}", advice)
    return Finding("port", "good", f"{settings.host}:{settings.port} is free")


def _public_address(settings: Settings) -> Finding:
    if settings.public_url is None:
        advice = "Set GONGZHI_PUBLIC_URL to where people reach the product: links that they are sent begin with it."
        return Finding("public address", "doubtful", f"links lead to {settings.address}", advice)
    return Finding("public address", "good", settings.public_url)


def _mail(settings: Settings) -> Finding:
    if settings.smtp_url is None:
        return Finding("mail", "doubtful", "no letters are sent", "Set GONGZHI_SMTP_URL if reminders shall be sent.")

    async def reach() -> str:
        async with connection_to(settings) as server:
            encrypted = server.get_transport_info("sslcontext") is not None
            return f"{server.hostname}:{server.port} takes our letters, {'encrypted' if encrypted else 'not encrypted'}"

    try:
        return Finding("mail", "good", asyncio.run(reach()))
    except (aiosmtplib.SMTPException, OSError) as error:
        return Finding("mail", "wrong", f"{type(error).__name__}: {error}", "Is GONGZHI_SMTP_URL right?")


def _chromium(settings: Settings) -> Finding:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        return Finding("chromium", "doubtful", "not found", "Only browser tests need it: apt-get install chromium fonts-noto-cjk")
    return Finding("chromium", "good", found)


def _database(settings: Settings) -> Finding:
    with psycopg.connect(settings.database_url or "", connect_timeout=5) as connection:
        version = connection.info.server_version
        encoding = connection.info.parameter_status("server_encoding")
    text = f"PostgreSQL {version // 10_000}.{version % 10_000}, {encoding}"
    if version < SMALLEST_VERSION * 10_000:
        return Finding("database", "wrong", text, f"PostgreSQL {SMALLEST_VERSION} or newer is needed.")
    if encoding != "UTF8":
        return Finding("database", "wrong", text, "Create the database with: encoding 'UTF8' template template0")
    return Finding("database", "good", text)


def _migrations(settings: Settings) -> Finding:
    names = pending(settings.database_url or "")
    if names:
        return Finding("migrations", "wrong", f"{len(names)} pending, from {names[0]}", "gongzhi migrate")
    return Finding("migrations", "good", "none pending")


def _public_role(settings: Settings) -> Finding:
    with psycopg.connect(settings.database_url or "", connect_timeout=5) as connection:
        try:
            connection.execute(f"set role {PUBLIC_ROLE}")
        except psycopg.errors.InvalidParameterValue:
            return Finding("public role", "wrong", f"{PUBLIC_ROLE} does not exist", "gongzhi migrate")
        except psycopg.errors.InsufficientPrivilege as error:
            advice = f"Have an administrator run: grant {PUBLIC_ROLE} to {connection.info.user}"
            return Finding("public role", "wrong", str(error).splitlines()[0], advice)
    return Finding("public role", "good", PUBLIC_ROLE)


def _clock(settings: Settings) -> Finding:
    with psycopg.connect(settings.database_url or "", connect_timeout=5) as connection:
        row = connection.execute("select extract(epoch from clock_timestamp())::float8").fetchone()
    skew = abs(time.time() - row[0]) if row else 0.0
    if skew > LARGEST_SKEW:
        return Finding("clock", "wrong", f"{skew:.0f} s apart from the database's", "Set both clocks by NTP.")
    return Finding("clock", "good", f"agrees with the database's; time zone here {time.tzname[0]}, in the product Asia/Shanghai")


def _valkey(settings: Settings) -> Finding:
    with redis.Redis.from_url(settings.redis_url or "", socket_timeout=5, socket_connect_timeout=5) as client:
        info = client.info("server")
    valkey = info.get("valkey_version")
    version = str(valkey or info["redis_version"])
    text = f"{'Valkey' if valkey else 'Redis'} {version}"
    if tuple(int(part) for part in version.split(".")[:2]) < ((7, 2) if valkey else (6, 2)):
        return Finding("valkey", "wrong", text, "Valkey 7.2 or Redis 6.2 or newer is needed.")
    return Finding("valkey", "good", text)
