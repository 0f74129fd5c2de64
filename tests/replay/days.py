"""Small days for tests: a text with people and things, to which steps are added."""

from __future__ import annotations

from collections.abc import Mapping

from showclear.errors import ScriptError
from showclear.replay.play import Mode, Played, Replay, play
from showclear.replay.reading import Loaded, load_text

HEAD = """\
day: {title: A test, date: 2026-11-22, utc-offset-minutes: -420, sources: {S-ONE: somewhere}}
packs: {rows: [R25, R43]}
people:
  producer: {title: producer, roles: officer}
  manager: {title: production-manager, roles: officer}
  owner: {title: producer, roles: officer}
  armorer: {title: armorer, roles: handler}
  assistant: {title: assistant-armorer, roles: handler}
  first-ad: {title: first-ad, roles: [caller, second-person]}
  second-ad: {title: second-ad, roles: second-person}
  lead: {title: performer, roles: performer}
  operator: {title: camera-operator, roles: crew}
  grip: {title: grip, roles: crew}
  extra-1: {title: background, roles: performer, enrolled: no}
  child: {title: performer, roles: performer}
  teacher: {title: studio-teacher, roles: crew}
  deputy: {title: deputy, enrolled: no}
  dresser: {title: dresser, roles: crew, enrolled: no}
  gunsmith: {title: gunsmith, roles: outside}
  inspector: {title: inspector, roles: outside}
containers:
  lockup: {form: safe, keys: [armorer, assistant]}
  box-a: {form: box, purpose: receiving}
  box-b: {form: box}
  apart: {form: box, purpose: quarantine, keys: armorer}
guns:
  colt: {class: 6, pattern: single-action-1873, chambers: 6, in: lockup}
  colt-2: {class: 6, pattern: single-action-1873, chambers: 6, in: lockup}
  rubber-1: {class: 1, pattern: solid, received-by: armorer}
  rubber-2: {class: 1, pattern: solid}
lots:
  dummies-a: {kind: dummy, rounds: 50, in: box-a}
  mixed: {kind: dummy, rounds: 10, in: box-b, sealed: no, truly: {dummy: 9, live: 1}}
steps:
"""
# As far as a colt in the armorer's hand, shown empty; six dummies are proved.
MORNING = """\
- {at: "07:00", do: open-delivery, container: box-a, by: armorer}
- {do: prove, container: box-a, lot: dummies-a, by: armorer, second: second-ad}
- {do: prove, container: box-b, lot: mixed, by: armorer, second: second-ad, answers: {armorer: [10 as said], second-ad: [10 as said]}}
- {do: open-day, by: first-ad}
- {do: opening-check, gun: colt, by: armorer, second: first-ad}
- {do: take-out, id: out, items: colt, place: lockup, by: armorer}
- {do: show, gun: colt, by: armorer, second: first-ad}
"""  # noqa: E501 - one step is one line


def day(*steps: str, head: str = HEAD) -> str:
    """Return the text of a day with these steps."""
    return head + "".join(step if step.endswith("\n") else f"- {step}\n" for step in steps)


def read(text: str, others: Mapping[str, str] | None = None) -> Loaded:
    """Read a day from a text; ``others`` are the files it may include."""
    files = others or {}

    def fetch(name: str) -> bytes | None:
        return files[name].encode() if name in files else None

    return load_text("test.yaml", text.encode(), fetch)


def wrong(text: str, others: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return what is said to be wrong with a text, line by line; nothing for one that reads."""
    try:
        read(text, others)
    except ScriptError as problem:
        return problem.lines
    return ()


def played(*steps: str, mode: Mode = Mode.AS_WRITTEN, head: str = HEAD) -> Replay:
    """Play a day with these steps."""
    return play(read(day(*steps, head=head)), mode)


def step(replay: Replay, name: str) -> Played:
    """Return one step as it was played."""
    return next(it for it in replay.steps if it.name == name)
