"""Acts of stock: what arrives, deliveries opened, rounds proved, moved and found, keys, answers.

What arrives gets its handle with the same form; what is written about it lies beside the log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from showclear.desk.directory import HANDLE_CHARACTERS_MAX, Named, slug
from showclear.desk.receiving import check_gun
from showclear.errors import UsageError
from showclear.field.ids import NO_ITEM, EventId, ItemId, LotId
from showclear.field.mechanisms import CAPACITY_MAX, CHAMBERS_MAX, Adaptation, Mechanism
from showclear.field.patterns import PATTERNS
from showclear.field.stock import (
    ROUNDS_MAX,
    Form,
    Kind,
    Odd,
    Proof,
    Purpose,
    WeaponClass,
)
from showclear.outputs.labels.code import CODE_CHARACTERS_MAX
from showclear.record.events.people import NameKeyHolders
from showclear.record.events.speaking import Concern, ConcernClass
from showclear.record.events.stock import (
    CALIBRES_MAX,
    Answer,
    FoundRound,
    Grade,
    Move,
    OddRounds,
    OpenDelivery,
    Prove,
    ReceiveContainer,
    ReceiveRounds,
    ReceiveWeapon,
)
from showclear.web.forms import Form as Filled
from showclear.web.sheets import Sheet

CLASSES: Final = tuple(str(int(one)) for one in WeaponClass)
_CALIBRE: Final = re.compile(r"[a-z0-9.-]{1,32}\Z")
_FILE: Final = re.compile(r"[0-9a-f]{64}\Z")


# -- what arrives --------------------------------------------------------------------------------
LOOK_AGAIN: Final = "look at the gun again: action type, chambers, gun magazine, adaptation"


def receive_weapon(sheet: Sheet, form: Filled) -> None:
    """Take in a gun: whoever signs is in charge of it, and nothing is known of what is in it."""
    handle = _handle(sheet, form)
    made, weapon_class = _mechanism(form), _weapon_class(form)
    check_gun(made, weapon_class, hint=LOOK_AGAIN)
    weapon = ItemId(sheet.served.new_id("w"))
    kept = _kept(sheet, form, "serial", "supplier", "papers")
    kept["photograph"] = sheet.served.keep("photograph", _file(form, "photograph"))
    body = ReceiveWeapon(
        weapon=weapon,
        weapon_class=weapon_class,
        pattern=made.pattern,
        chambers=made.chambers,
        capacity=made.capacity,
        adaptation=made.adaptation,
        calibres=_calibres(form),
        serial=kept["serial"],
        supplier=kept["supplier"],
        papers=kept["papers"],
        photograph=kept["photograph"],
    )
    sheet.add(body, form.person("by"))
    _call(sheet, weapon, handle, kept)


def receive_container(sheet: Sheet, form: Filled) -> None:
    """Take a container into use; one that names key-holders is a place that locks."""
    handle = _handle(sheet, form)
    container = ItemId(sheet.served.new_id("c"))
    kept = _kept(sheet, form, "label")
    body = ReceiveContainer(
        container=container,
        form=form.choice("form", Form),
        purpose=form.choice("purpose", Purpose),
        key_holders=form.people("key_holders"),
        label=kept["label"],
    )
    sheet.add(body, form.person("by"))
    _call(sheet, container, handle, kept)


def receive_rounds(sheet: Sheet, form: Filled) -> None:
    """Take in rounds of one lot; the label says what the supplier says, proof comes later."""
    more = form.has("lot")
    lot = form.lot("lot") if more else LotId(sheet.served.new_id("l"))
    handle = "" if more else _handle(sheet, form)
    kept = _kept(sheet, form, "maker", "supplier", "receipt")
    body = ReceiveRounds(
        lot=lot,
        kind=sheet.state.lots[lot].kind if more else form.choice("kind", Kind),
        calibre=sheet.state.lots[lot].calibre if more else _calibre(form.text("calibre")),
        rounds=form.count("rounds", least=1, most=ROUNDS_MAX),
        container=form.container("container"),
        sealed=form.has("sealed"),
        maker=kept["maker"],
        supplier=kept["supplier"],
        receipt=kept["receipt"],
    )
    sheet.add(body, form.person("by"))
    if handle:
        _call(sheet, lot, handle, kept)


def name_keys(sheet: Sheet, form: Filled) -> None:
    """Name anew who holds the keys of a place: two officers do, reviewed one by one."""
    body = NameKeyHolders(place=form.container("place"), key_holders=form.people("key_holders"))
    sheet.add(body, form.person("by"), form.person("second"))


def open_delivery(sheet: Sheet, form: Filled) -> None:
    """Open a sealed delivery; from now on its rounds are proved or unknown."""
    sheet.add(OpenDelivery(container=form.container("container")), form.person("by"))


def move_rounds(sheet: Sheet, form: Filled) -> None:
    """Put rounds of one lot from one container into another."""
    body = Move(
        lot=form.lot("lot"),
        rounds=form.count("rounds", least=1, most=ROUNDS_MAX),
        source=form.container("source"),
        target=form.container("target"),
    )
    sheet.add(body, form.person("by"))


# -- what they are -------------------------------------------------------------------------------


def prove(sheet: Sheet, form: Filled) -> None:
    """Take down what one person perceived of rounds, each one taken in the hand."""
    container, lot = form.container("container"), form.lot("lot")
    held = sheet.state.containers[container]
    if lot not in held.stock:
        raise UsageError(
            "lot_elsewhere",
            f"lot in {sheet.served.names.name(container)}",
            expected=", ".join(map(sheet.served.names.name, held.stock)) or "none",
            found=sheet.served.names.name(lot),
            hint="begin again from the container",
        )
    rounds = form.count("rounds", most=ROUNDS_MAX)
    each = form.many("each", Proof)
    if rounds and not each:
        raise UsageError(
            "proof_wanted",
            "what was perceived of each round",
            expected="at least one: a rattle heard, a hole seen, an empty pocket seen",
            found="nothing entered",
            hint="rounds without any of them are counted as odd",
        )
    body = Prove(
        container=container,
        lot=lot,
        cites=held.changed,
        kind=sheet.state.lots[lot].kind,
        rounds=rounds,
        each=each if rounds else (),
        odd=tuple(_odd(form)),
    )
    sheet.add(body, form.person("by"))


def found_round(sheet: Sheet, form: Filled) -> None:
    """Take down rounds or cases that were found, graded by two; one alone cannot name them."""
    people = dict.fromkeys(form.person(name) for name in ("by", "second") if form.has(name))
    grade = form.choice("grade", Grade)
    # Only what is one of ours has a kind and a lot, whatever the form says besides.
    ours = grade is Grade.OURS
    body = FoundRound(
        grade=grade,
        kind=form.choice("kind", Kind) if ours else Kind.UNKNOWN,
        rounds=form.count("rounds", least=1, most=ROUNDS_MAX),
        lot=form.lot("lot") if ours and form.has("lot") else LotId(""),
        into=form.container("into") if form.has("into") else NO_ITEM,
        where=sheet.served.keep("where", form.text("where")),
    )
    sheet.add(body, *people)


# -- what is asked -------------------------------------------------------------------------------


def unknown_code(sheet: Sheet, form: Filled) -> None:
    """Keep a code that this ledger does not know as an open question, with where it was."""
    code = form.text("code")[:CODE_CHARACTERS_MAX]
    said = f"{code}: {form.text('words')}" if form.has("words") else code
    body = Concern(about=ConcernClass.OTHER, words=sheet.served.keep("words", said))
    sheet.add(body, form.person("by"))


def answer(sheet: Sheet, form: Filled) -> None:
    """Answer an open question or concern; the words lie beside the log."""
    people = dict.fromkeys(form.person(name) for name in ("by", "second") if form.has(name))
    body = Answer(
        of=EventId(form.text("of")), words=sheet.served.keep("words", form.text("words"))
    )
    sheet.add(body, *people)


ACTS: Final = {
    "receive-weapon": receive_weapon,
    "receive-container": receive_container,
    "receive-rounds": receive_rounds,
    "name-keys": name_keys,
    "open-delivery": open_delivery,
    "move-rounds": move_rounds,
    "prove": prove,
    "found-round": found_round,
    "unknown-code": unknown_code,
    "answer": answer,
}


# -- parts of forms ------------------------------------------------------------------------------


def _handle(sheet: Sheet, form: Filled) -> str:
    """Return a handle that nothing in the ledger, and nothing being signed now, is called by.

    What was begun and never signed leaves its handle free: its draft lapses.
    """
    handle = slug(form.text("handle"))
    if not handle or len(handle) > HANDLE_CHARACTERS_MAX:
        raise UsageError(
            "handle_malformed",
            "handle",
            expected=f"what is written on the tag, at most {HANDLE_CHARACTERS_MAX} characters",
            found=repr(form.text("handle"))[:60] if form.has("handle") else "nothing entered",
            hint="nothing was signed; put it right on the same page",
        )
    names = sheet.served.names
    state = sheet.state
    known = {names.handle(one): one for one in (*state.weapons, *state.containers, *state.lots)}
    if handle in {*known, *[names.handle(one) for one in _being_signed(sheet)]}:
        raise UsageError(
            "handle_taken",
            "handle",
            expected="one that nothing else here is called by",
            found=handle,
            hint="add a number, as on the tag: colt-3",
        )
    return handle


def _being_signed(sheet: Sheet) -> Iterator[str]:
    for _, draft in sheet.served.drafts.open():
        match draft.event.body:
            case ReceiveWeapon(weapon=item):
                yield item
            case ReceiveContainer(container=item):
                yield item
            case ReceiveRounds(lot=lot):
                yield lot
            case _:
                pass


def _kept(sheet: Sheet, form: Filled, *names: str) -> dict[str, str]:
    return {name: sheet.served.keep(name, form.text(name)) for name in names}


def _call(sheet: Sheet, subject: str, handle: str, kept: dict[str, str]) -> None:
    details = {name: made for name, made in kept.items() if made}
    sheet.served.call(Named(subject=subject, handle=handle, details=details))


def _file(form: Filled, name: str) -> str:
    """Return the hash of a file's bytes as the device made it; the file stays with its owner."""
    text = form.text(name)
    if text and not _FILE.match(text):
        raise UsageError(
            "file_hash_malformed",
            name,
            expected="SHA-256 of the file in 64 hex digits",
            found=repr(text)[:60],
            hint="choose the file again",
        )
    return f"sha256:{text}" if text else ""


def _weapon_class(form: Filled) -> WeaponClass:
    text = form.text("weapon_class")
    if text not in CLASSES:
        raise UsageError(
            "field_odd", "class", expected="1 to 6", found=repr(text)[:60] if text else "nothing"
        )
    return WeaponClass(int(text))


def _mechanism(form: Filled) -> Mechanism:
    """Return the gun as described; numbers left out are as the pattern usually has them."""
    pattern = PATTERNS.get(form.text("pattern"))
    if pattern is None:
        raise UsageError(
            "pattern_unknown",
            "action type",
            expected="one of the list",
            found=repr(form.text("pattern"))[:60],
        )
    chambers = form.count("chambers", most=CHAMBERS_MAX) if form.has("chambers") else None
    capacity = form.count("capacity", most=CAPACITY_MAX) if form.has("capacity") else None
    return Mechanism(
        pattern=pattern.name,
        chambers=pattern.chambers_min if chambers is None else chambers,
        capacity=pattern.capacity_min if capacity is None else capacity,
        adaptation=form.choice("adaptation", Adaptation, Adaptation.NONE),
    )


def _calibres(form: Filled) -> tuple[str, ...]:
    texts = [one for one in re.split(r"[,;\s]+", form.text("calibres")) if one]
    if len(texts) > CALIBRES_MAX:
        raise UsageError(
            "calibres_many",
            "calibres",
            expected=f"at most {CALIBRES_MAX}",
            found=str(len(texts)),
        )
    return tuple(dict.fromkeys(_calibre(one) for one in texts))


def _calibre(text: str) -> str:
    text = text.strip().lower().replace(" ", "-")
    if not _CALIBRE.match(text):
        raise UsageError(
            "calibre_malformed",
            "calibre",
            expected="such as .45-colt",
            found=repr(text)[:60] if text else "nothing entered",
            hint="as on the box, without spaces",
        )
    return text


def _odd(form: Filled) -> Iterator[OddRounds]:
    for odd in Odd:
        name = f"odd.{odd.value}"
        if form.has(name) and (rounds := form.count(name, most=ROUNDS_MAX)):
            yield OddRounds(rounds=rounds, seen=odd)
