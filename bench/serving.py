"""The set app under load: a real server over TLS on loopback, devices with real keys.

One process serves the example production; this one plays the devices, on the same cores, so that
what is measured holds the devices' own work too. The floor is an icon fetched over the same
connections in the same stretch: what TLS, HTTP and this client take by themselves.

* *Scan to verdict*: a gun's page as a scan opens it, then the question what stands against handing
  it over. Fifty devices, each with a pause between, beside a recorder who commits a look a second.
* *Commit to board*: from the answer to an event until a board that listens has its new part.
* *Standing*: so many devices with an open stream, each asking for the board now and then; every
  answer other than 200 is an error.
"""

from __future__ import annotations

import asyncio
import base64
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import httpx
import msgspec

from bench.ledgers import CACHE
from showclear.desk.ports import Signer
from showclear.record.envelope import signed_bytes
from showclear.web.sessions import signed_text
from showclear.wiring import Folder, KeyRing

STARTED_SECONDS: Final = 60.0
DEVICES: Final = 50
THINKING_SECONDS: Final = 2.0
COMMIT_EVERY: Final = 1.0
ASKING_EVERY: Final = 10.0
PARTS: Final = ("style.css", "app.js", "icon.svg", "app.webmanifest")
BEN: Final = "ben-ode"


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What was seen: seconds of each thing, bytes of a first load, errors."""

    scan: list[float]
    floor: list[float]
    board: list[float]
    first_bytes: int
    devices: int
    seconds: float
    requests: int
    errors: int
    committed: int


class Server:
    """The example production served by a process of its own."""

    def __init__(self) -> None:
        CACHE.mkdir(exist_ok=True)
        self.place = Path(mkdtemp(dir=CACHE, prefix="serve-"))
        command = [str(Path(sys.executable).parent / "showclear"), "serve", "--example"]
        self._process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", "0"],
            cwd=self.place,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "COLUMNS": "100"},
        )
        self.port = self._port()
        self.folder = Folder(next(self.place.glob("showclear-set*")))

    def _port(self) -> int:
        if self._process.stdout is None:
            raise RuntimeError("server: expected its output, found none")
        deadline = time.monotonic() + STARTED_SECONDS
        while time.monotonic() < deadline:
            line = self._process.stdout.readline()
            found = re.search(r"https://127\.0\.0\.1:(\d+)|https://[^ ]*:(\d+)", line)
            if found:
                return int(found.group(1) or found.group(2))
        raise RuntimeError("server: expected an address within a minute, found none")

    def context(self) -> ssl.SSLContext:
        """Trust the cart's own authority and nothing else."""
        return ssl.create_default_context(cafile=str(self.folder.tls / "ca.pem"))

    def close(self) -> None:
        """End it, as a person would with Ctrl-C, and throw its folder away."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(20)
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        shutil.rmtree(self.place)


class Device:
    """One device that has entered."""

    def __init__(self, server: Server, context: ssl.SSLContext, ring: KeyRing, who: str) -> None:
        self.client = httpx.AsyncClient(
            base_url=f"https://127.0.0.1:{server.port}", verify=context, timeout=30
        )
        self.signer: Signer = ring.load(who)
        self.key = self.signer.public.hex()
        self.client.headers["showclear-keys"] = self.key

    async def enter(self, origin: str) -> str:
        """Sign in; return the person's id."""
        drawn = await self.client.post("/api/challenges", json={"key": self.key})
        challenge = drawn.json()["challenge"]
        signature = base64.b64encode(self.signer.sign(signed_text(origin, challenge))).decode()
        body = {"key": self.key, "challenge": challenge, "signature": signature}
        answer = await self.client.post("/api/sessions", json=body)
        answer.raise_for_status()
        return str(answer.json()["person"])

    async def commit(self, body: dict[str, Any], person: str) -> float:
        """Draft, sign and hand in one act; return when it was answered."""
        asked = {"acts": [{"body": body, "signers": [person]}]}
        sheet = (await self.client.post("/api/drafts", json=asked)).json()
        signatures = [
            {
                "draft": one["draft"],
                "key": self.key,
                "signature": base64.b64encode(
                    self.signer.sign(signed_bytes(base64.b64decode(one["payload"])))
                ).decode(),
            }
            for one in sheet["drafts"]
        ]
        answer = await self.client.post("/api/signatures", json={"signatures": signatures})
        answer.raise_for_status()
        return time.perf_counter()

    async def follow(self) -> AsyncIterator[str]:
        """Yield the kinds of what the stream tells."""
        async with self.client.stream("GET", "/stream", timeout=None) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("event:"):
                    yield line.partition(":")[2].strip()


@asynccontextmanager
async def entered(server: Server, who: list[str]) -> AsyncIterator[list[tuple[Device, str]]]:
    """Give devices that have entered, each with its person."""
    context = server.context()
    async with httpx.AsyncClient(verify=context) as asking:
        note = (await asking.get(f"https://127.0.0.1:{server.port}/api/head")).json()["note"]
    origin = note.partition("\n")[0]
    ring = KeyRing(server.folder.keys, origin)
    devices = [Device(server, context, ring, name) for name in who]
    try:
        people = await asyncio.gather(*[device.enter(origin) for device in devices])
        yield list(zip(devices, people, strict=True))
    finally:
        await asyncio.gather(*[device.client.aclose() for device in devices])


class Watch:
    """What is counted while devices work."""

    def __init__(self) -> None:
        self.scan: list[float] = []
        self.floor: list[float] = []
        self.board: list[float] = []
        self.requests = 0
        self.errors = 0
        self.committed = 0
        self.answered = asyncio.Event()
        self.answered_at = 0.0

    async def get(self, device: Device, path: str) -> httpx.Response | None:
        """Ask for a page; whatever is not 200 is an error."""
        self.requests += 1
        try:
            answer = await device.client.get(path, headers={"accept": "text/html"})
        except httpx.HTTPError:
            self.errors += 1
            return None
        self.errors += answer.status_code != httpx.codes.OK
        return answer


async def _scans(watch: Watch, device: Device, ask: dict[str, Any], until: float) -> None:
    gun = ask["body"]["weapon"]
    while time.perf_counter() < until:
        await asyncio.sleep(THINKING_SECONDS)
        start = time.perf_counter()
        await watch.get(device, "/static/icon.svg")
        between = time.perf_counter()
        await watch.get(device, f"/gun/{gun}")
        answer = await device.client.post("/api/would", json=ask)
        watch.errors += answer.status_code != httpx.codes.OK
        watch.requests += 1
        watch.floor.append(between - start)
        watch.scan.append(time.perf_counter() - between)


async def _commits(watch: Watch, recorder: Device, person: str, until: float) -> None:
    body = {"type": "brief/1", "briefing": "day", "roll": [person]}
    while time.perf_counter() < until:
        watch.answered.clear()
        watch.answered_at = await recorder.commit(body, person)
        watch.answered.set()
        watch.committed += 1
        await asyncio.sleep(COMMIT_EVERY)


async def _board(watch: Watch, device: Device) -> None:
    async for kind in device.follow():
        if kind != "recorded":
            continue
        await watch.get(device, "/board/now")
        done = time.perf_counter()
        await watch.answered.wait()  # the stream may be ahead of the recorder's own answer
        watch.board.append(max(0.0, done - watch.answered_at))


async def _stands(watch: Watch, device: Device, number: int, until: float) -> None:
    """Keep a stream open and ask for the board now and then, not all at once."""

    async def listen() -> None:
        async for _ in device.follow():
            pass

    listening = asyncio.create_task(listen())
    await asyncio.sleep(number % 100 / 100 * ASKING_EVERY)
    while time.perf_counter() < until:
        await watch.get(device, "/board/now")
        await asyncio.sleep(ASKING_EVERY)
    watch.errors += listening.done()  # a stream that ended by itself
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening


async def _first_load(device: Device) -> int:
    paths = ["/", *[f"/static/{part}" for part in PARTS]]
    answers = [await device.client.get(path) for path in paths]
    return sum(len(answer.content) for answer in answers)


async def _working(server: Server, seconds: float, count: int) -> Load:
    names = ["anna-ruiz", "cal-reed", "eva-sand", "dee-park", BEN]
    who = [names[number % len(names)] for number in range(count)]
    watch = Watch()
    async with entered(server, [*who, BEN, BEN]) as every:
        *devices, (recorder, ben), (board, _) = every
        guns = (await devices[0][0].client.get("/api/guns")).json()
        gun = next(one["item"] for one in guns if one["weapon_class"] > 1)
        anna, cal = devices[0][1], devices[1][1]
        ask = {
            "body": {
                "type": "hand-over/1", "weapon": gun, "to": cal, "announced": "empty",
                "rounds": 0, "looks": [],
            },
            "signers": [anna],
        }  # fmt: skip
        first = await _first_load(devices[0][0])
        until = time.perf_counter() + seconds
        listening = asyncio.create_task(_board(watch, board))
        await asyncio.gather(
            _commits(watch, recorder, ben, until),
            *[_scans(watch, device, ask, until) for device, _ in devices],
        )
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
    return _load(watch, first, count, seconds)


async def _standing(server: Server, devices: int, seconds: float) -> Load:
    watch = Watch()
    async with entered(server, [BEN] * (devices + 1)) as all_:
        *standing, (recorder, ben) = all_
        until = time.perf_counter() + seconds
        await asyncio.gather(
            _commits(watch, recorder, ben, until),
            *[_stands(watch, one, number, until) for number, (one, _) in enumerate(standing)],
        )
    return _load(watch, 0, devices, seconds)


def _load(watch: Watch, first: int, devices: int, seconds: float) -> Load:
    return Load(
        scan=sorted(watch.scan),
        floor=sorted(watch.floor),
        board=sorted(watch.board),
        first_bytes=first,
        devices=devices,
        seconds=seconds,
        requests=watch.requests,
        errors=watch.errors,
        committed=watch.committed,
    )


def working(seconds: float, devices: int = DEVICES) -> Load:
    """Measure devices at work for so many seconds."""
    server = Server()
    try:
        return asyncio.run(_working(server, seconds, devices))
    finally:
        server.close()


def standing(devices: int, seconds: float) -> Load:
    """Measure so many devices that keep up, for so many seconds."""
    server = Server()
    try:
        return asyncio.run(_standing(server, devices, seconds))
    finally:
        server.close()
