"""Plays a day: the world and the record side by side, step by step, through the real desk.

For each step, in this order: 1. what it is after must have happened; 2. it must physically be able
to happen, tried on a copy of the world; 3. what people say is made into events, from the world as
it was; 4. the desk is asked or told; 5. where nothing stands against it, or it goes ahead, the
world is as it was tried; what went ahead against the record is reported; 6. where the record
differs anew is noted. A refused step that nobody overrides changes nothing in the world.

Three modes: as the script says; *obey*, in which no refused step happens; *override*, in which
every refused step goes ahead and is reported so.
"""

from __future__ import annotations

import copy
import enum
from collections.abc import Sequence
from typing import Final

import msgspec

from showclear.desk.closed import closed_looks
from showclear.desk.questions import standing
from showclear.errors import BadInput
from showclear.field.ids import EventId, ItemId
from showclear.field.instants import DATE_CHARACTERS, MINUTE_MS, to_text
from showclear.outputs.words.catalogue import SOURCE_LANGUAGE, catalogue
from showclear.outputs.words.verdicts import last_shown
from showclear.record.codes import Refusal
from showclear.record.event import decode_event
from showclear.record.events.base import Mood
from showclear.record.events.handling import Ahead, WentAhead
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.replay import verbs_guns as guns
from showclear.replay.differences import differences, untrue
from showclear.replay.happening import Scene, happen
from showclear.replay.opening import set_up
from showclear.replay.reading import Loaded, Placed
from showclear.replay.sending import send
from showclear.replay.teller import NotNamed, NotTold, Saying
from showclear.replay.telling import tell
from showclear.replay.timing import SETTING_UP_MS
from showclear.replay.verbs_base import Asked, Happens, Step, Told
from showclear.replay.world import CannotBe, Gunshot, World, said_rounds, where
from showclear.rules.packs import Row
from showclear.wiring import Rehearsal, rehearsal

_AHEAD: Final[dict[type[Step], Ahead]] = {
    guns.TakeOut: Ahead.TAKE_OUT,
    guns.Load: Ahead.LOAD,
    guns.HandOver: Ahead.HAND_OVER,
}
BEFORE: Final = "what was told before the first step"
NAMES_SHOWN_MAX: Final = 3  # of guns of which the same stands; a line may have a hundred
_DATE: Final = slice(DATE_CHARACTERS)
_CLOCK: Final = slice(len("2026-11-22T"), len("2026-11-22T08:15:00"))


class Mode(enum.Enum):
    """What becomes of a refused step."""

    AS_WRITTEN = "as-written"
    OBEY = "obey"
    OVERRIDE = "override"


class Came(enum.Enum):
    """What became of a step."""

    HAPPENED = "happened"
    TOLD_ONLY = "told only"
    NOT_YET = "not yet"
    WENT_AHEAD = "went ahead"
    NOT_REACHED = "did not come to this"


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """One step as it was played. ``authors`` are those whose facts its refusals rest on."""

    number: int
    name: str
    line: int
    date: str
    at: str
    verb: str
    by: tuple[str, ...]
    about: str
    came: Came
    asked: bool  # whether the record's leave was asked
    recorded: bool
    last_shown: tuple[str, ...] = ()  # what stood of each gun it is about when it was asked
    refusals: tuple[Refusal, ...] = ()
    alerts: tuple[Refusal, ...] = ()
    authors: tuple[str, ...] = ()
    truly: tuple[str, ...] = ()
    untrue: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    gunshots: tuple[Gunshot, ...] = ()
    problem: str = ""
    source: str = ""
    note: str = ""

    @property
    def harm(self) -> bool:
        """Whether somebody was in the way of a gunshot of this step."""
        return any(shot.harm for shot in self.gunshots)

    @property
    def refused(self) -> bool:
        """Whether the record stood against it, whatever people did then."""
        return bool(self.refusals) and self.came in {Came.NOT_YET, Came.WENT_AHEAD}


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """A day as it was played in one mode."""

    mode: Mode
    steps: tuple[Played, ...]
    rows: dict[str, tuple[Row, ...]]  # the adopted rows behind each rule that refused or noted
    names: dict[str, str]  # what each id of the day stands for
    events: dict[str, str]  # which step, by its name, told each event

    @property
    def harm(self) -> Played | None:
        """The first step in which somebody came to harm."""
        return next((step for step in self.steps if step.harm), None)


def play(loaded: Loaded, mode: Mode = Mode.AS_WRITTEN) -> Replay:
    """Play a day once, on a ledger of its own that is thrown away."""
    first = loaded.steps[0].at_ms if loaded.steps else 0
    with rehearsal(loaded.name, start_ms=first - SETTING_UP_MS) as outside:
        return _Player(loaded, mode, outside).run()


class _Verdict(msgspec.Struct, kw_only=True):
    """What the desk answered to the events of one step, and what came of it."""

    asked: bool = False
    refused: bool = False
    refusals: list[Refusal] = []
    alerts: list[Refusal] = []
    events: list[EventId] = []
    problem: str = ""
    last_shown: tuple[str, ...] = ()
    untrue: list[str] = []
    gunshots: list[Gunshot] = []


class _Player:
    """One day at one desk."""

    def __init__(self, loaded: Loaded, mode: Mode, outside: Rehearsal) -> None:
        self._loaded = loaded
        self._mode = mode
        self._outside = outside
        self._teller, self._desk = set_up(loaded, outside)
        self._happened: set[str] = set()
        self._events: dict[str, str] = {}
        self._known: dict[str, str] = differences(self._teller)

    def run(self) -> Replay:
        """Play every step."""
        try:
            steps = tuple(self._step(placed) for placed in self._loaded.steps)
            rules = {reason.rule for step in steps for reason in (*step.refusals, *step.alerts)}
            return Replay(
                mode=self._mode,
                steps=steps,
                rows={rule: self._rows(rule) for rule in sorted(rules)},
                names=self._teller.names(),
                events=self._events,
            )
        finally:
            self._desk.close()

    def _rows(self, rule: str) -> tuple[Row, ...]:
        binding = self._desk.judge.book(self._desk.state.packs).find(rule)
        return binding.rows if binding is not None else ()

    # -- one step -----------------------------------------------------------------------------

    def _step(self, placed: Placed) -> Played:
        step = placed.step
        self._turn(placed.at_ms)
        try:
            self._follows(step)
            tried, shots = self._try(step)
            sayings = self._sayings(step)
        except CannotBe as reason:
            return self._played(placed, Came.NOT_REACHED, _Verdict(problem=str(reason)))
        except NotNamed as several:
            names = dict.fromkeys(self._events.get(event, BEFORE) for event in several.events)
            verdict = _Verdict(problem=f"{several}: {', '.join(names)}")
            return self._played(placed, Came.NOT_REACHED, verdict)
        except NotTold as what:
            problem = f"it rests on {what}, which the record was never told of"
            return self._played(placed, Came.NOT_REACHED, _Verdict(problem=problem))
        lies = [
            line
            for saying in sayings
            for line in untrue(self._teller, saying.body, saying.signers[0])
        ]
        stood = self._last_shown(sayings)
        came, verdict = self._ask(step, sayings)
        verdict.last_shown = stood
        if came in {Came.HAPPENED, Came.WENT_AHEAD}:
            self._teller.world = tried
            self._happened.add(step.id)
            self._report(step, sayings, came, verdict)
            verdict.gunshots = shots
        if verdict.events:
            self._teller.told.setdefault(step.id, []).extend(verdict.events)
            self._events.update(dict.fromkeys(verdict.events, placed.name))
        verdict.untrue = lies
        return self._played(placed, came, verdict)

    def _follows(self, step: Step) -> None:
        for earlier in step.after:
            if earlier not in self._happened:
                raise CannotBe(f"{earlier} did not happen")

    def _turn(self, at_ms: int) -> None:
        clock = self._outside.clock
        clock.advance(max(0, at_ms - clock.now()))
        offset = self._loaded.day.utc_offset_minutes * MINUTE_MS
        self._teller.date = to_text(at_ms + offset)[_DATE]

    def _try(self, step: Step) -> tuple[World, list[Gunshot]]:
        world = self._teller.world
        if isinstance(step, Told) and step.only_record:
            return world, []
        tried = copy.deepcopy(world)
        return tried, happen(Scene(tried, self._loaded.script), step)

    def _sayings(self, step: Step) -> list[Saying]:
        if isinstance(step, Happens):
            return []
        unasked = isinstance(step, Asked) and step.ahead
        if isinstance(step, Told) and not step.recorded and not unasked:
            return []
        return tell(self._teller, step)

    # -- the record ---------------------------------------------------------------------------

    def _ask(self, step: Step, sayings: Sequence[Saying]) -> tuple[Came, _Verdict]:
        if not sayings:
            return Came.HAPPENED, _Verdict()
        if isinstance(step, Asked) and step.ahead and self._mode is Mode.AS_WRITTEN:
            return Came.WENT_AHEAD, self._forecast(sayings)
        verdict = _Verdict(asked=_asks(sayings[0].body))
        for saying in sayings:
            self._send(saying, verdict)
        if verdict.refused:
            overridden = self._mode is Mode.OVERRIDE and not _only_told(step)
            return (Came.WENT_AHEAD if overridden else Came.NOT_YET), verdict
        return (Came.TOLD_ONLY if _only_told(step) else Came.HAPPENED), verdict

    def _forecast(self, sayings: Sequence[Saying]) -> _Verdict:
        verdict = _Verdict()
        for saying in sayings:
            try:
                payload = self._desk.compose(saying.body, self._teller.signed_by(saying))
            except BadInput as problem:
                verdict.problem = f"cannot be asked: {problem}"
                continue
            found = self._desk.forecast(decode_event(payload))
            verdict.refusals += found.refusals
            verdict.alerts += found.alerts
        return verdict

    def _send(self, saying: Saying, verdict: _Verdict) -> None:
        answer = send(self._desk, self._teller, self._outside, saying)
        if isinstance(answer, BadInput):
            verdict.problem = f"not taken down: {answer}"
            # What the desk cannot even take in is no leave to go on.
            verdict.refused = verdict.refused or _asks(saying.body)
            return
        verdict.events.append(answer.id)
        verdict.alerts += answer.alerts
        if answer.refused:
            verdict.refused = True
            verdict.refusals += answer.refusals

    def _report(
        self, step: Step, sayings: Sequence[Saying], came: Came, verdict: _Verdict
    ) -> None:
        """Tell the record that a step went ahead, where anybody tells it anything."""
        if came is not Came.WENT_AHEAD or not (isinstance(step, Told) and step.recorded):
            return
        body = sayings[0].body
        items = BY_BODY[type(body)].touches(body)
        if not items:  # an approval that went ahead moved nothing that could be reported
            return
        report = WentAhead(
            what=_AHEAD.get(type(step), Ahead.OTHER),
            items=items,
            in_hand=self._teller.person(_taker(step)),
            refused=verdict.events[-1] if verdict.events else EventId(""),
        )
        self._send(Saying(report, step.by[:1]), verdict)

    # -- what is shown ------------------------------------------------------------------------

    def _played(self, placed: Placed, came: Came, found: _Verdict) -> Played:
        step = placed.step
        now = differences(self._teller)
        new = tuple(text for key, text in now.items() if self._known.get(key) != text)
        self._known = now
        local = placed.at_ms + self._loaded.day.utc_offset_minutes * MINUTE_MS
        return Played(
            number=placed.number,
            name=placed.name,
            line=placed.mark.line,
            date=to_text(local)[_DATE],
            at=to_text(local)[_CLOCK],
            verb=str(step.__struct_config__.tag),
            by=self._teller.signers(step),
            about=_about(step),
            came=came,
            asked=found.asked,
            recorded=bool(found.events),
            last_shown=found.last_shown,
            refusals=self._plain(found.refusals),
            alerts=self._plain(found.alerts),
            authors=self._authors(step, found),
            truly=tuple(self._truly(step)),
            untrue=tuple(found.untrue),
            differs=new,
            gunshots=tuple(found.gunshots),
            problem=self._teller.plain(found.problem),
            source=step.source,
            note=step.note,
        )

    def _last_shown(self, sayings: Sequence[Saying]) -> tuple[str, ...]:
        """Return what was last shown of the guns that a step is about, as the record has it.

        What stands alike of several guns is said once; it is no word on the step.
        """
        said: dict[str, list[str]] = {}
        closed = closed_looks(self._desk.state, self._desk.now())
        about = {item for saying in sayings for item in _guns(saying)}
        for item in filter(about.__contains__, map(self._teller.item, self._loaded.script.guns)):
            weapon = self._desk.state.weapons.get(item)
            if weapon is not None:
                text = last_shown(
                    standing(self._desk, item),
                    self._teller,
                    catalogue(SOURCE_LANGUAGE),
                    still_closed=any(look.index in closed for look in weapon.looks),
                )
                said.setdefault(text[:1].lower() + text[1:], []).append(self._teller.name(item))
        return tuple(f"{_listed(names)}, {text}" for text, names in said.items())

    def _plain(self, found: Sequence[Refusal]) -> tuple[Refusal, ...]:
        """Return the reasons with names for ids in what would lift them."""
        plain = self._teller.plain
        return tuple(msgspec.structs.replace(reason, lift=plain(reason.lift)) for reason in found)

    def _authors(self, step: Step, verdict: _Verdict) -> tuple[str, ...]:
        """Return whose facts the refusals rest on; what is missing counts for the step's own."""
        people: set[str] = set()
        for refusal in verdict.refusals:
            named = {
                name
                for fact in refusal.facts
                for name in self._teller.signed.get(EventId(fact), (self._teller.name(fact),))
                if name in self._loaded.script.people
            }
            people |= named or set(self._teller.signers(step))
        return tuple(sorted(people))

    def _truly(self, step: Step) -> list[str]:
        world = self._teller.world
        return [
            _gun_words(name, world) if name in world.guns else _box_words(name, world)
            for name in dict.fromkeys(_names(step))
            if name in world.guns or any(+rounds for rounds in world.boxes.get(name, {}).values())
        ]


def _guns(saying: Saying) -> tuple[ItemId, ...]:
    row = BY_BODY[type(saying.body)]
    if row.mood is not Mood.STEP:
        return ()
    return (*row.touches(saying.body), *row.cites(saying.body))


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN_MAX])
    left = len(names) - NAMES_SHOWN_MAX
    return f"{shown} and {left} more" if left > 0 else shown


def _asks(body: AnyBody) -> bool:
    return BY_BODY[type(body)].mood is Mood.STEP


def _only_told(step: Step) -> bool:
    return isinstance(step, Told) and step.only_record


def _taker(step: Step) -> str:
    match step:
        case guns.HandOver(to=to):
            return to
        case guns.TakeOut() | guns.Load():
            return step.by[0]
        case _:
            return ""


def _gun_words(name: str, world: World) -> str:
    gun = world.guns[name]
    parts = [said_rounds(gun.contents()) or "empty", where(gun)]
    if gun.obstructed:
        parts.append("something stuck in the bore")
    if gun.pointed_at:
        away = f" ({gun.distance_mm:,} mm)" if gun.distance_mm is not None else ""
        parts.append(f"pointing at {gun.pointed_at}{away}")
    return f"{name}: {', '.join(parts)}"


def _box_words(name: str, world: World) -> str:
    lots = [
        f"{said_rounds(rounds)} of {lot}" for lot, rounds in world.boxes[name].items() if +rounds
    ]
    return f"{name}: {', '.join(lots)}"


# What is so, or is said elsewhere, is left out of the one line on a step.
_LEFT_OUT: Final = frozenset(Asked.__struct_fields__) | {
    *("answers", "true_rounds", "truly", "round", "uses", "hazards", "controls"),
}
ABOUT_CHARACTERS_MAX: Final = 40


def _names(step: Step) -> list[str]:
    """Return every word in the step's own fields, in order."""
    words: list[str] = []
    for field in step.__struct_fields__:
        if field not in _LEFT_OUT:
            words += _flat(getattr(step, field))
    return words


def _flat(value: object) -> list[str]:
    match value:
        case str():
            return [value] if value else []
        case tuple():
            return [word for item in value for word in _flat(item)]
        case enum.Enum():
            return [str(value.value)]
        case msgspec.Struct():
            return [
                word for name in value.__struct_fields__ for word in _flat(getattr(value, name))
            ]
        case _:
            return []


def _about(step: Step) -> str:
    text = " ".join(_names(step))
    if len(text) <= ABOUT_CHARACTERS_MAX:
        return text
    return f"{text[: ABOUT_CHARACTERS_MAX - 3].rstrip()}..."
