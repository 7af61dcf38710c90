"""A practice set as it stands: which questions, which one is open, what it got.  Kept in the database, so that a
refresh, another page or another day finds it where it was left."""

from __future__ import annotations

from datetime import datetime

from pydantic import ValidationError

from tutor.build import Tutor
from tutor.domain import Attempt, Model, Question
from tutor.errors import RecordError, TutorError
from tutor.records import Clock
from tutor.ui.answer_box import clear_box

_KEY = "practise"


class Run(Model):
    """`questions` are ids, `at` the open one; `attempt` is its latest attempt (None while it is not answered) and
    `again` whether it is being answered once more.  `title` says what the set is about."""

    title: str
    questions: tuple[str, ...]
    at: int = 0
    since: datetime
    attempt: str | None = None
    again: bool = False
    notice: str | None = None


class PracticeRun:
    """The open set of one candidate."""

    def __init__(self, tutor: Tutor, clock: Clock) -> None:
        self._tutor = tutor
        self._drafts = tutor.candidate.drafts
        self._clock = clock

    def load(self) -> Run | None:
        """The open set; one that an older program wrote is begun anew."""
        text = self._drafts.get(_KEY)
        try:
            return Run.model_validate_json(text) if text else None
        except ValidationError:
            self.close()
            return None

    def start(self, title: str, questions: tuple[str, ...], notice: str | None = None) -> None:
        if questions:
            self._save(Run(title=title, questions=questions, since=self._clock(), notice=notice))

    def close(self) -> None:
        self._drafts.save(_KEY, "")

    def question(self, run: Run) -> Question | None:
        """The open question; None where its document has left the library."""
        try:
            return self._tutor.practice.question(run.questions[run.at])
        except TutorError:
            return None

    def attempt(self, run: Run) -> Attempt | None:
        if run.attempt is None:
            return None
        try:
            return self._tutor.candidate.attempts.get(run.attempt)
        except RecordError:
            return None

    def seconds(self, run: Run) -> int:
        """On the open question so far."""
        return max(0, int((self._clock() - run.since).total_seconds()))

    def answered(self, run: Run, attempt: Attempt) -> None:
        self._save(run.model_copy(update={"attempt": attempt.id, "again": False}))

    def answer_again(self, run: Run) -> None:
        self._save(run.model_copy(update={"again": True, "since": self._clock()}))

    def next(self, run: Run) -> None:
        """Go to the next question; after the last one the set is closed."""
        if run.at + 1 >= len(run.questions):
            self.close()
            return
        changes = {"at": run.at + 1, "since": self._clock(), "attempt": None, "again": False, "notice": None}
        self._save(run.model_copy(update=changes))

    def _save(self, run: Run) -> None:
        self._drafts.save(_KEY, run.model_dump_json())


def draft_key(question: Question) -> str:
    """What the draft of an answer to `question` is kept under."""
    return f"answer:{question.id}"


def forget_draft(tutor: Tutor, question: Question, *, code: bool, text: str = "") -> None:
    clear_box(tutor.candidate.drafts, draft_key(question), code=code, text=text)
