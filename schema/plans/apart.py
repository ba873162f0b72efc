"""Solving in a process of its own, so that a worker goes on with its other jobs, and can call it off at any moment.

The other process reads the length of a problem and the problem, tells how it gets on, and writes the solution last. When its
parent is gone, so is it.
"""

import asyncio
import os
import pickle
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from schema.plans.keeping import unpacked
from schema.plans.solution import Progress, Solution
from schema.plans.solving import solve

_START = """
import runpy, sys, types
schema = types.ModuleType("schema")
schema.__path__ = [sys.argv[1]]
sys.modules["schema"] = schema
runpy.run_module("schema.plans.apart", run_name="__main__")
"""
"""The package as a mere folder: as a package it would build the whole contract, which takes seconds and solving does not need."""


class Broken(Exception):
    """The process ended without a solution."""


async def solve_apart(content: bytes, told: Callable[[Progress], None]) -> Solution:
    """Solve a packed problem in another process; when this is cancelled, that is ended. Raises Broken."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _START, str(Path(__file__).parent.parent)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(len(content).to_bytes(8) + content)
        await process.stdin.drain()
        while True:
            size = int.from_bytes(await process.stdout.readexactly(8))
            # Written by this very program, so it is safe to load.
            found = pickle.loads(await process.stdout.readexactly(size))  # noqa: S301
            if isinstance(found, Solution):
                return found
            told(found)
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise Broken from error
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _answer(found: Progress | Solution, to: BinaryIO) -> None:
    content = pickle.dumps(found)
    to.write(len(content).to_bytes(8) + content)
    to.flush()


def _end_with_parent(source: BinaryIO) -> None:
    """The parent keeps its end open for as long as it lives."""
    source.read()
    os._exit(1)


def _main() -> None:
    source, to = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What the solver prints, past Python, must not come between.
    os.dup2(2, 1)
    content = source.read(int.from_bytes(source.read(8)))
    threading.Thread(target=_end_with_parent, args=(source,), daemon=True).start()

    def tell(progress: Progress) -> bool:
        _answer(progress, to)
        return True

    _answer(solve(unpacked(content), tell), to)
    os._exit(0)


if __name__ == "__main__":
    _main()
