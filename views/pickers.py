"""Pickers without JavaScript: the words typed into a type-ahead are looked up when no choice came with them.

A picker posts ``name`` (the id), ``nameText`` (the words) and ``nameWas`` (the words for which the id was chosen).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.datastructures import FormData

from schema.engine.refusals import Reason

if TYPE_CHECKING:
    from views.page import Page

Options = tuple[str, Mapping[str, Any]]
"""The document that offers a picker's choices, and its filter besides the words."""

AREAS: Options = ("areas/options", {})
ORGANISATIONS: Options = ("organisations/options", {})
PICKERS: Mapping[str, Options] = {
    "area": AREAS,
    "grid": ("areas/options", {"level": {"eq": "GRID"}}),
    "serviceArea": AREAS,
    "within": AREAS,
    "organisation": ORGANISATIONS,
    "lead": ORGANISATIONS,
    "partyOrganisation": ("organisations/options", {"kind": {"eq": "PARTY_ORGANIZATION"}}),
    "team": ORGANISATIONS,
    "with": ORGANISATIONS,
    "person": ("people/options", {}),
    "resource": ("resources/options", {}),
}
"""By a picker's name."""
MOST = 8
"""Choices that are offered where several fit (our default)."""


class Posted(FormData):
    """A form with its pickers' choices."""

    def __init__(self, form: FormData, reasons: list[Reason], found: dict[str, list[dict[str, str]]]) -> None:
        super().__init__(form.multi_items())
        self.reasons, self.found = reasons, found
        """What could not be chosen, and by picker the choices where several fit."""


async def resolved(page: "Page", form: FormData, own: Mapping[str, Options]) -> Posted:
    """The form with each picker's id where its words fit exactly one choice; ``own`` adds to :data:`PICKERS`."""
    chosen: dict[str, str] = {}
    reasons: list[Reason] = []
    found: dict[str, list[dict[str, str]]] = {}
    for name, options in {**PICKERS, **own}.items():
        if f"{name}Text" not in form or _is_chosen(form, name):
            continue
        text = str(form[f"{name}Text"]).strip()
        choices = await choices_for(page, options, text) if text else []
        chosen |= {name: choices[0]["id"] if len(choices) == 1 else "", f"{name}Was": text}
        if len(choices) > 1:
            reasons.append(Reason("PICK_ONE", name))
            found[name] = [{"value": one["id"], "text": told(one)} for one in choices[:MOST]]
        elif text and not choices:
            reasons.append(Reason("NO_MATCH", name, {"text": text}))
    kept = [(name, value) for name, value in form.multi_items() if name not in chosen]
    return Posted(FormData([*kept, *chosen.items()]), reasons, found)


async def choices_for(page: "Page", options: Options, text: str) -> list[dict[str, Any]]:
    """What fits these words: the one that is called so, or else all that are found."""
    document, more = options
    data = await page.ask(document, filter={"search": text, **more})
    nodes: list[dict[str, Any]] = next(one["nodes"] for one in data.values() if isinstance(one, dict) and "nodes" in one)
    return [one for one in nodes if one["name"] == text] or nodes


def told(choice: Mapping[str, Any]) -> str:
    """A choice with where it is, as several may have its name."""
    above = [choice["area"]] if choice.get("area") else choice.get("ancestors", [])[-1:]
    return " · ".join([choice["name"], *(one["name"] for one in above), *([choice["title"]] if choice.get("title") else [])])


def _is_chosen(form: FormData, name: str) -> bool:
    """Whether the id belongs to the words: chosen from the list, from several that fit, or as it was."""
    ids = [str(one) for one in form.getlist(name)]
    if len(ids) > 1 and ids[-1]:
        return True
    text = str(form[f"{name}Text"]).strip()
    return bool(ids and ids[-1]) and text == str(form.get(f"{name}Was", text)).strip()
