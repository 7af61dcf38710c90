"""Texts -> vectors, with sentence vectors that cost nothing: one forward pass over a chunk gives its token vectors;
their mean over the chunk is the chunk vector, their mean over a sentence's span that sentence's vector
("late" pooling; late chunking, Günther et al. 2024, arXiv:2409.04701).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from tutor.errors import WeightsError
from tutor.library.engines import Engine, TorchEngine, Vectors, cpu_has_bf16, onnx_engine
from tutor.library.weights import Weights

MAX_TOKENS = 256  # with the two special tokens; the model cuts the rest without a word
DIMENSIONS = 384
_BATCH_TOKENS = 6_144  # padded tokens a forward pass
_BULK_TOKENS = 120_000  # below this, importing torch costs more than its bf16 saves


class TextToEmbed(NamedTuple):
    """`text` and the character spans in it that want a vector of their own."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


class Embedded(NamedTuple):
    """Unit vectors: `vector` float32 [dimensions], `spans` float16 [spans, dimensions]."""

    vector: NDArray[np.float32]
    spans: NDArray[np.float16]


class TokenVectors(NamedTuple):
    """Unit vectors of a text's tokens, float32 [tokens, dimensions], without the special tokens."""

    vectors: NDArray[np.float32]
    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


class Embedder(Protocol):
    """What the library and the search need of an embedding model."""

    fingerprint: str

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        ...

    @property
    def token_limit(self) -> int:
        """Tokens a text may have, heading path included and special tokens not."""
        ...

    @property
    def loaded(self) -> bool:
        """Whether a query is embedded without loading anything first."""
        ...

    def load(self) -> None:
        """Load what a query needs."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, without special tokens."""
        ...

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Ids of each text's tokens, without special tokens: what document frequencies are counted on."""
        ...

    def embed(self, texts: Sequence[TextToEmbed]) -> Iterator[tuple[int, Embedded]]:
        """(index, vectors) of every text, in whatever order is fastest."""
        ...

    def expect_bulk(self, characters: int) -> None:
        """Said before an ingest: how much text there is to embed."""
        ...

    def embed_queries(self, queries: Sequence[str]) -> Vectors:
        """Unit vectors, float32 [queries, dimensions]."""
        ...

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Token vectors of each text: what support and grading compare."""
        ...


class MiniLMEmbedder:
    """all-MiniLM-L6-v2 with its two engines; thread-safe, and nothing is loaded before the first text."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._lock = threading.RLock()
        self._tokenizer: Tokenizer | None = None
        self._engine: Engine | None = None
        self._bulk: Engine | None = None
        self.fingerprint = f"all-MiniLM-L6-v2:{weights.sha256[:16]}"

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    @property
    def token_limit(self) -> int:
        return MAX_TOKENS - 2

    def load(self) -> None:
        """Load what a query needs; a page calls this in a background thread."""
        self._query_engine()
        self.embed_queries(["warm up"])

    @property
    def loaded(self) -> bool:
        return self._engine is not None

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(ids) for ids in self.token_ids(texts)]

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        encodings = self._tokens().encode_batch([encodable(text) for text in texts], add_special_tokens=False)
        return [encoding.ids for encoding in encodings]

    def embed(self, texts: Sequence[TextToEmbed]) -> Iterator[tuple[int, Embedded]]:
        encodings = self._tokens().encode_batch([encodable(one.text) for one in texts])
        engine = self._engine_for(sum(len(encoding) for encoding in encodings))
        for indices, vectors in self._forward(engine, encodings):
            for row, index in enumerate(indices):
                yield index, _pool(vectors[row], encodings[index], texts[index].spans)

    def embed_queries(self, queries: Sequence[str]) -> Vectors:
        found = np.zeros((len(queries), self.dimensions), dtype=np.float32)
        encodings = self._tokens().encode_batch([encodable(query) for query in queries])
        for indices, vectors in self._forward(self._query_engine(), encodings):
            for row, index in enumerate(indices):
                found[index] = unit(vectors[row, : _length(encodings[index])].mean(axis=0))
        return found

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        encodings = self._tokens().encode_batch([encodable(text) for text in texts])
        found: list[TokenVectors | None] = [None] * len(texts)
        for indices, vectors in self._forward(self._query_engine(), encodings):
            for row, index in enumerate(indices):
                encoding = encodings[index]
                inner = slice(1, _length(encoding) - 1)
                found[index] = TokenVectors(
                    unit(vectors[row, inner]), tuple(encoding.ids[inner]), tuple(encoding.offsets[inner])
                )
        return [one for one in found if one is not None]

    def _forward(self, engine: Engine, encodings: Sequence[Encoding]) -> Iterator[tuple[list[int], Vectors]]:
        """Forward passes over texts of like length, so that little is spent on padding."""
        order = sorted(range(len(encodings)), key=lambda index: len(encodings[index]), reverse=True)
        position = 0
        while position < len(order):
            width = _length(encodings[order[position]])
            indices = order[position : position + max(1, _BATCH_TOKENS // width)]
            position += len(indices)
            ids = np.zeros((len(indices), width), dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, index in enumerate(indices):
                kept = _cut(encodings[index].ids)
                ids[row, : len(kept)] = kept
                mask[row, : len(kept)] = 1
            yield indices, engine.forward(ids, mask)

    def _tokens(self) -> Tokenizer:
        with self._lock:
            if self._tokenizer is None:
                if not self._weights.tokenizer.is_file():
                    raise WeightsError(f"{str(self._weights.tokenizer)!r} is missing; run 'make run' again")
                tokenizer = Tokenizer.from_file(str(self._weights.tokenizer))
                tokenizer.no_truncation()
                tokenizer.no_padding()  # MiniLM's file sets both to 128 tokens
                self._tokenizer = tokenizer
            return self._tokenizer

    def _query_engine(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = onnx_engine(self._weights)
            return self._engine

    def _engine_for(self, tokens: int) -> Engine:
        """torch pays for its import only on much text, and only where the CPU has bf16."""
        with self._lock:
            if self._bulk is None and cpu_has_bf16() and (tokens >= _BULK_TOKENS or not self._weights.verify_onnx()):
                self._weights.verify()
                self._bulk = TorchEngine(self._weights.folder)
            return self._bulk if self._bulk is not None else self._query_engine()

    def expect_bulk(self, characters: int) -> None:
        """Say before an ingest how much there is to embed, so that its first batch already runs on the right engine."""
        self._engine_for(characters // 5)


def encodable(text: str) -> str:
    """`text` with "?" for each character that is none: half a surrogate pair, from bytes that were no text."""
    return text.encode(errors="replace").decode()


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors of length one along the last axis; a zero vector stays zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: NDArray[np.float32] = vectors / np.maximum(norms, 1e-12)
    return scaled


def _length(encoding: Encoding) -> int:
    return min(len(encoding), MAX_TOKENS)


def _cut(ids: list[int]) -> list[int]:
    """At most MAX_TOKENS ids, the closing special token kept."""
    return ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]]


def _pool(vectors: Vectors, encoding: Encoding, spans: Sequence[tuple[int, int]]) -> Embedded:
    """Mean over all tokens, and over each span's own tokens (the whole text's where a span has none left)."""
    length = _length(encoding)
    tokens = vectors[:length]
    whole = unit(tokens.mean(axis=0))
    if not spans:
        return Embedded(whole, np.zeros((0, vectors.shape[-1]), dtype=np.float16))
    offsets = np.asarray(encoding.offsets[: length - 1], dtype=np.int64)
    offsets[0] = (-1, -1)  # the special token in front has no place in the text
    starts = np.searchsorted(offsets[:, 0], [start for start, _ in spans])
    ends = np.searchsorted(offsets[:, 0], [end for _, end in spans])
    sums = np.concatenate([np.zeros((1, tokens.shape[1]), dtype=np.float32), np.cumsum(tokens, axis=0)])
    counts = ends - starts
    means = (sums[ends] - sums[starts]) / np.maximum(counts, 1)[:, None]
    means[counts == 0] = whole
    return Embedded(whole, unit(means).astype(np.float16))
