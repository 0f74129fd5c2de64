"""What is signed, in words: every type has its sentence, and no value that is signed is hidden."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec
import pytest

from showclear.field.ids import EventId, ItemId, PersonId
from showclear.field.instants import Instant
from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay
from showclear.field.stock import WeaponClass
from showclear.outputs.words.catalogue import Catalogue, catalogue, languages
from showclear.outputs.words.telling import ON_RADIO, Told, told
from showclear.outputs.words.values import WORDS_OF, Values
from showclear.outputs.words.verdicts import position
from showclear.record.event import Event, decode_event, encode_event
from showclear.record.events.handling import (
    Announced,
    EndCause,
    Entered,
    HandOver,
    Look,
    PositionAnswer,
    Purpose,
    ShowingEnded,
)
from showclear.record.events.officers import Predecessor
from showclear.record.events.passing import OnPaper, PaperLine
from showclear.record.events.table import BY_BODY, TABLE
from tests.kit import gun, person
from tests.record.examples import EARLIER, examples, others

AT: Final = Instant("2026-11-22T05:35:00.000Z")
TAGS: Final = [row.tag for row in TABLE]
# What a type's own sentence says of a field in other words than the value's.
IN_OTHER_WORDS: Final = frozenset({"sealed", "works", "ended", "side", "reported"})
HASH: Final = re.compile(r"[0-9a-f]{64}\Z")


class Ids:
    """Names that are the ids themselves, so that each can be found again."""

    def name(self, subject: str) -> str:
        """Return the id in quotes."""
        return f"<{subject}>"


class Called:
    """Names as a set says them."""

    def name(self, subject: str) -> str:
        """Return a name by the kind of id."""
        kinds = {"w": "Colt 3", "p": "Lena Ortiz", "c": "belt 2", "l": "lot D45", "s": "set-up 12"}
        return kinds[subject[0]]


def read(tag: str, language: str) -> Told:
    """Return the example of a type as it is told, from its bytes."""
    return told(decode_event(examples()[tag]), Ids(), catalogue(language))


def with_body(body: Any) -> Event:
    """Return an event with this body, around the header of a stop."""
    return msgspec.structs.replace(decode_event(examples()["stop/1"]), body=body)


def everything(it: Told) -> str:
    """Return all that a person reads of what is signed."""
    return "\n".join([it.sentence, *(f"{label}: {value}" for label, value in it.details)])


def leaves(struct: msgspec.Struct) -> Iterator[tuple[str, object]]:
    """Yield field name and value of everything in a struct that is not at its default."""
    for field in msgspec.structs.fields(type(struct)):
        value = getattr(struct, field.name)
        if field.required or value != field.default:
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, msgspec.Struct):
                    yield from leaves(each)
                else:
                    yield field.name, each


def written(name: str, value: object, words: Catalogue) -> str:
    """Return what must be found in the words for a value; told apart from how they are made."""
    if isinstance(value, enum.Enum):
        return words.say(f"word.{WORDS_OF[type(value)]}.{value.value}")
    if isinstance(value, bytes):
        return value.hex()[:8]
    if isinstance(value, int):
        return _number(name, value, words)
    return _text(name, str(value), words)


def _text(name: str, text: str, words: Catalogue) -> str:
    if re.match(r"[pwcls]-[0-9a-f]{16}\Z", text):
        return f"<{text}>"
    if HASH.match(text):
        return text[:8]
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return words.moment(text) if "T" in text else words.date(text)
    return position(text, words) if name in {"position", "positions"} else text


def _number(name: str, value: int, words: Catalogue) -> str:
    if name == "class_max":
        return words.say(f"word.weapon-class.{value}")
    if name == "utc_offset_minutes":
        return "UTC-07:00"
    if name.endswith("_mm"):
        return words.length(value)
    return words.number(value)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("tag", TAGS)
def test_nothing_that_is_signed_is_hidden(tag: str, language: str) -> None:
    """Every value of a body that is not at its default is in the sentence or the details."""
    words = catalogue(language)
    said = everything(read(tag, language))
    wanted = {
        (name, written(name, value, words))
        for name, value in leaves(decode_event(examples()[tag]).body)
        if name not in IN_OTHER_WORDS and not isinstance(value, bool)
    }
    assert {pair for pair in wanted if pair[1] not in said} == set()


@pytest.mark.parametrize("tag", TAGS)
def test_each_type_has_its_own_title_and_sentence_in_each_language(tag: str) -> None:
    """No two types read alike, and no language borrows another's sentence."""
    by_language = [read(tag, language) for language in languages()]
    assert len({it.sentence for it in by_language}) == len(languages())
    for language in languages():
        alike = [
            other for other in TAGS if read(other, language).title == read(tag, language).title
        ]
        assert alike == [tag]


@pytest.mark.parametrize("tag", TAGS)
def test_who_signs_in_which_role_and_how_is_told(tag: str) -> None:
    """Every signer stands in the details with role and way, and so does the device's time."""
    event = decode_event(examples()[tag])
    signed = [value for label, value in read(tag, "en").details if label == "signed by"]
    assert len(signed) == len(event.signers)
    assert ("time of the device", catalogue("en").moment(event.at)) in read(tag, "en").details


def test_every_sample_of_one_type_is_told_too() -> None:
    """Bodies that the example day has no use for are told without an unknown word."""
    for body in others():
        assert told(with_body(body), Ids(), catalogue("es")).sentence


def test_the_hand_over_reads_as_it_is_spoken() -> None:
    """The handler's sentence names gun, taker, what is in it and what is allowed."""
    it = told(decode_event(examples()["hand-over/1"]), Called(), catalogue("en"))
    assert it.title == "Hand-over"
    assert it.sentence == (
        "I hand Colt 3 to Lena Ortiz. I announce: 6 dummies. "
        "Allowed in the action: point. I stay in charge."
    )
    assert it.radio == "Colt 3: 6 dummies. With Lena Ortiz."


def test_the_performer_signs_no_more_than_that() -> None:
    """A performer says: I was shown, I took it; never that anything was checked."""
    it = told(decode_event(examples()["shown/1"]), Called(), catalogue("en"))
    assert it.sentence == "I was shown Colt 3. I took it."


@pytest.mark.parametrize(
    ("announced", "rounds", "load", "apart"),
    [
        (Announced.EMPTY, 0, "seen empty", []),
        (Announced.EMPTY, 3, "seen empty", ["3 rounds"]),
        (Announced.NON_FIRING, 0, "non-firing, seen as such", []),
        (Announced.DUMMIES, 1, "1 dummy.", []),
        (Announced.BLANKS, 2, "2 blanks", []),
        (Announced.MIXED, 4, "4 rounds, mixed kinds", []),
    ],
)
def test_a_number_that_contradicts_the_word_is_told_apart(
    announced: Announced, rounds: int, load: str, apart: list[str]
) -> None:
    """Empty is announced without a number; one that is signed all the same is shown."""
    body = HandOver(
        weapon=gun("colt"), to=person("performer").id, announced=announced, rounds=rounds, looks=()
    )
    it = told(with_body(body), Called(), catalogue("en"))
    assert f"I announce: {load}" in it.sentence
    assert [value for label, value in it.details if label == "rounds"] == apart
    assert ("rests on", "none") in it.details


def test_answers_alike_in_a_row_are_taken_together() -> None:
    """What was seen, heard, told and not seen stays apart, each position named."""
    answers = (
        PositionAnswer(position="chamber-1", how=How.SAW, holds=Holds.DUMMY),
        PositionAnswer(position="chamber-2", how=How.SAW, holds=Holds.DUMMY),
        PositionAnswer(position="chamber-3", how=How.COULD_NOT_SEE, holds=Holds.NOT_SEEN),
        PositionAnswer(
            position="bore", how=How.SAW, holds=Holds.EMPTY, method=BoreMethod.ROD_TO_MARK
        ),
    )
    body = Look(
        weapon=gun("colt"),
        cites=EARLIER,
        purpose=Purpose.SHOWING,
        way=LookWay.SEEN_EMPTY,
        entered=Entered.EACH,
        answers=answers,
    )
    assert told(with_body(body), Called(), catalogue("en")).sentence == (
        "I looked at Colt 3 (showing; seen empty): chamber 1, chamber 2: saw, dummy; "
        "chamber 3: could not see, not seen; bore: saw, empty; rod to its mark."
    )


@pytest.mark.parametrize(
    ("tag", "field", "value", "sentence"),
    [
        ("receive-rounds/1", "sealed", False, "not sealed. The supplier says"),
        ("receive-rounds/1", "sealed", True, ", sealed. The supplier says"),
        ("duty/1", "ended", True, "has ended another duty: driver"),
        ("duty/1", "ended", False, "has taken up another duty: driver"),
        ("function-seen/1", "works", True, "works as it should"),
        ("function-seen/1", "works", False, "does not work as it should"),
        ("found-with/1", "holder", PersonId(""), "Found unattended: Colt 3."),
        ("collect/1", "giver", PersonId(""), "I have back in my hand: Colt 3."),
        ("went-ahead/1", "in_hand", PersonId(""), "leave: Colt 3, handed over."),
        ("answer/1", "of", EventId(""), "An open question or concern is answered."),
        ("class-limit/1", "class_max", 0, "The highest class handed to Lena Ortiz: none."),
    ],
)
def test_a_sentence_follows_what_is_signed(
    tag: str, field: str, value: object, sentence: str
) -> None:
    """Where one field turns the meaning round, the sentence turns with it."""
    body = decode_event(examples()[tag]).body
    changed = msgspec.structs.replace(body, **{field: value})
    assert sentence in told(with_body(changed), Called(), catalogue("en")).sentence


def test_a_type_says_a_field_by_its_own_label_where_it_has_one() -> None:
    """The line of a set-up is its muzzle's; the line of a walk is its guns."""
    said = Values(Called(), catalogue("en"))
    assert said.label("line", "approve-set-up") == "muzzle line"
    assert said.label("line", "look-line") == "line"


def test_lengths_in_feet_stand_beside_what_was_signed() -> None:
    """Inches are rounded, so the millimetres that are signed are shown with them."""
    american = told(decode_event(examples()["test-fire/1"]), Called(), catalogue("en-US"))
    british = told(decode_event(examples()["test-fire/1"]), Called(), catalogue("en-GB"))
    assert "9 ft 10 in (signed: 3,000 mm)" in american.sentence
    assert british.sentence.endswith("reach 3 m.")


def test_instants_are_on_the_productions_clock_where_it_is_known() -> None:
    """Without the offset a time is told in UTC and says so."""
    lines = (PaperLine(item=gun("colt"), in_hand=person("grip").id),)
    body = OnPaper(sheet="ab" * 32, began=AT, ended=AT, lines=lines)
    words = catalogue("es")
    assert "5:35 UTC" in told(with_body(body), Called(), words).sentence
    there = told(with_body(body), Called(), words, offset_minutes=-420).sentence
    assert "21 nov 2026, 22:35" in there
    assert "UTC" not in there


def test_the_ledger_that_is_succeeded_is_told_with_its_head() -> None:
    """A new ledger says which one it succeeds, how long that was, and its head's beginning."""
    before = Predecessor(origin="old.example/prod6", size=7, root=bytes.fromhex("ab" * 32))
    body = msgspec.structs.replace(decode_event(examples()["opening/1"]).body, succeeds=before)
    details = dict(told(with_body(body), Called(), catalogue("en")).details)
    assert details["succeeds"] == (
        "ledger: old.example/prod6, entries: 7, head: fingerprint abababab…"
    )
    assert details["clock"] == "UTC-07:00"


def test_people_named_besides_are_told() -> None:
    """Whoever an event is about, without signing it, stands in the details."""
    event = msgspec.structs.replace(
        decode_event(examples()["stop/1"]), about=(person("performer").id,)
    )
    assert ("about", "Lena Ortiz") in told(event, Called(), catalogue("en")).details


def test_a_commitment_is_said_to_stand_for_words() -> None:
    """Words that lie beside the log are said to belong to it, with their hash's beginning."""
    details = dict(told(decode_event(examples()["waive/1"]), Called(), catalogue("en")).details)
    said = details["measure taken instead"]
    assert re.match(r"the words written down with it \([0-9a-f]{8}…\)\Z", said)


def test_the_desk_is_called_by_its_word_in_each_language() -> None:
    """The desk's own events are signed by the desk, which is no person with a name."""
    event = decode_event(examples()["decided/1"])
    desk = msgspec.structs.replace(event.signers[0], person=PersonId("desk"))
    told_ = told(msgspec.structs.replace(event, signers=(desk,)), Called(), catalogue("es"))
    assert dict(told_.details)["firmado por"].startswith("la mesa (desk), ")


# -- the radio --------------------------------------------------------------------------------

RADIO: Final = {
    "load/1": "Colt 3: 6 rounds put in, of lot D45.",
    "hand-over/1": "Colt 3: 6 dummies. With Lena Ortiz.",
    "collect/1": "Back with Lena Ortiz: Colt 3.",
    "lock/1": "Locked away: Colt 3.",
    "go-again/1": "Going again. Colt 3 stays with the same performer.",
    "issue-line/1": "1 gun out along the line: seen empty.",
    "stop/1": "Stop. Guns go back to the armorer.",
    "misfire/1": "Misfire, Colt 3. It stays pointing where it points. Everybody waits.",
    "discharge/1": "Gunshot not called for, Colt 3. Work with guns stops.",
}


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_said_on_the_radio(tag: str) -> None:
    """Acts that are called out have a sentence for it, every other has none."""
    it = told(decode_event(examples()[tag]), Called(), catalogue("en"))
    assert it.radio == RADIO.get(tag, "")


def test_only_a_jam_is_called_out_of_what_ends_a_showing() -> None:
    """A jam brings the armorer; what else ends a showing is no call."""
    called = {
        cause: told(
            with_body(ShowingEnded(weapon=gun("colt"), cause=cause)), Called(), catalogue("en")
        ).radio
        for cause in EndCause
    }
    assert {cause for cause, said in called.items() if said} == {EndCause.JAMMED}
    assert called[EndCause.JAMMED] == "Jam, Colt 3. The armorer is coming to it."


def test_the_radio_never_says_where_guns_are_kept() -> None:
    """The sentence about locking away names no place: a channel is a public one."""
    body = decode_event(examples()["lock/1"]).body
    place = msgspec.structs.replace(body, place=ItemId("c-00000000000000ee"))
    assert "c-00000000000000ee" not in told(with_body(place), Ids(), catalogue("en")).radio
    assert len(ON_RADIO) == len(RADIO)


def test_what_is_told_is_made_from_the_bytes() -> None:
    """The same bytes give the same words, whoever decoded them."""
    for row in TABLE:
        payload = examples()[row.tag]
        event = decode_event(payload)
        assert encode_event(event) == payload
        assert BY_BODY[type(event.body)] is row
        once, again = (told(decode_event(payload), Ids(), catalogue("en")) for _ in range(2))
        assert once == again


def test_classes_of_weapon_have_a_word_each() -> None:
    """All six classes, and none."""
    said = {catalogue("en").say(f"word.weapon-class.{number}") for number in (0, *WeaponClass)}
    assert len(said) == len(WeaponClass) + 1
