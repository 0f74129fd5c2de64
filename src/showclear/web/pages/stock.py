"""Stock: what is here, what arrives, proving rounds one by one, found rounds, codes, questions."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from string import ascii_lowercase
from typing import Any, Final

import msgspec
from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from showclear.errors import UsageError
from showclear.field.ids import EventId, ItemId, LotId, PersonId
from showclear.field.mechanisms import Adaptation
from showclear.field.patterns import PATTERNS
from showclear.field.people import Role
from showclear.field.stock import DUMMY_PROOFS, Form, Kind, Odd, Proof, Purpose, WeaponClass
from showclear.outputs.labels.code import CODE_CHARACTERS_MAX, parse_code
from showclear.record.events.stock import Answer, Grade
from showclear.record.state import By, Container, State
from showclear.rules.chapters.speaking import BLOCKING_CONCERNS
from showclear.web.asking import Asker
from showclear.web.entries import event_named
from showclear.web.rendering import page
from showclear.web.seeing import matters
from showclear.web.served import Served
from showclear.web.threads import in_thread

SECONDS: Final = (Role.HANDLER, Role.SECOND_PERSON, Role.CALLER, Role.PERFORMER)
# The first three prove a dummy alone; a blank's proofs need the whole set (rules.md R18).
DUMMIES_BY: Final = tuple(one for one in Proof if one in DUMMY_PROOFS)
OTHERS_BY: Final = tuple(
    one for one in Proof if one not in DUMMY_PROOFS and one is not Proof.LABEL
)
LOOKERS: Final = 2
GRADED: Final = {  # each grade in words, and what comes of it (rules.md R15, Applied)
    Grade.OURS: ("page.found.grade.ours", "page.found.then.ours"),
    Grade.NOT_NAMEABLE: ("page.found.grade.not-nameable", "page.found.then.not-nameable"),
    Grade.LOOKS_LIVE: ("page.found.grade.looks-live", "page.found.then.looks-live"),
}


class What(enum.Enum):
    """What can be received, and the keys of a place named anew."""

    WEAPON = "weapon"
    CONTAINER = "container"
    ROUNDS = "rounds"
    KEYS = "keys"


class LotView(msgspec.Struct, frozen=True, kw_only=True):
    """Rounds of one lot in one container, as the book has them; never what a first look says."""

    lot: LotId
    name: str
    kind: str
    rounds: int
    sealed: int
    proved: int
    looked: int  # people who have looked since it last changed, none of whose answers is told


class BoxView(msgspec.Struct, frozen=True, kw_only=True):
    """One container."""

    item: ItemId
    name: str
    form: str
    purpose: str
    where: str
    sealed: bool
    lots: tuple[LotView, ...]
    keys: tuple[str, ...]
    fired_cases: int


@get("/stock")
@in_thread
def stock(served: Served, who: Asker) -> Response[str]:
    """Show what is here in boxes and belts, and the errands about it."""
    who.entered()
    with served.turn():
        return page(served, who, "stock.html", boxes=_boxes(served))


@get("/stock/box/{item:str}")
@in_thread
def box(served: Served, who: Asker, item: str) -> Response[str]:
    """Show one container and what can be done with it."""
    who.entered()
    with served.turn() as state:
        held = _container(state, item)
        return page(
            served, who, "stock_box.html",
            box=_box(served, ItemId(item), held),
            boxes=_boxes(served),
            handlers=served.in_role(Role.HANDLER),
        )  # fmt: skip


@get("/receive")
@in_thread
def receive(served: Served, who: Asker, what: What = What.WEAPON) -> Response[str]:
    """Take in a gun, a container or rounds, or name anew who has the keys of a place."""
    who.entered()
    with served.turn() as state:
        people = served.in_role(Role.HANDLER, Role.OFFICER)
        return page(
            served, who, "receive.html",
            what=what, whats=tuple(What),
            handlers=served.in_role(Role.HANDLER),
            officers=served.in_role(Role.OFFICER),
            keepers=people,
            classes=tuple(WeaponClass),
            patterns=tuple(sorted(PATTERNS.values(), key=lambda one: one.title)),
            adaptations=tuple(Adaptation),
            forms=tuple(Form), purposes=tuple(Purpose),
            kinds=(Kind.DUMMY, Kind.BLANK, Kind.CHARGE),
            lots=_by_name(served, state.lots),
            boxes=_by_name(served, state.containers),
            places=_by_name(served, [one for one, held in _held(state) if held.key_holders]),
        )  # fmt: skip


@get("/prove/{item:str}/{lot:str}")
@in_thread
def prove(served: Served, who: Asker, item: str, lot: str) -> Response[str]:
    """Prove rounds one by one: each of two for themselves, the other's answer told to nobody."""
    who.entered()
    with served.turn() as state:
        held = _container(state, item)
        view = _box(served, ItemId(item), held)
        found = next((one for one in view.lots if one.lot == lot), None)
        if found is None:
            raise NotFoundException(f"lot: expected one in {view.name}, found {lot!r:.40}")
        dummies = state.lots[LotId(lot)].kind is Kind.DUMMY
        return page(
            served, who, "prove.html",
            box=view, lot=found, lookers=LOOKERS,
            people=served.in_role(*SECONDS),
            proofs=DUMMIES_BY if dummies else OTHERS_BY,
            others=OTHERS_BY if dummies else (),
            odds=tuple(Odd),
            letters=ascii_lowercase,
        )  # fmt: skip


@get("/found")
@in_thread
def found(served: Served, who: Asker) -> Response[str]:
    """Grade what was found, two people at once; a fired case of ours is four taps."""
    who.entered()
    with served.turn() as state:
        return page(
            served, who, "found.html",
            grades=GRADED,
            kinds=(Kind.FIRED_CASE, Kind.BLANK, Kind.DUMMY, Kind.CHARGE, Kind.UNKNOWN),
            people=_everybody(served),
            lots=_by_name(served, state.lots),
            boxes=_by_name(served, state.containers),
        )  # fmt: skip


@get("/code")
@in_thread
def code(served: Served, who: Asker, text: str = "") -> Response[Any]:
    """Open what a scanned or typed label names; one that nobody knows is kept as a question."""
    who.entered()
    text = text.strip()[:CODE_CHARACTERS_MAX]
    with served.turn() as state:
        found_at = _place_of(served, state, text)
        if found_at:
            opened: Response[Any] = Redirect(found_at, status_code=303)
            return opened
        return page(served, who, "stock_code.html", text=text, people=_everybody(served))


@get("/question/{event:str}")
@in_thread
def question(served: Served, who: Asker, event: str) -> Response[str]:
    """Show one open question or concern, and ask those who may for the answer."""
    who.entered()
    with served.turn() as state:
        found = next((one for one in matters(served, who.words) if one.event == event), None)
        concern = state.concerns.get(EventId(event))
        if found is None or (found.kind != "question" and concern is None):
            raise NotFoundException("question: expected one that is open, found none of this name")
        return page(
            served, who, "stock_question.html",
            matter=found,
            said=_said(served, EventId(event)),
            alone=concern is not None and concern.about not in BLOCKING_CONCERNS,
            callers=served.in_role(Role.CALLER),
            handlers=served.in_role(Role.HANDLER),
        )  # fmt: skip


HANDLERS: Final = (stock, box, receive, prove, found, code, question)


# -- views ---------------------------------------------------------------------------------------


def _boxes(served: Served) -> tuple[BoxView, ...]:
    """Return every container that is still here, sealed deliveries first, then by name."""
    views = [
        _box(served, item, held)
        for item, held in _held(served.desk.state)
        if held.charge.by is not By.END
    ]
    return tuple(sorted(views, key=lambda one: (not one.sealed, one.name)))


def _box(served: Served, item: ItemId, held: Container) -> BoxView:
    name = served.names.name
    state = served.desk.state
    lots = tuple(
        [
            LotView(
                lot=lot,
                name=name(lot),
                kind=state.lots[lot].kind.value,
                rounds=stock.rounds,
                sealed=stock.sealed,
                proved=stock.proved,
                looked=len({look.person for look in stock.looks}),
            )
            for lot, stock in held.stock.items()
        ]
    )
    return BoxView(
        item=item,
        name=name(item),
        form=held.form.value,
        purpose=held.purpose.value,
        where=name(held.charge.who) if held.charge.who else "",
        sealed=any(one.sealed for one in lots),
        lots=lots,
        keys=tuple(map(name, held.key_holders)),
        fired_cases=held.fired_cases,
    )


def _held(state: State) -> Iterable[tuple[ItemId, Container]]:
    return state.containers.items()


def _container(state: State, item: str) -> Container:
    held = state.containers.get(ItemId(item))
    if held is None:
        raise NotFoundException(f"container: expected one of this ledger, found {item!r:.40}")
    return held


def _by_name(served: Served, subjects: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(subjects, key=served.names.name))


def _everybody(served: Served) -> tuple[PersonId, ...]:
    return served.in_role(*[role for role in Role if role is not Role.DESK])


def _place_of(served: Served, state: State, text: str) -> str:
    """Return the page of what a code, an id or a handle names here; nothing if unknown."""
    try:
        read = parse_code(text)
        subject = read.subject if read.of(served.desk.parts.origin) else ""
    except UsageError:
        wanted = text.casefold()
        every = (*state.weapons, *state.containers, *state.lots)
        found = [one for one in every if wanted in {one, served.names.handle(one)}]
        subject = found[0] if len(found) == 1 else ""
    if subject in state.weapons:
        return f"/gun/{subject}"
    if subject in state.containers:
        return f"/stock/box/{subject}"
    if subject in state.lots:
        boxes = [item for item, held in _held(state) if LotId(subject) in held.stock]
        return f"/stock/box/{boxes[0]}" if boxes else "/stock"
    return ""


def _said(served: Served, event: EventId) -> str:
    """Return the words that were said with a question, where there are any."""
    recorded = event_named(served.desk, event)
    if recorded is None or isinstance(recorded.body, Answer):
        return ""
    words = getattr(recorded.body, "words", "") or getattr(recorded.body, "where", "")
    return served.names.words(words) if words else ""
