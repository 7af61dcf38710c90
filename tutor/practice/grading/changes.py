"""Two grades of the same question against each other, point by point."""

from __future__ import annotations

from tutor.domain import Change, Grade, PointChange
from tutor.errors import PracticeError


def changes(before: Grade, after: Grade) -> Change:
    """What moved between two grades.

    Raises PracticeError where another grader or another rubric made one of them: their scores do not compare.
    """
    if before.grader != after.grader:
        raise PracticeError(
            f"the first answer was graded by {before.grader!r} and this one by {after.grader!r}, which do not compare; "
            "answer the question anew"
        )
    if [one.text for one in before.points] != [one.text for one in after.points]:
        raise PracticeError("the question's rubric has changed since the first answer; answer the question anew")
    return Change(
        before=before.score,
        after=after.score,
        points=tuple(
            PointChange(text=one.text, before=one.status, after=other.status)
            for one, other in zip(before.points, after.points, strict=True)
        ),
    )
