"""The card that is open on the Review page: kept in the database, so that a refresh or another day finds it."""

from __future__ import annotations

from datetime import datetime

from pydantic import ValidationError

from tutor.build import Tutor
from tutor.domain import Attempt, Model, Question
from tutor.errors import RecordError, TutorError
from tutor.ui.answer_box import clear_box
from tutor.ui.practice_run import draft_key
from tutor.ui.question_view import takes_code

_KEY = "review"


class OpenCard(Model):
    """`question_id` is being answered; `shown` once the candidate looked at the answer, `attempt` once it is graded.

    `again_of` is the attempt that is answered again (from the mistakes, or after a grade); `later` are cards put off
    until the others of today are done.
    """

    question_id: str
    since: datetime
    shown: bool = False
    attempt: str | None = None
    again_of: str | None = None
    later: tuple[str, ...] = ()


class ReviewRun:
    """What one candidate has open."""

    def __init__(self, tutor: Tutor) -> None:
        self._tutor = tutor
        self._drafts = tutor.candidate.drafts

    def load(self) -> OpenCard | None:
        """The open card; one that an older program wrote is forgotten."""
        text = self._drafts.get(_KEY)
        try:
            return OpenCard.model_validate_json(text) if text else None
        except ValidationError:
            self.close()
            return None

    def question(self, card: OpenCard) -> Question | None:
        """As the material words it now, else as it was asked; None where neither is known any more."""
        try:
            return self._tutor.practice.question(card.question_id)
        except TutorError:
            kept = self._tutor.candidate.cards.of(card.question_id)
            return kept.question if kept is not None else None

    def attempt(self, card: OpenCard) -> Attempt | None:
        if card.attempt is None:
            return None
        try:
            return self._tutor.candidate.attempts.get(card.attempt)
        except RecordError:
            return None

    def seconds(self, card: OpenCard) -> int:
        """On this answer so far."""
        return max(0, int((self._tutor.now() - card.since).total_seconds()))

    def next(self, later: tuple[str, ...] = ()) -> None:
        """Open the first card of today that was not put off; then those that were; with none left, close."""
        queue = [card.question_id for card in self._tutor.review.queue()]
        put_off = tuple(one for one in later if one in queue)
        waiting = [one for one in queue if one not in put_off] or list(put_off)
        if not waiting:
            self.close()
            return
        left = put_off if waiting[0] not in put_off else ()
        self._save(OpenCard(question_id=waiting[0], since=self._tutor.now(), later=left))

    def put_off(self, card: OpenCard) -> None:
        self.next((*card.later, card.question_id))

    def retry(self, attempt: Attempt) -> None:
        """Answer a question of the mistakes again."""
        self._save(OpenCard(question_id=attempt.question.id, since=self._tutor.now(), again_of=attempt.id))

    def show(self, card: OpenCard) -> None:
        self._save(card.model_copy(update={"shown": True}))

    def hide(self, card: OpenCard) -> None:
        self._save(card.model_copy(update={"shown": False}))

    def answered(self, card: OpenCard, attempt: Attempt) -> None:
        self._save(card.model_copy(update={"attempt": attempt.id}))
        clear_box(self._drafts, draft_key(attempt.question), code=takes_code(attempt.question))

    def answer_again(self, card: OpenCard, attempt: Attempt) -> None:
        """Open the same question with the answer given before in its box."""
        again = {"attempt": None, "again_of": attempt.id, "since": self._tutor.now()}
        self._save(card.model_copy(update=again))
        question = attempt.question
        clear_box(self._drafts, draft_key(question), code=takes_code(question), text=attempt.answer)

    def close(self) -> None:
        self._drafts.save(_KEY, "")

    def _save(self, card: OpenCard) -> None:
        self._drafts.save(_KEY, card.model_dump_json())
