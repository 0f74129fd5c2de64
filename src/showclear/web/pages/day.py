"""The day: what is said before first use, the roll, what is laid on, set-ups, pauses, wrap."""

from __future__ import annotations

from typing import Annotated, Any, Final

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from showclear.field.instants import MINUTE_MS, to_text
from showclear.field.people import Role
from showclear.field.plan import Provision
from showclear.record.events.plan import Briefing
from showclear.record.floor import laid_on, todays
from showclear.web.agenda import asked_for, before_first_use
from showclear.web.asking import Asker
from showclear.web.forms import Form
from showclear.web.pauses import Pause, Reason
from showclear.web.rendering import page
from showclear.web.rolling import set_ups
from showclear.web.seeing import guns
from showclear.web.served import Served
from showclear.web.threads import in_thread

Fields = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
AD_ROLES: Final = (Role.CALLER, Role.SECOND_PERSON)


@get("/day")
@in_thread
def day(served: Served, who: Asker) -> Response[str]:
    """Show the day: what is to be said before first use, and where each is said."""
    who.entered()
    with served.turn() as state:
        now = served.desk.now()
        briefed = todays(state, now)
        local = to_text(now.utc_ms + state.utc_offset_minutes * MINUTE_MS)
        people = served.in_role(*[role for role in Role if role is not Role.DESK])
        return page(
            served, who, "day.html",
            **_part(served, who),
            today=local[:10],
            callers=served.in_role(Role.CALLER),
            ads=served.in_role(*AD_ROLES),
            closers=served.in_role(Role.CALLER, Role.HANDLER),
            handlers=served.in_role(Role.HANDLER),
            people=people,
            titles={one: state.registry.people[one].title for one in people},
            on_roll=frozenset(briefed.people),
            briefings=tuple(Briefing),
            provisions=tuple(Provision),
            asked=frozenset(asked_for(served)),
            told={one.value: laid_on(state, one.value, now) for one in Provision},
            reasons=tuple(Reason),
        )  # fmt: skip


@get("/day/now")
@in_thread
def day_now(served: Served, who: Asker) -> Response[str]:
    """Show the part of the day that keeps up."""
    who.entered()
    with served.turn():
        return page(served, who, "_day.html", **_part(served, who))


@post("/pauses/{errand:str}")
@in_thread
def pause(served: Served, who: Asker, errand: str, data: Fields) -> Response[str]:
    """Begin or end a pause; every board shows its clock, no record keeps it."""
    person = who.entered().person
    with served.turn() as state:
        reason = Form(data, state).choice("reason", Reason)
        if errand == "end":
            served.pauses.end(reason)
        else:
            served.pauses.begin(Pause(reason=reason, by=person, since_boot_ms=served.boot_ms))
    served.stream.recorded()
    answer: Response[str] = Redirect("/day#pause", status_code=303)
    return answer


def _part(served: Served, who: Asker) -> dict[str, Any]:
    state = served.desk.state
    return {
        "day": state.day,
        "tasks": before_first_use(served, who.words),
        "set_ups": set_ups(served, who.words),
        "scenes": tuple(sorted(state.scenes)),
        "out": tuple(gun for gun in guns(served, who.words) if gun.out),
        "pauses": served.pauses.open(),
    }


HANDLERS: Final = (day, day_now, pause)
