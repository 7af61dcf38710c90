"""What an answer says of a rubric point, as numbers from 0 to 1 of which each can only raise or only lower a score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.library.fulltext import STOP_WORDS
from tutor.practice.grading.polarity import opposition, spell, words_of
from tutor.practice.grading.texts import Tokens

_CLAUSE = re.compile(r"[.!?;:]+\s+|,\s+|\n+|\s+[-–—]\s+|\s(?=(?:because|since|so that|but|while|whereas|which)\s)")
_SHORTEST_CLAUSE = 12  # characters
_UNRELATED = 0.3  # cosine of two tokens that have nothing to do with each other
_RUN = 5  # words in a row that are the question's are copied from it
_ASKING = frozenset("explain describe tell give define discuss compare walk please step steps".split())  # noqa: SIM905
_LIST_WORDS = 5  # a list of fewer words may well be an answer
_FUNCTION_WORDS = 0.2  # of a sentence's words at least so many are function words
_LEAST_PROSE = 0.25  # "short string high pitch, long string low pitch" is still an answer


class Features(NamedTuple):
    """An answer against a point.  `recall`: what of the point the answer says, by the weight of its tokens, the
    question's own demoted; `context`: the same with both read behind the question, times how alike the two are as
    wholes; `length`: the answer's new words over the point's, at most 1; `unnegated`, `opposite`, `turned`: see
    polarity.py, each times the recall, for what is not spoken of cannot be denied."""

    recall: float
    context: float
    length: float
    unnegated: float
    opposite: float
    turned: float


NAMES = Features._fields
_NOTHING = Features(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


class Compared(NamedTuple):
    """A point's features, its `weight` among the points, and the answer's clause that says most of it."""

    features: Features
    weight: float
    span: tuple[int, int] | None


def compare(point: Tokens, answer: Tokens, question: Tokens) -> Compared:
    """An answer against one point (token recall: see tutor/answering/relevance.py)."""
    weights = point.weights * (1 - _nearest(point, question))
    total = float(weights.sum())
    answer = _own_words(answer, question)
    if total <= 0 or not answer.weights.any():
        return Compared(_NOTHING, total, None)
    similarity = _related(point.alone @ answer.alone.T)
    recall = float(similarity.max(axis=1) @ weights) / total
    behind = float(_related(point.in_context @ answer.in_context.T).max(axis=1) @ weights) / total
    alike = max(0.0, float(_mean(point.in_context) @ _mean(answer.in_context)))
    new = float((answer.weights * (1 - _nearest(answer, question))).sum())
    against = opposition(point.text, answer.text)
    features = Features(
        recall=recall,
        context=behind * alike,
        length=min(1.0, new / total),
        unnegated=against.unnegated * behind,
        opposite=against.opposite * behind,
        turned=against.turned * behind,
    )
    return Compared(features, total, _best_clause(similarity, weights, answer))


def whole(points: Sequence[Compared]) -> Features:
    """Features of the answer as a whole: the mean over its points by weight."""
    total = sum(one.weight for one in points)
    if total <= 0:
        return _NOTHING
    rows = np.array([one.features for one in points]) * np.array([[one.weight / total] for one in points])
    return Features(*(float(value) for value in rows.sum(axis=0)))


def prose(text: str) -> float:
    """How far a text is made of sentences, 0.25..1: below 1 a list of keywords, by its share of function words."""
    words = list(words_of(text))
    if len(words) < _LIST_WORDS:
        return 1.0
    share = sum((word in STOP_WORDS and word not in _ASKING) or "'" in word or "’" in word for word in words) / len(
        words
    )
    return min(1.0, max(_LEAST_PROSE, share / _FUNCTION_WORDS))


def clauses(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a text stand, none of them blank."""
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    found: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        end = start + len(text[start:end].rstrip())
        start = end - len(text[start:end].lstrip())
        if end == start:
            continue
        if found and (end - start < _SHORTEST_CLAUSE or found[-1][1] - found[-1][0] < _SHORTEST_CLAUSE):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _own_words(answer: Tokens, question: Tokens) -> Tokens:
    """The answer's tokens without what it repeats of the question word for word: that says nothing."""
    asked = list(words_of(question.text))
    runs = {tuple(asked[place : place + _RUN]) for place in range(len(asked) - _RUN + 1)}
    said = [(match.group(), match.start(), match.end()) for match in spell(answer.text)]
    kept = np.ones(len(answer.weights), dtype=bool)
    for place in range(len(said) - _RUN + 1):
        if tuple(word for word, _, _ in said[place : place + _RUN]) in runs:
            start, end = said[place][1], said[place + _RUN - 1][2]
            kept &= (answer.offsets[:, 1] <= start) | (answer.offsets[:, 0] >= end)
    if kept.all():
        return answer
    return Tokens(answer.text, answer.alone[kept], answer.in_context[kept], answer.weights[kept], answer.offsets[kept])


def _related(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosines with what any two tokens have in common taken off: 0..1."""
    scaled: NDArray[np.float32] = ((cosines - _UNRELATED) / (1 - _UNRELATED)).clip(0.0, 1.0)
    return scaled


def _nearest(text: Tokens, other: Tokens) -> NDArray[np.float32]:
    """Each token's best cosine in another text, 0..1."""
    if not len(other.weights):
        return np.zeros(len(text.weights), dtype=np.float32)
    best: NDArray[np.float32] = (text.alone @ other.alone.T).clip(0.0, 1.0).max(axis=1, initial=0.0)
    return best


def _mean(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    mean: NDArray[np.float32] = vectors.mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)


def _best_clause(
    similarity: NDArray[np.float32], weights: NDArray[np.float32], answer: Tokens
) -> tuple[int, int] | None:
    best: tuple[float, tuple[int, int] | None] = (0.0, None)
    starts = answer.offsets[:, 0]
    for start, end in clauses(answer.text):
        first, last = np.searchsorted(starts, [start, end])
        if last > first:
            said = float(similarity[:, first:last].max(axis=1) @ weights)
            if said > best[0]:
                best = (said, (start, end))
    return best[1]
