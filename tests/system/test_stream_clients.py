"""The clients that others use follow the feed unmodified: npm's ``graphql-ws`` and ``graphql-sse``; skipped without npm."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from api.settings import Settings
from tests.api.following import now
from tests.api.served import Served, serve
from tests.story import Story

PACKAGES = ["graphql-ws@6.4.2", "graphql-sse@2.6.1", "graphql@16.15.0", "ws@8.18.3"]
SCRIPT = """
  const [way, url, token, after] = process.argv.slice(2);
  const { createClient } = await import(way);
  const { WebSocket: webSocketImpl } = await import('ws');
  const Authorization = `Bearer ${token}`;
  const client = way === 'graphql-ws'
    ? createClient({ url: url.replace('http', 'ws'), webSocketImpl, connectionParams: { Authorization } })
    : createClient({ url, headers: { Authorization } });
  const query = `subscription ($after: String) {
    events(after: $after, filter: { subjectType: { eq: "Area" } }) { node { subjectId } }
  }`;
  const told = [];
  for await (const { data } of client.iterate({ query, variables: { after } })) {
    told.push(data.events.node.subjectId);
    if (told.length === 3) break;
  }
  console.log(JSON.stringify(told));
  process.exit();
"""


@pytest.fixture
async def served(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[Served]:
    async with serve(servers, new_database, story_template) as one:
        yield one


@pytest.fixture
async def node(tmp_path: Path) -> Path:
    """A folder in which Node finds the clients."""
    if not shutil.which("npm"):
        pytest.skip("needs Node and npm")
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "follow.mjs").write_text(SCRIPT)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]
    if (await run(tmp_path, "npm", "install", *quiet, *PACKAGES))[0]:
        pytest.skip("npm cannot be reached")
    return tmp_path


async def run(folder: Path, *command: str) -> tuple[int | None, str]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, stdout=pipe, stderr=pipe)
    out, err = await process.communicate()
    return process.returncode, (out + (err if process.returncode else b"")).decode()


async def test_they_are_told_what_happens(node: Path, served: Served, story: Story) -> None:
    token, _ = await served.token(story, "admin")
    after = await now(served, story)
    for number in (1, 2, 3):
        await served.happen(number)
    for way in ("graphql-ws", "graphql-sse"):
        code, said = await run(node, "node", "follow.mjs", way, served.address, token, after)
        assert code == 0, said
        assert json.loads(said) == ["area_1", "area_2", "area_3"]
