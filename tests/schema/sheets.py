"""How tests of imports act: a table as a file, its preview, its run."""

import base64
import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from api.sample.places import STREET
from schema.engine.reader import Engine
from tests.schema.acting import done, viewer_of
from tests.story import Story

SELECT = """listImport {
    id status version list counts { create update unchanged wrong } columns { heading field }
    rows(first: 100) { totalCount nodes {
        number action cells changed resource { id } demand { id } problems { heading code message }
    } }
}"""


def encoded(rows: Sequence[Mapping[str, object]]) -> str:
    """A CSV of rows that are given as {heading: cell}."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return base64.b64encode(text.getvalue().encode()).decode()


async def preview(
    engine: Engine,
    story: Story,
    into: str,
    *rows: Mapping[str, object],
    who: str = "coordinator",
    area: str = STREET,
    **more: Any,
) -> Any:
    """The import of rows, checked."""
    given = {"fileName": "表.csv", "list": into, "content": encoded(rows) if rows else "", "area": story.area(area)} | more
    return (await done(engine, viewer_of(story, who), "listImportPreview", given, SELECT))["listImport"]


async def run(engine: Engine, story: Story, seen: Any, mode: str = "ALL_OR_NOTHING", who: str = "coordinator") -> Any:
    """The import, run."""
    given = {"id": seen["id"], "version": seen["version"], "mode": mode}
    return (await done(engine, viewer_of(story, who), "listImportRun", given, SELECT))["listImport"]


def counts(seen: Any) -> tuple[int, ...]:
    """How many rows are new, differ, say nothing new, are wrong."""
    return tuple(seen["counts"][name] for name in ("create", "update", "unchanged", "wrong"))


def problems(seen: Any) -> list[list[tuple[str, str]]]:
    """Of each row: headings and codes of what is wrong."""
    return [[(one["heading"], one["code"]) for one in row["problems"]] for row in seen["rows"]["nodes"]]
