"""What a message in a conversation is, told without a language model: a question for the tutor, a request for mock
questions, or, while a mock question is open, an answer to it, a wish to pass, or a wish for a hint; after a grade, a
wish to answer once more."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from tutor.domain import Model, Wish
from tutor.practice.open_question import is_hint, is_pass, is_plain_question
from tutor.practice.request_clauses import clauses, interrupting_clause, requesting_clause
from tutor.practice.request_words import spelled
from tutor.practice.retrying import is_retry
from tutor.practice.wishes import read_wish

_LONGEST_REQUEST = 60  # words; a longer message is an answer where a mock question is open, else a question


class Intent(StrEnum):
    """What a message wants."""

    ASK = "ask"
    MOCK = "mock"
    ANSWER = "answer"
    PASS = "pass"
    HINT = "hint"
    RETRY = "retry"


class Reading(Model):
    """A message as it was read.  `wish` only where it asks for mock questions, `again` for more like the last."""

    intent: Intent
    wish: Wish | None = None
    again: bool = False


def read_message(
    text: str, *, open_question: str | None = None, graded: bool = False, areas: Sequence[tuple[str, str]] = ()
) -> Reading:
    """What `text` is, given the mock question that waits for an answer, whether one was graded before (only then can
    it be answered again), and the (name, title) pairs of the syllabus."""
    mended = spelled(text)
    if graded and "\n" not in text.strip() and is_retry(mended, waits=open_question is not None):
        return Reading(intent=Intent.RETRY)
    long = len(mended.split()) > _LONGEST_REQUEST
    if open_question is not None:
        if is_hint(mended):
            return Reading(intent=Intent.HINT)
        if is_pass(mended):
            return Reading(intent=Intent.PASS)
        if long or "\n" in text.strip():
            return Reading(intent=Intent.ANSWER)
    if long:
        return Reading(intent=Intent.ASK)
    parts = clauses(mended)
    place = requesting_clause(parts) if open_question is None else interrupting_clause(parts)
    if place is not None:
        wish, again = read_wish(parts, place, areas=areas)
        return Reading(intent=Intent.MOCK, wish=wish, again=again)
    if open_question is not None and not is_plain_question(mended, open_question):
        return Reading(intent=Intent.ANSWER)
    return Reading(intent=Intent.ASK)
