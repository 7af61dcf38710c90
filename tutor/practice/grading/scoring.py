"""An answer's score against rubric points (or the sentences of a reference), with no language model."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutor.calibration import GraderNumbers
from tutor.domain import PointStatus
from tutor.library.embedder import Embedder
from tutor.practice.grading.features import NAMES, Compared, Features, compare, mean_of, whole
from tutor.practice.grading.prose import prose
from tutor.practice.grading.slips import SetRight, nearest, plain_words, set_right
from tutor.practice.grading.texts import Text, Tokens, read_tokens

_BATCH = 256  # answers whose vectors are held at once
_DIGITS = 4  # beyond them the padding of a batch shows
_MOST_KEPT = 1_000  # questions and points whose vectors are kept for the next batch: about 50 MB


class PointCoverage(NamedTuple):
    """How much of a point the answer says (0..1), the characters of the answer's clause that says most of it, and the
    point's weight among the others."""

    score: float
    span: tuple[int, int] | None
    weight: float


class AnswerScore(NamedTuple):
    """`score` 0..1 on the human scale; a human's score lies within `low`..`high` in eight of ten cases.  `points` are
    those of the best way to be right, `way` its place; `topic` (0..2) is how near the answer is to its subject."""

    score: float
    low: float
    high: float
    points: tuple[PointCoverage, ...]
    way: int
    topic: float


class ToScore(NamedTuple):
    """An answer to be scored; each of `ways` to be right is a rubric's points, or the sentences of a reference."""

    question: str
    ways: tuple[tuple[str, ...], ...]
    answer: str


class AnswerScorer:
    """Scores answers in batches.  An answer's score depends on nothing else in its batch."""

    def __init__(self, embedder: Embedder, numbers: GraderNumbers) -> None:
        self._embedder = embedder
        self._numbers = numbers
        self._kept: dict[Text, Tokens] = {}
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Name and version, with the embedder where it is another than the one the numbers were fitted with."""
        fitted = self._embedder.fingerprint == self._numbers.embedder
        return f"local {self._numbers.version}" + ("" if fitted else f" with {self._embedder.fingerprint}")

    def scores(self, items: Sequence[ToScore]) -> list[AnswerScore]:
        """The score of each item, in order."""
        found: list[AnswerScore] = []
        for start in range(0, len(items), _BATCH):
            batch = items[start : start + _BATCH]
            found += [self._score(*one) for one in zip(batch, self.compare(batch), strict=True)]
        return found

    def compare(self, items: Sequence[ToScore]) -> list[tuple[tuple[Compared, ...], ...]]:
        """Each item's points, way by way, compared with its answer: what the score is made of, and what the fit learns
        from."""
        answers = self._without_slips(items)
        said = [Text(answer.text, item.question) for answer, item in zip(answers, items, strict=True)]
        read = self._read(dict.fromkeys(text for item in items for text in _known(item)), said)

        def compared(point: str, item: ToScore, answer: SetRight) -> Compared:
            asked, given = Text(item.question), Text(answer.text, item.question)
            found = compare(read[Text(point, item.question)], read[given], read[asked])
            return found if found.span is None else found._replace(span=answer.as_written(found.span))

        return [
            tuple(tuple(compared(point, item, answer) for point in points) for points in item.ways)
            for item, answer in zip(items, answers, strict=True)
        ]

    def status(self, coverage: float) -> PointStatus:
        """What a point's coverage counts as in a short answer; whether it is contradicted is not told by coverage."""
        if coverage >= self._numbers.covered:
            return PointStatus.COVERED
        return PointStatus.PARTLY if coverage >= self._numbers.partly else PointStatus.MISSED

    def _without_slips(self, items: Sequence[ToScore]) -> list[SetRight]:
        """The answers, their misspelled words read as words of the question or of a point."""
        words = [plain_words(" ".join((item.question, *_points(item)))) for item in items]
        open_ = [plain_words(item.answer) - known for item, known in zip(items, words, strict=True)]
        looked_up = sorted(set().union(*open_))
        pieces = dict(zip(looked_up, self._embedder.count_tokens(looked_up), strict=True))
        found = []
        for item, known, unknown in zip(items, words, open_, strict=True):
            slips = {word: nearest(word, known) for word in unknown if pieces[word] > 1}
            found.append(set_right(item.answer, {word: meant for word, meant in slips.items() if meant is not None}))
        return found

    def _read(self, known: dict[Text, None], answers: Sequence[Text]) -> dict[Text, Tokens]:
        """Tokens of all the texts.  Questions and points come again and again in a file of pairs, answers do not: only
        the former are kept."""
        read = {text: tokens for text in known if (tokens := self._kept.get(text)) is not None}
        new = list(dict.fromkeys(text for text in (*known, *answers) if text not in read))
        read |= zip(new, read_tokens(self._embedder, new), strict=True)
        with self._lock:
            self._kept |= {text: read[text] for text in known}
            for text in list(self._kept)[: max(0, len(self._kept) - _MOST_KEPT)]:
                del self._kept[text]
        return read

    def _score(self, item: ToScore, ways: tuple[tuple[Compared, ...], ...]) -> AnswerScore:
        damped = prose(item.answer)
        each = [whole(points) for points in ways]
        best = max(range(len(each)), key=lambda place: log_odds(each[place], each[place], self._numbers))
        score = round(damped * value_of(each[best], mean_of(each), self._numbers), _DIGITS)
        return AnswerScore(
            score,
            max(0.0, score - self._numbers.below) if score else 0.0,
            min(1.0, score + self._numbers.above) if item.answer.strip() else 0.0,
            tuple(self._coverage(one, damped) for one in ways[best]),
            best,
            sum(one.topic for one in ways[best]) / max(1, len(ways[best])),
        )

    def _coverage(self, point: Compared, damped: float) -> PointCoverage:
        score = damped * value_of(point.features, point.features, self._numbers)
        return PointCoverage(round(score, _DIGITS), point.span, point.weight)


def log_odds(best: Features, mean: Features, numbers: GraderNumbers) -> float:
    """The log odds of being right, by the features against the best reference and in the mean over all of them."""
    return numbers.intercept + sum(
        one.weight * (best if one.over == "best" else mean)[NAMES.index(one.name)] for one in numbers.features
    )


def value_of(best: Features, mean: Features, numbers: GraderNumbers) -> float:
    """The score, 0..1; 0 where the answer says nothing of a reference."""
    return 1 / (1 + math.exp(-log_odds(best, mean, numbers))) if best.recall > 0 else 0.0


def _points(item: ToScore) -> Iterator[str]:
    return (point for points in item.ways for point in points)


def _known(item: ToScore) -> Iterator[Text]:
    """The question, and the points behind it."""
    yield Text(item.question)
    yield from (Text(point, item.question) for point in _points(item))
