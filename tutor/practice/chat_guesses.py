"""How sure the candidate was of an answer in a conversation: asked once it is graded, before the grade is shown.

The grade is made and kept at once, so that asking costs no time and leaving loses nothing; that its guess is awaited
stands beside the drafts until it is given or passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.domain import AnswerForm, Message
from tutor.domain.chat import Mock
from tutor.practice.chat_thread import latest_mock
from tutor.records import Candidate

_NUMBER = re.compile(
    r"(?:(?:about|around|maybe|roughly|say|perhaps|i'?d say|i would say|i guess|i think|an?)\s+){0,2}"
    r"(?P<n>\d{1,2}(?:[.,]\d+)?)\s*(?P<of>/\s*10|(?:out )?of (?:10|ten))?\W*",
    re.IGNORECASE,
)
_SKIPS = frozenset({"skip", "skip it", "skip this", "no guess", "not now", "just show me", "show me the grade"})


class ChatGuesses:
    """The guesses that one candidate's conversations wait for."""

    def __init__(self, candidate: Candidate) -> None:
        self._drafts = candidate.drafts
        self._attempts = candidate.attempts
        self._mocks = candidate.mock_messages

    def ask(self, message_id: str, mock: Mock) -> None:
        """Await the guess on the answer that the message grades; nothing is asked about one that was passed."""
        if mock.attempt is not None and mock.attempt.answer:
            self._drafts.save(_key(message_id), mock.attempt.id)

    def awaited(self, message: Message | None) -> bool:
        """Whether the grade in `message` is held back until the candidate said how sure they were."""
        attempt = message.mock.attempt if message is not None and message.mock is not None else None
        return message is not None and attempt is not None and self._drafts.get(_key(message.id)) == attempt.id

    def take(self, message: Message, guess: float | None) -> None:
        """Keep the guess (0..1) with its attempt; None passes it over.  Raises RecordError without its attempt."""
        mock = message.mock
        if guess is not None and mock is not None and mock.attempt is not None:
            attempt = self._attempts.get(mock.attempt.id).model_copy(update={"guess": guess})
            self._attempts.change(attempt)
            self._mocks.finish(message.id, message.text, mock.model_copy(update={"attempt": attempt}))
        self._drafts.save(_key(message.id), "")

    def taken(self, messages: Sequence[Message], text: str) -> bool:
        """Whether `text`, typed after `messages`, is the guess awaited ("7", "7/10", "skip"); if so, it is kept."""
        message = latest_mock(messages)
        if message is None or message.mock is None or not self.awaited(message):
            return False
        follows = message.mock.question  # what else a number or "skip" may be about
        found = _NUMBER.fullmatch(text.strip())
        if found is not None and (found["of"] or follows is None or follows.form is not AnswerForm.NUMBER):
            guess = float(found["n"].replace(",", ".")) / 10
            if guess <= 1:
                self.take(message, guess)
                return True
        if follows is None and text.strip(" .!").lower() in _SKIPS:
            self.take(message, None)
            return True
        return False


def _key(message_id: str) -> str:
    return f"guess:{message_id}"
