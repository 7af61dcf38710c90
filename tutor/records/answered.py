"""The answers of all of a candidate's conversations, without the passages they were found among."""

from __future__ import annotations

from sqlalchemy import select

from tutor.domain import PastAnswer
from tutor.records.rows import Sentences
from tutor.records.tables import conversations, messages, mock_messages
from tutor.records.transactions import OfProfile, aware


class AnswersGiven(OfProfile):
    """One candidate's answered questions; mock questions asked in a conversation are attempts and not here."""

    def all(self) -> list[PastAnswer]:
        """Oldest first in each conversation; one that was stopped is there with what was written in time."""
        columns = messages.c
        query = (
            select(columns.conversation_id, columns.role, columns.text, columns.sentences, columns.created_at)
            .add_columns(mock_messages.c.message_id.label("mock"))
            .join(conversations, conversations.c.id == columns.conversation_id)
            .outerjoin(mock_messages, mock_messages.c.message_id == columns.id)
            .where(conversations.c.profile == self.profile)
            .order_by(conversations.c.created_at, columns.conversation_id, columns.number)
        )
        found: list[PastAnswer] = []
        question = ""
        with self._transaction() as connection:
            for row in connection.execute(query):
                if row.role == "user":
                    question = row.text
                elif row.mock is None and row.text:
                    cited = [one for sentence in Sentences.validate_json(row.sentences) for one in sentence.citations]
                    found.append(
                        PastAnswer(
                            kind="asked",
                            question=question,
                            text=row.text,
                            citations=tuple({(one.document, one.start, one.end): one for one in cited}.values()),
                            created_at=aware(row.created_at),
                            conversation_id=row.conversation_id,
                        )
                    )
        return found
