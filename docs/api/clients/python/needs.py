"""Writes the open needs as CSV, the most pressing first; every answer is typed by the contract.

GONGZHI_URL is where the product is, GONGZHI_TOKEN a token with the scope demands.
"""

import asyncio
import csv
import os
import sys

from gongzhi_client import Gongzhi, NeedsDemandsNodes


async def needs(client: Gongzhi) -> list[NeedsDemandsNodes]:
    """Every open need, page by page."""
    found: list[NeedsDemandsNodes] = []
    after = None
    while True:
        page = await client.needs(after=after)
        found += page.nodes
        if not page.page_info.has_next_page:
            return sorted(found, key=lambda one: (one.needed_by, -one.missing))
        after = page.page_info.end_cursor


async def main() -> None:
    """Read, sort, write."""
    headers = {"Authorization": f"Bearer {os.environ['GONGZHI_TOKEN']}"}
    async with Gongzhi(f"{os.environ['GONGZHI_URL']}/graphql", headers=headers) as client:
        table = csv.writer(sys.stdout)
        table.writerow(["id", "title", "needed by", "missing", "unit"])
        for one in await needs(client):
            table.writerow([one.id, one.title, one.needed_by.isoformat(), one.missing, one.unit])


asyncio.run(main())
