"""`tutor eval ...`: how good the answers, the search, the grades and the made questions are, on labelled sets."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.build import Tutor
from tutor.evaluation.sets import QUESTIONS
from tutor.settings import PROJECT, Settings

if TYPE_CHECKING:
    from tutor.evaluation.figures import Evaluation
    from tutor.evaluation.sets import LabelledSets


# Every evaluation is imported by its own command only: scikit-learn and scipy take seconds.


def add_eval(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse's own type is private
    parser = commands.add_parser("eval", help="measure search, answers, grades and questions on labelled sets")
    kinds = parser.add_subparsers(title="evaluations", metavar="KIND", required=True)
    for add in (
        _add_retrieval,
        _add_answers,
        _add_grading,
        _add_verification,
        _add_questions,
        _add_ablation,
        _add_calibrate,
        _add_report,
    ):
        add(kinds, common)


def _add_retrieval(kinds: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = kinds.add_parser(
        "retrieval", parents=[common], help="nDCG@10, recall, MRR and hit@1 of the search, on a set in BEIR form"
    )
    parser.add_argument("--corpus", type=Path, required=True, metavar="FILE", help='lines of {"id", "title", "text"}')
    parser.add_argument(
        "--queries", type=Path, required=True, metavar="FILE", help='lines of {"id", "text", "history"?}'
    )
    parser.add_argument("--qrels", type=Path, required=True, metavar="FILE", help="query, document, grade between tabs")
    parser.set_defaults(run=_shown(_retrieval))


def _retrieval(options: argparse.Namespace, settings: Settings) -> Evaluation:
    from tutor.evaluation.retrieval import evaluate_retrieval

    return evaluate_retrieval(options.corpus, options.queries, options.qrels, settings)


def _add_answers(kinds: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = kinds.add_parser(
        "answers", parents=[common], help="verdicts, citations and passages, on labelled questions over this library"
    )
    parser.add_argument(
        "--questions",
        type=Path,
        default=QUESTIONS,
        metavar="FILE",
        help='lines of {"id", "question", "expect", "history"?, "answers": [{"document", "quote"}]} '
        "(default: the project's own, over the shipped notes)",
    )
    parser.add_argument("--with-model", action="store_true", help="let the configured language model write the answers")
    parser.set_defaults(run=_shown(_answers))


def _answers(options: argparse.Namespace, settings: Settings) -> Evaluation:
    from tutor.evaluation.answers import evaluate_answers

    return evaluate_answers(options.questions, Tutor(settings), use_model=options.with_model)


def _add_grading(kinds: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = kinds.add_parser("grading", parents=[common], help="how the grader agrees with people, on graded answers")
    parser.add_argument(
        "--pairs",
        type=Path,
        required=True,
        metavar="FILE",
        help='lines of {"id", "question", "reference" or "references" or "rubric", "answer", "score", '
        '"max"?, "dataset"?}',
    )
    parser.set_defaults(run=_shown(_grading))


def _grading(options: argparse.Namespace, settings: Settings) -> Evaluation:
    from tutor.evaluation.grading import evaluate_grading

    parts = Tutor(settings).parts
    return evaluate_grading(options.pairs, parts.embedder, parts.calibration.grader)


def _add_verification(kinds: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = kinds.add_parser(
        "verification", parents=[common], help="whether the support score tells supported from unsupported claims"
    )
    parser.add_argument(
        "--claims", type=Path, required=True, metavar="FILE", help='lines of {"id", "claim", "evidence", "label"}'
    )
    parser.set_defaults(run=_shown(_verification))


def _verification(options: argparse.Namespace, settings: Settings) -> Evaluation:
    from tutor.evaluation.verification import evaluate_verification

    parts = Tutor(settings).parts
    return evaluate_verification(options.claims, parts.embedder, parts.calibration.support)


def _add_questions(kinds: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = kinds.add_parser("questions", parents=[common], help="whether the questions made from documents are valid")
    parser.add_argument(
        "documents",
        nargs="*",
        metavar="DOCUMENT",
        help="documents of the library (default: all; see 'tutor documents')",
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of all documents only every Nth")
    parser.set_defaults(run=_shown(_questions))


def _questions(options: argparse.Namespace, settings: Settings) -> Evaluation:
    from tutor.evaluation.questions import evaluate_questions

    tutor = Tutor(settings)
    names = options.documents or [one.name for one in tutor.documents()]
    return evaluate_questions(tutor, names[:: max(1, options.every)])


def _add_ablation(kinds: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = kinds.add_parser(
        "ablation", parents=[common], help="what each part of the search and of an answer's order gives"
    )
    _add_sets(parser)
    parser.set_defaults(run=_shown(_ablation))


def _ablation(options: argparse.Namespace, settings: Settings) -> Evaluation:
    from tutor.evaluation.ablation import evaluate_ablation

    return evaluate_ablation(_sets(options), settings)


def _add_calibrate(kinds: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = kinds.add_parser(
        "calibrate",
        parents=[common],
        help="fit thresholds and weights on labelled sets (what is given is fitted, the rest stays)",
    )
    _add_sets(parser)
    parser.add_argument(
        "--only", action="append", metavar="SECTION", help="fit this section only (may be given more than once)"
    )
    parser.add_argument(
        "--write", action="store_true", help="write the numbers into the package, to be used from now on"
    )
    parser.set_defaults(run=_calibrate)


def _calibrate(options: argparse.Namespace, settings: Settings) -> int:
    from tutor.evaluation.calibrating import SECTIONS, calibrate, write_calibration

    calibration, fits = calibrate(_sets(options), settings, today=date.today(), only=options.only or SECTIONS)
    if options.json:
        print(json.dumps([one.model_dump(mode="json") for one in fits], ensure_ascii=False))
    else:
        for one in fits:
            print(f"{one.section}: {one.values.model_dump_json()}\n  {one.basis.data}\n  {one.basis.figures}")
    if options.write:
        print(f"written to {write_calibration(calibration)}")
    else:
        print("nothing was written; --write puts these numbers to use")
    return 0


def _add_report(kinds: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = kinds.add_parser("report", parents=[common], help="run every evaluation and write docs/EVALUATION.md")
    _add_sets(parser)
    parser.add_argument(
        "--out", type=Path, default=PROJECT / "docs" / "EVALUATION.md", metavar="FILE", help="where the report goes"
    )
    parser.set_defaults(run=_report)


def _report(options: argparse.Namespace, settings: Settings) -> int:
    from tutor.evaluation.report import write_report

    for path in write_report(_sets(options), settings, options.out, today=date.today()):
        print(f"written: {path}", flush=True)
    return 0


def _add_sets(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="a folder of further sets: NAME/corpus.jsonl with queries.jsonl and qrels.tsv, "
        "grading/*.jsonl, verification/*.jsonl",
    )


def _sets(options: argparse.Namespace) -> LabelledSets:
    from tutor.evaluation.sets import labelled_sets

    return labelled_sets(options.data)


def _shown(
    evaluate: Callable[[argparse.Namespace, Settings], Evaluation],
) -> Callable[[argparse.Namespace, Settings], int]:
    """A command that prints what `evaluate` returns."""

    def run(options: argparse.Namespace, settings: Settings) -> int:
        from tutor.evaluation.rendering import as_text

        found = evaluate(options, settings)
        print(json.dumps(found.model_dump(mode="json"), ensure_ascii=False) if options.json else as_text(found))
        return 0

    return run


COMMANDS = (add_eval,)
