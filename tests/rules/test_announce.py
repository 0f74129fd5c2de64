"""The sentence for the radio: name, kind and number, load, word, with whom, shown to whom."""

from __future__ import annotations

from typing import Final

import pytest

from showclear.record.events.handling import Announced
from showclear.rules.announce import Said, Spoken, radio_sentence, spoken
from showclear.rules.frame import Params
from tests.rules import floor

WORDS: Final = Spoken(cold=("cold", "dead"), hot=("hot",))
LEAD: Final = "the lead"


def said(
    announced: Announced, rounds: int = 0, *shown_to: str, load: str = "", holder: str = LEAD
) -> Said:
    """Return what is to be said of the Colt that this set calls three."""
    return Said(
        weapon="Colt three",
        announced=announced,
        rounds=rounds,
        load=load,
        holder=holder,
        shown_to=shown_to,
    )


SENTENCES: Final[dict[str, tuple[Said, str]]] = {
    "six dummies, with the lead, shown to two": (
        said(Announced.DUMMIES, 6, "the AD", LEAD),
        "Colt three, six dummies, cold, with the lead, shown to the AD and the lead",
    ),
    "one dummy is one": (
        said(Announced.DUMMIES, 1, "the AD"),
        "Colt three, one dummy, cold, with the lead, shown to the AD",
    ),
    "an empty gun never sounds like one with dummies": (
        said(Announced.EMPTY, 0, "the AD"),
        "Colt three, empty, cold, with the lead, shown to the AD",
    ),
    "blanks with their load's words": (
        said(Announced.BLANKS, 2, "the AD", "the camera", LEAD, load="half load"),
        (
            "Colt three, two blanks, half load, hot, with the lead, "
            "shown to the AD, the camera and the lead"
        ),
    ),
    "one blank": (
        said(Announced.BLANKS, 1, "the AD"),
        "Colt three, one blank, hot, with the lead, shown to the AD",
    ),
    "mixed is hot": (
        said(Announced.MIXED, 3, "the AD"),
        "Colt three, three rounds, mixed, hot, with the lead, shown to the AD",
    ),
    "what cannot fire is neither cold nor hot": (
        said(Announced.NON_FIRING),
        "Colt three, non-firing, with the lead",
    ),
    "what cannot fire may still be shown": (
        said(Announced.NON_FIRING, 0, LEAD),
        "Colt three, non-firing, with the lead, shown to the lead",
    ),
    "what can fire and was shown to nobody says so": (
        said(Announced.EMPTY),
        "Colt three, empty, cold, with the lead, shown to nobody",
    ),
    "with nobody yet": (
        said(Announced.EMPTY, 0, "the AD", holder=""),
        "Colt three, empty, cold, shown to the AD",
    ),
    "twelve is a word": (
        said(Announced.DUMMIES, 12, "the AD"),
        "Colt three, twelve dummies, cold, with the lead, shown to the AD",
    ),
    "thirteen is a figure": (
        said(Announced.DUMMIES, 13, "the AD"),
        "Colt three, 13 dummies, cold, with the lead, shown to the AD",
    ),
    "none is no": (
        said(Announced.BLANKS, 0, "the AD"),
        "Colt three, no blanks, hot, with the lead, shown to the AD",
    ),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_the_sentence_for_the_radio(case: str) -> None:
    """The sentence names the kind of round before the word, and everybody it was shown to."""
    given, sentence = SENTENCES[case]
    assert radio_sentence(given, WORDS) == sentence


@pytest.mark.parametrize(
    ("announced", "kind"),
    [(Announced.DUMMIES, "two dummies"), (Announced.BLANKS, "two blanks")],
)
def test_without_words_the_kind_is_still_said(announced: Announced, kind: str) -> None:
    """Where no row gives the words, the sentence leaves them out and names the kind."""
    sentence = radio_sentence(said(announced, 2, "the AD"), Spoken())
    assert sentence == f"Colt three, {kind}, with the lead, shown to the AD"


def test_the_words_come_from_the_row() -> None:
    """The words are those of the row in force, in the pack's order."""
    row = floor.parameters(words_cold=("kalt", "leer"), words_hot=("heiß",))
    assert spoken(row) == Spoken(cold=("kalt", "leer"), hot=("heiß",))


@pytest.mark.parametrize("given", [floor.parameters(), floor.parameters(words_cold=1)])
def test_a_row_without_words_gives_none(given: Params) -> None:
    """No words, or a number in their place, are no words."""
    assert spoken(given) == Spoken()
