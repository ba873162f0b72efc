"""The post: takes letters from the outbox to the mail server."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog

from api.settings import Settings
from schema.engine.days import OFFICE
from schema.engine.services import Services
from schema.mail.outbox import Due, failed, sent, take

PATIENCE = 30
"""Seconds that the mail server may take over one command (our default); less than a letter's lease."""
ROUND = 200
"""The most letters of one round (our default): the clock begins the next one within half a minute."""

log = structlog.get_logger()


def connection_to(settings: Settings) -> aiosmtplib.SMTP:
    """A connection, not yet opened, to the configured mail server.

    A password never travels unencrypted, but on this machine itself.
    """
    assert settings.smtp_url is not None
    parts = urlsplit(settings.smtp_url.get_secret_value())
    encrypted = parts.scheme == "smtps"
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return aiosmtplib.SMTP(
        hostname=parts.hostname,
        port=parts.port or (465 if encrypted else 587 if parts.username else 25),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=encrypted,
        start_tls=True if parts.username and not local and not encrypted else None if not encrypted else False,
        timeout=PATIENCE,
    )


async def deliver(services: Services, settings: Settings) -> int:
    """Send what is due; returns how many the mail server took. Does nothing where no mail server is configured.

    A letter counts as sent as soon as the server has acknowledged it. Whoever dies in between leaves it to be sent once more,
    under the same Message-ID, by which mail programs know it again.
    """
    count = 0
    while settings.smtp_url is not None and count < ROUND and (due := await take(services)) is not None:
        try:
            async with connection_to(settings) as server:
                while due is not None:
                    count += await _send(services, settings, server, due)
                    due = await take(services) if count < ROUND else None
        except (aiosmtplib.SMTPException, OSError) as error:
            log.warning("mail server", error=_told(error))
            if due is not None:
                await failed(services, due, _told(error))
            return count
    return count


async def _send(services: Services, settings: Settings, server: aiosmtplib.SMTP, due: Due) -> bool:
    """Send one letter. What the server says about this letter alone is noted; what ends the connection is raised."""
    try:
        written = message(services, settings, due)
    except ValueError as error:
        await failed(services, due, type(error).__name__, for_good=True)
        log.exception("letter cannot be written", letter=due.id)
        return False
    try:
        await server.send_message(written, recipients=[due.letter.address])
    except (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPDataError) as error:
        await failed(services, due, _told(error), for_good=_code(error) >= 500)
        log.warning("letter refused", letter=due.id, error=_told(error))
        return False
    await sent(services, due)
    return True


def message(services: Services, settings: Settings, due: Due) -> EmailMessage:
    """The letter as it travels; the same at each attempt."""
    letter = due.letter
    name, sender = parseaddr(settings.mail_from)
    written = EmailMessage(POLICY)
    written["Subject"] = letter.subject
    written["From"] = Address(name, addr_spec=sender)
    written["To"] = letter.address
    written["Date"] = format_datetime(due.written_at.astimezone(OFFICE))
    written["Message-ID"] = f"<{services.seal.digest(letter.key, 'message id').hex()[:40]}@{sender.rpartition('@')[2]}>"
    written["Auto-Submitted"] = "auto-generated"
    for header, value in letter.headers.items():
        written[header] = value
    written.set_content(letter.text, cte="base64")
    if letter.html is not None:
        written.add_alternative(letter.html, subtype="html", cte="base64")
    # Last, since setting the content takes away what was said about it.
    written["Content-Language"] = letter.language.replace("_", "-")
    return written


def _code(error: Exception) -> int:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return min((one.code for one in error.recipients), default=0)
    return int(getattr(error, "code", 0))


def _told(error: Exception) -> str:
    """The kind of failure and the server's code: its words may repeat the address."""
    return f"{type(error).__name__} {_code(error) or ''}".strip()
