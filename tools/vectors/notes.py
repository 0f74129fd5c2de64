"""Vectors for verifier keys, notes, checkpoints and cosignatures."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from tools.vectors.cast import ORIGIN, OTHER_ORIGIN, Key, key
from tools.vectors.hashing import root
from tools.vectors.shape import Case, bad, base64_of, changed, good, vector_file
from tools.vectors.trees import entries

RUN_KEYS: Final = "Parse `key`; `expect` has its name, type and bytes, or the code."
RUN_HEADS: Final = (
    "Open `note` as a checkpoint signed by the verifier key `log`; `cosigners` are verifier keys "
    "that are known. `expect` has origin, size, root, and name and time of each cosignature of a "
    "known key, in the note's order."
)
LEDGER: Final = key("ledger")
INSURER: Final = key("insurer")
UNION: Final = key("union")
SECONDS: Final = 1_795_325_730
TEXT: Final = f"{ORIGIN}\n3\n{base64_of(root(entries(3)))}\n"


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Return the four bytes of a note's key id."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def verifier_key(name: str, kind: int, public: bytes) -> str:
    """Return a verifier key."""
    return f"{name}+{key_id(name, kind, public).hex()}+{base64_of(bytes([kind]) + public)}"


def line(name: str, kind: int, signer: Key, signature: bytes) -> str:
    """Return a signature line."""
    return f"\u2014 {name} {base64_of(key_id(name, kind, signer.public) + signature)}\n"


def signed_by(text: str, signer: Key, name: str = ORIGIN) -> str:
    """Return the line in which a key signs a text."""
    return line(name, 1, signer, signer.sign(text.encode()))


def cosigned_by(text: str, signer: Key, name: str, seconds: int = SECONDS) -> str:
    """Return the line in which a key cosigns a head."""
    message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
    return line(name, 4, signer, seconds.to_bytes(8, "big") + signer.sign(message))


LOG_KEY: Final = verifier_key(ORIGIN, 1, LEDGER.public)
INSURER_KEY: Final = verifier_key("insurer.example/w1", 4, INSURER.public)
UNION_KEY: Final = verifier_key("union.example/w1", 4, UNION.public)
NOTE: Final = f"{TEXT}\n{signed_by(TEXT, LEDGER)}"
COSIGNED: Final = NOTE + cosigned_by(TEXT, INSURER, "insurer.example/w1")


def verifier_keys() -> str:
    """Return the vectors of verifier keys."""
    cases = [
        good(
            "a ledger's key",
            "Type 1 signs heads.",
            key=LOG_KEY,
            expect={"name": ORIGIN, "type": 1, "public": base64_of(LEDGER.public)},
        ),
        good(
            "a cosigner's key",
            "Type 4 cosigns heads.",
            key=INSURER_KEY,
            expect={"name": "insurer.example/w1", "type": 4, "public": base64_of(INSURER.public)},
        ),
        good(
            "a key of a type not known here",
            "Kept, and never counted: post-quantum keys come.",
            key=verifier_key("later.example", 6, bytes(1312)),
            expect={"name": "later.example", "type": 6, "public": base64_of(bytes(1312))},
        ),
    ]
    return vector_file(
        "Verifier keys: spec/tree-heads-receipts.md.", RUN_KEYS, [*cases, *_wrong_keys()]
    )


def _wrong_keys() -> list[Case]:
    small = verifier_key(ORIGIN, 1, bytes([1, *bytes(31)]))
    over = verifier_key(ORIGIN, 1, (2**255 - 18).to_bytes(32, "little"))

    def wrong(name: str, why: str, error: str, text: str) -> Case:
        return bad(name, why, error, key=text)

    return [
        wrong(
            "an id of another name",
            "The id binds name and key.",
            "key_id",
            LOG_KEY.replace("prod7", "prod8"),
        ),
        wrong(
            "an id in capitals",
            "One spelling.",
            "verifier_key",
            LOG_KEY.replace(LOG_KEY.split("+")[1], LOG_KEY.split("+")[1].upper()),
        ),
        wrong(
            "a name with a space",
            "A signature line could not name it.",
            "key_name",
            verifier_key("my ledger", 1, LEDGER.public),
        ),
        wrong("no name", "As above.", "key_name_length", verifier_key("", 1, LEDGER.public)),
        wrong(
            "a key of 31 bytes",
            "Ed25519 has 32.",
            "public_key_length",
            verifier_key(ORIGIN, 1, LEDGER.public[:31]),
        ),
        wrong(
            "a key of small order",
            "Anybody can make signatures that hold under it.",
            "public_key_weak",
            small,
        ),
        wrong(
            "a key above the prime",
            "Two spellings of one key would be two keys.",
            "public_key_weak",
            over,
        ),
    ]


def _head(name: str, why: str, note: str, *, cosigners: list[str], times: list[Any]) -> Case:
    return good(
        name,
        why,
        note=note.encode(),
        log=LOG_KEY,
        cosigners=cosigners,
        expect={
            "origin": ORIGIN,
            "size": 3,
            "root": base64_of(root(entries(3))),
            "cosignatures": times,
        },
    )


def checkpoints() -> str:
    """Return the vectors of checkpoints."""
    known = [INSURER_KEY, UNION_KEY]
    later = line("later.example", 6, UNION, bytes(2420))
    cases = [
        _head("signed by the ledger", "The plain case.", NOTE, cosigners=[], times=[]),
        _head(
            "cosigned",
            "The time is the cosigner's.",
            COSIGNED,
            cosigners=known,
            times=[["insurer.example/w1", SECONDS]],
        ),
        _head(
            "cosigned by nobody known",
            "A line of a key nobody named says nothing.",
            COSIGNED,
            cosigners=[],
            times=[],
        ),
        _head(
            "a line of a later kind",
            "Post-quantum lines pass by.",
            NOTE + later,
            cosigners=known,
            times=[],
        ),
    ]
    return vector_file(
        "Signed heads: spec/tree-heads-receipts.md.",
        RUN_HEADS,
        [*cases, *_wrong_texts(), *_wrong_notes(), *_wrong_signatures(), *_wrong_cosignatures()],
    )


def _wrong(name: str, why: str, error: str, note: str | bytes) -> Case:
    data = note.encode() if isinstance(note, str) else note
    return bad(name, why, error, note=data, log=LOG_KEY, cosigners=[INSURER_KEY, UNION_KEY])


def _signed(text: str) -> str:
    return f"{text}\n{signed_by(text, LEDGER)}"


def _wrong_texts() -> list[Case]:
    lines = TEXT.split("\n")
    empty = f"{ORIGIN}\n0\n{lines[2]}\n"
    return [
        _wrong(
            "a leading zero",
            "One size, one text.",
            "decimal",
            _signed(TEXT.replace("\n3\n", "\n03\n")),
        ),
        _wrong(
            "a size of 2^53",
            "Above the limit.",
            "decimal",
            _signed(TEXT.replace("\n3\n", "\n9007199254740992\n")),
        ),
        _wrong(
            "a root of 31 bytes",
            "A hash has 32.",
            "hash_length",
            _signed(f"{ORIGIN}\n3\n{base64_of(bytes(31))}\n"),
        ),
        _wrong(
            "a root without padding", "One spelling.", "base64", _signed(TEXT.replace("=\n", "\n"))
        ),
        _wrong(
            "an empty ledger with another root",
            "Size 0 has one root.",
            "checkpoint_empty_root",
            _signed(empty),
        ),
        _wrong(
            "an extension line",
            "Not every kind of cosignature covers it.",
            "checkpoint_extension",
            _signed(TEXT + "frozen\n"),
        ),
        _wrong(
            "a line missing", "Origin, size, root.", "checkpoint_lines", _signed(f"{ORIGIN}\n3\n")
        ),
        _wrong(
            "another ledger's head",
            "One key for two ledgers shows two views (Izenpe 2016).",
            "checkpoint_origin",
            _signed(TEXT.replace(ORIGIN, OTHER_ORIGIN)),
        ),
    ]


def _wrong_notes() -> list[Case]:
    return [
        _wrong(
            "no empty line",
            "Text and signatures must not run together.",
            "note_without_boundary",
            NOTE.replace("\n\n", "\n"),
        ),
        _wrong("cut short", "A torn write.", "signatures_unterminated", NOTE[:-1]),
        _wrong(
            "zero bytes behind it",
            "What a power cut left in another project's file.",
            "note_control_character",
            NOTE + "\x00" * 187,
        ),
        _wrong(
            "carriage returns",
            "Another program's line ends.",
            "note_control_character",
            NOTE.replace("\n", "\r\n"),
        ),
        _wrong(
            "not UTF-8",
            "A note is UTF-8.",
            "note_not_utf8",
            changed(NOTE.encode(), b"\n3\n", b"\n\xff\n"),
        ),
        _wrong(
            "a dash for the em dash",
            "One spelling.",
            "signature_line",
            NOTE.replace("\u2014", "-"),
        ),
        _wrong(
            "101 signature lines",
            "The number bounds the work.",
            "signatures_too_many",
            NOTE + line("other.example", 1, UNION, bytes(64)) * 100,
        ),
    ]


def _wrong_signatures() -> list[Case]:
    other = TEXT.replace("\n3\n", "\n4\n")
    return [
        _wrong(
            "a changed size",
            "The signature covers the text.",
            "signature_wrong",
            NOTE.replace(TEXT, other),
        ),
        _wrong(
            "signed by a stranger",
            "Anybody can sign; only the ledger's key counts.",
            "note_signed_by_nobody_known",
            f"{TEXT}\n{signed_by(TEXT, key('stranger'))}",
        ),
        _wrong(
            "a stranger's signature under the ledger's key id",
            "A key id is a hint, no proof.",
            "signature_wrong",
            f"{TEXT}\n{line(ORIGIN, 1, LEDGER, key('stranger').sign(TEXT.encode()))}",
        ),
        _wrong(
            "cosigned only",
            "Cosigners cannot write history.",
            "checkpoint_unsigned",
            f"{TEXT}\n{cosigned_by(TEXT, INSURER, 'insurer.example/w1')}",
        ),
        _wrong(
            "signed twice by one key",
            "One key must not count twice.",
            "signature_repeated",
            NOTE + signed_by(TEXT, LEDGER),
        ),
    ]


def _wrong_cosignatures() -> list[Case]:
    other = TEXT.replace("\n3\n", "\n4\n")
    stolen = line(
        "insurer.example/w1",
        4,
        INSURER,
        (SECONDS + 60).to_bytes(8, "big")
        + INSURER.sign(f"cosignature/v1\ntime {SECONDS}\n{TEXT}".encode()),
    )
    plain = line("insurer.example/w1", 4, INSURER, bytes(8) + INSURER.sign(TEXT.encode()))
    return [
        _wrong(
            "a cosignature with another time",
            "The time is signed too.",
            "signature_wrong",
            NOTE + stolen,
        ),
        _wrong(
            "a plain signature as a cosignature",
            "What is signed as a head must not serve as a time.",
            "signature_wrong",
            NOTE + plain,
        ),
        _wrong(
            "a cosignature over another head",
            "As a changed size.",
            "signature_wrong",
            NOTE + cosigned_by(other, INSURER, "insurer.example/w1"),
        ),
    ]
