"""Hybrid search: candidates by meaning and by words, scored by fusing the scores themselves (not the ranks) of the
chunk, of its best sentence and of its words.

score = w_dense * cos(query, chunk) + w_sentence * max cos(query, sentence) + w_lexical * bm25 / best bm25

The sentence vectors lie beside their chunk, so rescoring embeds nothing but the query (docs/EVALUATION.md says what
each part gives).  Sentences that say nothing themselves (rubric points, mistakes, follow-up questions, labels) do not
count, so that a list of them is not found before the text it belongs to.  Inside a conversation the query vector leans
a little towards what was last spoken of, if it is near to it at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.calibration import Fusion
from tutor.domain import Filters, Passage, ScoredSentence, Scores, SentenceRole
from tutor.library.embedder import Embedder, unit
from tutor.library.rows import StoredChunk
from tutor.library.store import Store
from tutor.library.vectors import VectorIndex
from tutor.retrieval.reranker import Reranker

_CANDIDATES = 64
_MOST_CANDIDATES = 4_000
_SEARCHES = 4  # at the same time
_RERANKED = 20  # passages a reranker reads
_ASKS_MISTAKES = re.compile(r"\b(?:mistakes?|pitfalls?|misconceptions?)\b", re.IGNORECASE)
_UNCOUNTED = {SentenceRole.LABEL, SentenceRole.RUBRIC, SentenceRole.MISTAKE, SentenceRole.FOLLOW_UP}


class _Scored(NamedTuple):
    stored: StoredChunk
    sentences: NDArray[np.float32]
    question: float | None
    scores: Scores


class HybridSearch:
    """Search over one library; a `reranker` orders the best passages anew."""

    def __init__(
        self, store: Store, index: VectorIndex, embedder: Embedder, fusion: Fusion, reranker: Reranker | None = None
    ) -> None:
        self._store = store
        self._index = index
        self._embedder = embedder
        self._fusion = fusion
        self._reranker = reranker
        self._counts_with_mistakes = role_counts(fusion, mistakes=True)
        self._counts = role_counts(fusion)
        # Words are looked up while the query is embedded: neither holds the interpreter while it works.
        self._beside = ThreadPoolExecutor(max_workers=_SEARCHES, thread_name_prefix="words")

    def search(
        self, query: str, k: int = 10, filters: Filters | None = None, *, context: str | None = None
    ) -> tuple[Passage, ...]:
        """The `k` best passages for one query, best first; empty where the library or the query is.

        `context` is what the conversation last spoke of (see followups.context_of).
        """
        self._store.check_fingerprint()
        if not query.strip():
            return ()
        wanted = k if self._reranker is None else max(k, _RERANKED)
        limit = max(_CANDIDATES, wanted)
        words = self._beside.submit(self._store.search_words, query, limit, filters)
        vectors = self._embedder.embed_queries([query] if context is None else [query, context])
        vector = self._leaning(vectors)
        counts = self._counts_with_mistakes if asks_mistakes(query) else self._counts
        found, more = self._scored(vector, limit, words.result(), filters, counts=counts)
        while len(kept := _distinct(found, wanted)) < wanted and more and limit < _MOST_CANDIDATES:
            limit *= 4  # copies of one text crowd the others out
            lexical = self._store.search_words(query, limit, filters)
            found, more = self._scored(vector, limit, lexical, filters, counts=counts)
        ranked = [(one, one.scores.fused) for one in kept]
        if self._reranker is not None:
            ranked = _reranked(self._reranker, query, kept)
        return tuple(_passage(rank, one, score) for rank, (one, score) in enumerate(ranked[:k], start=1))

    def size(self) -> int:
        """Passages there are to search."""
        return self._store.count_chunks()

    def _leaning(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The query's vector, leaning to the context's where there is one and it is near."""
        query: NDArray[np.float32] = vectors[0]
        if len(vectors) == 1 or float(query @ vectors[1]) < self._fusion.context_from:
            return query
        return unit(query + self._fusion.context * vectors[1])

    def _scored(
        self,
        vector: NDArray[np.float32],
        limit: int,
        lexical: dict[int, float],
        filters: Filters | None,
        *,
        counts: NDArray[np.float32],
    ) -> tuple[Iterator[_Scored], bool]:
        """Candidates, best first, and whether there are more."""
        nearest = self._index.search(vector, limit, filters)
        stored = self._store.candidates([key for key, _ in nearest], list(lexical))
        best_lexical = max(lexical.values(), default=0.0) or 1.0
        words = np.array([lexical.get(row, 0.0) / best_lexical for row in stored], dtype=np.float32)
        return self._ordered(list(stored.values()), words, vector, counts), len(nearest) == limit

    def _ordered(
        self,
        stored: Sequence[StoredChunk],
        lexical: NDArray[np.float32],
        vector: NDArray[np.float32],
        counts: NDArray[np.float32],
    ) -> Iterator[_Scored]:
        """The candidates with their scores, best first; `lexical` [candidates] are their words'."""
        if not stored:
            return
        dense = np.stack([one.vector for one in stored]) @ vector
        cosines = np.concatenate([one.sentence_vectors for one in stored]).astype(np.float32) @ vector
        ends = np.cumsum([len(one.roles) for one in stored])
        starts = np.concatenate([[0], ends[:-1]])
        best = dense.copy()
        if filled := np.flatnonzero(ends > starts).tolist():
            counted = cosines * counts[np.concatenate([one.roles for one in stored])]
            best[filled] = np.maximum.reduceat(counted, starts[filled])
        questions = np.full(len(stored), np.nan, dtype=np.float32)
        asking = {place: one.question_vector for place, one in enumerate(stored) if one.question_vector is not None}
        if asking:
            questions[list(asking)] = np.stack(list(asking.values())) @ vector
        best = np.fmax(best, questions)
        fused = self._fusion.dense * dense + self._fusion.sentence * best + self._fusion.lexical * lexical
        for place in sorted(range(len(stored)), key=lambda place: (-fused[place], stored[place].key)):
            yield _Scored(
                stored[place],
                cosines[starts[place] : ends[place]],
                None if np.isnan(questions[place]) else float(questions[place]),
                Scores(
                    dense=float(dense[place]),
                    sentence=float(best[place]),
                    lexical=float(lexical[place]),
                    fused=float(fused[place]),
                ),
            )


def asks_mistakes(question: str) -> bool:
    """Whether it is a list of mistakes that is wanted."""
    return bool(_ASKS_MISTAKES.search(question))


def role_counts(fusion: Fusion, *, mistakes: bool = False) -> NDArray[np.float32]:
    """What a sentence's cosine counts, by the number of its role: float32 [roles]; `mistakes` if they are asked for."""
    uncounted = _UNCOUNTED - {SentenceRole.MISTAKE} if mistakes else _UNCOUNTED
    counts = [0.0 if role in uncounted else fusion.code if role is SentenceRole.CODE else 1.0 for role in SentenceRole]
    return np.array(counts, dtype=np.float32)


def _distinct(scored: Iterable[_Scored], k: int) -> list[_Scored]:
    """The first `k`, a text that was already found left out (a copied file, a header on every page)."""
    kept: list[_Scored] = []
    texts: set[str] = set()
    for one in scored:
        if len(kept) == k:
            break
        if one.stored.text not in texts:
            texts.add(one.stored.text)
            kept.append(one)
    return kept


def _reranked(reranker: Reranker, query: str, kept: Sequence[_Scored]) -> list[tuple[_Scored, float]]:
    """The first passages in the reranker's order, each with its score there on top of the best score of those behind
    them, which it does not read."""
    first, rest = kept[:_RERANKED], kept[_RERANKED:]
    behind = max((one.scores.fused for one in rest), default=0.0)
    scores = reranker.scores(query, [f"{one.stored.chunk.prefix}\n{one.stored.text}".strip() for one in first])
    order = np.argsort(-scores, kind="stable")
    return [(first[place], behind + float(scores[place])) for place in order] + [
        (one, one.scores.fused) for one in rest
    ]


def _passage(rank: int, one: _Scored, score: float) -> Passage:
    stored, chunk = one.stored, one.stored.chunk
    return Passage(
        rank=rank,
        score=score,
        scores=one.scores,
        document=stored.document,
        title=stored.title,
        chunk_id=stored.key,
        start=chunk.start,
        end=chunk.end,
        page=chunk.page,
        headings=chunk.headings,
        question=chunk.question,
        question_score=one.question,
        text=chunk.text,
        area=stored.area,
        level=stored.level,
        sentences=tuple(
            ScoredSentence(
                start=sentence.start,
                end=sentence.end,
                role=sentence.role,
                page=sentence.page,
                text=chunk.text[sentence.start - chunk.start : sentence.end - chunk.start],
                score=float(score),
            )
            for sentence, score in zip(chunk.sentences, one.sentences, strict=True)
        ),
    )
