"""A span of a document -> its Citation."""

from __future__ import annotations

from tutor.domain import Chunk, Citation, Document, Span


def cite_span(document: Document, span: Span, chunk: Chunk, key: str) -> Citation:
    """A citation of `span`, which begins in `chunk`; `key` is what the library knows the chunk by."""
    return Citation(
        document=document.name,
        start=span.start,
        end=span.end,
        page=document.page_at(span.start),
        quote=span.of(document.text),
        chunk_id=key,
        headings=chunk.headings,
    )
