"""A mock interview: how it was set up, what was said, and the report."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from tutor.domain.answers import Citation
from tutor.domain.grades import Attempt, Quote
from tutor.domain.material import Level, Model
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
    """A mock interview as it stands.  `spent` counts the seconds it ran, pauses left out."""

    id: str
    setup: InterviewSetup
    state: Literal["running", "paused", "finished"]
    plan: tuple[Question, ...]
    turns: tuple[InterviewTurn, ...]
    draft: str = ""
    notes: str = Field(default="", description="the candidate's own notes, never graded")
    spent: int = Field(default=0, ge=0)
    resumed_at: datetime | None = Field(default=None, description="since when it runs; None while it does not")
    created_at: datetime
    finished_at: datetime | None = None


class AreaScore(Model):
    """Mean score (0..1) of the graded answers of one area."""

    area: str
    score: float
    answers: int


class AnswerShown(Model):
    """An answer singled out in a report, with the candidate's words that earned or lost most."""

    question: str
    score: float
    quote: Quote | None
    missed: tuple[str, ...] = ()


class Reading(Model):
    """Something to read: the passage behind points that were missed."""

    citation: Citation
    points: tuple[str, ...]


class InterviewReport(Model):
    """What a finished interview showed; `score` 0..1, None where nothing was answered."""

    interview: Interview
    score: float | None
    low: float | None
    high: float | None
    areas: tuple[AreaScore, ...]
    strongest: tuple[AnswerShown, ...]
    weakest: tuple[AnswerShown, ...]
    reading: tuple[Reading, ...]
