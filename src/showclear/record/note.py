"""Signed notes (c2sp.org/signed-note) and the cosignatures of c2sp.org/tlog-cosignature.

A note is a text, an empty line, and signature lines, each naming a key and carrying the first
four bytes of a hash over it. This module reads and writes notes and verifier keys and says whose
signatures hold. Signing and checking are handed in; what the text means is for
``record.checkpoint``, and whether enough parties signed for ``record.policy``.

Reading is strict: one spelling for each note, so that what was read writes back to the same
bytes. Where the standard leaves room it is refused: a known key may sign once, small-order and
non-canonical public keys are no keys, and a key of a type not known here (such as 0x06,
ML-DSA-44) is an ``UnknownKey`` that never counts.

Order of things in ``open_note``: parse; ignore lines of unknown keys; refuse if one known line
fails; refuse if no known line is left.

::

    note = encode_note(Note(text=text, signatures=(sign_note(text, key=key, sign=sign),)))
    opened = open_note(note, (key,), verify)
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

import msgspec

from showclear.errors import InvariantError, NoteError
from showclear.record.limits import SIZE_MAX

Sign = Callable[[bytes], bytes]
"""Returns the 64-byte Ed25519 signature over a message."""

Verify = Callable[[bytes, bytes, bytes], bool]
"""Says whether (public key, message, signature) hold together, as libsodium does."""

TYPE_ED25519 = 0x01
TYPE_COSIGNATURE = 0x04

NOTE_BYTES_MAX = 1_000_000
"""Longest note: 100 post-quantum cosignatures need 340 kB; Go's reader stops here too."""

SIGNATURE_LINES_MAX = 100
"""Most signature lines of a note; the standard asks for at least 16, Go's reader stops at 100."""

NAME_BYTES_MAX = 255
"""Longest key name, in bytes of UTF-8: room for any host name with a path."""

VERIFIER_KEY_CHARACTERS_MAX = 4096
"""Longest verifier key: a name, and 1,312 bytes of an ML-DSA-44 key in base64, with room."""

TIME_SECONDS_MAX = SIZE_MAX
"""Latest cosignature, in seconds since 1970: integers below 2**53 only."""

PUBLIC_KEY_BYTES = 32
SIGNATURE_BYTES = 64
_ID_BYTES = 4
_TIME_BYTES = 8
_DASH = "\u2014 "
_SHOWN_CHARACTERS_MAX = 60
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_KEY_ID = re.compile(r"[0-9a-f]{8}")

_FIELD_PRIME = 2**255 - 19
_SMALL_ORDER_Y = frozenset(
    # The y of the eight points whose order divides 8; a test doubles each three times.
    {
        0,
        1,
        _FIELD_PRIME - 1,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    }
)


class VerifierKey(msgspec.Struct, frozen=True, kw_only=True):
    """A public key with the name it signs under; type 0x01 signs notes, 0x04 cosigns heads."""

    name: str
    type: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that point a signature line at this key."""
        return key_id(self.name, self.type, self.public)


class UnknownKey(msgspec.Struct, frozen=True, kw_only=True):
    """A well-formed verifier key of a type that is not known here; its signatures never count."""

    name: str
    type: int
    key: bytes


class SignatureLine(msgspec.Struct, frozen=True, kw_only=True):
    """One signature line: key name, key id (4 bytes), and what follows the id."""

    name: str
    id: bytes
    signature: bytes


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A text that ends in a newline, and its signature lines; nothing checked but the form."""

    text: str
    signatures: tuple[SignatureLine, ...]


class KnownSignature(msgspec.Struct, frozen=True, kw_only=True):
    """A signature that holds: by which key and, for a cosignature, at what time it says."""

    key: VerifierKey
    seconds: int | None


class OpenedNote(msgspec.Struct, frozen=True, kw_only=True):
    """A note's text and the signatures of known keys, in the note's order; never none."""

    text: str
    signatures: tuple[KnownSignature, ...]


def shown(value: str | bytes) -> str:
    """Return a value as a message shows it: quoted, escaped and cut."""
    return repr(value[:_SHOWN_CHARACTERS_MAX])


def to_base64(value: bytes) -> str:
    """Return the padded standard base64 of RFC 4648 section 4."""
    return binascii.b2a_base64(value, newline=False).decode("ascii")


def from_base64(text: str, *, thing: str) -> bytes:
    """Return what canonical padded base64 stands for; every other spelling is refused."""
    try:
        value = binascii.a2b_base64(text)  # lax; writing it again is the check
    except ValueError:  # characters outside ASCII, and binascii.Error
        value = b""
    if not value or to_base64(value) != text:
        raise NoteError("base64", thing, expected="canonical padded base64", found=shown(text))
    return value


def check_name(name: str) -> None:
    """Refuse what cannot name a key: empty, too long, with a space, a control or a plus sign."""
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        length = 0
    if not 0 < length <= NAME_BYTES_MAX:
        raise NoteError(
            "key_name_length",
            "key name",
            expected=f"1 to {NAME_BYTES_MAX} bytes of UTF-8",
            found=shown(name),
        )
    if "+" in name or _CONTROL.search(name) or any(letter.isspace() for letter in name):
        raise NoteError(
            "key_name",
            "key name",
            expected="no space, control character or plus sign",
            found=shown(name),
        )


def key_id(name: str, kind: int, key: bytes) -> bytes:
    """Return the key id (signed-note, "Signatures"); ``kind`` is the type byte."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:_ID_BYTES]


def encode_verifier_key(key: VerifierKey | UnknownKey) -> str:
    """Return the one line in which a verifier key is handed around."""
    material = key.public if isinstance(key, VerifierKey) else key.key
    identity = key_id(key.name, key.type, material).hex()
    text = f"{key.name}+{identity}+{to_base64(bytes([key.type]) + material)}"
    if parse_verifier_key(text) != key:
        raise InvariantError(f"verifier key of {shown(key.name)}: does not read back the same")
    return text


def parse_verifier_key(text: str) -> VerifierKey | UnknownKey:
    """Return the key a line stands for; of a type unknown here, an ``UnknownKey``."""
    if len(text) > VERIFIER_KEY_CHARACTERS_MAX:
        raise NoteError(
            "verifier_key_too_long",
            "verifier key",
            expected=f"at most {VERIFIER_KEY_CHARACTERS_MAX} characters",
            found=f"{len(text)}",
        )
    name, _, rest = text.partition("+")
    identity, _, encoded = rest.partition("+")
    if not _KEY_ID.fullmatch(identity):
        raise NoteError(
            "verifier_key",
            "verifier key",
            expected="<name>+<8 lower-case hex digits>+<base64>",
            found=shown(text),
        )
    check_name(name)
    material = from_base64(encoded, thing=f"verifier key of {shown(name)}")
    kind, key = material[0], material[1:]
    found = key_id(name, kind, key).hex()
    if found != identity:
        raise NoteError("key_id", f"key id of {shown(name)}", expected=found, found=identity)
    if kind not in {TYPE_ED25519, TYPE_COSIGNATURE}:
        _check_some(name, key)
        return UnknownKey(name=name, type=kind, key=key)
    _check_public(name, key)
    return VerifierKey(name=name, type=kind, public=key)


def _check_some(name: str, key: bytes) -> None:
    """Refuse a type byte with no key behind it; how long the key is, its type would know."""
    if not key:
        raise NoteError(
            "public_key_length",
            f"public key of {shown(name)}",
            expected="at least 1 byte",
            found="0",
        )


def _check_public(name: str, public: bytes) -> None:
    """Refuse a public key under which a signature could be made without a private one."""
    thing = f"public key of {shown(name)}"
    if len(public) != PUBLIC_KEY_BYTES:
        raise NoteError(
            "public_key_length",
            thing,
            expected=f"{PUBLIC_KEY_BYTES} bytes",
            found=f"{len(public)}",
        )
    vertical = int.from_bytes(public, "little") % 2**255  # the highest bit is the sign of x
    if vertical >= _FIELD_PRIME or vertical in _SMALL_ORDER_Y:
        raise NoteError(
            "public_key_weak",
            thing,
            expected="a canonical point that is not of small order",
            found=public.hex(),
        )


def encode_signature_line(line: SignatureLine) -> str:
    """Return one signature line with its newline."""
    return f"{_DASH}{line.name} {to_base64(line.id + line.signature)}\n"


def encode_note(note: Note) -> bytes:
    """Return the note's bytes, having read them back: what cannot be read is not written."""
    lines = "".join(encode_signature_line(line) for line in note.signatures)
    data = f"{note.text}\n{lines}".encode(errors="surrogatepass")
    if parse_note(data) != note:
        raise InvariantError(f"note {shown(note.text)}: does not read back the same")
    return data


def parse_note(data: bytes) -> Note:
    """Return text and signature lines of a note, having checked its form only."""
    text = _note_text(data)
    # The boundary is the last empty line: the text may hold others.
    boundary = text.rfind("\n\n")
    if boundary < 0:
        raise NoteError(
            "note_without_boundary",
            "note",
            expected="an empty line before the signatures",
            found="none",
        )
    return Note(text=text[: boundary + 1], signatures=parse_signature_lines(text[boundary + 2 :]))


def _note_text(data: bytes) -> str:
    """Return the note's characters after the checks that need no structure."""
    if len(data) > NOTE_BYTES_MAX:
        raise NoteError(
            "note_too_large",
            "note",
            expected=f"at most {NOTE_BYTES_MAX} bytes",
            found=f"{len(data)}",
        )
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise NoteError(
            "note_not_utf8",
            "note",
            expected="UTF-8",
            found=f"another byte at {error.start}",
        ) from None
    control = _CONTROL.search(text)
    if control:
        raise NoteError(
            "note_control_character",
            "note",
            expected="no control character but newline",
            found=f"{control[0]!r} at character {control.start()}",
        )
    return text


def parse_signature_lines(text: str) -> tuple[SignatureLine, ...]:
    """Return the signature lines of a block of them, such as a cosigner's answer."""
    if not text.endswith("\n"):
        raise NoteError(
            "signatures_unterminated",
            "signature lines",
            expected="at least one, the last ending in a newline",
            found=shown(text[-_SHOWN_CHARACTERS_MAX:]),
        )
    lines = text[:-1].split("\n")
    if len(lines) > SIGNATURE_LINES_MAX:
        raise NoteError(
            "signatures_too_many",
            "signature lines",
            expected=f"at most {SIGNATURE_LINES_MAX}",
            found=f"{len(lines)}",
        )
    return tuple(_parse_signature_line(line) for line in lines)


def _parse_signature_line(line: str) -> SignatureLine:
    """Return one signature line, given without its newline."""
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not encoded:
        raise NoteError(
            "signature_line",
            "signature line",
            expected="an em dash, a key name and base64, one space between",
            found=shown(line),
        )
    check_name(name)
    blob = from_base64(encoded, thing=f"signature of {shown(name)}")
    if len(blob) <= _ID_BYTES:
        raise NoteError(
            "signature_short",
            f"signature of {shown(name)}",
            expected=f"more than the {_ID_BYTES} bytes of a key id",
            found=f"{len(blob)}",
        )
    return SignatureLine(name=name, id=blob[:_ID_BYTES], signature=blob[_ID_BYTES:])


def sign_note(text: str, *, key: VerifierKey, sign: Sign) -> SignatureLine:
    """Return the signature line of a type 0x01 key over a note's text."""
    _check_type(key, TYPE_ED25519)
    return SignatureLine(name=key.name, id=key.id, signature=sign(text.encode()))


def cosign_note(text: str, *, key: VerifierKey, seconds: int, sign: Sign) -> SignatureLine:
    """Return the cosignature/v1 line of a type 0x04 key over a checkpoint's text.

    ``seconds`` since 1970 is the cosigner's own time. That the head extends the last one it
    cosigned is the cosigner's duty before it calls this.
    """
    _check_type(key, TYPE_COSIGNATURE)
    if not 0 <= seconds <= TIME_SECONDS_MAX:
        raise InvariantError(f"time of a cosignature: expected 0 to 2**53 - 1, found {seconds}")
    signature = sign(_cosigned_message(text, seconds))
    blob = seconds.to_bytes(_TIME_BYTES, "big") + signature
    return SignatureLine(name=key.name, id=key.id, signature=blob)


def _check_type(key: VerifierKey, kind: int) -> None:
    """Refuse to sign one kind of message with a key meant for the other."""
    if key.type != kind:
        raise InvariantError(f"key {shown(key.name)}: expected type {kind}, found {key.type}")


def _cosigned_message(text: str, seconds: int) -> bytes:
    """Return what an Ed25519 cosigner signs (tlog-cosignature, "Signed message")."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def add_signatures(note: Note, lines: Iterable[SignatureLine]) -> Note:
    """Return the note with further lines; a key's newer line takes the place of its older one."""
    by_key = {(line.name, line.id): line for line in (*note.signatures, *lines)}
    return Note(text=note.text, signatures=tuple(by_key.values()))


def open_note(data: bytes, verifiers: Sequence[VerifierKey], verify: Verify) -> OpenedNote:
    """Return the text and the known signatures of a note, of which at least one holds.

    A known key whose line fails, or that signs twice, refuses the whole note (signed-note,
    "Verifying"; on the repeat Go's reader is laxer).
    """
    note = parse_note(data)
    known = {(key.name, key.id): key for key in verifiers}
    if len(known) != len(verifiers):
        raise InvariantError("verifiers: two share one name and key id")
    signatures: dict[VerifierKey, KnownSignature] = {}
    for line in note.signatures:
        key = known.get((line.name, line.id))
        if key is None:
            continue  # anybody may add a line; it says nothing to us
        if key in signatures:
            raise NoteError(
                "signature_repeated",
                f"signature of {shown(key.name)}",
                expected="one line",
                found="two",
            )
        signatures[key] = _check_line(note.text, line, key, verify)
    if not signatures:
        raise NoteError(
            "note_signed_by_nobody_known",
            "note",
            expected=f"a signature of {', '.join(key.name for key in verifiers) or 'a known key'}",
            found=", ".join(line.name for line in note.signatures[:3]),
        )
    return OpenedNote(text=note.text, signatures=tuple(signatures.values()))


def _check_line(
    text: str, line: SignatureLine, key: VerifierKey, verify: Verify
) -> KnownSignature:
    """Return a known key's signature, or refuse the note it stands in."""
    message, signature, seconds = text.encode(), line.signature, None
    if key.type == TYPE_COSIGNATURE:
        seconds = int.from_bytes(signature[:_TIME_BYTES], "big")
        message, signature = _cosigned_message(text, seconds), signature[_TIME_BYTES:]
    is_form = len(signature) == SIGNATURE_BYTES and (seconds or 0) <= TIME_SECONDS_MAX
    if not is_form or not verify(key.public, message, signature):
        raise NoteError(
            "signature_wrong",
            f"signature of {shown(key.name)}",
            expected="one that holds over the text",
            found=to_base64(line.signature)[:_SHOWN_CHARACTERS_MAX],
        )
    return KnownSignature(key=key, seconds=seconds)
