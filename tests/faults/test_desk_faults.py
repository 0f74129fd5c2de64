"""The whole desk on a failing disk: each operation of two commits fails, lies, tears or kills.

The desk is opened on the SQLite stores, two commits of three events are submitted, and it is
closed; every single file operation of that meets each fault once. Afterwards the ledger is opened
by the recovery that every start runs, and then: whatever was answered with a receipt is there with
its bytes and its receipt holds; the whole ledger verifies and audits, up to its head; the events
are sent again, and each is on record exactly once; the desk goes on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from io import FileIO
from itertools import count
from pathlib import Path
from typing import Final

import msgspec
import pytest

from showclear.adapters.clock import StepClock
from showclear.adapters.heads_sqlite import create_head_store, open_head_store
from showclear.adapters.ids import SeededIds
from showclear.adapters.memory import MemoryDisk, MemorySnapshotStore
from showclear.adapters.signatures import SodiumCheck
from showclear.adapters.store_sqlite import create_ledger, open_ledger
from showclear.desk.compose import Header, compose, seal
from showclear.desk.desk import Desk
from showclear.desk.parts import Answer, Parts
from showclear.desk.ports import HeadStore, LedgerStore
from showclear.desk.recovery import create_desk, open_desk
from showclear.errors import BadInput, DeskStopped, ShowclearError, StoreError
from showclear.field.instants import HOUR_MS
from showclear.field.people import Role
from showclear.field.stock import Form, Purpose, WeaponClass
from showclear.record.event import Seen
from showclear.record.events.speaking import Stop
from showclear.record.events.stock import ReceiveContainer, ReceiveWeapon
from showclear.record.events.table import AnyBody
from showclear.record.registry import Registry
from showclear.record.tiles import HashTile
from showclear.record.tree import EMPTY_ROOT
from showclear.record.verify import verify_ledger
from showclear.rules.audit import Auditor
from tests.desk.receipts import checked, said, verify
from tests.faults.vfs import DIED, Fault, FaultyVfs, run_apart
from tests.kit import (
    CAST,
    OFFICERS,
    ORIGIN,
    START_MS,
    STEP_MS,
    all_rows,
    box,
    enrolment,
    gun,
    opening,
    pack_texts,
    person,
    signed_by,
    signers_of,
)

REPORTED: Final = [Fault.REFUSED, Fault.ANSWER_LOST, Fault.TORN]
DEADLY: Final = [Fault.DIES_BEFORE, Fault.DIES_AFTER]
ENROLLED: Final = ("armorer", "grip")
STARTS: Final = (b"base", b"before", b"story", b"after")  # of the machine, an hour apart
BATCHES: Final = ((0, 1), (2,))  # which of the three events are submitted together


class Acknowledged(msgspec.Struct, frozen=True):
    """One answer that reached whoever sent the event."""

    number: int
    index: int
    receipt: bytes


class Base(msgspec.Struct, frozen=True):
    """A ledger with two people enrolled, and three events signed and not yet sent."""

    folder: Path
    size: int
    envelopes: tuple[bytes, ...]


# -- a desk on files ------------------------------------------------------------------------------


def parts(store: LedgerStore, heads: HeadStore, seed: bytes) -> Parts:
    """Return the parts of a desk on these stores, after a start of the machine of its own.

    There is no snapshot: all is read anew.
    """
    clock = StepClock(start=START_MS + HOUR_MS * STARTS.index(seed), step=STEP_MS)
    clock.restart(seed.decode())
    return Parts(
        origin=ORIGIN,
        store=store,
        heads=heads,
        snapshots=MemorySnapshotStore(MemoryDisk()),
        clock=clock,
        ids=SeededIds(seed),
        check=SodiumCheck(threads=1),
        ledger_key=person("ledger"),
        desk_key=person("desk"),
    )


@contextmanager
def opened(folder: Path, *, seed: bytes, vfs: str | None = None) -> Iterator[Desk]:
    """Open the desk by its recovery; close the stores whatever happens."""
    store = open_ledger(folder / "ledger", vfs=vfs)
    try:
        heads = open_head_store(folder / "head", ORIGIN, vfs=vfs)
        try:
            yield open_desk(parts(store, heads, seed))
        finally:
            with suppress(StoreError):
                heads.close()
    finally:
        with suppress(StoreError):
            store.close()


def sealed(desk: Desk, body: AnyBody, *who: str) -> bytes:
    """Return the envelope that these people sign now."""
    signers = signers_of(body, who)
    return seal(desk.compose(body, signers), [person(name) for name in who])


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """Make the ledger that every fault starts from."""
    folder = tmp_path_factory.mktemp("base") / "night-shoot"
    header = Header(
        origin=ORIGIN,
        at_ms=START_MS,
        nonce=bytes(16),
        seen=Seen(size=0, root=EMPTY_ROOT),
        signers=tuple(signed_by(name, Role.OFFICER) for name in OFFICERS),
    )
    payload = compose(Registry(), header, opening(all_rows()))
    envelope = seal(payload, [person(name) for name in OFFICERS])
    made = parts(
        create_ledger(folder / "ledger"), create_head_store(folder / "head", ORIGIN), b"base"
    )
    desk, _ = create_desk(made, envelope, pack_texts())
    for name in ENROLLED:
        title, roles = CAST[name]
        newcomer = enrolment(name, title, roles)
        desk.submit_one(sealed(desk, newcomer, "producer", "manager", name))
    weapon = ReceiveWeapon(
        weapon=gun("colt"),
        weapon_class=WeaponClass.LIVE_CAPABLE,
        pattern="single-action-1873",
        chambers=6,
    )
    container = ReceiveContainer(container=box("belt"), form=Form.BELT, purpose=Purpose.CARRIED)
    envelopes = (
        sealed(desk, weapon, "armorer"),
        sealed(desk, Stop(), "grip"),
        sealed(desk, container, "armorer"),
    )
    size = desk.keeping.tree.size
    desk.close()
    return Base(folder=folder, size=size, envelopes=envelopes)


def submit(
    desk: Desk, envelopes: Sequence[bytes], acknowledge: Callable[[Acknowledged], None]
) -> None:
    """Submit the two commits; hand on each answer as it reaches its sender."""
    for batch in BATCHES:
        given = desk.submit([envelopes[number] for number in batch])
        for number, answer in zip(batch, given, strict=True):
            assert not isinstance(answer, BadInput)
            acknowledge(Acknowledged(number, answer.index, answer.receipt))


# -- what must hold afterwards --------------------------------------------------------------------


class Files:
    """The stores as ``record.verify`` reads them."""

    def __init__(self, desk: Desk) -> None:
        self._store, self._heads = desk.parts.store, desk.parts.heads

    def size(self) -> int:
        """Return how many entries there are."""
        return self._store.count()

    def head(self) -> bytes | None:
        """Return the signed head."""
        return self._heads.read()

    def entries(self, first: int, stop: int) -> list[bytes]:
        """Return the envelopes of a range."""
        return [entry.envelope for entry in self._store.read(first, stop)]

    def tile(self, tile: HashTile) -> bytes | None:
        """Return a full tile as kept; a partial one is not kept."""
        return self._store.tile(tile.level, tile.number) if tile.width == 256 else None

    def text(self, digest: str) -> bytes | None:
        """Return a pack's text."""
        return self._store.text(digest)


def check(base: Base, folder: Path, acknowledged: Sequence[Acknowledged]) -> int:
    """Open what is left by recovery and check all of it; return how many entries had survived."""
    with opened(folder, seed=b"after") as desk:
        survived = desk.keeping.tree.size
        for one in acknowledged:
            check_acknowledged(base, desk, one)
        check_whole(desk)
        again: list[Acknowledged] = []
        submit(desk, base.envelopes, again.append)
        check_once(base, desk, acknowledged, again)
        assert not desk.submit_one(sealed(desk, Stop(), "grip")).refused
        check_whole(desk)
        desk.close()
    return survived


def check_acknowledged(base: Base, desk: Desk, one: Acknowledged) -> None:
    """Check that what was answered is there, byte for byte, and that its receipt holds."""
    envelope = base.envelopes[one.number]
    assert desk.parts.store.read(one.index, one.index + 1)[0].envelope == envelope
    assert checked(one.receipt).event.envelope == envelope
    assert said(one.receipt)[1].index == one.index


def check_whole(desk: Desk) -> None:
    """Check every byte up to the head, and every verdict."""
    auditor = Auditor(pack_texts())
    report = verify_ledger(Files(desk), verify=verify, observer=auditor.commit)
    assert report.problems == ()
    assert report.beyond == 0
    assert auditor.report().good


def check_once(
    base: Base, desk: Desk, before: Sequence[Acknowledged], again: Sequence[Acknowledged]
) -> None:
    """Check that each event is on record once, at the index that was acknowledged first."""
    indexes = {one.number: one.index for one in again}
    assert len(set(indexes.values())) == len(base.envelopes)
    assert all(indexes[one.number] == one.index for one in before)
    stored = [entry.envelope for entry in desk.parts.store.read(0, desk.keeping.tree.size)]
    assert [stored.count(envelope) for envelope in base.envelopes] == [1, 1, 1]


# -- the matrix -----------------------------------------------------------------------------------


def fresh(base: Base, folder: Path) -> Path:
    """Return a copy of the ledger that every fault starts from."""
    shutil.copytree(base.folder, folder)
    return folder


def reported(base: Base, folder: Path, fault: tuple[int, Fault]) -> list[Acknowledged] | None:
    """Run the story with one operation that reports failure; None when it came to no fault."""
    acknowledged: list[Acknowledged] = []
    with FaultyVfs("desk") as vfs:
        vfs.arm(*fault)
        try:
            with opened(folder, seed=b"story", vfs=vfs.name) as desk:
                submit_and_stop(desk, base.envelopes, acknowledged)
                desk.close()
        except ShowclearError:
            return acknowledged
        return None if vfs.count < fault[0] else acknowledged


def submit_and_stop(
    desk: Desk, envelopes: Sequence[bytes], acknowledged: list[Acknowledged]
) -> None:
    """Submit; after a failure the desk must write no more, however often it is asked."""
    try:
        submit(desk, envelopes, acknowledged.append)
    except ShowclearError:
        assert desk.stopped
        with pytest.raises(DeskStopped, match="open the ledger again"):
            desk.submit_one(envelopes[0])
        raise


@pytest.mark.parametrize("fault", REPORTED, ids=lambda fault: fault.name)
def test_a_fault_that_is_reported_loses_nothing_answered(
    base: Base, tmp_path: Path, fault: Fault
) -> None:
    """Whichever operation fails, tears or lies about failing, what was answered is there."""
    survived: set[int] = set()
    answered: set[int] = set()
    for number in count(1):
        folder = fresh(base, tmp_path / f"unit-{number}")
        acknowledged = reported(base, folder, (number, fault))
        survived.add(check(base, folder, acknowledged or []) - base.size)
        answered.add(len(acknowledged or []))
        shutil.rmtree(folder)
        if acknowledged is None:
            break
    # None, the first commit of two events, or both commits; each with its `decided`.
    assert survived == {0, 3, 5}
    assert answered == {0, 2, 3}
    assert number > 20


def dying(
    base: Base, folder: Path, fault: tuple[int, Fault], *, seed: bytes = b"story"
) -> Callable[[], None]:
    """Return the story in which the process dies at one operation; answers go to a file."""

    def act() -> None:
        with (folder / "answers").open("ab", buffering=0) as file, FaultyVfs("desk") as vfs:
            vfs.arm(*fault)
            with opened(folder, seed=seed, vfs=vfs.name) as desk:
                submit(desk, base.envelopes, partial(_write, file))
                desk.close()

    return act


def _write(file: FileIO, one: Acknowledged) -> None:
    file.write(msgspec.json.encode(one) + b"\n")


def answers_in(folder: Path) -> list[Acknowledged]:
    """Return the answers that had reached their senders before the process died."""
    lines = (folder / "answers").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Acknowledged) for line in lines]


@pytest.mark.parametrize("fault", DEADLY, ids=lambda fault: fault.name)
def test_a_process_that_dies_loses_nothing_answered(
    base: Base, tmp_path: Path, fault: Fault
) -> None:
    """Wherever the process is killed, what was answered is there and the rest is sent again."""
    survived: list[int] = []
    answered: list[int] = []
    for number in count(1):
        folder = fresh(base, tmp_path / f"unit-{number}")
        status = run_apart(dying(base, folder, (number, fault)))
        assert status in {0, DIED}
        acknowledged = answers_in(folder)
        survived.append(check(base, folder, acknowledged) - base.size)
        answered.append(len(acknowledged))
        shutil.rmtree(folder)
        if status == 0:
            break
    # The later the death, the more is there; and never less than was answered.
    assert survived == sorted(survived)
    assert answered == sorted(answered)
    assert set(survived) == {0, 3, 5}
    assert set(answered) == {0, 2, 3}


@pytest.mark.parametrize("fault", DEADLY, ids=lambda fault: fault.name)
def test_a_recovery_that_dies_is_recovered_from(base: Base, tmp_path: Path, fault: Fault) -> None:
    """Killed while it signs over what a crash left, the ledger recovers the next time."""
    left = crashed(base, tmp_path)
    for number in count(1):
        folder = tmp_path / f"unit-{number}"
        shutil.copytree(left, folder)
        status = run_apart(dying(base, folder, (number, fault)))
        assert status in {0, DIED}
        assert check(base, folder, answers_in(folder)) >= base.size + 3
        shutil.rmtree(folder)
        if status == 0:
            break
    assert number > 10


def crashed(base: Base, tmp_path: Path) -> Path:
    """Return what is left when the process dies between storing a commit and signing its head."""
    for number in count(1):
        folder = fresh(base, tmp_path / f"crash-{number}")
        run_apart(dying(base, folder, (number, Fault.DIES_BEFORE), seed=b"before"))
        store = open_ledger(folder / "ledger")
        stored = store.count()
        store.close()
        if stored > base.size:
            assert answers_in(folder) == []
            return folder
    raise AssertionError


def test_what_was_answered_is_what_is_asked_for(base: Base, tmp_path: Path) -> None:
    """Without any fault all three are answered, and sent again they are repeated."""
    folder = fresh(base, tmp_path / "unit")
    acknowledged: list[Acknowledged] = []
    with opened(folder, seed=b"story") as desk:
        submit(desk, base.envelopes, acknowledged.append)
        again = desk.submit(base.envelopes)
        assert [one.repeated for one in again if isinstance(one, Answer)] == [True] * 3
        desk.close()
    assert check(base, folder, acknowledged) == base.size + 5
