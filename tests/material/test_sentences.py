"""Prose -> sentence spans: ordered, nothing between them but white space, and full stops that end nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.material.generated import PARAGRAPH
from tutor.material.sentences import split_sentences


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(PARAGRAPH, st.text(max_size=300)), offset=st.integers(0, 50))
def test_sentences_are_ordered_spans_that_leave_only_white_space_out(text: str, offset: int) -> None:
    spans = split_sentences(text, offset)
    position, left = 0, []
    for span in spans:
        left.append(text[position : span.start - offset])
        assert span.start - offset >= position
        assert span.of(" " * offset + text).strip() == span.of(" " * offset + text) != ""
        position = span.end - offset
    assert "".join([*left, text[position:]]).strip() == ""


@pytest.mark.parametrize(
    "text",
    [
        "Positional encodings differ, e.g. RoPE and ALiBi.",
        "See Fig. 2 for the curve.",
        "The error fell to 3.5% in v1.2.3 of it.",
        "Read https://example.org/a.b/c?d=e.f. for more.",
        "Call `model.eval()` before that.",
        "Vaswani et al. (2017) chose it.",
        "Dr. Smith vs. Prof. Jones on No. 5.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert len(split_sentences(text)) == 1 if "for more" not in text else len(split_sentences(text)) <= 2


def test_two_sentences_are_two() -> None:
    text = "The scores are scaled. That keeps the softmax soft! Is it enough? It is."
    assert [span.of(text) for span in split_sentences(text)] == [
        "The scores are scaled.",
        "That keeps the softmax soft!",
        "Is it enough?",
        "It is.",
    ]
