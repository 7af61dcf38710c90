"""A candidate's Python, read in words and quoted, and never run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.practice.grading.questions import question
from tutor.domain import AnswerForm, QuestionKind
from tutor.practice.grading.code_words import code_in_words
from tutor.practice.grading.grader import Grader

ATTENTION = (
    "The scores are the matrix product of queries and transposed keys.",
    "The row maximum is subtracted before exponentiating.",
    "The softmax divides by the sum of the exponentials.",
)
CODE = """```python
import numpy as np

def attention(q, k, v):
    scores = q @ np.swapaxes(k, -1, -2)
    scores = scores - scores.max(axis=-1, keepdims=True)
    e = np.exp(scores)
    return (e / e.sum(axis=-1, keepdims=True)) @ v
```"""


def test_code_is_read_and_quoted(grader: Grader) -> None:
    asked = question(form=AnswerForm.CODE, text="Implement attention in NumPy.", points=ATTENTION)
    grade = grader.grade(asked, CODE)
    assert grade.score > 0.4
    quotes = [point.quote for point in grade.points if point.quote is not None]
    assert quotes, "nothing of the code is quoted"
    for quote in quotes:
        assert CODE[quote.start : quote.end] == quote.text
        assert "`" not in quote.text
    assert grade.score > grader.grade(asked, "def attention(q, k, v):\n    return v").score


def test_a_question_of_kind_coding_is_read_as_code(grader: Grader) -> None:
    asked = question(kind=QuestionKind.CODING, text="Implement attention in NumPy.", points=ATTENTION)
    assert grader.grade(asked, CODE).score > 0.4


def test_a_syntax_error_is_a_remark_with_its_line(grader: Grader) -> None:
    grade = grader.grade(question(form=AnswerForm.CODE), "```python\nx = 1\ndef f(:\n    return x\n```")
    assert any("line 2" in remark for remark in grade.remarks)


@pytest.mark.parametrize(
    "source", ["(" * 5_000 + ")" * 5_000, "x = " + "-" * 20_000 + "1", "a\x00b = 1", "f(" * 3_000, "x = 1\n" * 20_000]
)
def test_hostile_code_is_a_grade_and_no_crash(source: str) -> None:
    read = code_in_words(f"```python\n{source}\n```")
    assert read.fault is None or read.fault.endswith(".")


def test_code_is_never_run(grader: Grader, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    grader.grade(question(form=AnswerForm.CODE), f"```python\nopen({str(mark)!r}, 'w').write('x')\n```")
    assert not mark.exists()


def test_a_statement_is_read_in_the_order_it_is_written() -> None:
    words = code_in_words("```python\nscores = q @ k.T / np.sqrt(d)\n```").words
    assert words.index("scores") < words.index("matrix product") < words.index("transposed") < words.index("divided")
    assert "square root" in words
