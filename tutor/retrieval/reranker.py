"""An optional second look at the best passages: a cross-encoder, by TUTOR_RERANKER.

It reads question and passage together, which tells order better than two vectors do and costs a forward pass a passage
(Nogueira & Cho 2019, arXiv:1901.04085); sentence_transformers and torch are imported for it, seconds at the first use.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from tutor.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_MAX_TOKENS = 512


class Reranker(Protocol):
    """Scores texts for a question."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """How well each text answers, 0..1: float32 [texts]."""
        ...


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder, by name or folder; loaded at the first question.  Thread-safe."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._model: CrossEncoder | None = None

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros(0, dtype=np.float32)
        import torch  # see the module's docstring

        found = self._loaded_model().predict(
            [(question, text) for text in texts], activation_fn=torch.nn.Sigmoid(), show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float32)

    def _loaded_model(self) -> CrossEncoder:
        with self._lock:
            if self._model is None:
                from sentence_transformers import CrossEncoder

                try:
                    model = CrossEncoder(self._name, device="cpu", max_length=_MAX_TOKENS)
                except (OSError, ValueError) as error:
                    raise SettingsError(
                        f"TUTOR_RERANKER {self._name!r} cannot be loaded; give a cross-encoder's name or folder"
                    ) from error
                if model.num_labels != 1:
                    raise SettingsError(
                        f"TUTOR_RERANKER {self._name!r} gives {model.num_labels} scores a pair and not one; "
                        "give a cross-encoder that is made for ranking"
                    )
                self._model = model
            return self._model
