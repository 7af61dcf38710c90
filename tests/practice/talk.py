"""A conversation with mock questions, one message at a time."""

from __future__ import annotations

from tutor.build import Tutor
from tutor.domain import Message
from tutor.domain.chat import ChatEvent, Mocked
from tutor.practice.requests import Reading

GOOD = (
    "The variance of a dot product grows with the key dimension, so large scores make gradients vanish. "
    "Dividing the attention scores keeps the softmax from saturating."
)


def say(tutor: Tutor, conversation: str, text: str, reading: Reading | None = None) -> ChatEvent:
    """The last event that a message leads to."""
    return list(tutor.desk.chat.stream(text, conversation_id=conversation, reading=reading))[-1]


def mocked(tutor: Tutor, conversation: str, text: str, reading: Reading | None = None) -> Mocked:
    event = say(tutor, conversation, text, reading)
    assert isinstance(event, Mocked), event
    return event


def last(tutor: Tutor, conversation: str) -> Message:
    return tutor.records.messages(conversation)[-1]
