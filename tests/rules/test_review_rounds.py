"""What a reviewer tried with boxes and rounds, and what the record makes of it now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.ids import NO_ITEM, EventId, PersonId
from showclear.field.people import Role
from showclear.field.stock import Form, Kind, Odd, Proof
from showclear.field.stock import Purpose as Use
from showclear.record.events.desk import Outcome, Unattributed, Why
from showclear.record.events.handling import Lock, Unload
from showclear.record.events.officers import Correct
from showclear.record.events.stock import Move, OddRounds, Prove
from showclear.record.state import Stock, Topic
from tests.kit import Told, World, box, enrolment, gun, lot, person
from tests.rules.boxes import ABOUT, NOT_PROVED, STALE, held, move, on_the_day, stock, topics

# -- a box out of sight ------------------------------------------------------------------------


def locked_by_the_grip(told: World) -> None:
    """Let somebody without a key to it say that the box is locked away."""
    told.tell(Lock(items=(box("dummies"),), place=box("vault")), "grip")


def reported_by_nobody(told: World) -> None:
    """Let a report about the box arrive that no key stands for."""
    arrived = person("grip").key
    body = Unattributed(
        reported="move-rounds", why=Why.KEY_REVOKED, arrived=arrived, items=(box("dummies"),)
    )
    told.tell_unsigned(body)


def moved_out_of_chain(told: World) -> None:
    """Let somebody move rounds who has not heard the latest of the box."""
    body = Move(lot=lot("d45"), rounds=1, source=box("dummies"), target=box("belt"))
    told.tell(body, "armorer", last={box("dummies"): STALE, box("belt"): STALE})


def moved_by_the_grip(told: World) -> None:
    """Let somebody move rounds who is no handler."""
    move(told, 6, by="grip")


def tipped_in_from_nowhere(told: World) -> None:
    """Let rounds come out of a pocket that nobody took into use."""
    move(told, 6, ("pocket", "dummies"))


def tipped_in_of_no_lot(told: World) -> None:
    """Let rounds come of a lot that nobody received."""
    move(told, 6, ("belt", "dummies"), of="mystery")


def corrected(told: World) -> None:
    """Let the armorer correct something about the box."""
    told.tell(Correct(event=told.told[0].id, item=box("dummies")), "armorer")


DOUBTS: Final[dict[str, Callable[[World], None]]] = {
    function.__name__: function
    for function in (
        locked_by_the_grip, reported_by_nobody, moved_out_of_chain, moved_by_the_grip,
        tipped_in_from_nowhere, tipped_in_of_no_lot, corrected,
    )
}  # fmt: skip


@pytest.mark.parametrize("doubt", DOUBTS.values(), ids=DOUBTS.keys())
def test_nothing_in_a_doubtful_box_is_proved(doubt: Callable[[World], None]) -> None:
    """A box that was out of sight or is not what the book says has no proved round left."""
    told = on_the_day()
    before = held(told).changed
    doubt(told)
    assert stock(told) == Stock(rounds=stock(told).rounds)
    assert held(told).changed != before
    assert told.state.loose_rounds > 0
    assert NOT_PROVED in told.load("colt").codes


def test_a_move_by_somebody_who_may_not_proves_nothing_anywhere() -> None:
    """What the grip put into the belt is unproved there too."""
    told = on_the_day()
    moved_by_the_grip(told)
    assert stock(told, "belt") == Stock(rounds=6)


UNBOOKED: Final[dict[str, tuple[str, str, str, str, list[Topic]]]] = {
    "out of nowhere": ("pocket", "dummies", "d45", "armorer", [Topic.NOT_NAMEABLE]),
    "to nowhere": ("dummies", "pocket", "d45", "armorer", [Topic.NOT_NAMEABLE]),
    "of no lot": ("dummies", "belt", "mystery", "armorer", [Topic.NOT_NAMEABLE]),
    "more than there are, by the grip": ("dummies", "belt", "d45", "grip", [Topic.NOT_NAMEABLE]),
    "more than there are": ("dummies", "belt", "d45", "armorer", [Topic.DIFFERENCE]),
}


@pytest.mark.parametrize("name", UNBOOKED)
def test_a_move_the_book_cannot_follow(name: str) -> None:
    """Rounds moved that the book cannot follow are rounds that nobody can name."""
    source, target, of, by, wanted = UNBOOKED[name]
    told = on_the_day()
    move(told, 51, (source, target), of=of, by=by)
    assert topics(told) == wanted


def proof_looks(told: World) -> tuple[EventId, EventId]:
    """Return the two looks that the box of dummies was proved by."""
    first, second = stock(told).proved_by
    return first, second


def test_a_corrected_proof_proves_nothing() -> None:
    """A box whose proof rests on a look that was wrong is unproved, and each says which look."""
    for number in (0, 1):
        told = on_the_day()
        told.tell(Correct(event=proof_looks(told)[number], item=NO_ITEM), "armorer")
        assert stock(told) == Stock(rounds=50)


def test_a_corrected_look_at_a_box_is_forgotten() -> None:
    """The second person's look alone does not prove what the first took back."""
    told = World()
    told.receive_box("dummies")
    told.receive_rounds("d45", "dummies", 50)
    told.open_delivery("dummies")
    wrong = told.prove("dummies", "d45", 50)
    told.tell(Correct(event=wrong.id, item=NO_ITEM), "armorer")
    told.prove("dummies", "d45", 50, by="second-ad")
    assert stock(told).proved == 0


def test_a_corrected_proof_follows_the_rounds() -> None:
    """Rounds that were moved, and those in a gun, lose their proof with the box they came from."""
    told = on_the_day()
    move(told, 6)
    looks = proof_looks(told)
    told.load("colt")
    told.show_going_in("colt", dummies=6)
    told.tell(Correct(event=looks[0], item=NO_ITEM), "armorer")
    assert stock(told, "belt").proved == 0
    weapon = told.state.weapons[gun("colt")]
    assert (weapon.ended, weapon.looks) == ("corrected", [])
    assert [(load.proofs, load.proved_by) for load in weapon.loads] == [(frozenset(), ())]
    told.unload("colt", 6)
    assert (stock(told).proved, stock(told).named) == (0, 0)


def test_a_move_that_was_wrong_unproves_where_it_went() -> None:
    """Correcting a move leaves neither box with proved rounds."""
    told = on_the_day()
    moved = move(told, 6)
    told.tell(Correct(event=moved.id, item=NO_ITEM), "armorer")
    assert (stock(told).proved, stock(told, "belt").proved) == (0, 0)


def test_a_corrected_look_down_the_bore_is_none() -> None:
    """A bore that somebody took back to have seen was not seen."""
    told = on_the_day()
    seen = told.state.weapons[gun("colt")].bore_seen
    told.tell(Correct(event=seen[-1], item=NO_ITEM), "armorer")
    assert told.state.weapons[gun("colt")].bore_seen == seen[:-1]


# -- apart -------------------------------------------------------------------------------------


def unknown_rounds(use: Use, keys: tuple[str, ...], *, by: str = "armorer") -> World:
    """Return a production with opened unknown rounds in a drawer of this purpose."""
    told = World()
    told.receive_box("vault", form=Form.SAFE, keys=("armorer",))
    told.receive_box("drawer", use=use, form=Form.DRAWER, keys=keys, by=by)
    told.receive_rounds("x", "drawer", 50, kind=Kind.UNKNOWN, sealed=False)
    return told


APART: Final[dict[str, tuple[Use, tuple[str, ...], str, int]]] = {
    "receiving, with its key-holder": (Use.RECEIVING, ("armorer",), "armorer", 0),
    "quarantine, with its key-holder": (Use.QUARANTINE, ("armorer",), "armorer", 0),
    "receiving, with somebody else": (Use.RECEIVING, ("armorer",), "assistant", 50),
    "receiving, and nobody has its keys": (Use.RECEIVING, (), "armorer", 50),
    "a store, with its key-holder": (Use.STORE, ("armorer",), "armorer", 50),
}


@pytest.mark.parametrize("name", APART)
def test_what_counts_as_apart(name: str) -> None:
    """Unknown rounds are apart in quarantine or receiving under a key-holder's eyes only."""
    use, keys, by, loose = APART[name]
    assert unknown_rounds(use, keys, by=by).state.loose_rounds == loose


def test_locked_away_is_apart() -> None:
    """A receiving drawer with key-holders is apart in a locked place, and not in a gap."""
    told = unknown_rounds(Use.RECEIVING, ("armorer",))
    told.lock(box("drawer"))
    assert told.state.loose_rounds == 0
    told.tell(Lock(items=(box("drawer"),), place=box("vault")), "grip")
    assert told.state.loose_rounds == 50


def test_what_is_in_a_drawer_goes_with_the_drawer() -> None:
    """A box locked in a quarantine drawer is about as soon as nobody answers for the drawer."""
    told = World()
    told.receive_box("drawer", use=Use.QUARANTINE, form=Form.DRAWER, keys=("armorer",))
    told.receive_box("tin")
    told.receive_rounds("x", "tin", 5, kind=Kind.UNKNOWN, sealed=False)
    told.lock(box("tin"), place="drawer")
    assert told.state.loose_rounds == 0
    told.tell(Lock(items=(box("drawer"),), place=box("nowhere")), "grip")
    assert told.state.loose_rounds == 5


def live(told: World, *, sealed: bool, into: str = "drawer") -> Told:
    """Receive rounds that the supplier says are live."""
    return told.receive_rounds("hot", into, 10, kind=Kind.LIVE, sealed=sealed)


def test_live_rounds_that_came_open_look_live() -> None:
    """Opened live rounds stop everything, wherever they are kept."""
    for into in ("drawer", "nowhere"):
        told = unknown_rounds(Use.QUARANTINE, ("armorer",))
        live(told, sealed=False, into=into)
        assert Topic.LOOKS_LIVE in topics(told)
        assert told.state.blocking == 1


def test_live_rounds_that_are_opened_look_live() -> None:
    """Sealed live rounds are no alarm; opening them or taking one out is."""
    told = unknown_rounds(Use.QUARANTINE, ("armorer",))
    live(told, sealed=True)
    assert topics(told) == []
    told.open_delivery("drawer")
    assert topics(told) == [Topic.LOOKS_LIVE]
    told = unknown_rounds(Use.QUARANTINE, ("armorer",))
    told.receive_box("belt")
    live(told, sealed=True)
    move(told, 1, ("drawer", "belt"), of="hot")
    assert topics(told) == [Topic.LOOKS_LIVE]


def test_a_round_out_of_a_sealed_box_opens_it() -> None:
    """Whoever takes one round out of a sealed box leaves no sealed round in it."""
    told = World()
    told.receive_box("delivery")
    told.receive_box("belt")
    told.receive_rounds("d45", "delivery", 50)
    move(told, 1, ("delivery", "belt"))
    assert stock(told, "delivery") == Stock(rounds=49)
    assert told.state.loose_rounds == 50


# -- what a box must hold ----------------------------------------------------------------------


def other_dummies(told: World, *, proved: bool) -> None:
    """Put five dummies of another lot into the box."""
    told.receive_box("tin")
    told.receive_rounds("e45", "tin", 5)
    told.open_delivery("tin")
    for name in ("assistant", "second-ad"):
        told.prove("tin", "e45", 5, by=name)
    move(told, 5, ("tin", "dummies"), of="e45", by="armorer" if proved else "grip")


def blanks_beside(told: World) -> None:
    """Put twenty proved blanks into the box of dummies."""
    told.blanks()
    move(told, 20, ("blanks", "dummies"), of="b45")


def sealed_beside(told: World) -> None:
    """Put a sealed delivery of other dummies into the box."""
    told.receive_rounds("e45", "dummies", 5)


def test_a_box_of_two_proved_lots_of_one_kind() -> None:
    """Two lots of dummies in one box, all proved, are dummies."""
    told = on_the_day()
    other_dummies(told, proved=True)
    assert told.load("colt").outcome is Outcome.ACCEPTED


BESIDE: Final[dict[str, tuple[Callable[[World], None], str, str]]] = {
    "blanks": (blanks_beside, "b45", "20 of 20"),
    "sealed rounds": (sealed_beside, "e45", "0 of 5"),
}


@pytest.mark.parametrize("name", BESIDE)
def test_another_lot_in_the_box(name: str) -> None:
    """Nothing is loaded from a box that holds another kind, or what nobody proved, beside it."""
    beside, other, count = BESIDE[name]
    told = on_the_day()
    beside(told)
    loaded = told.load("colt")
    lift = "load from a container with nothing in it but proved rounds of one kind"
    (found,) = (one for one in loaded.refusals if one.lift == lift)
    assert (found.code.value, found.rule) == (NOT_PROVED, "R18")
    assert found.facts == (box("dummies"), lot(other), count)


def test_what_is_not_in_the_box_is_not_beside_anything() -> None:
    """Of a lot that the box does not hold only that is said, not what else there is in it."""
    told = on_the_day()
    told.blanks()
    loaded = told.load("colt", lot_name="b45")
    found = [(one.code.value, one.facts) for one in loaded.refusals if one.rule == "R18"]
    assert sorted(found) == sorted(
        [
            ("too_few_rounds", (box("dummies"), lot("b45"), "0")),
            (NOT_PROVED, (box("dummies"), lot("b45"), "0 of 0")),
        ]
    )


def test_a_label_is_not_a_second_proof() -> None:
    """A gun that fires live rounds takes dummies by two proofs of a dummy, never by a label."""
    told = World()
    told.receive_box("dummies")
    told.receive_rounds("d45", "dummies", 50)
    told.open_delivery("dummies")
    for name in ("armorer", "second-ad"):
        told.prove("dummies", "d45", 50, by=name, each=(Proof.RATTLE, Proof.LABEL))
    told.receive_gun("colt")
    told.show_empty("colt")
    assert NOT_PROVED in told.load("colt").codes


PROVERS: Final[dict[str, tuple[tuple[str, str], int]]] = {
    "handler and second person": (("armorer", "second-ad"), 50),
    "handler and caller's": (("armorer", "first-ad"), 50),
    "two handlers": (("armorer", "assistant"), 50),
    "two second persons": (("first-ad", "second-ad"), 0),
    "handler and performer": (("armorer", "performer"), 0),
    "two performers": (("performer", "stand-in"), 0),
}


@pytest.mark.parametrize("name", PROVERS)
def test_who_proves(name: str) -> None:
    """Two prove: one a handler, the other a handler, second person or caller."""
    by, proved = PROVERS[name]
    told = World()
    told.receive_box("dummies")
    told.receive_rounds("d45", "dummies", 50)
    told.open_delivery("dummies")
    for who in by:
        told.prove("dummies", "d45", 50, by=who)
    assert stock(told).proved == proved


# -- who filled it -----------------------------------------------------------------------------


def test_a_box_tipped_into_another_was_filled_by_both() -> None:
    """Who filled the first box has filled the second."""
    told = on_the_day()
    told.receive_box("tin")
    move(told, 6, ("dummies", "tin"), by="assistant")
    move(told, 6, ("tin", "belt"))
    both = (person("assistant").id, person("armorer").id)
    assert held(told, "belt").filled_by == both
    assert held(told, "tin").filled_by == ()


def filled_by(told: World, name: str = "belt") -> tuple[PersonId, ...]:
    """Return who filled a container."""
    return held(told, name).filled_by


def test_what_comes_out_of_a_gun_was_filled_by_who_loaded_it() -> None:
    """Who made it clear, who loaded it, and who filled the box it was loaded from."""
    told = on_the_day()
    newcomer = enrolment("sm", "stage-manager", (Role.HANDLER, Role.SECOND_PERSON))
    told.tell(newcomer, "producer", "manager", "sm")
    told.receive_box("tin")
    move(told, 6, ("dummies", "tin"), by="assistant")
    told.load("colt", from_box="tin")
    body = Unload(weapon=gun("colt"), container=box("belt"), lot=lot("d45"), rounds=6)
    told.tell(body, "sm")
    names = ("assistant", "armorer", "sm")
    assert filled_by(told) == tuple(person(name).id for name in names)


def test_nothing_out_of_a_gun_fills_nothing() -> None:
    """A gun made clear that was empty leaves the box as it was."""
    told = on_the_day()
    before = held(told).changed
    told.unload("colt", 0, into="belt")
    assert (filled_by(told), held(told).changed) == ((), before)


# -- set aside ---------------------------------------------------------------------------------


def test_rounds_set_aside_are_about() -> None:
    """Rounds in no container the record knows stop every gun, and name their lot."""
    told = World()
    told.working_day()
    told.receive_rounds("x", "nowhere", 5, kind=Kind.UNKNOWN, sealed=False)
    assert told.state.loose_rounds == 5
    out = told.take_out("colt")
    assert out.codes == (ABOUT,)
    assert out.refusals[0].facts == (gun("colt"), lot("x"))


@pytest.mark.parametrize("source", ["belt", "nowhere"])
def test_rounds_set_aside_are_put_away(source: str) -> None:
    """They go into a box by being moved there out of where the book has none, unproved."""
    told = World()
    told.receive_box("belt")
    told.receive_box("pen", use=Use.QUARANTINE, keys=("armorer",))
    told.receive_rounds("x", "nowhere", 5, kind=Kind.UNKNOWN, sealed=False)
    move(told, 3, (source, "pen"), of="x")
    assert stock(told, "pen", "x") == Stock(rounds=3)
    assert told.state.lots[lot("x")].set_aside == told.state.loose_rounds == 2
    assert told.state.lots[lot("x")].found == 0
    assert not told.state.blocking


def test_a_round_the_book_did_not_have_in_the_gun() -> None:
    """A round out of a gun that the book has none of in it cannot be named."""
    told = on_the_day()
    told.unload("colt", 1)
    assert topics(told) == [Topic.NOT_NAMEABLE]
    assert told.state.blocking == 1


# -- odd looks ---------------------------------------------------------------------------------


def prove_as(
    told: World, kind: Kind, *, rounds: int = 50, by: str = "armorer", stale: bool = False
) -> Told:
    """Say of every round in the drawer that it is of this kind."""
    odd = () if rounds else (OddRounds(rounds=50, seen=Odd.NO_PROOF),)
    body = Prove(
        container=box("drawer"),
        lot=lot("x"),
        cites=STALE if stale else told.filled("drawer"),
        kind=kind,
        rounds=rounds,
        odd=odd,
    )
    return told.tell(body, by)


def test_a_look_that_says_live_alarms() -> None:
    """Rounds that somebody says are live look live, marked or stale or kept apart."""
    for by, stale in (("armorer", False), ("grip", False), ("armorer", True)):
        told = unknown_rounds(Use.QUARANTINE, ("armorer",))
        prove_as(told, Kind.LIVE, by=by, stale=stale)
        assert topics(told) == [Topic.LOOKS_LIVE]


def test_a_look_that_cannot_tell_alarms() -> None:
    """Rounds that somebody cannot tell are not nameable where they are not apart."""
    told = unknown_rounds(Use.STORE, ())
    prove_as(told, Kind.UNKNOWN)
    assert topics(told) == [Topic.NOT_NAMEABLE]
    told = unknown_rounds(Use.QUARANTINE, ("armorer",))
    prove_as(told, Kind.UNKNOWN)
    assert topics(told) == []


def test_a_look_at_no_round_says_no_kind() -> None:
    """A look that names no round as what it is says nothing of their kind."""
    told = unknown_rounds(Use.STORE, ())
    prove_as(told, Kind.LIVE, rounds=0)
    assert topics(told) == []
