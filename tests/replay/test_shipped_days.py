"""The days that ship: what is refused in each and why, and what comes of it."""

from __future__ import annotations

from functools import cache
from typing import Final

import pytest

from showclear.replay.play import Came, Mode, Replay, play
from showclear.replay.reading import load, shipped_days
from showclear.replay.stops import stops

# Each refused step of a day as written, with the codes of what stood against it.
REFUSED: Final[dict[str, dict[str, set[str]]]] = {
    "first-morning": {
        "too-early": {"opening_check_missing"},
        "not-shown": {"showing_ended"},
        "during-stop": {"stop_open"},
    },
    "ordinary-day": {
        "too-early": {"showing_ended"},
        "one-not-seen": {"looks_disagree"},
        "jam-not-seen": {"bore_not_seen", "function_not_seen", "showing_ended"},
        "too-soon": {
            "function_not_seen", "going_again_not_here", "showing_ended", "wait_not_over",
        },
        "muddy": {
            "bore_not_seen", "function_not_seen", "opening_check_missing", "showing_ended",
        },
        "late-rider": {"not_briefed"},
        "with-deputy": {"carrier_inside"},
        "losing-light": {"not_in_set_up", "showing_ended"},
        "next-morning": {"difference_open"},
    },
    "theatre-evening": {"bare": {"showing_ended"}},
    "school-film": {
        "unseen": {"announced_differs"},
        "no-guardian": {"guardian_not_present"},
    },
}  # fmt: skip
# Where somebody comes to harm, as written and with every refusal overridden.
HARM: Final = {"ranch-2021": "gunshot", "night-1993": "gunshot"}
# Rules of the catalogue's `Breaks` that stand against the chain when every refusal is overridden.
# The others named there need an event that the public record does not have (who stood where, what
# lay in which drawer) or were not asked before the harm.
BREAKS: Final = {
    "ranch-2021": {
        "R04", "R11", "R15", "R17", "R18", "R26", "R32", "R33", "R36", "R37", "R45", "R48",
    },
    "night-1993": {"R15", "R17", "R18", "R25", "R38"},
}  # fmt: skip
DAY_STEPS_MIN: Final = 200


@cache
def played(name: str, mode: Mode = Mode.AS_WRITTEN) -> Replay:
    """Return a shipped day as played."""
    return play(load(name), mode)


def test_every_shipped_day_has_its_expectations() -> None:
    """No day ships without somebody having read what comes of it."""
    assert set(REFUSED) | set(HARM) == set(shipped_days())


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_and_why(name: str) -> None:
    """Each refusal is one that the day was written for, and there is no other."""
    found = {
        step.name: {reason.code.value for reason in step.refusals}
        for step in played(name).steps
        if step.refusals
    }
    assert found == REFUSED[name]


@pytest.mark.parametrize("name", REFUSED)
def test_everything_else_comes_about(name: str) -> None:
    """What was not refused happened; nothing is left out because the world would not have it."""
    others = {step.name: step.came for step in played(name).steps if not step.refusals}
    assert set(others.values()) == {Came.HAPPENED}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("mode", Mode)
def test_nobody_comes_to_harm_on_an_invented_day(name: str, mode: Mode) -> None:
    """Whatever is obeyed or overridden: nothing in these days is live."""
    assert played(name, mode).harm is None


@pytest.mark.parametrize("name", HARM)
def test_the_chain_of_the_public_record(name: str) -> None:
    """As it went, and with every refusal overridden, somebody is harmed; obeyed, nobody is."""
    for mode in (Mode.AS_WRITTEN, Mode.OVERRIDE):
        harm = played(name, mode).harm
        assert harm is not None
        assert harm.name == HARM[name]
    assert played(name, Mode.OBEY).harm is None


@pytest.mark.parametrize("name", BREAKS)
def test_the_rules_that_would_have_stood_against_the_chain(name: str) -> None:
    """The rules that the catalogue names for the chain are among those that stood against it."""
    rules = {rule for stop in stops(played(name, Mode.OVERRIDE)) for rule in stop.rules}
    assert rules >= BREAKS[name]


def test_the_first_chain_would_have_been_stopped_by_different_people() -> None:
    """At the ranch the refusals rest on statements of more than one person."""
    people = {
        person for stop in stops(played("ranch-2021", Mode.OVERRIDE)) for person in stop.people
    }
    assert len(people) > 1
    assert len(stops(played("ranch-2021", Mode.OVERRIDE))) > 1


@pytest.mark.parametrize("name", HARM)
def test_a_chain_cites_its_sources_and_names_nobody(name: str) -> None:
    """Each source that a step cites is listed, and people are called by their role."""
    loaded = load(name)
    cited = {placed.step.source for placed in loaded.steps if placed.step.source}
    assert cited
    assert cited <= set(loaded.day.sources)


def test_the_ordinary_day_is_a_whole_day() -> None:
    """It has the steps of a day, and each kind of trouble that the trade's chairs tell."""
    steps = played("ordinary-day").steps
    verbs = {step.verb for step in steps}
    assert len(steps) >= DAY_STEPS_MIN
    assert verbs >= {
        "dropped", "wetted", "jam", "misfire", "relief", "carrier", "brief", "line-look",
        "line-issue", "found-round", "on-paper", "go-again", "went-ahead", "decline",
        "set-up-changed", "nothing-moved", "ask-to-see", "snapped", "found-with", "lock-up",
    }  # fmt: skip
    differing = [text for step in steps for text in step.differs]
    assert any("truly" in text for text in differing)
