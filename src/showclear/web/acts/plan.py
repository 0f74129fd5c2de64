"""Acts of the plan: a scene assessed, a set-up approved, changed, or as it was before."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from showclear.desk.directory import HANDLE_CHARACTERS_MAX, NAME, Named, slug
from showclear.errors import UsageError
from showclear.field.ids import ItemId, LotId, SetUpId
from showclear.field.plan import Line, Moving, Phase
from showclear.field.stock import GUNSHOTS_MAX, ROUNDS_MAX
from showclear.record.events.handling import Act, Announced
from showclear.record.events.plan import (
    DISTANCE_MM_MAX,
    ApproveSetUp,
    Assess,
    Changed,
    Movement,
    NothingMoved,
    SetUpChanged,
    Use,
)
from showclear.web.forms import Form
from showclear.web.served import Served
from showclear.web.sheets import Sheet

MM: Final = {"ft": Decimal("304.8"), "m": Decimal(1000)}
MOVEMENTS_OFFERED: Final = 4  # rows for one gun on the page; a longer action is several set-ups
_NUMBER: Final = re.compile(r"[0-9]{1,5}([.,][0-9]{1,3})?\Z")
_SET_UP: Final = re.compile(r"s-[0-9a-f]{16}\Z")


def assess(sheet: Sheet, form: Form) -> None:
    """Assess a scene in writing: its author signs, the handler endorses (rules.md R06)."""
    keep = sheet.served.keep
    for field in ("hazards", "controls"):
        if not form.has(field):
            raise UsageError(
                "words_wanted", field, expected="words", found="nothing entered",
                hint="what could harm whom, and what is done about it",
            )  # fmt: skip
    body = Assess(
        scene=_scene(form),
        hazards=keep("hazards", form.text("hazards")),
        controls=keep("controls", form.text("controls")),
        affected=tuple(sorted(form.people("affected"))),
        animals=form.has("animals"),
        hearing_protection=form.has("hearing_protection"),
    )
    sheet.add(body, form.person("by"), form.person("handler"))


def approve(sheet: Sheet, form: Form) -> None:
    """Have handler and caller approve one planned use, over the same bytes (rules.md R07)."""
    uses = tuple([_use(sheet.served, form, item) for item in form.items("guns")])
    body = ApproveSetUp(
        set_up=_named(sheet.served, form),
        scene=_scene(form),
        phase=form.choice("phase", Phase),
        uses=uses,
        line=form.choice("line", Line),
        nearest_mm=_distance(form),
        near_approved=form.has("near_approved"),
        shielded=form.has("shielded"),
        remote_camera=form.has("remote_camera"),
        inside=tuple(sorted(form.people("inside"))),
        area=tuple(sorted(form.people("area"))),
        animals=form.has("animals"),
        hearing_protection=form.has("hearing_protection"),
        radio_quiet=form.has("radio_quiet"),
    )
    sheet.add(body, form.person("handler"), form.person("caller"))


def changed(sheet: Sheet, form: Form) -> None:
    """Report what changed in a set-up; anybody may."""
    words = sheet.served.keep("words", form.text("words"))
    body = SetUpChanged(
        set_up=form.set_up("set_up"), what=form.choice("what", Changed), words=words
    )
    sheet.add(body, form.person("by"))


def nothing_moved(sheet: Sheet, form: Form) -> None:
    """Say that nothing that matters moved: one tap each from handler and caller."""
    body = NothingMoved(set_up=form.set_up("set_up"))
    sheet.add(body, form.person("handler"), form.person("caller"))


def _use(served: Served, form: Form, item: ItemId) -> Use:
    def field(name: str) -> str:
        return f"{item}.{name}"

    performers = form.people(field("performers"))
    if not performers:
        raise UsageError(
            "performers_wanted",
            f"who may have {served.names.name(item)}",
            expected="at least one person ticked",
            found="nothing entered",
        )
    lot = form.lot(field("lot")) if form.has(field("lot")) else LotId("")
    holds = form.choice(field("holds"), Announced)
    loaded = holds not in {Announced.EMPTY, Announced.NON_FIRING}
    rounds, shots = field("rounds"), field("gunshots")
    return Use(
        weapon=item,
        performers=performers,
        acts=form.many(field("acts"), Act),
        holds=holds,
        rounds=form.count(rounds, most=ROUNDS_MAX) if loaded and form.has(rounds) else 0,
        lot=lot if loaded else LotId(""),
        gunshots=form.count(shots, most=GUNSHOTS_MAX) if form.has(shots) else 0,
        movements=_movements(form, item),
        reason=served.keep("reason", form.text(field("reason"))),
    )


def _movements(form: Form, item: ItemId) -> tuple[Movement, ...]:
    found = []
    for number in range(1, MOVEMENTS_OFFERED + 1):
        moving = f"{item}.moving.{number}"
        if form.has(moving):
            found.append(
                Movement(
                    moving=form.choice(moving, Moving),
                    giver=form.person_or_nobody(f"{item}.giver.{number}"),
                    taker=form.person_or_nobody(f"{item}.taker.{number}"),
                )
            )
    return tuple(found)


def _scene(form: Form) -> str:
    """Return what the scene is called, in the form that stands in the record."""
    found = slug(form.text("scene"))
    if not found:
        raise UsageError(
            "scene_wanted", "scene", expected="letters or digits, such as 12A",
            found=repr(form.text("scene"))[:40],
        )  # fmt: skip
    return found


def _distance(form: Form) -> int:
    """Return the nearest planned distance in millimetres, as entered in feet or metres."""
    text, unit = form.text("nearest"), form.text("unit")
    if unit not in MM or _NUMBER.match(text) is None:
        raise UsageError(
            "field_odd", "nearest", expected="a number, in feet or metres",
            found=repr(f"{text} {unit}".strip())[:40],
        )  # fmt: skip
    try:
        found = int((Decimal(text.replace(",", ".")) * MM[unit]).to_integral_value())
    except InvalidOperation as problem:
        raise UsageError("field_odd", "nearest", expected="a number", found=text) from problem
    if found > DISTANCE_MM_MAX:
        raise UsageError(
            "field_odd", "nearest", expected=f"at most {DISTANCE_MM_MAX // 1000} m", found=text
        )
    return found


def _named(served: Served, form: Form) -> SetUpId:
    """Return the set-up's id: the page draws one for a new set-up, which gets its name here."""
    text, called = form.text("set_up"), form.text("called")
    if _SET_UP.match(text) is None:
        raise UsageError(
            "field_odd", "set_up", expected="an id that the page drew", found=repr(text)[:40]
        )
    handle = slug(called)
    if not handle:
        raise UsageError(
            "name_wanted", "called", expected="a name for the set-up, such as 12A-1",
            found=repr(called)[:40],
        )  # fmt: skip
    if served.names.handle(text) != handle:
        served.names.check_new(handle)
        name = served.keep(NAME, called[:HANDLE_CHARACTERS_MAX])
        served.call(Named(subject=text, handle=handle, details={NAME: name}))
    return SetUpId(text)


ACTS: Final = {
    "assess": assess,
    "approve-set-up": approve,
    "set-up-changed": changed,
    "nothing-moved": nothing_moved,
}
