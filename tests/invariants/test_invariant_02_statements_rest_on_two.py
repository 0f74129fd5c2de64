"""Invariant 2: a statement rests on a showing: two looks, checked here from the log alone."""

from __future__ import annotations

from showclear.field.ids import EventId, ItemId, PersonId
from showclear.field.mechanisms import Holds, How
from showclear.field.patterns import positions_required
from showclear.field.people import Role
from showclear.field.stock import Kind
from showclear.record.events.desk import Unattributed
from showclear.record.events.guns import GoAgain, Misfire
from showclear.record.events.handling import Announced, HandOver, Load, Look
from showclear.record.events.passing import IssueLine, LookLine
from showclear.record.events.table import AnyBody
from showclear.record.fold import fold_commit
from showclear.record.showing import Shown, Statement, line_roles, statement
from showclear.record.state import By, Charge, State, Weapon
from tests.invariants.walk import History, over_histories, told_of, walk, walked
from tests.kit import Told, World, box, lot, person
from tests.planning import set_up

SECONDS = frozenset({Role.SECOND_PERSON, Role.CALLER})
REPORTED = {Shown.FIRED_CASES, Shown.WAITING}
ASSISTANT = person("assistant").id
LOADED = {Shown.DUMMIES, Shown.BLANKS, Shown.MIXED}
RING = tuple(f"chamber-{number}" for number in range(1, 7))
RODDED = {"cylinder-out", "rod-to-mark"}


def check_look(told: Told, item: ItemId, weapon: Weapon, shown: Shown) -> None:
    """Check one of the two looks: on the last change, whole, and perceived."""
    look = told.event.body
    assert not told.codes
    if isinstance(look, LookLine):
        check_walked(look, item, weapon)
        return
    assert isinstance(look, Look)
    assert look.cites == weapon.changed
    wanted = positions_required(weapon.mechanism, look.way)
    assert wanted
    if weapon.pattern == "single-action-1873":
        assert wanted == ((*RING, "bore") if shown is Shown.EMPTY else RING)
    assert tuple(answer.position for answer in look.answers) == wanted
    for answer in look.answers:
        assert answer.how in {How.SAW, How.HEARD}
        assert answer.position != "bore" or answer.method.value in RODDED


def check_walked(look: LookLine, item: ItemId, weapon: Weapon) -> None:
    """Check that the walk names this gun as it is now, and nothing odd about it."""
    of_this = [walked for walked in look.line if walked.weapon == item]
    assert of_this
    for walked_by in of_this:
        assert walked_by.odd is None
        assert walked_by.cites == weapon.changed
    assert look.method.value in RODDED


def said_of(told: Told, weapon: Weapon) -> list[tuple[str, Holds]]:
    """Return what a look says of each position; a walk found each as it should be."""
    look = told.event.body
    if isinstance(look, LookLine):
        return [(name, Holds.EMPTY) for name in positions_required(weapon.mechanism, look.way)]
    assert isinstance(look, Look)
    return [(answer.position, answer.holds) for answer in look.answers]


def check_pair(
    story: World, item: ItemId, now: Statement, seconds: frozenset[Role] = SECONDS
) -> None:
    """Check that two distinct people with distinct keys in fitting roles say the same."""
    weapon = story.state.weapons[item]
    first, second = (told_of(story, event) for event in now.looks)
    one, other = first.event.signers[0], second.event.signers[0]
    assert (one.person, other.person) == now.by
    assert one.person != other.person
    assert one.key != other.key
    assert one.role is Role.HANDLER
    assert other.role in seconds
    for told in (first, second):
        check_look(told, item, weapon, now.shown)
    said = [said_of(told, weapon) for told in (first, second)]
    assert said[0] == said[1]
    assert now.rounds == sum(holds is not Holds.EMPTY for _, holds in said[0])


def check_rounds(story: World, weapon: Weapon, now: Statement) -> None:
    """Check a statement about a loaded gun against every load since it was last clear."""
    kinds = {story.state.lots[lot].kind for lot, count in weapon.rounds.items() if count}
    wanted = {
        Shown.DUMMIES: {Kind.DUMMY},
        Shown.BLANKS: {Kind.BLANK},
        Shown.MIXED: {Kind.DUMMY, Kind.BLANK},
    }
    assert kinds == wanted[now.shown]
    assert now.rounds == sum(weapon.rounds.values())
    loaders = set()
    for fact in weapon.loads:
        told = told_of(story, fact.event)
        assert isinstance(told.event.body, Load)
        assert not told.refused
        loaders.add(told.event.signers[0].person)
    assert now.by[1] not in loaders


def saw_it_empty(story: World, weapon: Weapon, by: tuple[PersonId, ...]) -> bool:
    """Return whether each of these answered that it was empty just before the first load."""
    first = min(told_of(story, fact.event).index for fact in weapon.loads)
    empty: set[PersonId] = set()
    for told in story.told:
        if told.index >= first or not isinstance(told.event.body, Look):
            continue
        if all(answer.holds is Holds.EMPTY for answer in told.event.body.answers):
            empty.add(told.event.signers[0].person)
    return set(by) <= empty


@over_histories
def test_a_statement_rests_on_two_looks(history: History) -> None:
    """What stands about a gun that can go off rests on two whole looks at its last change."""
    for story in walked(history):
        for item, weapon in story.state.weapons.items():
            now = statement(weapon, epoch=story.state.epoch)
            if not weapon.firing or now.shown is Shown.UNKNOWN:
                continue
            if now.shown in REPORTED:
                check_reported(story, weapon, now)
                continue
            check_pair(story, item, now)
            if now.shown in LOADED:
                check_rounds(story, weapon, now)
                look = told_of(story, now.looks[0]).event.body
                going_in = isinstance(look, Look) and look.way.value == "seen-going-in"
                assert not going_in or saw_it_empty(story, weapon, now.by)
            else:
                assert not weapon.rounds


def check_reported(story: World, weapon: Weapon, now: Statement) -> None:
    """Check what rests on one report, and that no step but waiting and clearing is open to it."""
    if now.shown is Shown.FIRED_CASES:
        assert weapon.fired_cases
        return
    assert weapon.waiting is not None
    body = told_of(story, weapon.waiting.event).event.body
    assert isinstance(body, Misfire | Unattributed)
    assert not now.looks


@over_histories
def test_what_rests_on_a_report_lets_no_step_pass(history: History) -> None:
    """A gun that waits after a misfire, or has fired cases in it, is not loaded, out or on."""
    story = walk(history)
    for item, weapon in story.state.weapons.items():
        if statement(weapon, epoch=story.state.epoch).shown in REPORTED and weapon.firing:
            for body in readying(item):
                by = "assistant" if weapon.charge.who == ASSISTANT else "armorer"
                assert story.asks(body, by)


@over_histories
def test_a_line_rests_on_two_who_walked_it(history: History) -> None:
    """Where the other handler is second person, two have walked a line; never of a gun alone."""
    for story in walked(history):
        for item, weapon in story.state.weapons.items():
            now = statement(weapon, second_roles=line_roles(weapon), epoch=story.state.epoch)
            if not weapon.firing or not now.looks:
                continue
            check_pair(story, item, now, SECONDS | {Role.HANDLER})
            second = told_of(story, now.looks[1])
            if second.event.signers[0].role is Role.HANDLER:
                walkers = {
                    told.event.signers[0].person
                    for told in story.told
                    if isinstance(told.event.body, LookLine) and not told.codes
                }
                assert len(walkers) >= 2


@over_histories
def test_who_has_a_gun_was_shown_it(history: History) -> None:
    """Each accepted hand-over, line and load rests on two who looked while the handler had it.

    From the older of their looks to the step nobody but who is in charge had it in hand.
    """
    story = walk(history)
    held = in_the_handlers_hand(story)
    for told in story.told:
        body = told.event.body
        if told.refused or not isinstance(body, HandOver | IssueLine | Load):
            continue
        for item in body_items(body):
            if story.state.weapons[item].firing:
                check_shown_before(story, told, item, held[item])


def in_the_handlers_hand(story: World) -> dict[ItemId, list[bool]]:
    """Return of each gun, at each index, whether the handler in charge had it in hand.

    Folded anew from the log, entry by entry.
    """
    state = State()
    held: dict[ItemId, list[bool]] = {}
    for commit in story.log:
        fold_commit(state, commit)
        for item, weapon in state.weapons.items():
            now = weapon.charge == Charge(By.HANDLER, weapon.in_hand)
            before = held.setdefault(item, [])
            before += [now] * (state.next_index - len(before))
    return held


def check_shown_before(story: World, told: Told, item: ItemId, held: list[bool]) -> None:
    """Check that a handler and another looked at it in sight of the step, and in one hand."""
    body = told.event.body
    away = max((index for index in range(told.index) if not held[index]), default=-1)
    looked: dict[PersonId, set[Role]] = {}
    for look in story.told[: story.told.index(told)]:
        cited = isinstance(body, Load) or (look.id in getattr(body, "looks", ()))
        if look.index > away and cited and item in looked_at(look.event.body):
            signer = look.event.signers[0]
            looked.setdefault(signer.person, set()).add(signer.role)
    handlers = [person for person, roles in looked.items() if Role.HANDLER in roles]
    assert handlers, (told.index, away)
    assert len(looked) >= 2, (told.index, away)


def looked_at(body: AnyBody) -> tuple[ItemId, ...]:
    """Return the guns that a look is about; none of anything else."""
    if isinstance(body, Look):
        return (body.weapon,)
    return tuple(walked.weapon for walked in body.line) if isinstance(body, LookLine) else ()


def body_items(body: HandOver | IssueLine | Load) -> list[ItemId]:
    """Return the guns that go to somebody, or are loaded."""
    if isinstance(body, HandOver | Load):
        return [body.weapon]
    return [voucher.weapon for voucher in body.line]


def readying(item: ItemId) -> tuple[AnyBody, ...]:
    """Return the steps by which a gun would be used."""
    return (
        Load(weapon=item, container=box("dummies"), lot=lot("d45"), positions=("chamber-1",)),
        HandOver(
            weapon=item, to=person("performer").id, announced=Announced.EMPTY, rounds=0, looks=()
        ),
        GoAgain(weapon=item, set_up=set_up()),
    )


@over_histories
def test_a_harmless_gun_is_known_by_one_handlers_look(history: History) -> None:
    """A rubber gun is non-firing by one handler's look, else not identified."""
    for story in walked(history):
        for weapon in story.state.weapons.values():
            if weapon.firing:
                continue
            now = statement(weapon)
            assert now.shown in {Shown.NON_FIRING, Shown.NOT_IDENTIFIED}
            for event in now.looks:
                told = told_of(story, EventId(event))
                assert told.event.signers[0].role is Role.HANDLER
                look = told.event.body
                assert isinstance(look, LookLine) or (
                    isinstance(look, Look) and look.cites == weapon.changed
                )
