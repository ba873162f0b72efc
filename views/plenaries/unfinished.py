"""Why a project of the last half-year is not finished, in words."""

from collections.abc import Mapping
from typing import Any

from schema.engine.language import N_, translate
from views.formats import format_date


def unfinished(language: str, project: Mapping[str, Any]) -> str:
    """The reason given where it was carried over or terminated; otherwise how it is getting on, as last noted."""
    if project["reason"]:
        return str(project["reason"])
    notes = project["notes"]["nodes"]
    if not notes:
        return translate(language, N_("仍在推进"))
    told = translate(language, N_("仍在推进（{day}：{text}）"))
    return told.format(day=format_date(language, notes[0]["notedOn"]), text=notes[0]["text"])
