"""Mock questions with their rubrics, and the syllabus they belong to."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from tutor.domain.answers import Citation
from tutor.domain.material import Level, Model, QuestionKind


class AnswerForm(StrEnum):
    """How a question wants to be answered: in words, by picking an option, with Python (which is read and never run),
    with a number, or in words that a product manager follows."""

    OPEN = "open"
    CHOICE = "choice"
    CODE = "code"
    NUMBER = "number"
    EXPLAIN = "explain"


class RubricPoint(Model):
    """One thing a strong answer says, and the sentence of the material that says it.

    `cosine` is that of the point's first sentence with the cited one (-1..1); `citation` is None where the material
    holds nothing but the point itself.
    """

    text: str
    citation: Citation | None
    cosine: float | None = None


class Option(Model):
    """One option of a multiple-choice question; `citation` is the sentence it was taken from."""

    text: str
    right: bool
    citation: Citation | None = None


class NumberKey(Model):
    """The number asked for; an answer within `tolerance` (a share of the value, 0..1) is right."""

    value: float
    tolerance: float = Field(default=0.02, ge=0, le=1)
    unit: str = ""


class Question(Model):
    """A mock question; `source` is the whole answer, `short` what one could say in 30 seconds.

    `id` stays the same for as long as the document and the question's words (or its `- id:` line) do.
    `options` only where the form is CHOICE (exactly one is right), `number` only where it is NUMBER.
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
    form: AnswerForm = AnswerForm.OPEN
    options: tuple[Option, ...] = ()
    number: NumberKey | None = None
    maker: str = Field(
        default="note", description="'note' as the material words it, 'material' made from it, else provider:model"
    )


class ListedQuestion(Model):
    """A question of the bank without its rubric: what choosing one needs."""

    id: str
    text: str
    topic: str
    area: str | None
    level: Level | None
    kind: QuestionKind | None
    document: str


class Wish(Model):
    """What a candidate wants to practise; an empty tuple means no limit."""

    areas: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    kinds: tuple[QuestionKind, ...] = ()
    forms: tuple[AnswerForm, ...] = ()
    documents: tuple[str, ...] = ()
    about: str = Field(default="", description="free words the questions should be near to, such as 'LoRA'")
    count: int = Field(default=1, ge=1, le=50)


class Chosen(Model):
    """The questions found for a Wish, and one plain sentence where they are fewer than were wished for."""

    questions: tuple[Question, ...]
    notice: str | None = None


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
