"""Mock questions with their rubrics, and the syllabus they belong to."""

from __future__ import annotations

from pydantic import Field

from tutor.domain.answers import Citation
from tutor.domain.material import Level, Model, QuestionKind


class RubricPoint(Model):
    """One thing a strong answer says, and the sentence of the material that says it.

    `cosine` is that of the point's first sentence with the cited one (-1..1); `citation` is None where the material
    holds nothing but the point itself.
    """

    text: str
    citation: Citation | None
    cosine: float | None = None


class Question(Model):
    """A mock question; `source` is the whole answer, `short` what one could say in 30 seconds.

    `id` stays the same for as long as the document and the question's words (or its `- id:` line) do.
    """

    id: str
    text: str
    topic: str = Field(description="the title of the note it stands in")
    area: str | None
    level: Level | None
    kind: QuestionKind | None
    document: str
    source: Citation
    short: Citation | None
    rubric: tuple[RubricPoint, ...]
    mistakes: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()


class Topic(Model):
    """What is to be learned, and the notes of the area that teach it (file names without suffix)."""

    title: str = Field(min_length=1)
    notes: tuple[str, ...] = Field(min_length=1)


class Area(Model):
    """A folder of the corpus; `asked` are questions interviewers are known to ask about it."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)
    least_notes: int = Field(default=1, ge=1)
    topics: tuple[Topic, ...] = Field(min_length=1)
    asked: tuple[str, ...] = ()


class Syllabus(Model):
    """Everything the material must teach, in the order it is learned."""

    areas: tuple[Area, ...] = Field(min_length=1)
