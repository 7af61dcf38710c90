"""Follow-ups are read in the light of their conversation, and the answer says how they were read."""

from __future__ import annotations

import pytest

from tutor.answering.followups import FollowUpReader, context_of, leans_on_history
from tutor.build import Tutor
from tutor.domain import Turn, Verdict
from tutor.errors import BackendFailed

HISTORY = (
    Turn(role="user", text="How is GPT trained?"),
    Turn(role="assistant", text="GPT is trained to predict the next token."),
)


@pytest.mark.parametrize(
    "question",
    [
        "and why is that?",
        "what about BERT?",
        "Why?",
        "how so?",
        "And its limits?",
        "Can you give an example?",
        "tell me more",
        "Does it make sense to train them together?",
        "which study showed that, and with what numbers?",
        "so why do most teams go with the second one?",
        "and if I only have 500 pictures?",
        "where does this number come from?",
        "How many languages do they speak?",
        "You mention two stages. What comes between?",
        "who won?",
    ],
)
def test_a_follow_up_leans_on_its_conversation(question: str) -> None:
    assert leans_on_history(question)
    assert FollowUpReader().read(question, HISTORY).query != question


@pytest.mark.parametrize(
    "question",
    [
        "Why are attention scores divided by the square root of the key dimension?",
        "How does LoRA reduce the number of trained parameters?",
        "What is negative sampling in word2vec?",
        "What is a tokenizer, and why is it needed?",
        "Compare bagging and boosting and their costs.",
        "Who invented the perceptron?",
        "In what year did Frank Rosenblatt build his first machine?",
        "What does a model that overfits do on new data?",
        "Is it safe to raise the learning rate late in training?",
        "If a layer is removed and nothing changes, does that prove it was useless?",
        "How many passes does one guided image need?",
        "What was the first chess program that beat a champion?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert FollowUpReader().read(question, HISTORY).query == question


def test_without_a_conversation_nothing_is_rewritten() -> None:
    assert FollowUpReader().read("and why is that?").query == "and why is that?"


def test_what_about_swaps_the_subject() -> None:
    assert FollowUpReader().read("what about BERT?", HISTORY).query == "How is BERT trained?"


def test_a_bare_follow_up_keeps_the_question_it_leans_on() -> None:
    assert FollowUpReader().read("and why is that?", HISTORY).query.startswith("How is GPT trained?")


def test_follow_ups_of_follow_ups_reach_back_to_the_subject() -> None:
    turns = (
        *HISTORY,
        Turn(role="user", text="and why is that?"),
        Turn(role="assistant", text="Because text is plentiful."),
    )
    assert "GPT" in FollowUpReader().read("can you explain that more?", turns).query


@pytest.mark.parametrize(
    "question", ["what about " + " , " * 3_000, "and " * 3_000, "(" * 5_000 + "why", "what about " + "x" * 20_000]
)
def test_a_long_follow_up_is_read_all_the_same(question: str) -> None:
    assert FollowUpReader().read(question, HISTORY).query


def test_a_language_model_that_fails_leaves_the_plain_reading_and_says_so() -> None:
    class Failing:
        def rewrite(self, question: str, history: object) -> str:
            raise BackendFailed("It timed out.")

    read = FollowUpReader(Failing()).read("what about BERT?", HISTORY)
    assert read.query == "How is BERT trained?"
    assert read.notice is not None and read.notice.startswith("It timed out.")


def test_the_context_is_the_last_question_and_its_answer() -> None:
    assert context_of(HISTORY) == "How is GPT trained? GPT is trained to predict the next token."
    assert context_of(()) is None


def test_a_question_that_stands_alone_does_not_lean_to_the_conversation() -> None:
    assert context_of(HISTORY, "What is a tokenizer, and why is it needed?") is None
    for question in ("and why is that?", "and when would I train a smaller model?", "What would I use instead?"):
        assert context_of(HISTORY, question) == context_of(HISTORY)


@pytest.mark.parametrize("question", ["it " * 3_000, "the first one, " * 1_000, "and if it is, " * 1_000])
def test_many_pointing_words_are_read_all_the_same(question: str) -> None:
    assert leans_on_history(question)


def test_an_answer_shows_how_its_follow_up_was_read(corpus_library: Tutor) -> None:
    first = corpus_library.ask("What is BERT trained on?")
    assert first.rewritten is None
    history = (Turn(role="user", text="What is BERT trained on?"), Turn(role="assistant", text=first.text))
    answer = corpus_library.ask("what about GPT?", history=history)
    assert answer.rewritten == "What is GPT trained on?"
    assert answer.question == "what about GPT?"
    assert answer.verdict is Verdict.ANSWERED


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("explain RAG to me like in an interview", "explain RAG"),
        ("What is a KV cache, in simple terms?", "What is a KV cache?"),
        ("Explain attention like I'm five", "Explain attention"),
        ("What matters to me in an interview?", "What matters to me in an interview?"),
        ("please", "please"),
    ],
)
def test_how_to_tell_it_is_no_part_of_the_question(asked: str, read: str) -> None:
    assert FollowUpReader().read(asked).query == read
