"""`tutor interview`: a mock interview on a terminal, and the reports of those that were held."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, get_args

from tutor.build import Tutor
from tutor.cli.quiz_terminal import how_sure
from tutor.domain import Interview, InterviewSetup, Level, Manner, Minutes, TurnKind
from tutor.errors import PracticeError
from tutor.practice.interview_flow import awaited
from tutor.practice.interview_report import report_of
from tutor.practice.interviewing import Interviews
from tutor.practice.report_documents import overall_words, report_markdown, setup_words
from tutor.practice.report_html import report_html
from tutor.practice.roles import ROLES
from tutor.settings import Settings

_HELP = "Type your answer; an empty line sends it. Alone on a line: /pass, /pause, /time, /end."
_BEAT = 8  # seconds


def add_interview(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse's own type is private
    parser = commands.add_parser("interview", parents=[common], help="a mock interview, and its report")
    parser.add_argument("--role", metavar="ROLE", default=ROLES[0].name, help="see --roles (default: %(default)s)")
    parser.add_argument("--level", choices=get_args(Level), default="intermediate")
    parser.add_argument("--minutes", type=int, choices=get_args(Minutes), default=15)
    parser.add_argument("--manner", choices=[one.value for one in Manner], default=Manner.NEUTRAL.value)
    parser.add_argument("--area", action="append", default=[], help="ask about this area only (may be repeated)")
    parser.add_argument("--resume", action="store_true", help="go on with the interview that was paused")
    parser.add_argument("--roles", action="store_true", help="list the roles")
    parser.add_argument("--list", action="store_true", help="list the interviews held so far")
    parser.add_argument("--report", metavar="ID", help="print the report of an interview ('last' for the latest)")
    parser.add_argument("--format", choices=["md", "html"], default="md", help="of the report")
    parser.set_defaults(run=_interview)


def _interview(options: argparse.Namespace, settings: Settings) -> int:
    if options.roles:
        return _roles(as_json=options.json)
    tutor = Tutor(settings)
    try:
        if options.list:
            return _list(tutor.interviews, as_json=options.json)
        if options.report is not None:
            return _report(tutor.interviews, options)
        return _hold(tutor.interviews, options)
    finally:
        tutor.close()


def _roles(*, as_json: bool) -> int:
    if as_json:
        print(json.dumps([{"name": one.name, "title": one.title, "areas": dict(one.areas)} for one in ROLES]))
        return 0
    for role in ROLES:
        print(f"{role.name:<20} {role.title}: {role.about}")
    return 0


def _list(interviews: Interviews, *, as_json: bool) -> int:
    found = interviews.all()
    if as_json:
        print(json.dumps([one.model_dump(mode="json", exclude={"plan", "turns"}) for one in found], ensure_ascii=False))
        return 0
    for one in found:
        said = overall_words(report_of(one)) if one.state == "finished" else one.state
        print(f"{one.id}  {one.created_at:%Y-%m-%d}  {setup_words(one.setup)}: {said}")
    if not found:
        print("No interview so far; 'tutor interview' begins one.")
    return 0


def _report(interviews: Interviews, options: argparse.Namespace) -> int:
    wanted = options.report
    if wanted == "last":
        wanted = next((one.id for one in interviews.all() if one.state == "finished"), "last")
    report = interviews.report(wanted)
    if options.json:
        print(report.model_dump_json())
    else:
        print(report_html(report) if options.format == "html" else report_markdown(report), end="")
    return 0


# --- holding one


def _hold(interviews: Interviews, options: argparse.Namespace) -> int:
    interview = _begun(interviews, options)
    _say(_HELP)
    # With `--resume` the open question is said again; of a new interview everything is.
    shown = len(interview.turns) - 1 if options.resume else 0
    with _looked_at(interviews, interview):
        while interview.state == "running":
            _tell(interviews, interview, shown)
            shown = len(interview.turns)
            interview = _next(interviews, interview)
    if interview.state == "finished":
        _tell(interviews, interview, shown)
        print(f"\n{report_markdown(report_of(interview))}")
        print(f"To print it: tutor interview --report {interview.id} --format html > report.html")
    else:
        print("\nPaused; 'tutor interview --resume' goes on.")
    return 0


def _begun(interviews: Interviews, options: argparse.Namespace) -> Interview:
    current = interviews.current()
    if options.resume:
        if current is None:
            raise PracticeError("there is no interview to go on with; leave --resume away to begin one")
        return interviews.resume(current.id)
    if current is not None:
        raise PracticeError("an interview is still open; go on with --resume, and type /end there to finish it")
    setup = InterviewSetup(
        role=options.role,
        level=options.level,
        minutes=options.minutes,
        manner=Manner(options.manner),
        areas=tuple(options.area),
    )
    return interviews.start(setup)


def _next(interviews: Interviews, interview: Interview) -> Interview:
    """What the candidate types, sent or done."""
    lines = [interview.draft] if interview.draft else []
    if lines:
        _say(f"(kept from before) {interview.draft}")
    while True:
        try:
            line = input("> ")
        except EOFError:
            return interviews.pause(interview.id)
        match line.strip():
            case "/pass":
                return interviews.skip(interview.id)
            case "/pause":
                return interviews.pause(interview.id)
            case "/end":
                return interviews.finish(interview.id)
            case "/time":
                left = interviews.remaining(interviews.get(interview.id))
                _say(f"{left // 60}:{left % 60:02d} left")
            case "":
                if any(one.strip() for one in lines):
                    return interviews.answer(interview.id, "\n".join(lines), how_sure())
                _say(_HELP)
            case _:
                lines.append(line)
                interviews.save_draft(interview.id, "\n".join(lines))


def _tell(interviews: Interviews, interview: Interview, shown: int) -> None:
    for turn in interview.turns[shown:]:
        print()
        for paragraph in turn.said.split("\n\n"):
            _say(paragraph)
        if turn.kind is TurnKind.CLOSING:
            return
    if awaited(interview) is not None:
        left = interviews.remaining(interview)
        _say(f"[{left // 60}:{left % 60:02d} left]" if left else "[Time is up: finish this answer]")


def _say(text: str) -> None:
    width = min(100, shutil.get_terminal_size().columns)
    print("\n".join(textwrap.fill(line, width) for line in text.splitlines()))
    sys.stdout.flush()


@contextmanager
def _looked_at(interviews: Interviews, interview: Interview) -> Iterator[None]:
    """Says in the background that somebody looks, for as long as this process lives."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(_BEAT):
            interviews.beat(interview.id)

    thread = threading.Thread(target=beat, name="interview", daemon=True)
    thread.start()
    try:
        yield
    except KeyboardInterrupt:
        interviews.pause(interview.id)
        raise
    finally:
        done.set()
        thread.join()


COMMANDS = (add_interview,)
