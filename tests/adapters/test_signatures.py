"""Ed25519 checks: what is right passes, what is not is told, and weak keys are not usable."""

from __future__ import annotations

from collections.abc import Iterator

import nacl.bindings
import pytest
from nacl.signing import SigningKey

from showclear.adapters.signatures import (
    FIELD_PRIME,
    SMALL_ORDER_Y,
    SodiumCheck,
    has_small_order,
    is_canonical,
)

SIGN = 1 << 255
# RFC 8032 section 5.1: the constant d of the curve, and the order of the base point.
CURVE_D = -121665 * pow(121666, -1, FIELD_PRIME) % FIELD_PRIME
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493

# RFC 8032 section 7.1, tests 1 and 2: secret key, public key, message, signature.
RFC_8032 = {
    "test 1": (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
            "46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    "test 2": (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
            "d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
}

Triple = tuple[bytes, bytes, bytes]


def _triple(number: int) -> Triple:
    key = SigningKey(number.to_bytes(32, "big"))
    message = f"message {number}".encode()
    return bytes(key.verify_key), message, key.sign(message).signature


@pytest.fixture(params=[1, 2, 3], ids=["one thread", "two threads", "three threads"])
def check(request: pytest.FixtureRequest) -> Iterator[SodiumCheck]:
    """Give a check on one, two and three threads."""
    with SodiumCheck(threads=request.param) as made:
        yield made


@pytest.mark.parametrize("case", RFC_8032.values(), ids=RFC_8032.keys())
def test_the_vectors_of_the_rfc_pass(check: SodiumCheck, case: tuple[str, ...]) -> None:
    """The signatures printed in RFC 8032 check out, and their keys are usable."""
    _, public, message, signature = (bytes.fromhex(part) for part in case)
    assert check.many([(public, message, signature)]) == [True]
    assert check.usable(public)


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5, 17])
def test_answers_come_in_the_order_of_the_questions(check: SodiumCheck, size: int) -> None:
    """For any number of signatures the answers stand where the questions stood."""
    items = [_triple(number) for number in range(size)]
    for wrong in range(0, size, 2):
        public, message, signature = items[wrong]
        items[wrong] = (public, message + b"!", signature)
    assert check.many(items) == [number % 2 == 1 for number in range(size)]


def _changed(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_every_change_of_one_byte_fails(check: SodiumCheck) -> None:
    """A signature fails when any byte of key, message or signature is another."""
    good = _triple(7)
    bad = [
        tuple(_changed(part, place) if part is good[which] else part for part in good)
        for which in range(3)
        for place in range(len(good[which]))
    ]
    assert check.many([good]) == [True]
    assert not any(check.many([(key, message, mark) for key, message, mark in bad]))


@pytest.mark.parametrize(
    "triple",
    [
        (b"", b"m", bytes(64)),
        (bytes(31), b"m", bytes(64)),
        (bytes(33), b"m", bytes(64)),
        (_triple(1)[0], _triple(1)[1], b""),
        (_triple(1)[0], _triple(1)[1], _triple(1)[2][:-1]),
        (_triple(1)[0], b"", _triple(1)[2] + _triple(1)[1]),
    ],
    ids=["no key", "short key", "long key", "no mark", "short mark", "message in the mark"],
)
def test_a_wrong_length_is_a_wrong_signature(check: SodiumCheck, triple: Triple) -> None:
    """A key or signature of another length is answered with no, not with an error."""
    assert check.many([triple]) == [False]


def test_an_s_that_is_not_reduced_fails(check: SodiumCheck) -> None:
    """The same signature with the group's order added to S is refused (RFC 8032 5.1.7)."""
    public, message, signature = _triple(3)
    s = int.from_bytes(signature[32:], "little") + GROUP_ORDER
    second = signature[:32] + s.to_bytes(32, "little")
    assert check.many([(public, message, signature), (public, message, second)]) == [True, False]


def _spelled(y: int, sign: int = 0) -> bytes:
    return (y | sign).to_bytes(32, "little")


def _x_squared(y: int) -> int:
    return (y * y - 1) * pow(CURVE_D * y * y + 1, -1, FIELD_PRIME) % FIELD_PRIME


def test_the_small_orders_follow_from_the_curve() -> None:
    """The table holds 1, -1, 0 and the y for which doubling gives a point with y = 0."""
    assert {1, FIELD_PRIME - 1, 0} < SMALL_ORDER_Y
    rest = SMALL_ORDER_Y - {1, FIELD_PRIME - 1, 0}
    assert len(rest) == 2
    # The y of 2P is (y^2 + x^2) over something that is not zero: zero just where x^2 = -y^2.
    assert all((y * y + _x_squared(y)) % FIELD_PRIME == 0 for y in rest)


SMALL_ORDER_KEYS = {
    f"{kind}, sign {sign >> 255}": _spelled(y, sign)
    for kind, y in {
        "order 1": 1,
        "order 2": FIELD_PRIME - 1,
        "order 4": 0,
        **{f"order 8 {'ab'[n]}": y for n, y in enumerate(sorted(SMALL_ORDER_Y)[2:4])},
        "order 4 spelled p": FIELD_PRIME,
        "order 1 spelled p + 1": FIELD_PRIME + 1,
    }.items()
    for sign in (0, SIGN)
}


@pytest.mark.parametrize("public", SMALL_ORDER_KEYS.values(), ids=SMALL_ORDER_KEYS.keys())
def test_a_key_of_small_order_is_not_usable(check: SodiumCheck, public: bytes) -> None:
    """None of the small-order points is usable in any spelling, nor passes a signature."""
    assert has_small_order(public)
    assert not check.usable(public)
    for point in SMALL_ORDER_KEYS.values():
        assert check.many([(public, b"any message", point + bytes(32))]) == [False]


@pytest.mark.parametrize("above", range(19))
@pytest.mark.parametrize("sign", [0, SIGN], ids=["plus", "minus"])
def test_a_key_spelled_above_the_prime_is_not_usable(
    check: SodiumCheck, above: int, sign: int
) -> None:
    """Each of the nineteen second spellings of a small y is refused."""
    public = _spelled(FIELD_PRIME + above, sign)
    assert not is_canonical(public)
    assert not check.usable(public)


@pytest.mark.parametrize(
    "public",
    [*SMALL_ORDER_KEYS.values(), _spelled(FIELD_PRIME + 2)],
    ids=[*SMALL_ORDER_KEYS.keys(), "2 spelled p + 2"],
)
def test_weak_keys_are_refused_before_libsodium_is_asked(
    check: SodiumCheck, monkeypatch: pytest.MonkeyPatch, public: bytes
) -> None:
    """Small order and second spellings are refused even if the library took every key."""
    monkeypatch.setattr(nacl.bindings, "crypto_core_ed25519_is_valid_point", lambda _: True)
    assert not check.usable(public)


def test_a_key_outside_the_main_subgroup_is_not_usable(check: SodiumCheck) -> None:
    """A good key plus a point of order eight is refused; good keys are usable."""
    good = _triple(5)[0]
    order_8 = _spelled(sorted(SMALL_ORDER_Y)[2])
    mixed = nacl.bindings.crypto_core_ed25519_add(good, order_8)
    assert check.usable(good)
    assert is_canonical(mixed)
    assert not has_small_order(mixed)
    assert not check.usable(mixed)


def test_a_key_that_is_no_point_is_not_usable(check: SodiumCheck) -> None:
    """A y without an x on the curve, and a key of another length, are refused."""
    assert not check.usable(_spelled(2))
    assert not check.usable(b"")
    assert not check.usable(_triple(5)[0] + b"\0")
