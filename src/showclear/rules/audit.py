"""Audit: re-compute every verdict of a ledger and report where it differs. It never re-decides.

Shown commit by commit what ``record.verify`` reads. A commit judged under another version of the
rules is not re-computed, and that is said: "judged under 3, this is 5". Reports and looks have no
verdict; their marks are the record's matter and are checked by ``verify``.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from showclear.errors import InvariantError
from showclear.field.ids import EventId
from showclear.field.instants import Now, from_text
from showclear.record.admission import structural
from showclear.record.events.base import Mood
from showclear.record.events.desk import Decided, Decision
from showclear.record.fold import Kept, fold_decided, fold_entry, now_after
from showclear.record.registry import mood_of
from showclear.record.state import State
from showclear.rules.decide import RULES_VERSION, Judge
from showclear.rules.frame import PackTexts
from showclear.rules.verdict import Verdict


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One step whose recorded codes are not the re-computed ones."""

    index: int
    event: EventId
    recorded: tuple[str, ...]
    computed: tuple[str, ...]


class AuditReport(msgspec.Struct, frozen=True, kw_only=True):
    """What the audit did: steps re-computed, differences, and what it could not re-compute."""

    steps: int
    differences: tuple[Difference, ...]
    not_recomputed: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether everything was re-computed and nothing differs."""
        return not self.differences and not self.not_recomputed


class Auditor:
    """Folds a ledger and judges each step again; hand ``commit`` to ``verify`` as observer."""

    def __init__(self, texts: PackTexts) -> None:
        self.state = State()
        self._judge = Judge(texts)
        self._steps = 0
        self._differences: list[Difference] = []
        self._versions: dict[int, tuple[int, int]] = {}

    def commit(self, commit: Sequence[Kept]) -> None:
        """Take one whole commit, ending with its ``decided``."""
        body = commit[-1].event.body
        if type(body) is not Decided:
            raise InvariantError(f"audit: entry {commit[-1].index} should be a decided")
        now = now_after(self.state, body.boot, from_text(body.instant))
        same = body.rules == RULES_VERSION
        if not same:
            first, _ = self._versions.get(body.rules, (commit[0].index, 0))
            self._versions[body.rules] = (first, commit[-1].index)
        for kept, decision in zip(commit[:-1], body.entries, strict=True):
            if same and mood_of(kept.event) is Mood.STEP:
                self._step(kept, decision, now)
            fold_entry(self.state, kept, decision, now)
        fold_decided(self.state, commit[-1], now)

    def report(self) -> AuditReport:
        """Return what was found so far."""
        return AuditReport(
            steps=self._steps,
            differences=tuple(self._differences),
            not_recomputed=tuple(
                f"entries {first} to {last}: judged under {version}, this is {RULES_VERSION}"
                for version, (first, last) in sorted(self._versions.items())
            ),
        )

    def _step(self, kept: Kept, decision: Decision, now: Now) -> None:
        # Whether a head was had is settled by verify, which has the roots; take its word here.
        had = "head_never_had" not in decision.codes
        refusals = structural(self.state.registry, kept.event, lambda _size, _root: had)
        found = self._judge.decide(self.state, kept.event, now)
        codes = Verdict(refusals=(*refusals, *found.refusals)).codes
        self._steps += 1
        if codes != decision.codes:
            self._differences.append(
                Difference(
                    index=kept.index, event=kept.id, recorded=decision.codes, computed=codes
                )
            )
