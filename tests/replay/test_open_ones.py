"""What a step of a script answers, lifts or ends: the only one open, or the one it names."""

from __future__ import annotations

from showclear.replay.play import Came
from tests.replay.days import HEAD, MORNING, played, step

SEEN = "{do: show, id: sh, gun: colt, by: armorer, second: first-ad}"
PUT_IN = "{do: puts-round, gun: colt, position: 3, round: live, by: grip}"
WORRY = "{do: concern, id: worry, about: other, by: grip}"
HELD = "{do: hand-over, id: ho, gun: colt, to: lead, announced: empty, acts: point, by: armorer}"


def answer(of: str = "") -> str:
    """Return the step by which armorer and first AD answer."""
    named = f"of: {of}, " if of else ""
    return f"{{do: answer, id: said, {named}note: asked, by: [armorer, first-ad]}}"


def test_the_only_one_open_needs_no_name() -> None:
    """Two looks that see one thing ask once: one answer without a name is enough."""
    told = played(MORNING, PUT_IN, SEEN, answer())
    assert step(told, "said").came is Came.HAPPENED


def test_a_step_is_answered_by_whichever_of_its_events_is_open() -> None:
    """The first look of a showing asked, the second not: whoever names the showing means that."""
    told = played(MORNING, PUT_IN, SEEN, WORRY, answer("sh"))
    assert step(told, "said").came is Came.HAPPENED


def test_of_several_that_are_open_one_is_named() -> None:
    """Where several are open, which one is meant is not guessed: the steps are listed."""
    told = played(MORNING, PUT_IN, SEEN, WORRY, answer(), HELD)
    said = step(told, "said")
    assert said.came is Came.NOT_REACHED
    assert said.problem == "several are open, say which one: sh, worry"
    assert any(reason.rule == "R15" for reason in step(told, "ho").refusals)


def test_what_is_answered_already_is_refused() -> None:
    """Naming a step of which nothing is open any more is for the record to refuse, with a code."""
    told = played(MORNING, PUT_IN, SEEN, answer("sh"), answer("sh").replace("said", "twice"))
    assert [reason.code.value for reason in step(told, "twice").refusals] == ["nothing_to_lift"]


def test_one_of_several_stops_is_named() -> None:
    """The same holds for stops."""
    stop = "{do: stop, id: one, by: grip}"
    lift = "{do: lift-stop, id: lifted, by: [armorer, first-ad]}"
    told = played(MORNING, stop, stop.replace("one", "two"), lift)
    assert step(told, "lifted").problem == "several are open, say which one: one, two"


def test_what_would_lift_it_names_people_and_things() -> None:
    """No id of the ledger stands in what would lift a refusal: the script's own names do."""
    head = HEAD.replace("purpose: quarantine, keys: armorer", "purpose: quarantine")
    clear = "{do: make-clear, gun: colt, into: apart, lot: dummies-a, by: armorer}"
    told = played(MORNING, PUT_IN, SEEN, clear, HELD, head=head)
    lifts = [reason.lift for reason in step(told, "ho").refusals if reason.rule == "R15"]
    lift = (
        "prove the rounds, or put them in quarantine;"
        " apart keeps nothing apart before officers name its key-holders;"
        " search, then answer each of the 2 open questions"
    )
    assert lifts == [lift]
