"""Acts about a line of like guns: walked by two, issued by voucher number, back the same way.

One look is one person's walk: whoever walks names what is odd, every other gun was as it should
be. A gun that either of them found odd is not issued (rules.md R31, Applied: line issue).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from showclear.desk.directory import NAME, Named
from showclear.errors import UsageError
from showclear.field.ids import EventId, ItemId, PersonId
from showclear.field.mechanisms import BoreMethod, Holds, LookWay
from showclear.field.patterns import bore_methods_of
from showclear.record.events.handling import Act, Announced, Purpose
from showclear.record.events.passing import (
    LINE_MAX,
    VOUCHER_MAX,
    IssueLine,
    LookLine,
    Voucher,
    Walked,
)
from showclear.record.showing import line_roles, statement
from showclear.record.state import Weapon
from showclear.web.acts.guns import SIDES
from showclear.web.forms import Form
from showclear.web.sheets import Sheet


class Walk(NamedTuple):
    """What two people walk: these guns, in this order, in one way, as part of something."""

    guns: tuple[ItemId, ...]
    way: LookWay
    purpose: Purpose


def look_line(sheet: Sheet, form: Form) -> None:
    """Take down one person's walk along a line."""
    _walked(sheet, form, walk_of(sheet, form), "by")


def line(sheet: Sheet, form: Form) -> None:
    """Take down two people's walks along a line, then issue what neither found odd."""
    if form.has("half"):
        form = form.beside(sheet.served.halves.find(form.text("half"), sheet.served.boot_ms))
    walk = walk_of(sheet, form)
    for who in SIDES:
        _walked(sheet, form, walk, who)
    odd = {gun for who in SIDES for gun in walk.guns if form.has(f"{who}.odd.{gun}")}
    if form.has("issue"):
        _issue(sheet, form, tuple(gun for gun in walk.guns if gun not in odd))


def walk_of(sheet: Sheet, form: Form) -> Walk:
    """Return what a form says is walked: its guns by name, all of one make."""
    guns = sorted(form.items("items"), key=sheet.served.names.name)
    made = {(sheet.weapon(gun).mechanism, sheet.weapon(gun).weapon_class) for gun in guns}
    if len(made) > 1 or len(guns) > LINE_MAX:
        raise UsageError(
            "line_differs",
            "line",
            expected=f"at most {LINE_MAX} guns of one make",
            found=f"{len(guns)} guns of {len(made)} makes",
            hint="walk each make as a line of its own",
        )
    firing = sheet.weapon(guns[0]).firing
    way = LookWay.SEEN_EMPTY if firing else LookWay.NON_FIRING
    return Walk(tuple(guns), way, form.choice("purpose", Purpose, Purpose.SHOWING))


def checked(sheet: Sheet, form: Form, who: str) -> None:
    """Read one walker's fields, or raise ``UsageError``; nothing is put on the sheet."""
    walk = walk_of(sheet, form)
    form.person(who)
    _method(sheet.weapon(walk.guns[0]), walk, form, who)
    for gun in walk.guns:
        _odd(form, who, gun)


def _walked(sheet: Sheet, form: Form, walk: Walk, who: str) -> None:
    seen = tuple(
        Walked(weapon=gun, cites=sheet.weapon(gun).changed, odd=_odd(form, who, gun))
        for gun in walk.guns
    )
    method = _method(sheet.weapon(walk.guns[0]), walk, form, who)
    body = LookLine(line=seen, purpose=walk.purpose, way=walk.way, method=method)
    sheet.add(body, form.person(who))


def _odd(form: Form, who: str, gun: ItemId) -> Holds | None:
    field = f"{who}.odd.{gun}"
    return form.choice(field, Holds) if form.has(field) else None


def _method(weapon: Weapon, walk: Walk, form: Form, who: str) -> BoreMethod:
    if walk.way is not LookWay.SEEN_EMPTY or not bore_methods_of(weapon.mechanism):
        return BoreMethod.NOT_ASKED
    return form.choice(f"{who}.all", BoreMethod)


def _issue(sheet: Sheet, form: Form, guns: tuple[ItemId, ...]) -> None:
    if not guns:
        raise UsageError("line_empty", "line", expected="a gun that is not odd", found="none")
    first = form.count("first", least=1, most=VOUCHER_MAX - LINE_MAX)
    looks: dict[EventId, None] = {}
    for gun in guns:
        weapon = sheet.weapon(gun)
        stands = statement(weapon, second_roles=line_roles(weapon), epoch=sheet.state.epoch)
        looks.update(dict.fromkeys(stands.looks))
    firing = sheet.weapon(guns[0]).firing
    body = IssueLine(
        line=tuple(
            Voucher(weapon=gun, to=_to(sheet, form, gun, number), number=number)
            for number, gun in enumerate(guns, start=first)
        ),
        announced=Announced.EMPTY if firing else Announced.NON_FIRING,
        rounds=0,
        looks=tuple(looks),
        acts=form.many("acts", Act),
        set_up=form.set_up("set_up"),
    )
    sheet.add(body, form.person("handler"))


def _to(sheet: Sheet, form: Form, gun: ItemId, number: int) -> PersonId:
    """Return who gets a gun: somebody enrolled, else whoever holds this voucher; no key needed."""
    if form.has(f"to.{gun}"):
        return form.person(f"to.{gun}")
    holder = PersonId(sheet.served.new_id("p"))
    called = f"{form.text('called') or 'voucher'} {number}"
    kept = sheet.served.keep(NAME, called)
    sheet.served.call(Named(subject=holder, details={NAME: kept}))
    return holder


ACTS: Final = {"look-line": look_line, "line": line}
