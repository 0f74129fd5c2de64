"""At how many steps a chain of events would have been stopped, counted by whom they rest on.

Counted are the refused steps of a day played overriding every refusal, up to the first harm.
Steps whose refusals rest on facts of the same set of people count once: had those people been
mistaken, each of them might have let it pass. It is no probability, and about nobody.
"""

from __future__ import annotations

import msgspec

from showclear.replay.play import Played, Replay


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """Refused steps that rest on the same people, and the rules that refused them."""

    people: tuple[str, ...]
    steps: tuple[str, ...]
    rules: tuple[str, ...]


def stops(replay: Replay) -> tuple[Stop, ...]:
    """Return the distinct places at which the chain would have been stopped, in order."""
    groups: dict[tuple[str, ...], list[Played]] = {}
    for step in replay.steps:
        if step.refused:
            groups.setdefault(step.authors, []).append(step)
        if step.harm:
            break
    return tuple(
        Stop(
            people=people,
            steps=tuple(step.name for step in steps),
            rules=tuple(dict.fromkeys(reason.rule for step in steps for reason in step.refusals)),
        )
        for people, steps in groups.items()
    )
