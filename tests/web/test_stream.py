"""The stream, and a stop on every screen: told apart, felt by two roles, without a sound."""

from __future__ import annotations

import asyncio
import re
import threading
import time

import pytest

from showclear.field.ids import PersonId
from showclear.record.events.speaking import Stop
from showclear.web import stream as streaming
from showclear.web.stream import QUEUE_MAX, Listener, Standing, Stream, Told
from tests.tidy.tree import files_under, named
from tests.web.floor import tablet
from tests.web.kit import Device, Production, awaited, open_day

BEN = PersonId("p-0000000000000001")
CAL = PersonId("p-0000000000000002")
SOUND = re.compile(
    r"\b(Audio|AudioContext|OscillatorNode|speechSynthesis|SpeechSynthesisUtterance|Notification|"
    r"HTMLMediaElement)\b|<(audio|embed|bgsound|video(?![^>]*\bmuted\b))\b"
)


def standing(*, stopped: bool = False) -> Standing:
    """Return a moment."""
    return Standing(now_ms=1_795_320_000_000, size=7, stopped=stopped, rolling=True)


async def first(stream: Stream, person: PersonId, count: int, then: str = "") -> list[Told]:
    """Return what a screen hears first; ``then`` is done once it listens."""
    heard: list[Told] = []
    async for told in stream.listen(person):
        heard.append(told)
        if len(heard) == 1 and then:
            getattr(stream, then)(*([frozenset({BEN})] if then == "stopped" else []))
        if len(heard) == count:
            break
    return heard


def test_a_screen_hears_the_moment_at_once() -> None:
    """Time, entries, whether a stop is open and something rolls come with the first beat."""
    [told] = asyncio.run(first(Stream(standing), CAL, 1))
    assert told == Told("beat", "1795320000000 7 0 1 0")


def test_a_stop_is_felt_by_those_named_alone() -> None:
    """The first AD's device vibrates, the performer's does not; both are told."""
    stream = Stream(lambda: standing(stopped=True))
    assert asyncio.run(first(stream, BEN, 2, "stopped"))[1].data.endswith(" 1 1 1")
    assert asyncio.run(first(stream, CAL, 2, "stopped"))[1] == Told(
        "stop", "1795320000000 7 1 1 0"
    )


def test_nothing_recorded_is_a_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    """While nothing happens a beat says that the desk is there."""
    monkeypatch.setattr(streaming, "BEAT_SECONDS", 0.01)
    heard = asyncio.run(first(Stream(standing), CAL, 3))
    assert [told.kind for told in heard] == ["beat", "beat", "beat"]


def test_a_screen_that_has_left_is_forgotten() -> None:
    """A connection that ends gives its place to another."""
    stream = Stream(standing)

    async def listens_and_leaves() -> int:
        listening = stream.listen(CAL)
        await anext(listening)
        there = len(stream)
        await listening.aclose()  # type: ignore[attr-defined]  # what an async generator has
        return there

    assert asyncio.run(listens_and_leaves()) == 1
    assert len(stream) == 0


def test_a_screen_too_far_behind_keeps_the_newest() -> None:
    """A sleeping screen loses old news, never the latest: a stop is not lost on it."""

    async def asleep() -> list[str]:
        listener = Listener(CAL)
        for _ in range(QUEUE_MAX):
            listener.put(Told("recorded"))
        listener.put(Told("stop"))
        return [listener.queue.get_nowait().kind for _ in range(QUEUE_MAX)]

    kinds = asyncio.run(asleep())
    assert kinds[-1] == "stop"
    assert len(kinds) == QUEUE_MAX


def test_screens_of_two_addresses_are_told_on_their_own_loops() -> None:
    """The cart's own screen and the tablets are served by two loops; one stop reaches both."""
    stream = Stream(standing)
    heard: list[list[Told]] = []
    screens = [
        threading.Thread(target=lambda: heard.append(asyncio.run(first(stream, CAL, 2))))
        for _ in range(2)
    ]
    for screen in screens:
        screen.start()
    while len(stream) < len(screens):
        time.sleep(0.005)
    stream.stopped(frozenset())
    for screen in screens:
        screen.join(2)
    assert [told[1].kind for told in heard] == ["stop", "stop"]


def test_what_is_recorded_is_heard_within_half_a_second(production: Production) -> None:
    """From the last signature to a screen's being told."""

    async def hear() -> float:
        listening = production.served.stream.listen(CAL)
        await anext(listening)
        began.append(time.perf_counter())
        told = await anext(listening)
        assert told.kind == "recorded"
        return time.perf_counter() - began[0]

    began: list[float] = []
    device = tablet(production)
    spans: list[float] = []
    screen = threading.Thread(target=lambda: spans.append(asyncio.run(hear())))
    screen.start()
    while not began:
        time.sleep(0.005)
    open_day(device)
    screen.join(5)
    assert spans[0] < 0.5


def test_too_many_screens_are_told_so(
    production: Production, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One screen more than fits is answered, not left waiting."""
    monkeypatch.setattr(streaming, "LISTENERS_MAX", 0)
    answer = Device(production).ask("GET", "/stream")
    assert answer.status == 503
    assert "too many screens listen" in answer.text


# -- a stop -----------------------------------------------------------------------------------


def test_anybody_says_stop_at_one_tap(production: Production) -> None:
    """Unenrolled, nobody entered, nothing sent with it: the stop is open at once."""
    answer = Device(production).ask("POST", "/speak/stop")
    assert answer.status == 200
    assert "Stop is written down." in answer.words
    assert len(production.state.stops) == 1


def test_a_stop_sent_twice_is_one_stop(production: Production) -> None:
    """A tap that got no answer is sent again under its mark and is not doubled."""
    device = Device(production)
    once = "0123456789abcdef" * 2
    for _ in range(3):
        assert device.ask("POST", f"/speak/stop?once={once}").status == 200
    assert len(production.state.stops) == 1
    device.ask("POST", "/speak/stop?once=odd")
    assert len(production.state.stops) == 2


def test_every_page_says_one_thing_to_each_at_a_stop(production: Production) -> None:
    """Whoever may hold a gun stands still, handlers collect; never that other word."""
    still = "With a gun in your hand: stand still, muzzle down, the armorer is coming to you."
    collect = "Stop. Collect the guns that are out."
    for device in (Device(production), Device(production, "Cal Reed")):
        said = device.page("/").words
        assert still in said
        assert collect not in said
        assert "freeze" not in said.lower()
    production.served.speak(Stop())
    for path in ("/", "/board"):
        said = Device(production, "Anna Ruiz").page(path).words
        assert collect in said
        assert still not in said


def test_only_those_who_lift_a_stop_are_led_there(production: Production) -> None:
    """The pack names them; the page calls them what people on set call them."""
    assert 'href="/stops"' not in Device(production, "Cal Reed").page("/").text
    for name in ("Anna Ruiz", "Ben Ode"):
        assert 'href="/stops"' in Device(production, name).page("/").text, name
    said = Device(production, "Anna Ruiz").page("/stops").words
    assert "first AD (caller)" in said
    assert "armorer (handler)" in said


def test_a_stop_without_an_answer_counts_as_called(production: Production) -> None:
    """The words for a silent desk lie on the page beforehand."""
    said = Device(production).page("/").text
    assert "No answer from the desk. Your stop counts as called: say it out loud." in said


def test_those_whom_the_pack_names_lift_every_open_stop(production: Production) -> None:
    """The page says who; caller and handler sign once for all that are open."""
    Device(production).ask("POST", "/speak/stop")
    cal = Device(production, "Cal Reed")
    cal.done("sign-spoken", kind="stop", by=production.person("Cal Reed"))
    device = tablet(production)
    page = device.page("/stops").words
    assert "A stop is lifted together by: first AD (caller) and armorer (handler)." in page
    assert "2 stops are open; all are lifted here." in page
    stops = list(production.state.stops)
    people = {"by": production.person("Ben Ode"), "second": production.person("Anna Ruiz")}
    device.done("lift-stop", stop=stops, **people)
    assert production.state.stops == {}
    assert "No stop is open." in device.page("/stops").words
    odd = device.act("lift-stop", stop=stops[0], **people)
    assert "stop: expected one that is open, found none of this name" in odd.words


@pytest.mark.parametrize(
    ("kind", "fields", "thanks"),
    [
        ("concern", {"about": "other"}, "Thank you for saying so."),
        ("decline", {"weapon": "colt-3", "side": "take"}, "for the armorer and the first AD only"),
        ("show-me", {"weapon": "colt-3"}, "The armorer is asked to show you."),
    ],
)
def test_what_is_said_can_be_signed_afterwards(
    production: Production, kind: str, fields: dict[str, str], thanks: str
) -> None:
    """It is taken down at once; then a name may be put to it, the same again."""
    entered = {
        name: production.gun(value) if name == "weapon" else value
        for name, value in fields.items()
    }
    device = Device(production, "Cal Reed")
    said = device.form(f"/speak/{kind}", **entered)
    assert thanks in said.words
    [again] = re.findall(r'href="(/speak/sign[^"]*)"', said.text)
    offered = device.page(again.replace("&amp;", "&"))
    for value in entered.values():
        assert f'value="{value}"' in offered.text
    device.done("sign-spoken", kind=kind, by=production.person("Cal Reed"), **entered)


def test_a_decline_of_somebody_who_entered_is_signed_in_the_same_step(
    production: Production,
) -> None:
    """The armorer and the first AD see it on their first page; a stranger's stays unattributed."""
    device = Device(production, "Cal Reed")
    asked = device.page("/speak/decline")
    assert 'data-hx-post="/acts/sign-spoken"' in asked.text
    assert (
        'data-hx-post="/acts/sign-spoken"' not in device.page("/speak/decline?unsigned=yes").text
    )
    assert 'data-hx-post="/acts/sign-spoken"' not in Device(production).page("/speak/decline").text
    device.done(
        "sign-spoken", kind="decline", by=production.person("Cal Reed"),
        weapon=production.gun("colt-3"), side="take",
    )  # fmt: skip
    for name in ("Anna Ruiz", "Ben Ode"):
        said = Device(production, name).page("/").words
        assert "Declined, no reason asked colt-3: Cal Reed" in said, name
    assert "Declined, no reason asked" not in Device(production, "Eva Sand").page("/").words


def test_nobody_entered_is_offered_no_signature(production: Production) -> None:
    """Without a key it stays unattributed, and the page says so."""
    said = Device(production).form("/speak/concern", about="other")
    assert "/speak/sign" not in said.text
    assert "It is not anonymous." in said.words


def test_an_unknown_kind_of_speaking_up_has_no_page(production: Production) -> None:
    """Only what people say on a set is there."""
    device = Device(production, "Cal Reed")
    assert device.page("/speak/song").status == 404
    assert device.page("/speak/sign?kind=song").status == 404


def test_no_device_can_make_a_sound() -> None:
    """No part of the client, built or not, and no page names anything that sounds."""
    paths = files_under(
        "client/src", "src/showclear/web", suffixes=(".ts", ".html", ".js", ".css")
    )
    found = {named(path): SOUND.findall(path.read_text("utf-8")) for path in paths}
    assert {path: sounds for path, sounds in found.items() if sounds} == {}


def test_the_stream_is_for_everybody(production: Production) -> None:
    """A screen nobody has entered listens too: it must show a stop."""

    async def hear() -> str:
        listening = production.served.stream.listen(PersonId(""))
        return (await anext(listening)).kind

    assert awaited(hear()) == "beat"
