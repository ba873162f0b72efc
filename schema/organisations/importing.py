"""Importing units into the registry."""

from schema.engine.access import Viewer
from schema.engine.actions import Act
from schema.imports.lists import Importable
from schema.organisations import pairs
from schema.organisations.columns import COLUMNS
from schema.organisations.import_check import Checked, check_sheet
from schema.organisations.import_writing import write
from schema.organisations.rules import COORDINATOR
from schema.people.masks import mask_name, mask_phone


def _may(viewer: Viewer, path: str | None) -> bool:
    """Coordinators import into their areas; the administrator brings in the first registry from the command line."""
    return viewer.administrator or (bool(viewer.areas) if path is None else viewer.coordinates(path))


async def _write(act: Act, checked: Checked, import_id: int) -> None:
    await pairs.suggest(act.connection, await write(act, checked, import_id))


ORGANISATIONS = Importable(
    scope="organisations:write",
    verb="organisation.imported",
    columns=COLUMNS,
    required="name",
    who=COORDINATOR,
    may=_may,
    check=check_sheet,
    write=_write,
    masks={"contact_name": mask_name, "contact_phone": mask_phone},
)
"""The registry as a list into which spreadsheets are imported."""
