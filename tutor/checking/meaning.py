"""What takes the embedding model: is every rubric point said by its note, and does no question come twice?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from tutor.calibration import SupportThresholds
from tutor.checking.problem import Problem
from tutor.domain import Question
from tutor.library.rows import StoredChunk

LEAST_SUPPORT = 0.4
"""A rubric point's support by the sentence it cites.  Below it a reader would not find the point in the note: of the
first 1,152 points written, the 4% below were nearly all missing or said in words that need their neighbors."""

# A rubric point sums up: a number or a name more than its sentence has is no sign that the note does not say it.
_SUMMED_UP = {"words": 0.2, "names": 0.25, "numbers": 0.2, "absolute": 0.0, "denial": 0.0}

SAME_QUESTION = 0.9
"""Cosine of two questions, each embedded on its own, from which they ask the same."""


class Supporting(Protocol):
    """How well spans carry claims (0..1), each its own."""

    def support_scores(self, claims: Sequence[str], spans: Sequence[str]) -> list[float]: ...


class VectorSource(Protocol):
    """Where stored vectors come from: a library's Store."""

    def stored_chunks(self, name: str) -> list[StoredChunk]: ...


def of_rubrics(thresholds: SupportThresholds) -> SupportThresholds:
    """What the support of a rubric point is measured with, which is made by hand and only asked to be there."""
    return thresholds.model_copy(update=_SUMMED_UP)


def check_rubrics(questions: Sequence[Question], scorer: Supporting) -> Iterator[Problem]:
    """Rubric points that no sentence of their own note supports."""
    points = [(one, point) for one in questions for point in one.rubric]
    cited = [(one, point.text, point.citation.quote) for one, point in points if point.citation is not None]
    for one, point in points:
        if point.citation is None:
            yield Problem(note=one.document, text=f"nothing in the note says {point.text!r}")
    scores = scorer.support_scores([text for _, text, _ in cited], [quote for _, _, quote in cited])
    for (one, text, quote), score in zip(cited, scores, strict=True):
        if score < LEAST_SUPPORT:
            yield Problem(
                note=one.document,
                text=f"the rubric point {text!r} of {one.text!r} is not said by the note; "
                f"nearest ({score:.2f}): {' '.join(quote.split())!r}",
            )


def check_duplicates(questions: Sequence[Question], store: VectorSource) -> Iterator[Problem]:
    """Pairs of questions, in one note or two, that say the same thing."""
    if not questions:
        return
    found = {
        (name, stored.chunk.question): stored.question_vector
        for name in {one.document for one in questions}
        for stored in store.stored_chunks(name)
        if stored.question_vector is not None
    }
    vectors = np.array([found[one.document, one.text] for one in questions], dtype=np.float32)
    cosines = np.triu(vectors @ vectors.T, k=1)
    for first, second in np.argwhere(cosines >= SAME_QUESTION).tolist():
        one, other = questions[first], questions[second]
        near = f"(cosine {cosines[first, second]:.2f})"
        yield Problem(note=other.document, text=f"{other.text!r} asks what {one.text!r} of {one.document} asks {near}")
