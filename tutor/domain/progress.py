"""How far a candidate has come: the checklist of the syllabus, coverage, readiness, the plan of a day."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from tutor.domain.material import Level, Model


class Learned(StrEnum):
    """How far a topic is: nothing yet, its note read, its questions practised, or mastered."""

    NEW = "new"
    READ = "read"
    PRACTISED = "practised"
    MASTERED = "mastered"


class TopicProgress(Model):
    """One topic of the syllabus; `score` is the mean of the latest scores of its questions (0..1)."""

    title: str
    documents: tuple[str, ...]
    state: Learned
    read: bool
    questions: int
    tried: int
    score: float | None


class AreaProgress(Model):
    """One area of the syllabus with its topics."""

    name: str
    title: str
    topics: tuple[TopicProgress, ...]


class CoverageCell(Model):
    """Questions of one area at one level: how many there are, how many were tried, their mean latest score (0..1)."""

    area: str
    level: Level
    questions: int
    tried: int
    score: float | None


class Readiness(Model):
    """An estimate (0..1) with what it rests on; None while too little was answered to say anything."""

    estimate: float | None
    low: float | None
    high: float | None
    evidence: tuple[str, ...]


class ScoreOn(Model):
    """A graded answer in time, with what the candidate guessed before (0..1)."""

    moment: datetime
    area: str | None
    score: float
    guess: float | None


class GuessCalibration(Model):
    """How a candidate's guesses compare with their scores, over the answers that were guessed before the score was
    shown.  `difference` is the mean of guess minus score (above 0: guessed too high), `distance` that of its size;
    both are None where nothing was guessed."""

    answers: int
    difference: float | None
    distance: float | None


class RetentionOn(Model):
    """Cards that came due on one day, and how many of them were remembered."""

    day: date
    reviewed: int
    remembered: int


class PlanStep(Model):
    """One thing to do today and how long it takes."""

    title: str
    why: str
    minutes: int
    page: str = Field(description="the page that does it: 'review', 'practise', 'interview' or 'ask'")
    area: str | None = None


class DayPlan(Model):
    """What to do on one day."""

    day: date
    interview_in: int | None = Field(description="days until the interview, where its date is known")
    due: int
    steps: tuple[PlanStep, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


class ProjectStep(Model):
    """A step of a practice project; `key` stays the same while its title does."""

    key: str
    title: str
    text: str
    hours: float | None
    done: bool


class ProjectProgress(Model):
    """A practice project as a checklist."""

    document: str
    title: str
    level: Level | None
    steps: tuple[ProjectStep, ...]
