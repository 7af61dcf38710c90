"""A grader on the real embedder."""

from __future__ import annotations

import pytest

from tutor.calibration import GraderNumbers, SpokenScale, load_calibration
from tutor.library.embedder import MiniLMEmbedder
from tutor.practice.grading.grader import Grader
from tutor.practice.grading.local import LocalJudge
from tutor.practice.grading.scoring import AnswerScorer


@pytest.fixture(scope="session")
def numbers() -> GraderNumbers:
    return load_calibration().grader


@pytest.fixture(scope="session")
def spoken(numbers: GraderNumbers) -> SpokenScale:
    return numbers.spoken


@pytest.fixture(scope="session")
def scorer(embedder: MiniLMEmbedder, numbers: GraderNumbers) -> AnswerScorer:
    return AnswerScorer(embedder, numbers)


@pytest.fixture(scope="session")
def local_judge(scorer: AnswerScorer, spoken: SpokenScale) -> LocalJudge:
    return LocalJudge(scorer, spoken)


@pytest.fixture(scope="session")
def grader(local_judge: LocalJudge, spoken: SpokenScale) -> Grader:
    """Without a language model."""
    return Grader(local_judge, spoken)
