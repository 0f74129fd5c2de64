"""Signed notes: one spelling each; a known key that fails refuses the note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.errors import InvariantError, NoteError
from showclear.record import note as note_module
from showclear.record.note import (
    NAME_BYTES_MAX,
    NOTE_BYTES_MAX,
    SIGNATURE_LINES_MAX,
    TIME_SECONDS_MAX,
    TYPE_COSIGNATURE,
    TYPE_ED25519,
    VERIFIER_KEY_CHARACTERS_MAX,
    KnownSignature,
    Note,
    SignatureLine,
    UnknownKey,
    VerifierKey,
    add_signatures,
    check_name,
    cosign_note,
    encode_note,
    encode_signature_line,
    encode_verifier_key,
    from_base64,
    key_id,
    open_note,
    parse_note,
    parse_signature_lines,
    parse_verifier_key,
    sign_note,
    to_base64,
)
from tests.record.note_keys import (
    CHECKPOINT_NOTE,
    CHECKPOINT_TEXT,
    INSURER,
    INSURER_LINE,
    INSURER_SECONDS,
    INSURER_VKEY,
    LOG,
    LOG_LINE,
    LOG_VKEY,
    STRANGER,
    UNION,
    UNION_LINE,
    UNION_SECONDS,
    UNION_VKEY,
    verify,
)

ALL = (LOG.key, INSURER.key, UNION.key)
VKEYS = {LOG_VKEY: LOG.key, INSURER_VKEY: INSURER.key, UNION_VKEY: UNION.key}


def refused(code: str, data: bytes, keys: tuple[VerifierKey, ...] = ALL) -> NoteError:
    """Open a note and return its refusal, which has this code."""
    with pytest.raises(NoteError) as refusal:
        open_note(data, keys, verify)
    assert refusal.value.code == code
    return refusal.value


# The worked example


def test_the_worked_example_opens() -> None:
    """The example's note carries three known signatures, two of them with a time."""
    opened = open_note(CHECKPOINT_NOTE, ALL, verify)
    assert opened.text == CHECKPOINT_TEXT
    assert opened.signatures == (
        KnownSignature(key=LOG.key, seconds=None),
        KnownSignature(key=INSURER.key, seconds=INSURER_SECONDS),
        KnownSignature(key=UNION.key, seconds=UNION_SECONDS),
    )


def test_the_worked_example_is_what_we_write() -> None:
    """Signing and cosigning the example's text gives its bytes."""
    note = Note(
        text=CHECKPOINT_TEXT,
        signatures=(
            sign_note(CHECKPOINT_TEXT, key=LOG.key, sign=LOG.sign),
            cosign_note(
                CHECKPOINT_TEXT, key=INSURER.key, seconds=INSURER_SECONDS, sign=INSURER.sign
            ),
            cosign_note(CHECKPOINT_TEXT, key=UNION.key, seconds=UNION_SECONDS, sign=UNION.sign),
        ),
    )
    assert encode_note(note) == CHECKPOINT_NOTE
    assert parse_note(CHECKPOINT_NOTE) == note
    lines = [encode_signature_line(line) for line in note.signatures]
    assert lines == [LOG_LINE, INSURER_LINE, UNION_LINE]


@pytest.mark.parametrize(("text", "key"), VKEYS.items(), ids=[key.name for key in VKEYS.values()])
def test_the_worked_keys_are_what_we_write(text: str, key: VerifierKey) -> None:
    """The example's verifier keys are read and written."""
    assert parse_verifier_key(text) == key
    assert encode_verifier_key(key) == text
    assert key.id.hex() == text.split("+")[1]


# Whose signatures count


def test_lines_of_unknown_keys_say_nothing() -> None:
    """What a stranger adds, even twice and even rubbish, is ignored."""
    stranger = cosign_note(CHECKPOINT_TEXT, key=STRANGER.key, seconds=1, sign=STRANGER.sign)
    line = encode_signature_line(stranger).encode()
    rubbish = "\u2014 whoever AAAAAAA=\n".encode()
    data = CHECKPOINT_NOTE + line + line + rubbish
    assert open_note(data, ALL, verify) == open_note(CHECKPOINT_NOTE, ALL, verify)


def test_the_name_counts_as_well_as_the_id() -> None:
    """A line with a known id under another name is unknown, and so the other way round."""
    other_name = CHECKPOINT_NOTE.replace(b" custody.example/prod7 qv", b" custody.example qv")
    assert refused("note_signed_by_nobody_known", other_name, (LOG.key,)).found.startswith("cust")
    other_id = CHECKPOINT_NOTE.replace(b" qv6h", b" qv6i")
    refused("note_signed_by_nobody_known", other_id, (LOG.key,))


def test_a_note_of_strangers_is_refused() -> None:
    """With no known signature, or no known key, nothing is believed."""
    refusal = refused("note_signed_by_nobody_known", CHECKPOINT_NOTE, (STRANGER.key,))
    assert str(refusal) == (
        "note: expected a signature of stranger.example/w1, "
        "found custody.example/prod7, insurer.example/w1, union.example/w1"
    )
    assert refused("note_signed_by_nobody_known", CHECKPOINT_NOTE, ()).expected == (
        "a signature of a known key"
    )


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return the data with the one place of ``old`` changed."""
    assert data.count(old) == 1
    return data.replace(old, new)


WRONG = {
    "another text": (b"prod7\n3\n", b"prod7\n4\n"),
    "one bit of the ledger's": (b"pD2AbpalW", b"pD2AbpalX"),
    "one bit of a cosigner's": (b"OUUpAQ==", b"OUUpAg=="),
    "another time": (b"kAAAAABrAsBo", b"kAAAAABrAsBp"),
}


@pytest.mark.parametrize(("old", "new"), WRONG.values(), ids=WRONG)
def test_a_known_key_that_fails_refuses_the_note(old: bytes, new: bytes) -> None:
    """One failing line of a known key outweighs the others that hold."""
    refusal = refused("signature_wrong", changed(CHECKPOINT_NOTE, old, new))
    assert str(refusal).startswith("signature of '")
    assert "expected one that holds over the text" in str(refusal)


def with_line(key: VerifierKey, signature: bytes) -> bytes:
    """Return the example's note with one more line."""
    line = SignatureLine(name=key.name, id=key.id, signature=signature)
    return CHECKPOINT_NOTE + encode_signature_line(line).encode()


@pytest.mark.parametrize("length", [1, 7, 8, 71, 73, 136])
def test_a_cosignature_has_72_bytes(length: int) -> None:
    """A known cosigner's line of another length refuses the note."""
    refused("signature_wrong", with_line(STRANGER.key, bytes(length)), (LOG.key, STRANGER.key))


@pytest.mark.parametrize("length", [1, 63, 65, 72])
def test_a_plain_signature_has_64_bytes(length: int) -> None:
    """A known signer's line of another length refuses the note before the check is asked."""
    plain = VerifierKey(name="plain", type=TYPE_ED25519, public=STRANGER.key.public)
    data = with_line(plain, bytes(length))
    with pytest.raises(NoteError) as refusal:
        open_note(data, (plain,), lambda *_: True)
    assert refusal.value.code == "signature_wrong"


def test_a_cosignature_has_a_time_limit() -> None:
    """The last second below 2**53 is accepted, the next refused, though both are signed."""
    line = cosign_note(
        CHECKPOINT_TEXT, key=STRANGER.key, seconds=TIME_SECONDS_MAX, sign=STRANGER.sign
    )
    opened = open_note(with_line(STRANGER.key, line.signature), (STRANGER.key,), verify)
    assert opened.signatures[0].seconds == TIME_SECONDS_MAX
    late = TIME_SECONDS_MAX + 1
    signature = STRANGER.sign(f"cosignature/v1\ntime {late}\n{CHECKPOINT_TEXT}".encode())
    refused(
        "signature_wrong",
        with_line(STRANGER.key, late.to_bytes(8, "big") + signature),
        (STRANGER.key,),
    )


def test_a_known_key_signs_once() -> None:
    """The same line twice, or two cosignatures of one key, refuse the note."""
    refusal = refused("signature_repeated", CHECKPOINT_NOTE + LOG_LINE.encode())
    assert str(refusal) == "signature of 'custody.example/prod7': expected one line, found two"
    later = cosign_note(CHECKPOINT_TEXT, key=UNION.key, seconds=5, sign=UNION.sign)
    refused("signature_repeated", CHECKPOINT_NOTE + encode_signature_line(later).encode())


def test_a_cosigners_newer_line_replaces_the_older() -> None:
    """Added lines keep one per key, so that our own notes open."""
    note = parse_note(CHECKPOINT_NOTE)
    newer = cosign_note(CHECKPOINT_TEXT, key=INSURER.key, seconds=9, sign=INSURER.sign)
    other = cosign_note(CHECKPOINT_TEXT, key=STRANGER.key, seconds=8, sign=STRANGER.sign)
    added = add_signatures(note, [newer, other])
    assert added.signatures == (note.signatures[0], newer, note.signatures[2], other)
    opened = open_note(encode_note(added), (*ALL, STRANGER.key), verify)
    assert [signature.seconds for signature in opened.signatures] == [None, 9, UNION_SECONDS, 8]


def test_keys_given_twice_are_a_bug() -> None:
    """The same verifier twice is a caller's mistake, not a bad note."""
    with pytest.raises(InvariantError, match="verifiers: two share one name and key id"):
        open_note(CHECKPOINT_NOTE, (LOG.key, LOG.key), verify)


def test_a_key_signs_only_what_its_type_is_for() -> None:
    """A cosigner's key signs no note and a ledger's key cosigns none."""
    with pytest.raises(InvariantError, match="expected type 1, found 4"):
        sign_note("text\n", key=UNION.key, sign=UNION.sign)
    with pytest.raises(InvariantError, match="expected type 4, found 1"):
        cosign_note("text\n", key=LOG.key, seconds=1, sign=LOG.sign)
    for seconds in (-1, TIME_SECONDS_MAX + 1):
        with pytest.raises(InvariantError, match=rf"0 to 2\*\*53 - 1, found {seconds}"):
            cosign_note("text\n", key=UNION.key, seconds=seconds, sign=UNION.sign)


# The form of a note

FORMS = {
    "nothing": (b"", "note_without_boundary", "expected an empty line before the signatures"),
    "no empty line": (b"a\nb\n", "note_without_boundary", "found none"),
    "no signature": (b"a\n\n", "signatures_unterminated", "at least one"),
    "two empty lines and nothing": (b"a\n\n\n", "signatures_unterminated", "at least one"),
    "last newline missing": (
        CHECKPOINT_NOTE[:-1],
        "signatures_unterminated",
        "the last ending in a newline",
    ),
    "a hyphen for a dash": (b"a\n\n- n AAAAAAA=\n", "signature_line", "expected an em dash"),
    "no space after the dash": ("a\n\n\u2014n AAAAAAA=\n".encode(), "signature_line", "one space"),
    "no base64": ("a\n\n\u2014 n\n".encode(), "signature_line", "a key name and base64"),
    "empty base64": ("a\n\n\u2014 n \n".encode(), "signature_line", "found"),
    "no name": ("a\n\n\u2014  AAAAAAA=\n".encode(), "key_name_length", "1 to 255 bytes"),
    "a plus in the name": ("a\n\n\u2014 n+n AAAAAAA=\n".encode(), "key_name", "plus sign"),
    "a no-break space": ("a\n\n\u2014 n\u00a0n AAAAAAA=\n".encode(), "key_name", "no space"),
    "two spaces": ("a\n\n\u2014 n  AAAAAAA=\n".encode(), "base64", "canonical padded base64"),
    "space at the end": ("a\n\n\u2014 n AAAAAAA= \n".encode(), "base64", "signature of 'n'"),
    "unpadded": ("a\n\n\u2014 n AAAAAAA\n".encode(), "base64", "canonical padded base64"),
    "loose last bits": ("a\n\n\u2014 n AAAAAAB=\n".encode(), "base64", "canonical padded base64"),
    "url alphabet": ("a\n\n\u2014 n AAAA_AA=\n".encode(), "base64", "canonical padded base64"),
    "not ASCII": ("a\n\n\u2014 n AAAA\u00e9AA=\n".encode(), "base64", "canonical padded base64"),
    "id only": ("a\n\n\u2014 n AAAAAA==\n".encode(), "signature_short", "more than the 4 bytes"),
    "not UTF-8": (b"a\xff\n\n", "note_not_utf8", "expected UTF-8, found another byte at 1"),
    "carriage return": (b"a\r\n\n", "note_control_character", r"found '\r' at character 1"),
    "tab": (b"a\n\n\t", "note_control_character", r"found '\t' at character 3"),
    "NUL": (b"a\0\n\n", "note_control_character", "no control character but newline"),
}


@pytest.mark.parametrize(("data", "code", "message"), FORMS.values(), ids=FORMS)
def test_a_malformed_note_is_refused(data: bytes, code: str, message: str) -> None:
    """Each fault of form has its code and says what was expected."""
    assert message in str(refused(code, data))


def test_the_boundary_is_the_last_empty_line() -> None:
    """A text may hold empty lines and what looks like signatures."""
    text = "a\n\n\u2014 n AAAAAAA=\n"
    note = Note(text=text, signatures=(sign_note(text, key=LOG.key, sign=LOG.sign),))
    assert open_note(encode_note(note), (LOG.key,), verify).text == text


def test_a_note_has_a_size_limit() -> None:
    """A note of exactly the limit is read, one byte more refused."""
    line = encode_signature_line(parse_note(CHECKPOINT_NOTE).signatures[0]).encode()
    filling = b"x" * (NOTE_BYTES_MAX - len(line) - 2)
    assert len(parse_note(filling + b"\n\n" + line).text) == len(filling) + 1
    with pytest.raises(NoteError, match="expected at most 1000000 bytes, found 10000") as refusal:
        parse_note(filling + b"x\n\n" + line)
    assert refusal.value.code == "note_too_large"


def test_a_note_has_a_hundred_lines_at_most() -> None:
    """100 signature lines are read, 101 refused."""
    line = "\u2014 n AAAAAAA=\n"
    assert len(parse_signature_lines(line * SIGNATURE_LINES_MAX)) == SIGNATURE_LINES_MAX
    with pytest.raises(NoteError, match="expected at most 100, found 101") as refusal:
        parse_signature_lines(line * (SIGNATURE_LINES_MAX + 1))
    assert refusal.value.code == "signatures_too_many"


def test_a_name_has_a_length_limit() -> None:
    """Names of 1 to 255 bytes of UTF-8 are accepted; the bytes count, not the letters."""
    for name in ("n", "n" * NAME_BYTES_MAX, "\u00e9" * (NAME_BYTES_MAX // 2)):
        check_name(name)
    for name in ("", "n" * (NAME_BYTES_MAX + 1), "\u00e9" * 128, "\ud800"):
        with pytest.raises(NoteError, match="key name: expected 1 to 255 bytes of") as refusal:
            check_name(name)
        assert refusal.value.code == "key_name_length"


UNWRITABLE = {
    "text without newline": ("a", "note_without_boundary"),
    "text with a control": ("a\t\n", "note_control_character"),
    "text with half a character": ("a\ud800\n", "note_not_utf8"),
}


@pytest.mark.parametrize(("text", "code"), UNWRITABLE.values(), ids=UNWRITABLE)
def test_what_cannot_be_read_is_not_written(text: str, code: str) -> None:
    """The writer refuses what the reader would."""
    line = parse_note(CHECKPOINT_NOTE).signatures[0]
    with pytest.raises(NoteError) as refusal:
        encode_note(Note(text=text, signatures=(line,)))
    assert refusal.value.code == code


def test_what_reads_back_otherwise_is_not_written() -> None:
    """A signature line smuggled in through a name or an id of another length is a bug of ours."""
    line = SignatureLine(name="n", id=b"12345", signature=b"6")
    with pytest.raises(InvariantError, match="does not read back the same"):
        encode_note(Note(text="a\n", signatures=(line,)))
    with pytest.raises(InvariantError, match="verifier key of 'n': does not read back the same"):
        encode_verifier_key(UnknownKey(name="n", type=TYPE_ED25519, key=LOG.key.public))


# Mangling

MANGLED_CODES = {
    "base64",
    "key_name",
    "key_name_length",
    "note_control_character",
    "note_not_utf8",
    "note_signed_by_nobody_known",
    "note_without_boundary",
    "signature_line",
    "signature_short",
    "signature_wrong",
    "signatures_unterminated",
}


def check_mangled(data: bytes, codes: set[str]) -> None:
    """Require a refusal with a known reason, or the same text under fewer signatures."""
    whole = open_note(CHECKPOINT_NOTE, ALL, verify)
    try:
        opened = open_note(data, ALL, verify)
    except NoteError as refusal:
        assert refusal.code in MANGLED_CODES  # noqa: PT017 - either way is right
        codes.add(refusal.code)
    else:
        assert opened.text == whole.text
        assert set(opened.signatures) < set(whole.signatures)
        assert encode_note(parse_note(data)) == data


def test_every_cut_of_a_note_is_refused_or_loses_signatures() -> None:
    """Each part of the note is refused, or is the note without its last signature lines."""
    codes: set[str] = set()
    for start in range(len(CHECKPOINT_NOTE)):
        for stop in range(start, len(CHECKPOINT_NOTE) + 1, 1 if start < 3 else 7):
            if (start, stop) != (0, len(CHECKPOINT_NOTE)):
                check_mangled(CHECKPOINT_NOTE[start:stop], codes)
    assert {"note_without_boundary", "signature_wrong", "signatures_unterminated"} <= codes


def test_every_changed_byte_of_a_note_is_refused_or_loses_a_signature() -> None:
    """Each change of a byte is refused, or makes a known line a stranger's."""
    codes: set[str] = set()
    small = f"{CHECKPOINT_TEXT}\n{LOG_LINE}".encode()
    for at in range(len(small)):
        for value in set(range(256)) - {small[at]}:
            mangled = small[:at] + bytes([value]) + small[at + 1 :]
            with pytest.raises(NoteError) as refusal:
                open_note(mangled, (LOG.key,), verify)
            codes.add(refusal.value.code)
    assert codes == MANGLED_CODES
    for at in range(len(small), len(CHECKPOINT_NOTE)):
        for flip in (1, 0x20, 0x80):
            value = CHECKPOINT_NOTE[at] ^ flip
            changed_note = CHECKPOINT_NOTE[:at] + bytes([value]) + CHECKPOINT_NOTE[at + 1 :]
            check_mangled(changed_note, codes)


@pytest.mark.parametrize("text", VKEYS, ids=[key.name for key in VKEYS.values()])
def test_every_mangled_verifier_key_is_refused(text: str) -> None:
    """Each part of a key and each change of a character is refused with its reason."""
    parts = {text[a:b] for a in range(len(text)) for b in range(a, len(text) + 1)} - {text}
    changes = {
        text[:at] + chr(letter) + text[at + 1 :]
        for at in range(len(text))
        for letter in range(256)
    } - {text}
    codes = set()
    for mangled in parts | changes:
        with pytest.raises(NoteError) as refusal:
            parse_verifier_key(mangled)
        codes.add(refusal.value.code)
    assert codes == {"verifier_key", "key_id", "key_name", "key_name_length", "base64"}


# Verifier keys


def test_a_key_id_is_lower_case() -> None:
    """The same id in capitals is another spelling, and refused as one."""
    with pytest.raises(NoteError, match=r"expected <name>\+<8 lower-case hex digits>") as refusal:
        parse_verifier_key(LOG_VKEY.replace("aafea161", "AAFEA161"))
    assert refusal.value.code == "verifier_key"


def vkey(name: str, material: bytes) -> str:
    """Return a verifier key's line with the right id for whatever it holds."""
    identity = key_id(name, material[0], material[1:]).hex()
    return f"{name}+{identity}+{to_base64(material)}"


@pytest.mark.parametrize("kind", [0x00, 0x02, 0x05, 0x06, 0xFA, 0xFF])
def test_keys_of_other_types_are_unknown(kind: int) -> None:
    """A key of another type parses to an unknown key, and is written the same."""
    key = parse_verifier_key(vkey("pq.example", bytes([kind]) + bytes(1312)))
    assert key == UnknownKey(name="pq.example", type=kind, key=bytes(1312))
    assert encode_verifier_key(key) == vkey("pq.example", bytes([kind]) + bytes(1312))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
@pytest.mark.parametrize("kind", [TYPE_ED25519, TYPE_COSIGNATURE])
def test_an_ed25519_key_has_32_bytes(kind: int, length: int) -> None:
    """A key of a known type with another length is refused."""
    with pytest.raises(NoteError, match=f"expected 32 bytes, found {length}") as refusal:
        parse_verifier_key(vkey("n", bytes([kind]) + bytes(length)))
    assert refusal.value.code == "public_key_length"


def test_a_type_without_a_key_is_refused() -> None:
    """A lone type byte is no key, whatever the type."""
    with pytest.raises(NoteError, match="public key of 'n': expected at least 1") as refusal:
        parse_verifier_key(vkey("n", b"\x06"))
    assert refusal.value.code == "public_key_length"


PRIME = note_module._FIELD_PRIME
CURVE_D = -121665 * pow(121666, -1, PRIME) % PRIME


def doubled(point: tuple[int, int]) -> tuple[int, int]:
    """Return the double of a point of the twisted Edwards curve of RFC 8032 section 5.1."""
    x, y = point
    product = CURVE_D * x * x * y * y % PRIME
    return (
        2 * x * y * pow(1 + product, -1, PRIME) % PRIME,
        (y * y + x * x) * pow(1 - product, -1, PRIME) % PRIME,
    )


def test_the_small_order_points_are_these() -> None:
    """Each listed y has a point that doubles three times to the neutral one: eight in all."""
    points = set()
    for y in note_module._SMALL_ORDER_Y:
        square = (y * y - 1) * pow(CURVE_D * y * y + 1, -1, PRIME) % PRIME
        root = pow(square, (PRIME + 3) // 8, PRIME)
        if root * root % PRIME != square:
            root = root * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
        assert root * root % PRIME == square
        for x in {root, -root % PRIME}:
            assert doubled(doubled(doubled((x, y)))) == (0, 1)
            points.add((x, y))
    assert len(points) == 8


@pytest.mark.parametrize("sign", [0, 2**255])
@pytest.mark.parametrize("y", [*note_module._SMALL_ORDER_Y, PRIME, PRIME + 1, 2**255 - 1], ids=hex)
def test_weak_public_keys_are_refused(y: int, sign: int) -> None:
    """Small-order points and non-canonical spellings are no keys, whatever their sign."""
    public = (y + sign).to_bytes(32, "little")
    with pytest.raises(NoteError, match="a canonical point that is not of small") as refusal:
        parse_verifier_key(vkey("n", bytes([TYPE_ED25519]) + public))
    assert refusal.value.code == "public_key_weak"


def test_a_verifier_key_has_a_length_limit() -> None:
    """At the limit a key is read for its form, one past it for nothing."""
    name = "n" * 254
    longest = vkey(name, b"\x06" + bytes(2873))
    assert len(longest) == VERIFIER_KEY_CHARACTERS_MAX
    assert isinstance(parse_verifier_key(longest), UnknownKey)
    with pytest.raises(NoteError, match="at most 4096 characters, found 4097") as refusal:
        parse_verifier_key(longest + "=")
    assert refusal.value.code == "verifier_key_too_long"


# Properties

names = st.text(min_size=1, max_size=40).filter(
    lambda name: "+" not in name and not any(c.isspace() or ord(c) < 0x20 for c in name)
)
names = names.filter(lambda name: name.isprintable())
lines = st.builds(
    SignatureLine,
    name=names,
    id=st.binary(min_size=4, max_size=4),
    signature=st.binary(min_size=1, max_size=80),
)
texts = st.text(st.characters(min_codepoint=0x20, codec="utf-8"), max_size=60)


@given(st.lists(texts, max_size=6), st.lists(lines, min_size=1, max_size=6))
def test_every_note_reads_back(text_lines: list[str], signatures: list[SignatureLine]) -> None:
    """What was written is read, to the same bytes."""
    note = Note(text="".join(f"{line}\n" for line in text_lines), signatures=tuple(signatures))
    if not text_lines:
        note = Note(text="\n", signatures=tuple(signatures))
    data = encode_note(note)
    assert parse_note(data) == note
    assert encode_note(parse_note(data)) == data


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_or_read_back(data: bytes) -> None:
    """No input raises anything but a refusal, and what is read writes back to the same bytes."""
    try:
        note = parse_note(data)
    except NoteError as refusal:
        assert refusal.code  # noqa: PT017 - a refusal is an answer
    else:
        assert encode_note(note) == data


@given(st.binary(min_size=1, max_size=100))
def test_base64_has_one_spelling(value: bytes) -> None:
    """What is written is read; without its padding or with a newline it is refused."""
    text = to_base64(value)
    assert from_base64(text, thing="value") == value
    for other in (text + "\n", text + "=", " " + text, text[:-1]):
        with pytest.raises(NoteError, match="value: expected canonical padded base64"):
            from_base64(other, thing="value")


@given(texts, st.integers(0, TIME_SECONDS_MAX))
def test_a_cosignature_holds_for_its_text_and_time(line: str, seconds: int) -> None:
    """A cosignature opens with its time, and over no other text."""
    text = f"{line}\n"
    signed = cosign_note(text, key=UNION.key, seconds=seconds, sign=UNION.sign)
    opened = open_note(encode_note(Note(text=text, signatures=(signed,))), (UNION.key,), verify)
    assert opened.signatures == (KnownSignature(key=UNION.key, seconds=seconds),)
    refused("signature_wrong", encode_note(Note(text="other\n" + text, signatures=(signed,))))
