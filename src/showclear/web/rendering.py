"""Pages from templates: what people wrote is escaped; texts are the asker's catalogue's."""

from __future__ import annotations

from typing import Any, Final

# Templates that escape by themselves, kept apart from code.
from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Response

from showclear.field.people import Role
from showclear.outputs.words.catalogue import Catalogue, catalogue, languages
from showclear.outputs.words.verdicts import position
from showclear.web.asking import Asker
from showclear.web.in_force import roles
from showclear.web.served import Served

HTML: Final = "text/html; charset=utf-8"
_TEMPLATES: Final = Environment(
    loader=PackageLoader("showclear.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(served: Served, who: Asker, name: str, /, **shown: Any) -> Response[str]:
    """Return a page or a part of one in the asker's language."""
    words = who.words
    text = _TEMPLATES.get_template(name).render(
        t=words.say,
        n=words.count,
        words=words,
        who=who,
        origin=served.desk.parts.origin,
        settings=served.settings,
        tier=served.desk.state.packs.tier.value,
        name=served.names.name,
        desk_stopped=bool(served.desk.stopped),
        place=lambda one: position(one, words),
        languages=named_languages(),
        # At a stop one thing for each: handlers collect, whoever else holds a gun stands still.
        collects=Role.HANDLER in who.roles,
        lifts=bool(who.roles & set(roles(served, "STOP", "lifted_by"))),
        **shown,
    )
    return Response(text, media_type=HTML)


def named_languages() -> tuple[tuple[str, str], ...]:
    """Return every language with what it calls itself."""
    return tuple((tag, catalogue(tag).say("catalogue.name")) for tag in languages())


def plain_page(name: str, words: Catalogue, /, **shown: Any) -> str:
    """Return a page that stands by itself: no session, no scripts, nothing of the ledger."""
    return _TEMPLATES.get_template(name).render(t=words.say, n=words.count, words=words, **shown)


def problem_page(problem: object) -> str:
    """Return a page that says what is wrong and needs nothing else: for when all else failed."""
    return _TEMPLATES.get_template("fault.html").render(problem=problem)
