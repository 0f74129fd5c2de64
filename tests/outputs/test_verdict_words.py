"""Verdicts in words: why not yet, what would lift it, and what nothing on record rests on."""

from __future__ import annotations

import pytest

from showclear.desk.questions import Standing
from showclear.field.ids import NO_EVENT, NOBODY, PersonId
from showclear.field.instants import Now
from showclear.field.patterns import PATTERNS
from showclear.outputs.words.catalogue import catalogue, languages
from showclear.outputs.words.verdicts import (
    because,
    ended_by,
    last_shown,
    lift,
    not_yet,
    noted,
    nothing_against,
    position,
    shown_on_radio,
    stated,
)
from showclear.record.codes import Code, Refusal
from showclear.record.events.handling import EndCause
from showclear.record.showing import Cause, Shown, Statement
from showclear.record.state import By, Charge
from tests.kit import gun, person

NOW = Now(utc_ms=0, boot=1, boot_ms=0, epoch=0)
BOTH = (person("armorer").id, person("first-ad").id)


class Called:
    """Names as a set says them."""

    def name(self, subject: str) -> str:
        """Return a name for an id that the tests know."""
        known = {gun("colt"): "Colt 3", BOTH[0]: "Anna Ruiz", BOTH[1]: "Omar Diaz"}
        return known.get(subject, subject)


def reason(code: Code = Code.NOT_SHOWN, *, words: str = "show it") -> Refusal:
    """Return a reason against a step."""
    return Refusal(code=code, rule="R32", facts=(), lift=words)


def gun_now(stands: Statement, *, ended: str = "", age_ms: int | None = 240_000) -> Standing:
    """Return what stands about one gun, in the armorer's charge."""
    return Standing(
        weapon=gun("colt"),
        weapon_class=6,
        charge=Charge(by=By.HANDLER, who=BOTH[0]),
        in_hand=BOTH[0],
        in_hand_reported=False,
        stands=stands,
        age_ms=age_ms,
        ended=ended,
        shown_to=NOBODY,
        kept=NO_EVENT,
    )


def six_dummies(*by: PersonId) -> Statement:
    """Return a statement by these people."""
    return Statement(shown=Shown.DUMMIES, rounds=6, by=by, at=NOW)


def test_not_yet_says_because_and_what_would_lift_it() -> None:
    """The rule's own sentence of what lifts it is said in English, with names for ids."""
    refusal = reason(Code.NOT_IN_HAND, words=f"collect {gun('colt')} first")
    assert not_yet(refusal, Called(), catalogue("en")) == (
        "Not yet: because it is in somebody else's hand. To lift it: collect Colt 3 first."
    )


def test_in_another_language_the_general_words_are_said() -> None:
    """Nobody reads half a sentence in English: what lifts it is in the reader's language."""
    refusal = reason(Code.NOT_IN_HAND, words=f"collect {gun('colt')} first")
    assert not_yet(refusal, Called(), catalogue("es")) == (
        "Todavía no: porque la tiene otra persona en la mano. Para levantarlo: recogerla primero."
    )


def test_a_reason_without_words_of_its_own_has_the_general_ones() -> None:
    """A code that comes from the log alone still says what would lift it."""
    assert lift(reason(words=""), Called(), catalogue("en")).startswith("show it: all positions")


def test_what_was_only_noted_is_said_to_be() -> None:
    """An alert does not say not yet."""
    assert noted(reason(), Called(), catalogue("en")) == (
        "Noted: it has not been shown for this step. To settle it: show it."
    )


@pytest.mark.parametrize("language", languages())
def test_every_code_and_end_has_its_sentence(language: str) -> None:
    """No code is shown to a person as it stands, in any language."""
    words = catalogue(language)
    for code in Code:
        assert because(code.value, words) != code.value.replace("_", " ")
        assert words.has(f"lift.{code.value}")
    for cause in EndCause:
        assert words.has(f"ended.{cause.value}")


def test_what_a_newer_program_says_is_shown_as_it_stands() -> None:
    """A code or an end that this program does not know is readable all the same."""
    assert because("something_newer", catalogue("es")) == "something newer"
    assert ended_by("something-newer", catalogue("es")) == "something newer"
    assert ended_by("dropped", catalogue("es")) == "se cayó"


def test_nothing_against_it_never_stands_alone() -> None:
    """By whom, to whom and how long ago is part of the sentence."""
    now = gun_now(six_dummies(*BOTH))
    assert nothing_against(now, Called(), catalogue("en")) == (
        "Nothing on record against it; "
        "last shown: 6 dummies, by Anna Ruiz to Omar Diaz, 4 min ago."
    )
    assert nothing_against(now, Called(), catalogue("es")) == (
        "Nada en el registro en contra; mostrada por última vez: "
        "6 cartuchos inertes (dummies), por Anna Ruiz a Omar Diaz, hace 4 min."
    )


def test_one_persons_word_is_said_to_be_one_persons() -> None:
    """What rests on one look names nobody it was shown to."""
    stands = Statement(shown=Shown.NON_FIRING, by=BOTH[:1], at=NOW)
    assert nothing_against(gun_now(stands), Called(), catalogue("en")) == (
        "Nothing on record against it; "
        "last shown: non-firing, seen as such, by Anna Ruiz, 4 min ago."
    )


@pytest.mark.parametrize(
    ("cause", "ended", "tail"),
    [
        (Cause.ENDED, "dropped", "because it was dropped."),
        (Cause.NO_LOOKS, "received", "because it arrived and nobody has shown it yet."),
        (Cause.NO_LOOKS, "", "because nobody has shown it."),
        (Cause.DISAGREE, "dropped", "because the looks disagree."),
        (Cause.NONE, "", "because nobody has shown it."),
    ],
)
def test_where_nothing_stands_it_says_why(cause: Cause, ended: str, tail: str) -> None:
    """A gun of which nothing stands is said to be one, with what ended it."""
    now = gun_now(Statement(shown=Shown.UNKNOWN, cause=cause), ended=ended, age_ms=None)
    said = nothing_against(now, Called(), catalogue("en"))
    assert said == f"Nothing on record against it; last shown: nothing stands, {tail}"


def test_what_was_last_shown_says_nothing_of_a_step() -> None:
    """Of a gun alone it is said what was last shown of it, or why nothing stands."""
    words = catalogue("en")
    said = last_shown(gun_now(six_dummies(*BOTH)), Called(), words)
    assert said == "Last shown: 6 dummies, by Anna Ruiz to Omar Diaz, 4 min ago"
    alone = Statement(shown=Shown.NON_FIRING, by=BOTH[:1], at=NOW)
    assert last_shown(gun_now(alone), Called(), words) == (
        "Last shown: non-firing, seen as such, by Anna Ruiz, 4 min ago"
    )
    gone = gun_now(Statement(shown=Shown.UNKNOWN, cause=Cause.ENDED), ended="jammed", age_ms=None)
    assert last_shown(gone, Called(), words) == "Nothing shown stands: it jammed"


def test_a_closed_look_gives_no_answer_away() -> None:
    """While the first look is closed, nothing but that is said."""
    now = gun_now(Statement(shown=Shown.UNKNOWN, cause=Cause.ONE_LOOK), age_ms=None)
    said = nothing_against(now, Called(), catalogue("en"), still_closed=True)
    assert said.endswith("one look is in and still closed; a second person looks for themselves.")


@pytest.mark.parametrize("language", languages())
def test_every_statement_and_cause_has_words(language: str) -> None:
    """Each kind of statement, and each reason why none stands, is said in words."""
    words = catalogue(language)
    for shown in Shown:
        assert stated(Statement(shown=shown, rounds=2), words)
    for cause in Cause:
        now = gun_now(Statement(shown=Shown.UNKNOWN, cause=cause), age_ms=None)
        assert nothing_against(now, Called(), words)


def test_a_complete_showing_has_its_sentence_for_the_radio() -> None:
    """Two have shown it: the sentence names them; before that there is none."""
    words = catalogue("en")
    both = shown_on_radio(gun_now(six_dummies(*BOTH)), Called(), words)
    assert both == "Colt 3: 6 dummies. Shown by Anna Ruiz to Omar Diaz."
    assert shown_on_radio(gun_now(six_dummies(*BOTH[:1])), Called(), words) == ""


@pytest.mark.parametrize(
    ("name", "english", "spanish"),
    [
        ("chamber-3", "chamber 3", "recámara 3"),
        ("bore", "bore", "ánima"),
        ("bore-2", "bore 2", "ánima 2"),
        ("magazine-12", "gun magazine, round 12", "cargador del arma, cartucho 12"),
        ("gun-magazine", "gun magazine", "cargador del arma"),
        ("lid-4", "lid-4", "lid-4"),
        ("lid", "lid", "lid"),
    ],
)
def test_a_position_is_said_in_words(name: str, english: str, spanish: str) -> None:
    """A numbered position keeps its number; one nobody has a word for stands as it is written."""
    assert position(name, catalogue("en")) == english
    assert position(name, catalogue("es")) == spanish


@pytest.mark.parametrize("language", languages())
def test_every_position_of_every_pattern_has_words(language: str) -> None:
    """Whatever a look asks about, in any gun there is, is asked in words."""
    words = catalogue(language)
    names = {
        family.replace("#", "1")
        for pattern in PATTERNS.values()
        for family in (*pattern.empty, *pattern.loaded, *pattern.into, *pattern.identified)
    }
    unsaid = {name for name in names if "-" in name and position(name, words) == name}
    assert unsaid == set()
    assert {
        name
        for name in names
        if not (
            words.has(f"position.whole.{name}") or words.has(f"position.{name.rpartition('-')[0]}")
        )
    } == set()
