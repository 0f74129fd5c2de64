"""Vectors for the bodies of a shooting day: what may be left out, limits, and what is refused.

Leaves to others: how a case is made from a sample (`bodies`), and what holds for every event
whatever its type (`events`).

Example: ``shooting_day()`` are the cases, good ones first.
"""

from __future__ import annotations

from typing import Any

from showclear.field.people import Role
from tools.vectors import samples
from tools.vectors.bodies import (
    COUNT,
    CREW,
    FORM,
    FREE,
    LEAST,
    LIST,
    NEEDED,
    PAST,
    ROLE,
    TOUCHED,
    field,
    guns_named,
    lines_counted,
    payload_with,
    people_named,
    right,
    signed,
    touching,
    touching_of,
    vouchers,
    walked,
    wrong,
)
from tools.vectors.cast import container, digest, lot, person, set_up, signer, weapon
from tools.vectors.shape import Case


def shooting_day() -> list[Case]:
    """Return the vectors of bodies, good ones first."""
    return [
        *_left_out(),
        *_at_limits(),
        *_people(),
        *_plan(),
        *_set_ups_changed(),
        *_floor(),
        *_guns(),
        *_trouble(),
        *_lines(),
        *_passing(),
        *_counting(),
        *_stock(),
        *_handling(),
        *_officers(),
        *_speaking(),
    ]


def _left_out() -> list[Case]:
    """Return good bodies at their shortest or fullest, where the samples are otherwise."""
    no = "What is not said is left out; it is not written as an empty word."
    one = "One is enough where a second signature may be missing."
    both = (samples.HANDLER, samples.OTHER_HANDLER, samples.SECOND)
    shipped: dict[str, Any] = {"shipped": samples.EVENT, "supplier": samples.COMMITMENT}
    return [
        right("duty/1", "taken up", no, ended=None),
        right("carrier/1", "gone", no, where="gone", place=None),
        right("class-limit/1", "none at all", "0 is a limit: holds nothing.", class_max=0),
        right("provide/1", "for today", no, until=None),
        right("found-with/1", "unattended", no, holder=None, words=None),
        right("counted/1", "nothing counted", no, lines=None, weapons=None, fired_cases=None),
        right("approve-lots/1", "none fit", "An empty list takes back the one before.", lots=[]),
        right("discharge/1", "one gunshot", no, gunshots=None),
        right("look/1", "at arrival", "A look may be part of arrival.", purpose="intake"),
        right("look-line/1", "on one's own", no, purpose="own", method=None),
        right("relieve/1", "by one alone", one, samples.HANDLER),
        right("destroyed/1", "by one alone", one, samples.HANDLER),
        right("end-count/1", "by one alone", one, samples.HANDLER),
        right("answer/1", "by three", "As many as an envelope holds.", *both),
        right(
            "receive-weapon/1",
            "with all that R11 asks for",
            "Each detail is a commitment; the other ledger's event is named.",
            **shipped,
            papers=samples.COMMITMENT,
            photograph=samples.COMMITMENT,
            capacity=12,
            adaptation="restrictor",
            calibres=[".45-blank", "5-in-1"],
        ),
        right(
            "receive-rounds/1",
            "with provenance",
            "As above.",
            **shipped,
            maker=samples.COMMITMENT,
            receipt=samples.COMMITMENT,
        ),
    ]


def _at_limits() -> list[Case]:
    """Return good bodies at their largest: two programs must agree about the last one."""
    at = "At the limit."
    guns = guns_named(128)
    issued = vouchers(128)
    issued[-1]["number"] = 99_999
    use = field("approve-set-up/1", "uses")[0]
    movement = {"moving": "thrown"}
    return [
        right("look-line/1", "128 guns", at, line=walked(128)),
        right("issue-line/1", "128 guns", at, line=issued, touches=guns),
        right("brief/1", "256 on the roll", at, roll=people_named(256)),
        right("approve-set-up/1", "64 guns", at, uses=[use] * 64, nearest_mm=1_000_000),
        right(
            "approve-set-up/1",
            "16 movements, 8 performers",
            at,
            uses=[{**use, "movements": [movement] * 16, "performers": people_named(8)}],
        ),
        right("counted/1", "256 lines", at, lines=lines_counted(256)),
        right("approve-lots/1", "32 lots", at, lots=[lot(f"lot {one}") for one in range(32)]),
        right("name-key-holders/1", "16 people", at, key_holders=people_named(16)),
        right("evidence-seen/1", "bag 99,999", at, bag=99_999),
    ]


def _people() -> list[Case]:
    names = [f"pattern-{number}" for number in range(33)]
    return [
        wrong("credential/1", "for no class", LEAST, classes=[]),
        wrong("credential/1", "for a class 7", "There are six.", classes=[7]),
        wrong("credential/1", "another kind of paper", LIST, paper="licence"),
        wrong("credential/1", "until 30 February", "No such day.", valid_until="2026-02-30"),
        wrong("credential/1", "until when it is not said", NEEDED, valid_until=None),
        wrong("credential/1", "33 patterns", PAST, patterns=names),
        wrong("credential/1", "words for its document", FREE, document="permit of Anna"),
        signed("credential/1", "seen by a handler", ROLE, "wrong_signer_role", samples.HANDLER),
        wrong("credential-ended/1", "which paper is not said", NEEDED, paper=None),
        wrong("class-limit/1", "above the highest class", PAST, class_max=7),
        wrong("class-limit/1", "below none", LEAST, class_max=-1),
        wrong("class-limit/1", "with its reason", FREE, reason="asked in private"),
        wrong("withdraw-roles/1", "no role", LEAST, roles=[]),
        signed(
            "withdraw-roles/1",
            "by one officer",
            "Officers act two together.",
            "wrong_signer_count",
            samples.OFFICER_1,
        ),
        wrong("minor/1", "a name in place of an id", FORM, person="anna"),
        wrong("guardian-present/1", "who is present is not said", NEEDED, guardian=None),
        wrong("guardian-present/1", "the desk as guardian", FORM, guardian="desk"),
        signed(
            "guardian-present/1", "by a performer", ROLE, "wrong_signer_role", samples.PERFORMER
        ),
        wrong("duty/1", "in free words", FREE, duty="Driver of the second bus"),
        wrong("carrier/1", "near", LIST, where="near"),
        wrong("carrier/1", "where is not said", NEEDED, where=None),
        signed("carrier/1", "by crew", ROLE, "wrong_signer_role", CREW),
        wrong("name-key-holders/1", "nobody", LEAST, key_holders=[]),
        wrong("name-key-holders/1", "17 people", PAST, key_holders=people_named(17)),
        touching("name-key-holders/1", "no place touched", TOUCHED, samples.BOX),
    ]


def _plan() -> list[Case]:
    use = field("approve-set-up/1", "uses")[0]
    no_holds = {name: value for name, value in use.items() if name != "holds"}

    def used(name: str, why: str, **fields: Any) -> Case:
        return wrong("approve-set-up/1", name, why, uses=[{**use, **fields}])

    return [
        wrong("assess/1", "hazards not written down", NEEDED, hazards=None),
        wrong("assess/1", "an empty commitment", "A required one is no empty word.", controls=""),
        wrong("assess/1", "a scene in free words", FREE, scene="Scene 12, the barn"),
        signed("assess/1", "not endorsed", COUNT, "wrong_signer_count", samples.CALLER),
        signed(
            "assess/1",
            "endorsed by a second person",
            ROLE,
            "wrong_signer_role",
            samples.CALLER,
            signer("armorer", Role.SECOND_PERSON),
        ),
        signed(
            "approve-set-up/1",
            "caller first",
            "Signatures stand in the order of their roles.",
            "wrong_signer_role",
            samples.CALLER,
            samples.HANDLER,
        ),
        wrong("approve-set-up/1", "no gun", LEAST, uses=[]),
        wrong("approve-set-up/1", "65 guns", PAST, uses=[use] * 65),
        wrong("approve-set-up/1", "at lunch", LIST, phase="lunch"),
        wrong("approve-set-up/1", "a line of another word", LIST, line="cold"),
        wrong("approve-set-up/1", "a distance in metres", "Whole millimetres.", nearest_mm=6.5),
        wrong("approve-set-up/1", "farther than a kilometre", PAST, nearest_mm=1_000_001),
        wrong("approve-set-up/1", "65 inside", PAST, inside=people_named(65)),
        wrong("approve-set-up/1", "a scene for a set-up", FORM, set_up="scene-12"),
        wrong("approve-set-up/1", "what it holds is not said", NEEDED, uses=[no_holds]),
        used("9 performers", PAST, performers=people_named(9)),
        used("17 movements", PAST, movements=[{"moving": "thrown"}] * 17),
        used("an act of another word", LIST, acts=["twirl"]),
        used("10,001 gunshots", PAST, gunshots=10_001),
        used("words for a reason", FREE, reason="the close-up needs it"),
        touching(
            "approve-set-up/1", "its gun touched", "A plan changes no gun.", samples.REVOLVER
        ),
    ]


def _set_ups_changed() -> list[Case]:
    return [
        wrong("set-up-changed/1", "the weather", LIST, what="weather"),
        wrong("set-up-changed/1", "what is not said", NEEDED, what=None),
        signed(
            "nothing-moved/1",
            "by two handlers",
            ROLE,
            "wrong_signer_role",
            samples.HANDLER,
            samples.OTHER_HANDLER,
        ),
    ]


def _floor() -> list[Case]:
    return [
        wrong("brief/1", "nobody on the roll", LEAST, roll=[]),
        wrong("brief/1", "257 on the roll", PAST, roll=people_named(257)),
        wrong("brief/1", "on what is not said", NEEDED, briefing=None),
        signed("brief/1", "by a performer", ROLE, "wrong_signer_role", samples.PERFORMER),
        wrong("provide/1", "something else", LIST, what="catering"),
        wrong("provide/1", "until tomorrow", "A date has one form.", until="tomorrow"),
        wrong("provide/1", "until 30 February", "No such day.", until="2026-02-30"),
        wrong("provision-ended/1", "with a date", "An unknown field.", until="2026-12-31"),
        wrong("count-area/1", "65 people", PAST, people=people_named(65)),
        wrong("count-area/1", "who is not said", NEEDED, people=None),
        signed("count-area/1", "by a handler", ROLE, "wrong_signer_role", samples.HANDLER),
        signed("rolling/1", "by a performer", ROLE, "wrong_signer_role", samples.PERFORMER),
        wrong("rolling/1", "which set-up is not said", NEEDED, set_up=None),
        touching("cut/1", "a gun touched", "A cut changes no gun.", samples.REVOLVER),
        wrong("cut/1", "which set-up is not said", NEEDED, set_up=None),
    ]


def _guns() -> list[Case]:
    lots = [lot(f"lot {number}") for number in range(33)]
    return [
        wrong("test-fire/1", "how far is not said", NEEDED, debris_mm=None),
        wrong("test-fire/1", "farther than a kilometre", PAST, debris_mm=1_000_001),
        wrong("test-fire/1", "a result of another word", LIST, result="fine"),
        touching("test-fire/1", "another gun touched", TOUCHED, weapon("another")),
        signed("test-fire/1", "by a performer", ROLE, "wrong_signer_role", samples.PERFORMER),
        wrong("approve-lots/1", "33 lots", PAST, lots=lots),
        wrong("approve-lots/1", "a box for a lot", FORM, lots=[samples.BOX]),
        wrong("found-unfit/1", "a part of another word", LIST, part="soul"),
        signed(
            "release/1",
            "not endorsed",
            "The gunsmith and the handler sign.",
            "wrong_signer_count",
            samples.HANDLER,
        ),
        signed(
            "release/1",
            "the gunsmith first",
            ROLE,
            "wrong_signer_role",
            samples.OUTSIDE,
            samples.HANDLER,
        ),
        wrong("release/1", "a finding of 63 digits", FORM, unfit=samples.EVENT[:-1]),
        wrong("snapped/1", "on which change is not said", NEEDED, cites=None),
        signed("snapped/1", "by a second person", ROLE, "wrong_signer_role", samples.SECOND),
        wrong("function-seen/1", "whether it works is not said", NEEDED, works=None),
        wrong("function-seen/1", "a word for yes", "Types are strict.", works="yes"),
    ]


def _trouble() -> list[Case]:
    no_gun = "What follows from a misfire hangs on the gun."
    return [
        touching("misfire/1", "another gun touched", no_gun, weapon("another")),
        signed(
            "misfire/1",
            "by two",
            COUNT,
            "wrong_signer_count",
            samples.PERFORMER,
            samples.HANDLER,
        ),
        wrong("discharge/1", "no gunshot", LEAST, gunshots=0),
        wrong(
            "discharge/1",
            "one gunshot written out",
            "Two texts of one event would have two ids.",
            code="event_not_canonical",
            gunshots=1,
        ),
        wrong("discharge/1", "10,001 gunshots", PAST, gunshots=10_001),
        wrong("go-again/1", "which set-up is not said", NEEDED, set_up=None),
        signed("go-again/1", "by the performer", ROLE, "wrong_signer_role", samples.PERFORMER),
    ]


def _lines() -> list[Case]:
    seen, voucher = walked(1)[0], vouchers(1)[0]
    guns = guns_named(2)
    descending = [{**voucher, "weapon": item} for item in guns]
    return [
        wrong("look-line/1", "129 guns", PAST, line=walked(129)),
        wrong("look-line/1", "no gun", LEAST, line=[]),
        wrong("look-line/1", "odd in another word", LIST, line=[{**seen, "odd": "fine"}]),
        wrong("look-line/1", "on which change is not said", NEEDED, line=[{"weapon": guns[0]}]),
        signed("look-line/1", "by crew", ROLE, "wrong_signer_role", CREW),
        wrong("issue-line/1", "129 guns", PAST, line=vouchers(129)),
        wrong("issue-line/1", "no gun", LEAST, line=[]),
        wrong("issue-line/1", "voucher 0", LEAST, line=[{**voucher, "number": 0}]),
        wrong("issue-line/1", "voucher 100,000", PAST, line=[{**voucher, "number": 100_000}]),
        wrong("issue-line/1", "announced as cold", LIST, announced="cold"),
        wrong("issue-line/1", "17 looks", PAST, looks=[samples.EVENT] * 17),
        touching_of(
            ("issue-line/1", "touched in another order", "One order, one text."),
            payload_with("issue-line/1", (), guns[::-1], {"line": descending}),
        ),
        signed("issue-line/1", "by a second person", ROLE, "wrong_signer_role", samples.SECOND),
    ]


def _passing() -> list[Case]:
    two = (samples.HANDLER, samples.OTHER_HANDLER)
    three = (*two, samples.SECOND)
    touched = [samples.REVOLVER, samples.BELT]
    return [
        signed("relieve/1", "by three", COUNT, "wrong_signer_count", *three),
        signed(
            "relieve/1", "of a performer", ROLE, "wrong_signer_role", two[0], samples.PERFORMER
        ),
        touching("relieve/1", "touched in another order", "One order, one text.", *touched),
        wrong("guarded-by/1", "by whom is not said", NEEDED, guard=None),
        wrong("found-with/1", "a lot for an item", FORM, items=[samples.DUMMIES]),
        wrong("found-with/1", "with a name", FORM, holder="anna"),
        wrong("on-paper/1", "no sheet", NEEDED, sheet=None),
        wrong("on-paper/1", "an empty sheet", "A required one is no empty word.", sheet=""),
        wrong("on-paper/1", "no line", LEAST, lines=[]),
        wrong("on-paper/1", "who had it is not said", NEEDED, lines=[{"item": samples.REVOLVER}]),
        wrong("on-paper/1", "words for a time", FREE, began="twenty-four characters..."[:24]),
        wrong("on-paper/1", "30 February", "No such day.", ended="2026-02-30T05:40:00.000Z"),
        signed("on-paper/1", "by one", COUNT, "wrong_signer_count", samples.HANDLER),
        signed(
            "on-paper/1",
            "the handler second",
            ROLE,
            "wrong_signer_role",
            samples.SECOND,
            samples.HANDLER,
        ),
        wrong("ship/1", "to a name", "An origin is the other ledger's.", to="The Rentals"),
        wrong("ship/1", "where to is not said", NEEDED, to=None),
        wrong("ship/1", "to 101 characters", PAST, to="r" * 101),
        signed("ship/1", "by a caller", ROLE, "wrong_signer_role", samples.CALLER),
        wrong("destroyed/1", "no round", LEAST, rounds=0),
        signed("destroyed/1", "by three", COUNT, "wrong_signer_count", *three),
        signed(
            "destroyed/1",
            "the handler second",
            ROLE,
            "wrong_signer_role",
            samples.SECOND,
            samples.HANDLER,
        ),
    ]


def _counting() -> list[Case]:
    line = lines_counted(1)[0]
    return [
        wrong("begin-count/1", "of nothing", LEAST, items=[]),
        wrong("begin-count/1", "for another purpose", LIST, purpose="audit"),
        signed("begin-count/1", "by a caller", ROLE, "wrong_signer_role", samples.CALLER),
        touching("begin-count/1", "its items touched", "A count changes nothing.", samples.BOX),
        wrong("counted/1", "257 lines", PAST, lines=lines_counted(257)),
        wrong("counted/1", "fewer than none", LEAST, lines=[{**line, "rounds": -1}]),
        wrong("counted/1", "which way is not said", NEEDED, direction=None),
        wrong("counted/1", "which count is not said", NEEDED, count=None),
        signed("counted/1", "by crew", ROLE, "wrong_signer_role", CREW),
        signed("end-count/1", "by crew first", ROLE, "wrong_signer_role", CREW),
        signed(
            "end-count/1",
            "by three",
            COUNT,
            "wrong_signer_count",
            samples.HANDLER,
            samples.SECOND,
            samples.OUTSIDE,
        ),
        wrong("evidence-seen/1", "no photograph", NEEDED, photograph=None),
        wrong("evidence-seen/1", "an empty photograph", "It is no empty word.", photograph=""),
        wrong("evidence-seen/1", "bag 100,000", PAST, bag=100_000),
    ]


def _stock() -> list[Case]:
    calibres = [f".{number}-blank" for number in range(9)]
    return [
        wrong("receive-weapon/1", "of class 0", LEAST, weapon_class=0),
        wrong("receive-weapon/1", "25 chambers", PAST, chambers=25),
        wrong("receive-weapon/1", "1,001 in the gun magazine", PAST, capacity=1_001),
        wrong("receive-weapon/1", "adapted in another word", LIST, adaptation="melted"),
        wrong("receive-weapon/1", "9 calibres", PAST, calibres=calibres),
        wrong("receive-weapon/1", "a serial number", FREE, serial="SN 12345"),
        wrong("receive-weapon/1", "with a container's id", FORM, weapon=container("box")),
        wrong("receive-container/1", "17 key-holders", PAST, key_holders=people_named(17)),
        wrong("receive-rounds/1", "1,000,001 rounds", PAST, rounds=1_000_001),
        wrong("receive-rounds/1", "a word for a lot", FORM, lot="dummies"),
        wrong("receive-rounds/1", "sealed or not is not said", NEEDED, sealed=None),
        wrong("receive-rounds/1", "a calibre with a space", "One form.", calibre=".45 colt"),
        wrong("prove/1", "odd in another word", LIST, odd=[{"rounds": 1, "seen": "cracked"}]),
        wrong("prove/1", "of which kind is not said", NEEDED, kind=None),
        wrong("found-round/1", "a grade of another word", LIST, grade="blank"),
        signed("move-rounds/1", "by a performer", ROLE, "wrong_signer_role", samples.PERFORMER),
        wrong("answer/1", "words", FREE, words="it was one of ours"),
    ]


def _handling() -> list[Case]:
    answer = field("look/1", "answers")[0]
    shouted = {**answer, "position": "Chamber 1"}
    return [
        wrong("open-day/1", "30 February", "No such day.", date="2026-02-30"),
        wrong("load/1", "into no position", LEAST, positions=[]),
        wrong("load/1", "into 41 positions", PAST, positions=["chamber-1"] * 41),
        wrong("unload/1", "fewer than none", LEAST, rounds=-1),
        wrong("look/1", "holds another word", LIST, answers=[{**answer, "holds": "cold"}]),
        wrong("look/1", "a position in free words", FREE, answers=[shouted]),
        wrong("look/1", "41 answers", PAST, answers=[answer] * 41),
        wrong("look/1", "for another purpose", LIST, purpose="fun"),
        wrong("hand-over/1", "announced as cold", LIST, announced="cold"),
        wrong("hand-over/1", "17 looks", PAST, looks=[samples.EVENT] * 17),
        wrong("hand-over/1", "to nobody", NEEDED, to=None),
        wrong("hand-over/1", "a word for a set-up", FORM, set_up=set_up("x")[2:]),
        signed("hand-over/1", "by a performer", ROLE, "wrong_signer_role", samples.PERFORMER),
        wrong("showing-ended/1", "for another cause", LIST, cause="bored"),
        wrong("went-ahead/1", "what is not said", NEEDED, what=None),
        signed(
            "end-keep/1",
            "without the outside person",
            COUNT,
            "wrong_signer_count",
            samples.OFFICER_1,
            samples.OFFICER_2,
        ),
        signed(
            "end-keep/1",
            "a crew member in the outside place",
            ROLE,
            "wrong_signer_role",
            samples.OFFICER_1,
            samples.OFFICER_2,
            CREW,
        ),
        wrong("unattributed/1", "what it was in free words", FREE, reported="a Stop"),
        wrong("unattributed/1", "a detail in free words", FREE, detail="in Take 3"),
        wrong("unattributed/1", "what came in is not said", NEEDED, arrived=None),
        wrong("unattributed/1", "why is not said", NEEDED, why=None),
        wrong("keep-as-found/1", "guarded by a name", FORM, guarded_by="anna"),
        wrong("evidence-seen/1", "a hash in capitals", "One form.", photograph=_capitals()),
    ]


def _capitals() -> str:
    return digest("photograph").hex().upper()


def _officers() -> list[Case]:
    one, two = samples.OFFICER_1, samples.OFFICER_2
    officer = field("opening/1", "officers")[0]
    return [
        wrong("opening/1", "one officer", LEAST, officers=[officer]),
        wrong("opening/1", "four officers", PAST, officers=[officer] * 4),
        wrong("opening/1", "15 hours off", PAST, utc_offset_minutes=900),
        signed("revoke/1", "by one officer", COUNT, "wrong_signer_count", one),
        wrong("revoke/1", "for another cause", LIST, cause="careless"),
        wrong("grant/1", "no role", LEAST, roles=[]),
        wrong("grant/1", "a role of another word", LIST, roles=["producer"]),
        wrong("waive/1", "no measure", NEEDED, measure=None),
        wrong("waive/1", "an empty measure", "It is no empty word.", measure=""),
        wrong("waive/1", "a row in small letters", "One form.", row="r47"),
        signed("waive/1", "by a handler", ROLE, "wrong_signer_role", one, samples.HANDLER),
        wrong("correct/1", "which event is not said", NEEDED, event=None),
        signed("correct/1", "by two", COUNT, "wrong_signer_count", one, two),
        touching("open-delivery/1", "another box touched", TOUCHED, samples.BELT),
        signed("close-day/1", "by a performer", ROLE, "wrong_signer_role", samples.PERFORMER),
    ]


def _speaking() -> list[Case]:
    three = (samples.CALLER, samples.HANDLER, samples.OUTSIDE)
    entry = field("decided/1", "entries")[0]
    return [
        wrong("shown/1", "on which hand-over is not said", NEEDED, hand_over=None),
        wrong("lock/1", "where is not said", NEEDED, place=None),
        wrong("lock/1", "a person as place", FORM, place=person("armorer")),
        signed("lift-stop/1", "by three", COUNT, "wrong_signer_count", *three),
        wrong("concern/1", "about another word", LIST, about="mood"),
        wrong("decline/1", "with a reason", "No reason is asked.", reason="tired"),
        wrong("ask-to-see/1", "which gun is not said", NEEDED, weapon=None),
        wrong("decided/1", "nothing decided", LEAST, entries=[]),
        wrong("decided/1", "257 entries", PAST, entries=[entry] * 257),
        wrong("decided/1", "33 codes", PAST, entries=[{**entry, "codes": ["stop_open"] * 33}]),
        signed("decided/1", "by an officer", ROLE, "wrong_signer_role", samples.OFFICER_1),
    ]
