"""Who has declined a gun since it was last taken out, and what clears it (rules.md R52)."""

from __future__ import annotations

from showclear.field.ids import PersonId
from showclear.record.events.speaking import Decline, Side
from showclear.record.facts_people import DeclineFact
from showclear.record.folding.custody import Entry
from showclear.record.state import State, Weapon


def decline(state: State, entry: Entry, body: Decline) -> None:
    """Keep who declined which side; no reason is asked, so none is here."""
    weapon = state.weapons.get(body.weapon)
    if weapon is None:
        return
    same = (entry.author, body.side)
    others = [one for one in weapon.declined if (one.person, one.side) != same]
    fact = DeclineFact(event=entry.id, person=entry.author, side=body.side)
    weapon.declined = (*others, fact)


def taken_after_all(weapon: Weapon, taker: PersonId) -> None:
    """Clear it for who was shown and took the gun, and for the handler who handed it out."""
    cleared = {(taker, Side.TAKE), (weapon.charge.who, Side.ISSUE)}
    weapon.declined = tuple(
        [one for one in weapon.declined if (one.person, one.side) not in cleared]
    )


def forget_declines(weapon: Weapon) -> None:
    """Clear all: the gun has been collected, or taken out anew."""
    weapon.declined = ()
