"""The cart's own certificate authority, kept in FOLDER/tls: made on first start, then kept.

There is no internet on the cart and so nobody who could vouch for the box. It vouches for itself:
a device is handed ``ca.pem`` once, its holder compares the fingerprint with the one on the cart's
screen, and from then on its browser trusts this box under its names, and nothing else by it (see
``certificates`` for what the authority is held to)::

    FOLDER/tls/
      ca.key       the authority's key, mode 0600; never leaves the box
      ca.pem       the authority's certificate, handed to devices; kept for two years
      server.key   the server's key, mode 0600
      server.pem   the server's certificate; made again when it no longer fits

Order of writing: ``ca.key``, ``ca.pem``, ``server.key``, ``server.pem``, each in one durable step.
A crash between two of them leaves a prefix, and the next start makes what is missing. What is
there is never overwritten, but for ``server.pem``: it is made again when the machine has an
address it does not name, 30 days before its end, or when it is not for the present
``server.key``. To draw a new server key, remove ``server.key``. What cannot be read, or was
signed by somebody else, is told and left alone.

It leaves to its caller that one process only is at work in the folder (the desk's lock), the
clock, and telling people when the authority itself ends (``ends_ms``).

Example::

    kept = local_authority(folder / "tls", "red-canyon", addresses=["10.0.0.1"], now_ms=now)
    kept.server_certificate, kept.server_key        # for the server
    kept.certificate, kept.fingerprint              # for the join page
"""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from showclear.adapters.cart_names import check_cart_name, host_of
from showclear.adapters.certificates import (
    Issuer,
    ProfileWords,
    Subjects,
    apple_profile,
    authority_certificate,
    certificate_der,
    certificate_pem,
    constraints,
    key_pem,
    make_key,
    milliseconds,
    moment,
    named_in,
    permits,
    server_certificate,
    server_end,
    subjects,
)
from showclear.adapters.files import create_file, make_folder, replace_file
from showclear.adapters.translate import translated
from showclear.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

AUTHORITY_KEY: Final = "ca.key"
AUTHORITY_CERTIFICATE: Final = "ca.pem"
SERVER_KEY: Final = "server.key"
SERVER_CERTIFICATE: Final = "server.pem"

RENEWED_BEFORE: Final = timedelta(days=30)  # a month of shooting without a start of the server
# A certificate with a hundred addresses has 3 KiB; what is longer is another file.
FILE_BYTES_MAX: Final = 16_384
READABLE_BY_OTHERS: Final = 0o077
# What the library raises over bytes that are no key and no certificate of a kind it knows.
UNREADABLE: Final = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)

_SERVER_HINT: Final = (
    f"Move {SERVER_KEY} and {SERVER_CERTIFICATE} away and start again: both are made anew, and "
    "no device has to join again."
)
_AUTHORITY_HINT: Final = (
    "Put the file back from a copy. Without one, move the whole folder away and start again: a "
    "new authority is made, and every device has to join again."
)


class Making(Enum):
    """What a start did with the server's certificate."""

    NEW = "new"
    RENEWED = "renewed"
    KEPT = "kept"


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """What the server shows, what devices are handed, and until when both last."""

    name: str
    certificate: bytes
    der: bytes
    ends_ms: int
    server_key: Path
    server_certificate: Path
    server_ends_ms: int
    subjects: Subjects
    making: Making

    @property
    def fingerprint(self) -> bytes:
        """The SHA-256 of the authority's certificate: what every device shows of it."""
        return hashlib.sha256(self.der).digest()

    def apple_profile(self, words: ProfileWords) -> bytes:
        """Return the authority as a profile for iPhones, iPads and Macs."""
        return apple_profile(self.der, self.fingerprint, words)


def local_authority(
    folder: Path, name: str, *, addresses: Sequence[str], now_ms: int
) -> Authority:
    """Return the folder's authority and server certificate, making what is missing.

    ``UsageError`` codes: ``cart_name``, ``tls_file_readable_by_others``, ``tls_file_damaged``,
    ``tls_key_missing``, ``tls_key_differs``, ``tls_file_foreign``, ``tls_other_name``,
    ``tls_clock_early``, ``tls_ended``.
    """
    check_cart_name(name)
    make_folder(folder)
    issuer = _issuer(folder, name, now_ms)
    _check_issuer(folder / AUTHORITY_CERTIFICATE, issuer, name)
    _check_clock(folder / AUTHORITY_CERTIFICATE, issuer.certificate, moment(now_ms))
    wanted = subjects(name, addresses)
    server, making = _server(folder, issuer, wanted, now_ms)
    return Authority(
        name=name,
        certificate=certificate_pem(issuer.certificate),
        der=certificate_der(issuer.certificate),
        ends_ms=milliseconds(issuer.certificate.not_valid_after_utc),
        server_key=folder / SERVER_KEY,
        server_certificate=folder / SERVER_CERTIFICATE,
        server_ends_ms=milliseconds(server.not_valid_after_utc),
        subjects=wanted,
        making=making,
    )


# -- the authority ----------------------------------------------------------------------------


def _issuer(folder: Path, name: str, now_ms: int) -> Issuer:
    key = _read_key(folder / AUTHORITY_KEY, _AUTHORITY_HINT)
    path = folder / AUTHORITY_CERTIFICATE
    certificate = _read_certificate(path, _AUTHORITY_HINT)
    if key is None and certificate is not None:
        raise UsageError(
            "tls_key_missing",
            str(folder / AUTHORITY_KEY),
            expected=f"the key of {AUTHORITY_CERTIFICATE}",
            found="no such file",
            hint=_AUTHORITY_HINT,
        )
    if key is None:
        key = make_key()
        _create(folder / AUTHORITY_KEY, key_pem(key))
    if certificate is None:  # first start, or one that was cut off here
        certificate = authority_certificate(key, name, now_ms=now_ms)
        _create(path, certificate_pem(certificate))
    return Issuer(certificate=certificate, key=key)


def _check_issuer(path: Path, issuer: Issuer, name: str) -> None:
    if issuer.certificate.public_key() != issuer.key.public_key():
        raise UsageError(
            "tls_key_differs",
            str(path),
            expected=f"the certificate of {AUTHORITY_KEY}",
            found="that of another key",
            hint=_AUTHORITY_HINT,
        )
    names = permits(issuer.certificate)
    if not names or not _signed_by(issuer.certificate, issuer.certificate):
        raise UsageError(
            "tls_file_foreign",
            str(path),
            expected="an authority that Showclear made, held to the names of one cart",
            found="another certificate",
            hint=_AUTHORITY_HINT,
        )
    if set(names) != set(_permitted_by(name)):
        raise UsageError(
            "tls_other_name",
            str(path),
            expected=f"an authority for {host_of(name)}",
            found=f"one for {names[0]}",
            hint="Start under that name, which the devices know, or move the folder away and "
            "start again: then every device has to join again.",
        )


def _permitted_by(name: str) -> list[str]:
    permitted = constraints(name).permitted_subtrees or ()
    return [one.value for one in permitted if isinstance(one, x509.DNSName)]


def _check_clock(path: Path, certificate: x509.Certificate, now: datetime) -> None:
    if now < certificate.not_valid_before_utc:
        raise UsageError(
            "tls_clock_early",
            "clock of this machine",
            expected=f"a time after {certificate.not_valid_before_utc:%Y-%m-%d %H:%M} UTC, "
            f"where {path.name} begins",
            found=f"{now:%Y-%m-%d %H:%M} UTC",
            hint="Set the clock, then start again.",
        )
    if now > certificate.not_valid_after_utc:
        raise UsageError(
            "tls_ended",
            str(path),
            expected="an authority that has not ended",
            found=f"one that ended {certificate.not_valid_after_utc:%Y-%m-%d %H:%M} UTC",
            hint="See that the clock is right. If it is, move the folder away and start again: "
            "a new authority is made, and every device has to join again.",
        )


# -- the server -------------------------------------------------------------------------------


def _server(
    folder: Path, issuer: Issuer, wanted: Subjects, now_ms: int
) -> tuple[x509.Certificate, Making]:
    path = folder / SERVER_CERTIFICATE
    key = _read_key(folder / SERVER_KEY, _SERVER_HINT)
    old = _read_certificate(path, _SERVER_HINT)
    if old is not None and not _signed_by(old, issuer.certificate):
        raise UsageError(
            "tls_file_foreign",
            str(path),
            expected=f"a certificate signed by {AUTHORITY_CERTIFICATE}",
            found="one signed by another authority",
            hint=_SERVER_HINT,
        )
    if key is None:
        key = make_key()
        _create(folder / SERVER_KEY, key_pem(key))
    fits = old is not None and old.public_key() == key.public_key()
    if old is not None and fits and _lasts(old, issuer, wanted, moment(now_ms)):
        return old, Making.KEPT
    server = server_certificate(issuer, key.public_key(), wanted, now_ms=now_ms)
    with translated(str(path), "writing the server's certificate"):
        replace_file(path, certificate_pem(server))
    return server, Making.NEW if old is None else Making.RENEWED


def _lasts(old: x509.Certificate, issuer: Issuer, wanted: Subjects, now: datetime) -> bool:
    """Return whether a certificate still names all that is wanted, for long enough.

    An address the machine no longer has stays named: the cart may go back to that network.
    """
    names, addresses = named_in(old)
    if not names.issuperset(wanted.names) or not addresses.issuperset(wanted.addresses):
        return False
    if now < old.not_valid_before_utc:  # made while the clock was ahead
        return False
    end = old.not_valid_after_utc
    # Where the authority's own end is near, a new one would last no longer than the old.
    return now < end - RENEWED_BEFORE or server_end(issuer, now) <= end


def _signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, *UNREADABLE):
        return False
    return True


# -- files ------------------------------------------------------------------------------------


def _create(path: Path, data: bytes) -> None:
    with translated(str(path), "writing a file of the authority"):
        create_file(path, data)


def _read(path: Path, hint: str, *, private: bool) -> bytes | None:
    with translated(str(path), "reading a file of the authority"):
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return None
        with file:
            mode = os.fstat(file.fileno()).st_mode & 0o777
            data = file.read(FILE_BYTES_MAX + 1)
    if private and mode & READABLE_BY_OTHERS:
        raise UsageError(
            "tls_file_readable_by_others",
            str(path),
            expected="a file only its owner can read (mode 600)",
            found=f"mode {mode:o}",
            hint=f"Run: chmod 600 {path}. If others may have read it: {hint}",
        )
    if len(data) > FILE_BYTES_MAX:
        raise _damaged(path, "key" if private else "certificate", data, hint)
    return data


def _read_key(path: Path, hint: str) -> ec.EllipticCurvePrivateKey | None:
    data = _read(path, hint, private=True)
    if data is None:
        return None
    try:
        key = serialization.load_pem_private_key(data, password=None)
    except UNREADABLE:
        raise _damaged(path, "key", data, hint) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key_pem(key) != data:
        raise _damaged(path, "key", data, hint)
    return key


def _read_certificate(path: Path, hint: str) -> x509.Certificate | None:
    data = _read(path, hint, private=False)
    if data is None:
        return None
    try:
        certificate = x509.load_pem_x509_certificate(data)
        # Both are read only when asked for, and may not be readable: asked here, where it is told.
        whole = len(certificate.extensions) > 0 and certificate.public_key() is not None
    except UNREADABLE:
        raise _damaged(path, "certificate", data, hint) from None
    # The signature ends the bytes, behind a zero: DER, which the library reads more leniently.
    whole = whole and certificate_der(certificate).endswith(b"\0" + certificate.signature)
    if not whole or certificate_pem(certificate) != data:
        raise _damaged(path, "certificate", data, hint)
    return certificate


def _damaged(path: Path, what: str, data: bytes, hint: str) -> UsageError:
    return UsageError(
        "tls_file_damaged",
        str(path),
        expected=f"a {what} as Showclear writes it, unchanged",
        found=f"{len(data)} bytes that are not"
        if len(data) <= FILE_BYTES_MAX
        else f"more than {FILE_BYTES_MAX} bytes",
        hint=hint,
    )
