"""Who is at which screen: a session is a signed challenge by an enrolled key.

No passwords. A challenge is drawn, signed under a text with which no event can begin, and good
once, for a minute. The session is bound to the key: it ends when the key is revoked, after
``SESSION_MS`` at the latest, or when somebody leaves. Only a digest of its token is kept.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import msgspec

from showclear.desk.desk import Desk
from showclear.errors import UsageError
from showclear.field.ids import KeyId, PersonId
from showclear.record.event import public_key

CHALLENGE_MS: Final = 60_000
SESSION_MS: Final = 4 * 3_600_000  # a half-day: nobody types a PIN again before lunch
CHALLENGES_MAX: Final = 1_024
TOKEN_BYTES: Final = 32


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One person at one screen, by one key, since when (ms since the machine started)."""

    person: PersonId
    key: KeyId
    since_ms: int


class Sessions:
    """The sessions of one served ledger; in memory, so a restart ends them all."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._challenges: dict[str, tuple[KeyId, int]] = {}
        self._sessions: dict[bytes, Session] = {}

    def challenge(self, key: KeyId) -> str:
        """Draw a challenge for one key; nothing is said of whether the key is known."""
        self._forget_old()
        if len(self._challenges) >= CHALLENGES_MAX:
            # The oldest goes: whoever draws them by the hundred keeps nobody out for a minute.
            del self._challenges[next(iter(self._challenges))]
        drawn = self._desk.parts.ids.fresh(TOKEN_BYTES).hex()
        self._challenges[drawn] = (key, self._now())
        return drawn

    def begin(self, key: KeyId, challenge: str, signature: bytes) -> str:
        """Return a new session's token, or raise ``UsageError`` saying what is wrong."""
        self._forget_old()
        drawn = self._challenges.pop(challenge, None)
        record = self._desk.state.registry.keys.get(key)
        if drawn is None or drawn[0] != key:
            raise _cannot("a challenge of the last minute, for this key", "another or an old one")
        if record is None or not self._desk.state.registry.live_key(key):
            raise _cannot("a key that is enrolled and not revoked", f"{key[:16]}…")
        message = signed_text(self._desk.parts.origin, challenge)
        if not self._desk.parts.check.many([(public_key(key), message, signature)])[0]:
            raise _cannot(f"a signature by {key[:16]}…", "one that fails")
        token = self._desk.parts.ids.fresh(TOKEN_BYTES).hex()
        self._sessions[_digest(token)] = Session(
            person=record.person, key=key, since_ms=self._now()
        )
        return token

    def find(self, token: str) -> Session | None:
        """Return the session of a token, or None once its key or its time has ended."""
        session = self._sessions.get(_digest(token))
        if session is None:
            return None
        fresh = 0 <= self._now() - session.since_ms <= SESSION_MS
        if fresh and self._desk.state.registry.live_key(session.key):
            return session
        del self._sessions[_digest(token)]
        return None

    def key_of(self, token: str) -> str:
        """Return the key of a token's session, or nothing; looks only, so any thread may ask."""
        session = self._sessions.get(_digest(token))
        return session.key if session is not None else ""

    def end(self, token: str) -> None:
        """End a session."""
        self._sessions.pop(_digest(token), None)

    def _now(self) -> int:
        return self._desk.parts.clock.boot()[1]

    def _forget_old(self) -> None:
        now = self._now()
        for drawn, (_, at) in list(self._challenges.items()):
            if not 0 <= now - at <= CHALLENGE_MS:
                del self._challenges[drawn]


def signed_text(origin: str, challenge: str) -> bytes:
    """Return what is signed to sign in; an event's signed bytes begin with ``DSSEv1``."""
    return f"showclear session\n{origin}\n{challenge}\n".encode()


def _digest(token: str) -> bytes:
    return sha256(token.encode(errors="replace")).digest()


def _cannot(expected: str, found: str) -> UsageError:
    return UsageError(
        "cannot_sign_in", "sign-in", expected=expected, found=found, hint="tap the name again"
    )
