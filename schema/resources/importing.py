"""Importing offers into the resource list."""

from schema.engine.access import Viewer
from schema.imports.lists import Importable
from schema.resources.import_check import check_sheet
from schema.resources.import_writing import write
from schema.resources.rules import MANAGER
from schema.resources.sheet import COLUMNS


def _may(viewer: Viewer, path: str | None) -> bool:
    """Units import what they offer, coordinators for the units of their areas; each row says whose it is."""
    return bool(viewer.managed) or (bool(viewer.areas) if path is None else viewer.coordinates(path))


RESOURCES = Importable(
    scope="resources:write",
    verb="resource.imported",
    columns=COLUMNS,
    required="title",
    who=MANAGER,
    may=_may,
    check=check_sheet,
    write=write,
)
"""The resource list as a list into which spreadsheets are imported."""
