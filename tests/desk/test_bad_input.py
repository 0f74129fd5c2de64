"""What comes from outside and is no authenticated event: an error, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import msgspec
import pytest

from showclear.adapters.signatures import ORDER_8_Y
from showclear.desk.compose import Header, compose, join
from showclear.errors import EnvelopeError
from showclear.field.ids import KeyId
from showclear.field.people import Role, Way
from showclear.record.envelope import Signature, open_envelope, signed_bytes
from showclear.record.event import SignedBy
from showclear.record.events.desk import Outcome, Unattributed, Why
from showclear.record.events.handling import (
    Lock,
    OpenDay,
)
from showclear.record.events.officers import Enrol, Revoke, RevokeCause
from showclear.record.events.table import AnyBody
from showclear.record.limits import ENVELOPE_BYTES_MAX
from showclear.record.registry import Registry
from tests.desk.envelopes import a_day, a_stop, resigned, sealed, with_bad_signature, working_day
from tests.desk.receipts import whole
from tests.kit import (
    ORIGIN,
    OnDesk,
    all_rows,
    box,
    gun,
    opening,
    person,
    signed_by,
)

Payload = dict[str, Any]


@pytest.fixture
def story() -> OnDesk:
    """Return a working day: a gun that passed its opening check in its lock, proved dummies."""
    return working_day()


def written(text: Payload) -> bytes:
    """Return the canonical form of a payload that may be no event."""
    return json.dumps(text, sort_keys=True, separators=(",", ":")).encode()


def changed(envelope: bytes, *path: str, to: object) -> bytes:
    """Return the event with one field given another value, truly signed by the first AD."""
    payload = json.loads(open_envelope(envelope).payload)
    place = payload
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = to
    return resigned(written(payload), "first-ad")


def reworded(envelope: bytes, old: bytes, new: bytes) -> bytes:
    """Return the envelope over other bytes, truly signed by the first AD."""
    payload = open_envelope(envelope).payload
    assert old in payload
    return resigned(payload.replace(old, new, 1), "first-ad")


def outer(envelope: bytes, old: bytes, new: bytes) -> bytes:
    """Return the envelope itself with other bytes."""
    assert old in envelope
    return envelope.replace(old, new, 1)


def not_padded(envelope: bytes) -> bytes:
    """Return the envelope with a signature whose last base64 digit has stray bits."""
    sig = json.loads(envelope)["signatures"][0]["sig"]
    return outer(envelope, sig.encode(), sig.replace("==", "").encode()[:-1] + b"B==")


def of_size(story: OnDesk, size: int) -> bytes:
    """Return some envelope of exactly this size; it is none of ours."""
    envelope = a_day(story)
    return envelope[:-1] + b" " * (size - len(envelope)) + envelope[-1:]


def smallest() -> KeyId:
    """Return a key of small order: signatures by it pass that nobody made."""
    return KeyId(ORDER_8_Y.hex())


def enrolment_of(story: OnDesk, key: KeyId) -> bytes:
    """Return two officers' enrolment of a key whose own signature is not to be had."""
    body = Enrol(person=person("new").id, key=key, title="grip", roles=(Role.CREW,))
    signers = (
        signed_by("producer", Role.OFFICER),
        signed_by("manager", Role.OFFICER),
        SignedBy(person=person("new").id, key=key, role=Role.ENROLLED, way=Way.KEY_FILE),
    )
    payload = story.desk.compose(body, signers)
    message = signed_bytes(payload)
    signatures = [
        Signature(keyid=person(name).key, sig=person(name).sign(message))
        for name in ("producer", "manager")
    ]
    # For a key of small order, R of small order and S zero passes a lenient check.
    forged = Signature(keyid=key, sig=bytes([1]) + bytes(63))
    return join(payload, (*signatures, forged))


def of_another_ledger(story: OnDesk) -> bytes:
    """Return what the first AD truly signed for another production."""
    header = Header(
        origin="showclear.example/other",
        at_ms=story.clock.now(),
        nonce=story.ids.fresh(16),
        seen=story.desk.seen(),
        signers=(signed_by("first-ad", Role.CALLER),),
    )
    payload = compose(Registry(), header, OpenDay(date="2026-11-23"))
    return resigned(payload, "first-ad")


def second_opening(story: OnDesk) -> bytes:
    """Return another opening of the same ledger by its officers."""
    names = ("producer", "manager")
    body = opening(all_rows())
    return story.sealed(body, tuple(signed_by(name, Role.OFFICER) for name in names))


def desk_event(story: OnDesk, body: AnyBody) -> bytes:
    """Return one of the desk's own types, signed with the desk's very key."""
    return story.sealed(body, (signed_by("desk", Role.DESK),))


def said_by_the_desk(story: OnDesk) -> bytes:
    """Return a report by nobody that somebody outside says the desk wrote."""
    body = Unattributed(reported="stop", why=Why.NO_KEY, arrived=person("grip").key)
    return desk_event(story, body)


def old_decided(story: OnDesk) -> bytes:
    """Return the desk's own last `decided`, sent back to it."""
    return story.disk.entries[-1].envelope


def one_signature_less(story: OnDesk) -> bytes:
    """Return a revocation that only one officer signs."""
    body = Revoke(key=person("grip").key, cause=RevokeCause.LOST)
    return sealed(story, body, "producer")


def by_a_stranger(story: OnDesk) -> bytes:
    """Return a step signed by somebody nobody enrolled."""
    return story.sealed(OpenDay(date="2026-11-23"), (signed_by("stranger", Role.CALLER),))


def signatures(envelope: bytes, count: int) -> bytes:
    """Return the envelope with this many copies of its signature."""
    text = json.loads(envelope)
    text["signatures"] = text["signatures"][:1] * count
    return written(text)


Make = Callable[[OnDesk], bytes]
ENVELOPE: Final = "envelope: expected "
EVENT: Final = "event: expected "
CANONICAL: Final = "its canonical form (RFC 8785), found another form"
ASCII: Final = "printable ASCII without escapes, found byte "

ERRORS: Final[dict[str, tuple[Make, str, str]]] = {
    "no bytes": (
        lambda _: b"",
        "envelope_malformed",
        ENVELOPE + "a DSSE envelope, found Input",
    ),
    "no JSON": (lambda _: b"hello", "envelope_malformed", ENVELOPE + "a DSSE envelope, found "),
    "one byte past the largest envelope": (
        lambda story: of_size(story, ENVELOPE_BYTES_MAX + 1),
        "envelope_too_large",
        ENVELOPE + "at most 65535 bytes, found 65536",
    ),
    "as large as may be, but with spaces": (
        lambda story: of_size(story, ENVELOPE_BYTES_MAX),
        "envelope_not_canonical",
        ENVELOPE + CANONICAL,
    ),
    "a space more": (
        lambda story: outer(a_day(story), b'","', b'", "'),
        "envelope_not_canonical",
        ENVELOPE + CANONICAL,
    ),
    "a key twice in the envelope": (
        lambda story: outer(a_day(story), b'{"payload"', b'{"payload":"","payload"'),
        "envelope_not_canonical",
        ENVELOPE + CANONICAL,
    ),
    "another key in the envelope": (
        lambda story: outer(a_day(story), b'{"payload"', b'{"note":"","payload"'),
        "envelope_malformed",
        ENVELOPE + "a DSSE envelope, found Object contains unknown field `note`",
    ),
    "another payload type": (
        lambda story: outer(a_day(story), b"event+json", b"other+json"),
        "wrong_payload_type",
        ENVELOPE + "application/vnd.showclear.event+json, found ",
    ),
    "base64 with stray bits": (
        lambda story: not_padded(a_day(story)),
        "envelope_not_canonical",
        ENVELOPE + CANONICAL,
    ),
    "base64 of the other alphabet": (
        lambda story: outer(a_day(story), b'"payload":"ey', b'"payload":"_y'),
        "envelope_malformed",
        ENVELOPE + "a DSSE envelope, found Invalid base64",
    ),
    "no signature": (
        lambda story: signatures(a_day(story), 0),
        "wrong_signature_count",
        ENVELOPE + "1 to 3 signatures, found 0",
    ),
    "four signatures": (
        lambda story: signatures(a_day(story), 4),
        "wrong_signature_count",
        ENVELOPE + "1 to 3 signatures, found 4",
    ),
    "a short signature": (
        lambda story: join(
            open_envelope(a_day(story)).payload,
            (Signature(keyid=person("first-ad").key, sig=bytes(63)),),
        ),
        "wrong_signature_length",
        ENVELOPE + "64 bytes, found 63 bytes",
    ),
    "a space in the event": (
        lambda story: reworded(a_day(story), b":", b": "),
        "event_not_canonical",
        EVENT + CANONICAL,
    ),
    "a key twice in the event": (
        lambda story: reworded(a_day(story), b'{"at"', b'{"at":"","at"'),
        "event_malformed",
        EVENT + "an event of the spec, found ",
    ),
    "the same key and value twice": (
        lambda story: reworded(a_day(story), b'"date":', b'"date":"2026-11-23","date":'),
        "event_not_canonical",
        EVENT + CANONICAL,
    ),
    "a default written out": (
        lambda story: changed(a_day(story), "body", "working_area", to=""),
        "event_not_canonical",
        EVENT + CANONICAL,
    ),
    "a number with a point": (
        lambda story: reworded(a_day(story), b'"size":', b'"size":1.0,"size":'),
        "event_malformed",
        EVENT + "an event of the spec, found Expected `int`, got `float`",
    ),
    "a key nobody knows": (
        lambda story: changed(a_day(story), "body", "note", to="x"),
        "event_malformed",
        EVENT + "an event of the spec, found Object contains unknown field `note`",
    ),
    "a type nobody knows": (
        lambda story: changed(a_day(story), "body", "type", to="open-door/1"),
        "unknown_type",
        EVENT + "a type of the event table, found open-door/1",
    ),
    "a version nobody knows": (
        lambda story: changed(a_day(story), "body", "type", to="open-day/2"),
        "unknown_version",
        EVENT + "open-day/1, found open-day/2",
    ),
    "a line end in a text": (
        lambda story: reworded(a_day(story), b"2026-11-23", b"2026-11-2\n"),
        "event_characters",
        EVENT + ASCII + "0x0a",
    ),
    "an escape": (
        lambda story: reworded(a_day(story), b"2026-11-23", b"2026-11-2\\u0033"),
        "event_characters",
        EVENT + ASCII + "0x5c",
    ),
    "a character that turns the text around": (
        lambda story: reworded(a_day(story), b"2026-11-23", "2026-11-2\u202e".encode()),
        "event_characters",
        EVENT + ASCII + "0xe2",
    ),
    "a delete character": (
        lambda story: reworded(a_day(story), b"2026-11-23", b"2026-11-2\x7f"),
        "event_characters",
        EVENT + ASCII + "0x7f",
    ),
    "an instant that never was": (
        lambda story: changed(a_day(story), "at", to="2026-02-30T00:00:00.000Z"),
        "event_malformed",
        EVENT + "an instant like 2026-11-22T05:35:00.000Z, found 2026-02-30T00:00:00.000Z",
    ),
    "for another ledger": (
        of_another_ledger,
        "wrong_origin",
        EVENT + f"an event of {ORIGIN}, found showclear.example/other",
    ),
    "a second opening": (
        second_opening,
        "already_open",
        EVENT + "a ledger that is not open yet, found one that is",
    ),
    "a report by nobody from outside": (
        said_by_the_desk,
        "desk_type",
        EVENT + "an event of a person, found one that only the desk writes",
    ),
    "the desk's own last word": (
        old_decided,
        "desk_type",
        EVENT + "an event of a person, found one that only the desk writes",
    ),
    "a bad signature": (
        lambda story: with_bad_signature(a_day(story)),
        "bad_signature",
        EVENT + "a signature by each signer's key, found one that fails",
    ),
    "one of two signatures": (
        one_signature_less,
        "wrong_signer_count",
        EVENT + "2 signers for this type, found 1",
    ),
    "a key nobody enrolled": (
        by_a_stranger,
        "key_unknown",
        EVENT + f"keys enrolled in this ledger, found {person('stranger').key[:16]}…",
    ),
    "another key than the signer's": (
        lambda story: resigned(open_envelope(a_day(story)).payload, "grip"),
        "signers_differ",
        EVENT + "one signature per signer, in order, found other key ids",
    ),
    "a key of small order enrolled": (
        lambda story: enrolment_of(story, smallest()),
        "bad_signature",
        EVENT + "a signature by each signer's key, found one that fails",
    ),
    "a key in capital letters": (
        lambda story: changed(
            a_day(story),
            "signers",
            to=[
                {
                    **json.loads(open_envelope(a_day(story)).payload)["signers"][0],
                    "key": person("first-ad").key.upper(),
                }
            ],
        ),
        "signers_differ",
        EVENT + "one signature per signer, in order, found other key ids",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_an_error_is_named_and_nothing_is_written(story: OnDesk, case: str) -> None:
    """What is no authenticated event gets an error that names it, and no byte is written."""
    make, code, message = ERRORS[case]
    envelope = make(story)
    size, head, changes = len(story.disk.entries), story.disk.head, dict(story.state.registry.last)
    with pytest.raises(EnvelopeError) as error:
        story.submit(envelope)
    assert error.value.code == code
    assert str(error.value).startswith(message)
    assert (len(story.disk.entries), story.disk.head) == (size, head)
    assert story.state.registry.last == changes
    assert story.desk.stopped == ""
    assert not story.submit(a_stop(story)).refused


def test_a_key_of_small_order_is_not_enrolled_even_where_its_signature_passes() -> None:
    """The desk asks about the key itself, whatever a lenient check says of the signature."""
    story = OnDesk()

    class Lenient:
        """Passes every signature, and asks the strict check about keys."""

        def many(self, items: list[tuple[bytes, bytes, bytes]]) -> list[bool]:
            """Return that all are good."""
            return [True] * len(items)

        def usable(self, public: bytes) -> bool:
            """Return what the strict check says."""
            return story.check.usable(public)

    story.desk.parts = msgspec.structs.replace(story.desk.parts, check=Lenient())
    size = len(story.disk.entries)
    with pytest.raises(EnvelopeError, match="an Ed25519 public key of full order") as error:
        story.submit(enrolment_of(story, smallest()))
    assert error.value.code == "key_not_usable"
    assert error.value.found == smallest()
    assert len(story.disk.entries) == size


def test_the_largest_event_is_taken(story: OnDesk) -> None:
    """An envelope is not refused for being large while it is an event."""
    guns = [gun(f"rifle-{number}") for number in range(256)]
    told = story.tell(Lock(items=tuple(sorted(guns))[:255], place=box("vault")), "armorer")
    assert told.outcome is Outcome.OUT_OF_CHAIN
    assert len(story.disk.entries[told.index].envelope) > 18_000
    whole(story)
