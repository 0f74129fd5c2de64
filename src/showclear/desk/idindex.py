"""Which index an event id has, at under 16 bytes of memory per event.

Only the first 8 bytes of each id are kept, sorted in buckets, beside the index; a hit is a
candidate that the caller confirms by reading the row (DESIGN.md, "Store"). Two ids may share 8
bytes; both are then candidates.

>>> index = IdIndex()
>>> index.add(bytes(32), 7)
>>> index.candidates(bytes(32))
[7]
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

_PREFIX_BYTES: Final = 8
_BUCKET_BITS: Final = 12  # 4,096 buckets: 244 ids each at a million, so an insert moves 2 kB
_SHIFT: Final = 64 - _BUCKET_BITS


def ids_bytes(count: int) -> tuple[int, int]:
    """Return how many bytes the dump of so many ids has: prefixes and indexes."""
    return count * array("Q").itemsize, count * array("I").itemsize


class IdIndex:
    """Event id prefixes in memory."""

    def __init__(self) -> None:
        self._prefixes = [array("Q") for _ in range(1 << _BUCKET_BITS)]
        self._indexes = [array("I") for _ in range(1 << _BUCKET_BITS)]
        self._count = 0

    def __len__(self) -> int:
        """Return how many ids were added."""
        return self._count

    def add(self, event_id: bytes, index: int) -> None:
        """Add one id."""
        prefix = int.from_bytes(event_id[:_PREFIX_BYTES], "big")
        bucket = prefix >> _SHIFT
        prefixes = self._prefixes[bucket]
        place = bisect_left(prefixes, prefix)
        prefixes.insert(place, prefix)
        self._indexes[bucket].insert(place, index)
        self._count += 1

    def candidates(self, event_id: bytes) -> list[int]:
        """Return the indexes whose id may be this one; to be confirmed by reading."""
        prefix = int.from_bytes(event_id[:_PREFIX_BYTES], "big")
        prefixes = self._prefixes[prefix >> _SHIFT]
        found: list[int] = []
        place = bisect_left(prefixes, prefix)
        while place < len(prefixes) and prefixes[place] == prefix:
            found.append(self._indexes[prefix >> _SHIFT][place])
            place += 1
        return found

    def extend(self, ids: Iterable[bytes], first: int) -> None:
        """Add many ids with consecutive indexes."""
        for index, event_id in enumerate(ids, start=first):
            self.add(event_id, index)

    def dump(self) -> tuple[bytes, bytes]:
        """Return prefixes and indexes as bytes for a snapshot, in this machine's byte order."""
        return (
            b"".join(bucket.tobytes() for bucket in self._prefixes),
            b"".join(bucket.tobytes() for bucket in self._indexes),
        )

    @classmethod
    def load(cls, prefixes: bytes, indexes: bytes) -> IdIndex:
        """Return the index that was dumped."""
        loaded = cls()
        all_prefixes, all_indexes = array("Q", prefixes), array("I", indexes)
        start = 0
        for bucket in range(1 << _BUCKET_BITS):
            above = (bucket + 1) << _SHIFT
            stop = bisect_left(all_prefixes, above) if above < 1 << 64 else len(all_prefixes)
            loaded._prefixes[bucket] = all_prefixes[start:stop]
            loaded._indexes[bucket] = all_indexes[start:stop]
            start = stop
        loaded._count = len(all_prefixes)
        return loaded

    def bytes_used(self) -> int:
        """Return the memory the index holds, in bytes."""
        return sum(sys.getsizeof(bucket) for bucket in (*self._prefixes, *self._indexes))
