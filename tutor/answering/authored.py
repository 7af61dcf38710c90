"""The material's own answer to a question it asks itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.answering.composing import Draft
from tutor.answering.selection import Candidate, Selection
from tutor.domain import AuthoredQuestion, Filters, Length, Passage, ScoredSentence, SentenceRole, Span
from tutor.library.store import Store

_WORD = re.compile(r"\w+")
_SPOKEN = {SentenceRole.PROSE, SentenceRole.ITEM, SentenceRole.FORMULA, SentenceRole.CODE}


class AuthoredAnswers:
    """Finds and cuts authored answers; `threshold` is the cosine from which two questions are the same."""

    def __init__(self, store: Store, threshold: float) -> None:
        self._store = store
        self._threshold = threshold

    def lead(self, draft: Draft, budget: int) -> Selection:
        """The authored answer to the draft's question within `budget` words, or nothing."""
        asked = [one for one in draft.passages if (one.question_score or -1.0) >= self._threshold]
        if not asked:
            return []
        passage = max(asked, key=lambda one: one.question_score or -1.0)
        question = self._question(passage)
        if question is None:
            return []
        spans = [question.short] if question.short is not None else []
        if draft.length is not Length.SHORT or not spans:
            spans.append(question.answer)
        groups = [list(self._sentences(passage, span)) for span in spans]
        return _within(groups, budget)

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
