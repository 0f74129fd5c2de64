"""Receipts: one file that proves an event and its `decided` under one signed head.

The file is a c2sp.org/tlog-proof v1 text, so that other people's tools check the event's own
inclusion. Our ``extra`` line holds, as canonical JSON in base64, the event's envelope and, with
an inclusion proof of its own under the same head, the envelope of the commit's `decided`.

``check_receipt`` proves bytes in place; it opens no envelope. That the second one is a `decided`
and what it says of the first is for whoever reads events, and whether the cosigners are enough is
for ``record.policy``. The ``extra`` line is not signed: until the proofs hold it is anybody's.

::

    c2sp.org/tlog-proof@v1
    extra eyJkZWNpZGVkIjp7ImVudmVsb3BlIjoi...
    index 2
    P9HVoFmrFxo0X5kSyDwt2LeTO06VDmdJvIPbsfQ8y94=

    custody.example/prod7
    (the rest of the signed head)
"""

from __future__ import annotations

import binascii
from collections.abc import Sequence

import msgspec

from showclear.errors import InvariantError, NoteError
from showclear.record.checkpoint import (
    Checkpoint,
    open_checkpoint,
    parse_decimal,
    parse_hash,
)
from showclear.record.limits import SIZE_MAX
from showclear.record.note import (
    NOTE_BYTES_MAX,
    KnownSignature,
    VerifierKey,
    Verify,
    from_base64,
    parse_note,
    shown,
    to_base64,
)
from showclear.record.tiles import ENTRY_BYTES_MAX, HASH_BYTES
from showclear.record.tree import leaf_hash, verify_inclusion

PROOF_HASHES_MAX = 63
"""Longest inclusion proof: what tlog-witness allows; a tree below 2**53 needs 53 at most."""

EXTRA_BYTES_MAX = 180_000
"""Longest ``extra`` before base64: two envelopes of 65,535 bytes and a proof, both in base64."""

RECEIPT_BYTES_MAX = NOTE_BYTES_MAX + 250_000
"""Longest receipt: the longest note, ``extra`` in base64 (240,000), and 63 lines of proof."""

_FIRST_LINE = "c2sp.org/tlog-proof@v1"
_BASE64_GROUP = 3  # bytes that base64 writes as four characters: a text can be cut there


class InclusionProof(msgspec.Struct, frozen=True, kw_only=True):
    """A tlog-proof file: an index, the hashes from leaf to root, and a head as signed.

    ``extra`` is opaque and unsigned; None when the line is absent.
    """

    extra: bytes | None
    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes


class LoggedEnvelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An envelope with its index and the hashes from its leaf to the root."""

    envelope: bytes
    index: int
    proof: tuple[bytes, ...]


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is handed: the event, the `decided` of its commit, and the head over both."""

    event: LoggedEnvelope
    decided: LoggedEnvelope
    checkpoint: bytes


class CheckedReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt whose proofs and head hold; the envelopes are unopened bytes."""

    event: LoggedEnvelope
    decided: LoggedEnvelope
    checkpoint: Checkpoint
    cosignatures: tuple[KnownSignature, ...]


class _Extra(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The JSON of the ``extra`` line; msgspec writes bytes as padded base64."""

    decided: LoggedEnvelope
    envelope: bytes


_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder(_Extra)


def encode_inclusion_proof(proof: InclusionProof) -> bytes:
    """Return the tlog-proof file, having read it back."""
    extra = "" if proof.extra is None else f"extra {to_base64(proof.extra)}\n"
    hashes = "".join(f"{to_base64(value)}\n" for value in proof.proof)
    head = f"{_FIRST_LINE}\n{extra}index {proof.index}\n{hashes}\n"
    data = head.encode() + proof.checkpoint
    if parse_inclusion_proof(data) != proof:
        raise InvariantError(f"proof of entry {proof.index}: does not read back the same")
    return data


def parse_inclusion_proof(data: bytes) -> InclusionProof:
    """Return the parts of a tlog-proof file, having checked their form only."""
    if len(data) > RECEIPT_BYTES_MAX:
        raise NoteError(
            "receipt_too_large",
            "receipt",
            expected=f"at most {RECEIPT_BYTES_MAX} bytes",
            found=f"{len(data)}",
        )
    head, boundary, checkpoint = data.partition(b"\n\n")
    # Everything above the boundary is ASCII: another byte fails as base64 or as a decimal.
    first, *lines = head.decode("latin-1").split("\n")
    if first != _FIRST_LINE:
        raise NoteError(
            "receipt_version", "first line of a receipt", expected=_FIRST_LINE, found=shown(first)
        )
    if not boundary:
        raise NoteError(
            "receipt_without_checkpoint",
            "receipt",
            expected="an empty line and a checkpoint after the proof",
            found="none",
        )
    parse_note(checkpoint)
    extra = _parse_extra_line(lines.pop(0)) if lines and lines[0].startswith("extra ") else None
    index = _parse_index_line(lines.pop(0) if lines else "")
    return InclusionProof(
        extra=extra, index=index, proof=_parse_hashes(lines), checkpoint=checkpoint
    )


def _parse_extra_line(line: str) -> bytes:
    """Return the bytes of an ``extra`` line."""
    extra = from_base64(line.removeprefix("extra "), thing="extra line of a receipt")
    if len(extra) > EXTRA_BYTES_MAX:
        raise NoteError(
            "receipt_extra_too_large",
            "extra line of a receipt",
            expected=f"at most {EXTRA_BYTES_MAX} bytes",
            found=f"{len(extra)}",
        )
    return extra


def _parse_index_line(line: str) -> int:
    """Return the index of the entry that is proved."""
    word, _, decimal = line.partition(" ")
    if word != "index":
        raise NoteError(
            "receipt_index", "receipt", expected="a line 'index <number>'", found=shown(line)
        )
    return parse_decimal(decimal, thing="index of a receipt")


def _parse_hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    """Return the hashes of the proof."""
    if len(lines) > PROOF_HASHES_MAX:
        raise _too_many_hashes(len(lines))
    return tuple(parse_hash(line, thing="hash of a proof") for line in lines)


def _too_many_hashes(count: int) -> NoteError:
    """Return the refusal of a proof longer than any tree's."""
    return NoteError(
        "proof_too_long",
        "inclusion proof",
        expected=f"at most {PROOF_HASHES_MAX} hashes",
        found=f"{count}",
    )


def encode_receipt(receipt: Receipt) -> bytes:
    """Return the receipt's file, having read it back."""
    (data,) = encode_receipts(
        [receipt.event], decided=receipt.decided, checkpoint=receipt.checkpoint
    )
    return data


def encode_receipts(
    events: Sequence[LoggedEnvelope], *, decided: LoggedEnvelope, checkpoint: bytes
) -> tuple[bytes, ...]:
    """Return the receipts' files of one commit's events, in their order.

    What they share, the `decided` and the head, is written once, and read back with the first
    file. What is each other event's own is held to the limits that a reader has.
    """
    shared = b'{"decided":%s,"envelope":"' % _ENCODER.encode(decided)
    whole = len(shared) - len(shared) % _BASE64_GROUP
    opening = f"{_FIRST_LINE}\nextra {to_base64(shared[:whole])}".encode()
    files: list[bytes] = []
    for event in events:
        own = b'%s%s"}' % (shared[whole:], binascii.b2a_base64(event.envelope, newline=False))
        hashes = b"".join(map(binascii.b2a_base64, event.proof))  # each with its newline
        files.append(
            b"%s%sindex %d\n%s\n%s"
            % (opening, binascii.b2a_base64(own), event.index, hashes, checkpoint)
        )
    for event, data in zip(events[:1], files, strict=False):
        if parse_receipt(data) != Receipt(event=event, decided=decided, checkpoint=checkpoint):
            raise InvariantError(f"receipt of entry {event.index}: does not read back the same")
    for event in events[1:]:
        _check_own(event)
    return tuple(files)


def _check_own(event: LoggedEnvelope) -> None:
    """Refuse to write what a reader would refuse of one event in a receipt."""
    fits = (
        0 < len(event.envelope) <= ENTRY_BYTES_MAX
        and 0 <= event.index <= SIZE_MAX
        and len(event.proof) <= PROOF_HASHES_MAX
        and all(len(value) == HASH_BYTES for value in event.proof)
    )
    if not fits:
        raise InvariantError(
            f"receipt of entry {event.index}: expected an envelope, index and proof within the "
            f"limits, found {len(event.envelope)} bytes and {len(event.proof)} hashes"
        )


def parse_receipt(data: bytes) -> Receipt:
    """Return the parts of a receipt of ours, having checked their form only."""
    proof = parse_inclusion_proof(data)
    extra = _parse_extra(proof.extra)
    for envelope in (extra.envelope, extra.decided.envelope):
        if not 0 < len(envelope) <= ENTRY_BYTES_MAX:
            raise NoteError(
                "receipt_envelope_length",
                "envelope in a receipt",
                expected=f"1 to {ENTRY_BYTES_MAX} bytes",
                found=f"{len(envelope)}",
            )
    if len(extra.decided.proof) > PROOF_HASHES_MAX:
        raise _too_many_hashes(len(extra.decided.proof))
    for value in extra.decided.proof:
        if len(value) != HASH_BYTES:
            raise NoteError(
                "hash_length",
                "hash of a proof",
                expected=f"{HASH_BYTES} bytes",
                found=f"{len(value)}",
            )
    event = LoggedEnvelope(envelope=extra.envelope, index=proof.index, proof=proof.proof)
    return Receipt(event=event, decided=extra.decided, checkpoint=proof.checkpoint)


def _parse_extra(data: bytes | None) -> _Extra:
    """Return what our ``extra`` line holds; only the canonical text is accepted (RFC 8785)."""
    if data is None:
        raise NoteError(
            "receipt_extra_missing",
            "receipt",
            expected="an extra line with both envelopes",
            found="none",
        )
    try:
        extra = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # ValidationError is a DecodeError; a key that is not UTF-8 gives the other.
        raise _bad_extra(str(error)) from None
    if _ENCODER.encode(extra) != data:
        raise _bad_extra("another spelling of the same")
    return extra


def _bad_extra(found: str) -> NoteError:
    """Return the refusal of an ``extra`` line that is not ours."""
    return NoteError(
        "receipt_extra",
        "extra line of a receipt",
        expected="canonical JSON with both envelopes and the proof of the second",
        found=found,
    )


def check_receipt(
    data: bytes, *, log: VerifierKey, cosigners: Sequence[VerifierKey], verify: Verify
) -> CheckedReceipt:
    """Return the receipt if the ledger signed its head and both envelopes stand under it.

    1. The form. 2. The head: ledger's signature, known cosignatures. 3. The event's inclusion.
    4. The `decided`'s inclusion, at a later index, since it closes the commit. The caller then
    opens both envelopes, and asks its policy about the cosignatures.
    """
    receipt = parse_receipt(data)
    opened = open_checkpoint(receipt.checkpoint, log=log, cosigners=cosigners, verify=verify)
    _check_included(receipt.event, opened.checkpoint, "event")
    _check_included(receipt.decided, opened.checkpoint, "decided")
    if receipt.decided.index <= receipt.event.index:
        raise NoteError(
            "receipt_decided_too_early",
            "index of the decided in a receipt",
            expected=f"above the event's {receipt.event.index}",
            found=f"{receipt.decided.index}",
        )
    return CheckedReceipt(
        event=receipt.event,
        decided=receipt.decided,
        checkpoint=opened.checkpoint,
        cosignatures=opened.cosignatures,
    )


def _check_included(logged: LoggedEnvelope, head: Checkpoint, which: str) -> None:
    """Refuse an envelope that does not stand at its index under the head."""
    is_included = verify_inclusion(
        leaf=leaf_hash(logged.envelope),
        index=logged.index,
        size=head.size,
        proof=logged.proof,
        root=head.root,
    )
    if not is_included:
        raise NoteError(
            f"receipt_{which}_not_included",
            f"{which} in a receipt",
            expected=f"entry {logged.index} under the head of size {head.size}",
            found="a proof that leads to another root",
        )
