"""A candidate's attempts as a table: one row each, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from tutor.domain import Attempt, PointStatus

COLUMNS = (
    "when", "place", "area", "level", "kind", "form", "topic", "document", "question", "answer", "guess", "score",
    "low", "high", "rating", "covered", "partly", "missed", "contradicted", "to_learn", "seconds", "question_id",
    "attempt_id", "again_of", "grader",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four: their wide forms


def attempts_csv(attempts: Iterable[Attempt]) -> str:
    """Comma-separated values (RFC 4180) with a head row; scores 0..1, `when` in UTC."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for one in attempts:
        table.writerow([_cell(value) for value in _row(one)])
    return written.getvalue()


def _row(attempt: Attempt) -> tuple[object, ...]:
    question, grade = attempt.question, attempt.grade
    points = grade.points if grade is not None else ()
    counts = [sum(point.status is status for point in points) if grade is not None else None for status in PointStatus]
    to_learn = "\n".join(point.text for point in points if point.status is not PointStatus.COVERED)
    return (
        f"{attempt.created_at:%Y-%m-%d %H:%M:%S}", attempt.place.value, question.area, question.level, question.kind,
        question.form.value, question.topic, question.document, question.text, attempt.answer, attempt.guess,
        *((round(grade.score, 3), round(grade.low, 3), round(grade.high, 3)) if grade is not None else (None,) * 3),
        attempt.rating.name.lower(), *counts, to_learn, attempt.seconds, question.id, attempt.id, attempt.again_of,
        grade.grader if grade is not None else None,
    )  # fmt: skip


def _cell(value: object) -> str:
    """A value as text; words a spreadsheet would run as a formula get an apostrophe in front, as OWASP advises."""
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
