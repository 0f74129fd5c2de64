"""Drafts: what is being filled in and signed, held in memory and never logged.

A draft fixes the payload, so that everybody signs the same bytes; the forecast shown beside it
may change until the last signature is in. It lives at most 120 s; what happened meanwhile is a
report's matter (*went ahead*), never a lost draft's.

A draft may follow another that is not signed yet: the looks of a showing, then the hand-over that
names them. It is composed and judged as if those before it were in, and goes to the desk only
after them, in the same commit where all are signed by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from showclear.desk.ahead import Ahead
from showclear.desk.compose import join
from showclear.desk.desk import Desk
from showclear.desk.parts import Answer
from showclear.errors import BadInput, UsageError
from showclear.field.ids import NOBODY, KeyId, PersonId
from showclear.record.envelope import Signature, signed_bytes
from showclear.record.event import Event, SignedBy, decode_event, public_key
from showclear.record.events.table import AnyBody
from showclear.record.limits import DRAFT_MS
from showclear.rules.verdict import Verdict

DRAFTS_MAX: Final = 256  # open at once; a set has fewer hands


class Draft(msgspec.Struct, kw_only=True):
    """One draft: its payload, when it was begun (ms since boot), signatures so far by key.

    ``after`` names the draft it follows, ``recorder`` who filled it in.
    """

    payload: bytes
    event: Event
    begun_boot_ms: int
    after: str = ""
    recorder: PersonId = NOBODY
    signatures: dict[KeyId, bytes] = msgspec.field(default_factory=dict)

    @property
    def missing(self) -> tuple[KeyId, ...]:
        """The keys that have not signed yet."""
        return tuple(
            signer.key for signer in self.event.signers if signer.key not in self.signatures
        )


class Drafts:
    """The drafts of one desk, by a random name."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._drafts: dict[str, Draft] = {}

    def __len__(self) -> int:
        """Return how many drafts are open."""
        self._forget_old()
        return len(self._drafts)

    def ahead(self, after: str) -> Ahead:
        """Return the ledger as if this draft and those before it were in; "" is as it is."""
        events = [draft.event for _, draft in self._chain(after)]
        return Ahead(self._desk, events)

    def begin(
        self,
        body: AnyBody,
        signers: tuple[SignedBy, ...],
        *,
        after: str = "",
        recorder: PersonId = NOBODY,
    ) -> tuple[str, Draft]:
        """Begin a draft, composed as if those it follows were in; return its name with it."""
        self._forget_old()
        if len(self._drafts) >= DRAFTS_MAX:
            raise UsageError(
                "too_many_drafts",
                "drafts",
                expected=f"at most {DRAFTS_MAX} open",
                found=str(len(self._drafts)),
                hint="sign or leave some; old ones lapse by themselves",
            )
        registry = self.ahead(after).state.registry
        payload = self._desk.compose(body, signers, registry)
        name = self._desk.parts.ids.fresh(8).hex()
        draft = Draft(
            payload=payload,
            event=decode_event(payload),
            begun_boot_ms=self._desk.parts.clock.boot()[1],
            after=after,
            recorder=recorder,
        )
        self._drafts[name] = draft
        return name, draft

    def forecast(self, name: str) -> Verdict:
        """Return what would stand against the draft now, were those it follows in."""
        draft = self.find(name)
        return self.ahead(draft.after).forecast(draft.event)

    def open(self) -> tuple[tuple[str, Draft], ...]:
        """Return every open draft by name, oldest first."""
        self._forget_old()
        return tuple(self._drafts.items())

    def sign(self, name: str, key: KeyId, signature: bytes) -> Draft:
        """Add one signature, checked at once so that nobody waits for a bad one."""
        draft = self.find(name)
        if key not in [signer.key for signer in draft.event.signers]:
            raise UsageError(
                "not_a_signer", "draft", expected="a key of its signers", found=f"{key[:16]}…"
            )
        message = signed_bytes(draft.payload)
        if not self._desk.parts.check.many([(public_key(key), message, signature)])[0]:
            raise UsageError(
                "bad_signature",
                "draft",
                expected=f"a signature by {key[:16]}…",
                found="one that fails",
            )
        draft.signatures[key] = signature
        return draft

    def submit(self, name: str) -> Answer:
        """Submit a draft that everybody has signed; it is forgotten then."""
        draft = self.find(name)
        if draft.missing:
            raise UsageError(
                "signatures_missing",
                "draft",
                expected="a signature by each signer",
                found=f"{len(draft.missing)} missing",
            )
        answer = self._desk.submit_one(_envelope(draft))
        del self._drafts[name]
        return answer

    def submit_signed(self) -> dict[str, Answer | BadInput]:
        """Submit every draft that is signed and follows none that is not; return the answers.

        They go in one commit, in the order they were begun, and are forgotten then.
        """
        ready: dict[str, Draft] = {}
        for name, draft in self.open():
            if not draft.missing and (draft.after in ready or draft.after not in self._drafts):
                ready[name] = draft
        if not ready:
            return {}
        answers = self._desk.submit([_envelope(draft) for draft in ready.values()])
        for name in ready:
            del self._drafts[name]
        return dict(zip(ready, answers, strict=True))

    def leave(self, name: str) -> None:
        """Forget a draft."""
        self._drafts.pop(name, None)

    def find(self, name: str) -> Draft:
        """Return an open draft, or raise ``UsageError``."""
        self._forget_old()
        draft = self._drafts.get(name)
        if draft is None:
            raise UsageError(
                "draft_unknown",
                "draft",
                expected=f"one begun in the last {DRAFT_MS // 1000} s",
                found="none of this name",
                hint="begin again; nothing was recorded",
            )
        return draft

    def _chain(self, name: str) -> Iterator[tuple[str, Draft]]:
        """Yield the open drafts from the first down to this one."""
        draft = self._drafts.get(name)
        if draft is not None:
            yield from self._chain(draft.after)
            yield name, draft

    def _forget_old(self) -> None:
        now = self._desk.parts.clock.boot()[1]
        for name, draft in list(self._drafts.items()):
            if not 0 <= now - draft.begun_boot_ms <= DRAFT_MS:
                del self._drafts[name]


def _envelope(draft: Draft) -> bytes:
    signatures = tuple(
        Signature(keyid=signer.key, sig=draft.signatures[signer.key])
        for signer in draft.event.signers
    )
    return join(draft.payload, signatures)
