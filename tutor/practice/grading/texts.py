"""Short texts made ready to be compared token by token: a token's vector alone and behind the question, its weight.

A token's weight comes from its place in the model's vocabulary, which is in order of frequency: the nth most frequent
piece weighs log(1 + n).  That needs no library, so a file of pairs is graded the same everywhere; fitted against the
document frequencies of the shipped corpus it was the better of the two.

Students answer in half sentences ("they are not connected"): a vector made behind the question knows what "they" are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.library.embedder import Embedder, TokenVectors
from tutor.material.sentences import split_sentences

_FIRST_WORD = 1_996  # "the": what stands before it in BERT's vocabulary are marks and single characters
_CHARACTER = 200  # the place a single character is given
_MARK = re.compile(r"[^\w]+|_+")
_PIECE = 600  # characters embedded at once, and of the question in front of them: together below 254 tokens
_CONTEXT = 300


class Text(NamedTuple):
    """A text to be read, and the question it answers (empty: it is the question)."""

    text: str
    question: str = ""


class Tokens(NamedTuple):
    """A text's tokens: `alone` and `in_context` float32 [tokens, dimensions], unit; `weights` float32 [tokens], 0 for
    punctuation; `offsets` int64 [tokens, 2] into `text`."""

    text: str
    alone: NDArray[np.float32]
    in_context: NDArray[np.float32]
    weights: NDArray[np.float32]
    offsets: NDArray[np.int64]


class _Piece(NamedTuple):
    start: int
    text: str
    context: str


def read_tokens(embedder: Embedder, texts: Sequence[Text]) -> list[Tokens]:
    """Each text's tokens; a text longer than the model reads is embedded in pieces of whole sentences."""
    cut = [list(_pieces(one)) for one in texts]
    pieces = [piece for some in cut for piece in some]
    together = [piece.text for piece in pieces] + [piece.context + piece.text for piece in pieces if piece.context]
    wanted = list(dict.fromkeys(together))
    vectors = dict(zip(wanted, embedder.token_vectors(wanted), strict=True)) if wanted else {}
    return [_joined(one.text, some, vectors, embedder) for one, some in zip(texts, cut, strict=True)]


def _joined(text: str, pieces: Sequence[_Piece], vectors: dict[str, TokenVectors], embedder: Embedder) -> Tokens:
    alone = [vectors[piece.text] for piece in pieces]
    context = [_in_context(piece, vectors) for piece in pieces]
    offsets = np.array(
        [
            (piece.start + start, piece.start + end)
            for piece, one in zip(pieces, alone, strict=True)
            for start, end in one.offsets
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    ids = np.array([token for one in alone for token in one.ids], dtype=np.int64)
    weights = np.log1p(np.where(ids < _FIRST_WORD, _CHARACTER, ids - _FIRST_WORD + 1)).astype(np.float32)
    marks = [_MARK.fullmatch(text[start:end]) is not None for start, end in offsets]
    weights[np.array(marks, dtype=bool)] = 0.0
    nothing = np.zeros((0, embedder.dimensions), dtype=np.float32)
    return Tokens(
        text,
        np.concatenate([nothing, *(one.vectors for one in alone)]),
        np.concatenate([nothing, *context]),
        weights,
        offsets,
    )


def _in_context(piece: _Piece, vectors: dict[str, TokenVectors]) -> NDArray[np.float32]:
    """Vectors of the piece's tokens as they are behind the question; a token that is not found there stays alone."""
    alone = vectors[piece.text]
    if not piece.context:
        return alone.vectors
    both = vectors[piece.context + piece.text]
    shift = len(piece.context)
    places = {start - shift: row for row, (start, _) in enumerate(both.offsets)}
    rows = [places.get(start) for start, _ in alone.offsets]
    found = alone.vectors.copy()
    for place, row in enumerate(rows):
        if row is not None:
            found[place] = both.vectors[row]
    return found


def _pieces(one: Text) -> Iterator[_Piece]:
    question = " ".join(one.question[-_CONTEXT:].split())
    context = f"{question} " if question else ""
    for start, end in _cuts(one.text):
        yield _Piece(start, one.text[start:end], context)


def _cuts(text: str) -> list[tuple[int, int]]:
    """Where to cut a text: whole sentences together up to the length of a piece, and none of it lost."""
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
