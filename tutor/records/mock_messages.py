"""The messages of a conversation that ask mock questions, or grade the answers to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from tutor.domain import Attempt, Question, Wish
from tutor.domain.chat import Mock
from tutor.errors import RecordError
from tutor.records.tables import conversations, messages, mock_messages
from tutor.records.transactions import OfProfile


class MockMessages(OfProfile):
    """One candidate's messages about mock questions."""

    def finish(self, message_id: str, text: str, mock: Mock) -> None:
        """The whole message: what it says, and what it does with mock questions."""
        mine = (
            select(messages.c.id)
            .join(conversations)
            .where(messages.c.id == message_id, conversations.c.profile == self.profile)
        )
        with self._transaction() as connection:
            if connection.execute(mine).first() is None:
                raise RecordError(f"there is no message {message_id!r}; ask again")
            connection.execute(update(messages).where(messages.c.id == message_id).values(text=text, state="complete"))
            connection.execute(delete(mock_messages).where(mock_messages.c.message_id == message_id))
            connection.execute(insert(mock_messages).values(message_id=message_id, **_columns(mock)))


def read_mock(row: Row[Any]) -> Mock | None:
    """The mock part of a message's row that was joined with `mock_messages` (see `MOCK_COLUMNS`)."""
    if row.mock_id is None:
        return None
    return Mock(
        question=Question.model_validate_json(row.mock_question) if row.mock_question else None,
        attempt=Attempt.model_validate_json(row.mock_attempt) if row.mock_attempt else None,
        wish=Wish.model_validate_json(row.mock_wish) if row.mock_wish else None,
    )


MOCK_COLUMNS = (
    mock_messages.c.message_id.label("mock_id"),
    mock_messages.c.question.label("mock_question"),
    mock_messages.c.attempt.label("mock_attempt"),
    mock_messages.c.wish.label("mock_wish"),
)


def _columns(mock: Mock) -> dict[str, str | None]:
    return {
        "question": mock.question.model_dump_json() if mock.question is not None else None,
        "attempt": mock.attempt.model_dump_json() if mock.attempt is not None else None,
        "wish": mock.wish.model_dump_json() if mock.wish is not None else None,
    }
