"""The envelope: DSSE 1.0.2 around one event, one to three Ed25519 signatures.

What is checked here, in order: size, JSON, canonical form (one envelope, one text), payload type,
number and length of signatures. Not checked here: the payload (``event``), the signatures
themselves (the desk and ``verify`` hand in libsodium), whether the keys are enrolled
(``registry``). The event's id is the SHA-256 of what is signed, not of the envelope, because some
phones sign with randomness (spec, "Event id").
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import msgspec

from showclear.errors import EnvelopeError
from showclear.field.ids import EventId
from showclear.record.limits import ENVELOPE_BYTES_MAX, SIGNATURE_BYTES, SIGNATURES_MAX

PAYLOAD_TYPE: Final = "application/vnd.showclear.event+json"
_PAE_HEAD: Final = b"DSSEv1 %d %s " % (len(PAYLOAD_TYPE), PAYLOAD_TYPE.encode())


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One signature: the public key in hex, and 64 bytes."""

    keyid: str
    sig: bytes


class Envelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The DSSE envelope as written; field names are the standard's."""

    payload: bytes
    payloadType: str  # noqa: N815 - the name is fixed by DSSE
    signatures: tuple[Signature, ...]


_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder(Envelope)


def encode_envelope(envelope: Envelope) -> bytes:
    """Return the one canonical text of the envelope."""
    return _ENCODER.encode(envelope)


def signed_bytes(payload: bytes) -> bytes:
    """Return the DSSE pre-authentication encoding: the very bytes that are signed."""
    return b"%s%d %s" % (_PAE_HEAD, len(payload), payload)


def event_id(payload: bytes) -> EventId:
    """Return the event id: lower-case hex SHA-256 of the signed bytes."""
    return EventId(sha256(signed_bytes(payload)).hexdigest())


def open_envelope(raw: bytes) -> Envelope:
    """Parse an envelope strictly, or raise ``EnvelopeError`` naming what is wrong."""
    if len(raw) > ENVELOPE_BYTES_MAX:
        raise _error("envelope_too_large", f"at most {ENVELOPE_BYTES_MAX} bytes", str(len(raw)))
    try:
        envelope = _DECODER.decode(raw)
    except msgspec.MsgspecError as problem:
        raise _error("envelope_malformed", "a DSSE envelope", str(problem)) from None
    except (UnicodeDecodeError, RecursionError) as problem:
        raise _error("envelope_malformed", "a DSSE envelope", type(problem).__name__) from None
    if _ENCODER.encode(envelope) != raw:
        raise _error("envelope_not_canonical", "its canonical form (RFC 8785)", "another form")
    _check_parts(envelope)
    return envelope


def _check_parts(envelope: Envelope) -> None:
    if envelope.payloadType != PAYLOAD_TYPE:
        raise _error("wrong_payload_type", PAYLOAD_TYPE, repr(envelope.payloadType)[:80])
    if not 1 <= len(envelope.signatures) <= SIGNATURES_MAX:
        count = str(len(envelope.signatures))
        raise _error("wrong_signature_count", f"1 to {SIGNATURES_MAX} signatures", count)
    for signature in envelope.signatures:
        if len(signature.sig) != SIGNATURE_BYTES:
            found = f"{len(signature.sig)} bytes"
            raise _error("wrong_signature_length", f"{SIGNATURE_BYTES} bytes", found)


def _error(code: str, expected: str, found: str) -> EnvelopeError:
    return EnvelopeError(code, "envelope", expected=expected, found=found)
