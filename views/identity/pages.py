"""Signing in and out, one's own sessions, tokens, password and language."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schema.engine.language import LANGUAGES, N_, translate
from views.identity.cookie import drop_session, keep_language, keep_session
from views.links import local_path
from views.page import FIRST_OF_ALL, Outcome, Page


async def sign_in(request: Request, outcome: Outcome | None = None) -> Response:
    """The form, and in the sample district the personas."""
    page = Page(request)
    return await page.show("identity/sign_in", outcome=outcome, personas=request.app.state.personas)


async def enter(request: Request) -> Response:
    """Begin a session."""
    page = Page(request)
    outcome = await page.act("signIn")
    outcome.typed.pop("password", None)
    if not outcome.done:
        return await sign_in(request, outcome)
    return entered(request, outcome.payload["secret"], outcome.payload["mustChangePassword"], outcome.typed.get("next", ""))


def entered(request: Request, secret: str, must_change: bool, next_: str) -> Response:
    """On to where somebody was going, with the new session; first to a password of one's own."""
    response = RedirectResponse(FIRST_OF_ALL if must_change else local_path(next_), 303)
    keep_session(request, response, secret)
    return response


async def sign_out(request: Request) -> Response:
    """End the session, here and on the server."""
    page = Page(request)
    if not page.viewer.is_public:
        await page.act("signOut")
    response = page.redirect("/", "signed_out")
    drop_session(request, response)
    return response


async def language(request: Request) -> Response:
    """Choose the language: for the account, or for this browser."""
    page = Page(request)
    posted = await page.form()
    chosen = str(posted.get("language", ""))
    response = page.redirect(local_path(str(posted.get("next", ""))))
    if chosen in LANGUAGES:
        keep_language(request, response, chosen)
        if not page.viewer.is_public:
            await page.act("languageChoose", posted)
    return response


async def me(request: Request, outcome: Outcome | None = None, secret: str = "") -> Response:
    """One's own sessions and tokens; ``secret`` is a new token, shown this once."""
    page = Page(request)
    page.signed_in()
    return await page.show("identity/sessions", outcome=outcome, secret=secret)


async def token(request: Request) -> Response:
    """Make a token."""
    page = Page(request)
    page.signed_in()
    posted = await page.form()
    expires = str(posted.get("expiresOn", ""))
    given: dict[str, Any] = {"expiresAt": f"{expires}T23:59:59+08:00"} if expires else {}
    outcome = await page.act("tokenCreate", posted, scopes=[str(one) for one in posted.getlist("scopes")], **given)
    return await me(request, outcome, outcome.payload.get("secret") or "")


async def password(request: Request, outcome: Outcome | None = None) -> Response:
    """The form for a new password."""
    page = Page(request)
    page.signed_in()
    return await page.show("identity/password", outcome=outcome)


async def change_password(request: Request) -> Response:
    """Change the password; other sessions end."""
    page = Page(request)
    page.signed_in()
    posted = await page.form()
    if posted.get("again") != posted.get("new"):
        message = translate(page.viewer.language, N_("两次输入的新密码不一致。"))
        return await password(request, Outcome({"refusals": [{"code": "INVALID", "path": "again", "message": message}]}))
    outcome = await page.act("passwordChange", posted)
    outcome.typed.clear()
    return page.redirect("/me", "password") if outcome.done else await password(request, outcome)


async def end_session(request: Request) -> Response:
    """End a session on another device."""
    return await _end(request, "sessionEnd")


async def end_token(request: Request) -> Response:
    """End a token."""
    return await _end(request, "tokenEnd")


async def _end(request: Request, mutation: str) -> Response:
    page = Page(request)
    outcome = await page.act(mutation, id=request.path_params["id"])
    return page.redirect(page.back(), "ended") if outcome.done else await me(request, outcome)


ROUTES = [
    Route("/sign-in", sign_in, methods=["GET"]),
    Route("/sign-in", enter, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/language", language, methods=["POST"]),
    Route("/me", me, methods=["GET"]),
    Route("/me/password", password, methods=["GET"]),
    Route("/me/password", change_password, methods=["POST"]),
    Route("/me/tokens", token, methods=["POST"]),
    Route("/sessions/{id}/end", end_session, methods=["POST"]),
    Route("/tokens/{id}/end", end_token, methods=["POST"]),
]
