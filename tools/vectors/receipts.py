"""Vectors for receipts and for policies, which say whose cosignatures are enough."""

from __future__ import annotations

from typing import Any, Final

from tools.vectors.hashing import path
from tools.vectors.notes import (
    INSURER_KEY,
    LOG_KEY,
    NOTE,
    TEXT,
    UNION,
    UNION_KEY,
    signed_by,
    verifier_key,
)
from tools.vectors.shape import Case, bad, base64_of, good, vector_file
from tools.vectors.trees import entries
from tools.vectors.writing import canonical

RUN_RECEIPTS: Final = (
    "Check `receipt` under the verifier key `log`. `expect` has the indexes of event and decided, "
    "and the size of the head. Whether the envelopes open is another matter."
)
RUN_POLICIES: Final = (
    "Read `policy`; then say whether it is met by cosignatures of the cosigners named in "
    "`cosigned`, by the names the policy gives them."
)
HEAD: Final = (
    f"log {LOG_KEY}\nwitness insurer {INSURER_KEY} https://insurer.example/\n"
    f"witness union {UNION_KEY}\n"
)


def receipts() -> str:
    """Return the vectors of receipts."""
    right = good(
        "an event and its decided",
        "What a person is handed.",
        receipt=_receipt(),
        log=LOG_KEY,
        expect={"event": 1, "decided": 2, "size": 3},
    )
    whole = _receipt()
    cases = [
        right,
        _wrong_receipt(
            "another event under the proof",
            "The extra line is not signed.",
            "receipt_event_not_included",
            _receipt(envelope=b"entry-9"),
        ),
        _wrong_receipt(
            "another decided under the proof",
            "As above: a refusal passed for leave.",
            "receipt_decided_not_included",
            _receipt(decided=b"entry-9"),
        ),
        _wrong_receipt(
            "the decided before the event",
            "It speaks of entries before it.",
            "receipt_decided_too_early",
            _receipt(index=2, decided_index=1),
        ),
        _wrong_receipt(
            "at another index",
            "An entry has one place.",
            "receipt_event_not_included",
            whole.replace(b"index 1\n", b"index 0\n"),
        ),
    ]
    return vector_file(
        "Receipts: spec/tree-heads-receipts.md.",
        RUN_RECEIPTS,
        [*cases, *_wrong_forms(), *_wrong_parts()],
    )


def _wrong_forms() -> list[Case]:
    whole = _receipt()
    loose = canonical(_extra()).replace(b'{"decided"', b'{ "decided"', 1)
    return [
        _wrong_receipt(
            "without our extra line",
            "A bare proof shows no outcome.",
            "receipt_extra_missing",
            _receipt(with_extra=False),
        ),
        _wrong_receipt(
            "an extra line with a space", "One spelling.", "receipt_extra", _assembled(loose, 1)
        ),
        _wrong_receipt(
            "an extra line that is no JSON",
            "Anybody can write one.",
            "receipt_extra",
            _assembled(b"\xff", 1),
        ),
        _wrong_receipt(
            "another version",
            "An unknown format is not guessed at.",
            "receipt_version",
            whole.replace(b"@v1", b"@v2"),
        ),
        _wrong_receipt(
            "no index",
            "The place is part of what is proved.",
            "receipt_index",
            whole.replace(b"index 1\n", b""),
        ),
    ]


def _wrong_parts() -> list[Case]:
    whole = _receipt()
    return [
        _wrong_receipt(
            "64 hashes",
            "Longer than any proof of a tree.",
            "proof_too_long",
            whole.replace(
                b"index 1\n", b"index 1\n" + (base64_of(bytes(32)) + "\n").encode() * 64
            ),
        ),
        _wrong_receipt(
            "no head",
            "Nothing is signed.",
            "receipt_without_checkpoint",
            whole.partition(b"\n\n")[0] + b"\n",
        ),
        _wrong_receipt(
            "another ledger's head",
            "As for heads.",
            "note_signed_by_nobody_known",
            whole.replace(NOTE.encode(), f"{TEXT}\n{signed_by(TEXT, UNION)}".encode()),
        ),
    ]


def _wrong_receipt(name: str, why: str, error: str, receipt: bytes) -> Case:
    return bad(name, why, error, receipt=receipt, log=LOG_KEY)


def _extra(*, envelope: bytes = b"entry-1", decided: bytes = b"entry-2", index: int = 2) -> Any:
    proof = [base64_of(value) for value in path(index, entries(3))]
    return {
        "decided": {"envelope": base64_of(decided), "index": index, "proof": proof},
        "envelope": base64_of(envelope),
    }


def _receipt(
    *,
    envelope: bytes = b"",
    decided: bytes = b"",
    index: int = 1,
    decided_index: int = 2,
    with_extra: bool = True,
) -> bytes:
    extra = _extra(
        envelope=envelope or entries(3)[index],
        decided=decided or entries(3)[decided_index],
        index=decided_index,
    )
    return _assembled(canonical(extra) if with_extra else None, index)


def _assembled(extra: bytes | None, index: int) -> bytes:
    extra_line = "" if extra is None else f"extra {base64_of(extra)}\n"
    hashes = "".join(f"{base64_of(value)}\n" for value in path(index, entries(3)))
    return f"c2sp.org/tlog-proof@v1\n{extra_line}index {index}\n{hashes}\n{NOTE}".encode()


def policies() -> str:
    """Return the vectors of policies."""
    both = f"{HEAD}group outside all insurer union\nquorum outside\n"
    one = f"{HEAD}# either will do\ngroup outside any insurer union\n\nquorum outside\n"

    def said(name: str, why: str, policy: str, cosigned: list[str], *, met: bool) -> Case:
        return good(name, why, policy=policy, cosigned=cosigned, expect={"met": met})

    cases = [
        said("both of two", "All members.", both, ["insurer", "union"], met=True),
        said("one of two where both are needed", "As above.", both, ["insurer"], met=False),
        said("one of two where any will do", "Any member.", one, ["union"], met=True),
        said("none", "Nobody outside has seen this head.", one, [], met=False),
        said("no quorum", "The file asks for nobody.", f"{HEAD}quorum none\n", [], met=True),
    ]
    return vector_file(
        "Policies: spec/tree-heads-receipts.md.",
        RUN_POLICIES,
        [*cases, *_wrong_policies(), *_wrong_lines()],
    )


def _wrong_policies() -> list[Case]:
    def wrong(name: str, why: str, error: str, policy: str) -> Case:
        return bad(name, why, error, policy=policy, cosigned=[])

    return [
        wrong(
            "one key under two names",
            "One key would count for two parties.",
            "policy_key_repeated",
            f"{HEAD}witness second {verifier_key('second.example', 4, UNION.public)}\n"
            "quorum none\n",
        ),
        wrong(
            "a name in two groups",
            "One party would count twice.",
            "policy_name_in_two_groups",
            f"{HEAD}group a any insurer\ngroup b any insurer union\nquorum b\n",
        ),
        wrong(
            "a name not yet defined",
            "A slip of the pen would ask for nobody.",
            "policy_name_unknown",
            f"{HEAD}quorum insurers\n",
        ),
        wrong(
            "a threshold above the members",
            "It could never be met.",
            "policy_threshold",
            f"{HEAD}group outside 3 insurer union\nquorum outside\n",
        ),
        wrong(
            "a threshold of none",
            "It would always be met.",
            "policy_threshold",
            f"{HEAD}group outside 0 insurer union\nquorum outside\n",
        ),
    ]


def _wrong_lines() -> list[Case]:
    def wrong(name: str, why: str, error: str, policy: str) -> Case:
        return bad(name, why, error, policy=policy, cosigned=[])

    return [
        wrong("no quorum line", "Silence is no answer.", "policy_quorum", HEAD),
        wrong(
            "two quorum lines",
            "Which one holds cannot be told.",
            "policy_quorum",
            f"{HEAD}quorum none\nquorum insurer\n",
        ),
        wrong(
            "a ledger's key as a cosigner",
            "The ledger would vouch for itself.",
            "policy_key_type",
            f"witness ledger {LOG_KEY}\nquorum ledger\n",
        ),
        wrong(
            "an unknown line",
            "What is not understood is not skipped.",
            "policy_line",
            f"{HEAD}maybe insurer\nquorum none\n",
        ),
        wrong(
            "no newline at the end", "A torn write.", "policy_unterminated", f"{HEAD}quorum none"
        ),
    ]
