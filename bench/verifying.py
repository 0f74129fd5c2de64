"""Verifying and auditing a ledger against nothing but its signature checks, on all cores.

The floor is every signature of the ledger checked by libsodium, one thread to a core, with keys,
messages and signatures lying ready in memory: no reading, no parsing, no hashing, no order. Floor,
verify and audit follow one another, several times.

Example: ``measure(folder, times=3)``.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Final

import msgspec
import nacl.bindings

from bench.floor import Triple
from showclear.adapters.benchdata import ORIGIN
from showclear.adapters.heads_sqlite import open_head_store
from showclear.adapters.packs import shipped_packs
from showclear.adapters.signatures import SodiumCheck
from showclear.adapters.sources import StoreSource
from showclear.adapters.store_sqlite import open_read_only
from showclear.record.envelope import open_envelope, signed_bytes
from showclear.record.verify import verify_ledger
from showclear.record.walk import Observer, quiet
from showclear.rules.audit import Auditor
from showclear.rules.packs import digest_of
from showclear.wiring import mapped_over, verify_signature

CORES: Final = os.cpu_count() or 1
READ_ENTRIES: Final = 2_048
_CHECK: Final = SodiumCheck(threads=1)


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds of one turn, over so many entries and signatures."""

    entries: int
    signatures: int
    floor: float
    verify: float
    audit: float


def measure(folder: Path, *, times: int) -> list[Turn]:
    """Return so many turns of floor, verify and audit over one ledger."""
    triples = _triples(folder)
    turns: list[Turn] = []
    for _ in range(times):
        floor = _floor(triples)
        verify, entries = _verify(folder)
        auditor = Auditor({digest_of(text): text for text in shipped_packs().values()})
        audit, _entries = _verify(folder, auditor.commit)
        if not auditor.report().good:
            raise RuntimeError(f"audit should find nothing: {auditor.report()}")
        turns.append(
            Turn(
                entries=entries,
                signatures=len(triples),
                floor=floor,
                verify=verify,
                audit=audit,
            )
        )
    return turns


def _verify(folder: Path, observer: Observer = quiet) -> tuple[float, int]:
    with (
        open_read_only(folder / "ledger") as store,
        open_head_store(folder / "head", ORIGIN) as heads,
    ):
        start = perf_counter()
        report = verify_ledger(
            StoreSource(store, heads.read()),
            verify=verify_signature,
            mapped=mapped_over(store.count()),
            observer=observer,
        )
        seconds = perf_counter() - start
    if not report.good:
        raise RuntimeError(f"verify should find nothing: {report.problems}")
    return seconds, report.entries


def _triples(folder: Path) -> list[Triple]:
    found: list[Triple] = []
    with open_read_only(folder / "ledger") as store:
        size = store.count()
        for first in range(0, size, READ_ENTRIES):
            for entry in store.read(first, min(first + READ_ENTRIES, size)):
                envelope = open_envelope(entry.envelope)
                message = signed_bytes(envelope.payload)
                found += [(bytes.fromhex(it.keyid), message, it.sig) for it in envelope.signatures]
    return found


def _floor(triples: list[Triple]) -> float:
    share = -(-len(triples) // CORES)
    parts = [triples[start : start + share] for start in range(0, len(triples), share)]
    with ThreadPoolExecutor(CORES) as pool:
        start = perf_counter()
        list(pool.map(_check_all, parts))
        return perf_counter() - start


def _check_all(triples: list[Triple]) -> None:
    for public, message, signature in triples:
        nacl.bindings.crypto_sign_open(signature + message, public)
