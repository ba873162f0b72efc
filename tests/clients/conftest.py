"""What tests of other people's clients share: a live server, tokens for it, and folders in which their tools are installed.

The folders outlive the tests (below ``.pytest_cache``) and are made anew when a version changes. Where npm or a package index
cannot be reached, the tests are skipped.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.settings import Settings
from tests.story import Story, _drop
from tests.system.windows import served
from tests.views.house import House, open_house

ROOT = Path(__file__).parents[2]
CLIENTS = ROOT / "docs" / "api" / "clients"
QUIET = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]
_CREATE = """
mutation Create($input: TokenCreateInput!) { tokenCreate(input: $input) { secret refusals { code } } }
"""

Run = Callable[..., Awaitable[str]]


@dataclass(frozen=True)
class Live:
    """A server on a fresh copy of the story."""

    house: House
    address: str
    story: Story

    async def token(self, login: str, *scopes: str) -> str:
        """A token of somebody, with these scopes."""
        given = {"input": {"name": "client", "scopes": list(scopes)}}
        answer = await self.house.engine.ask(_CREATE, given, self.story.viewers[login])
        secret: str = answer["tokenCreate"]["secret"]
        return secret


@pytest.fixture
async def live(servers: Settings, new_database: Callable[[str], str], story_template: str, story: Story) -> AsyncIterator[Live]:
    url = new_database(story_template)
    async with open_house(servers.model_copy(update={"database_url": url})) as house, served(house) as address:
        yield Live(house, address, story)
    _drop(servers, url)


@pytest.fixture
def run() -> Run:
    """Runs a program to its end beside the server, and gives what it wrote."""

    async def finished(*command: str | Path, cwd: Path, **environment: str) -> str:
        known = {name: value for name, value in os.environ.items() if not name.startswith("GONGZHI_")}
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, cwd=cwd, env=known | environment, stdout=pipe, stderr=pipe)
        output, trouble = await process.communicate()
        assert process.returncode == 0, (output + trouble).decode()[-4_000:]
        return output.decode()

    return finished


def _installed(folder: Path, wanted: str, *commands: list[str]) -> bool:
    """Whether the commands that install what is wanted have run in the folder, now or before."""
    mark = folder / "installed"
    if mark.exists() and mark.read_text() == wanted:
        return True
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "package.json").write_text(wanted)
    if any(subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode for command in commands):
        return False
    mark.write_text(wanted)
    return True


@pytest.fixture(scope="session")
def node(request: pytest.FixtureRequest) -> Path:
    """A folder below which Node finds what the TypeScript example needs, and Relay."""
    if not shutil.which("npm"):
        pytest.skip("needs Node and npm")
    folder = request.config.cache.mkdir("node-clients")
    relay = ["npm", "install", *QUIET, "relay-compiler@21.0.1", "relay-runtime@21.0.1"]
    if not _installed(folder, (CLIENTS / "typescript/package.json").read_text(), ["npm", "install", *QUIET], relay):
        pytest.skip("npm cannot be reached")
    return folder


@pytest.fixture(scope="session")
def python(request: pytest.FixtureRequest) -> Path:
    """The programs of an environment with what the Python example needs."""
    folder = request.config.cache.mkdir("python-clients")
    package = "ariadne-codegen==0.19.0"
    make, pip = [sys.executable, "-m", "venv", "venv"], ["venv/bin/pip", "install", "--quiet", package]
    if not _installed(folder, package, make, pip):
        pytest.skip("no package index can be reached")
    return folder / "venv" / "bin"


def copied(source: Path, folder: Path) -> Path:
    """A fresh copy of an example with the contract beside it."""
    target = folder / source.name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    shutil.copy(ROOT / "schema/schema.graphql", target)
    return target
