"""Lexical search with the SQL database's own full text: SQLite FTS5 (porter stems, bm25) or PostgreSQL tsvector."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from sqlalchemy import ColumnElement, Connection, Float, column, func, literal_column, select, table, text
from sqlalchemy.sql import Select

from tutor.library.schema import chunks, documents

_WORD = re.compile(r"\w+")
# Function words and the verbs of asking: they match nearly every chunk and say nothing of a question's subject.
STOP_WORDS = frozenset(
    """
    a an the of to in is are was were be been being it its this that these those and or but for with on by as at from
    into than then so such if not no nor do does did done can could would should will may might must shall have has had
    i me my we us our you your he she they them their what which who whom whose when where why how about between vs
    explain describe tell give define discuss compare walk please whats s t step steps
    """.split()  # noqa: SIM905 - a table of words reads better than a list of strings
)
_MOST_WORDS = 48
_LARGE = 2_000  # chunks
_SHARE = 0.15
_LEAST_WORDS = 3

_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS chunk_words USING fts5(prefix, text, content='chunks', content_rowid='id', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER IF NOT EXISTS chunk_words_insert AFTER INSERT ON chunks BEGIN "
    "INSERT INTO chunk_words(rowid, prefix, text) VALUES (new.id, new.prefix, new.text); END",
    "CREATE TRIGGER IF NOT EXISTS chunk_words_delete AFTER DELETE ON chunks BEGIN "
    "INSERT INTO chunk_words(chunk_words, rowid, prefix, text) VALUES ('delete', old.id, old.prefix, old.text); END",
)
_POSTGRES = (
    "ALTER TABLE chunks ADD COLUMN IF NOT EXISTS words tsvector "
    "GENERATED ALWAYS AS (to_tsvector('english', prefix || ' ' || text)) STORED",
    "CREATE INDEX IF NOT EXISTS chunk_words ON chunks USING gin (words)",
)


def content_words(query: str) -> list[str]:
    """The query's words that carry meaning, lower-case, each once; all of them where it has none."""
    words = list(dict.fromkeys(word for word in _WORD.findall(query.lower())))
    return ([word for word in words if word not in STOP_WORDS] or words)[:_MOST_WORDS]


def quick_check(connection: Connection) -> str:
    """ "ok", or what SQLite finds wrong with its tables; raises where the words do not fit the chunks."""
    found: str = connection.execute(text("PRAGMA quick_check")).scalar_one()
    connection.execute(text("INSERT INTO chunk_words(chunk_words, rank) VALUES ('integrity-check', 1)"))
    return found


def create_fulltext(connection: Connection) -> None:
    """The word index of the chunks table; does nothing where it exists."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRES:
        connection.execute(text(statement))


class QueryWords:
    """Which words of a query to look up.  In a large library the rarest, as many as are found in a share of the chunks
    all told, and three at least: the common ones cost most of a search's time and move its ranking least."""

    def __init__(self) -> None:
        self._version = -1
        self._chunks = 0
        self._counts: dict[str, int] = {}

    def telling(self, connection: Connection, query: str, version: int) -> list[str]:
        """The words of `query` to search with; `version` is the library's, by which counts are forgotten."""
        if version != self._version:
            self._chunks = int(connection.execute(select(func.count()).select_from(chunks)).scalar_one())
            self._version, self._counts = version, {}
        words = content_words(query)
        if self._chunks < _LARGE:
            return words
        for word in words:
            if word not in self._counts:
                self._counts[word] = _count_chunks(connection, word)
        rarest = sorted(words, key=lambda word: self._counts[word])
        found = list(accumulate(self._counts[word] for word in rarest))
        return [
            word for place, word in enumerate(rarest) if place < _LEAST_WORDS or found[place] <= _SHARE * self._chunks
        ]


def _count_chunks(connection: Connection, word: str) -> int:
    """How many chunks hold a form of `word`."""
    if connection.dialect.name == "sqlite":
        statement = text("SELECT count(*) FROM chunk_words WHERE chunk_words MATCH :word")
        return int(connection.execute(statement, {"word": f'"{word}"'}).scalar_one())
    matches = literal_column("words").op("@@")(func.to_tsquery("english", word))
    return int(connection.execute(select(func.count()).select_from(chunks).where(matches)).scalar_one())


def search_words(
    connection: Connection, words: Sequence[str], limit: int, conditions: Sequence[ColumnElement[bool]]
) -> dict[int, float]:
    """Chunk row id -> lexical score (higher is better) of the best `limit` chunks that hold any of the words."""
    if not words:
        return {}
    statement = _sqlite(words, conditions) if connection.dialect.name == "sqlite" else _postgres(words, conditions)
    return {row.id: float(row.score) for row in connection.execute(statement.limit(limit))}


def _sqlite(words: Sequence[str], conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    index = table("chunk_words", column("rowid"))
    score: ColumnElement[float] = -literal_column("bm25(chunk_words)", Float)
    statement = (
        select(index.c.rowid.label("id"), score.label("score"))
        .select_from(index)
        .where(text("chunk_words MATCH :words").bindparams(words=" OR ".join(f'"{word}"' for word in words)))
        .order_by(literal_column("chunk_words.rank"))
    )
    if conditions:
        statement = (
            statement.join(chunks, chunks.c.id == index.c.rowid)
            .join(documents, documents.c.id == chunks.c.document_id)
            .where(*conditions)
        )
    return statement


def _postgres(words: Sequence[str], conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    query = func.to_tsquery("english", " | ".join(words))
    score = func.ts_rank_cd(literal_column("words"), query, 1)
    return (
        select(chunks.c.id.label("id"), score.label("score"))
        .join(documents, documents.c.id == chunks.c.document_id)
        .where(literal_column("words").op("@@")(query), *conditions)
        .order_by(score.desc())
    )
