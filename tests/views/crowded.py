"""The application over the story among many more rows of all lists, and what a list says that it has."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.settings import Settings
from tests.engine.crowd_demands import crowd_demands
from tests.engine.crowd_matches import crowd_matches
from tests.engine.crowd_offers import crowd_offers
from tests.engine.crowd_plenaries import crowd_plenaries
from tests.engine.crowd_projects import crowd_projects
from tests.views.house import House, Page, open_house

EVIL = ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(1)", "<b>粗</b>&amp;"]
"""Titles that some programs take for something else."""


@asynccontextmanager
async def crowded_house(settings: Settings) -> AsyncIterator[House]:
    """The application over a database that has the story, with the crowds of all lists added."""
    async with open_house(settings) as house:
        async with house.engine.services.pool.acquire() as connection, connection.transaction():
            for crowd in (crowd_offers, crowd_demands, crowd_matches, crowd_projects, crowd_plenaries):
                await crowd(connection)
            for table in ("resource", "demand", "project"):
                listed = "half_year = '2026-H2'" if table == "project" else "status = 'LISTED'"
                rows = await connection.fetch(f"select id from {table} where {listed} order by id limit {len(EVIL)}")
                for row, title in zip(rows, EVIL, strict=True):
                    await connection.execute(f"update {table} set title = $2 where id = $1", row["id"], title)
        yield house


def counted(page: Page) -> str:
    """How many rows a list says that it has."""
    (status,) = [one for one in page.tree.all("span") if one.get("role") == "status"]
    found = re.search(r"[\d,]+", status.text)
    assert found, status.text
    return found[0]
