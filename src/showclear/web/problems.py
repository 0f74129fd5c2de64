"""What is wrong, as it is answered: to programs as JSON, to people as a page with the stop on it.

``{code, detail, hint}``: the code is stable; the detail names the thing, what was expected, what
was found; the hint says what to do next. A fault of our own is told as one, and its trace is for
whoever keeps the box.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Redirect
from litestar.status_codes import HTTP_401_UNAUTHORIZED

from showclear.errors import BadInput, DeskStopped, DiskFull, ShowclearError
from showclear.web.asking import asker
from showclear.web.rendering import HTML, page, problem_page
from showclear.web.served import Served

LOG: Final = logging.getLogger("showclear.web")
Asked = Request[Any, Any, Any]
Handlers = Mapping[int | type[Exception], Callable[[Asked, Any], Response[Any]]]
CODES: Final = {
    400: ("malformed", "send what the document at /api/schema/openapi.json describes"),
    401: ("not_entered", "enter first: tap your name and type your PIN"),
    404: ("not_found", "look at the address again"),
    405: ("method_not_allowed", "look at the document at /api/schema/openapi.json"),
    413: ("body_too_long", "send less at once"),
    415: ("other_media_type", "send application/json, or a form from our own pages"),
    429: ("too_often", "wait a little; a first stop never waits"),
}
UNPROCESSABLE: Final = 422
STORAGE_FULL: Final = 507
UNAVAILABLE: Final = 503
FAULT: Final = 500


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a request: the thing, what was expected, what was found, what next."""

    code: str
    detail: str
    hint: str = ""


def handlers(served: Served) -> Handlers:
    """Return what answers each kind of error."""
    return {
        ShowclearError: partial(_ours, served),
        HTTPException: partial(_http, served),
        Exception: partial(_fault, served),
    }


def _ours(served: Served, request: Asked, problem: ShowclearError) -> Response[Any]:
    code, status, hint = "desk", FAULT, ""
    match problem:
        case BadInput():
            code, status, hint = problem.code, UNPROCESSABLE, problem.hint
        case DiskFull():
            code, status = "disk_full", STORAGE_FULL
        case DeskStopped():
            code, status = "desk_stopped", UNAVAILABLE
        case _:
            LOG.error("fault at %s", request.url.path, exc_info=problem)
    return _answer(served, request, status, Problem(code=code, detail=str(problem), hint=hint))


def _http(served: Served, request: Asked, problem: HTTPException) -> Response[Any]:
    if problem.status_code == HTTP_401_UNAUTHORIZED and _wants_page(request):
        return Redirect("/", status_code=303)
    code, hint = CODES.get(problem.status_code, (f"http_{problem.status_code}", ""))
    shown = Problem(code=code, detail=_detail(problem), hint=hint)
    answer = _answer(served, request, problem.status_code, shown)
    for name, value in (problem.headers or {}).items():
        answer.headers[name] = value
    return answer


def _fault(served: Served, request: Asked, problem: Exception) -> Response[Any]:
    # A person gets a sentence; whoever keeps the box finds where it happened.
    LOG.error("fault at %s", request.url.path, exc_info=problem)
    detail = f"a fault in Showclear itself: {type(problem).__name__}"
    return _answer(served, request, FAULT, Problem(code="fault", detail=detail))


def _detail(problem: HTTPException) -> str:
    """Return what was expected and found, where the decoder says so."""
    extra = problem.extra
    if isinstance(problem, ValidationException) and isinstance(extra, list):
        said = [
            f"{one.get('key', 'body')}: {one.get('message', '')}"
            for one in extra
            if isinstance(one, dict)
        ]
        return "request: " + ("; ".join(said) or "expected another")
    if problem.status_code == 400:  # noqa: PLR2004 - of a body that is no JSON at all
        return f"request: {problem.detail}"
    if problem.detail == "Not Found":  # the framework's own words
        return "address: expected one of this app, found another"
    return problem.detail


def _answer(served: Served, request: Asked, status: int, problem: Problem) -> Response[Any]:
    if not _wants_page(request):
        return Response(problem, status_code=status, media_type="application/json")
    return Response(_page(served, request, problem), status_code=status, media_type=HTML)


def _page(served: Served, request: Asked, problem: Problem) -> str:
    try:
        who = asker(request, served)
        return str(page(served, who, "problem.html", problem=problem).content)
    except Exception:
        LOG.exception("fault while saying so")
        return problem_page(problem)


def _wants_page(request: Asked) -> bool:
    path = request.url.path
    return not path.startswith("/api/") and "text/html" in request.headers.get("accept", "")
