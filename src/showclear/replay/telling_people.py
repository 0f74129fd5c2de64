"""Events of steps about people, rows, stock and speaking up."""

from __future__ import annotations

from collections import Counter
from typing import Final

from showclear.field.people import Role
from showclear.field.stock import Kind, Odd, Proof
from showclear.record.events import officers, people, speaking, stock
from showclear.record.events.base import Body
from showclear.record.events.officers import PackChoice
from showclear.replay import verbs_people, verbs_speaking, verbs_stock
from showclear.replay.answers import proof_answers
from showclear.replay.packing import pack_choice
from showclear.replay.teller import Saying, Teller, Telling, one
from showclear.replay.verbs_base import Step
from showclear.replay.words import TrueRound

# -- people and rows --------------------------------------------------------------------------


def enrolment(it: Teller, name: str, officers_: tuple[str, ...]) -> Saying:
    """Return the enrolment of a declared person by two officers."""
    part = it.script.people[name]
    body = officers.Enrol(
        person=it.person(name),
        key=it.key(name),
        title=part.title,
        roles=part.roles or (Role.CREW,),
        name=it.words(name),
    )
    return Saying(body, (*officers_[:2], name))


def _enrol(it: Teller, step: verbs_people.Enrol) -> list[Saying]:
    return [enrolment(it, step.person, it.signers(step))]


def _revoke(it: Teller, step: verbs_people.Revoke) -> Body:
    return officers.Revoke(key=it.key(step.person), cause=step.cause)


def _grant(it: Teller, step: verbs_people.Grant) -> Body:
    return officers.Grant(person=it.person(step.person), roles=step.roles)


def _withdraw(it: Teller, step: verbs_people.WithdrawRoles) -> Body:
    return people.WithdrawRoles(person=it.person(step.person), roles=step.roles)


def _adopt(it: Teller, step: verbs_people.Adopt) -> Body:
    packs: tuple[PackChoice, ...] = pack_choice(it.packs, step.rows)
    return officers.Adopt(packs=packs, reason=it.words(step.note))


def _waive(it: Teller, step: verbs_people.Waive) -> Body:
    return officers.Waive(row=step.row, item=it.item(step.item), measure=it.detail(step.instead))


def _correct(it: Teller, step: verbs_people.Correct) -> Body:
    return officers.Correct(
        event=it.event(step.step), item=it.item(step.item), words=it.words(step.note)
    )


def _paper(it: Teller, step: verbs_people.ShowPaper) -> Body:
    return people.Credential(
        person=it.person(step.person),
        paper=step.paper,
        classes=step.classes,
        valid_from=step.from_,
        valid_until=step.until,
        patterns=step.patterns,
    )


def _paper_ended(it: Teller, step: verbs_people.PaperEnded) -> Body:
    return people.CredentialEnded(person=it.person(step.person), paper=step.paper)


def _limit(it: Teller, step: verbs_people.ClassLimit) -> Body:
    return people.ClassLimit(person=it.person(step.person), class_max=step.class_max)


def _minor(it: Teller, step: verbs_people.MinorPerson) -> Body:
    return people.Minor(person=it.person(step.person))


def _guardian(it: Teller, step: verbs_people.GuardianPresent) -> Body:
    return people.GuardianPresent(minor=it.person(step.minor), guardian=it.person(step.guardian))


def _duty(it: Teller, step: verbs_people.OtherDuty) -> Body:
    return people.Duty(person=it.person(step.person), duty=step.duty, ended=step.ended)


def _carrier(it: Teller, step: verbs_people.Carrier) -> Body:
    return people.Carrier(
        carrier=it.person(step.carrier),
        why=step.why,
        where=step.where,
        place=it.words(step.place),
    )


def _key_holders(it: Teller, step: verbs_people.NameKeyHolders) -> Body:
    return people.NameKeyHolders(place=it.item(step.place), key_holders=it.people(step.keys))


# -- stock ------------------------------------------------------------------------------------


def gun_received(it: Teller, name: str) -> Body:
    """Return the arrival of a declared gun, as the record is told of it."""
    part = it.script.guns[name]
    return stock.ReceiveWeapon(
        weapon=it.item(name),
        weapon_class=part.class_,
        pattern=part.pattern,
        chambers=part.chambers,
        capacity=part.capacity,
        adaptation=part.adaptation,
        calibres=part.calibres,
        serial=it.words(part.serial),
        supplier=it.words(part.supplier),
        papers=it.words(part.papers),
        photograph=it.words(part.photograph),
    )


def container_received(it: Teller, name: str) -> Body:
    """Return the arrival of a declared container."""
    part = it.script.containers[name]
    return stock.ReceiveContainer(
        container=it.item(name),
        form=part.form,
        purpose=part.purpose,
        key_holders=it.people(part.keys),
        label=it.words(name),
    )


def rounds_received(it: Teller, name: str) -> Body:
    """Return the arrival of a declared lot, as the supplier says it is."""
    part = it.script.lots[name]
    return stock.ReceiveRounds(
        lot=it.lot(name),
        kind=part.kind,
        calibre=part.calibre,
        rounds=part.rounds,
        container=it.item(part.in_),
        sealed=part.sealed,
        maker=it.words(part.maker),
        supplier=it.words(part.supplier),
        receipt=it.words(part.receipt),
    )


def delivery_opened(it: Teller, container: str) -> Body:
    """Return the opening of a sealed delivery."""
    return stock.OpenDelivery(container=it.item(container))


def proved(
    it: Teller, container: str, lot: str, each: tuple[Proof, ...], phrases: tuple[str, ...]
) -> stock.Prove:
    """Return one person's look at the rounds of a lot, one by one."""
    found = it.state.containers.get(it.item(container))
    kind = it.script.lots[lot].kind
    as_said, odd = proof_answers(phrases) if phrases else _truly(it, container, lot, kind)
    return stock.Prove(
        container=it.item(container),
        lot=it.lot(lot),
        cites=found.changed if found is not None else it.no_event,
        kind=kind,
        rounds=as_said,
        each=each or default_proofs(kind),
        odd=tuple(stock.OddRounds(rounds=number, seen=seen) for number, seen in odd),
    )


def default_proofs(kind: Kind) -> tuple[Proof, ...]:
    """Return what is perceived of each round where a script does not say."""
    if kind is Kind.DUMMY:
        return (Proof.RATTLE, Proof.HOLE)
    return (Proof.SEAL, Proof.MAKER_CODE, Proof.ONE_OPENED)


_ODD_OF_DUMMIES: Final = {
    TrueRound.LIVE: Odd.LOOKS_LIVE,
    TrueRound.PRIMED_DUMMY: Odd.NO_PROOF,
    TrueRound.FIRED_CASE: Odd.FIRED_CASE,
}


def _truly(
    it: Teller, container: str, lot: str, kind: Kind
) -> tuple[int, tuple[tuple[int, Odd], ...]]:
    there = it.world.boxes.get(container, {}).get(lot, Counter())
    as_said = sum(number for held, number in there.items() if held.value == kind.value)
    odd = tuple(
        (number, _ODD_OF_DUMMIES.get(held, Odd.OTHER_KIND))
        for held, number in sorted(there.items(), key=lambda pair: pair[0].value)
        if held.value != kind.value and number
    )
    return as_said, odd


def _prove(it: Teller, step: verbs_stock.Prove) -> list[Saying]:
    return [
        Saying(
            proved(it, step.container, step.lot, step.each, step.answers.get(who, ())),
            (who,),
        )
        for who in it.lookers(step)
    ]


def _found(it: Teller, step: verbs_stock.FoundRound) -> Body:
    return stock.FoundRound(
        grade=step.grade,
        kind=step.kind,
        rounds=step.rounds,
        lot=it.lot(step.lot),
        into=it.item(step.into),
        where=it.words(step.where),
    )


def _move(it: Teller, step: verbs_stock.MoveRounds) -> Body:
    return stock.Move(
        lot=it.lot(step.lot),
        rounds=step.rounds,
        source=it.item(step.from_),
        target=it.item(step.to),
    )


def _answer(it: Teller, step: verbs_stock.Answer) -> Body:
    state = it.state
    of = it.open_one(step.of, [*state.questions, *state.concerns], "an open question")
    return stock.Answer(of=of, words=it.words(step.note))


# -- speaking up ------------------------------------------------------------------------------


def _stop(it: Teller, step: verbs_speaking.Stop) -> Body:
    return speaking.Stop(set_up=it.set_up(step.set_up), words=it.words(step.note))


def _lift(it: Teller, step: verbs_speaking.LiftStop) -> Body:
    stop = it.open_one(step.stop, [*it.state.stops], "an open stop")
    return speaking.LiftStop(stop=stop, words=it.words(step.note))


def _concern(it: Teller, step: verbs_speaking.Concern) -> Body:
    return speaking.Concern(about=step.about, words=it.words(step.note))


def _decline(it: Teller, step: verbs_speaking.Decline) -> Body:
    return speaking.Decline(weapon=it.item(step.gun), side=step.side)


def _ask(it: Teller, step: verbs_speaking.AskToSee) -> Body:
    return speaking.AskToSee(weapon=it.item(step.gun))


TELLINGS: Final[dict[type[Step], Telling]] = {
    verbs_people.Enrol: _enrol,
    verbs_people.Revoke: one(_revoke),
    verbs_people.Grant: one(_grant),
    verbs_people.WithdrawRoles: one(_withdraw),
    verbs_people.Adopt: one(_adopt),
    verbs_people.Waive: one(_waive),
    verbs_people.Correct: one(_correct),
    verbs_people.ShowPaper: one(_paper),
    verbs_people.PaperEnded: one(_paper_ended),
    verbs_people.ClassLimit: one(_limit),
    verbs_people.MinorPerson: one(_minor),
    verbs_people.GuardianPresent: one(_guardian),
    verbs_people.OtherDuty: one(_duty),
    verbs_people.Carrier: one(_carrier),
    verbs_people.NameKeyHolders: one(_key_holders),
    verbs_stock.ReceiveGun: one(lambda it, step: gun_received(it, step.gun)),
    verbs_stock.ReceiveContainer: one(lambda it, step: container_received(it, step.container)),
    verbs_stock.ReceiveRounds: one(lambda it, step: rounds_received(it, step.lot)),
    verbs_stock.OpenDelivery: one(lambda it, step: delivery_opened(it, step.container)),
    verbs_stock.Prove: _prove,
    verbs_stock.FoundRound: one(_found),
    verbs_stock.MoveRounds: one(_move),
    verbs_stock.Answer: one(_answer),
    verbs_speaking.Stop: one(_stop),
    verbs_speaking.LiftStop: one(_lift),
    verbs_speaking.Concern: one(_concern),
    verbs_speaking.Decline: one(_decline),
    verbs_speaking.AskToSee: one(_ask),
}
