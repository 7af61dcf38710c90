"""How sure the candidate was of an answer in a conversation."""

from __future__ import annotations

import pytest

from tests.practice.talk import GOOD, last, mocked, say
from tutor.build import Tutor


def test_the_guess_is_kept_with_its_attempt_and_counts_as_calibration(small: Tutor, conversation: str) -> None:
    mocked(small, conversation, "quiz me on attention")
    mocked(small, conversation, GOOD)
    graded = last(small, conversation)
    guesses = small.desk.chat.guesses
    assert guesses.awaited(graded)
    guesses.take(graded, 0.7)
    kept = last(small, conversation)
    assert kept.mock is not None and kept.mock.attempt is not None and kept.mock.attempt.guess == 0.7
    assert small.candidate.attempts.get(kept.mock.attempt.id).guess == 0.7
    assert not guesses.awaited(kept)
    assert small.progress.calibration().answers == 1


@pytest.mark.parametrize("words", ["7", "7/10", "about 7,0", "I'd say 7.", "7 out of ten"])
def test_a_guess_may_be_typed_and_is_no_message(small: Tutor, conversation: str, words: str) -> None:
    mocked(small, conversation, "quiz me on attention")
    mocked(small, conversation, GOOD)
    before = small.records.messages(conversation)
    assert small.desk.chat.guesses.taken(before, words)
    (attempt,) = small.candidate.attempts.all()
    assert attempt.guess == 0.7
    assert len(small.records.messages(conversation)) == len(before)
    assert not small.desk.chat.guesses.taken(small.records.messages(conversation), words), "it was given already"


@pytest.mark.parametrize("words", ["11", "another one", "what is a softmax?", "7 heads", GOOD])
def test_other_words_are_no_guess(small: Tutor, conversation: str, words: str) -> None:
    mocked(small, conversation, "quiz me on attention")
    mocked(small, conversation, GOOD)
    assert not small.desk.chat.guesses.taken(small.records.messages(conversation), words)


def test_a_guess_is_passed_over_by_skipping_and_by_going_on(small: Tutor, conversation: str) -> None:
    guesses = small.desk.chat.guesses
    mocked(small, conversation, "ask me a question")
    mocked(small, conversation, GOOD)
    graded = last(small, conversation)
    assert guesses.taken(small.records.messages(conversation), "Skip.") and not guesses.awaited(graded)
    mocked(small, conversation, "another one")
    assert not guesses.taken(small.records.messages(conversation), "skip"), "that passes on the open question"
    mocked(small, conversation, GOOD)
    graded = last(small, conversation)
    say(small, conversation, "what is a softmax?")
    assert guesses.awaited(graded), "a plain question in between changes nothing"
    mocked(small, conversation, "another one")
    assert not guesses.awaited(graded)
    assert small.candidate.drafts.all() == {}
    assert {one.guess for one in small.candidate.attempts.all()} == {None}


def test_nothing_is_asked_about_an_answer_that_was_passed(small: Tutor, conversation: str) -> None:
    mocked(small, conversation, "ask me a question")
    mocked(small, conversation, "I don't know")
    assert not small.desk.chat.guesses.awaited(last(small, conversation))
