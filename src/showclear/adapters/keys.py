"""Key files for Ed25519, and signing with them: ``desk.ports.Signer``.

A key file is six lines of text: the version, the origin of the one ledger the key belongs to,
its name, the public key in hex, the seed in base64, and the SHA-256 of the lines above. It is
made once and never overwritten, can be read by its owner alone, and is refused for any other
ledger (a log once signed for two ledgers with one key, and could be trusted by neither).

Reading is strict: the file must be, byte for byte, what this module would write. It leaves
passwords and hardware tokens to others: whoever can read the file can sign.

Example::

    signer = create_key(folder, "desk", origin="example.org/night-shoot/unit-1")
    signer = load_key(folder, "desk", origin="example.org/night-shoot/unit-1")
    signer.sign(message)
"""

from __future__ import annotations

import hashlib
import os
import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

import msgspec
from nacl.signing import SigningKey

from showclear.adapters.files import create_file, make_folder
from showclear.adapters.translate import translated
from showclear.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

VERSION_LINE = "showclear key 1"
KEY_FILE_ENDING = ".key"
KEY_FILE_LINES = 6
SEED_BYTES = 32

# Six lines, of which the origin is the longest; anything above is not a key file.
KEY_FILE_BYTES_MAX = 1_024

# A file name on every system, and no way out of the folder.
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
# Printable without spaces, as a checkpoint's origin line is.
ORIGIN = re.compile(r"[!-~]{1,255}")

READABLE_BY_OTHERS = 0o077


class KeyName(msgspec.Struct, frozen=True, kw_only=True):
    """What can be shown of a key: its name, the origin it belongs to, its public key."""

    name: str
    origin: str
    public: bytes


class KeySigner:
    """One Ed25519 private key in memory; printing it shows nothing of it."""

    def __init__(self, name: KeyName, key: SigningKey) -> None:
        self.name = name
        self._key = key

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self.name.public

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature over ``message``."""
        with translated(f"key {self.name.name}", "signing"):
            return self._key.sign(message).signature


def create_key(folder: Path, name: str, *, origin: str) -> KeySigner:
    """Draw a new key and keep it in ``folder``; a name that is taken raises ``UsageError``."""
    path = _path(folder, name)
    if ORIGIN.fullmatch(origin) is None:
        raise UsageError(
            "key_origin",
            "origin of a key",
            expected="1 to 255 printable characters without spaces",
            found=repr(origin),
            hint="Use the ledger's origin exactly as its opening names it.",
        )
    make_folder(folder)
    key = SigningKey.generate()
    with translated(str(path), "making a key file"):
        _create(path, write_key(name, origin=origin, seed=bytes(key)))
    return _signer(name, origin, key)


def _create(path: Path, data: bytes) -> None:
    try:
        create_file(path, data)
    except FileExistsError as error:
        raise UsageError(
            "key_file_exists",
            str(path),
            expected="no key of this name yet",
            found="a key file",
            hint="Choose another name: a key file is never overwritten.",
        ) from error


def _path(folder: Path, name: str) -> Path:
    if NAME.fullmatch(name) is None:
        raise UsageError(
            "key_name",
            "name of a key",
            expected="1 to 64 of a-z, 0-9 and '-', not '-' first",
            found=repr(name),
            hint="For example: desk, or officer-1.",
        )
    return folder / f"{name}{KEY_FILE_ENDING}"


def _signer(name: str, origin: str, key: SigningKey) -> KeySigner:
    return KeySigner(KeyName(name=name, origin=origin, public=bytes(key.verify_key)), key)


def load_key(folder: Path, name: str, *, origin: str) -> KeySigner:
    """Load a key for the ledger named by ``origin``; ``UsageError`` says what stands against it.

    Codes: ``key_name``, ``key_file_missing``, ``key_file_readable_by_others``,
    ``key_file_malformed``, ``key_file_other_name``, ``key_file_other_ledger``.
    """
    path = _path(folder, name)
    signer = _load(path)
    if signer.name.name != name:
        raise UsageError(
            "key_file_other_name",
            str(path),
            expected=f"the key named {name}",
            found=f"the one named {signer.name.name}",
            hint="Give the file its own name back.",
        )
    if signer.name.origin != origin:
        raise UsageError(
            "key_file_other_ledger",
            str(path),
            expected=f"a key of {origin}",
            found=f"one of {signer.name.origin}",
            hint="Make a new key: a key belongs to one ledger only.",
        )
    return signer


def _load(path: Path) -> KeySigner:
    if not path.is_file():
        raise UsageError(
            "key_file_missing",
            str(path),
            expected="a key file",
            found="no such file",
            hint="Check the folder, or make the key.",
        )
    with translated(str(path), "reading a key file"), path.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode & 0o777
        if mode & READABLE_BY_OTHERS:
            _refuse_readable(path, mode)
        data = file.read(KEY_FILE_BYTES_MAX + 1)
    return read_key(data, thing=str(path))


def _refuse_readable(path: Path, mode: int) -> None:
    raise UsageError(
        "key_file_readable_by_others",
        str(path),
        expected="a file only its owner can read (mode 600)",
        found=f"mode {mode:o}",
        hint=f"Run: chmod 600 {path}; if others may have read it, rotate the key.",
    )


def list_keys(folder: Path) -> tuple[KeyName, ...]:
    """Return what can be shown of every key in the folder, by name; any unfit file raises."""
    with translated(str(folder), "listing keys"):
        paths = sorted(folder.glob(f"*{KEY_FILE_ENDING}")) if folder.is_dir() else []
        return tuple(_load(path).name for path in paths)


def write_key(name: str, *, origin: str, seed: bytes) -> bytes:
    """Return the bytes of a key file."""
    lines = (
        VERSION_LINE,
        f"origin {origin}",
        f"name {name}",
        f"public {bytes(SigningKey(seed).verify_key).hex()}",
        f"seed {b64encode(seed).decode()}",
    )
    body = "".join(f"{line}\n" for line in lines)
    return f"{body}checksum {hashlib.sha256(body.encode()).hexdigest()}\n".encode()


def read_key(data: bytes, *, thing: str) -> KeySigner:
    """Return the key in a key file's bytes; anything but what ``write_key`` makes is malformed."""
    fields = _fields(data)
    if fields is not None:
        name, origin, seed = fields
        # The last word: every byte, public key and checksum included, is as it would be written.
        if write_key(name, origin=origin, seed=seed) == data:
            return _signer(name, origin, SigningKey(seed))
    raise UsageError(
        "key_file_malformed",
        thing,
        expected=f"the {KEY_FILE_LINES} lines of a key file, unchanged",
        found=f"{len(data)} bytes that are not",
        hint="Put the file back from its copy, or rotate the key.",
    )


def _fields(data: bytes) -> tuple[str, str, bytes] | None:
    if len(data) > KEY_FILE_BYTES_MAX or not data.isascii():
        return None
    match data.decode("ascii").split("\n"):
        case [_, origin_line, name_line, _, seed_line, _, ""]:
            name, origin = name_line.removeprefix("name "), origin_line.removeprefix("origin ")
            seed = _seed(seed_line.removeprefix("seed "))
        case _:
            return None
    if seed is None or NAME.fullmatch(name) is None or ORIGIN.fullmatch(origin) is None:
        return None
    return name, origin, seed


def _seed(text: str) -> bytes | None:
    try:
        seed = b64decode(text, validate=True)
    except ValueError:
        return None
    return seed if len(seed) == SEED_BYTES else None
