"""What the wording of questions and sentences tells."""

from __future__ import annotations

import pytest

from tutor.answering.wording import asks_definition, asks_plainly, defined_words, defines_topic


@pytest.mark.parametrize(
    ("question", "sentence", "says"),
    [
        ("What is attention?", "Scaled dot-product attention replaces each vector with an average.", True),
        ("What is attention?", "Attention weights are evidence about a mechanism.", False),
        ("What is attention?", "My position is that attention is evidence.", False),
        ("What is attention?", "Three sentences earn trust: attention is the only place.", False),
        ("What is LoRA (low-rank adaptation)?", "Low-rank adaptation (LoRA) keeps a weight matrix frozen.", True),
        ("What is LoRA?", "Large batches hurt LoRA more than full fine-tuning.", False),
        ("positional encoding", "Positional encodings tell a transformer the order of its tokens.", True),
    ],
)
def test_a_sentence_defines_what_is_its_subject(question: str, sentence: str, says: bool) -> None:
    assert defines_topic(sentence, defined_words(question)) is says


def test_what_is_asked_the_meaning_of_stands_in_the_first_clause() -> None:
    assert defined_words("What is DPO, and how does it differ from PPO?") == defined_words("What is DPO?")


def test_a_follow_up_behind_its_question_asks_for_no_definition() -> None:
    assert asks_definition("What is DPO (direct preference optimization)?")
    assert not asks_definition("What is DPO? What value does its loss start from?")


def test_a_question_about_a_case_is_not_plain() -> None:
    assert asks_plainly("How does RAG work?")
    assert not asks_plainly("For which requests would you refuse to build a RAG system?")
    assert not asks_plainly("Is attention an explanation?")
