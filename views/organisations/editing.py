"""Editing an organisation, so that two people who edit at once both keep their work."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.language import N_, translate
from views.forms import merged
from views.labels import label
from views.page import Outcome, Page

FIELDS = {
    "name": N_("单位全称"),
    "kind": N_("单位类型"),
    "uscc": N_("统一社会信用代码"),
    "area": N_("所在社区或街道"),
    "address": N_("地址"),
    "shortName": N_("简称"),
    "parent": N_("上级单位"),
    "serviceAreas": N_("服务区域"),
    "description": N_("简介"),
}
"""The fields of the form, and what they are called where two edits clash."""

_PICKERS = {"parent": "organisations/options"}


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
    id_ = request.path_params["id"]
    outcome = await page.act("organisationEdit", posted, id=id_, **_several(posted))
    if any(one["code"] == "CONFLICT" for one in outcome.refusals):
        return await _merge(page, posted)
    return page.redirect(f"/organisations/{id_}", "saved") if outcome.done else await edit(request, outcome)


async def _merge(page: Page, posted: FormData) -> Response:
    id_ = page.request.path_params["id"]
    organisation = (await page.ask("organisations/edit", id=id_))["organisation"]
    present = _present(organisation)
    values, clashes = merged(posted, present)
    version = {"version": organisation["version"]}
    if not clashes:
        outcome = await page.act("organisationEdit", FormData(values | version), id=id_, **_several(FormData(values)))
        return page.redirect(f"/organisations/{id_}", "saved") if outcome.done else await edit(page.request, outcome)
    # The form now starts from what is saved, and holds what was typed wherever nobody else wrote.
    refused = Outcome({"refusals": [{"code": "CONFLICT", "path": "version", "message": _conflict(page)}]}, dict(values))
    return await edit(page.request, refused, [_clash(page, name, posted, present) for name in clashes])


def _several(form: FormData) -> dict[str, Any]:
    """The service areas: those still ticked, and one more."""
    if not any(name in form for name in ("serviceAreas", "serviceArea", "base.serviceAreas")):
        return {}
    ticked = [one for value in form.getlist("serviceAreas") for one in str(value).split()]
    more = str(form.get("serviceArea") or "")
    return {"serviceAreas": list(dict.fromkeys([*ticked, *([more] if more else [])]))}


def _present(organisation: Mapping[str, Any]) -> dict[str, Any]:
    """The fields' values now, as the form writes them."""
    linked = {name: organisation[name]["id"] if organisation[name] else "" for name in ("area", "parent")}
    served = " ".join(one["id"] for one in organisation["serviceAreas"])
    return {name: organisation[name] or "" for name in FIELDS if name in organisation} | linked | {"serviceAreas": served}


def _clash(page: Page, name: str, posted: FormData, present: Mapping[str, Any]) -> dict[str, str]:
    def told(value: str) -> str:
        return label(page.viewer.language, "OrganisationKind", value) if name == "kind" else value

    base, theirs, yours = str(posted.get(f"base.{name}", "")), str(present[name]), str(posted.get(name, ""))
    text = translate(page.viewer.language, FIELDS[name])
    return {"name": name, "text": text, "base": told(base), "theirs": told(theirs), "yours": told(yours)}


def _conflict(page: Page) -> str:
    return translate(page.viewer.language, N_("其他人刚刚修改了这条记录，请核对后再保存。"))


ROUTES = [
    Route("/organisations/{id}/edit", edit, methods=["GET"]),
    Route("/organisations/{id}/edit", save, methods=["POST"]),
]
