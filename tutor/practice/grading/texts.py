"""Short texts made ready to be compared token by token: vectors, weights, words, and what of them is new.

A token's weight comes from its place in the model's vocabulary, which is in order of frequency: the nth most frequent
piece weighs log(1 + n).  That needs no library, so that a file of pairs is graded the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.library.embedder import Embedder, TokenVectors
from tutor.material.sentences import split_sentences

_FIRST_WORD = 1_996  # "the": what stands before it in BERT's vocabulary are marks and single characters
_CHARACTER = 200  # the place a single character is given
_MARK = re.compile(r"[^\w]+|_+")
_PIECE = 900  # characters embedded at once: about 220 tokens, below the model's 254


class Tokens(NamedTuple):
    """A text's tokens: `vectors` float32 [tokens, dimensions], unit; `weights` float32 [tokens], 0 for punctuation."""

    text: str
    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    offsets: NDArray[np.int64]


def read_tokens(embedder: Embedder, texts: Sequence[str]) -> list[Tokens]:
    """Each text's tokens; a text longer than the model reads is embedded in pieces of whole sentences."""
    pieces = [_pieces(text) for text in texts]
    found = iter(
        embedder.token_vectors([text[start:end] for text, cut in zip(texts, pieces, strict=True) for start, end in cut])
    )
    return [
        _joined(text, [(start, next(found)) for start, _ in cut], embedder)
        for text, cut in zip(texts, pieces, strict=True)
    ]


def _joined(text: str, pieces: Sequence[tuple[int, TokenVectors]], embedder: Embedder) -> Tokens:
    offsets = np.array(
        [(start + shift, end + shift) for shift, piece in pieces for start, end in piece.offsets], dtype=np.int64
    ).reshape(-1, 2)
    vectors = [piece.vectors for _, piece in pieces] or [np.zeros((0, embedder.dimensions), dtype=np.float32)]
    ids = np.array([one for _, piece in pieces for one in piece.ids], dtype=np.int64)
    weights = np.log1p(np.where(ids < _FIRST_WORD, _CHARACTER, ids - _FIRST_WORD + 1)).astype(np.float32)
    marks = [_MARK.fullmatch(text[start:end]) is not None for start, end in offsets]
    weights[np.array(marks, dtype=bool)] = 0.0
    return Tokens(text, np.concatenate(vectors), weights, offsets)


def _pieces(text: str) -> list[tuple[int, int]]:
    if len(text) <= _PIECE:
        return [(0, len(text))] if text.strip() else []
    cuts: list[tuple[int, int]] = []
    for span in split_sentences(text):
        for start in range(span.start, span.end, _PIECE):
            end = min(start + _PIECE, span.end)
            if cuts and end - cuts[-1][0] <= _PIECE:
                cuts[-1] = (cuts[-1][0], end)
            else:
                cuts.append((start, end))
    return cuts
