"""What happens between two scenes of a made-up season: a line, an hour on paper, lunch.

At lunch another team's handler takes everything over and gives it back, every day. Now and then
like guns are issued empty along a line for a passing shot, and now and then the tablet is away
for half an hour, one gun changes hands on the pad, and the sheet is entered afterwards.

Example: ``yield from lunch(team)`` after a team's first scene.
"""

from __future__ import annotations

from typing import Final

import msgspec

from showclear.adapters.season_mishaps import now_and_then
from showclear.adapters.season_team import SCENES_KEPT, Team
from showclear.adapters.season_things import Gun, Pause, Script, Wish
from showclear.field.instants import MINUTE_MS, to_text
from showclear.field.mechanisms import BoreMethod, LookWay
from showclear.field.stock import Kind
from showclear.record.events.handling import Announced, Collect, Purpose
from showclear.record.events.passing import (
    IssueLine,
    LookLine,
    OnPaper,
    PaperLine,
    Relieve,
    Voucher,
    Walked,
)
from showclear.record.events.plan import ApproveSetUp, CountArea, Cut, Rolling
from showclear.record.showing import opened, statement

LUNCH_MS: Final = 30 * MINUTE_MS
PAPER_MS: Final = 33 * MINUTE_MS  # as long as the ordinary day's generator is out
PASSING_SHOT: Final = SCENES_KEPT  # the number of a set-up beside those of the scenes


def lunch(team: Team) -> Script:
    """Let what happens between two scenes happen, then be relieved for lunch."""
    yield from now_and_then(team, BETWEEN)
    items = tuple(sorted(gun.id for gun in team.guns))
    other = team.cast.handlers[(team.number + 1) % len(team.cast.handlers)]
    yield [Wish(Relieve(items=items), (other, team.handler))]
    yield Pause(LUNCH_MS)
    yield [Wish(Relieve(items=items), (team.handler, other))]


def line(team: Team) -> Script:
    """Issue like guns empty along a line, by voucher; collect them the same way."""
    guns = [gun for gun in team.firing if gun.kind is Kind.DUMMY]
    set_up = team.set_up(PASSING_SHOT)
    again = [gun for gun in guns if not opened(team.weapon(gun))]  # out of sight since
    yield [wish for gun in again for wish in team.seen_empty(gun, Purpose.OPENING)]
    yield from team.insist([Wish(_planned(team, guns), (team.handler, team.caller))])
    yield team.both(_walked(team, guns))
    people = tuple(person.id for person in team.area())
    yield [team.by_ad(CountArea(set_up=set_up, people=people))]
    yield from team.insist([team.by_handler(_issued(team, guns))])
    yield [team.by_ad(Rolling(set_up=set_up))]
    yield [team.by_ad(Cut(set_up=set_up))]
    yield [team.by_handler(Collect(weapons=tuple(sorted(gun.id for gun in guns))))]


def _planned(team: Team, guns: list[Gun]) -> ApproveSetUp:
    """Return the passing shot's set-up: the last scene's, with these guns empty."""
    plan = team.approval(team.scene_number())
    named = {gun.id for gun in guns}
    uses = tuple(
        msgspec.structs.replace(use, holds=Announced.EMPTY, rounds=0, lot="", acts=())
        for use in plan.uses
        if use.weapon in named
    )
    return msgspec.structs.replace(plan, set_up=team.set_up(PASSING_SHOT), uses=uses)


def _walked(team: Team, guns: list[Gun]) -> LookLine:
    return LookLine(
        line=tuple(Walked(weapon=gun.id, cites=team.weapon(gun).changed) for gun in guns),
        purpose=Purpose.SHOWING,
        way=LookWay.SEEN_EMPTY,
        method=BoreMethod.ROD_TO_MARK,
    )


def _issued(team: Team, guns: list[Gun]) -> IssueLine:
    looks = [look for gun in guns for look in statement(team.weapon(gun), epoch=team.epoch).looks]
    return IssueLine(
        line=tuple(
            Voucher(weapon=gun.id, to=team.performer(gun).id, number=number)
            for number, gun in enumerate(guns, start=1)
        ),
        announced=Announced.EMPTY,
        rounds=0,
        looks=tuple(dict.fromkeys(looks)),
        set_up=team.set_up(PASSING_SHOT),
    )


def on_paper(team: Team) -> Script:
    """Do without the tablet for half an hour; one gun is out when the sheet is entered."""
    gun = next(gun for gun in team.firing if gun.kind is Kind.DUMMY)
    who = team.performer(gun)
    began = team.now_ms()
    yield Pause(PAPER_MS)
    body = OnPaper(
        sheet=team.cast.words(f"sheet {team.number}"),
        began=to_text(began),
        ended=to_text(began + PAPER_MS),
        lines=(PaperLine(item=gun.id, in_hand=who.id),),
    )
    yield [Wish(body, (team.handler, team.second))]
    yield [team.by_handler(Collect(weapons=(gun.id,), giver=who.id))]


BETWEEN: Final = ((5, line), (10, on_paper))
