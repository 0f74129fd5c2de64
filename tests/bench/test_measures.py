"""The measures run: small, and with nothing said about how long anything takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import ledgers
from bench.asking import Asked
from bench.asking import measure as ask
from bench.counting import measure as count
from bench.floor import Floor
from bench.phases import DESK, Watch
from bench.replaying import measure as replay
from bench.serving import standing, working
from bench.starting import start
from bench.submitting import AT_A_TIME, COMMITS_IN_BLOCK, measure
from bench.table import Row, show
from bench.verifying import measure as verify
from showclear.adapters.benchdata import make_season
from showclear.desk.desk import Desk


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the shortest ledger that the measures take."""
    made = tmp_path_factory.mktemp("bench") / "short"
    make_season(made, seed=ledgers.SEED, entries=1, progress=lambda _what, _done, _of: None)
    return made


def test_a_block_is_the_same_commits_by_desk_and_floor(tmp_path: Path) -> None:
    """Desk and floor are measured over as many events, each whole batches."""
    (block,) = measure(tmp_path / "submit", blocks=1)
    assert block.events == COMMITS_IN_BLOCK * AT_A_TIME
    assert block.desk > 0
    assert block.floor > 0


def test_every_ready_hand_over_is_asked_of_both_desks(folder: Path, tmp_path: Path) -> None:
    """A hundred guns, so many rounds; neither ledger is changed by asking."""
    other = tmp_path / "other"
    make_season(other, seed=ledgers.SEED, entries=1, progress=lambda _what, _done, _of: None)
    before = (folder / "ledger" / "ledger.sqlite").read_bytes()
    short, long = ask(folder, other, rounds=2)
    assert len(short.seconds) == len(long.seconds) == 200
    assert (folder / "ledger" / "ledger.sqlite").read_bytes() == before


def test_a_percentile_is_the_time_that_so_many_stay_within() -> None:
    """It is counted from the shortest, and the longest is the last there is."""
    asked = Asked(entries=1, seconds=[float(number) for number in range(100)])
    assert (asked.percentile(50), asked.percentile(99), asked.percentile(100)) == (50, 99, 99)


def test_a_start_is_measured_in_a_process_of_its_own(folder: Path) -> None:
    """With and without a snapshot the same ledger is opened."""
    found = [start(folder, snapshot=used) for used in (True, False)]
    assert found[0].entries == found[1].entries > 1_000
    assert found[0].index_bytes > 0


def test_verify_and_audit_are_measured_over_every_signature(folder: Path) -> None:
    """Each entry has a signature at least; verify and audit find nothing wrong."""
    (turn,) = verify(folder, times=1)
    assert turn.signatures > turn.entries > 1_000


def test_a_count_is_of_every_gun_and_every_round(tmp_path: Path) -> None:
    """A hundred guns and ten thousand rounds are counted, with no question left."""
    (taken,) = count(tmp_path / "count", times=1)
    assert (taken.guns, taken.rounds) == (100, 10_000)
    assert 0 < taken.seconds < taken.submitting


def test_the_ordinary_day_is_played_in_a_process_of_its_own() -> None:
    """The command ends well, and its time is told."""
    (seconds,) = replay(times=1)
    assert seconds > 0


def test_a_watch_is_taken_off_again() -> None:
    """After the watch the desk's functions are its own again."""
    own = Desk.submit
    with Watch(DESK):
        assert Desk.submit is not own
    assert Desk.submit is own


def test_the_floor_stores_what_it_is_given(tmp_path: Path) -> None:
    """The floor's table holds the rows: it has done the work it stands for."""
    floor = Floor(tmp_path / "floor")
    floor.store([(0, b"i" * 32, b"envelope")])
    assert floor.count() == 1
    floor.close()


def test_the_table_says_met_and_missed(capsys: pytest.CaptureFixture[str]) -> None:
    """A row says whether its aim was met; one without an aim says nothing."""
    row = Row(what="w", floor="f", ours="o", ratio="1.0", aim="2", met=True)
    show([row, Row(what="v", floor="", ours="", ratio="", aim="1", met=False)], "title")
    printed = capsys.readouterr().out
    assert "met" in printed
    assert "missed" in printed


def test_the_set_app_is_measured_at_work_and_standing() -> None:
    """Devices scan and ask beside a recorder, or only keep up; every page is answered."""
    load = working(4, devices=5)
    assert load.errors == 0
    assert len(load.scan) == len(load.floor) > 0
    assert load.board
    assert load.committed > 0
    assert load.first_bytes > 10_000
    kept = standing(6, 2)
    assert (kept.errors, kept.devices) == (0, 6)
    assert kept.committed > 0
