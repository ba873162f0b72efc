"""A file comes in: an address is opened for one account, the bytes are sent there once, and wait to be attached.

Bytes are noted down, then stored, and only then told of in a row: whatever is killed in between, nothing refers to bytes that
are not there, and bytes that nothing refers to are found (``jobs.py``).
"""

import base64
import binascii
import hashlib
import hmac

import strawberry

from schema.attachments.documents import named
from schema.attachments.limits import BYTES, FILE_NAME, OPEN_FOR, WAITING
from schema.attachments.payloads import UploadPayload
from schema.attachments.preparing import Prepared, prepare
from schema.attachments.rules import nobody
from schema.attachments.uploads import Upload
from schema.engine.access import Viewer
from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.ids import global_id, number_of
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.refusals import refuse
from schema.engine.seal import Seal
from schema.engine.services import Services
from schema.engine.statements import statements

_ENCODED = (BYTES + 2) // 3 * 4
"""The longest file in Base64."""

sql = statements(__file__, "receiving")


@described
@strawberry.input(description="What is going to be sent.")
class UploadOpenInput(Input):
    """What is going to be sent."""

    file_name: str
    """The file's name, at most 200 characters; no numbers of people. What it is, is seen from its bytes."""


@described
@strawberry.input(description="The bytes of an upload. Those who PUT them to its address need not call this.")
class UploadFillInput(Input):
    """The bytes of an upload. Those who PUT them to its address need not call this."""

    id: strawberry.ID
    """The upload."""
    signature: str
    """What its address ends with."""
    content: str
    """The bytes in Base64, at most 10 MB of them; ``/graphql`` takes less, the address takes all of it."""


@action(scope="attachments:write")
async def upload_open(act: Act, input: UploadOpenInput) -> UploadPayload:
    """Open an address to which one file can be sent within an hour; what is not attached by then is erased."""
    form = Form()
    name = nobody(form, form.required(input.file_name.replace("\\", "/").rpartition("/")[2], "fileName", FILE_NAME), "fileName")
    form.settle()
    account = act.viewer.account
    await sql.one_at_a_time(act.connection, account=account)
    if await sql.waiting(act.connection, account=account) >= WAITING:
        raise refuse("UPLOADS_MANY")
    number = await sql.open(act.connection, account=account, name=name, open_for=OPEN_FOR)
    await act.event("upload.opened", Upload, number, data={"file": name})
    id_ = global_id("upload", number)
    return UploadPayload.of(upload=number, address=f"/uploads/{id_}/{_signature(act.services.seal, id_, act.viewer)}")


async def _stored(services: Services, viewer: Viewer, given: UploadFillInput) -> tuple[Prepared, bytes, bytes | None] | None:
    """What is kept of the file, with the digests under which it is stored; nothing where the upload takes no bytes."""
    if not hmac.compare_digest(_signature(services.seal, given.id, viewer).encode(), given.signature.encode()):
        raise refuse("NOT_FOUND", "id")
    if not await sql.takes(services.pool, id=number_of(given.id, "upload"), account=viewer.account):
        return None
    prepared = await prepare(_decoded(given.content))
    thumbnail = await _store(services, prepared.thumbnail) if prepared.thumbnail else None
    return prepared, await _store(services, prepared.content), thumbnail


async def _store(services: Services, content: bytes) -> bytes:
    digest = hashlib.sha256(content).digest()
    await sql.note_down(services.pool, digest=digest, size=len(content))
    await services.store.put(digest, content)
    return digest


@action(scope="attachments:write", before=_stored)
async def upload_fill(act: Act, input: UploadFillInput) -> UploadPayload:
    """Take the bytes of an upload. Images are made anew, without metadata, at most 2560 pixels an edge; nothing else is kept."""
    row = await act.find(Upload, input.id, step="fill")
    if act.ready is None:
        raise refuse("STEP_NOT_POSSIBLE")
    prepared, content, thumbnail = act.ready
    await sql.fill(
        act.connection,
        id=row["id"],
        name=named(row["file_name"], prepared.media_type),
        kind=prepared.kind,
        media_type=prepared.media_type,
        size=len(prepared.content),
        width=prepared.width,
        height=prepared.height,
        content=content,
        thumbnail=thumbnail,
    )
    await act.event("upload.received", Upload, row["id"], data={"file": row["file_name"]})
    return UploadPayload.of(upload=row["id"], address=None)


def _decoded(content: str) -> bytes:
    """The bytes; refused as too long where they cannot be anything else."""
    if len(content) > _ENCODED:
        return bytes(BYTES + 1)
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise refuse("FILE_CONTENT", "content") from None


def _signature(seal: Seal, id_: str, viewer: Viewer) -> str:
    """What makes the address of an upload one that nobody guesses, and that works for its account alone."""
    return base64.urlsafe_b64encode(seal.digest(f"{id_} {viewer.account}", "upload")[:18]).decode()
