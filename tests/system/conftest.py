"""What tests of the running product share: commands on a data folder, all ended afterwards."""

import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import open_folder
from tests.system.tree import Tree
from tests.system.windows import chromium, windows

__all__ = ["chromium", "data", "start", "windows"]


@pytest.fixture
def data() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder / "data"


@pytest.fixture
def start(data: Path) -> Iterator[Callable[..., Tree]]:
    """Starts commands on one data folder, and kills what is left of them afterwards."""
    started: list[Tree] = []

    def begin(*command: str, **environment: str) -> Tree:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        started.append(Tree(data, *command, port=port, **environment))
        return started[-1]

    yield begin
    for tree in started:
        # Shown if the test failed.
        sys.stdout.write(tree.said())
        if tree.process.poll() is None:
            tree.process.kill()
            tree.process.wait()
