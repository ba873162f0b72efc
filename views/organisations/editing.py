"""Editing an organisation, so that two people who edit at once both keep their work."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.language import N_, translate
from views.forms import BASE, merged, typed
from views.labels import label
from views.page import Outcome, Page
from views.pickers import ORGANISATIONS

FIELDS = {
    "name": N_("单位全称"),
    "kind": N_("单位类型"),
    "uscc": N_("统一社会信用代码"),
    "area": N_("所在社区或街道"),
    "address": N_("地址"),
    "shortName": N_("简称"),
    "parent": N_("上级单位"),
    "description": N_("简介"),
}
"""The fields of the form that two edits can clash in, and what they are called then."""
LINKED = ("area", "parent")
"""Those that are chosen: the form has the id, its words and the words it had."""

_PICKERS = {"parent": ORGANISATIONS}


async def edit(request: Request, outcome: Outcome | None = None, clashes: list[dict[str, str]] | None = None) -> Response:
    """The form."""
    page = Page(request)
    page.signed_in()
    return await page.show(
        "organisations/edit", needs="organisation", variables=request.path_params, outcome=outcome, clashes=clashes or []
    )


async def save(request: Request) -> Response:
    """Save; after somebody else's save, merge field by field and ask only about real clashes."""
    page = Page(request)
    posted = await page.form(_PICKERS)
    settled = _settled(typed(posted))
    given = {name: settled[name] or None for name in FIELDS if name in settled and settled[name] != posted[name]}
    outcome = await page.act("organisationEdit", posted, id=request.path_params["id"], **given, **_several(settled))
    outcome.typed = settled
    return await _finish(page, outcome)


async def _finish(page: Page, outcome: Outcome) -> Response:
    if any(one["code"] == "CONFLICT" for one in outcome.refusals):
        return await _merge(page, outcome.typed)
    if outcome.done:
        return page.redirect(f"/organisations/{page.request.path_params['id']}", "saved")
    return await edit(page.request, outcome)


async def _merge(page: Page, form: dict[str, Any]) -> Response:
    id_ = page.request.path_params["id"]
    organisation = (await page.ask("organisations/edit", id=id_))["organisation"]
    present = _present(organisation)
    theirs, clashes = merged(form, present)
    values = {name: value for name, value in form.items() if not _is_taken(name, theirs)} | theirs
    values |= {"serviceAreas": _served(form, [one["id"] for one in organisation["serviceAreas"]])}
    if not clashes:
        given = {name: values[name] or None for name in FIELDS if name in values}
        version = organisation["version"]
        again = await page.act("organisationEdit", FormData(), id=id_, version=version, **given, **_several(values))
        again.typed = values
        return await _finish(page, again)
    # The form now starts from what is saved, and holds what was typed wherever nobody else wrote.
    refused = Outcome({"refusals": [{"code": "CONFLICT", "path": "version", "message": _conflict(page)}]}, values)
    return await edit(page.request, refused, await _clashes(page, clashes, form, present))


def _settled(form: dict[str, Any]) -> dict[str, Any]:
    """The form with others' values where the choice between two was theirs."""
    taken = {name: form.get(BASE + name, "") for name in FIELDS if form.get(f"choose.{name}") == "theirs"}
    return {name: value for name, value in form.items() if not _is_taken(name, taken)} | taken


def _is_taken(name: str, taken: Mapping[str, str]) -> bool:
    """Whether a field holds the words of a choice that is no longer this form's own."""
    return any(name in (one, f"{one}Text", f"{one}Was") for one in taken)


def _several(form: Mapping[str, Any]) -> dict[str, Any]:
    """The service areas: those still ticked, and one more."""
    if "serviceAreas" not in form:
        return {}
    return {"serviceAreas": [one for one in dict.fromkeys([*form["serviceAreas"], form.get("serviceArea")]) if one]}


def _served(form: Mapping[str, Any], now: list[str]) -> list[str]:
    """The service areas after both edits: what either took away is gone, what either added is there."""
    base, mine = str(form.get(BASE + "serviceAreas", "")).split(), form.get("serviceAreas", [])
    return [one for one in now if one in mine or one not in base] + [one for one in mine if one not in base and one not in now]


def _present(organisation: Mapping[str, Any]) -> dict[str, str]:
    """The fields' values now, as the form writes them."""
    linked = {name: organisation[name]["id"] if organisation[name] else "" for name in LINKED}
    return {name: linked[name] if name in LINKED else organisation[name] or "" for name in FIELDS}


async def _clashes(page: Page, names: list[str], form: Mapping[str, Any], present: Mapping[str, str]) -> list[dict[str, str]]:
    """Each clash in words: what the field was, what others made of it, and what was typed here."""
    values = {name: (str(form[BASE + name]), present[name], str(form.get(name, ""))) for name in names}
    ids = [one for name in names if name in LINKED for one in values[name] if one]
    known = (await page.ask("organisations/names", ids=ids))["nodes"] if ids else []
    called = {one["id"]: one["name"] for one in known if one}
    kinds = {one: label(page.viewer.language, "OrganisationKind", one) for one in values.get("kind", ())}
    return [
        {"name": name, "text": translate(page.viewer.language, FIELDS[name])}
        | dict(zip(("base", "theirs", "yours"), ((called | kinds).get(one, one) for one in values[name]), strict=True))
        for name in names
    ]


def _conflict(page: Page) -> str:
    return translate(page.viewer.language, N_("其他人刚刚修改了这条记录，请核对后再保存。"))


ROUTES = [
    Route("/organisations/{id}/edit", edit, methods=["GET"]),
    Route("/organisations/{id}/edit", save, methods=["POST"]),
]
