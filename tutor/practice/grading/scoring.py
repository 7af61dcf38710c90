"""An answer's score against rubric points (or the sentences of a reference), with no language model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tutor.domain import PointStatus
from tutor.library.embedder import Embedder
from tutor.practice.grading.features import Compared, as_row, compare
from tutor.practice.grading.texts import Tokens, read_tokens
from tutor.practice.grading.weights import GraderWeights

_BATCH = 256  # answers whose vectors are held at once


class PointCoverage(NamedTuple):
    """How much of a point the answer says (0..1), and the characters of the answer's clause that says most of it."""

    score: float
    span: tuple[int, int] | None


class AnswerScore(NamedTuple):
    """`score` 0..1 on the human scale; a human's score lies within `low`..`high` in eight of ten cases."""

    score: float
    low: float
    high: float
    points: tuple[PointCoverage, ...]


class ToScore(NamedTuple):
    """An answer to be scored; `points` are rubric points, or the sentences of a reference."""

    question: str
    points: tuple[str, ...]
    answer: str


class AnswerScorer:
    """Scores answers in batches.  An answer's score depends on nothing else in its batch."""

    def __init__(self, embedder: Embedder, weights: GraderWeights) -> None:
        self._embedder = embedder
        self._weights = weights

    def scores(self, items: Sequence[ToScore]) -> list[AnswerScore]:
        """The score of each item, in order."""
        found: list[AnswerScore] = []
        for start in range(0, len(items), _BATCH):
            batch = items[start : start + _BATCH]
            texts = list(dict.fromkeys(text for item in batch for text in (item.question, item.answer, *item.points)))
            read = dict(zip(texts, read_tokens(self._embedder, texts), strict=True))
            found += [self._score(item, read) for item in batch]
        return found

    def _score(self, item: ToScore, read: dict[str, Tokens]) -> AnswerScore:
        answer, question = read[item.answer], read[item.question]
        points = [compare(read[point], answer, question) for point in item.points]
        score = self._logistic(points) if item.answer.strip() else 0.0
        return AnswerScore(
            score,
            max(0.0, score - self._weights.below),
            min(1.0, score + self._weights.above),
            tuple(PointCoverage(self._logistic([one]) if item.answer.strip() else 0.0, one.span) for one in points),
        )

    def _logistic(self, points: Sequence[Compared]) -> float:
        row = as_row(points)
        logit = self._weights.intercept + sum(one.weight * row[one.name] for one in self._weights.features)
        return float(1 / (1 + np.exp(-logit)))


def status_of(score: float, weights: GraderWeights) -> PointStatus:
    """What a point's coverage counts as; whether it is contradicted is not told by coverage."""
    if score >= weights.status.covered:
        return PointStatus.COVERED
    return PointStatus.PARTLY if score >= weights.status.partly else PointStatus.MISSED
