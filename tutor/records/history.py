"""The candidate's own history: conversations, answers with their citations, feedback.

Everything is written as it happens: the question before the search, each sentence as it is finished, the whole answer
at the end.  A killed process or a refreshed page loses at most the sentence being written.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from tutor.domain import Answer, AnswerSentence, Conversation, DayUsage, Feedback, Message, Turn, Usage
from tutor.errors import RecordError
from tutor.records import tables
from tutor.records.mock_messages import MOCK_COLUMNS
from tutor.records.rows import Sentences, read_conversation, read_message, title_of, total
from tutor.records.transactions import OfProfile

_NEW = "New conversation"


class Records(OfProfile):
    """One candidate's conversations; those of another are not there."""

    # --- conversations

    def start_conversation(self, title: str = _NEW) -> Conversation:
        with self._transaction() as connection:
            return self._start(connection, uuid.uuid4().hex, title)

    def conversations(self) -> list[Conversation]:
        """Latest first."""
        query = select(tables.conversations).where(self._mine())
        with self._transaction() as connection:
            return [
                read_conversation(row)
                for row in connection.execute(query.order_by(tables.conversations.c.updated_at.desc()))
            ]

    def conversation(self, conversation_id: str) -> Conversation:
        """Raises RecordError where there is none."""
        with self._transaction() as connection:
            return self._conversation(connection, conversation_id)

    def ensure_conversation(self, conversation_id: str) -> Conversation:
        """The conversation of that id, made where there is none (a script may name its own)."""
        with self._transaction() as connection:
            row = self._row(connection, conversation_id)
            if row is not None:
                return read_conversation(row)
            if not 0 < len(conversation_id) <= 32:
                raise RecordError(f"a conversation's id has 1 to 32 characters, not {len(conversation_id)}")
            if connection.execute(select(tables.conversations.c.id).where(_is(conversation_id))).first() is not None:
                raise RecordError(f"the conversation {conversation_id!r} is another profile's; choose another id")
            return self._start(connection, conversation_id, _NEW)

    def rename(self, conversation_id: str, title: str) -> None:
        clean = " ".join(title.split())[:200]
        if not clean:
            raise RecordError("a conversation needs a name; type one")
        with self._transaction() as connection:
            connection.execute(
                update(tables.conversations).where(_is(conversation_id), self._mine()).values(title=clean)
            )

    def delete_conversation(self, conversation_id: str) -> None:
        with self._transaction() as connection:
            if self._row(connection, conversation_id) is not None:
                delete_conversations(connection, _is(conversation_id))

    # --- messages

    def add_question(self, conversation_id: str, text: str) -> str:
        """Store a question and an empty answer to it; returns the answer's message id."""
        now = self._clock()
        answer_id = uuid.uuid4().hex
        with self._transaction() as connection:
            values: dict[str, Any] = {"updated_at": now}
            if self._conversation(connection, conversation_id).title == _NEW:
                values["title"] = title_of(text)
            connection.execute(update(tables.conversations).where(_is(conversation_id)).values(values))
            for message_id, role, words, state in (
                (uuid.uuid4().hex, "user", text, "complete"),
                (answer_id, "assistant", "", "writing"),
            ):
                connection.execute(
                    insert(tables.messages).values(
                        id=message_id,
                        conversation_id=conversation_id,
                        role=role,
                        text=words,
                        state=state,
                        sentences="[]",
                        created_at=now,
                    )
                )
        return answer_id

    def save_sentences(self, message_id: str, sentences: Sequence[AnswerSentence]) -> None:
        """What of an answer is finished so far."""
        packed = Sentences.dump_json(tuple(sentences)).decode()
        text = " ".join(one.text for one in sentences)
        with self._transaction() as connection:
            connection.execute(
                update(tables.messages).where(*self._my_message(message_id)).values(sentences=packed, text=text)
            )

    def finish_answer(self, message_id: str, answer: Answer) -> None:
        """The whole answer with its citations; one whose conversation was deleted meanwhile is dropped."""
        cited = [
            {"message_id": message_id, **one.model_dump(include={"document", "start", "end", "quote"})}
            for sentence in answer.sentences
            for one in sentence.citations
        ]
        with self._transaction() as connection:
            written = connection.execute(
                update(tables.messages)
                .where(*self._my_message(message_id))
                .values(
                    text=answer.text,
                    state="complete",
                    answer=answer.model_dump_json(),
                    sentences=Sentences.dump_json(answer.sentences).decode(),
                )
            )
            if written.rowcount == 0:
                return
            connection.execute(delete(tables.citations).where(tables.citations.c.message_id == message_id))
            if cited:
                connection.execute(insert(tables.citations), cited)

    def messages(self, conversation_id: str) -> list[Message]:
        """In the order they were written."""
        query = (
            select(tables.messages, tables.feedback.c.helpful, tables.feedback.c.reason, *MOCK_COLUMNS)
            .join(tables.conversations)
            .outerjoin(tables.feedback, tables.feedback.c.message_id == tables.messages.c.id)
            .outerjoin(tables.mock_messages, tables.mock_messages.c.message_id == tables.messages.c.id)
            .where(tables.messages.c.conversation_id == conversation_id, self._mine())
            .order_by(tables.messages.c.number)
        )
        with self._transaction() as connection:
            return [read_message(row) for row in connection.execute(query)]

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """The conversation as a follow-up is read with."""
        return tuple(Turn(role=one.role, text=one.text) for one in self.messages(conversation_id) if one.text)

    def usage(self) -> list[DayUsage]:
        """What answers took, by day and backend, latest first."""
        query = (
            select(tables.messages.c.created_at, tables.messages.c.answer)
            .join(tables.conversations, tables.conversations.c.id == tables.messages.c.conversation_id)
            .where(self._mine(), tables.messages.c.answer.is_not(None))
        )
        with self._transaction() as connection:
            rows = [(row.created_at.date(), json.loads(row.answer)) for row in connection.execute(query)]
        groups: dict[tuple[date, str, str | None], list[Usage]] = {}
        for day, answer in rows:
            groups.setdefault((day, answer["backend"], answer["model"]), []).append(Usage(**answer["usage"]))
        days = [
            DayUsage(day=day, backend=backend, model=model, answers=len(taken), usage=total(taken))
            for (day, backend, model), taken in groups.items()
        ]
        return sorted(days, key=lambda one: (one.day, one.backend), reverse=True)

    def give_feedback(self, message_id: str, feedback: Feedback) -> None:
        """Store a verdict on an answer in place of an earlier one."""
        with self._transaction() as connection:
            query = select(tables.messages.c.id).join(tables.conversations)
            if connection.execute(query.where(tables.messages.c.id == message_id, self._mine())).first() is None:
                raise RecordError(f"there is no answer {message_id!r} to rate")
            connection.execute(delete(tables.feedback).where(tables.feedback.c.message_id == message_id))
            connection.execute(
                insert(tables.feedback).values(message_id=message_id, created_at=self._clock(), **feedback.model_dump())
            )

    # --- inside

    def _mine(self) -> ColumnElement[bool]:
        return tables.conversations.c.profile == self.profile

    def _my_message(self, message_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        mine = select(tables.conversations.c.id).where(self._mine())
        return tables.messages.c.id == message_id, tables.messages.c.conversation_id.in_(mine)

    def _row(self, connection: Connection, conversation_id: str) -> Row[Any] | None:
        return connection.execute(select(tables.conversations).where(_is(conversation_id), self._mine())).one_or_none()

    def _conversation(self, connection: Connection, conversation_id: str) -> Conversation:
        row = self._row(connection, conversation_id)
        if row is None:
            raise RecordError(f"there is no conversation {conversation_id!r}; start a new one")
        return read_conversation(row)

    def _start(self, connection: Connection, conversation_id: str, title: str) -> Conversation:
        now = self._clock()
        made = Conversation(id=conversation_id, profile=self.profile, title=title, created_at=now, updated_at=now)
        connection.execute(insert(tables.conversations).values(made.model_dump()))
        return made


def _is(conversation_id: str) -> ColumnElement[bool]:
    return tables.conversations.c.id == conversation_id


def delete_conversations(connection: Connection, which: ColumnElement[bool]) -> None:
    """Take conversations out with all that hangs on them."""
    found = select(tables.conversations.c.id).where(which)
    inside = select(tables.messages.c.id).where(tables.messages.c.conversation_id.in_(found))
    for table in (tables.citations, tables.feedback, tables.mock_messages):
        connection.execute(delete(table).where(table.c.message_id.in_(inside)))
    connection.execute(delete(tables.messages).where(tables.messages.c.conversation_id.in_(found)))
    connection.execute(delete(tables.conversations).where(which))
