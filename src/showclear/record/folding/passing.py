"""A line walked and issued, relief, guarded by, found with, an hour on paper, shipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from showclear.record.events.base import Body
from showclear.record.folding.custody import Entry
from showclear.record.state import State

FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {}
