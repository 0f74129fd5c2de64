"""Set-ups: each one planned use, written down, approved, held against what is there, rolled."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from litestar import Response, get
from litestar.exceptions import NotFoundException

from showclear.field.ids import SetUpId
from showclear.field.people import Role
from showclear.field.plan import Line, Moving, Phase
from showclear.outputs.words.catalogue import FEET_TERRITORIES
from showclear.record.events.handling import Act, Announced
from showclear.record.events.plan import ApproveSetUp, Changed
from showclear.record.facts_plan import SetUpFact
from showclear.record.state import By
from showclear.web.acts.plan import MM, MOVEMENTS_OFFERED
from showclear.web.asking import Asker
from showclear.web.clocks import clocks
from showclear.web.rendering import page
from showclear.web.rolling import against_rolling
from showclear.web.seeing import gun_view, guns
from showclear.web.served import Served
from showclear.web.threads import in_thread

AD_ROLES: Final = (Role.CALLER, Role.SECOND_PERSON)


@get("/set-ups/new")
@in_thread
def new_set_up(served: Served, who: Asker, like: str = "") -> Response[str]:
    """Ask for a new set-up, or for one that is there as it is to be from now on."""
    who.entered()
    with served.turn() as state:
        fact = state.set_ups.get(SetUpId(like))
        return page(
            served, who, "set-up_new.html",
            **_offered(served, who),
            set_up=like if fact is not None else served.new_id("s"),
            called=served.names.name(like) if fact is not None else "",
            was=fact.approved if fact is not None else None,
            uses={use.weapon: use for use in fact.approved.uses} if fact is not None else {},
            **_written(served, who, fact),
        )  # fmt: skip


@get("/scenes/new")
@in_thread
def new_scene(served: Served, who: Asker) -> Response[str]:
    """Ask for the assessment of a scene, in writing."""
    who.entered()
    with served.turn():
        return page(served, who, "plan_scene.html", **_offered(served, who))


@get("/set-up/{set_up:str}")
@in_thread
def set_up(served: Served, who: Asker, set_up: str) -> Response[str]:
    """Show one set-up: what stands against rolling it, and what is said on the floor."""
    who.entered()
    with served.turn():
        fact = _fact(served, set_up)
        return page(
            served, who, "set-up.html",
            **_part(served, who, fact),
            **_offered(served, who),
        )  # fmt: skip


@get("/set-up/{set_up:str}/now")
@in_thread
def set_up_now(served: Served, who: Asker, set_up: str) -> Response[str]:
    """Show the part of one set-up that keeps up."""
    who.entered()
    with served.turn():
        return page(served, who, "_set-up.html", **_part(served, who, _fact(served, set_up)))


def _written(served: Served, who: Asker, fact: SetUpFact | None) -> dict[str, Any]:
    """Return the distance and the reasons as they were written, in the asker's own unit."""
    feet = who.words.locale.territory in FEET_TERRITORIES
    units = ("ft", "m") if feet else ("m", "ft")
    if fact is None:
        return {"units": units, "was_nearest": "", "reasons": {}}
    nearest = (fact.approved.nearest_mm / MM[units[0]]).quantize(Decimal("0.001")).normalize()
    reasons = {
        use.weapon: served.names.words(use.reason) for use in fact.approved.uses if use.reason
    }
    return {"units": units, "was_nearest": f"{nearest:f}", "reasons": reasons}


def _fact(served: Served, set_up: str) -> SetUpFact:
    fact = served.desk.state.set_ups.get(SetUpId(set_up))
    if fact is None:
        raise NotFoundException(f"set-up: expected one of this ledger, found {set_up!r:.40}")
    return fact


def _part(served: Served, who: Asker, fact: SetUpFact) -> dict[str, Any]:
    approved: ApproveSetUp = fact.approved
    state = served.desk.state
    counted = state.area_counts.get(approved.set_up)
    uses = [use for use in approved.uses if use.weapon in state.weapons]
    return {
        "view": against_rolling(served, approved.set_up, who.words),
        "approved": approved,
        "nearest": who.words.length(approved.nearest_mm),
        "counted": counted,
        "clocks": clocks(served, who.words),
        "guns_of": tuple(gun_view(served, use.weapon, who.words, places=False) for use in uses),
        "again": frozenset(
            use.weapon
            for use in uses
            if state.weapons[use.weapon].cut is not None
            and state.weapons[use.weapon].handed_for == approved.set_up
        ),
        "rolling": state.rolling,
    }


def _offered(served: Served, who: Asker) -> dict[str, Any]:
    state = served.desk.state
    return {
        "all_guns": guns(served, who.words),
        "lots": tuple(sorted(state.lots, key=served.names.name)),
        "handlers": served.in_role(Role.HANDLER),
        "callers": served.in_role(Role.CALLER),
        "briefers": served.in_role(*AD_ROLES, Role.HANDLER),
        "ads": served.in_role(*AD_ROLES),
        "performers": served.in_role(Role.PERFORMER, Role.CREW),
        "everybody": served.in_role(*[role for role in Role if role is not Role.DESK]),
        "scenes": tuple(sorted(state.scenes)),
        "phases": tuple(Phase),
        "lines": tuple(Line),
        "acts": tuple(Act),
        "holds": tuple(Announced),
        "movings": tuple(Moving),
        "movements": tuple(range(1, MOVEMENTS_OFFERED + 1)),
        "changes": tuple(Changed),
        "locked": frozenset(
            item for item, gun in state.weapons.items() if gun.charge.by is By.PLACE
        ),
    }


HANDLERS: Final = (new_set_up, new_scene, set_up, set_up_now)
