"""The material's own answer to a question it asks itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.answering.composing import Draft
from tutor.answering.relevance import TokenRelevance
from tutor.answering.selection import Candidate, Selection, was_told
from tutor.answering.wording import asks_comparison, asks_definition, asks_how_it_works, asks_plainly
from tutor.calibration import AuthoredThresholds
from tutor.domain import (
    AuthoredQuestion,
    Citation,
    Filters,
    Length,
    Passage,
    QuestionKind,
    ScoredSentence,
    SentenceRole,
    Span,
)
from tutor.library.embedder import Embedder
from tutor.library.store import Store

_FENCED = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)
_WORD = re.compile(r"\w+")
_SPOKEN = {SentenceRole.PROSE, SentenceRole.ITEM, SentenceRole.FORMULA, SentenceRole.CODE}
_EXPLAINING = {QuestionKind.CONCEPT, QuestionKind.DESIGN}
_SURELY_SAME = 0.85  # cosine of two questions from which the rest of the authored answer is to the point as well
_LOOKED_AT = 5  # passages whose question may be the one that was asked


class AuthoredAnswers:
    """Finds and cuts authored answers."""

    def __init__(
        self, store: Store, embedder: Embedder, relevance: TokenRelevance, thresholds: AuthoredThresholds
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._relevance = relevance
        self._thresholds = thresholds

    def lead(self, draft: Draft, budget: int, *, same: bool = False) -> Selection:
        """The authored answer to the draft's question within `budget` words, or nothing; with `same` only where the
        two questions are the same in other words.  Where they are not surely the same, the short answer alone leads.

        It leads only if it says about as much of the question as the best passage does: a question may be near in
        wording and ask something else.
        """
        if draft.relevance is None:
            return []
        best = float(draft.relevance.passages.max())
        for passage, question, nearness in self._near_questions(draft, same=same):
            spans = [question.short] if question.short is not None else []
            if draft.length is not Length.SHORT or draft.told or not spans:
                within = bool(spans) and question.answer.start <= spans[0].start < question.answer.end
                spans = [question.answer] if within else [*spans, question.answer]  # a note without an "In depth"
            groups = [list(self._sentences(passage, span)) for span in spans]
            said = " ".join([question.text, *(one.sentence.text for group in groups for one in group)])
            if float(self._relevance.recall([draft.question], [said])[0]) >= best - self._thresholds.recall_slack:
                told = " ".join(draft.told.split())
                fresh = [[one for one in group if not was_told(one, told)] for group in groups]
                if question.short is not None and nearness < _SURELY_SAME and draft.length is Length.STANDARD:
                    fresh = fresh[:1]
                return _within(fresh, budget)
        return []

    def whole_block(self, citation: Citation) -> Citation:
        """The fenced code block that a piece of code was cut from (a long block spans several chunks)."""
        text = self._store.document(citation.document).text
        for block in _FENCED.finditer(text):
            if block.start() <= citation.start and citation.end <= block.end():
                return citation.model_copy(update={"start": block.start(), "end": block.end(), "quote": block.group()})
        return citation

    def _near_questions(self, draft: Draft, *, same: bool) -> Iterator[tuple[Passage, AuthoredQuestion, float]]:
        """The questions of the best passages that are near the draft's, nearest first, and their cosine with it."""
        asked: dict[str, Passage] = {}
        for passage in draft.passages[:_LOOKED_AT]:
            if passage.question:
                asked.setdefault(passage.question, passage)
        if not asked:
            return
        vectors = self._embedder.embed_queries([draft.question, *asked])
        query, questions = vectors[0], vectors[1:]
        limits = self._thresholds
        scored = sorted(zip(questions @ query, asked.values(), strict=True), key=lambda pair: -pair[0])
        for score, passage in scored:
            needed = limits.same_section_cosine if passage.rank == 1 else limits.question_cosine
            question = self._question(passage) if score >= needed else None
            alike = not same and question is not None and _asks_alike(draft.question, question)
            explains = asks_definition(draft.question) or asks_how_it_works(draft.question)
            same_words = score >= (_SURELY_SAME if explains else limits.same_cosine)
            if question is not None and (same_words or alike):
                yield passage, question, float(score)

    def _question(self, passage: Passage) -> AuthoredQuestion | None:
        for _, question in self._store.questions(Filters(documents=(passage.document,))):
            if question.start <= passage.start < question.end and question.text == passage.question:
                return question
        return None

    def _sentences(self, passage: Passage, span: Span) -> Iterator[Candidate]:
        """The sentences of `span`, each in the chunk that holds it."""
        for key, chunk in self._store.chunks_between(passage.document, span.start, span.end):
            home = passage.model_copy(
                update={
                    "chunk_id": key,
                    "start": chunk.start,
                    "end": chunk.end,
                    "page": chunk.page,
                    "headings": chunk.headings,
                    "text": chunk.text,
                }
            )
            for position, sentence in enumerate(chunk.sentences):
                if sentence.role in _SPOKEN and span.start <= sentence.start and sentence.end <= span.end:
                    text = chunk.text[sentence.start - chunk.start : sentence.end - chunk.start]
                    scored = ScoredSentence(**sentence.model_dump(), text=text, score=1.0)
                    yield Candidate(
                        passage=home,
                        position=position,
                        sentence=scored,
                        score=1.0,
                        words=len(_WORD.findall(text)),
                        leans_back=False,
                    )


def _asks_alike(question: str, authored: AuthoredQuestion) -> bool:
    """Whether the two may be after the same thing: a comparison wants one, an explanation no case study."""
    if authored.kind is None:
        return True
    if asks_comparison(question):
        return authored.kind is QuestionKind.COMPARE
    if asks_how_it_works(question):
        return authored.kind in _EXPLAINING
    return not asks_definition(question) or (authored.kind in _EXPLAINING and asks_plainly(authored.text))


def _within(groups: Selection, budget: int) -> Selection:
    """As many whole sentences as fit, and always the first."""
    kept: Selection = []
    left = budget
    for group in groups:
        taken: list[Candidate] = []
        for one in group:
            if one.words > left and (taken or kept):
                break
            taken.append(one)
            left -= one.words
        if taken and taken[-1].sentence.text.rstrip().endswith(":") and len(taken) > 1:
            taken.pop()
        if taken:
            kept.append(taken)
        if len(taken) < len(group):
            break
    return kept
