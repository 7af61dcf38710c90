"""What denies a rubric point, and what only says it in other words."""

from __future__ import annotations

import pytest

from tutor.answering.contradiction import denials


@pytest.mark.parametrize(
    ("point", "answer"),
    [
        ("Spans that find no parent become roots.", "Spans that find no parent never become roots."),
        ("Each step lowers the sum of squared distances.", "Each step raises the sum of squared distances."),
        ("The API costs 480 dollars a day.", "The API costs 48 dollars a day."),
        (
            "Linear regression predicts a number, and logistic regression predicts a class probability.",
            "Linear regression predicts a class probability.",
        ),
        ("They did 48 percent better in practice and 17 percent worse in the exam.",
         "They did 48 percent worse in practice and 17 percent better in the exam."),
        ("A dataclass does not validate the values.", "A dataclass always validates the values."),
    ],
)  # fmt: skip
def test_what_denies_a_point_is_seen(point: str, answer: str) -> None:
    (denied,) = denials("What happens?", [point], answer)
    assert denied is not None
    assert denials("What happens?", [point], point) == [None]


@pytest.mark.parametrize(
    ("point", "answer"),
    [
        ("The cache grows with the length of the context.", "Without a cache nothing grows."),
        ("Users, not requests, are assigned.", "You assign users and not requests."),
        ("Equal steps and equal parameters are different.", "Equal steps is not the same as equal parameters."),
        ("It takes about 38.6 million parameters.", "It takes 38,597,376 parameters."),
        ("It is not only the prompt that changes.", "It's not just the prompt that changes."),
        ("The base model is frozen.", ""),
    ],
)
def test_other_words_for_the_same_are_no_denial(point: str, answer: str) -> None:
    assert denials("What happens?", [point], answer) == [None]
