"""Sixty-seven questions of the shipped notes, each answered well, in other words, weakly and dishonestly."""

from __future__ import annotations

import json
from statistics import mean
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tutor.build import Tutor
from tutor.domain import Grade, PointStatus, Question

ANSWERS = ROOT / "tests" / "data" / "graded-answers.jsonl"
DISHONEST = {"off_topic", "soup", "injection", "copied", "empty"}


_ELSEWHERE = 7  # rows on is another area's question


class Graded(NamedTuple):
    """A question with the grade of each of its answers; `another` is a good answer to another question."""

    question: Question
    good: Grade
    other_words: Grade
    weak: Grade
    hostile: dict[str, Grade]
    another: Grade


@pytest.fixture(scope="module")
def graded(corpus_library: Tutor) -> list[Graded]:
    practice = corpus_library.practice
    found = []
    rows = [json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]
    for place, row in enumerate(rows):
        question = practice.question(row["question"])
        answers = {**row["hostile"], "copied": question.text, "empty": "  \n"}
        found.append(
            Graded(
                question,
                *(practice.grade(question, row[kind]) for kind in ("good", "other_words", "weak")),
                {kind: practice.grade(question, answer) for kind, answer in answers.items()},
                practice.grade(question, rows[(place + _ELSEWHERE) % len(rows)]["good"]),
            )
        )
    return found


def test_they_come_from_every_area(graded: list[Graded]) -> None:
    assert len(graded) >= 60
    assert len({one.question.area for one in graded}) == 20


def test_no_dishonest_answer_scores_above_a_weak_honest_one(graded: list[Graded]) -> None:
    above = [
        (one.question.id, kind, grade.score, one.weak.score)
        for one in graded
        for kind, grade in one.hostile.items()
        if kind in DISHONEST and grade.score > one.weak.score
    ]
    assert above == []


def test_a_good_answer_scores_above_a_weak_one(graded: list[Graded]) -> None:
    wrong = [(one.question.id, one.good.score, one.weak.score) for one in graded if one.good.score <= one.weak.score]
    assert wrong == []


def test_a_right_answer_in_other_words_scores_above_a_weak_one(graded: list[Graded]) -> None:
    """What this machine can tell without a language model: all but a few."""
    wrong = [one.question.id for one in graded if one.other_words.score <= one.weak.score]
    assert len(wrong) <= 3, wrong


def test_the_means_lie_far_apart(graded: list[Graded]) -> None:
    assert mean(one.good.score for one in graded) >= 0.78
    assert mean(one.other_words.score for one in graded) >= 0.42
    assert mean(one.weak.score for one in graded) <= 0.22
    assert mean(grade.score for one in graded for kind, grade in one.hostile.items() if kind in DISHONEST) <= 0.05


def test_what_is_confidently_wrong_seldom_scores_above_a_weak_honest_answer(graded: list[Graded]) -> None:
    """Nonsense in the question's own words, and answers that turn the points round: told by a language model, and by
    this machine in most cases.  What slips through stays low."""
    wrong = [
        (one.question.id, kind, grade.score, one.weak.score)
        for one in graded
        for kind, grade in one.hostile.items()
        if kind not in DISHONEST
    ]
    above = [one for one in wrong if one[2] > one[3]]
    assert len(above) <= 0.35 * len(wrong), f"{len(above)} of {len(wrong)}: {above}"
    assert mean(one[2] for one in wrong) <= 0.16


def test_a_good_answer_to_another_question_seldom_scores_above_a_weak_one_to_this(graded: list[Graded]) -> None:
    above = [
        (one.question.id, one.another.score, one.weak.score) for one in graded if one.another.score > one.weak.score
    ]
    assert len(above) <= 9, above
    assert mean(one.another.score for one in graded) <= 0.06


def test_answers_that_say_the_opposite_are_told_so(graded: list[Graded]) -> None:
    """Without a language model not every point that is turned round is seen, but nearly every such answer is."""
    turned = [one.hostile["contradiction"] for one in graded if "contradiction" in one.hostile]
    told = [grade for grade in turned if any(point.status is PointStatus.CONTRADICTED for point in grade.points)]
    assert len(told) >= 0.85 * len(turned)
    honest = [point for one in graded for point in (*one.good.points, *one.weak.points)]
    alarms = [point for point in honest if point.status is PointStatus.CONTRADICTED]
    assert len(alarms) <= 0.02 * len(honest), [point.text for point in alarms]


def test_every_quote_is_the_candidates_and_every_point_cited(graded: list[Graded]) -> None:
    rows = {json.loads(line)["question"]: json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()}
    for one in graded:
        answer = rows[one.question.id]["good"]
        for point in one.good.points:
            assert point.citation is not None
            assert point.quote is None or answer[point.quote.start : point.quote.end] == point.quote.text
            assert point.status is not PointStatus.MISSED or point.quote is None
