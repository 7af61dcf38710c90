"""Questions, attempts and grades for tests that need no material."""

from __future__ import annotations

from datetime import datetime

from tutor.domain import (
    AnswerForm,
    Attempt,
    Citation,
    Grade,
    Level,
    Option,
    Place,
    PointGrade,
    PointStatus,
    Question,
    QuestionKind,
    Rating,
    RubricPoint,
)


def question(
    name: str,
    text: str = "",
    *,
    area: str | None = "attention",
    kind: QuestionKind = QuestionKind.CONCEPT,
    level: Level = "beginner",
    form: AnswerForm = AnswerForm.OPEN,
    document: str = "attention/scaling.md",
    options: tuple[str, ...] = (),
) -> Question:
    """A question whose first option is right."""
    source = Citation(chunk_id="c", document=document, start=0, end=5, headings=("Scaling",), page=None, quote="Scale")
    return Question(
        id=name,
        text=text or f"What is {name}?",
        topic="Scaling",
        area=area,
        level=level,
        kind=kind,
        document=document,
        source=source,
        short=None,
        rubric=(RubricPoint(text="It scales.", citation=source),),
        form=form,
        options=tuple(Option(text=one, right=number == 0) for number, one in enumerate(options)),
        maker="material",
    )


def grade(score: float, *points: tuple[str, PointStatus]) -> Grade:
    judged = tuple(PointGrade(text=text, status=status, score=score) for text, status in points)
    return Grade(score=score, low=score, high=score, points=judged, grader="test")


def attempt(
    asked: Question,
    rating: Rating,
    moment: datetime,
    *,
    graded: Grade | None = None,
    again_of: str | None = None,
) -> Attempt:
    return Attempt(
        id=f"{asked.id}-{moment:%m%d%H%M%S}"[-32:],
        question=asked,
        answer="words",
        grade=graded,
        rating=rating,
        place=Place.REVIEW,
        created_at=moment,
        again_of=again_of,
    )
