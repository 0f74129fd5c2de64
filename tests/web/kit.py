"""A production served in memory of the test, and devices with real keys that use it.

``served()`` copies the example production (made once for all tests) and gives a ``Production``:
its desk on a real SQLite folder, its application, its ids by name. A ``Device`` is one tablet or
phone: it asks as a browser would, with the keys of the people named, and signs with Ed25519::

    with served() as production:
        tablet = Device(production, "Anna Ruiz")             # entered; everybody's keys are on it
        sheet = tablet.act("take-out", items=production.gun("colt-3"), ...)
        answer = tablet.sign(sheet, "Anna Ruiz")             # or tablet.sign(sheet): whoever must
        assert answer.kinds == ["taken"]

People of the example: Anna Ruiz and Dee Park (handlers), Ben Ode (caller, second person), Cal Reed
and Eva Sand (performers); Olga Petrov, Omar Diaz and Ona Lee (officers). Guns: colt-3, rifle-1
(class 6) and rubber-1 (class 1), locked up in lockup; box-a holds 50 proved dummies of dummies-a.

``production.clock.advance(ms)`` lets time pass for the desk. Requests run on an event loop in a
thread of its own, so a test may drive a browser beside it.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import shlex
import shutil
import tempfile
import threading
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import httpx
import msgspec
from typing_extensions import override

from showclear.cli.demo import chapters
from showclear.cli.main import program
from showclear.cli.running import run
from showclear.cli.serving import EXAMPLE
from showclear.desk.compose import seal
from showclear.desk.ports import Clock, Signer
from showclear.field.ids import ItemId, LotId, PersonId
from showclear.field.mechanisms import LookWay
from showclear.record.envelope import signed_bytes
from showclear.record.state import State
from showclear.web.app import build
from showclear.web.asking import KEYS_HEADER
from showclear.web.looking import asked
from showclear.web.security import Application
from showclear.web.served import Served, Settings
from showclear.web.sessions import signed_text
from showclear.wiring import Folder, Opened, open_for_writing

CART_CODE: Final = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
HOST: Final = "127.0.0.1"
HANDLERS: Final = ("Anna Ruiz", "Dee Park")
OFFICERS: Final = ("Olga Petrov", "Omar Diaz", "Ona Lee")
EVERYBODY: Final = (*HANDLERS, "Ben Ode", "Cal Reed", "Eva Sand", *OFFICERS)
PAGE: Final = {"accept": "text/html"}
Made = TypeVar("Made")


# -- an event loop beside the test ------------------------------------------------------------


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="tests-web", daemon=True).start()
    return loop


def awaited(what: Coroutine[Any, Any, Made]) -> Made:
    """Return what a coroutine gives; a browser's driver may hold the test's own thread."""
    return asyncio.run_coroutine_threadsafe(what, _loop()).result()


# -- the example production -------------------------------------------------------------------


@cache
def example_folder() -> Path:
    """Return the folder of the example production, typed once; copy it, never write in it."""
    root = Path(tempfile.mkdtemp(prefix="showclear-example-")) / "set"
    [chapter] = chapters(EXAMPLE)
    for typed in chapter.typed:
        arguments = shlex.split(typed.replace("\\\n", " "))[1:]
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            ended = int(run(program(), ["--ledger", str(root), *arguments]))
        assert ended == 0, said.getvalue()
    return root


class TurnedClock:
    """The machine's clock, turned forward by hand."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_ms = 0

    def advance(self, milliseconds: int) -> None:
        """Let time pass, on the wall and on the counter."""
        self._ahead_ms += milliseconds

    def now(self) -> int:
        """Return milliseconds since 1970."""
        return self._clock.now() + self._ahead_ms

    def boot(self) -> tuple[str, int]:
        """Return the mark of the machine's start and milliseconds since."""
        mark, since = self._clock.boot()
        return mark, since + self._ahead_ms


class Production:
    """The example production as it is served, and its things by the names people use."""

    def __init__(self, opened: Opened, settings: Settings) -> None:
        self.clock = TurnedClock(opened.clock)
        opened.desk.parts = msgspec.structs.replace(opened.desk.parts, clock=self.clock)
        self.opened = opened
        self.served = Served(opened, settings)
        self.app = build(self.served)

    @property
    def state(self) -> State:
        """The state as it stands."""
        return self.served.desk.state

    def person(self, name: str) -> PersonId:
        """Return a person's id."""
        return self.served.names.person(name, self.state)

    def gun(self, handle: str) -> ItemId:
        """Return a gun's id."""
        return self.served.names.weapon(handle, self.state)

    def container(self, handle: str) -> ItemId:
        """Return a container's id."""
        return self.served.names.container(handle, self.state)

    def lot(self, handle: str) -> LotId:
        """Return a lot's id."""
        return self.served.names.lot(handle, self.state)

    def signer(self, name: str) -> Signer:
        """Return a person's key from the folder."""
        return self.opened.keys.load(name.casefold().replace(" ", "-"))

    def outsider(self, address: str = HOST, app: Application | None = None) -> httpx.AsyncClient:
        """Return a bare client that has not entered, at an address of its own."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(cast("Any", app or self.app), client=(address, 40_000)),
            base_url=f"https://{HOST}",
        )


@contextmanager
def served(*, rehearsal: bool = False, **settings: Any) -> Iterator[Production]:
    """Serve a fresh copy of the example production, in memory of this process."""
    with tempfile.TemporaryDirectory(prefix="showclear-set-") as name:
        root = Path(name) / "set"
        shutil.copytree(example_folder(), root)
        chosen = Settings(cart=CART_CODE, rehearsal=rehearsal, **settings)
        with open_for_writing(Folder(root), lambda *_: None) as opened:
            yield Production(opened, chosen)


# -- devices ----------------------------------------------------------------------------------


class Drafted(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence on a sheet: its draft, its bytes, the keys still wanted."""

    draft: str
    payload: bytes
    keys: tuple[str, ...]


class Page:
    """One answer of the server: its text, and what a sheet in it holds."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.text = answer.text
        self.status = answer.status_code
        reading = _Reading()
        reading.feed(self.text)
        self.drafts: tuple[Drafted, ...] = tuple(reading.drafts)
        self.kinds: list[str] = reading.kinds  # of what was answered: taken, not-yet, odd
        self.words = " ".join(" ".join(reading.words).split())


class _Reading(HTMLParser):
    """Reads the parts of a sheet and the words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts: list[Drafted] = []
        self.kinds: list[str] = []
        self.words: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        classes = found.get("class", "").split()
        if "data-draft" in found:
            self.drafts.append(
                Drafted(
                    draft=found["data-draft"],
                    payload=base64.b64decode(found["data-payload"]),
                    keys=tuple(found["data-keys"].split()),
                )
            )
        elif classes[:1] == ["answer"]:
            self.kinds += classes[1:]

    @override
    def handle_data(self, data: str) -> None:
        self.words.append(data)


class Device:
    """One tablet or phone: who has entered, and whose keys are on it (everybody's by default)."""

    def __init__(  # noqa: PLR0913 - what a device may differ in
        self,
        production: Production,
        person: str = "",
        *,
        keys: Sequence[str] = EVERYBODY,
        language: str = "en",
        address: str = HOST,
        app: Application | None = None,
    ) -> None:
        self.production = production
        self.signers: dict[str, Signer] = {}
        for name in dict.fromkeys([*keys, *([person] if person else [])]):
            signer = production.signer(name)
            self.signers[signer.public.hex()] = signer
        self._client = production.outsider(address, app)
        self._client.headers["accept-language"] = language
        if person:
            assert self.enter(person).status == 200

    # -- asking -------------------------------------------------------------------------------

    def ask(self, method: str, path: str, **given: Any) -> Page:
        """Ask as this device does; ``given`` is what httpx takes."""
        headers = {KEYS_HEADER: ",".join(self.signers), **given.pop("headers", {})}
        return Page(awaited(self._client.request(method, path, headers=headers, **given)))

    def page(self, path: str) -> Page:
        """Open a page."""
        return self.ask("GET", path, headers=PAGE)

    def get(self, path: str) -> Any:
        """Ask the API for something; return the decoded answer."""
        return json.loads(self.ask("GET", path).text)

    def post(self, path: str, body: object) -> Page:
        """Send JSON; what JSON cannot hold (ids, enums, bytes, records) is encoded by msgspec."""
        content = msgspec.json.encode(body)
        return self.ask(
            "POST", path, content=content, headers={"content-type": "application/json"}
        )

    def form(self, path: str, **fields: Any) -> Page:
        """Send a form's fields, a list for one that has several."""
        return self.ask("POST", path, data=fields, headers=PAGE)

    # -- entering -----------------------------------------------------------------------------

    def enter(self, person: str) -> Page:
        """Sign in with a person's key."""
        signer = self.production.signer(person)
        key = signer.public.hex()
        drawn = json.loads(self.post("/api/challenges", {"key": key}).text)["challenge"]
        origin = self.production.served.desk.parts.origin
        signature = signer.sign(signed_text(origin, drawn))
        return self.post("/api/sessions", {"key": key, "challenge": drawn, "signature": signature})

    def envelope(self, payload: bytes, person: str) -> bytes:
        """Return the envelope of an event that one person signs, as a device keeps it unsent."""
        return seal(payload, [self.production.signer(person)])

    # -- acting -------------------------------------------------------------------------------

    def act(self, name: str, **fields: Any) -> Page:
        """Fill in the form of an act; the answer is a sheet, or says what is odd."""
        return self.form(f"/acts/{name}", **fields)

    def sign(self, sheet: Page, *people: str) -> Page:
        """Sign a sheet: the people named, or everybody who must and whose key is here."""
        return self.post("/sheet", {"signatures": self.signatures(sheet, *people)})

    def signatures(self, sheet: Page, *people: str) -> list[Mapping[str, object]]:
        """Return the signatures of these people over a sheet's sentences, as a device sends."""
        wanted = [self.production.signer(name).public.hex() for name in people]
        return [
            {"draft": one.draft, "key": key, "signature": self._sign(key, one.payload)}
            for one in sheet.drafts
            for key in one.keys
            if key in (wanted or self.signers)
        ]

    def done(self, name: str, **fields: Any) -> Page:
        """Act and have everybody sign; everything on the sheet must have been taken."""
        sheet = self.act(name, **fields)
        assert sheet.drafts, sheet.words
        while sheet.drafts:  # looks and counts are shown to one signer after the other
            sheet = self.sign(sheet)
            assert set(sheet.kinds) <= {"taken"}, sheet.words
        assert sheet.kinds, sheet.words
        return sheet

    def _sign(self, key: str, payload: bytes) -> bytes:
        return self.signers[key].sign(signed_bytes(payload))


# -- a day, quickly ---------------------------------------------------------------------------


def open_day(tablet: Device) -> Page:
    """Have the first AD open the working day."""
    return tablet.done(
        "open-day",
        date="2026-11-22",
        area="Ranch, north of the creek",
        by=tablet.production.person("Ben Ode"),
    )


def looked(tablet: Device, handle: str, **more: Any) -> Page:
    """Have Anna and Ben look at a gun, all as it should be; ``to`` hands it over too."""
    place = tablet.production
    gun = place.gun(handle)
    fields = {"way": LookWay.SEEN_EMPTY.value, **more}
    methods = asked(place.state.weapons[gun], LookWay(fields["way"])).methods
    for side, name in (("handler", "Anna Ruiz"), ("second", "Ben Ode")):
        fields.setdefault(side, place.person(name))
        fields.setdefault(f"{side}.all", "yes")
        if methods:
            fields.setdefault(f"{side}.method", methods[0].value)
    return tablet.done("show", weapon=gun, **fields)


def taken_out(tablet: Device, handle: str) -> Page:
    """Have Anna take a gun out of the lockup."""
    place = tablet.production
    return tablet.done(
        "take-out",
        items=place.gun(handle),
        place=place.container("lockup"),
        by=place.person("Anna Ruiz"),
    )
