"""How a conversation stands with regard to mock questions, read from its messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tutor.domain import Message, Model, Question, Turn, Wish


class Thread(Model):
    """`open` is the mock question that waits for an answer, since when, with `hints` given so far; `wish` the latest
    one, its count what was left then; `asked` the ids of all questions asked; `about` the latest plain question."""

    open: Question | None = None
    since: datetime | None = None
    hints: int = 0
    wish: Wish | None = None
    asked: tuple[str, ...] = ()
    about: str = ""


def thread_of(messages: Sequence[Message]) -> Thread:
    """The thread as it stands after `messages`."""
    thread = Thread()
    last = ""
    for message in messages:
        if message.role == "user":
            last = message.text
        elif message.mock is None:
            if message.answer is not None:
                thread = thread.model_copy(update={"about": message.answer.rewritten or last})
        else:
            thread = _after(thread, message)
    return thread


def _after(thread: Thread, message: Message) -> Thread:
    mock = message.mock
    assert mock is not None
    if mock.question is not None:
        return thread.model_copy(
            update={
                "open": mock.question,
                "since": message.created_at,
                "hints": 0,
                "wish": mock.wish or thread.wish,
                "asked": (*thread.asked, mock.question.id),
            }
        )
    if mock.attempt is not None:
        return thread.model_copy(update={"open": None, "since": None, "wish": mock.wish or thread.wish})
    if mock.wish is not None:  # nothing was found for it
        return thread.model_copy(update={"open": None, "since": None, "wish": mock.wish})
    return thread.model_copy(update={"hints": thread.hints + 1})


def turns_of(messages: Sequence[Message]) -> tuple[Turn, ...]:
    """The conversation as a plain question is read with: a mock question counts as asked by the candidate, with what
    the material answers once it was answered; the candidate's own answers, requests and hints are left out."""
    turns: list[Turn] = []
    asked: Message | None = None
    waiting: Question | None = None
    for message in messages:
        if message.role == "user":
            asked = message
            continue
        mock = message.mock
        if mock is None:
            if asked is not None and message.text:
                turns += [Turn(role="user", text=asked.text), Turn(role="assistant", text=message.text)]
            continue
        if mock.attempt is not None:
            turns += _answered(mock.attempt.question)
            waiting = None
        if mock.question is not None:
            waiting = mock.question
    if waiting is not None and (not turns or turns[-1].text != waiting.text):
        turns.append(Turn(role="user", text=waiting.text))
    return tuple(turns)


def _answered(question: Question) -> list[Turn]:
    said = question.short or question.source
    return [Turn(role="user", text=question.text), Turn(role="assistant", text=said.quote)]
