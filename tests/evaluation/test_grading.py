"""Graded answers: how the grader's scores are compared with people's, and how its numbers are fitted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tutor.calibration import GraderNumbers, load_calibration
from tutor.errors import EvaluationError
from tutor.evaluation import metrics
from tutor.evaluation.figures import Evaluation
from tutor.evaluation.fitting.grader import ENTERS, fit_grader
from tutor.evaluation.grading import evaluate_grading
from tutor.evaluation.human_grades import levels, nearest_level, read_human_grades
from tutor.library.embedder import MiniLMEmbedder
from tutor.practice.grading.features import NAMES
from tutor.practice.grading.pairs import grade_pairs
from tutor.practice.grading.scoring import AnswerScorer

QUESTIONS = {
    "Why does ice float on water?": (
        "Ice is less dense than liquid water because its molecules form an open lattice.",
        ("It has a lower density, its molecules sit in an open lattice.", 1.0),
        ("Ice is less dense than the liquid.", 1.0),
        ("Because it is lighter for its size than water is.", 0.5),
        ("Ice is denser than water.", 0.0),
        ("Because it is cold.", 0.0),
        ("The wind pushes it.", 0.0),
        ("I do not know.", 0.0),
        ("Frozen water takes more room, so it is less dense.", 1.0),
    ),
    "What does a fuse do in a circuit?": (
        "A fuse melts and opens the circuit when the current is too high.",
        ("It melts when too much current flows, and so the circuit is opened.", 1.0),
        ("It breaks the circuit if the current gets too high.", 1.0),
        ("It protects the wires.", 0.5),
        ("It makes the current higher.", 0.0),
        ("It stores energy for later.", 0.0),
        ("It lights up.", 0.0),
        ("It is a part made of metal.", 0.0),
        ("Too high a current melts it, which cuts the circuit.", 1.0),
    ),
}


def lines(**changes: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - keys of a JSON line
    return [
        {"id": f"{place}-{number}", "question": asked, "reference": reference, "answer": answer, "score": score}
        | changes
        for place, (asked, (reference, *answers)) in enumerate(QUESTIONS.items())
        for number, (answer, score) in enumerate(answers)
    ]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def numbers() -> GraderNumbers:
    return load_calibration().grader


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sets: one scored of 1, one the same answers of 5."""
    fives = [one | {"id": f"five {one['id']}", "score": one["score"] * 5, "max": 5} for one in lines(dataset="fives")]
    return write(tmp_path_factory.mktemp("pairs") / "short.jsonl", [*lines(), *fives])


@pytest.fixture(scope="module")
def measured(file: Path, embedder: MiniLMEmbedder, numbers: GraderNumbers) -> Evaluation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(metrics, "RESAMPLES", 50)  # the width of an interval is not looked at here
        return evaluate_grading(file, embedder, numbers)


def test_agreement_is_that_of_the_grades_the_command_gives(
    measured: Evaluation, file: Path, embedder: MiniLMEmbedder, numbers: GraderNumbers
) -> None:
    given = [one.score for one in grade_pairs(file.read_text().splitlines(), AnswerScorer(embedder, numbers))]
    human = [score for _, *answers in QUESTIONS.values() for _, score in answers] * 2
    expected = np.corrcoef(given, human)[0, 1]
    found = measured.figure("Pearson")
    assert found.value == pytest.approx(expected) and 0.6 < found.value < 1
    assert (found.of, found.at_least) == (32, 0.55)
    assert measured.figure("RMSE").value == pytest.approx(np.sqrt(np.mean((np.array(given) - human) ** 2)))
    assert measured.figure("RMSE of the mean score for all").value == pytest.approx(np.std(human))
    for name in ("Pearson", "RMSE", "quadratic kappa", "Pearson within a question, mean"):
        one = measured.figure(name)
        assert one.low is not None and one.high is not None and one.low <= one.value <= one.high, name


def test_sets_are_told_apart_by_their_name_or_their_files(measured: Evaluation) -> None:
    table = next(one for one in measured.tables if one.title == "By set")
    assert [row[0] for row in table.rows] == ["short", "fives"]
    first, second = (dict(zip(table.columns[1:], row[1:], strict=True)) for row in table.rows)
    assert first == pytest.approx(second)  # the same answers; of 5 or of 1 makes no difference
    assert (first["answers"], first["questions"]) == (16, 2)


def test_questions_are_shown_from_the_worst_on(measured: Evaluation) -> None:
    table = next(one for one in measured.tables if one.title.startswith("The questions"))
    assert {row[0] for row in table.rows} == set(QUESTIONS)
    within = [row[2] for row in table.rows]
    assert len(within) == 4 and within == sorted(within, key=lambda value: float(value or 0))


def test_the_steps_of_a_scale_are_the_scores_that_occur() -> None:
    steps = levels(np.array([0.0, 1.0, 0.5, 0.5]))
    assert steps.tolist() == [0.0, 0.5, 1.0]
    assert nearest_level(np.array([0.1, 0.3, 0.74, 0.9]), steps).tolist() == [0, 1, 1, 2]
    assert len(levels(np.linspace(0, 1, 100))) == 11


def test_without_a_maximum_the_highest_score_of_the_set_is_it(tmp_path: Path) -> None:
    rows = [one | {"score": one["score"] * 4} for one in lines()]
    assert read_human_grades(write(tmp_path / "fours.jsonl", rows)).scores.max() == 1.0
    halves = [one | {"score": one["score"] / 2} for one in lines()]
    assert read_human_grades(write(tmp_path / "halves.jsonl", halves)).scores.max() == 0.5


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"score": 3, "max": 2}, "has a score of 3 of 2; correct one of them"),
        ({"score": "good"}, "line 1 of .*: score: "),
        ({"score": 0}, "no two answers with different scores"),
        ({"reference": " "}, "line 1 has nothing to grade against"),
    ],
)
def test_what_cannot_be_measured_is_named(
    change: dict[str, Any], says: str, tmp_path: Path, embedder: MiniLMEmbedder, numbers: GraderNumbers
) -> None:
    with pytest.raises(EvaluationError, match=says):
        evaluate_grading(write(tmp_path / "bad.jsonl", lines(**change)), embedder, numbers)


def test_a_fit_keeps_every_sign_and_says_what_it_rests_on(
    tmp_path: Path, embedder: MiniLMEmbedder, numbers: GraderNumbers
) -> None:
    one, other = (
        write(tmp_path / f"{name}.jsonl", [line for line in lines() if str(line["id"]).startswith(place)])
        for name, place in (("ice", "0"), ("fuses", "1"))
    )
    fit = fit_grader([one, other], embedder, numbers, today=date(2026, 3, 1))
    values = fit.values
    assert isinstance(values, GraderNumbers)
    assert (fit.section, values.version, values.embedder) == ("grader", "4", embedder.fingerprint)
    assert values.spoken == numbers.spoken
    assert {feature.name for feature in values.features} <= set(NAMES)
    assert all(feature.weight * ENTERS[feature.name][1] > 0 for feature in values.features)
    assert (fit.basis.date, fit.basis.data) == ("2026-03-01", "16 answers to 2 questions (ice, fuses)")
    assert "each set scored by a fit on the others: Pearson" in fit.basis.figures


def test_the_shipped_numbers_enter_as_they_were_fitted(numbers: GraderNumbers) -> None:
    assert {one.name: one.over for one in numbers.features} == {name: over for name, (over, _) in ENTERS.items()}
    assert set(ENTERS) == set(NAMES)
