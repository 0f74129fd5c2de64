"""One command's dealings with a ledger: who signs, what is written beside the log, what is sent.

Order of things when something is recorded: 1. names are resolved to ids; 2. new details (names,
words) are staged and committed to; 3. each act is composed under the present head and signed with
the people's key files; 4. the details are stored; 5. everything goes to the desk in one submit, so
that it is one commit. A question (``--would``) does 1 to 3 and asks the desk for a forecast; it
stores nothing.

Example::

    session.send([Act(body=Stop(), signers=(anna,))])
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import msgspec

from showclear.desk.arrivals import hinders
from showclear.desk.compose import Header, compose, seal
from showclear.desk.directory import Directory, Named
from showclear.desk.parts import Answer
from showclear.desk.ports import Detail, Signer
from showclear.desk.signing import Hand, signed_by
from showclear.errors import BadInput, UsageError
from showclear.field.ids import NO_EVENT, ActId, EventId, ItemId, KeyId, PersonId, make_id
from showclear.field.people import Way
from showclear.record.commitment import SALT_BYTES, commitment
from showclear.record.event import SignedBy, decode_event
from showclear.record.events.desk import Unattributed, Why
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.state import State
from showclear.rules.verdict import Verdict
from showclear.wiring import Opened

ID_BYTES: Final = 8
NONCE_BYTES: Final = 16
EVENT_ID_CHARACTERS: Final = 64


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One event to be signed: its body, who signs in which order, what a newcomer's key is."""

    body: AnyBody
    signers: tuple[PersonId, ...]
    newcomer: tuple[PersonId, Signer] | None = None
    about: tuple[PersonId, ...] = ()


class Session:
    """One opened ledger with its names; used for one command."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.desk = opened.desk
        self.names = Directory(opened.details)
        self._staged: list[tuple[str, Detail]] = []

    @property
    def state(self) -> State:
        """The state as the desk has it."""
        return self.desk.state

    # -- ids and details ----------------------------------------------------------------------

    def new_id(self, letter: str) -> str:
        """Return a fresh id of a kind."""
        return make_id(letter, self.opened.ids.fresh(ID_BYTES))

    def keep(self, path: str, value: str | None) -> str:
        """Stage a detail and return its commitment; nothing for None.

        Raises ``UsageError`` for a value that cannot be committed to, one without a letter too.
        """
        if value is None:
            return ""
        salt = self.opened.ids.fresh(SALT_BYTES)
        made = commitment(path, salt, value)
        self._staged.append((made, Detail(path=path, salt=salt, value=value)))
        return made

    def call(self, named: Named) -> None:
        """Stage the directory entry of something new."""
        self._staged.append(self.names.entry(named, self.opened.ids.fresh(SALT_BYTES)))
        self.names.add(named)

    def person(self, text: str) -> PersonId:
        """Return the person meant."""
        return self.names.person(text, self.state)

    def people(self, texts: Sequence[str]) -> tuple[PersonId, ...]:
        """Return the people meant, in order."""
        return tuple([self.person(text) for text in texts])

    def items(self, texts: Sequence[str]) -> tuple[ItemId, ...]:
        """Return the items meant, each once, ascending."""
        return tuple(sorted({self.names.item(text, self.state) for text in texts}))

    def event(self, text: str) -> EventId:
        """Return the event meant by an entry's number, its whole id, or ``last``.

        The last entry before the head is a ``decided``; ``last`` is the one before it.
        """
        size = self.desk.keeping.tree.size
        text = str(size - 2) if text == "last" else text
        if text.isdigit() and len(text) <= len(str(size)) and int(text) < size:
            stored = self.desk.parts.store.read(int(text), int(text) + 1)
            return EventId(stored[0].id.hex())
        if len(text) == EVENT_ID_CHARACTERS and set(text) <= set("0123456789abcdef"):
            return EventId(text)
        raise _no_entry(size, text)

    def index_of(self, event: EventId) -> int:
        """Return the entry of an event, or raise ``UsageError``."""
        index = self.desk.keeping.find(event)
        if index is None:
            raise _no_entry(self.desk.keeping.tree.size, event)
        return index

    def event_or_none(self, text: str | None) -> EventId:
        """Return the event meant, or no event for nothing."""
        return NO_EVENT if text is None else self.event(text)

    # -- signing ------------------------------------------------------------------------------

    def send(self, acts: Sequence[Act]) -> list[Answer]:
        """Sign the acts and submit them in one commit; raise the first that is bad input."""
        act = ActId(make_id("a", self.opened.ids.fresh(ID_BYTES))) if len(acts) > 1 else ActId("")
        envelopes = [self._signed(one, act) for one in acts]
        self.store_details()
        answers = []
        for answer in self.desk.submit(envelopes):
            if isinstance(answer, BadInput):
                raise answer
            answers.append(answer)
        return answers

    def send_unsigned(self, body: AnyBody) -> Answer:
        """Have the desk take down, as unattributed, what somebody said without a key."""
        self.store_details()
        row = BY_BODY[type(body)]
        unattributed = Unattributed(
            reported=row.name,
            why=Why.NO_KEY,
            arrived=KeyId(sha256(self.opened.ids.fresh(NONCE_BYTES)).hexdigest()),
            items=tuple(sorted({*row.touches(body), *row.cites(body)})),
            detail=hinders(body),
            words=getattr(body, "words", ""),
        )
        return self.desk.record_unsigned(unattributed)

    def store_details(self) -> None:
        """Store what is staged; before the event that commits to it, never after."""
        if self._staged:
            self.opened.details.put(self._staged)
            self._staged = []

    def would(self, act: Act) -> Verdict:
        """Return what would stand against the act now; leaves no record."""
        return self.desk.forecast(decode_event(self._payload(act, ActId(""))))

    def _payload(self, act: Act, act_id: ActId) -> bytes:
        header = Header(
            origin=self.desk.parts.origin,
            at_ms=self.opened.clock.now(),
            nonce=self.opened.ids.fresh(NONCE_BYTES),
            seen=self.desk.seen(),
            signers=self._signed_by(act),
            about=act.about,
            act=act_id,
        )
        return compose(self.state.registry, header, act.body)

    def _signed(self, act: Act, act_id: ActId) -> bytes:
        signers = [self._signer(person) for person in act.signers]
        if act.newcomer is not None:
            signers.append(act.newcomer[1])
        return seal(self._payload(act, act_id), signers)

    def _signed_by(self, act: Act) -> tuple[SignedBy, ...]:
        hands = [Hand(person, self._key(person), _WAY) for person in act.signers]
        newcomer = None
        if act.newcomer is not None:
            person, key = act.newcomer
            newcomer = Hand(person, KeyId(key.public.hex()), _WAY)
        return signed_by(self.state.registry, act.body, hands, newcomer=newcomer)

    def _key(self, person: PersonId) -> KeyId:
        return KeyId(self._key_name(person)[1].hex())

    def _signer(self, person: PersonId) -> Signer:
        return self.opened.keys.load(self._key_name(person)[0])

    def _key_name(self, person: PersonId) -> tuple[str, bytes]:
        """Return the newest key file of a person that is enrolled and not revoked, else any."""
        registry = self.state.registry
        own = {
            record.enrolled: key
            for key, record in registry.keys.items()
            if record.person == person
        }
        files = {name.public.hex(): name for name in self.opened.keys.names()}
        here = [own[index] for index in sorted(own, reverse=True) if own[index] in files]
        live = [key for key in here if registry.live_key(key)]
        for key in (*live, *here):
            return files[key].name, files[key].public
        raise UsageError(
            "key_not_here",
            f"key of {self.names.name(person)}",
            expected="a key file of theirs in this ledger's folder",
            found="none",
            hint=f"sign where the key is, or enrol a new one: showclear enrol --again {person}",
        )


def _no_entry(size: int, text: str) -> UsageError:
    return UsageError(
        "entry_unknown",
        "entry",
        expected=f"a number from 0 to {size - 1}, or an event's id of 64 hex digits",
        found=repr(text)[:70],
        hint="the numbers are listed by: showclear log",
    )


_WAY: Final = Way.KEY_FILE
