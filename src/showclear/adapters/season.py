"""A long shooting season acted out at a desk, from one seed: data for measuring and trying out.

Ten teams (a handler, a second person, two performers, a cabinet, ten guns, ten boxes of a hundred
rounds) go through days of scenes: opening checks, taking out, showing empty, loading, seen going
in, hand-over, "I was shown", collecting, making clear, locking away; now and then a stop, a
concern, a wish to see, a hand-over that was never shown, blanks fired and boxes filled up again.
Everything goes through ``Desk.submit``, signed by the people it names. Questions are answered and
stock is renewed, so the state stays the same size however long the season is.

People, keys and things follow from the seed by name, so a season can go on with a ledger that an
earlier one made. The clock is turned by hand and moves on with every event. It leaves making
folders to ``benchdata``.

Order of things: ``set_up`` once, then ``next_ready`` as often as wanted. Each yields batches of
signed envelopes and is sent the desk's answers to them; ``play`` does that for whoever does not
measure::

    season = Season(desk, clock, cast)
    play(desk, season.set_up(128))
    play(desk, season.next_ready(128))
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Sequence
from typing import Final

import msgspec

from showclear.adapters.clock import HandClock
from showclear.adapters.season_cast import Cast
from showclear.adapters.season_team import Script, Team, Wave, Wish
from showclear.desk.compose import seal
from showclear.desk.desk import Desk
from showclear.desk.parts import Answer
from showclear.desk.ports import Signer
from showclear.errors import BadInput, InvariantError
from showclear.field.people import Role, Way
from showclear.record.envelope import open_envelope
from showclear.record.event import SignedBy, decode_event
from showclear.record.events.handling import CloseDay, OpenDay
from showclear.record.events.officers import Enrol
from showclear.rules.verdict import Verdict

EVENT_MS: Final = 500  # a hundred guns are shown within a few minutes (R54: 60 minutes)
NIGHT_MS: Final = 12 * 3_600_000
SCENES_IN_DAY: Final = 6

Batches = Generator[list[bytes], Sequence[Answer | BadInput], None]


class Season:
    """One production's days at one desk."""

    def __init__(self, desk: Desk, clock: HandClock, cast: Cast) -> None:
        self.desk = desk
        self.cast = cast
        self._clock = clock
        self._scenes = 0
        self.teams = [Team(desk, cast, number) for number in range(len(cast.handlers))]

    def set_up(self, limit: int) -> Batches:
        """Enrol everybody, receive and prove everything, lock it away."""
        yield from self._together([self._enrolments()], limit)
        yield from self._together([team.receive() for team in self.teams], limit)

    def next_ready(self, limit: int) -> Batches:
        """Go on until every gun is ready to be handed over: the next scene, or another day."""
        if self.desk.state.day:
            yield from self._together([team.scene() for team in self.teams], limit)
            self._scenes += 1
            if self._scenes == SCENES_IN_DAY:
                yield from self._evening(limit)
        if not self.desk.state.day:
            yield from self._morning(limit)
        yield from self._together([team.make_ready() for team in self.teams], limit)

    def _morning(self, limit: int) -> Batches:
        """Open the day, make the opening checks, take the guns out."""
        self._scenes = 0
        number = self.desk.keeping.tree.size % 28 + 1
        opened = Wish(OpenDay(date=f"2027-02-{number:02}"), (self.cast.caller,))
        yield from self._together([_once(opened)], limit)
        yield from self._together([team.take_out() for team in self.teams], limit)

    def _evening(self, limit: int) -> Batches:
        """Lock every gun away and close the day."""
        yield from self._together([team.lock() for team in self.teams], limit)
        yield from self._together([_once(Wish(CloseDay(), (self.cast.caller,)))], limit)
        self._clock.advance(NIGHT_MS)

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

    def _enrolments(self) -> Script:
        first, second = self.cast.officers[:2]
        wave: Wave = []
        for person in self.cast.everybody():
            newcomer = msgspec.structs.replace(person, role=Role.ENROLLED)
            body = Enrol(
                person=person.id, key=person.key, title=person.title, roles=(person.role,)
            )
            wave.append(Wish(body, (first, second, newcomer)))
        yield wave

    def _together(self, scripts: Sequence[Script], limit: int) -> Batches:
        """Let scripts go on side by side; their waves are mixed, each wave stays in order."""
        running = [_Running(script) for script in scripts]
        while any(it.more for it in running):
            picked = _pick(running, limit)
            raws = [self.signed(wish) for _, wish in picked]
            self._clock.advance(EVENT_MS * len(raws))
            answers = yield raws
            for (it, wish), answer in zip(picked, answers, strict=True):
                it.take(wish, answer)


class _Running:
    """A script with what is left of its present wave."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._left: deque[Wish] = deque()
        self._answers: list[Answer] = []
        self._waiting = 0
        self.more = True
        self._go_on(first=True)

    def next_wish(self) -> Wish | None:
        """Return the next wish of the present wave, or None until its answers are in."""
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
        wave: Wave = []
        try:
            while not wave:
                wave = next(self._script) if first else self._script.send(self._answers)
                first, self._answers = False, []
        except StopIteration:
            self.more = False
        self._left.extend(wave)
        self._waiting = len(wave)


def _pick(running: Sequence[_Running], limit: int) -> list[tuple[_Running, Wish]]:
    picked: list[tuple[_Running, Wish]] = []
    for it in running:
        while len(picked) < limit and (wish := it.next_wish()) is not None:
            picked.append((it, wish))
    return picked


def _once(wish: Wish) -> Script:
    answers = yield [wish]
    if answers[0].refused:
        raise InvariantError(f"season: {type(wish.body).__name__}: {answers[0].codes}")


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
