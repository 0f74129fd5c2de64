"""An operator for the vectors: writes entries, `decided`, tiles and heads with the ledger's keys.

Shares no code with the desk, and does what the desk never would: skips a `decided`, admits what
the record stands against, dates entries wrongly. What is decided of each entry is the author's.

Example::

    book = Operator()
    book.commit([book.sealed(OPENING, *OFFICERS)])
    book.files()["checkpoint"]
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec

from showclear.field.ids import EventId, KeyId
from showclear.field.instants import to_text
from showclear.record.event import Event, SignedBy, decode_event
from showclear.record.events.base import Mood
from showclear.record.events.desk import Boot, Decided, Decision, Outcome
from showclear.record.events.officers import PackChoice
from showclear.record.events.table import AnyBody, type_of
from tools.vectors.cast import ORIGIN, START_MS, Key, digest, key, keys_of
from tools.vectors.hashing import leaf, node, root
from tools.vectors.notes import signed_by
from tools.vectors.samples import THE_DESK
from tools.vectors.shape import base64_of
from tools.vectors.writing import canonical, id_of, payload_of, sealed

_ROWS: Final = {
    "R02": 'handler_titles = ["armorer"]',
    "R15": "",
    "R18": "proofs_live_capable_min = 2",
    "R30": "",
    "R31": "",
    "R32": "",
    "R34": "",
    "R48": 'answered_by = ["caller"]',
    "R49": "",
    "R52": "",
    "R54": "showing_minutes_max = 60",
    "R55": 'second_person_titles = ["first-ad"]',
    "STOP": 'lifted_by = ["caller"]',
}
_LOGS: Final = frozenset({"R30", "R52"})
_ROW: Final = """
[[row]]
id = "{name}"
title = "A row of the core"
sentence = "It has the core's id, its weight and its reach."
authority = "design"
evidence = "D"
sources = ["vectors"]
weight = "{weight}"
check = "computed"
covers = [1, 2, 3, 4, 5, 6]
tiers = ["non-firing", "full", "stage"]
[row.parameters]
{parameters}
"""


def _pack() -> bytes:
    rows = [
        _ROW.format(name=name, weight="log" if name in _LOGS else "block", parameters=parameters)
        for name, parameters in _ROWS.items()
    ]
    head = """\
# A pack for test vectors: the core's ids and weights, so that it can be adopted.
id = "core"
title = "Core of the vectors"
sentence = "Made up, so that the vectors do not change when the shipped packs do."
"""
    return (head + "".join(rows)).encode()


PACK: Final = _pack()
CHOICE: Final = PackChoice(pack="core", digest=KeyId(sha256(PACK).hexdigest()), rows=tuple(_ROWS))
IN_FORCE: Final = sha256(canonical([msgspec.to_builtins(CHOICE)])).hexdigest()


class Operator:
    """Whoever holds the ledger's key, the desk's key and the disk."""

    def __init__(self, origin: str = ORIGIN) -> None:
        self.origin = origin
        self.entries: list[bytes] = []
        self.ids: list[str] = []
        self.head_size = 0
        self.last: dict[str, str] = {}
        self.now = START_MS
        self.texts = {CHOICE.digest: PACK}

    def sealed(self, body: AnyBody, *signers: SignedBy, **fields: Any) -> bytes:
        """Return a signed event that names the present head and each item's last event."""
        return sealed(self.payload(body, *signers, **fields), keys_of(signers))

    def payload(self, body: AnyBody, *signers: SignedBy, **fields: Any) -> bytes:
        """Return an event's payload; ``fields`` replace what the header would say."""
        items = type_of(body).touches(body)
        own: dict[str, Any] = {
            "at": to_text(self.now),
            "nonce": digest(f"nonce {len(self.entries)} {type_of(body).tag}")[:16].hex(),
            "origin": self.origin,
            "seen": self.seen(self.head_size),
        }
        if items:
            own["touches"] = [self._touch(item) for item in items]
        return payload_of(body, signers, **{**own, **fields})

    def seen(self, size: int) -> dict[str, Any]:
        """Return the head of a size as an event names it."""
        return {"root": base64_of(root(self.entries[:size])), "size": size}

    def commit(self, raws: Sequence[bytes], *said: dict[str, Any], **decided: Any) -> None:
        """Write entries and their `decided`; ``said`` replaces what is said of an entry."""
        first = len(self.entries)
        for raw in raws:
            self._write(raw)
        words = [*said, *({} for _ in raws[len(said) :])]
        decisions = tuple(
            self._decision(first + offset, raw, words[offset]) for offset, raw in enumerate(raws)
        )
        for raw, decision in zip(raws, decisions, strict=True):
            self._take_over(raw, decision)
        self.now += 60_000
        self._write(self.decided(decisions, **decided))
        self.head_size = len(self.entries)

    def commit_bytes(self, raw: bytes) -> None:
        """Write one entry that does not parse as an event, and its `decided`."""
        index = len(self.entries)
        self._write(raw)
        said = Decision(id=EventId(_id(raw)), index=index, outcome=Outcome.ACCEPTED)
        self._write(self.decided((said,)))
        self.head_size = len(self.entries)

    def decided(self, entries: tuple[Decision, ...], **fields: Any) -> bytes:
        """Return a `decided`, signed by the desk unless ``signer`` names somebody else."""
        signer = fields.pop("signer", THE_DESK)
        header = fields.pop("header", {})
        since = self.now - START_MS + 1_000
        body: dict[str, Any] = {
            "boot": Boot(mark=digest("boot")[:8].hex(), number=1, ms=since),
            "entries": entries,
            "instant": to_text(self.now),
            "packs": IN_FORCE,
            "rules": 1,
            **fields,
        }
        return self.sealed(Decided(**body), signer, **header)

    def add(self, *raws: bytes) -> None:
        """Write entries without a `decided`, as no desk does."""
        for raw in raws:
            self._write(raw)
        self.head_size = len(self.entries)

    def checkpoint(
        self, *, size: int | None = None, signer: Key | None = None, **head: Any
    ) -> str:
        """Return the signed head of a size, whatever it should say."""
        count = len(self.entries) if size is None else size
        value = head.get("root", root(self.entries[:count]))
        text = f"{head.get('origin', self.origin)}\n{count}\n{base64_of(value)}\n"
        return f"{text}\n{signed_by(text, signer or key('ledger'), head.get('name', self.origin))}"

    def files(self, *, size: int | None = None, **head: Any) -> dict[str, bytes]:
        """Return the exported folder: checkpoint, tiles, entries, packs."""
        entries = self.entries[:size]
        files = {"checkpoint": self.checkpoint(size=size, **head).encode()}
        files.update({f"packs/{name}.toml": text for name, text in self.texts.items()})
        for first in range(0, len(entries), 256):
            some = entries[first : first + 256]
            name = f"{first // 256:03}" + ("" if len(some) == 256 else f".p/{len(some)}")
            files[f"tile/0/{name}"] = b"".join(leaf(entry) for entry in some)
            files[f"tile/entries/{name}"] = bundle(some)
        if len(entries) >= 256:
            tops = [_top(entries[at : at + 256]) for at in range(0, len(entries) - 255, 256)]
            files[f"tile/1/000.p/{len(tops)}"] = b"".join(tops)
        return dict(sorted(files.items()))

    def _write(self, raw: bytes) -> None:
        self.entries.append(raw)
        self.ids.append(_id(raw))

    def _touch(self, item: str) -> dict[str, str]:
        last = self.last.get(item, "")
        return {"item": item, "last": last} if last else {"item": item}

    def _decision(self, index: int, raw: bytes, said: dict[str, Any]) -> Decision:
        mood = type_of(_event(raw).body).mood
        outcome = Outcome.ACCEPTED if mood is Mood.STEP else Outcome.ADMITTED
        return Decision(**{"id": _id(raw), "index": index, "outcome": outcome, **said})

    def _take_over(self, raw: bytes, decision: Decision) -> None:
        if decision.outcome is not Outcome.REFUSED:
            event = _event(raw)
            self.last.update({touch.item: decision.id for touch in event.touches})


def bundle(entries: Sequence[bytes]) -> bytes:
    """Return an entry bundle."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def _top(entries: Sequence[bytes]) -> bytes:
    row = [leaf(entry) for entry in entries]
    while len(row) > 1:
        row = [node(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
    return row[0]


def payload_in(raw: bytes) -> bytes:
    """Return the payload of an envelope."""
    return b64decode(msgspec.json.decode(raw)["payload"], validate=True)


def _id(raw: bytes) -> str:
    return id_of(payload_in(raw))


def _event(raw: bytes) -> Event:
    return decode_event(payload_in(raw))
