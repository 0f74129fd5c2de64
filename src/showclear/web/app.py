"""The set app: pages, API and stream of one served ledger, put together.

Example::

    app = build(Served(opened, settings))
"""

from __future__ import annotations

import logging
import warnings
from typing import Any, Final

# Typed handlers, strict decoding by msgspec, an OpenAPI document made from the handlers' types.
import msgspec
from litestar import Litestar, Request, Response
from litestar.di import Provide
from litestar.exceptions import HTTPException, LitestarDeprecationWarning
from litestar.openapi import OpenAPIConfig
from litestar.response import Redirect
from litestar.static_files import create_static_files_router
from litestar.status_codes import HTTP_401_UNAUTHORIZED

from showclear.errors import BadInput, DeskStopped, DiskFull, ShowclearError
from showclear.web import api, pages
from showclear.web.asking import asker
from showclear.web.rendering import HTML, problem_page
from showclear.web.security import Guarded
from showclear.web.served import Served
from showclear.web.static_files import STATIC

LOG: Final = logging.getLogger("showclear.web")
BODY_BYTES_MAX: Final = 256 * 1024  # an envelope has at most 65,535 bytes; forms are far smaller


def build(served: Served) -> Guarded:
    """Return the application that serves one ledger."""
    with warnings.catch_warnings():
        # Litestar 3 will want each handler's ``served`` and ``who`` marked as dependencies; the
        # lock keeps us on 2, where their names are enough.
        warnings.simplefilter("ignore", LitestarDeprecationWarning)
        app = _application(served)
    return Guarded(app, served.settings.hosts, served.pacing)


def _application(served: Served) -> Any:
    return Litestar(
        route_handlers=[
            *pages.HANDLERS,
            *api.HANDLERS,
            create_static_files_router(path="/static", directories=[STATIC]),
        ],
        dependencies={
            "served": Provide(lambda: served, sync_to_thread=False),
            "who": Provide(asker, sync_to_thread=False),
        },
        exception_handlers={
            ShowclearError: _ours,
            HTTPException: _http,
            Exception: _fault,
        },
        openapi_config=OpenAPIConfig(
            title="Showclear", version="1", path="/api/schema", use_handler_docstrings=True
        ),
        request_max_body_size=BODY_BYTES_MAX,
        logging_config=None,  # who serves decides about logs; a page's library sets up none
    )


Asked = Request[Any, Any, Any]


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a request: the thing, what was expected, what was found, what next."""

    code: str
    detail: str
    hint: str = ""


def _ours(request: Asked, problem: ShowclearError) -> Response[Any]:
    code, status, hint = "desk", 500, ""
    match problem:
        case BadInput():
            code, status, hint = problem.code, 422, problem.hint
        case DiskFull():
            code, status = "disk_full", 507
        case DeskStopped():
            code, status = "desk_stopped", 503
        case _:
            pass
    return _answer(request, status, Trouble(code=code, detail=str(problem), hint=hint))


def _http(request: Asked, problem: HTTPException) -> Response[Any]:
    if problem.status_code == HTTP_401_UNAUTHORIZED and _wants_page(request):
        return Redirect("/", status_code=303)
    shown = Trouble(code=f"http_{problem.status_code}", detail=problem.detail)
    return _answer(request, problem.status_code, shown)


def _fault(request: Asked, problem: Exception) -> Response[Any]:
    # A person gets a sentence; whoever keeps the box finds where it happened.
    LOG.error("fault at %s", request.url.path, exc_info=problem)
    detail = f"a fault in Showclear itself: {type(problem).__name__}"
    return _answer(request, 500, Trouble(code="fault", detail=detail))


def _answer(request: Asked, status: int, problem: Trouble) -> Response[Any]:
    if not _wants_page(request):
        return Response(problem, status_code=status)
    return Response(problem_page(problem), status_code=status, media_type=HTML)


def _wants_page(request: Asked) -> bool:
    path = request.url.path
    return not path.startswith("/api/") and "text/html" in request.headers.get("accept", "")
