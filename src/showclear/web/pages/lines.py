"""Lines of like guns: two walk them, each answers alone, then each gun goes by voucher number.

Six minutes for thirty rifles is what a set can bear (practice.md, Where time goes): what is as it
should be takes one tap whatever the number; only what is odd is named gun by gun. Back the same
way: all that are out in other hands, one tap, exceptions unticked.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body
from litestar.response import Redirect

from showclear.field.ids import ItemId, PersonId
from showclear.field.mechanisms import Holds, LookWay, Mechanism
from showclear.field.people import Role
from showclear.record.events.handling import Act, Purpose
from showclear.record.showing import latest, opened
from showclear.record.state import By, Held, State, Weapon
from showclear.web.acts.lines import checked
from showclear.web.asking import Asker
from showclear.web.forms import Form
from showclear.web.looking import asked
from showclear.web.pages.guns import People, beside_them, known
from showclear.web.rendering import page
from showclear.web.served import Served
from showclear.web.sheets import Sheet
from showclear.web.threads import in_thread

Fields = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
LIKE_MIN: Final = 2
ODD: Final = (
    Holds.NOT_SEEN,
    Holds.ODD,
    Holds.DUMMY,
    Holds.BLANK,
    Holds.FIRED_CASE,
    Holds.OBSTRUCTED,
)


class Likes(msgspec.Struct, frozen=True, kw_only=True):
    """Guns of one make in one place or hand: a line."""

    head: ItemId
    pattern: str
    guns: tuple[ItemId, ...]
    locked: bool


@get("/line")
@in_thread
def which(served: Served, who: Asker) -> Response[str]:
    """Show every line of like guns that could be walked now."""
    who.entered()
    with served.turn():
        return page(served, who, "lines.html", lines=likes(served))


@get("/line/{item:str}")
@in_thread
def walk(served: Served, who: Asker, item: str) -> Response[str]:
    """Ask the first walker: what is odd, then everything else in one tap."""
    who.entered()
    with served.turn():
        line = _line(served, item)
        return page(
            served, who, "line.html", half="", issue=True, **_shown(served, who, line, line.guns)
        )


@post("/line/{item:str}/walked")
@in_thread
def walked(served: Served, who: Asker, item: str, data: Fields) -> Response[str]:
    """Keep what the first walker has answered from everybody, and go on to the second."""
    with served.turn() as state:
        checked(Sheet(served, who.recorder), Form(data, state), "handler")
        half = served.opened.ids.fresh(8).hex()
        served.halves.keep(half, data, served.boot_ms)
    answer: Response[str] = Redirect(f"/line/{item}/second?half={half}", status_code=303)
    return answer


@get("/line/{item:str}/second")
@in_thread
def second(served: Served, who: Asker, item: str, half: str) -> Response[str]:
    """Ask the second walker; nothing of the first's answers is on the page."""
    who.entered()
    with served.turn() as state:
        form = Form(served.halves.find(half, served.boot_ms), state)
        line = _line(served, item)
        walked_by_name = sorted(form.items("items"), key=served.names.name)
        shown = _shown(served, who, line, tuple(walked_by_name))
        presenter = form.person("handler")
        shown["walkers"] = beside_them(served, presenter)
        return page(
            served, who, "line.html", half=half, presenter=presenter,
            issue=form.has("issue"), **shown,
        )  # fmt: skip


@get("/back")
@in_thread
def back(served: Served, who: Asker) -> Response[str]:
    """Collect several: everything that is in another hand than its handler's, all ticked."""
    who.entered()
    with served.turn() as state:
        out = [
            (item, served.names.name(gun.in_hand) if gun.in_hand else "", gun.voucher)
            for item, gun in state.weapons.items()
            if gun.charge.by in {By.HANDLER, By.GAP} and gun.in_hand != gun.charge.who
        ]
        return page(
            served, who, "line_back.html", out=_by_name(served, out), **_signers(served, who)
        )


@get("/lock")
@in_thread
def lock(served: Served, who: Asker) -> Response[str]:
    """Lock away several; this never waits for a count or an answer."""
    who.entered()
    with served.turn() as state:
        places = [item for item, one in state.containers.items() if one.key_holders]
        every: dict[ItemId, Held] = {**state.weapons, **state.containers}
        held = [
            (item, "", 0)
            for item, one in every.items()
            if one.charge.by is By.HANDLER and one.in_hand == one.charge.who and item not in places
        ]
        return page(
            served, who, "line_lock.html", out=_by_name(served, held), places=places,
            **_signers(served, who),
        )  # fmt: skip


def likes(served: Served) -> tuple[Likes, ...]:
    """Return every line: guns of one make that are together, at least two."""
    found: dict[tuple[object, ...], list[ItemId]] = {}
    for item, gun in served.desk.state.weapons.items():
        if _walkable(gun):
            found.setdefault(_make(gun), []).append(item)
    lines = [_likes(served, guns) for guns in found.values() if len(guns) >= LIKE_MIN]
    return tuple(sorted(lines, key=lambda line: (line.locked, -len(line.guns))))


def _make(gun: Weapon) -> tuple[Mechanism, object, object]:
    return gun.mechanism, gun.weapon_class, gun.charge


def _walkable(gun: Weapon) -> bool:
    """Return whether a gun may stand in a line: empty, locked or in a handler's hand."""
    together = gun.charge.by is By.PLACE or gun.in_hand == gun.charge.who
    return gun.charge.by in {By.PLACE, By.HANDLER} and together and not gun.rounds


def _likes(served: Served, guns: list[ItemId]) -> Likes:
    ordered = sorted(guns, key=served.names.name)
    head = served.desk.state.weapons[ordered[0]]
    return Likes(
        head=ordered[0],
        pattern=head.pattern,
        guns=tuple(ordered),
        locked=head.charge.by is By.PLACE,
    )


def _line(served: Served, item: str) -> Likes:
    gun = known(served, item)
    if not _walkable(gun):
        raise NotFoundException(
            f"line: expected a gun that is empty and with its handler or locked away, found {item}"
        )
    weapons = served.desk.state.weapons
    alike = [
        one for one, other in weapons.items() if _walkable(other) and _make(other) == _make(gun)
    ]
    return _likes(served, alike)


def _shown(served: Served, who: Asker, line: Likes, guns: tuple[ItemId, ...]) -> dict[str, Any]:
    state = served.desk.state
    head = state.weapons[line.head]
    people = People(served, who, head)
    way = LookWay.SEEN_EMPTY if head.firing else LookWay.NON_FIRING
    return {
        "line": line,
        "guns": guns,
        "purpose": Purpose.OPENING if line.locked else Purpose.SHOWING,
        "methods": asked(head, way).methods,
        "odd": ODD if head.firing else (Holds.NOT_SEEN, Holds.ODD),
        "walkers": _walkers(served, line, people),
        "first_in": _first_in(state, line),
        "checked": line.locked and all(opened(state.weapons[one]) for one in line.guns),
        "place_id": head.charge.who,
        "handlers": people.handlers,
        "next_voucher": max([gun.voucher for gun in state.weapons.values()], default=0) + 1,
        "set_ups": _set_ups(state, line),
        "acts": tuple(Act),
    }


def _walkers(served: Served, line: Likes, people: People) -> tuple[PersonId, ...]:
    """Return who may walk first: handlers; of an opening check those who have not looked yet."""
    if not line.locked:
        return tuple(sorted(people.handlers, key=lambda one: one != people.handler))
    looked = _first_in(served.desk.state, line)
    others = (*people.handlers, *beside_them(served, PersonId("")))
    return tuple(sorted(dict.fromkeys(others), key=lambda one: one in looked))


def _first_in(state: State, line: Likes) -> frozenset[PersonId]:
    """Return who has walked an opening check; at a showing there is no first apart."""
    looks = state.weapons[line.head].opening if line.locked else []
    return frozenset(look.person for look in latest(looks))


def _set_ups(state: State, line: Likes) -> tuple[str, ...]:
    """Return the approved set-ups that use these guns."""
    return tuple(
        set_up
        for set_up, fact in state.set_ups.items()
        if {use.weapon for use in fact.approved.uses} & set(line.guns)
    )


def _by_name(
    served: Served, found: list[tuple[ItemId, str, int]]
) -> list[tuple[ItemId, str, int]]:
    return sorted(found, key=lambda one: (one[2], served.names.name(one[0])))


def _signers(served: Served, who: Asker) -> dict[str, Any]:
    handlers = served.in_role(Role.HANDLER)
    likely = who.person if who.person in handlers else next(iter(handlers), "")
    return {"handlers": handlers, "handler": likely}


HANDLERS: Final = (which, walk, walked, second, back, lock)
