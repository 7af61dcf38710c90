"""The sentence of a document that says what a rubric point says, found with the vectors that are stored already.

    score = cosine of the point's vector with the sentence's + WORDS * share of the point's words in the sentence

Words are weighted by how few of the document's sentences hold them.  A point's vector was pooled among its neighbours
in the list, so the cosine alone mixes up points of one list; their words tell them apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.domain import Chunk, Document, RubricPoint, Sentence, SentenceRole, Span
from tutor.library.rows import StoredChunk
from tutor.practice.citing import cite_span

WORDS = 0.6
_WORD = re.compile(r"\w+")
_STEM = 5  # letters that "scale", "scaled" and "scaling" share
_TEACHES = {SentenceRole.PROSE, SentenceRole.ITEM, SentenceRole.FORMULA, SentenceRole.TABLE}


class CitableSentences:
    """The sentences of one document that teach, ready to be cited for its rubric points."""

    def __init__(self, document: Document, chunks: Sequence[StoredChunk]) -> None:
        self._document = document
        self._points: dict[int, NDArray[np.float32]] = {}  # start of a rubric sentence -> its vector
        self._found: list[tuple[Sentence, Chunk, str]] = []  # with the chunk it stands in, and that one's key
        vectors: list[NDArray[np.float32]] = []
        for stored in chunks:
            chunk = stored.chunk
            for sentence, vector in zip(chunk.sentences, stored.sentence_vectors.astype(np.float32), strict=True):
                if sentence.role is SentenceRole.RUBRIC:
                    self._points[sentence.start] = vector
                elif sentence.role in _TEACHES:
                    self._found.append((sentence, chunk, stored.key))
                    vectors.append(vector)
        self._vectors = np.array(vectors, dtype=np.float32)
        self._words = [_stems(sentence.of(document.text)) for sentence, _, _ in self._found]
        self._rarity = _rarity(self._words)

    def cite(self, point: Span) -> RubricPoint:
        """`point` with the sentence that says it best; without one where nothing in the document teaches."""
        text = point.of(self._document.text).strip()
        vector = self._points.get(point.start)
        if not self._found or vector is None:
            return RubricPoint(text=text, citation=None)
        cosines = self._vectors @ vector
        best = int(np.argmax(cosines + WORDS * self._shares(text)))
        sentence, chunk, key = self._found[best]
        citation = cite_span(self._document, sentence, chunk, key)
        return RubricPoint(text=text, citation=citation, cosine=float(cosines[best]))

    def _shares(self, text: str) -> NDArray[np.float32]:
        """The weight of the words of `text` that each sentence holds, 0..1: float32 [sentences]."""
        wanted = {stem: self._rarity.get(stem, 1.0) for stem in _stems(text)}
        total = sum(wanted.values()) or 1.0
        return np.array(
            [sum(weight for stem, weight in wanted.items() if stem in held) / total for held in self._words],
            dtype=np.float32,
        )


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text.lower()))


def _rarity(sentences: Sequence[frozenset[str]]) -> dict[str, float]:
    """Inverse document frequency over the sentences, 0..1: rare words near 1, words of every sentence 0."""
    held = Counter(stem for sentence in sentences for stem in sentence)
    most = np.log(len(sentences) + 1)
    return {stem: float(1 - np.log(count) / most) for stem, count in held.items()}
