"""The fold of receiving, proving, moving and finding."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from showclear.errors import InvariantError
from showclear.field.ids import NO_ITEM, ItemId, LotId
from showclear.field.stock import (
    BLANK_PROOFS,
    Form,
    Kind,
    Odd,
    Proof,
    WeaponClass,
)
from showclear.field.stock import Purpose as Use
from showclear.record.events.desk import Outcome
from showclear.record.events.stock import (
    Answer,
    FoundRound,
    Grade,
    Move,
    OddRounds,
    Prove,
    ReceiveRounds,
)
from showclear.record.folding.custody import lot_of
from showclear.record.folding.stock import proves
from showclear.record.state import By, Charge, Stock, Topic
from tests.kit import TWO_PROOFS, Told, World, box, gun, lot, person

BOTH = frozenset(TWO_PROOFS)


def stocked() -> World:
    """Return a production with a box of fifty sealed dummies and an empty belt."""
    told = World()
    told.receive_box("dummies")
    told.receive_box("belt", form=Form.BELT)
    told.receive_rounds("d45", "dummies", 50)
    return told


def opened() -> World:
    """Return the same with the box opened."""
    told = stocked()
    told.open_delivery("dummies")
    return told


def stock(told: World, box_name: str = "dummies") -> Stock:
    """Return the dummies in a box."""
    return told.state.containers[box(box_name)].stock[lot("d45")]


def topics(told: World) -> list[Topic]:
    """Return what the open questions are about."""
    return [question.topic for question in told.state.questions.values()]


def one_more_from_the_assistant(told: World) -> Told:
    """Let the assistant put one more loose round into the box."""
    body = ReceiveRounds(
        lot=lot("d45"),
        kind=Kind.DUMMY,
        calibre=".45-colt",
        rounds=1,
        container=box("dummies"),
        sealed=False,
    )
    return told.tell(body, "assistant")


def prove(told: World, by: str, rounds: int = 50, *proofs: Proof) -> Told:
    """Prove the box of dummies."""
    return told.prove("dummies", "d45", rounds, by=by, each=proofs or TWO_PROOFS)


# -- receiving -------------------------------------------------------------------------------


def test_a_gun_is_received() -> None:
    """A gun received is unknown, in charge of and held by its receiver, and out if it can fire."""
    told = World()
    received = told.receive_gun("colt")
    weapon = told.state.weapons[gun("colt")]
    armorer = person("armorer").id
    assert (weapon.charge, weapon.in_hand) == (Charge(By.HANDLER, armorer), armorer)
    assert (weapon.changed, weapon.ended, told.state.guns_out) == (received.id, "received", 1)
    told.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    assert told.state.guns_out == 1


def test_a_gun_received_twice() -> None:
    """A gun that is here already stays as it is; the report is out of chain and a question."""
    told = World()
    told.receive_gun("colt")
    before = told.state.weapons[gun("colt")].charge
    again = told.tell(told.told[-1].event.body, "assistant", last={gun("colt"): told.told[-2].id})
    assert again.outcome is Outcome.OUT_OF_CHAIN
    assert told.state.weapons[gun("colt")].charge == before
    assert told.state.weapons[gun("colt")].ended == "out-of-chain"
    assert topics(told) == [Topic.OUT_OF_CHAIN]


def test_a_container_received_twice() -> None:
    """A container that is here already keeps what is in it."""
    told = stocked()
    again = told.receive_box("dummies", by="assistant")
    assert again.outcome is Outcome.ADMITTED
    assert told.state.containers[box("dummies")].in_hand == person("armorer").id
    assert stock(told).rounds == 50


def test_sealed_rounds() -> None:
    """Rounds in a sealed box are received, not loose, and nobody filled the box."""
    told = stocked()
    assert stock(told) == Stock(rounds=50, sealed=50)
    assert told.state.loose_rounds == 0
    assert told.state.containers[box("dummies")].filled_by == ()


def test_rounds_that_came_open() -> None:
    """Rounds that came open are loose until proved, and who put them in has filled the box."""
    told = stocked()
    told.receive_rounds("d45", "belt", 5, sealed=False)
    assert told.state.loose_rounds == 5
    assert told.state.containers[box("belt")].filled_by == (person("armorer").id,)


def test_rounds_for_no_container() -> None:
    """Rounds said to be in a container nobody received are set aside, and a question."""
    told = stocked()
    found = told.receive_rounds("d45", "nowhere", 7)
    assert found.outcome is Outcome.OUT_OF_CHAIN
    assert told.state.lots[lot("d45")].set_aside == 7


@pytest.mark.parametrize(
    ("kind", "calibre"),
    [(Kind.BLANK, ".45-colt"), (Kind.DUMMY, ".44-40")],
    ids=["kind", "calibre"],
)
def test_one_lot_cannot_be_two_things(kind: Kind, calibre: str) -> None:
    """A lot received again as another kind or calibre is a round nobody can name."""
    told = stocked()
    body = ReceiveRounds(
        lot=lot("d45"), kind=kind, calibre=calibre, rounds=1, container=box("belt"), sealed=True
    )
    told.tell(body, "armorer")
    assert topics(told) == [Topic.NOT_NAMEABLE]
    assert told.state.blocking == 1


def test_opening_a_delivery() -> None:
    """From the opening on the rounds are loose until they are proved."""
    told = opened()
    assert stock(told) == Stock(rounds=50)
    assert told.state.loose_rounds == 50
    unknown = told.open_delivery("nowhere")
    assert unknown.outcome is Outcome.OUT_OF_CHAIN


@pytest.mark.parametrize("use", [Use.RECEIVING, Use.QUARANTINE], ids=lambda use: use.value)
def test_a_receiving_place_counts_as_quarantine(use: Use) -> None:
    """Opened rounds in a receiving or quarantine place are not loose by its key-holder."""
    told = World()
    told.receive_box("bay", use=use, keys=("armorer",))
    told.receive_rounds("d45", "bay", 50)
    told.open_delivery("bay")
    assert told.state.loose_rounds == 0


def test_a_box_locked_in_quarantine() -> None:
    """A box of loose rounds locked in a quarantine place is apart, until it is out again."""
    told = opened()
    told.receive_box("pen", use=Use.QUARANTINE, form=Form.SAFE, keys=("armorer",))
    told.receive_box("vault", form=Form.SAFE, keys=("armorer",))
    told.lock(box("dummies"), place="vault")
    assert told.state.loose_rounds == 50
    told.lock(box("dummies"), place="pen")
    assert told.state.loose_rounds == 0


# -- proving ---------------------------------------------------------------------------------


def other_kind(told: World) -> Told:
    """Let the second person say that they are blanks."""
    body = Prove(
        container=box("dummies"),
        lot=lot("d45"),
        cites=told.filled("dummies"),
        kind=Kind.BLANK,
        rounds=50,
        each=TWO_PROOFS,
    )
    return told.tell(body, "second-ad")


def on_an_older_box(told: World) -> Told:
    """Let the second person cite the box as it was before it was opened."""
    body = Prove(
        container=box("dummies"),
        lot=lot("d45"),
        cites=told.told[0].id,
        kind=Kind.DUMMY,
        rounds=50,
        each=TWO_PROOFS,
    )
    return told.tell(body, "second-ad")


PROVING: dict[str, tuple[Callable[[World], object], int, frozenset[Proof]]] = {
    "one alone proves nothing": (lambda told: prove(told, "armorer"), 0, frozenset()),
    "two prove": (
        lambda told: (prove(told, "armorer"), prove(told, "second-ad")),
        50,
        BOTH,
    ),
    "one person twice is one": (
        lambda told: (prove(told, "armorer"), prove(told, "armorer")),
        0,
        frozenset(),
    ),
    "what both perceived counts": (
        lambda told: (prove(told, "armorer"), prove(told, "second-ad", 50, Proof.HOLE)),
        50,
        frozenset({Proof.HOLE}),
    ),
    "no proof in common": (
        lambda told: (
            prove(told, "armorer", 50, Proof.RATTLE),
            prove(told, "second-ad", 50, Proof.HOLE),
        ),
        0,
        frozenset(),
    ),
    "a label is no proof": (
        lambda told: (
            prove(told, "armorer", 50, Proof.LABEL),
            prove(told, "second-ad", 50, Proof.LABEL),
        ),
        0,
        frozenset(),
    ),
    "they counted differently": (
        lambda told: (prove(told, "armorer"), prove(told, "second-ad", 49)),
        0,
        frozenset(),
    ),
    "a third who differs takes the proof away": (
        lambda told: (
            prove(told, "armorer"),
            prove(told, "second-ad"),
            prove(told, "first-ad", 48),
        ),
        0,
        frozenset(),
    ),
    "who looked again has corrected themselves": (
        lambda told: (
            prove(told, "armorer"),
            prove(told, "second-ad", 49),
            prove(told, "second-ad"),
        ),
        50,
        BOTH,
    ),
    "both say another kind than the supplier": (
        lambda told: (prove(told, "armorer"), other_kind(told)),
        0,
        frozenset(),
    ),
    "a look at the box as it was": (
        lambda told: (prove(told, "armorer"), on_an_older_box(told)),
        0,
        frozenset(),
    ),
    "the handler who filled the box, and a second person who did not": (
        lambda told: (
            told.receive_rounds("d45", "dummies", 1, sealed=False),
            prove(told, "armorer", 51),
            prove(told, "second-ad", 51),
        ),
        51,
        BOTH,
    ),
    "two who both filled the box": (
        lambda told: (
            told.receive_rounds("d45", "dummies", 1, sealed=False),
            one_more_from_the_assistant(told),
            prove(told, "armorer", 52),
            prove(told, "assistant", 52),
        ),
        0,
        frozenset(),
    ),
}


@pytest.mark.parametrize(("tale", "proved", "proofs"), PROVING.values(), ids=PROVING.keys())
def test_proving(tale: Callable[[World], object], proved: int, proofs: frozenset[Proof]) -> None:
    """Two looks that agree, the second by somebody who did not fill the box, prove its rounds."""
    told = opened()
    tale(told)
    assert (stock(told).proved, stock(told).proofs) == (proved, proofs)
    assert told.state.loose_rounds == stock(told).rounds - proved


def test_a_sealed_box_is_not_proved() -> None:
    """Nobody proves rounds through a seal."""
    told = stocked()
    prove(told, "armorer")
    prove(told, "second-ad")
    assert stock(told).proved == 0


def test_a_different_count_is_a_question() -> None:
    """A look that counts other than the book opens a question."""
    told = opened()
    prove(told, "armorer", 49)
    assert topics(told) == [Topic.DIFFERENCE]


def test_a_look_at_no_such_box() -> None:
    """A look at a box or lot nobody received supports nothing, and breaks nothing."""
    told = opened()
    body = Prove(
        container=box("nowhere"),
        lot=lot("stray"),
        cites=told.told[0].id,
        kind=Kind.DUMMY,
        rounds=1,
    )
    assert told.tell(body, "armorer").outcome is Outcome.ADMITTED
    assert told.state.questions == {}


def test_a_marked_look_supports_nothing() -> None:
    """A look by somebody who does not hold the role is kept but proves nothing."""
    told = opened()
    prove(told, "armorer")
    marked = prove(told, "grip")
    assert (marked.outcome, marked.codes) == (Outcome.ADMITTED, ("role_not_held",))
    assert stock(told).proved == 0


ODD: dict[str, tuple[Odd, Use, list[Topic]]] = {
    "looks live": (Odd.LOOKS_LIVE, Use.STORE, [Topic.LOOKS_LIVE]),
    "looks live, even in quarantine": (Odd.LOOKS_LIVE, Use.QUARANTINE, [Topic.LOOKS_LIVE]),
    "cannot be named": (Odd.NOT_NAMEABLE, Use.STORE, [Topic.NOT_NAMEABLE]),
    "cannot be named, where it is apart": (Odd.NOT_NAMEABLE, Use.QUARANTINE, []),
    "no proof": (Odd.NO_PROOF, Use.STORE, []),
    "damaged": (Odd.DAMAGED, Use.STORE, []),
}


@pytest.mark.parametrize(("seen", "use", "wanted"), ODD.values(), ids=ODD.keys())
def test_an_odd_round(seen: Odd, use: Use, wanted: list[Topic]) -> None:
    """What looks live always alarms; what cannot be named does where it is not apart."""
    told = World()
    told.receive_box("dummies", use=use, keys=("armorer",))
    told.receive_rounds("d45", "dummies", 50)
    told.open_delivery("dummies")
    told.find_odd("dummies", "d45", rounds=50, seen=seen)
    assert topics(told) == wanted
    assert told.state.blocking == len(wanted)


def test_two_who_agree_on_an_odd_round() -> None:
    """Two who find one odd of fifty prove the other forty-nine."""
    told = opened()
    told.find_odd("dummies", "d45", rounds=50, seen=Odd.NO_PROOF)
    told.find_odd("dummies", "d45", rounds=50, seen=Odd.NO_PROOF, by="second-ad")
    assert stock(told).proved == 49
    assert told.state.loose_rounds == 1


SUFFICE: dict[str, tuple[Kind, frozenset[Proof], bool]] = {
    "a dummy by its rattle": (Kind.DUMMY, frozenset({Proof.RATTLE}), True),
    "a dummy by its dimple": (Kind.DUMMY, frozenset({Proof.DIMPLE}), False),
    "a blank by all three": (Kind.BLANK, BLANK_PROOFS, True),
    "a blank by its seal alone": (Kind.BLANK, frozenset({Proof.SEAL}), False),
    "a charge by all three": (Kind.CHARGE, BLANK_PROOFS, True),
    "a live round by anything": (Kind.LIVE, frozenset(Proof), False),
    "an unknown one by anything": (Kind.UNKNOWN, frozenset(Proof), False),
    "a fired case by anything": (Kind.FIRED_CASE, frozenset(Proof), False),
}


@pytest.mark.parametrize(("kind", "given", "enough"), SUFFICE.values(), ids=SUFFICE.keys())
def test_what_suffices(kind: Kind, given: frozenset[Proof], *, enough: bool) -> None:
    """A dummy needs one of its proofs, a blank all of its own; a live round has none."""
    assert proves(kind, given) == enough


# -- found -----------------------------------------------------------------------------------

FOUND: dict[
    str, tuple[Grade, Kind, LotId, ItemId, tuple[str, ...], list[Topic], tuple[int, int]]
] = {
    "two name it as ours, back in the box": (
        Grade.OURS, Kind.DUMMY, lot("d45"), box("dummies"), ("armorer", "grip"),
        [Topic.DIFFERENCE], (1, 0),
    ),
    "two name it as ours, set aside": (
        Grade.OURS, Kind.DUMMY, lot("d45"), NO_ITEM, ("armorer", "grip"),
        [Topic.DIFFERENCE], (1, 1),
    ),
    "two name a blank of a lot of dummies": (
        Grade.OURS, Kind.BLANK, lot("d45"), NO_ITEM, ("armorer", "grip"),
        [Topic.NOT_NAMEABLE], (0, 0),
    ),
    "one alone cannot name it": (
        Grade.OURS, Kind.DUMMY, lot("d45"), box("dummies"), ("armorer",),
        [Topic.NOT_NAMEABLE], (0, 0),
    ),
    "one person twice is one": (
        Grade.OURS, Kind.DUMMY, lot("d45"), NO_ITEM, ("armorer", "armorer"),
        [Topic.NOT_NAMEABLE], (0, 0),
    ),
    "two say nobody can name it": (
        Grade.NOT_NAMEABLE, Kind.UNKNOWN, LotId(""), NO_ITEM, ("armorer", "grip"),
        [Topic.NOT_NAMEABLE], (0, 0),
    ),
    "ours, but of no lot there is": (
        Grade.OURS, Kind.DUMMY, lot("stray"), NO_ITEM, ("armorer", "grip"),
        [Topic.NOT_NAMEABLE], (0, 0),
    ),
    "it looks live, one says": (
        Grade.LOOKS_LIVE, Kind.UNKNOWN, LotId(""), NO_ITEM, ("grip",),
        [Topic.LOOKS_LIVE], (0, 0),
    ),
    "ours, two say, and live": (
        Grade.OURS, Kind.LIVE, lot("d45"), NO_ITEM, ("armorer", "grip"),
        [Topic.LOOKS_LIVE], (0, 0),
    ),
    "a fired case of ours": (
        Grade.OURS, Kind.FIRED_CASE, lot("d45"), box("dummies"), ("armorer", "grip"),
        [], (0, 0),
    ),
    "a fired case of ours, put nowhere": (
        Grade.OURS, Kind.FIRED_CASE, lot("d45"), NO_ITEM, ("armorer", "grip"),
        [], (0, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_a_found_round(name: str) -> None:
    """What two name as ours goes back to its lot; everything else stops work until answered."""
    grade, kind, of, into, by, wanted, (found, aside) = FOUND[name]
    told = stocked()
    told.tell(FoundRound(grade=grade, kind=kind, rounds=1, lot=of, into=into), *by)
    assert topics(told) == wanted
    held = told.state.lots[lot("d45")]
    assert (held.found, held.set_aside) == (found, aside)
    cases = told.state.containers[box("dummies")].fired_cases
    assert cases == int(kind is Kind.FIRED_CASE and bool(into))


# -- moving ----------------------------------------------------------------------------------


def move(told: World, rounds: int, source: str = "dummies", target: str = "belt") -> Told:
    """Move dummies."""
    body = Move(lot=lot("d45"), rounds=rounds, source=box(source), target=box(target))
    return told.tell(body, "armorer")


def proved() -> World:
    """Return a production with fifty proved dummies and an empty belt."""
    told = opened()
    prove(told, "armorer")
    prove(told, "second-ad")
    return told


def test_proof_moves_with_the_rounds() -> None:
    """Proved rounds moved into an empty belt stay proved; who moved them filled it."""
    told = proved()
    moved = move(told, 20)
    assert (stock(told).rounds, stock(told).proved) == (30, 30)
    belt = stock(told, "belt")
    assert (belt.rounds, belt.proved, belt.proofs) == (20, 20, BOTH)
    assert told.state.containers[box("belt")].filled_by == (person("armorer").id,)
    assert told.filled("belt") == told.filled("dummies") == moved.id
    assert told.state.loose_rounds == 0


def test_more_moved_than_there_were() -> None:
    """More moved than the book has are found rounds, unproved, and a question."""
    told = proved()
    move(told, 60)
    assert lot("d45") not in told.state.containers[box("dummies")].stock
    belt = stock(told, "belt")
    assert (belt.rounds, belt.proved) == (60, 50)
    held = told.state.lots[lot("d45")]
    assert (held.found, held.stored) == (10, 60)
    assert topics(told) == [Topic.DIFFERENCE]
    assert told.state.loose_rounds == 10


def test_what_leaves_a_mixed_box_is_unproved() -> None:
    """Of a box with proved and unproved rounds the unproved leave first."""
    told = proved()
    told.receive_box("tin")
    told.receive_rounds("d45", "tin", 5, sealed=False)
    move(told, 5, "tin", "dummies")
    assert (stock(told).rounds, stock(told).proved) == (55, 50)
    move(told, 7)
    assert (stock(told, "belt").rounds, stock(told, "belt").proved) == (7, 2)
    assert (stock(told).rounds, stock(told).proved) == (48, 48)


def test_only_proofs_in_common_stay() -> None:
    """Rounds that join others keep only the proofs both were proved by."""
    told = proved()
    told.receive_box("tin")
    told.receive_rounds("d45", "tin", 5)
    told.open_delivery("tin")
    for name in ("armorer", "second-ad"):
        told.prove("tin", "d45", 5, by=name, each=(Proof.HOLE,))
    move(told, 5, "tin", "dummies")
    assert (stock(told).proved, stock(told).proofs) == (55, frozenset({Proof.HOLE}))


def test_an_emptied_box_forgets_who_filled_it() -> None:
    """A box that is empty again was filled by nobody."""
    told = proved()
    move(told, 5)
    move(told, 5, "belt", "dummies")
    assert told.state.containers[box("belt")].filled_by == ()
    assert told.state.containers[box("belt")].stock == {}


NOWHERE = {
    "from nowhere": ("nowhere", "belt", Topic.NOT_NAMEABLE),
    "to nowhere": ("dummies", "nowhere", Topic.NOT_NAMEABLE),
    "into the same box": ("dummies", "dummies", Topic.DIFFERENCE),
}


@pytest.mark.parametrize(("source", "target", "topic"), NOWHERE.values(), ids=NOWHERE.keys())
def test_a_move_that_cannot_be(source: str, target: str, topic: Topic) -> None:
    """A move from or to nowhere moves nothing in the book and opens a question."""
    told = proved()
    move(told, 5, source, target)
    assert stock(told).rounds == 50
    assert topics(told) == [topic]


def test_a_move_from_a_box_without_the_lot() -> None:
    """Rounds moved out of a box that has none of the lot are found."""
    told = proved()
    told.receive_box("tin")
    move(told, 3, "tin", "belt")
    assert stock(told, "belt").rounds == 3
    assert told.state.lots[lot("d45")].found == 3


# -- answers ---------------------------------------------------------------------------------


def test_an_answer_closes_its_question() -> None:
    """Answering a blocking question closes it, and the block with it."""
    told = opened()
    odd = told.find_odd("dummies", "d45", rounds=50, seen=Odd.LOOKS_LIVE)
    assert told.state.blocking == 1
    answered = told.tell(Answer(of=odd.id), "first-ad", "armorer")
    assert answered.outcome is Outcome.ACCEPTED
    assert (told.state.questions, told.state.blocking) == ({}, 0)


def test_a_graver_topic_stays() -> None:
    """Of two questions that one event opens the graver stays."""
    told = opened()
    body = Prove(
        container=box("dummies"),
        lot=lot("d45"),
        cites=told.filled("dummies"),
        kind=Kind.DUMMY,
        rounds=1,
        odd=(OddRounds(rounds=1, seen=Odd.LOOKS_LIVE),),
    )
    told.tell(body, "armorer")
    assert topics(told) == [Topic.LOOKS_LIVE]


def test_a_lot_the_fold_never_made() -> None:
    """Asking for a lot that was never received is a bug."""
    told = stocked()
    with pytest.raises(InvariantError, match=f"^fold: lot {lot('stray')} is not known$"):
        lot_of(told.state, lot("stray"))
