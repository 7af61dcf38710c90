"""Mock interviews held on a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tutor.domain import Interview, InterviewSetup, Question, TurnKind
from tutor.practice.interview_flow import awaited
from tutor.practice.interviewing import Interviews

Make = Callable[..., Interviews]
SETUP = InterviewSetup(role="rag-engineer", level="intermediate", minutes=15)
OPENING, QUESTION, FOLLOW_UP, CLOSING = TurnKind.OPENING, TurnKind.QUESTION, TurnKind.FOLLOW_UP, TurnKind.CLOSING


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 12, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def wait(interviews: Interviews, interview: Interview, clock: Clock, seconds: int) -> None:
    """Time passes while somebody looks at the page."""
    for _ in range(seconds // 10):
        clock.move(10)
        interviews.beat(interview.id)
    clock.move(seconds % 10)


def asked(interview: Interview) -> Question:
    turn = awaited(interview)
    assert turn is not None and turn.question is not None
    return turn.question


def partial(question: Question) -> str:
    """An honest answer that says the first two points and leaves the others out."""
    return " ".join(one.text for one in question.rubric[:2])


def full(question: Question) -> str:
    return " ".join(one.text for one in question.rubric)


def hold(
    interviews: Interviews,
    clock: Clock,
    setup: InterviewSetup = SETUP,
    *,
    answer: Callable[[Question], str] = partial,
    seconds: int = 100,
) -> Interview:
    """A whole interview."""
    interview = interviews.start(setup)
    while interview.state == "running":
        wait(interviews, interview, clock, seconds)
        interview = interviews.answer(interview.id, answer(asked(interview)))
    return interview
