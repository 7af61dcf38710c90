"""The small things a candidate keeps: drafts, ticks, bookmarks, questions made from the material."""

from __future__ import annotations

import uuid

from sqlalchemy import delete, insert, select

from tutor.domain import Bookmark, Citation, Question
from tutor.records.tables import bookmarks, drafts, made_questions, ticks
from tutor.records.transactions import OfProfile


class Drafts(OfProfile):
    """Answers being written, by whatever key the page gives them."""

    def save(self, key: str, text: str) -> None:
        """Keep `text`; an empty one is forgotten."""
        with self._transaction() as connection:
            connection.execute(delete(drafts).where(drafts.c.profile == self.profile, drafts.c.key == key))
            if text:
                values = {"profile": self.profile, "key": key, "text": text, "updated_at": self._clock()}
                connection.execute(insert(drafts).values(values))

    def get(self, key: str) -> str:
        """What was kept, or nothing."""
        query = select(drafts.c.text).where(drafts.c.profile == self.profile, drafts.c.key == key)
        with self._transaction() as connection:
            return connection.execute(query).scalar_one_or_none() or ""

    def all(self) -> dict[str, str]:
        """Key -> text."""
        query = select(drafts.c.key, drafts.c.text).where(drafts.c.profile == self.profile).order_by(drafts.c.key)
        with self._transaction() as connection:
            return {row.key: row.text for row in connection.execute(query)}


class Ticks(OfProfile):
    """What was ticked off, by key: `read:DOCUMENT` for a note, `step:KEY` for a project's step."""

    def set(self, key: str, done: bool) -> None:
        with self._transaction() as connection:
            connection.execute(delete(ticks).where(ticks.c.profile == self.profile, ticks.c.key == key))
            if done:
                connection.execute(insert(ticks).values(profile=self.profile, key=key, created_at=self._clock()))

    def all(self) -> frozenset[str]:
        with self._transaction() as connection:
            query = select(ticks.c.key).where(ticks.c.profile == self.profile)
            return frozenset(connection.execute(query).scalars())


class Bookmarks(OfProfile):
    """Passages and answers kept, latest first."""

    def add(self, text: str, *, citation: Citation | None, conversation_id: str | None = None) -> Bookmark:
        """Keep a passage; one that is kept already is given back as it is."""
        for one in self.all():
            if (one.text, one.citation) == (text, citation):
                return one
        made = Bookmark(
            id=uuid.uuid4().hex,
            text=text,
            citation=citation,
            conversation_id=conversation_id,
            created_at=self._clock(),
        )
        self._put(made)
        return made

    def annotate(self, bookmark_id: str, note: str) -> None:
        """Change the candidate's own words on a bookmark."""
        for one in self.all():
            if one.id == bookmark_id:
                self.remove(bookmark_id)
                self._put(one.model_copy(update={"note": note}))

    def remove(self, bookmark_id: str) -> None:
        with self._transaction() as connection:
            mine = (bookmarks.c.id == bookmark_id, bookmarks.c.profile == self.profile)
            connection.execute(delete(bookmarks).where(*mine))

    def all(self) -> list[Bookmark]:
        query = select(bookmarks.c.record).where(bookmarks.c.profile == self.profile)
        with self._transaction() as connection:
            found = connection.execute(query.order_by(bookmarks.c.created_at.desc())).scalars()
            return [Bookmark.model_validate_json(one) for one in found]

    def _put(self, bookmark: Bookmark) -> None:
        values = {"id": bookmark.id, "profile": self.profile, "created_at": bookmark.created_at}
        with self._transaction() as connection:
            connection.execute(insert(bookmarks).values(**values, record=bookmark.model_dump_json()))


class MadeQuestions(OfProfile):
    """Questions that were made from documents, so that they can be found again."""

    def put(self, question: Question) -> None:
        with self._transaction() as connection:
            mine = (made_questions.c.profile == self.profile, made_questions.c.question_id == question.id)
            connection.execute(delete(made_questions).where(*mine))
            connection.execute(
                insert(made_questions).values(
                    profile=self.profile,
                    question_id=question.id,
                    document=question.document,
                    created_at=self._clock(),
                    record=question.model_dump_json(),
                )
            )

    def get(self, question_id: str) -> Question | None:
        query = select(made_questions.c.record).where(
            made_questions.c.profile == self.profile, made_questions.c.question_id == question_id
        )
        with self._transaction() as connection:
            found = connection.execute(query).scalar_one_or_none()
        return None if found is None else Question.model_validate_json(found)

    def of(self, document: str | None = None) -> list[Question]:
        """The questions made from one document, or all, oldest first."""
        query = select(made_questions.c.record).where(made_questions.c.profile == self.profile)
        if document is not None:
            query = query.where(made_questions.c.document == document)
        with self._transaction() as connection:
            found = connection.execute(query.order_by(made_questions.c.created_at)).scalars()
            return [Question.model_validate_json(one) for one in found]
