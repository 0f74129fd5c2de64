"""A long shooting season acted out at a desk, from one seed: data for measuring and trying out.

Ten teams (a handler, a second person, two performers, a cabinet, ten guns, ten boxes of a hundred
rounds) go through days of scenes under every row of ``core`` and ``house-default``: once the
papers, intake, lots, keys and what is told to neighbours; each morning the meeting with its roll,
opening checks, belts counted, taking out; for each scene an assessment and a set-up, showings,
loading, hand-overs, a take with its gunshots tallied, the cut, collecting, making clear; each
evening locking away and a count by two in both directions. Now and then something else happens
(``season_mishaps``). Everything goes through ``Desk.submit``, signed by the people it names.
Questions are answered and stock is renewed, so the state stays the same size however long the
season is; sixty days are some hundred thousand entries.

People, keys and things follow from the seed by name, so a season can go on with a ledger that an
earlier one made. The clock is turned by hand and moves on with every event. It leaves making
folders to ``benchdata``.

Order of things: ``set_up`` once, then ``next_ready`` as often as wanted. Each yields batches of
signed envelopes and is sent the desk's answers to them; ``play`` does that for whoever does not
measure::

    season = Season(desk, clock, cast)
    play(desk, season.set_up(128))
    play(desk, season.next_ready(128))

For whole days, each opened and closed, ``whole_day`` takes the place of ``next_ready``. Such a
day has what the ordinary day of the day scripts has: showings, hand-overs, takes, relief at lunch;
on most days a line, an hour on paper, a jam, a misfire, a found case; and once in a week or two a
step that went ahead, or a count that differs. It does not have: going again (``house-default``
has none: it is asked for and refused), guns laid down, thrown or placed on set, mud, movements
between performers, muzzle-loaders or guns with a magazine, a second unit, another ledger, rounds
that slip away unseen, or a device that fails. Every gun is a rubber one or the same revolver.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Sequence
from typing import Final

from showclear.adapters import season_day
from showclear.adapters.clock import FrozenClock
from showclear.adapters.season_between import lunch
from showclear.adapters.season_cast import Cast
from showclear.adapters.season_team import Team
from showclear.adapters.season_things import (
    LAID_ON_DAILY,
    Pause,
    Script,
    Wave,
    Wish,
    enrolments,
    papers,
    told_once,
)
from showclear.desk.compose import seal
from showclear.desk.desk import Desk
from showclear.desk.parts import Answer
from showclear.desk.ports import Signer
from showclear.errors import BadInput, InvariantError
from showclear.field.instants import MINUTE_MS, to_text
from showclear.field.people import Way
from showclear.record.envelope import open_envelope
from showclear.record.event import SignedBy, decode_event
from showclear.record.events.handling import CloseDay, OpenDay
from showclear.record.events.plan import Brief, Briefing, Provide
from showclear.rules.verdict import Verdict

EVENT_MS: Final = 100  # ten teams at once: a hundred guns are shown within a few minutes
DAY_MS: Final = 24 * 60 * MINUTE_MS
CALL_MS: Final = 6 * 60 * MINUTE_MS  # six in the morning
LIGHTING_MS: Final = 90 * MINUTE_MS  # between two scenes
SCENES_IN_DAY: Final = 2
DATE_CHARACTERS: Final = len("2027-02-01")

Batches = Generator[list[bytes], Sequence[Answer | BadInput], None]


class Season:
    """One production's days at one desk."""

    def __init__(self, desk: Desk, clock: FrozenClock, cast: Cast) -> None:
        self.desk = desk
        self.cast = cast
        self._clock = clock
        self._scenes = 0
        self.teams = [Team(desk, cast, number) for number in range(len(cast.handlers))]

    def set_up(self, limit: int) -> Batches:
        """Enrol everybody, see their papers, receive and prove everything, lock it away."""
        first = (enrolments(self.cast), papers(self.cast), told_once(self.cast))
        yield from self._together([_all_taken(*first)], limit)
        yield from self._together([season_day.receive(team) for team in self.teams], limit)

    def next_ready(self, limit: int) -> Batches:
        """Go on until every gun is ready to be handed over: the next scene, or another day."""
        if self.desk.state.day:
            yield from self._scene(limit)
        if not self.desk.state.day:
            yield from self._morning(limit)
        yield from self._together([season_day.make_ready(team) for team in self.teams], limit)

    def whole_day(self, limit: int) -> Batches:
        """Go through one day from its opening to its closing; call it while no day is open."""
        if self.desk.state.day:
            raise InvariantError("season: a whole day begins where none is open")
        yield from self._morning(limit)
        for _ in range(SCENES_IN_DAY):
            yield from self._together([season_day.make_ready(team) for team in self.teams], limit)
            yield from self._scene(limit)

    def _scene(self, limit: int) -> Batches:
        """Play a scene; after it come lunch and the light of the next, or the evening."""
        yield from self._together([season_day.scene(team) for team in self.teams], limit)
        self._scenes += 1
        if self._scenes >= SCENES_IN_DAY:
            yield from self._evening(limit)
            return
        yield from self._together([lunch(team) for team in self.teams], limit)
        self._clock.advance(LIGHTING_MS)

    def _morning(self, limit: int) -> Batches:
        """Open the day, hold the meeting, make the opening checks, take the guns out."""
        self._scenes = 0
        caller = (self.cast.caller,)
        for team in self.teams:
            season_day.late_today(team)
        late = {who.id for team in self.teams for who in team.late}
        roll = tuple(who.id for who in self.cast.everybody() if who.id not in late)
        meeting = Brief(briefing=Briefing.DAY, roll=roll, walk_through=True)
        opened = OpenDay(date=self._date(), working_area=self.cast.words("the ranch"))
        daily = [
            Wish(Provide(what=what, contact=self.cast.words(what.value)), caller)
            for what in LAID_ON_DAILY
        ]
        waves = ([Wish(opened, caller)], daily, [Wish(meeting, caller)])
        yield from self._together([_all_taken(*waves)], limit)
        yield from self._together([season_day.take_out(team) for team in self.teams], limit)

    def _evening(self, limit: int) -> Batches:
        """Lock everything away, count it, close the day, and sleep until the next call."""
        yield from self._together([season_day.wrap(team) for team in self.teams], limit)
        yield from self._together([_all_taken([Wish(CloseDay(), (self.cast.caller,))])], limit)
        self._clock.advance(DAY_MS - self._local_ms() % DAY_MS + CALL_MS)

    def _local_ms(self) -> int:
        return self._clock.now() + self.desk.state.utc_offset_minutes * MINUTE_MS

    def _date(self) -> str:
        return to_text(self._local_ms())[:DATE_CHARACTERS]

    def ready(self) -> list[bytes]:
        """Return a signed hand-over for every gun that is ready for one."""
        return [self.signed(wish) for team in self.teams for wish in team.hand_overs()]

    def first_verdict(self) -> Verdict:
        """Return what stands against handing over the first gun."""
        raw = self.signed(self.teams[0].hand_overs()[0])
        return self.desk.forecast(decode_event(open_envelope(raw).payload))

    def signed(self, wish: Wish) -> bytes:
        """Return the envelope of a wish under the present head."""
        signers = tuple(
            SignedBy(person=who.id, key=who.key, role=who.role, way=Way.OWN_DEVICE)
            for who in wish.people
        )
        keys: list[Signer] = [who.signer for who in wish.people]
        return seal(self.desk.compose(wish.body, signers), keys)

    def _together(self, scripts: Sequence[Script], limit: int) -> Batches:
        """Let scripts go on side by side; their waves are mixed, each wave stays in order.

        When all of them pause, the clock goes on to where the first one does.
        """
        running = [_Running(script, self._clock) for script in scripts]
        while going := [it for it in running if it.more]:
            picked = _pick(going, limit)
            if not picked:
                self._clock.advance(min(it.until_ms for it in going) - self._clock.now())
                continue
            raws = [self.signed(wish) for _, wish in picked]
            self._clock.advance(EVENT_MS * len(raws))
            answers = yield raws
            for (it, wish), answer in zip(picked, answers, strict=True):
                it.take(wish, answer)


class _Running:
    """A script with what is left of its present wave, or until when it pauses."""

    def __init__(self, script: Script, clock: FrozenClock) -> None:
        self._script = script
        self._clock = clock
        self._left: deque[Wish] = deque()
        self._answers: list[Answer] = []
        self._waiting = 0
        self._pausing = False
        self.until_ms = 0
        self.more = True
        self._go_on(first=True)

    def next_wish(self) -> Wish | None:
        """Return the next wish of the present wave; None while it pauses or awaits answers."""
        if self._pausing and self._clock.now() >= self.until_ms:
            self._pausing = False
            self._go_on(first=False)
        return self._left.popleft() if self._left else None

    def take(self, wish: Wish, answer: Answer | BadInput) -> None:
        """Take the answer to the next wish."""
        if isinstance(answer, BadInput):
            raise InvariantError(f"season: {type(wish.body).__name__}: {answer}")
        self._answers.append(answer)
        self._waiting -= 1
        if not self._waiting:
            self._go_on(first=False)

    def _go_on(self, *, first: bool) -> None:
        wave: Wave | Pause = []
        try:
            while not wave:
                wave = next(self._script) if first else self._script.send(self._answers)
                first, self._answers = False, []
        except StopIteration:
            self.more = False
        if isinstance(wave, Pause):
            self._pausing, self.until_ms = True, self._clock.now() + wave.ms
            return
        self._left.extend(wave)
        self._waiting = len(wave)


def _pick(running: Sequence[_Running], limit: int) -> list[tuple[_Running, Wish]]:
    """Pick from each in turn, so that no team has had its lunch before another has begun."""
    picked: list[tuple[_Running, Wish]] = []
    more = True
    while more:
        more = False
        for it in running:
            if len(picked) < limit and (wish := it.next_wish()) is not None:
                picked.append((it, wish))
                more = True
    return picked


def _all_taken(*waves: Wave) -> Script:
    """Wish for these waves; nothing of them may be refused."""
    for wave in waves:
        for wish, answer in zip(wave, (yield wave), strict=True):
            if answer.refused:
                raise InvariantError(f"season: {type(wish.body).__name__}: {answer.codes}")


def play(desk: Desk, batches: Batches) -> int:
    """Submit every batch; return how many events that were."""
    done = 0
    try:
        raws = next(batches)
        while True:
            done += len(raws)
            raws = batches.send(desk.submit(raws))
    except StopIteration:
        return done
