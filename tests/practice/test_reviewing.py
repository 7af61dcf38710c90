"""The queue, the days after, the mistakes and the plan of one candidate, on a clock that the test moves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.checking.notes import write_corpus
from tests.practice.made import attempt, grade, question
from tutor.build import Tutor
from tutor.domain import AnswerForm, Attempt, PointStatus, QuestionKind, Rating
from tutor.practice.reviewing import Review, minutes
from tutor.practice.schedule import Schedule

START = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Desk:
    """A candidate's records with a clock to move and attempts to make."""

    def __init__(self, tutor: Tutor) -> None:
        self.now = START
        self.candidate = tutor.candidate
        self.schedule = Schedule()
        self.review = Review(
            tutor.store,
            self.candidate,
            self.schedule,
            lambda: self.now,
            syllabus=tutor.desk.syllabus,
            zone=UTC,
        )

    def keep(self, made: Attempt) -> Attempt:
        self.candidate.attempts.add(made)
        if made.again_of is None:
            attempts = self.candidate.attempts.of(made.question.id)
            self.candidate.cards.put(self.schedule.replay(made.question, attempts))
        return made


@pytest.fixture
def desk(tutor: Tutor) -> Desk:
    return Desk(tutor)


def test_nothing_tried_is_nothing_due(desk: Desk) -> None:
    assert desk.review.queue() == ()
    assert desk.review.due_next("none") is None
    assert {one.cards for one in desk.review.upcoming()} == {0}
    assert desk.review.mistakes() == ()


def test_the_queue_begins_with_what_is_most_at_risk(desk: Desk) -> None:
    for name, rating in (("easy", Rating.EASY), ("good", Rating.GOOD), ("again", Rating.AGAIN)):
        desk.keep(attempt(question(name), rating, START))
    assert desk.review.queue() == ()
    desk.now = START + DAY
    assert [one.question_id for one in desk.review.queue()] == ["again"]
    desk.now = START + 8 * DAY
    assert [one.question_id for one in desk.review.queue()] == ["again", "good", "easy"]


def test_the_days_ahead_are_counted(desk: Desk) -> None:
    for name, rating in (("a", Rating.AGAIN), ("b", Rating.HARD), ("c", Rating.GOOD), ("d", Rating.EASY)):
        desk.keep(attempt(question(name), rating, START))
    ahead = desk.review.upcoming(10)
    assert [one.cards for one in ahead] == [0, 2, 1, 0, 0, 0, 0, 0, 1, 0]
    assert ahead[0].day == date(2026, 11, 2)
    desk.now = START + 3 * DAY
    assert [one.cards for one in desk.review.upcoming(6)] == [3, 0, 0, 0, 0, 1], "what is overdue counts today"


def test_minutes_follow_what_is_asked_for(desk: Desk) -> None:
    desk.keep(attempt(question("a"), Rating.AGAIN, START))
    desk.keep(attempt(question("b", kind=QuestionKind.CODING), Rating.AGAIN, START))
    desk.keep(attempt(question("c", form=AnswerForm.CHOICE, options=("yes", "no")), Rating.AGAIN, START))
    desk.now = START + DAY
    assert minutes(desk.review.queue()) == 3 + 8 + 1


def test_an_interview_date_brings_cards_forward(desk: Desk) -> None:
    for number in range(6):
        desk.keep(attempt(question(f"q{number}"), Rating.EASY, START))
    assert desk.review.brought_forward() == 0
    desk.candidate.plan_for(None, "ml-engineer")
    desk.review.plan_interview(date(2026, 11, 8))
    assert desk.review.interview_on == date(2026, 11, 8)
    assert desk.candidate.about().role == "ml-engineer", "the role stays"
    assert desk.candidate.about().interview_at == datetime(2026, 11, 8, 9, tzinfo=UTC)
    assert desk.review.brought_forward() == 6
    days = [one.day.day for one in desk.review.upcoming(14) for _ in range(one.cards)]
    assert len(days) == 6
    assert set(days) <= {5, 6, 7}
    assert len(set(days)) > 1
    desk.now = datetime(2026, 11, 9, 12, tzinfo=UTC)
    assert desk.review.brought_forward() == 0
    desk.review.plan_interview(None)
    assert desk.review.interview_on is None


POINTS = (("One.", PointStatus.COVERED), ("Two.", PointStatus.PARTLY), ("Three.", PointStatus.CONTRADICTED))


def test_a_mistake_is_what_the_latest_answer_did_not_say(desk: Desk) -> None:
    asked, other = question("a"), question("b", area="rag")
    first = desk.keep(attempt(asked, Rating.AGAIN, START, graded=grade(0.3, *POINTS)))
    desk.keep(attempt(other, Rating.AGAIN, START + DAY, graded=grade(0.1, ("Four.", PointStatus.MISSED))))
    found = desk.review.mistakes()
    assert [(one.question_id, one.point.text) for one in found] == [("b", "Four."), ("a", "Three."), ("a", "Two.")]
    assert [one.question_id for one in desk.review.mistakes("attention")] == ["a", "a"]
    assert found[1].attempt_id == first.id
    desk.keep(attempt(asked, Rating.HARD, START + 2 * DAY))  # a look at the answer proves nothing
    assert len(desk.review.mistakes("attention")) == 2
    mended = grade(0.8, ("Two.", PointStatus.COVERED), ("Three.", PointStatus.MISSED))
    desk.keep(attempt(asked, Rating.GOOD, START + 3 * DAY, graded=mended, again_of=first.id))
    assert [one.point.text for one in desk.review.mistakes("attention")] == ["Three."]


def test_a_follow_up_is_no_question_of_its_own_and_brings_a_point_out(desk: Desk) -> None:
    asked = question("a")
    desk.keep(attempt(asked, Rating.AGAIN, START, graded=grade(0.3, *POINTS)))
    probe = question("a~follow-up-1", "And two?")
    desk.candidate.attempts.add(
        attempt(probe, Rating.AGAIN, START + DAY, graded=grade(0.1, ("Two.", PointStatus.MISSED)))
    )
    found = desk.review.mistakes()
    assert [(one.question_id, one.point.text) for one in found] == [("a", "Three."), ("a", "Two.")]
    said = question("a~follow-up-2", "Two, then?")
    desk.candidate.attempts.add(
        attempt(said, Rating.GOOD, START + DAY, graded=grade(0.9, ("Two.", PointStatus.COVERED)))
    )
    assert [one.point.text for one in desk.review.mistakes()] == ["Three."]
    desk.keep(attempt(asked, Rating.AGAIN, START + 2 * DAY, graded=grade(0.3, *POINTS)))
    assert [one.point.text for one in desk.review.mistakes()] == ["Three.", "Two."], "a new answer counts anew"


def test_another_candidate_sees_nothing_of_it(desk: Desk, tutor: Tutor) -> None:
    desk.keep(attempt(question("a"), Rating.AGAIN, START, graded=grade(0.3, *POINTS)))
    desk.review.plan_interview(date(2026, 11, 8))
    other = Desk(tutor.as_profile("Ada"))
    other.now = START + DAY
    assert (other.review.queue(), other.review.mistakes(), other.review.interview_on) == ((), (), None)


def test_the_plan_of_a_library_of_ones_own(desk: Desk, tutor: Tutor, tmp_path: Path) -> None:
    """An area the syllabus does not know is planned by its name; reviews come first."""
    tutor.ingest([write_corpus(tmp_path / "notes")])
    desk.keep(attempt(question("a", area=None), Rating.AGAIN, START))
    desk.now = START + DAY
    plan = desk.review.plan()
    assert (plan.day, plan.due, plan.interview_in) == (date(2026, 11, 3), 1, None)
    assert [(step.page, step.area, step.title) for step in plan.steps] == [
        ("review", None, "Review 1 question"),
        ("practise", "attention", "Begin: attention"),
    ]
    asked = tutor.questions()[0]
    desk.keep(attempt(asked, Rating.AGAIN, desk.now, graded=grade(0.1)))
    assert desk.review.plan().steps[1].why == "You have answered 1 of its 3 questions."


def test_the_plan_of_the_shipped_notes_follows_the_syllabus(corpus_library: Tutor) -> None:
    fresh = Desk(corpus_library.as_profile("planner"))
    syllabus = corpus_library.desk.syllabus
    assert syllabus is not None
    assert fresh.review.plan().steps[0].area == syllabus.areas[0].name
    fresh.review.plan_interview((START + 5 * DAY).date())
    begun = fresh.review.plan().steps
    assert [step.area for step in begun] == ["python", "training", "transformers"], "most topics and known questions"
    fresh.candidate.forget()
