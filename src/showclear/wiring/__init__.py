"""Builds the real thing: the only room that names an adapter or reads the environment.

One folder holds one production's ledger::

    FOLDER/
      ledger/ledger.sqlite   the entries, append-only; desk.lock beside it while a desk runs
      ledger/snapshot.bin    a cache of the folded state; may be deleted at any time
      head/head.sqlite       the last signed head, apart from the entries (better: another disk)
      details/               names, serial numbers and words, sealed; details.key opens them
      keys/*.key             mode 0600: `ledger`, `desk`, and one for each person
      tls/                   the cart's own certificate authority; see ``wiring.serving``
      rehearsal              only where ``serve --example`` made it: everything is invented

``create`` makes the folder and its two keys, ``open_for_writing`` takes the lock and starts the
desk, ``open_for_reading`` builds the same desk over stores that cannot write: it works beside a
running desk and on a folder that cannot be written, and shows the ledger as of the last signed
head. What a command asks or prints is the command line's; what is checked is the desk's and
``record.verify``'s.

Example::

    with open_for_writing(Path("red-canyon"), quiet) as opened:
        opened.desk.submit_one(envelope)
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

import msgspec

from showclear.adapters.benchdata import Made, kept_days, make_days, make_season
from showclear.adapters.clock import SystemClock
from showclear.adapters.details_sqlite import (
    create_detail_store,
    open_detail_store,
    open_details_read_only,
)
from showclear.adapters.files import create_file, make_folder
from showclear.adapters.heads_sqlite import create_head_store, open_head_store, read_head
from showclear.adapters.ids import SystemIds
from showclear.adapters.keys import KeyName, create_key, list_keys, load_key
from showclear.adapters.packs import read_pack, shipped_packs
from showclear.adapters.parallel import process_map
from showclear.adapters.rehearsal import Rehearsal as Rehearsal
from showclear.adapters.signatures import SodiumCheck, signature_holds
from showclear.adapters.snapshots import FileSnapshotStore
from showclear.adapters.sources import FolderSource, StoreSource
from showclear.adapters.store_sqlite import LEDGER_FILE, create_ledger, open_ledger, open_read_only
from showclear.adapters.translate import translated
from showclear.desk.desk import Desk
from showclear.desk.parts import Answer, Parts
from showclear.desk.ports import (
    Clock,
    Commit,
    Detail,
    DetailStore,
    Erased,
    IdSource,
    LedgerStore,
    Signer,
    StoredEntry,
)
from showclear.desk.recovery import create_desk, open_desk
from showclear.desk.scrub import Scrub
from showclear.errors import Damaged, EnvelopeError, ReadOnly, StoreError, UsageError
from showclear.record.envelope import open_envelope
from showclear.record.event import decode_event
from showclear.record.events.officers import Opening
from showclear.record.verify import Checked, Chunk, check_chunk

LEDGER_VARIABLE: Final = "SHOWCLEAR_LEDGER"
COMPLETION_VARIABLE: Final = "_SHOWCLEAR_COMPLETE"  # set by the shell's completion script
FOLDER_DEFAULT: Final = "showclear-ledger"
LEDGER_KEY: Final = "ledger"
DESK_KEY: Final = "desk"
# Starting a process costs a quarter of a second: below this one process is done sooner.
ENTRIES_FOR_PROCESSES_MIN: Final = 4_096

# A command starts its own desk, so nothing scrubs in the background: up to this size every entry
# is hashed again before anything is signed or shown (a tenth of a second); beyond it verify does.
ENTRIES_SCRUBBED_MAX: Final = 20_000

Progress = Callable[[str, int, int], None]


class Folder(msgspec.Struct, frozen=True):
    """Where everything of one ledger lies; see the module's docstring."""

    root: Path

    @property
    def ledger(self) -> Path:
        """The entries."""
        return self.root / "ledger"

    @property
    def head(self) -> Path:
        """The last signed head."""
        return self.root / "head"

    @property
    def details(self) -> Path:
        """Names and words."""
        return self.root / "details"

    @property
    def keys(self) -> Path:
        """Key files."""
        return self.root / "keys"

    @property
    def tls(self) -> Path:
        """The cart's own certificate authority."""
        return self.root / "tls"

    @property
    def rehearsal(self) -> Path:
        """There where everything is invented: an example to rehearse with."""
        return self.root / "rehearsal"

    @property
    def snapshot(self) -> Path:
        """The cache of the state."""
        return self.ledger / "snapshot.bin"


class KeyRing:
    """The key files of one folder, for one origin."""

    def __init__(self, folder: Path, origin: str) -> None:
        self._folder = folder
        self._origin = origin

    def names(self) -> tuple[KeyName, ...]:
        """Return what can be shown of each key file."""
        return list_keys(self._folder)

    def make(self, name: str) -> Signer:
        """Draw a new key; a name that is taken raises ``UsageError``."""
        return create_key(self._folder, name, origin=self._origin)

    def load(self, name: str) -> Signer:
        """Load a key, or raise ``UsageError`` saying what stands against it."""
        return load_key(self._folder, name, origin=self._origin)


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """One opened ledger: its desk, the details beside it, the key files, the clock and ids."""

    folder: Folder
    desk: Desk
    details: DetailStore
    keys: KeyRing

    @property
    def clock(self) -> Clock:
        """The machine's clock."""
        return self.desk.parts.clock

    @property
    def ids(self) -> IdSource:
        """Fresh randomness."""
        return self.desk.parts.ids

    def close(self) -> None:
        """Give up every file."""
        try:
            self.desk.close()
        finally:
            self.details.close()

    def __enter__(self) -> Self:
        """Use it as a context that closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def ledger_folder(named: str | None) -> Folder:
    """Return the folder that was named, or the environment's, or ``./showclear-ledger``."""
    return Folder(Path(named or os.environ.get(LEDGER_VARIABLE) or FOLDER_DEFAULT))


def silence_output() -> None:
    """Send what is still to be written nowhere: the reader of our output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def completion_asked() -> str:
    """Return what a shell asks of the completion, or nothing."""
    return os.environ.get(COMPLETION_VARIABLE, "")


def pack_texts(named: Sequence[str]) -> dict[str, bytes]:
    """Return pack texts by id for names of shipped packs and paths of files; () is all shipped."""
    shipped = shipped_packs()
    if not named:
        return shipped
    texts: dict[str, bytes] = {}
    for name in named:
        text = shipped.get(name)
        texts[name if text is not None else Path(name).stem] = text or read_pack(Path(name))
    return texts


def fresh_bytes(length: int) -> bytes:
    """Return unpredictable bytes, for what is named before its ledger exists."""
    return SystemIds().fresh(length)


# -- a new ledger -----------------------------------------------------------------------------


class Fresh(msgspec.Struct, frozen=True, kw_only=True):
    """A new folder with keys and no entry: officers' keys are made, then it is opened."""

    folder: Folder
    parts: Parts
    details: DetailStore
    keys: KeyRing

    def open_with(self, opening: bytes, texts: Mapping[str, bytes]) -> tuple[Opened, Answer]:
        """Open the ledger with its signed opening; see ``desk.recovery.create_desk``."""
        desk, answer = create_desk(self.parts, opening, texts)
        opened = Opened(folder=self.folder, desk=desk, details=self.details, keys=self.keys)
        return opened, answer


def create(folder: Folder, origin: str, progress: Progress) -> Fresh:
    """Make a folder for a new ledger, with its ledger key and desk key.

    A folder that holds anything raises ``UsageError``: a new production takes a new one.
    """
    _refuse_taken(folder.root)
    keys = KeyRing(folder.keys, origin)
    ledger_key, desk_key = keys.make(LEDGER_KEY), keys.make(DESK_KEY)
    store = create_ledger(folder.ledger)
    details = create_detail_store(folder.details)
    heads = create_head_store(folder.head, origin)
    parts = Parts(
        origin=origin,
        store=store,
        heads=heads,
        snapshots=FileSnapshotStore(folder.snapshot),
        clock=SystemClock(),
        ids=SystemIds(),
        check=SodiumCheck(),
        ledger_key=ledger_key,
        desk_key=desk_key,
        progress=progress,
    )
    return Fresh(folder=folder, parts=parts, details=details, keys=keys)


def _refuse_taken(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            "folder_not_new",
            str(folder),
            expected="no such folder yet, or one with nothing in it",
            found="one that holds something",
            hint="name another folder: nothing is ever overwritten",
        )


# -- writing ----------------------------------------------------------------------------------


def open_for_writing(folder: Folder, progress: Progress) -> Opened:
    """Take the lock and start the desk, running recovery; ``LedgerInUse`` when another has it."""
    refuse_missing(folder)
    store = open_ledger(folder.ledger)
    try:
        opening = _opening(store, folder)
        origin = opening.origin
        keys = KeyRing(folder.keys, origin)
        parts = Parts(
            origin=origin,
            store=store,
            heads=open_head_store(folder.head, origin),
            snapshots=FileSnapshotStore(folder.snapshot),
            clock=SystemClock(),
            ids=SystemIds(),
            check=SodiumCheck(),
            ledger_key=keys.load(LEDGER_KEY),
            desk_key=keys.load(DESK_KEY),
            progress=progress,
        )
        desk = _scrubbed(open_desk(parts))
        details = open_detail_store(folder.details)
    except BaseException:
        store.close()
        raise
    return Opened(folder=folder, desk=desk, details=details, keys=keys)


def refuse_missing(folder: Folder) -> None:
    """Raise ``UsageError`` unless there is a ledger in the folder."""
    if not (folder.ledger / LEDGER_FILE).is_file():
        raise UsageError(
            "ledger_missing",
            str(folder.root),
            expected="the folder of a ledger",
            found="none" if not folder.root.exists() else "a folder without one",
            hint=f"name it with --ledger or {LEDGER_VARIABLE}, or make one: showclear open --help",
        )


def _scrubbed(desk: Desk) -> Desk:
    """Return the desk once every entry was hashed again, where that is soon done."""
    if desk.keeping.tree.size <= ENTRIES_SCRUBBED_MAX:
        scrub = Scrub(desk)
        while not scrub.step().whole:
            pass
    return desk


class _Named(msgspec.Struct, frozen=True):
    origin: str
    body: Opening


def _opening(store: LedgerStore, folder: Folder) -> _Named:
    if store.count() == 0:
        raise UsageError(
            "ledger_empty",
            str(folder.root),
            expected="an opening",
            found="no entries: its opening was cut off before it counted",
            hint="remove the folder and open the production again",
        )
    try:
        event = decode_event(open_envelope(store.read(0, 1)[0].envelope).payload)
    except EnvelopeError as problem:
        raise Damaged("entry 0", expected=problem.expected, found=problem.found) from None
    if not isinstance(event.body, Opening):
        raise Damaged("entry 0", expected="the opening", found="another event")
    return _Named(event.origin, event.body)


# -- reading ----------------------------------------------------------------------------------


class PublicKey:
    """A key of which only the public half is here: it can be compared with, not signed with."""

    def __init__(self, public: bytes) -> None:
        self._public = public

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Refuse."""
        del message
        raise _reading_only("signing")


class UpTo:
    """A store as of one size: what a running desk adds meanwhile is not seen."""

    def __init__(self, store: LedgerStore, size: int) -> None:
        self._store = store
        self._size = size

    def count(self) -> int:
        """Return the number of entries under the head, or fewer where some are missing."""
        return min(self._store.count(), self._size)

    def append(self, commit: Commit) -> None:
        """Refuse."""
        del commit
        raise _reading_only("storing entries")

    def read(self, first: int, stop: int) -> list[StoredEntry]:
        """Return a range of entries."""
        return self._store.read(first, stop)

    def ids(self, first: int, stop: int) -> Iterator[bytes]:
        """Yield event ids."""
        return self._store.ids(first, stop)

    def tile(self, level: int, number: int) -> bytes | None:
        """Return a full hash tile, or None."""
        return self._store.tile(level, number)

    def item_history(self, item: str) -> list[int]:
        """Return the indexes, under the head, of entries about an item."""
        return [index for index in self._store.item_history(item) if index < self._size]

    def put_text(self, digest: str, text: bytes) -> None:
        """Refuse."""
        del digest, text
        raise _reading_only("storing a pack's text")

    def text(self, digest: str) -> bytes | None:
        """Return a pack's text, or None."""
        return self._store.text(digest)

    def free_bytes(self) -> int:
        """Return the free space of the volume."""
        return self._store.free_bytes()

    def close(self) -> None:
        """Give up the file."""
        self._store.close()


class SeenHead:
    """A head store as it was read once; it never changes."""

    def __init__(self, head: bytes | None) -> None:
        self._head = head

    def read(self) -> bytes | None:
        """Return the head."""
        return self._head

    def swap(self, old: bytes | None, new: bytes) -> None:
        """Refuse."""
        del old, new
        raise _reading_only("storing the head")

    def close(self) -> None:
        """Give up nothing."""


class SeenSnapshot:
    """A snapshot that is used but never replaced."""

    def __init__(self, store: FileSnapshotStore) -> None:
        self._store = store

    def load(self) -> bytes | None:
        """Return the cached bytes, or None."""
        return self._store.load()

    def save(self, snapshot: bytes) -> None:
        """Leave the cache as it is: it is the desk's."""
        del snapshot


class NoDetails:
    """What stands in for details that are not here: a copied ledger shows ids for names."""

    def put(self, details: Sequence[tuple[str, Detail]]) -> None:
        """Refuse."""
        del details
        raise _reading_only("storing details")

    def get(self, commitment: str) -> Detail | Erased | None:
        """Return None."""
        del commitment
        return None

    def find(self, path: str) -> list[tuple[str, Detail]]:
        """Return nothing."""
        del path
        return []

    def erase(self, commitment: str, at: str) -> None:
        """Refuse."""
        del commitment, at
        raise _reading_only("erasing a detail")

    def close(self) -> None:
        """Give up nothing."""


def _reading_only(doing: str) -> ReadOnly:
    return ReadOnly(
        f"ledger: expected leave to write while {doing}, found it opened for reading only"
    )


def open_for_reading(folder: Folder, progress: Progress) -> Opened:
    """Build a desk that can only be asked, as of the last signed head.

    Reads the head first and then at most as many entries, so that a desk may go on writing.
    """
    refuse_missing(folder)
    note = read_head(folder.head)
    store = open_read_only(folder.ledger)
    try:
        opening = _opening(store, folder)
        parts = Parts(
            origin=opening.origin,
            store=UpTo(store, _size_of(note, store)),
            heads=SeenHead(note),
            snapshots=SeenSnapshot(FileSnapshotStore(folder.snapshot)),
            clock=SystemClock(),
            ids=SystemIds(),
            check=SodiumCheck(),
            ledger_key=PublicKey(bytes.fromhex(opening.body.ledger_key)),
            desk_key=PublicKey(bytes.fromhex(opening.body.desk_key)),
            progress=progress,
        )
        desk = _scrubbed(open_desk(parts))
    except BaseException:
        store.close()
        raise
    keys = KeyRing(folder.keys, opening.origin)
    return Opened(folder=folder, desk=desk, details=_details(folder), keys=keys)


def _size_of(note: bytes | None, store: LedgerStore) -> int:
    """Return the size a head names, unchecked: ``open_desk`` checks signature and root."""
    lines = (note or b"").split(b"\n")
    if len(lines) > 1 and lines[1].isdigit():
        return max(1, int(lines[1]))
    return store.count()


def _details(folder: Folder) -> DetailStore:
    try:
        return open_details_read_only(folder.details)
    except StoreError:  # not copied along, or without their key
        return NoDetails()


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write named files into a new folder durably; return how many. The last one comes last."""
    _refuse_taken(folder)
    count = 0
    for name, data in files:
        path = folder / name
        make_folder(path.parent)
        with translated(str(path), "writing a file"):
            create_file(path, data)
        count += 1
    return count


# -- verifying --------------------------------------------------------------------------------


def copied_ledger(folder: Path) -> FolderSource:
    """Return an exported folder as ``record.verify`` reads it: needs no key and no ledger here."""
    return FolderSource(folder)


def open_source(folder: Folder) -> StoreSource:
    """Return a folder's ledger as ``record.verify`` reads it; whoever opens it closes it."""
    refuse_missing(folder)
    head = read_head(folder.head)
    return StoreSource(open_read_only(folder.ledger), head)


verify_signature: Final = signature_holds  # what those who read a ledger are handed


def check_one(chunk: Chunk) -> Checked:
    """Check one chunk in whatever process this runs in."""
    return check_chunk(chunk, verify_signature)


def mapped_over(entries: int) -> Callable[[Iterable[Chunk]], Iterator[Checked]]:
    """Return a map over as many processes as a ledger of this size is worth."""
    workers = (os.cpu_count() or 1) if entries >= ENTRIES_FOR_PROCESSES_MIN else 1
    return lambda chunks: process_map(check_one, chunks, workers)


# -- to play a day ----------------------------------------------------------------------------


@contextmanager
def rehearsal(name: str, *, start_ms: int) -> Iterator[Rehearsal]:
    """Give the outside world of a played day in a folder that is thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="showclear-replay-") as folder:
        # Any file may hold a day: its name makes ids and keys, and no origin.
        seed = name.encode(errors="backslashreplace")
        yield Rehearsal(Path(folder), seed=seed, origin="replay.example/day", start_ms=start_ms)


# -- to measure and to show -------------------------------------------------------------------


def make_bench_ledger(folder: Path, *, seed: bytes, entries: int, progress: Progress) -> int:
    """Make a ledger of a made-up season; return how many entries it has."""
    _refuse_taken(folder)
    return make_season(folder, seed=seed, entries=entries, progress=progress)


def make_bench_days(folder: Path, *, seed: bytes, days: int, progress: Progress) -> Made:
    """Make a ledger of so many whole days, unless the folder holds just that; say what it is."""
    kept = kept_days(folder, seed=seed, days=days)
    if kept is not None:
        return kept
    _refuse_taken(folder)
    return make_days(folder, seed=seed, days=days, progress=progress)


_SIGNATURE = b'"sig":"'  # as the envelope's one text has it
_PIECE_BYTES = 32  # of base64: no other signature begins like it


def flip_bit(folder: Folder, envelope: bytes) -> int:
    """Change one bit of a stored envelope's signature; return the byte's place in the file.

    For demonstrations and tests only: this is what the ledger is made to give away. Of the
    signature's base64 the first letter that is still one afterwards is taken, so that what is
    found wrong is the same every time. Raises ``UsageError`` where it is not in the file.
    """
    path = folder.ledger / LEDGER_FILE
    start = envelope.find(_SIGNATURE) + len(_SIGNATURE)
    piece = envelope[start : start + _PIECE_BYTES]
    data = path.read_bytes()
    place = data.find(piece)
    if place < 0:
        raise UsageError(
            "piece_not_found", str(path), expected="the stored piece in one stretch", found="none"
        )
    place += next(at for at, byte in enumerate(piece) if chr(byte ^ 1).isalnum())
    with path.open("r+b") as file:
        file.seek(place)
        file.write(bytes([data[place] ^ 1]))
    return place
