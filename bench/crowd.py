"""A library of many chunks without hours of embedding: real text, cut and stored by the real pipeline, whose vectors
are those of the shipped corpus with noise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.recombining import text_files, write_recombined
from bench.workshop import Workshop, tutor_on
from tutor import Tutor
from tutor.library.discovery import find_files, plan
from tutor.library.embedder import Embedded, Embedder, TextToEmbed, unit
from tutor.library.prepare import cut_file, embed_documents
from tutor.library.rows import StoredChunk
from tutor.settings import SHIPPED_CORPUS

_NOISE = 0.02  # a coordinate; a unit vector of 384 has 0.05 a coordinate
_FILE_CHARACTERS = 15_000
_KEYS = 500  # in one SQL statement


class NoisyEmbedder:
    """Counts tokens like the real one; a text's vectors are drawn from real ones and disturbed."""

    def __init__(self, real: Embedder, chunks: NDArray[np.float32], sentences: NDArray[np.float32]) -> None:
        self._real, self._chunks, self._sentences = real, chunks, sentences
        self._rng = np.random.default_rng(3)
        self.fingerprint, self.dimensions, self.token_limit = real.fingerprint, real.dimensions, real.token_limit

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)  # only `embed` is another

    def embed(self, texts: Sequence[TextToEmbed]) -> Iterator[tuple[int, Embedded]]:
        for index, one in enumerate(texts):
            spans = self._drawn(self._sentences, len(one.spans)).astype(np.float16)
            yield index, Embedded(self._drawn(self._chunks, 1)[0], spans)

    def _drawn(self, pool: NDArray[np.float32], count: int) -> NDArray[np.float32]:
        rows = pool[self._rng.integers(len(pool), size=count)]
        return unit(rows + self._rng.normal(0, _NOISE, rows.shape).astype(np.float32))


def crowded_tutor(shop: Workshop, count: int, files: Path | None = None) -> Tutor:
    """A Tutor whose library holds at least `count` chunks of the shipped corpus's paragraphs and those of `files`."""
    shipped = tutor_on(shop.shipped())
    stored = list(stored_chunks(shipped))
    shipped.close()
    vectors = np.stack([one.vector for one in stored])
    sentences = np.concatenate([one.sentence_vectors for one in stored]).astype(np.float32)
    tutor = tutor_on(shop.library("crowd"))
    folder = shop.fresh("crowd-material")
    sources = text_files(SHIPPED_CORPUS) + (text_files(files) if files is not None else [])
    write_recombined(sources, folder, files=count // 10, characters=_FILE_CHARACTERS, seed=9)
    _fill(tutor, NoisyEmbedder(tutor.embedder, vectors, sentences), count, folder)
    return tutor


def stored_chunks(tutor: Tutor) -> Iterator[StoredChunk]:
    """Every chunk of a library, as search reads it."""
    keys = sorted(tutor.store.chunk_keys())
    for start in range(0, len(keys), _KEYS):
        yield from tutor.store.candidates(keys[start : start + _KEYS], []).values()


def _fill(tutor: Tutor, embedder: NoisyEmbedder, count: int, folder: Path) -> None:
    group = []
    for file in plan(list(find_files([folder])), {}):
        group.append(cut_file(file, embedder))  # type: ignore[arg-type]  # an Embedder by __getattr__
        if len(group) == 40:
            tutor.store.replace(embed_documents(group, embedder))  # type: ignore[arg-type]
            group = []
            if tutor.store.count_chunks() >= count:
                break
    tutor.parts.index.refresh()
