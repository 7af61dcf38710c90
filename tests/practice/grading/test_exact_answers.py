"""Multiple choice and numbers: right or wrong, however they are written."""

from __future__ import annotations

import pytest

from tests.practice.grading.questions import POINTS, choice, number
from tutor.domain import PointStatus
from tutor.practice.grading.grader import Grader


@pytest.mark.parametrize(
    "answer", ["B", "b)", "(B)", "Option B", "two low-rank matrices", "It is two low-rank matrices."]
)
def test_the_right_option_by_letter_or_words(grader: Grader, answer: str) -> None:
    grade = grader.grade(choice(), answer)
    assert (grade.score, grade.low, grade.high) == (1.0, 1.0, 1.0)
    assert grade.points[0].status is PointStatus.COVERED
    assert grade.remarks == ()


@pytest.mark.parametrize(
    "answer", ["A", "Every weight", "E", "all of them", "Every weight and two low-rank matrices", "A or B"]
)
def test_another_option_none_or_several_is_wrong_and_says_the_right_one(grader: Grader, answer: str) -> None:
    grade = grader.grade(choice(), answer)
    assert grade.score == 0.0
    assert grade.points[0].citation is not None
    assert len(grade.remarks) == 1
    assert grade.say_next == POINTS[:1]


@pytest.mark.parametrize(
    ("value", "unit", "answer"),
    [
        (307, "GB", "307"),
        (307, "GB", "about 307 GB"),
        (307, "GB", "100e6 * 768 * 4 bytes, so roughly 0.307 TB"),
        (307, "GB", "307,000 MB"),
        (8798208, "parameters", "8,798,208"),
        (8798208, "parameters", "8.8 million"),
        (8798208, "parameters", "8.8M parameters"),
        (37, "%", "37 percent"),
        (0.5, "", "1/2"),
        (1.5e-4, "", "1.5e-4"),
        (1.5e-4, "", "1.5 x 10^-4"),
        (250, "ms", "0.25 s"),
        (-3, "points", "-3 points"),
        (12000, "images", "12k images"),
    ],
)
def test_a_number_is_right_however_it_is_written(grader: Grader, value: float, unit: str, answer: str) -> None:
    assert grader.grade(number(value, unit), answer).score == 1.0


@pytest.mark.parametrize(
    ("value", "unit", "answer"),
    [
        (307, "GB", "320 GB"),
        (307, "GB", "307 MB"),
        (307, "GB", "many"),
        (900, "GB", "between 3 and 900 GB"),
        (900, "GB", "3 GB to 900 GB"),
        (900, "GB", "either 10 GB or 900 GB"),
        (900, "GB", "900 GB, or rather 12 GB"),
        (-3, "points", "3 points"),
        (250, "ms", "250 s"),
    ],
)
def test_another_number_a_range_or_none_is_wrong(grader: Grader, value: float, unit: str, answer: str) -> None:
    grade = grader.grade(number(value, unit), answer)
    assert grade.score == 0.0
    assert f"{value:g}" in grade.remarks[0]


def test_a_number_is_right_within_its_tolerance(grader: Grader) -> None:
    assert grader.grade(number(100, "GB", tolerance=0.1), "109 GB").score == 1.0
    assert grader.grade(number(100, "GB", tolerance=0.1), "111 GB").score == 0.0
