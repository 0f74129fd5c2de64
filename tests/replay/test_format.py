"""What is wrong with a day script is said with file, line, column, expected and found."""

from __future__ import annotations

import pytest

from showclear.errors import ScriptError
from showclear.replay.tree import DEPTH_MAX, FILE_BYTES_MAX, NODES_MAX, parse
from tests.replay.days import HEAD, MORNING, day, read, wrong

LINE = HEAD.count("\n") + 1  # of the first step


def test_a_whole_day_reads() -> None:
    """A day with a morning's steps has nothing wrong with it."""
    assert wrong(day(MORNING)) == ()


NOT_YAML = {
    "nothing": ("", "test.yaml:1:1: expected a day script, found nothing"),
    "only a comment": ("# x\n", "test.yaml:1:1: expected a day script, found nothing"),
    "a bracket left open": ("day: [1,\n", "test.yaml:2:1: expected well-formed YAML"),
    "a tab in the indentation": (
        "day:\n\ttitle: x\n",
        "test.yaml:2:1: expected spaces, found a tab",
    ),
    "an anchor": ("day: &a {title: x}\n", "test.yaml:1:6: expected no anchor, found &a"),
    "an alias": ("day: *a\n", "test.yaml:1:6: expected no alias, found *a"),
    "a tag": ("day: !!python/name:os.system x\n", "test.yaml:1:6: expected no tag, found"),
    "a key given twice": (
        "day: {title: x}\nday: {title: y}\n",
        "test.yaml:2:1: expected each key once, found `day` also in line 1",
    ),
    "two documents": ("a: 1\n---\nb: 2\n", "test.yaml:2:1: expected one document"),
    "a list as a key": ("? [1, 2]\n: 3\n", "test.yaml:1:3: expected a name, found a list"),
    "a null character": ("a: \x00\n", "expected a text in YAML"),
    "a sign that a screen would obey": (
        'day: {title: "\\e[2J"}\n',
        "test.yaml:1:14: expected characters that can be seen, found U+001B",
    ),
    "a sign that turns a text around": (
        "day: {title: a\u202eb}\n",
        "expected characters that can be seen, found U+202E",
    ),
    "half a letter": (
        'day: {title: "\\ud800"}\n',
        "expected characters that can be seen, found U+D800",
    ),
    "a scalar": ("hello\n", "test.yaml:1:1: expected fields with their values, found `hello`"),
}


@pytest.mark.parametrize(("text", "said"), NOT_YAML.values(), ids=NOT_YAML.keys())
def test_what_is_no_script_is_pointed_at(text: str, said: str) -> None:
    """A text that is not the small part of YAML a script needs is refused at its place."""
    assert said in wrong(text)[0]


def test_bytes_that_are_no_text() -> None:
    """Bytes that are not UTF-8 are refused with their line."""
    with pytest.raises(ScriptError, match=r"b\.yaml:2:1: expected text in UTF-8"):
        parse("b.yaml", b"day:\n  title: \xff\n")


def test_limits_hold_at_their_value_and_one_past_it() -> None:
    """A file may be as long, as deep and as many-valued as said, and no more."""
    filler = "# " + "x" * (FILE_BYTES_MAX - len(day()) - 3) + "\n"
    assert wrong(day() + filler) == ()
    assert "expected at most 262144 bytes" in wrong(day() + filler + "#")[0]
    assert "levels" not in wrong("[" * DEPTH_MAX + "]" * DEPTH_MAX)[0]
    assert f"expected at most {DEPTH_MAX} levels" in wrong("[" * 400)[0]
    many = "[" + "a," * NODES_MAX + "]"
    assert f"expected at most {NODES_MAX} values" in wrong(many)[0]


PAPER = (
    "{do: show-paper, person: lead, paper: permit, classes: 6, by: owner, from: 2026-02-31, "
    "until: 2026-03-01}"
)
SHEET = (
    '{do: on-paper, sheet: a, began: "2026-02-31 10:00", ended: "11:00", '
    "lines: {colt: lead}, by: armorer, second: first-ad}"
)
IN_A_STEP = {
    "an unknown verb": (
        "{do: take-ou, items: colt}",
        "8: expected a verb, found `take-ou`; did you mean take-out?",
    ),
    "no verb": ("{items: colt}", "3: expected `do` with a verb, found none"),
    "no mapping": ("hello", "3: expected a step, such as {do: take-out, ...}, found `hello`"),
    "an unknown field": (
        "{do: take-out, item: colt, items: colt, place: lockup, by: armorer}",
        "18: expected a field of `take-out`, found `item`; did you mean items",
    ),
    "a field that is missing": (
        "{do: take-out, items: colt, by: armorer}",
        "3: expected `place`, found none",
    ),
    "nobody signs": (
        "{do: close-day}",
        "3: expected `by` with who signs for it, found none",
    ),
    "a name nobody declared": (
        "{do: take-out, items: [colt, winchester], place: lockup, by: armorer}",
        "32: expected a name of `guns` or `containers`, found `winchester`",
    ),
    "a person nobody declared": (
        "{do: stop, by: gaffer}",
        "18: expected a name of `people`, found `gaffer`",
    ),
    "a time that is none": (
        '{do: stop, at: "25:00", by: grip}',
        "18: expected a time such as 08:15 or 2026-11-23 02:10, found `25:00`",
    ),
    "a date that is none": (
        '{do: stop, at: "2026-02-30 10:00", by: grip}',
        "18: expected a date that exists, found 2026-02-30",
    ),
    "neither yes nor no": (
        "{do: stop, by: grip, recorded: perhaps}",
        "34: expected yes or no, found `perhaps`",
    ),
    "a number in words": (
        "{do: fired, gun: colt, gunshots: two, by: armorer}",
        "36: expected a whole number from 1 to 10000, found `two`",
    ),
    "a number with a fraction": (
        "{do: fired, gun: colt, gunshots: 1.5, by: armorer}",
        "36: expected a whole number from 1 to 10000, found `1.5`",
    ),
    "a number too large": (
        "{do: fired, gun: colt, gunshots: 10001, by: armorer}",
        "36: expected a whole number from 1 to 10000, found `10001`",
    ),
    "a word of a closed list": (
        "{do: decline, gun: colt, side: taking, by: lead}",
        "34: expected one of issue, take, found `taking`",
    ),
    "nothing where something is wanted": (
        "{do: decline, gun: , side: take, by: lead}",
        "expected a name of a-z, 0-9 and dashes, such as first-ad, found nothing",
    ),
    "a list where a word is wanted": (
        "{do: decline, gun: [colt], side: take, by: lead}",
        "22: expected a name of a-z, 0-9 and dashes, such as first-ad, found a list",
    ),
    "an empty list": (
        "{do: collect, guns: [], by: armorer}",
        "23: expected at least 1 values, found 0",
    ),
    "a later step": (
        "{do: stop, by: grip, after: [later]}",
        "32: expected the id of an earlier step, found `later`",
    ),
    "both unrecorded and only recorded": (
        "{do: stop, by: grip, recorded: no, only-record: yes}",
        "expected `only-record` or `recorded: no`, found both",
    ),
    "both ahead and only recorded": (
        "{do: take-out, items: colt, place: lockup, by: armorer, ahead: yes, only-record: yes}",
        "expected `ahead` or `only-record`, found both",
    ),
    "a position the gun has not": (
        "{do: load, gun: colt, from: box-a, lot: dummies-a, positions: 1-7, by: armorer}",
        "expected positions from 1 to 6, found `1-7`",
    ),
    "an answer nobody understands": (
        "{do: show, gun: colt, by: armorer, answers: {armorer: [all fine]}}",
        "expected WHERE WHAT HOW, such as all empty, 1-5 dummy or 6 could-not-see",
    ),
    "an answer by somebody who is not there": (
        "{do: show, gun: colt, by: armorer, answers: {grip: [all empty]}}",
        "expected somebody named in `by` or `second`, found `grip`",
    ),
    "a proof nobody understands": (
        "{do: prove, container: box-a, lot: dummies-a, by: armorer, answers: {armorer: [all]}}",
        "expected a number and `as said`",
    ),
    "a paper of no date": (
        PAPER,
        "expected a date that exists, found `2026-02-31`",
    ),
    "a sheet of no date": (
        SHEET,
        "expected a date that exists, found `2026-02-31`",
    ),
    "somebody beside themselves": (
        "{do: show, gun: colt, by: armorer, second: armorer}",
        "expected somebody else than in `by`; leave it out where one acts alone, found the same",
    ),
    "a position answered twice": (
        "{do: show, gun: colt, by: armorer, answers: {armorer: [3 empty, 1-3 dummy]}}",
        "expected each position once; what is said of `all` stands first",
    ),
    "all said after one": (
        "{do: show, gun: colt, by: armorer, answers: {armorer: [3 dummy, all empty]}}",
        "expected each position once; what is said of `all` stands first",
    ),
    "a count of nothing known": (
        "{do: count, count: later, direction: book-to-shelf, by: armorer}",
        "expected the id of an earlier step, found `later`",
    ),
}


@pytest.mark.parametrize(("text", "said"), IN_A_STEP.values(), ids=IN_A_STEP.keys())
def test_what_is_wrong_with_a_step_is_pointed_at(text: str, said: str) -> None:
    """Each mistake in a step names its line, and its column where that is known."""
    lines = wrong(day(text))
    assert any(line.startswith(f"test.yaml:{LINE}:") and said in line for line in lines), lines


def test_everything_wrong_is_said_at_once() -> None:
    """A person sees all that is wrong with a file, in the order of its lines."""
    lines = wrong(day("{do: stop}", "{do: stp, by: grip}", "{do: stop, by: grip, at: later}"))
    assert [line.split(":")[1] for line in lines] == [str(LINE + 1), str(LINE + 2)]
    lines = wrong(day("{do: stop}", "{do: cut, set-up: a}"))
    assert [line.split(":")[1] for line in lines] == [str(LINE), str(LINE + 1)]


def test_times_do_not_run_backwards() -> None:
    """A step before the one above it is refused, over midnight with a date it is not."""
    late = '{do: stop, at: "23:00", by: grip}'
    assert (
        "expected a time not before the step above, found 01:00"
        in (wrong(day(late, '{do: stop, at: "01:00", by: grip}'))[0])
    )
    assert wrong(day(late, '{do: stop, at: "2026-11-23 01:00", by: grip}')) == ()


def test_a_step_without_a_time_follows_the_one_before() -> None:
    """Two seconds lie between a step and the next one that names no time."""
    loaded = read(day('{do: stop, at: "08:00", by: grip}', "{do: stop, by: grip}"))
    assert loaded.steps[1].at_ms - loaded.steps[0].at_ms == 2_000


SECTIONS = {
    "no day": (
        HEAD.replace("day: {title: A test", "x: {title: A test"),
        "expected a known field, found `x`",
    ),
    "a file that is only included": ("people: {}\n", "test.yaml:1:1: expected a section `day`"),
    "a day that does not exist": (
        HEAD.replace("2026-11-22", "2026-11-31"),
        "expected a date that exists, from 1850 to 2199, found `2026-11-31`",
    ),
    "a day before there were cartridges": (
        HEAD.replace("2026-11-22", "0001-01-01"),
        "expected a date that exists, from 1850 to 2199, found `0001-01-01`",
    ),
    "a day where calendars end": (
        day('{do: stop, by: grip, at: "9999-12-31 23:59"}'),
        "expected a date that exists, found 9999-12-31",
    ),
    "a lot that does not add up": (
        HEAD.replace("{dummy: 9, live: 1}", "{dummy: 9, live: 2}"),
        "expected `truly` to add up to 10 rounds, found 11",
    ),
    "a gun and a box of one name": (
        HEAD.replace("  box-b:", "  colt-2:").replace("in: box-b", "in: box-a"),
        "expected a new name, found `colt-2`, declared in",
    ),
    "a kind that is none": (
        HEAD.replace("{kind: dummy, rounds: 50", "{kind: dumy, rounds: 50"),
        "found `dumy`; did you mean dummy",
    ),
    "an action that is none": (
        HEAD.replace("pattern: single-action-1873", "pattern: single-axtion-1873", 1),
        "trapdoor, found `single-axtion-1873`; did you mean single-action-1873",
    ),
    "a revolver without chambers": (
        HEAD.replace("chambers: 6", "chambers: 0", 1),
        "expected chambers or barrels (single-action-1873): 5 to 6, found 0",
    ),
    "a revolver with a gun magazine": (
        HEAD.replace("chambers: 6", "chambers: 6, capacity: 9", 1),
        "expected rounds in the gun magazine (single-action-1873): 0, found 9",
    ),
    "an adaptation that does not fit": (
        HEAD.replace("pattern: solid", "pattern: solid, adaptation: restrictor", 1),
        "expected adaptation (solid): none, found restrictor",
    ),
    "a class that cannot go off, of one that does": (
        HEAD.replace("colt: {class: 6", "colt: {class: 2", 1),
        "17: expected a class from 4 to 6, since it can go off (single-action-1873",
    ),
    "a class that goes off, of one that cannot": (
        HEAD.replace("rubber-1: {class: 1", "rubber-1: {class: 6", 1),
        "expected a class from 1 to 3, since it cannot go off (solid, adaptation none), found 6",
    ),
    "truly in a chamber the gun has not": (
        HEAD.replace("chambers: 6, in: lockup}", "chambers: 6, truly: {loaded: {7: live}}}", 1),
        "expected positions from 1 to 6, found `7`",
    ),
    "an id used twice": (
        day("{do: stop, id: a, by: grip}", "{do: stop, id: a, by: grip}"),
        "expected a new id, found `a` again",
    ),
}


@pytest.mark.parametrize(("text", "said"), SECTIONS.values(), ids=SECTIONS.keys())
def test_what_is_wrong_with_a_section_is_pointed_at(text: str, said: str) -> None:
    """Each mistake outside the steps is said too."""
    assert any(said in line for line in wrong(text)), wrong(text)


INCLUDES = {
    "a file that includes itself": (
        {"a.yaml": "include: a\n"},
        "a.yaml:1:10: expected files that do not include each other, found a.yaml again",
    ),
    "two files that include each other": (
        {"a.yaml": "include: b\n", "b.yaml": "include: [a]\n"},
        "b.yaml:1:11: expected files that do not include each other, found a.yaml again",
    ),
    "a file that is not there": ({}, "expected a file that is there, found no `a.yaml`"),
    "a name declared in both": (
        {"a.yaml": "people: {grip: {title: grip}}\n"},
        "test.yaml:13:3: expected a new name, found `grip`, declared in a.yaml:1:10",
    ),
}


@pytest.mark.parametrize(("others", "said"), INCLUDES.values(), ids=INCLUDES.keys())
def test_what_is_wrong_with_an_include_is_pointed_at(others: dict[str, str], said: str) -> None:
    """Files that include each other, are missing or say the same name are named."""
    lines = wrong("include: a\n" + day(), others)
    assert any(said in line.replace("test.yaml:14", "test.yaml:13") for line in lines), lines


def test_a_file_elsewhere_is_not_included() -> None:
    """Only files beside a script, and shipped days, can be included."""
    for name in ("../a", "/etc/passwd", "a/b"):
        said = wrong(f"include: {name}\n" + day())
        assert "expected a file beside this one, or a shipped day" in said[0]


def test_what_is_included_comes_first() -> None:
    """Steps of an included file come first, and a file included twice counts once."""
    others = {
        "a.yaml": "people: {gaffer: {title: gaffer, roles: crew}}\n"
        "steps:\n- {do: stop, id: early, by: gaffer}\n",
        "b.yaml": "include: a\n",
    }
    loaded = read("include: [a, b]\n" + day("{do: lift-stop, stop: early, by: armorer}"), others)
    assert [step.name for step in loaded.steps] == ["early", "2"]
