"""How good the answers are, on labelled questions: verdicts, citations, passages, support.

`tutor eval answers` prints it.  No language model is asked unless `use_model` says so, and then the figures are as
repeatable as that model is; without one they are the same on every run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tutor.build import Tutor
from tutor.domain import Answer, Citation, Length, Support, Verdict
from tutor.evaluation.figures import Cell, Chart, Evaluation, Figure, Point, Table
from tutor.evaluation.labelled import Expectation, Label, Labelled, locate, read_labelled
from tutor.evaluation.metrics import mean_interval

_VERDICTS = (Verdict.ANSWERED, Verdict.CLOSEST, Verdict.NOT_IN_MATERIAL)
_EXPECTED: tuple[Expectation, ...] = ("answered", "near_miss", "other_subject")
_DEPTH = 5  # passages that recall@5 looks at


class Outcome(NamedTuple):
    """A question, where its labelled sentences stand, and the answer it was given."""

    asked: Labelled
    labels: tuple[Label, ...]
    answer: Answer
    valid: tuple[bool, ...]

    @property
    def answered(self) -> bool:
        return self.answer.verdict is Verdict.ANSWERED

    @property
    def citations(self) -> list[Citation]:
        return [cited for sentence in self.answer.sentences for cited in sentence.citations]

    @property
    def cited(self) -> list[bool]:
        """For each labelled sentence whether the answer cites (at least half of) it."""
        spans = [(one.document, one.start, one.end) for one in self.citations]
        return [any(label.within(*span) for span in spans) for label in self.labels]

    @property
    def covers(self) -> bool:
        """Whether the question was answered and a citation covers a labelled sentence."""
        return self.answered and any(self.cited)

    @property
    def on_label(self) -> list[bool]:
        """For each citation whether it is a labelled sentence, or at least half of it is part of one."""
        return [any(_meet(label, one) for label in self.labels) for one in self.citations]

    @property
    def rank(self) -> int | None:
        """The rank of the first passage that holds a labelled sentence."""
        for one in self.answer.passages:
            if any(label.within(one.document, one.start, one.end) for label in self.labels):
                return one.rank
        return None


def evaluate_answers(
    questions: Path, tutor: Tutor, *, length: Length = Length.STANDARD, use_model: bool = False
) -> Evaluation:
    """Ask every question of a file (form: see labelled.py) and compare.  Raises EvaluationError where the file is not
    of the form or was labelled for other material than this library's."""
    outcomes = list(ask_labelled(read_labelled(questions), tutor, length=length, use_model=use_model))
    writer = tutor.backend_name if use_model else "the material"
    return Evaluation(
        kind="answers",
        data=f"{len(outcomes):,} questions of {questions.name} over {len(tutor.documents()):,} documents, "
        f"answered by {writer}",
        figures=tuple(_figures(outcomes)),
        tables=(_verdicts(outcomes), _styles(outcomes), _missed(outcomes)),
        charts=(_chart(outcomes),),
        notes=(
            "A citation covers a labelled sentence where it holds at least half of it. The labels are examples of what "
            "answers, not all that does: precision and recall are lower bounds. 'First labels' leaves out those that "
            "were added because a system had found them.",
        ),
    )


def ask_labelled(
    questions: Sequence[Labelled], tutor: Tutor, *, length: Length = Length.STANDARD, use_model: bool = False
) -> Iterator[Outcome]:
    """The outcome of each question, in order.  Raises EvaluationError as `locate` does."""
    labels = locate(questions, tutor)
    for one in questions:
        answer = tutor.ask(one.question, length=length, history=one.history, use_model=use_model)
        cited = [citation for sentence in answer.sentences for citation in sentence.citations]
        valid = tuple(tutor.document(each.document).text[each.start : each.end] == each.quote for each in cited)
        yield Outcome(one, labels[one.id], answer, valid)


def _meet(label: Label, cited: Citation) -> bool:
    shared = label.overlap(cited.document, cited.start, cited.end)
    return 2 * shared >= min(label.end - label.start, cited.end - cited.start) > 0


def _figures(outcomes: Sequence[Outcome]) -> Iterator[Figure]:
    """Each figure for which the set has questions."""
    answerable, near, other = ([one for one in outcomes if one.asked.expect == kind] for kind in _EXPECTED)
    yield from _found(answerable)
    if any(label.pooled for one in answerable for label in one.labels):
        first = [one._replace(labels=tuple(label for label in one.labels if not label.pooled)) for one in answerable]
        for figure in _found(first):
            yield figure.model_copy(update={"name": f"{figure.name}, first labels", "at_least": None})
    yield from _share("false refusals", [not one.answered for one in answerable], at_most=0.03)
    for verdict in _VERDICTS[1:]:
        said = verdict.value.replace("_", " ")
        yield from _share(f"false refusals, called {said}", [one.answer.verdict is verdict for one in answerable])
    yield from _share("false answers, near misses", [one.answered for one in near], at_most=0.25)
    yield from _share("false answers, other subjects", [one.answered for one in other], at_most=0.03)
    yield from _share("citations valid", [good for one in outcomes for good in one.valid], at_least=1.0)
    given = [one for one in answerable if one.answered]
    yield from _share("citation precision", [good for one in given for good in one.on_label])
    yield from _share("citation recall", [good for one in answerable for good in one.cited])
    support = [sentence.support for one in outcomes if one.answered for sentence in one.answer.sentences]
    for level in Support:
        yield from _share(f"sentences {level.value}", [one is level for one in support])


def _found(answerable: Sequence[Outcome]) -> Iterator[Figure]:
    """What of the labelled sentences was cited and found."""
    yield from _share("a citation covers a labelled sentence", [one.covers for one in answerable], at_least=0.85)
    yield from _share("hit@1", [one.rank == 1 for one in answerable], at_least=0.85)
    yield from _share("recall@5", [(one.rank or _DEPTH + 1) <= _DEPTH for one in answerable], at_least=0.95)


def _share(
    name: str, held: Sequence[bool], *, at_least: float | None = None, at_most: float | None = None
) -> Iterator[Figure]:
    """The share of what holds, with its interval; nothing where there is nothing to count."""
    if held:
        values = np.array(held, dtype=np.float64)
        low, high = mean_interval(values)
        yield Figure(
            name=name,
            value=float(values.mean()),
            low=low,
            high=high,
            of=len(held),
            at_least=at_least,
            at_most=at_most,
        )


def _verdicts(outcomes: Sequence[Outcome]) -> Table:
    counts: Counter[tuple[str, Verdict]] = Counter((one.asked.expect, one.answer.verdict) for one in outcomes)
    return Table(
        title="Verdicts: expected by given",
        columns=("expected", *(verdict.value for verdict in _VERDICTS)),
        rows=tuple((expected, *(counts[expected, verdict] for verdict in _VERDICTS)) for expected in _EXPECTED),
    )


def _chart(outcomes: Sequence[Outcome]) -> Chart:
    said = {"answered": "answerable", "near_miss": "near miss", "other_subject": "other subject"}
    points = []
    for expected in _EXPECTED:
        given = [one.answer.verdict for one in outcomes if one.asked.expect == expected]
        for verdict in _VERDICTS if given else ():
            share = given.count(verdict) / len(given)
            points.append(Point(x=said[expected], y=share, series=verdict.value.replace("_", " ")))
    title = "What was said of questions of each kind"
    return Chart(name="verdicts", title=title, x="", y="share of the questions", points=tuple(points))


def _styles(outcomes: Sequence[Outcome]) -> Table:
    answerable = [one for one in outcomes if one.asked.expect == "answered"]
    measures: tuple[Callable[[Outcome], bool], ...] = (
        lambda one: one.answered,
        lambda one: one.covers,
        lambda one: one.rank == 1,
        lambda one: (one.rank or _DEPTH + 1) <= _DEPTH,
    )
    rows: list[tuple[Cell, ...]] = []
    for style in sorted({one.asked.style for one in answerable}):
        of_style = [one for one in answerable if one.asked.style == style]
        shares = [float(np.mean([measure(one) for one in of_style])) for measure in measures]
        rows.append((style or "unnamed", len(of_style), *shares))
    columns = ("style", "questions", "answered", "labelled sentence cited", "hit@1", "recall@5")
    return Table(title="Answerable questions by style", columns=columns, rows=tuple(rows))


def _missed(outcomes: Sequence[Outcome]) -> Table:
    """What to read first: answerable questions refused or answered from other sentences, and wrong answers."""
    wrong = [one for one in outcomes if one.answered is not (one.asked.expect == "answered")]
    elsewhere = [one for one in outcomes if one.asked.expect == "answered" and one.answered and not one.covers]
    rows = [(one.asked.id, one.asked.expect, one.answer.verdict.value, one.rank, one.asked.question) for one in wrong]
    rows += [(one.asked.id, "answered", "other sentences", one.rank, one.asked.question) for one in elsewhere]
    columns = ("id", "expected", "given", "rank", "question")
    return Table(
        title="Questions missed (rank: the first passage with a labelled sentence)", columns=columns, rows=tuple(rows)
    )
