"""What does not happen every day in a made-up season, and how often it does: tables of scripts.

Each script leaves things as a day can go on with: stops are lifted, questions answered, guns that
jammed made clear and looked at. What the desk refuses on the way is expected by its code; how
often things happen is set so that a few steps in a hundred are refused.

``BEFORE`` happens with every gun ready to be handed over, ``IN_TAKE`` to the first gun with
blanks in place of its gunshots, ``AFTER_CUT`` while guns are still out, ``MORNING`` before the
guns are taken out, ``WRAP`` after they are locked away.

Example: ``yield from now_and_then(team, BEFORE)``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from showclear.adapters.season_team import Team
from showclear.adapters.season_things import Gun, Pause, Script, Wish, credential
from showclear.field.ids import EventId, PersonId, make_id
from showclear.field.mechanisms import LookWay
from showclear.field.stock import Kind
from showclear.record.codes import Code
from showclear.record.events.guns import Discharge, FoundUnfit, GoAgain, Misfire, Part, Release
from showclear.record.events.handling import (
    Ahead,
    Collect,
    EndCause,
    Fired,
    ShowingEnded,
    TakeOut,
    WentAhead,
)
from showclear.record.events.passing import Destroyed, FoundWith
from showclear.record.events.people import (
    Carrier,
    CredentialEnded,
    Duty,
    Paper,
    Where,
    Why,
)
from showclear.record.events.plan import Brief, Briefing, Changed, NothingMoved, SetUpChanged
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    Decline,
    LiftStop,
    Side,
    Stop,
)
from showclear.record.events.stock import Answer as Reply
from showclear.record.events.stock import FoundRound, Grade

Telling = Callable[[Team], Script]
Happening = tuple[int, Telling]
WAIT_MS: Final = 35_000  # beyond the wait that the packs ask for (R44)


def now_and_then(team: Team, table: tuple[Happening, ...]) -> Script:
    """Let each of these happen as often as the table says."""
    for number, script in table:
        if team.one_in(number):
            yield from script(team)


def one_of(
    team: Team, table: tuple[Happening, ...], otherwise: Callable[[Team], Script]
) -> Script:
    """Let the first happen that does, or what is everyday."""
    for number, script in table:
        if team.one_in(number):
            yield from script(team)
            return
    yield from otherwise(team)


# -- before hand-over ---------------------------------------------------------------------------


def stop(team: Team) -> Script:
    """Say stop as a performer; caller and handler lift it."""
    (said,) = yield [Wish(Stop(), (team.performers[0],))]
    yield from team.refused(team.hand_over(team.guns[0]), Code.STOP_OPEN)
    yield [Wish(LiftStop(stop=said.id), (team.caller, team.handler))]


def concern(team: Team) -> Script:
    """Raise a concern as a performer; the caller answers."""
    (said,) = yield [Wish(Concern(about=ConcernClass.OTHER), (team.performers[0],))]
    yield [Wish(Reply(of=said.id), (team.caller,))]


def ask_to_see(team: Team) -> Script:
    """Ask to see as a performer; the dummies are taken out and seen again."""
    gun = _dummy(team)
    yield [Wish(AskToSee(weapon=gun.id), (team.performer(gun),))]
    yield from team.refused(team.hand_over(gun), Code.SHOWING_ENDED)
    yield team.loaded(gun, LookWay.TAKEN_OUT_AND_SEEN)


def decline(team: Team) -> Script:
    """Decline as a performer; the other one takes it."""
    gun = _dummy(team)
    yield [Wish(Decline(weapon=gun.id, side=Side.TAKE), (team.performer(gun),))]
    team.change_about(gun)


def lens_changed(team: Team) -> Script:
    """Change what does not matter: one tap by handler and caller settles it."""
    number = team.set_up(team.scene_number())
    yield [team.by_ad(SetUpChanged(set_up=number, what=Changed.OTHER))]
    yield from team.refused(team.hand_over(team.firing[0]), Code.SET_UP_CHANGED)
    yield [Wish(NothingMoved(set_up=number), (team.handler, team.caller))]


def moved_nearer(team: Team) -> Script:
    """Change what matters: the set-up is approved again."""
    number = team.scene_number()
    yield [team.by_ad(SetUpChanged(set_up=team.set_up(number), what=Changed.DISTANCE))]
    yield from team.refused(team.hand_over(team.firing[0]), Code.SET_UP_CHANGED)
    yield [Wish(team.approval(number), (team.handler, team.caller))]


def other_duty(team: Team) -> Script:
    """Give the handler another duty for a moment."""
    duty = Duty(person=team.handler.id, duty="driver")
    yield [Wish(duty, (team.caller,))]
    yield from team.refused(team.hand_over(team.firing[0]), Code.OTHER_DUTY)
    yield [Wish(Duty(person=team.handler.id, duty="driver", ended=True), (team.caller,))]


def carrier_inside(team: Team) -> Script:
    """See the officer from the road come in for coffee, and go out again."""
    who = PersonId(make_id("p", bytes.fromhex(team.cast.words(f"officer {team.number}"))))
    came = Carrier(carrier=who, why=Why.OFFICER_ON_DUTY, where=Where.INSIDE)
    yield [Wish(came, (team.caller,))]
    yield from team.refused(team.hand_over(team.guns[0]), Code.CARRIER_INSIDE)
    gone = Carrier(carrier=who, why=Why.OFFICER_ON_DUTY, where=Where.GONE)
    yield [Wish(gone, (team.caller,))]


# -- before anything is shown -------------------------------------------------------------------


def hurried(team: Team) -> Script:
    """Hand a gun over that nobody has shown since it was last changed, or issued along a line."""
    wish = team.hand_over(team.firing[-2])
    yield from team.refused(wish, Code.SHOWING_ENDED, Code.HANDED_OVER_SINCE)


def went_ahead(team: Team) -> Script:
    """Go ahead after a refusal; it comes back, and handler and caller answer."""
    gun = team.firing[-2]
    yield from hurried(team)
    body = WentAhead(what=Ahead.HAND_OVER, items=(gun.id,), in_hand=team.performer(gun).id)
    (said,) = yield [team.by_ad(body)]
    yield [team.by_handler(Collect(weapons=(gun.id,), giver=team.performer(gun).id))]
    yield from _answered(team, said.id)


def unfit(team: Team) -> Script:
    """Find a trigger that is not as it was made; a gunsmith releases it, and all is shown anew."""
    gun = _dummy(team)
    (found,) = yield [Wish(FoundUnfit(weapon=gun.id, part=Part.TRIGGER), (team.performer(gun),))]
    yield from team.refused(team.hand_over(gun), Code.NOT_FIT)
    release = Release(weapon=gun.id, unfit=found.id, words=team.cast.words("adjusted"))
    yield [Wish(release, (team.handler, team.cast.gunsmith))]


def proved_again(team: Team) -> Script:
    """Shake every dummy again, as once a week: what their proof rests on begins anew."""
    yield [wish for gun in team.firing for wish in team.proofs(gun)]


# -- in the take --------------------------------------------------------------------------------


def fires(team: Team) -> Script:
    """Fire what is written, as on every day."""
    yield [team.by_handler(Fired(weapon=team.blanks[0].id, gunshots=team.shots()))]


def jams(team: Team) -> Script:
    """Jam at the last round."""
    gun = team.blanks[0]
    yield [team.by_handler(Fired(weapon=gun.id, gunshots=team.shots() - 1))]
    body = ShowingEnded(weapon=gun.id, cause=EndCause.JAMMED)
    yield [Wish(body, (team.performer(gun),))]


def misfires(team: Team) -> Script:
    """Fail at the last round; somebody asks too soon; it waits until it is collected."""
    gun = team.blanks[0]
    yield [team.by_handler(Fired(weapon=gun.id, gunshots=team.shots() - 1))]
    yield [Wish(Misfire(weapon=gun.id), (team.performer(gun),))]
    again = GoAgain(weapon=gun.id, set_up=team.set_up(team.scene_number()))
    yield from team.refused(team.by_handler(again), Code.WAIT_NOT_OVER)
    yield Pause(WAIT_MS)


def discharges(team: Team) -> Script:
    """Go off uncalled for; an officer answers for the cause."""
    (said,) = yield [team.by_ad(Discharge(weapon=team.blanks[0].id))]
    yield Pause(WAIT_MS)
    yield [Wish(Reply(of=said.id), (team.cast.officers[0],))]


# -- after the cut ------------------------------------------------------------------------------


def going_again(team: Team) -> Script:
    """Ask to go again with dummies, which this production has not adopted."""
    body = GoAgain(weapon=_dummy(team).id, set_up=team.set_up(team.scene_number()))
    yield from team.refused(team.by_handler(body), Code.GOING_AGAIN_NOT_HERE)


def dropped(team: Team) -> Script:
    """Drop a gun with dummies."""
    gun = _dummy(team)
    body = ShowingEnded(weapon=gun.id, cause=EndCause.DROPPED)
    yield [Wish(body, (team.performer(gun),))]


def unattended(team: Team) -> Script:
    """Find a gun on an apple box; it is collected, and caller and handler answer."""
    gun = _dummy(team)
    (said,) = yield [team.by_ad(FoundWith(items=(gun.id,)))]
    yield [team.by_handler(Collect(weapons=(gun.id,)))]
    yield from _answered(team, said.id)


def found_case(team: Team) -> Script:
    """Find a fired case in the dust, and name it together."""
    body = FoundRound(
        grade=Grade.OURS,
        kind=Kind.FIRED_CASE,
        rounds=1,
        lot=team.blanks[0].lot,
        into=team.cases,
    )
    yield [Wish(body, (team.handler, team.second))]


# -- morning and wrap ---------------------------------------------------------------------------


def permit_gone(team: Team) -> Script:
    """Find the handler's permit wanting; an officer sees the new one."""
    officer = (team.cast.officers[0],)
    ended = CredentialEnded(person=team.handler.id, paper=Paper.PERMIT)
    yield [Wish(ended, officer)]
    body = TakeOut(items=(team.firing[0].id,), place=team.cabinet)
    yield from team.refused(team.by_handler(body), Code.CREDENTIAL_MISSING)
    yield [Wish(credential(team.handler, Paper.PERMIT), officer)]


def destroyed(team: Team) -> Script:
    """Destroy what failed or was left over, two together, a lot at a time."""
    for lot, stock in list(team.container(team.apart).stock.items()):
        body = Destroyed(container=team.apart, lot=lot, rounds=stock.rounds)
        yield [Wish(body, (team.handler, team.second))]


def brief_late(team: Team) -> Script:
    """Refuse whoever missed the meeting, then brief them alone."""
    for who in team.late:
        guns = [gun for gun in team.firing if team.performer(gun) is who]
        yield from team.refused(team.hand_over(guns[0]), Code.NOT_BRIEFED)
        yield [team.by_handler(Brief(briefing=Briefing.LATE, roll=(who.id,)))]
    team.late = []


def _answered(team: Team, question: EventId) -> Script:
    yield [Wish(Reply(of=question), (team.caller, team.handler))]


def _dummy(team: Team) -> Gun:
    return team.guns[-1]


LATE: Final = 20  # one meeting in so many is missed by one of a team's performers
MISCOUNTS: Final = 60
BEFORE: Final[tuple[Happening, ...]] = (
    (100, stop),
    (80, concern),
    (30, ask_to_see),
    (50, decline),
    (15, lens_changed),
    (25, moved_nearer),
    (60, other_duty),
    (150, carrier_inside),
)
BEFORE_SHOWING: Final[tuple[Happening, ...]] = (
    (20, hurried),
    (60, went_ahead),
    (12, proved_again),
    (60, unfit),
)
IN_TAKE: Final[tuple[Happening, ...]] = ((300, discharges), (15, misfires), (15, jams))
AFTER_CUT: Final[tuple[Happening, ...]] = (
    (12, going_again),
    (40, dropped),
    (200, unattended),
    (20, found_case),
)
MORNING: Final[tuple[Happening, ...]] = ((60, permit_gone),)
AT_WRAP: Final[tuple[Happening, ...]] = ((5, destroyed),)
