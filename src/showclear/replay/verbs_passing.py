"""Steps in which guns pass other than by one hand-over, and counts of what there is."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from showclear.field.mechanisms import BoreMethod, LookWay
from showclear.field.stock import Rounds, RoundsOrNone
from showclear.record.events.counting import CountFor, Direction
from showclear.record.events.handling import Announced
from showclear.record.events.handling import Purpose as LookPurpose
from showclear.record.limits import ORIGIN_CHARACTERS_MAX
from showclear.replay.verbs_base import Asked, Looked, Told
from showclear.replay.verbs_guns import Acts
from showclear.replay.words import (
    ContainerName,
    EarlierStep,
    GunName,
    GunNames,
    ItemName,
    ItemNames,
    LotName,
    Moment,
    PersonName,
    SetUpName,
    Steps,
    Text,
    TrueRounds,
)


class LineLook(Looked, frozen=True, kw_only=True, tag="line-look"):
    """Like guns are looked at one after the other, each position of each one.

    Answers are phrases such as `all as-it-should-be` or `colt-3 odd`.

    Example: {do: line-look, guns: [rubber-1, rubber-2], way: non-firing, by: armorer, second: assistant}
    """  # noqa: E501 - an example is one line

    guns: GunNames
    purpose: LookPurpose = LookPurpose.SHOWING
    way: LookWay = LookWay.SEEN_EMPTY
    bore: BoreMethod | None = None


class Voucher(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One gun of a line goes to one person, by voucher number."""

    gun: GunName
    to: PersonName
    number: Annotated[int, Meta(ge=1, le=99_999)]


class LineIssue(Asked, frozen=True, kw_only=True, tag="line-issue"):
    """A handler issues like guns along a line that two people have walked.

    Example: {do: line-issue, line: [{gun: rubber-1, to: extra-1, number: 1}], announced: non-firing, by: armorer}
    """  # noqa: E501 - an example is one line

    line: Annotated[tuple[Voucher, ...], Meta(min_length=1, max_length=128)]
    announced: Announced
    rounds: RoundsOrNone = 0
    looks: Steps = ()
    acts: Acts = ()
    set_up: SetUpName = ""


class Relief(Told, frozen=True, kw_only=True, tag="relief"):
    """A handler takes over from another, who signs second where they can.

    Example: {do: relief, items: [colt], by: assistant, second: armorer}
    """

    items: ItemNames


class GuardedBy(Told, frozen=True, kw_only=True, tag="guarded-by"):
    """No handler can collect these now: somebody stands by them.

    Example: {do: guarded-by, items: [colt], guard: grip, by: grip}
    """

    items: ItemNames
    guard: PersonName


class FoundWith(Told, frozen=True, kw_only=True, tag="found-with"):
    """Items are found with somebody, or unattended where nobody is named.

    Example: {do: found-with, items: [colt], holder: extra-1, by: second-ad}
    """

    items: ItemNames
    holder: PersonName = ""


class OnPaper(Told, frozen=True, kw_only=True, tag="on-paper"):
    """A stretch of the day was kept on paper; a handler and another person transcribe it.

    Example: {do: on-paper, sheet: sheet 4, began: "10:00", ended: "11:20", lines: {colt: lead}, by: armorer, second: first-ad}
    """  # noqa: E501 - an example is one line

    sheet: Text
    began: Moment
    ended: Moment
    lines: Annotated[dict[ItemName, PersonName], Meta(min_length=1, max_length=256)]


class Ship(Told, frozen=True, kw_only=True, tag="ship"):
    """Items leave for another ledger.

    Example: {do: ship, items: [colt], to: rental.example/house, by: armorer}
    """

    items: ItemNames
    to: Annotated[
        str,
        Meta(
            pattern=r"^[a-z0-9.-]+(/[a-z0-9.-]+)*\Z",
            max_length=ORIGIN_CHARACTERS_MAX,
            description="the other ledger's origin, such as rental.example/house",
        ),
    ]


class Destroyed(Told, frozen=True, kw_only=True, tag="destroyed"):
    """Rounds are destroyed.

    Example: {do: destroyed, container: box-a, lot: dummies-a, rounds: 2, by: armorer, second: assistant}
    """  # noqa: E501 - an example is one line

    container: ContainerName
    lot: LotName
    rounds: Rounds
    true_rounds: TrueRounds = ()


class BeginCount(Told, frozen=True, kw_only=True, tag="begin-count"):
    """A count of these items begins.

    Example: {do: begin-count, id: wrap-count, items: [lockup, colt], purpose: wrap, by: armorer}
    """

    items: ItemNames
    purpose: CountFor


class Counted(Looked, frozen=True, kw_only=True, tag="count"):
    """One person's count, or two people's, each for themselves; left out: what is truly there.

    Answers are phrases such as `box-a dummies-a 44`, `colt`, `fired-cases 6`.

    Example: {do: count, count: wrap-count, direction: book-to-shelf, by: armorer, second: assistant}
    """  # noqa: E501 - an example is one line

    count: EarlierStep
    direction: Direction


class EndCount(Told, frozen=True, kw_only=True, tag="end-count"):
    """The count is over.

    Example: {do: end-count, count: wrap-count, by: armorer, second: assistant}
    """

    count: EarlierStep


class EvidenceSeen(Told, frozen=True, kw_only=True, tag="evidence-seen"):
    """Something is seen as found, bagged and photographed.

    Example: {do: evidence-seen, keep: kept, photograph: photograph 12, item: colt, bag: 3, by: inspector}
    """  # noqa: E501 - an example is one line

    keep: EarlierStep
    photograph: Text
    item: ItemName = ""
    bag: Annotated[int, Meta(ge=0, le=99_999)] = 0


VERBS = (
    LineLook,
    LineIssue,
    Relief,
    GuardedBy,
    FoundWith,
    OnPaper,
    Ship,
    Destroyed,
    BeginCount,
    Counted,
    EndCount,
    EvidenceSeen,
)
