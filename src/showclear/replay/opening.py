"""What is there before the first step: the ledger, everybody enrolled, what no step receives.

A script that names fewer than two officers gets some of its own, so that a short day need not
speak of them. What stands against any of this is a fault of the script and is said with its line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from showclear.desk.compose import Header, compose, seal
from showclear.desk.desk import Desk
from showclear.desk.parts import Answer
from showclear.desk.recovery import create_desk
from showclear.errors import BadInput, ScriptError
from showclear.field.ids import KeyId
from showclear.field.people import Role, Way
from showclear.outputs.words.catalogue import SOURCE_LANGUAGE, catalogue
from showclear.outputs.words.verdicts import because
from showclear.record.event import Seen, SignedBy
from showclear.record.events.base import Body
from showclear.record.events.handling import Lock
from showclear.record.events.officers import Officer, Opening
from showclear.record.limits import OFFICERS_MAX, OFFICERS_MIN
from showclear.record.registry import Registry
from showclear.record.tree import EMPTY_ROOT
from showclear.replay import verbs_stock
from showclear.replay.happening import true_gun, true_rounds
from showclear.replay.packing import pack_choice, rows_chosen, wrongly_left_out
from showclear.replay.problems import Mark, Wrong, malformed
from showclear.replay.reading import Loaded
from showclear.replay.script import Script
from showclear.replay.sending import send
from showclear.replay.teller import Saying, Teller
from showclear.replay.telling_people import (
    container_received,
    delivery_opened,
    enrolment,
    gun_received,
    proved,
    rounds_received,
)
from showclear.rules.packs import digest_of
from showclear.wiring import Rehearsal

OWN_OFFICERS: Final = ("officer one", "officer two")  # no name of a script


def set_up(loaded: Loaded, outside: Rehearsal) -> tuple[Teller, Desk]:
    """Open the ledger and let everything be there that is there from the start."""
    teller = Teller(loaded, outside)
    officers = _officers(loaded.script)
    desk = _open(loaded, outside, teller, officers)
    teller.at(desk)
    try:
        _Setting(loaded, outside, teller, desk).all(officers)
    except BaseException:
        desk.close()
        raise
    return teller, desk


def _officers(script: Script) -> tuple[str, ...]:
    declared = [
        name
        for name, part in script.people.items()
        if Role.OFFICER in part.roles and part.enrolled
    ]
    own = OWN_OFFICERS if len(declared) < OFFICERS_MIN else ()
    return tuple([*declared, *own][:OFFICERS_MAX])


def _open(loaded: Loaded, outside: Rehearsal, teller: Teller, officers: tuple[str, ...]) -> Desk:
    parts = outside.parts
    texts = outside.packs
    wrong = wrongly_left_out(texts, loaded.packs)
    if wrong:
        raise _against(loaded, "packs", wrong)
    rows, others = rows_chosen(texts, loaded.packs), loaded.packs.others
    for name in others:
        if name not in texts:
            raise _against(loaded, "packs", f"no shipped pack named {name}")
    body = Opening(
        desk_key=KeyId(parts.desk_key.public.hex()),
        ledger_key=KeyId(parts.ledger_key.public.hex()),
        officers=tuple(
            Officer(person=teller.person(name), key=teller.key(name), name=teller.detail(name))
            for name in officers
        ),
        packs=pack_choice(texts, rows, others),
        tier=loaded.packs.tier,
        utc_offset_minutes=loaded.day.utc_offset_minutes,
    )
    header = Header(
        origin=parts.origin,
        at_ms=parts.clock.now(),
        nonce=parts.ids.fresh(16),
        seen=Seen(size=0, root=EMPTY_ROOT),
        signers=tuple(
            SignedBy(
                person=teller.person(name),
                key=teller.key(name),
                role=Role.OFFICER,
                way=Way.OWN_DEVICE,
            )
            for name in officers
        ),
    )
    sealed = seal(compose(Registry(), header, body), [outside.signer(it) for it in officers])
    by_digest = {digest_of(text): text for text in texts.values()}
    try:
        desk, answer = create_desk(parts, sealed, by_digest)
    except BadInput as problem:
        raise _against(loaded, "packs", str(problem)) from problem
    teller.signed[answer.id] = officers
    if answer.refused:
        desk.close()
        raise _against(loaded, "packs", _words(teller, answer))
    return desk


def _against(loaded: Loaded, what: str, found: str) -> ScriptError:
    mark = loaded.marks.get(what, Mark(f"{loaded.name}.yaml", 1, 1))
    expected = f"`{what}` that nothing stands against"
    return malformed([Wrong(mark=mark, expected=expected, found=found)])


def _words(teller: Teller, answer: Answer) -> str:
    """Return why something that is there from the start is refused, and what would lift it."""
    words = catalogue(SOURCE_LANGUAGE)
    return "; ".join(
        f"{because(reason.code.value, words)} ({', '.join(map(teller.name, reason.facts))}): "
        f"{teller.plain(reason.lift)}"
        for reason in answer.refusals
    )


class _Setting:
    """Everything from the start, told to the record and truly there."""

    def __init__(self, loaded: Loaded, outside: Rehearsal, teller: Teller, desk: Desk) -> None:
        self._loaded = loaded
        self._script = loaded.script
        self._outside = outside
        self._teller = teller
        self._desk = desk
        self._later = {name for placed in loaded.steps for name in _received(placed.step)}

    def all(self, officers: tuple[str, ...]) -> None:
        """Enrol people; then containers, guns and lots arrive, guns are locked up."""
        for name, part in self._script.people.items():
            if part.enrolled and name not in officers:
                saying = enrolment(self._teller, name, officers)
                self._tell(f"people: {name}", saying)
        self._each(self._script.containers, self._container)
        self._each(self._script.guns, self._gun)
        self._lock_up()
        self._each(self._script.lots, self._lot)

    def _each(self, names: Iterable[str], arrives: Callable[[str], None]) -> None:
        for name in names:
            if name not in self._later:
                arrives(name)

    def _container(self, name: str) -> None:
        part = self._script.containers[name]
        self._say(f"containers: {name}", container_received(self._teller, name), part.received_by)
        self._teller.world.add_box(name)

    def _gun(self, name: str) -> None:
        part = self._script.guns[name]
        self._say(f"guns: {name}", gun_received(self._teller, name), part.received_by)
        holder = part.received_by or self._handler()
        self._teller.world.add_gun(name, true_gun(part, holder))

    def _lock_up(self) -> None:
        places: dict[str, list[str]] = {}
        for name, part in self._script.guns.items():
            if part.in_ and name not in self._later:
                places.setdefault(part.in_, []).append(name)
        for place, names in places.items():
            keys = self._script.containers[place].keys
            body = Lock(items=self._teller.items(names), place=self._teller.item(place))
            self._say(f"guns: {names[0]}", body, keys[0] if keys else "")
            for name in names:
                self._teller.world.lock_up(name, place)

    def _lot(self, name: str) -> None:
        part = self._script.lots[name]
        self._say(f"lots: {name}", rounds_received(self._teller, name), part.received_by)
        self._teller.world.put_into(part.in_, name, true_rounds(part))
        if part.proved_by and part.sealed:
            body = delivery_opened(self._teller, part.in_)
            self._say(f"lots: {name}", body, part.received_by)
        for who in part.proved_by:
            look = proved(self._teller, part.in_, name, part.each, ())
            self._say(f"lots: {name}", look, who)

    def _say(self, what: str, body: Body, who: str) -> None:
        self._tell(what, self._teller.saying(body, who or self._handler()))

    def _handler(self) -> str:
        people = self._script.people
        handlers = [name for name, part in people.items() if Role.HANDLER in part.roles]
        return next(iter((*handlers, *people)), "")

    def _tell(self, what: str, saying: Saying) -> None:
        answer = send(self._desk, self._teller, self._outside, saying)
        if isinstance(answer, BadInput):
            raise _against(self._loaded, what, str(answer))
        if answer.refused:
            raise _against(self._loaded, what, _words(self._teller, answer))


def _received(step: object) -> list[str]:
    match step:
        case verbs_stock.ReceiveGun(gun=name):
            return [name]
        case verbs_stock.ReceiveContainer(container=name):
            return [name]
        case verbs_stock.ReceiveRounds(lot=name):
            return [name]
        case _:
            return []
