"""The format of day scripts as Markdown, made from the types that decode them.

Leaves to others: the schema itself (``showclear.replay.schema``) and how to write a day
(docs/howto/write-a-day.md).
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import inspect as types

from showclear.replay.decoding import expected_words, inner, type_of
from showclear.replay.hints import SECTIONS, hint
from showclear.replay.schema import owner_of, sentence_of
from showclear.replay.script import (
    ContainerPart,
    Day,
    GunPart,
    GunTruth,
    LotPart,
    Packs,
    PersonPart,
)
from showclear.replay.tree import DEPTH_MAX, FILE_BYTES_MAX
from showclear.replay.verbs import PARTS, name_of
from showclear.replay.verbs_base import Asked, Looked, Step, Told
from showclear.replay.verbs_passing import Voucher
from showclear.replay.verbs_plan import Movement, Use
from showclear.replay.words import NAMES, TrueRound
from showclear.replay.world import NEAR_MM

ROOT: Final = Path(__file__).resolve().parents[1]
OF_EVERY_STEP: Final = {field.encode_name for field in type_of(Step).fields}
OF_THE_RECORD: Final = {"recorded", "only-record", "ahead", "answers"}
EXAMPLE: Final = re.compile(r"Example: (\{.*\})", re.DOTALL)
INSIDE: Final[dict[str, Any]] = {
    "A use, in `uses`": Use,
    "A movement, in `movements`": Movement,
    "A voucher, in `line`": Voucher,
}
TRUTHS: Final = {
    TrueRound.DUMMY: "a bullet, no powder, no working primer: nothing happens",
    TrueRound.BLANK: "powder and primer, no bullet: a gunshot",
    TrueRound.CHARGE: "of a muzzle-loader, without a ball: a gunshot",
    TrueRound.LIVE: "a gunshot with a bullet",
    TrueRound.PRIMED_DUMMY: "a bullet and a working primer, no powder: no gunshot, and the bullet "
    "stays in the bore",
    TrueRound.FIRED_CASE: "nothing happens",
}
INTRODUCTION: Final = f"""\
A day script tells a day in the trade's words, in a file of YAML. `showclear replay` plays it
through the real desk on a ledger of its own and shows, step by step, what the record would have
said, what was truly the case, and where the two differ. How to write one:
[write a day](../howto/write-a-day.md).

The file is YAML 1.2 in UTF-8, at most {FILE_BYTES_MAX // 1024} KiB and {DEPTH_MAX} levels deep.
Anchors, aliases, tags, a second document, a key given twice, tabs in the indentation and
characters that cannot be seen are refused. What a text means follows from where it stands:
`08:15` is a time and `no` an answer only where one is expected. One value may stand for a list of
one. An error names file, line and column, what was expected and what was found.

The first line lets an editor check and complete the file while it is written:

```yaml
# yaml-language-server: $schema=day-script.schema.json
```

The schema lies beside this page ({{download}}`day-script.schema.json`) and in the installed
package, under `showclear/days`.
"""
STEPS_TEXT: Final = """\
Every step is a mapping with its verb after `do`. Steps happen in the order of the file; what is
declared in `guns`, `containers` and `lots`, and received by no step, is there from the start, and
everybody in `people` is enrolled then, unless `enrolled: no`.

A step either **asks** the record's leave and may be refused, **tells** what somebody saw or what
has happened, or happens **in the world only**. By itself, what is told also happens, and what
happens is told:

- `recorded: no`: it happens, and nobody tells the record.
- `only-record: yes`: it is told and signed, and does not happen.
- `ahead: yes` (where it asks): they go ahead without asking; the record is told afterwards that it
  went ahead, unless it is `recorded: no`.
- `answers`: what each person answers. It may be untrue. Left out, everybody answers what is truly
  there and can be seen in that way.

A refused step does not happen, unless it goes ahead. What then cannot happen, because nobody holds
the gun or the rounds are not there, is shown as *did not come to this*; `after` says so of
anything else that depends on an earlier step.
"""
ANSWERS_TEXT: Final = """\
| Verb | A phrase | Examples |
|---|---|---|
| `show`, `opening-check`, `intake-check`, `own-look` | WHERE WHAT HOW: where is `all`, a \
chamber, a range, `bore`, `body` or a position's name; what is `empty`, `dummy`, `blank`, \
`fired-case`, \
`odd`, `obstructed`, `non-firing`; how is `saw` (left out), `heard`, `told` or `could-not-see` | \
`all empty`, `1-5 dummy`, `6 could-not-see`, `bore obstructed`, `1-3 dummy told` |
| `prove` | a number and `as said`, or how they are odd | `49 as said`, `1 looks-live` |
| `line-look` | `all as-it-should-be`, or a gun and what it holds | `rubber-2 odd` |
| `function-check` | `works` or `does-not-work` | `works` |
| `count` | a container, a lot and a number; a gun; `fired-cases` and a number | \
`box-a dummies-a 44`, `colt`, `fired-cases 6` |

Positions of a look that no phrase names are answered as they truly are.
"""
PLAYING_TEXT: Final = """\
`showclear replay` plays a day in one of three ways:

- as written: a refused step does not happen, unless the script says `ahead: yes`;
- `--obey`: no refused step happens, and whoever would go ahead asks first;
- `--override`: every refused step goes ahead, and is reported where it moves an item.

Played as written, it also says whether the other two end in harm, and at how many steps the chain
would have been stopped. `--explain STEP` shows one step with the row behind each refusal, whose
authority that has, the facts it looked at and what would lift it; `--json` is for programs. It
ends with exit code 11 where somebody came to harm in the way that was asked for, 3 where the
script has faults, 2 where no such day or step is known, and 0 otherwise, whatever was refused.
"""
HARM_TEXT: Final = f"""\
A gunshot reaches **harm** when the muzzle points at somebody and either a bullet truly comes out
(a live round, or a blank behind something stuck in the bore) or that person is nearer than
{NEAR_MM:,} mm: a blank has killed at 1,450 mm (an inquest, as the press reported it). Where the
script gives no distance, a blank by itself is not counted. Which round of a mixed lot is taken,
where `true-rounds` does not say, is the worst there is, and so is the position under the hammer.
"""
STOPS_TEXT: Final = """\
**At how many steps the chain would have been stopped.** The whole day is played overriding every
refusal, up to the first harm (or to the end, where there is none); what moves an item is reported
as went ahead, an approval that was refused simply is not there. Each refused step rests on
facts: the events that its refusals name count for the people who signed them, and people who are
named count themselves. A refusal that names neither is about something missing and counts for
whoever signed the step. Steps whose refusals rest on the same set of people count once, since the
same people might have been mistaken at each; the number shown is that of the different sets. It
is no probability and says nothing about anybody.
"""


def day_scripts_page() -> str:
    """Return the reference of the format."""
    parts = [
        "# Day scripts",
        INTRODUCTION,
        "## Sections",
        "\n".join(f"- `{name}`: {text}." for name, text in SECTIONS.items()) + "\n",
        *_sections(),
        "## What a round truly is\n",
        "\n".join(f"- `{it.value}`: {TRUTHS[it]}." for it in TrueRound) + "\n",
        "## Steps",
        STEPS_TEXT,
        _table(type_of(Step), {}),
        "## Answers\n",
        ANSWERS_TEXT,
        "## Playing a day\n",
        PLAYING_TEXT,
        "## Harm\n",
        HARM_TEXT,
        STOPS_TEXT,
        *_verbs(),
    ]
    return "\n".join(f"{part.rstrip()}\n" for part in parts)


def _sections() -> list[str]:
    kinds: dict[str, type[msgspec.Struct]] = {
        "day": Day,
        "packs": Packs,
        "people, for each": PersonPart,
        "guns, for each": GunPart,
        "truly, of a gun": GunTruth,
        "containers, for each": ContainerPart,
        "lots, for each": LotPart,
    }
    return [
        text
        for title, kind in kinds.items()
        for text in (f"### {title}\n", sentence_of(kind), _table(type_of(kind), {}))
    ]


def _verbs() -> list[str]:
    made: list[str] = []
    for title, kinds in PARTS:
        made.append(f"## Verbs: {title}\n")
        for kind in kinds:
            made += [f"### {name_of(kind)}\n", f"{sentence_of(kind)} {_asks(kind)}\n"]
            made.append(f"```yaml\n- {example(kind)}\n```\n")
            left = OF_EVERY_STEP | OF_THE_RECORD
            made.append(_table(type_of(kind), dict.fromkeys(left)))
    for title, part in INSIDE.items():
        made += [f"### {title}\n", sentence_of(part), _table(type_of(part), {})]
    return made


def _asks(kind: type[Step]) -> str:
    if issubclass(kind, Asked):
        return "*Asks.*"
    if issubclass(kind, Looked):
        return "*Tells, with answers.*"
    return "*Tells.*" if issubclass(kind, Told) else "*In the world only.*"


def example(kind: type[Step]) -> str:
    """Return the example in a verb's docstring, in one line."""
    found = EXAMPLE.search(inspect.cleandoc(kind.__doc__ or ""))
    if found is None:
        raise ValueError(name_of(kind))
    return " ".join(found.group(1).split())


def _table(kind: Any, left_out: dict[str, None]) -> str:
    owner = owner_of(kind)
    rows = [
        f"| `{name}`{'' if field.required else ' (may be left out)'} | {_words(field.type)} "
        f"| {hint(owner, name)} |"
        for field in kind.fields
        if (name := field.encode_name.rstrip("_")) not in left_out
    ]
    if not rows:
        return ""
    return (
        "\n".join(["| Field | What may stand there | What it says |", "|---|---|---|", *rows])
        + "\n"
    )


def _words(kind: Any) -> str:
    match kind:
        case types.Metadata():
            named = (kind.extra or {}).get(NAMES)
            if named is None:
                return _words(kind.type)
            return "the id of an earlier step" if named == "steps" else f"a name of `{named}`"
        case types.UnionType():
            return _words(inner(kind))
        case types.VarTupleType():
            return f"list of: {_words(kind.item_type)}"
        case types.DictType():
            return f"{_words(kind.key_type)}, each with: {_words(kind.value_type)}"
        case _:
            return _leaf_words(kind)


def _leaf_words(kind: Any) -> str:
    if isinstance(kind, types.StructType):
        return "fields, see below"
    if isinstance(kind, types.EnumType):
        return ", ".join(f"`{it.value}`" for it in kind.cls)
    return expected_words(kind)
