"""Sentences are told from lists of keywords."""

from __future__ import annotations

import pytest

from tutor.practice.grading.prose import prose


@pytest.mark.parametrize(
    "text",
    [
        "One byte per number gives 77 GB.",
        "It keeps the softmax from getting too large values, I think.",
        "Four bytes times 7 billion is 28 GB.",
        "dropout",
        "",
    ],
)
def test_sentences_and_single_words_are_prose(text: str) -> None:
    assert prose(text) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "variance dot product dimension vectors scores softmax saturation gradients vanish",
        "explain describe dropout regularization units random activations zero",
        "LoRA, rank 8, adapters, frozen weights, merge, memory, optimizer, gradients, speed",
    ],
)
def test_lists_of_keywords_are_less(text: str) -> None:
    assert prose(text) < 0.75
