"""Taking a comment back, and noting that one was mentioned in it."""

import strawberry

from schema.comments.payloads import CommentPayload
from schema.comments.types import Comment
from schema.comments.writing import tell
from schema.engine.actions import Act, action
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.statements import statements

sql = statements(__file__, "withdrawing")


@described
@strawberry.input(description="Which comment to take back.")
class CommentWithdrawInput(Change):
    """Which comment to take back."""


@described
@strawberry.input(description="Which comment to remove, and why.")
class CommentRemoveInput(Reasoned):
    """Which comment to remove, and why."""


@described
@strawberry.input(description="Which comment the viewer has taken note of.")
class CommentNoteInput(Change):
    """Which comment the viewer has taken note of."""


@action(scope="comments:write")
async def comment_withdraw(act: Act, input: CommentWithdrawInput) -> CommentPayload:
    """Take back what one has said: the text goes, and what was attached; that there was a comment stays."""
    row = await act.find(Comment, input.id, step="withdraw", version=input.version)
    await _blank(act, row["id"], "WITHDRAWN", "")
    await tell(act, "comment.withdrawn", row["id"])
    return CommentPayload.of(comment=row["id"])


@action(scope="comments:write")
async def comment_remove(act: Act, input: CommentRemoveInput) -> CommentPayload:
    """Remove what somebody has said and attached, with the reason; the committee does so."""
    row = await act.find(Comment, input.id, step="remove", version=input.version)
    reason = reason_of(input)
    await _blank(act, row["id"], "REMOVED", reason)
    await tell(act, "comment.removed", row["id"], {"reason": reason})
    return CommentPayload.of(comment=row["id"])


@action(scope="comments:write")
async def comment_note(act: Act, input: CommentNoteInput) -> CommentPayload:
    """Say that one has read a comment in which one is mentioned (已阅); it waits no longer."""
    row = await act.find(Comment, input.id, step="note", version=input.version)
    await sql.note(act.connection, comment=row["id"], person=act.viewer.person)
    await tell(act, "comment.noted", row["id"])
    return CommentPayload.of(comment=row["id"])


async def _blank(act: Act, number: int, status: str, reason: str) -> None:
    await sql.blank(act.connection, id=number, status=status, reason=reason)
    await sql.forget_all(act.connection, comment=number)
    await sql.take_away(act.connection, comment=number)
