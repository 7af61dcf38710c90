"""What the search compares of a question with each of its candidates, kept, so that any fusion is scored in no time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.answering.followups import context_of
from tutor.build import Tutor
from tutor.calibration import Fusion
from tutor.domain import Turn
from tutor.library.embedder import unit
from tutor.library.rows import StoredChunk
from tutor.retrieval.search import role_counts

_LIMIT = 64  # candidates by meaning, and as many by words


class Candidates(NamedTuple):
    """The candidates of one question.  Columns of `chunks` [n, 2], `sentences` [all sentences, 2] and `questions`
    [n, 2] are the products with the question's vector and with its conversation's (zero without one; nan where a chunk
    has no question); `starts` [n] is where each chunk's sentences begin, `roles` are theirs; `lexical` [n] is bm25 over
    the best; `names` are what is ranked.  `near` is the cosine of question and conversation."""

    chunks: NDArray[np.float32]
    sentences: NDArray[np.float32]
    questions: NDArray[np.float32]
    starts: NDArray[np.int64]
    roles: NDArray[np.int32]
    lexical: NDArray[np.float32]
    names: tuple[str, ...]
    near: float | None

    def ranked(self, fusion: Fusion, counts: NDArray[np.float32] | None = None) -> list[str]:
        """Ten different names at most, as HybridSearch ranks them with `fusion`; `counts` is what a sentence's cosine
        counts by the number of its role (default: as in the search)."""
        lean = np.array([1.0, 0.0], dtype=np.float32)
        if self.near is not None and self.near >= fusion.context_from:
            weight = fusion.context
            lean = np.array([1.0, weight], dtype=np.float32) / np.sqrt(1 + weight**2 + 2 * weight * self.near)
        dense = self.chunks @ lean
        best = dense.copy()
        if len(self.roles):
            filled = np.append(self.starts[1:], len(self.roles)) > self.starts
            counted = (self.sentences @ lean) * (role_counts(fusion) if counts is None else counts)[self.roles]
            best[filled] = np.maximum.reduceat(counted, self.starts[filled])
        best = np.fmax(best, self.questions @ lean)
        fused = fusion.dense * dense + fusion.sentence * best + fusion.lexical * self.lexical
        return list(dict.fromkeys(self.names[place] for place in np.argsort(-fused, kind="stable")))[:10]


def collect(tutor: Tutor, question: str, history: Sequence[Turn], *, name: Callable[[StoredChunk], str]) -> Candidates:
    """The candidates of a question over the library of `tutor`, each text once; `name` says what a chunk counts for."""
    parts = tutor.parts
    read, context = tutor.read_question(question, history), context_of(history, question)
    vectors = parts.embedder.embed_queries([read] if context is None else [read, context])
    near = None if context is None else float(vectors[0] @ vectors[1])
    searched = [vectors[0]] if near is None else [vectors[0], unit(vectors[0] + 0.5 * vectors[1])]
    keys = [key for vector in searched for key, _ in parts.index.search(vector, _LIMIT)]
    words = parts.store.search_words(read, _LIMIT)
    found = parts.store.candidates(list(dict.fromkeys(keys)), list(words))
    once = {one.text: (row, one) for row, one in found.items()}
    rows, stored = [row for row, _ in once.values()], [one for _, one in once.values()]
    best = max(words.values(), default=0.0) or 1.0
    sides = np.zeros((2, vectors.shape[1]), dtype=np.float32)
    sides[: len(vectors)] = vectors
    none = np.full(vectors.shape[1], np.nan, dtype=np.float32)
    asked = [none if one.question_vector is None else one.question_vector for one in stored]
    counts = [len(one.roles) for one in stored]
    width = vectors.shape[1]
    sentences = np.concatenate([np.zeros((0, width), np.float16), *(one.sentence_vectors for one in stored)])
    return Candidates(
        chunks=_stack([one.vector for one in stored], width) @ sides.T,
        sentences=sentences.astype(np.float32) @ sides.T,
        questions=_stack(asked, width) @ sides.T,
        starts=np.cumsum([0, *counts])[: len(stored)].astype(np.int64),
        roles=np.concatenate([np.zeros(0, np.int32), *(one.roles for one in stored)]),
        lexical=np.array([words.get(row, 0.0) / best for row in rows], dtype=np.float32),
        names=tuple(name(one) for one in stored),
        near=near,
    )


def _stack(vectors: Sequence[NDArray[np.float32]], width: int) -> NDArray[np.float32]:
    return np.array(vectors, dtype=np.float32).reshape(-1, width)
