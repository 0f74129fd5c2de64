"""What pages show of the state: guns and open matters; each a question, no record.

A gun's line never says that it is without danger: what was last shown, by whom and how long ago,
or why nothing stands (practice.md, words that are misread). Where guns are kept is for handlers
and officers only.
"""

from __future__ import annotations

from typing import Final

import msgspec

from showclear.desk.questions import OpenMatter, Standing, open_matters, standing
from showclear.field.ids import ItemId
from showclear.field.instants import elapsed_ms, to_text
from showclear.outputs.words.catalogue import Catalogue
from showclear.outputs.words.verdicts import last_shown, stated
from showclear.record.showing import Shown
from showclear.record.state import By, Weapon
from showclear.web.clocks import serves_until_ms
from showclear.web.served import Served

SHOWN_BY_TWO: Final = frozenset({Shown.EMPTY, Shown.DUMMIES, Shown.BLANKS, Shown.MIXED})


class GunView(msgspec.Struct, frozen=True, kw_only=True):
    """One gun as a line of a list or the head of its page."""

    item: ItemId
    name: str
    weapon_class: int
    pattern: str
    out: bool
    in_hand: str
    in_hand_id: str
    charge: str
    charge_id: str
    shown: str  # the statement's value, for a mark beside the words
    stands: str
    last_shown: str
    ends: str  # what ends what was last shown; empty where nothing stands
    reported: bool  # whoever holds it did not sign for it
    kept: bool
    waiting_ms: int | None  # of a misfire's wait, since when


class MatterView(msgspec.Struct, frozen=True, kw_only=True):
    """One open matter as a line."""

    kind: str
    topic: str
    items: str
    blocks: bool
    event: str


def gun_view(served: Served, item: ItemId, words: Catalogue, *, places: bool = True) -> GunView:
    """Return one gun as it is now; without ``places`` nothing says where it is kept."""
    weapon = served.desk.state.weapons[item]
    now = standing(served.desk, item)
    name = served.names.name
    closed = bool({look.index for look in weapon.looks} & served.closed())
    out = weapon.charge.by not in {By.PLACE, By.END}
    told = out or places
    return GunView(
        item=item,
        name=name(item),
        weapon_class=int(weapon.weapon_class),
        pattern=weapon.pattern,
        out=out,
        in_hand=name(weapon.in_hand) if weapon.in_hand and told else "",
        in_hand_id=weapon.in_hand if told else "",
        charge=_charge(served, weapon, words) if told else "",
        charge_id=weapon.charge.who if told else "",
        shown=now.stands.shown.value,
        stands=stated(now.stands, words),
        last_shown=last_shown(now, served.names, words, still_closed=closed),
        ends=_ends(served, weapon, now, words),
        reported=weapon.in_hand_reported,
        kept=bool(weapon.kept),
        waiting_ms=_waiting(served, weapon),
    )


def guns(served: Served, words: Catalogue) -> tuple[GunView, ...]:
    """Return every gun that is still here, by name; nothing says where they are kept."""
    found = [
        gun_view(served, item, words, places=False)
        for item, weapon in served.desk.state.weapons.items()
        if weapon.charge.by is not By.END
    ]
    return tuple(sorted(found, key=lambda gun: gun.name))


def matters(served: Served, words: Catalogue) -> tuple[MatterView, ...]:
    """Return what waits for an answer; a decline is no matter for a board (rules.md R52)."""
    return tuple(
        [
            MatterView(
                kind=one.kind.replace(" ", "-"),
                topic=_topic(one, words),
                items=words.listed([served.names.name(item) for item in one.items])
                if one.items
                else "",
                blocks=one.blocks,
                event=one.event,
            )
            for one in open_matters(served.desk)
        ]
    )


def _topic(one: OpenMatter, words: Catalogue) -> str:
    if one.kind == "concern":
        return words.say(f"word.concern.{one.topic}")
    if one.topic:
        return words.say(f"word.topic.{one.topic}")
    return words.say(f"page.matter.{one.kind.replace(' ', '-')}")


def _charge(served: Served, weapon: Weapon, words: Catalogue) -> str:
    match weapon.charge.by:
        case By.HANDLER:
            return served.names.name(weapon.charge.who)
        case By.PLACE:
            return served.names.name(weapon.charge.who)
        case By.GAP:
            return words.say("page.board.nobody-can-say")
        case _:
            return words.say("page.guns.has-left")


def _ends(served: Served, weapon: Weapon, now: Standing, words: Catalogue) -> str:
    """Return what ends what was last shown; a limit counts for the next step only (R54)."""
    if now.stands.shown not in SHOWN_BY_TWO:
        return ""
    until = serves_until_ms(served, weapon, now.stands.at)
    if until is None:
        return words.say("page.board.ends-by")
    clock = words.clock(to_text(until), served.desk.state.utc_offset_minutes)
    return words.say("page.board.ends-by-or-at", clock=clock)


def _waiting(served: Served, weapon: Weapon) -> int | None:
    if weapon.waiting is None:
        return None
    return elapsed_ms(weapon.waiting.at, served.desk.now())
