"""Any other sentence-transformers model, by TUTOR_EMBEDDER: slower to start than the default (sentence_transformers is
imported for every query) and its sentences are embedded on their own, since not every model pools by the mean."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tutor.errors import SettingsError
from tutor.library.embedder import Embedded, TextToEmbed, TokenVectors, unit
from tutor.library.engines import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_GROUP = 64


class SentenceTransformersEmbedder:
    """A model by name or folder, with its own prompts, pooling and length."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.RLock()
        self._model: SentenceTransformer | None = None
        self.fingerprint = f"sentence-transformers:{name}"

    @property
    def dimensions(self) -> int:
        return self._loaded_model().get_embedding_dimension() or 0

    @property
    def token_limit(self) -> int:
        return min(254, (self._loaded_model().max_seq_length or 256) - 2)

    @property
    def loaded(self) -> bool:
        return self._model is not None

    def load(self) -> None:
        self._loaded_model()

    def expect_bulk(self, characters: int) -> None:
        """One engine serves all sizes here."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(ids) for ids in self.token_ids(texts)]

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        tokenizer = self._loaded_model().tokenizer
        if not texts:
            return []
        found: list[list[int]] = tokenizer(list(texts), add_special_tokens=False, verbose=False)["input_ids"]
        return found

    def embed(self, texts: Sequence[TextToEmbed]) -> Iterator[tuple[int, Embedded]]:
        model = self._loaded_model()
        for start in range(0, len(texts), _GROUP):
            group = texts[start : start + _GROUP]
            pieces = [one.text for one in group]
            pieces += [one.text[begin:end] for one in group for begin, end in one.spans]
            vectors = unit(np.asarray(model.encode_document(pieces), dtype=np.float32))
            position = len(group)
            for offset, one in enumerate(group):
                spans = vectors[position : position + len(one.spans)]
                position += len(one.spans)
                yield start + offset, Embedded(vectors[offset], spans.astype(np.float16).reshape(len(one.spans), -1))

    def embed_queries(self, queries: Sequence[str]) -> Vectors:
        if not queries:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return unit(np.asarray(self._loaded_model().encode_query(list(queries)), dtype=np.float32))

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        model = self._loaded_model()
        found = []
        for text in texts:
            encoded = model.tokenizer(
                text, return_offsets_mapping=True, truncation=True, max_length=model.max_seq_length
            )
            keep = [place for place, (start, end) in enumerate(encoded["offset_mapping"]) if end > start]
            (vectors,) = model.encode([text], output_value="token_embeddings")
            rows = unit(np.asarray(vectors.float().cpu(), dtype=np.float32))
            found.append(
                TokenVectors(
                    rows[keep],
                    tuple(encoded["input_ids"][place] for place in keep),
                    tuple(encoded["offset_mapping"][place] for place in keep),
                )
            )
        return found

    def _loaded_model(self) -> SentenceTransformer:
        with self._lock:
            if self._model is None:
                from sentence_transformers import SentenceTransformer  # seconds to import: only when it is used

                try:
                    self._model = SentenceTransformer(self._name, device="cpu")
                except (OSError, ValueError) as error:
                    raise SettingsError(
                        f"TUTOR_EMBEDDER {self._name!r} cannot be loaded; give a sentence-transformers name or a folder"
                    ) from error
            return self._model
