"""Error codes and refusal codes as Markdown: the first from the syntax of the code, by ``ast``.

An error code is the first argument of a ``BadInput`` subclass, wherever one is made, also by way
of a function that hands its own parameter on. A code put together from a parameter is resolved
by looking at the calls. Leaves out codes that a value carries (a refusal's, raised again).

Example: ``error_codes()`` holds one row for ``wrong_origin``, from ``desk/arrivals.py``.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from showclear import errors
from showclear.record.codes import STRUCTURAL, Code
from tools.refusal_words import MEANINGS

SOURCE: Final = Path(__file__).resolve().parents[1] / "src"
KINDS: Final = frozenset(
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, errors.BadInput)
)
PROBLEM: Final = "Problem"  # what verify and audit find: a value, not an error
NOWHERE: Final = 99
_CODE: Final = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)+$|^[a-z0-9]{4,}$")


class ErrorCode(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One place where an error code is made: the code, its class, what was wanted, the file."""

    code: str
    kind: str
    expected: str
    file: str


class _Maker(msgspec.Struct, frozen=True, kw_only=True):
    """A class or function that makes an error: where its code and its `expected` are given."""

    kind: str
    code: int
    expected: int = NOWHERE


class _Module:
    """One module's syntax: its functions by name, and what its names stand for."""

    def __init__(self, path: Path) -> None:
        self.file = path.relative_to(SOURCE / "showclear").as_posix()
        self.tree = ast.parse(path.read_text("utf-8"))
        self.functions = {
            node.name: node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)
        }
        self.parts = path.relative_to(SOURCE).with_suffix("").parts

    def names(self) -> dict[str, Any]:
        """Return the module's global names."""
        return vars(importlib.import_module(".".join(self.parts)))


def error_codes() -> list[ErrorCode]:
    """Return every error code of the package, each once per file and class."""
    found: set[ErrorCode] = set()
    for path in sorted((SOURCE / "showclear").rglob("*.py")):
        if path.name != "errors.py":
            found.update(_codes_of(_Module(path)))
    return sorted(found)


def error_table() -> str:
    """Return the table of codes of input that is not acceptable."""
    return _table([it for it in error_codes() if it.kind != PROBLEM])


def problem_table() -> str:
    """Return the table of codes of what verify and audit find."""
    return _table([it for it in error_codes() if it.kind == PROBLEM])


def _table(codes: list[ErrorCode]) -> str:
    lines = ["| code | class | expected | made in |", "|---|---|---|---|"]
    merged: dict[str, list[ErrorCode]] = {}
    for it in codes:
        merged.setdefault(it.code, []).append(it)
    for code, rows in merged.items():
        kinds = ", ".join(sorted({row.kind for row in rows}))
        expected = "; or ".join(dict.fromkeys(row.expected for row in rows if row.expected))
        files = ", ".join(sorted({f"`{row.file}`" for row in rows}))
        lines.append(f"| `{code}` | {kinds} | {expected or 'as the message says'} | {files} |")
    return "\n".join(lines) + "\n"


def refusal_table(codes: list[Code]) -> str:
    """Return the table of refusal codes: what each means, when, and what lifts it."""
    lines = ["| code | what it means | when | what lifts it |", "|---|---|---|---|"]
    for code in codes:
        words = MEANINGS[code]
        lines.append(f"| `{code.value}` | {words.means} | {words.when} | {words.lift} |")
    return "\n".join(lines) + "\n"


def structural_codes() -> list[Code]:
    """Return the codes that the record alone settles, in order of precedence."""
    return [code for code in Code if code in STRUCTURAL]


def rule_codes() -> list[Code]:
    """Return the codes that rules settle, in order of precedence."""
    return [code for code in Code if code not in STRUCTURAL]


def _codes_of(module: _Module) -> Iterator[ErrorCode]:
    makers = _makers(module)
    for node in ast.walk(module.tree):
        maker = makers.get(_name(node.func)) if isinstance(node, ast.Call) else None
        if maker is None or not isinstance(node, ast.Call):
            continue
        expected = _argument(node, maker.expected, "expected")
        for code in _texts(module, _argument(node, maker.code, "code")):
            if _CODE.match(code):
                text = _shown(module, expected)
                yield ErrorCode(code=code, kind=maker.kind, expected=text, file=module.file)


def _makers(module: _Module) -> dict[str, _Maker]:
    """Return, by name, what makes errors: the classes, and functions that hand a code on."""
    makers = {kind: _Maker(kind=kind, code=0) for kind in KINDS}
    makers[PROBLEM] = _Maker(kind=PROBLEM, code=0, expected=2)
    size = 0
    while size != len(makers):
        size = len(makers)
        for name, function in module.functions.items():
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _name(node.func) in makers:
                    maker = makers[_name(node.func)]
                    given = _argument(node, maker.code, "code")
                    parameters = _parameters(function)
                    if isinstance(given, ast.Name) and given.id in parameters:
                        makers.setdefault(name, _handing_on(maker.kind, given.id, parameters))
    return makers


def _handing_on(kind: str, code: str, parameters: list[str]) -> _Maker:
    expected = parameters.index("expected") if "expected" in parameters else NOWHERE
    return _Maker(kind=kind, code=parameters.index(code), expected=expected)


def _parameters(function: ast.FunctionDef) -> list[str]:
    names = [it.arg for it in (*function.args.args, *function.args.kwonlyargs)]
    return [name for name in names if name != "self"]


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _keyword(node: ast.Call, name: str) -> ast.expr | None:
    return next((it.value for it in node.keywords if it.arg == name), None)


def _argument(node: ast.Call, place: int, name: str) -> ast.expr | None:
    if place < len(node.args):
        return node.args[place]
    return _keyword(node, name)


def _texts(module: _Module, node: ast.expr | None) -> Iterator[str]:
    """Yield the texts an argument can stand for: a constant, or an f-string of a parameter."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(module, node.body)
        yield from _texts(module, node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield from _joined(module, node)


def _joined(module: _Module, node: ast.JoinedStr) -> Iterator[str]:
    (name,) = [
        part.value.id
        for part in node.values
        if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name)
    ]
    for value in _given(module, node, name):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else value for part in node.values
        )


def _given(module: _Module, node: ast.AST, name: str) -> Iterator[str]:
    """Yield the texts that calls in the module give to the parameter ``name``."""
    for function in module.functions.values():
        parameters = _parameters(function)
        if name not in parameters or node not in ast.walk(function):
            continue
        for call in ast.walk(module.tree):
            if isinstance(call, ast.Call) and _name(call.func) == function.name:
                given = _argument(call, parameters.index(name), name)
                yield from _texts(module, given)


def _shown(module: _Module, node: ast.expr | None) -> str:
    """Return an expected text as far as it is fixed; what varies is shown as three dots."""
    if isinstance(node, ast.Constant):
        return str(node.value).replace("|", "\\|")
    if isinstance(node, ast.JoinedStr):
        parts = [
            str(part.value) if isinstance(part, ast.Constant) else _value(module, part)
            for part in node.values
        ]
        return "".join(parts).replace("……", "…").replace("|", "\\|")
    if isinstance(node, ast.Name):
        return _known(module, node.id)
    return ""


def _value(module: _Module, part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name):
        return _known(module, part.value.id) or "…"
    return "…"


def _known(module: _Module, name: str) -> str:
    value = module.names().get(name)
    return str(value) if name.lstrip("_").isupper() and isinstance(value, int | str) else ""
