"""`tutor questions|corpus`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from tutor.build import Tutor
from tutor.domain import Filters, Level, Question, QuestionKind
from tutor.settings import SHIPPED_CORPUS, Settings

if TYPE_CHECKING:
    from tutor.checking.corpus_check import CorpusReport


def add_questions(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse's own type is private
    parser = commands.add_parser("questions", parents=[common], help="list the question bank")
    parser.add_argument("--area", action="append", default=[], help="only this area (may be repeated)")
    parser.add_argument("--level", action="append", default=[], choices=get_args(Level))
    parser.add_argument("--kind", action="append", default=[], choices=[kind.value for kind in QuestionKind])
    parser.set_defaults(run=_questions)


def _questions(options: argparse.Namespace, settings: Settings) -> int:
    filters = Filters(areas=tuple(options.area), levels=tuple(options.level))
    found = Tutor(settings).questions(filters, [QuestionKind(kind) for kind in options.kind])
    if options.json:
        print(json.dumps([one.model_dump(mode="json") for one in found], ensure_ascii=False))
        return 0
    for one in found:
        print(f"{one.id}\n    {one.text}\n    {_about(one)}")
    print(
        f"{len(found):,} questions" if found else "No question fits; 'tutor ingest corpus' takes in the shipped notes."
    )
    return 0


def _about(question: Question) -> str:
    parts = (question.area, question.level, question.kind, f"{len(question.rubric)} rubric points")
    return ", ".join(str(part) for part in parts if part is not None)


def add_corpus(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser("corpus", help="for those who write notes")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check", parents=[common], help="say what is wrong in a folder of notes, and run the code in them"
    )
    check.add_argument("folder", nargs="?", metavar="FOLDER", type=Path, default=SHIPPED_CORPUS)
    check.add_argument("--no-run", action="store_true", help="do not execute the code in the notes")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace, settings: Settings) -> int:
    report = Tutor(settings).check_corpus(options.folder, run_code=not options.no_run, on_step=_say)
    if options.json:
        print(json.dumps(report.model_dump(mode="json"), ensure_ascii=False))
    else:
        _print_report(report)
    return 1 if report.problems else 0


def _say(step: str) -> None:
    print(f"corpus: {step}", file=sys.stderr)


def _print_report(report: CorpusReport) -> None:
    for problem in report.problems:
        print(problem)
    names = (*get_args(Level), *(kind.value for kind in QuestionKind))
    print(f"{'area':<18} notes   words  questions  run  " + "  ".join(names))
    for one in (*report.areas, report.total):
        counts = one.levels | one.kinds
        cells = "  ".join(f"{counts.get(name, 0):>{len(name)}}" for name in names)
        print(f"{one.area:<18} {one.notes:>5} {one.words:>7,} {one.questions:>10} {one.proven:>4}  {cells}")
    print(f"{len(report.problems)} things to mend" if report.problems else "Nothing to mend.")


COMMANDS = (add_questions, add_corpus)
