"""Clients for Python work unmodified: the generated one of the example, checked by mypy, and gql."""

import csv
import io
import json
import sys
from pathlib import Path

from tests.clients.conftest import CLIENTS, Live, Run, copied

CHECK = ("-m", "mypy", "--strict", "--follow-imports", "silent")
"""The example as strictly as our own code; what is generated, as its generator writes it."""
OPEN = "{ demands(first: 100, filter: {status: {eq: LISTED}}) { nodes { title } } }"


async def test_the_python_example_is_generated_checked_and_run(python: Path, live: Live, run: Run, tmp_path: Path) -> None:
    example = copied(CLIENTS / "python", tmp_path)
    await run(python / "ariadne-codegen", cwd=example)
    await run(sys.executable, *CHECK, "--python-executable", python / "python", "needs.py", cwd=example)
    token = await live.token("member", "demands")

    text = await run(python / "python", "needs.py", cwd=example, GONGZHI_URL=live.address, GONGZHI_TOKEN=token)

    head, *rows = csv.reader(io.StringIO(text))
    assert head == ["id", "title", "needed by", "missing", "unit"]
    assert [row[2] for row in rows] == sorted(row[2] for row in rows)
    seen = await live.house.engine.ask(OPEN, {}, live.story.viewers["member"])
    assert {row[1] for row in rows} == {one["title"] for one in seen["demands"]["nodes"]} != set()


async def test_gql_reads_the_contract_asks_and_is_told_which_scope_is_missing(live: Live, run: Run, tmp_path: Path) -> None:
    token = await live.token("member", "demands")

    script = Path(__file__).parent / "with_gql.py"

    told = json.loads(await run(sys.executable, script, f"{live.address}/graphql", token, cwd=tmp_path))

    assert len(told["titles"]) == 3
    assert told["refused"] == "FORBIDDEN"
    assert told["scoped"]
