"""What abbreviations stand for, by the library's own words, and which questions are searched with it."""

from __future__ import annotations

import pytest

from tutor.answering.abbreviations import Abbreviations, full_form

TEXT = """
Retrieval-augmented generation (RAG) looks up passages. RAG makes answers checkable.
Low-rank adaptation (LoRA) freezes the weights. LoRA is cheap.
Proximal policy optimization (PPO) clips the ratio. PPO needs a value model. GPTs are old (GPT).
Mean average precision (MAP) ranks; maximum a posteriori (MAP) estimates.
The area (see below) is large. A map shows it.
"""


class Texts:
    """A library of one text."""

    def version(self) -> int:
        return 1

    def texts(self) -> list[str]:
        return [TEXT]


@pytest.fixture(scope="module")
def abbreviations() -> Abbreviations:
    return Abbreviations(Texts())


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("What is RAG?", "What is RAG (retrieval-augmented generation)?"),
        ("what is rag", "what is rag (retrieval-augmented generation)"),
        ("RAG", "RAG (retrieval-augmented generation)"),
        ("Explain LoRA.", "Explain LoRA (low-rank adaptation)."),
        ("What is PPO, and why does it clip?", "What is PPO (proximal policy optimization), and why does it clip?"),
    ],
)
def test_a_question_after_an_abbreviation_is_told_its_full_form(
    abbreviations: Abbreviations, question: str, read: str
) -> None:
    assert abbreviations.expand(question) == read


@pytest.mark.parametrize(
    "question",
    [
        "How does RAG reduce hallucination?",
        "What is the rank of LoRA?",
        "LoRA vs QLoRA",
        "What is retrieval-augmented generation (RAG)?",
        "What is MAP?",  # two meanings
        "what is map",
        "What is GRPO?",  # the text does not say
        "What is LoRA? What does it cost?",  # a follow-up behind its question
        "",
    ],
)
def test_other_questions_stay_as_they_are(abbreviations: Abbreviations, question: str) -> None:
    assert abbreviations.expand(question) == question


@pytest.mark.parametrize(
    ("short", "before", "full"),
    [
        ("DPO", "the method is direct preference optimization ", "direct preference optimization"),
        ("MoE", "A mixture-of-experts ", "mixture-of-experts"),
        ("TTFT", "the time to first token ", "time to first token"),
        ("HNSW", "a hierarchical navigable small world ", "hierarchical navigable small world"),
        ("GPU", "as was shown above ", None),
        ("AB", "ab ", None),
    ],
)
def test_full_forms_by_initials_and_by_letters(short: str, before: str, full: str | None) -> None:
    assert full_form(short, before) == full
