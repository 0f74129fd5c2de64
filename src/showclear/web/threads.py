"""Handlers that wait for the desk run in a thread, so that streams and other devices go on.

Litestar's own ``sync_to_thread`` wraps a handler twice when its path has a second method (seen
with 2.25.0: the handler's answer is then a coroutine that nobody awaits).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from litestar.concurrency import sync_to_thread

Given = ParamSpec("Given")
Made = TypeVar("Made")


def in_thread(function: Callable[Given, Made]) -> Callable[Given, Awaitable[Made]]:
    """Return a handler that runs in a thread of the server's pool."""

    @wraps(function)
    async def handler(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        return await sync_to_thread(partial(function, *args, **kwargs))

    return handler
