"""Which labelled sets a report measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.errors import EvaluationError
from tutor.evaluation.lines import read_lines
from tutor.evaluation.sets import CLAIMS, PARAPHRASED, QUESTIONS, about, labelled_sets
from tutor.evaluation.throwaway import Text


def test_the_projects_own_sets_are_there() -> None:
    sets = labelled_sets()
    assert (sets.questions, sets.claims, sets.retrieval, sets.pairs) == ((QUESTIONS, PARAPHRASED), (CLAIMS,), (), ())


def test_a_folder_adds_its_own(tmp_path: Path) -> None:
    for name in ("interview/corpus.jsonl", "verification/claims.jsonl", "grading/answers.jsonl"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "interview" / "about.txt").write_text("115 interview questions\n", encoding="utf-8")
    sets = labelled_sets(tmp_path)
    assert [about(one.corpus) for one in sets.retrieval] == ["115 interview questions"]
    assert sets.claims == (CLAIMS, tmp_path / "verification" / "claims.jsonl")
    assert [about(path) for path in sets.pairs] == ["answers"]


def test_a_folder_without_a_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="holds no labelled set"):
        labelled_sets(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"id": "1", "text": "a"}\n\n{"id": "2"}\n', "line 3 .*: text: field required"),
        (b"{broken\n", "line 1 .*: the line: invalid json"),
        (b'{"id": "1", "text": "\xff"}\n', "not UTF-8"),
    ],
)
def test_a_line_that_is_not_of_the_form_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(content)
    with pytest.raises(EvaluationError, match=said):
        list(read_lines(path, Text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read: No such file"):
        list(read_lines(tmp_path / "no.jsonl", Text))
