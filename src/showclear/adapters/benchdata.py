"""Makes and opens ledgers of a made-up season in a folder, for measuring and trying out.

The folder is laid out as ``wiring`` lays out a real one, but without key files and details: every
command that only reads can be tried on it, and only this module writes it. Its keys follow from
the seed, which anybody may know: nothing in it is evidence of anything. Changing what is made
means raising ``GENERATOR_VERSION``, so that nobody compares different ledgers.

A season of so many whole days says last of all what it is, in ``made.json`` beside its ledger, and
is found again by it: by seed, days, the generator, and the rules and packs it was judged by.

Example::

    make_season(folder, seed=b"1", entries=100_000, progress=say)
    make_days(other, seed=b"1", days=60, progress=say)
    cast, clock = season_cast(b"1"), FrozenClock(now=START_MS)
    desk = open_desk(season_parts(folder, cast, clock))
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from showclear.adapters.clock import FrozenClock
from showclear.adapters.files import create_file
from showclear.adapters.heads_sqlite import create_head_store, open_head_store
from showclear.adapters.ids import SeededIds
from showclear.adapters.packs import shipped_packs
from showclear.adapters.season import Season, play
from showclear.adapters.season_cast import Cast
from showclear.adapters.signatures import SodiumCheck
from showclear.adapters.snapshots import FileSnapshotStore
from showclear.adapters.store_sqlite import create_ledger, open_ledger
from showclear.adapters.translate import translated
from showclear.desk.compose import Header, compose, seal
from showclear.desk.desk import Desk
from showclear.desk.parts import COMMIT_ENTRIES_MAX, Parts
from showclear.desk.recovery import create_desk
from showclear.field.ids import KeyId
from showclear.field.people import Role, Way
from showclear.record.event import Seen, SignedBy
from showclear.record.events.officers import Officer, Opening, PackChoice
from showclear.record.registry import Registry
from showclear.record.tree import EMPTY_ROOT
from showclear.rules.decide import RULES_VERSION
from showclear.rules.packs import digest_of, parse_pack

GENERATOR_VERSION: Final = 4
ORIGIN: Final = "season.example/made-up"
START_MS: Final = 1_801_000_000_000  # 2027-01-26
PACKS: Final = ("core", "house-default")  # every row of both, from the opening on
NO_NAME: Final = "00" * 32

MADE: Final = "made.json"  # written last: a folder without it was cut short, or is none of these

Progress = Callable[[str, int, int], None]


class Made(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a folder holds: a season of whole days, from what it follows, and its head's root."""

    generator: int
    rules: int
    packs: dict[str, str]
    seed: str
    days: int
    entries: int
    root: str


def season_cast(seed: bytes) -> Cast:
    """Return the people and things of a seed."""
    return Cast(seed, origin=ORIGIN)


def season_parts(folder: Path, cast: Cast, clock: FrozenClock, *, new: bool = False) -> Parts:
    """Return a desk's parts over the folder's stores; the caller closes them by the desk."""
    head = folder / "head"
    return Parts(
        origin=ORIGIN,
        store=create_ledger(folder / "ledger") if new else open_ledger(folder / "ledger"),
        heads=create_head_store(head, ORIGIN) if new else open_head_store(head, ORIGIN),
        snapshots=FileSnapshotStore(folder / "ledger" / "snapshot.bin"),
        clock=clock,
        ids=SeededIds(cast.seed + b" desk"),
        check=SodiumCheck(),
        ledger_key=cast.signer("ledger"),
        desk_key=cast.signer("desk"),
    )


def open_season(parts: Parts, clock: FrozenClock, cast: Cast) -> tuple[Desk, Season]:
    """Open a new ledger for a season: the opening by three officers, nothing else yet."""
    texts = {name: text for name, text in shipped_packs().items() if name in PACKS}
    opening = seal(_opening(parts, cast, texts), [who.signer for who in cast.officers])
    desk, _ = create_desk(parts, opening, {digest_of(text): text for text in texts.values()})
    return desk, Season(desk, clock, cast)


def make_season(folder: Path, *, seed: bytes, entries: int, progress: Progress) -> int:
    """Make a ledger of at least so many entries, at most a scene more; return how many it has.

    It ends with every gun shown and ready to be handed over, so that two seasons of different
    length end in the same state but for ids, times and what is left in the boxes of blanks.
    """
    cast, clock = season_cast(seed), FrozenClock(now=START_MS)
    desk, season = open_season(season_parts(folder, cast, clock, new=True), clock, cast)
    play(desk, season.set_up(COMMIT_ENTRIES_MAX))
    play(desk, season.next_ready(COMMIT_ENTRIES_MAX))
    while desk.keeping.tree.size < entries:
        progress("acting out the season", desk.keeping.tree.size, entries)
        play(desk, season.next_ready(COMMIT_ENTRIES_MAX))
    size = desk.keeping.tree.size
    progress("acting out the season", size, size)
    desk.close()
    return size


def make_days(folder: Path, *, seed: bytes, days: int, progress: Progress) -> Made:
    """Make a ledger of so many days, each opened and closed; return what it is."""
    cast, clock = season_cast(seed), FrozenClock(now=START_MS)
    desk, season = open_season(season_parts(folder, cast, clock, new=True), clock, cast)
    play(desk, season.set_up(COMMIT_ENTRIES_MAX))
    for done in range(days):
        progress("acting out days", done, days)
        play(desk, season.whole_day(COMMIT_ENTRIES_MAX))
    progress("acting out days", days, days)
    tree = desk.keeping.tree
    made = _follows(seed, days, entries=tree.size, root=tree.root().hex())
    desk.close()
    with translated(str(folder / MADE), "writing a file"):
        create_file(folder / MADE, msgspec.json.encode(made))
    return made


def kept_days(folder: Path, *, seed: bytes, days: int) -> Made | None:
    """Return what a folder holds if that is this season whole, made as it would be now."""
    try:
        made = msgspec.json.decode((folder / MADE).read_bytes(), type=Made)
    except (OSError, msgspec.MsgspecError):
        return None
    wanted = _follows(seed, days, entries=made.entries, root=made.root)
    return made if made == wanted else None


def _follows(seed: bytes, days: int, *, entries: int, root: str) -> Made:
    texts = shipped_packs()
    return Made(
        generator=GENERATOR_VERSION,
        rules=RULES_VERSION,
        packs={name: digest_of(texts[name]) for name in PACKS},
        seed=seed.hex(),
        days=days,
        entries=entries,
        root=root,
    )


def _opening(parts: Parts, cast: Cast, texts: dict[str, bytes]) -> bytes:
    signers = tuple(
        SignedBy(person=who.id, key=who.key, role=Role.OFFICER, way=Way.OWN_DEVICE)
        for who in cast.officers
    )
    header = Header(
        origin=parts.origin,
        at_ms=parts.clock.now(),
        nonce=parts.ids.fresh(16),
        seen=Seen(size=0, root=EMPTY_ROOT),
        signers=signers,
    )
    body = Opening(
        desk_key=KeyId(parts.desk_key.public.hex()),
        ledger_key=KeyId(parts.ledger_key.public.hex()),
        officers=tuple(Officer(person=who.id, key=who.key, name=NO_NAME) for who in cast.officers),
        packs=tuple(
            PackChoice(
                pack=name,
                digest=KeyId(digest_of(text)),
                rows=tuple(row.id for row in parse_pack(text).row),
            )
            for name, text in sorted(texts.items())
        ),
        utc_offset_minutes=-420,
    )
    return compose(Registry(), header, body)
