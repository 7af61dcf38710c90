"""Follow-ups: aimed at the point that was missed, and never saying it."""

from __future__ import annotations

import random

import pytest

from tutor.build import Tutor
from tutor.domain import Grade, PointGrade, PointStatus, Question
from tutor.practice.interview_probes import authored_probe, plain_probe, point_to_probe, words_taken_up
from tutor.practice.interview_wording import gives_away

C, P, M, X = PointStatus.COVERED, PointStatus.PARTLY, PointStatus.MISSED, PointStatus.CONTRADICTED


@pytest.fixture(scope="module")
def bank(corpus_library: Tutor) -> tuple[Question, ...]:
    return corpus_library.questions()


def grade(score: float, *statuses: PointStatus, got: float = 0.5, say_next: tuple[str, ...] = ()) -> Grade:
    points = tuple(PointGrade(text=f"Point {n}.", status=one, score=got) for n, one in enumerate(statuses))
    return Grade(score=score, low=score, high=score, points=points, say_next=say_next, grader="given 1")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (grade(0.3, C, M, X), "Point 2."),
        (grade(0.3, P, M, M), "Point 1."),
        (grade(0.3, P, M, M, say_next=("Point 2.",)), "Point 2."),
        (grade(0.5, C, P), "Point 1."),
        (grade(0.7, C, P), "Point 1."),
        (grade(0.7, C, P, got=0.7), None),
        (grade(0.9, C, M), None),
        (grade(0.9, C, X), "Point 1."),
        (grade(1.0, C, C), None),
    ],
)
def test_the_point_asked_after_is_the_worst_missed_one(given: Grade, wanted: str | None) -> None:
    found = point_to_probe(given)
    assert (found.text if found is not None else None) == wanted


def test_a_point_is_asked_after_once() -> None:
    found = point_to_probe(grade(0.3, M, M), done=["Point 0."])
    assert found is not None and found.text == "Point 1."
    assert point_to_probe(grade(0.3, M), done=["Point 0."]) is None


def test_no_plain_follow_up_of_the_whole_corpus_gives_its_point_away(bank: tuple[Question, ...]) -> None:
    """Hard mode: the candidate has said nothing yet, so everything the point tells is new."""
    rng = random.Random(1)
    points = [(question, point.text) for question in bank for point in question.rubric]
    assert len(points) > 4_000
    leaks = []
    lines: set[str] = set()
    for question, point in points:
        line = plain_probe(question, point, known=question.text, rng=rng)
        lines.add(line)
        assert line.endswith("?") or line.endswith("."), line
        if gives_away(line, point, known=question.text):
            leaks.append((point, line))
    assert leaks == []
    assert len(lines) > 300, "an interviewer who asks the same of everyone is none"


def test_what_a_leak_is() -> None:
    """The check itself tells a line that says the point from one that leads to it."""
    point = "Dividing by the root of the key dimension keeps the variance of the scores near one."
    known = "Why are attention scores scaled?"
    assert gives_away("Does dividing by the root keep the variance near one?", point, known=known)
    assert not gives_away("What happens to the scores without it?", point, known=known)


def test_a_notes_follow_up_is_used_where_it_is_about_the_missed_point(bank: tuple[Question, ...]) -> None:
    used = {
        (point.text, found)
        for question in bank
        for point in question.rubric
        if (found := authored_probe(question, point.text, known=question.text)) is not None
    }
    assert (
        "DBSCAN finds dense regions of any shape and marks noise, but one radius must suit all densities.",
        "How do you choose the DBSCAN radius?",
    ) in used
    assert all(gives_away(line, point, known=line) is None for point, line in used)


def test_the_subject_is_asked_about_only_where_somebody_named_it(bank: tuple[Question, ...]) -> None:
    question = next(one for one in bank if one.text.startswith("What does FlashAttention change"))
    point = "FlashAttention computes exact attention, not an approximation."
    assert (
        plain_probe(question, point, known=question.text, rng=random.Random(1)) == "What does FlashAttention compute?"
    )
    unnamed = plain_probe(question, point, known="What makes it fast?", rng=random.Random(1))
    assert "FlashAttention" not in unnamed


def test_a_line_is_not_said_twice(bank: tuple[Question, ...]) -> None:
    question = bank[0]
    point = question.rubric[0].text
    rng = random.Random(1)
    said: list[str] = []
    for _ in range(3):
        said.append(plain_probe(question, point, known=question.text, rng=rng, used=said))
    assert len(set(said)) == 3


def test_the_words_taken_up_are_the_candidates_own() -> None:
    point = PointGrade(text="The variance of the scores grows with the key dimension.", status=M, score=0.1)
    answer = "We scale the scores by a constant factor, because the variance of the scores would be large. It is cheap."
    found = words_taken_up(point, answer)
    assert found is not None and found in answer and "variance" in found
    assert words_taken_up(point, "It is cheap and everybody does it that way.") is None
    assert words_taken_up(point, "") is None
