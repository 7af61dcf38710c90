"""Mock questions inside a conversation."""

from __future__ import annotations

from tutor.domain.answers import AnswerEvent
from tutor.domain.grades import Attempt
from tutor.domain.material import Model
from tutor.domain.practice import Question, Wish


class Mock(Model):
    """What an assistant's message does with mock questions: it grades the answer to the one before (`attempt`), asks
    one (`question`), or both.  One that does neither gives a hint, or says that no question was found.

    `wish` is what was asked for; its count is how many questions are left, the one asked here included.
    """

    attempt: Attempt | None = None
    question: Question | None = None
    wish: Wish | None = None

    @property
    def passed(self) -> bool:
        """Whether the candidate gave no answer; then the model answer is shown at once."""
        return self.attempt is not None and not self.attempt.answer


class Mocked(Model):
    """A message about mock questions, whole: the last event where there is no Answer.  `text` is said besides."""

    text: str
    mock: Mock


ChatEvent = AnswerEvent | Mocked
