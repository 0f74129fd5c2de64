"""The examples of the reference, put into an order in which a test day can play them."""

from __future__ import annotations

from showclear.replay.verbs import PARTS, name_of
from tools.day_pages import example

KINDS = [kind for _, kinds in PARTS for kind in kinds]
# What the examples of the reference point at, beside what every test day has.
EARLIER = (
    "{do: own-look, id: first-look, gun: colt, by: armorer}",
    "{do: found-round, id: found-one, grade: ours, kind: fired-case, by: armorer}",
    "{do: keep-as-found, id: kept, items: [rubber-2], guard: grip, by: first-ad}",
    "{do: found-unfit, id: hammer-worn, gun: colt, part: hammer, by: armorer}",
)
# The order of a day: what must have happened comes first.
ORDER = (
    *("open-delivery", "prove", "open-day", "opening-check", "take-out", "load", "show"),
    *("hand-over", "shown", "collect", "begin-count"),
)
RENAMED = {
    "extra-1": "lead",
    "blanks-a": "dummies-a",
    "container: belt": "container: box-b",
    "to: belt": "to: box-b",
    "colt-3": "colt-2",
}


ELSEWHERE = {
    "receive-gun": ("gun: colt", "gun: colt-2"),
    "receive-container": ("container: belt", "container: apart"),
    "hand-over": ("gun: colt", "id: handed, gun: colt"),
    "shown": ("gun: colt", "gun: colt, hand-over: handed"),
    "receive-rounds": ("lot: dummies-a", "lot: mixed"),
}
LAST = ("lock-up", "ship", "close-day")


def steps_of_examples() -> tuple[str, ...]:
    """Return the example of each verb, in an order in which they can be played."""
    named = {name_of(kind): example(kind) for kind in KINDS}
    rest = [name for name in named if name not in {*ORDER, *LAST}]
    texts: list[str] = []
    for name in (*ORDER, *rest, *LAST):
        if name in {"fired", "discharge"}:
            texts.append("{do: puts-round, gun: colt, position: 5, round: blank}")
        text = named[name].replace(*ELSEWHERE.get(name, ("", "")))
        for old, new in RENAMED.items():
            text = text.replace(old, new)
        texts.append(text.replace('at: "07:00", ', ""))
    return (*EARLIER, "{do: take-out, items: colt, place: lockup, by: armorer}", *texts)
