"""Speaking up: stop, concern, decline, show me. For everybody, enrolled or not, at the next tap.

Taken down at once as unattributed: nobody waits for a PIN to say stop. Whoever wants their name
to it signs afterwards.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body

from showclear.field.people import Role
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    Decline,
    Side,
    Stop,
)
from showclear.record.events.table import AnyBody
from showclear.web.asking import Asker
from showclear.web.forms import Form
from showclear.web.rendering import page
from showclear.web.seeing import guns
from showclear.web.served import Served
from showclear.web.threads import in_thread

Fields = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
KINDS: Final = ("concern", "decline", "show-me")


@post("/speak/stop", status_code=200)
@in_thread
def stop(served: Served, who: Asker) -> Response[str]:
    """Take down a stop: one tap, no question."""
    served.speak(Stop())
    return page(served, who, "_spoken.html", kind="stop")


@get("/speak/{kind:str}")
@in_thread
def ask(served: Served, who: Asker, kind: str) -> Response[str]:
    """Ask what a concern is about, or which gun."""
    _known(kind)
    with served.turn():
        return page(
            served, who, "speak.html", kind=kind, guns=guns(served, who.words),
            abouts=tuple(ConcernClass), sides=tuple(Side),
        )  # fmt: skip


@post("/speak/{kind:str}", status_code=200)
@in_thread
def say(served: Served, who: Asker, kind: str, data: Fields) -> Response[str]:
    """Take down what somebody says."""
    _known(kind)
    with served.turn() as state:
        body = _body(served, kind, Form(data, state))
    served.speak(body)
    return page(served, who, "spoken.html", kind=kind)


def _body(served: Served, kind: str, form: Form) -> AnyBody:
    if kind == "concern":
        about = form.choice("about", ConcernClass, ConcernClass.OTHER)
        return Concern(about=about, words=served.keep("words", form.text("words")))
    if kind == "decline":
        return Decline(weapon=form.weapon("weapon"), side=form.choice("side", Side, Side.TAKE))
    return AskToSee(weapon=form.weapon("weapon"))


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise NotFoundException("no such page")


@get("/stop/{event:str}")
@in_thread
def lift(served: Served, who: Asker, event: str) -> Response[str]:
    """Ask those whom the pack names to lift one stop."""
    who.entered()
    with served.turn() as state:
        if event not in state.stops:
            raise NotFoundException("stop: expected one that is open, found none of this name")
        return page(
            served, who, "stop.html", event=event,
            handlers=served.in_role(Role.HANDLER), callers=served.in_role(Role.CALLER),
        )  # fmt: skip


HANDLERS: Final = (stop, ask, say, lift)
