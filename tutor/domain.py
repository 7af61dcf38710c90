"""The words of the project, as frozen models: what crosses from one floor to another is one of these.

Offsets are code points (Python string indices) into `Document.text`; `end` is exclusive.  Scores are floats
whose range each field states.
"""

from __future__ import annotations

from datetime import date, datetime
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
    level: Level | None = None
    kind: QuestionKind | None = None
    short: Span | None = None
    answer: Span
    rubric: tuple[Span, ...] = ()
    mistakes: tuple[Span, ...] = ()
    follow_ups: tuple[Span, ...] = ()


class ScoredSentence(Sentence):
    """A sentence of a Passage with its cosine similarity to the query (-1..1)."""

    text: str
    score: float


class Scores(Model):
    """How a Passage was found.  `dense`, `sentence`: cosines (-1..1); `lexical`: bm25 over the query's best (0..1)."""

    dense: float
    sentence: float
    lexical: float
    fused: float


class Passage(Model):
    """A Chunk found for a query; `sentences` are all of its sentences, in reading order."""

    rank: int = Field(ge=1)
    score: float
    scores: Scores
    document: str
    title: str
    chunk_id: str
    start: int
    end: int
    page: int | None
    headings: tuple[str, ...]
    question: str | None
    question_score: float | None = Field(
        default=None, description="cosine of the query with `question` embedded on its own"
    )
    text: str
    area: str | None
    level: Level | None
    sentences: tuple[ScoredSentence, ...]


class Citation(Model):
    """A range of a Document; `quote` is `document.text[start:end]`, cut out by code and never by a model."""

    document: str
    start: int
    end: int
    page: int | None
    quote: str
    chunk_id: str
    headings: tuple[str, ...] = ()


class Support(StrEnum):
    """How well the cited spans of an answer's sentence carry it."""

    SUPPORTED = "supported"
    WEAK = "weak"
    UNSUPPORTED = "unsupported"


class AnswerSentence(Model):
    """One sentence of an Answer with the spans it rests on; `paragraph` counts from 0."""

    text: str
    support: Support
    support_score: float = Field(ge=0, le=1)
    citations: tuple[Citation, ...] = ()
    paragraph: int = 0
    role: SentenceRole = SentenceRole.PROSE


class Verdict(StrEnum):
    """Whether the material answers the question."""

    ANSWERED = "answered"
    CLOSEST = "closest"
    NOT_IN_MATERIAL = "not_in_material"


class Length(StrEnum):
    """How long an answer may be: about 30 seconds of speech, about a minute, or all that helps."""

    SHORT = "short"
    STANDARD = "standard"
    DEEP = "deep"


class Usage(Model):
    """Tokens and money a language model took; cost in US dollars, None where the price is not known."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None


class DayUsage(Model):
    """What one backend took on one day (UTC)."""

    day: date
    backend: str
    model: str | None
    answers: int
    usage: Usage


class Answer(Model):
    """An answer made of the material: sentences with their citations, and a verdict."""

    question: str
    verdict: Verdict
    length: Length = Length.STANDARD
    text: str
    sentences: tuple[AnswerSentence, ...]
    passages: tuple[Passage, ...]
    rewritten: str | None = Field(default=None, description="the question as it was read, where that differs")
    backend: str = Field(description="'material' for the extractive composer, else the provider")
    model: str | None = None
    notice: str | None = Field(default=None, description="one plain sentence, e.g. why a language model was not used")
    usage: Usage = Usage()
    timings_ms: dict[str, float] = Field(default_factory=dict)
    confidence: float = Field(default=0.0, ge=0, le=1, description="calibrated probability that the material answers")


class Turn(Model):
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    text: str


class Filters(Model):
    """Narrow a search; an empty tuple means no limit."""

    areas: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    documents: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.areas or self.levels or self.documents)


class FileOutcome(StrEnum):
    """What ingest did with one file."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    FAILED = "failed"


class FileResult(Model):
    """One file's outcome; `reason` says why a file failed."""

    name: str
    outcome: FileOutcome
    chunks: int = 0
    characters: int = 0
    reason: str | None = None


class IngestReport(Model):
    """What an ingest did, file by file."""

    files: tuple[FileResult, ...]
    seconds: float
    embedded_chunks: int = 0
    dry_run: bool = False

    def count(self, outcome: FileOutcome) -> int:
        return sum(file.outcome is outcome for file in self.files)


class DocumentSummary(Model):
    """A row of the library's list."""

    name: str
    title: str
    kind: DocumentKind
    area: str | None
    level: Level | None
    chunks: int
    questions: int
    characters: int
    pages: int
    sha256: str
    source: str
    added_at: datetime


class Status(Model):
    """A true step of the work, as it begins: "Searching 1,204 passages".

    "writing" begins the answer anew: what was written before it (by a language model that then failed) is void.
    """

    step: Literal["reading", "searching", "writing", "checking"]
    text: str


class Token(Model):
    """A piece of the sentence being written by a language model, for display until its sentence is checked."""

    text: str


class SentenceReady(Model):
    """A finished, checked sentence of the answer; it replaces the tokens shown since the last one."""

    sentence: AnswerSentence


class Finished(Model):
    """The whole answer; always the last event."""

    answer: Answer


AnswerEvent = Status | Token | SentenceReady | Finished


class Conversation(Model):
    """A thread of questions and answers of one profile."""

    id: str
    profile: str
    title: str
    created_at: datetime
    updated_at: datetime


class Feedback(Model):
    """Thumbs up or down on an answer, with a reason if one was given."""

    helpful: bool
    reason: str = ""


class Message(Model):
    """One message of a conversation as stored; an assistant's has its `answer`, or what of it was written in time."""

    id: str
    role: Literal["user", "assistant"]
    text: str
    created_at: datetime
    state: Literal["complete", "writing"] = "complete"
    answer: Answer | None = None
    sentences: tuple[AnswerSentence, ...] = ()
    feedback: Feedback | None = None


class Finding(Model):
    """What `tutor doctor` found of one thing; `command` mends it."""

    name: str
    state: Literal["good", "warning", "bad"]
    text: str
    command: str | None = None
