"""What is truly so: what is in each gun and box, who holds it, where it points; nobody's record.

A plain model without a desk: it knows no signature, no rule and no name for what people think.
Each act changes it or raises ``CannotBe`` with the reason in words: nobody can load rounds that
are not there. Where a script does not say which rounds of a mixed lot are taken, the worst are.

Harm is a gunshot with the muzzle toward a person when a bullet truly comes out, or when that
person is within ``NEAR_MM``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from showclear.replay.words import TrueRound

# A blank killed at 1.45 m (rules.md, Numbers table: inquest, as the press reported it).
NEAR_MM: Final = 1_500
NOBODY: Final = ""
# The worst first: what goes off with a bullet, what leaves one in the bore, what goes off.
WORST: Final = (
    TrueRound.LIVE,
    TrueRound.PRIMED_DUMMY,
    TrueRound.BLANK,
    TrueRound.CHARGE,
    TrueRound.DUMMY,
    TrueRound.FIRED_CASE,
)


class CannotBe(Exception):
    """Something that physically cannot happen as things are; the reason in words."""


class TrueGun(msgspec.Struct, kw_only=True):
    """One gun as it truly is. ``place`` is the container it is in, ``holder`` who has it."""

    positions: dict[str, TrueRound] = {}
    obstructed: bool = False
    holder: str = NOBODY
    place: str = ""
    pointed_at: str = NOBODY
    distance_mm: int | None = None
    keeps_cases: bool = True  # a lever rifle throws them out

    def contents(self) -> Counter[TrueRound]:
        """Return how many of each kind are truly in it."""
        return Counter(self.positions.values())


class Gunshot(msgspec.Struct, frozen=True, kw_only=True):
    """A gun went off: with what, at whom, how far away, and whether that is harm."""

    gun: str
    round: TrueRound
    bullet: bool
    at: str
    distance_mm: int | None

    @property
    def harm(self) -> bool:
        """Whether somebody is truly in its way."""
        near = self.distance_mm is not None and self.distance_mm < NEAR_MM
        return bool(self.at) and (self.bullet or near)


class World:
    """Everything that is truly so, changed by one act at a time."""

    def __init__(self) -> None:
        self.guns: dict[str, TrueGun] = {}
        self.boxes: dict[str, dict[str, Counter[TrueRound]]] = {}
        self.box_holders: dict[str, str] = {}

    # -- things -------------------------------------------------------------------------------

    def add_box(self, name: str) -> None:
        """Let a container be there."""
        self.boxes.setdefault(name, {})

    def add_gun(self, name: str, gun: TrueGun) -> None:
        """Let a gun be there."""
        self.guns[name] = gun

    def gun(self, name: str) -> TrueGun:
        """Return a gun that has arrived."""
        found = self.guns.get(name)
        if found is None:
            raise CannotBe(f"{name} has not arrived")
        return found

    def put_into(self, box: str, lot: str, rounds: Counter[TrueRound]) -> None:
        """Put rounds into a container."""
        self.boxes.setdefault(box, {}).setdefault(lot, Counter()).update(rounds)

    def take_from(
        self, box: str, lot: str, number: int, said: Sequence[TrueRound] = ()
    ) -> Counter[TrueRound]:
        """Take rounds of a lot out of a container: the worst ones, or those said.

        Where fewer are said, the others are the least bad there are: the odd ones were named.
        """
        there = self.boxes.get(box, {}).get(lot, Counter())
        named = Counter(said[:number])
        order = WORST[::-1] if said else WORST
        taken = named + _pick(there - named, number - named.total(), order)
        if taken - there or taken.total() < number:
            held = said_rounds(there) or "none"
            raise CannotBe(f"{box} truly holds {held} of {lot}, not {number}")
        self.boxes[box][lot] = there - taken
        return taken

    # -- where a gun is -----------------------------------------------------------------------

    def take_out(self, gun: str, place: str, holder: str) -> None:
        """Take a gun out of a locked place."""
        found = self.gun(gun)
        if found.place != place:
            raise CannotBe(f"{gun} is truly {where(found)}, not in {place}")
        found.place, found.holder = "", holder

    def lock_up(self, gun: str, place: str) -> None:
        """Put a gun into a locked place."""
        found = self.gun(gun)
        found.place, found.holder, found.pointed_at = place, NOBODY, NOBODY
        found.distance_mm = None

    def pass_to(self, gun: str, holder: str) -> None:
        """Let a gun go from hand to hand, or be picked up, by whoever is beside it."""
        found = self._in_the_open(gun)
        if found.holder != holder:
            found.holder, found.pointed_at, found.distance_mm = holder, NOBODY, None

    def lay_down(self, gun: str) -> None:
        """Let nobody hold a gun."""
        self._in_the_open(gun).holder = NOBODY

    def held_by(self, gun: str, person: str) -> TrueGun:
        """Return a gun that this person truly holds."""
        found = self._in_the_open(gun)
        if person and found.holder != person:
            raise CannotBe(f"{gun} is truly {where(found)}, not with {person}")
        return found

    def _in_the_open(self, gun: str) -> TrueGun:
        found = self.gun(gun)
        if found.place:
            raise CannotBe(f"{gun} is truly {where(found)}")
        return found

    def swap(self, one: str, other: str) -> None:
        """Let two guns be taken for each other from now on."""
        self.guns[one], self.guns[other] = self.gun(other), self.gun(one)
        first, second = self.guns[one], self.guns[other]
        first.place, second.place = second.place, first.place
        first.holder, second.holder = second.holder, first.holder

    # -- what is in a gun ---------------------------------------------------------------------

    def load(self, gun: str, positions: Sequence[str], rounds: Iterable[TrueRound]) -> None:
        """Put rounds into positions of a gun that somebody has out."""
        found = self._in_the_open(gun)
        taken = [position for position in positions if position in found.positions]
        if taken:
            raise CannotBe(f"{taken[0]} of {gun} truly holds a {found.positions[taken[0]].value}")
        found.positions.update(zip(positions, rounds, strict=False))

    def put_round(self, gun: str, position: str, round_: TrueRound) -> None:
        """Let a round get into a position, whatever was there."""
        self.gun(gun).positions[position] = round_

    def make_clear(self, gun: str) -> Counter[TrueRound]:
        """Take everything out of a gun; return what that was."""
        found = self.gun(gun)
        out = found.contents()
        found.positions.clear()
        return out

    # -- what a gun does ----------------------------------------------------------------------

    def point(self, gun: str, person: str, distance_mm: int | None, *, by: str) -> None:
        """Point a muzzle at somebody, or at nobody."""
        found = self.held_by(gun, by)
        found.pointed_at, found.distance_mm = person, distance_mm

    def fall(self, gun: str, position: str = "", *, by: str = NOBODY) -> Gunshot | None:
        """Let the hammer fall; return the gunshot, if there is one.

        Without a position the worst that is loaded is under the hammer. A primed dummy makes no
        gunshot: its bullet stays in the bore.
        """
        found = self.held_by(gun, by)
        up = position or _worst_position(found)
        held = found.positions.get(up)
        if held is TrueRound.PRIMED_DUMMY:
            found.obstructed = True
            _spend(found, up)
        if held not in {TrueRound.LIVE, TrueRound.BLANK, TrueRound.CHARGE}:
            return None
        return self._gunshot(gun, found, up)

    def fire(self, gun: str, gunshots: int, *, by: str = NOBODY) -> list[Gunshot]:
        """Let so many gunshots come; fewer where nothing else in it goes off."""
        made: list[Gunshot] = []
        for _ in range(min(gunshots, len(self.held_by(gun, by).positions))):
            shot = self.fall(gun, by=by)
            if shot is not None:
                made.append(shot)
        if not made:
            raise CannotBe(f"nothing that is truly in {gun} goes off")
        return made

    def _gunshot(self, gun: str, found: TrueGun, position: str) -> Gunshot:
        held = found.positions[position]
        bullet = held is TrueRound.LIVE or found.obstructed
        _spend(found, position)
        found.obstructed = False
        return Gunshot(
            gun=gun,
            round=held,
            bullet=bullet,
            at=found.pointed_at,
            distance_mm=found.distance_mm,
        )


def _spend(gun: TrueGun, position: str) -> None:
    """Let a round be spent: its case stays where it is, or is thrown out of the gun."""
    if gun.keeps_cases:
        gun.positions[position] = TrueRound.FIRED_CASE
    else:
        del gun.positions[position]


def where(gun: TrueGun) -> str:
    """Return where a gun truly is, in words."""
    if gun.place:
        return f"in {gun.place}"
    return f"with {gun.holder}" if gun.holder else "in nobody's hand"


def said_rounds(rounds: Counter[TrueRound]) -> str:
    """Return rounds in words, the worst first: ``1 live, 5 dummy``; nothing for none."""
    return ", ".join(f"{rounds[kind]} {kind.value}" for kind in WORST if rounds[kind] > 0)


def in_order(rounds: Counter[TrueRound], said: Sequence[TrueRound]) -> list[TrueRound]:
    """Return rounds one by one: those said as they were said, then the others, the worst first."""
    first = list(said[: rounds.total()])
    left = rounds - Counter(first)
    return [*first, *(kind for kind in WORST for _ in range(left[kind]))]


def _pick(
    there: Counter[TrueRound], number: int, order: Sequence[TrueRound]
) -> Counter[TrueRound]:
    picked: Counter[TrueRound] = Counter()
    for kind in order:
        picked[kind] = min(there[kind], number - picked.total())
    return +picked


def _worst_position(gun: TrueGun) -> str:
    for kind in WORST:
        for position, held in gun.positions.items():
            if held is kind:
                return position
    return ""
