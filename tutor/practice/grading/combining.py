"""A language model's judgement of each point beside the comparison made here: the mean of both, and how sure."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.domain import PointGrade, PointStatus
from tutor.practice.grading.judging import PointJudgement
from tutor.practice.grading.model_judge import find_quote

_WORTH = {PointStatus.COVERED: 1.0, PointStatus.PARTLY: 0.5, PointStatus.MISSED: 0.0, PointStatus.CONTRADICTED: 0.0}
_COVERED, _PARTLY = 0.65, 0.3  # the combined score from which a point counts as such
_FAR = 0.6  # apart, the two judges disagree
_UNRELATED = 0.05  # a quote on which this machine finds nothing of the point lifts it no further than half


def combined(local: Sequence[PointGrade], judged: Sequence[PointJudgement], answer: str) -> tuple[PointGrade, ...]:
    """One point each, in order."""
    return tuple(_point(here, model, answer) for here, model in zip(local, judged, strict=True))


def _point(here: PointGrade, model: PointJudgement, answer: str) -> PointGrade:
    quote = find_quote(model.quote, answer) if model.quote else None
    worth = _WORTH[model.status]
    if worth > here.score and quote is None:
        worth = here.score  # words that are not there prove nothing
    score = (here.score + worth) / 2
    if here.score <= _UNRELATED:
        score = min(score, 0.5)
    status = _status(score, here.status, model.status)
    return here.model_copy(
        update={
            "score": score if status is not PointStatus.CONTRADICTED else 0.0,
            "status": status,
            "quote": None if status is PointStatus.MISSED else quote or here.quote,
            "sure": abs(here.score - worth) < _FAR,
        }
    )


def _status(score: float, here: PointStatus, model: PointStatus) -> PointStatus:
    if PointStatus.CONTRADICTED in {here, model} and score < _PARTLY + 1e-9:
        return PointStatus.CONTRADICTED
    if score >= _COVERED:
        return PointStatus.COVERED
    return PointStatus.PARTLY if score >= _PARTLY else PointStatus.MISSED
