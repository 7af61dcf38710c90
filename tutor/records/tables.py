"""The tables of the candidate's history."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, Engine, Float, ForeignKey, Integer, MetaData, String, Table, Text
from sqlalchemy.exc import DBAPIError

from tutor.errors import RecordError

metadata = MetaData()
conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("profile", String(128), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False, index=True),
)
messages = Table(
    "messages",
    metadata,
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
citations = Table(
    "citations",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("message_id", ForeignKey("messages.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("document", String(1024), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
)
feedback = Table(
    "feedback",
    metadata,
    Column("message_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

# --- practice: a row's `record` is its model as JSON; the other columns are what it is looked up by

_PROFILE = 128
_QUESTION = 1200  # a document's name, "#" and a slug

profiles = Table(
    "profiles",
    metadata,
    Column("name", String(_PROFILE), primary_key=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("interview_at", DateTime(timezone=True)),
    Column("role", Text),
)
mock_messages = Table(
    "mock_messages",  # an assistant's message that asks a mock question, or that grades the answer to one
    metadata,
    Column("message_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("question", Text),
    Column("attempt", Text),
    Column("wish", Text),
)
attempts = Table(
    "attempts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("profile", String(_PROFILE), nullable=False, index=True),
    Column("question_id", String(_QUESTION), nullable=False, index=True),
    Column("score", Float),
    Column("created_at", DateTime(timezone=True), nullable=False, index=True),
    Column("record", Text, nullable=False),
)
cards = Table(
    "cards",
    metadata,
    Column("profile", String(_PROFILE), primary_key=True),
    Column("question_id", String(_QUESTION), primary_key=True),
    Column("due", DateTime(timezone=True), nullable=False, index=True),
    Column("record", Text, nullable=False),
)
made_questions = Table(
    "made_questions",
    metadata,
    Column("profile", String(_PROFILE), primary_key=True),
    Column("question_id", String(_QUESTION), primary_key=True),
    Column("document", String(1024), nullable=False, index=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("record", Text, nullable=False),
)
drafts = Table(
    "drafts",
    metadata,
    Column("profile", String(_PROFILE), primary_key=True),
    Column("key", String(_QUESTION), primary_key=True),
    Column("text", Text, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
bookmarks = Table(
    "bookmarks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("profile", String(_PROFILE), nullable=False, index=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("record", Text, nullable=False),
)
ticks = Table(
    "ticks",  # what the candidate ticked off: a note read, a project's step done
    metadata,
    Column("profile", String(_PROFILE), primary_key=True),
    Column("key", String(_QUESTION), primary_key=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
interviews = Table(
    "interviews",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("profile", String(_PROFILE), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("record", Text, nullable=False),
)
OF_PROFILE = (attempts, cards, made_questions, drafts, bookmarks, ticks, interviews)


def create_tables(engine: Engine) -> None:
    """Make what is missing.  Raises RecordError where the database cannot be written."""
    try:
        metadata.create_all(engine)
    except DBAPIError as error:
        raise RecordError(f"the history cannot be written: {error.orig}; run 'tutor doctor'") from error
