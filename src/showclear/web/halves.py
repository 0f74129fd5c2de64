"""Halves of a showing: what the first person answered, kept apart until the second has answered.

At a joint showing one presents, then each answers for themselves. The first one's answers wait
here, in memory, and no page, part or query gives them; with the second's they become drafts
(DESIGN.md, Ten principles 4 and 9). They lapse like drafts do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from showclear.errors import UsageError
from showclear.record.limits import DRAFT_MS

HALVES_MAX: Final = 64  # showings begun and not answered by the second: a set has fewer hands

Fields = dict[str, str | list[str]]


class Halves:
    """First answers by a random name."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Fields, int]] = {}

    def keep(self, name: str, fields: Mapping[str, str | list[str]], boot_ms: int) -> None:
        """Keep one person's fields; the oldest goes where there are too many."""
        self._forget_old(boot_ms)
        while len(self._kept) >= HALVES_MAX:
            del self._kept[next(iter(self._kept))]
        self._kept[name] = (dict(fields), boot_ms)

    def find(self, name: str, boot_ms: int) -> Fields:
        """Return what is kept under a name, or raise ``UsageError`` where it has lapsed."""
        self._forget_old(boot_ms)
        kept = self._kept.get(name)
        if kept is None:
            raise UsageError(
                "half_unknown",
                "the first answers",
                expected=f"some that were entered in the last {DRAFT_MS // 1000} s",
                found="none",
                hint="begin the showing again; nothing was recorded",
            )
        return kept[0]

    def _forget_old(self, boot_ms: int) -> None:
        for name, (_, begun) in list(self._kept.items()):
            if not 0 <= boot_ms - begun <= DRAFT_MS:
                del self._kept[name]
