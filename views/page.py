"""All that a page can do: ask its document, render, act, refuse."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from schema.engine.access import Viewer
from schema.engine.language import translate
from schema.engine.reader import Engine
from views.formats import today
from views.forms import read_form, typed
from views.links import with_query
from views.notices import NOTICES
from views.pickers import Options, Posted, resolved
from views.templates import Site

NOTICE = "notice"
"""The cookie that carries one sentence over a redirect."""

FIRST_OF_ALL = "/me/password"
ALWAYS_SHOWN = (FIRST_OF_ALL, "/sign-in")
"""Pages for those, too, who have to change their password first."""

Refusals = list[Mapping[str, str]]


class NotThere(Exception):
    """What the address names does not exist, or the viewer may not see it."""


class SignInFirst(Exception):
    """The page is for people who have signed in."""


class PasswordFirst(Exception):
    """Nothing is shown before a temporary password has been changed."""


@dataclass
class Outcome:
    """What a mutation answered."""

    payload: dict[str, Any]
    typed: dict[str, Any] = field(default_factory=dict)
    found: Mapping[str, Any] = field(default_factory=dict)
    """By picker: the choices where several fit what was typed."""

    @property
    def refusals(self) -> Refusals:
        """Why nothing was done; empty when it was."""
        found: Refusals = self.payload["refusals"]
        return found

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return not self.refusals


class Page:
    """One request for a page."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.engine: Engine = request.app.state.engine
        self.site: Site = request.app.state.site
        self.viewer: Viewer = request.state.viewer
        self.query = dict(request.query_params)
        # Before anything is read: what happens from now on, the page's stream will tell.
        self.heard: int = request.app.state.live.heard

    async def ask(self, name: str, **variables: Any) -> dict[str, Any]:
        """The data of a page's document. Raises PasswordFirst."""
        if self.viewer.must_change_password and self.request.url.path not in ALWAYS_SHOWN:
            raise PasswordFirst
        document = self.site.documents[name]
        return await self.engine.ask(document.text, {k: v for k, v in variables.items() if k in document.variables}, self.viewer)

    async def show(
        self,
        name: str,
        /,
        *,
        needs: str | None = None,
        status: int = 200,
        outcome: Outcome | None = None,
        variables: Mapping[str, Any] | None = None,
        **context: Any,
    ) -> Response:
        """Ask the page's document and render its template; ``needs`` names the root field without which there is no page."""
        data = await self.ask(name, **(variables or {}))
        if needs is not None and data[needs] is None:
            raise NotThere
        return self.render(name, data, status=status, outcome=outcome, **context)

    def render(
        self,
        name: str,
        data: Mapping[str, Any],
        /,
        *,
        status: int = 200,
        outcome: Outcome | None = None,
        **context: Any,
    ) -> Response:
        """Render a template over data; a request for a part gets the block that changes."""
        partial = self.request.headers.get("hx-request-type") == "partial"
        refusals = outcome.refusals if outcome else []
        text = self.site.render(
            f"{name}.html",
            self.viewer.language,
            part=partial,
            data=data,
            viewer=data.get("viewer"),
            query=self.query,
            request_path=self.request.url.path,
            with_query=lambda path=self.request.url.path, **changes: with_query(path, self.query, **changes),
            form=outcome.typed if outcome else {},
            found=outcome.found if outcome else {},
            refusals=refusals,
            today=today(),
            heard=self.heard,
            refusal_for=lambda path: next((one for one in refusals if one["path"] == path), None),
            idempotency_key=secrets.token_urlsafe(12),
            notice=self._notice(),
            mailing=self.engine.services.mailing,
            **context,
        )
        response = HTMLResponse(text, 422 if refusals else status, {"Vary": "HX-Request-Type"})
        if NOTICE in self.request.cookies and not partial:
            response.delete_cookie(NOTICE, path="/", httponly=True, samesite="lax")
        return response

    def _notice(self) -> str:
        return translate(self.viewer.language, NOTICES.get(self.request.cookies.get(NOTICE, ""), ""))

    async def form(self, pickers: Mapping[str, Options] | None = None, files: int = 1) -> Posted:
        """What was posted, the choices of pickers resolved; at most so many files."""
        posted = await self.request.form(max_files=files, max_fields=400, max_part_size=2_000_000)
        return await resolved(self, posted, pickers or {})

    async def act(self, mutation: str, /, form: FormData | None = None, **given: Any) -> Outcome:
        """Run a mutation with what the form has of its input, and with what is given besides.

        What cannot even be sent, such as an empty field that has to be there, is refused like the rest.
        """
        document = self.site.documents[mutation]
        assert document.input is not None
        posted = form if form is not None else await self.form()
        input_, wrong = read_form(posted, document.input, given)
        unclear = posted.reasons if isinstance(posted, Posted) else []
        if reasons := [*unclear, *(one for one in wrong if one.path not in {other.path for other in unclear})]:
            refusals = [one.told(self.viewer.language) for one in reasons]
            return Outcome({"refusals": refusals}, typed(posted), posted.found if isinstance(posted, Posted) else {})
        data = await self.engine.ask(document.text, {"input": input_}, self.viewer)
        return Outcome(data[document.field], typed(posted))

    def redirect(self, path: str, notice: str = "") -> Response:
        """See another page, with one sentence about what was done."""
        response = RedirectResponse(path, status_code=303)
        if notice:
            response.set_cookie(NOTICE, notice, max_age=30, path="/", httponly=True, samesite="lax")
        return response

    def back(self) -> str:
        """The page of ours that the request came from, or the first one."""
        referer = urlsplit(self.request.headers.get("referer", ""))
        return referer.path + (f"?{referer.query}" if referer.query else "") if referer.netloc == self.request.url.netloc else "/"

    def signed_in(self) -> None:
        """Only for people who have signed in."""
        if self.viewer.is_public:
            raise SignInFirst

    def administers(self) -> None:
        """Only for administrators; for others there is no such page."""
        self.signed_in()
        if not self.viewer.administrator:
            raise NotThere
