"""Coverage of a rubric point -> credit: an interviewer gives full marks before every word of a point is said."""

from __future__ import annotations

from tutor.calibration import SpokenScale
from tutor.domain import PointStatus

_LEAST_SHARE = 0.25  # a story from one's own work may be far from the question's words


def credit_of(coverage: float, scale: SpokenScale) -> float:
    """0..1."""
    share = (coverage - scale.nothing) / (scale.full - scale.nothing)
    return float(min(max(share, 0.0), 1.0) ** scale.power)


def status_of_credit(credit: float, scale: SpokenScale) -> PointStatus:
    """What a point counts as; whether it is contradicted is not told by credit."""
    if credit >= scale.covered:
        return PointStatus.COVERED
    return PointStatus.PARTLY if credit >= scale.partly else PointStatus.MISSED


def topic_share(topic: float, scale: SpokenScale) -> float:
    """What of its credit an answer keeps by how near it is to its subject: a good answer to another question shares
    some of any point's words, and is about something else."""
    share = (topic - scale.off_topic) / (scale.on_topic - scale.off_topic)
    return _LEAST_SHARE + (1 - _LEAST_SHARE) * min(max(share, 0.0), 1.0)
