"""What every made question must pass before it is shown, whoever made it; each failure is a plain word."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.answering.relevance import TokenRelevance
from tutor.answering.support import SupportScorer, numbers_in
from tutor.calibration import MakingThresholds
from tutor.domain import AnswerForm, Document, Question, RubricPoint, Support
from tutor.library.embedder import Embedder
from tutor.library.fulltext import STOP_WORDS
from tutor.library.rows import StoredChunk
from tutor.practice.making.options import option_problems
from tutor.practice.making.reading import is_furniture, plain

_HELD = 0.75  # share of a question's words in its source that needs no vectors to be told
_LEAKED = 0.85  # share of the answer's telling words that a question may not hold
_WORDS = (3, 60)  # of a question
_CONTEXT = re.compile(r"^In the context of .*?, (?=\w+ )", re.IGNORECASE)
_POINTS_AWAY = re.compile(
    r"\b(?:this|these|the (?:above|below|following|given|present|aforementioned)) "
    r"(?:text|passage|document|section|article|paper|figure|table|note|chapter|example|study|approach|method|model|"
    r"sentence|paragraph|material|excerpt|technique|system|result)\b"
    r"|\baccording to the (?:text|passage|document|author|article|note|paper)\b|\bmentioned (?:above|below|in the)\b"
    r"|\bthe authors?\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"^(?:what|why|how|when|which|where|who)\b(?:\s+\w+){0,2}?\s+"
    r"(?:is|are|was|were|does|do|did|can|could|should|would|will|has|have)\s+"
    r"(?:it|they|this|these|that|those|he|she|its|their)\b(?!\s+(?:mean|matter|cost|take|make sense|help)\b)",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"\b(?:figure|fig\.|table|section|page|chapter|appendix|equation|reference)\s*\d|\barxiv\b|\bdoi\b"
    r"|https?://|\bet al\b|\bisbn\b|\bwho wrote\b",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"^(?:what (?:is|are) (?:(?!\bfor\b)[^,?])+\?|tell me what you know about [^,]+\.)$", re.IGNORECASE
)
_SURELY = 0.95  # cosine from which two questions ask the same however they are worded
_WORD = re.compile(r"\w+")
_STEM = 5  # letters


class QuestionChecks:
    """Opens the checks of one document's questions."""

    def __init__(
        self, embedder: Embedder, relevance: TokenRelevance, scorer: SupportScorer, limits: MakingThresholds
    ) -> None:
        self._parts = (embedder, relevance, scorer, limits)

    def open(self, document: Document, chunks: Sequence[StoredChunk], known: Sequence[Question]) -> DocumentChecks:
        """The checks against `document`; nothing nearly the same as one of `known` passes."""
        return DocumentChecks(document, known, *self._parts)


class DocumentChecks:
    """The checks of one document's questions; what was kept counts when the next is looked at."""

    def __init__(
        self,
        document: Document,
        known: Sequence[Question],
        embedder: Embedder,
        relevance: TokenRelevance,
        scorer: SupportScorer,
        limits: MakingThresholds,
    ) -> None:
        self._document = document
        self._limits = limits
        self._embedder = embedder
        self._relevance = relevance
        self._scorer = scorer
        self._last: tuple[str, NDArray[np.float32]] = ("", np.zeros(embedder.dimensions, dtype=np.float32))
        self._seen: list[Question] = list(known)
        self._vectors: list[NDArray[np.float32]] = list(
            embedder.embed_queries([bare_question(one.text) for one in known])
        )

    def problems(self, question: Question) -> tuple[str, ...]:
        """What is wrong with `question`; the costly checks run only where the cheap ones found nothing."""
        return (
            tuple(wording_problems(question))
            or tuple(self._source_problems(question))
            or tuple(form_problems(question))
            or tuple(leak_problems(question))
            or tuple(option_problems(question, self._embedder, alike=self._limits.alike))
            or tuple(self._answer_problems(question))
            or tuple(self._duplicate_problems(question))
        )

    def keep(self, question: Question) -> None:
        """Remember a question that is shown."""
        self._seen.append(question)
        self._vectors.append(self._vector(bare_question(question.text)))

    def _vector(self, text: str) -> NDArray[np.float32]:
        """The vector of one text; that of the last is kept, since what passes is kept next."""
        if self._last[0] != text:
            self._last = (text, self._embedder.embed_queries([text])[0])
        return self._last[1]

    def _source_problems(self, question: Question) -> list[str]:
        """A citation that is not verbatim, or stands where nothing is taught."""
        text = self._document.text
        cited = [question.source, *(point.citation for point in question.rubric if point.citation is not None)]
        if any(text[one.start : one.end] != one.quote or not one.quote.strip() for one in cited):
            return ["its source is not the document's words"]
        if any(is_furniture(one.headings or ("",)) for one in cited):
            return ["its source is a list of literature or the like"]
        if not question.rubric or any(point.citation is None for point in question.rubric):
            return ["a point of its answer has no source"]
        return []

    def _answer_problems(self, question: Question) -> list[str]:
        """A question that its source does not speak of, or a point that the cited sentence does not say."""
        if question.form is not AnswerForm.CODE:
            front = " ".join((question.topic, *question.source.headings))
            source = f"{front}\n{question.source.quote}\n{question.rubric[0].text}"
            if not self._speaks_of(source, bare_question(question.text)):
                return ["its source does not answer it"]
        for point in question.rubric:
            if not self._is_said(point):
                return [f"the material does not say {point.text!r}"]
        return []

    def _speaks_of(self, source: str, asked: str) -> bool:
        """Whether `source` holds what the question is about: nearly all its words, or else their meaning."""
        words = _stems(asked)
        if words and len(words & _stems(source)) / len(words) >= _HELD:
            return True
        return float(self._relevance.recall([asked], [source])[0]) >= self._limits.answerable

    def _is_said(self, point: RubricPoint) -> bool:
        assert point.citation is not None
        if _squeezed(point.text) in _squeezed(plain(point.citation.quote)) or point.citation.quote.count("|") > 1:
            return True
        score = self._scorer.support_score(point.text, [point.citation.quote])
        return self._scorer.level(score) is not Support.UNSUPPORTED

    def _duplicate_problems(self, question: Question) -> list[str]:
        """A question that asks what another asks: nearly its words, or the same sentence in the same form."""
        for other in self._seen:
            same = other.document == question.document and other.form is question.form
            if same and other.maker != "note" and _rest_on_one(other, question):
                return [f"it rests on the same sentence as {other.text!r}"]
        if not self._vectors:
            return []
        cosines = np.array(self._vectors) @ self._vector(bare_question(question.text))
        for place in np.argsort(-cosines):
            if float(cosines[place]) < self._limits.near:
                break
            if float(cosines[place]) >= _SURELY or not _asks_less(self._seen[place], question):
                return [f"it is nearly the same as {self._seen[place].text!r}"]
        return []


def wording_problems(question: Question) -> list[str]:
    """A question that nobody can understand who has not seen the material, or that asks about its furniture."""
    words = len(question.text.split())
    least, most = _WORDS
    bare = bare_question(question.text)
    if not least <= words <= most:
        return ["it is too short or too long to be asked"]
    if not question.text.rstrip().endswith(("?", ".")) or "\n" in question.text.strip():
        return ["it is not a question"]
    if _POINTS_AWAY.search(bare) or _DANGLING.search(bare):
        return ["it points at something its reader does not see"]
    if _FURNITURE.search(bare):
        return ["it asks about the document and not about its subject"]
    return []


def form_problems(question: Question) -> list[str]:
    """A number question without its number, or a number or options where none belong."""
    if (question.form is AnswerForm.NUMBER) != (question.number is not None):
        return ["a number question needs exactly one number, and no other has one"]
    if (question.form is AnswerForm.CHOICE) != bool(question.options):
        return ["only a multiple-choice question has options"]
    if question.number is not None:
        key = next(iter(numbers_in(f"{question.number.value:.10g}")), "")
        cited = [point.citation.quote for point in question.rubric if point.citation is not None]
        if not any(key in numbers_in(quote) for quote in (*cited, question.source.quote)):
            return ["its number is not in its source"]
    return []


def leak_problems(question: Question) -> list[str]:
    """A question that gives its answer away."""
    if question.number is not None:
        key = numbers_in(f"{question.number.value:.10g}")
        return ["it gives its number away"] if key & numbers_in(bare_question(question.text)) else []
    right = next((option.text for option in question.options if option.right), None)
    asked = _stems(bare_question(question.text))
    if right is not None:
        telling = _stems(right)
        held = len(telling & asked) / max(len(telling), 1)
        return ["it gives its answer away"] if held >= _LEAKED else []
    if question.form is AnswerForm.CODE:
        return []
    shares = [len(telling & asked) / len(telling) for point in question.rubric if (telling := _stems(point.text))]
    return ["it gives its answer away"] if not shares or min(shares) >= _LEAKED else []


def bare_question(text: str) -> str:
    """A question without the subject in front of it, which many questions of one document share."""
    return _CONTEXT.sub("", text)


def _asks_less(one: Question, other: Question) -> bool:
    """Whether one of the two asks what a thing is and the other, by another sentence, for one thing about it: their
    subject makes their vectors alike."""
    general = [_GENERAL.match(bare_question(question.text)) is not None for question in (one, other)]
    return general[0] != general[1] and one.form is other.form and _home(one)[0] != _home(other)[0]


def _rest_on_one(one: Question, other: Question) -> bool:
    """Whether the first points of two questions are the same sentence, or one is a part of what the other says."""
    (start, said), (place, told) = _home(one), _home(other)
    return start == place and (said in told or told in said)


def _home(question: Question) -> tuple[int, str]:
    """Where a question's first point stands, and what it says of it."""
    first = question.rubric[0]
    start = first.citation.start if first.citation is not None else question.source.start
    return start, _squeezed(first.text)


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.lower()) if word not in STOP_WORDS}


def _squeezed(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))
