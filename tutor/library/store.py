"""The system of record: documents, chunks, sentences, questions and every vector, in one SQL database.

A file's rows are written in one transaction, so they become visible together or not at all; every write raises
`version`, by which an index notices that it is behind.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from tutor.domain import AuthoredQuestion, Chunk, Document, DocumentSummary, Filters
from tutor.errors import LibraryError, LibraryMismatch
from tutor.library.fulltext import QueryWords, create_fulltext, quick_check, search_words
from tutor.library.queries import (
    candidates_query,
    conditions,
    delete_documents,
    document_chunks_query,
    in_batches,
    question_vectors_query,
    questions_query,
    resolve_name,
    summaries_query,
)
from tutor.library.rows import (
    AskedQuestion,
    IndexRow,
    KnownFile,
    PreparedDocument,
    StoredChunk,
    chunk_key,
    chunk_row,
    document_row,
    question_row,
    read_asked,
    read_chunk,
    read_document,
    read_stored_chunk,
    read_summary,
    sum_frequencies,
)
from tutor.library.schema import SCHEMA_VERSION, about, chunks, documents, metadata, open_database, questions

# One writer at a time from its first statement on: what a write reads first is still true when it writes.
_ONE_WRITER = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "LOCK TABLE documents IN SHARE ROW EXCLUSIVE MODE"}


class Store:
    """One library's tables.  Thread-safe: every call takes its own connection."""

    def __init__(self, url: str, fingerprint: str) -> None:
        self.engine = open_database(url)
        self.fingerprint = fingerprint
        self._fingerprint_fits = False
        self._words = QueryWords()
        with self._guard():
            self._prepare()

    def close(self) -> None:
        self.engine.dispose()

    # --- what the library says of itself

    @property
    def id(self) -> str:
        with self._read() as connection:
            return str(self._about(connection, "library_id"))

    def version(self) -> int:
        """Raised by every write."""
        with self._read() as connection:
            return int(self._about(connection, "version") or 0)

    def check_fingerprint(self) -> None:
        """Raise LibraryMismatch where the stored vectors come from another embedder."""
        if self._fingerprint_fits:
            return
        with self._read() as connection:
            made_by = self._about(connection, "fingerprint")
        if made_by is not None and made_by != self.fingerprint:
            raise LibraryMismatch(
                f"this library was embedded with {made_by!r} and the settings now say {self.fingerprint!r}; "
                "set TUTOR_EMBEDDER back, or run 'tutor ingest --rebuild' to embed everything again"
            )
        self._fingerprint_fits = made_by is not None

    # --- writing

    def replace(self, prepared: Sequence[PreparedDocument], now: datetime | None = None) -> None:
        """Store documents, each in the place of an older one of its name; all of them in one transaction."""
        moment = now or datetime.now(UTC)
        with self._write() as connection:
            delete_documents(connection, [one.document.name for one in prepared])
            for one in prepared:
                self._insert(connection, one, moment)
            self._set_about(connection, "fingerprint", self.fingerprint)
            self._raise_version(connection)

    def remove(self, names: Sequence[str]) -> None:
        """Forget documents; names that are not there are passed over."""
        if not names:
            return
        with self._write() as connection:
            delete_documents(connection, names)
            self._raise_version(connection)

    def move(self, name: str, root: str, source: str) -> None:
        """Note where an unchanged file now lies."""
        with self._write() as connection:
            connection.execute(update(documents).where(documents.c.name == name).values(root=root, source=source))

    def clear(self) -> None:
        """Forget everything, the embedder's name included."""
        with self._write() as connection:
            for table in (chunks, questions, documents):
                connection.execute(delete(table))
            connection.execute(delete(about).where(about.c.key == "fingerprint"))
            self._raise_version(connection)

    # --- reading

    def known_files(self) -> dict[str, KnownFile]:
        columns = documents.c
        query = select(columns.name, columns.root, columns.source, columns.sha256)
        with self._read() as connection:
            return {
                row.name: KnownFile(row.name, row.root, row.source, row.sha256) for row in connection.execute(query)
            }

    def summaries(self) -> list[DocumentSummary]:
        """One row a document, by name."""
        with self._read() as connection:
            return [read_summary(row) for row in connection.execute(summaries_query())]

    def document(self, name: str) -> Document:
        """The document called `name`, or the only one whose name ends so (with or without its suffix)."""
        with self._read() as connection:
            row = connection.execute(select(documents).where(documents.c.name == name)).one_or_none()
            if row is None:
                found = resolve_name(connection, name)
                row = connection.execute(select(documents).where(documents.c.name == found)).one()
        return read_document(row)

    def texts(self) -> list[str]:
        """The text of every document, for those who count words."""
        with self._read() as connection:
            return list(connection.execute(select(documents.c.text)).scalars())

    def chunks_of(self, name: str) -> list[Chunk]:
        """The chunks of a document, named as `document` takes it, in reading order."""
        return [one.chunk for one in self.stored_chunks(self.document(name).name)]

    def chunks_between(self, name: str, start: int, end: int) -> list[tuple[str, Chunk]]:
        """(key, chunk) of the document's chunks that overlap the characters `start` to `end`."""
        query = (
            select(chunks).join(documents).where(documents.c.name == name, chunks.c.start < end, chunks.c.end > start)
        )
        with self._read() as connection:
            return [(row.key, read_chunk(row)) for row in connection.execute(query.order_by(chunks.c.start))]

    def stored_chunks(self, name: str) -> list[StoredChunk]:
        """The chunks of the document called exactly so, with their vectors, in reading order."""
        with self._read() as connection:
            return [read_stored_chunk(row) for row in connection.execute(document_chunks_query(name))]

    def questions(self, filters: Filters | None = None) -> list[tuple[str, AuthoredQuestion]]:
        """(document name, question) in the order of the material."""
        with self._read() as connection:
            found = connection.execute(questions_query(filters))
            return [(row.name, AuthoredQuestion.model_validate_json(row.record)) for row in found]

    def asked(self, filters: Filters | None = None) -> list[AskedQuestion]:
        """The questions' words alone: for a page that is drawn again and again."""
        with self._read() as connection:
            return [read_asked(row) for row in connection.execute(questions_query(filters))]

    def question_vectors(self, filters: Filters | None = None) -> dict[tuple[str, str], NDArray[np.float32]]:
        """(document name, question in its own words) -> the question's unit vector, float32 [dimensions]."""
        with self._read() as connection:
            found = connection.execute(question_vectors_query(filters))
            return {(row.name, row.question): np.frombuffer(row.question_vector, dtype=np.float32) for row in found}

    def check(self) -> None:
        """Raise LibraryError where the database itself finds something wrong."""
        with self._read() as connection:
            found = quick_check(connection) if self.engine.dialect.name == "sqlite" else "ok"
        if found != "ok":
            raise LibraryError(f"the database is damaged ({found}); move it away and run 'tutor ingest corpus'")

    def count_chunks(self) -> int:
        with self._read() as connection:
            return int(connection.execute(select(func.count()).select_from(chunks)).scalar_one())

    def token_frequencies(self, size: int) -> NDArray[np.int64]:
        """Chunks that hold each token id: int64 [size]."""
        with self._read() as connection:
            blobs = [row.frequencies for row in connection.execute(select(documents.c.frequencies))]
        return sum_frequencies(blobs, size)

    # --- for search and its index

    def chunk_keys(self) -> set[str]:
        with self._read() as connection:
            return set(connection.execute(select(chunks.c.key)).scalars())

    def index_rows(self, keys: Iterable[str] | None = None) -> Iterator[IndexRow]:
        """The index's view of the chunks named, or of all."""
        base = select(chunks.c.key, chunks.c.vector, documents.c.name, documents.c.area, documents.c.level)
        base = base.join(documents)
        with self._read() as connection:
            for query in [base] if keys is None else in_batches(base, chunks.c.key, list(keys)):
                for row in connection.execute(query):
                    vector = np.frombuffer(row.vector, dtype=np.float32)
                    yield IndexRow(row.key, vector, row.name, row.area, row.level)

    def search_words(self, query: str, limit: int, filters: Filters | None = None) -> dict[int, float]:
        """Row id -> lexical score of the best chunks."""
        with self._read() as connection:
            words = self._words.telling(connection, query, int(self._about(connection, "version") or 0))
            return search_words(connection, words, limit, conditions(filters))

    def candidates(self, keys: Sequence[str], ids: Sequence[int]) -> dict[int, StoredChunk]:
        """The chunks with one of `keys` or one of the row `ids`, by row id; a key that is gone is passed over."""
        with self._read() as connection:
            found = connection.execute(candidates_query(keys, ids))
            return {row.id: read_stored_chunk(row) for row in found}

    # --- inside

    def _prepare(self) -> None:
        with self.engine.begin() as connection:
            # Two processes may come to a new database at once.
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(20250711)"))
            elif not inspect(connection).has_table(about.name):
                connection.execute(text(_ONE_WRITER["sqlite"]))
            metadata.create_all(connection)
            create_fulltext(connection)
            found = self._about(connection, "schema")
            if found is None:
                self._set_about(connection, "schema", str(SCHEMA_VERSION))
                self._set_about(connection, "library_id", uuid.uuid4().hex[:12])
            elif int(found) > SCHEMA_VERSION:
                raise LibraryMismatch(
                    f"this library was made by a newer version (schema {found}, this program knows {SCHEMA_VERSION}); "
                    "update the program or choose another TUTOR_DATA_DIR"
                )

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            where = self.engine.url.render_as_string(hide_password=True)
            raise LibraryError(f"the database {where!r} cannot be used: {error.orig}; run 'tutor doctor'") from error

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with self._guard(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._guard(), self.engine.begin() as connection:
            connection.execute(text(_ONE_WRITER[connection.dialect.name]))
            yield connection

    @staticmethod
    def _about(connection: Connection, key: str) -> str | None:
        value: str | None = connection.execute(select(about.c.value).where(about.c.key == key)).scalar_one_or_none()
        return value

    @staticmethod
    def _set_about(connection: Connection, key: str, value: str) -> None:
        if connection.execute(update(about).where(about.c.key == key).values(value=value)).rowcount == 0:
            connection.execute(insert(about).values(key=key, value=value))

    def _raise_version(self, connection: Connection) -> None:
        self._set_about(connection, "version", str(int(self._about(connection, "version") or 0) + 1))

    def _insert(self, connection: Connection, prepared: PreparedDocument, now: datetime) -> None:
        row = document_row(prepared, now)
        document_id = int(connection.execute(insert(documents).values(row).returning(documents.c.id)).scalar_one())
        rows = [
            chunk_row(one, document_id, chunk_key(prepared.document, ordinal, self.fingerprint))
            for ordinal, one in enumerate(prepared.chunks)
        ]
        if rows:
            connection.execute(insert(chunks), rows)
        if prepared.questions:
            connection.execute(insert(questions), [question_row(one, document_id) for one in prepared.questions])
