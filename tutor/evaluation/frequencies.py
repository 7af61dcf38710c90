"""Document frequencies of pages that are in no library, as they would be if they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.library.embedder import Embedder

_CHUNK = 200  # tokens: about what a chunk of the library holds
_VOCABULARY = 1 << 17


class PageFrequencies:
    """Counts of the chunks of `pages` (each a run of sentences) that hold each token."""

    def __init__(self, pages: Iterable[Sequence[str]], embedder: Embedder) -> None:
        self._embedder = embedder
        self._counts = np.zeros(_VOCABULARY, dtype=np.int64)
        self._chunks = 0
        for page in pages:
            held: set[int] = set()
            size = 0
            for ids in embedder.token_ids(page) if page else ():
                held.update(ids)
                size += len(ids)
                if size >= _CHUNK:
                    self._add(held)
                    held, size = set(), 0
            if held:
                self._add(held)

    def version(self) -> int:
        """Always the same: pages do not change."""
        return 0

    def count_chunks(self) -> int:
        return self._chunks

    def token_frequencies(self, size: int) -> NDArray[np.int64]:
        """Chunks that hold each token id: int64 [size]."""
        found = np.zeros(size, dtype=np.int64)
        kept = min(size, len(self._counts))
        found[:kept] = self._counts[:kept]
        return found

    def nearest(self, claim: str, sentences: Sequence[str], *, most: int) -> list[str]:
        """The sentences that share the most with a claim by its tokens' inverse document frequency, at most `most` of
        them, in their order: so much of a long page is worth its token vectors."""
        if len(sentences) <= most:
            return list(sentences)
        (wanted,) = self._embedder.token_ids([claim])
        rarity = np.log1p(self._chunks / (1.0 + self._counts[wanted]))
        weights = dict(zip(wanted, rarity.tolist(), strict=True))
        shared = [sum(weights[one] for one in weights.keys() & ids) for ids in self._embedder.token_ids(sentences)]
        return [sentences[place] for place in sorted(np.argsort(-np.array(shared), kind="stable")[:most])]

    def _add(self, held: set[int]) -> None:
        self._counts[list(held)] += 1
        self._chunks += 1
