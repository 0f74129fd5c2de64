"""What other implementations make of a whole ledger of ours: an auditor and an outside keeper.

The folder that we export is audited by aics-tlog, which knows nothing of us but the public
formats. aics-witness runs as an outside keeper on this machine's own network: it cosigns our heads
in order, with our consistency proofs, and refuses a fork that our own key signed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import aics_tlog as others
import aics_witness as keepers
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from showclear.adapters.sources import FolderSource, write_folder
from showclear.desk.export import export_files, export_size
from showclear.field.people import Role
from showclear.record.checkpoint import parse_checkpoint
from showclear.record.events.speaking import Stop
from showclear.record.note import (
    TYPE_COSIGNATURE,
    VerifierKey,
    encode_verifier_key,
    parse_note,
    parse_verifier_key,
)
from showclear.record.tree import leaf_hash
from showclear.record.verify import Anchor, verify_ledger
from tests.kit import ORIGIN, OnDesk, signed_by
from tests.record.forge import Forger, sealed, verify

pytestmark = pytest.mark.outside
KEEPER = "keeper.example/union"


def stops(story: OnDesk, entries: int) -> None:
    """Let somebody say stop until there are this many entries."""
    while len(story.disk.entries) < entries:
        story.desk.submit([story.sealed(Stop(), (signed_by("grip", Role.CREW),))])


@pytest.mark.parametrize("entries", [22, 256, 258, 700])
def test_their_auditor_accepts_an_exported_ledger(tmp_path: Path, entries: int) -> None:
    """Tiles, pages and head of an export are what their audit expects, to the last hash."""
    story = OnDesk()
    stops(story, entries)
    folder = tmp_path / "ledger"
    write_folder(folder, export_files(story.desk, export_size(story.desk)))
    note = others.parse_note((folder / "checkpoint").read_bytes())
    log = others.parse_vkey(encode_verifier_key(story.desk.keeping.verifier_key()))
    assert others.verify_checkpoint(note, log, [], 0, expected_origin=ORIGIN).ok
    head = others.parse_checkpoint(note.text)
    reader = others.FileSystemTileReader(folder)
    report = others.audit_tiles(reader, head.size, head.root)
    assert report.size == entries == len(story.disk.entries)
    index = entries // 2
    proof = others.inclusion_proof_from_tiles(reader, index, entries)
    leaf = leaf_hash(story.disk.entries[index].envelope)
    assert others.verify_inclusion(leaf, index, entries, proof, head.root)
    page = next((folder / "tile/entries").glob("000*"))
    inside = page if page.is_file() else next(page.iterdir())
    data = bytearray(inside.read_bytes())
    data[100] ^= 1
    inside.write_bytes(data)
    with pytest.raises(ValueError, match=r"."):
        others.audit_tiles(reader, head.size, head.root)


class Running(NamedTuple):
    """An outside keeper that runs."""

    url: str
    vkey: str
    witness: keepers.Witness


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[OnDesk], Running]]:
    """Return what starts an outside keeper for a story's ledger; it ends with the test."""
    ends: list[Callable[[], None]] = []

    def starting(story: OnDesk) -> Running:
        log = others.parse_vkey(encode_verifier_key(story.desk.keeping.verifier_key()))
        store = keepers.WitnessStore(tmp_path / "keeper.sqlite", create=True)
        ends.append(store.close)
        logs = [keepers.LogConfig(origin=ORIGIN, vkeys=(log,))]
        witness = keepers.Witness(KEEPER, Ed25519PrivateKey.generate(), store, logs)
        server = keepers.make_server(witness)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()

        def stop() -> None:
            server.shutdown()
            thread.join(10)
            server.server_close()

        ends.append(stop)
        return Running(server.url, witness.vkey_text, witness)

    yield starting
    for end in reversed(ends):
        end()


def proof_of(story: OnDesk) -> Callable[[int, int], list[bytes]]:
    """Return what gives our consistency proofs."""

    def proof(old: int, new: int) -> list[bytes]:
        return list(story.desk.keeping.tree.consistency_proof(old=old, new=new))

    return proof


def test_an_outside_keeper_cosigns_our_heads_in_order(
    tmp_path: Path, start: Callable[[OnDesk], Running]
) -> None:
    """First from nothing, then from head to head; our verify lists what the keeper signed."""
    story = OnDesk()
    running = start(story)
    for entries in (22, 60, 300):
        stops(story, entries)
        head = story.disk.head
        assert head is not None
        with keepers.WitnessClient(running.url, running.vkey) as client:
            line = client.submit(head, proof_of(story))
        cosigned = keepers.merge_cosignatures(head, line)
        folder = tmp_path / str(entries)
        files = dict(export_files(story.desk, export_size(story.desk)))
        write_folder(folder, (files | {"checkpoint": cosigned}).items())
        key = parse_verifier_key(running.vkey)
        assert isinstance(key, VerifierKey)
        assert (key.name, key.type) == (KEEPER, TYPE_COSIGNATURE)
        report = verify_ledger(
            FolderSource(folder), verify=verify, anchor=Anchor(cosigners=(key,))
        )
        assert report.good
        assert [found.key for found in report.cosignatures] == [key]
        latest = running.witness.store.get(ORIGIN)
        assert latest is not None
        assert (latest.size, latest.root) == (entries, story.desk.keeping.root)


def test_an_outside_keeper_refuses_a_fork_that_our_own_key_signed(
    start: Callable[[OnDesk], Running],
) -> None:
    """Another history under the ledger's key is refused at the same size and beyond it."""
    story = OnDesk()
    stops(story, 40)
    forger = Forger(story)
    running = start(story)
    stops(story, 42)
    head = story.disk.head
    assert head is not None
    with keepers.WitnessClient(running.url, running.vkey) as client:
        client.submit(head, proof_of(story))
        for _ in range(2):
            forger.commit(sealed(forger.event(Stop(), "grip"), "grip"))
            fork = forger.kept()
            note = fork.note or b""
            size = parse_checkpoint(parse_note(note).text).size
            tree = others.MerkleTree(list(fork.envelopes))
            with pytest.raises(keepers.WitnessRejected) as caught:
                client.submit(note, tree.consistency_proof, old_size=min(42, size))
            assert caught.value.status == 422
    latest = running.witness.store.get(ORIGIN)
    assert latest is not None
    assert (latest.size, latest.root) == (42, story.desk.keeping.root)
