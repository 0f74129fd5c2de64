"""Everything the pages do, as JSON: what devices and other programs ask and send.

An event travels as its envelope, a draft by its name. ``document`` describes all of it, from the
very types that are decoded, at ``/api/schema/openapi.json``.
"""

from __future__ import annotations

from typing import Any, Final

from litestar import get

from showclear.web.api import acting, entering, looking
from showclear.web.api.document import openapi

OPERATIONS: Final = (*entering.HANDLERS, *acting.HANDLERS, *looking.HANDLERS)
DOCUMENT_PATH: Final = "/api/schema/openapi.json"


@get(DOCUMENT_PATH, sync_to_thread=False)
def document() -> dict[str, Any]:
    """Return the OpenAPI document of this API."""
    return openapi(OPERATIONS)


HANDLERS: Final = (*OPERATIONS, document)
