"""Pages about one project: proposing, showing, and every step of it and of its parts."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.refusals import Reason
from views.attachments.sending import attach_files, attaching, files_form, files_of
from views.comments import pages as comments
from views.handlers import here, of_path, part_step, step
from views.page import Outcome, Page
from views.pickers import Options, Posted
from views.projects.lists import half_years

_LISTED_DEMANDS: dict[str, Options] = {"demands": ("demands/options", {"status": {"eq": "LISTED"}})}


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """A project with everything that belongs to it; finished ones are public."""
    page = Page(request)
    return await page.show("projects/show", needs="project", variables=of_path(page), outcome=outcome)


async def new(request: Request, outcome: Outcome | None = None) -> Response:
    """The form for a new project, perhaps for a demand and the promises that were made for it."""
    page = Page(request)
    page.signed_in()
    return await page.show("projects/new", variables=of_path(page), outcome=outcome, half_years=half_years())


async def propose(request: Request) -> Response:
    """Propose a project."""
    page = Page(request)
    posted = await page.form()
    outcome = await page.act("projectPropose", posted, matches=_promises(posted))
    if not outcome.done:
        return await new(request, outcome)
    return page.redirect(f"/projects/{outcome.payload['project']['id']}", "saved" if page.viewer.areas else "suggested")


def _promises(posted: Posted) -> list[str]:
    """The promises that are ticked; as ``matches`` they would hide a method of the form from scripts."""
    return [str(one) for one in posted.getlist("promises")]


async def link(request: Request) -> Response:
    """Link a project with further promises and demands."""
    page = Page(request)
    if request.method != "POST":
        return page.redirect(here(page, Outcome({})))
    posted = await page.form(_LISTED_DEMANDS)
    given = {"id": request.path_params["id"], "matches": _promises(posted)}
    return await _took(page, await page.act("projectLink", posted, **given), "saved")


async def measure(request: Request) -> Response:
    """Say by what a project will be measured: each line is a criterion."""
    page = Page(request)
    if request.method != "POST":
        return page.redirect(here(page, Outcome({})))
    posted = await page.form()
    lines = [line for one in str(posted.get("criteria", "")).splitlines() if (line := one.strip())]
    return await _took(page, await page.act("projectCriteria", posted, id=request.path_params["id"], criteria=lines), "saved")


async def compare(request: Request) -> Response:
    """Compare a project with its criteria, each of which has inputs of its own."""
    page = Page(request)
    if request.method != "POST":
        return page.redirect(here(page, Outcome({})))
    posted = await page.form()
    results = _results(posted)
    if any(one["met"] is None for one in results):
        posted.reasons.append(Reason("REQUIRED", "results"))
    return await _took(page, await page.act("projectCompare", posted, id=request.path_params["id"], results=results), "saved")


def _results(posted: Posted) -> list[dict[str, Any]]:
    """What was chosen for each criterion; none where nothing was."""
    places = [name.partition(".")[2] for name in posted if name.startswith("criterion.")]
    chosen = {"true": True, "false": False}
    return [
        {
            "criterion": str(posted[f"criterion.{place}"]),
            "met": chosen.get(str(posted.get(f"met.{place}"))),
            "note": str(posted.get(f"note.{place}", "")),
        }
        for place in places
    ]


async def note(request: Request) -> Response:
    """Note down how it is getting on, with photos; those that are refused can be sent again to the note, which is there."""
    page = Page(request)
    if request.method != "POST":
        return page.redirect(here(page, Outcome({})))
    posted = await files_form(page)
    outcome = await page.act("projectNote", posted, id=request.path_params["id"])
    if not outcome.done or not files_of(posted):
        return await _took(page, outcome, "recorded")
    added = outcome.payload["projectNote"]["id"]
    if (await attach_files(page, added, posted)).done:
        return page.redirect(here(page, outcome), "recorded")
    return page.redirect(f"/attachments/new?item={added}", "unsent")


async def _took(page: Page, outcome: Outcome, notice: str) -> Response:
    outcome.typed["step"] = page.request.url.path.rpartition("/")[2]
    return page.redirect(here(page, outcome), notice) if outcome.done else await show(page.request, outcome)


def _to_next(_page: Page, outcome: Outcome) -> str:
    """On to the project of the next half-year, where there is one already."""
    return f"/projects/{outcome.payload['project']['id']}" if outcome.payload else here(_page, outcome)


_STEPS = {
    "publish": ("projectPublish", "published"),
    "claim": ("projectClaim", "wanted"),
    "invite": ("projectInvite", "invited"),
    "lead": ("projectLead", "saved"),
    "award": ("projectAward", "saved"),
    "stages": ("projectStageAdd", "saved"),
    "sign": ("projectSign", "signed"),
    "start": ("projectStart", "started"),
    "spend": ("projectSpend", "recorded"),
    "deliver": ("projectDeliver", "done"),
    "rate": ("projectRate", "evaluated"),
    "write-off": ("projectWriteOff", "written_off"),
    "terminate": ("projectTerminate", "ended"),
}
_OF_PARTNERS = {
    "accept": ("projectPartnerAccept", "confirmed"),
    "agree": ("projectPartnerAgree", "joined"),
    "decline": ("projectPartnerDecline", "answered"),
    "refuse": ("projectPartnerRefuse", "answered"),
    "withdraw": ("projectPartnerWithdraw", "withdrawn"),
    "edit": ("projectPartnerEdit", "saved"),
    "leave": ("projectPartnerLeave", "left"),
}
_OF_STAGES = {
    "finish": ("projectStageFinish", "saved"),
    "edit": ("projectStageEdit", "saved"),
    "remove": ("projectStageRemove", "removed"),
}

NEW = [Route("/projects/new", new, methods=["GET"]), Route("/projects/new", propose, methods=["POST"])]
ONE = [
    Route("/projects/{id}", show, methods=["GET"]),
    comments.below("/projects", show),
    Route("/projects/{id}/criteria", measure, methods=["GET", "POST"]),
    Route("/projects/{id}/compare", compare, methods=["GET", "POST"]),
    Route("/projects/{id}/note", note, methods=["GET", "POST"]),
    attaching("/projects/{id}", show),
    *[step(f"/projects/{{id}}/{word}", mutation, show, notice=notice) for word, (mutation, notice) in _STEPS.items()],
    Route("/projects/{id}/link", link, methods=["GET", "POST"]),
    step("/projects/{id}/carry-over", "projectCarryOver", show, notice="carried_over", to=_to_next),
    *[
        part_step(f"/projects/{{id}}/partners/{{partner}}/{word}", mutation, show, notice=notice, part="partner")
        for word, (mutation, notice) in _OF_PARTNERS.items()
    ],
    *[
        part_step(f"/projects/{{id}}/stages/{{stage}}/{word}", mutation, show, notice=notice, part="stage")
        for word, (mutation, notice) in _OF_STAGES.items()
    ],
    part_step("/projects/{id}/spendings/{spending}/void", "projectSpendingVoid", show, notice="voided", part="spending"),
]
