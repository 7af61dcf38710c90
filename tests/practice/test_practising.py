"""A candidate's practice on a real library: chosen, answered, graded, brought back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.checking.notes import write_corpus
from tests.conftest import ROOT
from tutor.build import Tutor
from tutor.domain import AnswerForm, Place, PointStatus, Rating, Wish
from tutor.errors import RecordError, UnknownQuestion

LORA = ROOT / "corpus" / "training" / "lora-and-qlora.md"
SCALED = "attention/scaling#why-are-attention-scores-scaled"
GOOD = (
    "The variance of a dot product grows with the key dimension, so large scores make gradients vanish. "
    "Dividing the attention scores keeps the softmax from saturating."
)


@pytest.fixture
def small(tutor: Tutor, tmp_path: Path) -> Tutor:
    """A library with three questions."""
    tutor.ingest([write_corpus(tmp_path / "notes")])
    return tutor


def test_an_answer_is_graded_kept_and_comes_back(small: Tutor) -> None:
    before = datetime.now(UTC)
    attempt = small.practice.answer(small.practice.question(SCALED), GOOD, guess=0.8, seconds=40)
    assert attempt.grade is not None and attempt.grade.score > 0.5
    assert small.candidate.attempts.get(attempt.id) == attempt
    for point in attempt.grade.points:
        assert point.citation is not None
        assert point.quote is None or attempt.answer[point.quote.start : point.quote.end] == point.quote.text
    card = small.practice.card(SCALED)
    assert card is not None and card.due > before
    assert (card.attempts, card.score) == (1, attempt.grade.score)


def test_what_waits_for_its_review_is_not_asked_again(small: Tutor) -> None:
    small.practice.answer(small.practice.question(SCALED), GOOD)
    chosen = small.practice.choose(Wish(count=5))
    assert SCALED not in {one.id for one in chosen.questions}
    assert 0 < len(chosen.questions) < 5
    assert chosen.notice is not None, "fewer than were wished for is said"


def test_answering_again_moves_the_points_and_not_the_card(small: Tutor) -> None:
    question = small.practice.question(SCALED)
    first = small.practice.answer(question, "It saves time.")
    due = small.practice.card(SCALED)
    again = small.practice.answer(question, GOOD, again_of=first.id)
    assert small.practice.card(SCALED) == due
    change = small.practice.change(again)
    assert change is not None and change.after > change.before
    assert any(point.before is PointStatus.MISSED and point.after is PointStatus.COVERED for point in change.points)
    assert small.practice.change(first) is None


def test_the_candidates_own_rating_wins(small: Tutor) -> None:
    attempt = small.practice.answer(small.practice.question(SCALED), GOOD)
    easy, again = small.practice.rate(attempt.id, Rating.EASY), small.practice.rate(attempt.id, Rating.AGAIN)
    assert easy.due > again.due
    assert small.candidate.attempts.get(attempt.id).rating is Rating.AGAIN
    with pytest.raises(RecordError):
        small.practice.rate("none", Rating.GOOD)


def test_looking_is_an_attempt_too(small: Tutor) -> None:
    small.practice.look(small.practice.question(SCALED), Rating.AGAIN)
    (attempt,) = small.candidate.attempts.all()
    assert (attempt.grade, attempt.place, attempt.rating) == (None, Place.REVIEW, Rating.AGAIN)
    card = small.practice.card(SCALED)
    assert card is not None and card.due - datetime.now(UTC) < timedelta(days=2)


def test_a_concept_can_be_asked_for_a_product_manager(small: Tutor) -> None:
    chosen = small.practice.choose(Wish(forms=(AnswerForm.EXPLAIN,)))
    (question,) = chosen.questions
    assert question.form is AnswerForm.EXPLAIN and "product manager" in question.text
    assert small.practice.question(question.id) == question, "it is found again by its id"


def test_a_question_that_is_not_there_names_itself(small: Tutor) -> None:
    with pytest.raises(UnknownQuestion, match="'nowhere#nothing'"):
        small.practice.grade("nowhere#nothing", "an answer")


def test_made_questions_are_kept_and_are_the_candidates_own(small: Tutor) -> None:
    small.ingest([LORA])
    made = small.practice.make(LORA.name, count=2)
    assert len(made.questions) == 2
    for one in made.questions:
        assert small.practice.question(one.id) == one
        assert one.source.quote in small.document(LORA.name).text
        with pytest.raises(UnknownQuestion):
            small.as_profile("ana").practice.question(one.id)
    again = small.practice.make(LORA.name, count=2)
    assert {one.id for one in again.questions}.isdisjoint(one.id for one in made.questions)
