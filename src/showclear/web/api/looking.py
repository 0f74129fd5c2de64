"""What pages show, as JSON: the board, guns, people, stock, open matters, the newest head.

Rights are the pages': whoever has not entered is shown the head alone, and where guns are kept is
for handlers and officers.
"""

from __future__ import annotations

from typing import Final

import msgspec
from litestar import get
from litestar.exceptions import NotFoundException

from showclear.field.ids import DESK, ItemId, LotId, PersonId
from showclear.field.people import Role
from showclear.field.stock import Kind
from showclear.outputs.fingerprints import spoken
from showclear.record.event import public_key
from showclear.record.state import By
from showclear.web.asking import Asker
from showclear.web.boards import BoardView, board
from showclear.web.seeing import GunView, MatterView, gun_view, guns, matters
from showclear.web.served import Served
from showclear.web.threads import in_thread


class Head(msgspec.Struct, frozen=True):
    """The newest signed head, as a C2SP checkpoint note."""

    note: str


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """Which ledger this is: its origin, its key as words, this app, who asks."""

    origin: str
    key: str
    key_words: str
    app: str
    rehearsal: bool
    person: PersonId
    roles: tuple[Role, ...]


class PersonView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is enrolled: what they are called, as what, what they may act as."""

    person: PersonId
    name: str
    title: str
    roles: tuple[Role, ...]
    can_sign: bool


class ContainerView(msgspec.Struct, frozen=True, kw_only=True):
    """A container: what it is called, what it looks like, what it is for."""

    item: ItemId
    name: str
    form: str
    purpose: str


class LotView(msgspec.Struct, frozen=True, kw_only=True):
    """A lot of rounds."""

    lot: LotId
    name: str
    kind: Kind
    calibre: str


@get("/api/ledger")
@in_thread
def ledger(served: Served, who: Asker) -> Ledger:
    """Return which ledger this is and who asks; anybody may."""
    with served.turn() as state:
        key = state.registry.ledger_key
        return Ledger(
            origin=served.desk.parts.origin,
            key=key,
            key_words=spoken(public_key(key)),
            app=served.settings.app_hash,
            rehearsal=served.settings.rehearsal,
            person=who.person,
            roles=tuple(role for role in Role if role in who.roles),
        )


@get("/api/board")
@in_thread
def whole_board(served: Served, who: Asker) -> BoardView:
    """Return what everybody on set may see; never where guns are kept."""
    who.entered()
    with served.turn():
        return board(served, who.words)


@get("/api/guns")
@in_thread
def every_gun(served: Served, who: Asker) -> tuple[GunView, ...]:
    """Return every gun that is still here."""
    who.entered()
    with served.turn():
        return guns(served, who.words)


@get("/api/guns/{item:str}")
@in_thread
def one_gun(served: Served, who: Asker, item: str) -> GunView:
    """Return one gun; where it is kept is for handlers and officers."""
    who.entered()
    with served.turn() as state:
        if item not in state.weapons:
            raise NotFoundException(f"gun: expected one of this ledger, found {item!r:.40}")
        return gun_view(served, ItemId(item), who.words, places=who.may_see_places())


@get("/api/matters")
@in_thread
def open_matters(served: Served, who: Asker) -> tuple[MatterView, ...]:
    """Return what waits for an answer; never what somebody declined."""
    who.entered()
    with served.turn():
        return matters(served, who.words)


@get("/api/people")
@in_thread
def people(served: Served, who: Asker) -> tuple[PersonView, ...]:
    """Return everybody who is enrolled, by name."""
    who.entered()
    with served.turn() as state:
        able = state.registry.who_can_sign()
        found = [
            PersonView(
                person=person,
                name=served.names.name(person),
                title=record.title,
                roles=tuple(role for role in Role if role in record.roles),
                can_sign=person in able,
            )
            for person, record in state.registry.people.items()
            if person != DESK
        ]
    return tuple(sorted(found, key=lambda one: one.name))


@get("/api/containers")
@in_thread
def containers(served: Served, who: Asker) -> tuple[ContainerView, ...]:
    """Return every container, by name; those that guns are locked in for handlers and officers."""
    who.entered()
    with served.turn() as state:
        found = [
            ContainerView(
                item=item,
                name=served.names.name(item),
                form=one.form.value,
                purpose=one.purpose.value,
            )
            for item, one in state.containers.items()
            if one.charge.by is not By.END and (who.may_see_places() or not one.key_holders)
        ]
    return tuple(sorted(found, key=lambda one: one.name))


@get("/api/lots")
@in_thread
def lots(served: Served, who: Asker) -> tuple[LotView, ...]:
    """Return every lot of rounds, by name."""
    who.entered()
    with served.turn() as state:
        found = [
            LotView(lot=lot, name=served.names.name(lot), kind=one.kind, calibre=one.calibre)
            for lot, one in state.lots.items()
        ]
    return tuple(sorted(found, key=lambda one: one.name))


@get("/api/head")
@in_thread
def head(served: Served) -> Head:
    """Return the newest signed head; anybody may ask."""
    with served.turn():
        return Head((served.desk.parts.heads.read() or b"").decode())


HANDLERS: Final = (
    ledger,
    whole_board,
    every_gun,
    one_gun,
    open_matters,
    people,
    containers,
    lots,
    head,
)
