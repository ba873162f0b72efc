"""The explorer: documents run against the contract as whoever has signed in."""

import json
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.reference.examples import examples
from views.handlers import of_path
from views.page import Page, PasswordFirst

FIRST = """query Me {
  viewer {
    account {
      login
    }
    areas {
      id
      name
    }
    units {
      id
      name
    }
  }
}
"""
"""What stands there at first."""


async def show(request: Request, typed: dict[str, str] | None = None, answer: str = "") -> Response:
    """The editors, with an example where one was chosen."""
    page = Page(request)
    page.signed_in()
    offered = examples()
    chosen = next((one for one in offered if one.name == page.query.get("example")), None)
    variables = json.dumps(chosen.variables, ensure_ascii=False, indent=2) if chosen and chosen.variables else ""
    texts = typed or {"document": chosen.document if chosen else FIRST, "variables": variables}
    name = chosen.name if chosen else ""
    found = of_path(page)
    return await page.show("explorer/show", variables=found, texts=texts, answer=answer, offered=offered, chosen=name)


async def run(request: Request) -> Response:
    """Without JavaScript: run what was typed, and show the editors again with the answer."""
    page = Page(request)
    page.signed_in()
    if page.viewer.must_change_password:
        raise PasswordFirst
    form = await page.form()
    typed = {name: str(form.get(name, "")) for name in ("document", "variables")}
    try:
        variables: Any = json.loads(typed["variables"] or "{}")
    except ValueError as error:
        return await show(request, typed, str(error))
    answer = await page.engine.execute(typed["document"], variables if isinstance(variables, dict) else {}, None, page.viewer)
    return await show(request, typed, orjson.dumps(orjson.loads(answer.body), option=orjson.OPT_INDENT_2).decode())


ROUTES = [Route("/explorer", show, methods=["GET"]), Route("/explorer", run, methods=["POST"])]
