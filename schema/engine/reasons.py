"""Changes that need a reason, which those concerned are told."""

import strawberry

from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Change

REASON = 500
"""The longest reason (our default; the constraints of the tables say the same)."""


@described
@strawberry.input(description="What is decided upon, and why.")
class Reasoned(Change):
    """What is decided upon, and why."""

    reason: str
    """Shown to those concerned; at most 500 characters."""


def reason_of(given: Reasoned) -> str:
    """The reason, tidied. Raises a refusal when there is none or it is too long."""
    form = Form()
    reason = form.paragraphs(given.reason, "reason", REASON)
    if not reason:
        form.wrong("REASON_REQUIRED", "reason")
    form.settle()
    return reason
