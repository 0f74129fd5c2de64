"""The stage tier: two screens, before the show and after it.

No AD, no camera and no cut. Each weapon is looked at by two, once before and once after, with two
signatures; between the two it stands on its table and is watched. The plan of a scene is signed
once and stands until something in it changes (practice.md, Theatre). In the wings there may be
red light only: ``red`` paints a device so, and no colour says anything alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, CookieParameter
from litestar.response import Redirect

from showclear.field.ids import ItemId
from showclear.field.instants import MINUTE_MS, to_text
from showclear.field.mechanisms import LookWay
from showclear.field.patterns import positions_into
from showclear.field.people import Role
from showclear.field.production import Tier
from showclear.record.events.counting import CountFor
from showclear.record.events.handling import Act
from showclear.record.events.plan import Use
from showclear.record.facts_plan import SetUpFact
from showclear.record.showing import opened
from showclear.record.state import By, Weapon
from showclear.web.asking import Asker
from showclear.web.coming_next import offers
from showclear.web.forms import Form
from showclear.web.looking import BASES, answers_of, asked
from showclear.web.pages.guns import beside_them, known
from showclear.web.rendering import page
from showclear.web.seeing import GunView, gun_view, matters
from showclear.web.served import Served
from showclear.web.sheets import acts_said
from showclear.web.threads import in_thread

LIGHT: Final = "light"
RED: Final = "red"
YEAR_SECONDS: Final = 365 * 24 * 3600
Light = Annotated[str, CookieParameter(name=LIGHT)]
Asking = Request[Any, Any, Any]
Fields = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One weapon of a show: how far it has come tonight, and what comes next for it."""

    gun: GunView
    step: str  # look, rounds, show, watched, out
    firing: bool
    watched_by: str
    rounds: str = ""  # the page on which what the plan asks goes in
    holds: str = ""
    takers: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One scene's plan as it was signed, and whether it still stands."""

    set_up: str
    name: str
    stands: bool


@get("/before")
@in_thread
def before(
    served: Served, who: Asker, light: Light = "", paint: str | None = None
) -> Response[str]:
    """Show the plan and every weapon before the show, with what comes next for it."""
    return _screen(served, who, "before", light if paint is None else paint, paint)


@get("/after")
@in_thread
def after(
    served: Served, who: Asker, light: Light = "", paint: str | None = None
) -> Response[str]:
    """Show what is still to be looked at and locked away after the show, and the count."""
    return _screen(served, who, "after", light if paint is None else paint, paint)


@get(["/before/{item:str}", "/after/{item:str}"])
@in_thread
def look(  # noqa: PLR0913 - what a page is told besides its gun
    request: Asking, served: Served, who: Asker, *, item: str, half: str = "", light: Light = ""
) -> Response[str]:
    """Ask the first of two about one weapon; with ``half`` ask the second, of themselves alone."""
    who.entered()
    with served.turn() as state:
        weapon = known(served, item)
        first = Form(served.halves.find(half, served.boot_ms), state) if half else None
        return page(
            served, who, "tier_show_look.html",
            screen=_when(request),
            red=light == RED,
            half=half,
            gun=gun_view(served, ItemId(item), who.words),
            asked=asked(weapon, _way(weapon)),
            hows=BASES,
            presenter=first.person("handler") if first else "",
            people=beside_them(served, first.person("handler")) if first
            else served.in_role(Role.HANDLER),
            inside=tuple(weapon.rounds.items()),
            boxes=sorted(state.containers, key=served.names.name),
            places=_places(served),
        )  # fmt: skip


@post(["/before/{item:str}", "/after/{item:str}"])
@in_thread
def first(request: Asking, served: Served, who: Asker, item: str, data: Fields) -> Response[str]:
    """Keep what the first has answered from everybody, and go on to the second."""
    who.entered()
    with served.turn() as state:
        weapon = known(served, item)
        form = Form({**data, "weapon": item}, state)
        form.person("handler")
        answers_of(weapon, _way(weapon), form, "handler")
        half = served.opened.ids.fresh(8).hex()
        kept = {**data, "weapon": item, "way": _way(weapon).value}
        served.halves.keep(half, kept, served.boot_ms)
    answer: Response[str] = Redirect(f"/{_when(request)}/{item}?half={half}", status_code=303)
    return answer


HANDLERS: Final = (before, after, look, first)


# -- views ----------------------------------------------------------------------------------------


def _screen(
    served: Served, who: Asker, screen: str, light: str, paint: str | None
) -> Response[str]:
    who.entered()
    with served.turn() as state:
        if state.packs.tier is not Tier.STAGE:  # what they ask is what a show asks
            return Redirect("/", status_code=303)
        here = [item for item, gun in state.weapons.items() if gun.charge.by is not By.END]
        local = to_text(served.desk.now().utc_ms + state.utc_offset_minutes * MINUTE_MS)
        answer = page(
            served, who, f"tier_{screen}.html",
            screen=screen,
            red=light == RED,
            day=state.day,
            today=local[:10],
            callers=served.in_role(Role.CALLER),
            handlers=served.in_role(Role.HANDLER),
            rolling=state.rolling,
            plans=tuple(_plans(served)),
            shown=sorted((_shown(served, who, item) for item in here), key=lambda it: it.gun.name),
            mine=[served.names.name(item) for item in here
                  if state.weapons[item].in_hand == who.person != state.weapons[item].charge.who],
            matters=matters(served, who.words),
            countable=tuple(sorted({*here, *state.containers})),
            open_counts=[one for one in state.counts.values() if not one.ended],
            ended_counts=[one for one in state.counts.values() if one.ended],
            wrap=CountFor.WRAP.value,
        )  # fmt: skip
    if paint is not None:
        answer.set_cookie(
            LIGHT, RED if paint == RED else "", max_age=YEAR_SECONDS, path="/", secure=True,
            samesite="strict",
        )  # fmt: skip
    return answer


def _plans(served: Served) -> Iterator[Plan]:
    for set_up, fact in served.desk.state.set_ups.items():
        stands = not fact.changed and not fact.unsettled
        yield Plan(set_up=set_up, name=served.names.name(set_up), stands=stands)


def _shown(served: Served, who: Asker, item: ItemId) -> Shown:
    weapon = served.desk.state.weapons[item]
    view = gun_view(served, item, who.words, places=who.may_see_places())
    planned = _planned(served, item)
    use = next((one for _, one in planned), None)
    into = _going_in(served, weapon, use)
    return Shown(
        gun=view,
        step=_step(weapon, into=bool(into), stands=view.shown),
        firing=weapon.firing,
        watched_by=served.names.name(weapon.charge.who) if weapon.charge.by is By.HANDLER else "",
        rounds=f"/gun/{item}/rounds?{urlencode(into)}" if into else "",
        holds=who.words.count("unit.rounds", use.rounds) if use is not None and into else "",
        takers=tuple(_takers(served, who, item)),
    )


def _planned(served: Served, item: ItemId) -> list[tuple[SetUpFact, Use]]:
    return [
        (fact, use)
        for fact in served.desk.state.set_ups.values()
        if not fact.changed and not fact.unsettled
        for use in fact.approved.uses
        if use.weapon == item
    ]


def _going_in(served: Served, weapon: Weapon, use: Use | None) -> list[tuple[str, str]]:
    """Return what the plan has going in, as the page that asks about it is told; else nothing."""
    if use is None or not use.rounds or weapon.rounds:
        return []
    boxes = [item for item, held in served.desk.state.containers.items() if use.lot in held.stock]
    places = positions_into(weapon.mechanism)[: use.rounds]
    if not boxes or len(places) < use.rounds:
        return []
    return [("stock", f"{boxes[0]} {use.lot}"), *[("positions", one) for one in places]]


def _step(weapon: Weapon, *, into: bool, stands: str) -> str:
    """Return what comes next for a weapon before the show."""
    if weapon.charge.by is By.PLACE:
        return "look"
    if weapon.in_hand != weapon.charge.who:
        return "out"
    if weapon.firing and not opened(weapon):
        return "look"
    if into:
        return "rounds"
    return "show" if stands in {"unknown", "not-identified", "fired-cases-in-gun"} else "watched"


def _takers(
    served: Served, who: Asker, item: ItemId
) -> Iterator[tuple[str, str, str, str, tuple[str, ...]]]:
    """Yield who takes it from its table by the plan, with the two lines that are read aloud."""
    for one in offers(served, item):
        may_not = [act for act in Act if act not in one.acts]
        yield (
            one.set_up,
            one.person,
            acts_said(one.acts, who.words),
            acts_said(may_not, who.words),
            tuple(act.value for act in one.acts),
        )


def _way(weapon: Weapon) -> LookWay:
    return LookWay.SEEN_EMPTY if weapon.firing else LookWay.NON_FIRING


def _when(request: Asking) -> str:
    return request.url.path.split("/")[1]


def _places(served: Served) -> list[ItemId]:
    held = served.desk.state.containers.items()
    return sorted([item for item, one in held if one.key_holders], key=served.names.name)
