"""Editing an offer, so that two people who edit at once both keep their work."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.language import N_, translate
from views.forms import BASE, merged, typed
from views.labels import label
from views.page import NotThere, Outcome, Page
from views.pickers import Posted
from views.resources import windows

FIELDS = {
    "category": N_("类别"),
    "title": N_("名称"),
    "quantity": N_("数量"),
    "unit": N_("计量单位"),
    "measure": N_("计量方式"),
    "windows": N_("开放时段"),
    "description": N_("说明"),
    "conditions": N_("使用条件"),
    "area": N_("所在区域"),
    "contact": N_("联系人"),
    "validUntil": N_("有效期至"),
}
"""The fields of the form that two edits can clash in, and what they are called then."""
LINKED = ("category", "area", "contact")
"""Those that are chosen: the form has the id."""


async def edit(request: Request, outcome: Outcome | None = None, clashes: list[dict[str, str]] | None = None) -> Response:
    """The form."""
    page = Page(request)
    page.signed_in()
    data = await page.ask("resources/edit", **request.path_params)
    if data["resource"] is None:
        raise NotThere
    rows = windows.shown(outcome.typed if outcome else {}, data["resource"]["windows"])
    base = _present(data["resource"])
    return page.render("resources/edit", data, outcome=outcome, clashes=clashes or [], rows=rows, base=base)


async def save(request: Request) -> Response:
    """Save; after somebody else's save, merge field by field and ask only about real clashes."""
    page = Page(request)
    posted = await page.form()
    form = typed(posted)
    form["windows"] = windows.as_text(windows.written(form).values())
    return await _finish(page, await _send(page, _settled(form), posted))


async def _send(page: Page, form: dict[str, Any], posted: Posted | None = None) -> Outcome:
    """Send what the form has, with what is wrong with it so far."""
    rows = windows.written(form)
    names = [one for one in (*FIELDS, "version", "idempotencyKey") if one in form and one != "windows"]
    reasons = [*(posted.reasons if posted else []), *windows.unreadable(rows)]
    sent = Posted(FormData([(name, form[name]) for name in names]), reasons, posted.found if posted else {})
    several = {"windows": windows.as_input(rows.values()), **_several(form)}
    outcome = await page.act("resourceEdit", sent, id=page.request.path_params["id"], **several)
    outcome.typed = form
    return windows.at_rows(outcome, rows)


async def _finish(page: Page, outcome: Outcome) -> Response:
    if any(one["code"] == "CONFLICT" for one in outcome.refusals):
        return await _merge(page, outcome.typed)
    if outcome.done:
        return page.redirect(f"/resources/{page.request.path_params['id']}", "saved")
    return await edit(page.request, outcome)


async def _merge(page: Page, form: dict[str, Any]) -> Response:
    resource = (await page.ask("resources/edit", id=page.request.path_params["id"]))["resource"]
    present = _present(resource)
    theirs, clashes = merged(form, present)
    values = _with(form, theirs) | {"serviceAreas": _served(form, [one["id"] for one in resource["serviceAreas"]])}
    if not clashes:
        again = {name: value for name, value in values.items() if name != "idempotencyKey"}
        return await _finish(page, await _send(page, again | {"version": str(resource["version"])}))
    # The form now starts from what is saved, and holds what was typed wherever nobody else wrote.
    message = translate(page.viewer.language, N_("其他人刚刚修改了这条记录，请核对后再保存。"))
    refused = Outcome({"refusals": [{"code": "CONFLICT", "path": "version", "message": message}]}, values)
    return await edit(page.request, refused, await _clashes(page, clashes, form, present))


def _settled(form: dict[str, Any]) -> dict[str, Any]:
    """The form with others' values where the choice between two was theirs."""
    return _with(form, {name: form.get(BASE + name, "") for name in FIELDS if form.get(f"choose.{name}") == "theirs"})


def _with(form: dict[str, Any], taken: Mapping[str, str]) -> dict[str, Any]:
    """The form with others' values, without the words and rows of its own in their place."""
    own = {name: value for name, value in form.items() if not any(name in (f"{one}Text", f"{one}Was") for one in taken)}
    return {**(windows.put(own, taken["windows"]) if "windows" in taken else own), **taken}


def _several(form: Mapping[str, Any]) -> dict[str, Any]:
    """The service areas: those still ticked, and one more."""
    if "serviceAreas" not in form:
        return {}
    return {"serviceAreas": [one for one in dict.fromkeys([*form["serviceAreas"], form.get("serviceArea")]) if one]}


def _served(form: Mapping[str, Any], now: list[str]) -> list[str]:
    """The service areas after both edits: what either took away is gone, what either added is there."""
    base, mine = str(form.get(BASE + "serviceAreas", "")).split(), form.get("serviceAreas", [])
    return [one for one in now if one in mine or one not in base] + [one for one in mine if one not in base and one not in now]


def _present(resource: Mapping[str, Any]) -> dict[str, str]:
    """The fields' values now, as the form writes them."""
    linked = {name: resource[name]["id"] if resource[name] else "" for name in LINKED}
    plain = {name: resource[name] for name in FIELDS if name not in (*LINKED, "windows")}
    return plain | linked | {"windows": windows.as_text(windows.of_node(one) for one in resource["windows"])}


async def _clashes(page: Page, names: list[str], form: Mapping[str, Any], present: Mapping[str, str]) -> list[dict[str, str]]:
    """Each clash in words: what the field was, what others made of it, and what was typed here."""
    language = page.viewer.language
    values = {name: (str(form[BASE + name]), present[name], str(form.get(name, ""))) for name in names}
    ids = [one for name in names if name in LINKED for one in values[name] if one]
    known = (await page.ask("resources/names", ids=ids))["nodes"] if ids else []
    called = {one["id"]: one["name"] for one in known if one}

    def told(name: str, value: str) -> str:
        words = {"windows": lambda: windows.told(language, value), "measure": lambda: label(language, "Measure", value)}
        return words[name]() if name in words else called.get(value, value)

    return [
        {"name": name, "text": translate(language, FIELDS[name])}
        | dict(zip(("base", "theirs", "yours"), (told(name, one) for one in values[name]), strict=True))
        for name in names
    ]


ROUTES = [
    Route("/resources/{id}/edit", edit, methods=["GET"]),
    Route("/resources/{id}/edit", save, methods=["POST"]),
]
