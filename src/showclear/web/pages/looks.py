"""Looks at one gun: two apart at an opening check, one showing and two answers everywhere else.

At a showing the page asks whoever presents first, and keeps the answers from everybody until the
second person's are in; then both stand on one sheet, and the hand-over with them where somebody
is named (DESIGN.md, Ten principles 4).
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from showclear.field.ids import ItemId, PersonId
from showclear.field.mechanisms import Holds, LookWay
from showclear.field.patterns import positions_into, ways_of
from showclear.field.people import Role
from showclear.record.events.handling import Act, Purpose
from showclear.record.showing import Shown as Stands
from showclear.record.showing import latest, statement
from showclear.record.state import State, Weapon
from showclear.web.acts.guns import goes_in
from showclear.web.asking import Asker
from showclear.web.coming_next import Supply, offers, supplies
from showclear.web.forms import Form
from showclear.web.looking import BASES, RING_MAX, Asked, answers_of, asked
from showclear.web.pages.guns import beside_them, known, offered
from showclear.web.rendering import page
from showclear.web.seeing import gun_view
from showclear.web.served import Served
from showclear.web.threads import in_thread

WITH_ROUNDS: Final = frozenset({LookWay.SEEN_GOING_IN, LookWay.TAKEN_OUT_AND_SEEN})
Fields = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/gun/{item:str}/show")
@in_thread
def show(
    served: Served, who: Asker, item: str, way: LookWay | None = None,
    purpose: Purpose = Purpose.SHOWING,
) -> Response[str]:  # fmt: skip
    """Ask one person about one gun: whoever looks at an opening, whoever presents at a showing."""
    who.entered()
    with served.turn():
        weapon = known(served, item)
        alone = purpose is not Purpose.SHOWING or not weapon.firing
        chosen = way or _first_way(weapon, purpose)
        return page(
            served, who, "show.html", half="", people=_first(served, who, weapon, alone=alone),
            **_shown(served, who, item, asked(weapon, chosen), purpose, alone=alone),
        )  # fmt: skip


@get("/gun/{item:str}/going-in")
@in_thread
def going_in(served: Served, who: Asker, item: str) -> Response[str]:
    """Ask what goes in, and where: rounds of one lot, seen going in."""
    who.entered()
    with served.turn():
        weapon = known(served, item)
        into = positions_into(weapon.mechanism)
        return page(
            served, who, "show_rounds.html",
            gun=gun_view(served, ItemId(item), who.words),
            supplies=supplies(served, ItemId(item)),
            into=into,
            all=len(into) <= RING_MAX and not weapon.capacity,
        )  # fmt: skip


@get("/gun/{item:str}/rounds")
@in_thread
def rounds(  # noqa: PLR0913, PLR0917 - one for each field of the form
    served: Served, who: Asker, item: str, stock: str, positions: list[str], snapped: str = "",
) -> Response[str]:  # fmt: skip
    """Ask whoever presents about rounds that go in, and before that about the empty gun."""
    who.entered()
    fields: dict[str, str | list[str]] = {
        "stock": stock, "positions": positions, "snapped": snapped,
    }  # fmt: skip
    with served.turn() as state:
        weapon = known(served, item)
        going = goes_in(state, Form(fields, state))
        view = _shown(
            served, who, item, asked(weapon, LookWay.SEEN_GOING_IN, going), Purpose.SHOWING,
            alone=False,
        )  # fmt: skip
        return page(
            served, who, "show.html", half="", people=_first(served, who, weapon, alone=False),
            **{**view, **_before(weapon, served), "rounds": fields},
        )  # fmt: skip


@post("/gun/{item:str}/presented")
@in_thread
def presented(served: Served, who: Asker, item: str, data: Fields) -> Response[str]:
    """Keep what the first has answered from everybody, and go on to the second."""
    who.entered()
    with served.turn() as state:
        weapon = known(served, item)
        form = Form({**data, "weapon": item}, state)
        form.person("handler")
        way, going = form.choice("way", LookWay), _going(state, form)
        answers_of(weapon, way, form, "handler", going)
        if form.has("before"):
            answers_of(weapon, LookWay.SEEN_EMPTY, form, "handler.before")
        half = served.opened.ids.fresh(8).hex()
        served.halves.keep(half, {**data, "weapon": item}, served.boot_ms)
    answer: Response[str] = Redirect(f"/gun/{item}/second?half={half}", status_code=303)
    return answer


@get("/gun/{item:str}/second")
@in_thread
def second(served: Served, who: Asker, item: str, half: str) -> Response[str]:
    """Ask the second person; nothing of the first's answers is on the page."""
    who.entered()
    with served.turn() as state:
        weapon = known(served, item)
        form = Form(served.halves.find(half, served.boot_ms), state)
        handler = form.person("handler")
        wanted = asked(weapon, form.choice("way", LookWay), _going(state, form))
        view = _shown(served, who, item, wanted, Purpose.SHOWING, alone=False)
        before = _before(weapon, served) if form.has("before") else {}
        return page(
            served, who, "show.html", half=half, presenter=handler,
            people=beside_them(served, handler), **{**view, **before},
            offers=offered(who, offers(served, ItemId(item))),
            performers=served.in_role(Role.PERFORMER, Role.CREW),
            acts=tuple(Act),
        )  # fmt: skip


def _shown(  # noqa: PLR0913 - what a look's page is made of
    served: Served, who: Asker, item: str, wanted: Asked, purpose: Purpose, *, alone: bool
) -> dict[str, Any]:
    weapon = known(served, item)
    opening = purpose is Purpose.OPENING
    return {
        "gun": gun_view(served, ItemId(item), who.words),
        "weapon": weapon,
        "asked": wanted,
        "ways": _ways(weapon, purpose),
        "before": None,
        "rounds": None,
        "purpose": purpose,
        "alone": alone,
        "hows": BASES,
        "first_in": [one.person for one in latest(weapon.opening)] if opening else [],
    }


def _ways(weapon: Weapon, purpose: Purpose) -> list[LookWay]:
    """Return the ways that say anything of the gun as it is: nothing goes into an empty one."""
    ways = ways_of(weapon.mechanism)
    loaded = bool(weapon.rounds) and purpose is Purpose.SHOWING
    return [way for way in LookWay if way in ways and (way in WITH_ROUNDS) is loaded]


def _before(weapon: Weapon, served: Served) -> dict[str, Asked | None]:
    """Return what is asked of the gun before rounds go in, unless it stands as seen empty."""
    stands = statement(weapon, epoch=served.desk.now().epoch)
    due = stands.shown is not Stands.EMPTY
    return {"before": asked(weapon, LookWay.SEEN_EMPTY) if due else None}


def _going(state: State, form: Form) -> dict[str, Holds]:
    return goes_in(state, form) if form.has("stock") else {}


def _first(served: Served, who: Asker, weapon: Weapon, *, alone: bool) -> tuple[PersonId, ...]:
    """Return who may answer first, the most likely at the head.

    Of two apart, those who have not looked yet come before those who have.
    """
    handlers = served.in_role(Role.HANDLER)
    if not alone or not weapon.firing:
        likely = (PersonId(weapon.charge.who), who.person)
        return tuple(sorted(handlers, key=lambda one: (*[one != each for each in likely],)))
    looked = {one.person for one in latest(weapon.opening)}
    others = [one for one in beside_them(served, PersonId("")) if one not in handlers]
    people = (*handlers, *others)
    return tuple(
        sorted(people, key=lambda one: (one in looked, bool(looked) == (one in handlers)))
    )


def _first_way(weapon: Weapon, purpose: Purpose) -> LookWay:
    """Return the way most likely meant: of a loaded gun that its rounds went in before two."""
    ways = ways_of(weapon.mechanism)
    loaded = weapon.loads and purpose is Purpose.SHOWING
    # Nobody sees rounds going in a second time once the gun was in another hand (rules.md R32).
    again = weapon.loaded_index < weapon.handed_index
    if loaded and again and LookWay.TAKEN_OUT_AND_SEEN in ways:
        return LookWay.TAKEN_OUT_AND_SEEN
    if loaded and LookWay.SEEN_GOING_IN in ways:
        return LookWay.SEEN_GOING_IN
    return next((way for way in LookWay if way in ways), LookWay.SEEN_EMPTY)


def only_supply(found: tuple[Supply, ...]) -> Supply | None:
    """Return the one supply that fits and is proved, if there is but one."""
    fitting = [one for one in found if one.fits and one.proved]
    return fitting[0] if len(fitting) == 1 else None


HANDLERS: Final = (show, going_in, rounds, presented, second)
