"""Who must have cosigned a head: the policy file of c2sp.org/tlog-policy.

A policy names ledgers and cosigners by their keys, gathers cosigners and groups into groups with
a threshold, and names the one whose cosigning is enough. This module reads the file and answers
for a given set of keys; ``record.checkpoint`` finds out which keys signed. The file's word
``witness`` is the standard's; everywhere else in Showclear it is a cosigner.

Stricter than the standard: the file is UTF-8. As the standard has it: a name is defined before it
is used, stands in at most one group, and no public key is listed twice. A cosigner whose key is of
a type unknown here is kept, and never counts.

::

    log custody.example/prod7+aafea161+AZsf...
    witness insurer insurer.example/w1+a803ec90+BEbK...
    witness union union.example/w1+c04ad5e1+BOZq...
    group outside any insurer union
    quorum outside
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import msgspec

from showclear.errors import NoteError
from showclear.record.note import (
    TYPE_COSIGNATURE,
    TYPE_ED25519,
    UnknownKey,
    VerifierKey,
    parse_verifier_key,
    shown,
)

POLICY_BYTES_MAX = 65_536
"""Longest policy file: 300 lines of keys and addresses, with as much again for comments."""

LOGS_MAX = 100
COSIGNERS_MAX = 100
GROUPS_MAX = 100
"""Most lines of each kind: the standard asks for 32; no note carries more than 100 signatures."""

_NONE = "none"
_SPACE = re.compile(r"[ \t]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_THRESHOLD = re.compile(r"[1-9][0-9]{0,3}")


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger whose heads count; ``url`` may be empty."""

    key: VerifierKey
    url: str


class Cosigner(msgspec.Struct, frozen=True, kw_only=True):
    """An outside party under the name that this file gives it; ``url`` may be empty."""

    name: str
    key: VerifierKey | UnknownKey
    url: str


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Members, cosigners or groups, of which ``threshold`` must have cosigned."""

    name: str
    threshold: int
    members: tuple[str, ...]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """A policy; groups come in the order of definition, members before what holds them.

    ``quorum`` is the name of a cosigner or group, or None where the file asks for none.
    """

    logs: tuple[Log, ...]
    cosigners: tuple[Cosigner, ...]
    groups: tuple[Group, ...]
    quorum: str | None

    @property
    def cosigner_keys(self) -> tuple[VerifierKey, ...]:
        """The cosigners' keys of known type, to be handed to ``open_checkpoint``."""
        return tuple(
            cosigner.key for cosigner in self.cosigners if isinstance(cosigner.key, VerifierKey)
        )


class PolicyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the quorum is met, and by whom: names of this policy, in its order."""

    is_met: bool
    cosigned: tuple[str, ...]
    missing: tuple[str, ...]
    groups_met: tuple[str, ...]


def evaluate(policy: Policy, signed: AbstractSet[VerifierKey]) -> PolicyAnswer:
    """Return what the policy says of a head that these keys have cosigned.

    The keys' signatures have been checked; times, and the ledger's own signature, have nothing to
    do with it.
    """
    cosigned = tuple(one.name for one in policy.cosigners if one.key in signed)
    missing = tuple(one.name for one in policy.cosigners if one.key not in signed)
    met = set(cosigned)
    groups_met = []
    for group in policy.groups:
        if sum(member in met for member in group.members) >= group.threshold:
            met.add(group.name)
            groups_met.append(group.name)
    return PolicyAnswer(
        is_met=policy.quorum is None or policy.quorum in met,
        cosigned=cosigned,
        missing=missing,
        groups_met=tuple(groups_met),
    )


def parse_policy(data: bytes) -> Policy:
    """Return the policy a file states."""
    draft = _Draft()
    for number, line in enumerate(_lines(data), start=1):
        words = _SPACE.split(line.strip(" \t"))
        if words[0] and not words[0].startswith("#"):
            draft.read(f"line {number} of a policy", words)
    return draft.policy()


def _lines(data: bytes) -> list[str]:
    """Return the file's lines after the checks that need no structure."""
    if len(data) > POLICY_BYTES_MAX:
        raise NoteError(
            "policy_too_large",
            "policy",
            expected=f"at most {POLICY_BYTES_MAX} bytes",
            found=f"{len(data)}",
        )
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise NoteError(
            "policy_not_utf8", "policy", expected="UTF-8", found=f"another byte at {error.start}"
        ) from None
    control = _CONTROL.search(text)
    if control:
        raise NoteError(
            "policy_control_character",
            "policy",
            expected="no control character but tab and newline",
            found=f"{control[0]!r} at character {control.start()}",
        )
    if not text.endswith("\n"):
        raise NoteError(
            "policy_unterminated",
            "policy",
            expected="each line to end in a newline",
            found=shown(text[-20:]),
        )
    return text[:-1].split("\n")


class _Draft:
    """A policy while its lines are read; ``where`` names the line in messages."""

    def __init__(self) -> None:
        self.logs: list[Log] = []
        self.cosigners: list[Cosigner] = []
        self.groups: list[Group] = []
        self.quorums: list[str] = []
        self.names: dict[str, bool] = {}  # defined names, and whether in a group already

    def read(self, where: str, words: Sequence[str]) -> None:
        """Take in one line that is neither empty nor a comment."""
        keyword, *rest = words
        if keyword == "log" and len(rest) in {1, 2}:
            self._log(where, rest)
        elif keyword == "witness" and len(rest) in {2, 3}:
            self._cosigner(where, rest)
        elif keyword == "group" and len(rest) > 2:  # noqa: PLR2004 - name, threshold, a member
            self._group(where, *rest)
        elif keyword == "quorum" and len(rest) == 1:
            self._quorum(where, rest[0])
        else:
            raise NoteError(
                "policy_line",
                where,
                expected="log <key> [<url>], witness <name> <key> [<url>], "
                "group <name> <any, all or number> <members>, or quorum <name>",
                found=shown(" ".join(words)),
            )

    def policy(self) -> Policy:
        """Return the whole, which needs exactly one quorum."""
        if len(self.quorums) != 1:
            raise NoteError(
                "policy_quorum",
                "policy",
                expected="exactly one quorum line",
                found=f"{len(self.quorums)}",
            )
        (quorum,) = self.quorums
        return Policy(
            logs=tuple(self.logs),
            cosigners=tuple(self.cosigners),
            groups=tuple(self.groups),
            quorum=None if quorum == _NONE else quorum,
        )

    def _log(self, where: str, rest: Sequence[str]) -> None:
        _check_room(where, len(self.logs), LOGS_MAX)
        key = parse_verifier_key(rest[0])
        if not isinstance(key, VerifierKey) or key.type != TYPE_ED25519:
            raise _bad_type(where, key, expected="0x01, which signs heads")
        if any(log.key.public == key.public for log in self.logs):
            raise _repeated_key(where, key)
        self.logs.append(Log(key=key, url="".join(rest[1:])))

    def _cosigner(self, where: str, rest: Sequence[str]) -> None:
        _check_room(where, len(self.cosigners), COSIGNERS_MAX)
        key = parse_verifier_key(rest[1])
        if isinstance(key, VerifierKey) and key.type != TYPE_COSIGNATURE:
            raise _bad_type(where, key, expected="0x04, which cosigns heads")
        if any(_material(cosigner.key) == _material(key) for cosigner in self.cosigners):
            raise _repeated_key(where, key)
        self._define(where, rest[0])
        self.cosigners.append(Cosigner(name=rest[0], key=key, url="".join(rest[2:])))

    def _group(self, where: str, name: str, threshold: str, *members: str) -> None:
        _check_room(where, len(self.groups), GROUPS_MAX)
        for member in members:
            self._check_defined(where, member)
            if self.names[member]:
                raise NoteError(
                    "policy_name_in_two_groups",
                    where,
                    expected=f"{shown(member)} once, in one group",
                    found="it again",
                )
            self.names[member] = True
        needed = _parse_threshold(where, threshold, len(members))
        self._define(where, name)
        self.groups.append(Group(name=name, threshold=needed, members=members))

    def _quorum(self, where: str, name: str) -> None:
        if name != _NONE:
            self._check_defined(where, name)
        self.quorums.append(name)

    def _define(self, where: str, name: str) -> None:
        if name == _NONE or name in self.names:
            raise NoteError(
                "policy_name_taken", where, expected="a name not yet used", found=shown(name)
            )
        self.names[name] = False

    def _check_defined(self, where: str, name: str) -> None:
        if name not in self.names:
            raise NoteError(
                "policy_name_unknown",
                where,
                expected="a name defined on a line before",
                found=shown(name),
            )


def _parse_threshold(where: str, text: str, members: int) -> int:
    """Return how many of the members are needed."""
    if text in {"any", "all"}:
        return 1 if text == "any" else members
    if _THRESHOLD.fullmatch(text) is None or int(text) > members:
        raise NoteError(
            "policy_threshold",
            where,
            expected=f"any, all, or a number from 1 to {members}",
            found=shown(text),
        )
    return int(text)


def _material(key: VerifierKey | UnknownKey) -> bytes:
    """Return the key without its name, by which two are the same."""
    return key.public if isinstance(key, VerifierKey) else key.key


def _check_room(where: str, count: int, limit: int) -> None:
    """Refuse one line of a kind more than the limit."""
    if count >= limit:
        raise NoteError(
            "policy_too_many", where, expected=f"at most {limit} of its kind", found="one more"
        )


def _bad_type(where: str, key: VerifierKey | UnknownKey, *, expected: str) -> NoteError:
    """Return the refusal of a key that cannot do what its line says."""
    return NoteError(
        "policy_key_type", where, expected=f"a key of type {expected}", found=f"0x{key.type:02x}"
    )


def _repeated_key(where: str, key: VerifierKey | UnknownKey) -> NoteError:
    """Return the refusal of a public key that is listed twice."""
    return NoteError(
        "policy_key_repeated",
        where,
        expected="a public key not yet listed",
        found=f"that of {shown(key.name)} again",
    )
