"""Papers and courses, class limits, minors, other duties, carriers, key-holders of a place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from showclear.record.events.base import Body
from showclear.record.folding.custody import Entry
from showclear.record.state import State

FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {}
