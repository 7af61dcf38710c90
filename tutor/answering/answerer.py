"""Question -> Answer: read it with the conversation, search, judge, compose, check.  One path for the command, the
page and the library; `stream` yields what happens as it happens and always ends with a Finished."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Protocol

from tutor.answering.abbreviations import Abbreviations
from tutor.answering.composing import Composed, Draft, compose_text
from tutor.answering.extractive import ExtractiveComposer
from tutor.answering.followups import FollowUpReader, context_of, last_answer
from tutor.answering.ranking import rank_passages
from tutor.answering.spelling import Speller
from tutor.answering.verdict import Judge, Judgement
from tutor.domain import (
    Answer,
    AnswerEvent,
    Filters,
    Finished,
    Length,
    Passage,
    SentenceReady,
    Status,
    Token,
    Turn,
    Verdict,
)
from tutor.errors import BackendError
from tutor.library.embedder import encodable
from tutor.retrieval.search import HybridSearch

_LOOKED_AT = 12  # passages whose tokens are compared with the question's
_PASSAGES = 8  # of them the answer is made of


class Composer(Protocol):
    """Writes an answer from a draft (question, passages, verdict, length)."""

    def compose(self, draft: Draft) -> Iterator[Token | SentenceReady | Composed]:
        """Pieces as they are written; ends with Composed.  Raises BackendError where a language model fails."""
        ...


class Answerer:
    """The whole way from a question to a checked answer over one library."""

    def __init__(
        self,
        search: HybridSearch,
        speller: Speller,
        abbreviations: Abbreviations,
        reader: FollowUpReader,
        judge: Judge,
        extractive: ExtractiveComposer,
        generative: Composer | None = None,
        notice: str | None = None,
    ) -> None:
        self._search = search
        self._speller = speller
        self._abbreviations = abbreviations
        self._reader = reader
        self._judge = judge
        self._extractive = extractive
        self._generative = generative
        self._notice = notice

    def stream(
        self,
        question: str,
        *,
        length: Length = Length.STANDARD,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        use_model: bool = True,
    ) -> Iterator[AnswerEvent]:
        """The answer as it is made."""
        clock = _Clock()
        question = encodable(question)
        yield Status(step="reading", text="Reading the question")
        spelled = " ".join(self._speller.correct(question).split())
        asked = self._reader.read(spelled, history, use_model=use_model)
        query = self._abbreviations.expand(asked.query)
        clock.lap("read")
        yield Status(step="searching", text=f"Searching {self._search.size():,} passages")
        passages = self._search.search(query, _LOOKED_AT, filters, context=context_of(history, spelled))
        clock.lap("search")
        judgement = self._judge.judge(query, passages)
        relevance = judgement.relevance
        if relevance is not None:
            passages, relevance = rank_passages(query, passages, relevance, keep=_PASSAGES)
        clock.lap("judge")
        draft = Draft(
            question=query,
            passages=passages,
            verdict=judgement.verdict,
            length=length,
            relevance=relevance,
            told=last_answer(history) if asked.query != spelled else "",
        )
        for event in self._write(draft, use_model=use_model):
            if isinstance(event, Composed):
                composed = event
            else:
                yield event
        clock.lap("write")
        yield Finished(
            answer=Answer(
                question=question,
                verdict=draft.verdict,
                length=length,
                text=compose_text(composed.sentences),
                sentences=composed.sentences,
                passages=passages,
                rewritten=query if query != " ".join(question.split()) else None,
                backend=composed.backend,
                model=composed.model,
                notice=composed.notice or asked.notice or self._notice or self._empty_notice(passages),
                usage=composed.usage,
                timings_ms=clock.laps,
                confidence=judgement.confidence,
            )
        )

    def judge(self, query: str, *, context: str | None = None) -> Judgement:
        """The verdict alone on a question that stands alone: what its thresholds are fitted on."""
        return self._judge.judge(query, self._search.search(query, _LOOKED_AT, context=context))

    def _write(self, draft: Draft, *, use_model: bool) -> Iterator[AnswerEvent | Composed]:
        """The pieces of the answer, then Composed, always: where a language model fails, the material answers."""
        notice = None
        if use_model and self._generative is not None and draft.verdict is not Verdict.NOT_IN_MATERIAL:
            yield Status(step="writing", text="Writing the answer")
            try:
                yield from self._generative.compose(draft)
                return
            except BackendError as error:
                notice = f"{error} The answer below is made of the material's own sentences."
        yield Status(step="writing", text="Choosing the sentences that answer")
        for event in self._extractive.compose(draft):
            yield event.model_copy(update={"notice": notice}) if isinstance(event, Composed) else event

    def _empty_notice(self, passages: Sequence[Passage]) -> str | None:
        if passages or self._search.size():
            return None
        return "The library is empty; take in material first ('tutor ingest corpus', or Material on the page)."


class _Clock:
    """Milliseconds spent a step."""

    def __init__(self) -> None:
        self._started = self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round((now - self._last) * 1000, 2)
        self.laps["total"] = round((now - self._started) * 1000, 2)
        self._last = now
