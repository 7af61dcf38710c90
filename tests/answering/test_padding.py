"""What is said around a question is left out; what is asked stays."""

from __future__ import annotations

import pytest

from tutor.answering.padding import without_padding


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (
            "so what is statistical power and like what makes it go up",
            "what is statistical power and what makes it go up",
        ),
        ("uh how do i limit calls", "how do i limit calls"),
        ("hey, so um attention sinks, why?", "attention sinks, why?"),
        ("do i really need hnsw for like 60k passages", "do i need hnsw for 60k passages"),
        ("do I need a baseline, i mean the model is the point", "do I need a baseline, the model is the point"),
        ("ddim vs ddpm, like how come it needs fewer steps", "ddim vs ddpm, how come it needs fewer steps"),
        ("explain RAG to me like in an interview", "explain RAG"),
        ("What is  LoRA\nin simple terms, please?", "What is LoRA?"),
    ],
)
def test_padding_is_left_out(said: str, asked: str) -> None:
    assert without_padding(said) == asked


@pytest.mark.parametrize(
    "question",
    [
        "HMM vs CRF",
        "ER diagram of a shop",
        "Well-calibrated models",
        "well separated clusters",
        "how do you know when it overfits?",
        "what is it like when a model overfits?",
        "SO(3) equivariance",
        "so",
        "hey",
    ],
)
def test_what_is_asked_stays(question: str) -> None:
    assert without_padding(question) == question
