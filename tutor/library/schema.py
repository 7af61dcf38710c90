"""The tables of the library, and how a database is opened.  SQLite runs in WAL mode; PostgreSQL comes by URL."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from tutor.errors import SettingsError

SCHEMA_VERSION = 1
_PRAGMAS = (
    "busy_timeout=30000",
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "cache_size=-65536",  # KiB; a search touches rows all over the file
    "mmap_size=1073741824",
)

metadata = MetaData()

about = Table("library_about", metadata, Column("key", String(64), primary_key=True), Column("value", Text))

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(1024), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("source", Text, nullable=False),
    Column("root", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("area", String(128), index=True),
    Column("level", String(16)),
    Column("record", Text, nullable=False),  # the Document as JSON, its text apart
    Column("text", Text, nullable=False),
    Column("chunks", Integer, nullable=False),
    Column("frequencies", LargeBinary, nullable=False),  # int32 [n, 2]: token id, chunks of this document that hold it
    Column("added_at", DateTime(timezone=True), nullable=False),
)

chunks = Table(
    "chunks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),  # what the index and the outside know a chunk by
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("headings", Text, nullable=False),  # JSON list
    Column("prefix", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("question", Text),
    Column("sentences", LargeBinary, nullable=False),  # int32 [n, 4]: start, end, role, page or 0
    Column("vector", LargeBinary, nullable=False),  # float32 [dimensions]
    Column("sentence_vectors", LargeBinary, nullable=False),  # float16 [n, dimensions]
    Column("question_vector", LargeBinary),  # float32 [dimensions]
)

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("level", String(16)),
    Column("kind", String(16)),
    Column("record", Text, nullable=False),  # the AuthoredQuestion as JSON
)

Index("chunks_of_document", chunks.c.document_id, chunks.c.start)


def open_database(url: str) -> Engine:
    """An engine on `url`; a SQLite file's folder is made."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise SettingsError(
            f"TUTOR_DATABASE_URL {_hidden(url)!r} cannot be used ({error}); "
            "write sqlite:///FILE or postgresql+pg8000://USER@HOST/NAME (extra 'postgres')"
        ) from error
    except OSError as error:
        raise SettingsError(f"the database's folder cannot be made: {error}") from error
    if engine.dialect.name not in {"sqlite", "postgresql"}:
        raise SettingsError(f"TUTOR_DATABASE_URL names {engine.dialect.name!r}; SQLite and PostgreSQL are supported")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_pragmas)
    return engine


def _hidden(url: str) -> str:
    """The URL without a password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url.split("@")[-1]


def _sqlite_pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
