"""`tutor eval report`: every evaluation in one Markdown file, each with its command and its charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tutor.build import Tutor
from tutor.calibration import Calibration
from tutor.evaluation.ablation import evaluate_ablation
from tutor.evaluation.answers import evaluate_answers
from tutor.evaluation.charts import write_chart
from tutor.evaluation.figures import Chart, Evaluation, Point, Table
from tutor.evaluation.grading import evaluate_grading
from tutor.evaluation.machine import machine
from tutor.evaluation.questions import evaluate_questions
from tutor.evaluation.rendering import as_markdown
from tutor.evaluation.retrieval import evaluate_retrieval
from tutor.evaluation.sets import LabelledSets, about
from tutor.evaluation.throwaway import shipped_library
from tutor.evaluation.verification import evaluate_verification
from tutor.settings import PROJECT, Settings

_PACKAGES = (
    "chromadb",
    "numpy",
    "onnxruntime",
    "pytrec-eval-terrier",
    "scikit-learn",
    "scipy",
    "sentence-transformers",
)
_HEAD = """# How good it is

Written by `make eval`, with further sets by `make eval ARGS="--data DIR"`; do not edit by hand. No language model is
asked: this is the tutor as it comes. Intervals are 95% bootstrap intervals. Each command runs in the project's folder
with `.venv/bin/` in front and prints JSON with `--json`; DIR is a folder of sets that are not the project's to ship."""


_EVERY = 10  # notes: questions are made from one of so many, as each costs seconds


class Section(NamedTuple):
    """A part of the report: its heading, the command that prints it, and how it is measured."""

    heading: str
    command: str
    measure: Callable[[], Evaluation]


def write_report(sets: LabelledSets, settings: Settings, out: Path, *, today: date) -> Iterator[Path]:
    """Run every evaluation that `sets` has data for; yields each chart's file, and the report's at the end.

    Answers and made questions are measured over the shipped notes, in a library of their own beside the user's.
    Raises EvaluationError where a set cannot be used or charts cannot be drawn.
    """
    charts = out.parent / out.stem.lower()
    parts = [_HEAD, "\n".join(machine(_PACKAGES, today))]
    ranked: dict[str, Evaluation] = {}
    with shipped_library(settings) as tutor:
        for section in _sections(sets, settings, tutor):
            found = section.measure()
            parts += [f"## {section.heading}", f"`{section.command}`", as_markdown(found)]
            if found.kind == "retrieval":
                ranked[section.heading] = found
            for chart in found.charts:
                path = write_chart(chart, charts / _slug(section.heading))
                parts.append(_image(chart, path, out))
                yield path
            _write(parts, out)  # what was measured is kept, also where a later section fails
    if ranked:
        chart = _rankings(ranked)
        path = write_chart(chart, charts)
        parts += ["## Search, set beside set", _image(chart, path, out)]
        yield path
    yield _write(parts, out)


def _write(parts: list[str], out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n\n".join(part.strip() for part in parts) + "\n", encoding="utf-8")
    return out


def _sections(sets: LabelledSets, settings: Settings, tutor: Tutor) -> Iterator[Section]:
    embedder, calibration = tutor.parts.embedder, tutor.parts.calibration
    for path in sets.questions:
        command = f"tutor eval answers --questions {_shown(path, sets)}"
        yield Section(f"Answers: {about(path)}", command, partial(evaluate_answers, path, tutor))
    for path in sets.claims:
        command = f"tutor eval verification --claims {_shown(path, sets)}"
        measure = partial(evaluate_verification, path, embedder, calibration.support)
        yield Section(f"Support: {about(path)}", command, measure)
    for path in sets.pairs:
        command = f"tutor eval grading --pairs {_shown(path, sets)}"
        yield Section(f"Grades: {about(path)}", command, partial(evaluate_grading, path, embedder, calibration.grader))
    for one in sets.retrieval:
        files = (one.corpus, one.queries, one.qrels)
        names = zip(("--corpus", "--queries", "--qrels"), files, strict=True)
        command = " ".join(["tutor eval retrieval", *(f"{option} {_shown(path, sets)}" for option, path in names)])
        yield Section(f"Search: {about(one.corpus)}", command, partial(evaluate_retrieval, *files, settings))
    if sets.questions or sets.retrieval:
        command = "tutor eval ablation" + (" --data DIR" if sets.retrieval else "")
        yield Section("What each part gives", command, partial(evaluate_ablation, sets, settings))
    some = [one.name for one in tutor.documents()][::_EVERY]
    command = f"tutor eval questions --every {_EVERY}"
    yield Section("Questions made from the shipped notes", command, partial(evaluate_questions, tutor, some))
    yield Section("What the numbers were fitted on", "tutor eval calibrate --data DIR", partial(_bases, calibration))


def _bases(calibration: Calibration) -> Evaluation:
    rows = tuple((name, one.data, one.figures, f"on {one.date}") for name, one in calibration.basis.items())
    return Evaluation(
        kind="calibration",
        data="Where a set above is among the data, its figures are of questions that the fit has seen.",
        figures=(),
        tables=(Table(title="", columns=("section", "data", "figures", "fitted"), rows=rows),),
    )


def _rankings(ranked: dict[str, Evaluation]) -> Chart:
    points = []
    for heading, found in ranked.items():
        figure = found.figure("nDCG@10")
        name = heading.removeprefix("Search: ").split(" (")[0]
        points.append(Point(x=name, y=figure.value, low=figure.low, high=figure.high))
    title = "nDCG@10 of the search, by set, with 95% intervals"
    return Chart(name="search", title=title, x="", y="nDCG@10", points=tuple(points))


def _image(chart: Chart, path: Path, out: Path) -> str:
    return f"![{chart.title}]({path.relative_to(out.parent).as_posix()})"


def _shown(path: Path, sets: LabelledSets) -> str:
    """The file as a reader can name it: from the project's folder, or from DIR."""
    if path.is_relative_to(PROJECT):
        return path.relative_to(PROJECT).as_posix()
    return f"DIR/{path.relative_to(sets.folder).as_posix()}" if sets.folder is not None else str(path)


def _slug(heading: str) -> str:
    return "-".join("".join(one if one.isalnum() else " " for one in heading.lower()).split())[:60]
