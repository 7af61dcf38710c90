"""A grader on the real embedder."""

from __future__ import annotations

import pytest

from tutor.library.embedder import MiniLMEmbedder
from tutor.practice.grading.grader import Grader
from tutor.practice.grading.local import LocalJudge
from tutor.practice.grading.scoring import AnswerScorer
from tutor.practice.grading.spoken import Spoken, load_spoken
from tutor.practice.grading.weights import load_grader_weights


@pytest.fixture(scope="session")
def spoken() -> Spoken:
    return load_spoken()


@pytest.fixture(scope="session")
def local_judge(embedder: MiniLMEmbedder, spoken: Spoken) -> LocalJudge:
    return LocalJudge(AnswerScorer(embedder, load_grader_weights()), spoken)


@pytest.fixture(scope="session")
def grader(local_judge: LocalJudge, spoken: Spoken) -> Grader:
    """Without a language model."""
    return Grader(local_judge, spoken)
