"""Everything that is configured from outside, read once from ``GONGZHI_…`` environment variables."""

from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.trouble import CannotRun


class Settings(BaseSettings):
    """The environment. Each field is the variable ``GONGZHI_`` plus its name in capitals; defaults are for one machine."""

    model_config = SettingsConfigDict(env_prefix="GONGZHI_", env_ignore_empty=True, frozen=True, hide_input_in_errors=True)

    port: int = Field(default=8000, ge=0, le=65535)
    """TCP port of the web server; 0 takes any free one."""
    host: str = "127.0.0.1"
    """Address to listen on. Behind a reverse proxy on the same machine the default is right."""
    hosts: Annotated[tuple[str, ...], NoDecode] = ("localhost", "127.0.0.1", "::1")
    """Host names that requests may be addressed to, separated by commas; ``*`` allows any."""
    proxies: str = ""
    """Addresses of reverse proxies, separated by commas, whose ``X-Forwarded-For`` and ``-Proto`` are believed; none by default,
    so that no client chooses its own address."""
    data: Path = Path("data")
    """Folder of the embedded servers' data, the logs and the secret key."""
    database_url: str | None = None
    """PostgreSQL 15 or newer, ``postgresql://…``. Not set: an embedded PostgreSQL in the data folder."""
    redis_url: str | None = None
    """Redis 6.2, Valkey 7.2 or newer, ``redis://…``, ``rediss://…`` or ``unix://…``. Not set: an embedded Valkey."""
    store_url: str | None = None
    """Where files are stored, ``s3://bucket/prefix``; the rest comes from ``AWS_ENDPOINT_URL``, ``AWS_REGION``,
    ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY`` and the like. Each database needs a prefix of its own. Not set: ``files`` in
    the data folder."""
    secret_key: SecretStr | None = None
    """Seals contacts and signs what leaves the server; at least 32 characters. Not set: ``secret.key`` in the data folder.
    Several machines on one database need the same key."""
    public_url: str | None = None
    """Where people reach the product from outside, ``https://gongzhi.example.org``: what links in letters begin with.
    Not set: this machine's own address, which is of no use in letters."""
    smtp_url: SecretStr | None = None
    """The server that takes our letters: ``smtp://user:password@host:587`` (encrypted by STARTTLS where the server offers it,
    and always when there is a password), or ``smtps://…:465``. Not set: no letters are written."""
    mail_from: str = ""
    """Who our letters are from, ``共治 <no-reply@example.org>``. Needed with ``smtp_url``, as is ``public_url``."""
    pool: int = Field(default=10, ge=1, le=100)
    """Database connections of one web process, for those who are signed in; as many again for the public."""
    points: int = Field(default=100_000, ge=0, le=1_000_000_000)
    """What one token or session may ask of ``/graphql`` in a minute, in points: 10 for a request, one for each row that it may
    give, 50 for each action. Without either, an address has a fifth. 0: no limit."""
    sample: bool = False
    """Whether this is the sample district: the sign-in page then offers the sample personas. Set by ``gongzhi demo`` only."""
    argon2_time: int = Field(default=3, ge=1, le=20)
    """Passes of argon2id over the memory (our default follows RFC 9106, second choice). Lower it for tests only."""
    argon2_memory: int = Field(default=64 * 1024, ge=8, le=4 * 1024 * 1024)
    """KiB of memory for one argon2id hash. Lower it for tests only."""

    @field_validator("hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip().strip("[]") for part in value.split(",") if part.strip())
        return value

    @field_validator("data")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 32:
            raise ValueError("at least 32 characters, such as the output of: openssl rand -base64 32")
        return value

    @field_validator("database_url")
    @classmethod
    def _postgresql(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("postgresql://", "postgres://")):
            raise ValueError("an address such as postgresql://user:password@host/database")
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("an address such as redis://host:6379/0 or unix:///run/redis.sock")
        return value

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError("an address without a path, such as https://gongzhi.example.org")
        return value.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _smtp(cls, value: SecretStr | None) -> SecretStr | None:
        parts = urlsplit(value.get_secret_value()) if value else None
        if parts is not None and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
            raise ValueError("an address such as smtp://user:password@host:587 or smtps://user:password@host:465")
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str) -> str:
        if value and "@" not in parseaddr(value)[1]:
            raise ValueError("a sender such as no-reply@example.org or 共治 <no-reply@example.org>")
        return value

    @model_validator(mode="after")
    def _letters_are_whole(self) -> Self:
        if self.smtp_url is not None and not (self.mail_from and self.public_url):
            raise ValueError("GONGZHI_SMTP_URL needs GONGZHI_MAIL_FROM and GONGZHI_PUBLIC_URL beside it")
        return self

    @field_validator("store_url")
    @classmethod
    def _object_store(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith("s3://"):
            raise ValueError("an address such as s3://bucket/prefix")
        return value

    @model_validator(mode="after")
    def _listening_host_is_allowed(self) -> Self:
        if self.host not in ("0.0.0.0", "::", *self.hosts) and "hosts" not in self.model_fields_set:
            object.__setattr__(self, "hosts", (*self.hosts, self.host))
        return self

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the product, without a slash at the end."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{self.port}"


class Misconfigured(CannotRun):
    """The environment cannot be used; the message says which variables and why, a line each."""


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process. Raises Misconfigured."""
    try:
        return Settings()
    except ValidationError as error:
        found = [(next(iter(one["loc"]), None), one["msg"]) for one in error.errors()]
        lines = [f"GONGZHI_{str(name).upper()}: {told}" if name else told for name, told in found]
        raise Misconfigured("\n".join(lines)) from None
