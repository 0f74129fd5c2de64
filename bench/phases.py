"""Where the time of a commit goes: a watch put around the desk's own functions for a while.

The watch costs some tenths of a microsecond per call, so the parts are told, not judged; what a
part calls counts in it too. Nothing of this is in force while ratios are measured.

Example::

    with Watch(WATCHED) as watch:
        watch.on = True
        desk.submit(raws)
    watch.seconds["receipts"]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, Final, Self

import showclear.desk.arrivals
import showclear.desk.desk
from bench.floor import Floor
from showclear.adapters.heads_sqlite import SqliteHeadStore
from showclear.adapters.signatures import SodiumCheck
from showclear.adapters.store_sqlite import SqliteLedgerStore
from showclear.desk.desk import Desk
from showclear.desk.keeping import Keeping
from showclear.rules.decide import Judge

Place = tuple[object, str, str]  # where a function lives, its name, what the part is called
DESK: Final[tuple[Place, ...]] = (
    (Desk, "submit", "all"),
    (showclear.desk.arrivals, "_open", "parse envelope and event, strictly"),
    (SodiumCheck, "many", "check signatures"),
    (Desk, "_judge", "judge and fold"),
    (Judge, "decide", "  of which rules"),
    (showclear.desk.desk, "fold_entry", "  of which fold"),
    (Desk, "_decided", "write, sign and fold `decided`"),
    (SqliteLedgerStore, "append", "commit entries, item index, tiles"),
    (Keeping, "_read_back", "read back and hash again"),
    (SqliteHeadStore, "swap", "commit the head"),
    (Keeping, "receipts", "receipts"),
)
FLOOR: Final[tuple[Place, ...]] = (
    (Floor, "commit", "all"),
    (Floor, "check", "check signatures"),
    (Floor, "store", "commit entries"),
    (Floor, "store_head", "commit the head"),
)


class Watch:
    """Counts the seconds spent in each watched function while it is on."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._own: list[Any] = []
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.on = False

    def __enter__(self) -> Self:
        """Put the watch around every function."""
        for where, name, part in self._places:
            own = getattr(where, name)
            self._own.append(own)
            setattr(where, name, self._watched(own, part))
        return self

    def __exit__(self, *_: object) -> None:
        """Take it off again."""
        for (where, name, _part), own in zip(self._places, self._own, strict=True):
            setattr(where, name, own)

    def _watched(self, own: Callable[..., object], part: str) -> Callable[..., object]:
        def run(*given: object, **named: object) -> object:
            if not self.on:
                return own(*given, **named)
            start = perf_counter()
            try:
                return own(*given, **named)
            finally:
                self.seconds[part] += perf_counter() - start

        return run
