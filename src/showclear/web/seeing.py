"""What pages show of the state: guns, places, open matters, the board; each a question, no record.

A gun's line never says that it is without danger: what was last shown, by whom and how long ago,
or why nothing stands (practice.md, words that are misread). Where guns are kept is for handlers
and officers only.
"""

from __future__ import annotations

from typing import Final

import msgspec

from showclear.desk.questions import OpenMatter, open_matters, standing
from showclear.field.ids import ItemId, PersonId
from showclear.field.instants import elapsed_ms
from showclear.field.people import Role
from showclear.outputs.words.catalogue import Catalogue
from showclear.outputs.words.verdicts import last_shown, stated
from showclear.record.state import By, Weapon
from showclear.web.served import Served

KNOW_PLACES: Final = frozenset({Role.HANDLER, Role.OFFICER})


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
    kept: bool
    waiting_ms: int | None  # of a misfire's wait, since when
    declined: bool


class MatterView(msgspec.Struct, frozen=True, kw_only=True):
    """One open matter as a line."""

    kind: str
    topic: str
    items: str
    blocks: bool
    event: str


class BoardView(msgspec.Struct, frozen=True, kw_only=True):
    """The board: what is out, what is open, how far the record has come."""

    day: str
    rolling: str
    out: tuple[GunView, ...]
    others: tuple[GunView, ...]
    matters: tuple[MatterView, ...]
    size: int
    stopped: bool
    not_cosigned: int


def gun_view(served: Served, item: ItemId, words: Catalogue) -> GunView:
    """Return one gun as it is now."""
    weapon = served.desk.state.weapons[item]
    now = standing(served.desk, item)
    name = served.names.name
    closed = bool({look.index for look in weapon.looks} & served.closed())
    return GunView(
        item=item,
        name=name(item),
        weapon_class=int(weapon.weapon_class),
        pattern=weapon.pattern,
        out=weapon.charge.by is not By.PLACE and weapon.charge.by is not By.END,
        in_hand=name(weapon.in_hand) if weapon.in_hand else "",
        in_hand_id=weapon.in_hand,
        charge=_charge(served, weapon, words),
        charge_id=weapon.charge.who,
        shown=now.stands.shown.value,
        stands=stated(now.stands, words),
        last_shown=last_shown(now, served.names, words, still_closed=closed),
        kept=bool(weapon.kept),
        waiting_ms=_waiting(served, weapon),
        declined=bool(weapon.declined),
    )


def guns(served: Served, words: Catalogue) -> tuple[GunView, ...]:
    """Return every gun that is still here, by name."""
    found = [
        gun_view(served, item, words)
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


def board(served: Served, words: Catalogue) -> BoardView:
    """Return what everybody on set may see. Never where guns are kept."""
    state = served.desk.state
    every = guns(served, words)
    return BoardView(
        day=state.day,
        rolling=served.names.name(state.rolling) if state.rolling else "",
        out=tuple(gun for gun in every if gun.out),
        others=tuple(gun for gun in every if not gun.out),
        matters=matters(served, words),
        size=served.desk.keeping.tree.size,
        stopped=bool(state.stops),
        not_cosigned=served.desk.keeping.tree.size,
    )


def knows_places(served: Served, person: PersonId) -> bool:
    """Return whether somebody may see where guns are kept."""
    return bool(served.roles(person) & KNOW_PLACES)


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


def _waiting(served: Served, weapon: Weapon) -> int | None:
    if weapon.waiting is None:
        return None
    return elapsed_ms(weapon.waiting.at, served.desk.now())
