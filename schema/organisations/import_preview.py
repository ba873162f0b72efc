"""What of a checked sheet is kept for the preview: people's names and numbers only masked."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from schema.organisations.import_check import Checked
from schema.organisations.import_rows import CellError
from schema.organisations.spreadsheet import Sheet
from schema.people.masks import mask_name, mask_phone

_ACTIONS = {"ERROR": "WRONG"}
_MASKS = {"contact_name": mask_name, "contact_phone": mask_phone}


def counted(checked: Checked) -> dict[str, int]:
    """How many rows do what."""
    found = Counter(_ACTIONS.get(row.outcome, row.outcome) for row in checked.rows)
    return {name: found[name] for name in ("CREATE", "UPDATE", "UNCHANGED", "WRONG")}


def shown(sheet: Sheet, mapping: Mapping[str, str], checked: Checked) -> list[dict[str, Any]]:
    """The rows as the preview shows them. Columns that are not imported stay empty: they may hold anything."""
    fields = [mapping.get(heading) for heading in sheet.headings]
    return [
        {
            "number": row.number,
            "action": _ACTIONS.get(row.outcome, row.outcome),
            "organisation_id": row.organisation,
            "cells": [_cell(name, cell) for name, cell in zip(fields, source.cells, strict=True)],
            "changed": ["PARENT" if name == "parent_row" else name.upper() for name in row.changed],
            "problems": [_problem(error, mapping) for error in row.errors],
        }
        for source, row in zip(sheet.rows, checked.rows, strict=True)
    ]


def _cell(name: str | None, cell: str) -> str:
    if name is None:
        return ""
    return _MASKS[name](cell) if name in _MASKS else cell


def _problem(error: CellError, mapping: Mapping[str, str]) -> dict[str, Any]:
    mask = _MASKS.get(mapping.get(error.heading, ""), str)
    parameters = {
        name: mask(value) if name in ("found", "value") and isinstance(value, str) else value
        for name, value in error.parameters.items()
    }
    return {"heading": error.heading, "code": error.code, "parameters": parameters}
