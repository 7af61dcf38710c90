"""Does the grader agree with people?  Answers that people have graded, graded once more without a language model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.calibration import GraderNumbers
from tutor.errors import EvaluationError, PracticeError
from tutor.evaluation.figures import Chart, Evaluation, Figure, Point, Table
from tutor.evaluation.human_grades import HumanGrades, levels, nearest_level, read_human_grades
from tutor.evaluation.lines import text_lines
from tutor.evaluation.metrics import interval, pearson, quadratic_kappa, rmse
from tutor.library.embedder import Embedder
from tutor.practice.grading.pairs import grade_pairs
from tutor.practice.grading.scoring import AnswerScorer

TARGET = 0.55
_FEWEST = 8  # answers to a question from which its own Pearson says something
_SHOWN = 5  # questions at each end
_BANDS = 5  # of the score, on the chart

Floats = NDArray[np.float64]


class Agreement(NamedTuple):
    """Graded answers and what the grader gave them: float64 [answers], 0..1."""

    human: HumanGrades
    given: Floats
    grader: str


def evaluate_grading(pairs: Path, embedder: Embedder, numbers: GraderNumbers) -> Evaluation:
    """Pearson, RMSE and quadratic kappa against people, over all answers, per set and per question.

    `pairs` has lines of `tutor grade --pairs` with "score", "max"? and "dataset"?; they are graded as that command
    grades them.  Intervals resample whole questions: answers to one question are alike.  Raises EvaluationError where
    the file is not of the form.
    """
    found = grade_again(pairs, embedder, numbers)
    human, given = found.human, found.given
    sets = list(dict.fromkeys(human.dataset))
    each = per_question(found)
    return Evaluation(
        kind="grading",
        data=f"{len(given):,} answers to {_questions(human.question):,} questions"
        + (f" of {len(sets)} sets" if len(sets) > 1 else ""),
        figures=tuple(_figures(found, each)),
        tables=(_by_set(found, sets), *_by_question(found, each)),
        charts=(_bands(found),),
        notes=(
            f"Graded by {found.grader}. Scores are shares of the full mark. What it was fitted on, and how it does on "
            "questions it did not see, stands in tutor/calibration.json; on its own data it does a little better.",
            "Kappa compares the human scale's steps with the nearest step to the score given.",
            f"A question has a Pearson of its own from {_FEWEST} answers on, where people did not all score alike.",
        ),
    )


def grade_again(pairs: Path, embedder: Embedder, numbers: GraderNumbers) -> Agreement:
    """The file's answers with the grader's scores, in order."""
    human = read_human_grades(pairs)
    scorer = AnswerScorer(embedder, numbers)
    try:
        given = [one.score for one in grade_pairs((line for _, line in text_lines(pairs)), scorer)]
    except PracticeError as error:
        raise EvaluationError(f"{str(pairs)!r}: {error}") from error
    return Agreement(human, np.array(given, dtype=np.float64), scorer.name)


def per_question(found: Agreement) -> dict[int, float]:
    """Pearson within each question that has enough answers and scores that differ, by its number."""
    human, given = found.human, found.given
    each = {}
    for number in np.unique(human.question):
        at = np.flatnonzero(human.question == number)
        if len(at) >= _FEWEST and np.ptp(human.scores[at]) > 0:
            value = pearson(given[at], human.scores[at])
            each[int(number)] = 0.0 if np.isnan(value) else value  # all given one score: nothing is told apart
    return each


def _figures(found: Agreement, each: dict[int, float]) -> Iterator[Figure]:
    human, given = found.human.scores, found.given
    yield _figure(found, "Pearson", lambda at: _pearson(given[at], human[at]), at_least=TARGET)
    yield _figure(found, "RMSE", lambda at: rmse(human[at], given[at]))
    yield Figure(name="RMSE of the mean score for all", value=float(human.std()), of=len(human))
    yield _figure(found, "quadratic kappa", lambda at: _kappa(human[at], given[at], levels(human)))
    if each:
        values = np.array(list(each.values()))
        low, high = interval(len(values), lambda chosen: float(values[chosen].mean()))
        yield Figure(
            name="Pearson within a question, mean", value=float(values.mean()), low=low, high=high, of=len(values)
        )


def _figure(
    found: Agreement, name: str, statistic: Callable[[NDArray[np.int64]], float], *, at_least: float | None = None
) -> Figure:
    """The statistic of all answers, its interval by drawing questions."""
    places = [np.flatnonzero(found.human.question == number) for number in np.unique(found.human.question)]
    low, high = interval(len(places), lambda drawn: statistic(np.concatenate([places[one] for one in drawn])))
    everything = np.arange(len(found.given))
    return Figure(name=name, value=statistic(everything), low=low, high=high, of=len(everything), at_least=at_least)


def _by_set(found: Agreement, sets: list[str]) -> Table:
    human, given = found.human, found.given
    rows = []
    for name in sets:
        at = human.dataset == name
        there, said = human.scores[at], given[at]
        row = (_pearson(said, there), rmse(there, said), _kappa(there, said, levels(there)))
        rows.append(
            (name, int(at.sum()), _questions(human.question[at]), *row, float(there.mean()), float(said.mean()))
        )
    columns = ("set", "answers", "questions", "Pearson", "RMSE", "quadratic kappa", "mean by people", "mean given")
    return Table(title="By set", columns=columns, rows=tuple(rows))


def _by_question(found: Agreement, each: dict[int, float]) -> Iterator[Table]:
    """The questions that are graded worst and best, to be read."""
    if len(each) < 2:
        return
    order = sorted(each, key=each.__getitem__)
    shown = dict.fromkeys([*order[:_SHOWN], *order[-_SHOWN:]])
    human, rows = found.human, []
    for number in shown:
        at = np.flatnonzero(human.question == number)
        asked = human.lines[at[0]].question
        rows.append((asked, len(at), each[number], float(human.scores[at].mean()), float(found.given[at].mean())))
    columns = ("question", "answers", "Pearson", "mean by people", "mean given")
    yield Table(title="The questions graded worst and best", columns=columns, rows=tuple(rows))


def _bands(found: Agreement) -> Chart:
    """What people gave the answers that got a like score here."""
    human, given = found.human.scores, found.given
    bands = np.minimum((given * _BANDS).astype(int), _BANDS - 1)
    points = tuple(
        Point(x=float(given[bands == band].mean()), y=float(human[bands == band].mean())) for band in np.unique(bands)
    )
    return Chart(
        name="grading",
        title="What people gave answers of a like score",
        x="score given, mean of a fifth of the scale",
        y="score by people, mean",
        points=points,
        lines=True,
    )


def _pearson(first: Floats, second: Floats) -> float:
    """Pearson's r, 0 where nothing varies: such scores agree with nothing."""
    value = pearson(first, second)
    return 0.0 if np.isnan(value) else value


def _kappa(human: Floats, given: Floats, steps: Floats) -> float:
    """Quadratic kappa on the human scale's steps; 0 where all are on one."""
    one, other = nearest_level(human, steps), nearest_level(given, steps)
    return quadratic_kappa(one, other) if len(np.unique(np.concatenate([one, other]))) > 1 else 0.0


def _questions(numbers: NDArray[np.int64]) -> int:
    return len(np.unique(numbers))
