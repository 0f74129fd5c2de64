"""What a gun was last shown to be: every statement, and every cause for which nothing stands."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from showclear.field.mechanisms import BORE, BoreMethod, Holds, How, LookWay
from showclear.field.people import Role
from showclear.field.stock import WeaponClass
from showclear.record.events.handling import PositionAnswer, Purpose
from showclear.record.events.officers import PackChoice
from showclear.record.showing import Cause, Shown, Statement, bore_clear, required, statement
from showclear.record.state import Weapon
from tests.kit import World, all_rows, answers, first, gun, person

Tale = Callable[[World], object]
EMPTY, GOING_IN, TAKEN_OUT = (
    LookWay.SEEN_EMPTY,
    LookWay.SEEN_GOING_IN,
    LookWay.TAKEN_OUT_AND_SEEN,
)


def start(*, packs: tuple[PackChoice, ...] | None = None) -> World:
    """Return a production with the colt out, dummies and blanks proved."""
    told = World(packs=packs)
    told.receive_box("vault", keys=("armorer",))
    told.dummies()
    told.blanks()
    told.receive_gun("colt")
    told.open_day()
    told.show_empty("colt", purpose=Purpose.OPENING)
    told.lock(gun("colt"))
    told.take_out("colt")
    told.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    return told


def colt(told: World) -> Weapon:
    """Return the colt as the record has it."""
    return told.state.weapons[gun("colt")]


def now_of(told: World) -> Statement:
    """Return what stands about the colt."""
    return statement(colt(told), epoch=told.state.epoch)


def tales(*parts: Tale) -> Tale:
    """Tell one thing after another."""

    def all_of(told: World) -> None:
        for part in parts:
            part(told)

    return all_of


def shown_empty(*by: str) -> Tale:
    """Show the colt empty to these."""
    return lambda told: told.show_empty("colt", by=by or ("armorer", "first-ad"))


def going_in(
    *, dummies: int = 0, blanks: int = 0, by: tuple[str, ...] = ("armorer", "first-ad")
) -> Tale:
    """Show what went in."""
    return lambda told: told.show_going_in("colt", dummies=dummies, blanks=blanks, by=by)


def taken_out(
    *, dummies: int = 0, blanks: int = 0, by: tuple[str, ...] = ("armorer", "first-ad")
) -> Tale:
    """Show rounds by taking them out."""
    return lambda told: told.show_going_in(
        "colt", dummies=dummies, blanks=blanks, by=by, way=TAKEN_OUT
    )


def load(count: int, *, by: str = "armorer") -> Tale:
    """Load so many dummies from chamber 1 on."""
    return lambda told: told.load("colt", chambers=count, by=by)


def load_blanks(*chambers: int) -> Tale:
    """Load blanks into these chambers."""
    return lambda told: told.load("colt", chambers=chambers, from_box="blanks", lot_name="b45")


def look(
    by: str,
    holds: dict[int, Holds] | None = None,
    *,
    way: LookWay = EMPTY,
    how: How = How.SAW,
    method: BoreMethod = BoreMethod.ROD_TO_MARK,
) -> Tale:
    """Let one person answer."""
    return lambda told: told.look(
        "colt", answers(way, holds, how=how, method=method), by=by, way=way
    )


def short(by: str) -> Tale:
    """Let one person answer for the first five chambers only, and not the bore."""
    return lambda told: told.look("colt", answers(GOING_IN, chambers=5), by=by)


def boot_with_clock_behind(told: World) -> None:
    """Start the machine anew with a clock that runs behind, and let something be told."""
    told.clock.restart("second")
    told.clock.set_wall(told.state.instant_ms - 60_000)
    told.stop()


LOADED = tales(shown_empty(), load(6))

STANDS: dict[str, tuple[Tale, Shown, int]] = {
    "shown empty": (shown_empty(), Shown.EMPTY, 0),
    "heard, not seen": (
        tales(look("armorer"), look("first-ad", how=How.HEARD)),
        Shown.EMPTY,
        0,
    ),
    "the second person first": (shown_empty("first-ad", "armorer"), Shown.EMPTY, 0),
    "six dummies seen going in": (tales(LOADED, going_in(dummies=6)), Shown.DUMMIES, 6),
    "one dummy seen going in": (
        tales(shown_empty(), load(1), going_in(dummies=1)),
        Shown.DUMMIES,
        1,
    ),
    "three blanks seen going in": (
        tales(shown_empty(), load_blanks(1, 2, 3), going_in(blanks=3)),
        Shown.BLANKS,
        3,
    ),
    "dummies taken out and seen": (tales(LOADED, taken_out(dummies=6)), Shown.DUMMIES, 6),
    "dummies taken out and seen, by another than saw it empty": (
        tales(LOADED, taken_out(dummies=6, by=("armorer", "second-ad"))),
        Shown.DUMMIES,
        6,
    ),
    "a performer who could not see all": (
        tales(shown_empty(), look("performer", how=How.COULD_NOT_SEE)),
        Shown.EMPTY,
        0,
    ),
    "a performer who saw all": (tales(shown_empty(), look("performer")), Shown.EMPTY, 0),
    "told first, then looked for themselves": (
        tales(look("armorer"), look("first-ad", how=How.TOLD), look("first-ad")),
        Shown.EMPTY,
        0,
    ),
    "a first disagreement, then both look again": (
        tales(look("armorer"), look("first-ad", {1: Holds.BLANK}), shown_empty()),
        Shown.EMPTY,
        0,
    ),
    "the loader presents, another is second": (
        tales(LOADED, going_in(dummies=6, by=("armorer", "second-ad", "first-ad"))),
        Shown.DUMMIES,
        6,
    ),
    "a hand-over in sight ends nothing": (
        tales(
            shown_empty(),
            lambda told: told.collect("colt", giver="armorer"),
        ),
        Shown.EMPTY,
        0,
    ),
    "a clock that ran back before it was shown": (
        tales(boot_with_clock_behind, shown_empty()),
        Shown.EMPTY,
        0,
    ),
}


@pytest.mark.parametrize(("tale", "shown", "rounds"), STANDS.values(), ids=STANDS.keys())
def test_what_stands(tale: Tale, shown: Shown, rounds: int) -> None:
    """A showing makes a statement of its kind and number, by two people and their looks."""
    told = start()
    tale(told)
    now = now_of(told)
    assert (now.shown, now.rounds, now.cause) == (shown, rounds, Cause.NONE)
    assert now.by[0] == person("armorer").id
    looks = {look.event: look for look in colt(told).looks}
    assert [looks[event].person for event in now.looks] == list(now.by)
    indexes = [looks[event].index for event in now.looks]
    assert now.first_index == min(indexes)
    assert now.at == next(look.at for look in looks.values() if look.index == min(indexes))


def loaded_by_first_ad(told: World) -> None:
    """Let the book say that the first AD filled the box the rounds came from."""
    for container in told.state.containers.values():
        if container.stock:
            container.filled_by = (person("first-ad").id,)


NOTHING_STANDS: dict[str, tuple[Tale, Cause]] = {
    "received and nobody looked": (lambda _: None, Cause.ENDED),
    "one look": (look("armorer"), Cause.ONE_LOOK),
    "one person twice": (tales(look("armorer"), look("armorer")), Cause.ONE_LOOK),
    "ended by being asked for": (
        tales(shown_empty(), lambda told: told.lock(gun("colt"))),
        Cause.ENDED,
    ),
    "loaded and nobody looked again": (LOADED, Cause.ENDED),
    "the second person was told": (
        tales(look("armorer"), look("first-ad", how=How.TOLD)),
        Cause.INCOMPLETE,
    ),
    "the second person could not see": (
        tales(look("armorer"), look("first-ad", how=How.COULD_NOT_SEE)),
        Cause.INCOMPLETE,
    ),
    "a position not seen": (
        tales(look("armorer"), look("first-ad", {3: Holds.NOT_SEEN})),
        Cause.INCOMPLETE,
    ),
    "a position left out": (tales(look("armorer"), short("first-ad")), Cause.INCOMPLETE),
    "the bore by a light, behind a shield": (
        tales(look("armorer"), look("first-ad", method=BoreMethod.LIGHT)),
        Cause.INCOMPLETE,
    ),
    "the bore not asked": (
        tales(look("armorer"), look("first-ad", method=BoreMethod.NOT_ASKED)),
        Cause.INCOMPLETE,
    ),
    "a way the gun has not": (
        tales(look("armorer"), look("first-ad", way=LookWay.NON_FIRING)),
        Cause.INCOMPLETE,
    ),
    "two differ": (
        tales(look("armorer"), look("first-ad", {1: Holds.DUMMY})),
        Cause.DISAGREE,
    ),
    "a performer who saw something else": (
        tales(shown_empty(), look("performer", {1: Holds.BLANK})),
        Cause.DISAGREE,
    ),
    "two looked in different ways": (
        tales(shown_empty("armorer"), going_in(by=("first-ad",))),
        Cause.DISAGREE,
    ),
    "two second persons and no handler": (
        shown_empty("first-ad", "second-ad"),
        Cause.SECOND_PERSON,
    ),
    "two handlers and no second person": (
        shown_empty("armorer", "assistant"),
        Cause.SECOND_PERSON,
    ),
    "a performer is no second person": (
        shown_empty("armorer", "performer"),
        Cause.SECOND_PERSON,
    ),
    "the second person filled the box": (
        tales(shown_empty(), loaded_by_first_ad, load(6), going_in(dummies=6)),
        Cause.SECOND_PERSON,
    ),
    "another second person than the one who saw it empty": (
        tales(LOADED, going_in(dummies=6, by=("armorer", "second-ad"))),
        Cause.NOT_SEEN_EMPTY,
    ),
    "another handler than the one who saw it empty": (
        tales(LOADED, going_in(dummies=6, by=("assistant", "first-ad"))),
        Cause.NOT_SEEN_EMPTY,
    ),
    "blanks are never told by taking them out": (
        tales(shown_empty(), load_blanks(1), taken_out(blanks=1)),
        Cause.DIFFERS_FROM_BOOK,
    ),
    "rounds seen where an empty gun was looked for": (
        tales(
            LOADED,
            look("armorer", first(6, Holds.DUMMY)),
            look("first-ad", first(6, Holds.DUMMY)),
        ),
        Cause.DIFFERS_FROM_BOOK,
    ),
    "fewer than the book has": (
        tales(LOADED, going_in(dummies=5)),
        Cause.DIFFERS_FROM_BOOK,
    ),
    "blanks where the book has dummies": (
        tales(LOADED, going_in(blanks=6)),
        Cause.DIFFERS_FROM_BOOK,
    ),
    "rounds the book does not have": (
        tales(
            look("armorer", {1: Holds.DUMMY}, way=GOING_IN),
            look("first-ad", {1: Holds.DUMMY}, way=GOING_IN),
        ),
        Cause.DIFFERS_FROM_BOOK,
    ),
    "said empty while the book has rounds": (
        tales(LOADED, shown_empty()),
        Cause.DIFFERS_FROM_BOOK,
    ),
    "an empty gun of which rounds were seen going in": (
        going_in(),
        Cause.INCOMPLETE,
    ),
    "the book cannot place what is left": (
        tales(LOADED, lambda told: told.fire("colt", 2), going_in(dummies=4)),
        Cause.DIFFERS_FROM_BOOK,
    ),
    "the book cannot place what is left, and the cases are out": (
        tales(
            LOADED,
            lambda told: told.fire("colt", 2),
            lambda told: told.unload("colt", 0, fired_cases=2, lot_name="b45"),
            going_in(dummies=4),
        ),
        Cause.DIFFERS_FROM_BOOK,
    ),
    "fired cases in it still": (
        tales(
            shown_empty(),
            load_blanks(1),
            lambda told: told.fire("colt", 1),
            shown_empty(),
        ),
        Cause.DIFFERS_FROM_BOOK,
    ),
    "the clock ran back since": (
        tales(shown_empty(), boot_with_clock_behind),
        Cause.CLOCK,
    ),
    "a second disagreement": (
        tales(
            look("armorer"),
            look("first-ad", {1: Holds.DUMMY}),
            look("first-ad", {2: Holds.DUMMY}),
            look("armorer"),
            shown_empty(),
        ),
        Cause.DISAGREE,
    ),
    "could not see, and again could not see": (
        tales(
            look("armorer"),
            look("first-ad", how=How.COULD_NOT_SEE),
            look("first-ad", how=How.COULD_NOT_SEE),
            shown_empty(),
        ),
        Cause.DISAGREE,
    ),
}


@pytest.mark.parametrize(("tale", "cause"), NOTHING_STANDS.values(), ids=NOTHING_STANDS.keys())
def test_why_nothing_stands(tale: Tale, cause: Cause) -> None:
    """What is not a whole showing by two leaves the gun unknown, and says why."""
    told = start()
    tale(told)
    now = now_of(told)
    assert (now.shown, now.cause) == (Shown.UNKNOWN, cause)
    assert (now.rounds, now.by, now.looks, now.first_index, now.at) == (0, (), (), -1, None)


def test_nobody_ever_looked() -> None:
    """A gun that nothing ended and nobody looked at has no looks to rest on."""
    told = start()
    colt(told).ended = ""
    assert now_of(told).cause is Cause.NO_LOOKS


def test_one_key_makes_no_pair() -> None:
    """Two people who signed with one key are no pair."""
    told = start()
    shown_empty()(told)
    weapon = colt(told)
    one, other = weapon.looks
    weapon.looks[1] = msgspec.structs.replace(other, key=one.key)
    assert now_of(told).cause is Cause.SECOND_PERSON


CORE = all_rows()[:1]  # the house's rows ask for the bore before another kind goes in


def test_dummies_and_blanks_are_mixed() -> None:
    """Blanks beside dummies, each kind seen going in by the same two, are mixed."""
    told = start(packs=CORE)
    shown_empty()(told)
    load(2)(told)
    going_in(dummies=2)(told)
    load_blanks(3, 4)(told)
    going_in(dummies=2, blanks=2)(told)
    now = now_of(told)
    assert (now.shown, now.rounds) == (Shown.MIXED, 4)


def test_mixed_is_never_told_by_taking_out() -> None:
    """With a blank among them, taking rounds out shows nothing."""
    told = start(packs=CORE)
    shown_empty()(told)
    load(2)(told)
    going_in(dummies=2)(told)
    load_blanks(3)(told)
    taken_out(dummies=2, blanks=1)(told)
    assert now_of(told).cause is Cause.DIFFERS_FROM_BOOK


def test_fired_cases_rest_on_one_report() -> None:
    """After gunshots the gun has fired cases in it, by the report alone, until it is cleared."""
    told = start()
    shown_empty()(told)
    load_blanks(1, 2)(told)
    told.fire("colt", 2)
    now = now_of(told)
    assert (now.shown, now.rounds, now.by) == (Shown.FIRED_CASES, 2, ())
    told.unload("colt", 0, fired_cases=2, into="blanks", lot_name="b45")
    shown_empty()(told)
    assert now_of(told).shown is Shown.EMPTY


SECONDS: dict[str, tuple[frozenset[Role], Shown]] = {
    "second persons and callers, as the pack says": (
        frozenset({Role.SECOND_PERSON, Role.CALLER}),
        Shown.EMPTY,
    ),
    "handlers only": (frozenset({Role.HANDLER}), Shown.UNKNOWN),
    "nobody": (frozenset(), Shown.UNKNOWN),
}


@pytest.mark.parametrize(("roles", "shown"), SECONDS.values(), ids=SECONDS.keys())
def test_who_may_be_second_is_handed_in(roles: frozenset[Role], shown: Shown) -> None:
    """Which roles may be second person is the pack's to say."""
    told = start()
    shown_empty()(told)
    assert statement(colt(told), second_roles=roles).shown is shown


def test_two_handlers_where_the_pack_lets_them() -> None:
    """Where handlers may be second, one of two handlers is."""
    told = start()
    shown_empty("armorer", "assistant")(told)
    now = statement(colt(told), second_roles=frozenset({Role.HANDLER}))
    assert now.by == (person("armorer").id, person("assistant").id)


# -- guns that cannot go off -----------------------------------------------------------------


def rubber_look(told: World, by: str, holds: Holds) -> None:
    """Look at the rubber gun."""
    given = (PositionAnswer(position="body", how=How.SAW, holds=holds),)
    told.look("rubber", given, by=by, way=LookWay.NON_FIRING)


RUBBER: dict[str, tuple[tuple[tuple[str, Holds], ...], Shown]] = {
    "nobody looked": ((), Shown.NOT_IDENTIFIED),
    "a handler's look": ((("armorer", Holds.NON_FIRING),), Shown.NON_FIRING),
    "only a second person's": ((("first-ad", Holds.NON_FIRING),), Shown.NOT_IDENTIFIED),
    "a handler says empty, which says nothing": (
        (("armorer", Holds.EMPTY),),
        Shown.NOT_IDENTIFIED,
    ),
    "the handler's last look counts": (
        (("armorer", Holds.NON_FIRING), ("assistant", Holds.ODD)),
        Shown.NOT_IDENTIFIED,
    ),
    "a second person's doubt leaves it to the handler": (
        (("armorer", Holds.NON_FIRING), ("first-ad", Holds.ODD)),
        Shown.NON_FIRING,
    ),
    "a handler did not see": ((("armorer", Holds.NOT_SEEN),), Shown.NOT_IDENTIFIED),
}


@pytest.mark.parametrize(("looks", "shown"), RUBBER.values(), ids=RUBBER.keys())
def test_a_rubber_gun(looks: tuple[tuple[str, Holds], ...], shown: Shown) -> None:
    """A gun of classes 1 to 3 is non-firing by a handler's look at it, else not identified."""
    told = start()
    for by, holds in looks:
        rubber_look(told, by, holds)
    now = statement(told.state.weapons[gun("rubber")])
    assert now.shown is shown
    assert now.by == ((person("armorer").id,) if shown is Shown.NON_FIRING else ())


# -- parts -----------------------------------------------------------------------------------


def test_an_unknown_pattern_is_never_shown() -> None:
    """A gun of a pattern nobody described has no way to a showing and no bore method."""
    told = start()
    weapon = colt(told)
    weapon.pattern = "blunderbuss"
    assert required(weapon, EMPTY) is None
    shown_empty("armorer")(told)
    assert now_of(told).cause is Cause.INCOMPLETE
    assert not bore_clear(weapon, answers(EMPTY))


BORES: dict[str, tuple[tuple[PositionAnswer, ...], bool]] = {
    "rodded to the mark": (answers(EMPTY), True),
    "cylinder out": (answers(EMPTY, method=BoreMethod.CYLINDER_OUT), True),
    "by a light": (answers(EMPTY, method=BoreMethod.LIGHT), False),
    "could not": (answers(EMPTY, method=BoreMethod.COULD_NOT), False),
    "told": (answers(EMPTY, how=How.TOLD), False),
    "a chamber not seen, which is no bore": (answers(EMPTY, {2: Holds.NOT_SEEN}), True),
    "no bore among the answers": (answers(GOING_IN), False),
    "something in it": (
        (
            PositionAnswer(
                position=BORE,
                how=How.SAW,
                holds=Holds.OBSTRUCTED,
                method=BoreMethod.ROD_TO_MARK,
            ),
        ),
        False,
    ),
}


@pytest.mark.parametrize(("given", "clear"), BORES.values(), ids=BORES.keys())
def test_when_a_bore_was_seen_clear(given: tuple[PositionAnswer, ...], *, clear: bool) -> None:
    """A bore was seen clear when somebody perceived it empty by a method that works."""
    assert bore_clear(colt(start()), given) == clear
