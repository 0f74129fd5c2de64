"""What a sheet says once a sentence is in: what comes next, or what is there to do about a no.

After one of two looks: the second person answers for themselves. After two that differ, or where
something was not seen: look again, and after a second time not yet, with what lifts it (rules.md
R32). After a step that was not let through: *it went ahead all the same*, in one tap.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from showclear.desk.parts import Answer
from showclear.errors import BadInput
from showclear.field.ids import ItemId
from showclear.outputs.words.catalogue import Catalogue
from showclear.record.event import Event
from showclear.record.events.guns import FunctionSeen, GoAgain, Misfire
from showclear.record.events.handling import (
    Collect,
    HandOver,
    Load,
    Lock,
    Look,
    Purpose,
    Shown,
    TakeOut,
    Unload,
)
from showclear.record.events.passing import IssueLine, LookLine
from showclear.record.events.stock import FoundRound, Grade
from showclear.record.events.table import AnyBody
from showclear.record.showing import FAILED_MAX, Cause, latest, opened, statement
from showclear.record.showing import Shown as Stands
from showclear.record.state import Weapon
from showclear.web.served import Served
from showclear.web.steps import Went, went

AGAIN = frozenset({Cause.DISAGREE, Cause.INCOMPLETE, Cause.DIFFERS_FROM_BOOK})
BACK_TO_GUN = (
    TakeOut,
    Load,
    HandOver,
    Collect,
    GoAgain,
    Unload,
    Shown,
    FunctionSeen,
    Misfire,
    Lock,
)


class Follow(msgspec.Struct, frozen=True, kw_only=True):
    """What follows one answer: a sentence, where to go on, what may have gone ahead."""

    note: str = ""
    grave: bool = False
    links: tuple[tuple[str, str], ...] = ()
    ahead: Went | None = None


NOTHING = Follow()


def follows(
    served: Served,
    events: Mapping[str, Event],
    answers: Mapping[str, Answer | BadInput],
    words: Catalogue,
) -> dict[str, Follow]:
    """Return what follows each draft's answer; of looks at one gun only the last says it."""
    found: dict[str, Follow] = {}
    said: dict[object, str] = {}
    for name, answer in answers.items():
        if isinstance(answer, BadInput):
            found[name] = Follow(ahead=served.steps.of(name))
            continue
        body = events[name].body
        found[name] = _follow(served, events[name], answer, words)
        before = said.get(_about(body))
        if before is not None:
            found[before] = msgspec.structs.replace(found[before], note="", links=())
        said[_about(body)] = name
    return found


def _about(body: AnyBody) -> object:
    weapon = getattr(body, "weapon", None)
    if weapon is not None:
        return weapon
    return getattr(body, "items", None) or getattr(body, "weapons", None) or type(body)


def _follow(served: Served, event: Event, answer: Answer, words: Catalogue) -> Follow:
    body = event.body
    if answer.refused:
        author = event.signers[0].person
        return Follow(ahead=went(body, author, answer.id))
    match body:
        case Look(weapon=weapon):
            return _after_look(served, weapon, body.purpose, words)
        case LookLine(line=line):
            return _after_line(served, line[0].weapon, words)
        case IssueLine():
            return Follow(links=((words.say("page.lines.back"), "/back"),))
        case _ if isinstance(body, BACK_TO_GUN):
            return Follow(links=_guns(served, body, words))
        case _:
            return _after_found(event, words)


def _after_found(event: Event, words: Catalogue) -> Follow:
    """Return what to do with a found round; one person alone cannot name it (rules.md R15)."""
    body = event.body
    if not isinstance(body, FoundRound):
        return NOTHING
    grade = body.grade
    if grade is Grade.OURS and len(event.signers) == 1:
        grade = Grade.NOT_NAMEABLE
    note = words.say(f"page.found.then.{grade.value}")
    if grade is Grade.OURS:
        return Follow(note=note)
    return Follow(note=note, grave=True, links=((words.say("page.lines.back"), "/back"),))


def _guns(served: Served, body: AnyBody, words: Catalogue) -> tuple[tuple[str, str], ...]:
    """Return the pages of the guns that an act was about, by name."""
    one = getattr(body, "weapon", None)
    items = (one,) if one else getattr(body, "items", ()) or getattr(body, "weapons", ())
    known = [item for item in items if item in served.desk.state.weapons]
    return tuple(_gun(served, item, words) for item in known[:4])


def _gun(served: Served, item: ItemId, words: Catalogue) -> tuple[str, str]:
    return f"{served.names.name(item)}: {words.say('page.common.next')}", f"/gun/{item}"


def _after_look(served: Served, item: ItemId, purpose: Purpose, words: Catalogue) -> Follow:
    weapon = served.desk.state.weapons.get(item)
    if weapon is None or purpose not in {Purpose.OPENING, Purpose.SHOWING}:
        return NOTHING
    gun = _gun(served, item, words)
    if purpose is Purpose.OPENING and weapon.firing:
        return _after_opening(weapon, gun, words)
    stands = statement(weapon, epoch=served.desk.now().epoch)
    again = (words.say("page.looks.once-more"), f"{gun[1]}/show")
    if stands.cause is Cause.ONE_LOOK:
        return Follow(note=words.say("page.looks.first-in"), links=(again,))
    if stands.cause in AGAIN and weapon.failed >= FAILED_MAX:
        return Follow(note=words.say("page.looks.twice"), grave=True, links=(gun,))
    if stands.shown in {Stands.UNKNOWN, Stands.NOT_IDENTIFIED}:
        return Follow(note=words.say("page.looks.again"), grave=True, links=(again,))
    return Follow(links=(gun,))


def _after_opening(weapon: Weapon, gun: tuple[str, str], words: Catalogue) -> Follow:
    second = f"{gun[1]}/show?purpose=opening"
    if opened(weapon):
        return Follow(links=(gun,))
    if len(latest(weapon.opening)) < 2:  # noqa: PLR2004 - an opening check rests on two
        link = (words.say("page.looks.second"), second)
        return Follow(note=words.say("page.looks.first-in"), links=(link,))
    link = (words.say("page.looks.once-more"), second)
    return Follow(note=words.say("page.looks.again"), grave=True, links=(link,))


def _after_line(served: Served, item: ItemId, words: Catalogue) -> Follow:
    weapon = served.desk.state.weapons.get(item)
    walkers = {look.person for look in weapon.looks if look.walked} if weapon else set()
    link = ((words.say("page.lines.title"), f"/line/{item}"),)
    note = words.say("page.looks.first-in") if len(walkers) == 1 else ""
    return Follow(note=note, links=link)
