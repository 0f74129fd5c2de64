"""The policy file: who must have cosigned, and what it answers."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.errors import NoteError
from showclear.record.note import (
    TYPE_COSIGNATURE,
    TYPE_ED25519,
    UnknownKey,
    VerifierKey,
    encode_verifier_key,
)
from showclear.record.policy import (
    COSIGNERS_MAX,
    GROUPS_MAX,
    LOGS_MAX,
    POLICY_BYTES_MAX,
    Cosigner,
    Group,
    Log,
    Policy,
    PolicyAnswer,
    evaluate,
    parse_policy,
)
from tests.record.note_keys import INSURER, INSURER_VKEY, LOG, LOG_VKEY, UNION, UNION_VKEY


def key(number: int, kind: int = TYPE_COSIGNATURE) -> VerifierKey:
    """Return a key that nobody holds; the number tells it apart."""
    return VerifierKey(name=f"k{number}.example", type=kind, public=number.to_bytes(32, "big"))


def witness(name: str, number: int) -> str:
    """Return a witness line."""
    return f"witness {name} {encode_verifier_key(key(number))}\n"


INSURER_AND_ONE_OF_TWO = f"""\
# who must have seen a head of this production
log {LOG_VKEY} https://custody.example/prod7

witness insurer {INSURER_VKEY} https://insurer.example/w1
\twitness\tunion  {UNION_VKEY}\t
{witness("guild", 3)}
group crew any union guild
  # both houses
group outside all insurer crew
quorum outside
"""


def test_insurer_and_one_of_two_unions() -> None:
    """A policy reads to its logs, cosigners, groups and quorum."""
    assert parse_policy(INSURER_AND_ONE_OF_TWO.encode()) == Policy(
        logs=(Log(key=LOG.key, url="https://custody.example/prod7"),),
        cosigners=(
            Cosigner(name="insurer", key=INSURER.key, url="https://insurer.example/w1"),
            Cosigner(name="union", key=UNION.key, url=""),
            Cosigner(name="guild", key=key(3), url=""),
        ),
        groups=(
            Group(name="crew", threshold=1, members=("union", "guild")),
            Group(name="outside", threshold=2, members=("insurer", "crew")),
        ),
        quorum="outside",
    )


ANSWERS = {
    "nobody": ((), False, ()),
    "insurer alone": ((INSURER.key,), False, ()),
    "both unions": ((UNION.key, key(3)), False, ("crew",)),
    "insurer and union": ((INSURER.key, UNION.key), True, ("crew", "outside")),
    "insurer and guild": ((INSURER.key, key(3)), True, ("crew", "outside")),
    "strangers": ((key(4), key(5), LOG.key), False, ()),
}


@pytest.mark.parametrize(("signed", "is_met", "groups"), ANSWERS.values(), ids=ANSWERS)
def test_the_answer_names_who_cosigned(
    signed: tuple[VerifierKey, ...], *, is_met: bool, groups: tuple[str, ...]
) -> None:
    """The answer says whether the quorum is met, by whom, and who is missing."""
    policy = parse_policy(INSURER_AND_ONE_OF_TWO.encode())
    names = {INSURER.key: "insurer", UNION.key: "union", key(3): "guild"}
    assert evaluate(policy, frozenset(signed)) == PolicyAnswer(
        is_met=is_met,
        cosigned=tuple(name for one, name in names.items() if one in signed),
        missing=tuple(name for one, name in names.items() if one not in signed),
        groups_met=groups,
    )


def test_a_key_under_another_name_or_type_is_not_the_cosigner() -> None:
    """The key must be the one listed, with its name and type."""
    policy = parse_policy(INSURER_AND_ONE_OF_TWO.encode())
    other_name = VerifierKey(name="x", type=TYPE_COSIGNATURE, public=INSURER.key.public)
    other_type = VerifierKey(name=INSURER.key.name, type=TYPE_ED25519, public=INSURER.key.public)
    assert evaluate(policy, {other_name, other_type}).cosigned == ()


def test_a_quorum_of_none_is_always_met() -> None:
    """A policy that asks for no cosigner says so and is met by nobody."""
    policy = parse_policy(b"quorum none\n")
    assert policy == Policy(logs=(), cosigners=(), groups=(), quorum=None)
    assert evaluate(policy, frozenset()).is_met


def test_a_quorum_can_be_one_cosigner() -> None:
    """A quorum that names a cosigner asks for that one."""
    policy = parse_policy(f"{witness('a', 2)}{witness('b', 3)}quorum b\n".encode())
    assert not evaluate(policy, {key(2)}).is_met
    assert evaluate(policy, {key(3)}).is_met


def test_a_cosigner_of_unknown_type_is_kept_and_never_counts() -> None:
    """A key of type 0x06 can be listed; nothing it signs is counted here."""
    unknown = UnknownKey(name="pq.example", type=6, key=bytes(1312))
    text = f"witness pq {encode_verifier_key(unknown)}\n{witness('a', 2)}group g any pq a\n"
    policy = parse_policy(f"{text}quorum g\n".encode())
    assert policy.cosigners[0].key == unknown
    assert policy.cosigner_keys == (key(2),)
    assert evaluate(policy, frozenset()).missing == ("pq", "a")
    assert evaluate(policy, {key(2)}).is_met


A, B = witness("a", 2), witness("b", 3)
FAULTS = {
    "nothing": ("", "policy_unterminated", "each line to end in a newline"),
    "no quorum": (A, "policy_quorum", "policy: expected exactly one quorum line, found 0"),
    "two quorums": (A + "quorum a\nquorum a\n", "policy_quorum", "found 2"),
    "last newline missing": (A + "quorum a", "policy_unterminated", "newline, found"),
    "carriage return": ("quorum none\r\n", "policy_control_character", r"found '\r' at char"),
    "delete": ("# \x7f\nquorum none\n", "policy_control_character", r"found '\x7f' at char"),
    "unknown keyword": ("quorums none\n", "policy_line", "line 1 of a policy: expected log <key>"),
    "keyword in capitals": ("Quorum none\n", "policy_line", "found 'Quorum none'"),
    "no-break space": ("quorum\u00a0none\n", "policy_line", "or quorum <name>"),
    "log without key": ("log\n", "policy_line", "log <key> [<url>]"),
    "log with three words": (f"log {LOG_VKEY} u v\n", "policy_line", "log <key> [<url>]"),
    "witness without key": ("witness a\n", "policy_line", "witness <name> <key>"),
    "witness with four words": (A[:-1] + " u v\n", "policy_line", "witness <name> <key>"),
    "group without members": (A + "group g any\n", "policy_line", "line 2 of a policy"),
    "quorum of two": (A + B + "quorum a b\n", "policy_line", "line 3 of a policy"),
    "quorum of nobody": (A + "quorum\n", "policy_line", "found 'quorum'"),
    "bad key": ("log x\n", "verifier_key", "8 lower-case hex digits"),
    "log with a cosigner's key": (f"log {UNION_VKEY}\n", "policy_key_type", "found 0x04"),
    "witness with a log's key": (
        f"witness a {LOG_VKEY}\n",
        "policy_key_type",
        "a key of type 0x04, which cosigns heads, found 0x01",
    ),
    "log with an unknown key": (
        f"log {encode_verifier_key(UnknownKey(name='n', type=6, key=b'k'))}\n",
        "policy_key_type",
        "a key of type 0x01, which signs heads, found 0x06",
    ),
    "log twice": (f"log {LOG_VKEY}\n" * 2, "policy_key_repeated", "that of 'custody.example/pro"),
    "one key, two witnesses": (
        A + witness("b", 2),
        "policy_key_repeated",
        "a public key not yet listed",
    ),
    "name twice": (A + witness("a", 3), "policy_name_taken", "a name not yet used, found 'a'"),
    "group named as a witness": (A + "group a any a\n", "policy_name_taken", "found 'a'"),
    "witness named none": (witness("none", 2), "policy_name_taken", "found 'none'"),
    "group named none": (A + "group none any a\n", "policy_name_taken", "found 'none'"),
    "member not defined": (A + "group g any a b\n" + B, "policy_name_unknown", "found 'b'"),
    "member of itself": (A + "group g any a g\n", "policy_name_unknown", "on a line before"),
    "none as a member": (A + "group g any none\n", "policy_name_unknown", "found 'none'"),
    "quorum before its name": ("quorum a\n" + A, "policy_name_unknown", "line 1 of a policy"),
    "in two groups": (
        A + "group g any a\ngroup h any a\n",
        "policy_name_in_two_groups",
        "expected 'a' once, in one group, found it again",
    ),
    "twice in a group": (A + "group g any a a\n", "policy_name_in_two_groups", "line 2 of"),
    "none of them": (A + "group g 0 a\n", "policy_threshold", "a number from 1 to 1, found '0'"),
    "more than there are": (A + "group g 2 a\n", "policy_threshold", "from 1 to 1, found '2'"),
    "leading zero": (A + "group g 01 a\n", "policy_threshold", "any, all, or a number"),
    "other digits": (A + "group g \u0661 a\n", "policy_threshold", "any, all, or a number"),
    "most": (A + "group g most a\n", "policy_threshold", "found 'most'"),
}


@pytest.mark.parametrize(("text", "code", "message"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_policy_is_refused(text: str, code: str, message: str) -> None:
    """Each fault has its code and names its line."""
    with pytest.raises(NoteError) as refusal:
        parse_policy(text.encode())
    assert refusal.value.code == code
    assert message in str(refusal.value)


def test_a_policy_is_utf_8() -> None:
    """Names outside ASCII are taken as written; bytes that are no UTF-8 are refused."""
    policy = parse_policy((witness("gew\u00e9rk", 2) + "quorum gew\u00e9rk\n").encode())
    assert policy.quorum == "gew\u00e9rk"
    with pytest.raises(NoteError, match="policy: expected UTF-8, found another byte at 2") as bad:
        parse_policy(b"# \xff\nquorum none\n")
    assert bad.value.code == "policy_not_utf8"


def test_a_policy_has_a_size_limit() -> None:
    """A policy of exactly the limit is read, one byte more refused."""
    tail = b"\nquorum none\n"
    filling = b"#" * (POLICY_BYTES_MAX - len(tail))
    assert parse_policy(filling + tail).quorum is None
    with pytest.raises(NoteError, match="at most 65536 bytes, found 65537") as refusal:
        parse_policy(filling + b"#" + tail)
    assert refusal.value.code == "policy_too_large"


def log_line(number: int) -> str:
    """Return a log line."""
    return f"log {encode_verifier_key(key(number, TYPE_ED25519))}\n"


COUNTS = {
    "logs": (LOGS_MAX, "", log_line),
    "cosigners": (COSIGNERS_MAX, "", lambda number: witness(f"w{number}", number)),
    "groups": (
        GROUPS_MAX,
        witness("g1", 2),
        lambda number: f"group g{number} any g{number - 1}\n",
    ),
}


@pytest.mark.parametrize("what", COUNTS)
def test_a_policy_has_a_hundred_of_each_at_most(what: str) -> None:
    """A hundred lines of a kind are read, one more refused."""
    limit, head, line = COUNTS[what]
    full = head + "".join(line(number) for number in range(2, limit + 2))
    assert parse_policy(f"{full}quorum none\n".encode()).quorum is None
    with pytest.raises(NoteError, match="expected at most 100 of its kind, found") as refusal:
        parse_policy(f"{full}{line(limit + 2)}quorum none\n".encode())
    assert refusal.value.code == "policy_too_many"


FAULT_CODES = {code for _, code, _ in FAULTS.values()}
SMALL = f"{A}{B}group g 2 a b\nquorum g\n"


def test_every_mangled_policy_is_refused_or_says_something_else() -> None:
    """Each cut and change of a character is refused, is a comment, or is another policy."""
    policy = parse_policy(SMALL.encode())
    data = SMALL.encode()
    cuts = {data[:cut] for cut in range(len(data))} | {data[cut:] for cut in range(1, len(data))}
    changes = {
        data[:at] + bytes([value]) + data[at + 1 :]
        for at in range(len(data))
        for value in range(0, 256, 1 if at > len(A + B) else 5)
    } - {data}
    codes = set()
    for mangled in cuts | changes:
        try:
            other = parse_policy(mangled)
        except NoteError as refusal:
            codes.add(refusal.code)
        else:
            assert other != policy or mangled.replace(b"\t", b" ") == data
    assert {"policy_line", "policy_name_unknown", "policy_threshold", "key_id"} <= codes
    assert codes <= FAULT_CODES | {
        "base64",
        "key_id",
        "key_name",
        "policy_not_utf8",
        "verifier_key",
    }


@given(st.integers(1, 6), st.data())
def test_a_threshold_counts_members(members: int, data: st.DataObject) -> None:
    """A threshold of k is met by exactly the sets of k and more."""
    needed = data.draw(st.integers(1, members))
    word = {1: "any", members: "all"}.get(needed) if data.draw(st.booleans()) else None
    names = " ".join(f"w{number}" for number in range(2, members + 2))
    text = "".join(witness(f"w{number}", number) for number in range(2, members + 2))
    text += f"group g {word or needed} {names}\nquorum g\n"
    policy = parse_policy(text.encode())
    for count in range(members + 1):
        for chosen in combinations(range(2, members + 2), count):
            met = evaluate(policy, {key(number) for number in chosen}).is_met
            assert met is (count >= needed)


@given(st.sets(st.sampled_from([INSURER.key, UNION.key, key(3), key(4)])))
def test_one_more_cosigner_never_hurts(signed: set[VerifierKey]) -> None:
    """A policy met by some is met by more."""
    policy = parse_policy(INSURER_AND_ONE_OF_TWO.encode())
    for more in (INSURER.key, UNION.key, key(3)):
        assert evaluate(policy, signed).is_met <= evaluate(policy, signed | {more}).is_met
