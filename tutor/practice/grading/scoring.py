"""An answer's score against rubric points (or the sentences of a reference), with no language model."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

from tutor.domain import PointStatus
from tutor.library.embedder import Embedder
from tutor.practice.grading.features import Compared, Features, compare, prose, whole
from tutor.practice.grading.texts import Text, Tokens, read_tokens
from tutor.practice.grading.weights import GraderWeights

_BATCH = 256  # answers whose vectors are held at once
_DIGITS = 4  # beyond them the padding of a batch shows
_MOST_KEPT = 1_000  # questions and points whose vectors are kept for the next batch: about 50 MB


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
        self._kept: dict[Text, Tokens] = {}
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Name and version, with the embedder where it is another than the one the numbers were fitted with."""
        fitted = self._embedder.fingerprint == self._weights.embedder
        return f"local {self._weights.version}" + ("" if fitted else f" with {self._embedder.fingerprint}")

    def scores(self, items: Sequence[ToScore]) -> list[AnswerScore]:
        """The score of each item, in order."""
        found: list[AnswerScore] = []
        for start in range(0, len(items), _BATCH):
            batch = items[start : start + _BATCH]
            found += [self._score(*one) for one in zip(batch, self.compare(batch), strict=True)]
        return found

    def compare(self, items: Sequence[ToScore]) -> list[tuple[Compared, ...]]:
        """Each item's points compared with its answer: what the score is made of, and what the fit learns from."""
        wanted = dict.fromkeys(
            text
            for item in items
            for text in (Text(item.question), *(Text(one, item.question) for one in (item.answer, *item.points)))
        )
        read = {text: tokens for text in wanted if (tokens := self._kept.get(text)) is not None}
        new = [text for text in wanted if text not in read]
        read |= zip(new, read_tokens(self._embedder, new), strict=True)
        answers = {Text(item.answer, item.question) for item in items}
        self._keep({text: tokens for text, tokens in read.items() if text not in answers})
        return [
            tuple(
                compare(
                    read[Text(point, item.question)], read[Text(item.answer, item.question)], read[Text(item.question)]
                )
                for point in item.points
            )
            for item in items
        ]

    def _keep(self, read: dict[Text, Tokens]) -> None:
        """Questions and points come again and again in a file of pairs, answers do not."""
        with self._lock:
            self._kept |= read
            for text in list(self._kept)[: max(0, len(self._kept) - _MOST_KEPT)]:
                del self._kept[text]

    def _score(self, item: ToScore, points: tuple[Compared, ...]) -> AnswerScore:
        damped = prose(item.answer)
        score = round(damped * self._value(whole(points)), _DIGITS)
        return AnswerScore(
            score,
            max(0.0, score - self._weights.below) if score else 0.0,
            min(1.0, score + self._weights.above) if item.answer.strip() else 0.0,
            tuple(PointCoverage(round(damped * self._value(one.features), _DIGITS), one.span) for one in points),
        )

    def _value(self, features: Features) -> float:
        if features.recall <= 0:
            return 0.0
        values = features._asdict()
        value: float = self._weights.intercept + sum(one.weight * values[one.name] for one in self._weights.features)
        return min(max(value, 0.0), 1.0)


def status_of(score: float, weights: GraderWeights) -> PointStatus:
    """What a point's coverage counts as; whether it is contradicted is not told by coverage."""
    if score >= weights.status.covered:
        return PointStatus.COVERED
    return PointStatus.PARTLY if score >= weights.status.partly else PointStatus.MISSED
