"""What a page shows when there is none: not there, not allowed, sign in first, a fault of ours."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from schema.engine.language import N_, translate
from schema.engine.outages import RETRY_AFTER, Unavailable, passes
from schema.engine.reader import Failed
from views.page import FIRST_OF_ALL, NotThere, PasswordFirst, SignInFirst

log = structlog.get_logger()

_WORDS = {
    400: N_("请求有误"),
    401: N_("请先登录"),
    403: N_("没有权限"),
    404: N_("没有找到这个页面"),
    405: N_("不支持这种操作"),
    413: N_("文件过大"),
    429: N_("操作太频繁"),
    500: N_("系统出错"),
    503: N_("系统暂时不可用"),
}
_STATUS = {"FORBIDDEN": 403, "BAD_USER_INPUT": 400, "SERVICE_UNAVAILABLE": 503}


def page(request: Request, status: int) -> Response:
    """The page for a failure, in the viewer's language; plain text where even that cannot be made."""
    viewer = getattr(request.state, "viewer", None)
    language = viewer.language if viewer else "zh_Hans"
    message = translate(language, _WORDS.get(status, _WORDS[500]))
    try:
        text = request.app.state.site.render("layout/error.html", language, status=status, message=message)
    except Exception:
        log.exception("the failure's own page failed")
        return PlainTextResponse(message, status)
    return HTMLResponse(text, status)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = page(request, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def _not_there(request: Request, _error: Exception) -> Response:
    return page(request, 404)


async def _sign_in_first(request: Request, _error: Exception) -> Response:
    """To the form, and back afterwards; a part of a page cannot show the form, so that the page's script goes there."""
    if request.headers.get("hx-request-type") == "partial":
        return page(request, 401)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query and request.method == "GET" else "")
    return RedirectResponse(f"/sign-in?next={quote(asked)}", 303)


async def _password_first(_request: Request, _error: Exception) -> Response:
    return RedirectResponse(FIRST_OF_ALL, 303)


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, Failed)
    code = error.errors[0].get("extensions", {}).get("code", "")
    return page(request, _STATUS.get(code, 500))


async def unavailable(request: Request, _error: Exception) -> Response:
    """The page for an outage, which also tells programs when to try again."""
    answer = page(request, 503)
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


async def _fault(request: Request, error: Exception) -> Response:
    return await unavailable(request, error) if passes(error) else page(request, 500)


HANDLERS: Mapping[Any, Callable[[Request, Exception], Any]] = {
    HTTPException: _http,
    NotThere: _not_there,
    SignInFirst: _sign_in_first,
    PasswordFirst: _password_first,
    Unavailable: unavailable,
    Failed: _failed,
    Exception: _fault,
}
"""By exception: the answer."""
