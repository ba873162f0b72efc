"""What came of a unit's offers: the year's certificate, and which half-years its pages show."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.days import today
from schema.plenaries.half_years import latest
from views.handlers import of_path
from views.page import NotThere, Page


def with_halves(page: Page) -> dict[str, Any]:
    """What the address names, this half-year and the one before."""
    now, before = latest(today(), 2)
    return {**of_path(page), "now": now, "before": before}


async def certificate(request: Request) -> Response:
    """What a unit did in a year, to be printed; only where something was confirmed."""
    page = Page(request)
    page.signed_in()
    year = page.query.get("year", str(today().year))
    if not re.fullmatch(r"20[0-9]{2}", year):
        raise NotThere
    data = await page.ask("organisations/certificate", id=request.path_params["id"], year=year)
    unit = data["organisation"]
    if unit is None or unit["record"] is None or not unit["record"]["confirmed"]:
        raise NotThere
    number = f"{year}-{int(unit['id'].rpartition('_')[2]):05}"
    return page.render("organisations/certificate", data, certificate_number=number, committee=_issuer(unit["area"]))


def _issuer(area: Any) -> str:
    """The committee nearest to the unit: of its own area, or of one above."""
    found = [one["committee"] for one in (*area["ancestors"], area) if one["committee"]]
    return str(found[-1]["name"]) if found else ""


ROUTES = [Route("/organisations/{id}/certificate", certificate, methods=["GET"])]
