"""Who says what under which name: ids, keys in roles, earlier events, for whoever tells a step.

Ids follow from names, so that the same script gives the same ids on every machine. Free words go
in as hashes, as they would in a real ledger; a played day keeps no details beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec

from showclear.desk.desk import Desk
from showclear.field.ids import (
    NO_EVENT,
    NO_ITEM,
    NOBODY,
    EventId,
    ItemId,
    KeyId,
    LotId,
    PersonId,
    SetUpId,
    make_id,
)
from showclear.field.instants import Instant, to_text
from showclear.field.mechanisms import Mechanism
from showclear.field.people import Role, Way
from showclear.record.event import SignedBy
from showclear.record.events.base import Body, Mood
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.state import State
from showclear.replay.happening import mechanism
from showclear.replay.reading import Loaded
from showclear.replay.timing import instant_of
from showclear.replay.verbs_base import Step
from showclear.replay.world import World
from showclear.wiring import Rehearsal

# Of several roles that fit, the first in this order; a caller looks as a second person.
_LOOKING = tuple(Role)
_ACTING = (Role.CALLER, *Role)
_AN_ID: Final = re.compile(r"\b[pwcls]-[0-9a-f]{16}\b")

_A_KEY: Final = re.compile(r"\b[0-9a-f]{8,64}\b…?")


class NotTold(Exception):
    """A step rests on an earlier one that the record was never told of; says which."""


class NotNamed(Exception):
    """A step is about one of several open events and does not say which; holds the events."""

    def __init__(self, events: Sequence[EventId]) -> None:
        super().__init__("several are open, say which one")
        self.events = tuple(events)


class Saying(msgspec.Struct, frozen=True):
    """One event in the making: its body, and the names of those who sign, in order."""

    body: AnyBody
    signers: tuple[str, ...]


Telling = Callable[["Teller", Any], list[Saying]]


class Teller:
    """Names, keys and what was told so far."""

    no_event = NO_EVENT

    def __init__(self, loaded: Loaded, rehearsal: Rehearsal) -> None:
        self.script = loaded.script
        self.packs = rehearsal.packs
        self.date = loaded.day.date  # of the step that is told
        self._offset = loaded.day.utc_offset_minutes
        self.counting: dict[str, tuple[str, ...]] = {}  # what each count is of, by step id
        self.world = World()
        self._rehearsal = rehearsal
        self._desk: Desk | None = None
        self._names: dict[str, str] = {}
        self.told: dict[str, list[EventId]] = {}  # by step id
        self.signed: dict[EventId, tuple[str, ...]] = {}  # who signed each event, by name

    @property
    def state(self) -> State:
        """What the desk knows now; nothing before there is one."""
        return self._desk.state if self._desk is not None else State()

    def at(self, desk: Desk) -> None:
        """Tell this desk from now on."""
        self._desk = desk

    def saying(self, body: Body, *who: str) -> Saying:
        """Return an event signed by these people."""
        made: Any = body
        return Saying(made, who)

    def names(self) -> dict[str, str]:
        """Return what every id that was used stands for."""
        return dict(self._names)

    # -- names --------------------------------------------------------------------------------

    def _id(self, letter: str, name: str) -> str:
        made = make_id(letter, self._rehearsal.named(letter, name))
        self._names[made] = name
        return made

    def name(self, identity: str) -> str:
        """Return the name behind an id of this day, or the id."""
        return self._names.get(identity, identity)

    def plain(self, text: str) -> str:
        """Return a text with this day's names in place of its ids and of people's keys."""
        plain = _AN_ID.sub(lambda found: self.name(found.group()), text)
        return _A_KEY.sub(self._key_words, plain)

    def _key_words(self, found: re.Match[str]) -> str:
        begins = found.group().rstrip("…")
        whose = (name for name in self.script.people if self.key(name).startswith(begins))
        return next((f"the key of {name}" for name in whose), found.group())

    def person(self, name: str) -> PersonId:
        """Return a person's id; nobody for no name."""
        return PersonId(self._id("p", name)) if name else NOBODY

    def people(self, names: Sequence[str]) -> tuple[PersonId, ...]:
        """Return people's ids."""
        return tuple(self.person(name) for name in names)

    def item(self, name: str) -> ItemId:
        """Return the id of a gun or container; no item for no name."""
        if not name:
            return NO_ITEM
        return ItemId(self._id("w" if name in self.script.guns else "c", name))

    def items(self, names: Sequence[str]) -> tuple[ItemId, ...]:
        """Return the ids of guns and containers."""
        return tuple(self.item(name) for name in names)

    def lot(self, name: str) -> LotId:
        """Return a lot's id; no lot for no name."""
        return LotId(self._id("l", name) if name else "")

    def set_up(self, name: str) -> SetUpId:
        """Return a set-up's id; none for no name."""
        return SetUpId(self._id("s", name) if name else "")

    def made(self, gun: str) -> Mechanism:
        """Return how a gun is made."""
        return mechanism(self.script.guns[gun])

    def words(self, text: str) -> str:
        """Return what stands in an event for free text; nothing for none."""
        return self.detail(text) if text else ""

    def detail(self, text: str) -> str:
        """Return what stands in an event for a text that must be there."""
        return sha256(b"words of a played day\x00" + text.encode()).hexdigest()

    def instant(self, clock: str) -> Instant:
        """Return the instant of a clock time on set, on the date it names or today."""
        date, _, time = clock.rpartition(" ")
        return to_text(instant_of(date or self.date, time, self._offset))

    # -- keys ---------------------------------------------------------------------------------

    def key(self, name: str) -> KeyId:
        """Return somebody's public key."""
        return KeyId(self._rehearsal.signer(name).public.hex())

    def signed_by(self, saying: Saying) -> tuple[SignedBy, ...]:
        """Return the signers, each in a role that the event table asks for and they hold."""
        row = BY_BODY[type(saying.body)]
        looking = row.mood is Mood.LOOK
        return tuple(
            SignedBy(
                person=self.person(name),
                key=self.key(name),
                role=self._role(name, allowed, looking=looking),
                way=Way.OWN_DEVICE,
            )
            for name, allowed in zip(saying.signers, row.signers.roles, strict=False)
        )

    def _role(self, name: str, allowed: frozenset[Role], *, looking: bool) -> Role:
        known = self.state.registry.people.get(self.person(name))
        part = self.script.people.get(name)
        held = known.roles if known is not None else set(part.roles if part is not None else ())
        order = _LOOKING if looking else _ACTING
        fitting = [role for role in order if role in allowed]
        return next((role for role in fitting if role in held), fitting[0])

    # -- what was told ------------------------------------------------------------------------

    def event(self, step: str) -> EventId:
        """Return the last event of an earlier step; raises ``NotTold``."""
        events = self.told.get(step)
        if not events:
            raise NotTold(step)
        return events[-1]

    def events(self, steps: Sequence[str]) -> tuple[EventId, ...]:
        """Return every event of earlier steps; raises ``NotTold``."""
        for step in steps:
            self.event(step)
        return tuple(event for step in steps for event in self.told[step])

    def open_one(self, step: str, open_ones: Sequence[EventId], what: str) -> EventId:
        """Return what is open of a step, or where none is named the only one that is.

        Of a step with nothing open its last event is returned, for the record to refuse. Raises
        ``NotTold`` where nothing is open and ``NotNamed`` where several are.
        """
        if step:
            last = self.event(step)
            return next((event for event in self.told[step] if event in open_ones), last)
        if not open_ones:
            raise NotTold(what)
        if len(open_ones) > 1:
            raise NotNamed(open_ones)
        return open_ones[0]

    def changed(self, gun: str) -> EventId:
        """Return the last change of a gun on record."""
        weapon = self.state.weapons.get(self.item(gun))
        return weapon.changed if weapon is not None else NO_EVENT

    def looks(self, gun: str) -> tuple[EventId, ...]:
        """Return the looks at a gun since its last change, as the record has them."""
        weapon = self.state.weapons.get(self.item(gun))
        return tuple(look.event for look in weapon.looks) if weapon is not None else ()

    def signers(self, step: Step) -> tuple[str, ...]:
        """Return who signs a step together."""
        return (*step.by, step.second) if step.second else step.by

    def lookers(self, step: Step) -> tuple[str, ...]:
        """Return who answers in a step, each alone."""
        return tuple(dict.fromkeys(self.signers(step)))


def one(make: Callable[[Teller, Any], Body]) -> Telling:
    """Return a telling of one event that everybody named signs together."""

    def tell(it: Teller, step: Step) -> list[Saying]:
        return [it.saying(make(it, step), *it.signers(step))]

    return tell
