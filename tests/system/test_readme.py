"""The README's chapter on the API, taken at its word: its lines are run, and answer as it says.

They run in a shell, because half of what they show is the shell's: where the token goes, how an id gets from one answer into the
next request. So they need curl, which `.ci/run` installs where it is missing.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api.settings import Settings
from tests.story import _drop
from tests.system.tree import PATIENCE, Tree, eventually

ADDRESS, COMMAND = "http://127.0.0.1:8000", ".venv/bin/gongzhi"
"""What the README takes for granted, and a test has elsewhere."""
BETWEEN = "=== next block ==="

pytestmark = pytest.mark.skipif(
    shutil.which("curl") is None and os.environ.get("CI") != "true", reason="no curl was found, which the README's lines call"
)


def blocks() -> list[tuple[str, str]]:
    """What the chapter tells to type, each with the answer that it shows."""
    chapter = Path("README.md").read_text(encoding="utf-8").partition("\n## The API\n")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```\n+```json\n(.*?)```", chapter, re.DOTALL)


def comparable(answer: str) -> object:
    """An answer without what is another one each time: numbers in ids, and receipts."""
    return json.loads(re.sub(r"(?<=[a-z]_)\d+(?=\")|\b\w{4}-\w{4}-\w{4}\b", "…", answer))


def test_no_line_of_the_chapter_is_left_untried() -> None:
    chapter = Path("README.md").read_text(encoding="utf-8").partition("\n## The API\n")[2].partition("\n## ")[0]
    assert chapter.count("```sh") == len(blocks()) >= 4


def test_the_lines_of_the_readme_answer_as_it_says(
    servers: Settings, new_database: Callable[[str], str], story_template: str, start: Callable[..., Tree], data: Path
) -> None:
    url = new_database(story_template)
    configured = {"GONGZHI_DATABASE_URL": url, "GONGZHI_REDIS_URL": servers.redis_url or ""}
    tree = start("serve", **configured)
    eventually(tree.answers, tree)
    here = {ADDRESS: f"http://127.0.0.1:{tree.port}", COMMAND: f"{sys.executable} -m api.cli"}
    script = f"\necho '{BETWEEN}'\n".join(typed for typed, _ in blocks())
    for named, ours in here.items():
        assert named in script
        script = script.replace(named, ours)
    done = subprocess.run(
        ["sh", "-eu"],
        input=script,
        check=False,
        env={**os.environ, **configured, "GONGZHI_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=4 * PATIENCE,  # some dozens of commands, each with a start of its own
    )
    assert done.returncode == 0, done.stderr
    answers = done.stdout.split(BETWEEN)
    for (typed, shown), answer in zip(blocks(), answers, strict=True):
        assert "errors" not in json.loads(answer), (typed, answer)
        assert comparable(answer) == comparable(shown), typed
    assert tree.stop() == 0
    _drop(servers, url)
