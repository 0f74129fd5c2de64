"""R15, R18: nothing live or unknown about; only rounds proved one by one go in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.ids import EventId, ItemId, PersonId
from showclear.field.stock import Kind, Proof, Purpose, WeaponClass
from showclear.record.state import Question, Stock, Topic
from tests.rules import floor
from tests.rules.floor import AD, BLANKS, BOX, COLT, DUMMIES, GUN_SAFE, RUBBER_GUN, Reason, Step

PROVE_THEM: Final = "prove the rounds, or put them in quarantine"
NO_KEYS: Final = "belt keeps nothing apart before officers name its key-holders"
IN_HAND: Final = "a key-holder of belt has it in hand, or locks it away"
ANSWER_IT: Final = "search, then answer the open question"
ONE_BY_ONE: Final = "two people prove every round in it one by one, each for themselves"
TWO_PROOFS: Final = f"{ONE_BY_ONE}; by at least 2 proofs for a gun that can fire live rounds"


def asked(step: Step, topic: Topic, event: str = "found") -> Step:
    """Return the step while a question of this topic is open."""
    state = step.state
    question = Question(event=EventId(event), topic=topic, items=(), index=50)
    state.questions[question.event] = question
    state.blocking += int(topic in {Topic.LOOKS_LIVE, Topic.NOT_NAMEABLE})
    return step


def loose(step: Step, *, of_class: WeaponClass = WeaponClass.LIVE_CAPABLE) -> Step:
    """Return the step, with a gun of this class, while an opened box lies about unproved."""
    step.state.containers[ItemId("belt")] = box = floor.floor().containers[BOX]
    box.stock[DUMMIES] = Stock(rounds=12)
    box.loose = step.state.loose_rounds = 12
    step.colt.weapon_class = of_class
    return step


def live_about(*facts: str, lift: str) -> Reason:
    """Return R15's reason about the revolver."""
    return "R15", "live_or_unknown_round_about", ("colt", *facts), lift


def apart(step: Step, *keys: PersonId) -> Step:
    """Return the step while the loose box is called a quarantine, with these key-holders."""
    box = step.state.containers[ItemId("belt")]
    box.purpose, box.key_holders = Purpose.QUARANTINE, keys
    return step


def set_aside(step: Step) -> Step:
    """Return the step while two dummies lie in no container."""
    step.state.lots[DUMMIES].set_aside = step.state.loose_rounds = 2
    return step


R15: Final[dict[str, tuple[Callable[[], Step], list[Reason]]]] = {
    "a found round that looks live: taking out": (
        lambda: asked(floor.take_out(), Topic.LOOKS_LIVE),
        [live_about("found", lift=ANSWER_IT)],
    ),
    "a found round that looks live: loading": (
        lambda: asked(floor.load(), Topic.LOOKS_LIVE),
        [live_about("found", lift=ANSWER_IT)],
    ),
    "a round nobody can name: handing over": (
        lambda: asked(floor.hand_over(), Topic.NOT_NAMEABLE),
        [live_about("found", lift=ANSWER_IT)],
    ),
    "a difference in the count only": (lambda: asked(floor.load(), Topic.DIFFERENCE), []),
    "something went ahead": (lambda: asked(floor.take_out(), Topic.WENT_AHEAD), []),
    "an opened belt lies about unproved": (
        lambda: loose(floor.hand_over()),
        [live_about("belt", lift=PROVE_THEM)],
    ),
    "both": (
        lambda: asked(loose(floor.hand_over()), Topic.LOOKS_LIVE),
        [live_about("found", "belt", lift=f"{PROVE_THEM}; {ANSWER_IT}")],
    ),
    "two questions are open": (
        lambda: asked(asked(floor.load(), Topic.LOOKS_LIVE), Topic.NOT_NAMEABLE, "found-too"),
        [
            live_about(
                "found", "found-too", lift="search, then answer each of the 2 open questions"
            )
        ],
    ),
    "rounds lie in no container": (
        lambda: set_aside(floor.load()),
        [live_about("dummies", lift=PROVE_THEM)],
    ),
    "in a quarantine that nobody holds a key to": (
        lambda: apart(loose(floor.load())),
        [live_about("belt", lift=f"{PROVE_THEM}; {NO_KEYS}")],
    ),
    "in a quarantine that no key-holder has in hand": (
        lambda: apart(loose(floor.load()), AD),
        [live_about("belt", lift=f"{PROVE_THEM}; {IN_HAND}")],
    ),
    "a blank-only gun": (
        lambda: loose(floor.hand_over(), of_class=WeaponClass.BLANK_ONLY),
        [live_about("belt", lift=PROVE_THEM)],
    ),
    "a rubber gun goes to the performer all the same": (
        lambda: loose(floor.hand_over_rubber()),
        [],
    ),
    "a rubber gun leaves its lock all the same": (
        lambda: asked(floor.take_out(RUBBER_GUN), Topic.LOOKS_LIVE),
        [],
    ),
    "no round is open": (floor.hand_over, []),
}


def boxed(
    *, rounds: int = 50, proved: int = 50, proofs: frozenset[Proof] | None = None, want: int = 6
) -> Step:
    """Return the loading of so many dummies out of a box with so many, so many of them proved."""
    step = floor.load(want)
    two = frozenset({Proof.RATTLE, Proof.HOLE}) if proofs is None else proofs
    step.box.stock[DUMMIES] = Stock(rounds=rounds, proved=proved, proofs=two)
    return step


def in_class(step: Step, weapon_class: WeaponClass) -> Step:
    """Return the step with a gun of another class."""
    step.colt.weapon_class = weapon_class
    return step


def blanks(step: Step) -> Step:
    """Return the step with blanks, proved as blanks are, instead of dummies."""
    step.box.stock = {BLANKS: Stock(rounds=50, proved=50, proofs=frozenset({Proof.SEAL}))}
    step.say(lot=BLANKS)
    return step


def of_no_lot(step: Step) -> Step:
    """Return the step with rounds whose lot the record does not have."""
    del step.state.lots[DUMMIES]
    return step


def not_there(step: Step, *, lot: bool) -> Step:
    """Return the step out of a box without the lot, or out of no box at all."""
    if lot:
        step.box.stock.clear()
    else:
        step.say(container=GUN_SAFE)
    return step


def unproved(found: str, *, twice: bool = False) -> Reason:
    """Return R18's reason about how many were proved."""
    return (
        "R18",
        "round_not_proved",
        ("box", "dummies", found),
        TWO_PROOFS if twice else ONE_BY_ONE,
    )


def too_few(found: int) -> Reason:
    """Return R18's reason about how many there are."""
    lift = "take them from where the book has them"
    return "R18", "too_few_rounds", ("box", "dummies", str(found)), lift


ONE_PROOF: Final = frozenset({Proof.RATTLE})

NO_CHAMBER: Final = (
    "R18",
    "position_not_free",
    ("colt",),
    "it has no chamber: nothing goes into it",
)

R18: Final[dict[str, tuple[Callable[[], Step], list[Reason]]]] = {
    "a gun of rubber": (lambda: in_class(boxed(), WeaponClass.RUBBER), [NO_CHAMBER]),
    "every round proved twice": (boxed, []),
    "as many as there are": (lambda: boxed(rounds=6, proved=6), []),
    "one more than there are": (lambda: boxed(rounds=5, proved=5), [too_few(5)]),
    "one round not proved": (lambda: boxed(proved=49), [unproved("49 of 50")]),
    "enough proved, but not all in the box": (
        lambda: boxed(proved=6, want=1),
        [unproved("6 of 50")],
    ),
    "proved in one way, into a gun that fires live rounds": (
        lambda: boxed(proofs=ONE_PROOF),
        [unproved("50 of 50", twice=True)],
    ),
    "proved in one way, into an adapted gun": (
        lambda: in_class(boxed(proofs=ONE_PROOF), WeaponClass.ADAPTED),
        [unproved("50 of 50", twice=True)],
    ),
    "proved in one way, into a blank-only gun": (
        lambda: in_class(boxed(proofs=ONE_PROOF), WeaponClass.BLANK_ONLY),
        [],
    ),
    "blanks proved as blanks": (lambda: blanks(boxed()), []),
    "a lot the record does not have": (lambda: of_no_lot(boxed(proofs=ONE_PROOF)), []),
    "none of the lot in the box": (
        lambda: not_there(boxed(), lot=True),
        [unproved("0 of 0", twice=True), too_few(0)],
    ),
    "out of the gun safe": (
        lambda: not_there(boxed(), lot=False),
        [
            ("R18", "round_not_proved", ("gun-safe", "dummies", "0 of 0"), TWO_PROOFS),
            (
                "R18",
                "too_few_rounds",
                ("gun-safe", "dummies", "0"),
                "take them from where the book has them",
            ),
        ],
    ),
}


@pytest.mark.parametrize("case", R15)
def test_r15_nothing_live_or_unknown_about(case: str) -> None:
    """While a round looks live or cannot be named, no gun that can fire is readied."""
    step, expected = R15[case]
    assert floor.against(step()) == expected


@pytest.mark.parametrize("case", R18)
def test_r18_rounds_proved_one_by_one(case: str) -> None:
    """Only rounds out of a box in which every round was proved go in."""
    step, expected = R18[case]
    assert floor.against(step()) == expected


def test_a_gun_nobody_received_asks_for_the_proof_of_any_gun() -> None:
    """Without the gun's class on record, its rounds must be proved all the same."""
    step = boxed(proved=0)
    del step.state.weapons[COLT]
    assert unproved("0 of 50") in floor.against(step)


def test_what_is_live_by_its_lot_is_not_proved() -> None:
    """Rounds whose lot is said to be live count as proved by nothing."""
    step = boxed(proved=0, proofs=frozenset())
    step.state.lots[DUMMIES].kind = Kind.LIVE
    assert floor.against(step) == [unproved("0 of 50")]
