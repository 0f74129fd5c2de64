"""R41, R44, R45: what a cut, a misfire or a discharge leaves open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from showclear.field.ids import NO_EVENT, EventId, ItemId, PersonId
from showclear.field.instants import MINUTE_MS, Now
from showclear.field.mechanisms import Holds
from showclear.field.people import Role
from showclear.field.stock import Kind, WeaponClass
from showclear.record.events.guns import GoAgain
from showclear.record.events.stock import Answer
from showclear.record.facts_floor import CutFact
from showclear.record.facts_guns import WaitFact
from showclear.record.state import By, Charge, Question, Topic, Weapon
from showclear.rules.decide import Judge
from showclear.rules.verdict import Verdict
from tests.rules import floor, pack_texts
from tests.rules.crew import (
    SET_UP,
    TWIN,
    Cases,
    another_gun,
    judged,
    line,
    of_class,
    planned,
    without,
)
from tests.rules.floor import (
    AD,
    ARMORER,
    ASSISTANT,
    COLT,
    GUN_SAFE,
    NOW,
    OFFICER,
    PERFORMER,
    RUBBER_GUN,
    STAND_IN,
    Reason,
    Step,
    minutes_ago,
    with_colt,
)
from tests.rules.pack_texts import CORE

CUT: Final = EventId("cut")
ADOPTED: Final = pack_texts.rows(
    pack_texts.row("R41", going_again_minutes_max=3, collected_minutes_max=2).replace(
        "covers = [4]", "covers = [1, 2, 3, 4, 5, 6]"
    )
)


def cut_at(weapon: Weapon, at: Now) -> None:
    """Put a gun into the performer's hand since a hand-over, and a cut at this time."""
    weapon.handed_to = weapon.in_hand = PERFORMER
    weapon.handed, weapon.handed_index = EventId("handed"), 20
    weapon.cut = CutFact(event=CUT, index=30, at=at)


# -- R41: not collected ------------------------------------------------------------------------


def other_out(
    make: Callable[[], Step] = floor.hand_over, *, at: Now | None = None, rounds: int = 3
) -> Step:
    """Return a step with the revolver while its twin, with blanks, is out since a cut."""
    step = make()
    twin = another_gun(step, TWIN)
    twin.charge = Charge(By.HANDLER, ARMORER)
    floor.put_in(twin, rounds, kind=Kind.BLANK)
    twin.looks = [floor.going_in(ARMORER, rounds), floor.going_in(AD, rounds)]
    cut_at(twin, at or minutes_ago(5))
    return step


def twin_with(step: Step, **changes: object) -> Step:
    """Return the step with the twin in another state."""
    for name, value in changes.items():
        setattr(step.state.weapons[TWIN], name, value)
    return step


def not_collected(minutes: str = "5", holder: str = "performer") -> Reason:
    """Return R41's reason about another gun."""
    lift = "collect twin: the cut was longer ago than 2 minutes"
    return "R41", "not_collected", ("twin", holder, minutes), lift


def with_colt_out(step: Step) -> Step:
    """Return the step while its own gun has not come back for five minutes."""
    cut_at(step.colt, minutes_ago(5))
    return step


def line_of_others() -> Step:
    """Return a line while a third gun is out since a cut."""
    step = line()
    third = another_gun(step, ItemId("third"))
    third.looks, third.ended = [], "fired"
    cut_at(third, minutes_ago(3))
    return step


JUST_OVER: Final = msgspec.structs.replace(NOW, boot_ms=NOW.boot_ms - 2 * MINUTE_MS - 1)
NOT_COLLECTED: Final[Cases] = {
    "five minutes after the cut": (other_out, [not_collected()]),
    "two minutes": (lambda: other_out(at=minutes_ago(2)), []),
    "a moment longer": (lambda: other_out(at=JUST_OVER), [not_collected("2")]),
    "nobody can say how long": (
        lambda: other_out(at=msgspec.structs.replace(NOW, epoch=1)),
        [not_collected("?")],
    ),
    "another gun is taken out": (lambda: other_out(floor.take_out), [not_collected()]),
    "another gun is loaded": (lambda: other_out(floor.load), []),
    "by voucher": (
        line_of_others,
        [
            (
                "R41",
                "not_collected",
                ("third", "performer", "3"),
                "collect third: the cut was longer ago than 2 minutes",
            )
        ],
    ),
    "no cut yet": (lambda: twin_with(other_out(), cut=None), []),
    "collected": (lambda: twin_with(other_out(), in_hand=ARMORER), []),
    "locked away": (
        lambda: twin_with(other_out(), charge=Charge(By.PLACE, GUN_SAFE), in_hand=GUN_SAFE),
        [],
    ),
    "shipped": (lambda: twin_with(other_out(), charge=Charge(By.END, "shipped")), []),
    "nobody answers for it": (
        lambda: twin_with(other_out(), charge=Charge(By.GAP, "gap"), in_hand=""),
        [not_collected(holder="")],
    ),
    "shown empty": (
        lambda: twin_with(
            other_out(), looks=[floor.empty(ARMORER), floor.empty(AD)], loads=[], rounds={}
        ),
        [],
    ),
    "what is in it is not known": (
        lambda: twin_with(other_out(), looks=[], ended="dropped"),
        [not_collected()],
    ),
    "fired cases in it": (
        lambda: twin_with(other_out(), looks=[], fired_cases=2),
        [not_collected()],
    ),
    "a rubber one": (lambda: twin_with(other_out(), weapon_class=WeaponClass.RUBBER), []),
    "the gun of the step itself: who has it is R02's": (lambda: with_colt_out(with_blanks()), []),
}


@pytest.mark.parametrize("case", NOT_COLLECTED)
def test_r41_back_at_the_cut(case: str) -> None:
    """While a gun with blanks has not come back after the cut, no other goes out."""
    step, expected = NOT_COLLECTED[case]
    assert judged(step(), "R41") == (expected, [])


# -- R41: going again --------------------------------------------------------------------------


def again(make: Callable[[], Step] = floor.hand_over, *, at: Now | None = None) -> Step:
    """Return going again with the revolver as it would have been handed over, a minute after."""
    step = make()
    item = getattr(step.body, "weapon", COLT)
    cut_at(step.state.weapons[item], at or minutes_ago(1))
    step.body = GoAgain(weapon=item, set_up=SET_UP)
    return planned(step)


def nowhere() -> Step:
    """Return going again in a set-up that nobody has approved."""
    step = again()
    step.state.set_ups.clear()
    return step


def with_colt_again(step: Step) -> Step:
    """Return going again with the revolver, whatever else is out."""
    return again(lambda: step)


def with_blanks() -> Step:
    """Return the hand-over of three blanks that two saw going in."""
    step = floor.hand_over()
    floor.put_in(step.colt, 3, kind=Kind.BLANK)
    held = Holds.BLANK
    step.colt.looks = [floor.going_in(ARMORER, 3, held), floor.going_in(AD, 3, held)]
    return step


def adopted(step: Step) -> list[Reason]:
    """Return what stands against a step where going again, for three minutes, is adopted."""
    packs = (pack_texts.choice(CORE), pack_texts.choice(ADOPTED))
    step.state.packs = msgspec.structs.replace(step.state.packs, packs=packs)
    texts = pack_texts.kept(CORE, ADOPTED)
    verdict: Verdict = Judge(texts).decide(step.state, floor.event(step), step.now)
    return [floor.reason(refusal) for refusal in verdict.refusals]


def not_here(*facts: str, lift: str) -> Reason:
    """Return R41's reason against going again."""
    return "R41", "going_again_not_here", ("colt", *facts), lift


NOT_OUT_OF_SIGHT: Final = (
    "collect it: only with an empty gun, or dummies, that was not out of sight"
)
SAME: Final = "collect it: only whom it was handed to goes again with it"
THREE: Final = "collect it: the cut was longer ago than 3 minutes"
APPROVED: Final = "name a set-up that handler and caller approved"
NOBODYS: Final = PersonId("")
GOING_AGAIN: Final[Cases] = {
    "dummies": (again, []),
    "empty": (lambda: again(floor.hand_over_empty), []),
    "rubber, seen as such": (lambda: again(floor.hand_over_rubber), []),
    "three minutes after the cut": (lambda: again(at=minutes_ago(3)), []),
    "a moment longer": (
        lambda: again(at=msgspec.structs.replace(NOW, boot_ms=NOW.boot_ms - 3 * MINUTE_MS - 1)),
        [not_here("3", lift=THREE)],
    ),
    "nobody can say how long": (
        lambda: again(at=msgspec.structs.replace(NOW, epoch=1)),
        [not_here("?", lift=THREE)],
    ),
    "in a set-up that was never approved": (
        nowhere,
        [
            (
                "R41",
                "no_set_up",
                ("colt", "saloon"),
                "name a set-up that handler and caller approved",
            )
        ],
    ),
    "without a cut on record": (lambda: with_colt(again(), cut=None), []),
    "blanks": (
        lambda: again(with_blanks),
        [
            ("R32", *not_here("blanks", "", lift=NOT_OUT_OF_SIGHT)[1:]),
            not_here("blanks", "", lift=NOT_OUT_OF_SIGHT),
        ],
    ),
    "out of the handler's sight": (
        lambda: with_colt(again(), looks=[], ended="out-of-sight"),
        [
            (
                "R54",
                "showing_ended",
                ("colt", "out-of-sight", "loaded"),
                "show it again to a second person",
            ),
            not_here("unknown", "ended", lift=NOT_OUT_OF_SIGHT),
        ],
    ),
    "it went to somebody else": (
        lambda: with_colt(again(), in_hand=STAND_IN),
        [not_here("stand-in", lift=SAME)],
    ),
    "the handler has it": (
        lambda: with_colt(again(), in_hand=ARMORER, handed_to=NOBODYS),
        [not_here("armorer", lift=SAME)],
    ),
    "nobody has it, and it was handed to nobody": (
        lambda: with_colt(again(), in_hand="", handed_to=NOBODYS),
        [not_here("", lift=SAME)],
    ),
    "another gun has not come back: that is asked when one goes out": (
        lambda: with_colt_again(other_out()),
        [],
    ),
    "another handler says so": (
        lambda: with_colt(again(), charge=Charge(By.HANDLER, ASSISTANT)),
        [
            (
                "R02",
                "not_in_charge",
                ("colt", "handler", "assistant"),
                "whoever is in charge takes this step",
            )
        ],
    ),
    "a gun nobody has received": (
        lambda: without(again(), COLT),
        [("R02", "item_unknown", ("colt",), "receive the item first")],
    ),
}


@pytest.mark.parametrize("case", GOING_AGAIN)
def test_r41_going_again(case: str) -> None:
    """Where it is adopted: the same performer, empty or dummies, in sight, within the limit."""
    step, expected = GOING_AGAIN[case]
    assert adopted(step()) == expected


@pytest.mark.parametrize("make", [floor.hand_over, floor.hand_over_empty, floor.hand_over_rubber])
def test_r41_going_again_is_not_adopted_by_the_house(make: Callable[[], Step]) -> None:
    """As shipped the limit is nought: the handler collects, whatever is in the gun."""
    step = again(make)
    lift = "the handler collects it; going again is for a production that has adopted it"
    item = "rubber-gun" if make is floor.hand_over_rubber else "colt"
    assert judged(step, "R41") == ([("R41", "going_again_not_here", (item,), lift)], [])


def test_r41_a_limit_beside_the_houses() -> None:
    """Adopted beside the house's row, the stricter wins: going again stays off."""
    step = again()
    house = msgspec.structs.replace(pack_texts.choice(pack_texts.HOUSE), rows=("R41",))
    packs = (pack_texts.choice(CORE), pack_texts.choice(ADOPTED), house)
    step.state.packs = msgspec.structs.replace(step.state.packs, packs=packs)
    texts = pack_texts.kept(CORE, ADOPTED, pack_texts.HOUSE)
    verdict = Judge(texts).decide(step.state, floor.event(step), step.now)
    assert verdict.codes == ("going_again_not_here",)


# -- R44 ---------------------------------------------------------------------------------------

CLICK: Final = EventId("click")
MUD: Final = EventId("in-the-mud")


def seconds_ago(milliseconds: int) -> Now:
    """Return the desk's time so many milliseconds ago."""
    return msgspec.structs.replace(NOW, boot_ms=NOW.boot_ms - milliseconds)


def misfired(step: Step, milliseconds: int, *, cleared: bool = True) -> Step:
    """Return the step so long after a misfire; all that it made due was done, or nothing."""
    fact = WaitFact(event=CLICK, by=PERFORMER, at=seconds_ago(milliseconds), cleared=cleared)
    due = NO_EVENT if cleared else CLICK
    return with_colt(step, waiting=fact, function_due=due, clear_due=due)


def dropped(step: Step, *, clear: bool = False, bore: bool = False, works: bool = False) -> Step:
    """Return the step after it fell into the mud, and what was done since."""
    return with_colt(
        step,
        function_due=MUD,
        clear_due=NO_EVENT if clear else MUD,
        bore_due=MUD,
        bore_seen=(EventId("rodded"),) if bore else (),
        function_seen=EventId("tried") if works else NO_EVENT,
    )


def wait(left: int, least: int = 30) -> Reason:
    """Return R44's reason while the wait runs."""
    lift = f"it stays pointing where it points until {least} s are over"
    return "R44", "wait_not_over", ("colt", "click", f"{left} s left"), lift


def due(code: str, lift: str, *facts: str) -> Reason:
    """Return R44's reason about what was not seen since it fell."""
    return "R44", code, ("colt", *facts), lift


NOT_CLEAR: Final = due(
    "function_not_seen",
    "the handler makes it clear and says so, then sees its bore and its action",
    "in-the-mud",
    "not made clear",
)
NO_BORE: Final = due(
    "bore_not_seen",
    "the handler looks at the bore by a method that works on this pattern",
    "in-the-mud",
)
NO_FUNCTION: Final = due(
    "function_not_seen", "the handler sees whether its action works, and says so", "in-the-mud"
)


def started_again(milliseconds: int) -> Step:
    """Return a step after a misfire and a new start of a desk whose clock had run backwards."""
    step = misfired(floor.take_out(), 0)
    step.now = msgspec.structs.replace(NOW, epoch=1, boot=2, boot_ms=milliseconds)
    return step


TWIN_NOT_CLEAR: Final = (
    "R44",
    "function_not_seen",
    ("twin", "in-the-river", "not made clear"),
    "the handler makes it clear and says so, then sees its bore and its action",
)


def only_the_twin(step: Step) -> Step:
    """Return the step after nothing happened to the first of the two."""
    return with_colt(step, function_due=NO_EVENT, clear_due=NO_EVENT)


def both_dropped() -> Step:
    """Return a line of two revolvers that both fell into the mud."""
    step = dropped(line())
    twin = step.state.weapons[TWIN]
    twin.function_due = twin.clear_due = EventId("in-the-river")
    return step


R44: Final[Cases] = {
    "at once": (lambda: misfired(floor.take_out(), 0), [wait(30)]),
    "after the rental house's fifteen seconds": (
        lambda: misfired(floor.take_out(), 15_000),
        [wait(15)],
    ),
    "a moment before": (lambda: misfired(floor.take_out(), 29_999), [wait(1)]),
    "thirty seconds": (lambda: misfired(floor.take_out(), 30_000), []),
    "a muzzle-loader after thirty": (
        lambda: with_colt(misfired(floor.load(), 30_000), pattern="flint-long-gun"),
        [wait(30, 60)],
    ),
    "a cap-and-ball revolver after thirty": (
        lambda: with_colt(misfired(floor.load(), 30_000), pattern="percussion-revolver"),
        [wait(30, 60)],
    ),
    "a percussion musket after thirty": (
        lambda: with_colt(misfired(floor.load(), 30_000), pattern="percussion-long-gun"),
        [wait(30, 60)],
    ),
    "a gun with charges after a minute less": (
        lambda: with_colt(misfired(floor.load(), 59_000), last_kind=Kind.CHARGE),
        [wait(1, 60)],
    ),
    "a muzzle-loader after a minute": (
        lambda: with_colt(misfired(floor.load(), 60_000), pattern="percussion-revolver"),
        [],
    ),
    "the desk was started since": (lambda: started_again(29_000), [wait(1)]),
    "it was started long since": (lambda: started_again(30_000), []),
    "waited, and not made clear": (
        lambda: misfired(floor.hand_over(), 60_000, cleared=False),
        [
            due(
                "function_not_seen",
                "the handler makes it clear and says so, then sees its bore and its action",
                "click",
                "not made clear",
            )
        ],
    ),
    "it fell: taken out": (lambda: dropped(floor.take_out()), [NOT_CLEAR]),
    "it fell: loaded": (lambda: dropped(floor.load()), [NOT_CLEAR]),
    "it fell: handed over": (lambda: dropped(floor.hand_over()), [NOT_CLEAR]),
    "it fell: going again": (lambda: dropped(again()), [NOT_CLEAR]),
    "it fell: by voucher": (lambda: dropped(line()), [NOT_CLEAR]),
    "the second of a line fell": (
        lambda: only_the_twin(both_dropped()),
        [TWIN_NOT_CLEAR],
    ),
    "both of a line fell": (
        both_dropped,
        [
            NOT_CLEAR,
            TWIN_NOT_CLEAR,
        ],
    ),
    "made clear": (lambda: dropped(floor.load(), clear=True), [NO_BORE, NO_FUNCTION]),
    "and its bore seen": (lambda: dropped(floor.load(), clear=True, bore=True), [NO_FUNCTION]),
    "and its action": (lambda: dropped(floor.load(), clear=True, works=True), [NO_BORE]),
    "and both": (lambda: dropped(floor.load(), clear=True, bore=True, works=True), []),
    "a rubber gun": (
        lambda: of_class(dropped(misfired(floor.take_out(), 0)), WeaponClass.RUBBER),
        [],
    ),
    "nothing happened": (floor.take_out, []),
}


@pytest.mark.parametrize("case", R44)
def test_r44_after_a_misfire_or_a_jam(case: str) -> None:
    """The wait first; then it is made clear, and bore and action are seen."""
    step, expected = R44[case]
    assert judged(step(), "R44") == (expected, [])


@pytest.mark.parametrize("weapon_class", WeaponClass)
def test_r44_of_every_class(weapon_class: WeaponClass) -> None:
    """It is asked of guns that can fire."""
    step = of_class(misfired(floor.take_out(), 0), weapon_class)
    against = ["R44"] if weapon_class >= WeaponClass.BLANK_ONLY else []
    assert [reason[0] for reason in judged(step, "R44")[0]] == against


# -- R45 ---------------------------------------------------------------------------------------

SHOT: Final = EventId("shot")


def discharged(step: Step) -> Step:
    """Return the step after a gun, this one or another, went off uncalled for."""
    step.state.discharges[SHOT] = (TWIN,)
    step.state.questions[SHOT] = Question(
        event=SHOT, topic=Topic.DISCHARGE, items=(TWIN,), index=50
    )
    step.state.blocking = 1
    return step


def answer(*by: tuple[PersonId, Role], topic: Topic = Topic.DISCHARGE) -> Step:
    """Return an answer about the discharge, signed by these."""
    step = discharged(floor.hand_over())
    question = msgspec.structs.replace(step.state.questions[SHOT], topic=topic)
    step.state.questions[SHOT] = question
    step.body, step.by = Answer(of=SHOT), by
    return step


def another_answer() -> Step:
    """Return the answer to another question meanwhile, by caller and handler."""
    step = answer((AD, Role.CALLER), (ARMORER, Role.HANDLER))
    lost = EventId("lost-round")
    step.state.questions[lost] = Question(event=lost, topic=Topic.DIFFERENCE, items=(), index=60)
    step.body = Answer(of=lost)
    return step


OPEN: Final[Reason] = (
    "R45",
    "discharge_open",
    ("colt", "shot"),
    "find the cause; answered by: officer",
)
NOT_NAMED: Final[Reason] = ("R45", "not_named_to_lift", ("shot",), "answered by: officer")
R45: Final[Cases] = {
    "taken out": (lambda: discharged(floor.take_out()), [OPEN]),
    "loaded": (lambda: discharged(floor.load()), [OPEN]),
    "handed over": (lambda: discharged(floor.hand_over()), [OPEN]),
    "going again": (lambda: discharged(again()), [OPEN]),
    "by voucher": (
        lambda: discharged(line()),
        [OPEN, ("R45", "discharge_open", ("twin", "shot"), OPEN[3])],
    ),
    "a rubber gun": (lambda: discharged(floor.take_out(RUBBER_GUN)), []),
    "answered by an officer": (lambda: answer((OFFICER, Role.OFFICER)), []),
    "answered by the handler": (lambda: answer((ARMORER, Role.HANDLER)), [NOT_NAMED]),
    "answered by caller and handler": (
        lambda: answer((AD, Role.CALLER), (ARMORER, Role.HANDLER)),
        [NOT_NAMED],
    ),
    "another question": (another_answer, []),
}


@pytest.mark.parametrize("case", R45)
def test_r45_unintended_discharge(case: str) -> None:
    """No gun that can fire is readied until somebody above the department has answered."""
    step, expected = R45[case]
    assert judged(step(), "R45") == (expected, [])


def test_r45_stands_alone() -> None:
    """A discharge of a blank is no round that looks live: R15 says nothing of it."""
    assert judged(discharged(floor.take_out()), "R15") == ([], [])


def test_core_lets_those_answer_who_answer_concerns() -> None:
    """Under core a discharge is answered as a concern about one is; a live round by two more."""
    lift = "answered by: caller or officer or safety-rep"
    alone = judged(answer((ARMORER, Role.HANDLER)), "R48")
    assert alone == ([("R48", "not_named_to_lift", ("shot",), lift)], [])
    assert judged(answer((OFFICER, Role.OFFICER)), "R48") == ([], [])
    live = judged(answer((OFFICER, Role.OFFICER), topic=Topic.LOOKS_LIVE), "R48")
    together = "caller and handler sign together"
    assert live == ([("R48", "not_named_to_lift", ("caller", "handler"), together)], [])


def test_a_row_that_names_nobody_lets_nobody_answer() -> None:
    """Where two rows have no role in common, nobody's answer lifts it."""
    row = pack_texts.rows(pack_texts.row("R45", answered_by=["caller"]))
    step = answer((OFFICER, Role.OFFICER))
    house = msgspec.structs.replace(pack_texts.choice(pack_texts.HOUSE), rows=("R45",))
    packs = (pack_texts.choice(CORE), house, pack_texts.choice(row))
    step.state.packs = msgspec.structs.replace(step.state.packs, packs=packs)
    texts = pack_texts.kept(CORE, pack_texts.HOUSE, row)
    verdict = Judge(texts).decide(step.state, floor.event(step), step.now)
    assert [floor.reason(one)[3] for one in verdict.refusals] == ["answered by: nobody"]
