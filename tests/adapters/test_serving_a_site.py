"""A production served: authority, server and name, as the wiring joins them."""

from __future__ import annotations

import os
import signal
import socket
import threading
from pathlib import Path

import pytest

from showclear.wiring import Folder
from showclear.wiring.serving import (
    Announced,
    Bound,
    NotAnnounced,
    Site,
    addresses_of,
    authority_of,
    reached_at,
    serve_site,
    served_beside,
)
from tests.adapters.cart import HERE, HOST, NAME, asked, counting, now_ms, trusting


def site(folder: Path, *, announced: bool = True) -> Site:
    """Return the site of a production whose ledger would lie in the folder."""
    authority = authority_of(Folder(folder), NAME, now_ms=now_ms())
    return Site(name=NAME, host=HERE, port=0, authority=authority, announced=announced)


def test_the_certificates_lie_in_the_ledgers_folder(tmp_path: Path) -> None:
    """The authority is kept beside the ledger, and is the same at the next start."""
    first = authority_of(Folder(tmp_path), NAME, now_ms=now_ms())
    assert sorted(path.name for path in (tmp_path / "tls").iterdir()) == [
        "ca.key",
        "ca.pem",
        "server.key",
        "server.pem",
    ]
    assert authority_of(Folder(tmp_path), NAME, now_ms=now_ms()).der == first.der


def test_a_site_is_served_with_its_certificate(tmp_path: Path) -> None:
    """A device that trusts the folder's authority gets its page."""
    place = site(tmp_path)
    assert place.authority is not None
    with served_beside(counting, place) as bound:
        assert bound.address.startswith(f"https://{HERE}:")
        assert asked(bound, trusting(place.authority.certificate), HOST).endswith(b"0 bytes")


@pytest.mark.parametrize("announced", [True, False])
def test_a_start_tells_where_and_then_the_name(tmp_path: Path, *, announced: bool) -> None:
    """The address is told first; on loopback the name is told to be none, if it was wanted."""
    happened: list[str] = []
    names: list[Announced | NotAnnounced] = []
    ready = threading.Event()

    def end() -> None:
        ready.wait(5 if announced else 0.2)
        os.kill(os.getpid(), signal.SIGTERM)

    def told(bound: Bound) -> None:
        happened.append(bound.scheme)
        threading.Thread(target=end).start()

    def named(outcome: Announced | NotAnnounced) -> None:
        happened.append("name")
        names.append(outcome)
        ready.set()

    serve_site(counting, site(tmp_path, announced=announced), told=told, named=named)
    assert happened == (["https", "name"] if announced else ["https"])
    assert [one.code for one in names if isinstance(one, NotAnnounced)] == (
        ["no_network"] if announced else []
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_site_of_this_machine_is_reached_by_nobody_else(host: str) -> None:
    """What listens on loopback has no address for others, and no name."""
    assert reached_at(host) == ()


def test_a_site_on_one_address_is_reached_there() -> None:
    """One address is one address; "any" is all the machine has, as its own sockets know it."""
    assert reached_at("10.42.0.1") == ("10.42.0.1",)
    for address in reached_at("0.0.0.0"):  # noqa: S104 - asked for, not listened on
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as endpoint:
            endpoint.bind((address, 0))


def test_the_name_is_typed_before_the_numbers() -> None:
    """A person is given the name first, and always something to type."""
    outside = Bound(host="10.42.0.1", port=8443, scheme="https")
    assert addresses_of(outside, "red-canyon-2") == (
        "https://red-canyon-2.local:8443",
        "https://10.42.0.1:8443",
    )
    assert addresses_of(outside, None) == ("https://10.42.0.1:8443",)
    here = Bound(host=HERE, port=443, scheme="https")
    assert addresses_of(here, None) == (f"https://{HERE}",)
