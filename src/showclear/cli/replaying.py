"""Playing a day script: each step, what the record said, what was truly the case, and the sum.

What is played is ``showclear.replay``'s; here it becomes lines and JSON. One line for each step,
what stands against it below; nothing is ever said to be in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import click

from showclear.cli.exits import Exit
from showclear.cli.paper import NOT_YET, QUIET, STRONG, Paper, counted
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command
from showclear.cli.sentences import because, outcome_word
from showclear.errors import UsageError
from showclear.record.codes import Refusal
from showclear.record.events.desk import Outcome
from showclear.replay.play import BEFORE, Came, Mode, Played, Replay, play
from showclear.replay.reading import Loaded, load, shipped_days
from showclear.replay.stops import Stop, stops
from showclear.replay.world import Gunshot

MODES: Final = {
    Mode.AS_WRITTEN: "as written",
    Mode.OBEY: "every refusal obeyed",
    Mode.OVERRIDE: "every refusal overridden",
}
# Steps by which a gun goes out of its place or hand: what they rest on stands under each.
RESTING: Final = frozenset({"take-out", "hand-over", "line-issue", "go-again"})
UNDER: Final = 7  # columns: under the step, beside its time
_EVENT: Final = re.compile(r"[0-9a-f]{64}")
_ID: Final = re.compile(r"\b[pwcls]-[0-9a-f]{16}\b")
LIFT: Final = 6  # columns of a rule's id
TRULY_SHOWN: Final = 3  # a line of thirty guns is not told one by one; --explain does
IDS_SHOWN_MAX: Final = 12
RECORD: Final = "the record itself"
NOT_REFUSED: Final = outcome_word(Outcome.ACCEPTED)


@command(
    root,
    "replay",
    example="""
showclear replay --list
showclear replay first-morning
showclear replay my-day.yaml --override
showclear replay first-morning --explain too-early
""",
)
@click.argument("day", required=False, metavar="[DAY]")
@click.option("--list", "listing", is_flag=True, help="List the shipped days.")
@click.option("--obey", is_flag=True, help="No refused step happens, whatever the script says.")
@click.option("--override", is_flag=True, help="Every refused step goes ahead, and is reported.")
@click.option("--explain", metavar="STEP", help="All about one step, by its id or number.")
@as_json
def replay(job: Job, *, day: str | None, explain: str | None, **chosen: bool) -> None:
    """Play a day script through a desk of its own, beside what was truly the case.

    DAY is a shipped day's name or a script's path. Each step shows what the record said of it,
    what was truly so, and where the two differ; the end says whether anybody came to harm, with
    every refusal obeyed and with every refusal overridden. Exit code 11: somebody did.
    """
    if chosen.pop("listing"):
        _list(job.paper)
        return
    loaded = load(_named(day))
    shown = play(loaded, _mode(**chosen))
    if explain is not None:
        _explain(job.paper, loaded, shown, explain)
        return
    sums = {shown.mode: shown}
    if shown.mode is Mode.AS_WRITTEN:
        sums |= {mode: play(loaded, mode) for mode in (Mode.OBEY, Mode.OVERRIDE)}
    _tell(job.paper, loaded, shown, sums)
    job.paper.data(_data(loaded, shown, sums))
    if shown.harm is not None:
        job.exit = Exit.HARM_PLAYED


def _named(day: str | None) -> str:
    if day is None:
        raise click.UsageError("name a day, or use --list")
    return day


def _mode(*, obey: bool, override: bool) -> Mode:
    if obey and override:
        raise click.UsageError("--obey and --override exclude each other")
    if obey:
        return Mode.OBEY
    return Mode.OVERRIDE if override else Mode.AS_WRITTEN


def _list(paper: Paper) -> None:
    days = shipped_days()
    for name, title in days.items():
        paper.pair(name, title, width=24)
    paper.data([{"name": name, "title": title} for name, title in days.items()])


# -- for people -------------------------------------------------------------------------------


def _tell(paper: Paper, loaded: Loaded, shown: Replay, sums: dict[Mode, Replay]) -> None:
    paper.line(f"{loaded.day.title}: {MODES[shown.mode]}", style=STRONG)
    if loaded.day.about:
        paper.line(loaded.day.about, indent=2)
    paper.line("A played day: every key, entry and person on this ledger is made up.", indent=2)
    paper.line()
    date = ""
    for step in shown.steps:
        if step.date != date:
            date = step.date
            paper.line(date, style=QUIET)
        _tell_step(paper, step)
    paper.line()
    _tell_harm(paper, shown)
    for mode, played in sums.items():
        if mode is not shown.mode:
            _tell_harm(paper, played)
    if Mode.OVERRIDE in sums:
        _tell_stops(paper, sums[Mode.OVERRIDE])


def _tell_step(paper: Paper, step: Played) -> None:
    who = ", ".join(step.by) or "somebody"
    asked = step.refused or step.came is not Came.HAPPENED
    line = f"{step.at[:5]}  {step.name}: {who} {step.verb} {step.about}".rstrip()
    paper.line(f"{line}: {NOT_REFUSED}" if step.asked and not asked else line)
    if asked:
        paper.line(_verdict(step), style=NOT_YET if step.refusals else "", indent=UNDER)
    elif step.problem:
        paper.line(step.problem, indent=UNDER)
    if step.verb in RESTING and not step.refusals:
        for text in step.last_shown:
            paper.line(text, indent=UNDER)
    for rule, lift in _lifts(step):
        paper.pair(rule, f"to lift it: {lift}", indent=UNDER, width=LIFT)
    for text in _below(step):
        paper.line(text, indent=UNDER)


def _lifts(step: Played) -> dict[tuple[str, str], None]:
    """Return each rule with what would lift its refusal, each pair once, in order."""
    return dict.fromkeys((reason.rule, reason.lift) for reason in step.refusals)


def _verdict(step: Played) -> str:
    reasons = "; ".join(dict.fromkeys(because(reason.code.value) for reason in step.refusals))
    not_yet = f"not yet: because {reasons}" if reasons else ""
    match step.came:
        case Came.NOT_REACHED:
            return f"did not come to this: {step.problem}"
        case Came.WENT_AHEAD if step.asked:
            return f"{not_yet}; it went ahead"
        case Came.WENT_AHEAD:
            would = not_yet or "nothing on record stood against it"
            return f"went ahead without asking; the record would have said: {would}"
        case Came.TOLD_ONLY:
            return "told to the record; it did not happen"
        case _:
            return not_yet or step.problem or step.came.value


def _below(step: Played) -> Iterator[str]:
    noted = (f"noted: {because(alert.code.value)} ({alert.rule})" for alert in step.alerts)
    yield from dict.fromkeys(noted)
    for text in step.untrue:
        yield f"untrue: {text}"
    for gunshot in step.gunshots:
        yield _gunshot(gunshot)
    if step.refusals:
        yield from (f"truly: {text}" for text in step.truly[:TRULY_SHOWN])
        left = len(step.truly) - TRULY_SHOWN
        if left > 0:
            yield f"truly: {left} more as they were"
    for text in step.differs:
        yield f"the record differs: {text}"


def _gunshot(gunshot: Gunshot) -> str:
    said = f"gunshot from {gunshot.gun} ({gunshot.round.value})"
    if gunshot.bullet:
        said += ", with a bullet"
    if gunshot.at:
        said += f", toward {gunshot.at}"
    if gunshot.distance_mm is not None:
        said += f" at {gunshot.distance_mm:,} mm"
    return f"{said}: harm" if gunshot.harm else said


def _tell_harm(paper: Paper, played: Replay) -> None:
    harm = played.harm
    title = MODES[played.mode].capitalize()
    if harm is None:
        paper.line(f"{title}: in this script nobody comes to harm.")
        return
    paper.line(f"{title}: harm at step {harm.name} ({harm.at[:5]}).", style=STRONG)


def _tell_stops(paper: Paper, played: Replay) -> None:
    found = stops(played)
    before = "before the harm " if played.harm is not None else ""
    times = counted(len(found), "time")
    paper.line(
        f"Overridden, {before}the record stood against going on {times}, "
        "counted by the people whose statements that rests on:"
    )
    for stop in found:
        rules = ", ".join(_rule(played, rule) for rule in stop.rules)
        paper.line(f"{', '.join(stop.steps)}: on {', '.join(stop.people)}", indent=2)
        paper.line(rules, indent=4, style=QUIET)


def _rule(played: Replay, rule: str) -> str:
    rows = played.rows.get(rule, ())
    return f"{rule} ({rows[0].title})" if rows else RECORD if rule == "record" else rule


# -- one step ---------------------------------------------------------------------------------


def _explain(paper: Paper, loaded: Loaded, shown: Replay, named: str) -> None:
    step = _step_named(shown, named)
    paper.line(
        f"{step.name} (step {step.number}, line {step.line}), {step.date} {step.at}", style=STRONG
    )
    _tell_step(paper, step)
    for name, text in _beside(loaded, step):
        paper.pair(name, text)
    for reason in (*step.refusals, *step.alerts):
        _explain_reason(paper, shown, reason)
    if step.authors:
        paper.pair("rests on", ", ".join(step.authors))
    paper.data(_step_data(shown, step))


def _step_named(shown: Replay, named: str) -> Played:
    for step in shown.steps:
        if named in {step.name, str(step.number)}:
            return step
    ids = [step.name for step in shown.steps if step.name != str(step.number)]
    listed = f", or one of {', '.join(ids[:IDS_SHOWN_MAX])}" if ids else ""
    raise UsageError(
        "step_unknown",
        named,
        expected="the id or number of a step",
        found="none of this day",
        hint=f"a number from 1 to {len(shown.steps)}{listed}",
    )


def _beside(loaded: Loaded, step: Played) -> Iterator[tuple[str, str]]:
    """Yield what else there is to say of a step: its note, its source, what stood, what was so."""
    source = loaded.day.sources.get(step.source, "")
    cited = f"{step.source}: {source}" if source else step.source
    yield from ((name, text) for name, text in (("note", step.note), ("source", cited)) if text)
    if step.verb not in RESTING or step.refusals:  # else it stands above already
        yield from (("record", text) for text in step.last_shown)
    if not step.refusals:  # with refusals it stands above already
        yield from (("truly", text) for text in step.truly)


def _explain_reason(paper: Paper, shown: Replay, reason: Refusal) -> None:
    paper.line()
    paper.line(f"{because(reason.code.value)} [{reason.code.value}]", indent=2)
    paper.pair("lifted by", reason.lift, indent=4)
    for fact in reason.facts:
        paper.pair("fact", _fact(shown, fact), indent=4)
    rows = shown.rows.get(reason.rule, ())
    if not rows:
        paper.pair("rule", RECORD if reason.rule == "record" else reason.rule, indent=4)
    for row in rows:
        paper.pair("rule", f"{row.id}: {row.title}. {row.sentence}", indent=4)
        checked = "unverified" if row.unverified else "looked up"
        mark = f"{row.authority.value}, mark {row.evidence.value}, {checked}"
        paper.pair("authority", mark, indent=4)
        paper.pair("sources", "; ".join(row.sources), indent=4)
        paper.pair("check", row.check.value, indent=4)


def _fact(shown: Replay, fact: str) -> str:
    """Return a fact in this day's names: nothing of the ledger's ids is left in it."""
    if _EVENT.fullmatch(fact):
        step = shown.events.get(fact)
        return BEFORE if step is None else f"step {step}"
    return _ID.sub(lambda found: shown.names.get(found.group(), found.group()), fact)


# -- for programs -----------------------------------------------------------------------------


def _data(loaded: Loaded, shown: Replay, sums: dict[Mode, Replay]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "day": loaded.name,
        "title": loaded.day.title,
        "date": loaded.day.date,
        "mode": shown.mode.value,
        "steps": [_step_data(shown, step) for step in shown.steps],
        "harm": {mode.value: played.harm and played.harm.name for mode, played in sums.items()},
    }
    if Mode.OVERRIDE in sums:
        data["stops"] = [_stop_data(stop) for stop in stops(sums[Mode.OVERRIDE])]
    return data


def _stop_data(stop: Stop) -> dict[str, Any]:
    return {"people": stop.people, "steps": stop.steps, "rules": stop.rules}


def _step_data(shown: Replay, step: Played) -> dict[str, Any]:
    return {
        "number": step.number,
        "step": step.name,
        "line": step.line,
        "date": step.date,
        "at": step.at,
        "do": step.verb,
        "by": step.by,
        "came": step.came.value,
        "asked": step.asked,
        "recorded": step.recorded,
        "refusals": [_reason_data(shown, reason) for reason in step.refusals],
        "last_shown": step.last_shown,
        "alerts": [_reason_data(shown, reason) for reason in step.alerts],
        "rests_on": step.authors,
        "truly": step.truly,
        "untrue": step.untrue,
        "differs": step.differs,
        "gunshots": [_gunshot_data(it) for it in step.gunshots],
        "harm": step.harm,
        "problem": step.problem,
        "source": step.source,
    }


def _reason_data(shown: Replay, reason: Refusal) -> dict[str, Any]:
    return {
        "code": reason.code.value,
        "rule": reason.rule,
        "because": because(reason.code.value),
        "facts": [_fact(shown, fact) for fact in reason.facts],
        "lift": reason.lift,
        "rows": [
            {
                "id": row.id,
                "title": row.title,
                "authority": row.authority.value,
                "evidence": row.evidence.value,
                "unverified": row.unverified,
                "sources": row.sources,
            }
            for row in shown.rows.get(reason.rule, ())
        ],
    }


def _gunshot_data(gunshot: Gunshot) -> dict[str, Any]:
    return {
        "gun": gunshot.gun,
        "round": gunshot.round.value,
        "bullet": gunshot.bullet,
        "at": gunshot.at,
        "distance_mm": gunshot.distance_mm,
        "harm": gunshot.harm,
    }
