"""The cookies that pages set: the session, and the language of somebody who has not signed in."""

from starlette.requests import Request
from starlette.responses import Response

SESSION_HOURS = 12
LANGUAGE = "language"
YEAR = 365 * 24 * 3600


def session_cookie(secure: bool) -> str:
    """The session cookie's name; behind TLS one that no other host or path can set."""
    return "__Host-gongzhi" if secure else "gongzhi"


def keep_session(request: Request, response: Response, secret: str) -> None:
    """Let the browser send the session's secret with its next requests."""
    secure = request.url.scheme == "https"
    options = {"max_age": SESSION_HOURS * 3600, "path": "/", "httponly": True, "samesite": "lax", "secure": secure}
    response.set_cookie(session_cookie(secure), secret, **options)  # type: ignore[arg-type]


def drop_session(request: Request, response: Response) -> None:
    """Let the browser forget the session; the server has ended it."""
    secure = request.url.scheme == "https"
    response.delete_cookie(session_cookie(secure), path="/", httponly=True, samesite="lax", secure=secure)


def keep_language(request: Request, response: Response, language: str) -> None:
    """Remember the language that somebody chose without an account."""
    secure = request.url.scheme == "https"
    response.set_cookie(LANGUAGE, language, max_age=YEAR, path="/", httponly=True, samesite="lax", secure=secure)
