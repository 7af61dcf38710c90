"""What an answer says of a rubric point, as numbers from 0 to 1 of which each can only raise or only lower a score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.library.embedder import unit
from tutor.practice.grading.polarity import opposition, spell, words_of
from tutor.practice.grading.texts import Tokens

_CLAUSE = re.compile(r"[.!?;:]+\s+|,\s+|\n+|\s+[-–—]\s+|\s(?=(?:because|since|so that|but|while|whereas|which)\s)")
_SHORTEST_CLAUSE = 12  # characters
_UNRELATED = 0.2  # cosine of two tokens that have nothing to do with each other
_WEIGHTIEST = 0.66  # quantile of a point's token weights from which a token is one of its weightiest
_PART = 256  # tokens of a long answer that are compared as a whole
_RUN = 5  # words in a row that are the question's are copied from it


class Features(NamedTuple):
    """An answer against a point, each 0..1.

    `recall`: what of the point the answer says, by the weight of its tokens, the question's own demoted; `key`: how far
    it says the least said of the point's weightiest tokens; `about`: how alike the two are as wholes, what both have
    of the question taken off; `unnegated`, `opposite` and `turned` (polarity.py), each times the recall: what is not
    spoken of cannot be denied.
    """

    recall: float
    key: float
    about: float
    unnegated: float
    opposite: float
    turned: float


NAMES = Features._fields
_NOTHING = Features(*(0.0 for _ in NAMES))


class Compared(NamedTuple):
    """A point's features, its `weight` among the points, and the answer's clause that says most of it.  `topic`: how
    near the answer as a whole is to the question and to the point, cosines added up; on another subject both are low,
    in other words neither."""

    features: Features
    weight: float
    span: tuple[int, int] | None
    topic: float


def compare(point: Tokens, answer: Tokens, question: Tokens) -> Compared:
    """An answer against one point.

    Token recall (see tutor/answering/relevance.py), where two tokens are as alike as they are alone and behind the
    question, in the mean: alone tells words apart, behind the question "they" from "they".
    """
    asked = _nearest(point, question)
    weights = point.weights * (1 - asked) ** 2
    total = float((point.weights * (1 - asked)).sum())
    topic = sum(float((_middles(answer) @ _middle(other)).max()) for other in (question, point))
    answer = _own_words(answer, question)
    if total <= 0 or not answer.weights.any():
        return Compared(_NOTHING, total, None, topic)
    similarity = (point.alone @ answer.alone.T + point.in_context @ answer.in_context.T) * np.float32(0.5)
    said = _related(similarity.max(axis=1))
    recall = float(said @ weights) / float(weights.sum())
    against = opposition(point.text, answer.text)
    features = Features(
        recall=recall,
        key=_key(said, point.weights * (1 - asked)),
        about=_about(point, answer, question),
        unnegated=against.unnegated * recall,
        opposite=against.opposite * recall,
        turned=against.turned * recall,
    )
    return Compared(features, total, _best_clause(_related(similarity), weights, answer), topic)


def whole(points: Sequence[Compared]) -> Features:
    """Features of the answer as a whole: the mean over its points by weight."""
    total = sum(one.weight for one in points)
    if total <= 0:
        return _NOTHING
    rows = np.array([one.features for one in points]) * np.array([[one.weight / total] for one in points])
    return Features(*(float(value) for value in rows.sum(axis=0)))


def mean_of(ways: Sequence[Features]) -> Features:
    """Features in the mean over several references."""
    return Features(*(sum(values) / len(ways) for values in zip(*ways, strict=True)))


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
    copied = _copied(answer.text, question.text)
    if not copied:
        return answer
    kept = np.ones(len(answer.weights), dtype=bool)
    for start, end in copied:
        kept &= (answer.offsets[:, 1] <= start) | (answer.offsets[:, 0] >= end)
    return Tokens(answer.text, answer.alone[kept], answer.in_context[kept], answer.weights[kept], answer.offsets[kept])


@lru_cache(maxsize=1_024)
def _copied(answer: str, question: str) -> tuple[tuple[int, int], ...]:
    """The runs of words, as characters of the answer, that are the question's."""
    asked = list(words_of(question))
    runs = {tuple(asked[place : place + _RUN]) for place in range(len(asked) - _RUN + 1)}
    said = [(match.group(), match.start(), match.end()) for match in spell(answer)] if runs else []
    return tuple(
        (said[place][1], said[place + _RUN - 1][2])
        for place in range(len(said) - _RUN + 1)
        if tuple(word for word, _, _ in said[place : place + _RUN]) in runs
    )


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


def _key(said: NDArray[np.float32], weights: NDArray[np.float32]) -> float:
    """How far the answer says the least said of the weightiest tokens."""
    weightiest = weights >= np.quantile(weights[weights > 0], _WEIGHTIEST)
    return float(said[weightiest].min())


def _about(point: Tokens, answer: Tokens, question: Tokens) -> float:
    """Cosine of the two as wholes, without the direction of the question; of a long answer its best part."""
    one = _directions(point.in_context, point.weights)[0]
    others = _directions(answer.in_context, answer.weights, part=_PART)
    if len(question.weights):
        asked = _middle(question)
        one = unit(one - (one @ asked) * asked)
        others = unit(others - np.outer(others @ asked, asked))
    return max(0.0, float((others @ one).max()))


def _middle(text: Tokens) -> NDArray[np.float32]:
    """The mean token vector: what the embedder makes of the whole."""
    (middle,) = _directions(text.alone, np.ones(len(text.weights), dtype=np.float32))
    return np.asarray(middle)


def _middles(text: Tokens) -> NDArray[np.float32]:
    """The same of each part of a long text."""
    return _directions(text.alone, np.ones(len(text.weights), dtype=np.float32), part=_PART)


def _directions(
    vectors: NDArray[np.float32], weights: NDArray[np.float32], *, part: int | None = None
) -> NDArray[np.float32]:
    """Where a text's vectors point by weight, unit, float32 [parts, dimensions]; without tokens, nowhere."""
    if not len(weights):
        return np.zeros((1, vectors.shape[1]), dtype=np.float32)
    step = part or len(weights)
    sums = [weights[at : at + step] @ vectors[at : at + step] for at in range(0, len(weights), step)]
    return unit(np.stack(sums))


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
