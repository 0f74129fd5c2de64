"""The fold of the plan: scenes assessed, set-ups approved, changed, settled, corrected."""

from __future__ import annotations

import msgspec
import pytest

from showclear.field.ids import NO_EVENT, EventId
from showclear.record.event import Seen
from showclear.record.events.desk import Outcome
from showclear.record.events.officers import Adopt, Correct, PackChoice
from showclear.record.events.plan import ApproveSetUp, Changed, NothingMoved, SetUpChanged
from showclear.record.facts_plan import SetUpFact, plan_digest
from showclear.record.fold import Kept, fold_entry
from showclear.record.state import State
from tests.kit import Told, World, fake_root, gun, signers_of, with_rows, words
from tests.planning import SCENE, planned, set_up, use

MATTERS = [one for one in Changed if one is not Changed.OTHER]


def approved() -> World:
    """Return a production with one scene assessed and its plain set-up approved."""
    told = World()
    told.assess()
    told.approve_set_up()
    return told


def fact(told: World) -> SetUpFact:
    """Return what is kept of the plain set-up."""
    return told.state.set_ups[set_up()]


def report(told: World, what: Changed, by: str = "grip") -> Told:
    """Report a change in the plain set-up."""
    return told.tell(SetUpChanged(set_up=set_up(), what=what), by)


def settle(told: World) -> Told:
    """Let handler and caller say that nothing that matters moved."""
    return told.tell(NothingMoved(set_up=set_up()), "armorer", "first-ad")


def after_seeing(told: World, body: ApproveSetUp | NothingMoved, size: int) -> Outcome:
    """Tell what handler and caller signed under an older head of this size."""
    event = told.event(body, signers_of(body, ("armorer", "first-ad")))
    older = msgspec.structs.replace(event, seen=Seen(size=size, root=fake_root(size)))
    return told.tell_event(older).outcome


def test_an_assessment_is_kept_by_its_scene() -> None:
    """The latest assessment of a scene is the one that counts; scenes do not mix."""
    told = World()
    told.assess()
    told.assess("stable")
    again = told.assess()
    assert sorted(told.state.scenes) == [SCENE, "stable"]
    kept = told.state.scenes[SCENE]
    assert (kept.event, kept.index, kept.assessed) == (again.id, again.index, again.event.body)


def test_an_approval_is_kept_with_the_rows_it_was_given_under() -> None:
    """An approval names its event, its index, the plan, and the plan's rows in force."""
    told = World()
    one = told.approve_set_up()
    assert fact(told) == SetUpFact(
        event=one.id,
        index=one.index,
        approved=planned(),
        packs=plan_digest(told.state.packs.packs),
    )


@pytest.mark.parametrize("what", MATTERS)
def test_what_matters_ends_the_approval(what: Changed) -> None:
    """Each change that matters is kept with its report, and only the latest of its kind."""
    told = approved()
    report(told, what)
    last = report(told, what, by="first-ad")
    assert [(one.event, one.index, one.what) for one in fact(told).changed] == [
        (last.id, last.index, what)
    ]
    assert fact(told).unsettled == NO_EVENT


def test_several_changes_are_kept_in_order() -> None:
    """Changes of several kinds stand one after the other."""
    told = approved()
    report(told, Changed.LOAD)
    report(told, Changed.GUN)
    assert [one.what for one in fact(told).changed] == [Changed.LOAD, Changed.GUN]


def test_any_other_change_asks_for_one_tap() -> None:
    """A lens, a height, a dolly: unsettled by its last report, and settled by one tap."""
    told = approved()
    report(told, Changed.OTHER)
    last = report(told, Changed.OTHER)
    assert (fact(told).unsettled, fact(told).changed) == (last.id, ())
    settle(told)
    assert (fact(told).unsettled, fact(told).unsettled_index) == (NO_EVENT, -1)


def test_the_tap_never_clears_a_change_that_matters() -> None:
    """Nothing that matters moved settles what else moved, and no more than that."""
    told = approved()
    report(told, Changed.OTHER)
    gun_changed = report(told, Changed.GUN)
    settle(told)
    assert fact(told).unsettled == NO_EVENT
    assert [one.event for one in fact(told).changed] == [gun_changed.id]


def test_a_later_approval_takes_its_place() -> None:
    """Approved again, as it is now: nothing that was reported before counts any more."""
    told = approved()
    for what in Changed:
        report(told, what)
    again = told.approve_set_up(planned(use(rounds=5)))
    assert fact(told).event == again.id
    assert fact(told).approved.uses[0].rounds == 5
    assert (fact(told).changed, fact(told).unsettled) == ((), NO_EVENT)


def test_what_the_two_had_not_seen_they_did_not_approve() -> None:
    """A change reported after the head that handler and caller had seen outlives approval."""
    told = approved()
    seen = told.state.next_index
    load = report(told, Changed.LOAD)
    other = report(told, Changed.OTHER)
    assert after_seeing(told, planned(), seen) is Outcome.ACCEPTED
    assert [one.event for one in fact(told).changed] == [load.id]
    assert (fact(told).unsettled, fact(told).unsettled_index) == (other.id, other.index)


def test_what_moved_after_the_head_they_had_seen_stays_unsettled() -> None:
    """The entry next after the head was not seen; the one before it was."""
    told = approved()
    other = report(told, Changed.OTHER)
    after_seeing(told, planned(), other.index)
    assert fact(told).unsettled == other.id
    after_seeing(told, planned(), other.index + 1)
    assert fact(told).unsettled == NO_EVENT


def test_what_the_two_had_seen_they_approved() -> None:
    """A change reported at or before the head they had seen is settled by their approval."""
    told = approved()
    report(told, Changed.LOAD)
    other = report(told, Changed.OTHER)
    assert after_seeing(told, planned(), other.index + 1) is Outcome.ACCEPTED
    assert (fact(told).changed, fact(told).unsettled) == ((), NO_EVENT)


def test_a_tap_made_before_the_report_settles_nothing() -> None:
    """Nothing moved, said under a head before the report, is not said of it."""
    told = approved()
    seen = told.state.next_index
    other = report(told, Changed.OTHER)
    after_seeing(told, NothingMoved(set_up=set_up()), seen)
    assert fact(told).unsettled == other.id
    after_seeing(told, NothingMoved(set_up=set_up()), other.index + 1)
    assert fact(told).unsettled == NO_EVENT


def test_a_set_up_nobody_approved_has_nothing_to_end() -> None:
    """Reports and taps about a set-up that was never approved leave no trace in the state."""
    told = World()
    assert report(told, Changed.GUN).outcome is Outcome.ADMITTED
    assert settle(told).outcome is Outcome.ACCEPTED
    assert told.state.set_ups == {}


def test_a_report_by_a_revoked_key_still_counts() -> None:
    """Whatever stands against its signature, a report of a change ends the approval."""
    told = approved()
    stranger = report(told, Changed.ACTION, by="stranger")
    assert stranger.codes == ("role_not_held",)
    assert [one.event for one in fact(told).changed] == [stranger.id]


def test_what_is_marked_never_supports() -> None:
    """A marked assessment, approval or tap, however it got in, supports nothing."""
    told = approved()
    report(told, Changed.OTHER)
    before = ({**told.state.scenes}, {**told.state.set_ups})
    marked_bodies = (planned(name="another"), planned(), NothingMoved(set_up=set_up()))
    for body in marked_bodies:
        fold_marked(told, told.event(body, signers_of(body, ("armorer", "first-ad"))))
    other = World().assess("stable").event
    fold_marked(told, msgspec.structs.replace(other, origin=told.state.registry.origin))
    assert (told.state.scenes, told.state.set_ups) == before


def fold_marked(told: World, event: object) -> None:
    """Fold an event as a ledger would that admitted it though something stood against it."""
    one = Told(
        id=EventId("m" * 64),
        index=told.state.next_index,
        event=event,  # type: ignore[arg-type]  # one of the world's own events
        outcome=Outcome.ADMITTED,
        codes=("key_revoked",),
        refusals=(),
    )
    fold_entry(
        told.state, Kept(index=one.index, id=one.id, event=one.event), one.decision, told.now()
    )


@pytest.mark.parametrize("scene", [True, False])
def test_a_correction_takes_back_what_it_cites(scene: bool) -> None:  # noqa: FBT001 - two cases
    """A corrected assessment or approval holds no more; the other stays."""
    told = approved()
    cited = told.state.scenes[SCENE].event if scene else fact(told).event
    told.tell(Correct(event=cited, item=gun("colt")), "first-ad", "armorer")
    assert (SCENE in told.state.scenes) is not scene
    assert (set_up() in told.state.set_ups) is scene


def adopt(told: World, *rows: str) -> str:
    """Adopt these rows of the house default; return the digest of the plan's rows in force."""
    body = Adopt(packs=with_rows(*rows), reason=words("rows"))
    assert told.tell(body, "producer", "manager", "owner").outcome is Outcome.ACCEPTED
    return plan_digest(told.state.packs.packs)


def test_only_rows_of_the_plan_make_an_approval_lapse() -> None:
    """Other chapters' rows come and go; a row of the plan, added or dropped, is a change."""
    told = World(packs=with_rows("R07", "R25"))
    told.working_day()
    told.approve_set_up()
    assert adopt(told, "R43", "R25", "R07") == fact(told).packs
    assert adopt(told, "R07", "R38") != fact(told).packs
    assert adopt(told, "R25") != fact(told).packs
    assert adopt(told, "R07") == fact(told).packs


def test_a_new_text_of_a_pack_counts_as_a_change_of_its_rows() -> None:
    """The digest names each pack's text and the plan's rows it gives, in whatever order."""
    core, house = with_rows("R07", "R38", "R25")
    newer = msgspec.structs.replace(house, digest=core.digest)
    swapped = msgspec.structs.replace(house, rows=("R25", "R38", "R07"))
    same = plan_digest((core, house))
    assert plan_digest((swapped, core)) == same
    assert plan_digest((core, newer)) != same
    own = PackChoice(pack="own", digest=core.digest, rows=("R06",))
    assert plan_digest((own, house)) == plan_digest((house, own))
    assert plan_digest((msgspec.structs.replace(core, digest=house.digest), house)) == same
    assert plan_digest((core, PackChoice(pack="own", digest=house.digest, rows=("R06",)))) != same


def test_the_state_can_be_kept() -> None:
    """A state with a plan is written and read back the same."""
    told = approved()
    report(told, Changed.GUN)
    report(told, Changed.OTHER)
    kept = msgspec.msgpack.encode(told.state)
    assert msgspec.msgpack.decode(kept, type=State).set_ups == told.state.set_ups
