"""A day played: what the record says, what is so, obeyed and overridden."""

from __future__ import annotations

import pytest

from showclear.errors import ScriptError
from showclear.replay.play import Came, Mode
from showclear.replay.stops import stops
from tests.replay.days import HEAD, MORNING, day, played, read, step

LOAD = (
    "{do: load, id: loaded, gun: colt, from: box-a, lot: dummies-a, positions: 1-6, by: armorer}"
)
LOAD_LIVE = (
    "{do: load, id: loaded, gun: colt, from: box-b, lot: mixed, positions: 1-6, by: armorer}"
)
GOING_IN = "{do: show, id: shown, gun: colt, way: seen-going-in, by: armorer, second: first-ad}"
UNTRUE = (
    "{do: show, id: shown, gun: colt, way: seen-going-in, by: armorer, second: first-ad, "
    "answers: {armorer: [all dummy], first-ad: [1-5 dummy, 6 could-not-see]}}"
)
HAND = "{do: hand-over, id: handed, gun: colt, to: lead, announced: dummies, by: armorer}"
HAND_EMPTY = "{do: hand-over, DOgun: colt, to: lead, announced: empty, by: armorer}"
POINT = "{do: points, id: pointed, gun: colt, at-person: operator, distance-mm: 2000, by: lead}"
PULL = "{do: pulls, id: pulled, gun: colt, by: lead}"
TAKES = "{do: passes, id: taken, gun: colt, to: lead, by: first-ad}"


def test_a_day_on_which_all_is_as_it_should_be() -> None:
    """Steps that nothing stands against happen, and record and world agree throughout."""
    day_played = played(MORNING, LOAD, GOING_IN, HAND)
    assert [it.came for it in day_played.steps] == [Came.HAPPENED] * len(day_played.steps)
    assert step(day_played, "handed").truly == ("colt: 6 dummy, with lead",)
    # What is told of the mixed lot is untrue from the start, and was there before step one.
    assert [it.differs for it in day_played.steps if it.differs] == []
    assert day_played.harm is None


def test_a_refused_step_does_not_happen() -> None:
    """Nobody has the gun in hand after a hand-over that was refused, nor points it."""
    day_played = played(MORNING, LOAD, HAND, POINT, PULL)
    handed = step(day_played, "handed")
    assert handed.came is Came.NOT_YET
    assert handed.asked
    assert [it.code.value for it in handed.refusals] == ["showing_ended"]
    assert step(day_played, "pointed").came is Came.NOT_REACHED
    assert step(day_played, "pointed").problem == "colt is truly with armorer, not with lead"


def test_an_overridden_step_happens_and_is_reported() -> None:
    """With every refusal overridden the gun is handed over, and the record hears of it."""
    day_played = played(MORNING, LOAD, HAND, POINT, mode=Mode.OVERRIDE)
    assert step(day_played, "handed").came is Came.WENT_AHEAD
    assert step(day_played, "pointed").came is Came.HAPPENED
    assert step(day_played, "handed").refused


AHEAD = HAND.replace("by: armorer", "by: armorer, ahead: yes")


def test_who_goes_ahead_does_not_ask() -> None:
    """A step that goes ahead is not asked; what the record would have said is shown."""
    handed = step(played(MORNING, LOAD, AHEAD), "handed")
    assert (handed.came, handed.asked, handed.recorded) == (Came.WENT_AHEAD, False, True)
    assert [it.code.value for it in handed.refusals] == ["showing_ended"]


def test_who_goes_ahead_is_asked_when_all_obey() -> None:
    """Obeying every refusal means asking: the same step is asked, and does not happen."""
    handed = step(played(MORNING, LOAD, AHEAD, mode=Mode.OBEY), "handed")
    assert (handed.came, handed.asked) == (Came.NOT_YET, True)


def test_going_ahead_may_be_told_to_nobody() -> None:
    """What goes ahead unrecorded leaves no entry, and the record differs from then on."""
    quiet = AHEAD.replace("ahead: yes", "ahead: yes, recorded: no")
    handed = step(played(MORNING, LOAD, quiet), "handed")
    assert (handed.came, handed.recorded) == (Came.WENT_AHEAD, False)
    assert "colt: on record with armorer, truly with lead" in handed.differs


def test_what_is_not_recorded_happens() -> None:
    """A gun that passes from hand to hand unrecorded is where it is, not where the record says."""
    taken = step(played(MORNING, TAKES), "taken")
    assert (taken.came, taken.recorded) == (Came.HAPPENED, False)
    assert taken.differs == ("colt: on record with armorer, truly with lead",)
    assert taken.truly == ("colt: empty, with lead",)


def test_what_is_only_recorded_does_not_happen() -> None:
    """A gun said to be locked up may still be in a hand."""
    lock = "{do: lock-up, id: said, items: colt, place: lockup, by: armorer, only-record: yes}"
    said = step(played(MORNING, lock), "said")
    assert (said.came, said.recorded) == (Came.TOLD_ONLY, True)
    assert said.differs == ("colt: on record with lockup, truly with armorer",)


def test_people_answer_what_is_truly_there() -> None:
    """Without answers in the script the live round is seen, and nothing is handed over."""
    day_played = played(MORNING, LOAD_LIVE, GOING_IN, HAND)
    assert step(day_played, "shown").untrue == ()
    assert step(day_played, "handed").came is Came.NOT_YET
    codes = [it.code.value for it in step(day_played, "handed").refusals]
    assert "live_or_unknown_round_about" in codes


def test_an_untrue_answer_is_shown_beside_the_truth() -> None:
    """What somebody answered that is not so is said; what they could not see is not untrue."""
    unseen = UNTRUE.replace("1-5 dummy, 6 could-not-see", "2-6 dummy, 1 could-not-see")
    shown = step(played(MORNING, LOAD_LIVE, unseen), "shown")
    assert shown.untrue == ("armorer answered dummy for chamber-1, truly live",)


GIVEN: tuple[tuple[str, str], ...] = (
    ("{do: shown, gun: colt, by: lead}", "lead said that they took colt, truly with armorer"),
    (
        "{do: collect, guns: colt, giver: lead, by: assistant}",
        "assistant said that lead gave back colt, truly with armorer",
    ),
    (
        "{do: found-with, items: [colt, box-a], holder: lead, by: grip}",
        "grip said that with lead there was colt, truly with armorer",
    ),
    (
        "{do: found-with, items: colt-2, holder: lead, by: grip}",
        "grip said that with lead there was colt-2, truly in lockup",
    ),
    (
        "{do: found-with, items: colt, by: grip}",
        "grip said that with nobody there was colt, truly with armorer",
    ),
)


@pytest.mark.parametrize(("told", "said"), GIVEN)
def test_an_untrue_report_is_shown_beside_the_truth(told: str, said: str) -> None:
    """Who signs that a gun is, or was, with somebody else than it is draws a remark."""
    played_day = played(MORNING, HAND_EMPTY.replace("DO", "only-record: yes, "), told)
    assert played_day.steps[-1].untrue == (said,)


def test_a_true_report_draws_no_remark() -> None:
    """Who took it says so, and who gave it back is named: nothing is said against either."""
    day_played = played(
        MORNING,
        HAND_EMPTY.replace("DO", ""),
        "{do: shown, gun: colt, by: lead}",
        "{do: found-with, items: colt, holder: lead, by: grip}",
        "{do: collect, guns: colt, giver: lead, by: armorer}",
        "{do: collect, guns: colt, by: armorer}",
    )
    assert [step.untrue for step in day_played.steps[-5:] if step.untrue] == []


def test_the_record_differs_where_a_lot_is_not_what_it_is_said_to_be() -> None:
    """A live round that came out of a box of dummies is a dummy on record."""
    loaded = step(played(MORNING, LOAD_LIVE), "loaded")
    assert loaded.came is Came.HAPPENED
    assert "colt: on record 6 dummy, truly 1 live, 5 dummy" in loaded.differs


CHAIN = (MORNING, LOAD_LIVE, UNTRUE, HAND, POINT, PULL)


def test_harm_that_obeying_prevents() -> None:
    """A chain whose hand-over is refused ends there when refusals are obeyed."""
    assert played(*CHAIN, mode=Mode.OBEY).harm is None
    over = played(*CHAIN, mode=Mode.OVERRIDE)
    assert over.harm is not None
    assert over.harm.name == "pulled"
    assert [(it.bullet, it.at) for it in over.harm.gunshots] == [(True, "operator")]


def test_harm_that_no_refusal_stands_against() -> None:
    """Two people who both answer untruly pass every step: the replay says so."""
    both = UNTRUE.replace("[1-5 dummy, 6 could-not-see]", "[all dummy]")
    day_played = played(MORNING, LOAD_LIVE, both, HAND, POINT, PULL, mode=Mode.OBEY)
    assert step(day_played, "handed").came is Came.HAPPENED
    assert day_played.harm is not None


def test_stops_are_counted_by_whom_they_rest_on() -> None:
    """Refusals that rest on the same people count once, up to the harm."""
    too_soon = "{do: hand-over, id: soon, gun: colt, to: lead, announced: empty, by: armorer}"
    quiet = "{do: stop, id: stopped, by: grip}"
    asked = "{do: take-out, id: second-gun, items: colt-2, place: lockup, by: armorer}"
    over = played(MORNING, LOAD, too_soon, quiet, asked, asked.replace("second", "third"),
                  mode=Mode.OVERRIDE)  # fmt: skip
    found = stops(over)
    assert [(it.people, it.steps) for it in found] == [
        (("armorer",), ("soon",)),
        (("armorer", "grip"), ("second-gun",)),
    ]
    assert found[1].rules == ("STOP", "R25")
    assert step(over, "third-gun").came is Came.NOT_REACHED


def test_nothing_after_the_harm_is_counted() -> None:
    """What is refused once somebody is hurt would have stopped nothing."""
    over = played(*CHAIN, "{do: take-out, id: late, items: colt-2, place: lockup, by: grip}",
                  mode=Mode.OVERRIDE)  # fmt: skip
    assert step(over, "late").refused
    assert "late" not in [name for stop in stops(over) for name in stop.steps]


def test_what_rests_on_a_step_that_did_not_happen() -> None:
    """`after` says that a step depends on another; then it did not come to this."""
    late = "{do: stop, id: late, by: grip, after: [handed]}"
    assert step(played(MORNING, LOAD, HAND, late), "late").problem == "handed did not happen"


def test_what_rests_on_what_was_never_told() -> None:
    """A sentence about a hand-over that nobody told the record of cannot be told."""
    quiet = HAND.replace("by: armorer", "by: armorer, recorded: no")
    shown = "{do: shown, id: sentence, gun: colt, hand-over: handed, by: lead}"
    told = step(played(MORNING, LOAD, quiet, shown), "sentence")
    assert told.came is Came.NOT_REACHED
    assert "it rests on handed, which the record was never told of" in told.problem


def test_a_stop_by_somebody_without_a_key_counts() -> None:
    """Who has no key may still say stop: it is taken down as unattributed and stands."""
    day_played = played(MORNING, "{do: stop, id: called, by: extra-1}", LOAD)
    assert step(day_played, "called").recorded
    assert [it.code.value for it in step(day_played, "loaded").refusals] == ["stop_open"]


def test_a_step_by_somebody_without_a_key_is_not_taken_down() -> None:
    """What nobody's key stands for is no leave to go on."""
    taken = step(played(MORNING, LOAD.replace("by: armorer", "by: extra-1")), "loaded")
    assert taken.came is Came.NOT_YET
    assert "not taken down" in taken.problem


def test_the_same_script_gives_the_same_day() -> None:
    """Ids and keys follow from names and the clock from the script: a replay repeats."""
    assert played(*CHAIN) == played(*CHAIN)


WITHOUT = {
    "the people": (
        HEAD.replace("title: armorer, roles: handler", "title: gaffer, roles: handler"),
        "found that title does not fill that role (gaffer, handler): enrol as one of: armorer",
    ),
    "the rows": (
        HEAD.replace("rows: [R25, R43]", "rows: [R99]"),
        "test.yaml:2:8: expected `packs` that nothing stands against",
    ),
    "a row of the core left out": (
        HEAD.replace("rows: [R25, R43]", "without: [R41, R54]"),
        "test.yaml:2:8: expected `packs` that nothing stands against, found R54 left out, a row",
    ),
    "a row left out that there is not": (
        HEAD.replace("rows: [R25, R43]", "without: [R99]"),
        "found R99 left out, which is no row of the house default",
    ),
}


@pytest.mark.parametrize(("head", "said"), WITHOUT.values(), ids=WITHOUT.keys())
def test_what_cannot_be_set_up_is_a_fault_of_the_script(head: str, said: str) -> None:
    """A day whose people or rows the record refuses is not played; its line is named."""
    with pytest.raises(ScriptError) as caught:
        played("{do: stop, by: grip}", head=head)
    assert said in caught.value.lines[0]


def test_a_short_day_needs_no_officers() -> None:
    """A script that names no officer gets some of its own."""
    head = "\n".join(line for line in HEAD.splitlines() if "roles: officer" not in line) + "\n"
    assert played("{do: stop, by: grip}", head=head).steps[0].came is Came.HAPPENED


def test_what_a_step_receives_is_not_there_before() -> None:
    """A gun that arrives at ten is not there at nine."""
    early = '{at: "09:00", do: passes, id: early, gun: colt-2, to: lead, by: armorer}'
    arrives = '{at: "10:00", do: receive-gun, id: arrives, gun: colt-2, by: armorer}'
    day_played = played(early, arrives)
    assert step(day_played, "early").came is Came.NOT_REACHED
    assert step(day_played, "arrives").came is Came.HAPPENED


def test_a_day_without_steps_is_played() -> None:
    """A script that only declares people and things is a day on which nothing happens."""
    assert played().steps == ()


def test_a_step_has_its_line() -> None:
    """Each step as played names the line it was written in."""
    loaded = read(day("{do: stop, by: grip}"))
    assert loaded.steps[0].mark.line == HEAD.count("\n") + 1
