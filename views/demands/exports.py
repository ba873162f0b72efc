"""The demand list as a file, and from one."""

from collections.abc import Mapping
from typing import Any

from schema.demands.sheet import COLUMNS, cells
from schema.engine.language import N_
from schema.spreadsheets.workbook import Cell
from views.demands.lists import variables
from views.exports import exporting
from views.imports.pages import Choices, Importing
from views.page import Page


def _cells(node: Mapping[str, Any]) -> Mapping[str, Cell]:
    names = {name: node[name]["name"] if node[name] else None for name in ("organisation", "category", "need", "area")}
    return cells({**node, **names, "item": node["id"], "needed_by": node["neededBy"]})


async def _choices(page: Page) -> Choices:
    found = await page.ask("demands/choices")
    return {name: [one["name"] for one in found[of]["nodes"]] for name, of in (("category", "categories"), ("need", "needs"))}


IMPORTING = Importing(
    "DEMANDS",
    N_("导入需求"),
    "需求清单",
    N_("表中没有写明区域的需求归到这里。"),
    N_("需求按编号，或提出单位、区域加标题识别。"),
    _choices,
)
ROUTES = exporting("demands", "demands/export", "需求清单", COLUMNS, "DemandStatus", variables, _cells)
