"""Ledgers that an honest operator wrote: from an opening to a whole morning.

Example: ``morning().files()`` is an exported folder.
"""

from __future__ import annotations

from typing import Any

from showclear.field.ids import KeyId
from showclear.field.mechanisms import LookWay
from showclear.field.people import Role
from showclear.field.stock import Form, Purpose, WeaponClass
from showclear.record.events import desk, handling, officers, speaking, stock
from showclear.record.events.desk import Outcome
from tools.vectors import samples
from tools.vectors.cast import ORIGIN, digest, key, person, signer
from tools.vectors.operator import CHOICE, Operator
from tools.vectors.samples import (
    GUN_SAFE,
    HANDLER,
    OFFICER_1,
    OFFICER_2,
    OFFICER_3,
    REVOLVER,
    SECOND,
)


def opened(origin: str = ORIGIN) -> Operator:
    """Return a ledger with its opening: entries 0 and 1."""
    book = Operator(origin)
    body = officers.Opening(
        desk_key=key("desk").hex,
        ledger_key=key("ledger").hex,
        officers=samples.OPENING.officers,
        packs=(CHOICE,),
        utc_offset_minutes=-420,
    )
    book.commit([book.sealed(body, OFFICER_1, OFFICER_2, OFFICER_3)])
    return book


def enrolled() -> Operator:
    """Return a ledger with a handler and a second person: entries 0 to 5."""
    book = opened()
    book.commit([enrolment(book, "armorer", "armorer", Role.HANDLER)])
    book.commit([enrolment(book, "first-ad", "first-ad", Role.CALLER, Role.SECOND_PERSON)])
    return book


def stocked() -> Operator:
    """Return a ledger with a gun in a locked place: entries 0 to 10."""
    book = enrolled()
    place = stock.ReceiveContainer(
        container=GUN_SAFE,
        form=Form.SAFE,
        purpose=Purpose.STORE,
        key_holders=(person("armorer"),),
    )
    gun = stock.ReceiveWeapon(
        weapon=REVOLVER,
        weapon_class=WeaponClass.LIVE_CAPABLE,
        pattern="single-action-1873",
        chambers=6,
    )
    book.commit([book.sealed(place, HANDLER), book.sealed(gun, HANDLER)])
    lock = handling.Lock(items=(REVOLVER,), place=GUN_SAFE)
    book.commit([book.sealed(lock, HANDLER)])
    return book


def enrolment(book: Operator, name: str, title: str, *roles: Role) -> bytes:
    """Return an enrolment by two officers and the new key."""
    body = officers.Enrol(person=person(name), key=key(name).hex, title=title, roles=roles)
    return book.sealed(body, OFFICER_1, OFFICER_2, signer(name, Role.ENROLLED))


def take_out(book: Operator, **fields: Any) -> bytes:
    """Return the handler's taking out of the gun."""
    return book.sealed(handling.TakeOut(items=(REVOLVER,), place=GUN_SAFE), HANDLER, **fields)


def morning() -> Operator:
    """Return a whole morning: a look, a step refused, a late report, one out of chain, a loss."""
    book = stocked()
    stale = dict(book.last)
    look = handling.Look(
        weapon=REVOLVER,
        cites=samples.EVENT,
        purpose=handling.Purpose.OPENING,
        way=LookWay.SEEN_EMPTY,
        entered=handling.Entered.EACH,
        answers=samples.ANSWERS,
    )
    book.commit([take_out(book), book.sealed(look, SECOND), book.sealed(speaking.Stop(), SECOND)])
    again = take_out(
        book,
        touches=[{"item": item, "last": stale[item]} for item in sorted((GUN_SAFE, REVOLVER))],
    )
    book.commit(
        [again],
        {
            "outcome": Outcome.REFUSED,
            "codes": ("item_elsewhere", "stop_open", "not_in_that_place"),
        },
    )
    lock = handling.Lock(items=(REVOLVER,), place=GUN_SAFE)
    old = book.sealed(
        lock,
        HANDLER,
        touches=[{"item": item, "last": stale[item]} for item in sorted((GUN_SAFE, REVOLVER))],
    )
    book.commit([old], {"outcome": Outcome.OUT_OF_CHAIN, "codes": ("item_elsewhere",)})
    written = book.sealed(speaking.AskToSee(weapon=REVOLVER), SECOND)
    book.now += 3_600_000
    book.commit([written], {"late": True})
    lost = officers.Revoke(key=key("armorer").hex, cause=officers.RevokeCause.LOST)
    book.commit([book.sealed(lost, OFFICER_1, OFFICER_3)])
    unsigned = desk.Unattributed(
        reported="stop", why=desk.Why.NO_KEY, arrived=KeyId(digest("bytes").hex())
    )
    book.commit([book.sealed(unsigned, samples.THE_DESK)])
    return book


def long() -> Operator:
    """Return a ledger of more than one full page: 258 entries."""
    book = enrolled()
    for _ in range(2):
        book.commit(
            [
                book.sealed(
                    speaking.Stop(), SECOND, nonce=digest(f"stop {book.now} {number}")[:16].hex()
                )
                for number in range(125)
            ]
        )
    return book
