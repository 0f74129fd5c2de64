"""A YAML text as a tree of nodes that know their line: the small part of YAML a day script needs.

Read by ruamel.yaml's parser, event by event, so that size, depth and number of nodes are bounded
before anything is built. Left out on purpose: anchors and aliases (a few lines of them can stand
for gigabytes), tags, merge keys, several documents, tabs in the indentation, a key given twice.
What a scalar *is* follows from where it stands (``decoding``): no text turns into a number, a time
or a truth value by itself, as ``no`` and ``08:15`` do in older YAML.

>>> parse("t", b"a: [1, b]").pairs[0][1].items[1].text
'b'
"""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any, Final

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from showclear.errors import ScriptError
from showclear.replay.problems import Mark, Wrong, malformed

FILE_BYTES_MAX: Final = 262_144  # ten long days; a person reads and writes it
DEPTH_MAX: Final = 16  # a set-up's movement is at depth 7
NODES_MAX: Final = 50_000  # 2,000 steps of 25 nodes


class Node(msgspec.Struct, kw_only=True):
    """One node and where it begins. ``kind`` is "text", "mapping" or "list"."""

    mark: Mark
    kind: str
    text: str = ""
    plain: bool = False  # written without quotes
    pairs: list[tuple[Node, Node]] = []
    items: list[Node] = []

    def find(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        return next((value for name, value in self.pairs if name.text == key), None)


def parse(file: str, data: bytes) -> Node:
    """Return the tree of a text; ``ScriptError`` names what is wrong with it, and where."""
    text = _decoded(file, data)
    _refuse_tabs(file, text)
    try:
        events = YAML(typ="safe", pure=True).parse(StringIO(text))
        node = _Builder(file).build(events)
    except MarkedYAMLError as problem:
        raise _malformed(file, problem) from None
    except YAMLError as problem:
        found = str(problem).partition("\n")[0][:200]
        raise _one(Mark(file, 1, 1), "a text in YAML", visible(found)) from None
    if node is None:
        raise _one(Mark(file, 1, 1), "a day script", "nothing")
    return node


def _decoded(file: str, data: bytes) -> str:
    if len(data) > FILE_BYTES_MAX:
        raise _one(Mark(file, 1, 1), f"at most {FILE_BYTES_MAX} bytes", str(len(data)))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise _one(Mark(file, line, 1), "text in UTF-8", "bytes that are not") from None


def _refuse_tabs(file: str, text: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and line.strip():
            raise _one(Mark(file, number, indent.index("\t") + 1), "spaces", "a tab")


def _refuse_hidden(mark: Mark, text: str) -> None:
    """Refuse what a screen would obey or show in another order than it is written."""
    for character in text:
        if not character.isprintable() and character != "\n":
            found = f"U+{ord(character):04X}"
            raise _one(mark, "characters that can be seen", found)


def visible(text: str) -> str:
    """Return a text with a question mark for each character that cannot be seen."""
    return "".join(it if it.isprintable() else "?" for it in text)


def _malformed(file: str, problem: MarkedYAMLError) -> ScriptError:
    mark = problem.problem_mark or problem.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    said = (problem.problem or problem.context or "something else").partition("\n")[0]
    return _one(Mark(file, line, column), "well-formed YAML", visible(said)[:200])


def _one(mark: Mark, expected: str, found: str) -> ScriptError:
    return malformed([Wrong(mark=mark, expected=expected, found=found)])


class _Builder:
    """Builds the tree with a stack of its own: no depth can exhaust Python's."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._count = 0
        self._stack: list[Node] = []
        self._keys: list[Node | None] = []
        self._root: Node | None = None
        self._documents = 0

    def build(self, events: Iterator[Any]) -> Node | None:
        """Return the one document's root, or None for a text without content."""
        for event in events:
            match event:
                case DocumentStartEvent():
                    self._start(event)
                case AliasEvent():
                    raise _one(self._mark(event), "no alias", visible(f"*{event.anchor}")[:40])
                case ScalarEvent() | MappingStartEvent() | SequenceStartEvent():
                    self._open(event)
                case MappingEndEvent() | SequenceEndEvent():
                    self._stack.pop()
                    self._keys.pop()
                case _:
                    pass
        return self._root

    def _mark(self, event: Any) -> Mark:
        return Mark(self._file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _start(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise _one(self._mark(event), "one document", "another that begins here")

    def _open(self, event: Any) -> None:
        mark = self._mark(event)
        if event.anchor is not None:
            raise _one(mark, "no anchor", visible(f"&{event.anchor}")[:40])
        if event.tag is not None:
            raise _one(mark, "no tag", visible(str(event.tag))[:40])
        self._count += 1
        if self._count > NODES_MAX:
            raise _one(mark, f"at most {NODES_MAX} values", "more")
        match event:
            case ScalarEvent():
                _refuse_hidden(mark, event.value)
                plain = event.style in {None, ""}
                self._add(Node(mark=mark, kind="text", text=event.value, plain=plain))
            case MappingStartEvent():
                self._enter(Node(mark=mark, kind="mapping"))
            case _:
                self._enter(Node(mark=mark, kind="list"))

    def _enter(self, node: Node) -> None:
        self._add(node)
        self._stack.append(node)
        self._keys.append(None)
        if len(self._stack) > DEPTH_MAX:
            raise _one(node.mark, f"at most {DEPTH_MAX} levels", "more")

    def _add(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        if parent.kind == "list":
            parent.items.append(node)
            return
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = self._key(parent, node)
        else:
            parent.pairs.append((key, node))
            self._keys[-1] = None

    def _key(self, parent: Node, node: Node) -> Node:
        if node.kind != "text":
            raise _one(node.mark, "a name", f"a {node.kind}")
        for known, _ in parent.pairs:
            if known.text == node.text:
                raise _one(
                    node.mark,
                    "each key once",
                    f"`{node.text[:40]}` also in line {known.mark.line}",
                )
        return node
