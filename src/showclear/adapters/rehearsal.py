"""A ledger for a day that is only played: real files and a real desk, keys that follow from names.

Everything goes through the same stores as in a real production, in a folder that is thrown away
afterwards; so nobody waits until the disk has it. Its keys follow from a seed that anybody may
know, and its clock is turned by hand: nothing in it is evidence of anything.

Example: ``Rehearsal(folder, seed=b"first-morning", origin="replay/day", start_ms=0)``
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import apsw
from nacl.signing import SigningKey

from showclear.adapters.clock import FrozenClock
from showclear.adapters.heads_sqlite import create_head_store
from showclear.adapters.ids import SeededIds
from showclear.adapters.keys import KeyName, KeySigner
from showclear.adapters.packs import shipped_packs
from showclear.adapters.signatures import SodiumCheck
from showclear.adapters.snapshots import FileSnapshotStore
from showclear.adapters.store_sqlite import create_ledger
from showclear.desk.parts import Parts

if TYPE_CHECKING:
    from pathlib import Path


UNSYNCED: Final = "showclear-unsynced"


class _UnsyncedFile(apsw.VFSFile):
    """A file of SQLite's that is not waited for."""

    def xSync(self, flags: int) -> None:  # type: ignore[explicit-override]  # noqa: N802
        """Leave it to the system when the bytes reach the disk."""
        del flags


class _Unsynced(apsw.VFS):
    """SQLite's own file layer, but for waiting: for files that are thrown away."""

    def __init__(self) -> None:
        super().__init__(UNSYNCED, base="")

    def xOpen(  # type: ignore[explicit-override]  # noqa: N802
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        """Open a file that is not waited for."""
        return _UnsyncedFile("", name, flags)


@cache
def _unsynced() -> _Unsynced:
    return _Unsynced()  # SQLite forgets a file layer that nothing holds on to


class Rehearsal:
    """The outside world of one played day."""

    def __init__(self, folder: Path, *, seed: bytes, origin: str, start_ms: int) -> None:
        self._seed = seed
        self._origin = origin
        self._signers: dict[str, KeySigner] = {}
        _unsynced()
        self.clock = FrozenClock(now=start_ms)
        self.packs = shipped_packs()
        self.parts = Parts(
            origin=origin,
            store=create_ledger(folder / "ledger", vfs=UNSYNCED),
            heads=create_head_store(folder / "head", origin, vfs=UNSYNCED),
            snapshots=FileSnapshotStore(folder / "ledger" / "snapshot.bin"),
            clock=self.clock,
            ids=SeededIds(seed),
            check=SodiumCheck(threads=1),
            ledger_key=self.signer("/ledger"),  # no name in a script holds a stroke
            desk_key=self.signer("/desk"),
        )

    def signer(self, name: str) -> KeySigner:
        """Return somebody's key, the same at every call."""
        if name not in self._signers:
            key = SigningKey(sha256(self._seed + b"\x00key of " + name.encode()).digest())
            public = bytes(key.verify_key)
            named = KeyName(name=name, origin=self._origin, public=public)
            self._signers[name] = KeySigner(named, key)
        return self._signers[name]

    def named(self, letter: str, name: str) -> bytes:
        """Return the bytes that the id of a person or thing is made from."""
        return sha256(self._seed + f"\x00{letter} {name}".encode()).digest()
