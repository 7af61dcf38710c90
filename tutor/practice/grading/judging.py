"""The seam for a language model that judges an answer point by point."""

from __future__ import annotations

from typing import Protocol

from tutor.domain import Model, PointStatus, Question, Usage


class PointJudgement(Model):
    """What a model says of one rubric point.

    `quote` is what the model claims to be the candidate's words; whoever uses it checks that they stand in the answer.
    """

    status: PointStatus
    quote: str | None = None


class PointJudge(Protocol):
    """Judges answers by the rubric of their question; `name` is "provider:model"."""

    @property
    def name(self) -> str: ...

    @property
    def usage(self) -> Usage:
        """What this thread's last judgement took."""
        ...

    def judge(self, question: Question, answer: str) -> tuple[PointJudgement, ...]:
        """One judgement for each point of `question.rubric`, in order.  Raises BackendError."""
        ...
