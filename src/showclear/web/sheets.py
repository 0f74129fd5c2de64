"""The sheet: what people are about to sign, each sentence made from the very bytes.

A recorder fills in one act or a whole showing; the sheet holds its drafts in order. Each is
composed and judged as if the ones before it were in, so that a hand-over can name the looks that
are still waiting for their signatures (DESIGN.md, Ten principles 9).
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

import msgspec

from showclear.desk.drafts import Draft
from showclear.desk.parts import Answer
from showclear.desk.signing import Hand, signed_by
from showclear.errors import BadInput, UsageError
from showclear.field.ids import EventId, ItemId, KeyId, PersonId
from showclear.field.people import Way
from showclear.outputs.words.catalogue import Catalogue
from showclear.outputs.words.telling import Told, told
from showclear.outputs.words.verdicts import not_yet, noted
from showclear.record.envelope import event_id
from showclear.record.events.table import AnyBody
from showclear.record.state import State, Weapon
from showclear.web.served import Served


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One signature over one draft, as a device sends it: base64, 64 bytes."""

    draft: str
    key: KeyId
    signature: bytes


class Recorder(msgspec.Struct, frozen=True, kw_only=True):
    """Who fills a sheet in, and whose keys are on the device it is filled in on."""

    person: PersonId
    keys: frozenset[KeyId] = frozenset()


class Sheet:
    """A sheet in the making: ``add`` what each is to sign, in order."""

    def __init__(self, served: Served, recorder: Recorder) -> None:
        self.served = served
        self.recorder = recorder
        self.drafts: list[str] = []

    @property
    def state(self) -> State:
        """The state as if everything on the sheet were in."""
        return self.served.drafts.ahead(self._last).state

    @property
    def _last(self) -> str:
        return self.drafts[-1] if self.drafts else ""

    def weapon(self, item: ItemId) -> Weapon:
        """Return a gun as it would be then, or raise ``UsageError``."""
        found = self.state.weapons.get(item)
        if found is None:
            raise UsageError("weapon_unknown", "gun", expected="one of this ledger", found=item)
        return found

    def add(self, body: AnyBody, *people: PersonId) -> EventId:
        """Begin one draft, to be signed by these people; return the id it will have."""
        registry = self.state.registry
        hands = [self._hand(person) for person in people]
        name, draft = self.served.drafts.begin(
            body,
            signed_by(registry, body, hands),
            after=self._last,
            recorder=self.recorder.person,
        )
        self.drafts.append(name)
        return event_id(draft.payload)

    def _hand(self, person: PersonId) -> Hand:
        """Choose the key: one on this device first, else the newest that is not revoked."""
        registry = self.served.desk.state.registry
        own = {
            record.enrolled: key
            for key, record in registry.keys.items()
            if record.person == person and record.revoked < 0
        }
        if not own:
            raise UsageError(
                "key_wanted",
                f"key of {self.served.names.name(person)}",
                expected="one that is enrolled and not revoked",
                found="none",
                hint="two officers enrol one at the cart; until then it goes on paper",
            )
        newest = [own[index] for index in sorted(own, reverse=True)]
        here = [key for key in newest if key in self.recorder.keys]
        key = (here or newest)[0]
        way = Way.PIN if here and person == self.recorder.person else Way.RECORDER
        return Hand(person, key, way)


# -- as it is shown ---------------------------------------------------------------------------


class SignerView(msgspec.Struct, frozen=True, kw_only=True):
    """One person whose signature is asked for: how many sentences, and whether they can here."""

    person: PersonId
    name: str
    key: KeyId
    sentences: int
    here: bool


class DraftView(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence to be signed: its bytes, its words, what stands against it now."""

    draft: str
    payload: str
    keys: str
    names: str
    told: Told
    against: tuple[str, ...]
    noted: tuple[str, ...]
    signed: bool


class AnswerView(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one sentence."""

    told: Told
    kind: str  # taken, not-yet, odd
    because: tuple[str, ...]
    draft: str = ""


class SheetView(msgspec.Struct, frozen=True, kw_only=True):
    """A whole sheet."""

    drafts: tuple[DraftView, ...]
    signers: tuple[SignerView, ...]
    answers: tuple[AnswerView, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether anything on it was not let through."""
        return any(answer.kind == "not-yet" for answer in self.answers)


def sheet_view(
    served: Served, names: Sequence[str], keys: frozenset[KeyId], words: Catalogue
) -> SheetView:
    """Return these drafts as they are shown on a device with these keys."""
    open_ones = dict(served.drafts.open())
    drafts = {name: open_ones[name] for name in names if name in open_ones}
    missing: dict[KeyId, list[str]] = {}
    for name, draft in drafts.items():
        for key in draft.missing:
            missing.setdefault(key, []).append(name)
    signers = [_signer(served, key, len(wanted), keys) for key, wanted in missing.items()]
    return SheetView(
        drafts=tuple([_draft(served, name, draft, words) for name, draft in drafts.items()]),
        signers=tuple(sorted(signers, key=lambda one: not one.here)),
    )


def _signer(served: Served, key: KeyId, sentences: int, keys: frozenset[KeyId]) -> SignerView:
    person = served.desk.state.registry.keys[key].person
    name = served.names.name(person)
    return SignerView(person=person, name=name, key=key, sentences=sentences, here=key in keys)


def _draft(served: Served, name: str, draft: Draft, words: Catalogue) -> DraftView:
    verdict = served.drafts.forecast(name)
    people = dict.fromkeys(served.names.name(one.person) for one in draft.event.signers)
    return DraftView(
        draft=name,
        payload=base64.b64encode(draft.payload).decode(),
        keys=" ".join(draft.missing),
        names=", ".join(people),
        told=told(draft.event, served.names, words),
        against=tuple([not_yet(one, served.names, words) for one in verdict.refusals]),
        noted=tuple([noted(one, served.names, words) for one in verdict.alerts]),
        signed=not draft.missing,
    )


def take_signatures(
    served: Served, signatures: Sequence[Signature], keys: frozenset[KeyId], words: Catalogue
) -> SheetView:
    """Add signatures, hand in what is whole, and return what is left and what became of it."""
    with served.turn():
        names = list(dict.fromkeys(one.draft for one in signatures))
        chain = _with_neighbours(served, names)
        for one in signatures:
            served.drafts.sign(one.draft, one.key, one.signature)
        events = {name: draft.event for name, draft in served.drafts.open()}
        answers = served.submit_signed()
        view = sheet_view(served, chain, keys, words)
        shown = [
            _answer(served, name, told(events[name], served.names, words), answer, words)
            for name, answer in answers.items()
        ]
    return msgspec.structs.replace(view, answers=tuple(shown))


def _with_neighbours(served: Served, names: Sequence[str]) -> list[str]:
    """Return these drafts with all that are on one sheet with them, in order."""
    before = {name: draft.after for name, draft in served.drafts.open()}

    def root(name: str) -> str:
        while before.get(name):
            name = before[name]
        return name

    roots = {root(name) for name in names}
    return [name for name in before if root(name) in roots]


def _answer(
    served: Served, name: str, what: Told, answer: Answer | BadInput, words: Catalogue
) -> AnswerView:
    if isinstance(answer, BadInput):
        return AnswerView(told=what, kind="odd", because=(str(answer),), draft=name)
    because = tuple(not_yet(one, served.names, words) for one in answer.refusals)
    kind = "not-yet" if answer.refused else "taken"
    return AnswerView(told=what, kind=kind, because=because, draft=name)
