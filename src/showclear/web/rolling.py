"""What stands against rolling a set-up: questions to the rules that leave no record.

Rolling itself is a report and is never refused. What is asked is what would stand against each
hand-over that the set-up is written for, as the gun is now; and besides, in plain sight: what
changed since the approval, who of those in it was not briefed, what was last shown of each gun.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from showclear.desk.questions import standing, would
from showclear.desk.signing import Hand, signed_by
from showclear.field.ids import ItemId, KeyId, PersonId, SetUpId
from showclear.field.people import Role, Way
from showclear.outputs.words.catalogue import Catalogue
from showclear.outputs.words.values import word
from showclear.outputs.words.verdicts import last_shown, not_yet, noted, stated
from showclear.record.codes import Code, Refusal
from showclear.record.events.handling import HandOver, TakeOut
from showclear.record.events.plan import Changed, Use
from showclear.record.facts_plan import SetUpFact, plan_digest
from showclear.record.floor import not_briefed
from showclear.record.showing import Shown, Statement, statement
from showclear.record.state import By, Weapon
from showclear.rules.verdict import Verdict
from showclear.web.seeing import SHOWN_BY_TWO, matters
from showclear.web.served import Served

ASKED_MAX: Final = 64  # hand-overs asked about for one set-up; a longer line is asked as a line
# Said in plain sight, with names; or true only of a second hand-over, which nobody is making.
SAID_BESIDES: Final = frozenset(
    {
        Code.NOT_BRIEFED, Code.SET_UP_CHANGED,
        Code.STOP_OPEN, Code.CONCERN_OPEN, Code.DISCHARGE_OPEN,
    }
)  # fmt: skip
# What is only so because it is still locked away, which is said of it already.
FROM_THE_LOCK: Final = frozenset(
    {Code.NOT_IN_CHARGE, Code.OPENING_CHECK_MISSING, Code.SHOWING_ENDED, Code.NOT_SHOWN}
)


HANDED_WITH: Final = SHOWN_BY_TWO | {Shown.NON_FIRING}


class UseView(msgspec.Struct, frozen=True, kw_only=True):
    """One gun of a set-up, as it is now."""

    item: ItemId
    name: str
    holds: str
    performers: str
    in_hand: str  # empty while it is locked away
    stated: str
    shown: str
    last_shown: str
    stands: bool  # what was shown is something that a gun is handed over with
    handed: bool  # for this set-up, to one who may have it


class RollingView(msgspec.Struct, frozen=True, kw_only=True):
    """One set-up, and what stands against rolling it."""

    set_up: SetUpId
    name: str
    scene: str
    phase: str
    radio_quiet: bool
    rolling: bool
    guns: tuple[UseView, ...]
    against: tuple[str, ...]
    noted: tuple[str, ...]
    not_briefed: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing on record stands against it."""
        return not (self.against or self.changed or self.not_briefed)


def set_ups(served: Served, words: Catalogue, most: int = 1_000) -> tuple[RollingView, ...]:
    """Return the set-ups, the one that rolls first, then the latest approved."""
    state = served.desk.state
    latest = sorted(
        state.set_ups, key=lambda one: (one == state.rolling, state.set_ups[one].index)
    )
    return tuple([against_rolling(served, one, words) for one in latest[::-1][:most]])


def against_rolling(served: Served, set_up: SetUpId, words: Catalogue) -> RollingView:
    """Return what stands against rolling one set-up now."""
    state = served.desk.state
    fact = state.set_ups[set_up]
    approved = fact.approved
    people = [person for use in approved.uses for person in use.performers]
    absent = not_briefed(state, (*people, *approved.inside, *approved.area), served.desk.now())
    refusals, alerts = _asked(served, fact)
    names = served.names
    views = [_use(served, set_up, use, words) for use in approved.uses]
    uses = tuple(sorted(views, key=lambda use: use.name))
    return RollingView(
        set_up=set_up,
        name=names.name(set_up),
        scene=approved.scene,
        phase=word(approved.phase, words),
        radio_quiet=approved.radio_quiet,
        rolling=state.rolling == set_up,
        guns=uses,
        against=(
            *_open(served, words),
            *_in_hand_unshown(uses, words),
            *_by_gun(served, [(item, not_yet(one, names, words)) for item, one in refusals]),
        ),
        noted=_by_gun(served, [(item, noted(one, names, words)) for item, one in alerts]),
        not_briefed=tuple([names.name(one) for one in absent]),
        changed=_changed(served, fact, words),
    )


def _asked(
    served: Served, fact: SetUpFact
) -> tuple[list[tuple[ItemId, Refusal]], list[tuple[ItemId, Refusal]]]:
    """Ask about every hand-over that is still to come, and of what is locked the way out first."""
    against: list[tuple[ItemId, Refusal]] = []
    beside: list[tuple[ItemId, Refusal]] = []
    asked = 0
    for use in fact.approved.uses:
        weapon = served.desk.state.weapons.get(use.weapon)
        if weapon is None or _handed(weapon, fact.approved.set_up, use):
            continue
        verdicts = [*_way_out(served, use.weapon, weapon)]
        for performer in use.performers[: max(1, ASKED_MAX - asked)]:
            asked += 1
            body = _hand_over(served, weapon, fact.approved.set_up, use, performer)
            locked = FROM_THE_LOCK if weapon.charge.by is By.PLACE else frozenset()
            verdicts.append(_without(_would(served, weapon, body), SAID_BESIDES | locked))
        for verdict in verdicts:
            against += [(use.weapon, one) for one in verdict.refusals]
            beside += [(use.weapon, one) for one in verdict.alerts]
    return against, beside


def _way_out(served: Served, item: ItemId, weapon: Weapon) -> Iterator[Verdict]:
    """Yield what stands against taking it out, where it is locked away."""
    if weapon.charge.by is By.PLACE:
        out = TakeOut(items=(item,), place=ItemId(weapon.charge.who))
        yield _would(served, weapon, out)


def _without(verdict: Verdict, codes: frozenset[Code]) -> Verdict:
    return Verdict(
        refusals=tuple([one for one in verdict.refusals if one.code not in codes]),
        alerts=tuple([one for one in verdict.alerts if one.code not in codes]),
    )


def _hand_over(
    served: Served, weapon: Weapon, set_up: SetUpId, use: Use, performer: PersonId
) -> HandOver:
    return HandOver(
        weapon=use.weapon,
        to=performer,
        announced=use.holds,
        rounds=use.rounds,
        looks=statement(weapon, epoch=served.desk.state.epoch).looks,
        acts=use.acts,
        set_up=set_up,
    )


def _would(served: Served, weapon: Weapon, body: HandOver | TakeOut) -> Verdict:
    hand = _handler(served, weapon)
    if hand is None:
        return Verdict()
    return would(served.desk, body, signed_by(served.desk.state.registry, body, [hand]))


def _handler(served: Served, weapon: Weapon) -> Hand | None:
    """Return who would hand it over: who is in charge of it, else any handler with a key."""
    registry = served.desk.state.registry
    people = [PersonId(weapon.charge.who)] if weapon.charge.by is By.HANDLER else []
    people += served.in_role(Role.HANDLER)
    for person in people:
        for key, record in registry.keys.items():
            if record.person == person and record.revoked < 0:
                return Hand(person, KeyId(key), Way.RECORDER)
    return None


def _handed(weapon: Weapon, set_up: SetUpId, use: Use) -> bool:
    return weapon.handed_for == set_up and weapon.handed_to in use.performers


def _use(served: Served, set_up: SetUpId, use: Use, words: Catalogue) -> UseView:
    names, weapon = served.names, served.desk.state.weapons.get(use.weapon)
    if weapon is None:
        return UseView(
            item=use.weapon, name=names.name(use.weapon), holds="", performers="", in_hand="",
            stated=stated(Statement(shown=Shown.UNKNOWN), words), shown="unknown",
            last_shown="", stands=False, handed=False,
        )  # fmt: skip
    now = standing(served.desk, use.weapon)
    closed = bool({look.index for look in weapon.looks} & served.closed())
    out = weapon.charge.by not in {By.PLACE, By.END}
    return UseView(
        item=use.weapon,
        name=names.name(use.weapon),
        holds=word(use.holds, words),
        performers=words.listed([names.name(one) for one in use.performers]),
        in_hand=names.name(weapon.in_hand) if out and weapon.in_hand else "",
        stated=stated(now.stands, words),
        shown=now.stands.shown.value,
        last_shown=last_shown(now, names, words, still_closed=closed),
        stands=now.stands.shown in HANDED_WITH,
        handed=_handed(weapon, set_up, use),
    )


def _open(served: Served, words: Catalogue) -> list[str]:
    """Return what is open and stands against every set-up until it is answered."""
    waits = words.say("page.matter.waits")
    blocking = [one.topic for one in matters(served, words) if one.blocks]
    return [f"{topic}: {waits}" for topic in dict.fromkeys(blocking)]


def _in_hand_unshown(uses: tuple[UseView, ...], words: Catalogue) -> list[str]:
    """Return guns that were handed over and are not any more as a gun is handed over."""
    return [
        words.say("page.set-up.nothing-stands", gun=use.name, shown=use.last_shown)
        for use in uses
        if use.handed and not use.stands
    ]


def _changed(served: Served, fact: SetUpFact, words: Catalogue) -> tuple[str, ...]:
    """Return what was reported to have changed, and what only asks for one tap each."""
    found = [word(one.what, words) for one in fact.changed]
    if fact.unsettled:
        found.append(f"{word(Changed.OTHER, words)}: {words.say('page.set-up.one-tap')}")
    if fact.packs != plan_digest(served.desk.state.packs.packs):
        found.append(words.say("page.set-up.rows-changed"))
    return tuple(found)


def _by_gun(served: Served, lines: list[tuple[ItemId, str]]) -> tuple[str, ...]:
    """Return each line once, after the names of the guns it is said of."""
    guns: dict[str, list[str]] = {}
    for item, line in lines:
        named = served.names.name(item)
        if named not in guns.setdefault(line, []):
            guns[line].append(named)
    return tuple(f"{', '.join(named)}: {line}" for line, named in guns.items())
