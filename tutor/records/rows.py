"""Rows of the history -> models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from tutor.domain import Answer, AnswerSentence, Conversation, Feedback, Message, Usage
from tutor.records.mock_messages import read_mock
from tutor.records.transactions import aware

Sentences = TypeAdapter(tuple[AnswerSentence, ...])
_TITLE_LENGTH = 60


def total(taken: Sequence[Usage]) -> Usage:
    """Sums; the cost only where every part of it is known."""
    costs = [one.cost_usd for one in taken]
    return Usage(
        input_tokens=sum(one.input_tokens for one in taken),
        output_tokens=sum(one.output_tokens for one in taken),
        cost_usd=None if None in costs else sum(cost for cost in costs if cost is not None),
    )


def title_of(question: str) -> str:
    """The first words of a question, whole."""
    words = " ".join(question.split())
    if len(words) <= _TITLE_LENGTH:
        return words
    return words[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


def read_conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        profile=row.profile,
        title=row.title,
        created_at=aware(row.created_at),
        updated_at=aware(row.updated_at),
    )


def read_message(row: Row[Any]) -> Message:
    return Message(
        id=row.id,
        role=row.role,
        text=row.text,
        created_at=aware(row.created_at),
        state=row.state,
        answer=Answer.model_validate_json(row.answer) if row.answer else None,
        sentences=Sentences.validate_json(row.sentences),
        feedback=None if row.helpful is None else Feedback(helpful=row.helpful, reason=row.reason),
        mock=read_mock(row),
    )
