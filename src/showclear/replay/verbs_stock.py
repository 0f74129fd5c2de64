"""Steps about what arrives: guns, containers, rounds; proving them one by one; found rounds."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from showclear.field.stock import Kind, Proof, Rounds
from showclear.record.events.stock import Grade
from showclear.replay.verbs_base import Asked, Looked, Told
from showclear.replay.words import (
    ContainerName,
    EarlierStep,
    GunName,
    LotName,
    Text,
    TrueRounds,
)

Proofs = Annotated[tuple[Proof, ...], Meta(max_length=len(Proof))]


class ReceiveGun(Told, frozen=True, kw_only=True, tag="receive-gun"):
    """A gun of `guns` arrives now; one that no step receives is there from the start.

    Example: {do: receive-gun, gun: colt, by: armorer}
    """

    gun: GunName


class ReceiveContainer(Told, frozen=True, kw_only=True, tag="receive-container"):
    """A container of `containers` is taken into use now; otherwise it is from the start.

    Example: {do: receive-container, container: belt, by: armorer}
    """

    container: ContainerName


class ReceiveRounds(Told, frozen=True, kw_only=True, tag="receive-rounds"):
    """A lot of `lots` arrives now in its container; otherwise it is there from the start.

    Example: {do: receive-rounds, lot: dummies-a, by: armorer}
    """

    lot: LotName


class OpenDelivery(Told, frozen=True, kw_only=True, tag="open-delivery"):
    """A sealed delivery is opened.

    Example: {do: open-delivery, container: box-a, by: armorer}
    """

    container: ContainerName


class Prove(Looked, frozen=True, kw_only=True, tag="prove"):
    """People look at rounds one by one, each for themselves; `each` is perceived of every one.

    Answers are phrases such as `49 as said` and `1 looks-live`.

    Example: {do: prove, container: box-a, lot: dummies-a, each: [rattle, hole], by: armorer, second: assistant}
    """  # noqa: E501 - an example is one line

    container: ContainerName
    lot: LotName
    each: Proofs = ()


class FoundRound(Told, frozen=True, kw_only=True, tag="found-round"):
    """Rounds or cases are found and graded, by two together or by one alone.

    Example: {do: found-round, grade: looks-live, kind: unknown, into: apart, truly: [live], by: armorer, second: first-ad}
    """  # noqa: E501 - an example is one line

    grade: Grade
    kind: Kind = Kind.UNKNOWN
    rounds: Rounds = 1
    lot: LotName = ""
    into: ContainerName = ""
    truly: TrueRounds = ()
    where: Text = ""


class MoveRounds(Told, frozen=True, kw_only=True, tag="move-rounds"):
    """Rounds of one lot are put from one container into another.

    Example: {do: move-rounds, lot: dummies-a, rounds: 6, from: box-a, to: belt, by: armorer}
    """

    lot: LotName
    rounds: Rounds
    from_: ContainerName
    to: ContainerName
    true_rounds: TrueRounds = ()


class Answer(Asked, frozen=True, kw_only=True, tag="answer"):
    """An open question or concern is answered; left out, `of` is the only one that is open.

    Example: {do: answer, of: found-one, note: it was ours, by: [armorer, first-ad]}
    """

    of: EarlierStep = ""


VERBS = (
    ReceiveGun,
    ReceiveContainer,
    ReceiveRounds,
    OpenDelivery,
    Prove,
    FoundRound,
    MoveRounds,
    Answer,
)
