"""The made-up season that is measured: the same from the same seed, realistic, and whole."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from showclear.adapters.benchdata import START_MS, make_season, season_cast, season_parts
from showclear.adapters.clock import FrozenClock
from showclear.adapters.season import Season, play
from showclear.adapters.season_cast import GUNS_IN_TEAM, ROUNDS_IN_BOX, TEAMS
from showclear.adapters.store_sqlite import open_read_only
from showclear.desk.recovery import open_desk
from showclear.field.stock import Kind
from showclear.record.envelope import open_envelope
from showclear.record.event import decode_event
from showclear.record.events.desk import Decided, Outcome

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
GUNS = TEAMS * GUNS_IN_TEAM
DUMMIES = GUNS * ROUNDS_IN_BOX * 8 // 10  # two guns of ten fire blanks
ENTRIES = 2_500  # set-up, the first scene of a day, and the next one's showings


def quiet(_what: str, _done: int, _of: int) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a short season made from one seed."""
    made = tmp_path_factory.mktemp("season")
    make_season(made, seed=b"one", entries=ENTRIES, progress=quiet)
    return made


def envelopes(folder: Path) -> list[bytes]:
    """Return every entry of a folder."""
    with open_read_only(folder / "ledger") as store:
        return [entry.envelope for entry in store.read(0, store.count())]


def outcomes(folder: Path) -> Counter[Outcome]:
    """Return how often the desk decided what."""
    bodies = [decode_event(open_envelope(raw).payload).body for raw in envelopes(folder)]
    return Counter(
        entry.outcome for body in bodies if type(body) is Decided for entry in body.entries
    )


def test_a_season_follows_from_its_seed(folder: Path, tmp_path: Path) -> None:
    """The same seed gives the same bytes; another gives other people from the first entry on."""
    make_season(tmp_path / "again", seed=b"one", entries=ENTRIES, progress=quiet)
    make_season(tmp_path / "other", seed=b"two", entries=1, progress=quiet)
    first = [sha256(raw).digest() for raw in envelopes(folder)]
    assert first == [sha256(raw).digest() for raw in envelopes(tmp_path / "again")]
    assert first[0] != sha256(envelopes(tmp_path / "other")[0]).digest()


def test_a_season_has_at_least_the_entries_asked_for(folder: Path) -> None:
    """It ends at the first readiness at or after the number asked for."""
    assert ENTRIES <= len(envelopes(folder)) < 2 * ENTRIES


def test_nearly_everything_is_accepted(folder: Path) -> None:
    """Steps are accepted but for the few that are meant to be refused."""
    found = outcomes(folder)
    assert found[Outcome.OUT_OF_CHAIN] == 0
    assert found[Outcome.ACCEPTED] > 300
    assert found[Outcome.REFUSED] < 20


def test_a_season_ends_ready_and_goes_on(tmp_path: Path) -> None:
    """Every hand-over that is ready is accepted by a desk that opened the folder anew."""
    make_season(tmp_path, seed=b"one", entries=1, progress=quiet)
    cast, clock = season_cast(b"one"), FrozenClock(now=START_MS)
    clock.advance(30 * MINUTE_MS)
    desk = open_desk(season_parts(tmp_path, cast, clock))
    season = Season(desk, clock, cast)
    ready = season.ready()
    assert len(ready) == GUNS
    verdicts = [desk.forecast(decode_event(open_envelope(raw).payload)).refusals for raw in ready]
    assert verdicts == [()] * GUNS
    before = desk.keeping.tree.size
    play(desk, season.next_ready(32))
    assert desk.keeping.tree.size > before
    desk.close()


def test_a_season_has_the_guns_and_rounds_it_is_measured_with(folder: Path) -> None:
    """A hundred guns; the dummies all still there; of the blanks those that were not fired."""
    cast, clock = season_cast(b"one"), FrozenClock(now=START_MS)
    clock.advance(DAY_MS)
    desk = open_desk(season_parts(folder, cast, clock))
    lots = list(desk.state.lots.values())
    desk.close()
    assert len(desk.state.weapons) == GUNS
    dummies = [lot for lot in lots if lot.kind is Kind.DUMMY]
    assert sum(lot.stored + lot.loaded for lot in dummies) == DUMMIES
    assert all(lot.received - lot.fired == lot.stored + lot.loaded for lot in lots)
