"""The local grader's numbers, fitted on answers that people have graded.

A logistic model (Newton's method, ridge) of the human score on the features of tutor/practice/grading/features.py, of
which each may only raise or only lower a score: one that comes out the other way is left out.  Every figure is of
answers that the fit behind it did not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.calibration import Basis, FeatureWeight, GraderNumbers
from tutor.evaluation.fitting.fit import Fit
from tutor.evaluation.human_grades import HumanGrades, read_human_grades
from tutor.evaluation.metrics import pearson, rmse
from tutor.library.embedder import Embedder
from tutor.practice.grading.features import NAMES, whole
from tutor.practice.grading.pairs import to_score
from tutor.practice.grading.prose import prose
from tutor.practice.grading.scoring import AnswerScorer

Floats = NDArray[np.float64]
Over = Literal["best", "mean"]

# How each feature enters: against the best reference or in the mean over all (chosen by folds), and its sign.
ENTERS: dict[str, tuple[Over, int]] = {
    "recall": ("mean", 1),
    "about": ("mean", 1),
    "key": ("best", 1),
    "unnegated": ("best", -1),
    "opposite": ("best", -1),
    "turned": ("best", -1),
}
FOLDS = 10
RIDGE = 30.0
_ROUNDS = 3  # of choosing the best reference and fitting again
_STEPS = 10  # of Newton's method
_BATCH = 256
_BANDS = 5  # of the score, for its range
_FEWEST = 8  # answers to a question in a band


class Compared(NamedTuple):
    """The data: `features` float64 [references of answers, features], `row` the answer of each; `damped` float64
    [answers], how far it is prose."""

    human: HumanGrades
    features: Floats
    row: NDArray[np.int64]
    damped: Floats


class Weights(NamedTuple):
    """Of the log odds; `weights` float64 [features], in the order of NAMES."""

    intercept: float
    weights: Floats


def fit_grader(pairs: Sequence[Path], embedder: Embedder, numbers: GraderNumbers, *, today: date) -> Fit:
    """Numbers fitted on all lines of `pairs` (the form of evaluate_grading), under the version after `numbers`, whose
    thresholds and interview scale stay; where there are several sets, each is also scored by a fit on the others.

    Raises EvaluationError where a file is not of the form.
    """
    data = compare_all(read_human_grades(*pairs), AnswerScorer(embedder, numbers))
    found = fitted(data, np.ones(len(data.human.scores), dtype=bool))
    below, above = _range(left_out(data, _folds(data.human.question)), data.human)
    values = numbers.model_copy(
        update={
            "version": str(int(numbers.version) + 1),
            "embedder": embedder.fingerprint,
            "intercept": round(found.intercept, 3),
            "features": tuple(
                FeatureWeight(name=name, over=ENTERS[name][0], weight=round(float(weight), 3))
                for name, weight in zip(NAMES, found.weights, strict=True)
                if weight
            ),
            "below": round(below, 2),
            "above": round(above, 2),
        }
    )
    return Fit(section="grader", values=values, basis=_basis(data, today))


def compare_all(human: HumanGrades, scorer: AnswerScorer) -> Compared:
    """Every answer's features, as the grader computes them."""
    features, row = [], []
    items = [to_score(line) for line in human.lines]
    for start in range(0, len(items), _BATCH):
        for place, ways in enumerate(scorer.compare(items[start : start + _BATCH]), start=start):
            features += [whole(points) for points in ways]
            row += [place] * len(ways)
    damped = [prose(line.answer) for line in human.lines]
    return Compared(human, np.array(features, dtype=np.float64), np.array(row), np.array(damped))


def fitted(data: Compared, chosen: NDArray[np.bool_]) -> Weights:
    """The weights by the chosen answers; which reference is an answer's best is seen with the last round's weights."""
    found = Weights(0.0, np.array([sign for _, sign in (ENTERS[name] for name in NAMES)], dtype=np.float64))
    for _ in range(_ROUNDS):
        found = _logistic(_entered(data, found)[chosen], data.human.scores[chosen])
    return found


def predicted(data: Compared, found: Weights) -> Floats:
    """Scores as the grader gives them."""
    entered = _entered(data, found)
    values: Floats = data.damped / (1 + np.exp(-(found.intercept + entered @ found.weights)))
    values[entered[:, NAMES.index("recall")] <= 0] = 0.0
    return values


def left_out(data: Compared, parts: Iterable[NDArray[np.bool_]]) -> Floats:
    """The score of each answer by a fit on the other parts."""
    scores = np.zeros(len(data.human.scores))
    for held in parts:
        scores[held] = predicted(data, fitted(data, ~held))[held]
    return scores


def _entered(data: Compared, found: Weights) -> Floats:
    """Each answer's features, from its best reference or in the mean: float64 [answers, features]."""
    order = np.lexsort((data.features @ found.weights, data.row))
    best = data.features[order[np.r_[np.flatnonzero(np.diff(data.row[order])), len(order) - 1]]]
    counts = np.bincount(data.row)
    mean = np.stack([np.bincount(data.row, column) / counts for column in data.features.T], axis=1)
    entered: Floats = np.where([ENTERS[name][0] == "best" for name in NAMES], best, mean)
    return entered


def _logistic(features: Floats, human: Floats) -> Weights:
    """Ridge logistic regression; a weight against its sign is held at zero."""
    signs = np.array([ENTERS[name][1] for name in NAMES])
    free = np.ones(features.shape[1], dtype=bool)
    while True:
        middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
        scaled = np.c_[((features - middle) / spread)[:, free], np.ones(len(features))]
        penalty = np.diag(np.r_[np.full(int(free.sum()), RIDGE), 0.0])
        slopes = np.zeros(scaled.shape[1])
        for _ in range(_STEPS):
            said = 1 / (1 + np.exp(-scaled @ slopes))
            curvature = (scaled * (said * (1 - said))[:, None]).T @ scaled + penalty
            slopes -= np.linalg.solve(curvature, scaled.T @ (said - human) + penalty @ slopes)
        weights = np.zeros(features.shape[1])
        weights[free] = slopes[:-1] / spread[free]
        if not (weights * signs < 0).any():
            return Weights(float(slopes[-1] - middle @ weights), weights)
        free &= weights * signs >= 0


def _folds(question: NDArray[np.int64]) -> list[NDArray[np.bool_]]:
    """Ten parts of whole questions, drawn with seed 0; of fewer questions, as many."""
    drawn = np.random.default_rng(0).permutation(np.unique(question))
    return [np.isin(question, part) for part in np.array_split(drawn, min(FOLDS, len(drawn)))]


def _range(scores: Floats, human: HumanGrades) -> tuple[float, float]:
    """How far below and above the score the mean human score of a question's like-scored answers lies, 10% and 90%.

    Where people only say right or wrong, a single score says nothing of where between them the truth lies; the mean of
    several does.  Without a question that has enough answers, the whole scale.
    """
    bands = np.minimum((scores * _BANDS).astype(int), _BANDS - 1)
    gaps = []
    for number in np.unique(human.question):
        for band in range(_BANDS):
            held = (human.question == number) & (bands == band)
            if held.sum() >= _FEWEST:
                gaps.append(human.scores[held].mean() - scores[held].mean())
    low, high = np.quantile(gaps, [0.1, 0.9]) if gaps else (-1.0, 1.0)
    return max(0.0, -float(low)), max(0.0, float(high))


def _basis(data: Compared, today: date) -> Basis:
    human = data.human
    sets = list(dict.fromkeys(human.dataset))
    by_question = left_out(data, _folds(human.question))
    parts = [
        f"whole questions left out ({FOLDS} folds): Pearson {_figures(by_question, human)}, "
        f"RMSE {rmse(human.scores, by_question):.3f} (the mean for all: {human.scores.std():.3f})"
    ]
    if len(sets) > 1:
        by_set = left_out(data, [human.dataset == name for name in sets])
        parts.append(f"each set scored by a fit on the others: Pearson {_figures(by_set, human)}")
    counted = f"{len(human.scores):,} answers to {len(np.unique(human.question))} questions"
    return Basis(date=today.isoformat(), data=f"{counted} ({', '.join(sets)})", figures="; ".join(parts))


def _figures(scores: Floats, human: HumanGrades) -> str:
    """Pearson over all, and for each of several sets."""
    sets = list(dict.fromkeys(human.dataset))
    each = [
        f"{name} {pearson(scores[held], human.scores[held]):.3f}"
        for name in sets
        if (held := human.dataset == name).any()
    ]
    return f"{pearson(scores, human.scores):.3f}" + (f" ({', '.join(each)})" if len(each) > 1 else "")
