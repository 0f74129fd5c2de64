"""A cart to be tested: its folder of certificates, a small application, a client's handshake."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from showclear.adapters.authority import Authority, local_authority
from showclear.adapters.serving import Bound, Limits, Place, Tls, served
from showclear.adapters.slow_bodies import Receive, Send

NAME = "red-canyon"
HOST = "red-canyon.local"
HERE = "127.0.0.1"
ADDRESSES = (HERE, "10.42.0.1")
DAY_MS = 86_400_000
SECONDS_MAX = 10.0


def now_ms() -> int:
    """Return the machine's time: a handshake is measured by no other."""
    return time.time_ns() // 1_000_000


def authority_in(
    folder: Path,
    *,
    name: str = NAME,
    addresses: tuple[str, ...] = ADDRESSES,
    at_ms: int | None = None,
) -> Authority:
    """Return the folder's authority as a start at that time gives it."""
    time_ms = now_ms() if at_ms is None else at_ms
    return local_authority(folder, name, addresses=addresses, now_ms=time_ms)


async def counting(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """Answer with the number of bytes of the body: a whole application for a server."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    body = f"{length} bytes".encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def place_of(kept: Authority | None, *, limits: Limits | None = None, log: bool = False) -> Place:
    """Return a free port of this machine alone."""
    tls = kept and Tls(certificate=kept.server_certificate, key=kept.server_key)
    return Place(host=HERE, port=0, tls=tls or None, limits=limits or Limits(), log=log)


@contextmanager
def plain(limits: Limits | None = None, *, log: bool = False) -> Iterator[Bound]:
    """Serve the counting application without TLS."""
    with served(counting, place_of(None, limits=limits, log=log)) as bound:
        yield bound


def trusting(authority: bytes) -> ssl.SSLContext:
    """Return a client that trusts one authority and nobody else, as strictly as it can."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    context.load_verify_locations(cadata=authority.decode())
    return context


def asked(bound: Bound, context: ssl.SSLContext, host: str) -> bytes:
    """Ask for a page under a host name, at the address where the server listens."""
    with (
        socket.create_connection((bound.host, bound.port), SECONDS_MAX) as connection,
        context.wrap_socket(connection, server_hostname=host) as tls,
    ):
        tls.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        return all_of(tls)


def sent(bound: Bound, *pieces: bytes, pause_seconds: float = 0.0) -> bytes:
    """Send pieces in plain text, with a pause after each; return all that comes back."""
    with socket.create_connection((bound.host, bound.port), SECONDS_MAX) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause_seconds)
        except ConnectionError:  # cut while sending, as it should be
            pass
        return all_of(connection)


def all_of(connection: socket.socket) -> bytes:
    """Return all that comes until the other side closes."""
    parts: list[bytes] = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionError:
        pass
    return b"".join(parts)
