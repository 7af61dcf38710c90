"""When a question comes back: FSRS 6 (Ye et al. 2022, doi:10.1145/3534678.3539081) by the fsrs package, and what an
interview's date changes about it."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import fsrs

from tutor.domain import Attempt, Card, Grade, Question, Rating
from tutor.errors import RecordError
from tutor.practice.study_days import start_of, study_day

DESIRED_RETENTION = 0.9
_HARD_FROM, _GOOD_FROM, _EASY_FROM = 0.4, 0.6, 0.85  # scores, 0..1
_LAST_DAYS = 3  # before the interview, in which what is weak is seen once more
_RATING = "last_rating"  # beside the package's own keys in Card.state


class Schedule:
    """Decides when a question comes back.

    Intervals are whole days: an answer takes minutes, and what was just missed is answered again at once, which does
    not count.  So the package's steps of minutes are off, and a question that was missed comes back tomorrow.
    """

    def __init__(self) -> None:
        self._scheduler = fsrs.Scheduler(
            desired_retention=DESIRED_RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
        )

    def rating_of(self, grade: Grade) -> Rating:
        """Again below a score of 0.4, Hard below 0.6, Good below 0.85, Easy from there on."""
        if grade.score < _HARD_FROM:
            return Rating.AGAIN
        if grade.score < _GOOD_FROM:
            return Rating.HARD
        return Rating.GOOD if grade.score < _EASY_FROM else Rating.EASY

    def replay(self, question: Question, attempts: Sequence[Attempt]) -> Card:
        """The card after `attempts`, first one first, each at its own moment; those that answer again (`again_of`) do
        not count.  Raises RecordError where none counts."""
        counted = [one for one in attempts if one.again_of is None]
        if not counted:
            raise RecordError(f"{question.id!r} was not answered yet; answer it before it can come back")
        memory = fsrs.Card(card_id=zlib.crc32(question.id.encode()), due=counted[0].created_at)
        for one in counted:
            memory, _ = self._scheduler.review_card(memory, fsrs.Rating(one.rating), one.created_at)
        scores = [one.grade.score for one in counted if one.grade is not None]
        return Card(
            question_id=question.id,
            question=question,
            state=json.dumps({**memory.to_dict(), _RATING: int(counted[-1].rating)}),
            due=memory.due,
            last_review=memory.last_review,
            attempts=len(counted),
            lapses=sum(one.rating is Rating.AGAIN for one in counted[1:]),
            score=scores[-1] if scores else None,
        )

    def retrievability(self, card: Card, now: datetime) -> float:
        """The chance (0..1) that the answer is remembered at `now`."""
        return float(self._scheduler.get_card_retrievability(fsrs.Card.from_json(card.state), now))

    def is_weak(self, card: Card, moment: datetime) -> bool:
        """Whether the last answer was missed or hard, or what was known is likely to be forgotten at `moment`."""
        rating = json.loads(card.state).get(_RATING)
        return rating in {Rating.AGAIN, Rating.HARD} or self.retrievability(card, moment) < DESIRED_RETENTION

    def is_due(self, card: Card, interview_at: datetime | None, now: datetime) -> bool:
        """Whether the card comes back on the study day of `now`, or was to come back before."""
        return study_day(self.due_by(card, interview_at, now).astimezone(now.tzinfo)) <= study_day(now)

    def due_by(self, card: Card, interview_at: datetime | None, now: datetime) -> datetime:
        """When the card comes back, with an interview ahead: `card.due`, unless that is later than the day before it.

        Then one of the days left is taken: of the later half between the last review and the interview, or of the
        last three days for a weak card; at the earliest today.  Each of these days is as likely as another (by a hash
        of the question and the day), so the cards spread; the draw of a day depends on nothing else, so a card keeps
        its day, and one that was not reviewed on it is spread over the days still left.  A card reviewed on the eve
        itself stays where it is, or comes once more on the morning of the interview if it is weak.  Days are those of
        the time zone of `now`.
        """
        if interview_at is None or now >= interview_at or card.last_review is None:
            return card.due
        interview, today = study_day(interview_at.astimezone(now.tzinfo)), study_day(now)
        eve = interview - timedelta(days=1)
        if study_day(card.due.astimezone(now.tzinfo)) <= eve:
            return card.due
        seen = study_day(card.last_review.astimezone(now.tzinfo))
        weak = self.is_weak(card, interview_at)
        if seen < eve and today <= eve:
            half = seen + timedelta(days=((interview - seen).days + 1) // 2)
            first = max(seen + timedelta(days=1), interview - timedelta(days=_LAST_DAYS)) if weak else half
            return start_of(_drawn_day(card.question_id, max(first, today), eve), now.tzinfo)
        morning = start_of(interview, now.tzinfo)
        missed = seen < eve or (weak and seen == eve)
        return morning if missed and morning < interview_at else card.due


def _drawn_day(question_id: str, first: date, last: date) -> date:
    """A day from `first` to `last`: on each, one of the n days left, the chance is one in n, which makes all alike."""
    day = first
    while day < last and _draw(question_id, day) * ((last - day).days + 1) >= 1:
        day += timedelta(days=1)
    return day


def _draw(question_id: str, day: date) -> float:
    """A number from 0 (included) to 1 that is the same whenever it is asked for."""
    digest = hashlib.sha256(f"{question_id}\0{day.isoformat()}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
