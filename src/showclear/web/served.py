"""One ledger as it is served: its desk, names, drafts, sessions, and the turn that threads take.

A desk is not for two threads at once, and a page must not read a state that a commit is changing:
everything that asks or hands something to the desk happens inside ``turn``. Signatures of what
people send whole are examined before they take it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Final

import msgspec

from showclear.desk.arrivals import hinders
from showclear.desk.closed import closed_looks
from showclear.desk.directory import Directory, Named
from showclear.desk.drafts import Drafts
from showclear.desk.parts import Answer
from showclear.desk.ports import Detail
from showclear.errors import BadInput
from showclear.field.ids import KeyId, PersonId, make_id
from showclear.field.people import Role
from showclear.outputs.words.catalogue import Catalogue, catalogue
from showclear.record.commitment import SALT_BYTES, commitment
from showclear.record.events.desk import Unattributed, Why
from showclear.record.events.speaking import Stop
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.state import State
from showclear.web.certificates import Trust
from showclear.web.fates import Fates
from showclear.web.halves import Halves
from showclear.web.joins import Joins
from showclear.web.pacing import Pacing
from showclear.web.pauses import Pauses
from showclear.web.sessions import Sessions
from showclear.web.steps import Steps
from showclear.web.stream import Standing, Stream
from showclear.wiring import Opened

ID_BYTES: Final = 8
LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "::1", "localhost"})
FEEL_A_STOP: Final = (Role.CALLER, Role.HANDLER)  # practice.md: a stop vibrates for AD and armorer


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How one ledger is served.

    ``rehearsal`` lets anybody take a part without an officer: the officers' keys lie in the
    folder. ``cart`` opens the officers' page; only the cart's own screen is told it. ``hosts`` are
    the names and addresses it is served under; ``trust`` is handed to new devices.
    """

    cart: str
    rehearsal: bool = False
    app_hash: str = ""
    hosts: frozenset[str] = LOOPBACK_NAMES
    trust: Trust | None = None


class Served:
    """What pages and API share."""

    def __init__(
        self,
        opened: Opened,
        settings: Settings,
        words: Callable[[str], Catalogue] = catalogue,
    ) -> None:
        self.opened = opened
        self.desk = opened.desk
        self.settings = settings
        self.words = words
        self.names = Directory(opened.details)
        self.drafts = Drafts(opened.desk)
        self.sessions = Sessions(opened.desk)
        self.pacing = Pacing(opened.desk, self.sessions)
        self.joins = Joins()
        self.halves = Halves()
        self.steps = Steps()
        self.fates = Fates()
        self.pauses = Pauses()
        self.stream = Stream(self._standing)
        self.renderings: dict[Hashable, str] = {}  # see ``boards``
        self.said: dict[str, Answer] = {}  # see ``pages.speaking``
        self._turn = threading.RLock()

    @contextmanager
    def turn(self) -> Iterator[State]:
        """Take the turn; nothing changes while it is held. Gives the state as it stands."""
        with self._turn:
            yield self.desk.state

    @property
    def boot_ms(self) -> int:
        """Milliseconds since the machine started, for what lapses."""
        return self.desk.parts.clock.boot()[1]

    def new_id(self, letter: str) -> str:
        """Return a fresh id of a kind."""
        return make_id(letter, self.opened.ids.fresh(ID_BYTES))

    # -- what lies beside the log -------------------------------------------------------------

    def keep(self, path: str, value: str) -> str:
        """Store a detail beside the log and return its commitment; nothing for nothing."""
        if not value.strip():
            return ""
        salt = self.opened.ids.fresh(SALT_BYTES)
        made = commitment(path, salt, value)
        self.opened.details.put([(made, Detail(path=path, salt=salt, value=value))])
        return made

    def call(self, named: Named) -> None:
        """Store what something new is called."""
        self.opened.details.put([self.names.entry(named, self.opened.ids.fresh(SALT_BYTES))])
        self.names.add(named)

    # -- into the desk ------------------------------------------------------------------------

    def submit(self, raw: bytes) -> Answer:
        """Hand in one whole envelope; raise what is wrong with it."""
        examined = self.desk.examine([raw])
        with self.turn():
            answer = self.desk.submit_examined(examined)[0]
        if isinstance(answer, BadInput):
            raise answer
        self._tell([answer])
        return answer

    def submit_signed(self) -> dict[str, Answer | BadInput]:
        """Hand in every draft that is signed, in order."""
        with self.turn():
            events = {name: draft.event for name, draft in self.drafts.open()}
            stops = any(isinstance(event.body, Stop) for event in events.values())
            answers = self.drafts.submit_signed()
            for name, answer in answers.items():
                self.fates.keep(name, events[name], answer)
        self._tell([one for one in answers.values() if isinstance(one, Answer)])
        if stops and answers:
            self._tell_stop()
        return answers

    def speak(self, body: AnyBody) -> Answer:
        """Have the desk take down at once what somebody says without signing it."""
        row = BY_BODY[type(body)]
        unattributed = Unattributed(
            reported=row.name,
            why=Why.NO_KEY,
            arrived=KeyId(sha256(self.opened.ids.fresh(16)).hexdigest()),
            items=tuple(sorted({*row.touches(body), *row.cites(body)})),
            detail=hinders(body),
            words=getattr(body, "words", ""),
        )
        with self.turn():
            answer = self.desk.record_unsigned(unattributed)
        self._tell([answer])
        if isinstance(body, Stop):
            self._tell_stop()
        return answer

    def _tell(self, answers: Sequence[Answer]) -> None:
        if answers:
            self.stream.recorded()

    def _standing(self) -> Standing:
        """Return what each message to a screen says of the moment; any thread may ask."""
        state = self.desk.state
        return Standing(
            now_ms=self.opened.clock.now(),
            size=self.desk.keeping.tree.size,
            stopped=bool(state.stops),
            rolling=bool(state.rolling),
        )

    def _tell_stop(self) -> None:
        people = self.desk.state.registry.people
        felt = [one for one, record in people.items() if record.roles & set(FEEL_A_STOP)]
        self.stream.stopped(frozenset(felt))

    def closed(self) -> frozenset[int]:
        """Return the looks whose answers nobody may see yet: the first of a pair."""
        return closed_looks(self.desk.state, self.desk.now())

    # -- people -------------------------------------------------------------------------------

    def roles(self, person: PersonId) -> frozenset[Role]:
        """Return the roles somebody was granted."""
        record = self.desk.state.registry.people.get(person)
        return frozenset(record.roles) if record is not None else frozenset()

    def in_role(self, *roles: Role) -> tuple[PersonId, ...]:
        """Return everybody who may act in one of these roles, by name."""
        people = self.desk.state.registry.people
        found = [one for one, record in people.items() if record.roles & set(roles)]
        return tuple(sorted(found, key=self.names.name))
