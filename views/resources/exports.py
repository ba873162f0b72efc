"""The resource list as a file, and from one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from schema.engine.language import N_
from schema.resources.hours import Hour
from schema.resources.sheet import COLUMNS, cells
from schema.resources.windows import Window
from schema.spreadsheets.workbook import Cell
from views.exports import exporting
from views.imports.pages import Choices, Importing
from views.page import Page
from views.resources.lists import variables


def _window(node: Mapping[str, Any]) -> Window:
    first, last = (date.fromisoformat(node[name]) for name in ("firstDay", "lastDay"))
    return Window(first, last, tuple(node["weekdays"]), *(Hour(node[name][:5]) for name in ("opens", "closes")))


def _cells(node: Mapping[str, Any]) -> Mapping[str, Cell]:
    names = {name: node[name]["name"] if node[name] else "" for name in ("organisation", "category", "area")}
    windows = [_window(one) for one in node["windows"]]
    offer = {**node, **names, "item": node["id"], "valid_until": node["validUntil"]}
    return cells(offer, windows, [one["name"] for one in node["serviceAreas"]])


async def _choices(page: Page) -> Choices:
    found = await page.ask("resources/choices")
    return {"category": [one["name"] for one in found["categories"]["nodes"]]}


IMPORTING = Importing(
    "RESOURCES",
    N_("导入资源"),
    "资源清单",
    N_("表中的社区、网格先在这个区域内查找。"),
    N_("资源按编号，或单位加名称识别。"),
    _choices,
)
ROUTES = exporting("resources", "resources/export", "资源清单", COLUMNS, "ResourceStatus", variables, _cells)
