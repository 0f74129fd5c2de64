"""Events made ready to sign: header filled in from the ledger, payload in its one written form.

Used by the desk for its own events, and by drafts and the command line for people's. What is
signed is exactly what ``compose`` returns; what a person is shown is made from those bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from showclear.desk.ports import Signer
from showclear.errors import UsageError
from showclear.field.ids import NO_EVENT, ActId, PersonId
from showclear.field.instants import to_text
from showclear.record.envelope import (
    PAYLOAD_TYPE,
    Envelope,
    Signature,
    encode_envelope,
    signed_bytes,
)
from showclear.record.event import Event, Seen, SignedBy, Touch, decode_event, encode_event
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.registry import Registry


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What the header needs besides the body: device time, nonce (16 bytes), head, people."""

    origin: str
    at_ms: int
    nonce: bytes
    seen: Seen
    signers: tuple[SignedBy, ...]
    about: tuple[PersonId, ...] = ()
    act: ActId = ActId("")


def compose(registry: Registry, header: Header, body: AnyBody) -> bytes:
    """Return the payload to sign; each touched item names its last event in the registry."""
    touches = tuple(
        Touch(item=item, last=registry.last.get(item, NO_EVENT))
        for item in BY_BODY[type(body)].touches(body)
    )
    event = Event(
        at=to_text(header.at_ms),
        body=body,
        nonce=header.nonce.hex(),
        origin=header.origin,
        seen=header.seen,
        signers=header.signers,
        touches=touches,
        about=header.about,
        act=header.act,
    )
    payload = encode_event(event)
    decode_event(payload)  # what nobody could read back is never put before anybody to sign
    return payload


def seal(payload: bytes, signers: Sequence[Signer]) -> bytes:
    """Return the envelope with a signature by each signer, in order."""
    message = signed_bytes(payload)
    signatures = tuple(
        Signature(keyid=signer.public.hex(), sig=signer.sign(message)) for signer in signers
    )
    return join(payload, signatures)


def join(payload: bytes, signatures: tuple[Signature, ...]) -> bytes:
    """Return the envelope of a payload and signatures collected elsewhere."""
    if not signatures:
        raise UsageError("no_signatures", "envelope", expected="a signature", found="none")
    envelope = Envelope(payload=payload, payloadType=PAYLOAD_TYPE, signatures=signatures)
    return encode_envelope(envelope)
