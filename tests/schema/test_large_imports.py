"""Ten thousand rows at once: a handful of statements, and each row written once."""

from typing import Any

import pytest

from schema.engine.reader import Engine
from tests.schema.offers import day
from tests.schema.registry import UNIT
from tests.schema.sheets import counts, preview, run
from tests.signing import statements
from tests.story import Story

ROWS = 10_000
LISTS: dict[str, dict[str, Any]] = {
    "RESOURCES": {
        "单位": f"{UNIT}（样例）",
        "类别": "场地设施",
        "数量": "1",
        "开放时段": f"每周一至周五 09:00-17:00，{day()} 至 {day(30)}",
        "服务区域": "吉庆里社区、三丰里社区",
        "说明": "可容纳二十人，有投影和白板",
    },
    "DEMANDS": {
        "类别": "停车出行",
        "区域": "吉庆里社区",
        "数量": "20个",
        "情况说明": "夜间车位紧张，希望错时开放",
        "级别": "重点项目",
    },
}
TITLE = {"RESOURCES": "名称", "DEMANDS": "标题"}


@pytest.mark.parametrize("into", LISTS)
async def test_ten_thousand_rows_take_a_handful_of_statements_and_are_written_once(
    engine: Engine, story: Story, into: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = into.lower()[:-1]
    before = await engine.services.pool.fetchval(f"select count(*) from {table}")
    rows = [LISTS[into] | {TITLE[into]: f"晨光第{number}号"} for number in range(ROWS)]
    seen = await preview(engine, story, into, *rows)
    assert counts(seen) == (ROWS, 0, 0, 0), seen["rows"]["nodes"][0]
    with statements(monkeypatch) as sent:
        await run(engine, story, seen)
    assert 10 < len(sent) < 40
    assert await engine.services.pool.fetchval(f"select count(*) from {table}") == before + ROWS
    assert (
        await engine.services.pool.fetchval(
            "select count(distinct subject_id) from event where data ->> 'import' = $1", seen["id"]
        )
        == ROWS + 1
    )
