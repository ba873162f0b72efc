"""Many edits of the same records at once: none is lost."""

import asyncio
from collections import Counter
from typing import Any

from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.story import Story, ask

UNITS = ("朝外示范科技有限公司", "朝外示范物业服务有限公司", "朝外示范书店有限公司")
EDITS = 500
"""Of each of the two accounts."""
PRESENT = "query ($id: ID!) { organisation(id: $id) { description version } }"
EDIT = """
mutation ($input: OrganisationEditInput!) {
  organisationEdit(input: $input) { organisation { description version } refusals { code } }
}
"""


async def test_a_thousand_edits_by_two_accounts_lose_no_update(engine: Engine, story: Story) -> None:
    """Each edit adds a mark to what it has read; after a conflict it begins from the present state, as a form does."""
    ids = [story.organisation(name) for name in UNITS]
    for id_ in ids:
        await edit(engine, story.coordinator, id_, None, "")
    before = await events(engine)
    together = [
        work(engine, viewer, ids, mark) for viewer, mark in ((story.coordinator, "甲"), (story.district_coordinator, "乙"))
    ]
    conflicts = sum(await asyncio.gather(*together))
    marks: Counter[str] = Counter()
    for id_ in ids:
        marks.update((await ask(engine, PRESENT, {"id": id_}, story.coordinator))["organisation"]["description"])
    assert marks == {"甲": EDITS, "乙": EDITS}
    assert await events(engine) == before + 2 * EDITS
    assert conflicts > 0, "the two never met, so nothing was proved"


async def work(engine: Engine, viewer: Viewer, ids: list[str], mark: str) -> int:
    """All edits of one account, several at a time; returns how often it met a conflict."""
    return sum(await asyncio.gather(*(some(engine, viewer, ids, mark, start) for start in range(4))))


async def some(engine: Engine, viewer: Viewer, ids: list[str], mark: str, start: int) -> int:
    conflicts = 0
    for number in range(start, EDITS, 4):
        id_ = ids[number % len(ids)]
        present = (await ask(engine, PRESENT, {"id": id_}, viewer))["organisation"]
        while True:
            payload = await edit(engine, viewer, id_, present["version"], present["description"] + mark)
            if not payload["refusals"]:
                break
            assert payload["refusals"] == [{"code": "CONFLICT"}]
            present, conflicts = payload["organisation"], conflicts + 1
    return conflicts


async def edit(engine: Engine, viewer: Viewer, id_: str, version: int | None, description: str) -> Any:
    given = {"id": id_, "version": version, "description": description}
    return (await ask(engine, EDIT, {"input": given}, viewer))["organisationEdit"]


async def events(engine: Engine) -> int:
    found: int = await engine.services.pool.fetchval("select count(*) from event where verb = 'organisation.edited'")
    return found
