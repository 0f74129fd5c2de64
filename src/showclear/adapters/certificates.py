"""What stands in the certificates of the cart's own authority: names, times, limits.

Two kinds. The **authority's** is what a device is asked to trust, once; the **server's** is what
the box shows to browsers, signed by the authority. This module makes them from keys and a time
that are handed in; which files they lie in, and when one is made again, is ``authority``'s.

The authority can vouch for nothing but this cart: its certificate has name constraints (RFC 5280,
4.2.1.10), marked critical, for the cart's own ``.local`` names, ``localhost`` and the address
ranges that no public host has. Browsers hold a trusted root to them: Chrome and Edge since 112,
always since 126 (policy EnforceLocalAnchorConstraintsEnabled; tests/outside asks Chromium).
Firefox and Apple's systems say they do; that was read and not tried. So a stolen ``ca.key`` opens
nobody's bank.

Example::

    key = make_key()
    authority = authority_certificate(key, "red-canyon", now_ms=clock.now())
"""

from __future__ import annotations

import ipaddress
import plistlib
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from showclear.adapters.cart_names import cart_names, host_of

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

AUTHORITY_DAYS: Final = 730  # two years: longer than a production, short enough to end by itself
# Apple allows 398 days to the roots it ships and recommends 397 (support.apple.com/102028); roots
# that a person added may have more, but Safari refuses very long ones without a word.
SERVER_DAYS_MAX: Final = 397
# A tablet that was set by hand may be hours behind the box: what was just made must hold there.
BACKDATED: Final = timedelta(days=1)
_LAST_SECOND: Final = timedelta(seconds=1)  # the end is part of the validity (RFC 5280, 4.1.2.5)

LOCALHOST: Final = "localhost"
LOOPBACK: Final = ipaddress.ip_address("127.0.0.1")
# No public host has an address in these: RFC 1122 (loopback), 1918, 3927, 6598, 4291, 4193.
PRIVATE_NETWORKS: Final[tuple[Network, ...]] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
        "100.64.0.0/10", "::1/128", "fc00::/7",
    )
)  # fmt: skip

_NO_USE: Final = {
    "digital_signature": False, "content_commitment": False, "key_encipherment": False,
    "data_encipherment": False, "key_agreement": False, "key_cert_sign": False,
    "crl_sign": False, "encipher_only": False, "decipher_only": False,
}  # fmt: skip


class Issuer(msgspec.Struct, frozen=True, kw_only=True):
    """The authority with its key; printing it shows nothing of the key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


class Subjects(msgspec.Struct, frozen=True, kw_only=True):
    """What a server certificate is for, and the machine's addresses that had to be left out."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def make_key() -> ec.EllipticCurvePrivateKey:
    """Draw a key on P-256, the one curve that every browser of today takes."""
    return ec.generate_private_key(ec.SECP256R1())


def key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a private key's file."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """Return a certificate's file."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def certificate_der(certificate: x509.Certificate) -> bytes:
    """Return a certificate's own bytes, of which the fingerprint is made."""
    return certificate.public_bytes(serialization.Encoding.DER)


def subjects(name: str, addresses: Iterable[str]) -> Subjects:
    """Return what the cart is reached by; a public address is left out: see the module's top."""
    parsed = {ipaddress.ip_address(address) for address in addresses} | {LOOPBACK}
    ours = {address for address in parsed if is_private(address)}
    return Subjects(
        names=(*(host_of(one) for one in cart_names(name)), LOCALHOST),
        addresses=_ordered(ours),
        left_out=_ordered(parsed - ours),
    )


def is_private(address: Address) -> bool:
    """Return whether the authority may vouch for the address."""
    return any(address in network for network in PRIVATE_NETWORKS)


def _ordered(addresses: Iterable[Address]) -> tuple[str, ...]:
    return tuple(str(one) for one in sorted(addresses, key=lambda one: (one.version, int(one))))


def moment(now_ms: int) -> datetime:
    """Return the clock's time in whole seconds, as certificates have it."""
    return datetime.fromtimestamp(now_ms // 1_000, tz=UTC)


def milliseconds(time: datetime) -> int:
    """Return a certificate's time as the clock has it."""
    return int(time.timestamp()) * 1_000


def authority_certificate(
    key: ec.EllipticCurvePrivateKey, name: str, *, now_ms: int
) -> x509.Certificate:
    """Make what devices are asked to trust: it signs for this cart's names and nothing below."""
    identity = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    # The key's own digits: made again from the same key it is the same authority to a device.
    subject = _subject(f"Showclear {name} {identity.digest.hex()[:8]}")
    start = moment(now_ms) - BACKDATED
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=AUTHORITY_DAYS) - _LAST_SECOND)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.KeyUsage(**{**_NO_USE, "key_cert_sign": True, "crl_sign": True}), critical=True
        )
        .add_extension(constraints(name), critical=True)
        .add_extension(identity, critical=False)
        .sign(key, hashes.SHA256())
    )


def constraints(name: str) -> x509.NameConstraints:
    """Return what an authority of this name may vouch for, and nothing else."""
    names = (*(host_of(one) for one in cart_names(name)), LOCALHOST)
    return x509.NameConstraints(
        permitted_subtrees=[
            *(x509.DNSName(one) for one in names),
            *(x509.IPAddress(network) for network in PRIVATE_NETWORKS),
        ],
        excluded_subtrees=None,
    )


def server_certificate(
    issuer: Issuer, public: ec.EllipticCurvePublicKey, wanted: Subjects, *, now_ms: int
) -> x509.Certificate:
    """Make what the box shows to browsers; it never outlasts the authority that signs it."""
    start = max(moment(now_ms) - BACKDATED, issuer.certificate.not_valid_before_utc)
    return (
        x509.CertificateBuilder()
        .subject_name(_subject(wanted.names[0]))
        .issuer_name(issuer.certificate.subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(server_end(issuer, start))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{**_NO_USE, "digital_signature": True}), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_alternatives(wanted), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
        .sign(issuer.key, hashes.SHA256())
    )


def server_end(issuer: Issuer, start: datetime) -> datetime:
    """Return the last second of a server certificate that begins at ``start``."""
    longest = start + timedelta(days=SERVER_DAYS_MAX) - _LAST_SECOND
    return min(longest, issuer.certificate.not_valid_after_utc)


def _subject(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _alternatives(wanted: Subjects) -> x509.SubjectAlternativeName:
    addresses = (x509.IPAddress(ipaddress.ip_address(one)) for one in wanted.addresses)
    return x509.SubjectAlternativeName([*map(x509.DNSName, wanted.names), *addresses])


def named_in(certificate: x509.Certificate) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names and the addresses that a server certificate is for."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return frozenset(), frozenset()
    names = found.get_values_for_type(x509.DNSName)
    addresses = found.get_values_for_type(x509.IPAddress)
    return frozenset(names), frozenset(map(str, addresses))


def permits(certificate: x509.Certificate) -> Sequence[str]:
    """Return the host names that an authority may vouch for; () is not one of this module's."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    except x509.ExtensionNotFound:
        return ()
    return [one.value for one in found.permitted_subtrees or () if isinstance(one, x509.DNSName)]


class ProfileWords(msgspec.Struct, frozen=True, kw_only=True):
    """What an Apple device shows while it asks whether to install the profile."""

    title: str
    explanation: str


def apple_profile(der: bytes, fingerprint: bytes, words: ProfileWords) -> bytes:
    """Return a configuration profile (.mobileconfig) with the authority's certificate.

    Its ids are made of the fingerprint: installing it twice replaces it and adds no second one.
    The profile is not signed; the device says so, and the fingerprint is what is compared.
    """
    place = f"local.showclear.authority.{fingerprint.hex()[:16]}"
    payload = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"{place}.root",
        "PayloadUUID": str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{place}.root")).upper(),
        "PayloadDisplayName": words.title,
        "PayloadContent": der,
    }
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": place,
            "PayloadUUID": str(uuid.uuid5(uuid.NAMESPACE_DNS, place)).upper(),
            "PayloadDisplayName": words.title,
            "PayloadDescription": words.explanation,
            "PayloadContent": [payload],
        }
    )
