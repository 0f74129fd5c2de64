"""Heads that somebody holds: read from receipts and saved checkpoints, for ``verify``.

Whoever was handed a receipt, or kept a ledger's signed head, holds what no operator can take back.
A head counts here only when the key that this ledger's opening names signed it; that the ledger
goes on from it is for ``record.verify``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from showclear.cli.files import read_file
from showclear.errors import Damaged, EnvelopeError, NoteError, UsageError
from showclear.record.checkpoint import Checkpoint, open_checkpoint
from showclear.record.envelope import open_envelope
from showclear.record.event import decode_event
from showclear.record.events.officers import Opening
from showclear.record.note import NOTE_BYTES_MAX, TYPE_ED25519, VerifierKey
from showclear.record.receipt import RECEIPT_BYTES_MAX, check_receipt
from showclear.record.verify import Source
from showclear.wiring import verify_signature

Read = Callable[[bytes, VerifierKey], Checkpoint]
HELD: Final = "a receipt or head that the key in this ledger's opening signed"


def held_heads(
    source: Source, *, receipts: Sequence[Path], heads: Sequence[Path]
) -> tuple[Checkpoint, ...]:
    """Return the heads in these files, each once; ``UsageError`` for one of another ledger.

    Without a readable opening there is no key to hold them to, and none is returned: ``verify``
    names the damage.
    """
    files: list[tuple[Path, Read, int]] = []
    files += [(file, _of_receipt, RECEIPT_BYTES_MAX) for file in receipts]
    files += [(file, _of_note, NOTE_BYTES_MAX) for file in heads]
    key = _key(source) if files else None
    if key is None:
        return ()
    found = [_read(file, read, limit, key) for file, read, limit in files]
    return tuple(dict.fromkeys(found))


def _read(file: Path, read: Read, limit: int, key: VerifierKey) -> Checkpoint:
    data = read_file(file, limit)
    try:
        return read(data, key)
    except NoteError as problem:
        raise UsageError(
            "head_of_another_ledger",
            str(file),
            expected=HELD,
            found=f"something else ({problem.code}: {problem.thing})",
            hint=f"if the file is whole and meant for {key.name}, this is not that ledger",
        ) from problem


def _of_receipt(data: bytes, key: VerifierKey) -> Checkpoint:
    return check_receipt(data, log=key, cosigners=(), verify=verify_signature).checkpoint


def _of_note(data: bytes, key: VerifierKey) -> Checkpoint:
    return open_checkpoint(data, log=key, cosigners=(), verify=verify_signature).checkpoint


def _key(source: Source) -> VerifierKey | None:
    try:
        event = decode_event(open_envelope(source.entries(0, 1)[0]).payload)
    except (EnvelopeError, Damaged, IndexError):
        return None
    if not isinstance(event.body, Opening):
        return None
    public = bytes.fromhex(event.body.ledger_key)
    return VerifierKey(name=event.origin, type=TYPE_ED25519, public=public)
