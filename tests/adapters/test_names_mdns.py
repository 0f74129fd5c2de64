"""The cart's name on its network: real questions and answers, on this machine alone."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from zeroconf import IPVersion, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from showclear.adapters.cart_names import NAMES_MAX, cart_names
from showclear.adapters.names_mdns import (
    SERVICE,
    Announced,
    NotAnnounced,
    announced_beside,
    announcing,
    own_addresses,
)
from showclear.errors import UsageError

HERE = "127.0.0.1"
ELSEWHERE = "127.0.0.2"  # another machine's address, as far as the cart can tell
PORT = 8_443
WAITED_MILLISECONDS = 3_000


@pytest.fixture(autouse=True)
def _answers_come_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a third as long for an answer: on loopback it takes a tenth of a second."""
    monkeypatch.setattr("showclear.adapters.names_mdns.ASKED_MILLISECONDS", 350)


@contextmanager
def device() -> Iterator[Zeroconf]:
    """Give a device on the cart's network, which is this machine's loopback."""
    network = Zeroconf(interfaces=[HERE], ip_version=IPVersion.V4Only)
    try:
        yield network
    finally:
        network.close()


@contextmanager
def another(name: str, *, instance: str | None = None) -> Iterator[None]:
    """Let another machine have ``<name>.local``, and perhaps the same service."""
    with device() as network:
        info = ServiceInfo(
            SERVICE if instance else "_other._tcp.local.",
            f"{instance}.{SERVICE}" if instance else "printer._other._tcp.local.",
            port=1,
            parsed_addresses=[ELSEWHERE],
            server=f"{name}.local.",
        )
        network.register_service(info)
        yield


def test_a_device_is_told_where_the_cart_is() -> None:
    """While it is announced, who asks the network gets name, port and address."""
    with announcing("red-canyon", port=PORT, addresses=[HERE]) as told:
        assert told == Announced(
            name="red-canyon", host="red-canyon.local", port=PORT, addresses=(HERE,)
        )
        with device() as network:
            info = network.get_service_info(
                SERVICE, f"red-canyon.{SERVICE}", timeout=WAITED_MILLISECONDS
            )
            assert info is not None
            assert (info.server, info.port) == ("red-canyon.local.", PORT)
            assert info.parsed_addresses() == [HERE]


class Heard(ServiceListener):
    """Remembers what a device hears of carts."""

    def __init__(self) -> None:
        self.came = threading.Event()
        self.went = threading.Event()

    # `typing.override` came with Python 3.12.
    def add_service(  # type: ignore[explicit-override]
        self, zc: Zeroconf, type_: str, name: str
    ) -> None:
        """Hear of a cart."""
        del zc, type_
        if name == f"going.{SERVICE}":
            self.came.set()

    def update_service(  # type: ignore[explicit-override]
        self, zc: Zeroconf, type_: str, name: str
    ) -> None:
        """Hear of a change."""

    def remove_service(  # type: ignore[explicit-override]
        self, zc: Zeroconf, type_: str, name: str
    ) -> None:
        """Hear that a cart has gone."""
        del zc, type_
        if name == f"going.{SERVICE}":
            self.went.set()


def test_the_network_is_told_when_the_cart_goes() -> None:
    """A device that lists carts sees it come, and go when the server ends."""
    heard = Heard()
    with device() as network:
        browser = ServiceBrowser(network, SERVICE, heard)
        with announcing("going", port=PORT, addresses=[HERE]):
            assert heard.came.wait(WAITED_MILLISECONDS / 1_000)
        assert heard.went.wait(WAITED_MILLISECONDS / 1_000)
        browser.cancel()


def test_a_host_name_of_another_machine_is_left_to_it() -> None:
    """Where a machine that is no cart has the name, the next free one is taken, and told."""
    with another("blue"), announcing("blue", port=PORT, addresses=[HERE]) as told:
        assert isinstance(told, Announced)
        assert (told.name, told.host, told.taken) == ("blue-2", "blue-2.local", ("blue",))


def test_two_carts_of_one_name_get_two() -> None:
    """A second cart on the same machine or network gets the next name."""
    with (
        announcing("twin", port=PORT, addresses=[HERE]) as first,
        announcing("twin", port=PORT + 1, addresses=[HERE]) as second,
    ):
        assert isinstance(first, Announced)
        assert isinstance(second, Announced)
        assert (first.name, second.name, second.taken) == ("twin", "twin-2", ("twin",))


def test_when_every_name_is_taken_none_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the last name the cart gives up, and says whose they are."""
    names = cart_names("full")
    monkeypatch.setattr("showclear.adapters.names_mdns.cart_names", lambda _: names[:1])
    with another("full"), announcing("full", port=PORT, addresses=[HERE]) as told:
        assert told == NotAnnounced(
            code="names_taken",
            found="other machines as full.local to full.local",
            taken=("full",),
        )


@pytest.mark.parametrize("addresses", [(), ("fd00::1",)], ids=["none", "IPv6 alone"])
def test_without_a_network_nothing_is_announced(addresses: tuple[str, ...]) -> None:
    """No address to be reached at is no error: the server works without a name."""
    with announcing("red-canyon", port=PORT, addresses=addresses) as told:
        assert told == NotAnnounced(
            code="no_network", found="no address but the machine's own loopback"
        )


def test_a_network_that_fails_is_no_error() -> None:
    """An address that the machine does not have (a cable just pulled) is told, not raised."""
    with announcing("red-canyon", port=PORT, addresses=["203.0.113.9"]) as told:
        assert isinstance(told, NotAnnounced)
        assert told.code == "network_failed"
        assert told.found.startswith("OSError: ")


def test_a_network_without_multicast_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system does not let the name be announced, that is told, not raised."""

    def refusing(**_: object) -> Zeroconf:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("showclear.adapters.names_mdns.Zeroconf", refusing)
    with announcing("red-canyon", port=PORT, addresses=[HERE]) as told:
        assert told == NotAnnounced(
            code="network_failed", found="PermissionError: [Errno 1] Operation not permitted"
        )


def test_announcing_beside_does_not_wait() -> None:
    """The block begins at once; what came of it is told later."""
    outcome: list[Announced | NotAnnounced] = []
    told = threading.Event()

    def tell(what: Announced | NotAnnounced) -> None:
        outcome.append(what)
        told.set()

    with announced_beside("beside", port=PORT, addresses=[HERE], told=tell):
        assert outcome == []
        assert told.wait(WAITED_MILLISECONDS * 3 / 1_000)
    assert [one.name for one in outcome if isinstance(one, Announced)] == ["beside"]


def test_ending_early_tells_nothing() -> None:
    """A server that ends before the network has answered tells no name."""
    outcome: list[Announced | NotAnnounced] = []
    with announced_beside("early", port=PORT, addresses=[HERE], told=outcome.append):
        pass
    assert outcome == []


def test_own_addresses_are_those_others_can_use() -> None:
    """No loopback and no address of one cable only is among the machine's addresses."""
    found = own_addresses()
    assert list(found) == sorted(found, key=lambda one: ":" in one)
    assert [one for one in found if one.startswith(("127.", "fe80:")) or one == "::1"] == []
    for one in found:
        family = socket.AF_INET6 if ":" in one else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as endpoint:
            endpoint.bind((one, 0))  # the machine has it


def test_nine_names_are_tried() -> None:
    """The name itself and eight more, in order."""
    names = cart_names("red")
    assert len(names) == NAMES_MAX
    assert (names[0], names[1], names[-1]) == ("red", "red-2", "red-9")


def test_a_name_for_no_browser_is_refused() -> None:
    """A name that cannot stand in an address is refused before the network is asked."""
    with (
        pytest.raises(UsageError, match="name of the cart: expected 1 to 40 of a-z"),
        announcing("Red Canyon", port=PORT, addresses=[HERE]),
    ):
        pass
