"""What other implementations say of our events and envelopes.

rfc8785 is the oracle for the canonical form, securesystemslib for DSSE. Ours must write what they
write. What they accept besides, we refuse on purpose; the known cases are pinned here.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from securesystemslib import dsse
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer._key import Key, SSlibKey

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
from showclear.record.event import decode_event, encode_event
from showclear.record.events.table import TABLE
from tests.kit import OFFICERS, Person, person
from tests.record.event_strategies import events
from tests.record.examples import envelope, envelope_of_three, examples

pytestmark = pytest.mark.outside

EXAMPLES_OF_A_TYPE = 15  # the other canonicaliser is slow


def key_of(somebody: Person, keyid: str = "") -> Key:
    """Return a public key as the other library has it."""
    keyval = {"public": somebody.key}
    return SSlibKey(keyid or somebody.key, "ed25519", "ed25519", keyval)


def theirs(raw: bytes) -> dsse.Envelope:
    """Return the envelope as the other library reads it."""
    return dsse.Envelope.from_dict(json.loads(raw))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.tag)
@settings(max_examples=EXAMPLES_OF_A_TYPE)
@given(data=st.data())
def test_events_are_written_as_rfc_8785_says(row: Any, data: st.DataObject) -> None:
    """An event of any type is written as the other canonicaliser writes the same JSON."""
    payload = encode_event(data.draw(events(row.body)))
    assert rfc8785.dumps(json.loads(payload)) == payload


@pytest.mark.parametrize("tag", examples().keys())
def test_plain_events_are_written_as_rfc_8785_says(tag: str) -> None:
    """The plain example of every type is in canonical form."""
    payload = examples()[tag]
    assert rfc8785.dumps(json.loads(payload)) == payload


@given(st.binary(max_size=200), st.binary(min_size=64, max_size=64), st.text(max_size=40))
def test_envelopes_are_written_as_rfc_8785_says(payload: bytes, sig: bytes, keyid: str) -> None:
    """An envelope is written as the other canonicaliser writes it, whatever the key id holds."""
    whole = Envelope(
        payload=payload,
        payloadType=PAYLOAD_TYPE,
        signatures=(Signature(keyid=keyid, sig=sig),),
    )
    raw = encode_envelope(whole)
    assert rfc8785.dumps(json.loads(raw)) == raw


@pytest.mark.parametrize("raw", [envelope(), envelope_of_three()], ids=["one", "three"])
def test_dsse_reads_what_we_write(raw: bytes) -> None:
    """The other library reads payload, type and signatures, and signs over the same bytes."""
    ours, read = open_envelope(raw), theirs(raw)
    assert read.payload == ours.payload
    assert read.payload_type == PAYLOAD_TYPE
    assert read.pae() == signed_bytes(ours.payload)
    assert list(read.signatures) == [signature.keyid for signature in ours.signatures]


@given(st.binary(max_size=300))
def test_both_sign_over_the_same_bytes(payload: bytes) -> None:
    """For any payload the bytes to sign are the same."""
    assert dsse.Envelope(payload, PAYLOAD_TYPE, {}).pae() == signed_bytes(payload)


def test_dsse_accepts_our_signatures() -> None:
    """The other library finds the three officers' signatures good, and no other's."""
    read = theirs(envelope_of_three())
    keys = [key_of(person(name)) for name in OFFICERS]
    assert len(read.verify(keys, threshold=3)) == 3
    with pytest.raises(VerificationError):
        read.verify([key_of(person("grip"))], threshold=1)


def test_one_key_under_two_ids() -> None:
    """One key under two ids passes a threshold of two elsewhere; here by their bytes."""
    payload = examples()["stop/1"]
    sig = person("grip").sign(signed_bytes(payload))
    twice = Envelope(
        payload=payload,
        payloadType=PAYLOAD_TYPE,
        signatures=(Signature(keyid="one", sig=sig), Signature(keyid="two", sig=sig)),
    )
    keys = [key_of(person("grip"), "one"), key_of(person("grip"), "two")]
    assert len(theirs(encode_envelope(twice)).verify(keys, threshold=2)) == 2
    assert [item.keyid for item in open_envelope(encode_envelope(twice)).signatures] == [
        "one",
        "two",
    ]  # neither is the key of a signer of the event: the desk refuses it


def test_what_others_read_and_we_refuse() -> None:
    """Spaces, another order and an unknown field are read elsewhere and refused here."""
    document = json.loads(envelope())
    spaced = json.dumps(document, indent=1).encode()
    turned = json.dumps(dict(reversed(document.items())), separators=(",", ":")).encode()
    extra = rfc8785.dumps({**document, "unsigned": True})
    for raw, code in (
        (spaced, "envelope_not_canonical"),
        (turned, "envelope_not_canonical"),
        (extra, "envelope_malformed"),
    ):
        assert theirs(raw).pae() == signed_bytes(examples()["stop/1"])
        with pytest.raises(EnvelopeError) as caught:
            open_envelope(raw)
        assert caught.value.code == code


def test_the_id_is_of_the_bytes_others_sign() -> None:
    """The event id is the SHA-256 of what the other library would sign."""
    read = theirs(envelope())
    event = decode_event(read.payload)
    assert event_id(encode_event(event)) == event_id(read.payload)
