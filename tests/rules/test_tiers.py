"""What kind of production it is: rows for another tier are not asked, but of what can fire."""

from __future__ import annotations

from typing import Final

import msgspec
import pytest

from showclear.field.production import Tier
from showclear.record.events.officers import Adopt, PackChoice
from showclear.record.folding.officers import packs_digest
from showclear.record.state import PacksInForce
from showclear.rules.book import Rulebook, build_book
from showclear.rules.decide import CATALOGUE, Judge
from showclear.rules.loosening import loosened
from tests.kit import OFFICERS, World, every_row, words
from tests.rules import floor
from tests.rules.floor import COLT, RUBBER_GUN
from tests.rules.pack_texts import CORE, choice, kept, row, rows

EVERY_CLASS: Final = "covers = [1, 2, 3, 4, 5, 6]"


def intake(*tiers: str, statute: bool = False) -> bytes:
    """Return a pack whose one row asks for the papers of every gun, in these tiers."""
    named = ", ".join(f'"{tier}"' for tier in tiers)
    text = row("R11", parameters={}).replace("covers = [4]", EVERY_CLASS)
    text = text.replace('tiers = ["full"]', f"tiers = [{named}]")
    if statute:
        text = text.replace('waivable_by = ["officer"]\n', "")
        text = text.replace('authority = "practice"', 'authority = "statute"')
    return rows(text)


def adopted(text: bytes) -> tuple[PackChoice, ...]:
    """Return core and the one row."""
    return (choice(CORE), choice(text))


def book(text: bytes, tier: Tier) -> Rulebook:
    """Return the book of core and the one row in a production of a tier."""
    return build_book(adopted(text), kept(CORE, text), CATALOGUE, (), tier)


def asked_of(item: str, tiers: tuple[str, ...], tier: Tier) -> list[str]:
    """Return the codes of R11 against taking a gun out, in a production of this tier."""
    step = floor.take_out()
    step.say(items=(item,))
    text = intake(*tiers)
    step.state.packs = PacksInForce(packs=adopted(text), tier=tier)
    verdict = Judge(kept(CORE, text)).decide(step.state, floor.event(step), step.now)
    return [one.code.value for one in verdict.refusals if one.rule == "R11"]


ASKED: Final = {
    "a row of the full tier, a rubber gun where nothing fires": (
        RUBBER_GUN, ("full",), Tier.NON_FIRING, False,
    ),
    "a row of the full tier, a revolver where nothing should fire": (
        COLT, ("full",), Tier.NON_FIRING, True,
    ),
    "a row of the full tier, a rubber gun": (RUBBER_GUN, ("full",), Tier.FULL, True),
    "a row of the full tier on a stage": (COLT, ("full",), Tier.STAGE, False),
    "a row of the stage on a full production": (COLT, ("stage",), Tier.FULL, False),
    "a row of the stage, a revolver where nothing should fire": (
        COLT, ("stage",), Tier.NON_FIRING, False,
    ),
    "a row of the stage on a stage": (COLT, ("stage",), Tier.STAGE, True),
    "a row of every tier, a rubber gun where nothing fires": (
        RUBBER_GUN, ("non-firing", "full"), Tier.NON_FIRING, True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("told", ASKED)
def test_a_row_is_asked_in_its_own_tier_and_of_what_can_fire(told: str) -> None:
    """A production that says that nothing fires is held to the full tier by a gun that can."""
    item, tiers, tier, waits = ASKED[told]
    assert bool(asked_of(item, tiers, tier)) is waits


def test_what_fires_is_asked_for_also_beside_what_does_not() -> None:
    """One revolver among what is taken out holds the whole step to the full tier."""
    step = floor.take_out()
    step.say(items=(COLT, RUBBER_GUN))
    text = intake("full")
    step.state.packs = PacksInForce(packs=adopted(text), tier=Tier.NON_FIRING)
    verdict = Judge(kept(CORE, text)).decide(step.state, floor.event(step), step.now)
    assert {one.facts[0] for one in verdict.refusals if one.rule == "R11"} == {COLT, RUBBER_GUN}


@pytest.mark.parametrize("tier", [Tier.NON_FIRING, Tier.STAGE])
def test_a_tier_that_asks_for_less_needs_a_reason(tier: Tier) -> None:
    """Calling the production another kind takes rows away, which officers write why."""
    text = intake("full")
    before, after = book(text, Tier.FULL), book(text, tier)
    reasons = [(one.code.value, one.facts) for one in loosened(before, after, reason=False)]
    found = [facts for code, facts in reasons if code == "no_reason_given"]
    assert found
    assert "R11" in found[0]
    assert loosened(before, after, reason=True) == []
    assert loosened(after, before, reason=False) == []


def test_no_tier_takes_a_statute_away() -> None:
    """A row that rests on a statute is not left behind by calling the production another kind."""
    text = intake("full", statute=True)
    before, after = book(text, Tier.FULL), book(text, Tier.NON_FIRING)
    against = loosened(before, after, reason=True)
    assert [(one.code.value, one.facts) for one in against] == [
        ("row_not_waivable", ("R11", "tiers"))
    ]


def test_a_tier_is_in_force_from_the_adoption_on() -> None:
    """Officers say what kind of production it is; the digest of the rows in force says it too."""
    story = World()
    tiers = [story.state.packs.tier]
    packs = every_row()
    body = Adopt(packs=packs, tier=Tier.STAGE, reason=words("a play"))
    story.tell(body, *OFFICERS[:2])
    tiers.append(story.state.packs.tier)
    assert tiers == [Tier.FULL, Tier.STAGE]
    assert story.state.packs.digest == packs_digest(packs, Tier.STAGE)
    assert packs_digest(packs, Tier.STAGE) != packs_digest(packs)
    story.tell(msgspec.structs.replace(body, tier=Tier.FULL), *OFFICERS[:2])
    assert story.state.packs.digest == packs_digest(packs)
