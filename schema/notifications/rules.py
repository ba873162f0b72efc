"""The rules of notifications: what people are told of, for how long it is kept, and who may do what."""

from datetime import timedelta

from schema.engine.language import N_
from schema.engine.workflow import Party, Step, Workflow

KEPT = timedelta(days=180)
"""How long a notification is kept (our default: half a year, as the ledger is consulted after that)."""
NEWS = timedelta(days=14)
"""What is older when a worker comes to it is no news, and nobody is told (our default)."""
COUNTED = 100
"""Unread notifications are counted up to so many (our default)."""

KINDS = {
    "MENTIONED": N_("提到我"),
    "PROPOSED": N_("待答复"),
    "DELIVERED": N_("待确认"),
    "RETURNED": N_("被退回"),
    "DECIDED": N_("异议有结果"),
    "COMMENTED": N_("新评论"),
    "MOVED": N_("有进展"),
}
"""What the kinds of notification are called, on pages and in letters."""

_OWNER = Party(N_("本人"), "{row}.account_id = {viewer.account}")
NOTIFICATION_STEPS = Workflow(
    [
        Step("read", N_("标为已读"), (_OWNER,), ("UNREAD",), "READ"),
        Step("unread", N_("标为未读"), (_OWNER,), ("READ",), "UNREAD"),
    ],
    state="(case when {row}.read_at is null then 'UNREAD' else 'READ' end)",
)
"""People keep their own notifications."""

QUIET = frozenset(
    {
        *("resource.edited", "demand.edited", "demand.absorbed", "project.edited", "project.linked", "project.partner_edited"),
        "resource.linked",
        *("project.measured", "project.staged", "project.restaged", "project.stage_removed"),
        *("wait.joined", "wait.left"),
        *("attachment.added", "attachment.edited", "attachment.removed"),
    }
)
"""Verbs of items of which those who watch are not told: nothing moves by them."""
