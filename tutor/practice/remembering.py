"""Finding an answer again: a search over all that was answered before, by the tutor and by the candidate.

Words are matched by the full text of an SQLite database in memory (FTS5: Porter stems, bm25), whatever database the
history lies in; a match in the question counts three times one in the answer, one in the quoted sources half.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from tutor.domain import Attempt, Citation, PastAnswer
from tutor.library.fulltext import content_words
from tutor.records import Candidate

_TABLE = (
    "CREATE VIRTUAL TABLE past USING fts5(question, text, sources, tokenize='porter unicode61 remove_diacritics 2')"
)
_FIND = "SELECT rowid FROM past WHERE past MATCH ? ORDER BY bm25(past, 3.0, 1.0, 0.5), rowid"


class PastAnswers:
    """One candidate's past answers."""

    def __init__(self, candidate: Candidate) -> None:
        self._candidate = candidate

    def all(self) -> tuple[PastAnswer, ...]:
        """Latest first: the answers of conversations, and the candidate's own (those left empty apart)."""
        own = [_own(one) for one in self._candidate.attempts.all() if one.answer.strip()]
        return tuple(sorted([*self._candidate.answers.all(), *own], key=lambda one: one.created_at, reverse=True))

    def search(self, words: str, limit: int = 20) -> tuple[PastAnswer, ...]:
        """The answers that hold the words, best first: those that hold all of them before those that hold some.  The
        last word may be the beginning of one.  Without words, the latest."""
        known = self.all()
        wanted = content_words(words)
        if not wanted:
            return known[:limit]
        return tuple(known[place] for place in _ranked(known, wanted)[:limit])


def _ranked(known: Sequence[PastAnswer], words: Sequence[str]) -> list[int]:
    """Places in `known`, best first."""
    terms = [f'"{word}"' for word in words[:-1]] + [f'"{words[-1]}"*']
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(_TABLE)
        rows = (
            (place, one.question, one.text, "\n".join(cited.quote for cited in one.citations))
            for place, one in enumerate(known)
        )
        connection.executemany("INSERT INTO past(rowid, question, text, sources) VALUES (?, ?, ?, ?)", rows)
        every = [row[0] for row in connection.execute(_FIND, [" AND ".join(terms)])]
        some = [row[0] for row in connection.execute(_FIND, [" OR ".join(terms)])]
    return list(dict.fromkeys([*every, *some]))


def _own(attempt: Attempt) -> PastAnswer:
    return PastAnswer(
        kind="practised",
        question=attempt.question.text,
        text=attempt.answer,
        citations=_sources(attempt),
        created_at=attempt.created_at,
        attempt_id=attempt.id,
    )


def _sources(attempt: Attempt) -> tuple[Citation, ...]:
    """The passages behind the rubric's points, each once; the whole answer's where there are none."""
    points = [point.citation for point in attempt.question.rubric if point.citation is not None]
    return tuple({(one.document, one.start, one.end): one for one in points or [attempt.question.source]}.values())
