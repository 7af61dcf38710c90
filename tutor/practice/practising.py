"""Mock questions for one candidate: chosen, answered, graded, and noted for review."""

from __future__ import annotations

import random
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from tutor.domain import (
    AnswerForm,
    Attempt,
    Card,
    Change,
    Chosen,
    Filters,
    Grade,
    Place,
    Question,
    Rating,
    Syllabus,
    Wish,
)
from tutor.errors import UnknownQuestion
from tutor.library.embedder import Embedder
from tutor.library.store import Store
from tutor.practice.bank import QuestionBank
from tutor.practice.forms import as_explanation, plain_id
from tutor.practice.grading.changes import changes
from tutor.practice.job_description import JobReading, read_job
from tutor.practice.making.maker import Made, QuestionMaking
from tutor.records import Candidate, Clock

_MADE_FORMS = frozenset({AnswerForm.CHOICE, AnswerForm.NUMBER})  # the notes hold none of these; they are made
_MOST_DOCUMENTS = 4  # read for one wish


class Chooses(Protocol):
    """Picks questions of the bank (see choosing.py)."""

    def choose(
        self,
        wish: Wish,
        *,
        made: Sequence[Question],
        counts: Mapping[str, int],
        cards: Sequence[Card],
        interview_at: datetime | None,
        now: datetime,
        rng: random.Random,
        skip: Collection[str] = (),
    ) -> Chosen: ...


class Grades(Protocol):
    """Grades an answer (see grading/grader.py)."""

    def grade(self, question: Question, answer: str, *, use_model: bool = True) -> Grade: ...


class Schedules(Protocol):
    """Decides when a question comes back (see schedule.py)."""

    def rating_of(self, grade: Grade) -> Rating: ...

    def replay(self, question: Question, attempts: Sequence[Attempt]) -> Card:
        """The card after `attempts`, first one first; those that answer again (`again_of`) do not count."""
        ...


class Practice:
    """One candidate's practice."""

    def __init__(
        self,
        *,
        store: Store,
        embedder: Embedder,
        syllabus: Syllabus | None,
        candidate: Candidate,
        chooser: Chooses,
        grader: Grades,
        making: QuestionMaking,
        schedule: Schedules,
        clock: Clock,
        rng: random.Random,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._syllabus = syllabus
        self._bank = QuestionBank(store)
        self._candidate = candidate
        self._chooser = chooser
        self._grader = grader
        self._making = making
        self._schedule = schedule
        self._clock = clock
        self._rng = rng

    # --- questions

    def choose(self, wish: Wish, *, skip: Collection[str] = ()) -> Chosen:
        """Questions for `wish`, least practised first; none whose review is not due yet, nor one nearly the same.

        Multiple choice and numbers are made from the notes where too few are there.  Questions with an id in `skip`
        are passed over.  Fewer than wished for are never filled up: `notice` says so.
        """
        if wish.forms and set(wish.forms) <= _MADE_FORMS:
            self._make_for(wish, skip)
        return self._chooser.choose(
            wish,
            made=self._candidate.made.of(),
            counts=self._candidate.attempts.counts(),
            cards=self._candidate.cards.all(),
            interview_at=self._candidate.about().interview_at,
            now=self._clock(),
            rng=self._rng,
            skip=skip,
        )

    def question(self, question_id: str) -> Question:
        """The question of that id, of the bank or made.  Raises UnknownQuestion."""
        made = self._candidate.made.get(question_id)
        if made is not None:
            return made
        found = self._bank.question(plain_id(question_id))
        if found is None:
            raise UnknownQuestion(f"there is no question {question_id!r}; 'tutor questions' lists them")
        return found if found.id == question_id else as_explanation(found)

    def make(self, document: str, *, count: int = 5, forms: Collection[AnswerForm] = ()) -> Made:
        """Questions made from one document (named as `Store.document` takes it) and kept for this candidate."""
        found = self._store.document(document)
        known = self._candidate.made.of(found.name)
        made = self._making.make(
            found,
            self._store.stored_chunks(found.name),
            wanted=count,
            forms=frozenset(forms) or frozenset(AnswerForm),
            rng=self._rng,
            known=[*known, *self._bank.questions(Filters(documents=(found.name,)))],
        )
        for one in made.questions:
            self._candidate.made.put(one)
        return made

    def read_job(self, text: str) -> JobReading:
        """The areas and levels a pasted job description asks for, each with the line that says so."""
        if self._syllabus is None:
            return JobReading(notice="The syllabus is not here to match a job with; choose areas by hand.")
        return read_job(text, self._syllabus, self._embedder)

    # --- answers

    def grade(self, question: Question | str, answer: str, *, use_model: bool = True) -> Grade:
        """The grade of an answer, kept nowhere."""
        asked = self.question(question) if isinstance(question, str) else question
        return self._grader.grade(asked, answer, use_model=use_model)

    def answer(
        self,
        question: Question,
        answer: str,
        *,
        guess: float | None = None,
        seconds: int = 0,
        place: Place = Place.PRACTISE,
        again_of: str | None = None,
        use_model: bool = True,
        schedule: bool = True,
    ) -> Attempt:
        """Grade an answer and keep it; the question comes back when its review is due (unless `schedule` is false, or
        it answers an earlier attempt again)."""
        grade = self._grader.grade(question, answer, use_model=use_model)
        attempt = Attempt(
            id=uuid.uuid4().hex,
            question=question,
            answer=answer,
            guess=guess,
            grade=grade,
            rating=self._schedule.rating_of(grade),
            place=place,
            created_at=self._clock(),
            seconds=seconds,
            again_of=again_of,
        )
        self._keep(attempt, schedule=schedule and again_of is None)
        return attempt

    def look(self, question: Question, rating: Rating, *, place: Place = Place.REVIEW) -> Attempt:
        """Note that the candidate looked at the answer and rated themselves."""
        attempt = Attempt(
            id=uuid.uuid4().hex,
            question=question,
            answer="",
            grade=None,
            rating=rating,
            place=place,
            created_at=self._clock(),
        )
        self._keep(attempt, schedule=True)
        return attempt

    def rate(self, attempt_id: str, rating: Rating) -> Card:
        """Put the candidate's own rating in the place of the grade's; the card is reckoned anew."""
        attempt = self._candidate.attempts.get(attempt_id).model_copy(update={"rating": rating})
        self._candidate.attempts.change(attempt)
        return self._reschedule(attempt.question)

    def change(self, attempt: Attempt) -> Change | None:
        """What moved, point by point, against the attempt that this one answers again."""
        if attempt.again_of is None or attempt.grade is None:
            return None
        before = self._candidate.attempts.get(attempt.again_of).grade
        return changes(before, attempt.grade) if before is not None else None

    def card(self, question_id: str) -> Card | None:
        """When the question comes back, where it was tried."""
        return self._candidate.cards.of(question_id)

    # --- inside

    def _keep(self, attempt: Attempt, *, schedule: bool) -> None:
        self._candidate.attempts.add(attempt)
        if schedule:
            self._reschedule(attempt.question)

    def _reschedule(self, question: Question) -> Card:
        card = self._schedule.replay(question, self._candidate.attempts.of(question.id))
        self._candidate.cards.put(card)
        return card

    def _make_for(self, wish: Wish, skip: Collection[str]) -> None:
        """Make what is missing, from the notes the wish allows, those with fewest made questions first."""
        made = [one for one in self._candidate.made.of() if one.form in wish.forms and one.id not in skip]
        held = {one.document for one in made}
        places = Filters(areas=wish.areas, documents=wish.documents)
        names = [one.name for one in self._store.summaries() if _fits(one.area, one.name, places)]
        self._rng.shuffle(names)
        names.sort(key=lambda name: name in held)
        for name in names[:_MOST_DOCUMENTS]:
            self.make(name, count=wish.count, forms=wish.forms)


def _fits(area: str | None, name: str, places: Filters) -> bool:
    return (not places.areas or area in places.areas) and (not places.documents or name in places.documents)
