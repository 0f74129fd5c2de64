"""The envelope: one canonical DSSE text around one event, and nothing that merely resembles it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from showclear.errors import EnvelopeError
from showclear.record.envelope import (
    PAYLOAD_TYPE,
    Envelope,
    Signature,
    encode_envelope,
    event_id,
    open_envelope,
    signed_bytes,
)
from showclear.record.limits import ENVELOPE_BYTES_MAX, SIGNATURE_BYTES, SIGNATURES_MAX
from tests.kit import person
from tests.record.examples import envelope, envelope_of_three, examples

GRIP = person("grip").public
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def refused(raw: bytes) -> EnvelopeError:
    """Return what the parser says of bytes that it must refuse."""
    with pytest.raises(EnvelopeError) as caught:
        open_envelope(raw)
    assert str(caught.value).startswith("envelope: expected ")
    return caught.value


def code_of(raw: bytes) -> str:
    """Return the code of a refusal, or an empty text."""
    try:
        open_envelope(raw)
    except EnvelopeError as problem:
        return problem.code
    return ""


def made(payload: bytes = b"{}", *, count: int = 1, length: int = SIGNATURE_BYTES) -> bytes:
    """Return an envelope of that many signatures of that length."""
    signature = Signature(keyid="k", sig=bytes(length))
    return encode_envelope(
        Envelope(payload=payload, payloadType=PAYLOAD_TYPE, signatures=(signature,) * count)
    )


def test_an_envelope_reads_back() -> None:
    """What was sealed opens to the payload and signatures that were sealed, in their order."""
    payload = examples()["stop/1"]
    opened = open_envelope(envelope())
    assert opened.payload == payload
    assert [signature.keyid for signature in opened.signatures] == [person("grip").key]
    VerifyKey(GRIP).verify(signed_bytes(payload), opened.signatures[0].sig)
    three = open_envelope(envelope_of_three())
    assert [item.keyid for item in three.signatures] == [
        person(name).key for name in ("producer", "manager", "owner")
    ]


@given(
    st.binary(max_size=300),
    st.lists(st.tuples(st.text(max_size=70), st.binary(min_size=64, max_size=64)), max_size=3),
)
def test_what_we_write_we_read(payload: bytes, signatures: list[tuple[str, bytes]]) -> None:
    """Any envelope of one to three whole signatures reads back to itself, whatever it holds."""
    parts = tuple(Signature(keyid=keyid, sig=sig) for keyid, sig in signatures)
    whole = Envelope(payload=payload, payloadType=PAYLOAD_TYPE, signatures=parts)
    if parts:
        assert open_envelope(encode_envelope(whole)) == whole
    else:
        assert code_of(encode_envelope(whole)) == "wrong_signature_count"


def test_the_event_id_is_of_what_is_signed() -> None:
    """The event id is the SHA-256 of the bytes DSSE signs: type and payload with their lengths."""
    kind = b"application/vnd.showclear.event+json"
    signed = b"DSSEv1 36 " + kind + b" 2 {}"
    assert signed_bytes(b"{}") == signed
    assert event_id(b"{}") == sha256(signed).hexdigest()


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_two_payloads_never_sign_alike(first: bytes, second: bytes) -> None:
    """Different payloads give different bytes to sign."""
    assert (signed_bytes(first) == signed_bytes(second)) == (first == second)


def changed(change: Callable[[dict[str, object]], object]) -> bytes:
    """Return the grip's envelope with one thing changed, in canonical form otherwise."""
    document = json.loads(envelope())
    change(document)
    return json.dumps(document, separators=(",", ":"), sort_keys=True).encode()


def signature_of(document: dict[str, object]) -> dict[str, object]:
    """Return the first signature of an envelope read as plain JSON."""
    signatures = document["signatures"]
    assert isinstance(signatures, list)
    first = signatures[0]
    assert isinstance(first, dict)
    return first


OTHER_FORMS = {
    "a space after it": envelope() + b" ",
    "a space before it": b" " + envelope(),
    "a line end after it": envelope() + b"\n",
    "a space between": envelope().replace(b'":', b'": ', 1),
    "a field named twice": envelope().replace(b"{", b'{"payload":"",', 1),
    "fields in another order": json.dumps(
        dict(reversed(json.loads(envelope()).items())), separators=(",", ":")
    ).encode(),
    "an escaped letter": envelope().replace(b"payloadType", b"\\u0070ayloadType"),
    "an escaped slash": envelope().replace(b"application/", b"application\\/"),
}

MALFORMED = {
    "nothing": b"",
    "a number": b"1",
    "a list": b"[]",
    "null": b"null",
    "an empty object": b"{}",
    "a byte order mark": b"\xef\xbb\xbf" + envelope(),
    "bytes that are no UTF-8": envelope().replace(b'"keyid":"', b'"keyid":"\xff'),
    "half a surrogate pair": envelope().replace(b'"keyid":"', b'"keyid":"\\ud800'),
    "two envelopes": envelope() * 2,
    "nested without end": b"[" * 20_000,
    "a payload nested without end": b'{"payload":' + b"[" * 20_000,
    "an unknown field": changed(lambda d: d.update(extra=1)),
    "an unknown field of a signature": changed(lambda d: signature_of(d).update(extra=1)),
    "no payload": changed(lambda d: d.pop("payload")),
    "no payload type": changed(lambda d: d.pop("payloadType")),
    "no signatures": changed(lambda d: d.pop("signatures")),
    "no key id": changed(lambda d: signature_of(d).pop("keyid")),
    "no signature bytes": changed(lambda d: signature_of(d).pop("sig")),
    "a null payload": changed(lambda d: d.update(payload=None)),
    "a key id that is a number": changed(lambda d: signature_of(d).update(keyid=1)),
    "signatures as an object": changed(lambda d: d.update(signatures={})),
    "base64 of another alphabet": changed(lambda d: signature_of(d).update(sig="-_-_")),
    "base64 without padding": changed(lambda d: signature_of(d).update(sig="AAA")),
}


@pytest.mark.parametrize("raw", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_envelope(raw: bytes) -> None:
    """Bytes that are no DSSE envelope are refused as malformed, with the decoder's reason."""
    problem = refused(raw)
    assert (problem.code, problem.expected) == ("envelope_malformed", "a DSSE envelope")
    assert problem.found


@pytest.mark.parametrize("form", list(OTHER_FORMS))
def test_another_form_of_an_envelope(form: str) -> None:
    """The same content in another form is refused: one envelope has one text."""
    problem = refused(OTHER_FORMS[form])
    assert problem.code == "envelope_not_canonical"
    assert str(problem) == ("envelope: expected its canonical form (RFC 8785), found another form")


def test_stray_bits_in_base64() -> None:
    """Base64 whose last letter carries bits that nothing reads is another form."""
    text = base64.b64encode(bytes(SIGNATURE_BYTES)).decode()
    assert text.endswith("A==")
    for letter in BASE64[1:16]:
        stray = made().replace(text.encode(), text.replace("A==", f"{letter}==").encode())
        assert refused(stray).code == "envelope_not_canonical"


def test_another_payload_type() -> None:
    """A payload of another type is refused, and the message names both."""
    other = changed(lambda d: d.update(payloadType="application/vnd.in-toto+json"))
    problem = refused(other)
    assert problem.code == "wrong_payload_type"
    assert str(problem) == (
        f"envelope: expected {PAYLOAD_TYPE}, found 'application/vnd.in-toto+json'"
    )
    long = refused(changed(lambda d: d.update(payloadType="x" * 1_000)))
    assert len(long.found) == 80


@pytest.mark.parametrize("count", [0, 4, 5])
def test_too_few_or_too_many_signatures(count: int) -> None:
    """No signature, or more than three, are refused with their number."""
    problem = refused(made(count=count))
    assert problem.code == "wrong_signature_count"
    assert str(problem) == f"envelope: expected 1 to 3 signatures, found {count}"


@pytest.mark.parametrize("count", range(1, SIGNATURES_MAX + 1))
def test_one_to_three_signatures(count: int) -> None:
    """One, two or three signatures are read."""
    assert len(open_envelope(made(count=count)).signatures) == count


@pytest.mark.parametrize("length", [0, SIGNATURE_BYTES - 1, SIGNATURE_BYTES + 1])
def test_a_signature_of_another_length(length: int) -> None:
    """A signature that is not 64 bytes long is refused with its length."""
    problem = refused(made(length=length))
    assert problem.code == "wrong_signature_length"
    assert str(problem) == f"envelope: expected 64 bytes, found {length} bytes"


def test_the_longest_envelope() -> None:
    """An envelope of 65,535 bytes is read; one byte more is refused before anything is parsed."""
    room = ENVELOPE_BYTES_MAX - len(made(b""))
    full = made(bytes(room // 4 * 3))
    padding = ENVELOPE_BYTES_MAX - len(full)
    longest = full.replace(b'"keyid":"k', b'"keyid":"k' + b"k" * padding)
    assert len(longest) == ENVELOPE_BYTES_MAX
    assert len(open_envelope(longest).payload) == room // 4 * 3
    problem = refused(longest + b" ")
    assert problem.code == "envelope_too_large"
    assert str(problem) == "envelope: expected at most 65535 bytes, found 65536"


@pytest.mark.parametrize("start", range(0, len(envelope()), 97))
def test_no_part_of_an_envelope_is_one(start: int) -> None:
    """No proper part of an envelope opens: all are refused as malformed."""
    good = envelope()
    for first in range(start, min(start + 97, len(good))):
        for stop in range(first, len(good) + (first > 0)):
            assert code_of(good[first:stop]) == "envelope_malformed", (first, stop)


def mutants(good: bytes, place: int) -> list[bytes]:
    """Return the text with the byte at this place changed to every other, doubled or left out."""
    swapped = [
        good[:place] + bytes([byte]) + good[place + 1 :]
        for byte in range(256)
        if byte != good[place]
    ]
    return [*swapped, good[:place] + good[place + 1 :], good[: place + 1] + good[place:]]


CODES = {
    "envelope_malformed",
    "envelope_not_canonical",
    "wrong_payload_type",
    "wrong_signature_length",
}


@pytest.mark.parametrize("start", range(0, len(envelope()), 97))
def test_a_changed_byte_is_seen(start: int) -> None:
    """A changed byte gets an envelope refused, or signs another payload, or breaks it."""
    good = envelope()
    was = open_envelope(good)
    for place in range(start, min(start + 97, len(good))):
        for mutant in mutants(good, place):
            code = code_of(mutant)
            if code:
                assert code in CODES, (place, mutant)
                continue
            now = open_envelope(mutant)
            assert encode_envelope(now) == mutant
            assert _is_told_apart(was, now)


def _is_told_apart(was: Envelope, now: Envelope) -> bool:
    if event_id(now.payload) != event_id(was.payload):
        return True
    if now.signatures[0].keyid != was.signatures[0].keyid:
        return True  # not among the event's signers: ``check_signers`` refuses it
    try:
        VerifyKey(GRIP).verify(signed_bytes(now.payload), now.signatures[0].sig)
    except BadSignatureError:
        return True
    return False


def test_a_changed_type_or_brace_has_its_reason() -> None:
    """A change in the payload type says so; one in the framing is malformed."""
    good = envelope()
    place = good.index(b"vnd")
    assert {code_of(good[:place] + b + good[place + 1 :]) for b in (b"V", b"w")} == {
        "wrong_payload_type"
    }
    assert code_of(b"[" + good[1:]) == "envelope_malformed"
