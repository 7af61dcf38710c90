"""Files of pairs, graded line by line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tutor.cli import main
from tutor.domain import PointStatus
from tutor.errors import PracticeError
from tutor.practice.grading.pairs import PairGrade, grade_pairs, points_of
from tutor.practice.grading.scoring import AnswerScorer

QUESTION = "What does dropout do during training?"
REFERENCE = "It sets random activations to zero. This keeps units from relying on each other."
ANSWER = "Some activations are randomly set to zero."


def line(**changes: object) -> str:
    given = {"id": "1", "question": QUESTION, "reference": REFERENCE, "answer": ANSWER} | changes
    return json.dumps({key: value for key, value in given.items() if value is not None})


def grade(scorer: AnswerScorer, *lines: str) -> list[PairGrade]:
    return list(grade_pairs(lines, scorer))


def test_a_reference_is_cut_into_its_sentences(scorer: AnswerScorer) -> None:
    (found,) = grade(scorer, line())
    said, missed = found.points
    assert (said.text, missed.text) == points_of(REFERENCE)
    assert said.status in {PointStatus.COVERED, PointStatus.PARTLY}
    assert said.quote is not None and said.quote in ANSWER
    assert missed.status is PointStatus.MISSED
    assert missed.quote is None
    assert missed.citation.document == "reference"
    assert REFERENCE[missed.citation.start : missed.citation.end] == missed.citation.quote == missed.text


def test_several_references_are_ways_to_be_right(scorer: AnswerScorer) -> None:
    """The points are those of the reference that fits; the score is by all, and one that fits none of them is lower."""
    other = "Random units are switched off in each step."
    alone, several = grade(scorer, line(), line(reference=None, references=[other, REFERENCE]))
    assert {one.citation.document for one in several.points} == {"references[1]"}
    assert [one.quote for one in several.points] == [one.quote for one in alone.points]
    (neither,) = grade(scorer, line(reference=None, references=[other, REFERENCE], answer="It makes training faster."))
    assert several.score > 2 * neither.score
    (twice,) = grade(scorer, line(reference=REFERENCE, references=[REFERENCE]))
    assert twice.score == pytest.approx(alone.score, abs=2e-4)


def test_every_point_of_a_rubric_counts(scorer: AnswerScorer) -> None:
    points = list(points_of(REFERENCE))
    one, both = grade(scorer, line(rubric=points[:1]), line(rubric=points))
    assert one.score > both.score
    assert [point.citation.document for point in both.points] == ["rubric[0]", "rubric[1]"]


def test_other_keys_and_blank_lines_are_passed_over(scorer: AnswerScorer) -> None:
    found = grade(scorer, "\n", line(id=7, score=0.5, max=1), "  ")
    assert [one.id for one in found] == [7]


def test_order_is_kept_over_many_lines(scorer: AnswerScorer) -> None:
    answers = [ANSWER, "", "I don't know."]
    found = grade(scorer, *(line(id=str(number), answer=answers[number % 3]) for number in range(150)))
    assert [one.id for one in found] == [str(number) for number in range(150)]
    assert {one.score for one in found[1::3]} == {0.0}
    assert len({one.score for one in found[::3]}) == 1
    assert {one.grader for one in found} == {scorer.name}


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{", "line 2 cannot be graded (the line: "),
        (line(answer=None), "line 2 cannot be graded (answer: field required)"),
        (line()[:-2] + '\\ud800"}', "line 2 cannot be graded (the line: "),
        (line(reference=None), "line 2 has nothing to grade against"),
        (line(reference="  "), "line 2 has nothing to grade against"),
        (line(rubric=["", " "]), "line 2 has nothing to grade against"),
    ],
)
def test_a_bad_line_is_named_after_those_before_it_are_graded(scorer: AnswerScorer, bad: str, says: str) -> None:
    grades: Iterator[PairGrade] = grade_pairs([line(), bad, line()], scorer)
    assert next(grades).id == "1"
    with pytest.raises(PracticeError) as raised:
        next(grades)
    assert str(raised.value).startswith(says)


@pytest.fixture
def data(tmp_path: Path, models: Path) -> Path:
    """An empty library: pairs need none."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "models").symlink_to(models)
    return folder


def test_the_command_prints_a_grade_a_line(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(f"{line()}\n{line(id='2', answer='')}\n", encoding="utf-8")
    assert main(["grade", "--pairs", str(file), "--data-dir", str(data)]) == 0
    first, second = (json.loads(printed) for printed in capsys.readouterr().out.splitlines())
    assert first.keys() == {"id", "score", "points", "grader"}
    assert [point.keys() for point in first["points"]] == [{"text", "status", "quote", "citation"}] * 2
    assert (first["id"], second["id"]) == ("1", "2")
    assert first["score"] > second["score"] == 0


def test_the_command_keeps_what_came_before_a_bad_line(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{line()}\nnothing\n"))
    assert main(["grade", "--pairs", "-", "--data-dir", str(data)]) == 2
    printed = capsys.readouterr()
    assert json.loads(printed.out)["id"] == "1"
    assert printed.err.startswith("tutor: line 2 cannot be graded")


@pytest.mark.parametrize(
    "arguments",
    [[], ["--question", "x"], ["--answer", "x"], ["--pairs", "x", "--answer", "y"]],
    ids=["nothing", "no answer", "no question", "both"],
)
def test_the_command_says_what_it_wants(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["grade", *arguments, "--data-dir", str(tmp_path)]) == 2
    assert "--question ID and --answer TEXT, or --pairs FILE" in capsys.readouterr().err
