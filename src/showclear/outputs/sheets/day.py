"""One working day as the ledger's events tell it: each gun's stretches, from out to locked.

Read are the events from the day's opening to the opening of the next one, so that a gun locked
away after the day was closed is still on its sheet. A step that the record said not yet to did
not happen by the record and is left out; a report is never left out, and an entry that came late
says so. Answers of looks are not read at all, only that somebody looked and when.

Who declined is for the handler and the first AD to know (R52): it is on no sheet.

Example::

    day = WorkingDay.read(entries_from(desk, 0), "2026-11-22")
    day.stretches[weapon]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from showclear.desk.entries import Entry
from showclear.field.ids import EventId, ItemId, PersonId
from showclear.record.events.base import Body
from showclear.record.events.desk import Outcome, Unattributed
from showclear.record.events.guns import Discharge, GoAgain, Misfire
from showclear.record.events.handling import (
    Act,
    Ahead,
    Announced,
    Collect,
    Fired,
    HandOver,
    KeepAsFound,
    Lock,
    Look,
    OpenDay,
    ShowingEnded,
    Shown,
    TakeOut,
    WentAhead,
)
from showclear.record.events.passing import (
    FoundWith,
    GuardedBy,
    IssueLine,
    LookLine,
    OnPaper,
    Relieve,
    Ship,
)
from showclear.record.events.speaking import Decline
from showclear.record.events.table import BY_BODY

NOTED: Final = (
    WentAhead, FoundWith, GuardedBy, OnPaper, Relieve, Misfire, Discharge, ShowingEnded,
    KeepAsFound, GoAgain, Ship, Unattributed,
)  # fmt: skip


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """When something was entered, by whom, and about whom else."""

    index: int
    at: str
    by: PersonId
    other: PersonId = PersonId("")
    late: bool = False


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """A hand-over: what was announced, what may be done with it, the looks that it names."""

    moment: Moment
    event: EventId
    announced: Announced
    rounds: int
    acts: tuple[Act, ...]
    looks: tuple[Moment, ...]
    voucher: int = 0


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Something else on record about a gun: the event's type, and a number where it has one."""

    moment: Moment
    what: str
    number: int = 0


class Stretch(msgspec.Struct, kw_only=True):
    """One way of a gun: out, handed over, taken, back, locked; what is missing did not come."""

    weapon: ItemId
    out: Moment | None = None
    handed: Handed | None = None
    ahead: Moment | None = None  # a hand-over that went ahead of the record, to ``other``
    took: Moment | None = None
    back: Moment | None = None
    locked: Moment | None = None
    notes: list[Note] = msgspec.field(default_factory=list)

    @property
    def to(self) -> Moment | None:
        """The moment it came to somebody's hand: handed over, or gone ahead of the record."""
        return self.handed.moment if self.handed is not None else self.ahead


class WorkingDay:
    """The stretches of every gun that something happened to, in order."""

    def __init__(self) -> None:
        self.stretches: dict[ItemId, list[Stretch]] = {}
        self._looks: dict[EventId, Moment] = {}

    @classmethod
    def read(cls, told: Iterable[Entry], date: str) -> WorkingDay:
        """Return a working day; of no such day nothing is on record."""
        day = cls()
        for entry in _of_day(told, date):
            day._add(entry)
        return day

    def handed_to(self, person: PersonId) -> list[Stretch]:
        """Return the stretches in which a gun was handed to somebody, in order of time."""
        found = [
            stretch
            for stretches in self.stretches.values()
            for stretch in stretches
            if (moment := stretch.to) is not None and moment.other == person
        ]
        return sorted(found, key=lambda stretch: stretch.to.index if stretch.to else 0)

    def _add(self, entry: Entry) -> None:
        body, moment = entry.event.body, _moment(entry)
        match body:
            case Look() | LookLine():
                self._looks[entry.decision.id] = moment
            case HandOver() | IssueLine():
                self._hand_over(entry, moment)
            case WentAhead(what=Ahead.HAND_OVER, items=items, in_hand=holder):
                for weapon in _weapons(items):
                    self._handing(weapon).ahead = _about(moment, holder)
                    self._note(weapon, _noted(body, moment))
            case Fired(weapon=weapon, gunshots=gunshots):
                self._note(weapon, Note(moment=moment, what="fired", number=gunshots))
            case _ if isinstance(body, NOTED):
                for weapon in _weapons(BY_BODY[type(body)].touches(body)):
                    self._note(weapon, _noted(body, moment))
            case _:
                self._move(body, moment)

    def _move(self, body: Body, moment: Moment) -> None:
        match body:
            case TakeOut(items=items):
                for weapon in _weapons(items):
                    self._begin(weapon).out = moment
            case Shown(weapon=weapon, hand_over=of):
                self._took(weapon, of, moment)
            case Collect(weapons=weapons, giver=giver):
                for weapon in _weapons(weapons):
                    self._returning(weapon).back = _about(moment, giver)
            case Lock(items=items):
                for weapon in _weapons(items):
                    self._current(weapon).locked = moment
            case _:
                pass

    def _hand_over(self, entry: Entry, moment: Moment) -> None:
        body = entry.event.body
        if not isinstance(body, HandOver | IssueLine):
            return
        lines = (
            [(body.weapon, body.to, 0)]
            if isinstance(body, HandOver)
            else [(voucher.weapon, voucher.to, voucher.number) for voucher in body.line]
        )
        looks = tuple(self._looks[look] for look in body.looks if look in self._looks)
        for weapon, to, voucher in lines:
            self._handing(weapon).handed = Handed(
                moment=_about(moment, to),
                event=entry.decision.id,
                announced=body.announced,
                rounds=body.rounds,
                acts=body.acts,
                looks=looks,
                voucher=voucher,
            )

    def _took(self, weapon: ItemId, of: EventId, moment: Moment) -> None:
        for stretch in self.stretches.get(weapon, ()):
            if stretch.handed is not None and stretch.handed.event == of:
                stretch.took = moment

    def _note(self, weapon: ItemId, note: Note) -> None:
        self._current(weapon).notes.append(note)

    def _handing(self, weapon: ItemId) -> Stretch:
        """Return the stretch that a hand-over goes into: a new one after an earlier hand-over."""
        now = self._current(weapon)
        begun = now.handed or now.ahead or now.back or now.locked
        return self._begin(weapon) if begun else now

    def _returning(self, weapon: ItemId) -> Stretch:
        """Return the stretch that a collection goes into: it is back once in each."""
        now = self._current(weapon)
        return self._begin(weapon) if now.back or now.locked else now

    def _current(self, weapon: ItemId) -> Stretch:
        found = self.stretches.get(weapon)
        return found[-1] if found else self._begin(weapon)

    def _begin(self, weapon: ItemId) -> Stretch:
        found = self.stretches.setdefault(weapon, [])
        found.append(Stretch(weapon=weapon))
        return found[-1]


def days_of(told: Iterable[Entry]) -> Sequence[str]:
    """Return the dates of the working days that were opened, each once, in order."""
    found = [
        entry.event.body.date
        for entry in told
        if isinstance(entry.event.body, OpenDay) and entry.decision.outcome is not Outcome.REFUSED
    ]
    return list(dict.fromkeys(found))


def _of_day(told: Iterable[Entry], date: str) -> Iterable[Entry]:
    inside = False
    for entry in told:
        body = entry.event.body
        if entry.decision.outcome is Outcome.REFUSED or _declines(body):
            continue
        if isinstance(body, OpenDay):
            inside = body.date == date
        if inside:
            yield entry


def _declines(body: Body) -> bool:
    """Return whether somebody declines, signed or not: the gun would say who (R52)."""
    unsigned = isinstance(body, Unattributed) and body.reported == "decline"
    return unsigned or isinstance(body, Decline)


def _moment(entry: Entry) -> Moment:
    by = entry.event.signers[0].person
    return Moment(index=entry.index, at=entry.at, by=by, late=entry.decision.late)


def _about(moment: Moment, other: PersonId) -> Moment:
    return msgspec.structs.replace(moment, other=other)


def _weapons(items: Iterable[ItemId]) -> list[ItemId]:
    return [item for item in items if item.startswith("w-")]


def _noted(body: Body, moment: Moment) -> Note:
    """Return a note in the words of the event's type, with whom it names."""
    match body:
        case WentAhead(in_hand=person) | FoundWith(holder=person) | GuardedBy(guard=person):
            moment = _about(moment, person)
        case Discharge(gunshots=gunshots):
            return Note(moment=moment, what="discharge", number=gunshots)
        case Unattributed(reported=reported):
            return Note(moment=moment, what=f"unattributed {reported}")
        case _:
            pass
    return Note(moment=moment, what=BY_BODY[type(body)].name)
