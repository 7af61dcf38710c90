"""What comes back to one candidate: today's queue, the days after, the points that were missed, the plan of the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from tutor.domain import (
    AnswerForm,
    Area,
    Attempt,
    Card,
    DayPlan,
    Mistake,
    PointStatus,
    Question,
    QuestionKind,
    Syllabus,
)
from tutor.library.store import Store
from tutor.practice.bank import QuestionBank
from tutor.practice.forms import plain_id
from tutor.practice.plan import AreaStanding, Situation, plan_day
from tutor.practice.schedule import Schedule
from tutor.practice.standing import followed, is_follow_up
from tutor.practice.study_days import interview_moment, study_day
from tutor.records import Candidate, Clock

# Minutes for an answer of some sentences and a look at its grade.
_OF_KIND = {QuestionKind.CODING: 8, QuestionKind.DESIGN: 6, QuestionKind.NUMERIC: 4, QuestionKind.SCENARIO: 4}
_OF_FORM = {AnswerForm.CHOICE: 1, AnswerForm.NUMBER: 2, AnswerForm.CODE: 8}
_OTHERWISE = 3
_WORST_FIRST = (PointStatus.CONTRADICTED, PointStatus.MISSED, PointStatus.PARTLY)


class DayCount(NamedTuple):
    """How many cards come back on one day."""

    day: date
    cards: int


class Review:
    """One candidate's review.  Days begin at four in the morning of the time zone `zone`, the machine's by default."""

    def __init__(
        self,
        store: Store,
        candidate: Candidate,
        schedule: Schedule,
        clock: Clock,
        *,
        syllabus: Syllabus | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        self._store = store
        self._candidate = candidate
        self._schedule = schedule
        self._clock = clock
        self._syllabus = syllabus
        self._zone = zone

    @property
    def today(self) -> date:
        return study_day(self._now())

    @property
    def interview_on(self) -> date | None:
        """The day of the interview, where it is known; it may have passed."""
        interview_at = self._interview_at()
        return self._day(interview_at) if interview_at is not None else None

    def plan_interview(self, day: date | None) -> None:
        """Note the day of the interview (None: not known any more); every card's day follows from it."""
        moment = interview_moment(day, self._now().tzinfo).astimezone(UTC) if day is not None else None
        self._candidate.plan_for(moment, self._candidate.about().role)

    def queue(self) -> tuple[Card, ...]:
        """The cards of today and of days before, the one most likely to be forgotten first."""
        now, interview_at = self._now(), self._interview_at()
        due = [card for card in self._candidate.cards.all() if self._schedule.is_due(card, interview_at, now)]
        return tuple(
            sorted(due, key=lambda card: (self._schedule.retrievability(card, now), card.due, card.question_id))
        )

    def upcoming(self, days: int = 14) -> tuple[DayCount, ...]:
        """How many cards come back on each of the next `days`, today (with what is overdue) first."""
        today = self.today
        found = Counter(max(self._day(due), today) for _, due in self._dues())
        dates = [today + timedelta(days=number) for number in range(days)]
        return tuple(DayCount(day, found[day]) for day in dates)

    def due_by(self, card: Card) -> datetime:
        """When a card comes back, the interview's date considered; in the candidate's zone."""
        return self._schedule.due_by(card, self._interview_at(), self._now()).astimezone(self._now().tzinfo)

    def due_next(self, question_id: str) -> datetime | None:
        """When a question comes back; None where it was never tried."""
        card = self._candidate.cards.of(question_id)
        return self.due_by(card) if card is not None else None

    def brought_forward(self) -> int:
        """How many cards the interview's date brings back earlier than they would come without it."""
        return sum(due < card.due for card, due in self._dues())

    def mistakes(self, area: str | None = None) -> tuple[Mistake, ...]:
        """The points that the latest graded answer to each question missed, said in part or contradicted, the latest
        answers first.  An answer given again is the latest too, so a point that was mended is gone; so is one that an
        interviewer's follow-up brought out."""
        latest = self._latest()
        brought_out = self._brought_out()
        found = [
            Mistake(
                attempt_id=attempt.id,
                question_id=attempt.question.id,
                question=attempt.question.text,
                area=attempt.question.area,
                point=point,
                created_at=attempt.created_at,
            )
            for attempt in sorted(latest, key=lambda one: (one.created_at, one.id), reverse=True)
            if attempt.grade is not None and (area is None or attempt.question.area == area)
            for status in _WORST_FIRST
            for point in attempt.grade.points
            if point.status is status and point.text not in brought_out.get(attempt.question.id, ())
        ]
        return tuple(found)

    def plan(self) -> DayPlan:
        """What to do today."""
        now, interview_at = self._now(), self._interview_at()
        queue = self.queue()
        ahead = interview_at is not None and now < interview_at
        latest = self._latest()
        finished = [one.finished_at for one in self._candidate.interviews.all() if one.finished_at is not None]
        return plan_day(
            Situation(
                day=study_day(now),
                interview_on=self.interview_on if ahead else None,
                due=len(queue),
                due_minutes=minutes(queue),
                areas=self._areas(latest),
                answered=len(latest),
                last_interview=self._day(max(finished)) if finished else None,
            )
        )

    # --- inside

    def _dues(self) -> list[tuple[Card, datetime]]:
        now, interview_at = self._now(), self._interview_at()
        return [(card, self._schedule.due_by(card, interview_at, now)) for card in self._candidate.cards.all()]

    def _now(self) -> datetime:
        return self._clock().astimezone(self._zone)

    def _day(self, moment: datetime) -> date:
        return study_day(moment.astimezone(self._now().tzinfo))

    def _interview_at(self) -> datetime | None:
        return self._candidate.about().interview_at

    def _latest(self) -> list[Attempt]:
        """The latest graded attempt at each question; a follow-up asks for one point of another and is none."""
        graded = [one for one in self._candidate.attempts.all() if one.grade is not None]
        return list({one.question.id: one for one in graded if not is_follow_up(one.question.id)}.values())

    def _brought_out(self) -> dict[str, set[str]]:
        """Question id -> its points that were said to a follow-up after its latest answer."""
        found: dict[str, set[str]] = {}
        for one in self._candidate.attempts.all():
            main = followed(one.question.id)
            if one.grade is not None and main is not None:
                said = {point.text for point in one.grade.points if point.status is PointStatus.COVERED}
                found.setdefault(main, set()).update(said)
            elif one.grade is not None:
                found[one.question.id] = set()
        return found

    def _areas(self, latest: Sequence[Attempt]) -> tuple[AreaStanding, ...]:
        """Each area that has questions, in the order of the syllabus; those it does not know by name at the end."""
        bank = [one for one in QuestionBank(self._store).listed() if one.area is not None]
        questions = Counter(one.area for one in bank)
        area_of = {one.id: one.area for one in bank}
        tried = {plain_id(one.question.id) for one in latest} & set(area_of)
        scores: dict[str, list[float]] = {}
        for one in latest:
            area = area_of.get(plain_id(one.question.id), one.question.area)
            if area is not None and one.grade is not None:
                scores.setdefault(area, []).append(one.grade.score)
        known = {area.name: area for area in self._syllabus.areas} if self._syllabus is not None else {}
        names = [name for name in known if name in questions]
        names += sorted(name for name in questions if name is not None and name not in known)
        return tuple(
            AreaStanding(
                name=name,
                title=known[name].title if name in known else name,
                weight=_weight(known[name]) if name in known else 1,
                questions=questions[name],
                tried=sum(area_of[one] == name for one in tried),
                scores=tuple(scores.get(name, ())),
            )
            for name in names
        )


def _weight(area: Area) -> int:
    """How much of an interview an area is likely to be: its topics times the questions that are known to be asked."""
    return len(area.topics) * max(1, len(area.asked))


def minutes(cards: Sequence[Card]) -> int:
    """How long these take, by what the questions ask for."""
    return sum(minutes_of(card.question) for card in cards)


def minutes_of(question: Question) -> int:
    """Minutes that an answer takes, with a look at its grade."""
    found = _OF_FORM.get(question.form)
    if found is None and question.kind is not None:
        found = _OF_KIND.get(question.kind)
    return found if found is not None else _OTHERWISE
