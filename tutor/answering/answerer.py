"""Question -> Answer: read it with the conversation, search, judge, compose, check.  One path for the command, the
page and the library; `stream` yields what happens as it happens and always ends with a Finished."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from tutor.answering.abbreviations import Abbreviations
from tutor.answering.composing import Composed, Draft, compose_text
from tutor.answering.extractive import ExtractiveComposer
from tutor.answering.followups import FollowUpReader, context_of, last_answer
from tutor.answering.padding import without_padding
from tutor.answering.ranking import PassageRanker
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


class Read(NamedTuple):
    """A question as it was spelled and as it is searched with (see Looked); `follows` where that took the conversation
    or left padding out; `notice` as in ReadQuestion."""

    spelled: str
    query: str
    told: int
    follows: bool
    notice: str | None


class Looked(NamedTuple):
    """A question as it is searched with (its first `told` characters repeat the conversation), what was found for it,
    and the judgement on that."""

    query: str
    told: int
    passages: tuple[Passage, ...]
    judgement: Judgement


class Answerer:
    """The whole way from a question to a checked answer over one library."""

    def __init__(
        self,
        search: HybridSearch,
        speller: Speller,
        abbreviations: Abbreviations,
        reader: FollowUpReader,
        judge: Judge,
        ranker: PassageRanker,
        extractive: ExtractiveComposer,
        generative: Composer | None = None,
        notice: str | None = None,
    ) -> None:
        self._search = search
        self._speller = speller
        self._abbreviations = abbreviations
        self._reader = reader
        self._judge = judge
        self._ranker = ranker
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
        read = self.read(question, history, use_model=use_model)
        query = read.query
        clock.lap("read")
        yield Status(step="searching", text=f"Searching {self._search.size():,} passages")
        passages = self._search.search(query, _LOOKED_AT, filters, context=context_of(history, read.spelled))
        clock.lap("search")
        judgement = self._judge.judge(query, passages)
        relevance = judgement.relevance
        if relevance is not None:
            passages, relevance = self._ranker.rank(query, passages, relevance, keep=_PASSAGES, told=read.told)
        clock.lap("judge")
        draft = Draft(
            question=query,
            passages=passages,
            verdict=judgement.verdict,
            length=length,
            relevance=relevance,
            told=last_answer(history) if read.follows else "",
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
                rewritten=query if query != without_padding(question) else None,
                backend=composed.backend,
                model=composed.model,
                notice=composed.notice or read.notice or self._notice or self._empty_notice(passages),
                usage=composed.usage,
                timings_ms=clock.laps,
                confidence=judgement.confidence,
            )
        )

    def look(self, question: str, history: Sequence[Turn] = ()) -> Looked:
        """What an answer is decided on, before any weight or threshold is applied: what those are fitted on."""
        read = self.read(question, history, use_model=False)
        passages = self._search.search(read.query, _LOOKED_AT, context=context_of(history, read.spelled))
        return Looked(read.query, read.told, passages, self._judge.judge(read.query, passages))

    def read(self, question: str, history: Sequence[Turn] = (), *, use_model: bool = False) -> Read:
        """The question as it is searched with: slips set right, a follow-up made to stand alone, abbreviations told."""
        spelled = " ".join(self._speller.correct(encodable(question)).split())
        asked = self._reader.read(spelled, history, use_model=use_model)
        query = self._abbreviations.expand(asked.query)
        told = max(0, asked.told + len(query) - len(asked.query))
        return Read(spelled, query, told, follows=asked.query != without_padding(spelled), notice=asked.notice)

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
