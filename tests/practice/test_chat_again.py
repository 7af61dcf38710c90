"""A mock question of a conversation answered again."""

from __future__ import annotations

from tests.practice.talk import GOOD, mocked, say
from tutor.build import Tutor
from tutor.domain import Finished
from tutor.practice.chat_thread import thread_of


def test_the_question_just_graded_can_be_answered_again_and_shows_what_moved(small: Tutor, conversation: str) -> None:
    posed = mocked(small, conversation, "quiz me on attention").mock.question
    first = mocked(small, conversation, "It is done for speed.").mock.attempt
    say(small, conversation, "what is a softmax?")
    reopened = mocked(small, conversation, "let me try again").mock
    assert reopened.question == posed and reopened.attempt is None
    assert thread_of(small.records.messages(conversation)).open == posed, "a refresh finds it open"
    second = mocked(small, conversation, GOOD).mock.attempt
    assert first is not None and second is not None and first.grade is not None and second.grade is not None
    assert second.again_of == first.id and second.question == first.question
    assert second.grade.grader == first.grade.grader
    change = small.practice.change(second)
    assert change is not None and change.after > change.before
    assert [one.text for one in change.points] == [point.text for point in first.question.rubric]
    third = mocked(small, conversation, "can I answer that again?").mock.question
    assert third == posed
    again = mocked(small, conversation, GOOD).mock.attempt
    assert again is not None and again.again_of == second.id


def test_in_a_set_the_open_question_waits_while_the_one_before_is_answered_again(
    small: Tutor, conversation: str
) -> None:
    first = mocked(small, conversation, "quiz me, three questions").mock
    second = mocked(small, conversation, "It is done for speed.").mock
    assert second.question is not None and second.wish is not None and second.wish.count == 2
    reopened = mocked(small, conversation, "wait, can I answer the last one again?").mock
    assert reopened.question == first.question and reopened.wish is not None and reopened.wish.count == 3
    back = mocked(small, conversation, GOOD).mock
    assert back.attempt is not None and back.attempt.question == first.question and back.attempt.again_of is not None
    assert back.question == second.question and back.wish == second.wish
    third = mocked(small, conversation, GOOD).mock
    assert third.attempt is not None and third.attempt.question == second.question and third.attempt.again_of is None
    assert third.question is not None and third.question.id not in {first.question.id, second.question.id}


def test_going_on_instead_of_answering_again_returns_to_the_question_that_waited(
    small: Tutor, conversation: str
) -> None:
    mocked(small, conversation, "quiz me, two questions")
    second = mocked(small, conversation, "It is done for speed.").mock
    mocked(small, conversation, "let me try that one again")
    back = mocked(small, conversation, "next question").mock
    assert back.question == second.question and back.wish == second.wish


def test_a_wish_to_try_again_is_a_plain_question_where_nothing_was_graded(small: Tutor, conversation: str) -> None:
    assert isinstance(say(small, conversation, "let me try again"), Finished)
    mocked(small, conversation, "quiz me on attention")
    graded = mocked(small, conversation, "let me try again").mock
    assert graded.attempt is not None, "nothing else is open: these words are the answer"
