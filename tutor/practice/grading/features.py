"""What an answer says of a rubric point, as numbers from 0 to 1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.practice.grading.texts import Tokens

_CLAUSE = re.compile(r"[.!?;:]+\s+|,\s+|\n+|\s+[-–—]\s+|\s(?=(?:because|since|so that|but|while|whereas|which)\s)")
_SHORTEST_CLAUSE = 12  # characters


class Compared(NamedTuple):
    """`recall`: share of the point (by weight, the question's own words demoted) that the answer says; `span`: the
    answer's clause that says most of it."""

    recall: float
    span: tuple[int, int] | None


def compare(point: Tokens, answer: Tokens, question: Tokens) -> Compared:
    """An answer against one point: idf-weighted recall of the point's tokens (see relevance.py), where a token counts
    by how far it is from everything in the question."""
    weights = point.weights * (1 - _nearest(point, question))
    total = float(weights.sum())
    if total <= 0 or not len(answer.weights):
        return Compared(0.0, None)
    similarity = (point.vectors @ answer.vectors.T).clip(0.0, 1.0)
    recall = float(similarity.max(axis=1) @ weights) / total
    return Compared(recall, _best_clause(similarity, weights, answer))


def _nearest(text: Tokens, other: Tokens) -> NDArray[np.float32]:
    """Each token's best cosine in another text, 0..1."""
    if not len(other.weights):
        return np.zeros(len(text.weights), dtype=np.float32)
    best: NDArray[np.float32] = (text.vectors @ other.vectors.T).clip(0.0, 1.0).max(axis=1, initial=0.0)
    return best


def _best_clause(
    similarity: NDArray[np.float32], weights: NDArray[np.float32], answer: Tokens
) -> tuple[int, int] | None:
    best: tuple[float, tuple[int, int] | None] = (-1.0, None)
    starts = answer.offsets[:, 0]
    for start, end in clauses(answer.text):
        first, last = np.searchsorted(starts, [start, end])
        if last > first:
            said = float(similarity[:, first:last].max(axis=1) @ weights)
            if said > best[0]:
                best = (said, (start, end))
    return best[1]


def clauses(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a text stand, none of them blank."""
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    found: list[tuple[int, int]] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        end = start + len(text[start:end].rstrip())
        start = end - len(text[start:end].lstrip())
        if end == start:
            continue
        if found and (end - start < _SHORTEST_CLAUSE or found[-1][1] - found[-1][0] < _SHORTEST_CLAUSE):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def as_row(points: Sequence[Compared]) -> dict[str, float]:
    """Features of the whole answer: the mean over its points."""
    return {"recall": float(np.mean([one.recall for one in points])) if points else 0.0}
