"""How every command runs: options in common, opening the ledger, one answer, one exit code.

``run`` is the only place that turns an error into words and a number; nothing below it prints a
traceback or ends the program. Commands are plain functions that take a ``Job``.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final, TypeVar, cast

import click

from showclear.cli.exits import Exit, exit_for
from showclear.cli.paper import Bar, Paper, complain
from showclear.cli.reports import (
    answer_data,
    forecast_data,
    standings,
    tell_answer,
    tell_forecast,
)
from showclear.cli.session import Act, Session
from showclear.desk.parts import Answer
from showclear.errors import BadInput, Damaged, ScriptError, ShowclearError, UsageError
from showclear.record.events.table import AnyBody
from showclear.wiring import (
    Folder,
    ledger_folder,
    open_for_reading,
    open_for_writing,
    silence_output,
)

Command = TypeVar("Command", bound=Callable[..., Any])
FAULT: Final = "a fault in Showclear itself"
NOTHING_WRITTEN: Final = "nothing was written; put it right and try again"
DAMAGED: Final = "write no more here, keep a copy as it is, and see: showclear verify"


class Job:
    """One command at work: its folder, its paper, and its exit code so far."""

    def __init__(self) -> None:
        self.named: str | None = None
        self.paper = Paper(json=False)
        self.exit = Exit.OK
        self.bar = Bar()
        self.signers: tuple[str, ...] = ()
        self.would = False
        self.unsigned = False

    @property
    def folder(self) -> Folder:
        """The ledger's folder."""
        return ledger_folder(self.named)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open the ledger for writing."""
        with open_for_writing(self.folder, self.bar) as opened:
            yield Session(opened)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open the ledger for reading, beside whoever writes it."""
        with open_for_reading(self.folder, self.bar) as opened:
            yield Session(opened)

    def submit(self, session: Session, *acts: Act) -> list[Answer]:
        """Sign and submit acts in one commit, and tell what became of each."""
        before = [standings(session, [act.body]) for act in acts]
        answers = session.send(acts)
        for act, answer, shown in zip(acts, answers, before, strict=True):
            tell_answer(self.paper, session, act.body, answer, shown)
            if answer.refused:
                self.exit = Exit.NOT_YET
        data = [
            answer_data(session, answer, shown)
            for answer, shown in zip(answers, before, strict=True)
        ]
        self.paper.data(data[0] if len(data) == 1 else data)
        return answers

    def record(
        self,
        build: Callable[[Session], AnyBody],
        after: Callable[[Session], None] = lambda _session: None,
    ) -> None:
        """Sign what ``build`` makes and submit it, or only ask where ``--would`` was given.

        ``after`` tells more, once the answer is told.
        """
        if self.unsigned:
            self._record_unsigned(build)
            return
        if not self.would:
            with self.writing() as session:
                self.submit(session, self.act(session, build(session)))
                after(session)
            return
        with self.reading() as session:
            act = self.act(session, build(session))
            before = standings(session, [act.body])
            verdict = session.would(act)
            tell_forecast(self.paper, session, verdict, before)
            self.paper.data(forecast_data(session, verdict, before))
            if verdict.refused:
                self.exit = Exit.NOT_YET_ASKED

    def _record_unsigned(self, build: Callable[[Session], AnyBody]) -> None:
        with self.writing() as session:
            body = build(session)
            before = standings(session, [body])
            answer = session.send_unsigned(body)
            tell_answer(self.paper, session, body, answer, before)
            self.paper.data(answer_data(session, answer, before))

    def act(self, session: Session, body: AnyBody) -> Act:
        """Return an event to be signed by those named with ``--as``."""
        return Act(body=body, signers=session.people(self.signers))


def run(group: click.Group, arguments: Sequence[str]) -> Exit:
    """Run one command line and return how it ended; prints, and never raises."""
    try:
        with group.make_context("showclear", list(arguments)) as context:
            context.obj = job = Job()
            try:
                group.invoke(context)
            finally:
                job.bar.stop()
    except click.exceptions.Exit as ended:
        return Exit(ended.exit_code)
    except BaseException as problem:  # noqa: BLE001 - the entry point: everything becomes words
        explain(problem)
        return exit_for(problem)
    return job.exit


def explain(problem: BaseException) -> None:
    """Say what went wrong: the thing, what was expected, what was found, what to do next."""
    match problem:
        case click.exceptions.NoArgsIsHelpError():
            sys.stdout.write(problem.ctx.get_help() + "\n")
        case click.UsageError():
            where = problem.ctx.command_path if problem.ctx else "showclear"
            complain(problem.format_message(), hint=f"{where} --help")
        case click.ClickException():
            complain(problem.format_message())
        case BrokenPipeError():  # whoever read our output has read enough
            silence_output()
        case click.exceptions.Abort() | KeyboardInterrupt():
            complain("stopped from the keyboard; what was answered before is kept")
        case ShowclearError():
            _explain_ours(problem)
        case _:
            complain(
                f"{FAULT}: {type(problem).__name__}: {problem}",
                hint="report it with the command you typed; the ledger is checked when it opens",
            )


def _explain_ours(problem: ShowclearError) -> None:
    match problem:
        case ScriptError() if problem.lines:
            for line in problem.lines:
                complain(line)
        case BadInput():
            complain(f"{problem} [{problem.code}]", hint=problem.hint or NOTHING_WRITTEN)
        case Damaged():
            complain(str(problem), hint=DAMAGED)
        case _:
            text, _, hint = str(problem).partition("\n")
            complain(text, hint=hint)


# -- what commands have in common -------------------------------------------------------------


def command(group: click.Group, name: str, *, example: str) -> Callable[[Command], Command]:
    """Register a command whose help ends with an example; the function takes the job first."""

    def register(function: Command) -> Command:
        @wraps(function)
        @click.pass_obj
        def called(job: Job, /, **options: Any) -> None:
            job.paper = Paper(json=options.pop("as_json", False))
            job.signers = options.pop("signers", ())
            job.would = options.pop("would", False)
            job.unsigned = options.pop("unsigned", False)
            function(job, **options)

        text = inspect.cleandoc(function.__doc__ or "")
        shown = "\n".join(f"  {line}" for line in example.strip().splitlines())
        called.__doc__ = f"{text}\n\n\b\nExample:\n{shown}\n"
        group.command(name, short_help=text.partition("\n")[0].rstrip("."))(called)
        return function

    return register


def as_json(function: Command) -> Command:
    """Add ``--json``: the answer for a program instead of for a person."""
    option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")
    return option(function)


def signed_by(what: str) -> Callable[[Command], Command]:
    """Add ``--as``, once for each person who signs, and ``--json``."""

    def add(function: Command) -> Command:
        option = click.option(
            "--as", "signers", multiple=True, required=True, metavar="NAME", help=what
        )
        return as_json(option(function))

    return add


def said_by_anyone(function: Command) -> Command:
    """Add ``--as`` or, where nobody's key is at hand, ``--unsigned``; and ``--json``."""

    @wraps(function)
    def called(job: Job, **options: Any) -> None:
        if bool(job.signers) is job.unsigned:
            raise UsageError(
                "signer_wanted",
                "who says so",
                expected="--as NAME, or --unsigned",
                found="both" if job.unsigned else "neither",
                hint="what nobody signs is taken down as unattributed, never as anonymous",
            )
        function(job, **options)

    names = click.option(
        "--as", "signers", multiple=True, metavar="NAME", help="Who says so; anybody enrolled may."
    )
    unsigned = click.option(
        "--unsigned", is_flag=True, help="It was called out: nobody's key stands for it."
    )
    return cast("Command", as_json(names(unsigned(called))))


def asks(function: Command) -> Command:
    """Add ``--would``: ask what stands against the step, and record nothing."""
    text = "Only ask what stands against it; nothing is signed or recorded."
    return click.option("--would", is_flag=True, help=text)(function)
