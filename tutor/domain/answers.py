"""Passages, citations and answers, and the events on the way to one."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from tutor.domain.material import Level, Model, Sentence, SentenceRole


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


class Filters(Model):
    """Narrow a search; an empty tuple means no limit."""

    areas: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    documents: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.areas or self.levels or self.documents)


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
