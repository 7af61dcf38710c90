"""How a conversation stands with regard to mock questions, read from its messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tutor.domain import Attempt, Message, Model, Question, Turn, Wish


class Thread(Model):
    """`open` is the mock question that waits for an answer, since when, with `hints` given so far; `wish` the latest
    one, its count what was left then; `asked` the ids of all questions asked; `about` the latest plain question.

    `graded` is the latest graded attempt; where its question is open once more, `waiting` is the one put off for it.
    """

    open: Question | None = None
    since: datetime | None = None
    hints: int = 0
    wish: Wish | None = None
    asked: tuple[str, ...] = ()
    about: str = ""
    graded: Attempt | None = None
    waiting: Question | None = None

    @property
    def again_of(self) -> str | None:
        """The attempt that an answer given now answers again: no question but that one's is ever asked twice."""
        if self.open is None or self.graded is None or not self._is_graded(self.open):
            return None
        return self.graded.id

    def put_off(self, asked: Question) -> Question | None:
        """The open question that has to wait while `asked` is asked, where that is asked again."""
        if not self._is_graded(asked):
            return None
        return self.waiting if self.again_of is not None else self.open

    def _is_graded(self, question: Question) -> bool:
        return self.graded is not None and self.graded.question.id == question.id


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
    if mock.attempt is not None:
        thread = thread.model_copy(update={"graded": mock.attempt, "open": None, "waiting": None})
    if mock.question is not None:
        return thread.model_copy(
            update={
                "open": mock.question,
                "since": message.created_at,
                "hints": 0,
                "waiting": thread.put_off(mock.question),
                "wish": mock.wish or thread.wish,
                "asked": (*thread.asked, mock.question.id),
            }
        )
    if mock.attempt is not None:
        return thread.model_copy(update={"since": None, "wish": mock.wish or thread.wish})
    if mock.wish is not None:  # nothing was found for it
        return thread.model_copy(update={"open": None, "since": None, "waiting": None, "wish": mock.wish})
    return thread.model_copy(update={"hints": thread.hints + 1})


def latest_mock(messages: Sequence[Message]) -> Message | None:
    """The latest message that asks a mock question or grades one, and not only hints at an answer."""
    for message in reversed(messages):
        mock = message.mock
        if mock is not None and (mock.question is not None or mock.attempt is not None or mock.wish is not None):
            return message
    return None


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
