"""Say the cart's name on its own network (mDNS, RFC 6762), where there is no name server.

While the server runs, ``<name>.local`` answers with the machine's addresses, and the service
``_showclear._tcp`` is listed for whoever looks for it. When the name belongs to another machine
the next free one is taken, and told. No network is no error: the server then works on the box
itself, and what is told says so.

The announcement is no proof of anything: anybody on the network may announce the same name.
What a device trusts is the certificate. Two boxes that start in the same second may both think a
name free; the later one then has to be started again.

Asking and announcing take about three seconds for each name tried. ``announcing`` waits for that;
``announced_beside`` does it while the server already answers.

Example::

    with announcing("red-canyon", port=8443, addresses=own_addresses()) as told:
        ...                              # Announced(name="red-canyon", ...) or NotAnnounced(...)
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import ifaddr
import msgspec
from zeroconf import (  # type: ignore[attr-defined]  # AddressResolver is not in its `__all__`
    AddressResolver,
    Error,
    IPVersion,
    NonUniqueNameException,
    ServiceInfo,
    Zeroconf,
)

from showclear.adapters.cart_names import cart_names, host_of

SERVICE: Final = "_showclear._tcp.local."
# RFC 6762, 8.1 waits 750 ms for somebody who has the name; a little more for a busy access point.
ASKED_MILLISECONDS: Final = 1_000
ENDED_SECONDS_MAX: Final = 10.0  # saying that the name is gone; nobody waits longer for that


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """The name that the network now knows, and the ones that other machines had."""

    name: str
    host: str
    port: int
    addresses: tuple[str, ...]
    taken: tuple[str, ...] = ()


class NotAnnounced(msgspec.Struct, frozen=True, kw_only=True):
    """Why no name was announced: ``no_network``, ``names_taken`` or ``network_failed``."""

    code: str
    found: str
    taken: tuple[str, ...] = ()


def own_addresses() -> tuple[str, ...]:
    """Return the addresses at which other machines can reach this one, IPv4 first.

    Left out: loopback, and IPv6 addresses of one cable only, which no browser can be sent to.
    """
    found = set()
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            address = ipaddress.ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0])
            if not (
                address.is_loopback
                or (isinstance(address, ipaddress.IPv6Address) and address.is_link_local)
            ):
                found.add(address)
    return tuple(str(one) for one in sorted(found, key=lambda one: (one.version, int(one))))


@contextmanager
def announcing(
    name: str, *, port: int, addresses: Sequence[str]
) -> Iterator[Announced | NotAnnounced]:
    """Announce the first free one of the cart's names until the block ends; tell what was done."""
    names = cart_names(name)
    interfaces = [one for one in addresses if _is_v4(one)]
    if not interfaces:
        yield NotAnnounced(code="no_network", found="no address but the machine's own loopback")
        return
    try:
        _try_out(interfaces)
        network = Zeroconf(interfaces=interfaces, ip_version=IPVersion.V4Only)
    except (Error, OSError) as error:
        yield _failed(error)
        return
    try:
        yield _announce(network, names, port=port, addresses=addresses)
    finally:
        network.close()  # tells the network that the name is gone


@contextmanager
def announced_beside(
    name: str,
    *,
    port: int,
    addresses: Sequence[str],
    told: Callable[[Announced | NotAnnounced], None],
) -> Iterator[None]:
    """Announce from a thread of its own until the block ends; ``told`` is called in that thread.

    It is not called when the block ends before the network has answered.
    """
    ended = threading.Event()

    def announce() -> None:
        with announcing(name, port=port, addresses=addresses) as outcome:
            if not ended.is_set():
                told(outcome)
            ended.wait()

    thread = threading.Thread(target=announce, name="showclear-announcing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(ENDED_SECONDS_MAX)


def _is_v4(address: str) -> bool:
    return isinstance(ipaddress.ip_address(address), ipaddress.IPv4Address)


def _try_out(interfaces: Sequence[str]) -> None:
    """Raise ``OSError`` for an address that is gone; the library would leave a socket open."""
    for interface in interfaces:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as endpoint:
            endpoint.bind((interface, 0))


def _announce(
    network: Zeroconf, names: Sequence[str], *, port: int, addresses: Sequence[str]
) -> Announced | NotAnnounced:
    taken: list[str] = []
    for name in names:
        try:
            if _is_anothers(network, name, addresses):
                taken.append(name)
                continue
            network.register_service(_service(name, port, addresses))
        except NonUniqueNameException:
            taken.append(name)
        except (Error, OSError) as error:
            return _failed(error)
        else:
            return Announced(
                name=name,
                host=host_of(name),
                port=port,
                addresses=tuple(addresses),
                taken=tuple(taken),
            )
    return NotAnnounced(
        code="names_taken",
        found=f"other machines as {host_of(names[0])} to {host_of(names[-1])}",
        taken=tuple(taken),
    )


def _is_anothers(network: Zeroconf, name: str, addresses: Sequence[str]) -> bool:
    """Ask who has the host name; the machine's own name service may give our own addresses."""
    resolver = AddressResolver(f"{host_of(name)}.")
    if not resolver.request(network, ASKED_MILLISECONDS):
        return False
    return not set(resolver.parsed_addresses()) <= set(addresses)


def _service(name: str, port: int, addresses: Sequence[str]) -> ServiceInfo:
    return ServiceInfo(
        SERVICE,
        f"{name}.{SERVICE}",
        port=port,
        parsed_addresses=list(addresses),
        server=f"{host_of(name)}.",
    )


def _failed(error: Exception) -> NotAnnounced:
    return NotAnnounced(code="network_failed", found=f"{type(error).__name__}: {error}")
