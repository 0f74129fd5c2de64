"""Rounds: nothing live or unknown about (R15), only proved rounds go in (R18)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from showclear.field.ids import EventId, ItemId, LotId
from showclear.field.stock import DUMMY_PROOFS, Kind, WeaponClass
from showclear.record.codes import Code
from showclear.record.events.handling import Load
from showclear.record.state import KEPT_APART, ROUND_TOPICS, Container, State, Stock
from showclear.rules.chapters.custody import READYING, weapons_of
from showclear.rules.frame import Case, Found, Params, Rule, Stricter, steps

LIVE_CAPABLE: Final = frozenset({WeaponClass.ADAPTED, WeaponClass.LIVE_CAPABLE})


def kind_of(state: State, lot: LotId) -> Kind:
    """Return the kind of a lot; of one that is not on record nobody knows it."""
    known = state.lots.get(lot)
    return Kind.UNKNOWN if known is None else known.kind


def nothing_live_about(case: Case, _params: Params) -> Iterator[Found]:
    """R15: while a round looks live or cannot be named, no gun that can fire is readied."""
    state = case.state
    if not state.blocking and not state.loose_rounds:
        return
    asked = [event for event, known in state.questions.items() if known.topic in ROUND_TOPICS]
    if not asked and not state.loose_rounds:
        return  # what blocks is a discharge: R45 says so
    loose = sorted(item for item, held in state.containers.items() if held.loose)
    aside = sorted(name for name, lot in state.lots.items() if lot.set_aside)
    facts = (*asked, *loose, *aside) if state.loose_rounds else (*asked,)
    lift = "; ".join((*_put_apart(state, loose, aside=bool(aside)), *_answer_all(asked)))
    for item, weapon in weapons_of(case):
        if weapon.firing:
            yield Found(Code.LIVE_OR_UNKNOWN_ROUND_ABOUT, (item, *facts), lift, item)


def _put_apart(state: State, loose: list[ItemId], *, aside: bool) -> Iterator[str]:
    """Yield what is to be done about rounds that are about; nothing where none are.

    A place that was meant to keep them apart and does not is named: nobody would look there.
    """
    if loose or aside:
        yield "prove the rounds, or put them in quarantine"
    places = {item: state.containers[item] for item in loose}
    for item, held in places.items():
        if held.purpose not in KEPT_APART:
            continue
        if held.key_holders:
            yield f"a key-holder of {item} has it in hand, or locks it away"
        else:
            yield f"{item} keeps nothing apart before officers name its key-holders"


def _answer_all(asked: list[EventId]) -> Iterator[str]:
    """Yield that each question is answered for itself; which they are is among the facts."""
    if len(asked) > 1:
        yield f"search, then answer each of the {len(asked)} open questions"
    elif asked:
        yield "search, then answer the open question"


def only_proved_rounds(case: Case, params: Params) -> Iterator[Found]:
    """R18: every round that goes in was proved one by one, never by its box."""
    body: Load = case.body
    weapon = case.state.weapons.get(body.weapon)
    if weapon is not None and not weapon.firing:
        lift = "it has no chamber: nothing goes into it"
        yield Found(Code.POSITION_NOT_FREE, (body.weapon,), lift, body.weapon)
    container = case.state.containers.get(body.container)
    stock = Stock() if container is None else container.stock.get(body.lot, Stock())
    wanted = len(body.positions)
    if stock.rounds < wanted:
        facts = (body.container, body.lot, str(stock.rounds))
        yield Found(
            Code.TOO_FEW_ROUNDS, facts, "take them from where the book has them", body.weapon
        )
    least = params.number("proofs_live_capable_min")
    lot = case.state.lots.get(body.lot)
    strict = weapon is not None and weapon.weapon_class in LIVE_CAPABLE
    dummy = lot is not None and lot.kind is Kind.DUMMY
    short = strict and dummy and len(stock.proofs & DUMMY_PROOFS) < least
    if stock.proved < stock.rounds or stock.rounds == 0 or short:
        facts = (body.container, body.lot, f"{stock.proved} of {stock.rounds}")
        lift = "two people prove every round in it one by one, each for themselves"
        if short:
            lift += f"; by at least {least} proofs for a gun that can fire live rounds"
        yield Found(Code.ROUND_NOT_PROVED, facts, lift, body.weapon)
    if container is not None and stock.rounds:
        yield from _mixed_up(case, body, container)


def _mixed_up(case: Case, body: Load, container: Container) -> Iterator[Found]:
    """Refuse a box that holds another lot, unless all in it is proved and of one kind.

    Whoever takes a round out of it in a hurry takes any of them.
    """
    lot = case.state.lots.get(body.lot)
    for name, other in sorted(container.stock.items()):
        beside = case.state.lots.get(name)
        alike = lot is not None and beside is not None and beside.kind is lot.kind
        if name != body.lot and not (alike and other.proved == other.rounds):
            facts = (body.container, name, f"{other.proved} of {other.rounds}")
            lift = "load from a container with nothing in it but proved rounds of one kind"
            yield Found(Code.ROUND_NOT_PROVED, facts, lift, body.weapon)


RULES: Final = (
    Rule(id="R15", steps=READYING, function=nothing_live_about),
    Rule(
        id="R18",
        steps=steps(Load),
        function=only_proved_rounds,
        parameters={"proofs_live_capable_min": Stricter.LARGER},
    ),
)
