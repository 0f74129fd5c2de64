"""Events: one text for one event, and every other text refused with its reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showclear.errors import EnvelopeError
from showclear.field.ids import EventId, KeyId
from showclear.field.people import Role
from showclear.record.envelope import PAYLOAD_TYPE, Envelope, Signature
from showclear.record.event import (
    Event,
    check_signers,
    decode_event,
    encode_event,
    id_of,
    is_origin,
    public_key,
    signer_people,
)
from showclear.record.events.base import Body
from showclear.record.events.table import BY_BODY, BY_TAG, TABLE
from showclear.record.limits import ABOUT_MAX, ORIGIN_CHARACTERS_MAX, SIZE_MAX, TOUCHES_MAX
from tests.kit import OFFICERS, person, signed_by
from tests.record.event_strategies import events
from tests.record.examples import examples

STOP = "stop/1"
Json = dict[str, Any]

EXAMPLES_OF_A_TYPE = 20  # of each of some forty types

REASONS = frozenset(
    {
        "event_malformed",
        "event_not_canonical",
        "unknown_type",
        "unknown_version",
        "wrong_touches",
    }
)


def refused(payload: bytes) -> EnvelopeError:
    """Return what the decoder says of a payload that it must refuse."""
    with pytest.raises(EnvelopeError) as caught:
        decode_event(payload)
    assert str(caught.value).startswith("event: expected ")
    return caught.value


def code_of(payload: bytes) -> str:
    """Return the code of a refusal, or an empty text."""
    try:
        decode_event(payload)
    except EnvelopeError as problem:
        return problem.code
    return ""


def written(document: Json) -> bytes:
    """Return a document in the form that events are written in."""
    return json.dumps(document, separators=(",", ":"), sort_keys=True).encode()


def changed(change: Callable[[Json], object], tag: str = STOP) -> bytes:
    """Return an example with one thing changed, in canonical form otherwise."""
    document = json.loads(examples()[tag])
    change(document)
    return written(document)


# -- what we write we read -------------------------------------------------------------------


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.tag)
def test_every_type_reads_back(row: Any) -> None:
    """An event of every type of the table reads back to itself."""
    payload = examples()[row.tag]
    event = decode_event(payload)
    assert encode_event(event) == payload
    assert BY_BODY[type(event.body)] is row is BY_TAG[row.tag]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.tag)
@settings(max_examples=EXAMPLES_OF_A_TYPE)
@given(data=st.data())
def test_every_event_reads_back(row: Any, data: st.DataObject) -> None:
    """Any well-formed event of a type reads back, or its origin is no origin."""
    event = data.draw(events(row.body))
    payload = encode_event(event)
    if is_origin(event.origin):
        assert decode_event(payload) == event
    else:
        problem = refused(payload)
        assert problem.code == "event_malformed"
        assert problem.expected == "an origin like custody.example/prod7"


# -- other forms -----------------------------------------------------------------------------

GOOD = examples()[STOP]

CHARACTERS = {
    "a line end": (GOOD + b"\n", "byte 0x0a"),
    "a tab": (GOOD.replace(b'":"', b'":\t"', 1), "byte 0x09"),
    "a nul": (GOOD.replace(b"crew", b"cr\x00ew"), "byte 0x00"),
    "a delete": (GOOD.replace(b"crew", b"cr\x7few"), "byte 0x7f"),
    "an escape": (GOOD.replace(b"crew", b"cr\\u0065w"), "byte 0x5c"),
    "an escaped slash": (GOOD.replace(b"example/", b"example\\/"), "byte 0x5c"),
    "a letter with an accent": (GOOD.replace(b"crew", "cr\u00e9w".encode()), "byte 0xc3"),
    "a right-to-left override": (GOOD.replace(b"crew", "\u202ecrew".encode()), "byte 0xe2"),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, "byte 0xef"),
    "a byte of no text": (GOOD.replace(b"crew", b"cr\xffw"), "byte 0xff"),
}


@pytest.mark.parametrize(("payload", "found"), CHARACTERS.values(), ids=CHARACTERS.keys())
def test_only_printable_characters(payload: bytes, found: str) -> None:
    """A control, bidirectional, escaped or other non-ASCII character is refused by its byte."""
    problem = refused(payload)
    assert problem.code == "event_characters"
    assert str(problem) == f"event: expected printable ASCII without escapes, found {found}"


OTHER_FORMS = {
    "a space after it": GOOD + b" ",
    "a space between": GOOD.replace(b":", b": ", 1),
    "a field named twice": GOOD.replace(b'"nonce"', b'"nonce":"' + b"0" * 32 + b'","nonce"'),
    "fields in another order": json.dumps(
        dict(reversed(json.loads(GOOD).items())), separators=(",", ":")
    ).encode(),
    "no touches, said outright": changed(lambda d: d.update(touches=[])),
    "nobody named, said outright": changed(lambda d: d.update(about=[])),
    "a body's default said outright": changed(lambda d: d["body"].update(words="")),
    "a size with a point": GOOD.replace(b'"size":', b'"size":0.0,"size":').replace(
        b"0.0,", b"1.0,"
    ),
    "a size with an exponent": GOOD.replace(b'"size":', b'"size":1e0,"size":'),
}

NAME_IN_PLACE_OF_AN_ID = {
    "a person named": changed(lambda d: d.update(about=["Anna Ruiz"])),
    "a signer": changed(lambda d: d["signers"][0].update(person="Anna Ruiz")),
    "an act": changed(lambda d: d.update(act="the bar scene")),
    "an empty act": changed(lambda d: d.update(act="")),
    "the nonce": changed(lambda d: d.update(nonce="she would not be told to wait...")),
    "a giver": changed(lambda d: d["body"].update(giver="Anna Ruiz"), "collect/1"),
    "the last event": changed(lambda d: d["touches"][0].update(last="no"), "ask-to-see/1"),
    "a row": changed(lambda d: d["body"].update(row="the lunch rule"), "waive/1"),
}


@pytest.mark.parametrize("payload", NAME_IN_PLACE_OF_AN_ID.values(), ids=NAME_IN_PLACE_OF_AN_ID)
def test_no_words_in_place_of_an_id(payload: bytes) -> None:
    """The log is for ever: a name or sentence typed where an id belongs is refused."""
    problem = refused(payload)
    assert problem.code == "event_malformed"
    assert "matching regex" in problem.found


MALFORMED = {
    "nothing": b"",
    "a number": b"1",
    "null": b"null",
    "a list": b"[]",
    "nested without end": b"[" * 20_000,
    "two events": GOOD * 2,
    "an unknown field": changed(lambda d: d.update(place="barn")),
    "an unknown field of the body": changed(lambda d: d["body"].update(reason="x")),
    "an unknown field of a signer": changed(lambda d: d["signers"][0].update(name="x")),
    "an unknown field of the head": changed(lambda d: d["seen"].update(time=1)),
    "no body": changed(lambda d: d.pop("body")),
    "no nonce": changed(lambda d: d.pop("nonce")),
    "no type": changed(lambda d: d["body"].pop("type")),
    "a null act": changed(lambda d: d.update(act=None)),
    "a true size": changed(lambda d: d["seen"].update(size=True)),
    "a size with a half": changed(lambda d: d["seen"].update(size=0.5)),
    "a size in quotes": changed(lambda d: d["seen"].update(size="1")),
    "a size below nought": changed(lambda d: d["seen"].update(size=-1)),
    "a size of 2^53": changed(lambda d: d["seen"].update(size=2**53)),
    "a size beyond every machine's": changed(lambda d: d["seen"].update(size=10**400)),
    "a role nobody has": changed(lambda d: d["signers"][0].update(role="armourer")),
    "a root of 31 bytes": changed(lambda d: d["seen"].update(root="A" * 40 + "AA==")),
    "a key of 63 digits": changed(lambda d: d["signers"][0].update(key="a" * 63)),
    "nobody signs": changed(lambda d: d.update(signers=[])),
    "four sign": changed(lambda d: d.update(signers=d["signers"] * 4)),
    "a nonce of 31 digits": changed(lambda d: d.update(nonce="a" * 31)),
    "a nonce of 33 digits": changed(lambda d: d.update(nonce="a" * 33)),
}


@pytest.mark.parametrize("payload", OTHER_FORMS.values(), ids=OTHER_FORMS.keys())
def test_another_form_of_an_event(payload: bytes) -> None:
    """The same event in another form is refused: one event has one text."""
    problem = refused(payload)
    assert problem.code in {"event_not_canonical", "event_malformed"}
    if b"1e0" not in payload and b"1.0" not in payload:
        assert str(problem) == (
            "event: expected its canonical form (RFC 8785), found another form"
        )


@pytest.mark.parametrize("payload", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_event(payload: bytes) -> None:
    """What is no event of the spec is refused as malformed, with the decoder's reason."""
    problem = refused(payload)
    assert (problem.code, problem.expected) == ("event_malformed", "an event of the spec")
    assert 0 < len(problem.found) <= 300


def test_minus_nought_is_another_form() -> None:
    """Nought has no sign."""
    document = changed(lambda d: d["seen"].update(size=0))
    assert code_of(document) == ""
    assert code_of(document.replace(b'"size":0', b'"size":-0')) == "event_not_canonical"


UNKNOWN = {
    "a type nobody wrote": ("teleport/1", "unknown_type", "a type of the event table"),
    "a version to come": ("stop/2", "unknown_version", "stop/1"),
    "a version before the first": ("stop/0", "unknown_version", "stop/1"),
    "a type without a version": ("stop", "unknown_version", "stop/1"),
    "a type with a capital": ("Stop/1", "unknown_type", "a type of the event table"),
}


@pytest.mark.parametrize(("tag", "code", "expected"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_an_unknown_type_or_version(tag: str, code: str, expected: str) -> None:
    """An unknown type says so; a known type in an unknown version names the known ones."""
    problem = refused(changed(lambda d: d["body"].update(type=tag)))
    assert problem.code == code
    assert problem.expected == expected
    assert problem.found == (f"{tag}/" if tag == "stop" else tag)


NO_INSTANT = "2026-02-30T00:00:00.000Z"


@pytest.mark.parametrize("tag", [STOP, "decided/1"])
def test_a_day_that_never_was(tag: str) -> None:
    """An instant that is not real is refused, the device's and the desk's alike."""

    def put(document: Json) -> None:
        if tag == STOP:
            document["at"] = NO_INSTANT
        else:
            document["body"]["instant"] = NO_INSTANT

    problem = refused(changed(put, tag))
    assert problem.code == "event_malformed"
    assert str(problem) == (
        f"event: expected an instant like 2026-11-22T05:35:00.000Z, found {NO_INSTANT}"
    )


NEVER = {
    "began on paper": ("on-paper/1", "began", "anna ruiz had it all day", ""),
    "ended on paper": ("on-paper/1", "ended", NO_INSTANT, ""),
    "an opened day": ("open-day/1", "date", "2026-02-30", "T00:00:00.000Z"),
    "counts from": ("credential/1", "valid_from", "2026-02-30", "T00:00:00.000Z"),
    "counts until": ("credential/1", "valid_until", "2026-13-01", "T00:00:00.000Z"),
    "laid on until": ("provide/1", "until", "2026-02-30", "T00:00:00.000Z"),
}


@pytest.mark.parametrize(("tag", "field", "text", "rest"), NEVER.values(), ids=NEVER.keys())
def test_no_time_in_a_body_is_free_text(tag: str, field: str, text: str, rest: str) -> None:
    """Each day and instant that a body names is a real one: nothing else fits into its place."""
    problem = refused(changed(lambda d: d["body"].update({field: text}), tag))
    assert problem.code == "event_malformed"
    assert problem.found == f"{text}{rest}"


def test_a_provision_without_a_date() -> None:
    """What is laid on for today only names no date."""
    payload = changed(lambda d: d["body"].pop("until", None), "provide/1")
    assert encode_event(decode_event(payload)) == payload


BOX, GUN, OTHER_GUN = "c-" + "1" * 16, "w-" + "1" * 16, "w-" + "2" * 16
TOUCHES = {
    "none named": ([], "none"),
    "one of two named": ([BOX], BOX),
    "not ascending": ([GUN, BOX], f"{GUN}, {BOX}"),
    "one named twice": ([BOX, BOX, GUN], f"{BOX}, {BOX}, {GUN}"),
    "another named besides": ([BOX, GUN, OTHER_GUN], f"{BOX}, {GUN}, {OTHER_GUN}"),
}


@pytest.mark.parametrize(("items", "found"), TOUCHES.values(), ids=TOUCHES.keys())
def test_touched_items_follow_from_the_body(items: list[str], found: str) -> None:
    """An event touches what its body moves: all of it, once each, ascending, nothing else."""

    def put(document: Json) -> None:
        document["body"].update(weapon=GUN, container=BOX)
        document["touches"] = [{"item": item} for item in items]
        if not items:
            del document["touches"]

    problem = refused(changed(put, "load/1"))
    assert problem.code == "wrong_touches"
    wanted = f"touched items {BOX}, {GUN}, ascending"
    assert str(problem) == f"event: expected {wanted}, found {found}"


def test_an_event_that_touches_nothing() -> None:
    """A stop that names a touched item is refused."""
    problem = refused(changed(lambda d: d.update(touches=[{"item": GUN}])))
    assert str(problem) == f"event: expected touched items none, ascending, found {GUN}"


# -- limits ----------------------------------------------------------------------------------


def _many_items(document: Json, count: int) -> None:
    items = [f"c-{number:016x}" for number in range(count)]
    document["body"]["items"] = items[1:]
    document["body"]["place"] = items[0]
    document["touches"] = [{"item": item} for item in items]


LIMITS: dict[str, tuple[Callable[[int], bytes], int]] = {
    "items touched": (
        lambda count: changed(lambda d: _many_items(d, count), "lock/1"),
        TOUCHES_MAX,
    ),
    "people named": (
        lambda count: changed(lambda d: d.update(about=["p-" + "0" * 16] * count)),
        ABOUT_MAX,
    ),
    "letters of the origin": (
        lambda count: changed(lambda d: d.update(origin="o" * count)),
        ORIGIN_CHARACTERS_MAX,
    ),
    "size of the head": (
        lambda count: changed(lambda d: d["seen"].update(size=count)),
        SIZE_MAX,
    ),
    "letters of an act": (
        lambda count: changed(lambda d: d.update(act="a-" + "0" * (count - 2))),
        18,
    ),
    "letters of a person": (
        lambda count: changed(lambda d: d["signers"][0].update(person="p-" + "0" * (count - 2))),
        18,
    ),
    "signers": (
        lambda count: changed(lambda d: d.update(signers=d["signers"][:1] * count)),
        3,
    ),
    "letters of a last event": (
        lambda count: changed(lambda d: d["touches"][0].update(last="a" * count), "ask-to-see/1"),
        64,
    ),
    "letters of a touched item": (
        lambda count: changed(
            lambda d: d.update(
                touches=[{"item": "w-" + "0" * (count - 2)}],
                body={"type": "ask-to-see/1", "weapon": "w-" + "0" * (count - 2)},
            )
        ),
        18,
    ),
}


@pytest.mark.parametrize(("make", "limit"), LIMITS.values(), ids=LIMITS.keys())
def test_limits_hold_at_and_one_past(make: Callable[[int], bytes], limit: int) -> None:
    """What is at a limit is read; what is one past it is refused as malformed."""
    assert code_of(make(limit)) == ""
    assert code_of(make(limit + 1)) == "event_malformed"


ORIGINS = {
    "a host": ("showclear.example", True),
    "a host and a path": ("showclear.example/prod7/unit-2_b", True),
    "nothing": ("", False),
    "a scheme": ("https://showclear.example", False),
    "a capital": ("Showclear.example", False),
    "a space": ("showclear example", False),
    "a slash at the end": ("showclear.example/", False),
    "two slashes": ("showclear.example//prod7", False),
    "a dash first": ("-showclear.example", False),
    "a line end": ("showclear.example\n", False),
    "too long": ("s" * (ORIGIN_CHARACTERS_MAX + 1), False),
    "the longest": ("s" * ORIGIN_CHARACTERS_MAX, True),
}


@pytest.mark.parametrize(("text", "is_one"), ORIGINS.values(), ids=ORIGINS.keys())
def test_what_can_name_a_ledger(text: str, *, is_one: bool) -> None:
    """An origin is a host and a path in lower case, without a scheme."""
    assert is_origin(text) == is_one


def test_an_origin_that_names_no_ledger() -> None:
    """An event of an origin that can name no ledger is refused, and the message shows it."""
    problem = refused(changed(lambda d: d.update(origin="HTTPS://showclear.example")))
    assert str(problem) == (
        "event: expected an origin like custody.example/prod7, found HTTPS://showclear.example"
    )


# -- mangling --------------------------------------------------------------------------------


@pytest.mark.parametrize("start", range(0, len(GOOD), 61))
def test_no_part_of_an_event_is_one(start: int) -> None:
    """No proper part of an event is an event: all are refused as malformed."""
    for first in range(start, min(start + 61, len(GOOD))):
        for stop in range(first, len(GOOD) + (first > 0)):
            assert code_of(GOOD[first:stop]) == "event_malformed", (first, stop)


def judge_mutant(good: bytes, mutant: bytes) -> None:
    """Check that a mutant is refused with a fitting reason, or is another event."""
    stray = [byte for byte in mutant if not 0x20 <= byte < 0x7F or byte == ord("\\")]
    code = code_of(mutant)
    if stray:
        assert code == "event_characters", mutant
    elif code:
        assert code in REASONS, mutant
    else:
        event = decode_event(mutant)
        assert encode_event(event) == mutant
        assert event != decode_event(good), mutant


@pytest.mark.parametrize("start", range(0, len(GOOD), 61))
def test_every_changed_byte_of_a_stop(start: int) -> None:
    """Changing any byte of an event to any other gets it refused or makes it another event."""
    for place in range(start, min(start + 61, len(GOOD))):
        for byte in range(256):
            if byte != GOOD[place]:
                judge_mutant(GOOD, GOOD[:place] + bytes([byte]) + GOOD[place + 1 :])


OTHER_BYTES = b' "0a,:{}[]/-\\\x00\x80'


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.tag)
def test_mangled_events_of_every_type(row: Any) -> None:
    """A byte changed, doubled or left out of any event is seen, whatever its type."""
    good = examples()[row.tag]
    for place in range(len(good)):
        head, tail = good[:place], good[place + 1 :]
        judge_mutant(good, head + tail)
        judge_mutant(good, good[: place + 1] + good[place:])
        judge_mutant(good, head + bytes([good[place] ^ 1]) + tail)
        other = OTHER_BYTES[place % len(OTHER_BYTES)]
        if other != good[place]:
            judge_mutant(good, head + bytes([other]) + tail)


# -- signers ---------------------------------------------------------------------------------


def sealed(event: Event, keys: list[KeyId]) -> Envelope:
    """Return an envelope with signatures by these keys; the signatures are not looked at here."""
    signatures = tuple(Signature(keyid=key, sig=bytes(64)) for key in keys)
    return Envelope(payload=encode_event(event), payloadType=PAYLOAD_TYPE, signatures=signatures)


def signed(tag: str, *signers: tuple[str, Role]) -> Event:
    """Return an example signed by these people in these roles."""
    parties = tuple(signed_by(name, role) for name, role in signers)
    return msgspec.structs.replace(decode_event(examples()[tag]), signers=parties)


O = Role.OFFICER  # noqa: E741 - a column of the table below
SIGNERS = {
    "one handler for a load": ("load/1", (("armorer", Role.HANDLER),), ""),
    "one caller of two that could lift": ("lift-stop/1", (("first-ad", Role.CALLER),), ""),
    "two officers open": ("opening/1", tuple((name, O) for name in OFFICERS[:2]), ""),
    "three officers open": ("opening/1", tuple((name, O) for name in OFFICERS), ""),
    "one officer opens": (
        "opening/1",
        (("producer", O),),
        "event: expected 2 to 3 signers for this type, found 1",
    ),
    "two sign one's look": (
        "look/1",
        (("armorer", Role.HANDLER), ("first-ad", Role.SECOND_PERSON)),
        "event: expected 1 signers for this type, found 2",
    ),
    "an officer loads": (
        "load/1",
        (("producer", O),),
        "event: expected one of: handler, found officer",
    ),
    "the desk says stop": (
        "stop/1",
        (("grip", Role.DESK),),
        (
            "event: expected one of: caller, crew, handler, officer, outside, performer, "
            "safety-rep, second-person, found desk"
        ),
    ),
    "the new key is not the last to sign": (
        "enrol/1",
        (("grip", Role.ENROLLED), ("producer", O), ("manager", O)),
        "event: expected one of: officer, found enrolled",
    ),
}


@pytest.mark.parametrize(("tag", "signers", "wrong"), SIGNERS.values(), ids=SIGNERS.keys())
def test_who_must_sign_what(tag: str, signers: tuple[tuple[str, Role], ...], wrong: str) -> None:
    """An event needs the number of signers and the roles that its type asks for."""
    event = signed(tag, *signers)
    envelope = sealed(event, [signer.key for signer in event.signers])
    if not wrong:
        check_signers(event, envelope)
        return
    with pytest.raises(EnvelopeError) as caught:
        check_signers(event, envelope)
    assert str(caught.value) == wrong
    assert caught.value.code == (
        "wrong_signer_count" if "signers for" in wrong else "wrong_signer_role"
    )


DIFFERING: dict[str, list[str]] = {
    "none": [],
    "another's key": ["manager", "producer", "grip"],
    "in another order": ["grip", "manager", "producer"],
    "one missing": ["producer", "manager"],
    "one besides": ["producer", "manager", "grip", "grip"],
}


@pytest.mark.parametrize("names", DIFFERING.values(), ids=DIFFERING.keys())
def test_signatures_are_those_of_the_signers(names: list[str]) -> None:
    """The envelope's signatures are by the event's signers, in the event's order."""
    event = signed("enrol/1", ("producer", O), ("manager", O), ("grip", Role.ENROLLED))
    check_signers(event, sealed(event, [signer.key for signer in event.signers]))
    with pytest.raises(EnvelopeError) as caught:
        check_signers(event, sealed(event, [person(name).key for name in names]))
    assert caught.value.code == "signers_differ"
    assert str(caught.value) == (
        "event: expected one signature per signer, in order, found other key ids"
    )


def test_signers_in_order() -> None:
    """The people who sign are named in the order of their signatures."""
    event = decode_event(examples()["opening/1"])
    assert signer_people(event) == tuple(person(name).id for name in OFFICERS)


# -- keys and ids ----------------------------------------------------------------------------

NOT_KEYS = {
    "upper case": "AB" * 32,
    "no hex": "xy" * 32,
    "spaces between the digits": "ab " * 21 + "a",
}


@pytest.mark.parametrize("text", NOT_KEYS.values(), ids=NOT_KEYS.keys())
def test_a_key_is_written_in_one_way(text: str) -> None:
    """A key id in another spelling is refused, and the message shows it."""
    with pytest.raises(EnvelopeError) as caught:
        public_key(KeyId(text))
    assert caught.value.code == "key_not_hex"
    assert str(caught.value) == f"event: expected 64 lower-case hex digits, found {text}"


@given(st.binary(min_size=32, max_size=32))
def test_a_key_is_its_own_id(public: bytes) -> None:
    """A key id gives the key's 32 bytes; an event id likewise."""
    assert public_key(KeyId(public.hex())) == public
    assert id_of(EventId(public.hex())) == public


# -- the table -------------------------------------------------------------------------------


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.tag)
def test_no_body_holds_free_text(row: Any) -> None:
    """No body of the table can hold a name or words: texts are short, patterned or ids."""
    event = decode_event(examples()[row.tag])
    body: Body = event.body
    texts = [value for value in msgspec.to_builtins(body).values() if isinstance(value, str)]
    assert all(len(text) <= 64 for text in texts)
