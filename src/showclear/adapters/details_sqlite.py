"""Names, serial numbers and free text beside the log: ``desk.ports.DetailStore``.

Each detail is one row, sealed with libsodium's SecretBox under a key in ``details.key``; what
can be read without the key is the commitment (which is in the log anyway) and the date of an
erasure. The commitment is sealed in with the detail, so rows cannot be exchanged. Which rows
have one field path can be found by a keyed digest of the path.

Erasing overwrites salt and value in the file (``secure_delete``), then empties the write-ahead
file. It does not reach backups, mirrors, or blocks that a drive has set aside: those are the
keeper's to destroy, and the key file with them. What was erased stays erased: storing it again
changes nothing.

It leaves making and checking commitments to ``record.commitments``.

Example::

    details = create_detail_store(folder)
    details.put([(commitment, Detail(path="name", salt=salt, value="..."))])
    details.erase(commitment, "2026-11-22T15:30:00.000Z")
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Self

import msgspec
import nacl.utils
from nacl.secret import SecretBox

from showclear.adapters.files import create_file, make_folder
from showclear.adapters.migrations import DETAILS
from showclear.adapters.sqlite_file import Writer, open_reader, open_writer
from showclear.adapters.translate import translated, worded
from showclear.desk.ports import Detail, Erased
from showclear.errors import Damaged, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import apsw

DETAILS_FILE = "details.sqlite"
KEY_FILE = "details.key"

KEY_VERSION_LINE = b"showclear details key 1"
PATH_MARK_BYTES = 16
PATH_MARK_USE = b"showclear-path"  # keeps this digest apart from any other under the same key

SELECT_DETAIL = "SELECT sealed, erased_at FROM details WHERE commitment = ?"
SELECT_BY_PATH = "SELECT commitment, sealed FROM details WHERE path_mark = ? ORDER BY commitment"
INSERT_DETAIL = "INSERT INTO details (commitment, path_mark, sealed) VALUES (?, ?, ?)"
ERASE_DETAIL = (
    "UPDATE details SET path_mark = NULL, sealed = NULL, erased_at = ?"
    " WHERE commitment = ? AND erased_at IS NULL"
)


class Sealed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is sealed in one row: the detail, and the commitment the row stands under."""

    commitment: str
    detail: Detail


class SqliteDetailStore:
    """Details in one folder; made by the two functions below."""

    def __init__(self, path: Path, writer: Writer, key: bytes) -> None:
        self._place = str(path)
        self._writer = writer
        self._key = key
        self._box = SecretBox(key)

    def put(self, details: Sequence[tuple[str, Detail]]) -> None:
        """Store the pairs in one transaction; another detail under a commitment is refused."""
        with self._writer.transaction("storing details") as connection:
            for commitment, detail in details:
                self._put_one(connection, commitment, detail)

    def _put_one(self, connection: apsw.Connection, commitment: str, detail: Detail) -> None:
        known = self._known(
            commitment, connection.execute(SELECT_DETAIL, (commitment,)).fetchall()
        )
        if known is None:
            sealed = self._box.encrypt(
                msgspec.json.encode(Sealed(commitment=commitment, detail=detail))
            )
            row = (commitment, self._path_mark(detail.path), bytes(sealed))
            connection.execute(INSERT_DETAIL, row)
        elif isinstance(known, Detail) and known != detail:
            raise StoreError(other_detail(self._place, commitment))

    def _path_mark(self, path: str) -> bytes:
        digest = hashlib.blake2b(
            path.encode(), key=self._key, digest_size=PATH_MARK_BYTES, person=PATH_MARK_USE
        )
        return digest.digest()

    def get(self, commitment: str) -> Detail | Erased | None:
        """Return the detail, ``Erased`` once it was erased, or None when it was never here."""
        return self._known(commitment, self._writer.query(SELECT_DETAIL, (commitment,)))

    def _known(self, commitment: str, rows: list[tuple[object, ...]]) -> Detail | Erased | None:
        match rows:
            case []:
                return None
            case [(None, str() as erased_at)]:
                return Erased(at=erased_at)
            case [(bytes() as sealed, None)]:
                return self._open(commitment, sealed)
            case _:
                raise self._damaged(commitment, found="a row of another shape")

    def _open(self, commitment: str, sealed: bytes) -> Detail:
        with translated(f"{self._place}: detail {commitment}", "opening it"):
            plain = self._box.decrypt(sealed)
        try:
            opened = msgspec.json.decode(plain, type=Sealed)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._damaged(commitment, found="sealed bytes of another shape") from error
        if opened.commitment != commitment:
            raise self._damaged(commitment, found=f"the detail of {opened.commitment}")
        return opened.detail

    def _damaged(self, commitment: str, *, found: str) -> Damaged:
        place = f"{self._place}: detail {commitment}"
        return Damaged(place, expected="the detail as it was sealed", found=found)

    def find(self, path: str) -> list[tuple[str, Detail]]:
        """Return every kept (commitment, detail) of the field path, in order of commitments."""
        found = []
        for commitment, sealed in self._writer.query(SELECT_BY_PATH, (self._path_mark(path),)):
            if not isinstance(commitment, str) or not isinstance(sealed, bytes):
                raise self._damaged(str(commitment), found="a row of another shape")
            found.append((commitment, self._open(commitment, sealed)))
        return found

    def erase(self, commitment: str, at: str) -> None:
        """Destroy salt and value; a second time keeps the first date.

        One that was never here raises ``UsageError``: nobody must be told it is gone.
        """
        if self.get(commitment) is None:
            raise unknown_detail(commitment)
        with self._writer.transaction("erasing a detail") as connection:
            connection.execute(ERASE_DETAIL, (at, commitment))
        # Also when it was erased before: the crash may have come between the two.
        self._empty_write_ahead()

    def _empty_write_ahead(self) -> None:
        try:
            self._writer.checkpoint()
        except BaseException:
            self._writer.fail()
            raise

    def close(self) -> None:
        """Give up the file."""
        self._writer.close()

    def __enter__(self) -> Self:
        """Use the store as a context that closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def other_detail(place: str, commitment: str) -> str:
    """Return the message for a second, different detail under one commitment."""
    return worded(
        f"{place}: detail {commitment}",
        expected="the detail that is stored",
        found="another under the same commitment",
        hint="A commitment stands for one value: make a new one with a fresh salt.",
    )


def unknown_detail(commitment: str) -> UsageError:
    """Return the error for erasing what was never here."""
    return UsageError(
        "detail_unknown",
        f"detail {commitment}",
        expected="a detail that is kept or was erased here",
        found="none",
        hint="Check the commitment; details may be kept in another ledger's store.",
    )


def create_detail_store(folder: Path, *, vfs: str | None = None) -> SqliteDetailStore:
    """Make a detail store and its key; what is there already raises ``StoreError``."""
    make_folder(folder)
    path = folder / DETAILS_FILE
    # The key first: a crash between the two leaves a key without a store, which a second
    # making takes over; the other way round would leave a store that nobody can open.
    key_path = folder / KEY_FILE
    if not key_path.is_file():
        _make_key(key_path)
    return _with_key(path, open_writer(path, DETAILS, create=True, vfs=vfs))


def open_detail_store(folder: Path, *, vfs: str | None = None) -> SqliteDetailStore:
    """Open a detail store; without its key it raises ``StoreError``, with another ``Damaged``."""
    path = folder / DETAILS_FILE
    return _with_key(path, open_writer(path, DETAILS, vfs=vfs))


def open_details_read_only(folder: Path, *, vfs: str | None = None) -> SqliteDetailStore:
    """Open a detail store for reading, also beside a desk; ``put`` raises ``ReadOnly``."""
    path = folder / DETAILS_FILE
    return _with_key(path, Writer(open_reader(path, DETAILS, vfs=vfs), path))


def _with_key(path: Path, writer: Writer) -> SqliteDetailStore:
    try:
        return SqliteDetailStore(path, writer, _read_key(path.with_name(KEY_FILE)))
    except BaseException:
        writer.close()
        raise


def _make_key(path: Path) -> None:
    key = nacl.utils.random(SecretBox.KEY_SIZE)
    with translated(str(path), "making the key of the details"):
        create_file(path, write_details_key(key))


def write_details_key(key: bytes) -> bytes:
    """Return the key file's three lines: version, key in base64, SHA-256 of the two."""
    body = KEY_VERSION_LINE + b"\n" + b64encode(key) + b"\n"
    return body + hashlib.sha256(body).hexdigest().encode() + b"\n"


def read_details_key(data: bytes) -> bytes | None:
    """Return the key in a key file's bytes, or None unless they are as they were written."""
    match data.split(b"\n"):
        case [_, text, _, b""]:
            try:
                key = b64decode(text, validate=True)
            except ValueError:
                return None
            is_whole = len(key) == SecretBox.KEY_SIZE and write_details_key(key) == data
            return key if is_whole else None
        case _:
            return None


def _read_key(path: Path) -> bytes:
    if not path.is_file():
        raise StoreError(
            worded(
                str(path),
                expected="the key of the details beside them",
                found="no such file",
                hint="Put the key file back from its copy; without it no detail can be opened.",
            )
        )
    with translated(str(path), "reading the key of the details"):
        key = read_details_key(path.read_bytes())
    if key is None:
        raise Damaged(str(path), expected="a details key, unchanged", found="other bytes")
    return key
