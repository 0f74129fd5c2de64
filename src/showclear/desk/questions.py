"""Questions to a desk. They leave no record (DESIGN.md, Words: verdict).

``would`` asks what would stand against a step without anybody signing; ``standing`` says what was
last shown of a gun, by whom and how long ago; ``open_matters`` lists what waits for an answer.
"""

from __future__ import annotations

import msgspec

from showclear.desk.desk import Desk
from showclear.errors import UsageError
from showclear.field.ids import EventId, ItemId, PersonId
from showclear.field.instants import elapsed_ms
from showclear.record.event import SignedBy, decode_event
from showclear.record.events.table import AnyBody
from showclear.record.showing import Statement, statement
from showclear.record.state import BLOCKING_TOPICS, Charge, State
from showclear.rules.chapters.speaking import BLOCKING_CONCERNS
from showclear.rules.verdict import Verdict


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One gun now: who answers for it, who holds it, what stands, since how long.

    ``shown_to`` is the performer of the present hand-over; ``age_ms`` is None when nothing stands
    or the times cannot be compared; ``ended`` says what ended the last showing
    where nothing stands.
    """

    weapon: ItemId
    weapon_class: int
    charge: Charge
    in_hand: str
    in_hand_reported: bool
    stands: Statement
    age_ms: int | None
    ended: str
    shown_to: PersonId
    kept: EventId


class OpenMatter(msgspec.Struct, frozen=True, kw_only=True):
    """Something that waits for an answer: a stop, a concern, a question, things kept as found."""

    kind: str
    event: EventId
    topic: str
    items: tuple[ItemId, ...]
    blocks: bool


def would(desk: Desk, body: AnyBody, signers: tuple[SignedBy, ...]) -> Verdict:
    """Return what would stand against this step if it were signed now; leaves no record."""
    return desk.forecast(decode_event(desk.compose(body, signers)))


def standing(desk: Desk, weapon_id: ItemId, ahead: State | None = None) -> Standing:
    """Return what stands about one gun now, or would if the drafts behind ``ahead`` were in."""
    weapon = (desk.state if ahead is None else ahead).weapons.get(weapon_id)
    if weapon is None:
        raise UsageError(
            "weapon_unknown", "weapon", expected="one of this ledger", found=weapon_id
        )
    now = desk.now()
    stands = statement(weapon, epoch=now.epoch)
    return Standing(
        weapon=weapon_id,
        weapon_class=int(weapon.weapon_class),
        charge=weapon.charge,
        in_hand=weapon.in_hand,
        in_hand_reported=weapon.in_hand_reported,
        stands=stands,
        age_ms=None if stands.at is None else elapsed_ms(stands.at, now),
        ended="" if stands.at is not None else weapon.ended,
        shown_to=weapon.handed_to,
        kept=weapon.kept,
    )


def open_matters(desk: Desk) -> tuple[OpenMatter, ...]:
    """Return everything that waits for an answer, oldest first."""
    state = desk.state
    found = [
        (stop.index, _matter("stop", stop.event, "", (), blocks=True))
        for stop in state.stops.values()
    ]
    found += [
        (
            concern.index,
            _matter(
                "concern",
                concern.event,
                concern.about.value,
                (),
                blocks=concern.about in BLOCKING_CONCERNS,
            ),
        )
        for concern in state.concerns.values()
    ]
    found += [
        (
            question.index,
            _matter(
                "question",
                question.event,
                question.topic.value,
                question.items,
                blocks=question.topic in BLOCKING_TOPICS,
            ),
        )
        for question in (*state.questions.values(), *state.gaps.values())
    ]
    found += [
        (keep.index, _matter("kept as found", keep.event, "", keep.items, blocks=True))
        for keep in state.keeps.values()
    ]
    return tuple(matter for _, matter in sorted(found, key=lambda pair: pair[0]))


def _matter(
    kind: str, event: EventId, topic: str, items: tuple[ItemId, ...], *, blocks: bool
) -> OpenMatter:
    return OpenMatter(kind=kind, event=event, topic=topic, items=items, blocks=blocks)
