"""Serve an application (ASGI) over TLS from one process, with a limit on everything that comes in.

Around uvicorn: the socket is made here, so that a port that is taken is an error of ours and port
0 gives a free one; SIGINT and SIGTERM end it in order; nothing names the server's software; no
forwarded address is believed; WebSockets are off. Limits: long heads (431 is uvicorn's 400),
heads that do not come, long and slow bodies (``slow_bodies``), how many connections, how long an
idle one is kept, how long ending waits for open streams.

``serve`` runs in the caller's thread until a signal comes; ``served`` runs beside it, for tests
and for a second address. Both tell where they listen once they do.

The log, when asked for, is one line of JSON on standard error for each request and each event of
the server. It holds no address, no query and no body: it is there to see that the box works, and
says nothing about a person.

Example::

    serve(app, Place(host="0.0.0.0", port=8443, tls=tls), told=lambda bound: print(bound.address))
"""

from __future__ import annotations

import asyncio
import json
import logging
import resource
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar, Final

import h11
import msgspec
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from showclear.adapters.slow_bodies import (
    BODY_BYTES_MAX,
    BODY_SECONDS_MAX,
    Application,
    SlowBodies,
)
from showclear.adapters.translate import translated
from showclear.errors import InvariantError, UsageError

PORT_MAX: Final = 65_535
PORTS_OF_THE_SYSTEM: Final = 1_024  # below, a port needs the system's leave
# One device's browser opens at most six connections to a host; 200 devices and a reserve.
CONNECTIONS_MAX: Final = 1_500
WAITING_MAX: Final = 512  # connections that the system keeps until they are taken up
FILES_WANTED: Final = 4_096  # every connection is an open file; many systems begin with 1,024
STARTED_SECONDS_MAX: Final = 20.0
STOPPED_SECONDS_MAX: Final = 20.0


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one client may ask of the server."""

    head_bytes_max: int = 16_384  # a cookie, a few headers and a long address
    head_seconds_max: float = 10.0
    body_bytes_max: int = BODY_BYTES_MAX
    body_seconds_max: float = BODY_SECONDS_MAX
    connections_max: int = CONNECTIONS_MAX
    idle_seconds_max: int = 15  # between two requests; opening a connection anew costs a handshake
    ending_seconds_max: int = 3  # event streams never end by themselves


class Tls(msgspec.Struct, frozen=True, kw_only=True):
    """The files of the server's certificate and its key."""

    certificate: Path
    key: Path


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where to listen and how: port 0 takes a free one; without ``tls`` in plain text."""

    host: str
    port: int
    tls: Tls | None = None
    log: bool = False
    limits: Limits = Limits()


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """Where a server listens."""

    host: str
    port: int
    scheme: str

    @property
    def address(self) -> str:
        """The address by number, for a browser on this machine."""
        return address_of(self.scheme, self.host, self.port)


def address_of(scheme: str, host: str, port: int) -> str:
    """Return an address for a browser, without a port where it is the scheme's own."""
    shown = f"[{host}]" if ":" in host else host
    usual = {"https": 443, "http": 80}[scheme]
    return f"{scheme}://{shown}" + ("" if port == usual else f":{port}")


Told = Callable[[Bound], None]


def serve(app: Application, place: Place, *, told: Told) -> None:
    """Serve until SIGINT or SIGTERM; a second SIGINT does not wait for open requests."""
    _raise_file_limit()
    listener = _listener(place)
    with listener, _logged(wanted=place.log):
        _Ordered(app, place, told=told).run([listener])


@contextmanager
def served(app: Application, place: Place) -> Iterator[Bound]:
    """Serve from a thread of its own until the block ends."""
    listener = _listener(place)
    bound: list[Bound] = []
    ready = threading.Event()

    def told(where: Bound) -> None:
        bound.append(where)
        ready.set()

    with listener, _logged(wanted=place.log):
        server = _Ordered(app, place, told=told)

        def run() -> None:
            try:
                server.run([listener])
            finally:
                ready.set()

        thread = threading.Thread(target=run, name="showclear-serving", daemon=True)
        thread.start()
        try:
            ready.wait(STARTED_SECONDS_MAX)
            if not bound:
                raise InvariantError(
                    f"{place.host}:{place.port}: expected a server that listens, found none"
                )
            yield bound[0]
        finally:
            server.should_exit = True
            thread.join(STOPPED_SECONDS_MAX)


# -- the socket -------------------------------------------------------------------------------


def _listener(place: Place) -> socket.socket:
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((place.host, place.port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise _not_bound(place, error) from error
    return listener


def _not_bound(place: Place, error: Exception) -> UsageError:
    where = f"{place.host}:{place.port}"
    if not 0 <= place.port <= PORT_MAX:
        return UsageError(
            "port_out_of_range", "port", expected=f"0 to {PORT_MAX}", found=str(place.port)
        )
    if isinstance(error, PermissionError):
        return UsageError(
            "port_not_permitted",
            where,
            expected="a port that this user may listen on",
            found="one that the system keeps",
            hint=f"Take one from {PORTS_OF_THE_SYSTEM} up.",
        )
    if isinstance(error, socket.gaierror) or "assign" in str(error):
        return UsageError(
            "host_not_here",
            where,
            expected="an address of this machine",
            found=f"{place.host}, which is not",
            hint="0.0.0.0 listens on every address, 127.0.0.1 on this machine alone.",
        )
    return UsageError(
        "port_taken",
        where,
        expected="a port that nobody listens on",
        found=f"{error}",
        hint="Stop the other program, or name another port.",
    )


def _raise_file_limit() -> None:
    """Ask the system for as many open files as there may be connections, where it lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_WANTED if hard == resource.RLIM_INFINITY else min(FILES_WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


# -- uvicorn, kept to our limits --------------------------------------------------------------
# What overrides is ignored by mypy's `explicit-override`: `typing.override` came with Python 3.12.


class _Ordered(Server):
    """A server that tells when it listens and ends in order, without raising its signal again."""

    def __init__(self, app: Application, place: Place, *, told: Told) -> None:
        super().__init__(_config(app, place))
        self._place = place
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:  # type: ignore[explicit-override]
        try:
            with translated(self._place.host, "starting to listen"):
                await super().startup(sockets=sockets)
        except SystemExit as error:  # uvicorn's word for an application that did not start
            raise InvariantError(
                "application: expected it to start, found an error while it did"
            ) from error
        for listener in sockets or []:
            host, port = listener.getsockname()[:2]
            scheme = "https" if self._place.tls else "http"
            self._told(Bound(host=host, port=port, scheme=scheme))

    @contextmanager
    def capture_signals(self) -> Iterator[None]:  # type: ignore[explicit-override]
        # uvicorn would raise the signal again at the end and so kill the process, before its
        # caller could close the ledger.
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {
            number: signal.signal(number, self.handle_exit)
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # type: ignore[explicit-override]
        del frame
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = True


def _config(app: Application, place: Place) -> Config:
    limits = place.limits
    bounded = SlowBodies(app, bytes_max=limits.body_bytes_max, seconds_max=limits.body_seconds_max)
    return Config(
        bounded,
        http=type("Patient", (Patient,), {"head_seconds_max": limits.head_seconds_max}),
        ws="none",
        loop="asyncio",
        interface="asgi3",
        lifespan="auto",
        log_config=None,
        log_level=logging.INFO if place.log else logging.ERROR,
        access_log=place.log,
        proxy_headers=False,
        server_header=False,
        backlog=WAITING_MAX,
        limit_concurrency=limits.connections_max,
        timeout_keep_alive=limits.idle_seconds_max,
        timeout_graceful_shutdown=limits.ending_seconds_max,
        h11_max_incomplete_event_size=limits.head_bytes_max,
        ssl_certfile=place.tls.certificate if place.tls else None,
        ssl_keyfile=place.tls.key if place.tls else None,
    )


class Patient(H11Protocol):
    """uvicorn's protocol, with an end to its patience for a request's head.

    uvicorn waits for ever on a connection that sends nothing, or a byte a minute: enough of them
    and nobody else gets in.
    """

    head_seconds_max: ClassVar[float]
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override,explicit-override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._watch_head()

    def handle_events(self) -> None:  # type: ignore[explicit-override]
        """Stop waiting when a head is here, begin again when the next one has begun."""
        super().handle_events()
        self._watch_head()

    def connection_lost(self, exc: Exception | None) -> None:  # type: ignore[explicit-override]
        """Stop waiting."""
        self._forget_head()
        super().connection_lost(exc)

    def _watch_head(self) -> None:
        between = self.timeout_keep_alive_task is not None  # the idle limit is at work
        if self.conn.their_state is not h11.IDLE or between:
            self._forget_head()
        elif self._head_timer is None:
            self._head_timer = self.loop.call_later(self.head_seconds_max, self._give_up)

    def _forget_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        self._head_timer = None
        self.transport.abort()  # closing in order would wait for the other side again


# -- the log ----------------------------------------------------------------------------------

_LOGGERS: Final = ("uvicorn.error", "uvicorn.access", "showclear.web")


class JsonLine(logging.Formatter):
    """One event of the server as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:  # type: ignore[explicit-override]
        """Return the line."""
        at = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower()}
        if record.name == "uvicorn.access" and isinstance(record.args, tuple):
            _client, method, path, _version, status = record.args
            line |= {"method": method, "path": str(path).partition("?")[0], "status": status}
        else:
            line["message"] = record.getMessage()
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True)


@contextmanager
def _logged(*, wanted: bool) -> Iterator[None]:
    """Send the server's log to standard error while the block runs, and back afterwards.

    The loggers are the process's: a second server adds nothing to the first one's, and both are
    to be asked for the same.
    """
    added: list[logging.Logger] = []
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLine())
    for logger in map(logging.getLogger, _LOGGERS if wanted else ()):
        if not any(isinstance(other.formatter, JsonLine) for other in logger.handlers):
            logger.addHandler(handler)
            logger.propagate = False
            logger.setLevel(logging.INFO)
            added.append(logger)
    try:
        yield
    finally:
        for logger in added:
            logger.removeHandler(handler)
            logger.propagate = True
