"""A gun's errands on the pages: what comes next for it, showings, hand-over, what went ahead."""

from __future__ import annotations

import re
from typing import Any

import pytest
from litestar.status_codes import HTTP_303_SEE_OTHER

from showclear.desk.directory import NAME, Named
from showclear.errors import UsageError
from showclear.field.ids import EventId, KeyId, LotId, SetUpId
from showclear.field.mechanisms import Holds
from showclear.field.plan import Line, Phase
from showclear.record.envelope import signed_bytes
from showclear.record.events.guns import GoAgain
from showclear.record.events.handling import Act, Announced, HandOver
from showclear.record.events.plan import ApproveSetUp, Use
from showclear.record.events.table import AnyBody
from showclear.record.limits import DRAFT_MS
from showclear.record.showing import Shown, opened, statement
from showclear.web.coming_next import errands, kit
from showclear.web.sheets import Recorder, Sheet
from tests.web.kit import PAGE, Device, Page, Production, looked, open_day, taken_out

ANNA, BEN, CAL, DEE = "Anna Ruiz", "Ben Ode", "Cal Reed", "Dee Park"
CHAMBERS = [f"chamber-{number}" for number in range(1, 7)]
ODD_ANSWER = "fired case"


@pytest.fixture
def tablet(production: Production) -> Device:
    """Give the cart's tablet on an open day, everybody's keys on it, Anna at it."""
    device = Device(production, ANNA)
    open_day(device)
    return device


def record(place: Production, body: AnyBody, *names: str) -> None:
    """Sign an event as these people and hand it in."""
    sheet = Sheet(place.served, Recorder(person=place.person(names[0])))
    sheet.add(body, *[place.person(name) for name in names])
    draft = place.served.drafts.find(sheet.drafts[0])
    for name in names:
        signer = place.signer(name)
        key = KeyId(signer.public.hex())
        place.served.drafts.sign(sheet.drafts[0], key, signer.sign(signed_bytes(draft.payload)))
    assert not place.served.drafts.submit(sheet.drafts[0]).refused


def planned(place: Production, *acts: Act, rounds: int = 6) -> SetUpId:
    """Have Anna and Ben approve a take in which Cal holds the revolver."""
    served = place.served
    set_up = SetUpId(served.new_id("s"))
    called = served.keep(NAME, "27A, saloon close")
    served.call(Named(subject=set_up, details={NAME: called}))
    use = Use(
        weapon=place.gun("colt-3"),
        performers=(place.person(CAL),),
        acts=acts,
        holds=Announced.DUMMIES if rounds else Announced.EMPTY,
        rounds=rounds,
        lot=place.lot("dummies-a") if rounds else LotId(""),
        reason=served.keep("words", "seen close"),
    )
    body = ApproveSetUp(
        set_up=set_up, scene="saloon", phase=Phase.TAKE, uses=(use,), line=Line.CLEAR,
        nearest_mm=7_000, area=(place.person(CAL),),
    )  # fmt: skip
    record(place, body, ANNA, BEN)
    return set_up


def opening_look(tablet: Device, who: str, **odd: str) -> Page:
    """Have one person look at the revolver for the opening check, and sign."""
    place = tablet.production
    sheet = tablet.act(
        "look", weapon=place.gun("colt-3"), way="seen-empty", purpose="opening",
        by=place.person(who), **{"by.all": "rod-to-mark"}, **odd,
    )  # fmt: skip
    return tablet.sign(sheet, who)


def out(tablet: Device) -> None:
    """Have the revolver checked by two and taken out by Anna."""
    opening_look(tablet, ANNA)
    opening_look(tablet, BEN)
    taken_out(tablet, "colt-3")


def presented(tablet: Device, **fields: Any) -> str:
    """Have Anna present the revolver; return the path of the second person's page."""
    place = tablet.production
    gun = place.gun("colt-3")
    given = {
        "way": "seen-empty", "purpose": "showing", "handler": place.person(ANNA),
        "handler.all": "rod-to-mark", **fields,
    }  # fmt: skip
    answer = tablet.ask("POST", f"/gun/{gun}/presented", data=given, headers=PAGE)
    assert answer.status == HTTP_303_SEE_OTHER, answer.words
    return str(answer.answer.headers["location"])


def answered(tablet: Device, page: str, **fields: Any) -> Page:
    """Have Ben answer as second person; return the sheet."""
    place = tablet.production
    given = {
        "half": page.partition("half=")[2], "weapon": place.gun("colt-3"),
        "second": place.person(BEN), "second.all": "rod-to-mark", **fields,
    }  # fmt: skip
    return tablet.act("show", **given)


def with_dummies(place: Production) -> dict[str, Any]:
    """Return the presenter's fields of a showing in which six dummies go in."""
    return {
        "way": "seen-going-in", "before": "yes", "handler.before.all": "rod-to-mark",
        "handler.all": "yes", "positions": CHAMBERS,
        "stock": f"{place.container('box-a')} {place.lot('dummies-a')}",
    }  # fmt: skip


def signed(tablet: Device, sheet: Page) -> Page:
    """Have everybody sign, one after the other; return the last answer."""
    while sheet.drafts:
        sheet = tablet.sign(sheet)
    return sheet


# -- what comes next --------------------------------------------------------------------------


def test_the_page_of_a_gun_opens_with_what_comes_next_for_it(tablet: Device) -> None:
    """Locked and unchecked: opening check. Checked: take out. Out and unknown: show it."""
    place = tablet.production
    gun = place.gun("colt-3")

    def first() -> tuple[str, ...]:
        return errands(place.served, gun).first

    assert first() == ("opening-check",)
    opening_look(tablet, ANNA)
    opening_look(tablet, BEN)
    assert first() == ("take-out",)
    taken_out(tablet, "colt-3")
    assert first() == ("show", "going-in", "lock")
    looked(tablet, "colt-3")
    assert first() == ("hand-over", "going-in", "lock")
    tablet.done("hand-over", weapon=gun, to=place.person(CAL), by=place.person(ANNA))
    assert first() == ("was-shown", "collect", "go-again")
    tablet.done("shown", weapon=gun, by=place.person(CAL))
    assert first() == ("collect", "go-again")
    tablet.done("collect", items=gun, giver=place.person(CAL), by=place.person(ANNA))
    assert first() == ("show", "going-in", "lock")
    tablet.done("misfire", weapon=gun, by=place.person(BEN))
    assert first() == ("waiting",)


def test_whatever_does_not_come_next_is_still_on_the_page(tablet: Device) -> None:
    """Reports are never left out: they stand under the rest and under what may happen."""
    out(tablet)
    found = errands(tablet.production.served, tablet.production.gun("colt-3"))
    assert {"collect", "relief", "declined"} <= set(found.rest)
    assert {"ended", "misfire", "found-with", "guarded", "went-ahead"} <= set(found.happened)
    page = tablet.page(f"/gun/{tablet.production.gun('colt-3')}")
    for act in ("collect", "relieve", "decline", "showing-ended", "found-with", "went-ahead"):
        assert f'data-hx-post="/acts/{act}"' in page.text


# -- two separate looks -----------------------------------------------------------------------


def test_an_opening_check_is_two_looks_apart(tablet: Device) -> None:
    """After the first the second is asked for; after both it is open for the day."""
    place = tablet.production
    gun = place.gun("colt-3")
    first = opening_look(tablet, ANNA)
    assert "The first answer is in" in first.words
    page = tablet.page(f"/gun/{gun}/show?purpose=opening")
    assert "The first answer is in" in page.words
    people = re.findall(r'<option value="(p-[^"]+)"', page.text)
    assert people[0] == place.person(BEN)
    opening_look(tablet, BEN)
    assert opened(place.state.weapons[gun])


def test_the_second_is_shown_nothing_of_the_first_look(tablet: Device) -> None:
    """Neither the second person's page nor the gun's says what the first has answered."""
    gun = tablet.production.gun("colt-3")
    opening_look(tablet, ANNA, **{"by.chamber-3": "fired-case"})
    for path in (f"/gun/{gun}/show?purpose=opening", f"/gun/{gun}", f"/gun/{gun}/now"):
        text = tablet.page(path).text
        assert 'value="fired-case" checked' not in text
        assert "differ" not in text
    assert ODD_ANSWER not in tablet.page(f"/gun/{gun}/now").words


# -- one showing, each answers alone ----------------------------------------------------------


def test_a_showing_asks_the_second_without_the_firsts_answers(tablet: Device) -> None:
    """What Anna named odd is on no page until Ben has answered."""
    out(tablet)
    page = presented(tablet, **{"handler.chamber-3": "fired-case"})
    text = tablet.page(page).text
    assert 'value="fired-case" checked' not in text
    assert 'value="fired-case" selected' not in text
    assert "handler.chamber-3" not in text


def test_a_sheet_gives_each_signer_their_own_sentences(tablet: Device) -> None:
    """While Anna signs, Ben's look is not on the sheet, nor hers while he does."""
    out(tablet)
    sheet = answered(tablet, presented(tablet, **{"handler.chamber-3": "fired-case"}))
    assert [len(one.keys) for one in sheet.drafts] == [1]
    assert ODD_ANSWER in sheet.words
    key = tablet.production.signer(BEN).public.hex()
    other = tablet.page(f"/sheet?draft={sheet.drafts[0].draft}&key={key}")
    assert [one.keys for one in other.drafts] == [(key,)]
    assert ODD_ANSWER not in other.words
    after = tablet.sign(sheet, ANNA)
    assert [one.keys for one in after.drafts] == [(key,)]
    assert ODD_ANSWER not in after.words


def test_a_device_without_their_keys_is_shown_no_look(tablet: Device) -> None:
    """The recorder sees who has still to sign, not what they will."""
    out(tablet)
    recorder = Device(tablet.production, CAL, keys=())
    page = presented(recorder, **{"handler.chamber-3": "fired-case"})
    sheet = answered(recorder, page)
    assert sheet.drafts == ()
    assert "Still to sign: Anna Ruiz" in sheet.words
    assert ODD_ANSWER not in sheet.words


def test_six_dummies_seen_going_in_are_handed_over_on_one_sheet(tablet: Device) -> None:
    """Seen empty, put in, seen going in, handed over: Anna signs four sentences, Ben two."""
    place = tablet.production
    out(tablet)
    set_up = planned(place, Act.POINT, Act.COCK)
    page = presented(tablet, **with_dummies(place))
    shown = tablet.page(page)
    assert "You may: point and cock" in shown.words
    assert "Not: dry fire and fire the gun" in shown.words
    sheet = answered(
        tablet, page,
        **{"second.before.all": "rod-to-mark", "offer": f"{set_up} {place.person(CAL)}"},
    )  # fmt: skip
    assert len(sheet.drafts) == 4
    assert "You may: point and cock Not: dry fire and fire the gun" in sheet.words
    assert "So far: Nothing on record against it; last shown: 6 dummies" in sheet.words
    second = tablet.sign(sheet, ANNA)
    assert len(second.drafts) == 2
    answer = tablet.sign(second, BEN)
    assert set(answer.kinds) == {"taken"}, answer.words
    assert "colt-3: 6 dummies. With Cal Reed." in answer.words
    weapon = place.state.weapons[place.gun("colt-3")]
    assert (weapon.in_hand, weapon.handed_for) == (place.person(CAL), set_up)
    assert statement(weapon, epoch=place.state.epoch).shown is Shown.DUMMIES


def test_what_rests_on_another_signature_is_marked(tablet: Device) -> None:
    """A device that keeps signed things must not send a step before what it rests on."""
    out(tablet)
    page = presented(tablet, **with_dummies(tablet.production))
    sheet = answered(tablet, page, **{"second.before.all": "rod-to-mark"})
    marks = re.findall(r'data-title="([^"]+)"( data-waits="yes")?', sheet.text)
    assert [(title, bool(waits)) for title, waits in marks] == [
        ("Look", False), ("Load", True), ("Look", True),
    ]  # fmt: skip


def test_the_presenter_is_not_the_second_person(tablet: Device) -> None:
    """Somebody who presents cannot answer as second too: it says who else is wanted."""
    out(tablet)
    answer = answered(tablet, presented(tablet), second=tablet.production.person(ANNA))
    assert "second person: expected somebody other than Anna Ruiz" in answer.words
    assert answer.drafts == ()


def test_first_answers_lapse_like_drafts(tablet: Device) -> None:
    """Two minutes after the presenter answered the showing begins again; nothing is recorded."""
    out(tablet)
    page = presented(tablet)
    tablet.production.clock.advance(DRAFT_MS + 1)
    answer = answered(tablet, page)
    assert "the first answers: expected some that were entered in the last 120 s" in answer.words


# -- they differ, or could not see ------------------------------------------------------------


def test_could_not_see_says_look_again_then_not_yet(tablet: Device) -> None:
    """The first time: look again. The second time: not yet, and what lifts it."""
    out(tablet)
    first = signed(tablet, answered(tablet, presented(tablet), **{"second.all": "none"}))
    assert "look again" in first.words
    assert "Not yet" not in first.words
    second = signed(tablet, answered(tablet, presented(tablet), **{"second.all": "none"}))
    assert "Not yet: because twice somebody could not see" in second.words
    assert "make it clear and start from empty" in second.words


def test_a_difference_names_nobody(tablet: Device) -> None:
    """Two answers that differ: look again, without a word on who saw what."""
    out(tablet)
    sheet = answered(tablet, presented(tablet), **{"second.chamber-2": "dummy"})
    answer = signed(tablet, sheet)
    assert "They differ, or something was not seen: look again." in answer.words
    gun = tablet.production.state.weapons[tablet.production.gun("colt-3")]
    saw = [one.holds for look in gun.looks for one in look.answers if one.position == "chamber-2"]
    assert saw == [Holds.EMPTY, Holds.DUMMY]


# -- it went ahead ----------------------------------------------------------------------------


def ahead_form(page: Page) -> dict[str, str]:
    """Return the fields of the first form that reports what went ahead."""
    form = page.text.partition('data-hx-post="/acts/went-ahead"')[2].partition("</form>")[0]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


def test_a_not_yet_is_reported_as_gone_ahead_in_one_tap(tablet: Device) -> None:
    """After a refused hand-over the report names what, which gun, who has it, which event."""
    place = tablet.production
    out(tablet)
    gun = place.gun("colt-3")
    refused = tablet.sign(
        tablet.act("hand-over", weapon=gun, to=place.person(CAL), by=place.person(ANNA))
    )
    assert refused.kinds == ["not-yet"]
    assert "To lift it:" in refused.words
    fields = ahead_form(refused)
    assert fields["items"] == gun
    assert fields["in_hand"] == place.person(CAL)
    assert fields["what"] == "hand-over"
    assert re.fullmatch(r"[0-9a-f]{64}", fields["refused"])
    assert tablet.sign(tablet.act("went-ahead", **fields)).kinds == ["taken"]
    assert place.state.weapons[gun].in_hand == place.person(CAL)


def test_a_draft_that_lapsed_unsigned_is_reported_in_one_tap_too(tablet: Device) -> None:
    """The gun moved on the forecast and nobody signed in time: it is taken down all the same."""
    place = tablet.production
    out(tablet)
    looked(tablet, "colt-3")
    gun = place.gun("colt-3")
    sheet = tablet.act("hand-over", weapon=gun, to=place.person(CAL), by=place.person(ANNA))
    place.clock.advance(DRAFT_MS + 1)
    late = tablet.sign(sheet)
    assert "begin again; nothing was recorded" in late.words
    fields = ahead_form(late)
    assert (fields["items"], fields["refused"]) == (gun, "")
    tablet.done("went-ahead", **fields)
    assert place.state.weapons[gun].in_hand == place.person(CAL)


def test_gone_ahead_is_offered_where_something_stands_against_it_alone(tablet: Device) -> None:
    """Beside a signature that nothing is against there is nothing else to tap."""
    place = tablet.production
    opening_look(tablet, ANNA)
    opening_look(tablet, BEN)
    gun = place.gun("colt-3")
    fields = {"items": gun, "place": place.container("lockup"), "by": place.person(ANNA)}
    sheet = tablet.act("take-out", **fields)
    assert "It went ahead all the same" not in sheet.words
    tablet.sign(sheet)
    against = tablet.act("hand-over", weapon=gun, to=place.person(CAL), by=place.person(ANNA))
    assert "It went ahead all the same" in against.words
    assert ahead_form(against)["in_hand"] == place.person(CAL)


# -- hand-over and back -----------------------------------------------------------------------


def test_one_tap_on_a_performer_says_set_up_person_and_acts(tablet: Device) -> None:
    """The set-up's performers are offered first; the acts are the set-up's own."""
    place = tablet.production
    out(tablet)
    set_up = planned(place, Act.POINT, rounds=0)
    looked(tablet, "colt-3")
    gun = place.gun("colt-3")
    page = tablet.page(f"/gun/{gun}")
    offer = f"{set_up} {place.person(CAL)}"
    assert f'name="offer" value="{offer}"' in page.text
    sheet = tablet.act("hand-over", weapon=gun, offer=offer, by=place.person(ANNA))
    body = next(iter(place.served.drafts.open()))[1].event.body
    assert isinstance(body, HandOver)
    assert (body.to, body.acts, body.set_up) == (place.person(CAL), (Act.POINT,), set_up)
    assert len(body.looks) == 2
    assert tablet.sign(sheet).kinds == ["taken"]


def test_the_performer_signs_on_a_device_of_their_own(tablet: Device) -> None:
    """I was shown, I took it: whenever hands are free, with the key on one's own phone."""
    place = tablet.production
    out(tablet)
    looked(tablet, "colt-3")
    gun = place.gun("colt-3")
    tablet.done("hand-over", weapon=gun, to=place.person(CAL), by=place.person(ANNA))
    phone = Device(place, CAL, keys=(CAL,))
    assert "Cal Reed: I was shown, I took it" in phone.page(f"/gun/{gun}").words
    phone.done("shown", weapon=gun, by=place.person(CAL))
    assert place.state.weapons[gun].shown_by


def test_the_performers_sentence_says_what_was_shown_and_by_whom(tablet: Device) -> None:
    """Beside *I was shown* stands what, by whom, to whom, how long ago."""
    place = tablet.production
    out(tablet)
    looked(tablet, "colt-3")
    gun = place.gun("colt-3")
    tablet.done("hand-over", weapon=gun, to=place.person(CAL), by=place.person(ANNA))
    phone = Device(place, CAL, keys=(CAL,))
    said = "Last shown: seen empty, by Anna Ruiz to Ben Ode, 0 min ago"
    assert f"In your hand: colt-3 seen empty {said}" in phone.page("/").words
    assert said in phone.act("shown", weapon=gun, by=place.person(CAL)).words


def test_going_again_without_a_set_up_says_what_is_wanting(tablet: Device) -> None:
    """Handed over for no set-up: the page leads to one, and the act says so in words."""
    place = tablet.production
    out(tablet)
    looked(tablet, "colt-3")
    gun = place.gun("colt-3")
    tablet.done("hand-over", weapon=gun, to=place.person(CAL), by=place.person(ANNA))
    page = tablet.page(f"/gun/{gun}")
    assert "Going again needs an approved set-up." in page.words
    assert 'href="/set-ups/new"' in page.text
    assert 'data-hx-post="/acts/go-again"' not in page.text
    answer = tablet.act("go-again", weapon=gun, set_up="", by=place.person(ANNA))
    assert (
        "set-up in which colt-3 goes again: expected the approved one that it was handed over "
        "for, found it was handed over for none"
    ) in answer.words


def test_what_the_decoder_says_is_told_in_a_sentence(tablet: Device) -> None:
    """An entry that no sentence can be written with is named as it stands on the form."""
    place = tablet.production
    sheet = Sheet(place.served, Recorder(person=place.person(ANNA)))
    body = GoAgain(weapon=place.gun("colt-3"), set_up=SetUpId(""))
    with pytest.raises(UsageError) as problem:
        sheet.add(body, place.person(ANNA))
    assert str(problem.value) == (
        "set up: expected an entry that this sentence can be written with, found nothing entered"
    )


def test_a_hand_over_to_nobody_names_the_field(tablet: Device) -> None:
    """No name chosen: the browser asks for one, and the answer says which field."""
    place = tablet.production
    out(tablet)
    looked(tablet, "colt-3")
    gun = place.gun("colt-3")
    page = tablet.page(f"/gun/{gun}")
    assert '<select id="to" name="to" required>' in page.text
    assert "You may: tick what is allowed, then read it aloud" in page.words
    assert "Nothing ticked: only carry it." in page.words
    assert "Not: point" not in page.words
    answer = tablet.act("hand-over", weapon=gun, to="", by=place.person(ANNA))
    assert "To whom: expected the name of whoever takes it, found no name chosen" in answer.words


def test_the_errands_of_a_gun_are_asked_for_again_once_one_is_taken(tablet: Device) -> None:
    """After it was taken out, taking it out is no longer what comes next."""
    opening_look(tablet, ANNA)
    opening_look(tablet, BEN)
    gun = tablet.production.gun("colt-3")
    assert f'data-errands data-hx-get="/gun/{gun}/errands"' in tablet.page(f"/gun/{gun}").text
    assert 'data-hx-post="/acts/take-out"' in tablet.page(f"/gun/{gun}/errands").text
    taken_out(tablet, "colt-3")
    after = tablet.page(f"/gun/{gun}/errands")
    assert 'data-hx-post="/acts/take-out"' not in after.text
    assert f'href="/gun/{gun}/show"' in after.text


def test_what_should_be_in_a_gun_is_not_written_as_what_is(tablet: Device) -> None:
    """Before anybody looked a target says what should be there."""
    out(tablet)
    gun = tablet.production.gun("colt-3")
    page = tablet.page(f"/gun/{gun}/show")
    assert page.text.count("<i>should be</i> empty") == len(CHAMBERS) + 1  # and the bore


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("snapped", {"by": ANNA}),
        ("function-seen", {"by": ANNA, "works": "yes"}),
        ("showing-ended", {"by": BEN, "cause": "dropped"}),
        ("misfire", {"by": BEN}),
        ("fired", {"by": BEN, "gunshots": "2"}),
        ("discharge", {"by": BEN}),
        ("decline", {"by": ANNA, "side": "issue"}),
    ],
)
def test_everything_that_happens_to_a_gun_has_its_sentence(
    tablet: Device, act: str, fields: dict[str, str]
) -> None:
    """Snapped, seen to work, dropped, misfired, fired, declined: one signature each."""
    out(tablet)
    place = tablet.production
    given = {**fields, "by": place.person(fields["by"]), "weapon": place.gun("colt-3")}
    tablet.done(act, **given)


def test_relief_passes_a_gun_from_handler_to_handler(tablet: Device) -> None:
    """Dee takes over, Anna signs too: Dee is in charge, and nothing is asked of anybody."""
    place = tablet.production
    out(tablet)
    gun = place.gun("colt-3")
    tablet.done("relieve", items=gun, by=place.person(DEE), of=place.person(ANNA))
    assert place.state.weapons[gun].charge.who == place.person(DEE)
    assert not place.state.questions


def test_found_with_somebody_and_guarded_are_as_easy_as_the_rest(tablet: Device) -> None:
    """A gun found unattended, then stood by: two reports, each from anybody's signature."""
    place = tablet.production
    out(tablet)
    gun = place.gun("colt-3")
    tablet.done("found-with", items=gun, holder="", by=place.person(CAL))
    tablet.done("guarded-by", items=gun, guard=place.person(CAL), by=place.person(CAL))
    assert place.state.weapons[gun].in_hand == place.person(CAL)


def test_lock_up_never_waits(tablet: Device) -> None:
    """Several go back into the lock with one signature, whatever is open."""
    place = tablet.production
    out(tablet)
    taken_out(tablet, "rubber-1")
    guns = [place.gun("colt-3"), place.gun("rubber-1")]
    tablet.done("showing-ended", weapon=guns[0], cause="dropped", by=place.person(BEN))
    page = tablet.page("/lock")
    assert all(f'value="{gun}" checked' in page.text for gun in guns)
    lockup = place.container("lockup")
    tablet.done("lock", items=guns, place=lockup, by=place.person(ANNA))
    assert {place.state.weapons[gun].in_hand for gun in guns} == {lockup}


def test_a_kit_is_named_by_its_worst_member(tablet: Device) -> None:
    """A rubber gun nobody has identified, in the hand that has a gun seen empty: it is named."""
    place = tablet.production
    colt, rubber = place.gun("colt-3"), place.gun("rubber-1")
    assert kit(place.served, colt) is None
    out(tablet)
    looked(tablet, "colt-3")
    tablet.done("hand-over", weapon=colt, to=place.person(CAL), by=place.person(ANNA))
    fields = {"what": "hand-over", "items": rubber, "in_hand": place.person(CAL)}
    tablet.done("went-ahead", by=place.person(BEN), refused=EventId(""), **fields)
    found = kit(place.served, colt)
    assert found is not None
    assert set(found.members) == {colt, rubber}
    assert found.worst == rubber
    assert "Kit, by its worst member: rubber-1" in tablet.page(f"/gun/{colt}").words
