"""Mock questions inside a conversation: asked, answered, graded, and plain questions in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.practice.talk import GOOD, last, mocked, say
from tutor.build import Tutor
from tutor.domain import Finished, Place, PointStatus, QuestionKind, Turn, Wish
from tutor.domain.chat import Mock, Mocked
from tutor.errors import RecordError
from tutor.practice.chat_thread import thread_of, turns_of
from tutor.practice.requests import Intent, Reading

OWN_NOTE = """# Adapters

## What is an adapter?

An adapter is a small trainable layer that is inserted into a frozen model. Because only the adapters get optimizer
states, training needs far less memory than full fine-tuning. Adapters are stored apart from the frozen weights.

## Why are adapters cheap to serve?

Adapters are cheap to serve because the frozen weights are loaded once and shared by all tasks. A server keeps one copy
of the base model and swaps the small adapter of each request.
"""


def test_a_mock_question_is_asked_with_its_source_and_the_next_message_is_graded(
    small: Tutor, conversation: str
) -> None:
    posed = mocked(small, conversation, "ask me something about attention scores").mock.question
    assert posed is not None
    assert posed.source.quote in small.document(posed.document).text
    graded = mocked(small, conversation, GOOD).mock
    assert graded.attempt is not None and graded.question is None
    attempt = graded.attempt
    assert (attempt.question, attempt.answer, attempt.place) == (posed, GOOD, Place.CHAT)
    assert attempt.grade is not None and all(point.citation is not None for point in attempt.grade.points)
    assert small.candidate.attempts.get(attempt.id) == attempt
    assert small.practice.card(posed.id) is not None, "it comes back for review"
    assert last(small, conversation).mock == graded, "a refresh finds it"


def test_a_plain_question_in_between_is_answered_and_the_mock_question_stays_open(
    small: Tutor, conversation: str
) -> None:
    posed = mocked(small, conversation, "quiz me on attention").mock.question
    between = say(small, conversation, "wait, what is a softmax?")
    assert isinstance(between, Finished)
    assert between.answer.question == "wait, what is a softmax?"
    graded = mocked(small, conversation, GOOD).mock.attempt
    assert graded is not None and graded.question == posed


def test_another_one_is_like_the_last_and_never_the_same(small: Tutor, conversation: str) -> None:
    first = mocked(small, conversation, "ask me a question").mock
    mocked(small, conversation, GOOD)
    second = mocked(small, conversation, "another one").mock
    assert first.question is not None and second.question is not None
    assert second.question.id != first.question.id
    assert second.wish == first.wish


def test_several_questions_come_one_after_the_other_until_the_count_is_done(small: Tutor, conversation: str) -> None:
    first = mocked(small, conversation, "quiz me, two questions").mock
    assert first.wish is not None and first.wish.count == 2
    second = mocked(small, conversation, GOOD).mock
    assert second.attempt is not None and second.question is not None and second.wish is not None
    assert second.wish.count == 1
    done = mocked(small, conversation, "I don't know").mock
    assert done.attempt is not None and done.question is None
    assert len(small.candidate.attempts.all()) == 2


def test_passing_is_an_attempt_whose_points_were_all_missed(small: Tutor, conversation: str) -> None:
    mocked(small, conversation, "ask me a question")
    passed = mocked(small, conversation, "no idea, show me the answer").mock
    assert passed.passed and passed.attempt is not None and passed.attempt.grade is not None
    assert {point.status for point in passed.attempt.grade.points} == {PointStatus.MISSED}
    assert passed.attempt.grade.score == 0


def test_hints_begin_a_point_each_and_leave_the_question_open(small: Tutor, conversation: str) -> None:
    posed = mocked(small, conversation, "ask me a question").mock.question
    assert posed is not None
    said = [mocked(small, conversation, "hint?").text for _ in range(len(posed.rubric) + 1)]
    assert len(set(said)) == len(said)
    for hint, point in zip(said, posed.rubric, strict=False):
        assert point.text.split()[0] in hint and point.text not in hint
    assert "no more hints" in said[-1]
    assert thread_of(small.records.messages(conversation)).open == posed


def test_what_is_not_there_is_said_and_nothing_is_open(small: Tutor, conversation: str) -> None:
    for _ in range(3):
        mocked(small, conversation, "next question please")
    none = mocked(small, conversation, "next question please")
    assert none.mock.question is None and none.text.endswith(".")
    assert isinstance(say(small, conversation, "I don't know"), Finished), "nothing is open to pass on"


def test_a_button_says_what_its_words_mean(small: Tutor, conversation: str) -> None:
    wish = Wish(about="attention scores")
    posed = mocked(small, conversation, "this", Reading(intent=Intent.MOCK, wish=wish)).mock.question
    assert posed is not None
    attempt = mocked(small, conversation, "what is this?", Reading(intent=Intent.ANSWER)).mock.attempt
    assert attempt is not None and attempt.answer == "what is this?"


def test_practice_on_a_note_without_questions_makes_one(small: Tutor, conversation: str, tmp_path: Path) -> None:
    note = tmp_path / "own.md"
    note.write_text(OWN_NOTE, encoding="utf-8")
    small.ingest([note])
    wish = Wish(about="What keeps adapters cheap?", documents=("own.md",))
    posed = mocked(small, conversation, "Ask me a question on this", Reading(intent=Intent.MOCK, wish=wish)).mock
    assert posed.question is not None
    assert posed.question.document == "own.md" and posed.question.source.quote in OWN_NOTE


def test_an_answer_that_was_cut_short_is_written_in_its_place(small: Tutor, conversation: str) -> None:
    posed = mocked(small, conversation, "ask me a question").mock.question
    message = small.records.add_question(conversation, GOOD)
    (*_, event) = small.desk.chat.stream(GOOD, conversation_id=conversation, message_id=message)
    assert isinstance(event, Mocked) and event.mock.attempt is not None
    assert event.mock.attempt.question == posed
    messages = small.records.messages(conversation)
    assert len(messages) == 4 and messages[-1].id == message and messages[-1].state == "complete"


def test_a_follow_up_is_read_with_the_mock_question_and_not_with_the_candidates_answer(
    small: Tutor, conversation: str
) -> None:
    posed = mocked(small, conversation, "ask me a question").mock.question
    assert posed is not None
    assert turns_of(small.records.messages(conversation)) == (Turn(role="user", text=posed.text),)
    mocked(small, conversation, GOOD)
    turns = turns_of(small.records.messages(conversation))
    assert [turn.role for turn in turns] == ["user", "assistant"]
    assert turns[0].text == posed.text
    assert GOOD not in {turn.text for turn in turns}


def test_another_candidate_sees_and_writes_nothing_of_it(small: Tutor, conversation: str) -> None:
    mocked(small, conversation, "ask me a question")
    ana = small.as_profile("ana")
    assert ana.records.messages(conversation) == []
    with pytest.raises(RecordError):
        say(ana, conversation, GOOD)
    with pytest.raises(RecordError):
        ana.candidate.mock_messages.finish(last(small, conversation).id, "", Mock())
    assert ana.candidate.attempts.all() == []


def test_the_export_tells_questions_and_grades_with_their_sources(small: Tutor, conversation: str) -> None:
    posed = mocked(small, conversation, "ask me a question").mock.question
    attempt = mocked(small, conversation, GOOD).mock.attempt
    assert posed is not None and attempt is not None and attempt.grade is not None
    exported = small.export_markdown(conversation)
    assert f"**Mock question.** {posed.text}" in exported
    assert f"## {GOOD}" in exported
    assert f"{10 * attempt.grade.score:.1f} / 10" in exported
    for point in attempt.grade.points:
        assert f"- {point.text} *({point.status.value}" in exported
        assert point.citation is not None and " ".join(point.citation.quote.split()) in exported


def test_the_words_of_candidates_find_questions_of_the_shipped_notes(corpus_library: Tutor) -> None:
    ana = corpus_library.as_profile("asks in the chat")
    talk = ana.records.start_conversation().id
    hard = mocked(ana, talk, "ask me something hard about LoRA").mock.question
    assert hard is not None
    assert hard.level == "advanced" and "LoRA" in f"{hard.text} {hard.topic}"
    first = mocked(ana, talk, "quiz me on attention, five questions").mock
    assert first.question is not None and first.wish is not None
    assert (first.wish.count, first.wish.about) == (5, "attention")
    following = mocked(ana, talk, "another one").mock
    assert following.question is not None and following.question.id not in {hard.id, first.question.id}
    assert "attention" in f"{following.question.text} {following.question.topic}".lower()
    design = mocked(ana, talk, "give me a system design question").mock.question
    assert design is not None and design.kind is QuestionKind.DESIGN
    ana.candidate.forget()
