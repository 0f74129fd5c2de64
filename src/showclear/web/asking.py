"""Who asks: session, language and the keys of their device, read from one request."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from litestar import Request
from litestar.exceptions import NotAuthorizedException

from showclear.errors import UsageError
from showclear.field.ids import KeyId, PersonId
from showclear.field.people import Role
from showclear.outputs.words.catalogue import SOURCE_LANGUAGE, Catalogue
from showclear.web.forms import keys_here
from showclear.web.served import Served
from showclear.web.sessions import Session
from showclear.web.sheets import Recorder

COOKIE: Final = "__Host-showclear"  # the prefix holds a browser to Secure, Path=/ and no Domain
LANGUAGE: Final = "language"
KEYS_HEADER: Final = "showclear-keys"


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """One request's asker; ``session`` is None for whoever has not entered."""

    session: Session | None
    words: Catalogue
    keys: frozenset[KeyId]
    roles: frozenset[Role]
    token: str

    @property
    def person(self) -> PersonId:
        """Who asks, or nobody."""
        return self.session.person if self.session is not None else PersonId("")

    @property
    def recorder(self) -> Recorder:
        """The asker as one who fills in sheets; whoever has not entered is sent to enter."""
        return Recorder(person=self.entered().person, keys=self.keys)

    def entered(self) -> Session:
        """Return the session, or raise so that the asker is asked to enter first."""
        if self.session is None:
            raise NotAuthorizedException("enter first: tap your name and type your PIN")
        return self.session

    def may_see_places(self) -> bool:
        """Return whether the asker may see where guns are kept."""
        return bool(self.roles & {Role.HANDLER, Role.OFFICER})


def asker(request: Request[Any, Any, Any], served: Served) -> Asker:
    """Read who asks from a request."""
    token = request.cookies.get(COOKIE, "")
    with served.turn():
        session = served.sessions.find(token) if token else None
        roles = served.roles(session.person) if session is not None else frozenset()
    return Asker(
        session=session,
        words=_words(request, served),
        keys=keys_here(request.headers.get(KEYS_HEADER, "")),
        roles=roles,
        token=token,
    )


def _words(request: Request[Any, Any, Any], served: Served) -> Catalogue:
    """Return the language chosen on this device, else the first its browser asks for."""
    wanted = [request.cookies.get(LANGUAGE, "")]
    asked = request.headers.get("accept-language", "").split(",")
    wanted += [part.partition(";")[0].strip() for part in asked]
    for tag in wanted:
        if tag:
            try:
                return served.words(tag)
            except UsageError:
                continue
    return served.words(SOURCE_LANGUAGE)
