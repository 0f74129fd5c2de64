"""What a desk is built from, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from showclear.desk.ports import (
    Clock,
    HeadStore,
    IdSource,
    LedgerStore,
    SignatureCheck,
    Signer,
    SnapshotStore,
)
from showclear.field.ids import EventId
from showclear.record.codes import Refusal
from showclear.record.events.desk import Outcome

# CT logs died of full disks (reference, "CT log failures"): below the floor nothing but speaking
# up is written, and that has a reserve of its own below it.
FREE_BYTES_FLOOR: Final = 64 * 1024 * 1024
FREE_BYTES_RESERVE: Final = 16 * 1024 * 1024
# The most entries whose `decided` fits into one envelope (65,535 bytes) whatever is refused: 58
# entries with the 32 longest codes each make 65,105. A `decided` too long would stop the desk.
COMMIT_ENTRIES_MAX: Final = 58


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """The outside world as handed to one desk, and its two keys."""

    origin: str
    store: LedgerStore
    heads: HeadStore
    snapshots: SnapshotStore
    clock: Clock
    ids: IdSource
    check: SignatureCheck
    ledger_key: Signer
    desk_key: Signer
    progress: Callable[[str, int, int], None] = lambda _what, _done, _all: None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one submitted event, with its receipt.

    ``refusals`` are the reasons against a refused step, or the marks on a report; ``repeated``
    says that the same event had been submitted before and this is its first answer again.
    """

    id: EventId
    index: int
    outcome: Outcome
    codes: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    alerts: tuple[Refusal, ...]
    late: bool
    repeated: bool
    receipt: bytes

    @property
    def refused(self) -> bool:
        """Whether it was a step and is recorded as refused."""
        return self.outcome is Outcome.REFUSED
