"""Stored bytes: there before any row tells of them, and gone when nothing refers to them any more, whoever is killed."""

import asyncio
import hashlib
import os
import signal
import subprocess
import sys

import pytest

from api.database import with_database
from api.settings import Settings
from schema.attachments import jobs, receiving
from schema.attachments.jobs import erase_unused
from schema.attachments.limits import GRACE, ORPHANED
from schema.engine.reader import Engine
from tests.schema.acting import done, number
from tests.schema.files import attached, filling, opened, photo, stored
from tests.schema.offers import offered
from tests.story import Story

GRAPHIC = photo(format="PNG")
"""Kept as PNG, with a thumbnail as JPEG: two contents."""
DIGESTS = """
select array_agg(digest order by digest) from stored_file s
where not exists (select from attachment a where s.digest in (a.content, a.thumbnail) and a.caption <> '')
"""
"""What is stored besides what hangs on the story's items, which says what it shows."""
KILLED = """
import asyncio, os, signal, sys
from api.engine import open_engine
from api.settings import settings
from schema.engine.access import Viewer
from schema.engine.store import Store

class Killed(Store):
    async def put(self, digest, content):
        await super().put(digest, content)
        os.kill(os.getpid(), signal.SIGKILL)

async def main(account, id_, signature, content):
    async with open_engine(settings()) as engine:
        store = engine.services.store
        object.__setattr__(engine.services, "store", Killed(store._objects, store._folder))
        document = "mutation($input: UploadFillInput!) { uploadFill(input: $input) { refusals { code } } }"
        given = {"id": id_, "signature": signature, "content": content}
        await engine.ask(document, {"input": given}, Viewer(account=int(account)))

asyncio.run(main(*sys.argv[1:]))
"""


async def age(engine: Engine, *, stored_for: object = ORPHANED, removed_for: object = GRACE) -> None:
    """Let time pass: bytes were stored, and attachments removed, so long ago."""
    await engine.services.pool.execute("update stored_file set stored_at = stored_at - $1::interval", stored_for)
    await engine.services.pool.execute("update attachment set removed_at = removed_at - $1::interval", removed_for)


async def test_bytes_that_nothing_refers_to_are_erased_when_they_are_old(engine: Engine) -> None:
    digest = await receiving._store(engine.services, b"orphan")
    assert await erase_unused(engine.services) == 0
    assert await engine.services.store.get(digest)
    await age(engine)
    assert await erase_unused(engine.services) == 1
    with pytest.raises(FileNotFoundError):
        await engine.services.store.get(digest)
    assert await engine.services.pool.fetchval(DIGESTS) is None


async def test_what_hangs_on_an_item_stays_and_what_was_removed_goes_after_a_week(engine: Engine, story: Story) -> None:
    kept = await attached(engine, story.manager, resource := await offered(engine, story))
    gone = await attached(engine, story.manager, resource, GRAPHIC)
    await age(engine)
    assert await erase_unused(engine.services) == 0
    to_look_at = "select count(*) from stored_file where stored_at < 'infinity'"
    assert await engine.services.pool.fetchval(to_look_at) == 0
    await done(engine, story.manager, "attachmentRemove", {"id": gone})
    assert await erase_unused(engine.services) == 0
    assert await stored(engine, gone)
    await age(engine)
    await engine.services.pool.execute("update upload set expires_at = now() - interval '1 minute'")
    assert await erase_unused(engine.services) == 2
    row = await engine.services.pool.fetchrow("select content, thumbnail, file_name from attachment where id = $1", number(gone))
    assert row is not None and dict(row) == {"content": None, "thumbnail": None, "file_name": "现场.jpg.png"}
    assert await stored(engine, kept) and await stored(engine, kept, "thumbnail")


async def test_one_photo_on_two_items_is_stored_once_and_stays_until_both_are_gone(engine: Engine, story: Story) -> None:
    resources = [await offered(engine, story, title=title) for title in ("会议室一", "会议室二")]
    ids = [await attached(engine, story.manager, one, GRAPHIC) for one in resources]
    assert len(await engine.services.pool.fetchval(DIGESTS)) == 2
    for place, one in enumerate(ids):
        await done(engine, story.manager, "attachmentRemove", {"id": one})
        await engine.services.pool.execute("update upload set expires_at = now() - interval '1 minute'")
        await age(engine)
        assert await erase_unused(engine.services) == 2 * place


async def test_an_upload_that_nobody_attached_goes_within_the_hour_and_its_bytes_a_day_later(
    engine: Engine, story: Story
) -> None:
    upload = await opened(engine, story.member)
    await done(engine, story.member, "uploadFill", filling(upload, GRAPHIC))
    await engine.services.pool.execute("update upload set expires_at = now() - interval '1 second'")
    assert await erase_unused(engine.services) == 0
    assert await engine.services.pool.fetchval("select count(*) from upload") == 0
    await age(engine)
    assert await erase_unused(engine.services) == 2


async def test_content_that_is_stored_again_while_it_is_erased_is_there_afterwards(engine: Engine) -> None:
    digest = await receiving._store(engine.services, b"the same")
    await age(engine)
    async with engine.services.pool.acquire() as connection, connection.transaction():
        assert [one["digest"] async for one in jobs.sql.orphans(connection, orphaned=ORPHANED)] == [digest]
        again = asyncio.create_task(receiving._store(engine.services, b"the same"))
        while not await connection.fetchval("select exists (select from pg_locks where not granted)"):
            assert not again.done()
        await engine.services.store.erase(digest)
    assert await again == digest
    assert b"".join([piece async for piece in await engine.services.store.get(digest)]) == b"the same"
    assert await engine.services.pool.fetchval(DIGESTS) == [digest]


async def test_a_process_killed_between_store_and_commit_leaves_nothing_but_what_the_clock_finds(
    engine: Engine, servers: Settings, story: Story
) -> None:
    upload = await opened(engine, story.member)
    given = filling(upload, GRAPHIC)
    environment = {
        "GONGZHI_DATABASE_URL": with_database(
            servers.database_url or "", await engine.services.pool.fetchval("select current_database()")
        ),
        "GONGZHI_REDIS_URL": servers.redis_url or "",
        "GONGZHI_DATA": str(servers.data),
        "GONGZHI_SECRET_KEY": servers.secret_key.get_secret_value() if servers.secret_key else "",
    }
    command = [sys.executable, "-c", KILLED, str(story.member.account), upload[0], upload[1], given["content"]]
    killed = await asyncio.to_thread(subprocess.run, command, env={**os.environ, **environment}, check=False)
    assert killed.returncode == -signal.SIGKILL

    (left,) = await engine.services.pool.fetchval(DIGESTS)
    content = b"".join([piece async for piece in await engine.services.store.get(left)])
    assert hashlib.sha256(content).digest() == left
    await done(engine, story.member, "uploadFill", given)
    await engine.services.pool.execute("delete from upload")
    await age(engine)
    assert await erase_unused(engine.services) == 2
    with pytest.raises(FileNotFoundError):
        await engine.services.store.get(left)
