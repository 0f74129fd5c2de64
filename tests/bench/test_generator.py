"""The made-up season that is measured: the same from the same seed, realistic, and whole."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from bench.verifying import measure as verify
from showclear.adapters.benchdata import (
    GENERATOR_VERSION,
    PACKS,
    START_MS,
    Made,
    make_season,
    season_cast,
    season_parts,
)
from showclear.adapters.clock import FrozenClock
from showclear.adapters.ids import SeededIds
from showclear.adapters.packs import shipped_packs
from showclear.adapters.season import Season, play
from showclear.adapters.season_cast import GUNS_IN_TEAM, ROUNDS_IN_BOX, TEAMS
from showclear.adapters.season_team import Team
from showclear.adapters.store_sqlite import open_read_only
from showclear.desk.recovery import open_desk
from showclear.errors import UsageError
from showclear.field.stock import Kind
from showclear.record.envelope import open_envelope
from showclear.record.event import decode_event
from showclear.record.events.counting import BeginCount, Counted, EndCount
from showclear.record.events.desk import Decided, Outcome
from showclear.record.events.guns import (
    Discharge,
    FoundUnfit,
    FunctionSeen,
    GoAgain,
    Misfire,
    Release,
)
from showclear.record.events.handling import (
    CloseDay,
    Collect,
    Fired,
    HandOver,
    Load,
    Lock,
    Look,
    OpenDay,
    ShowingEnded,
    Shown,
    TakeOut,
    Unload,
    WentAhead,
)
from showclear.record.events.officers import Opening
from showclear.record.events.passing import (
    Destroyed,
    FoundWith,
    IssueLine,
    LookLine,
    OnPaper,
    Relieve,
)
from showclear.record.events.people import Carrier, CredentialEnded, Duty
from showclear.record.events.plan import (
    ApproveSetUp,
    Assess,
    Brief,
    CountArea,
    Cut,
    NothingMoved,
    Provide,
    Rolling,
    SetUpChanged,
)
from showclear.record.events.speaking import AskToSee, Concern, Decline, LiftStop, Stop
from showclear.record.events.stock import Answer, FoundRound
from showclear.record.events.table import AnyBody
from showclear.record.verify import verify_ledger
from showclear.rules.packs import parse_pack
from showclear.wiring import Folder, make_bench_days, open_source, verify_signature

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
GUNS = TEAMS * GUNS_IN_TEAM
DUMMIES = GUNS * ROUNDS_IN_BOX * 8 // 10  # two guns of ten fire blanks
ENTRIES = 4_000  # set-up, a whole day, and the next morning
OFTEN = 3  # where everything happens once in so many times


EVERYDAY = (
    *(OpenDay, Provide, Brief, Look, BeginCount, Counted, EndCount, TakeOut, Assess, ApproveSetUp),
    *(Load, CountArea, HandOver, Shown, Rolling, Fired, Cut, Collect, Unload, Lock, CloseDay),
    Relieve,
)
MISHAPS = (
    *(Stop, Concern, AskToSee, Decline, SetUpChanged, NothingMoved, Duty, FoundUnfit, Release),
    *(Carrier, WentAhead, Misfire, GoAgain, Discharge, ShowingEnded, FoundWith, FoundRound),
    *(CredentialEnded, Destroyed, Answer, LiftStop, FunctionSeen, LookLine, IssueLine, OnPaper),
)


def quiet(_what: str, _done: int, _of: int) -> None:
    """Say nothing."""


def loud(what: str, _done: int, _of: int) -> None:
    """Fail: nothing is to be made."""
    pytest.fail(what)


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


def bodies(folder: Path) -> list[AnyBody]:
    """Return every body of a folder, in order."""
    return [decode_event(open_envelope(raw).payload).body for raw in envelopes(folder)]


def outcomes(folder: Path) -> Counter[Outcome]:
    """Return how often the desk decided what."""
    return Counter(
        entry.outcome for body in bodies(folder) if type(body) is Decided for entry in body.entries
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
    assert found[Outcome.ACCEPTED] > 500
    # A few in a hundred over a season; a short one may meet a discharge, which stops all teams.
    assert 0 < found[Outcome.REFUSED] * 100 < 15 * found[Outcome.ACCEPTED]


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
    assert all(lot.received - lot.fired == lot.stored + lot.loaded + lot.destroyed for lot in lots)


def test_a_season_runs_under_every_row_of_core_and_house_default(folder: Path) -> None:
    """Both packs are adopted whole at the opening, and nothing else."""
    opening = bodies(folder)[0]
    assert isinstance(opening, Opening)
    texts = shipped_packs()
    rows = {name: tuple(row.id for row in parse_pack(texts[name]).row) for name in PACKS}
    assert {choice.pack: choice.rows for choice in opening.packs} == rows


def test_a_day_has_everything_a_day_has(folder: Path) -> None:
    """From the meeting to the count by two: each kind of event of an ordinary day is there."""
    assert set(EVERYDAY) <= {type(body) for body in bodies(folder)}


def test_a_season_goes_on_whatever_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where everything happens every third time, days still end, and audit finds nothing."""

    def often(team: Team, _number: int) -> bool:
        return chances(team).fresh(1)[0] % OFTEN == 0

    drawn: dict[int, SeededIds] = {}

    def chances(team: Team) -> SeededIds:
        return drawn.setdefault(team.number, SeededIds(bytes([team.number])))

    monkeypatch.setattr(Team, "one_in", often)
    make_season(tmp_path, seed=b"one", entries=2 * ENTRIES, progress=quiet)
    assert set(MISHAPS) <= {type(body) for body in bodies(tmp_path)}
    found = outcomes(tmp_path)
    assert found[Outcome.OUT_OF_CHAIN] == 0
    (turn,) = verify(tmp_path, times=1)
    assert turn.entries >= 2 * ENTRIES


# -- whole days ---------------------------------------------------------------------------------

DAYS = 2


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a season of two whole days."""
    made = tmp_path_factory.mktemp("days") / "season"
    make_bench_days(made, seed=b"one", days=DAYS, progress=quiet)
    return made


def made_of(folder: Path) -> Made:
    """Return what a folder says it holds."""
    return msgspec.json.decode((folder / "made.json").read_bytes(), type=Made)


def test_a_season_has_the_days_asked_for(season: Path) -> None:
    """So many days are opened and closed, each in turn, and none is open at the end."""
    found = [type(body) for body in bodies(season) if type(body) in {OpenDay, CloseDay}]
    assert found == [OpenDay, CloseDay] * DAYS
    dates = [body.date for body in bodies(season) if type(body) is OpenDay]
    assert len(set(dates)) == DAYS


def test_every_day_of_a_season_is_a_day(season: Path) -> None:
    """Between an opening and its closing lies everything that a day has."""
    everything = bodies(season)
    opened = [index for index, body in enumerate(everything) if type(body) is OpenDay]
    closed = [index for index, body in enumerate(everything) if type(body) is CloseDay]
    for first, last in zip(opened, closed, strict=True):
        assert set(EVERYDAY) <= {type(body) for body in everything[first : last + 1]}


def test_one_seed_makes_one_root(season: Path, tmp_path: Path) -> None:
    """Two seasons of one seed have one root; another seed has another; so has another day more."""
    again = make_bench_days(tmp_path / "again", seed=b"one", days=DAYS, progress=quiet)
    other = make_bench_days(tmp_path / "other", seed=b"two", days=1, progress=quiet)
    shorter = make_bench_days(tmp_path / "shorter", seed=b"one", days=1, progress=quiet)
    assert again == made_of(season)
    assert again.entries == len(envelopes(season))
    assert len({again.root, other.root, shorter.root}) == 3


def test_the_root_is_the_ledgers_own(season: Path) -> None:
    """What the folder says of itself is what verify computes from its bytes."""
    source = open_source(Folder(season))
    report = verify_ledger(source, verify=verify_signature)
    source.close()
    assert report.problems == ()
    assert report.head is not None
    assert made_of(season).root == report.head.root.hex()


def test_a_season_that_is_there_is_not_made_again(season: Path) -> None:
    """The same season is returned as it lies there; the bytes of the ledger stay untouched."""
    before = (season / "ledger").stat().st_mtime_ns, made_of(season)
    made = make_bench_days(season, seed=b"one", days=DAYS, progress=loud)
    assert made == before[1]
    assert (season / "ledger").stat().st_mtime_ns == before[0]


@pytest.mark.parametrize(
    ("seed", "days", "version"),
    [(b"two", DAYS, GENERATOR_VERSION), (b"one", 1, GENERATOR_VERSION), (b"one", DAYS, 1)],
    ids=["another seed", "other days", "another generator"],
)
def test_another_season_is_not_taken_for_it(
    season: Path, tmp_path: Path, seed: bytes, days: int, version: int
) -> None:
    """A folder with another season is no place for this one, and stays what it is."""
    folder = tmp_path / "taken"
    folder.mkdir()
    kept = msgspec.structs.replace(made_of(season), generator=version)
    (folder / "made.json").write_bytes(msgspec.json.encode(kept))
    with pytest.raises(UsageError, match="one that holds something"):
        make_bench_days(folder, seed=seed, days=days, progress=quiet)
    assert [path.name for path in folder.iterdir()] == ["made.json"]


def test_a_season_cut_short_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    """A folder that does not say what it holds, as after a cut, is refused."""
    (tmp_path / "ledger").write_bytes(b"")
    with pytest.raises(UsageError, match="one that holds something"):
        make_bench_days(tmp_path, seed=b"one", days=DAYS, progress=quiet)
