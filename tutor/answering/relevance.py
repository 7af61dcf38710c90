"""How much of a question (or a claim) a text says, token by token: idf-weighted recall over MiniLM token vectors.

For each token of the question, the best cosine with any token of the text; averaged with the tokens' inverse document
frequency in the library as weights.  One cosine of two means loses which words matched; this keeps it, and it is what
tells a near miss from an answer, ranks sentences, and measures support (late interaction, Khattab & Zaharia 2020,
arXiv:2004.12832, with idf weights).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from tutor.domain import Passage
from tutor.library.embedder import Embedder, TokenVectors

_VOCABULARY = 1 << 17  # no smaller than any tokenizer's


class Relevance(NamedTuple):
    """Recall of the question's tokens: `passages` float32 [passages], `sentences` one float32 [sentences, tokens] a
    passage, `best` float32 [passages, tokens]; `weights` float32 [tokens] sum to one; `offsets` are the tokens'
    characters in the question."""

    weights: NDArray[np.float32]
    best: NDArray[np.float32]
    passages: NDArray[np.float32]
    sentences: tuple[NDArray[np.float32], ...]
    offsets: tuple[tuple[int, int], ...]


class TokenCounts(Protocol):
    """Where document frequencies come from: a library's Store, or any other collection of texts."""

    def version(self) -> int:
        """Another number where the counts have changed."""
        ...

    def count_chunks(self) -> int: ...

    def token_frequencies(self, size: int) -> NDArray[np.int64]:
        """Chunks that hold each token id: int64 [size]."""
        ...


class TokenRelevance:
    """Token recall with the document frequencies of one library."""

    def __init__(self, store: TokenCounts, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder
        self._version = -1
        self._idf: NDArray[np.float32] = np.zeros(0, dtype=np.float32)

    def of_passages(self, question: str, passages: Sequence[Passage]) -> Relevance:
        """Recall of `question` in each passage and in each of its sentences."""
        texts = [passage_text(passage) for passage in passages]
        asked, *found = self._embedder.token_vectors([question, *(text for text, _ in texts)])
        weights = self.weights(asked)
        best = np.zeros((len(passages), len(weights)), dtype=np.float32)
        sentences = []
        for row, (passage, (_, shift), tokens) in enumerate(zip(passages, texts, found, strict=True)):
            similarity = asked.vectors @ tokens.vectors.T
            if similarity.size:
                best[row] = similarity.max(axis=1)
            spans = [(one.start + shift, one.end + shift) for one in passage.sentences]
            sentences.append(_by_span(similarity, tokens.offsets, spans))
        return Relevance(weights, best, best @ weights, tuple(sentences), asked.offsets)

    def recall(self, claims: Sequence[str], texts: Sequence[str]) -> NDArray[np.float32]:
        """Recall of each claim in its own text, 0..1: float32 [claims]."""
        vectors = self._embedder.token_vectors([*claims, *texts])
        said, found = vectors[: len(claims)], vectors[len(claims) :]
        return np.array([self._recall(one, other) for one, other in zip(said, found, strict=True)], dtype=np.float32)

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Token vectors of each text, for those who compare one text with many."""
        return self._embedder.token_vectors(texts)

    def weights(self, tokens: TokenVectors) -> NDArray[np.float32]:
        """Inverse document frequencies of the tokens, summing to one."""
        idf = self._frequencies()[list(tokens.ids)] if tokens.ids else np.zeros(0, dtype=np.float32)
        total = float(idf.sum())
        weights: NDArray[np.float32] = (idf / total if total > 0 else np.full(len(idf), 1 / max(len(idf), 1))).astype(
            np.float32
        )
        return weights

    def _recall(self, said: TokenVectors, found: TokenVectors) -> float:
        if not said.ids or not found.ids:
            return 0.0
        best = (said.vectors @ found.vectors.T).max(axis=1)
        return float(np.clip(best @ self.weights(said), 0.0, 1.0))

    def _frequencies(self) -> NDArray[np.float32]:
        version = self._store.version()
        if version != self._version:
            counts = self._store.token_frequencies(_VOCABULARY)
            total = self._store.count_chunks()
            self._idf = np.log1p((total - counts + 0.5).clip(0.5) / (counts + 0.5)).astype(np.float32)
            self._version = version
        return self._idf


def passage_text(passage: Passage) -> tuple[str, int]:
    """Heading path and text as they were embedded, and what to add to a document offset to find it there."""
    front = " › ".join(passage.headings)
    front = f"{front}\n" if front else ""
    return front + passage.text, len(front) - passage.start


def _by_span(
    similarity: NDArray[np.float32], offsets: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]
) -> NDArray[np.float32]:
    """Best similarity of each question token within each span: [spans, tokens]; -1 where a span has no token."""
    starts = np.array([start for start, _ in offsets], dtype=np.int64)
    found = np.full((len(spans), similarity.shape[0]), -1.0, dtype=np.float32)
    for row, (start, end) in enumerate(spans):
        first, last = np.searchsorted(starts, [start, end])
        if last > first and similarity.shape[0]:
            found[row] = similarity[:, first:last].max(axis=1)
    return found
