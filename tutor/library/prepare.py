"""A file -> all that is stored of it: its Document, chunks, questions, token frequencies and vectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.domain import AuthoredQuestion, Chunk, Document, SentenceRole
from tutor.library.discovery import PlannedFile
from tutor.library.embedder import Embedded, Embedder, TextToEmbed
from tutor.library.rows import EmbeddedChunk, PreparedDocument
from tutor.material.chunking import split_chunks
from tutor.material.questions import read_questions
from tutor.material.reading import read_document


class CutDocument(NamedTuple):
    """A Document cut into chunks, not yet embedded."""

    document: Document
    root: str
    chunks: tuple[Chunk, ...]
    questions: tuple[AuthoredQuestion, ...]


def cut_file(file: PlannedFile, embedder: Embedder) -> CutDocument:
    """Read and cut one file; raises MaterialError."""
    document = read_document(file.path, name=file.name)
    chunks = split_chunks(document, embedder.count_tokens, embedder.token_limit)
    return CutDocument(document, str(file.root), chunks, read_questions(document))


def embed_documents(documents: Sequence[CutDocument], embedder: Embedder) -> list[PreparedDocument]:
    """Vectors for every chunk, sentence and question of `documents`, in as few forward passes as they fit in."""
    texts: list[TextToEmbed] = []
    for one in documents:
        texts.extend(_chunk_text(chunk) for chunk in one.chunks)
        texts.extend(TextToEmbed(chunk.question or "") for chunk in one.chunks if _opens_question(chunk))
    embedded: list[Embedded | None] = [None] * len(texts)
    for index, vectors in embedder.embed(texts):
        embedded[index] = vectors
    found = iter([vectors for vectors in embedded if vectors is not None])
    return [_prepared(one, found, embedder) for one in documents]


def _prepared(one: CutDocument, vectors: Iterator[Embedded], embedder: Embedder) -> PreparedDocument:
    """Takes from `vectors` those of the document's chunks, then those of its questions."""
    of_chunks = [next(vectors) for _ in one.chunks]
    of_questions = [next(vectors).vector if _opens_question(chunk) else None for chunk in one.chunks]
    chunks = tuple(
        EmbeddedChunk(chunk, found.vector, found.spans, question)
        for chunk, found, question in zip(one.chunks, of_chunks, of_questions, strict=True)
    )
    return PreparedDocument(one.document, one.root, chunks, one.questions, _frequencies(one.chunks, embedder))


def _chunk_text(chunk: Chunk) -> TextToEmbed:
    """What is embedded of a chunk: its heading path, then its text; spans of its sentences in that."""
    front = f"{chunk.prefix}\n" if chunk.prefix else ""
    shift = len(front) - chunk.start
    return TextToEmbed(front + chunk.text, tuple((one.start + shift, one.end + shift) for one in chunk.sentences))


def _opens_question(chunk: Chunk) -> bool:
    """Whether the chunk holds the question itself, not only a later part of its answer."""
    return chunk.question is not None and any(one.role is SentenceRole.QUESTION for one in chunk.sentences[:1])


def _frequencies(chunks: Sequence[Chunk], embedder: Embedder) -> NDArray[np.int32]:
    """Token id and the number of chunks that hold it: int32 [n, 2]."""
    counts: Counter[int] = Counter()
    for ids in embedder.token_ids([chunk.text for chunk in chunks]):
        counts.update(set(ids))
    return np.array(sorted(counts.items()), dtype=np.int32).reshape(-1, 2)
