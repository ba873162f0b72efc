"""Importing demands into the demand list."""

from schema.demands.import_check import check_sheet
from schema.demands.import_writing import write
from schema.demands.rules import MANAGER, without_numbers
from schema.demands.sheet import COLUMNS
from schema.engine.access import Viewer
from schema.imports.lists import Importable


def _may(viewer: Viewer, path: str | None) -> bool:
    """Units import what they need, coordinators for their areas; each row says whose it is."""
    return bool(viewer.managed) or (bool(viewer.areas) if path is None else viewer.coordinates(path))


DEMANDS = Importable(
    scope="demands:write",
    verb="demand.imported",
    columns=COLUMNS,
    required="title",
    who=MANAGER,
    may=_may,
    check=check_sheet,
    write=write,
    masks=dict.fromkeys(("title", "description", "place"), without_numbers),
)
"""The demand list as a list into which spreadsheets are imported."""
