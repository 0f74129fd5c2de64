"""Speaking up: stop, concern, decline, show me. For everybody, enrolled or not, at the next tap.

Taken down at once as unattributed: nobody waits for a PIN to say stop. Whoever wants their name
to it signs afterwards: the same again, signed. A device that gets no answer sends again, with the
mark that it drew for that tap (``once``), and is given the first answer again.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body

from showclear.desk.parts import Answer
from showclear.field.people import Role
from showclear.outputs.words.values import word
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
from showclear.web.in_force import roles
from showclear.web.rendering import page
from showclear.web.seeing import guns
from showclear.web.served import Served
from showclear.web.threads import in_thread

Fields = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
KINDS: Final = ("concern", "decline", "show-me")
SAID_MAX: Final = 512  # taps remembered, so that one sent twice is one; a day has far fewer
SAID_OF: Final = ("about", "weapon", "side")  # what the same again is made of
CALLED: Final = {  # roles by the titles that people on set know
    Role.CALLER: "page.stop.role.caller",
    Role.HANDLER: "page.stop.role.handler",
}
_ONCE: Final = re.compile(r"[0-9a-f]{32}\Z")


@post("/speak/stop", status_code=200)
@in_thread
def stop(served: Served, who: Asker, once: str = "") -> Response[str]:
    """Take down a stop: one tap, no question, whatever else is sent with it."""
    _speak(served, Stop(), once)
    # A browser without our scripts posts the form itself and is shown a whole page.
    template = "_spoken.html" if once else "spoken.html"
    return page(served, who, template, kind="stop", again=())


@get("/speak/sign")
@in_thread
def sign(served: Served, who: Asker, request: Request[Any, Any, Any]) -> Response[str]:
    """Offer to put a name to what was said: the address says what it was."""
    who.entered()
    said = request.query_params
    kind = str(said.get("kind", ""))
    _known(kind, "stop")
    with served.turn():
        again = tuple((name, str(said[name])) for name in SAID_OF if said.get(name))
        return page(
            served, who, "speak_sign.html", kind=kind, again=again,
            everybody=served.in_role(*[role for role in Role if role is not Role.DESK]),
        )  # fmt: skip


@get("/speak/{kind:str}")
@in_thread
def ask(served: Served, who: Asker, kind: str, unsigned: str = "") -> Response[str]:
    """Ask what a concern is about, or which gun; a decline is signed by whoever has entered."""
    _known(kind)
    with served.turn():
        return page(
            served, who, "speak.html", kind=kind, unsigned=unsigned, guns=guns(served, who.words),
            abouts=tuple(ConcernClass), sides=tuple(Side),
        )  # fmt: skip


@post("/speak/{kind:str}", status_code=200)
@in_thread
def say(served: Served, who: Asker, kind: str, data: Fields) -> Response[str]:
    """Take down what somebody says."""
    _known(kind)
    with served.turn() as state:
        form = Form(data, state)
        body = _body(served, kind, form)
    _speak(served, body, str(data.get("once", "")))
    again = tuple((name, form.text(name)) for name in SAID_OF if form.has(name))
    return page(served, who, "spoken.html", kind=kind, again=again)


def _speak(served: Served, body: AnyBody, once: str) -> Answer:
    """Have it taken down; a tap that comes again gets its first answer."""
    if _ONCE.match(once) is None:
        return served.speak(body)
    with served.turn():
        first = served.said.get(once)
        if first is None:
            while len(served.said) >= SAID_MAX:
                del served.said[next(iter(served.said))]
            first = served.said[once] = served.speak(body)
        return first


def _body(served: Served, kind: str, form: Form) -> AnyBody:
    if kind == "concern":
        about = form.choice("about", ConcernClass, ConcernClass.OTHER)
        return Concern(about=about, words=served.keep("words", form.text("words")))
    if kind == "decline":
        return Decline(weapon=form.weapon("weapon"), side=form.choice("side", Side, Side.TAKE))
    return AskToSee(weapon=form.weapon("weapon"))


def _title(role: Role, who: Asker) -> str:
    """Return a role with the title that people on set know, where it has one."""
    return who.words.say(CALLED[role]) if role in CALLED else word(role, who.words)


def _known(kind: str, *more: str) -> None:
    if kind not in {*KINDS, *more}:
        raise NotFoundException("no such page")


@get(["/stops", "/stop/{event:str}"])
@in_thread
def lift(served: Served, who: Asker) -> Response[str]:
    """Ask those whom the pack names to lift what is open; whoever is asked sees who that is."""
    who.entered()
    with served.turn() as state:
        named = roles(served, "STOP", "lifted_by")
        return page(
            served, who, "stop.html",
            stops=tuple(state.stops),
            named=tuple((_title(role, who), served.in_role(role)) for role in named),
            role_words=tuple(_title(role, who) for role in named),
        )  # fmt: skip


HANDLERS: Final = (stop, sign, ask, say, lift)
