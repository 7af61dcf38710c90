"""`tutor grade`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tutor.build import Tutor
from tutor.domain import Grade
from tutor.errors import PracticeError
from tutor.library.embedder import encodable
from tutor.settings import Settings


def add_grade(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse's own type is private
    parser = commands.add_parser("grade", parents=[common], help="grade an answer point by point")
    parser.add_argument("--question", metavar="ID", help="a question of the bank; 'tutor questions' lists them")
    parser.add_argument("--answer", metavar="TEXT", help="the answer to it")
    parser.add_argument(
        "--pairs",
        type=Path,
        metavar="FILE",
        help='lines of {"id", "question", "reference" or "references" or "rubric", "answer"}, graded with no language '
        "model, one JSON line each; - for stdin",
    )
    parser.set_defaults(run=_grade)


def _grade(options: argparse.Namespace, settings: Settings) -> int:
    by_id = options.question is not None and options.answer is not None
    if (options.pairs is not None) == by_id or (options.pairs is not None and (options.question or options.answer)):
        raise PracticeError("give --question ID and --answer TEXT, or --pairs FILE")
    if options.pairs is not None:
        return _grade_pairs(options.pairs, settings)
    grade = Tutor(settings).practice.grade(options.question, encodable(options.answer))
    if options.json:
        print(json.dumps({"id": options.question} | grade_json(grade), ensure_ascii=False))
    else:
        _print_grade(grade)
    return 0


def grade_json(grade: Grade) -> dict[str, Any]:
    """A grade as it is documented in README; quotes and citations as text with their places."""
    kept = {"score", "low", "high", "points", "say_next", "remarks", "grader", "backend", "model", "notice"}
    return grade.model_dump(mode="json", include=kept)


def _grade_pairs(path: Path, settings: Settings) -> int:
    from tutor.practice.grading.pairs import grade_pairs  # only this command reads pairs
    from tutor.practice.grading.scoring import AnswerScorer

    parts = Tutor(settings).parts
    scorer = AnswerScorer(parts.embedder, parts.calibration.grader)
    for grade in grade_pairs(_lines(path), scorer):
        print(json.dumps(grade.model_dump(mode="json"), ensure_ascii=False), flush=True)
    return 0


def _lines(path: Path) -> Iterator[str]:
    """The lines of the file; bytes that are no UTF-8 become characters that no JSON holds, so their line is named."""
    try:
        file = path.open(encoding="utf-8", errors="surrogateescape") if str(path) != "-" else sys.stdin
    except OSError as error:
        raise PracticeError(f"{str(path)!r} cannot be read: {error.strerror}") from error
    with file:
        yield from file


def _print_grade(grade: Grade) -> None:
    print(f"{grade.score:.0%} (likely {grade.low:.0%} to {grade.high:.0%})")
    for remark in grade.remarks:
        print(remark)
    for point in grade.points:
        print(f"\n{point.status.value:<12} {point.text}")
        if point.quote is not None:
            print(f'    you: "{point.quote.text}"')
        if point.citation is not None:
            print(f"    {point.citation.document}: {' '.join(point.citation.quote.split())}")
    if grade.say_next:
        print("\nNext time:")
        for line in grade.say_next:
            print(f"  {line}")
    if grade.notice:
        print(f"\n{grade.notice}")


COMMANDS = (add_grade,)
