"""Ed25519 signatures checked by libsodium: ``desk.ports.SignatureCheck``.

libsodium refuses what is not canonical: an S that is not reduced, and an R or key of small
order. ``usable`` asks the same of a key before it is enrolled, and that it lies in the main
subgroup, as every honestly made key does: a key of small order passes a signature nobody made.

It leaves to ``record.envelope`` which bytes are signed and to the fold whose key it is. Checks
of several signatures run on a few threads, because libsodium works without Python's lock.

Example::

    check = SodiumCheck(threads=2)
    check.many([(public, message, signature)])     # [True]
    check.close()
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING, Self

import nacl.bindings
import nacl.exceptions

from showclear.adapters.translate import translated

if TYPE_CHECKING:
    from collections.abc import Sequence

PUBLIC_KEY_BYTES = 32
SIGNATURE_BYTES = 64

# Below this the hand-over to a thread costs more than the check itself (some 0.1 ms each).
ITEMS_ON_THREADS_MIN = 4

# RFC 8032 section 5.1: the field's prime; bit 255 of an encoding is the sign of x.
FIELD_PRIME = 2**255 - 19
SIGN_BIT = 1 << 255

# The y of the eight points whose order divides eight: 1 (order 1), -1 (order 2), 0 (order 4), and
# the two that the points of order 8 have, which follow from the curve's equation (a test shows).
ORDER_8_Y = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
SMALL_ORDER_Y = frozenset(
    {
        0,
        1,
        FIELD_PRIME - 1,
        int.from_bytes(ORDER_8_Y, "little"),
        FIELD_PRIME - int.from_bytes(ORDER_8_Y, "little"),
    }
)


def has_small_order(public: bytes) -> bool:
    """Return whether the key encodes one of the eight points of small order, in any spelling."""
    y = (int.from_bytes(public, "little") & ~SIGN_BIT) % FIELD_PRIME
    return y in SMALL_ORDER_Y


def is_canonical(public: bytes) -> bool:
    """Return whether y is below the prime: the one spelling that RFC 8032 5.1.2 writes."""
    return int.from_bytes(public, "little") & ~SIGN_BIT < FIELD_PRIME


class SodiumCheck:
    """Ed25519 checks on a few threads; ``close`` ends them."""

    def __init__(self, *, threads: int = 2) -> None:
        self._threads = threads
        helpers = max(1, threads - 1)  # the thread that asks is one of them
        self._pool = ThreadPoolExecutor(helpers, thread_name_prefix="signatures")

    def many(self, items: Sequence[tuple[bytes, bytes, bytes]]) -> list[bool]:
        """Check (public key, message, signature) triples; the answer has the same order."""
        if len(items) < ITEMS_ON_THREADS_MIN or self._threads <= 1:
            return _check_all(items)
        size = -(-len(items) // self._threads)
        mine, *others = [items[start : start + size] for start in range(0, len(items), size)]
        answers = self._pool.map(_check_all, others)  # they have begun when this returns
        return [*_check_all(mine), *chain.from_iterable(answers)]

    def usable(self, public: bytes) -> bool:
        """Return whether the key is canonical, not of small order, and in the main subgroup."""
        if len(public) != PUBLIC_KEY_BYTES or not is_canonical(public) or has_small_order(public):
            return False
        with translated("libsodium", "looking at a public key"):
            return bool(nacl.bindings.crypto_core_ed25519_is_valid_point(public))

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def __enter__(self) -> Self:
        """Use the check as a context that closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def _check_all(items: Sequence[tuple[bytes, bytes, bytes]]) -> list[bool]:
    with translated("libsodium", "checking signatures"):
        return [
            signature_holds(public, message, signature) for public, message, signature in items
        ]


def signature_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether libsodium accepts one signature; used where there is no batch."""
    if len(public) != PUBLIC_KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        nacl.bindings.crypto_sign_open(signature + message, public)
    except nacl.exceptions.BadSignatureError:
        return False
    return True
