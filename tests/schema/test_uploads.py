"""Files come in: an address for one account, bytes once, and nothing kept that is not what it claims or that nobody attached."""

import asyncio
import base64
import hashlib

import pytest

from schema.attachments.jobs import erase_unused
from schema.attachments.limits import BYTES, WAITING
from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.schema import files, offers
from tests.schema.acting import act, done, events, number, refused
from tests.schema.files import filling, opened, package, photo, uploaded
from tests.story import Story, ask

SELECT = "upload { id status fileName kind mediaType size width height } address"


async def test_a_photo_comes_in_and_waits(engine: Engine, story: Story) -> None:
    upload = await opened(engine, story.member, "C:\\照片\\现场.jpg")
    payload = await done(engine, story.member, "uploadFill", filling(upload, photo()), SELECT)
    size = payload["upload"].pop("size")
    assert payload["upload"] == {
        "id": upload[0],
        "status": "RECEIVED",
        "fileName": "现场.jpg",
        "kind": "IMAGE",
        "mediaType": "image/jpeg",
        "width": 320,
        "height": 240,
    }
    assert payload["address"] is None
    row = await engine.services.pool.fetchrow("select * from upload where id = $1", number(upload[0]))
    assert row is not None
    kept = b"".join([piece async for piece in await engine.services.store.get(row["content"])])
    assert hashlib.sha256(kept).digest() == row["content"] and len(kept) == size
    assert b"SECRET" not in kept
    waiting = await ask(engine, "{ viewer { uploads { id } } }", None, story.member)
    assert waiting["viewer"]["uploads"] == [{"id": upload[0]}]
    assert [one["verb"] for one in await events(engine, "upload.received")] == ["upload.received"]


@pytest.mark.parametrize(
    ("data", "name", "kind", "called"),
    [
        (files.PDF, "说明", "application/pdf", "说明.pdf"),
        (files.WORD, "说明.pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "说明.pdf.docx"),
        (photo(format="PNG"), "a.PNG", "image/png", "a.PNG"),
        (photo(format="WEBP"), "x.html", "image/webp", "x.html.webp"),
    ],
)
async def test_what_a_file_is_is_seen_from_its_bytes(
    engine: Engine, story: Story, data: bytes, name: str, kind: str, called: str
) -> None:
    upload = await opened(engine, story.member, name)
    payload = await done(engine, story.member, "uploadFill", filling(upload, data), SELECT)
    assert (payload["upload"]["mediaType"], payload["upload"]["fileName"]) == (kind, called)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"\x00", "FILE_KIND"),
        (b"<!doctype html><script>alert(1)</script>", "FILE_KIND"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "FILE_KIND"),
        (b"GIF89a" + bytes(200), "FILE_KIND"),
        (b"\xff\xd8\xff<html>", "IMAGE_BROKEN"),
        (photo()[:2000], "IMAGE_BROKEN"),
        (photo(format="PNG")[:60], "IMAGE_BROKEN"),
        (package("word/vbaProject.bin", "word/document.xml"), "FILE_KIND"),
        (bytes(BYTES + 1), "FILE_TOO_LARGE"),
        (photo() + bytes(BYTES), "FILE_TOO_LARGE"),
    ],
)
async def test_what_is_not_taken_is_refused_and_nothing_is_kept(engine: Engine, story: Story, data: bytes, code: str) -> None:
    upload = await opened(engine, story.member, "照片.jpg")
    before = await engine.services.pool.fetchval("select count(*) from stored_file")
    assert await refused(engine, story.member, "uploadFill", filling(upload, data)) == [(code, "content")]
    assert await engine.services.pool.fetchval("select count(*) from stored_file") == before
    await done(engine, story.member, "uploadFill", filling(upload, photo()))


async def test_what_is_not_base64_is_refused(engine: Engine, story: Story) -> None:
    upload = await opened(engine, story.member)
    for content in ("?", "AAA", "照片"):
        given = filling(upload, b"") | {"content": content}
        assert await refused(engine, story.member, "uploadFill", given) == [("FILE_CONTENT", "content")]


async def test_an_address_is_for_its_account_and_cannot_be_guessed(engine: Engine, story: Story) -> None:
    upload = await opened(engine, story.member)
    other = await opened(engine, story.member)
    for viewer in (story.stranger, story.manager, story.coordinator, story.administrator):
        assert await refused(engine, viewer, "uploadFill", filling(upload, photo())) == [("NOT_FOUND", "id")]
    assert await refused(engine, story.public, "uploadFill", filling(upload, photo())) == [("SIGN_IN_FIRST", "")]
    for signature in ("", "x", "签", other[1], upload[1][:-1], upload[1] + "="):
        assert await refused(engine, story.member, "uploadFill", filling((upload[0], signature), photo())) == [
            ("NOT_FOUND", "id")
        ]
    for id_ in ("", "upload_0", "upload_999999999999999999", "resource_1", other[0]):
        assert await refused(engine, story.member, "uploadFill", filling((id_, upload[1]), photo())) == [("NOT_FOUND", "id")]
    for viewer in (story.stranger, story.administrator, story.public):
        found = await ask(engine, "query($id: ID!) { upload(id: $id) { id } node(id: $id) { id } }", {"id": upload[0]}, viewer)
        assert found == {"upload": None, "node": None}


async def test_a_token_without_the_scope_uploads_nothing(engine: Engine, story: Story) -> None:
    app = Viewer(account=story.member.account, person=story.member.person, scopes=frozenset({"attachments"}))
    assert await refused(engine, app, "uploadOpen", {"fileName": "a.jpg"}) == [("SCOPE_MISSING", "")]
    assert await refused(engine, story.public, "uploadOpen", {"fileName": "a.jpg"}) == [("SIGN_IN_FIRST", "")]


async def test_bytes_are_taken_once_and_a_retry_gets_the_same_answer(engine: Engine, story: Story) -> None:
    upload = await opened(engine, story.member)
    given = filling(upload, photo()) | {"idempotencyKey": "k"}
    first = await done(engine, story.member, "uploadFill", given, SELECT)
    assert await done(engine, story.member, "uploadFill", given, SELECT) == first
    assert await refused(engine, story.member, "uploadFill", filling(upload, photo(format="PNG"))) == [("STEP_NOT_POSSIBLE", "")]


async def test_of_two_who_send_at_once_one_is_taken(engine: Engine, story: Story) -> None:
    upload = await opened(engine, story.member)
    payloads = await asyncio.gather(
        *(act(engine, story.member, "uploadFill", filling(upload, photo(format=one))) for one in ("JPEG", "PNG", "WEBP"))
    )
    codes = sorted(one["code"] for payload in payloads for one in payload["refusals"])
    assert codes == ["STEP_NOT_POSSIBLE", "STEP_NOT_POSSIBLE"]


@pytest.mark.parametrize("name", ["", "   ", "/", "长" * 300, "张三13700001234.jpg", "110101199003074477.pdf", "\u202e\u200b"])
async def test_a_name_that_is_none_or_says_too_much_is_refused(engine: Engine, story: Story, name: str) -> None:
    assert [path for _, path in await refused(engine, story.member, "uploadOpen", {"fileName": name})] == ["fileName"]


async def test_many_at_once_are_refused(engine: Engine, story: Story) -> None:
    payloads = await asyncio.gather(
        *(act(engine, story.member, "uploadOpen", {"fileName": f"{one}.jpg"}) for one in range(WAITING + 4))
    )
    assert [one["code"] for payload in payloads for one in payload["refusals"]] == ["UPLOADS_MANY"] * 4
    await opened(engine, story.stranger)


async def test_after_an_hour_an_address_is_closed(engine: Engine, story: Story) -> None:
    late, received = await opened(engine, story.manager), await uploaded(engine, story.manager)
    resource = await offers.offered(engine, story)
    await engine.services.pool.execute("update upload set expires_at = now()")
    assert await refused(engine, story.manager, "uploadFill", filling(late, photo())) == [("STEP_NOT_POSSIBLE", "")]
    given = {"item": resource, "upload": received}
    assert await refused(engine, story.manager, "attachmentAdd", given) == [("STEP_NOT_POSSIBLE", "")]
    found = await ask(engine, "query($id: ID!) { upload(id: $id) { status } }", {"id": received}, story.manager)
    assert found["upload"]["status"] == "EXPIRED"
    await erase_unused(engine.services)
    assert await engine.services.pool.fetchval("select count(*) from upload") == 0


async def test_a_long_text_costs_nothing(engine: Engine, story: Story) -> None:
    upload = await opened(engine, story.member)
    given = filling(upload, b"") | {"content": base64.b64encode(bytes(3 * BYTES)).decode()}
    assert await refused(engine, story.member, "uploadFill", given) == [("FILE_TOO_LARGE", "content")]
