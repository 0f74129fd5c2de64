"""R11, R13, R14, R21, R22, R35: one gun before it is used."""

from __future__ import annotations

from typing import Final

import msgspec
import pytest

from showclear.field.ids import EventId, LotId, PersonId
from showclear.field.instants import MINUTE_MS, Now
from showclear.field.people import Role
from showclear.field.stock import Kind, WeaponClass
from showclear.record.events.guns import FireResult, GoAgain, Release
from showclear.record.events.handling import Announced
from showclear.record.facts_guns import FireFact
from showclear.record.registry import PersonRecord
from showclear.record.state import Lot
from showclear.rules.chapters import guns
from tests.rules import floor
from tests.rules.crew import SET_UP, TWIN, Cases, judged, line, of_class, planned, without
from tests.rules.floor import (
    ARMORER,
    BLANKS,
    COLT,
    DUMMIES,
    NOW,
    OUTSIDER,
    RUBBER_GUN,
    Reason,
    Step,
    minutes_ago,
    rubber_seen,
    with_colt,
)
from tests.rules.pack_texts import CORE, choice

INTAKE: Final = EventId("intake")
GUNSMITH: Final = PersonId("gunsmith")
UNFIT: Final = EventId("worn-notch")
NON_FIRING: Final = (WeaponClass.RUBBER, WeaponClass.REPLICA, WeaponClass.DEACTIVATED)
CHARGES: Final = LotId("charges")


# -- R11 ---------------------------------------------------------------------------------------


def arrived(step: Step, *lacks: str, looked_over: bool = True) -> Step:
    """Return the step with a revolver that came like this."""
    return with_colt(step, lacks=lacks, intake=INTAKE if looked_over else EventId(""))


def rubber_out(*, seen: bool = False, intake: bool = False) -> Step:
    """Return the taking out of a rubber gun that a handler has, or has not, seen to be one."""
    step = floor.take_out(RUBBER_GUN)
    weapon = step.state.weapons[RUBBER_GUN]
    weapon.looks = [rubber_seen()] if seen else []
    weapon.intake = INTAKE if intake else EventId("")
    return step


def not_in(*what: str, lift: str, item: str = "colt") -> Reason:
    """Return R11's reason."""
    return "R11", "intake_incomplete", (item, *what), lift


LOOK_OVER: Final = "the handler looks it over as it came: every position, and says so"
ANEW: Final = "receive it anew, under an id of its own, with: "
R11: Final[Cases] = {
    "everything there and looked over": (lambda: arrived(floor.take_out()), []),
    "no photograph": (
        lambda: arrived(floor.take_out(), "photograph"),
        [not_in("photograph", lift=f"{ANEW}photograph")],
    ),
    "no serial number, no papers, never looked over": (
        lambda: arrived(floor.take_out(), "serial", "papers", looked_over=False),
        [
            not_in("serial", "papers", lift=f"{ANEW}serial, papers"),
            not_in("intake look", lift=LOOK_OVER),
        ],
    ),
    "never looked over": (
        lambda: arrived(floor.take_out(), looked_over=False),
        [not_in("intake look", lift=LOOK_OVER)],
    ),
    "a rubber gun, seen to be one": (lambda: rubber_out(seen=True), []),
    "a rubber gun, looked over when it came": (lambda: rubber_out(intake=True), []),
    "a rubber gun nobody has identified": (
        rubber_out,
        [
            not_in(
                "not seen as non-firing",
                lift="the handler looks at it and says: non-firing, seen as such",
                item="rubber-gun",
            )
        ],
    ),
    "asked about handing over too": (
        lambda: arrived(floor.hand_over(), "papers", looked_over=False),
        [not_in("papers", lift=f"{ANEW}papers"), not_in("intake look", lift=LOOK_OVER)],
    ),
    "a gun nobody has received": (lambda: without(floor.take_out(), COLT), []),
}


@pytest.mark.parametrize("case", R11)
def test_r11_intake(case: str) -> None:
    """Nothing is readied before its papers are there and a handler has looked it over."""
    step, expected = R11[case]
    assert judged(step(), "R11") == (expected, [])


@pytest.mark.parametrize("weapon_class", WeaponClass)
def test_r11_of_every_class(weapon_class: WeaponClass) -> None:
    """Classes 4 to 6 need papers and a look; 1 to 3 only that a handler saw what they are."""
    step = of_class(arrived(floor.take_out(), "papers"), weapon_class)
    against = [] if weapon_class in NON_FIRING else ["R11"]
    assert [reason[0] for reason in judged(step, "R11")[0]] == against


# -- R13 ---------------------------------------------------------------------------------------

UNFIT_REASON: Final[Reason] = (
    "R13",
    "not_fit",
    ("colt", "worn-notch"),
    "a gunsmith releases it, endorsed by the handler; lock it away meanwhile",
)


def unfit(step: Step, *found: EventId) -> Step:
    """Return the step with a revolver about which this was found."""
    return with_colt(step, unfit=found or (UNFIT,))


def release(of: EventId = UNFIT, *, by: PersonId = GUNSMITH, title: str = "gunsmith") -> Step:
    """Return the handler's endorsing of a release, signed by the one who has looked at it."""
    step = unfit(floor.hand_over())
    step.state.registry.people[GUNSMITH] = PersonRecord(title=title, roles={Role.OUTSIDE})
    step.body = Release(weapon=COLT, unfit=of)
    step.by = ((ARMORER, Role.HANDLER), (by, Role.OUTSIDE))
    return step


R13: Final[Cases] = {
    "taken out": (lambda: unfit(floor.take_out()), [UNFIT_REASON]),
    "loaded": (lambda: unfit(floor.load()), [UNFIT_REASON]),
    "handed over": (lambda: unfit(floor.hand_over()), [UNFIT_REASON]),
    "going again": (
        lambda: Step(
            state=unfit(floor.hand_over()).state, body=GoAgain(weapon=COLT, set_up=SET_UP)
        ),
        [UNFIT_REASON],
    ),
    "by voucher": (lambda: unfit(line()), [UNFIT_REASON]),
    "fit": (floor.hand_over, []),
    "a rubber gun with a splinter": (
        lambda: of_class(unfit(floor.take_out()), WeaponClass.RUBBER),
        [UNFIT_REASON],
    ),
    "found twice": (
        lambda: unfit(floor.take_out(), UNFIT, EventId("no-restrictor")),
        [
            (
                "R13",
                "not_fit",
                ("colt", "worn-notch", "no-restrictor"),
                "a gunsmith releases it, endorsed by the handler; lock it away meanwhile",
            )
        ],
    ),
    "released by a gunsmith": (release, []),
    "released by somebody else": (
        lambda: release(by=OUTSIDER),
        [("R13", "not_named_to_lift", ("colt", "inspector"), "released by: gunsmith")],
    ),
    "released by nobody known": (
        lambda: release(by=PersonId("stranger")),
        [("R13", "not_named_to_lift", ("colt",), "released by: gunsmith")],
    ),
    "what was not found is released": (
        lambda: release(EventId("lunch")),
        [
            (
                "R13",
                "nothing_to_lift",
                ("colt", "lunch"),
                "name what was found and is not released yet",
            )
        ],
    ),
    "of a gun nobody has received": (
        lambda: without(release(), COLT),
        [
            (
                "R13",
                "nothing_to_lift",
                ("colt", "worn-notch"),
                "name what was found and is not released yet",
            )
        ],
    ),
}


def test_any_of_the_titles_named_releases() -> None:
    """R13: a row may name more than one title; what lifts it names them all."""
    titles = floor.parameters(released_by_titles=("rental-house", "gunsmith"))
    assert list(guns.fit(floor.case(release()), titles)) == []
    found = list(guns.fit(floor.case(release(by=OUTSIDER)), titles))
    assert [one.lift for one in found] == ["released by: gunsmith or rental-house"]


def test_a_row_that_names_nobody_lets_nobody_release() -> None:
    """R13: without a title in the row no signature releases what was found."""
    found = list(guns.fit(floor.case(release()), floor.no_parameters("released_by_titles")))
    assert [(one.code.value, one.facts, one.lift) for one in found] == [
        ("not_named_to_lift", ("colt", "gunsmith"), "released by: nobody")
    ]


@pytest.mark.parametrize("case", R13)
def test_r13_unfit_until_released(case: str) -> None:
    """What was found about a gun stands against every step until a gunsmith has released it."""
    step, expected = R13[case]
    assert judged(step(), "R13") == (expected, [])


# -- R14 ---------------------------------------------------------------------------------------


def blanks(kind: Kind = Kind.BLANK, calibre: str = ".45-colt") -> Step:
    """Return the loading of three rounds of this kind."""
    step = floor.load(3)
    step.say(lot=BLANKS)
    step.state.lots[BLANKS] = Lot(kind=kind, calibre=calibre)
    return step


def fired(step: Step, *, went: FireResult = FireResult.AS_IT_SHOULD, lot: LotId = BLANKS) -> Step:
    """Return the step after the revolver was test-fired with a lot."""
    fact = FireFact(event=EventId("test-fire"), result=went, debris_mm=0)
    return with_colt(step, test_fired={lot: fact})


def not_tested(*facts: str, lift: str) -> list[Reason]:
    """Return R14's reason."""
    return [("R14", "not_test_fired", ("colt", "blanks", *facts), lift)]


FIRE_IT: Final = "test-fire this gun with this lot, off the set, and record it"
R14: Final[Cases] = {
    "went as it should": (lambda: fired(blanks()), []),
    "never": (blanks, not_tested(lift=FIRE_IT)),
    "with another lot": (lambda: fired(blanks(), lot=DUMMIES), not_tested(lift=FIRE_IT)),
    "charges": (lambda: blanks(Kind.CHARGE), not_tested(lift=FIRE_IT)),
    "did not go as it should": (
        lambda: fired(blanks(), went=FireResult.NOT_AS_IT_SHOULD),
        not_tested(
            "test-fire",
            lift="it did not go as it should: find out why, and test-fire it again off the set",
        ),
    ),
    "dummies": (floor.load, []),
    "a lot nobody has received": (lambda: floor.saying(blanks(), lot=CHARGES), []),
    "a gun nobody has received": (lambda: without(blanks(), COLT), []),
    "a gun that cannot fire": (lambda: of_class(blanks(), WeaponClass.REPLICA), []),
}


@pytest.mark.parametrize("case", R14)
def test_r14_test_fired(case: str) -> None:
    """No blank goes into a gun before that gun was test-fired with that lot, as it should."""
    step, expected = R14[case]
    assert judged(step(), "R14") == (expected, [])


# -- R21 ---------------------------------------------------------------------------------------


def fits(step: Step, *lots: LotId, calibres: tuple[str, ...] = (".45-colt",)) -> Step:
    """Return the step with a revolver made for these, and this list of lots."""
    return with_colt(step, lots_approved=lots, calibres=calibres)


def not_approved(*facts: str, lift: str) -> Reason:
    """Return R21's reason."""
    return "R21", "load_not_approved", ("colt", *facts), lift


ON_LIST: Final = "the handler puts the lot on the gun's list"
R21: Final[Cases] = {
    "on the list, of its calibre": (lambda: fits(floor.load(), DUMMIES), []),
    "one of several calibres": (
        lambda: fits(floor.load(), DUMMIES, BLANKS, calibres=(".44-40", ".45-colt")),
        [],
    ),
    "not on the list": (
        lambda: fits(floor.load(), BLANKS),
        [not_approved("dummies", lift=ON_LIST)],
    ),
    "of another calibre": (
        lambda: fits(floor.load(), DUMMIES, calibres=(".38-40", ".44-40")),
        [
            not_approved(
                "dummies",
                ".45-colt",
                lift="take a lot of a calibre that the gun is made for: .38-40, .44-40",
            )
        ],
    ),
    "no list and no calibre on record": (
        lambda: fits(blanks(), calibres=()),
        [
            not_approved("blanks", lift=ON_LIST),
            not_approved(
                "blanks",
                ".45-colt",
                lift="take a lot of a calibre that the gun is made for: none on record",
            ),
        ],
    ),
    "a lot nobody has received": (lambda: floor.saying(blanks(), lot=CHARGES), []),
    "a gun nobody has received": (lambda: without(blanks(), COLT), []),
}


@pytest.mark.parametrize("case", R21)
def test_r21_lots_that_fit(case: str) -> None:
    """What goes in is on the handler's list for this gun and of a calibre it is made for."""
    step, expected = R21[case]
    assert judged(step(), "R21") == (expected, [])


# -- R22 ---------------------------------------------------------------------------------------


def with_blanks(rounds: int, *, written: int | None = None) -> Step:
    """Return the hand-over of so many blanks, in a set-up written for so many gunshots."""
    step = floor.hand_over()
    floor.put_in(step.colt, rounds, kind=Kind.BLANK)
    step.say(announced=Announced.BLANKS, rounds=rounds)
    return step if written is None else written_for(step, written)


def written_for(step: Step, gunshots: int) -> Step:
    """Return the step in a set-up that is written for so many gunshots of the revolver."""
    planned(step)
    fact = step.state.set_ups[SET_UP]
    use = msgspec.structs.replace(fact.approved.uses[0], gunshots=gunshots)
    approved = msgspec.structs.replace(fact.approved, uses=(use,))
    step.state.set_ups[SET_UP] = msgspec.structs.replace(fact, approved=approved)
    return step


def written_for_another(step: Step) -> Step:
    """Return the step in a set-up that is written for six gunshots, but of another gun."""
    planned(step)
    fact = step.state.set_ups[SET_UP]
    use = msgspec.structs.replace(fact.approved.uses[0], weapon=TWIN, gunshots=6)
    approved = msgspec.structs.replace(fact.approved, uses=(use,))
    step.state.set_ups[SET_UP] = msgspec.structs.replace(fact, approved=approved)
    return step


def more(blanks_in: int, written: int, item: str = "colt") -> Reason:
    """Return R22's alert."""
    lift = f"make it clear and put in {written}, or have the set-up say {blanks_in}"
    return "R22", "more_than_written", (item, str(blanks_in), str(written)), lift


def line_with_blanks() -> Step:
    """Return a line of two revolvers, three blanks in the second."""
    step = line()
    floor.put_in(step.state.weapons[TWIN], 3, kind=Kind.BLANK)
    return step


def of_no_known_lot() -> Step:
    """Return the hand-over of a revolver with a round in it that is of no lot on record."""
    step = with_blanks(1, written=0)
    step.state.lots.pop(BLANKS)
    return step


def of_a_lot_nobody_can_name() -> Step:
    """Return the hand-over of a revolver with a round in it of a lot nobody can name."""
    step = with_blanks(1, written=0)
    step.state.lots[BLANKS].kind = Kind.UNKNOWN
    return step


R22: Final[Cases] = {
    "as many as are written": (lambda: with_blanks(3, written=3), []),
    "one more": (lambda: with_blanks(4, written=3), [more(4, 3)]),
    "fewer": (lambda: with_blanks(2, written=3), []),
    "without a set-up": (lambda: with_blanks(1), [more(1, 0)]),
    "dummies": (lambda: written_for(floor.hand_over(), 0), []),
    "by voucher": (line_with_blanks, [more(3, 0, "twin")]),
    "another gun's gunshots": (lambda: written_for_another(with_blanks(3)), [more(3, 0)]),
    "a round of no known lot": (of_no_known_lot, [more(1, 0)]),
    "a round of a lot nobody can name": (of_a_lot_nobody_can_name, [more(1, 0)]),
    "a gun nobody has received": (lambda: without(with_blanks(3), COLT), []),
}


@pytest.mark.parametrize("case", R22)
def test_r22_no_more_than_is_written(case: str) -> None:
    """More blanks than the set-up writes gunshots is said, and refuses nothing."""
    step, expected = R22[case]
    assert judged(step(), "R22") == ([], expected)


# -- R35 ---------------------------------------------------------------------------------------


def loaded_at(at: Now | None, kind: Kind = Kind.BLANK) -> Step:
    """Return the hand-over of a revolver that was loaded then."""
    step = floor.hand_over()
    floor.put_in(step.colt, 3, kind=kind)
    step.colt.loads = [msgspec.structs.replace(step.colt.loads[0], at=at)]
    return step


def topped_up(at: Now) -> Step:
    """Return the hand-over of a revolver with blanks of then and of just now in it."""
    step = loaded_at(at)
    step.colt.loads.append(msgspec.structs.replace(step.colt.loads[0], at=NOW))
    return step


def again(step: Step) -> Step:
    """Return going again with the revolver instead."""
    step.body = GoAgain(weapon=COLT, set_up=SET_UP)
    return step


def too_long(minutes: str) -> Reason:
    """Return R35's alert."""
    lift = "make it clear and put them in again: in for longer than 10 minutes"
    return "R35", "loaded_too_long", ("colt", minutes), lift


JUST_OVER: Final = msgspec.structs.replace(NOW, boot_ms=NOW.boot_ms - 10 * MINUTE_MS - 1)
R35: Final[Cases] = {
    "just now": (lambda: loaded_at(NOW), []),
    "ten minutes ago": (lambda: loaded_at(minutes_ago(10)), []),
    "a moment longer": (lambda: loaded_at(JUST_OVER), [too_long("10")]),
    "half an hour ago": (lambda: loaded_at(minutes_ago(30)), [too_long("30")]),
    "nobody can say when": (lambda: loaded_at(None), [too_long("?")]),
    "before the clock ran backwards": (
        lambda: loaded_at(msgspec.structs.replace(NOW, epoch=1)),
        [too_long("?")],
    ),
    "charges": (lambda: loaded_at(minutes_ago(11), Kind.CHARGE), [too_long("11")]),
    "dummies": (lambda: loaded_at(minutes_ago(30), Kind.DUMMY), []),
    "going again": (lambda: again(loaded_at(minutes_ago(12))), [too_long("12")]),
    "an empty gun": (floor.hand_over_empty, []),
    "some just now, some long ago": (lambda: topped_up(minutes_ago(25)), [too_long("25")]),
}


def test_r35_a_limit_of_nought_asks_nothing_of_an_empty_gun() -> None:
    """Under the strictest number a gun without blanks in it is still not loaded too long."""
    limit = floor.parameters(loaded_minutes_max=0)
    assert list(guns.load_last(floor.case(floor.hand_over_empty()), limit)) == []
    assert len(list(guns.load_last(floor.case(loaded_at(minutes_ago(1))), limit))) == 1


@pytest.mark.parametrize("case", R35)
def test_r35_load_last(case: str) -> None:
    """Blanks that have been in for longer than the limit are said, and refuse nothing."""
    step, expected = R35[case]
    assert judged(step(), "R35") == ([], expected)


def test_rows_not_adopted_refuse_nothing() -> None:
    """Under core alone none of these rows stands against anything."""
    step = unfit(arrived(floor.take_out(), "papers", looked_over=False))
    step.state.packs = msgspec.structs.replace(step.state.packs, packs=(choice(CORE),))
    assert floor.against(step) == []
