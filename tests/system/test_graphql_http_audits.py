"""The audits of the npm package ``graphql-http``, all 61 of them, over real sockets; skipped where npm cannot be reached."""

import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from tests.api.small import small_app

PACKAGES = ["graphql-http@1.23.1", "graphql@16.15.0"]
AUDITS = """
  import { auditServer } from 'graphql-http';
  const results = await auditServer({ url: process.argv[2] });
  console.log(JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));
  process.exit();
"""


@pytest.fixture
def address() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(small_app(), http="httptools", log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/graphql"
        server.should_exit = True
        thread.join()


@pytest.fixture
def node(tmp_path: Path) -> Path:
    """A folder in which Node finds the audits."""
    if not shutil.which("npm"):
        pytest.skip("needs Node and npm")
    (tmp_path / "package.json").write_text("{}")
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]
    if subprocess.run(["npm", "install", *quiet, *PACKAGES], cwd=tmp_path, capture_output=True, check=False).returncode:
        pytest.skip("npm cannot be reached")
    (tmp_path / "audits.mjs").write_text(AUDITS)
    return tmp_path


def test_the_endpoint_passes_every_audit(node: Path, address: str) -> None:
    done = subprocess.run(["node", "audits.mjs", address], cwd=node, capture_output=True, text=True, check=True)

    results = json.loads(done.stdout)
    assert len(results) == 61
    assert [result for result in results if result["status"] != "ok"] == []
