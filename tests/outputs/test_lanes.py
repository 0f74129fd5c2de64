"""The picture of a trace: every statement with its end, every gap as a gap, nothing by colour."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from showclear.field.instants import MINUTE_MS
from showclear.outputs.lanes import (
    FIRST_LINE,
    KEY_LANES,
    LANES,
    LEFT,
    WIDTH,
    Mark,
    lanes_picture,
)

SVG = "{http://www.w3.org/2000/svg}"


def mark(index: int, minute: int, what: str, **after: object) -> Mark:
    """Return a mark some minutes into the day."""
    clock = f"{8 + minute // 60:02}:{minute % 60:02}"
    base = Mark(index=index, at_ms=minute * MINUTE_MS, clock=clock, what=what, by="Anna Ruiz")
    fields = {name: getattr(base, name) for name in base.__struct_fields__}
    return Mark(**{**fields, **after})


DAY = (
    mark(3, 0, "receive weapon", charge="Anna Ruiz", in_hand="Anna Ruiz"),
    mark(9, 20, "look", charge="Anna Ruiz", in_hand="Anna Ruiz", shown="seen empty"),
    mark(12, 24, "hand over", charge="Anna Ruiz", in_hand="Cal Reed", shown="seen empty"),
    mark(
        15, 30, "hand over", charge="Anna Ruiz", in_hand="Cal Reed", refused=True, ended="dropped"
    ),
    mark(17, 300, "found with", gap=True, in_hand="the grip", ended="it was out of sight"),
)


def drawn(svg: str) -> ET.Element:
    """Return the picture as elements."""
    return ET.fromstring(svg)  # noqa: S314 - our own picture, written just now


def texts(svg: str) -> list[str]:
    """Return every text of the picture, tips included."""
    root = drawn(svg)
    return [element.text or "" for element in root.iter() if element.tag != f"{SVG}svg"]


def bars(svg: str, fill: str) -> list[ET.Element]:
    """Return the bars with this filling."""
    return [box for box in drawn(svg).iter(f"{SVG}rect") if box.get("fill") == fill]


def test_the_first_line_says_what_it_is() -> None:
    """Whoever sees the picture alone reads what it is and what it is not."""
    svg = lanes_picture("Colt 3", DAY)
    assert texts(svg).count(FIRST_LINE) == 1
    assert "Colt 3" in texts(svg)
    assert drawn(svg).get("aria-label") == f"Colt 3: {FIRST_LINE}"


def test_every_lane_is_named() -> None:
    """The four lanes are named on each strip."""
    found = texts(lanes_picture("Colt 3", DAY))
    assert [found.count(name) for name in LANES] == [1, 1, 1, 1]


def test_a_gap_is_hatched_and_says_gap() -> None:
    """Where nobody answers for it the bar is hatched, and named in words too."""
    svg = lanes_picture("Colt 3", DAY)
    assert len(bars(svg, "url(#gap)")) == 1
    assert "GAP" in texts(svg)
    assert not bars(lanes_picture("Colt 3", DAY[:4]), "url(#gap)")


def test_a_statement_is_one_bar_that_ends_with_its_reason() -> None:
    """Two marks with the same statement are one bar; where it ended the reason stands."""
    svg = lanes_picture("Colt 3", DAY)
    assert texts(svg).count("seen empty") == 1
    assert "ended: dropped" in texts(svg)
    assert "ended: dropped" not in texts(lanes_picture("Colt 3", DAY[:3]))


def test_a_step_not_taken_is_crossed_and_said() -> None:
    """A refused step is drawn otherwise than one that happened, and its label says so."""
    svg = lanes_picture("Colt 3", DAY)
    circles = list(drawn(svg).iter(f"{SVG}circle"))
    assert len(circles) == len(DAY) - 1
    assert "15 hand over, not yet" in texts(svg)
    assert any(text.endswith("signed by Anna Ruiz") for text in texts(svg))


def test_a_long_wait_is_cut_and_the_cut_is_drawn() -> None:
    """Four hours and a half take no more room than half an hour, and two strokes say so."""
    strokes = lanes_picture("Colt 3", DAY).count('stroke="#999999"')
    assert strokes == 2
    assert 'stroke="#999999"' not in lanes_picture("Colt 3", DAY[:4])


def test_a_long_history_goes_on_in_further_strips() -> None:
    """Nothing is drawn beyond the width; the lanes are named again on each strip."""
    many = [mark(number, number, "look", charge="Anna Ruiz") for number in range(100)]
    svg = lanes_picture("Colt 3", many)
    found = texts(svg)
    assert found.count("in charge") > 1
    places = [float(circle.get("cx", "0")) for circle in drawn(svg).iter(f"{SVG}circle")]
    assert len(places) == len(many)
    assert max(places) < WIDTH


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", 'a "b" & c', "Ünïcödé 枪"])
def test_names_are_words_and_never_markup(name: str) -> None:
    """A name with markup in it is shown as it is written."""
    svg = lanes_picture(name, DAY[:1])
    assert name in texts(svg)


def test_late_and_nothing_are_said() -> None:
    """A late entry says so; a subject nothing is said about gives a picture that says that."""
    late = mark(3, 0, "collect", late=True)
    assert "3 collect, late" in texts(lanes_picture("Colt 3", [late]))
    assert "Nothing is on record about it." in texts(lanes_picture("Colt 3", []))


# -- the key of a place -------------------------------------------------------------------------

BOTH = "Anna Ruiz, Ben Ode"
GONE = "Ben Ode cannot sign any more; also held by Anna Ruiz"
KEY = (
    mark(3, 0, "receive container", charge="Anna Ruiz"),
    mark(5, 20, "name key holders", charge=BOTH),
    mark(9, 50, "lock", charge=BOTH, door="locked, Anna Ruiz"),
    mark(12, 300, "take out", charge=BOTH, door="opened, Ben Ode"),
    mark(15, 330, "revoke", charge=GONE, gap=True, door="opened, Ben Ode"),
)


def key_picture(*marks: Mark) -> str:
    """Return the picture of the key."""
    return lanes_picture("the key of lockup", marks or KEY, lanes=KEY_LANES)


def test_a_keys_lanes_are_its_own() -> None:
    """Who held it, locked or opened, what happened; no lane of a gun's."""
    found = texts(key_picture())
    assert [found.count(name) for name in KEY_LANES] == [1, 1, 1]
    assert not {"in charge", "in hand", "last shown"} & set(found)


def test_who_held_the_key_is_a_bar_and_so_is_locked_and_opened() -> None:
    """Holders stand until others are named; locked until somebody takes something out."""
    found = texts(key_picture())
    assert found.count(BOTH) == 1
    assert "Anna Ruiz" in found or "Anna R…" in found
    assert "opened, Ben Ode" in found


def test_a_keys_gap_is_hatched_and_says_why() -> None:
    """What nobody answers for is hatched with its reason, and no gap is drawn without one."""
    svg = key_picture()
    assert len(bars(svg, "url(#gap)")) == 1
    assert f"GAP: {GONE}" in texts(svg)
    assert not bars(key_picture(*KEY[:4]), "url(#gap)")


def test_words_that_do_not_fit_are_told_whole() -> None:
    """A short bar has the beginning, and the whole where one points at it; a gap is still one."""
    after = mark(16, 331, "name key holders", charge=BOTH)
    svg = key_picture(*KEY, after)
    found = texts(svg)
    assert "GAP" in found
    assert f"GAP: {GONE}" in found


def test_time_that_was_cut_short_before_a_strip_is_not_drawn_through_its_names() -> None:
    """A strip that begins after a long wait starts beside the names of its lanes, uncut."""
    marks = [mark(number, 600 * number, "look", charge="Anna Ruiz") for number in range(40)]
    lines = list(drawn(lanes_picture("Colt 3", marks)).iter(f"{SVG}line"))
    cuts = [line for line in lines if line.get("stroke") == "#999999"]
    assert cuts
    assert min(float(line.get("x1") or 0) for line in cuts) >= LEFT


def test_what_happened_at_the_right_edge_is_told_as_far_as_anywhere() -> None:
    """The last mark of a strip has as much room for its words as the first."""
    long = "hand over to a second performer"
    marks = [mark(number, 600 * number, long, charge="Anna Ruiz") for number in range(40)]
    labels = [
        text
        for text in drawn(lanes_picture("Colt 3", marks)).iter(f"{SVG}text")
        if text.get("transform")
    ]
    assert len({len((text.text or "").partition(" ")[2]) for text in labels[:10]}) == 1
    assert max(float(text.get("x") or 0) for text in labels) <= WIDTH - 100


def test_the_day_is_named_where_it_changes_and_on_every_strip() -> None:
    """A clock alone does not tell yesterday's from today's."""
    days = ("2026-11-21", "2026-11-21", "2026-11-22")
    marks = [
        mark(number, 600 * number, "look", charge="Anna Ruiz", day=day)
        for number, day in enumerate(days)
    ]
    found = [one for one in texts(lanes_picture("Colt 3", marks)) if one in days]
    assert found == ["2026-11-21", "2026-11-22"]
