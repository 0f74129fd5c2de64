"""Clocks on screens: waits after a misfire, cuts, pauses, how long a showing serves the next step.

A clock is given as the desk's own time of its start, and of its end where it has one; it runs in
the browser, which knows the desk's time from the stream. It asks nothing of anybody, least of all
of whoever holds the gun (rules.md R44; practice.md, Refusals 7).
"""

from __future__ import annotations

import msgspec

from showclear.field.ids import ItemId
from showclear.field.instants import MINUTE_MS, Now, elapsed_ms
from showclear.outputs.words.catalogue import Catalogue
from showclear.record.state import By, Weapon
from showclear.web.in_force import misfire_wait_ms, number
from showclear.web.served import Served


class ClockView(msgspec.Struct, frozen=True, kw_only=True):
    """One clock: what it is of, since when, until when; times are the desk's, in ms since 1970.

    ``until_ms`` is 0 where it only counts up. ``over`` is said once the end has come.
    """

    kind: str
    of: str
    label: str
    since_ms: int
    until_ms: int = 0
    over: str = ""


def clocks(served: Served, words: Catalogue) -> tuple[ClockView, ...]:
    """Return every clock that runs, the gravest first."""
    return (*_waits(served, words), *_cuts(served, words), *_pauses(served, words))


def started_ms(at: Now, now: Now) -> int | None:
    """Return when something began by the desk's present clock, or None where nobody can say."""
    span = elapsed_ms(at, now)
    return None if span is None else now.utc_ms - span


def _waits(served: Served, words: Catalogue) -> list[ClockView]:
    found = []
    now = served.desk.now()
    for item, weapon in served.desk.state.weapons.items():
        if weapon.waiting is None or weapon.waiting.cleared:
            continue
        # A desk that was started again cannot compare: it has waited since that start at least.
        since = started_ms(weapon.waiting.at, now) or now.utc_ms - now.boot_ms
        wait = misfire_wait_ms(served, weapon)
        found.append(
            ClockView(
                kind="wait",
                of=served.names.name(item),
                label=words.say("page.board.wait"),
                since_ms=since,
                until_ms=since + wait if wait is not None else 0,
                over=words.say("page.day.wait-over"),
            )
        )
    return found


def _cuts(served: Served, words: Catalogue) -> list[ClockView]:
    """Return since when each gun that is still in somebody's hand is out past a cut."""
    limit = number(served, "R41", "collected_minutes_max")
    found = []
    for item, weapon in served.desk.state.weapons.items():
        if weapon.cut is None or weapon.charge.by is not By.HANDLER:
            continue
        since = started_ms(weapon.cut.at, served.desk.now())
        if since is not None and weapon.in_hand != weapon.charge.who:
            found.append(_cut(served, item, words, since, limit))
    return found


def _cut(
    served: Served, item: ItemId, words: Catalogue, since: int, limit: int | None
) -> ClockView:
    return ClockView(
        kind="cut",
        of=served.names.name(item),
        label=words.say("page.board.cut"),
        since_ms=since,
        until_ms=0 if limit is None else since + limit * MINUTE_MS,
        over=words.say("page.board.cut-over"),
    )


def _pauses(served: Served, words: Catalogue) -> list[ClockView]:
    now = served.desk.now()
    return [
        ClockView(
            kind="pause",
            of=served.names.name(one.by),
            label=words.say(f"page.pause.{one.reason.value}"),
            since_ms=now.utc_ms - (served.boot_ms - one.since_boot_ms),
        )
        for one in served.pauses.open()
    ]


def serves_until_ms(served: Served, weapon: Weapon, at: Now | None) -> int | None:
    """Return until when what was shown serves the next step; None where no row limits it (R54)."""
    limit = number(served, "R54", "showing_minutes_max")
    if at is None or limit is None or not weapon.firing:
        return None
    since = started_ms(at, served.desk.now())
    return None if since is None else since + limit * MINUTE_MS
