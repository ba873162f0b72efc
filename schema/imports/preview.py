"""What of a checked sheet is kept for the preview: people's names and numbers only masked."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from schema.imports.rows import CellError, CheckedRow
from schema.spreadsheets.reading import Sheet

_ACTIONS = {"ERROR": "WRONG"}

Masks = Mapping[str, Callable[[str], str]]
"""By field: what of a cell is kept."""


def counted(rows: Sequence[CheckedRow]) -> dict[str, int]:
    """How many rows do what."""
    found = Counter(_ACTIONS.get(row.outcome, row.outcome) for row in rows)
    return {name: found[name] for name in ("CREATE", "UPDATE", "UNCHANGED", "WRONG")}


def shown(sheet: Sheet, mapping: Mapping[str, str], rows: Sequence[CheckedRow], masks: Masks) -> list[dict[str, Any]]:
    """The rows as the preview shows them. Columns that are not imported stay empty: they may hold anything."""
    fields = [mapping.get(heading) for heading in sheet.headings]
    return [
        {
            "number": row.number,
            "action": _ACTIONS.get(row.outcome, row.outcome),
            "known": row.known,
            "cells": [_cell(name, cell, masks) for name, cell in zip(fields, source.cells, strict=True)],
            "changed": [name.upper() for name in row.changed],
            "problems": [_problem(error, mapping, masks) for error in row.errors],
        }
        for source, row in zip(sheet.rows, rows, strict=True)
    ]


def _cell(name: str | None, cell: str, masks: Masks) -> str:
    if name is None:
        return ""
    return masks[name](cell) if name in masks else cell


def _problem(error: CellError, mapping: Mapping[str, str], masks: Masks) -> dict[str, Any]:
    mask = masks.get(mapping.get(error.heading, ""), str)
    parameters = {
        name: mask(value) if name in ("found", "value") and isinstance(value, str) else value
        for name, value in error.parameters.items()
    }
    return {"heading": error.heading, "code": error.code, "parameters": parameters}
