"""A mock interview: how it was set up, what was said, and the report."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from tutor.domain.answers import Citation
from tutor.domain.grades import Attempt, PointGrade, PointStatus, Quote
from tutor.domain.material import Level, Model, QuestionKind
from tutor.domain.practice import Question

Minutes = Literal[15, 30, 45]


class Manner(StrEnum):
    """How the interviewer speaks."""

    FRIENDLY = "friendly"
    NEUTRAL = "neutral"
    PRESSING = "pressing"


class InterviewSetup(Model):
    """What the candidate chose; `areas` empty means what the role asks for."""

    role: str
    level: Level
    minutes: Minutes
    manner: Manner = Manner.NEUTRAL
    areas: tuple[str, ...] = ()


class TurnKind(StrEnum):
    """What the interviewer's line is for."""

    OPENING = "opening"
    QUESTION = "question"
    FOLLOW_UP = "follow_up"
    CLOSING = "closing"


class InterviewTurn(Model):
    """One line of the interviewer and the candidate's answer to it (None while it is awaited; an opening and a closing
    are not graded).  `question` is what is graded: for a follow-up, the one point it probes."""

    kind: TurnKind
    said: str
    question: Question | None = None
    answer: str | None = None
    attempt: Attempt | None = None
    seconds: int = 0


class Interview(Model):
    """A mock interview as it stands.  `spent` counts the seconds it ran until `resumed_at`, pauses left out."""

    id: str
    setup: InterviewSetup
    state: Literal["running", "paused", "finished"]
    plan: tuple[Question, ...]
    turns: tuple[InterviewTurn, ...]
    draft: str = ""
    notes: str = Field(default="", description="the candidate's own notes, never graded")
    spent: float = Field(default=0.0, ge=0)
    resumed_at: datetime | None = Field(default=None, description="since when it runs; None while it does not")
    seen_at: datetime | None = Field(default=None, description="when a page or a terminal last showed it")
    notice: str | None = Field(default=None, description="one plain sentence, such as why a model worded nothing")
    created_at: datetime
    finished_at: datetime | None = None


class AreaScore(Model):
    """Mean score (0..1) of the graded answers of one area."""

    area: str
    score: float
    answers: int


class Probed(Model):
    """A follow-up and what the candidate said to it ("" where they passed)."""

    asked: str
    answer: str


class AnswerShown(Model):
    """A question of the interview with its follow-ups, graded as one.

    `score` is that of the answer, lifted by what a follow-up brought out; `points` are the rubric's, each with the
    better of its two grades.  `quote` are the words that earned most, or in a weak answer lost most.
    """

    question: str
    area: str | None
    kind: QuestionKind | None
    answer: str = Field(description='"" where the candidate passed')
    follow_ups: tuple[Probed, ...] = ()
    score: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    points: tuple[PointGrade, ...]
    quote: Quote | None = None
    seconds: int = 0

    @property
    def missed(self) -> tuple[PointGrade, ...]:
        """The points that were not said, or said the wrong way round."""
        return tuple(one for one in self.points if one.status in {PointStatus.MISSED, PointStatus.CONTRADICTED})


class Reading(Model):
    """Something to read: the passage behind points that were missed; `title` is that of its note."""

    title: str
    citation: Citation
    points: tuple[str, ...]


class InterviewReport(Model):
    """What a finished interview showed; `score` 0..1, None where nothing was answered.

    `answers` are all questions that were answered or passed on, in their order; a reading list's notes stand together.
    """

    interview: Interview
    score: float | None
    low: float | None
    high: float | None
    areas: tuple[AreaScore, ...]
    answers: tuple[AnswerShown, ...]
    strongest: tuple[AnswerShown, ...]
    weakest: tuple[AnswerShown, ...]
    reading: tuple[Reading, ...]
    next_steps: tuple[str, ...]
