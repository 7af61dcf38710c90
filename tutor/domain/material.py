"""Documents and what they are cut into."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Level = Literal["beginner", "intermediate", "advanced"]


class Model(BaseModel):
    """Frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Model):
    """Characters `start` to `end` (exclusive) of a Document's text."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Span:
        if self.end < self.start:
            raise ValueError(f"a span ends before it starts: {self.start}..{self.end}")
        return self

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


class HeadingMark(Span):
    """A heading line in a Document; `depth` 1 is the outermost."""

    depth: int = Field(ge=1, le=6)
    title: str


class PageMark(Model):
    """Page (or slide) `number` begins at character `start`."""

    start: int = Field(ge=0)
    number: int = Field(ge=1)


class FrontMatter(Model):
    """What a note says of itself before its text (the format is drawn in corpus/CORPUS.md)."""

    title: str = Field(min_length=1)
    area: str = Field(min_length=1)
    level: Level
    tags: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


class DocumentKind(StrEnum):
    """The formats that are read."""

    MARKDOWN = "markdown"
    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    PPTX = "pptx"
    IPYNB = "ipynb"
    EPUB = "epub"


class Document(Model):
    """One file of material as one normalised text, with its heading and page marks."""

    name: str = Field(min_length=1, description="unique in a library; a relative path with forward slashes")
    kind: DocumentKind
    title: str
    text: str
    headings: tuple[HeadingMark, ...] = ()
    pages: tuple[PageMark, ...] = ()
    front: FrontMatter | None = None
    source: str = Field(description="the path it was read from")
    sha256: str = Field(description="of the file's bytes")

    def page_at(self, offset: int) -> int | None:
        """The page that holds character `offset`, where the format has pages."""
        number = None
        for mark in self.pages:
            if mark.start > offset:
                break
            number = mark.number
        return number


class SentenceRole(StrEnum):
    """What a sentence is in its chunk; LABEL, QUESTION and FOLLOW_UP never answer, MISTAKE only when asked for."""

    PROSE = "prose"
    ITEM = "item"
    CODE = "code"
    FORMULA = "formula"
    TABLE = "table"
    QUESTION = "question"
    LABEL = "label"
    MISTAKE = "mistake"
    FOLLOW_UP = "follow_up"
    RUBRIC = "rubric"

    @property
    def listed(self) -> bool:
        """Whether it is shown as a line of a list."""
        return self in {SentenceRole.ITEM, SentenceRole.MISTAKE}


class Sentence(Span):
    """A slice of a Document inside a Chunk: the unit that is cited, highlighted and compared."""

    role: SentenceRole = SentenceRole.PROSE
    page: int | None = None


class Chunk(Span):
    """A slice of a Document; `prefix` (its heading path) is embedded with it but is not part of it.

    `document.text[chunk.start:chunk.end] == chunk.text`, always.
    """

    text: str
    headings: tuple[str, ...] = ()
    prefix: str = ""
    page: int | None = None
    question: str | None = Field(default=None, description="the question this chunk answers, as the material words it")
    sentences: tuple[Sentence, ...] = ()


class QuestionKind(StrEnum):
    """What a question asks the candidate to do."""

    CONCEPT = "concept"
    COMPARE = "compare"
    SCENARIO = "scenario"
    CODING = "coding"
    DESIGN = "design"
    DEBUGGING = "debugging"
    NUMERIC = "numeric"
    BEHAVIOURAL = "behavioural"


class AuthoredQuestion(Span):
    """A question the material asks and answers itself; the span is the whole section.

    `short` is what one could say in 30 seconds and `answer` the full answer; a question outside the note format has
    no `short` and no `rubric`.
    """

    text: str
    id: str | None = Field(default=None, description="as its `- id:` line gives it; None where there is no such line")
    level: Level | None = None
    kind: QuestionKind | None = None
    short: Span | None = None
    answer: Span
    rubric: tuple[Span, ...] = ()
    mistakes: tuple[Span, ...] = ()
    follow_ups: tuple[Span, ...] = ()
