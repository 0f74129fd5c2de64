"""The set app: pages, API and stream of one served ledger, put together.

Example::

    app = build(Served(opened, settings))
"""

from __future__ import annotations

import warnings
from typing import Any, Final

# Typed handlers, strict decoding by msgspec, an OpenAPI document made from the handlers' types.
from litestar import Litestar
from litestar.di import Provide
from litestar.exceptions import LitestarDeprecationWarning
from litestar.static_files import create_static_files_router

from showclear.web import api, pages, problems
from showclear.web.asking import asker
from showclear.web.security import Guarded
from showclear.web.served import Served
from showclear.web.static_files import STATIC

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
        exception_handlers=dict(problems.handlers(served)),
        openapi_config=None,  # ``document`` makes it, of the types the desk itself decodes
        request_max_body_size=BODY_BYTES_MAX,
        logging_config=None,  # who serves decides about logs; a page's library sets up none
    )
