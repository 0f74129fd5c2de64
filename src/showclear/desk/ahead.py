"""The ledger as it would be if drafts were in: what a draft that follows them is judged on.

Looks and the hand-over that rests on them are drafted during one showing and confirmed together
afterwards (DESIGN.md, Ten principles 9). The hand-over names the looks by their ids, which follow
from their bytes; its forecast has to count them as if they had been signed. Nothing here is kept:
the verdict that counts is made at submit.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from showclear.desk.desk import Desk
from showclear.record.admission import outcome_of, structural
from showclear.record.envelope import event_id
from showclear.record.event import Event, encode_event
from showclear.record.events.base import Mood
from showclear.record.events.desk import Decision
from showclear.record.fold import Kept, fold_entry
from showclear.record.registry import mood_of
from showclear.record.state import State
from showclear.rules.verdict import Verdict


class Ahead:
    """A copy of the state with some events folded in, each judged after the ones before it."""

    def __init__(self, desk: Desk, events: Sequence[Event]) -> None:
        self._desk = desk
        self._now = desk.now()
        self.state = _copy(desk.state) if events else desk.state
        for event in events:
            self._take(event)

    def forecast(self, event: Event) -> Verdict:
        """Return what would stand against the event; leaves no record."""
        refusals = structural(self.state.registry, event, self._desk.keeping.had)
        found = Verdict()
        if mood_of(event) is Mood.STEP:
            found = self._desk.judge.decide(self.state, event, self._now)
        return Verdict(refusals=(*refusals, *found.refusals), alerts=found.alerts)

    def _take(self, event: Event) -> None:
        verdict = self.forecast(event)
        identity = event_id(encode_event(event))
        decision = Decision(
            id=identity,
            index=self.state.next_index,
            outcome=outcome_of(event, [*verdict.refusals]),
            codes=verdict.codes,
        )
        kept = Kept(index=decision.index, id=identity, event=event)
        fold_entry(self.state, kept, decision, self._now)


def _copy(state: State) -> State:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=State)
