"""Checkpoints: three lines, one spelling, signed by the ledger they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.errors import InvariantError, NoteError
from showclear.record.checkpoint import (
    Checkpoint,
    encode_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    parse_decimal,
    sign_checkpoint,
)
from showclear.record.limits import SIZE_MAX
from showclear.record.note import (
    TYPE_ED25519,
    Note,
    VerifierKey,
    add_signatures,
    cosign_note,
    encode_note,
    parse_note,
    sign_note,
    to_base64,
)
from showclear.record.tree import EMPTY_ROOT
from tests.record.note_keys import (
    CHECKPOINT_NOTE,
    CHECKPOINT_TEXT,
    INSURER,
    INSURER_SECONDS,
    LOG,
    LOG_LINE,
    ORIGIN,
    ROOT,
    STRANGER,
    UNION,
    UNION_SECONDS,
    verify,
)

HEAD = Checkpoint(origin=ORIGIN, size=3, root=ROOT)
ROOT_LINE = to_base64(ROOT)


def test_the_worked_example_is_what_we_read_and_write() -> None:
    """The example's head is read, written and signed to the same bytes."""
    assert parse_checkpoint(CHECKPOINT_TEXT) == HEAD
    assert encode_checkpoint(HEAD) == CHECKPOINT_TEXT
    signed = sign_checkpoint(HEAD, key=LOG.key, sign=LOG.sign)
    assert signed == f"{CHECKPOINT_TEXT}\n{LOG_LINE}".encode()
    lines = (
        cosign_note(CHECKPOINT_TEXT, key=INSURER.key, seconds=INSURER_SECONDS, sign=INSURER.sign),
        cosign_note(CHECKPOINT_TEXT, key=UNION.key, seconds=UNION_SECONDS, sign=UNION.sign),
    )
    assert encode_note(add_signatures(parse_note(signed), lines)) == CHECKPOINT_NOTE


def test_the_worked_example_opens() -> None:
    """The example's head opens with those of its cosignatures that are asked for."""
    cosigners = (STRANGER.key, UNION.key)
    opened = open_checkpoint(CHECKPOINT_NOTE, log=LOG.key, cosigners=cosigners, verify=verify)
    assert opened.checkpoint == HEAD
    assert [(found.key, found.seconds) for found in opened.cosignatures] == [
        (UNION.key, UNION_SECONDS)
    ]


FORMS = {
    "nothing": ("", "checkpoint_lines", "origin, size and root"),
    "two lines": (f"{ORIGIN}\n3\n", "checkpoint_lines", "each ending in a newline"),
    "last newline missing": (CHECKPOINT_TEXT[:-1], "checkpoint_lines", "found 'custody"),
    "an extension line": (
        CHECKPOINT_TEXT + "more\n",
        "checkpoint_extension",
        "no line after the root, found 'more'",
    ),
    "an empty line": (CHECKPOINT_TEXT + "\n", "checkpoint_extension", "found ''"),
    "no origin": (f"\n3\n{ROOT_LINE}\n", "key_name_length", "key name"),
    "a space in the origin": (f"a b\n3\n{ROOT_LINE}\n", "key_name", "no space"),
    "no size": (f"a\n\n{ROOT_LINE}\n", "decimal", "size of a checkpoint"),
    "leading zero": (f"a\n03\n{ROOT_LINE}\n", "decimal", "without leading zeros, found '03'"),
    "plus": (f"a\n+3\n{ROOT_LINE}\n", "decimal", "found '+3'"),
    "minus": (f"a\n-3\n{ROOT_LINE}\n", "decimal", "found '-3'"),
    "underscore": (f"a\n1_0\n{ROOT_LINE}\n", "decimal", "found '1_0'"),
    "other digits": (f"a\n\u0663\n{ROOT_LINE}\n", "decimal", "a decimal number"),
    "a space in the size": (f"a\n3 \n{ROOT_LINE}\n", "decimal", "found '3 '"),
    "root in hex": (f"a\n3\n{ROOT.hex()}\n", "hash_length", "32 bytes, found 48"),
    "root unpadded": (f"a\n3\n{ROOT_LINE[:-1]}\n", "base64", "root of a checkpoint"),
    "root short": (f"a\n3\n{to_base64(ROOT[:31])}\n", "hash_length", "32 bytes, found 31"),
    "root long": (f"a\n3\n{to_base64(ROOT + b'x')}\n", "hash_length", "32 bytes, found 33"),
    "nothing with a root": (f"a\n0\n{ROOT_LINE}\n", "checkpoint_empty_root", "of size 0"),
}


@pytest.mark.parametrize(("text", "code", "message"), FORMS.values(), ids=FORMS)
def test_a_malformed_checkpoint_is_refused(text: str, code: str, message: str) -> None:
    """Each fault of form has its code and says what was expected."""
    with pytest.raises(NoteError) as refusal:
        parse_checkpoint(text)
    assert refusal.value.code == code
    assert message in str(refusal.value)


def test_a_size_is_below_two_to_the_53() -> None:
    """The largest size is read and written, one more is not."""
    largest = Checkpoint(origin=ORIGIN, size=SIZE_MAX, root=ROOT)
    assert parse_checkpoint(encode_checkpoint(largest)) == largest
    with pytest.raises(NoteError, match=r"size of a checkpoint: .* below 2\*\*53") as refusal:
        encode_checkpoint(Checkpoint(origin=ORIGIN, size=SIZE_MAX + 1, root=ROOT))
    assert refusal.value.code == "decimal"
    with pytest.raises(NoteError, match="found '1000000000000000"):
        parse_decimal("1000000000000000" * 2, thing="a number")


def test_the_empty_ledger_has_a_head() -> None:
    """Size 0 is written with the root of nothing and no other."""
    empty = Checkpoint(origin=ORIGIN, size=0, root=EMPTY_ROOT)
    assert parse_checkpoint(encode_checkpoint(empty)) == empty


def test_what_cannot_be_read_is_not_written() -> None:
    """An origin with a line break, a short root or an extension is not written."""
    for origin, root in (("a\n4", ROOT), (ORIGIN, ROOT[:-1]), ("a+b", ROOT)):
        with pytest.raises(NoteError, match="expected"):
            encode_checkpoint(Checkpoint(origin=origin, size=3, root=root))


def test_a_checkpoint_that_reads_otherwise_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the reader and the writer ever differ, nothing is signed."""
    monkeypatch.setattr("showclear.record.checkpoint.parse_checkpoint", lambda _: None)
    with pytest.raises(InvariantError, match="does not read back the same"):
        sign_checkpoint(HEAD, key=LOG.key, sign=LOG.sign)


def signed_by_the_log(text: str) -> bytes:
    """Return any text as a note that the ledger's key really signed."""
    return encode_note(Note(text=text, signatures=(sign_note(text, key=LOG.key, sign=LOG.sign),)))


def test_a_head_of_another_origin_is_refused() -> None:
    """A ledger's key speaks for the ledger of its own name only."""
    data = signed_by_the_log(CHECKPOINT_TEXT.replace("prod7", "prod8"))
    with pytest.raises(NoteError, match=r"expected 'custody\.example/prod7', found") as refusal:
        open_checkpoint(data, log=LOG.key, cosigners=(), verify=verify)
    assert refusal.value.code == "checkpoint_origin"
    with pytest.raises(InvariantError, match=r"ledger key: expected the name 'custody\.example/"):
        sign_checkpoint(HEAD, key=INSURER.key, sign=INSURER.sign)


def test_a_signed_text_that_is_no_head_is_refused() -> None:
    """The ledger's signature over something else is no head."""
    with pytest.raises(NoteError, match="no line after the root") as refusal:
        open_checkpoint(
            signed_by_the_log(CHECKPOINT_TEXT + "x\n"), log=LOG.key, cosigners=(), verify=verify
        )
    assert refusal.value.code == "checkpoint_extension"


def test_cosignatures_alone_are_no_head() -> None:
    """Without the ledger's own signature nothing its cosigners say is its head."""
    data = CHECKPOINT_NOTE.replace(LOG_LINE.encode(), b"")
    with pytest.raises(NoteError, match="found cosignatures only") as refusal:
        open_checkpoint(data, log=LOG.key, cosigners=(UNION.key,), verify=verify)
    assert refusal.value.code == "checkpoint_unsigned"


def test_keys_of_the_wrong_type_are_a_bug() -> None:
    """A cosigner's key is not asked as a ledger's, nor a ledger's as a cosigner's."""
    plain = VerifierKey(name="other", type=TYPE_ED25519, public=STRANGER.key.public)
    for log, cosigners in ((UNION.key, ()), (LOG.key, (plain,))):
        with pytest.raises(InvariantError, match="key types: expected 1 for the ledger"):
            open_checkpoint(CHECKPOINT_NOTE, log=log, cosigners=cosigners, verify=verify)


def test_every_mangled_head_is_refused_or_is_another() -> None:
    """Each part and each change of a character is refused or reads as another head."""
    text = CHECKPOINT_TEXT
    parts = {text[a:b] for a in range(len(text)) for b in range(a, len(text) + 1)} - {text}
    changes = {
        text[:at] + chr(letter) + text[at + 1 :]
        for at in range(len(text))
        for letter in range(256)
    } - {text}
    codes = set()
    for mangled in parts | changes:
        try:
            head = parse_checkpoint(mangled)
        except NoteError as refusal:
            codes.add(refusal.code)
        else:
            assert head != HEAD
            assert encode_checkpoint(head) == mangled
    assert codes == {
        "checkpoint_lines",
        "checkpoint_extension",
        "key_name",
        "key_name_length",
        "decimal",
        "base64",
        "hash_length",
        "checkpoint_empty_root",
    }


@given(st.integers(1, SIZE_MAX), st.binary(min_size=32, max_size=32))
def test_every_head_reads_back(size: int, root: bytes) -> None:
    """What was written is read."""
    head = Checkpoint(origin=ORIGIN, size=size, root=root)
    assert parse_checkpoint(encode_checkpoint(head)) == head
