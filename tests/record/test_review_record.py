"""What hinders without a key, roles nobody is given, moved clocks, heads that somebody holds."""

from __future__ import annotations

import pytest

from showclear.field.ids import NOBODY
from showclear.field.people import Role
from showclear.record.admission import structural
from showclear.record.checkpoint import Checkpoint
from showclear.record.envelope import open_envelope
from showclear.record.event import decode_event
from showclear.record.events.desk import Decided, Outcome, Unattributed, Why
from showclear.record.events.officers import Enrol, Grant
from showclear.record.events.table import AnyBody
from showclear.record.state import State, Topic
from showclear.record.tree import EMPTY_ROOT
from showclear.record.verify import Anchor
from showclear.record.walk import ClockMove, Problem
from tests.kit import OFFICERS, ORIGIN, STEP_MS, OnDesk, Told, World, box, gun, person, signers_of
from tests.record.forge import kept, report_of


def unsigned(told: World, reported: str, *items: str, detail: str = "") -> Told:
    """Let the desk record a report without a key."""
    body = Unattributed(
        reported=reported,
        why=Why.KEY_UNKNOWN,
        arrived=person("stranger").key,
        items=items,  # type: ignore[arg-type]  # ids of items, as tests name them
        detail=detail,
    )
    return told.tell_unsigned(body)


def topics(state: State) -> list[tuple[Topic, tuple[str, ...]]]:
    """Return what is asked, and about what."""
    return [(question.topic, question.items) for question in state.questions.values()]


def working() -> World:
    """Return a day with a gun in its lock."""
    told = World()
    told.working_day()
    return told


@pytest.mark.parametrize(
    ("detail", "topic"),
    [
        pytest.param("looks-live", Topic.LOOKS_LIVE, id="looks live"),
        pytest.param("not-nameable", Topic.NOT_NAMEABLE, id="not nameable"),
        pytest.param("ours", Topic.NOT_NAMEABLE, id="said to be ours"),
        pytest.param("", Topic.NOT_NAMEABLE, id="nothing said"),
    ],
)
def test_a_round_found_by_nobody_blocks(detail: str, topic: Topic) -> None:
    """A found round that no key stands for blocks until it is answered, and opens no gap."""
    told = working()
    unsigned(told, "found-round", box("vault"), box("ghost"), detail=detail)
    assert topics(told.state) == [(topic, (box("vault"),))]
    assert told.state.blocking == 1
    assert told.state.gaps == {}
    assert "live_or_unknown_round_about" in told.take_out("colt").codes


def test_a_keep_by_nobody_keeps() -> None:
    """What is kept as found without a key is kept, over the items that are known."""
    told = working()
    kept = unsigned(told, "keep-as-found", gun("colt"), gun("ghost"))
    fact = told.state.keeps[kept.id]
    assert (fact.items, fact.guarded_by) == ((gun("colt"),), NOBODY)
    assert told.state.weapons[gun("colt")].kept == kept.id
    assert told.take_out("colt").codes[0] == "kept_as_found"


def test_a_gunshot_by_nobody_is_asked_about() -> None:
    """A gunshot that no key stands for opens a gap, blocks, and makes the bore due."""
    told = working()
    fired = unsigned(told, "fired", gun("colt"), box("vault"), gun("ghost"))
    assert topics(told.state) == [(Topic.NOT_NAMEABLE, (box("vault"), gun("colt")))]
    assert set(told.state.gaps) == {gun("colt"), box("vault")}
    colt = told.state.weapons[gun("colt")]
    assert (colt.ended, colt.bore_due, colt.bore_seen) == ("unattributed", fired.id, ())
    assert told.state.blocking == 1


def given(role: Role) -> list[AnyBody]:
    """Return an enrolment and a grant that give a role."""
    armorer, stranger = person("armorer"), person("stranger")
    return [
        Enrol(person=stranger.id, key=stranger.key, title="grip", roles=(role, Role.CREW)),
        Grant(person=armorer.id, roles=(role,)),
    ]


@pytest.mark.parametrize("role", [Role.DESK, Role.ENROLLED])
def test_nobody_is_given_the_desks_role(role: Role) -> None:
    """An enrolment or grant of the desk's role, or of a new key's, is refused by the record."""
    told = World()
    for body, newcomer in zip(given(role), ("stranger", ""), strict=True):
        event = told.event(body, signers_of(body, (*OFFICERS[:2], *([newcomer] * bool(newcomer)))))
        found = structural(told.state.registry, event, told.had)
        assert [(one.code.value, one.facts[1], one.lift) for one in found] == [
            ("role_not_held", role.value, f"leave out {role.value}: nobody is given that role")
        ]


def test_other_roles_are_given() -> None:
    """A role that people act in is granted."""
    told = World()
    body = Grant(person=person("armorer").id, roles=(Role.CREW, Role.OUTSIDE))
    assert told.tell(body, *OFFICERS[:2]).outcome is Outcome.ACCEPTED


# -- the desk's clock, and heads that somebody holds ------------------------------------------


HOUR_MS = 3_600_000


def day() -> OnDesk:
    """Return the beginning of a ledger, with one gun."""
    story = OnDesk()
    story.receive_gun("colt")
    return story


def moves(story: OnDesk) -> list[ClockMove]:
    """Return where the desk's clock was moved; the bytes are good all the same."""
    report = report_of(kept(story))
    assert report.problems == ()
    return list(report.clock_moves)


def set_wall(story: OnDesk, by_ms: int) -> int:
    """Move the wall clock only; return the entry of the next commit's ``decided``."""
    story.clock.set_wall(story.clock.now() + STEP_MS + by_ms)
    return story.desk.keeping.tree.size + 1


@pytest.mark.parametrize("by_ms", [-4 * HOUR_MS, 2 * HOUR_MS, 60_001, -60_001])
def test_a_clock_that_was_moved_is_told(by_ms: int) -> None:
    """Within one start of the machine, a wall clock set by over a minute is told, both ways."""
    story = day()
    index = set_wall(story, by_ms)
    story.stop()
    story.stop()
    assert moves(story) == [ClockMove(index, by_ms)]


def test_a_clock_set_to_and_fro_is_told_each_time() -> None:
    """Setting the clock back and forth again leaves two notes."""
    story = day()
    back = set_wall(story, -4 * HOUR_MS)
    story.stop()
    forth = set_wall(story, 4 * HOUR_MS)
    story.stop()
    assert moves(story) == [ClockMove(back, -4 * HOUR_MS), ClockMove(forth, 4 * HOUR_MS)]
    report = report_of(kept(story))
    entry = decode_event(open_envelope(kept(story).envelopes[back]).payload)
    assert isinstance(entry.body, Decided)
    assert report.earliest_instant == entry.body.instant
    assert report.latest_instant > report.earliest_instant


def test_a_clock_that_is_corrected_a_little_is_not_told() -> None:
    """Up to a minute forward within one start is what keeping a clock by the network does."""
    story = day()
    set_wall(story, 60_000)
    story.stop()
    assert moves(story) == []


def test_small_corrections_add_up() -> None:
    """A clock moved little by little is told once it is off by over a minute."""
    story = day()
    set_wall(story, 40_000)
    story.stop()
    index = set_wall(story, 40_000)
    story.stop()
    assert moves(story) == [ClockMove(index, 80_000)]


def test_an_instant_before_the_last_is_told() -> None:
    """An instant before the last commit's is told, within a start and across one."""
    story = day()
    story.stop()
    index = set_wall(story, -20_000)
    story.stop()
    assert moves(story) == [ClockMove(index, -20_000)]
    story = day()
    story.stop()
    story.clock.restart("again")
    index = set_wall(story, -HOUR_MS)
    story.stop()
    [move] = moves(story)
    assert move.index == index
    assert -HOUR_MS < move.moved_ms < -HOUR_MS + 60_000


def test_a_restart_is_no_move() -> None:
    """After a start of the machine a later instant is nothing to tell, however much later."""
    story = day()
    story.clock.restart("again")
    set_wall(story, 9 * HOUR_MS)
    story.stop()
    assert moves(story) == []


def head_of(story: OnDesk) -> Checkpoint:
    """Return the present head."""
    keeping = story.desk.keeping
    return Checkpoint(origin=ORIGIN, size=keeping.tree.size, root=keeping.root)


def about_heads(story: OnDesk, *heads: Checkpoint) -> list[Problem]:
    """Return what is wrong with a ledger by the heads that somebody holds."""
    return list(report_of(kept(story), Anchor(heads=heads)).problems)


def test_heads_that_somebody_holds_are_looked_for() -> None:
    """A head of this ledger, however old, is borne out; the newest and one of nothing too."""
    story = day()
    old = head_of(story)
    story.stop()
    empty = Checkpoint(origin=ORIGIN, size=0, root=EMPTY_ROOT)
    assert about_heads(story, old, head_of(story), empty) == []


def test_a_ledger_that_was_cut_short_lacks_a_head() -> None:
    """A head of more entries than there are names the problem, whoever signed the shorter one."""
    story = day()
    full = head_of(story)
    longer = Checkpoint(origin=ORIGIN, size=full.size + 1, root=full.root)
    assert about_heads(story, full, longer) == [
        Problem(
            "shorter_than_head",
            f"head of size {longer.size}",
            f"at least {longer.size} entries, as the head somebody holds says",
            f"{full.size}",
        )
    ]


def test_a_ledger_made_again_has_another_history() -> None:
    """A head of the same size with another root, or where no commit ends, is another history."""
    story = day()
    full = head_of(story)
    other = Checkpoint(origin=ORIGIN, size=full.size, root=bytes(32))
    amid = Checkpoint(origin=ORIGIN, size=full.size - 1, root=full.root)
    for head in (other, amid):
        assert about_heads(story, head) == [
            Problem(
                "other_history",
                f"head of size {head.size}",
                f"the root {head.root.hex()[:16]}… of the head somebody holds",
                "another root, or no commit that ends there",
            )
        ]


def test_asking_to_see_a_box_ends_no_showing() -> None:
    """Somebody who asks without a key to see a box and a gun ends what was shown of the gun."""
    told = working()
    told.take_out("colt")
    told.show_empty("colt")
    unsigned(told, "ask-to-see", box("vault"), gun("colt"))
    assert told.state.weapons[gun("colt")].ended == "asked-to-see"
