"""Models <-> table rows: the one place that packs spans and vectors into bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row

from tutor.domain import (
    AuthoredQuestion,
    Chunk,
    Document,
    DocumentKind,
    DocumentSummary,
    Level,
    QuestionKind,
    Sentence,
    SentenceRole,
)

_ROLES = tuple(SentenceRole)
_ROLE_NUMBERS = {role: number for number, role in enumerate(_ROLES)}
_PACKED = 4  # start, end, role, page (0 for none)


class EmbeddedChunk(NamedTuple):
    """A Chunk with its vectors: float32 [d], float16 [sentences, d], float32 [d] or None."""

    chunk: Chunk
    vector: NDArray[np.float32]
    sentence_vectors: NDArray[np.float16]
    question_vector: NDArray[np.float32] | None


class PreparedDocument(NamedTuple):
    """All that is stored of one Document.  `frequencies`: int32 [n, 2], token id and chunks that hold it."""

    document: Document
    root: str
    chunks: tuple[EmbeddedChunk, ...]
    questions: tuple[AuthoredQuestion, ...]
    frequencies: NDArray[np.int32]


class StoredChunk(NamedTuple):
    """A chunk as search scores it; `row` becomes a Chunk only if it is kept.  `roles`: int32 [sentences]."""

    key: str
    document: str
    title: str
    area: str | None
    level: str | None
    text: str
    roles: NDArray[np.int32]
    vector: NDArray[np.float32]
    sentence_vectors: NDArray[np.float16]
    question_vector: NDArray[np.float32] | None
    row: Row[Any]

    @property
    def chunk(self) -> Chunk:
        return read_chunk(self.row)


class KnownFile(NamedTuple):
    """A stored file as the sync compares it."""

    name: str
    root: str
    source: str
    sha256: str


class AskedQuestion(NamedTuple):
    """A question's words, and where it stands; `id` as its own line gives it, `graded` where it has a rubric."""

    document: str
    text: str
    level: Level | None
    id: str | None
    kind: QuestionKind | None
    title: str
    area: str | None
    graded: bool


class IndexRow(NamedTuple):
    """What the vector index holds of a chunk."""

    key: str
    vector: NDArray[np.float32]
    document: str
    area: str | None
    level: str | None


def chunk_key(document: Document, ordinal: int, fingerprint: str) -> str:
    """Stable for the same file, text and embedder; different when any of them changes."""
    digest = hashlib.sha256(f"{fingerprint}\0{document.name}\0{document.sha256}".encode()).hexdigest()
    return f"{digest[:16]}-{ordinal:04d}"


def document_row(prepared: PreparedDocument, now: datetime) -> dict[str, Any]:
    document = prepared.document
    front = document.front
    return {
        "name": document.name,
        "title": document.title,
        "kind": document.kind.value,
        "source": document.source,
        "root": prepared.root,
        "sha256": document.sha256,
        "area": front.area if front is not None else None,
        "level": front.level if front is not None else None,
        "record": document.model_dump_json(exclude={"text"}),
        "text": document.text,
        "chunks": len(prepared.chunks),
        "frequencies": prepared.frequencies.astype(np.int32).tobytes(),
        "added_at": now,
    }


def chunk_row(embedded: EmbeddedChunk, document_id: int, key: str) -> dict[str, Any]:
    chunk = embedded.chunk
    packed = np.array(
        [(one.start, one.end, _ROLE_NUMBERS[one.role], one.page or 0) for one in chunk.sentences], dtype=np.int32
    ).reshape(-1, _PACKED)
    return {
        "key": key,
        "document_id": document_id,
        "start": chunk.start,
        "end": chunk.end,
        "page": chunk.page,
        "headings": json.dumps(chunk.headings, ensure_ascii=False),
        "prefix": chunk.prefix,
        "text": chunk.text,
        "question": chunk.question,
        "sentences": packed.tobytes(),
        "vector": embedded.vector.astype(np.float32).tobytes(),
        "sentence_vectors": embedded.sentence_vectors.astype(np.float16).tobytes(),
        "question_vector": None
        if embedded.question_vector is None
        else embedded.question_vector.astype(np.float32).tobytes(),
    }


def question_row(question: AuthoredQuestion, document_id: int) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "start": question.start,
        "end": question.end,
        "level": question.level,
        "kind": question.kind.value if question.kind is not None else None,
        "record": question.model_dump_json(),
    }


def read_asked(row: Row[Any]) -> AskedQuestion:
    record = json.loads(row.record)
    return AskedQuestion(
        document=row.name,
        text=record["text"],
        level=row.level,
        id=record["id"],
        kind=QuestionKind(row.kind) if row.kind is not None else None,
        title=row.title,
        area=row.area,
        graded=bool(record["rubric"]),
    )


def read_chunk(row: Row[Any]) -> Chunk:
    packed = np.frombuffer(row.sentences, dtype=np.int32).reshape(-1, _PACKED).tolist()
    return Chunk.model_construct(
        start=row.start,
        end=row.end,
        text=row.text,
        headings=tuple(json.loads(row.headings)),
        prefix=row.prefix,
        page=row.page,
        question=row.question,
        sentences=tuple(
            Sentence.model_construct(start=start, end=end, role=_ROLES[role], page=page or None)
            for start, end, role, page in packed
        ),
    )


def read_stored_chunk(row: Row[Any]) -> StoredChunk:
    vector = np.frombuffer(row.vector, dtype=np.float32)
    question = row.question_vector
    return StoredChunk(
        key=row.key,
        document=row.name,
        title=row.title,
        area=row.area,
        level=row.level,
        text=row.text,
        roles=np.frombuffer(row.sentences, dtype=np.int32).reshape(-1, _PACKED)[:, 2],
        vector=vector,
        sentence_vectors=np.frombuffer(row.sentence_vectors, dtype=np.float16).reshape(-1, len(vector)),
        question_vector=None if question is None else np.frombuffer(question, dtype=np.float32),
        row=row,
    )


def read_document(row: Row[Any]) -> Document:
    return Document.model_validate(json.loads(row.record) | {"text": row.text})


def read_summary(row: Row[Any]) -> DocumentSummary:
    record = json.loads(row.record)
    return DocumentSummary(
        name=row.name,
        title=row.title,
        kind=DocumentKind(row.kind),
        area=row.area,
        level=row.level,
        chunks=row.chunks,
        questions=row.questions,
        characters=row.characters,
        pages=len(record["pages"]),
        sha256=row.sha256,
        source=row.source,
        added_at=row.added_at,
    )


def sum_frequencies(blobs: Sequence[bytes], size: int) -> NDArray[np.int64]:
    """Chunks of the whole library that hold each token id: int64 [size]."""
    total = np.zeros(size, dtype=np.int64)
    for blob in blobs:
        pairs = np.frombuffer(blob, dtype=np.int32).reshape(-1, 2)
        np.add.at(total, pairs[:, 0], pairs[:, 1])
    return total
