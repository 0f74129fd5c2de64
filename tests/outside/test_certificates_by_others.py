"""The cart's certificates as others judge them: OpenSSL's own program and a real browser.

The browser is the judge that counts: a device trusts the cart's authority through one. It is
given a profile of its own, with the authority in it as a person would add it, and sends every
name to this machine.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from showclear.adapters.authority import Authority
from showclear.adapters.certificates import (
    Issuer,
    Subjects,
    certificate_pem,
    server_certificate,
)
from showclear.adapters.serving import Bound, served
from tests.adapters.cart import HOST, authority_in, counting, now_ms, place_of

pytestmark = pytest.mark.outside
SECONDS_MAX = 60


@pytest.fixture
def cart(tmp_path: Path) -> Authority:
    """Give a cart's authority, newly made."""
    return authority_in(tmp_path / "tls")


def forge(cart: Authority, wanted: Subjects) -> None:
    """Put a certificate in the server's place that the authority's key signed for others."""
    folder = cart.server_key.parent
    key = private(folder / "ca.key")
    issuer = Issuer(certificate=x509.load_pem_x509_certificate(cart.certificate), key=key)
    public = private(cart.server_key).public_key()
    forged = server_certificate(issuer, public, wanted, now_ms=now_ms())
    cart.server_certificate.write_bytes(certificate_pem(forged))


def private(path: Path) -> ec.EllipticCurvePrivateKey:
    """Return a private key from its file."""
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def openssl(cart: Authority, *wanted: str) -> tuple[bool, str]:
    """Return whether OpenSSL takes the server's certificate, strictly, and its words."""
    authority = cart.server_certificate.with_name("ca.pem")
    done = subprocess.run(
        [
            *("openssl", "verify", "-x509_strict", "-purpose", "sslserver"),
            *("-CAfile", str(authority), *wanted, str(cart.server_certificate)),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_MAX,
    )
    return done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "wanted",
    [("-verify_hostname", HOST), ("-verify_hostname", "localhost"), ("-verify_ip", "127.0.0.1")],
    ids=lambda wanted: wanted[1],
)
def test_openssl_takes_what_the_cart_shows(cart: Authority, wanted: tuple[str, str]) -> None:
    """Under each name and address of the cart the chain holds by the strict rules."""
    taken, words = openssl(cart, *wanted)
    assert taken, words


def test_openssl_takes_no_other_name(cart: Authority) -> None:
    """Under a name that is not the cart's it does not."""
    taken, words = openssl(cart, "-verify_hostname", "blue.local")
    assert not taken
    assert "mismatch" in words


FORGED = {
    "a public name": (Subjects(names=("bank.example",), addresses=()), "bank.example"),
    "a neighbour": (Subjects(names=("printer.local",), addresses=()), "printer.local"),
    "a public address": (Subjects(names=(HOST,), addresses=("203.0.113.9",)), HOST),
}


@pytest.mark.parametrize("forged", FORGED, ids=FORGED.keys())
def test_openssl_holds_the_authority_to_its_names(cart: Authority, forged: str) -> None:
    """What the authority's key signs for others is not taken."""
    forge(cart, FORGED[forged][0])
    taken, words = openssl(cart)
    assert not taken
    assert "permitted subtree violation" in words


def browsed(bound: Bound, cart: Authority, home: Path, host: str) -> str:
    """Open a page in Chromium under a host name; return what it shows and what it complains of."""
    store = home / ".pki" / "nssdb"
    if not store.exists():
        store.mkdir(parents=True)
        authority = cart.server_certificate.with_name("ca.pem")
        for arguments in (
            ["-N", "--empty-password"],
            ["-A", "-t", "C,,", "-n", "cart", "-i", str(authority)],
        ):
            command = [*("certutil", *arguments), "-d", f"sql:{store}"]
            subprocess.run(command, check=True, timeout=SECONDS_MAX)
    done = subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
            *("--host-resolver-rules=MAP * 127.0.0.1", f"--user-data-dir={home / 'profile'}"),
            f"https://{host}:{bound.port}/",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_MAX,
        env={**os.environ, "HOME": str(home)},
    )
    return done.stdout + done.stderr


@pytest.mark.browser
@pytest.mark.parametrize(
    ("host", "shown"),
    [
        (HOST, "0 bytes"),
        ("localhost", "0 bytes"),
        ("127.0.0.1", "0 bytes"),
        ("blue.local", "ERR_CERT_COMMON_NAME_INVALID"),
    ],
)
def test_a_browser_that_was_given_the_authority(
    cart: Authority, tmp_path: Path, host: str, shown: str
) -> None:
    """It opens the cart's pages under the cart's names and addresses, without a warning."""
    with served(counting, place_of(cart)) as bound:
        assert shown in browsed(bound, cart, tmp_path / "home", host)


@pytest.mark.browser
@pytest.mark.parametrize("forged", FORGED, ids=FORGED.keys())
def test_a_browser_holds_the_authority_to_its_names(
    cart: Authority, tmp_path: Path, forged: str
) -> None:
    """With the authority's stolen key nobody can pose as anything but the cart."""
    wanted, host = FORGED[forged]
    forge(cart, wanted)
    with served(counting, place_of(cart)) as bound:
        page = browsed(bound, cart, tmp_path / "home", host)
    assert "ERR_CERT_INVALID" in page
    assert "0 bytes" not in page
