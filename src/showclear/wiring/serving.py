"""Builds the serving of a production: its certificate authority, its server, its name.

The order at a start: the desk is opened (which takes the folder's lock), ``authority_of`` gives
the certificates and what the join page shows of them, the application is made by its own room,
and ``serve_site`` listens at once and announces the name beside it. ``served_beside`` does the
same from a thread, without signals and without a name: for tests, and for a second address in
plain text, from which a new device takes the authority's certificate.

Example::

    authority = authority_of(folder, "red-canyon", now_ms=opened.parts.clock.now())
    site = Site(name="red-canyon", host="0.0.0.0", port=8443, authority=authority)
    serve_site(app, site, told=print_address, named=print_name)
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import msgspec

# For the rooms above, which name no adapter.
from showclear.adapters.authority import Authority as Authority  # noqa: PLC0414
from showclear.adapters.authority import local_authority
from showclear.adapters.cart_names import cart_names as cart_names  # noqa: PLC0414
from showclear.adapters.cart_names import host_of as host_of  # noqa: PLC0414
from showclear.adapters.certificates import ProfileWords as ProfileWords  # noqa: PLC0414
from showclear.adapters.names_mdns import Announced as Announced  # noqa: PLC0414
from showclear.adapters.names_mdns import NotAnnounced as NotAnnounced  # noqa: PLC0414
from showclear.adapters.names_mdns import announced_beside, own_addresses
from showclear.adapters.serving import Bound as Bound  # noqa: PLC0414
from showclear.adapters.serving import Limits as Limits  # noqa: PLC0414
from showclear.adapters.serving import Place, Tls, serve, served
from showclear.adapters.serving import address_of as address_of  # noqa: PLC0414
from showclear.adapters.slow_bodies import Application as Application  # noqa: PLC0414
from showclear.wiring import Folder


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Where a production is served: its name, where to listen, and by which authority.

    Port 0 takes a free one. Without an authority the site is in plain text; without ``announced``
    the network is told no name.
    """

    name: str
    host: str
    port: int
    authority: Authority | None
    announced: bool = True
    log: bool = False
    limits: Limits = Limits()


def authority_of(folder: Folder, name: str, *, now_ms: int) -> Authority:
    """Return the folder's certificate authority, made on first start.

    ``UsageError`` says what stands against it; see ``adapters.authority.local_authority``.
    """
    return local_authority(folder.tls, name, addresses=own_addresses(), now_ms=now_ms)


def reached_at(host: str) -> tuple[str, ...]:
    """Return the addresses at which other machines reach a server that listens on ``host``."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:  # a name, "localhost" most likely: what it stands for is not asked
        return ()
    if address.is_unspecified:
        return own_addresses()
    return () if address.is_loopback else (str(address),)


def addresses_of(bound: Bound, name: str | None) -> tuple[str, ...]:
    """Return what a person may type to get there: by name where there is one, then by number."""
    names = () if name is None else (host_of(name),)
    hosts = (*names, *reached_at(bound.host)) or (bound.host,)
    return tuple(address_of(bound.scheme, host, bound.port) for host in hosts)


def serve_site(
    app: Application,
    site: Site,
    *,
    told: Callable[[Bound], None],
    named: Callable[[Announced | NotAnnounced], None],
) -> None:
    """Serve until SIGINT or SIGTERM.

    ``told`` is called once the server listens; ``named`` some seconds later, from another thread,
    with the name the network now knows or why it knows none.
    """
    with ExitStack() as ended:

        def listening(bound: Bound) -> None:
            told(bound)
            if site.announced:
                ended.enter_context(
                    announced_beside(
                        site.name, port=bound.port, addresses=reached_at(site.host), told=named
                    )
                )

        serve(app, _place(site), told=listening)


@contextmanager
def served_beside(app: Application, site: Site) -> Iterator[Bound]:
    """Serve from a thread until the block ends; no name is announced."""
    with served(app, _place(site)) as bound:
        yield bound


def _place(site: Site) -> Place:
    authority = site.authority
    tls = None
    if authority is not None:
        tls = Tls(certificate=authority.server_certificate, key=authority.server_key)
    return Place(host=site.host, port=site.port, tls=tls, log=site.log, limits=site.limits)
