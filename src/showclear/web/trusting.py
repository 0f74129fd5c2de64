"""What a new device is handed so that its browser believes the box: certificate, profile, how to.

The cart has its own authority (``adapters.authority``). A device takes its certificate once; the
person compares the fingerprint with the one on the cart's screen. Until then the device cannot
have a page over TLS without a warning, so this one page is served in plain text too: nothing on it
is secret, and what is changed on its way is seen in the fingerprint.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from showclear.errors import UsageError
from showclear.field.instants import to_text
from showclear.outputs.fingerprints import pairs, spoken
from showclear.outputs.words.catalogue import SOURCE_LANGUAGE, Catalogue
from showclear.web.certificates import Trust
from showclear.web.rendering import HTML, plain_page
from showclear.web.security import HEADERS, Message, Receive, Scope, Send
from showclear.web.static_files import STATIC

CERTIFICATE_PATH: Final = "/showclear.crt"
PROFILE_PATH: Final = "/showclear.mobileconfig"
CERTIFICATE_TYPE: Final = "application/x-x509-ca-cert"
PROFILE_TYPE: Final = "application/x-apple-aspen-config"


def trust_page(trust: Trust, words: Catalogue) -> str:
    """Return the page that hands out the certificate."""
    return plain_page(
        "trust.html",
        words,
        trust=trust,
        fingerprint=pairs(trust.fingerprint),
        spoken=spoken(trust.fingerprint),
        ends=to_text(trust.ends_ms)[:10],
    )


Wanted = Callable[[str], Catalogue]


class TrustSite:
    """The one page, its two files and its style sheet, in plain text; all else is elsewhere."""

    def __init__(self, trust: Trust, words: Wanted) -> None:
        self._trust = trust
        self._words = words
        self._files = {
            CERTIFICATE_PATH: (CERTIFICATE_TYPE, trust.der),
            PROFILE_PATH: (PROFILE_TYPE, trust.profile),
            "/static/style.css": ("text/css", (STATIC / "style.css").read_bytes()),
            "/static/icon.svg": ("image/svg+xml", (STATIC / "icon.svg").read_bytes()),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await _lifespan(receive, send)
            return
        kind, body = self._answer(scope)
        headers = [(b"content-type", kind.encode()), *HEADERS]
        status = 200 if body else 404
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    def _answer(self, scope: Scope) -> tuple[str, bytes]:
        if scope["method"] not in {"GET", "HEAD"}:
            return "text/plain", b""
        if scope["path"] in {"/", "/trust"}:
            return HTML, trust_page(self._trust, self._language(scope)).encode()
        return self._files.get(scope["path"], ("text/plain", b""))

    def _language(self, scope: Scope) -> Catalogue:
        asked = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
        for part in asked.split(","):
            try:
                return self._words(part.partition(";")[0].strip() or SOURCE_LANGUAGE)
            except UsageError:
                continue
        return self._words(SOURCE_LANGUAGE)


async def _lifespan(receive: Callable[[], Awaitable[Message]], send: Send) -> None:
    """Say yes to a server that asks whether it may start and end."""
    message: Any = await receive()
    while message["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
        message = await receive()
    await send({"type": "lifespan.shutdown.complete"})
