"""The cart's own authority: made once, kept, held to the cart's names, strictly read.

What a certificate is worth is asked of others: Python's ssl (OpenSSL's library), as a client that
trusts nothing but ``ca.pem``, and the programs in ``tests/outside``.
"""

from __future__ import annotations

import plistlib
import ssl
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from showclear.adapters.authority import (
    FILE_BYTES_MAX,
    Authority,
    Making,
    local_authority,
)
from showclear.adapters.certificates import (
    Issuer,
    ProfileWords,
    Subjects,
    certificate_pem,
    key_pem,
    make_key,
    milliseconds,
    server_certificate,
)
from showclear.adapters.serving import served
from showclear.errors import UsageError
from tests.adapters.cart import (
    ADDRESSES,
    DAY_MS,
    HERE,
    HOST,
    asked,
    authority_in,
    counting,
    now_ms,
    place_of,
    trusting,
)

FILES = ("ca.key", "ca.pem", "server.key", "server.pem")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of certificates, not made yet."""
    return tmp_path / "tls"


def server_of(kept: Authority) -> x509.Certificate:
    """Return the server's certificate as it lies in its file."""
    return x509.load_pem_x509_certificate(kept.server_certificate.read_bytes())


def held(folder: Path) -> dict[str, bytes]:
    """Return the folder's files."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def issuer_in(folder: Path) -> Issuer:
    """Return the authority with its key, as a thief of the folder would have it."""
    authority_in(folder)
    certificate = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
    key = key_in(folder / "ca.key")
    return Issuer(certificate=certificate, key=key)


def key_in(path: Path) -> ec.EllipticCurvePrivateKey:
    """Return a private key from its file."""
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


# -- what browsers make of it -----------------------------------------------------------------


@pytest.mark.parametrize("host", [HOST, "red-canyon-9.local", "localhost", HERE])
def test_a_device_that_trusts_the_cart_reads_its_page(folder: Path, host: str) -> None:
    """A client that trusts ca.pem alone gets its page under each name and address of the cart."""
    kept = authority_in(folder)
    with served(counting, place_of(kept)) as bound:
        assert asked(bound, trusting(kept.certificate), host).endswith(b"0 bytes")


@pytest.mark.parametrize("host", ["blue-canyon.local", "red-canyon.example", "10.0.0.99"])
def test_another_name_is_not_believed(folder: Path, host: str) -> None:
    """Under a name or address that is not the cart's the client breaks off."""
    kept = authority_in(folder)
    with (
        served(counting, place_of(kept)) as bound,
        pytest.raises(ssl.SSLCertVerificationError, match=r"not valid for|mismatch"),
    ):
        asked(bound, trusting(kept.certificate), host)


def test_another_carts_authority_is_not_believed(folder: Path, tmp_path: Path) -> None:
    """A client that trusts another cart of the same name breaks off."""
    kept, other = authority_in(folder), authority_in(tmp_path / "other")
    with (
        served(counting, place_of(kept)) as bound,
        pytest.raises(ssl.SSLCertVerificationError, match=r"local issuer|self-signed"),
    ):
        asked(bound, trusting(other.certificate), HOST)


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(Subjects(names=("bank.example",), addresses=()), id="a public name"),
        pytest.param(Subjects(names=("printer.local",), addresses=()), id="a neighbour"),
        pytest.param(Subjects(names=(HOST,), addresses=("203.0.113.9",)), id="a public address"),
    ],
)
def test_a_stolen_authority_opens_nothing_else(folder: Path, wanted: Subjects) -> None:
    """What the authority's key signs for anything but the cart is refused by the client."""
    kept = authority_in(folder)
    issuer = issuer_in(folder)
    public = key_in(kept.server_key).public_key()
    forged = server_certificate(issuer, public, wanted, now_ms=now_ms())
    kept.server_certificate.write_bytes(certificate_pem(forged))
    host = wanted.addresses[0] if wanted.addresses else wanted.names[0]
    with (
        served(counting, place_of(kept)) as bound,
        pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"),
    ):
        asked(bound, trusting(kept.certificate), host)


def test_an_ended_certificate_is_refused_and_the_next_start_mends_it(folder: Path) -> None:
    """A client refuses what has ended; the next start makes a new one that it takes."""
    old = authority_in(folder, at_ms=now_ms() - 400 * DAY_MS)
    with (
        served(counting, place_of(old)) as bound,
        pytest.raises(ssl.SSLCertVerificationError, match="certificate has expired"),
    ):
        asked(bound, trusting(old.certificate), HOST)
    new = authority_in(folder)
    assert (new.making, new.certificate) == (Making.RENEWED, old.certificate)
    with served(counting, place_of(new)) as bound:
        assert asked(bound, trusting(old.certificate), HOST).endswith(b"0 bytes")


# -- what is made -----------------------------------------------------------------------------


def test_a_first_start_makes_four_files_for_their_owner_alone(folder: Path) -> None:
    """Folder and files can be entered and read by their owner alone."""
    assert authority_in(folder).making is Making.NEW
    assert sorted(held(folder)) == list(FILES)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_the_certificates_last_as_long_as_browsers_let_them(folder: Path) -> None:
    """The authority lasts two years, the server's certificate 397 days, both from a day before."""
    at_ms = now_ms()
    kept = authority_in(folder, at_ms=at_ms)
    authority, server = x509.load_pem_x509_certificate(kept.certificate), server_of(kept)
    for certificate, days in ((authority, 730), (server, 397)):
        start = certificate.not_valid_before_utc
        last = certificate.not_valid_after_utc
        assert milliseconds(start) == at_ms // 1_000 * 1_000 - DAY_MS
        assert last - start + timedelta(seconds=1) == timedelta(days=days)
    assert kept.server_ends_ms == milliseconds(server.not_valid_after_utc)
    assert kept.ends_ms == milliseconds(authority.not_valid_after_utc)


def test_a_public_address_is_left_out_and_told(folder: Path) -> None:
    """An address anybody could have is in no certificate, and the caller can say so."""
    kept = authority_in(folder, addresses=("203.0.113.9", "192.168.4.1", "fd00::1"))
    assert kept.subjects.addresses == (HERE, "192.168.4.1", "fd00::1")
    assert kept.subjects.left_out == ("203.0.113.9",)


def test_the_fingerprint_is_the_one_devices_show(folder: Path) -> None:
    """It is the SHA-256 of the certificate in the form that is installed."""
    kept = authority_in(folder)
    certificate = x509.load_pem_x509_certificate(kept.certificate)
    assert ssl.PEM_cert_to_DER_cert(kept.certificate.decode()) == kept.der
    assert kept.fingerprint == certificate.fingerprint(hashes.SHA256())


def test_an_apple_device_is_handed_a_profile(folder: Path) -> None:
    """The profile holds the certificate and the caller's words; its ids stay the same."""
    kept = authority_in(folder)
    words = ProfileWords(title="Red Canyon: the cart", explanation="Compare the fingerprint.")
    profile = plistlib.loads(kept.apple_profile(words))
    assert profile["PayloadType"] == "Configuration"
    assert profile["PayloadDisplayName"] == words.title
    assert profile["PayloadDescription"] == words.explanation
    (payload,) = profile["PayloadContent"]
    assert (payload["PayloadType"], payload["PayloadContent"]) == (
        "com.apple.security.root",
        kept.der,
    )
    assert payload["PayloadUUID"] != profile["PayloadUUID"]
    assert kept.apple_profile(words) == authority_in(folder).apple_profile(words)


# -- what a later start does ------------------------------------------------------------------


def test_a_second_start_changes_nothing(folder: Path) -> None:
    """With the same addresses and a month to go every file stays as it is."""
    authority_in(folder)
    before = held(folder)
    assert authority_in(folder).making is Making.KEPT
    assert held(folder) == before


def test_a_new_address_is_named_and_the_authority_kept(folder: Path) -> None:
    """On another network the server's certificate is made again; no device has to join again."""
    authority_in(folder)
    before = held(folder)
    kept = authority_in(folder, addresses=(*ADDRESSES, "192.168.4.1"))
    assert kept.making is Making.RENEWED
    after = held(folder)
    assert [name for name in FILES if before[name] != after[name]] == ["server.pem"]


def test_an_address_that_is_gone_stays_named(folder: Path) -> None:
    """Back on the first network the certificate still fits."""
    authority_in(folder, addresses=(*ADDRESSES, "192.168.4.1"))
    assert authority_in(folder).making is Making.KEPT


@pytest.mark.parametrize(
    ("days", "making"), [(365, Making.KEPT), (366, Making.RENEWED)], ids=["31 left", "30 left"]
)
def test_it_is_made_again_a_month_before_its_end(folder: Path, days: int, making: Making) -> None:
    """Thirty days before its last second the certificate is made again."""
    start = now_ms()
    authority_in(folder, at_ms=start)
    assert authority_in(folder, at_ms=start + days * DAY_MS).making is making


def test_none_outlasts_the_authority(folder: Path) -> None:
    """Near the authority's end a new certificate ends with it, and is made once only."""
    start = now_ms()
    authority_in(folder, at_ms=start)
    late = authority_in(folder, at_ms=start + 720 * DAY_MS)
    assert late.making is Making.RENEWED
    assert late.server_ends_ms == late.ends_ms
    assert authority_in(folder, at_ms=start + 721 * DAY_MS).making is Making.KEPT


def test_a_certificate_from_a_clock_ahead_is_made_again(folder: Path) -> None:
    """Once the clock is right again a certificate that has not begun is replaced."""
    start = now_ms()
    authority_in(folder, at_ms=start)
    authority_in(folder, addresses=("10.9.9.9",), at_ms=start + 300 * DAY_MS)
    assert authority_in(folder, addresses=("10.9.9.9",), at_ms=start).making is Making.RENEWED


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_start_that_was_cut_off_is_finished(folder: Path, length: int) -> None:
    """Whatever was written before the cut is kept, and the rest is made."""
    authority_in(folder)
    before = held(folder)
    for name in FILES[length:]:
        (folder / name).unlink()
    kept = authority_in(folder)
    after = held(folder)
    assert sorted(after) == list(FILES)
    assert all(after[name] == before[name] for name in FILES[:length])
    with served(counting, place_of(kept)) as bound:
        # Made again from the same key, it is the same authority to who trusts the first.
        assert asked(bound, trusting(before["ca.pem"]), HOST).endswith(b"0 bytes")


def test_a_removed_server_key_is_drawn_anew(folder: Path) -> None:
    """Without server.key a new one is drawn and named by a new certificate."""
    authority_in(folder)
    before = held(folder)
    (folder / "server.key").unlink()
    kept = authority_in(folder)
    assert kept.making is Making.RENEWED
    assert (folder / "server.key").read_bytes() != before["server.key"]
    assert server_of(kept).public_key() == key_in(kept.server_key).public_key()


# -- what is not taken ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ca.key", "server.key"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_others_can_reach_is_refused(folder: Path, name: str, mode: int) -> None:
    """A key with any right for others is not used, and the hint says chmod 600."""
    authority_in(folder)
    (folder / name).chmod(mode)
    message = rf"{name}: expected a file only its owner can read \(mode 600\), found mode {mode:o}"
    with pytest.raises(UsageError, match=message) as caught:
        authority_in(folder)
    assert caught.value.code == "tls_file_readable_by_others"
    assert f"chmod 600 {folder / name}" in caught.value.hint


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda data: data[: len(data) // 2],
    "nothing": lambda _: b"",
    "something behind it": lambda data: data + b"x\n",
    "another text": lambda _: b"-----BEGIN NOTE-----\nAAAA\n-----END NOTE-----\n",
    "too long": lambda _: b"x" * (FILE_BYTES_MAX + 1),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", DAMAGES, ids=DAMAGES.keys())
def test_a_damaged_file_is_named_and_left_alone(folder: Path, name: str, damage: str) -> None:
    """A file that is not as it was written is named, with what to do; nothing is overwritten."""
    authority_in(folder)
    path = folder / name
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    before = held(folder)
    with pytest.raises(UsageError, match=rf"{name}: expected a") as caught:
        authority_in(folder)
    assert caught.value.code in {"tls_file_damaged", "tls_file_foreign", "tls_key_differs"}
    assert "away and start again" in caught.value.hint
    assert held(folder) == before


@pytest.mark.parametrize("name", FILES)
def test_no_changed_letter_is_taken(folder: Path, name: str) -> None:
    """Whichever letter of a file is changed, no start goes on with it or writes over it."""
    kept = authority_in(folder)
    path = folder / name
    good = path.read_bytes()
    for place, byte in enumerate(good):
        path.write_bytes(good[:place] + bytes([ord("B") if byte == ord("A") else ord("A")]))
        with path.open("ab") as file:
            file.write(good[place + 1 :])
        with pytest.raises(UsageError, match=r"\.(key|pem): expected (a|an|the) "):
            authority_in(folder)
    path.write_bytes(good)
    assert authority_in(folder).certificate == kept.certificate


def test_an_authority_without_its_key_is_told(folder: Path) -> None:
    """Where devices trust an authority whose key is gone, no second one is made in silence."""
    authority_in(folder)
    (folder / "ca.key").unlink()
    message = "ca.key: expected the key of ca.pem, found no such file"
    with pytest.raises(UsageError, match=message) as caught:
        authority_in(folder)
    assert caught.value.code == "tls_key_missing"
    assert "every device has to join again" in caught.value.hint


def test_an_authority_with_another_key_is_told(folder: Path) -> None:
    """A key that is not the certificate's is not used."""
    authority_in(folder)
    (folder / "ca.key").write_bytes(key_pem(make_key()))
    message = "ca.pem: expected the certificate of ca.key, found that of another key"
    with pytest.raises(UsageError, match=message) as caught:
        authority_in(folder)
    assert caught.value.code == "tls_key_differs"


def test_somebody_elses_authority_is_told(folder: Path) -> None:
    """A certificate that is held to no cart's names is not used to sign."""
    authority_in(folder)
    issuer = issuer_in(folder)
    wanted = Subjects(names=(HOST,), addresses=())
    foreign = server_certificate(issuer, issuer.key.public_key(), wanted, now_ms=now_ms())
    (folder / "ca.pem").write_bytes(certificate_pem(foreign))
    message = "ca.pem: expected an authority that Showclear made, .*found another certificate"
    with pytest.raises(UsageError, match=message) as caught:
        authority_in(folder)
    assert caught.value.code == "tls_file_foreign"


def test_another_authoritys_server_is_told(folder: Path, tmp_path: Path) -> None:
    """A server's certificate by somebody else is left alone."""
    authority_in(folder)
    other = authority_in(tmp_path / "other")
    (folder / "server.pem").write_bytes(other.server_certificate.read_bytes())
    message = "server.pem: expected a certificate signed by ca.pem, found one signed by another"
    with pytest.raises(UsageError, match=message) as caught:
        authority_in(folder)
    assert caught.value.code == "tls_file_foreign"
    assert "no device has to join again" in caught.value.hint


def test_another_name_needs_another_authority(folder: Path) -> None:
    """The authority is held to its names: a cart that is renamed is told which it has."""
    authority_in(folder)
    message = r"expected an authority for blue\.local, found one for red-canyon\.local"
    with pytest.raises(UsageError, match=message) as caught:
        authority_in(folder, name="blue")
    assert caught.value.code == "tls_other_name"


def test_a_clock_before_the_authority_is_told(folder: Path) -> None:
    """A box whose clock fell back to before its authority began does not serve."""
    start = now_ms()
    authority_in(folder, at_ms=start)
    authority_in(folder, at_ms=start - DAY_MS + 1_000)
    with pytest.raises(UsageError, match="clock of this machine: expected a time after") as caught:
        authority_in(folder, at_ms=start - DAY_MS - 1_000)
    assert caught.value.code == "tls_clock_early"
    assert caught.value.hint == "Set the clock, then start again."


def test_an_ended_authority_is_told(folder: Path) -> None:
    """After two years the authority is not used, and the hint says what a new one costs."""
    start = now_ms()
    authority_in(folder, at_ms=start)
    message = "ca.pem: expected an authority that has not ended, found one that ended"
    with pytest.raises(UsageError, match=message) as caught:
        authority_in(folder, at_ms=start + 730 * DAY_MS)
    assert caught.value.code == "tls_ended"
    assert "every device has to join again" in caught.value.hint


@pytest.mark.parametrize("name", ["", "Red", "-red", "red-", "red.local", "röd", "x" * 41])
def test_a_name_no_browser_is_sent_to_is_refused(folder: Path, name: str) -> None:
    """A name that cannot stand in an address is refused before anything is made."""
    with pytest.raises(UsageError, match=r"name of the cart: expected 1 to 40 of a-z") as caught:
        local_authority(folder, name, addresses=(), now_ms=now_ms())
    assert caught.value.code == "cart_name"
    assert not folder.exists()


@pytest.mark.parametrize("name", ["r", "red-canyon-2", "x" * 40])
def test_a_name_at_the_limits_is_taken(folder: Path, name: str) -> None:
    """One letter and forty both make a cart."""
    assert authority_in(folder, name=name).subjects.names[0] == f"{name}.local"
