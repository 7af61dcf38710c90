"""Statements and conditions over the library's tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select
from sqlalchemy.sql import Select

from tutor.domain import Filters
from tutor.errors import UnknownDocument
from tutor.library.schema import chunks, documents, questions

IN_LIMIT = 900  # bound parameters in one statement


def summaries_query() -> Select[Any]:
    """A row a document, with its counts, by name."""
    asked = select(func.count()).where(questions.c.document_id == documents.c.id).scalar_subquery()
    query = select(documents, asked.label("questions"), func.length(documents.c.text).label("characters"))
    return query.order_by(documents.c.name)


def questions_query(filters: Filters | None) -> Select[Any]:
    """Each question with the document it stands in, in the order of the material."""
    stands = (documents.c.name, documents.c.title, documents.c.area)
    query = select(*stands, questions.c.record, questions.c.level, questions.c.kind).join_from(questions, documents)
    return query.where(*conditions(filters)).order_by(documents.c.name, questions.c.start)


def question_vectors_query(filters: Filters | None) -> Select[Any]:
    """Document name, question and the question's vector, of every chunk that answers one."""
    query = select(documents.c.name, chunks.c.question, chunks.c.question_vector).join_from(chunks, documents)
    return query.where(chunks.c.question_vector.is_not(None), *conditions(filters))


def candidates_query(keys: Sequence[str], ids: Sequence[int]) -> Select[Any]:
    """Chunks by key or row id, each with what search shows of its document."""
    return _chunks_with_document().where(or_(chunks.c.key.in_(keys), chunks.c.id.in_(ids)))


def document_chunks_query(name: str) -> Select[Any]:
    """The chunks of one document, in reading order."""
    return _chunks_with_document().where(documents.c.name == name).order_by(chunks.c.start)


def _chunks_with_document() -> Select[Any]:
    return select(chunks, documents.c.name, documents.c.title, documents.c.area, documents.c.level).join(documents)


def resolve_name(connection: Connection, name: str) -> str:
    names = list(connection.execute(select(documents.c.name)).scalars())
    found = [one for one in names if name in {one.rsplit(".", 1)[0], one.rsplit("/", 1)[-1]}]
    found = found or [one for one in names if one.rsplit("/", 1)[-1].rsplit(".", 1)[0] == name]
    if len(found) == 1:
        only: str = found[0]
        return only
    if found:
        raise UnknownDocument(f"{name!r} fits {len(found)} documents ({', '.join(sorted(found)[:4])}); name one")
    raise UnknownDocument(f"no document is called {name!r}; 'tutor documents' lists them")


def conditions(filters: Filters | None) -> list[ColumnElement[bool]]:
    if filters is None:
        return []
    pairs = (
        (documents.c.area, filters.areas),
        (documents.c.level, filters.levels),
        (documents.c.name, filters.documents),
    )
    return [column.in_(values) for column, values in pairs if values]


def in_batches(query: Select[Any], column: ColumnElement[Any], values: Sequence[Any]) -> Iterator[Select[Any]]:
    for start in range(0, len(values), IN_LIMIT):
        yield query.where(column.in_(values[start : start + IN_LIMIT]))


def delete_documents(connection: Connection, names: Sequence[str]) -> None:
    """Delete documents with their chunks and questions; names that are not there are passed over."""
    found = [
        row.id
        for query in in_batches(select(documents.c.id), documents.c.name, list(names))
        for row in connection.execute(query)
    ]
    for start in range(0, len(found), IN_LIMIT):
        batch = found[start : start + IN_LIMIT]
        for table in (chunks, questions):
            connection.execute(delete(table).where(table.c.document_id.in_(batch)))
        connection.execute(delete(documents).where(documents.c.id.in_(batch)))
