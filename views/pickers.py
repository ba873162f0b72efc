"""Pickers without JavaScript: the words typed into a type-ahead are looked up when no choice came with them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.datastructures import FormData

if TYPE_CHECKING:
    from views.page import Page

OPTIONS = {
    "area": "areas/options",
    "grid": "areas/options",
    "serviceArea": "areas/options",
    "within": "areas/options",
    "organisation": "organisations/options",
    "partyOrganisation": "organisations/options",
    "team": "organisations/options",
    "with": "organisations/options",
    "person": "people/options",
}
"""By a picker's name: the document that offers its choices."""


async def resolved(page: "Page", form: FormData, own: Mapping[str, str]) -> FormData:
    """The form with each picker's id where its words fit exactly one choice; ``own`` adds to :data:`OPTIONS`."""
    found = dict[str, str]()
    for name, options in {**OPTIONS, **own}.items():
        text = str(form.get(f"{name}Text", "")).strip()
        if text and not form.get(name):
            data = await page.ask(options, filter={"search": text})
            nodes = next(iter(data.values()))["nodes"]
            exact = [one for one in nodes if one["name"] == text] or nodes
            if len(exact) == 1:
                found[name] = exact[0]["id"]
    kept = [(name, value) for name, value in form.multi_items() if name not in found]
    return FormData([*kept, *found.items()]) if found else form
