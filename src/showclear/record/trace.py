"""Trace: everything the ledger says about one item, lot, person, key or event, in order.

Shown commit by commit, like audit. For an item each line also says who was in charge and who held
it afterwards, so that a gap stands where it was. Trace is true to lot and container, never to a
single cartridge (rules.md R17), and it repeats statements; it makes none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from showclear.errors import InvariantError
from showclear.field.ids import EventId, ItemId
from showclear.field.instants import Instant, from_text
from showclear.record.event import Event, SignedBy
from showclear.record.events.base import Mood
from showclear.record.events.desk import Decided, Decision, Outcome
from showclear.record.events.table import BY_BODY
from showclear.record.fold import Kept, fold_decided, fold_entry, now_after
from showclear.record.showing import Statement, statement
from showclear.record.state import By, Charge, State

_ID = re.compile(r"[pwclsa]-[0-9a-f]{16}|[0-9a-f]{64}", re.ASCII)  # field.ids, all kinds at once


class TraceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One entry about the subject.

    ``at`` is the desk's instant, ``said_at`` the device's: both are statements. ``charge`` and
    ``in_hand`` are the item's after the entry, None and empty where the subject is no item.
    """

    index: int
    event: EventId
    type: str
    says: str
    mood: Mood
    outcome: Outcome
    codes: tuple[str, ...]
    late: bool
    at: Instant
    said_at: Instant
    signers: tuple[SignedBy, ...]
    charge: Charge | None
    in_hand: str
    stands: Statement | None
    ended: str = ""  # why what was last shown of a gun no longer stands

    @property
    def gap(self) -> bool:
        """Whether nobody answers for the item after this entry."""
        return self.charge is not None and self.charge.by is By.GAP


class Tracer:
    """Collects the lines about one subject; hand ``commit`` to ``verify`` as observer."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.state = State()
        self.lines: list[TraceLine] = []

    def commit(self, commit: Sequence[Kept]) -> None:
        """Take one whole commit, ending with its ``decided``."""
        body = commit[-1].event.body
        if type(body) is not Decided:
            raise InvariantError(f"trace: entry {commit[-1].index} should be a decided")
        now = now_after(self.state, body.boot, from_text(body.instant))
        for kept, decision in zip(commit[:-1], body.entries, strict=True):
            fold_entry(self.state, kept, decision, now)
            if self.about(kept.event, decision):
                self.lines.append(self._line(kept, decision, body.instant))
        fold_decided(self.state, commit[-1], now)

    def about(self, event: Event, decision: Decision) -> bool:
        """Return whether an entry that was just folded is about the subject."""
        del decision
        return self.subject in set(subjects(event))

    def _line(self, kept: Kept, decision: Decision, at: Instant) -> TraceLine:
        row = BY_BODY[type(kept.event.body)]
        held = self.state.item(self.subject)
        weapon = self.state.weapons.get(ItemId(self.subject))
        return TraceLine(
            index=kept.index,
            event=kept.id,
            type=row.name,
            says=row.says,
            mood=row.mood,
            outcome=decision.outcome,
            codes=decision.codes,
            late=decision.late,
            at=at,
            said_at=kept.event.at,
            signers=kept.event.signers,
            charge=None if held is None else held.charge,
            in_hand="" if held is None else held.in_hand,
            stands=None if weapon is None else statement(weapon, epoch=self.state.epoch),
            ended="" if weapon is None else weapon.ended,
        )


def subjects(event: Event) -> Iterator[str]:
    """Yield what an event names: items, lots, people, keys and other events, wherever it does."""
    yield from BY_BODY[type(event.body)].cites(event.body)
    yield from event.about
    for signer in event.signers:
        yield signer.person
        yield signer.key
    yield from _named(msgspec.to_builtins(event.body))


def _named(value: object) -> Iterator[str]:
    """Yield every id in a body, however deep; other words are no ids."""
    match value:
        case str() if _ID.fullmatch(value):
            yield value
        case dict():
            for field in value.values():
                yield from _named(field)
        case list() | tuple():
            for element in value:
                yield from _named(element)
        case _:
            pass
