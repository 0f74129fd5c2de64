"""The desk against a slow plain model, over random days with restarts, losses and repetitions.

``Plain`` is written from the design and not from the fold: it keeps the list of what was taken in
and walks through the whole of it, from the beginning, whenever it is asked who answers for a
thing, who holds it, where the rounds are and which stops are open. It also knows some of what
must stand against a step; whatever the desk accepts must have none of it against it.
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from typing_extensions import override

from showclear.desk.recovery import open_desk
from showclear.field.ids import EventId, ItemId
from showclear.field.people import Role
from showclear.field.stock import Form, WeaponClass
from showclear.record.event import Event
from showclear.record.events.desk import Outcome, Unattributed
from showclear.record.events.handling import (
    Ahead,
    Announced,
    Collect,
    Fired,
    HandOver,
    Load,
    Lock,
    Purpose,
    TakeOut,
    Unload,
    WentAhead,
)
from showclear.record.events.speaking import LiftStop, Stop
from showclear.record.events.stock import (
    Move,
    ReceiveContainer,
    ReceiveRounds,
    ReceiveWeapon,
)
from tests.desk.receipts import checked, whole
from tests.kit import OnDesk, Told, box, gun, lot, person, signed_by

HANDLERS: Final = ("armorer", "assistant")
GUNS: Final = ("colt", "winchester", "rubber colt")
BOXES: Final = ("dummies", "belt")
PLACES: Final = ("vault", "drawer")
FIRED, MISSING = "fired", "missing"
NOBODY, A_GAP = "", "a gap"

guns = st.sampled_from(GUNS)
boxes = st.sampled_from(BOXES)
places = st.sampled_from(PLACES)
handlers = st.sampled_from(HANDLERS)
few = st.integers(1, 4)


class Plain:
    """What was taken in, and what follows from it, worked out anew at every question."""

    def __init__(self) -> None:
        self.taken: list[tuple[EventId, Event]] = []

    def read(self, told: Told) -> None:
        """Take in what the desk did not refuse."""
        if told.outcome is not Outcome.REFUSED:
            self.taken.append((told.id, told.event))

    def answers(self) -> dict[ItemId, tuple[str, str]]:
        """Return for each thing who answers for it and who holds it."""
        held: dict[ItemId, tuple[str, str]] = {}
        for _, event in self.taken:
            self._came(held, event)
            self._passed(held, event)
            self._left(held, event)
        return held

    def _came(self, held: dict[ItemId, tuple[str, str]], event: Event) -> None:
        who = event.signers[0].person
        match event.body:
            case ReceiveWeapon(weapon=item) | ReceiveContainer(container=item):
                held.setdefault(item, (who, who))
            case _:
                pass

    def _passed(self, held: dict[ItemId, tuple[str, str]], event: Event) -> None:
        who = event.signers[0].person
        match event.body:
            case TakeOut(items=items) | Collect(weapons=items):
                held.update({item: (who, who) for item in items if item in held})
            case HandOver(weapon=item, to=to):
                held[item] = (held[item][0], to)
            case Lock(items=items, place=place):
                answers = place if who in self._keys(place) else A_GAP
                held.update({item: (answers, place) for item in items if item in held})
            case _:
                pass

    def _left(self, held: dict[ItemId, tuple[str, str]], event: Event) -> None:
        match event.body:
            case WentAhead(items=items, in_hand=hand):
                for item in items:
                    left = self._keys(held[item][0]) or held[item][0] == A_GAP
                    held[item] = (A_GAP if left else held[item][0], hand)
            case Unattributed(items=items):
                held.update({item: (A_GAP, NOBODY) for item in items if item in held})
            case _:
                pass

    def _keys(self, place: str) -> tuple[str, ...]:
        bodies = [event.body for _, event in self.taken]
        boxes_taken = [body for body in bodies if isinstance(body, ReceiveContainer)]
        return next((body.key_holders for body in boxes_taken if body.container == place), ())

    def rounds(self) -> Counter[str]:
        """Return where the rounds of the one lot are."""
        at: Counter[str] = Counter()
        for _, event in self.taken:
            match event.body:
                case ReceiveRounds(container=place, rounds=number):
                    at[place] += number
                case Load(weapon=weapon, container=place, positions=positions):
                    at[place] -= len(positions)
                    at[weapon] += len(positions)
                case Unload(weapon=weapon, container=place, rounds=number):
                    at[MISSING] += max(0, at[weapon] - number)
                    at[weapon] = 0
                    at[place] += number
                case Fired(weapon=weapon, gunshots=number):
                    went = min(number, at[weapon])
                    at[weapon] -= went
                    at[FIRED] += went
                case Move(source=source, target=target, rounds=number):
                    if source != target:
                        at[source] = max(0, at[source] - number)
                        at[target] += number
                case _:
                    pass
        return +at

    def stops(self) -> set[EventId]:
        """Return the open stops."""
        open_now: set[EventId] = set()
        for identity, event in self.taken:
            if isinstance(event.body, Stop):
                open_now.add(identity)
            elif isinstance(event.body, LiftStop):
                open_now.discard(event.body.stop)
        return open_now

    def against(self, told: Told) -> list[str]:
        """Return what, by this model, stood against an event before it was taken in."""
        who = told.event.signers[0].person
        held, rounds = self.answers(), self.rounds()
        match told.event.body:
            case TakeOut(items=items, place=place):
                found = [item for item in items if held[item][0] != place]
            case Load(weapon=weapon, container=place, positions=positions):
                found = [item for item in (weapon, place) if held[item] != (who, who)]
                found += [weapon] * (rounds[place] < len(positions))
            case HandOver(weapon=weapon):
                found = [weapon] if held[weapon] != (who, who) else []
            case _:
                return []
        return [*found, *self.stops()]


class Recording(OnDesk):
    """The desk, keeping every envelope that was sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        super().__init__()

    @override
    def submit(self, envelope: bytes) -> Told:
        """Submit one envelope and keep it."""
        self.sent.append(envelope)
        return super().submit(envelope)

    def crash(self) -> None:
        """Lose everything in memory and start on what the disk has."""
        self.disk.holder = None
        self.desk = open_desk(self.parts())


class DeskAgainstPlain(RuleBasedStateMachine):
    """Tells both the same day."""

    @initialize(stops=st.integers(0, 2))
    def begin(self, stops: int) -> None:
        """Open a day with three guns, two locked places, dummies and a belt, perhaps stopped."""
        self.desk = Recording()
        self.plain = Plain()
        self.looks: tuple[EventId, ...] = ()
        tell = self.read
        for place, keys in (("vault", HANDLERS), ("drawer", HANDLERS[:1])):
            tell(self.desk.receive_box(place, form=Form.SAFE, keys=keys))
        tell(self.desk.receive_box("dummies"))
        tell(self.desk.receive_box("belt"))
        tell(self.desk.receive_rounds("d45", "dummies", 12, sealed=False))
        for name in GUNS:
            weapon_class = WeaponClass.RUBBER if "rubber" in name else WeaponClass.LIVE_CAPABLE
            tell(self.desk.receive_gun(name, weapon_class=weapon_class))
        self.desk.open_day()
        for _ in range(stops):
            tell(self.desk.stop())

    def read(self, told: Told) -> Told:
        """Hold an outcome to the model, then let the model take it in."""
        if told.outcome is Outcome.ACCEPTED:
            assert self.plain.against(told) == []
        self.plain.read(told)
        return told

    # -- handling -----------------------------------------------------------------------------

    @rule(name=guns, place=places, by=st.sampled_from((*HANDLERS, "grip")))
    def lock(self, name: str, place: str, by: str) -> None:
        """Lock a gun away, perhaps without holding the key."""
        self.read(self.desk.lock(gun(name), place=place, by=by))

    @rule(name=boxes, place=places, by=handlers)
    def lock_box(self, name: str, place: str, by: str) -> None:
        """Lock a box away."""
        self.read(self.desk.lock(box(name), place=place, by=by))

    @rule(name=guns, place=places, by=handlers)
    def take_out(self, name: str, place: str, by: str) -> None:
        """Ask to take a gun out."""
        self.read(self.desk.take_out(name, place=place, by=by))

    @rule(name=boxes, place=places)
    def take_out_box(self, name: str, place: str) -> None:
        """Ask to take a box out."""
        body = TakeOut(items=(box(name),), place=box(place))
        self.read(self.desk.tell(body, "armorer"))

    @rule(name=guns, by=handlers, giver=st.sampled_from(("", "performer", "first-ad")))
    def collect(self, name: str, by: str, giver: str) -> None:
        """Have a gun back."""
        self.read(self.desk.collect(name, giver=giver, by=by))

    @rule(name=guns)
    def collect_by_a_stranger(self, name: str) -> None:
        """Report with a key that nobody enrolled to have a gun."""
        signer = (signed_by("stranger", Role.HANDLER),)
        self.read(self.desk.tell_signed(Collect(weapons=(gun(name),)), signer))

    @rule(name=guns, hand=st.sampled_from(("performer", "grip")))
    def went_ahead(self, name: str, hand: str) -> None:
        """Say that somebody has a gun all the same."""
        ahead = WentAhead(what=Ahead.OTHER, items=(gun(name),), in_hand=person(hand).id)
        self.read(self.desk.tell(ahead, "grip"))

    # -- rounds -------------------------------------------------------------------------------

    @rule(name=boxes)
    def prove(self, name: str) -> None:
        """Look at every round in a box, two people who did not fill it."""
        stock = self.desk.state.containers[box(name)].stock.get(lot("d45"))
        for who in ("first-ad", "second-ad") if stock else ():
            self.desk.prove(name, "d45", stock.rounds if stock else 0, by=who)

    @rule(name=st.sampled_from(GUNS[:2]))
    def show_empty(self, name: str) -> None:
        """Show a gun empty."""
        self.looks = self.desk.show_empty(name)

    @rule(name=st.sampled_from(GUNS[:2]), number=few, source=boxes)
    def load(self, name: str, number: int, source: str) -> None:
        """Ask to load dummies."""
        self.read(self.desk.load(name, chambers=number, from_box=source))

    @rule(name=st.sampled_from(GUNS[:2]), number=st.integers(0, 4), into=boxes)
    def unload(self, name: str, number: int, into: str) -> None:
        """Make a gun clear."""
        self.read(self.desk.unload(name, number, into=into))

    @rule(name=st.sampled_from(GUNS[:2]), number=few)
    def fire(self, name: str, number: int) -> None:
        """Count gunshots."""
        self.read(self.desk.fire(name, number))

    @rule(source=boxes, into=boxes, number=few)
    def move(self, source: str, into: str, number: int) -> None:
        """Move rounds between boxes."""
        body = Move(lot=lot("d45"), rounds=number, source=box(source), target=box(into))
        self.read(self.desk.tell(body, "armorer"))

    @rule(name=st.sampled_from(GUNS[:2]), place=places)
    def out_of_its_lock(self, name: str, place: str) -> None:
        """Lock a gun away, look at it for the day, and ask to take it out."""
        self.read(self.desk.lock(gun(name), place=place))
        self.desk.show_empty(name, purpose=Purpose.OPENING)
        self.read(self.desk.take_out(name, place=place))

    @rule(name=st.sampled_from(GUNS[:2]), by=handlers)
    def go_all_the_way(self, name: str, by: str) -> None:
        """Collect, make clear, look at the rounds, show, load, show and ask to hand over."""
        booked = self.plain.rounds()
        self.read(self.desk.collect(name, by=by))
        self.read(self.desk.unload(name, booked[gun(name)], into="belt"))
        self.prove("dummies")
        self.show_empty(name)
        if not self.read(self.desk.load(name, chambers=2)).refused:
            looks = self.desk.show_going_in(name, dummies=2)
            self.read(self.desk.hand_over(name, rounds=2, looks=looks))

    @rule(name=st.sampled_from(GUNS[:2]))
    def hand_over_empty(self, name: str) -> None:
        """Ask to hand over a gun as empty."""
        told = self.desk.hand_over(name, looks=self.looks, announced=Announced.EMPTY)
        self.read(told)

    # -- stops --------------------------------------------------------------------------------

    @rule()
    def stop(self) -> None:
        """Say stop."""
        self.read(self.desk.stop())

    @rule(together=st.booleans(), all_of_them=st.booleans())
    def lift(self, *, together: bool, all_of_them: bool) -> None:
        """Ask to lift one stop or all, together or alone."""
        stops = sorted(self.desk.state.stops)
        for stop in stops if all_of_them else stops[:1]:
            caller = signed_by("first-ad", Role.CALLER)
            both = (caller, signed_by("armorer", Role.HANDLER))
            body = LiftStop(stop=stop)
            told = self.read(self.desk.tell_signed(body, both if together else (caller,)))
            assert told.refused is not together

    # -- the desk itself ----------------------------------------------------------------------

    @rule()
    def reopen(self) -> None:
        """Close the desk and open it again, with its snapshot."""
        self.desk.reopen()

    @rule()
    def lose_snapshot_and_reopen(self) -> None:
        """Close the desk, lose its snapshot, and open it again."""
        self.desk.desk.close()
        self.desk.disk.snapshot = None
        self.desk.desk = open_desk(self.desk.parts())

    @rule()
    def crash(self) -> None:
        """Lose what is in memory, an older snapshot staying on the disk."""
        self.desk.crash()

    @rule(place=st.integers(0, 10_000))
    def send_again(self, place: int) -> None:
        """Send something again that was sent before."""
        envelope = self.desk.sent[place % len(self.desk.sent)]
        size = len(self.desk.disk.entries)
        answer = self.desk.desk.submit_one(envelope)
        if answer.repeated:
            assert len(self.desk.disk.entries) == size
            assert checked(answer.receipt).event.envelope == envelope
        else:  # only what no key stands for is written down each time it comes
            self.read(self.desk._told(answer))
            assert isinstance(self.plain.taken[-1][1].body, Unattributed)

    # -- both say the same --------------------------------------------------------------------

    @invariant()
    def the_same_answers(self) -> None:
        """Who answers for each thing and who holds it, by the desk and by the model."""
        state = self.desk.state
        kept = {**state.weapons, **state.containers}
        answers = {
            item: (A_GAP if held.charge.by.value == "gap" else held.charge.who, held.in_hand)
            for item, held in kept.items()
        }
        assert answers == self.plain.answers()

    @invariant()
    def the_same_rounds(self) -> None:
        """Where the rounds are, by the desk and by the model."""
        state = self.desk.state
        name = lot("d45")
        at: Counter[str] = Counter()
        for item, container in state.containers.items():
            at[item] += container.stock[name].rounds if name in container.stock else 0
        for item, weapon in state.weapons.items():
            at[item] += weapon.rounds.get(name, 0)
        at[FIRED], at[MISSING] = state.lots[name].fired, state.lots[name].missing
        assert +at == self.plain.rounds()

    @invariant()
    def the_same_stops(self) -> None:
        """Which stops are open, by the desk and by the model."""
        assert set(self.desk.state.stops) == self.plain.stops()

    @override
    def teardown(self) -> None:
        """Check the whole ledger at the end of the day, and that a desk opened anew agrees."""
        if not hasattr(self, "desk"):
            return
        whole(self.desk)
        # Not by bytes: a set of proofs has no order of its own, and lists them as they were made.
        before = deepcopy(self.desk.state)
        self.lose_snapshot_and_reopen()
        assert self.desk.state == before


TestDeskAgainstPlain = DeskAgainstPlain.TestCase
TestDeskAgainstPlain.settings = settings(max_examples=100, stateful_step_count=40)
