"""What a well-behaved model would say of the small library, and what must hold of any answer over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.fakes import id_of
from tutor.answering.composing import Composed
from tutor.backends.messages import ChatMessage
from tutor.build import Tutor
from tutor.domain import (
    AnswerSentence,
)

ROOT = "Every score is divided by the square root of the key dimension"
VANISH = "Without the scaling, large dot products make the gradients of the softmax vanish"
QUESTION = "Why are attention scores scaled?"
Messages = Sequence[ChatMessage]
Compose = Callable[..., Composed]


def good_reply(messages: Messages) -> str:
    root, vanish = id_of(messages, "divides every score"), id_of(messages, "Without the scaling")
    return f"{ROOT} [{root}]. {VANISH} [{vanish}][{root}]."


def assert_verbatim(sentences: Sequence[AnswerSentence], library: Tutor) -> None:
    for citation in (one for sentence in sentences for one in sentence.citations):
        assert citation.quote == library.document(citation.document).text[citation.start : citation.end]
