"""The candidate's own history: conversations, answers with their citations, feedback.

Everything is written as it happens: the question before the search, each sentence as it is finished, the whole answer
at the end.  A killed process or a refreshed page loses at most the sentence being written.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError

from tutor.domain import Answer, AnswerSentence, Conversation, DayUsage, Feedback, Message, Turn, Usage
from tutor.errors import RecordError

_metadata = MetaData()
_conversations = Table(
    "conversations",
    _metadata,
    Column("id", String(32), primary_key=True),
    Column("profile", String(128), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False, index=True),
)
_messages = Table(
    "messages",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("answer", Text),
    Column("sentences", Text, nullable=False, default="[]"),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
_citations = Table(
    "citations",
    _metadata,
    Column("number", Integer, primary_key=True),
    Column("message_id", ForeignKey("messages.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("document", String(1024), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
)
_feedback = Table(
    "feedback",
    _metadata,
    Column("message_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
_Sentences = TypeAdapter(tuple[AnswerSentence, ...])
_TITLE_LENGTH = 60

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Records:
    """History in the library's database; every call is its own transaction."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._clock = clock
        with self._transaction() as connection:
            _metadata.create_all(connection)

    # --- conversations

    def start_conversation(self, profile: str = "me", title: str = "New conversation") -> Conversation:
        now = self._clock()
        conversation = Conversation(id=uuid.uuid4().hex, profile=profile, title=title, created_at=now, updated_at=now)
        with self._transaction() as connection:
            connection.execute(insert(_conversations).values(conversation.model_dump()))
        return conversation

    def conversations(self, profile: str = "me") -> list[Conversation]:
        """Latest first."""
        query = select(_conversations).where(_conversations.c.profile == profile)
        with self._transaction() as connection:
            return [
                _conversation(row) for row in connection.execute(query.order_by(_conversations.c.updated_at.desc()))
            ]

    def conversation(self, conversation_id: str) -> Conversation:
        """Raises RecordError where there is none."""
        with self._transaction() as connection:
            row = connection.execute(select(_conversations).where(_conversations.c.id == conversation_id)).one_or_none()
        if row is None:
            raise RecordError(f"there is no conversation {conversation_id!r}; start a new one")
        return _conversation(row)

    def ensure_conversation(self, conversation_id: str, profile: str = "me") -> Conversation:
        """The conversation of that id, made where there is none (a script may name its own)."""
        with self._transaction() as connection:
            row = connection.execute(select(_conversations).where(_conversations.c.id == conversation_id)).one_or_none()
            if row is not None:
                return _conversation(row)
            if not 0 < len(conversation_id) <= 32:
                raise RecordError(f"a conversation's id has 1 to 32 characters, not {len(conversation_id)}")
            now = self._clock()
            made = Conversation(
                id=conversation_id, profile=profile, title="New conversation", created_at=now, updated_at=now
            )
            connection.execute(insert(_conversations).values(made.model_dump()))
        return made

    def rename(self, conversation_id: str, title: str) -> None:
        clean = " ".join(title.split())[:200]
        if not clean:
            raise RecordError("a conversation needs a name; type one")
        with self._transaction() as connection:
            connection.execute(update(_conversations).where(_conversations.c.id == conversation_id).values(title=clean))

    def delete_conversation(self, conversation_id: str) -> None:
        with self._transaction() as connection:
            inside = select(_messages.c.id).where(_messages.c.conversation_id == conversation_id)
            for table in (_citations, _feedback):
                connection.execute(delete(table).where(table.c.message_id.in_(inside)))
            connection.execute(delete(_messages).where(_messages.c.conversation_id == conversation_id))
            connection.execute(delete(_conversations).where(_conversations.c.id == conversation_id))

    # --- messages

    def add_question(self, conversation_id: str, text: str) -> str:
        """Store a question and an empty answer to it; returns the answer's message id."""
        now = self._clock()
        answer_id = uuid.uuid4().hex
        with self._transaction() as connection:
            found = connection.execute(
                select(_conversations.c.title).where(_conversations.c.id == conversation_id)
            ).scalar_one_or_none()
            if found is None:
                raise RecordError(f"there is no conversation {conversation_id!r}; start a new one")
            values: dict[str, Any] = {"updated_at": now}
            if found == "New conversation":
                values["title"] = _title(text)
            connection.execute(update(_conversations).where(_conversations.c.id == conversation_id).values(values))
            for message_id, role, words, state in (
                (uuid.uuid4().hex, "user", text, "complete"),
                (answer_id, "assistant", "", "writing"),
            ):
                connection.execute(
                    insert(_messages).values(
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
        packed = _Sentences.dump_json(tuple(sentences)).decode()
        text = " ".join(one.text for one in sentences)
        with self._transaction() as connection:
            connection.execute(
                update(_messages).where(_messages.c.id == message_id).values(sentences=packed, text=text)
            )

    def finish_answer(self, message_id: str, answer: Answer) -> None:
        """The whole answer with its citations."""
        cited = [
            {"message_id": message_id, **one.model_dump(include={"document", "start", "end", "quote"})}
            for sentence in answer.sentences
            for one in sentence.citations
        ]
        with self._transaction() as connection:
            connection.execute(
                update(_messages)
                .where(_messages.c.id == message_id)
                .values(
                    text=answer.text,
                    state="complete",
                    answer=answer.model_dump_json(),
                    sentences=_Sentences.dump_json(answer.sentences).decode(),
                )
            )
            connection.execute(delete(_citations).where(_citations.c.message_id == message_id))
            if cited:
                connection.execute(insert(_citations), cited)

    def messages(self, conversation_id: str) -> list[Message]:
        """In the order they were written."""
        query = (
            select(_messages, _feedback.c.helpful, _feedback.c.reason)
            .outerjoin(_feedback, _feedback.c.message_id == _messages.c.id)
            .where(_messages.c.conversation_id == conversation_id)
            .order_by(_messages.c.number)
        )
        with self._transaction() as connection:
            return [_message(row) for row in connection.execute(query)]

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """The conversation as a follow-up is read with."""
        return tuple(Turn(role=one.role, text=one.text) for one in self.messages(conversation_id) if one.text)

    def usage(self, profile: str = "me") -> list[DayUsage]:
        """What answers took, by day and backend, latest first."""
        query = (
            select(_messages.c.created_at, _messages.c.answer)
            .join(_conversations, _conversations.c.id == _messages.c.conversation_id)
            .where(_conversations.c.profile == profile, _messages.c.answer.is_not(None))
        )
        with self._transaction() as connection:
            rows = [(row.created_at.date(), json.loads(row.answer)) for row in connection.execute(query)]
        groups: dict[tuple[date, str, str | None], list[Usage]] = {}
        for day, answer in rows:
            groups.setdefault((day, answer["backend"], answer["model"]), []).append(Usage(**answer["usage"]))
        days = [
            DayUsage(day=day, backend=backend, model=model, answers=len(taken), usage=_total(taken))
            for (day, backend, model), taken in groups.items()
        ]
        return sorted(days, key=lambda one: (one.day, one.backend), reverse=True)

    def give_feedback(self, message_id: str, feedback: Feedback) -> None:
        """Store a verdict on an answer in place of an earlier one."""
        with self._transaction() as connection:
            known = connection.execute(select(_messages.c.id).where(_messages.c.id == message_id)).scalar_one_or_none()
            if known is None:
                raise RecordError(f"there is no answer {message_id!r} to rate")
            connection.execute(delete(_feedback).where(_feedback.c.message_id == message_id))
            connection.execute(
                insert(_feedback).values(message_id=message_id, created_at=self._clock(), **feedback.model_dump())
            )

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise RecordError(f"the history cannot be read or written: {error.orig}; run 'tutor doctor'") from error


def _total(taken: Sequence[Usage]) -> Usage:
    """Sums; the cost only where every part of it is known."""
    costs = [one.cost_usd for one in taken]
    return Usage(
        input_tokens=sum(one.input_tokens for one in taken),
        output_tokens=sum(one.output_tokens for one in taken),
        cost_usd=None if None in costs else sum(cost for cost in costs if cost is not None),
    )


def _title(question: str) -> str:
    """The first words of a question, whole."""
    words = " ".join(question.split())
    if len(words) <= _TITLE_LENGTH:
        return words
    return words[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        profile=row.profile,
        title=row.title,
        created_at=_aware(row.created_at),
        updated_at=_aware(row.updated_at),
    )


def _message(row: Row[Any]) -> Message:
    return Message(
        id=row.id,
        role=row.role,
        text=row.text,
        created_at=_aware(row.created_at),
        state=row.state,
        answer=Answer.model_validate_json(row.answer) if row.answer else None,
        sentences=_Sentences.validate_json(row.sentences),
        feedback=None if row.helpful is None else Feedback(helpful=row.helpful, reason=row.reason),
    )


def _aware(moment: datetime) -> datetime:
    """SQLite gives naive times back; they were stored in UTC."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
