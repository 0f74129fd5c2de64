"""The day as the floor says it: before first use, set-ups, rolling and cut, pauses, wrap."""

from __future__ import annotations

from typing import Any

import pytest

from showclear.field.instants import MINUTE_MS
from showclear.field.plan import Line, Moving, Phase
from showclear.outputs.words.catalogue import catalogue
from showclear.record.events.handling import Act, Announced
from showclear.web.agenda import before_first_use
from showclear.web.clocks import clocks
from tests.web.floor import CALLED, SET_UP, approved, handed_over, out_and_shown, planned, tablet
from tests.web.kit import Device, Production, looked, open_day, taken_out

EN = catalogue("en")


def briefed(device: Device, *names: str, **more: Any) -> None:
    """Have the first AD take the roll of these people."""
    people = [device.production.person(one) for one in names]
    device.done("brief", roll=people, by=device.production.person("Ben Ode"), **more)


# -- before first use -------------------------------------------------------------------------


def test_what_is_to_be_done_before_first_use_is_listed(production: Production) -> None:
    """Opening the day and the meeting are to do, and done once somebody has said so."""
    device = tablet(production)

    def done() -> dict[str, bool]:
        return {task.text: task.done for task in before_first_use(production.served, EN)}

    meeting = "The day's meeting with its walk-through, roll taken by an AD"
    assert done() == {"Open the working day": False, meeting: False}
    open_day(device)
    briefed(device, "Cal Reed", "Anna Ruiz", walk_through="yes")
    assert done() == {"Open the working day": True, meeting: True}
    assert "3 people on the roll" in device.page("/day/now").words


def test_the_roll_is_the_names_ticked(production: Production) -> None:
    """Whoever is ticked was briefed, attested by who signs; nobody ticked is no roll."""
    device = tablet(production)
    open_day(device)
    briefed(device, "Cal Reed", "Eva Sand")
    people = production.state.briefings.people
    names = ("Cal Reed", "Eva Sand", "Ben Ode")  # who took it was there
    assert set(people) == {production.person(name) for name in names}
    odd = device.act("brief", by=production.person("Ben Ode"))
    assert "roll: expected at least one name ticked, found nothing entered" in odd.words


def test_what_is_laid_on_is_said_thing_by_thing(production: Production) -> None:
    """Each thing ticked is a sentence of its own; what is not there any more is said too."""
    device = tablet(production)
    open_day(device)
    ben = production.person("Ben Ode")
    device.done("provide", what=["medical-cover", "authorities"], until="2026-12-01", by=ben)
    assert set(production.state.laid_on) == {"medical-cover", "authorities"}
    device.done("provision-ended", what="medical-cover", by=ben)
    assert set(production.state.laid_on) == {"authorities"}
    odd = device.act("provide", by=ben)
    assert "what: expected at least one ticked" in odd.words


def test_a_scene_is_assessed_by_its_author_and_endorsed(production: Production) -> None:
    """Author and handler sign; without hazards in words there is no assessment."""
    device = tablet(production)
    people = {"by": production.person("Ben Ode"), "handler": production.person("Anna Ruiz")}
    device.done("assess", scene="12A", hazards="noise", controls="distance", **people)
    assert list(production.state.scenes) == ["12a"]
    odd = device.act("assess", scene="12A", controls="distance", **people)
    assert "hazards: expected words, found nothing entered" in odd.words
    odd = device.act("assess", scene="!", hazards="a", controls="b", **people)
    assert "scene: expected letters or digits" in odd.words


# -- set-ups ----------------------------------------------------------------------------------


def test_a_set_up_is_approved_as_it_was_entered(production: Production) -> None:
    """Scene, phase, uses, line, distance and people stand in the approval as entered."""
    device = tablet(production)
    gun = production.gun("colt-3")
    cal, eva = production.person("Cal Reed"), production.person("Eva Sand")
    approved(
        device,
        line="on-axis",
        nearest="12.5",
        unit="ft",
        inside=[eva],
        area=[eva, cal],
        radio_quiet="yes",
        shielded="yes",
        **{
            f"{gun}.performers": [cal, eva],
            f"{gun}.acts": ["point", "cock"],
            f"{gun}.holds": "dummies",
            f"{gun}.rounds": "6",
            f"{gun}.lot": production.lot("dummies-a"),
            f"{gun}.moving.1": "between-performers",
            f"{gun}.giver.1": cal,
            f"{gun}.taker.1": eva,
        },
    )
    body = production.state.set_ups[SET_UP].approved
    assert (body.scene, body.phase, body.line) == ("12a", Phase.TAKE, Line.ON_AXIS)
    assert body.nearest_mm == 3_810
    assert (body.inside, body.area) == ((eva,), tuple(sorted((eva, cal))))
    assert body.radio_quiet
    assert body.shielded
    [use] = body.uses
    assert (use.holds, use.rounds, use.acts) == (Announced.DUMMIES, 6, (Act.POINT, Act.COCK))
    assert use.lot == production.lot("dummies-a")
    [movement] = use.movements
    assert (movement.moving, movement.giver, movement.taker) == (
        Moving.BETWEEN_PERFORMERS, cal, eva,
    )  # fmt: skip
    assert production.served.names.words(use.reason) == "seen close"
    assert production.served.names.name(SET_UP) == CALLED


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ({"nearest": "far"}, "nearest: expected a number, in feet or metres, found 'far m'"),
        ({"nearest": "5", "unit": "ell"}, "nearest: expected a number, in feet or metres"),
        ({"nearest": "1001"}, "nearest: expected at most 1000 m, found 1001"),
        ({"called": "!!"}, "called: expected a name for the set-up, such as 12A-1"),
        ({"set_up": "12A"}, "set_up: expected an id that the page drew, found '12A'"),
        ({"called": "colt 3"}, "handle: expected one that nothing here has yet, found colt-3"),
        ({"phase": "dinner"}, "phase: expected one of: blocking, rehearsal"),
    ],
)
def test_what_is_odd_in_a_set_up_is_named(
    production: Production, entered: dict[str, str], said: str
) -> None:
    """The field, what was expected and what was found; nothing is there to be signed."""
    sheet = planned(tablet(production), **entered)
    assert said in sheet.words
    assert sheet.drafts == ()


def test_a_gun_without_a_performer_is_named(production: Production) -> None:
    """Who may have it is written, or there is no use."""
    device = tablet(production)
    sheet = planned(device, **{f"{production.gun('colt-3')}.performers": []})
    assert "who may have colt-3: expected at least one person ticked" in sheet.words


def test_a_set_up_written_anew_shows_what_was_written(production: Production) -> None:
    """Approving it as it is now starts from how it was: name, distance, reason."""
    device = tablet(production)
    approved(device)
    text = device.page(f"/set-ups/new?like={SET_UP}").text
    assert f'value="{CALLED}"' in text
    assert 'value="seen close"' in text
    assert 'value="11.483"' in text  # 3.5 m in feet, where sets measure so


def test_nothing_that_matters_moved_is_one_tap_each(production: Production) -> None:
    """Handler and first AD settle what does not matter; the approval stands."""
    device = tablet(production)
    approved(device)
    cal = production.person("Cal Reed")
    device.done("set-up-changed", set_up=SET_UP, what="other", words="dolly", by=cal)
    assert "12A-1 saloon door changed: one tap each" in device.page("/").words
    sheet = device.act(
        "nothing-moved",
        set_up=SET_UP,
        handler=production.person("Anna Ruiz"),
        caller=production.person("Ben Ode"),
    )
    assert len(sheet.drafts) == 1
    device.sign(sheet)
    assert not production.state.set_ups[SET_UP].unsettled


def test_the_area_is_counted_by_names(production: Production) -> None:
    """Exactly those ticked are in it, by the AD's word."""
    device = tablet(production)
    approved(device)
    cal, ben = production.person("Cal Reed"), production.person("Ben Ode")
    device.done("count-area", set_up=SET_UP, people=[cal, ben], by=ben)
    assert production.state.area_counts[SET_UP].people == tuple(sorted((cal, ben)))
    assert "counted since the cut: 2 people" in device.page(f"/set-up/{SET_UP}").words


def test_an_unknown_set_up_has_no_page(production: Production) -> None:
    """A set-up that is not here is named in the answer."""
    device = tablet(production)
    for path in ("/set-up/s-none", "/set-up/s-none/now"):
        assert device.page(path).status == 404
        assert "set-up: expected one of this ledger" in device.page(path).words
    odd = device.act("rolling", by=production.person("Ben Ode"))
    assert "set_up: expected a set-up of this ledger, found nothing entered" in odd.words


# -- rolling, cut, take -----------------------------------------------------------------------


def test_a_take_is_a_cut_with_its_tally(production: Production) -> None:
    """Rolling is on the board until the cut; gunshots are tallied for each gun on one sheet."""
    device = tablet(production)
    approved(device)
    out_and_shown(device)
    handed_over(device)
    gun, ben = production.gun("colt-3"), production.person("Ben Ode")
    device.done("rolling", set_up=SET_UP, by=ben)
    assert f"Rolling {CALLED}" in device.page("/board/now").words
    sheet = device.act("cut", set_up=SET_UP, by=ben, **{f"gunshots.{gun}": "2"})
    assert len(sheet.drafts) == 2
    device.sign(sheet)
    assert "Rolling" not in device.page("/board/now").words
    assert production.state.weapons[gun].bore_due  # two gunshots were counted


def test_a_cut_starts_a_clock_for_what_is_in_a_hand(production: Production) -> None:
    """Since the cut, by the desk's time; collected, it is gone."""
    device = tablet(production)
    approved(device)
    out_and_shown(device)
    handed_over(device)
    device.done("cut", set_up=SET_UP, by=production.person("Ben Ode"))
    production.clock.advance(90_000)
    [clock] = clocks(production.served, EN)
    assert (clock.kind, clock.of) == ("cut", "colt-3")
    assert 90_000 <= production.clock.now() - clock.since_ms < 95_000
    gun = production.gun("colt-3")
    device.done("collect", items=gun, by=production.person("Anna Ruiz"))
    assert clocks(production.served, EN) == ()


def test_a_misfires_wait_runs_on_somebody_elses_screen(production: Production) -> None:
    """The first AD sees the clock; whoever has the gun is asked nothing and told to stay."""
    device = tablet(production)
    approved(device)
    out_and_shown(device)
    handed_over(device)
    assert "I was shown, I took it" in Device(production, "Cal Reed").page("/").words
    device.done("misfire", weapon=production.gun("colt-3"), by=production.person("Ben Ode"))
    assert "Waiting after misfire colt-3" in device.page("/").words
    assert "Waiting after misfire colt-3" in device.page("/board").words
    assert "it stays pointing where it points" in Device(production, "Anna Ruiz").page("/").words
    holder = Device(production, "Cal Reed").page("/now").words
    assert "Stay as you are, muzzle where it is, finger out." in holder
    assert "Waiting after misfire" not in holder
    assert "I was shown, I took it" not in holder


def test_a_pause_is_a_clock_and_no_entry(production: Production) -> None:
    """Lunch is on every board since it was called, and in no record."""
    device = tablet(production)
    size = production.served.desk.keeping.tree.size
    device.form("/pauses/begin", reason="lunch")
    production.clock.advance(10 * MINUTE_MS)
    [clock] = clocks(production.served, EN)
    assert (clock.kind, clock.label, clock.of) == ("pause", "Lunch", "Ben Ode")
    assert production.clock.now() - clock.since_ms >= 10 * MINUTE_MS
    assert "Lunch Ben Ode" in device.page("/board/now").words
    device.form("/pauses/end", reason="lunch")
    assert "Lunch Ben Ode" not in device.page("/board/now").words
    assert production.served.desk.keeping.tree.size == size


# -- wrap -------------------------------------------------------------------------------------


def test_the_day_closes_with_what_is_still_out_named(production: Production) -> None:
    """What is out is named, and closing never waits for it."""
    device = tablet(production)
    out_and_shown(device)
    said = device.page("/day").words
    assert "Still out: colt-3. The day can be closed" in said
    device.done("close-day", by=production.person("Ben Ode"))
    assert production.state.day == ""
    assert "colt-3" in device.page("/board/now").words


# -- what comes next, by role -----------------------------------------------------------------


def test_the_first_page_says_what_comes_next_for_each(production: Production) -> None:
    """Day not open: the caller opens it, everybody else is told who does."""
    closed = "The working day is not open. The first AD opens it"
    assert 'href="/day#open"' in Device(production, "Ben Ode").page("/").text
    for name in ("Anna Ruiz", "Cal Reed", "Olga Petrov"):
        assert closed in Device(production, name).page("/").words
    open_day(tablet(production))
    assert "Opening check, still to do colt-3, rifle-1, and rubber-1" in (
        Device(production, "Anna Ruiz").page("/").words
    )
    assert "Before first use, still to do The day's meeting" in (
        Device(production, "Ben Ode").page("/").words
    )
    assert "You have no gun in hand." in Device(production, "Cal Reed").page("/").words
    assert "Nothing is asked of you now." in Device(production, "Olga Petrov").page("/").words


def test_the_performers_page_is_their_gun(production: Production) -> None:
    """What they may do with it and what not, as it was read to them."""
    device = tablet(production)
    approved(device)
    out_and_shown(device)
    handed_over(device)
    said = Device(production, "Cal Reed").page("/").words
    assert "You may: point Not: cock, dry fire, and fire the gun" in said
    assert "In your hand: colt-3 seen empty Last shown: seen empty, by " in said


def test_the_armorer_is_sent_to_what_is_past_a_cut_first(production: Production) -> None:
    """Past a cut and not back comes before the opening check of anything else."""
    device = tablet(production)
    approved(device)
    out_and_shown(device)
    handed_over(device)
    device.done("cut", set_up=SET_UP, by=production.person("Ben Ode"))
    said = Device(production, "Anna Ruiz").page("/").words
    assert said.index("Past a cut and not back: collect colt-3") < said.index("Opening check")


def test_a_gun_of_which_nothing_stands_is_to_be_shown_again(production: Production) -> None:
    """Out of its lock and asked to be seen, it is next for the armorer."""
    device = tablet(production)
    open_day(device)
    looked(device, "colt-3", purpose="opening")
    taken_out(device, "colt-3")
    said = Device(production, "Anna Ruiz").page("/").words
    assert "Out, and nothing shown stands: show again colt-3" in said


def test_what_is_written_for_a_gun_is_not_said_to_be_in_it(production: Production) -> None:
    """A gun that nobody has shown is unknown on its set-up, whatever is written for it."""
    device = tablet(production)
    approved(device)
    said = device.page(f"/set-up/{SET_UP}/now").words
    assert "colt-3 unknown Written for: Cal Reed, seen empty · locked away" in said


def test_radio_quiet_is_said_on_the_set_up(production: Production) -> None:
    """Everything is asked before and entered after."""
    device = tablet(production)
    approved(device, radio_quiet="yes")
    said = device.page(f"/set-up/{SET_UP}").words
    assert "Radio-quiet: everything is asked before and entered after." in said
    assert "radio-quiet" in device.page("/board").words


def test_while_a_radio_quiet_set_up_rolls_nobody_is_asked_for_a_tap(
    production: Production,
) -> None:
    """The performer's own sentence waits for the cut; it is asked for then."""
    device = tablet(production)
    approved(device, radio_quiet="yes")
    out_and_shown(device)
    handed_over(device)
    ben = production.person("Ben Ode")
    device.done("rolling", set_up=SET_UP, by=ben)
    cal = Device(production, "Cal Reed")
    assert "I was shown, I took it" not in cal.page("/now").words
    device.done("cut", set_up=SET_UP, by=ben)
    assert "I was shown, I took it" in cal.page("/now").words
