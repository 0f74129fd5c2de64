"""Day scripts from files: what a file includes, names that nobody declared, times, references.

A script may include others, by the name of a shipped day or of a file beside it; what they declare
is taken together, and their steps come first. ``load`` raises ``ScriptError`` with every
problem found, each with its line.

Example: ``load("first-morning").script.day.title``
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import msgspec

from showclear.errors import UsageError
from showclear.replay.checking import wrong_of_gun, wrong_of_step
from showclear.replay.decoding import Decoder, Use
from showclear.replay.problems import Mark, Wrong, malformed
from showclear.replay.script import Day, LotPart, Packs, Script
from showclear.replay.timing import YEARS, instant_of, times_of
from showclear.replay.tree import FILE_BYTES_MAX, Node, parse
from showclear.replay.verbs_base import Asked, Step, Told

ENDING: Final = ".yaml"
DAYS_FOLDER: Final = "days"
FILES_MAX: Final = 32  # of one day, whatever includes what
_BESIDE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
_SECTIONS: Final = ("people", "guns", "containers", "lots")


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """One step with where it stands and when it happens."""

    number: int  # from 1, over the whole day
    step: Step
    mark: Mark
    at_ms: int
    fields: dict[str, Mark]

    @property
    def name(self) -> str:
        """Its id, or its number."""
        return self.step.id or str(self.number)


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """A whole day, everything it includes taken in."""

    name: str
    day: Day
    packs: Packs
    script: Script
    steps: tuple[Placed, ...]
    marks: dict[str, Mark]  # where each thing is declared, as in "guns: colt"


Fetch = Callable[[str], bytes | None]


def shipped_days() -> dict[str, str]:
    """Return the title of every shipped day by its name, in order of the names."""
    folder = files("showclear") / DAYS_FOLDER
    names = sorted(it.name for it in folder.iterdir() if it.name.endswith(ENDING))
    days: dict[str, str] = {}
    for name in names:
        day = parse(name, (folder / name).read_bytes()).find("day")
        title = day.find("title") if day is not None else None
        if title is not None:  # a file that is only included is no day
            days[name.removesuffix(ENDING)] = title.text
    return days


def load(named: str) -> Loaded:
    """Read a shipped day by its name, or a file by its path."""
    if _BESIDE.match(named) and not named.endswith(ENDING) and not Path(named).is_file():
        data = _shipped(named + ENDING)
        if data is None:
            raise UsageError(
                "day_unknown",
                named,
                expected="a shipped day or the path of a script",
                found="neither",
                hint="list the shipped days: showclear replay --list",
            )
        return load_text(named + ENDING, data, _shipped)
    path = Path(named)
    return load_text(path.name, _read(path), lambda name: _beside(path.parent, name))


def _shipped(name: str) -> bytes | None:
    found = files("showclear") / DAYS_FOLDER / name
    return found.read_bytes() if found.is_file() else None


def _beside(folder: Path, name: str) -> bytes | None:
    path = folder / name
    return _read(path) if path.is_file() else _shipped(name)


def _read(path: Path) -> bytes:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise _unread(path, "a folder")
        if not stat.S_ISREG(found.st_mode):  # one that never ends would be read for ever
            raise _unread(path, "a pipe or a device")
        if found.st_size > FILE_BYTES_MAX:
            expected = f"at most {FILE_BYTES_MAX:,} bytes"
            mark = Mark(path.name, 1, 1)
            raise malformed([Wrong(mark=mark, expected=expected, found=f"{found.st_size:,}")])
        with path.open("rb") as file:
            return file.read(FILE_BYTES_MAX + 1)
    except OSError as problem:
        raise _unread(path, problem.strerror or type(problem).__name__) from problem


def _unread(path: Path, found: str) -> UsageError:
    return UsageError(
        "day_not_read", str(path), expected="a day script", found=found, hint="check the path"
    )


def load_text(name: str, data: bytes, fetch: Fetch) -> Loaded:
    """Return the day of a text; ``fetch`` gives the text of an included file, or None."""
    reader = _Reader(fetch)
    reader.read(name, data, ())
    return reader.finish(name)


class _Reader:
    """Reads a file and what it includes, then looks at the whole."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._read: set[str] = set()
        self._wrongs: list[Wrong] = []
        self._uses: list[Use] = []
        self._declared: dict[str, dict[str, Any]] = {section: {} for section in _SECTIONS}
        self._marks: dict[tuple[str, str], Mark] = {}
        self._nodes: dict[tuple[str, str], Node] = {}
        self._steps: list[tuple[Step, Node]] = []
        self._day: Day | None = None
        self._day_mark = Mark("", 1, 1)
        self._packs: Packs | None = None
        self._packs_mark = Mark("", 1, 1)

    def read(self, name: str, data: bytes, within: tuple[str, ...]) -> None:
        """Take in one file, after those it includes."""
        self._read.add(name)
        root = parse(name, data)
        decoder = Decoder()
        script = decoder.decode(root, Script)
        self._wrongs += decoder.wrongs
        if script is None:
            raise malformed(self._wrongs)
        included = root.find("include")
        for text, node in _texts(included):
            self._include(text, node, (*within, name))
        self._uses += decoder.uses
        for section in _SECTIONS:
            self._take(section, getattr(script, section), root.find(section))
        if script.day is not None:
            self._day, self._day_mark = script.day, _field_mark(root, "day")
        if script.packs is not None:
            self._packs, self._packs_mark = script.packs, _field_mark(root, "packs")
        self._steps += decoder.steps

    def _include(self, text: str, node: Node, within: tuple[str, ...]) -> None:
        name = text if text.endswith(ENDING) else text + ENDING
        if name in within:
            self._wrong(node.mark, "files that do not include each other", f"{name} again")
        elif name in self._read:
            return  # taken in once, whoever includes it
        elif len(self._read) >= FILES_MAX:
            self._wrong(node.mark, f"at most {FILES_MAX} files", "more")
        elif _BESIDE.match(name) is None:
            self._wrong(node.mark, "a file beside this one, or a shipped day", f"`{text[:80]}`")
        else:
            data = self._fetch(name)
            if data is None:
                self._wrong(node.mark, "a file that is there", f"no `{name[:80]}`")
            else:
                self.read(name, data, within)

    def _take(self, section: str, parts: dict[str, Any], node: Node | None) -> None:
        for key, value in node.pairs if node is not None else []:
            others = ("guns", "containers") if section in {"guns", "containers"} else (section,)
            known = next(
                (self._marks[it, key.text] for it in others if (it, key.text) in self._marks), None
            )
            if known is not None:
                self._wrong(key.mark, "a new name", f"`{key.text}`, declared in {known}")
            self._marks[section, key.text] = key.mark
            self._nodes[section, key.text] = value
        self._declared[section].update(parts)

    def _wrong(self, mark: Mark, expected: str, found: str, hint: str = "") -> None:
        self._wrongs.append(Wrong(mark=mark, expected=expected, found=found, hint=hint))

    # -- the whole ----------------------------------------------------------------------------

    def finish(self, name: str) -> Loaded:
        """Look at what only the whole shows, and return it."""
        day = self._day
        if day is None:
            self._wrong(Mark(name, 1, 1), "a section `day`", "none")
            raise malformed(self._wrongs)
        self._check_uses()
        self._check_parts()
        ids = self._check_steps()
        self._check_references(ids)
        self._check_day(day)
        if self._wrongs:
            raise malformed(self._wrongs)
        self._check_phrases()
        placed = [(step, _field_mark(node, "at")) for step, node in self._steps]
        times, problems = times_of(placed, date=day.date, offset_minutes=day.utc_offset_minutes)
        self._wrongs += problems
        if self._wrongs:
            raise malformed(self._wrongs)
        steps = tuple(
            Placed(
                number=number,
                step=step,
                mark=node.mark,
                at_ms=at_ms,
                fields={key.text: value.mark for key, value in node.pairs},
            )
            for number, ((step, node), at_ms) in enumerate(
                zip(self._steps, times, strict=True), start=1
            )
        )
        return Loaded(
            name=name.removesuffix(ENDING),
            day=day,
            packs=self._packs or Packs(),
            script=self._script(),
            steps=steps,
            marks={
                "packs": self._packs_mark,
                **{f"{section}: {it}": mark for (section, it), mark in self._marks.items()},
            },
        )

    def _check_day(self, day: Day) -> None:
        try:
            instant_of(day.date, "00:00", day.utc_offset_minutes)
        except ValueError:
            expected = f"a date that exists, from {YEARS.start} to {YEARS.stop - 1}"
            self._wrong(self._day_mark, expected, f"`{day.date}`")

    def _check_phrases(self) -> None:
        """Look at what only makes sense for the gun or count it is said of."""
        for name, part in self._declared["guns"].items():
            for field, expected, found in wrong_of_gun(part):
                self._wrong(_field_mark(self._nodes["guns", name], field), expected, found)
        if self._wrongs:  # of a gun that cannot be nothing can be asked
            return
        script = self._script()
        for step, node in self._steps:
            for field, expected, found in wrong_of_step(script, step):
                self._wrong(_field_mark(node, field), expected, found)

    def _script(self) -> Script:
        return Script(
            people=self._declared["people"],
            guns=self._declared["guns"],
            containers=self._declared["containers"],
            lots=self._declared["lots"],
        )

    def _check_uses(self) -> None:
        known = {section: set(self._declared[section]) for section in _SECTIONS}
        known["items"] = known["guns"] | known["containers"]
        for use in self._uses:
            if use.section in known and use.name not in known[use.section]:
                where = "guns` or `containers" if use.section == "items" else use.section
                self._wrong(use.mark, f"a name of `{where}`", f"`{use.name}`")

    def _check_parts(self) -> None:
        for name, part in self._declared["lots"].items():
            self._check_lot(name, part)

    def _check_lot(self, name: str, part: LotPart) -> None:
        total = sum(part.truly.values())
        if part.truly and total != part.rounds:
            mark = self._marks["lots", name]
            self._wrong(mark, f"`truly` to add up to {part.rounds} rounds", str(total))

    def _check_steps(self) -> dict[str, int]:
        ids: dict[str, int] = {}
        for number, (step, node) in enumerate(self._steps):
            if step.id in ids:
                self._wrong(_field_mark(node, "id"), "a new id", f"`{step.id}` again")
            elif step.id:
                ids[step.id] = number
            if not isinstance(step, Told):
                continue
            if step.recorded and not step.by:
                self._wrong(node.mark, "`by` with who signs for it", "none")
            if step.only_record and not step.recorded:
                mark = _field_mark(node, "only-record")
                self._wrong(mark, "`only-record` or `recorded: no`", "both")
            if isinstance(step, Asked) and step.ahead and step.only_record:
                self._wrong(_field_mark(node, "ahead"), "`ahead` or `only-record`", "both")
        return ids

    def _check_references(self, ids: dict[str, int]) -> None:
        places = {
            (node.mark.file, node.mark.line): number
            for number, (_, node) in enumerate(self._steps)
        }
        starts = sorted(places)
        for use in self._uses:
            if use.section != "steps":
                continue
            here = max(
                (it for it in starts if it[0] == use.mark.file and it[1] <= use.mark.line),
                default=None,
            )
            if here is None or ids.get(use.name, len(self._steps)) >= places[here]:
                self._wrong(use.mark, "the id of an earlier step", f"`{use.name}`")


def _texts(node: Node | None) -> Iterable[tuple[str, Node]]:
    if node is None:
        return ()
    return [(it.text, it) for it in (node.items if node.kind == "list" else [node])]


def _field_mark(node: Node, field: str) -> Mark:
    value = node.find(field)
    return node.mark if value is None else value.mark
