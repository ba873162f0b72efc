"""A mail server in the test's own process, which keeps what it takes and refuses what it is told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP
from pydantic import SecretStr

from api.settings import Settings

SENDER = "共治 <no-reply@gongzhi.example>"


class Mailbox:
    """What arrived, and how the next letters are answered."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: dict[str, str] = {}
        """By recipient: what the server says instead of taking a letter."""
        self.answer = "250 OK"
        """What it says once it has a letter."""
        self.port = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        letter = message_from_bytes(envelope.content, policy=policy.SMTP)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.recipients += envelope.rcpt_tos
        return self.answer

    def settings(self, servers: Settings) -> Settings:
        """Settings that send through this server."""
        changes = {"smtp_url": SecretStr(f"smtp://127.0.0.1:{self.port}"), "mail_from": SENDER}
        return servers.model_copy(update={**changes, "public_url": "https://gongzhi.example"})


@asynccontextmanager
async def mailbox() -> AsyncIterator[Mailbox]:
    """A mail server on a free port, as long as the block lasts."""
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box, enable_SMTPUTF8=False), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    async with server:
        yield box
