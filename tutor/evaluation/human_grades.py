"""Answers that people have graded: each with its question, what it was compared with, and the score it got."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from tutor.errors import EvaluationError
from tutor.evaluation.lines import read_lines
from tutor.practice.grading.pairs import PairLine

_FEWEST_SCORES = 2
_MOST_LEVELS = 21  # 0 to 5 by quarters


class GradedLine(PairLine):
    """A line of `tutor grade --pairs` with the human `score`, of `max`; `dataset` names the set it is from."""

    score: float = Field(ge=0)
    max: float | None = Field(default=None, gt=0)
    dataset: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """What makes it the same question: its set, its words and what is right ("Explain why." is asked often)."""
        return (self.dataset, self.question, self.reference or "", *self.references, *self.rubric)


class HumanGrades(NamedTuple):
    """Graded answers, in order.  `scores` float64 [answers], 0..1; `question` int64 [answers], the answer's question by
    number; `dataset` the answer's set."""

    lines: tuple[GradedLine, ...]
    scores: NDArray[np.float64]
    question: NDArray[np.int64]
    dataset: NDArray[np.str_]


def read_human_grades(*files: Path) -> HumanGrades:
    """The graded answers of one or more files; a line without a `dataset` is of the set its file is named after.

    Where a line has no `max`, it is the highest score of its set, or 1 where all are lower.  Raises EvaluationError
    naming what is wrong, also where no two scores differ.
    """
    named = ", ".join(repr(str(path)) for path in files)
    lines = [_of_set(one, path.stem) for path in files for one in read_lines(path, GradedLine)]
    highest: dict[str, float] = defaultdict(lambda: 1.0)
    for one in lines:
        highest[one.dataset] = max(highest[one.dataset], one.score)
        if one.max is not None and one.score > one.max:
            raise EvaluationError(
                f"the answer {one.id!r} in {named} has a score of {one.score:g} of {one.max:g}; correct one of them"
            )
    scores = np.array([one.score / (one.max or highest[one.dataset]) for one in lines], dtype=np.float64)
    if len(np.unique(scores)) < _FEWEST_SCORES:
        raise EvaluationError(f"there are no two answers with different scores in {named}; there is nothing to compare")
    numbers: dict[tuple[str, ...], int] = {}
    question = np.array([numbers.setdefault(one.asked, len(numbers)) for one in lines], dtype=np.int64)
    return HumanGrades(tuple(lines), scores, question, np.array([one.dataset for one in lines]))


def _of_set(line: GradedLine, name: str) -> GradedLine:
    return line if line.dataset else line.model_copy(update={"dataset": name})


def levels(scores: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """The steps of a human scale, in order: the scores that occur, or tenths where there are more than twenty-one."""
    found = np.unique(np.round(scores, 6))
    return found if len(found) <= _MOST_LEVELS else np.linspace(0.0, 1.0, 11)


def nearest_level(scores: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.int64]:
    """The place of the step nearest to each score."""
    places: NDArray[np.int64] = np.abs(scores[:, None] - steps[None]).argmin(axis=1)
    return places
