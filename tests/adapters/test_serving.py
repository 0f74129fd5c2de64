"""The server: real sockets on this machine alone, real signals, every limit at work."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import redirect_stderr

import pytest

from showclear.adapters.serving import (
    FILES_WANTED,
    Bound,
    JsonLine,
    Limits,
    Place,
    address_of,
    serve,
    served,
)
from showclear.adapters.slow_bodies import Application, Message, Receive, Send
from showclear.errors import InvariantError, UsageError
from tests.adapters.cart import HERE, SECONDS_MAX, all_of, counting, plain, sent
from tests.tidy.tree import ROOT

GET = b"GET /page?who=me HTTP/1.1\r\nHost: cart\r\n"
CLOSE = b"Connection: close\r\n\r\n"


def post(length: int) -> bytes:
    """Return the head of a request with a body."""
    return b"POST / HTTP/1.1\r\nHost: cart\r\nContent-Length: %d\r\n" % length + CLOSE


def test_a_free_port_is_told_once_it_listens() -> None:
    """Port 0 gives a free one, and by the time it is told it answers."""
    with plain() as bound:
        assert (bound.host, bound.scheme) == (HERE, "http")
        assert bound.address == f"http://{HERE}:{bound.port}"
        assert sent(bound, GET + CLOSE).startswith(b"HTTP/1.1 200 OK\r\n")


def test_nothing_names_the_servers_software() -> None:
    """No header says what serves."""
    with plain() as bound:
        head = sent(bound, GET + CLOSE).partition(b"\r\n\r\n")[0].lower()
    assert b"server:" not in head
    assert b"uvicorn" not in head


def test_a_forwarded_address_is_not_believed() -> None:
    """The application sees who really asked, whatever a header says."""
    seen: list[str] = []

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            seen.append(scope["client"][0])
        await counting(scope, receive, send)

    with served(app, Place(host=HERE, port=0)) as bound:
        sent(bound, GET + b"X-Forwarded-For: 203.0.113.7\r\n" + CLOSE)
    assert seen == [HERE]


# -- limits -----------------------------------------------------------------------------------


def test_a_body_at_the_limit_is_taken_and_one_past_it_not() -> None:
    """The limit is of bytes that came, through a real socket."""
    with plain(Limits(body_bytes_max=100)) as bound:
        assert sent(bound, post(100) + b"x" * 100).endswith(b"100 bytes")
        assert sent(bound, post(101)).startswith(b"HTTP/1.1 413 ")
        chunked = b"POST / HTTP/1.1\r\nHost: cart\r\nTransfer-Encoding: chunked\r\n" + CLOSE
        answer = sent(bound, chunked + b"65\r\n" + b"x" * 101 + b"\r\n0\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_body_that_drips_is_cut() -> None:
    """A client that sends a byte now and then is answered with 408 and cut off in time."""
    started = time.monotonic()
    with plain(Limits(body_seconds_max=0.3)) as bound:
        answer = sent(bound, post(100), *[b"x"] * 8, pause_seconds=0.1)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - started < SECONDS_MAX


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([], id="nothing"),
        pytest.param([b"GET / HT"], id="half a line"),
        pytest.param([GET, *[b"x"] * 8], id="a byte now and then"),
        pytest.param([GET + b"\r\n", GET], id="half a second request"),
    ],
)
def test_a_head_that_does_not_come_is_cut(pieces: list[bytes]) -> None:
    """A connection that never finishes asking does not keep its place."""
    started = time.monotonic()
    with plain(Limits(head_seconds_max=0.3, idle_seconds_max=60)) as bound:
        answer = sent(bound, *pieces, pause_seconds=0.1)
        assert time.monotonic() - started < SECONDS_MAX
    assert answer.count(b"HTTP/1.1 ") == (1 if len(pieces) == 2 else 0)


def test_a_slow_answer_is_no_slow_head() -> None:
    """While the application takes its time, and while an answer streams, nobody is cut off."""

    async def slow(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await asyncio.sleep(0.4)
        await counting(scope, receive, send)

    with served(slow, Place(host=HERE, port=0, limits=Limits(head_seconds_max=0.1))) as bound:
        assert sent(bound, GET + CLOSE).endswith(b"0 bytes")


def test_an_idle_connection_is_closed() -> None:
    """Between two requests a connection is kept for the idle time and no longer."""
    with plain(Limits(idle_seconds_max=1)) as bound:
        started = time.monotonic()
        assert sent(bound, GET + b"\r\n").endswith(b"0 bytes")
        assert 0.9 < time.monotonic() - started < SECONDS_MAX


def test_a_long_head_is_refused() -> None:
    """A head past its limit is answered with 400 and cut."""
    with plain(Limits(head_bytes_max=1_000)) as bound:
        assert sent(bound, GET + b"X: " + b"x" * 800 + b"\r\n" + CLOSE).endswith(b"0 bytes")
        # In pieces: what came in one is parsed before it is measured.
        pieces = [GET, b"X: ", *[b"x" * 200] * 8]
        assert sent(bound, *pieces, pause_seconds=0.02).startswith(b"HTTP/1.1 400 ")


def test_more_connections_than_the_limit_are_sent_away() -> None:
    """Past the limit a request is answered with 503; when others leave there is room again."""
    with plain(Limits(connections_max=3)) as bound:
        others = [socket.create_connection((bound.host, bound.port)) for _ in range(3)]
        time.sleep(0.2)
        assert sent(bound, GET + CLOSE).startswith(b"HTTP/1.1 503 ")
        for other in others:
            other.close()
        time.sleep(0.2)
        assert sent(bound, GET + CLOSE).startswith(b"HTTP/1.1 200 ")


# -- beginning and ending ---------------------------------------------------------------------


def refused_place(place: Place) -> UsageError:
    """Return what stands against listening there."""
    with pytest.raises(UsageError) as caught:
        serve(counting, place, told=lambda _: None)
    return caught.value


def test_a_taken_port_is_told() -> None:
    """A port on which another program listens is named, with what to do."""
    with plain() as bound:
        problem = refused_place(Place(host=HERE, port=bound.port))
    assert problem.code == "port_taken"
    assert problem.thing == f"{HERE}:{bound.port}"
    assert problem.hint == "Stop the other program, or name another port."


@pytest.mark.parametrize(
    ("host", "port", "code"),
    [
        ("203.0.113.9", 0, "host_not_here"),
        ("no such host", 0, "host_not_here"),
        (HERE, 65_536, "port_out_of_range"),
        (HERE, -1, "port_out_of_range"),
    ],
)
def test_a_place_that_is_none_is_told(host: str, port: int, code: str) -> None:
    """An address of another machine and a port that is none are errors of ours."""
    assert refused_place(Place(host=host, port=port)).code == code


def test_a_port_of_the_systems_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that this user may not have is named, with those he may."""

    def refusing(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refusing)
    problem = refused_place(Place(host=HERE, port=443))
    assert (problem.code, problem.hint) == ("port_not_permitted", "Take one from 1024 up.")


def test_an_application_that_does_not_start_is_a_bug() -> None:
    """What goes wrong in starting the application leaves as an error of ours."""

    async def broken(scope: Message, receive: Receive, send: Send) -> None:
        del scope
        await receive()
        await send({"type": "lifespan.startup.failed", "message": "no templates"})

    message = "^application: expected it to start, found an error while it did$"
    with pytest.raises(InvariantError, match=message):
        serve(broken, Place(host=HERE, port=0), told=lambda _: None)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_order(number: signal.Signals) -> None:
    """After the signal ``serve`` returns, the application was ended, the handlers are back."""
    ended: list[str] = []

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        await counting(scope, receive, send)
        if scope["type"] == "lifespan":
            ended.append("application")

    before = signal.getsignal(number)
    told: list[Bound] = []

    def tell(bound: Bound) -> None:
        told.append(bound)
        threading.Timer(0.2, os.kill, (os.getpid(), number)).start()

    serve(app, Place(host=HERE, port=0), told=tell)
    assert ended == ["application"]
    assert signal.getsignal(number) is before
    with pytest.raises(ConnectionError):
        socket.create_connection((HERE, told[0].port), SECONDS_MAX)


def test_ending_does_not_wait_for_a_stream() -> None:
    """An event stream that never ends by itself is cut after a moment."""

    async def streaming(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await counting(scope, receive, send)
            return
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"first", "more_body": True})
        await receive()  # until the client goes

    limits = Limits(ending_seconds_max=1)
    with served(streaming, Place(host=HERE, port=0, limits=limits)) as bound:
        connection = socket.create_connection((bound.host, bound.port), SECONDS_MAX)
        connection.sendall(GET + b"\r\n")
        assert b"200 OK" in connection.recv(1_000)
        started = time.monotonic()
    assert time.monotonic() - started < SECONDS_MAX
    with connection:
        all_of(connection)


PROGRAM = """
import sys
sys.path.insert(0, {root!r})
from showclear.adapters.serving import Place, serve
from tests.adapters.cart import counting
serve(counting, Place(host="127.0.0.1", port=0), told=lambda it: print(it.port, flush=True))
print("ended", flush=True)
"""


def test_a_program_that_serves_ends_by_itself_on_sigterm() -> None:
    """A program is not killed by the signal: it goes on behind ``serve`` and closes its ledger."""
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(root=str(ROOT))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with program:
        assert program.stdout is not None
        port = int(program.stdout.readline())
        assert sent(Bound(host=HERE, port=port, scheme="http"), GET + CLOSE).endswith(b"0 bytes")
        program.send_signal(signal.SIGTERM)
        output, errors = program.communicate(timeout=SECONDS_MAX)
    assert (program.returncode, output, errors) == (0, "ended\n", "")


def test_as_many_files_are_asked_for_as_there_may_be_connections() -> None:
    """Where the system's limit can be raised it is; it is never lowered."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))

        def tell(_: Bound) -> None:
            os.kill(os.getpid(), signal.SIGINT)

        serve(counting, Place(host=HERE, port=0), told=tell)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(FILES_WANTED, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


# -- the log ----------------------------------------------------------------------------------


def logged(app: Application, ask: Callable[[Bound], object], *, log: bool) -> list[str]:
    """Return the lines on standard error while somebody asks."""
    with (
        redirect_stderr(io.StringIO()) as errors,
        served(app, Place(host=HERE, port=0, log=log)) as bound,
    ):
        ask(bound)
    return errors.getvalue().splitlines()


def test_without_being_asked_it_logs_nothing() -> None:
    """By default nothing is written, not even about what is no request at all."""

    def ask(bound: Bound) -> None:
        sent(bound, GET + CLOSE)
        sent(bound, b"\x16\x03\x01 no request\r\n\r\n")

    assert logged(counting, ask, log=False) == []


def test_the_log_is_lines_of_json_that_name_nobody() -> None:
    """Each request is one line, without address, query or body."""
    lines = [
        json.loads(line)
        for line in logged(counting, lambda bound: sent(bound, GET + CLOSE), log=True)
    ]
    requests = [line for line in lines if "status" in line]
    assert [{**line, "at": ""} for line in requests] == [
        {"at": "", "level": "info", "method": "GET", "path": "/page", "status": 200}
    ]
    assert all(line["at"].endswith("+00:00") for line in lines)
    assert not any(HERE in str(line) or "who" in str(line) for line in lines)


def test_an_error_of_ours_is_one_line_with_its_trace() -> None:
    """A bug in the application is logged as one line that says where."""

    async def broken(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            raise InvariantError("a bug")
        await counting(scope, receive, send)

    lines = [
        json.loads(line)
        for line in logged(broken, lambda bound: sent(bound, GET + CLOSE), log=True)
    ]
    (error,) = [line for line in lines if line["level"] == "error"]
    assert error["trace"].endswith("showclear.errors.InvariantError: a bug")


def json_handlers() -> list[int]:
    """Return how many handlers of ours each of the server's loggers has."""
    loggers = [logging.getLogger(name) for name in ("uvicorn.error", "uvicorn.access")]
    return [
        sum(isinstance(one.formatter, JsonLine) for one in logger.handlers) for logger in loggers
    ]


def test_the_log_ends_with_the_server() -> None:
    """Two servers log each line once; afterwards nothing of ours is left."""
    with plain(log=True), plain(log=True):
        assert json_handlers() == [1, 1]
    assert json_handlers() == [0, 0]


@pytest.mark.parametrize(
    ("scheme", "host", "port", "address"),
    [
        ("https", "red.local", 443, "https://red.local"),
        ("https", "red.local", 8443, "https://red.local:8443"),
        ("http", "10.0.0.1", 80, "http://10.0.0.1"),
        ("https", "fd00::1", 8443, "https://[fd00::1]:8443"),
    ],
)
def test_an_address_is_as_a_person_types_it(
    scheme: str, host: str, port: int, address: str
) -> None:
    """The usual port is left out, an IPv6 address stands in brackets."""
    assert address_of(scheme, host, port) == address
