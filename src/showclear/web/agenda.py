"""What comes next: before the day's first use, and for whoever looks at the first page.

Lists what somebody still has to say, with the page where it is said. Nothing here decides: the
rules do, when the step is signed, and what is done without any of this is written down as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from showclear.field.ids import ItemId, PersonId
from showclear.field.people import Role
from showclear.field.plan import Provision
from showclear.outputs.words.catalogue import Catalogue
from showclear.outputs.words.values import word
from showclear.record.events.handling import Act, HandOver
from showclear.record.floor import laid_on, todays
from showclear.record.showing import Shown, statement
from showclear.record.state import By, Weapon
from showclear.web.asking import Asker
from showclear.web.clocks import clocks
from showclear.web.in_force import names, row
from showclear.web.seeing import gun_view, guns, matters
from showclear.web.served import Served

HANDLES: Final = frozenset({Role.HANDLER, Role.CALLER, Role.SECOND_PERSON, Role.SAFETY_REP})
SEE_DECLINES: Final = frozenset({Role.HANDLER, Role.CALLER})  # rules.md R52
LOOKS: Final = 2  # an opening check is two looks; a gun that cannot go off takes one
LISTED_MAX: Final = 4  # guns named in one line; the list below has them all
# Rows that ask for one thing to be laid on, besides those that R08 names.
LAID_ON_BY: Final = (
    ("R28", Provision.CALL_SHEET),
    ("R29", Provision.MEDICAL_COVER),
    ("R53", Provision.HEARING_PROTECTION),
)


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One thing before the day's first use: what, where it is said, whether it was."""

    text: str
    href: str
    done: bool
    detail: str = ""


class Next(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that comes next for somebody, and the page where it is done."""

    text: str
    href: str = ""
    detail: str = ""


class Mine(msgspec.Struct, frozen=True, kw_only=True):
    """The gun that somebody has in hand: what they may do with it, whether they said so yet."""

    item: ItemId
    name: str
    stands: str  # what is in it, as two have shown it; or that nobody knows
    last_shown: str  # by whom it was shown, to whom, how long ago
    may: tuple[str, ...]
    may_not: tuple[str, ...]
    to_say: bool
    still: bool  # it did not go off: nothing is asked, nothing may be done


# -- before first use -------------------------------------------------------------------------


def before_first_use(served: Served, words: Catalogue) -> tuple[Task, ...]:
    """Return what is to be said before the day's first use, done or not."""
    return tuple(_before(served, words))


def _before(served: Served, words: Catalogue) -> Iterator[Task]:
    state, say = served.desk.state, words.say
    yield Task(text=say("page.day.open"), href="/day#open", done=bool(state.day))
    briefed = todays(state, served.desk.now())
    yield Task(
        text=say("page.day.meeting"),
        href="/day#roll",
        done=briefed.walked is not None,
        detail=words.count("page.day.on-roll", len(briefed.people)),
    )
    for what in asked_for(served):
        done = laid_on(state, what.value, served.desk.now()) is not None
        yield Task(text=word(what, words), href="/day#laid-on", done=done)
    if row(served, "R06") is not None:
        scenes = words.listed(sorted(state.scenes)) if state.scenes else ""
        yield Task(
            text=say("page.day.assess"), href="/day#assess", done=bool(state.scenes),
            detail=scenes,
        )  # fmt: skip
    if row(served, "R07") is not None:
        whole = [one for one in state.set_ups.values() if not one.changed and not one.unsettled]
        yield Task(
            text=say("page.day.set-ups"), href="/day#set-ups",
            done=bool(whole) and len(whole) == len(state.set_ups),
            detail=words.count("page.day.approved", len(whole)),
        )  # fmt: skip


def asked_for(served: Served) -> tuple[Provision, ...]:
    """Return what the rows in force ask to be laid on or told."""
    asked = set(names(served, "R08", "laid_on"))
    asked |= {what.value for rule, what in LAID_ON_BY if row(served, rule) is not None}
    return tuple([what for what in Provision if what.value in asked])


# -- what comes next, by role -----------------------------------------------------------------


def comes_next(served: Served, person: PersonId, words: Catalogue) -> tuple[Next, ...]:
    """Return what comes next for somebody by their roles."""
    roles = served.roles(person)
    found: list[Next] = []
    if Role.CALLER in roles or Role.SECOND_PERSON in roles:
        found += _for_ad(served, words)
    if Role.HANDLER in roles:
        found += _for_handler(served, words)
    if Role.PERFORMER in roles:
        found += _for_performer(served, person, words)
    return tuple(found)


def _to_sign(served: Served, person: PersonId) -> bool:
    """Return whether something waits for a signature of this person's."""
    registered = served.desk.state.registry.keys
    wanted = [key for _, draft in served.drafts.open() for key in draft.missing]
    return any(key in registered and registered[key].person == person for key in wanted)


def _for_ad(served: Served, words: Catalogue) -> Iterator[Next]:
    state = served.desk.state
    to_do = [task for task in before_first_use(served, words) if not task.done]
    if state.day and to_do:
        detail = words.listed([task.text for task in to_do])
        yield Next(text=words.say("page.next.before"), href="/day", detail=detail)
    for set_up, fact in state.set_ups.items():
        if fact.changed or fact.unsettled:
            named = served.names.name(set_up)
            text = words.say("page.next.set-up-changed", set_up=named)
            yield Next(text=text, href=f"/set-up/{set_up}")
    if state.rolling:
        text = words.say("page.next.rolls", set_up=served.names.name(state.rolling))
        yield Next(text=text, href=f"/set-up/{state.rolling}")
    elif state.day and state.set_ups:
        yield Next(text=words.say("page.common.against-rolling"), href="/day#set-ups")


def _for_handler(served: Served, words: Catalogue) -> Iterator[Next]:
    """Yield what waits for the armorer: guns past a cut, then the opening check, then showings."""
    state = served.desk.state
    here = {item: gun for item, gun in state.weapons.items() if gun.charge.by is not By.END}
    waits = [item for item, gun in here.items() if _waits(gun)]
    yield from _guns_named(served, "page.next.waits", waits, words)
    back = [
        item
        for item, gun in here.items()
        if gun.cut is not None and _in_a_hand(gun) and item not in waits
    ]
    yield from _guns_named(served, "page.next.collect", back, words)
    due = [
        item for item, gun in here.items() if (gun.function_due or gun.unfit) and item not in waits
    ]
    yield from _guns_named(served, "page.next.see-to", due, words)
    unseen = [item for item, gun in here.items() if not _opened(gun)]
    if state.day:
        yield from _guns_named(served, "page.next.opening", unseen, words)
    unknown = [
        item
        for item, gun in here.items()
        if gun.charge.by is By.HANDLER and _opened(gun) and _unknown(served, gun)
    ]
    yield from _guns_named(served, "page.next.show", unknown, words)


def _guns_named(
    served: Served, text: str, items: list[ItemId], words: Catalogue
) -> Iterator[Next]:
    if not items:
        return
    named = sorted((served.names.name(item), item) for item in items)
    shown = [name for name, _ in named[:LISTED_MAX]]
    if len(named) > LISTED_MAX:
        shown.append(words.count("page.next.more", len(named) - LISTED_MAX))
    yield Next(text=words.say(text), href=f"/gun/{named[0][1]}", detail=words.listed(shown))


def _for_performer(served: Served, person: PersonId, words: Catalogue) -> Iterator[Next]:
    if not any(gun.in_hand == person for gun in served.desk.state.weapons.values()):
        yield Next(text=words.say("page.next.no-gun"))


def _in_a_hand(gun: Weapon) -> bool:
    return gun.charge.by is By.HANDLER and gun.in_hand != gun.charge.who


def _waits(gun: Weapon) -> bool:
    return gun.waiting is not None and not gun.waiting.cleared


def _opened(gun: Weapon) -> bool:
    people = {look.person for look in gun.opening}
    return len(people) >= (LOOKS if gun.firing else 1)


def _unknown(served: Served, gun: Weapon) -> bool:
    shown = statement(gun, epoch=served.desk.state.epoch).shown
    return shown in {Shown.UNKNOWN, Shown.NOT_IDENTIFIED}


# -- a performer's own gun --------------------------------------------------------------------


def mine(served: Served, person: PersonId, words: Catalogue) -> tuple[Mine, ...]:
    """Return the guns that somebody who is not in charge of them has in hand."""
    found = []
    rolls = served.desk.state.set_ups.get(served.desk.state.rolling)
    # Nobody is asked for a tap while a radio-quiet set-up rolls: it is entered afterwards.
    quiet = rolls is not None and rolls.approved.radio_quiet
    for item, gun in served.desk.state.weapons.items():
        if gun.in_hand != person or gun.charge.who == person:
            continue
        acts = _acts(served, gun)
        view = gun_view(served, item, words, places=False)
        found.append(
            Mine(
                item=item,
                name=served.names.name(item),
                stands=view.stands,
                last_shown=view.last_shown,
                may=tuple([word(act, words) for act in Act if act in acts]),
                may_not=tuple([word(act, words) for act in Act if act not in acts]),
                to_say=gun.handed_to == person and not gun.shown_by and not quiet,
                still=_waits(gun) or bool(served.desk.state.stops),
            )
        )
    return tuple(found)


def _acts(served: Served, gun: Weapon) -> tuple[Act, ...]:
    """Return what the present hand-over lets its performer do, from the entry itself."""
    index = served.desk.keeping.find(gun.handed) if gun.handed else None
    body = served.desk.keeping.event(index).body if index is not None else None
    return body.acts if isinstance(body, HandOver) else ()


# -- the first page ---------------------------------------------------------------------------


def first_page(served: Served, who: Asker) -> dict[str, Any]:
    """Return what the first page shows somebody: theirs first, then what is open."""
    state, words = served.desk.state, who.words
    own = mine(served, who.person, words)
    handles = bool(who.roles & HANDLES)
    nexts, stands_open = comes_next(served, who.person, words), matters(served, words)
    opens = not state.day and who.person in served.in_role(Role.CALLER)
    if not (nexts or own or stands_open or opens or _to_sign(served, who.person)):
        nexts = (Next(text=words.say("page.next.nothing"), href="/board"),)
    # Whoever has the gun in hand is asked nothing and shown no wait (rules.md R44).
    return {
        "mine": own,
        "nexts": nexts,
        "clocks": clocks(served, words) if handles and not own else (),
        "declined": declined(served) if who.roles & SEE_DECLINES else (),
        "handles": handles,
        "guns": guns(served, words) if handles else (),
        "matters": stands_open,
        "day": state.day,
        "callers": served.in_role(Role.CALLER),
    }


# -- for the armorer and the AD alone ---------------------------------------------------------


def declined(served: Served) -> tuple[tuple[ItemId, PersonId, str], ...]:
    """Return who declines which gun: for handler and AD only, never on a board (rules.md R52)."""
    return tuple(
        (item, one.person, one.side.value)
        for item, gun in served.desk.state.weapons.items()
        for one in gun.declined
    )
