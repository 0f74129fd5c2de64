"""Receiving, proving, finding and answering, as a tablet asks for it with real keys."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

import pytest

from showclear.field.stock import Odd, Proof
from showclear.outputs.labels.code import make_address, make_code
from showclear.record.events.stock import Prove, ReceiveWeapon
from showclear.record.state import State, Topic
from showclear.web.entries import event_at
from tests.web.kit import Device, Page, Production

ANNA: Final = "Anna Ruiz"
DEE: Final = "Dee Park"
BEN: Final = "Ben Ode"
PICTURE: Final = sha256(b"a picture of a serial number").hexdigest()
COLT: Final = {
    "handle": "Colt 4", "weapon_class": "6", "pattern": "single-action-1873", "chambers": "6",
    "adaptation": "none", "calibres": ".45-colt, .44-40", "serial": "200517",
    "supplier": "Golden West", "papers": "export papers of March", "photograph": PICTURE,
}  # fmt: skip


def by(production: Production, name: str = ANNA, second: str = "") -> dict[str, str]:
    """Return who signs a form."""
    signs = {"by": production.person(name)}
    return {**signs, "second": production.person(second)} if second else dict(signs)


def delivery(tablet: Device, rounds: int = 24, *, sealed: bool = True) -> dict[str, str]:
    """Have Anna receive a belt with one lot of dummies; return the fields that name them."""
    place = tablet.production
    tablet.done(
        "receive-container", handle="belt-1", form="belt", purpose="receiving",
        key_holders=place.person(ANNA), **by(place),
    )  # fmt: skip
    belt = place.container("belt-1")
    more = {"sealed": "yes"} if sealed else {}
    tablet.done(
        "receive-rounds", handle="dummies-b", kind="dummy", calibre=".45-colt",
        rounds=str(rounds), container=belt, maker="GW", supplier="Golden West",
        receipt="4711", **more, **by(place),
    )  # fmt: skip
    return {"container": belt, "lot": place.lot("dummies-b")}


def proves(tablet: Device, what: dict[str, str], name: str, **more: str) -> Page:
    """Have one person say that 24 rattled and a hole was seen in each, or what else they say."""
    said: dict[str, Any] = {"rounds": "24", "each": ["rattle", "hole"], **more}
    return tablet.done("prove", **what, **said, **by(tablet.production, name))


def topics(state: State) -> list[Topic]:
    """Return what the open questions are about."""
    return [one.topic for one in state.questions.values()]


# -- receiving -----------------------------------------------------------------------------------


def test_a_gun_is_received_with_its_papers_and_a_hash_of_its_photograph(
    production: Production,
) -> None:
    """What is written about a gun lies beside the log; the log has a commitment for each."""
    tablet = Device(production, ANNA)
    tablet.done("receive-weapon", **COLT, **by(production))
    colt = production.gun("colt-4")
    weapon = production.state.weapons[colt]
    assert (weapon.pattern, weapon.chambers, weapon.calibres) == (
        "single-action-1873", 6, (".45-colt", ".44-40"),
    )  # fmt: skip
    assert weapon.lacks == ()
    [index] = production.served.desk.parts.store.item_history(colt)
    body = event_at(production.served.desk, index).body
    assert isinstance(body, ReceiveWeapon)
    names = production.served.names
    assert names.words(body.photograph) == f"sha256:{PICTURE}"
    assert names.words(body.serial) == "200517"
    assert PICTURE not in body.photograph


def test_numbers_left_out_are_as_the_type_usually_has_them(production: Production) -> None:
    """Whoever enters no chambers gets those of the action type."""
    tablet = Device(production, ANNA)
    tablet.done("receive-weapon", **{**COLT, "chambers": ""}, **by(production))
    assert production.state.weapons[production.gun("colt-4")].chambers > 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param(
            {"handle": ""}, "handle: expected what is written on the tag", id="no-handle"
        ),
        pytest.param({"handle": "colt-3"}, "found colt-3", id="handle-taken"),
        pytest.param({"weapon_class": "1"}, "expected 4 to 6, found 1", id="class"),
        pytest.param({"weapon_class": "7"}, "expected 1 to 6", id="class-unknown"),
        pytest.param({"chambers": "60"}, "chambers", id="chambers"),
        pytest.param({"pattern": "blunderbuss"}, "action type: expected one of", id="pattern"),
        pytest.param({"calibres": "a/b"}, "calibre: expected such as .45-colt", id="calibre"),
        pytest.param({"photograph": "me.jpg"}, "expected SHA-256 of the file", id="photograph"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_drafted(
    production: Production, wrong: dict[str, str], said: str
) -> None:
    """A form that cannot be says which field, what was expected and what was found."""
    tablet = Device(production, ANNA)
    answer = tablet.act("receive-weapon", **{**COLT, **wrong}, **by(production))
    assert (answer.drafts, said in answer.words) == ((), True), answer.words


def test_a_handle_that_was_begun_and_not_signed_is_free_again(production: Production) -> None:
    """While one tablet is signing a handle nobody else takes it; once that lapsed it is free."""
    tablet = Device(production, ANNA)
    tablet.act("receive-weapon", **COLT, **by(production))
    assert "found colt-4" in tablet.act("receive-weapon", **COLT, **by(production)).words
    production.clock.advance(121_000)
    tablet.done("receive-weapon", **COLT, **by(production))
    assert production.gun("colt-4")


def test_a_delivery_is_sealed_and_kept_apart_until_it_is_opened(production: Production) -> None:
    """The page offers to open a sealed delivery, and to prove it only afterwards."""
    tablet = Device(production, ANNA)
    what = delivery(tablet)
    prove = f"/prove/{what['container']}/{what['lot']}"
    page = tablet.page(f"/stock/box/{what['container']}")
    assert "Open a delivery" in page.words
    assert prove not in page.text
    assert "sealed, kept apart" in tablet.page("/stock").words
    tablet.done("open-delivery", container=what["container"], **by(production))
    page = tablet.page(f"/stock/box/{what['container']}")
    assert prove in page.text
    assert "Open a delivery" not in page.words


def test_more_of_a_known_lot_arrives_under_its_own_name(production: Production) -> None:
    """A second delivery of a lot needs neither a new handle nor its kind once more."""
    tablet = Device(production, ANNA)
    what = delivery(tablet)
    fields = {"lot": what["lot"], "rounds": "6", "container": what["container"]}
    tablet.done("receive-rounds", **fields, **by(production))
    assert production.state.lots[production.lot("dummies-b")].received == 30


def test_two_officers_name_anew_who_has_the_keys(production: Production) -> None:
    """Whoever is not ticked has no key from now on."""
    tablet = Device(production, ANNA)
    lockup = production.container("lockup")
    tablet.done(
        "name-keys", place=lockup, key_holders=production.person(DEE),
        **by(production, "Olga Petrov", "Omar Diaz"),
    )  # fmt: skip
    assert production.state.containers[lockup].key_holders == (production.person(DEE),)


# -- proving -------------------------------------------------------------------------------------


def test_nothing_of_a_first_answer_is_on_the_page(production: Production) -> None:
    """The second is told that one person has looked, and neither who nor what they saw."""
    tablet = Device(production, ANNA)
    what = delivery(tablet, sealed=False)
    path = f"/prove/{what['container']}/{what['lot']}"
    before = tablet.page(path).words
    assert "So far 0 of 2 people have looked" in before
    proves(tablet, what, DEE, **{"rounds": "23", "odd.no-proof": "1"})
    first = tablet.page(path)
    assert "So far 1 of 2 people have looked" in first.words
    assert first.words == before.replace("So far 0", "So far 1")
    stock = production.state.containers[production.container("belt-1")].stock
    assert stock[production.lot("dummies-b")].proved == 0


def test_dummies_are_proved_when_two_have_looked_each_alone(production: Production) -> None:
    """Two who agree prove them; a first signature shows no number that was signed."""
    tablet = Device(production, ANNA)
    what = delivery(tablet, sealed=False)
    first = proves(tablet, what, ANNA)
    assert "24" not in first.words
    proves(tablet, what, BEN)
    stock = production.state.containers[production.container("belt-1")].stock
    assert stock[production.lot("dummies-b")].proved == 24
    assert "24 proved" in tablet.page("/stock").words


def test_a_belt_is_proved_by_a_count_and_its_exceptions(production: Production) -> None:
    """The record has how many were as they should be, what was perceived of each, what was odd."""
    tablet = Device(production, ANNA)
    what = delivery(tablet, sealed=False)
    odd = {"rounds": "22", "odd.no-proof": "1", "odd.damaged": "1", "odd.looks-live": "0"}
    proves(tablet, what, ANNA, **odd)
    index = production.served.desk.parts.store.item_history(what["container"])[-1]
    body = event_at(production.served.desk, index).body
    assert isinstance(body, Prove)
    assert (body.rounds, body.each) == (22, (Proof.RATTLE, Proof.HOLE))
    assert [(one.seen, one.rounds) for one in body.odd] == [(Odd.NO_PROOF, 1), (Odd.DAMAGED, 1)]
    proves(tablet, what, BEN, **odd)
    stock = production.state.containers[production.container("belt-1")].stock
    assert stock[production.lot("dummies-b")].proved == 22


def test_a_count_without_any_proof_is_asked_for_one(production: Production) -> None:
    """Rounds of which nothing was perceived are odd, not as they should be."""
    tablet = Device(production, ANNA)
    what = delivery(tablet, sealed=False)
    answer = tablet.act("prove", **what, rounds="24", **by(production))
    assert "expected at least one: a rattle heard" in answer.words
    assert "counted as odd" in answer.words


def test_a_dummy_that_looks_live_stops_everything_at_once(production: Production) -> None:
    """One person's look suffices, and the first page says so."""
    tablet = Device(production, ANNA)
    what = delivery(tablet, sealed=False)
    proves(tablet, what, DEE, **{"rounds": "23", "odd.looks-live": "1"})
    assert Topic.LOOKS_LIVE in topics(production.state)
    assert "looks live" in tablet.page("/counts").words


# -- found rounds --------------------------------------------------------------------------------


def found(production: Production, second: str = BEN, **more: str) -> dict[str, str]:
    """Return the form of a found case, graded by Anna and one other."""
    fields = {
        "grade": "ours", "kind": "fired-case", "rounds": "1",
        "lot": production.lot("dummies-a"), "into": production.container("box-a"),
        "where": "by the picket line",
    }  # fmt: skip
    return {**fields, **more, **by(production, ANNA, second)}


def test_a_case_of_ours_is_graded_by_two_and_opens_nothing(production: Production) -> None:
    """The reporter is thanked; work goes on."""
    tablet = Device(production, ANNA)
    assert "Thank you for saying so." in tablet.page("/found").words
    tablet.done("found-round", **found(production))
    assert topics(production.state) == []
    assert production.state.containers[production.container("box-a")].fired_cases == 1


def test_the_page_of_found_rounds_starts_with_a_fired_case_of_ours(production: Production) -> None:
    """The most frequent case needs one choice, the other person: a minute is plenty."""
    text = Device(production, ANNA).page("/found").text
    assert 'value="ours" checked' in text
    kind = text[text.index('name="kind"') :]
    assert kind.index("fired-case") < kind.index("blank")
    assert 'inputmode="numeric" value="1"' in text


@pytest.mark.parametrize(
    ("grade", "second", "topic"),
    [
        pytest.param("ours", "", Topic.NOT_NAMEABLE, id="one-alone"),
        pytest.param("not-nameable", BEN, Topic.NOT_NAMEABLE, id="cannot-name-it"),
        pytest.param("looks-live", BEN, Topic.LOOKS_LIVE, id="looks-live"),
    ],
)
def test_what_cannot_be_named_asks(
    production: Production, grade: str, second: str, topic: Topic
) -> None:
    """One alone cannot name a round; what looks live stops whoever says so."""
    tablet = Device(production, ANNA)
    tablet.done("found-round", **found(production, second, grade=grade))
    assert topics(production.state) == [topic]


def test_what_nobody_can_name_is_signed_without_kind_and_lot(production: Production) -> None:
    """Whatever stands in the fields besides; afterwards the page says what to do."""
    tablet = Device(production, ANNA)
    for grade, then in (
        ("not-nameable", "Guns in, then look for more."),
        ("looks-live", "Everything stops."),
    ):
        sheet = tablet.act("found-round", **found(production, grade=grade))
        assert b'"kind":"unknown"' in sheet.drafts[0].payload
        assert b'"lot":' not in sheet.drafts[0].payload
        assert then in tablet.sign(sheet).words


def test_anybody_who_is_enrolled_may_say_what_they_found(production: Production) -> None:
    """A performer reports a round with the armorer; both are on the sheet."""
    tablet = Device(production, "Cal Reed")
    sheet = tablet.act("found-round", **{**found(production), **by(production, "Cal Reed", ANNA)})
    assert len(sheet.drafts[0].keys) == 2


# -- codes and questions --------------------------------------------------------------------------


def test_a_label_opens_the_page_of_what_it_is_on(production: Production) -> None:
    """Code, address, id and handle all lead to the thing; a telephone's camera does too."""
    tablet = Device(production, ANNA)
    origin = production.served.desk.parts.origin
    gun, box = production.gun("colt-3"), production.container("box-a")
    lot = production.lot("dummies-a")
    for text, place in (
        (make_code(origin, gun), f"/gun/{gun}"),
        (make_address("https://cart.local", origin, box), f"/stock/box/{box}"),
        ("COLT-3", f"/gun/{gun}"),
        (box, f"/stock/box/{box}"),
        (make_code(origin, lot), f"/stock/box/{box}"),
    ):
        answer = tablet.ask("GET", "/code", params={"text": text})
        assert answer.answer.headers["location"] == place, text
    scanned = tablet.page(make_address("https://cart.local", origin, gun).partition("local")[2])
    assert scanned.answer.headers["location"] == f"/gun/{gun}"


def test_a_label_of_another_production_is_not_ours(production: Production) -> None:
    """The mark on a label says whose it is, whatever its number happens to name here."""
    code = make_code("elsewhere.example/other", production.gun("colt-3"))
    page = Device(production, ANNA).ask(
        "GET", "/code", params={"text": code}, headers={"accept": "text/html"}
    )
    assert "This ledger does not know that label." in page.words


@pytest.mark.parametrize("text", ["4006381333931", "SC1:00000000:C-00C0FFEE00C0FFEE", "<b>"])
def test_an_unknown_code_is_kept_as_an_open_question(production: Production, text: str) -> None:
    """Whoever scans it writes down what it is on; the question's page has the code in it."""
    tablet = Device(production, DEE)
    page = tablet.ask("GET", "/code", params={"text": text}, headers={"accept": "text/html"})
    assert "This ledger does not know that label." in page.words
    assert "<b>" not in page.text
    tablet.done("unknown-code", code=text, words="a box by the truck", **by(production, DEE))
    [event] = production.state.concerns
    asked = tablet.page(f"/question/{event}")
    assert f"{text}: a box by the truck" in asked.words
    tablet.done("answer", of=event, words="the caterer's", **by(production, BEN))
    assert production.state.concerns == {}


def test_a_question_is_answered_by_handler_and_first_ad_together(production: Production) -> None:
    """One alone is told what is wanted; together they close it."""
    tablet = Device(production, ANNA)
    tablet.done("found-round", **found(production, grade="not-nameable"))
    [event] = production.state.questions
    assert "A handler and the first AD answer together." in tablet.page(f"/question/{event}").words
    alone = tablet.sign(tablet.act("answer", of=event, words="a prop", **by(production)))
    assert alone.kinds == ["not-yet"]
    tablet.done("answer", of=event, words="a prop", **by(production, ANNA, BEN))
    assert production.state.questions == {}
    assert tablet.page(f"/question/{event}").status == 404


def test_where_things_are_kept_is_for_handlers_and_officers(production: Production) -> None:
    """A performer sees what there is to do, and neither keys nor places."""
    box = production.container("box-a")
    for name, sees in ((ANNA, True), ("Cal Reed", False)):
        tablet = Device(production, name)
        shown = tablet.page("/stock").words + tablet.page(f"/stock/box/{box}").words
        assert ("In charge" in shown) is sees


@pytest.mark.parametrize("path", ["/stock", "/receive", "/found", "/code?text=x", "/question/x"])
def test_whoever_has_not_entered_is_sent_to_enter(production: Production, path: str) -> None:
    """No page of stock opens without a session."""
    answer = Device(production).page(path)
    assert (answer.status, answer.answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("path", ["/stock/box/x", "/prove/x/y", "/question/x", "/count/x"])
def test_what_is_not_there_is_said_so(production: Production, path: str) -> None:
    """A thing that this ledger does not have is not found, in a sentence."""
    answer = Device(production, ANNA).page(path)
    assert answer.status == 404
    assert "expected one" in answer.words


def test_the_pages_are_there_in_spanish(production: Production) -> None:
    """Every page of stock speaks the device's language."""
    tablet = Device(production, ANNA, language="es")
    assert "Cartuchos y cajas" in tablet.page("/stock").words
    assert "¿Ha encontrado un cartucho?" in tablet.page("/found").words
