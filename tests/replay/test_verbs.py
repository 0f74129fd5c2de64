"""Every verb: its example reads, it is played, and together they tell every type of event."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from showclear.record.events.desk import Decided, Unattributed
from showclear.record.events.officers import Opening
from showclear.record.events.table import BY_BODY
from showclear.replay.decoding import Decoder, type_of
from showclear.replay.hints import FIELDS, hint
from showclear.replay.play import Mode, play
from showclear.replay.schema import owner_of, schema, schema_text
from showclear.replay.script import Script
from showclear.replay.teller import Saying
from showclear.replay.telling import TELLINGS, tell
from showclear.replay.tree import parse
from showclear.replay.verbs import VERBS, name_of
from showclear.replay.verbs_base import Happens, Step
from tests.replay.days import day, read
from tests.replay.examples import KINDS, steps_of_examples
from tools.day_pages import ROOT, day_scripts_page, example


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_an_example_is_one_of_its_verb(kind: type[Step]) -> None:
    """The example in the reference reads without a fault, and is of that very verb."""
    decoder = Decoder()
    decoder.decode(parse("x.yaml", f"steps:\n- {example(kind)}\n".encode()), Script)
    assert decoder.wrongs == []
    assert [type(step) for step, _ in decoder.steps] == [kind]


def test_every_verb_tells_or_happens_in_the_world_only() -> None:
    """Each verb has a telling, but those that nobody tells."""
    silent = {kind for kind in KINDS if issubclass(kind, Happens)}
    assert set(TELLINGS) == set(KINDS) - silent


@pytest.mark.parametrize("mode", Mode)
def test_verbs_tell_every_type_of_event(mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    """Played one after the other, the examples tell each type of event that people sign."""
    told: set[type[Any]] = set()

    def listening(teller: Any, step: Step) -> list[Saying]:
        sayings = tell(teller, step)
        told.update(type(saying.body) for saying in sayings)
        return sayings

    monkeypatch.setattr("showclear.replay.play.tell", listening)
    replay = play(read(day(*steps_of_examples())), mode)
    assert [it.problem for it in replay.steps if "not taken down: payload" in it.problem] == []
    if mode is Mode.OVERRIDE:
        assert set(BY_BODY) - told == {Opening, Decided, Unattributed}


def test_every_field_has_its_hint() -> None:
    """An editor can say something of each field, and no hint is left over."""
    used: set[str] = set()
    for kind in [Script, *KINDS]:
        for field in type_of(kind).fields:
            name = field.encode_name.rstrip("_")
            assert hint(owner_of(type_of(kind)), name)
            used.add(name)
    definitions = schema()["definitions"]
    named = {key.rpartition(".")[2] for key in FIELDS}
    assert named - used - set(definitions) - {"do"} == set()


def test_the_schema_is_the_one_the_types_make() -> None:
    """The schema beside the reference and the one that ships are what the types say now."""
    for name in ("docs/reference", "src/showclear/days"):
        committed = (ROOT / name / "day-script.schema.json").read_text("utf-8")
        assert committed == schema_text(), "run: python -m tools.generate_docs"


def test_the_schema_names_every_verb_and_no_missing_part() -> None:
    """Each reference inside the schema leads somewhere, and each verb has its part."""
    made = schema()
    definitions = made["definitions"]

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if "$ref" in value else []
            return own + [it for part in value.values() for it in references(part)]
        if isinstance(value, list):
            return [it for part in value for it in references(part)]
        return []

    names = {it.removeprefix("#/definitions/").replace("%20", " ") for it in references(made)}
    assert names - set(definitions) == set()
    assert {f"do {verb}" for verb in VERBS} - set(definitions) == set()
    assert msgspec.json.decode(schema_text()) == msgspec.json.decode(msgspec.json.encode(made))


def test_the_reference_is_the_one_the_types_make() -> None:
    """The page of the format is committed as the code would make it now."""
    committed = (ROOT / "docs" / "reference" / "day-scripts.md").read_text("utf-8")
    assert committed == day_scripts_page(), "run: python -m tools.generate_docs"
