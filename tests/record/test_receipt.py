"""Receipts: one file proves an event and its `decided` under one head, or says why not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.errors import InvariantError, NoteError
from showclear.record.checkpoint import Checkpoint, sign_checkpoint
from showclear.record.note import NOTE_BYTES_MAX, Note, encode_note, parse_note
from showclear.record.receipt import (
    EXTRA_BYTES_MAX,
    PROOF_HASHES_MAX,
    RECEIPT_BYTES_MAX,
    InclusionProof,
    LoggedEnvelope,
    Receipt,
    check_receipt,
    encode_inclusion_proof,
    encode_receipt,
    encode_receipts,
    parse_inclusion_proof,
    parse_receipt,
)
from showclear.record.tiles import ENTRY_BYTES_MAX
from showclear.record.tree import Tree, leaf_hash, node_hash
from tests.record.note_keys import (
    CHECKPOINT_NOTE,
    ENTRIES,
    INSURER,
    INSURER_SECONDS,
    LOG,
    LOG_LINE,
    ORIGIN,
    PROOF_FILE,
    ROOT,
    STRANGER,
    UNION,
    verify,
)

COSIGNERS = (INSURER.key, UNION.key)
N01 = node_hash(leaf_hash(ENTRIES[0]), leaf_hash(ENTRIES[1]))
EVENT = LoggedEnvelope(
    envelope=ENTRIES[0], index=0, proof=(leaf_hash(ENTRIES[1]), leaf_hash(ENTRIES[2]))
)
DECIDED = LoggedEnvelope(envelope=ENTRIES[2], index=2, proof=(N01,))
RECEIPT = Receipt(event=EVENT, decided=DECIDED, checkpoint=CHECKPOINT_NOTE)
FILE = encode_receipt(RECEIPT)


def refused(code: str, data: bytes) -> NoteError:
    """Check a receipt and return its refusal, which has this code."""
    with pytest.raises(NoteError) as refusal:
        check_receipt(data, log=LOG.key, cosigners=COSIGNERS, verify=verify)
    assert refusal.value.code == code
    return refusal.value


# The worked example


def test_the_worked_example_is_what_we_read_and_write() -> None:
    """The example's proof file is read and written to the same bytes."""
    proof = InclusionProof(extra=None, index=2, proof=(N01,), checkpoint=CHECKPOINT_NOTE)
    assert parse_inclusion_proof(PROOF_FILE) == proof
    assert encode_inclusion_proof(proof) == PROOF_FILE
    assert node_hash(N01, leaf_hash(ENTRIES[2])) == ROOT


def test_a_receipt_is_a_proof_file_with_an_extra_line() -> None:
    """Without our line the receipt is the plain proof of the event."""
    lines = FILE.split(b"\n")
    assert lines[0] == b"c2sp.org/tlog-proof@v1"
    word, encoded = lines.pop(1).split(b" ")
    assert word == b"extra"

    def text(value: bytes) -> str:
        return base64.b64encode(value).decode()

    extra = {
        "decided": {"envelope": text(ENTRIES[2]), "index": 2, "proof": [text(N01)]},
        "envelope": text(ENTRIES[0]),
    }
    expected = json.dumps(extra, sort_keys=True, separators=(",", ":")).encode()
    assert base64.b64decode(encoded) == expected
    plain = InclusionProof(extra=None, index=0, proof=EVENT.proof, checkpoint=CHECKPOINT_NOTE)
    assert b"\n".join(lines) == encode_inclusion_proof(plain)


def test_a_receipt_holds() -> None:
    """A receipt gives back both envelopes, the head and who cosigned it."""
    checked = check_receipt(FILE, log=LOG.key, cosigners=COSIGNERS, verify=verify)
    assert checked.event == EVENT
    assert checked.decided == DECIDED
    assert checked.checkpoint == Checkpoint(origin=ORIGIN, size=3, root=ROOT)
    assert [found.key for found in checked.cosignatures] == list(COSIGNERS)
    assert checked.cosignatures[0].seconds == INSURER_SECONDS


# What does not hold


def with_event(**changes: object) -> bytes:
    """Return the receipt with the event's part changed."""
    return encode_receipt(
        msgspec.structs.replace(RECEIPT, event=msgspec.structs.replace(EVENT, **changes))
    )


def with_decided(**changes: object) -> bytes:
    """Return the receipt with the part of the `decided` changed."""
    return encode_receipt(
        msgspec.structs.replace(RECEIPT, decided=msgspec.structs.replace(DECIDED, **changes))
    )


FALSE: dict[str, tuple[Callable[[], bytes], str]] = {
    "another event": (lambda: with_event(envelope=b"x"), "receipt_event_not_included"),
    "event elsewhere": (lambda: with_event(index=1), "receipt_event_not_included"),
    "event past the head": (lambda: with_event(index=3), "receipt_event_not_included"),
    "event without proof": (lambda: with_event(proof=()), "receipt_event_not_included"),
    "another decided": (lambda: with_decided(envelope=b"x"), "receipt_decided_not_included"),
    "decided elsewhere": (lambda: with_decided(index=1), "receipt_decided_not_included"),
    "decided without proof": (lambda: with_decided(proof=()), "receipt_decided_not_included"),
    "proof too long": (lambda: with_decided(proof=(N01, N01)), "receipt_decided_not_included"),
}


@pytest.mark.parametrize(("make", "code"), FALSE.values(), ids=FALSE)
def test_a_false_receipt_is_refused(make: Callable[[], bytes], code: str) -> None:
    """A well-formed receipt of something that is not under the head is refused."""
    refusal = refused(code, make())
    assert "under the head of size 3, found a proof that leads to another root" in str(refusal)


def test_the_decided_comes_after_its_event() -> None:
    """An entry at or before the event does not decide it."""
    same = Receipt(event=DECIDED, decided=DECIDED, checkpoint=CHECKPOINT_NOTE)
    refusal = refused("receipt_decided_too_early", encode_receipt(same))
    assert str(refusal).endswith("in a receipt: expected above the event's 2, found 2")
    before = Receipt(event=DECIDED, decided=EVENT, checkpoint=CHECKPOINT_NOTE)
    refused("receipt_decided_too_early", encode_receipt(before))


def test_a_receipt_under_nobodys_head_is_refused() -> None:
    """Without the ledger's signature there is no head to prove anything under."""
    by_others = CHECKPOINT_NOTE.replace(LOG_LINE.encode(), b"")
    refused(
        "checkpoint_unsigned",
        encode_receipt(msgspec.structs.replace(RECEIPT, checkpoint=by_others)),
    )
    stranger = sign_checkpoint(
        Checkpoint(origin=ORIGIN, size=3, root=ROOT), key=LOG.key, sign=STRANGER.sign
    )
    refused(
        "signature_wrong", encode_receipt(msgspec.structs.replace(RECEIPT, checkpoint=stranger))
    )


# The form

EXTRA_LINE = FILE.split(b"\n")[1]
HASH_LINE = b"P9HVoFmrFxo0X5kSyDwt2LeTO06VDmdJvIPbsfQ8y94="


def swapped(old: bytes, new: bytes) -> bytes:
    """Return the example's proof file with one place changed."""
    assert PROOF_FILE.count(old) == 1
    return PROOF_FILE.replace(old, new)


FORMS = {
    "nothing": (b"", "receipt_version", "first line of a receipt: expected c2sp.org/tlog-proof@"),
    "another version": (
        swapped(b"@v1", b"@v2"),
        "receipt_version",
        "found 'c2sp.org/tlog-proof@v",
    ),
    "space before": (b" " + PROOF_FILE, "receipt_version", "found ' c2sp"),
    "carriage returns": (PROOF_FILE.replace(b"\n", b"\r\n"), "receipt_version", "@v1"),
    "no checkpoint": (
        b"c2sp.org/tlog-proof@v1\nindex 2\n",
        "receipt_without_checkpoint",
        "an empty line and a checkpoint",
    ),
    "no index": (swapped(b"index 2\n", b""), "receipt_index", "a line 'index <number>'"),
    "nothing above the checkpoint": (
        swapped(b"index 2\n" + HASH_LINE + b"\n", b""),
        "receipt_index",
        "found ''",
    ),
    "index misspelt": (swapped(b"index 2", b"Index 2"), "receipt_index", "found 'Index 2'"),
    "index without number": (swapped(b"index 2", b"index"), "decimal", "index of a receipt"),
    "leading zero": (swapped(b"index 2", b"index 02"), "decimal", "found '02'"),
    "two spaces": (swapped(b"index 2", b"index  2"), "decimal", "found ' 2'"),
    "other digits": (swapped(b"index 2", b"index \xb2"), "decimal", "index of a receipt"),
    "extra after the index": (
        swapped(b"index 2\n", b"index 2\n" + EXTRA_LINE + b"\n"),
        "base64",
        "hash of a proof",
    ),
    "extra without base64": (swapped(b"index 2", b"extra \nindex 2"), "base64", "extra line"),
    "extra unpadded": (swapped(b"index 2", b"extra AAA\nindex 2"), "base64", "extra line of a"),
    "extra without a space": (swapped(b"index 2", b"extra\nindex 2"), "receipt_index", "'extra'"),
    "hash unpadded": (swapped(b"y94=", b"y94"), "base64", "hash of a proof"),
    "hash short": (swapped(HASH_LINE, b"P9HV"), "hash_length", "32 bytes, found 3"),
    "hash not ASCII": (swapped(b"y94=", b"y9\xe9="), "base64", "canonical padded base64"),
    "checkpoint without end": (PROOF_FILE[:-1], "signatures_unterminated", "newline"),
}


@pytest.mark.parametrize(("data", "code", "message"), FORMS.values(), ids=FORMS)
def test_a_malformed_proof_file_is_refused(data: bytes, code: str, message: str) -> None:
    """Each fault of form has its code and says what was expected."""
    with pytest.raises(NoteError) as refusal:
        parse_inclusion_proof(data)
    assert refusal.value.code == code
    assert message in str(refusal.value)


def with_extra(extra: bytes | None) -> bytes:
    """Return the receipt with other bytes in its extra line."""
    return encode_inclusion_proof(
        InclusionProof(extra=extra, index=0, proof=EVENT.proof, checkpoint=CHECKPOINT_NOTE)
    )


GOOD = b'{"decided":{"envelope":"eA==","index":2,"proof":[]},"envelope":"eA=="}'
EXTRAS = {
    "missing": (None, "receipt_extra_missing", "an extra line with both envelopes, found none"),
    "not JSON": (b"x", "receipt_extra", "canonical JSON with both envelopes"),
    "a key not UTF-8": (GOOD.replace(b"index", b"inde\xff"), "receipt_extra", "can't decode byte"),
    "bytes not UTF-8": (GOOD.replace(b"eA==", b"e\xff=="), "receipt_extra", "canonical JSON with"),
    "a space": (GOOD.replace(b":2", b": 2"), "receipt_extra", "another spelling of the same"),
    "a newline after": (GOOD + b"\n", "receipt_extra", "another spelling of the same"),
    "another order": (
        b'{"envelope":"eA==","decided":{"envelope":"eA==","index":2,"proof":[]}}',
        "receipt_extra",
        "another spelling of the same",
    ),
    "a key twice": (
        GOOD[:-1] + b',"envelope":"eA=="}',
        "receipt_extra",
        "another spelling of the same",
    ),
    "loose last bits": (GOOD.replace(b"eA==", b"eB=="), "receipt_extra", "another spelling"),
    "an escape": (GOOD.replace(b"index", rb"ind\u0065x"), "receipt_extra", "another spelling"),
    "a key more": (GOOD[:-1] + b',"x":1}', "receipt_extra", "unknown field"),
    "a key less": (b'{"envelope":"eA=="}', "receipt_extra", "missing required field"),
    "a float": (GOOD.replace(b":2", b":2.0"), "receipt_extra", "Expected `int`"),
    "a word for a number": (GOOD.replace(b":2", b':"2"'), "receipt_extra", "Expected `int`"),
    "an empty event": (
        GOOD[:-7] + b'""}',
        "receipt_envelope_length",
        "envelope in a receipt: expected 1 to 65535 bytes, found 0",
    ),
    "an empty decided": (
        GOOD.replace(b'{"envelope":"eA=="', b'{"envelope":""'),
        "receipt_envelope_length",
        "found 0",
    ),
    "a short hash": (GOOD.replace(b"[]", b'["eA=="]'), "hash_length", "32 bytes, found 1"),
}


@pytest.mark.parametrize(("extra", "code", "message"), EXTRAS.values(), ids=EXTRAS)
def test_a_malformed_extra_line_is_refused(extra: bytes | None, code: str, message: str) -> None:
    """Our extra line has one spelling."""
    with pytest.raises(NoteError) as refusal:
        parse_receipt(with_extra(extra))
    assert refusal.value.code == code
    assert message in str(refusal.value)


@pytest.mark.parametrize("index", ["-1", "3", "99999999999999999999"])
def test_a_decided_outside_the_tree_is_refused(index: str) -> None:
    """An index that the head does not cover proves nothing, however it is written."""
    data = with_extra(
        base64.b64decode(EXTRA_LINE[6:]).replace(b'"index":2', f'"index":{index}'.encode())
    )
    with pytest.raises(NoteError) as refusal:
        check_receipt(data, log=LOG.key, cosigners=COSIGNERS, verify=verify)
    assert refusal.value.code in {"receipt_decided_not_included", "receipt_extra"}


# Limits


def test_a_proof_has_63_hashes_at_most() -> None:
    """63 hashes are read, 64 refused, in the file and in the extra line."""
    full = (N01,) * PROOF_HASHES_MAX
    assert parse_receipt(with_event(proof=full)).event.proof == full
    assert parse_receipt(with_decided(proof=full)).decided.proof == full
    for make in (with_event, with_decided):
        with pytest.raises(NoteError, match="expected at most 63 hashes, found 64") as refusal:
            make(proof=(*full, N01))
        assert refusal.value.code == "proof_too_long"


def test_an_envelope_in_a_receipt_has_the_entrys_limit() -> None:
    """Two envelopes of 65,535 bytes fit, with the longest proofs; one byte more does not."""
    longest = bytes(ENTRY_BYTES_MAX)
    full = (N01,) * PROOF_HASHES_MAX
    event = msgspec.structs.replace(EVENT, envelope=longest, proof=full)
    decided = msgspec.structs.replace(DECIDED, envelope=longest, proof=full)
    largest = Receipt(event=event, decided=decided, checkpoint=CHECKPOINT_NOTE)
    assert parse_receipt(encode_receipt(largest)) == largest
    for make in (with_event, with_decided):
        with pytest.raises(NoteError, match="1 to 65535 bytes, found 65536") as refusal:
            make(envelope=longest + b"x")
        assert refusal.value.code == "receipt_envelope_length"


def test_an_extra_line_has_a_size_limit() -> None:
    """Extra data of exactly the limit are read, one byte more refused."""
    assert len(parse_inclusion_proof(with_extra(bytes(EXTRA_BYTES_MAX))).extra or b"") == 180_000
    with pytest.raises(NoteError, match="expected at most 180000 bytes, found 180001") as refusal:
        with_extra(bytes(EXTRA_BYTES_MAX + 1))
    assert refusal.value.code == "receipt_extra_too_large"


def test_a_receipt_has_a_size_limit() -> None:
    """The longest note, extra line and proof fit; a longer file is not looked into."""
    line = CHECKPOINT_NOTE[CHECKPOINT_NOTE.index(b"\n\n") :]
    note = b"x" * (NOTE_BYTES_MAX - len(line)) + line
    full = (N01,) * PROOF_HASHES_MAX
    largest = InclusionProof(
        extra=bytes(EXTRA_BYTES_MAX), index=2**53 - 1, proof=full, checkpoint=note
    )
    assert len(encode_inclusion_proof(largest)) <= RECEIPT_BYTES_MAX
    for length, code in (
        (RECEIPT_BYTES_MAX, "receipt_version"),
        (RECEIPT_BYTES_MAX + 1, "receipt_too_large"),
    ):
        with pytest.raises(NoteError, match="receipt: expected") as refusal:
            parse_inclusion_proof(bytes(length))
        assert refusal.value.code == code


def test_what_reads_back_otherwise_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the reader and the writer ever differ, no receipt is handed out."""
    monkeypatch.setattr("showclear.record.receipt.parse_receipt", lambda _: None)
    with pytest.raises(InvariantError, match="receipt of entry 0: does not read back"):
        encode_receipt(RECEIPT)
    monkeypatch.setattr("showclear.record.receipt.parse_inclusion_proof", lambda _: None)
    with pytest.raises(InvariantError, match="proof of entry 0: does not read back"):
        with_extra(None)


# The receipts of one commit


LOGGED = st.builds(
    LoggedEnvelope,
    envelope=st.binary(min_size=1, max_size=40),
    index=st.integers(0, 2**53 - 1),
    proof=st.lists(st.binary(min_size=32, max_size=32), max_size=4).map(tuple),
)


@given(st.lists(LOGGED, max_size=5), LOGGED)
def test_receipts_of_one_commit_are_what_each_would_be_alone(
    events: list[LoggedEnvelope], decided: LoggedEnvelope
) -> None:
    """Written together or alone, a receipt has the same bytes and reads back the same."""
    together = encode_receipts(events, decided=decided, checkpoint=CHECKPOINT_NOTE)
    alone = [Receipt(event=it, decided=decided, checkpoint=CHECKPOINT_NOTE) for it in events]
    assert together == tuple(encode_receipt(receipt) for receipt in alone)
    assert [parse_receipt(data) for data in together] == alone


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"envelope": b""}, id="no envelope"),
        pytest.param({"envelope": bytes(ENTRY_BYTES_MAX + 1)}, id="an envelope too long"),
        pytest.param({"index": -1}, id="an index below zero"),
        pytest.param({"index": 2**53}, id="an index too high"),
        pytest.param({"proof": (N01,) * (PROOF_HASHES_MAX + 1)}, id="a proof too long"),
        pytest.param({"proof": (N01[:31],)}, id="a hash too short"),
    ],
)
def test_no_receipt_is_written_that_a_reader_would_refuse(changes: dict[str, object]) -> None:
    """What only the first receipt of a commit is read back for, the others are held to."""
    wrong = msgspec.structs.replace(EVENT, **changes)
    with pytest.raises(InvariantError, match="within the limits"):
        encode_receipts([EVENT, wrong], decided=DECIDED, checkpoint=CHECKPOINT_NOTE)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"envelope": bytes(ENTRY_BYTES_MAX)}, id="the longest envelope"),
        pytest.param({"index": 2**53 - 1}, id="the highest index"),
        pytest.param({"proof": (N01,) * PROOF_HASHES_MAX}, id="the longest proof"),
    ],
)
def test_a_receipt_at_a_limit_is_written_and_read(changes: dict[str, object]) -> None:
    """Exactly at each limit a receipt is written, and a reader takes it."""
    event = msgspec.structs.replace(EVENT, **changes)
    files = encode_receipts([EVENT, event], decided=DECIDED, checkpoint=CHECKPOINT_NOTE)
    assert parse_receipt(files[1]).event == event


# Mangling

MANGLED_CODES = {
    "base64",
    "checkpoint_unsigned",
    "decimal",
    "hash_length",
    "key_name",
    "key_name_length",
    "note_control_character",
    "note_not_utf8",
    "note_signed_by_nobody_known",
    "note_without_boundary",
    "proof_too_long",
    "receipt_decided_not_included",
    "receipt_event_not_included",
    "receipt_extra",
    "receipt_extra_missing",
    "receipt_index",
    "receipt_version",
    "receipt_without_checkpoint",
    "signature_line",
    "signature_short",
    "signature_wrong",
    "signatures_unterminated",
}


def check_mangled(data: bytes) -> None:
    """Require a refusal with a known reason, or the same receipt under fewer cosignatures."""
    whole = check_receipt(FILE, log=LOG.key, cosigners=COSIGNERS, verify=verify)
    try:
        checked = check_receipt(data, log=LOG.key, cosigners=COSIGNERS, verify=verify)
    except NoteError as refusal:
        assert refusal.code in MANGLED_CODES  # noqa: PT017 - either way is right
    else:
        assert set(checked.cosignatures) < set(whole.cosignatures)
        assert msgspec.structs.replace(checked, cosignatures=whole.cosignatures) == whole


def test_every_cut_of_a_receipt_is_refused_or_loses_cosignatures() -> None:
    """Each beginning and each end of a receipt is refused, or lacks the last cosignatures."""
    for cut in range(len(FILE)):
        check_mangled(FILE[:cut])
        check_mangled(FILE[cut + 1 :])


def test_every_changed_byte_of_a_receipt_is_refused_or_loses_a_cosignature() -> None:
    """Each change of a byte is refused, or makes a cosigner's line a stranger's."""
    for at in range(len(FILE)):
        for flip in (1, 2, 0x20, 0x80, FILE[at] ^ 0x0A):
            if flip:
                check_mangled(FILE[:at] + bytes([FILE[at] ^ flip]) + FILE[at + 1 :])


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_random_bytes_are_refused_or_read_back(head: bytes, extra: bytes) -> None:
    """No input raises anything but a refusal, and what is read writes back to the same bytes."""
    first = b"c2sp.org/tlog-proof@v1\n"
    encoded = b"extra " + base64.b64encode(extra) + b"\n"
    for data in (first + head, first + encoded + b"index 1\n" + head + b"\n" + CHECKPOINT_NOTE):
        try:
            proof = parse_inclusion_proof(data)
        except NoteError as refusal:
            assert refusal.code  # noqa: PT017 - a refusal is an answer
        else:
            assert encode_inclusion_proof(proof) == data


class NoTiles:
    """No tile is ever needed of so small a tree."""

    def tile(self, level: int, number: int) -> bytes | None:
        """Return no tile."""
        raise AssertionError((level, number))


@given(st.lists(st.binary(min_size=1, max_size=40), min_size=2, max_size=40), st.data())
def test_every_receipt_of_a_tree_holds(entries: list[bytes], data: st.DataObject) -> None:
    """A receipt for any event and any later entry, under any later head, holds."""
    tree = Tree(NoTiles())
    for entry in entries:
        tree.append(leaf_hash(entry))
    size = data.draw(st.integers(2, len(entries)))
    last = data.draw(st.integers(1, size - 1))
    first = data.draw(st.integers(0, last - 1))
    head = Checkpoint(origin=ORIGIN, size=size, root=tree.root_at(size))
    event, decided = (
        LoggedEnvelope(
            envelope=entries[at], index=at, proof=tree.inclusion_proof(index=at, size=size)
        )
        for at in (first, last)
    )
    receipt = Receipt(
        event=event, decided=decided, checkpoint=sign_checkpoint(head, key=LOG.key, sign=LOG.sign)
    )
    checked = check_receipt(encode_receipt(receipt), log=LOG.key, cosigners=(), verify=verify)
    assert (checked.event, checked.decided, checked.checkpoint) == (event, decided, head)


def test_strangers_lines_do_not_harm_a_receipt() -> None:
    """Lines of keys nobody asked about leave the receipt as good as it was."""
    note = parse_note(CHECKPOINT_NOTE)
    only_log = encode_note(Note(text=note.text, signatures=note.signatures[:1]))
    fewer = encode_receipt(msgspec.structs.replace(RECEIPT, checkpoint=only_log))
    one = check_receipt(fewer, log=LOG.key, cosigners=(), verify=verify)
    other = check_receipt(FILE, log=LOG.key, cosigners=(), verify=verify)
    assert one == other
