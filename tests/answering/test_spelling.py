"""Slips of typing: set right with the library's words, and only what is surely a slip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.library.shelf import write_notes
from tutor.build import Tutor
from tutor.domain import Turn, Verdict


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what is self supervized learnig", "what is self supervised learning"),
        ("livness vs readines probe", "liveness vs readiness probe"),
        ("diffrence between bonferoni and benjamini-hochberg", "difference between bonferroni and benjamini-hochberg"),
        ("does numpy slicing give a veiw or a coppy", "does numpy slicing give a view or a copy"),
        ("is codex the same thing as github copliot", "is codex the same thing as github copilot"),
        ("Atention weigths: why a softmax?", "Attention weights: why a softmax?"),
        ("how does reciprocl rank fusion work in RAG", "how does reciprocal rank fusion work in RAG"),
    ],
)
def test_a_slip_becomes_the_librarys_word(corpus_library: Tutor, typed: str, meant: str) -> None:
    assert corpus_library.parts.speller.correct(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Why are attention scores scaled?",
        "What is the difference between LoRA and QLoRA?",
        # Products the notes do not know, near to words they do.
        "how does langflow compare with autogen",
        "spacy or docling for parsing",
        "imagen vs dalle",
        "What does the Lamda model do?",
        "Is Trasformer-XXL better than Optunna?",
        # Code, numbers, contractions, other languages.
        "what does self.atention(x) return",
        "explain `np.einsun`",
        "why doesnt it work and why cant i see it",
        "model t3nsor1",
        "Wie funktioniert die Aufmerksamkeit?",
        "пример атеншн",
        "",
    ],
)
def test_what_may_be_meant_is_left_alone(corpus_library: Tutor, question: str) -> None:
    assert corpus_library.parts.speller.correct(question) == question


def test_the_answer_says_how_it_was_read(corpus_library: Tutor) -> None:
    answer = corpus_library.ask("what is retreival augmented generaton")
    assert answer.question == "what is retreival augmented generaton"
    assert answer.rewritten == "what is retrieval augmented generation"
    assert answer.verdict is Verdict.ANSWERED
    assert corpus_library.ask("what is retrieval augmented generation").rewritten is None
    first = corpus_library.search("livness vs readines probe", 1)[0]
    assert first == corpus_library.search("liveness vs readiness probe", 1)[0]


def test_a_follow_up_is_spelled_before_it_is_read(corpus_library: Tutor) -> None:
    history = (Turn(role="user", text="What is LoRA?"), Turn(role="assistant", text="LoRA trains two matrices."))
    read = corpus_library.read_question("how does it save memmory", history)
    assert "LoRA" in read and "memory" in read and "memmory" not in read


def test_words_are_read_anew_where_the_library_has_changed(
    tmp_path: Path, open_tutor_at: Callable[[Path], Tutor]
) -> None:
    tutor = open_tutor_at(tmp_path / "data")
    typed = "how is the zorblaxion calibrted"
    assert tutor.parts.speller.correct(typed) == typed
    note = "# Zorblaxation\n\nA zorblaxation is calibrated once a day.\n"
    tutor.ingest([write_notes(tmp_path / "notes", {"one.md": note})])
    assert tutor.parts.speller.correct(typed) == "how is the zorblaxion calibrated"
    again = "# Zorblaxion\n\nA zorblaxion is seldom recalibrated.\n"
    tutor.ingest([write_notes(tmp_path / "notes", {"two.md": again})])
    assert tutor.parts.speller.correct("how is a zorblaxin recalibrted") == "how is a zorblaxion recalibrated"


def test_a_flood_of_unknown_words_is_not_looked_up_word_by_word(corpus_library: Tutor) -> None:
    flood = " ".join(f"qwrt{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}" for n in range(100)) + " learnig"
    assert corpus_library.parts.speller.correct(flood) == flood
