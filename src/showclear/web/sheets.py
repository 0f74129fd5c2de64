"""The sheet: what people are about to sign, each sentence made from the very bytes.

A recorder fills in one act or a whole showing; the sheet holds its drafts in order. Each is
composed and judged as if the ones before it were in, so that a hand-over can name the looks that
are still waiting for their signatures (DESIGN.md, Ten principles 9).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from showclear.desk.drafts import DRAFTS_MAX, Draft
from showclear.desk.parts import Answer
from showclear.desk.questions import standing
from showclear.desk.signing import Hand, signed_by
from showclear.errors import BadInput, UsageError
from showclear.field.ids import EventId, ItemId, KeyId, PersonId
from showclear.field.people import Way
from showclear.outputs.words.catalogue import Catalogue
from showclear.outputs.words.telling import Told, told
from showclear.outputs.words.verdicts import because, last_shown, not_yet, noted, nothing_against
from showclear.record.envelope import event_id
from showclear.record.event import Event
from showclear.record.events.base import Mood
from showclear.record.events.counting import Counted
from showclear.record.events.guns import GoAgain
from showclear.record.events.handling import Act, HandOver, Load, Shown
from showclear.record.events.passing import IssueLine, LookLine
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.state import State, Weapon
from showclear.web.afterwards import NOTHING, Follow, follows
from showclear.web.served import Served
from showclear.web.steps import Went, went

NO_KEY: Final = KeyId("")
_FIELD: Final = re.compile(r"\$\.body\.([a-z_]+)")


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
        try:
            name, draft = self.served.drafts.begin(
                body,
                signed_by(registry, body, hands),
                after=self._last,
                recorder=self.recorder.person,
            )
        except BadInput as problem:
            raise (_in_a_sentence(body, problem) or problem) from problem
        self.drafts.append(name)
        self.served.steps.keep(name, went(body, draft.event.signers[0].person))
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


def _in_a_sentence(body: AnyBody, problem: BadInput) -> UsageError | None:
    """Return what the decoder says of an event, naming the field; None for any other problem.

    Whoever fills in a form is told which entry is wanting, never the decoder's own words.
    """
    if problem.code != "event_malformed":
        return None
    named = _FIELD.search(str(problem))
    found = getattr(body, named[1], "") if named is not None else ""
    return UsageError(
        "field_odd",
        named[1].replace("_", " ") if named is not None else "what was entered",
        expected="an entry that this sentence can be written with",
        found=repr(found)[:60] if found or found == 0 else "nothing entered",
        hint="nothing was signed; put it right on the same page",
    )


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
    waits: bool = False  # a step that rests on what somebody else has still to sign
    stands: str = ""  # of a step that nothing on record is against: with what was last shown
    last_shown: str = ""  # beside the performer's own sentence: what they were shown
    may: str | None = None  # what a performer may do, to be read aloud
    may_not: str = ""
    odd: tuple[str, ...] = ()  # of a line that was walked: what was not as it should be


class AnswerView(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one sentence."""

    told: Told
    kind: str  # taken, not-yet, odd
    because: tuple[str, ...]
    draft: str = ""
    follow: Follow = NOTHING


class SheetView(msgspec.Struct, frozen=True, kw_only=True):
    """A whole sheet, as one device shows it.

    Where looks or counts are on it, each signer is shown their own sentences alone, ``turn``
    theirs now; ``any_draft`` names the sheet for whoever signs first after all.
    """

    drafts: tuple[DraftView, ...]
    signers: tuple[SignerView, ...]
    answers: tuple[AnswerView, ...] = ()
    turn: KeyId = NO_KEY
    any_draft: str = ""
    ahead: tuple[Went, ...] = ()
    names: tuple[str, ...] = ()  # every draft of the sheet, answered or not: to ask again
    lapsed: bool = False
    left: bool = False

    @property
    def asks_here(self) -> bool:
        """Whether somebody can sign on this device."""
        return any(signer.here for signer in self.signers)

    @property
    def refused(self) -> bool:
        """Whether anything on it was not let through."""
        return any(answer.kind == "not-yet" for answer in self.answers)


def sheet_view(
    served: Served,
    names: Sequence[str],
    keys: frozenset[KeyId],
    words: Catalogue,
    turn: KeyId = NO_KEY,
) -> SheetView:
    """Return these drafts as they are shown on a device with these keys.

    Looks and counts are answered alone: while one is on the sheet only the sentences of whoever
    signs now are given, first of those who can here, or ``turn`` (DESIGN.md, principle 4).
    """
    open_ones = dict(served.drafts.open())
    drafts = {name: open_ones[name] for name in names if name in open_ones}
    missing: dict[KeyId, list[str]] = {}
    for name, draft in drafts.items():
        for key in draft.missing:
            missing.setdefault(key, []).append(name)
    found = [_signer(served, key, len(wanted), keys) for key, wanted in missing.items()]
    signers = sorted(found, key=lambda one: (one.key != turn, not one.here))
    shown = list(drafts)
    alone = any(_answered_alone(draft) for draft in drafts.values())
    now = signers[0].key if alone and signers and signers[0].here else NO_KEY
    if alone:
        shown = missing[now] if now else []
    # Beside a signature that nothing is against it would only be tapped by mistake.
    steps = [served.steps.of(one) for one in drafts if served.drafts.forecast(one).refusals]
    return SheetView(
        drafts=tuple([_draft(served, name, drafts[name], words) for name in shown]),
        signers=tuple(signers),
        turn=now,
        any_draft=next(iter(drafts), ""),
        names=tuple(drafts),
        ahead=tuple([step for step in steps if step is not None]),
    )


def sheet_of(
    served: Served, draft: str, turn: KeyId, keys: frozenset[KeyId], words: Catalogue
) -> SheetView:
    """Return the sheet that drafts are on, one signer first, and what became of the rest.

    ``draft`` names one or more, parted by spaces; of one that is neither open nor answered it
    says that it lapsed.
    """
    names = draft.split()[:DRAFTS_MAX]
    view = sheet_view(served, _with_neighbours(served, names), keys, words, turn)
    fates = {name: fate for name in names if (fate := served.fates.of(name)) is not None}
    events = {name: fate.event for name, fate in fates.items()}
    answers = {name: fate.answer for name, fate in fates.items()}
    return msgspec.structs.replace(
        view,
        answers=_answers(served, events, answers, words),
        names=(*fates, *view.names),
        lapsed=any(name not in fates and name not in view.names for name in names),
    )


def leave(served: Served, names: Sequence[str], asker: Recorder) -> SheetView:
    """Forget open drafts that somebody began or is to sign; nothing of them is recorded."""
    open_ones = dict(served.drafts.open())
    for name in _with_neighbours(served, names):
        signers = {signer.person for signer in open_ones[name].event.signers}
        if asker.person in {*signers, open_ones[name].recorder}:
            served.drafts.leave(name)
    return SheetView(drafts=(), signers=(), left=True)


def lapsed(served: Served, names: Sequence[str]) -> tuple[Went, ...]:
    """Return what steps of a sheet that is gone may have gone ahead."""
    steps = [served.steps.of(name) for name in names]
    return tuple([step for step in steps if step is not None])


def _answered_alone(draft: Draft) -> bool:
    return _mood(draft) is Mood.LOOK or isinstance(draft.event.body, Counted)


def _signer(served: Served, key: KeyId, sentences: int, keys: frozenset[KeyId]) -> SignerView:
    person = served.desk.state.registry.keys[key].person
    name = served.names.name(person)
    return SignerView(person=person, name=name, key=key, sentences=sentences, here=key in keys)


def _draft(served: Served, name: str, draft: Draft, words: Catalogue) -> DraftView:
    verdict = served.drafts.forecast(name)
    people = dict.fromkeys(served.names.name(one.person) for one in draft.event.signers)
    against = tuple([not_yet(one, served.names, words) for one in verdict.refusals])
    may, may_not = aloud(draft.event.body, words)
    return DraftView(
        draft=name,
        payload=base64.b64encode(draft.payload).decode(),
        keys=" ".join(draft.missing),
        names=", ".join(people),
        told=told(
            draft.event,
            served.names,
            words,
            offset_minutes=served.desk.state.utc_offset_minutes,
        ),
        against=against,
        noted=tuple([noted(one, served.names, words) for one in verdict.alerts]),
        signed=not draft.missing,
        waits=_waits(served, draft),
        stands="" if against else _stands(served, draft, words),
        last_shown=_last_shown(served, draft, words),
        may=may,
        may_not=may_not,
        odd=_odd_ones(served, draft.event.body, words),
    )


def _waits(served: Served, draft: Draft) -> bool:
    """Return whether this rests on what somebody else has still to sign.

    A step rests on what is before it; a look on the step before it, as on rounds that went in. A
    report rests on nothing.
    """
    if _mood(draft) is Mood.REPORT:
        return False
    own = {signer.key for signer in draft.event.signers}
    before = tuple(_before(served, draft))
    others = any(set(one.missing) - own for one in before)
    return others and any(_mood(one) is Mood.STEP for one in (draft, *before))


def _before(served: Served, draft: Draft) -> Iterator[Draft]:
    """Yield the open drafts that this one follows."""
    open_ones = dict(served.drafts.open())
    found = open_ones.get(draft.after)
    while found is not None:
        yield found
        found = open_ones.get(found.after)


def _mood(draft: Draft) -> Mood:
    return BY_BODY[type(draft.event.body)].mood


def _odd_ones(served: Served, body: AnyBody, words: Catalogue) -> tuple[str, ...]:
    """Return the guns of a line that somebody says are odd: nobody signs that unread."""
    if not isinstance(body, LookLine):
        return ()
    name = served.names.name
    odd = [(name(one.weapon), one.odd) for one in body.line if one.odd is not None]
    return tuple([f"{gun}: {words.say(f'word.holds.{what.value}')}" for gun, what in odd])


def aloud(body: AnyBody, words: Catalogue) -> tuple[str | None, str]:
    """Return what a performer may and may not do, as two lines say it; None for other acts."""
    if not isinstance(body, HandOver | IssueLine):
        return None, ""
    return acts_said([one for one in Act if one in body.acts], words), acts_said(
        [one for one in Act if one not in body.acts], words
    )


def acts_said(acts: Sequence[Act], words: Catalogue) -> str:
    """Return acts in words, or that there is none of them."""
    named = [words.say(f"word.act.{one.value}") for one in acts]
    return words.listed(named) if named else words.say("page.guns.no-act")


def _stands(served: Served, draft: Draft, words: Catalogue) -> str:
    """Return that nothing on record is against a step with one gun, and what was last shown."""
    body = draft.event.body
    if not isinstance(body, HandOver | GoAgain | Load):
        return ""
    ahead = served.drafts.ahead(draft.after)
    return nothing_against(standing(served.desk, body.weapon, ahead.state), served.names, words)


def _last_shown(served: Served, draft: Draft, words: Catalogue) -> str:
    """Return what a performer says they were shown: its bytes name the hand-over alone."""
    body = draft.event.body
    if not isinstance(body, Shown):
        return ""
    ahead = served.drafts.ahead(draft.after)
    return last_shown(standing(served.desk, body.weapon, ahead.state), served.names, words)


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
        shown = _answers(served, events, answers, words)
    return msgspec.structs.replace(view, answers=shown, names=(*answers, *view.names))


def _answers(
    served: Served,
    events: Mapping[str, Event],
    answers: Mapping[str, Answer | BadInput],
    words: Catalogue,
) -> tuple[AnswerView, ...]:
    after = follows(served, events, answers, words)
    shown = [
        msgspec.structs.replace(
            _answer(served, name, told(events[name], served.names, words), answer, words),
            follow=after[name],
        )
        for name, answer in answers.items()
    ]
    return tuple(shown)


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
    said = tuple([not_yet(one, served.names, words) for one in answer.refusals])
    if answer.refused and not said:  # its first answer again: the codes are all that was kept
        said = tuple([because(code, words) for code in answer.codes])
    kind = "not-yet" if answer.refused else "taken"
    return AnswerView(told=what, kind=kind, because=said, draft=name)
