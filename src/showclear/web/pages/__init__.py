"""Pages: what people see. Each module holds the pages of one errand; ``HANDLERS`` are all."""

from __future__ import annotations

from typing import Final

from showclear.web.pages import acting, entering, guns, keeping_up, speaking

HANDLERS: Final = (
    *entering.HANDLERS,
    *guns.HANDLERS,
    *acting.HANDLERS,
    *keeping_up.HANDLERS,
    *speaking.HANDLERS,
)
