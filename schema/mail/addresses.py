"""Electronic addresses: what counts as one, and what most people see of it."""

from email_validator import EmailNotValidError, validate_email

from schema.engine.form import Form
from schema.engine.language import N_
from schema.engine.refusals import messages

LONGEST = 254
"""Characters of an address (RFC 5321)."""

messages({"EMAIL_FORM": N_("这不是有效的电子邮箱地址。")})


def read_email(form: Form, given: str | None, path: str = "email") -> str:
    """The address that was typed as it is stored, "" for none; notes what is wrong with it."""
    text = form.line(given, path, LONGEST)
    if not text or len(text) > LONGEST:
        return ""
    try:
        return validate_email(text, allow_smtputf8=False, check_deliverability=False).ascii_email or ""
    except EmailNotValidError:
        form.wrong("EMAIL_FORM", path)
        return ""


def mask_email(address: str) -> str:
    """The first character and the domain: z***@example.org (our default; PIPL 51 asks for de-identification)."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}" if name else ""
