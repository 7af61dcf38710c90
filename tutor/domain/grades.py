"""What a candidate's answer got, point by point, and the record of having tried."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum

from pydantic import Field

from tutor.domain.answers import Citation, Usage
from tutor.domain.material import Model, Span
from tutor.domain.practice import Question


class PointStatus(StrEnum):
    """What an answer does with one rubric point."""

    COVERED = "covered"
    PARTLY = "partly"
    MISSED = "missed"
    CONTRADICTED = "contradicted"


class Quote(Span):
    """The candidate's own words: `answer[start:end] == text`, cut out by code and never by a model."""

    text: str


class PointGrade(Model):
    """One rubric point judged.  `score` 0..1; `quote` where the answer says (or contradicts) it, `citation` the passage
    behind it; `sure` is false where the language model and the local score disagree."""

    text: str
    status: PointStatus
    score: float = Field(ge=0, le=1)
    quote: Quote | None = None
    citation: Citation | None = None
    sure: bool = True


class Grade(Model):
    """An answer graded.  `score` 0..1, and from `low` to `high` where a human grader's score is likely to lie."""

    score: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    points: tuple[PointGrade, ...]
    say_next: tuple[str, ...] = Field(default=(), description="what to say next time: the most telling missed points")
    remarks: tuple[str, ...] = Field(
        default=(), description="plain sentences, such as that the question was only repeated"
    )
    grader: str = Field(description="name and version of the grader; two grades compare only where it is the same")
    backend: str = Field(default="material", description="'material' without a language model, else the provider")
    model: str | None = None
    notice: str | None = Field(default=None, description="why a language model did not take part, where one was chosen")
    usage: Usage = Usage()


class Rating(IntEnum):
    """How well an answer was remembered, in FSRS's words."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Place(StrEnum):
    """Where a question was answered."""

    PRACTISE = "practise"
    REVIEW = "review"
    INTERVIEW = "interview"
    CHAT = "chat"


class Attempt(Model):
    """A candidate's answer to a question (kept as it was then), with its grade.

    `guess` is what the candidate thought it was worth (0..1), asked before the score was shown; `grade` is None where
    the candidate only looked and rated themselves.
    """

    id: str
    question: Question
    answer: str
    guess: float | None = Field(default=None, ge=0, le=1)
    grade: Grade | None
    rating: Rating
    place: Place
    created_at: datetime
    seconds: int = Field(default=0, ge=0, description="spent on the answer")
    again_of: str | None = Field(default=None, description="the attempt this one answers again")


class PointChange(Model):
    """A rubric point before and after answering again."""

    text: str
    before: PointStatus
    after: PointStatus


class Change(Model):
    """A second answer against the first, by the same rubric and the same grader."""

    before: float
    after: float
    points: tuple[PointChange, ...]


class Card(Model):
    """A question's place in spaced review.  `state` is the scheduler's own record, kept word for word."""

    question_id: str
    question: Question
    state: str
    due: datetime
    last_review: datetime | None = None
    attempts: int = 0
    lapses: int = 0
    score: float | None = Field(default=None, description="of the latest graded attempt, 0..1")


class Mistake(Model):
    """A rubric point that the latest answer to its question missed, said in part or contradicted."""

    attempt_id: str
    question_id: str
    question: str
    area: str | None
    point: PointGrade
    created_at: datetime


class Bookmark(Model):
    """A passage or an answer the candidate keeps; `citation` is where it stands, `note` the candidate's own words."""

    id: str
    text: str
    citation: Citation | None
    conversation_id: str | None = None
    note: str = ""
    created_at: datetime


class PastAnswer(Model):
    """An answer found among all those given before: the tutor's in a conversation, or the candidate's own."""

    kind: str = Field(description="'asked' for a conversation's answer, 'practised' for the candidate's own")
    question: str
    text: str
    citations: tuple[Citation, ...]
    created_at: datetime
    conversation_id: str | None = None
    attempt_id: str | None = None


class Profile(Model):
    """One candidate on this machine; nothing of one is visible to another."""

    name: str
    created_at: datetime
    interview_at: datetime | None = None
    role: str | None = None
