"""Checkpoints: the signed heads of a ledger, as c2sp.org/tlog-checkpoint writes them.

Three lines (origin, size, root) signed as a note by the ledger's key, whose name is the origin,
and cosigned by outside parties. Extension lines, which the standard allows but advises against,
are refused on reading and on writing: no ledger of ours has them, and not every kind of
cosignature covers them. That a head extends the last one signed is the desk's duty.

::

    head = Checkpoint(origin="custody.example/prod7", size=3, root=tree.root())
    data = sign_checkpoint(head, key=key, sign=sign)
    opened = open_checkpoint(data, log=key, cosigners=(), verify=verify)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from showclear.errors import InvariantError, NoteError
from showclear.record.limits import SIZE_MAX
from showclear.record.note import (
    TYPE_COSIGNATURE,
    TYPE_ED25519,
    KnownSignature,
    Note,
    Sign,
    VerifierKey,
    Verify,
    check_name,
    encode_note,
    from_base64,
    open_note,
    shown,
    sign_note,
    to_base64,
)
from showclear.record.tiles import HASH_BYTES
from showclear.record.tree import EMPTY_ROOT

_LINES = 3
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,15}")


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A head: whose ledger, how many entries, and the root over them (32 bytes)."""

    origin: str
    size: int
    root: bytes


class OpenedCheckpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A head that the ledger's key signed, and the cosignatures of known keys that hold."""

    checkpoint: Checkpoint
    cosignatures: tuple[KnownSignature, ...]


def parse_decimal(text: str, *, thing: str) -> int:
    """Return a number below 2**53 written without sign, space or leading zero."""
    if _DECIMAL.fullmatch(text) is None or int(text) > SIZE_MAX:
        raise NoteError(
            "decimal",
            thing,
            expected="a decimal number below 2**53 without leading zeros",
            found=shown(text),
        )
    return int(text)


def encode_checkpoint(checkpoint: Checkpoint) -> str:
    """Return the three lines that are signed, having read them back."""
    text = f"{checkpoint.origin}\n{checkpoint.size}\n{to_base64(checkpoint.root)}\n"
    if parse_checkpoint(text) != checkpoint:
        raise InvariantError(f"checkpoint {shown(text)}: does not read back the same")
    return text


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the head that a note's text stands for."""
    lines = text.split("\n")
    if len(lines) <= _LINES or lines[-1]:
        raise NoteError(
            "checkpoint_lines",
            "checkpoint",
            expected="origin, size and root, each ending in a newline",
            found=shown(text),
        )
    if len(lines) > _LINES + 1:
        raise NoteError(
            "checkpoint_extension",
            "checkpoint",
            expected="no line after the root",
            found=shown(lines[_LINES]),
        )
    origin, decimal, encoded, _ = lines
    check_name(origin)
    size = parse_decimal(decimal, thing="size of a checkpoint")
    root = parse_hash(encoded, thing="root of a checkpoint")
    if size == 0 and root != EMPTY_ROOT:
        raise NoteError(
            "checkpoint_empty_root",
            "root of a checkpoint of size 0",
            expected=to_base64(EMPTY_ROOT),
            found=encoded,
        )
    return Checkpoint(origin=origin, size=size, root=root)


def parse_hash(text: str, *, thing: str) -> bytes:
    """Return the 32 bytes that a line of base64 stands for."""
    value = from_base64(text, thing=thing)
    if len(value) != HASH_BYTES:
        raise NoteError(
            "hash_length", thing, expected=f"{HASH_BYTES} bytes", found=f"{len(value)}"
        )
    return value


def sign_checkpoint(checkpoint: Checkpoint, *, key: VerifierKey, sign: Sign) -> bytes:
    """Return the note in which the ledger's key signs a head; cosigners add their lines later."""
    if key.name != checkpoint.origin:
        raise InvariantError(
            f"ledger key: expected the name {shown(checkpoint.origin)}, found {shown(key.name)}"
        )
    text = encode_checkpoint(checkpoint)
    return encode_note(Note(text=text, signatures=(sign_note(text, key=key, sign=sign),)))


def open_checkpoint(
    data: bytes, *, log: VerifierKey, cosigners: Sequence[VerifierKey], verify: Verify
) -> OpenedCheckpoint:
    """Return the head of the ledger that ``log`` names, signed by it, with its cosignatures.

    Whether they are enough, and whether their times are recent, the caller decides.
    """
    kinds = [key.type for key in (log, *cosigners)]
    if kinds != [TYPE_ED25519] + [TYPE_COSIGNATURE] * len(cosigners):
        raise InvariantError(f"key types: expected 1 for the ledger, 4 for others, found {kinds}")
    opened = open_note(data, (log, *cosigners), verify)
    if all(signature.key != log for signature in opened.signatures):
        raise NoteError(
            "checkpoint_unsigned",
            "checkpoint",
            expected=f"the signature of {shown(log.name)}",
            found="cosignatures only",
        )
    checkpoint = parse_checkpoint(opened.text)
    if checkpoint.origin != log.name:
        raise NoteError(
            "checkpoint_origin",
            "origin of a checkpoint",
            expected=shown(log.name),
            found=shown(checkpoint.origin),
        )
    cosignatures = tuple(found for found in opened.signatures if found.key != log)
    return OpenedCheckpoint(checkpoint=checkpoint, cosignatures=cosignatures)
