"""Clients for JavaScript work unmodified: a code generator and urql as the example has them, and Relay."""

import json
from pathlib import Path

from tests.clients.conftest import CLIENTS, Live, Run, copied
from tests.schema.registry import UNIT


async def test_the_typescript_example_is_generated_compiled_and_run(node: Path, live: Live, run: Run) -> None:
    example = copied(CLIENTS / "typescript", node)
    await run("npx", "graphql-codegen", "--config", "codegen.json", cwd=example)
    await run("npx", "tsc", cwd=example)
    token = await live.token("manager", "areas", "organisations", "resources", "resources:write")

    told = json.loads(await run("node", "built/offers.js", cwd=example, GONGZHI_URL=live.address, GONGZHI_TOKEN=token))

    assert "一层共享会议室" in told["titles"]
    assert len(told["titles"]) + 1 == await offers_seen_by(live, "manager")
    assert [(one["code"], one["path"]) for one in told["refused"]] == [("LENGTH", "title")]
    assert told["offer"]["title"] == "周末义诊"


async def test_relay_pages_through_a_list_and_fetches_a_node_anew(node: Path, live: Live, run: Run) -> None:
    relay = copied(Path(__file__).parent / "relay", node)
    await run("npx", "relay-compiler", "relay.config.json", cwd=relay)
    token, unit = await live.token("manager", "areas", "organisations", "resources"), live.story.organisation(UNIT)

    told = json.loads(await run("node", "run.js", f"{live.address}/graphql", token, unit, cwd=relay))

    assert told["offers"] == await offers_seen_by(live, "manager")
    assert told["pages"] == (told["offers"] + 1) // 2
    assert told["name"].startswith(UNIT)


async def offers_seen_by(live: Live, login: str) -> int:
    """How many offers somebody sees."""
    answer = await live.house.engine.ask("{ resources { totalCount } }", {}, live.story.viewers[login])
    count: int = answer["resources"]["totalCount"]
    return count
