"""Attaching what was uploaded to an item, and what can be done with it afterwards."""

import asyncpg
import strawberry

from schema.attachments.items import ITEMS
from schema.attachments.limits import ATTACHMENTS, CAPTION
from schema.attachments.payloads import AttachmentPayload
from schema.attachments.rules import nobody
from schema.attachments.types import Attachment
from schema.attachments.uploads import Upload
from schema.comments.writing import tell as tell_comment
from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.ids import prefix_of
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.matching.types import Match
from schema.projects.types import Project

sql = statements(__file__, "attaching")


@described
@strawberry.input(description="Which upload to attach to what.")
class AttachmentAddInput(Input):
    """Which upload to attach to what."""

    item: strawberry.ID
    """A resource, a demand, a project, a note of one, a delivery, or a comment of one's own."""
    upload: strawberry.ID
    """The upload; its bytes have arrived."""
    caption: str | None = None
    """What is to be seen on it, at most 200 characters; read out to those who cannot see it. No names and numbers of people."""


@described
@strawberry.input(description="What an attachment shows.")
class AttachmentEditInput(Change):
    """What an attachment shows."""

    caption: str
    """What is to be seen on it, at most 200 characters; empty for nothing."""


@described
@strawberry.input(description="Which attachment to remove.")
class AttachmentRemoveInput(Change):
    """Which attachment to remove."""


@action(scope="attachments:write")
async def attachment_add(act: Act, input: AttachmentAddInput) -> AttachmentPayload:
    """Attach an upload to an item; whoever may change the item may. An item holds at most 12."""
    kind = ITEMS.get(prefix_of(input.item) or "")
    if kind is None:
        raise refuse("NOT_FOUND", "item")
    # Held until the end: of several who attach at once, each counts those before.
    item = await act.find(kind.type, input.item, step="attach", path="item")
    upload = await act.find(Upload, input.upload, step="attach", path="upload")
    form = Form()
    caption = nobody(form, form.line(input.caption, "caption", CAPTION), "caption")
    form.settle()
    of = {f"{prefix}_id": item["id"] if one is kind else None for prefix, one in ITEMS.items()}
    if await sql.count(act.connection, **of) >= ATTACHMENTS:
        raise refuse("ATTACHMENTS_MANY", "item", limit=ATTACHMENTS)
    number = await sql.attach(act.connection, **of, upload=upload["id"], caption=caption, person=act.viewer.person)
    await sql.taken(act.connection, id=upload["id"])
    await _tell(act, "attachment.added", await sql.attachment(act.connection, id=number))
    return AttachmentPayload.of(attachment=number)


@action(scope="attachments:write")
async def attachment_edit(act: Act, input: AttachmentEditInput) -> AttachmentPayload:
    """Say what an attachment shows."""
    row = await act.find(Attachment, input.id, step="edit", version=input.version)
    form = Form()
    caption = nobody(form, form.line(input.caption, "caption", CAPTION), "caption")
    form.settle()
    await sql.caption(act.connection, id=row["id"], caption=caption)
    await _tell(act, "attachment.edited", row)
    return AttachmentPayload.of(attachment=row["id"])


@action(scope="attachments:write")
async def attachment_remove(act: Act, input: AttachmentRemoveInput) -> AttachmentPayload:
    """Take an attachment away: nobody sees it from now on, and a week later its bytes are erased."""
    row = await act.find(Attachment, input.id, step="remove", version=input.version)
    await sql.remove(act.connection, id=row["id"])
    await _tell(act, "attachment.removed", row)
    return AttachmentPayload.of(attachment=row["id"])


async def _tell(act: Act, verb: str, row: asyncpg.Record) -> None:
    """Append what happened to the ledger of what people look at: the item, or what that is a part of."""
    file = {"file": row["file_name"], "attachment": f"attachment_{row['id']}"}
    if row["comment_id"] is not None:
        await tell_comment(act, verb, row["comment_id"], file)
        return
    about = await sql.about(act.connection, id=row["id"])
    types = {"delivery": Match, "note": Project}
    prefix = next(prefix for prefix, one in ITEMS.items() if row[one.column] is not None)
    type_ = types.get(prefix, ITEMS[prefix].type)
    data = {"title": about["title"]} | file
    await act.event(verb, type_, about["id"], area_path=about["area_path"], organisations=about["organisations"], data=data)
