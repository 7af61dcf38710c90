"""Thresholds and weights that were fitted on data: read from calibration.json, never written in the code."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import Field

from tutor.domain import Model

CALIBRATION_FILE = Path(__file__).with_name("calibration.json")


class Fusion(Model):
    """Weights of a passage's score: chunk cosine, best sentence cosine, bm25 over the query's best."""

    dense: float = Field(ge=0)
    sentence: float = Field(ge=0)
    lexical: float = Field(ge=0)


class VerdictThresholds(Model):
    """Token recall (0..1) of the question in the best passage: below `subject_recall` it is another subject, below
    `answer_recall` not answered; a term the library does not know needs `term_recall` of its own."""

    subject_recall: float
    answer_recall: float
    term_recall: float


class AuthoredThresholds(Model):
    """Cosine from which a question is one the material asks itself."""

    question_cosine: float


class SupportThresholds(Model):
    """Support scores (0..1) from which a sentence counts as supported, and as weakly supported."""

    supported: float
    weak: float


class Calibration(Model):
    """All fitted numbers, with the embedder they were fitted for and what they rest on."""

    about: str
    embedder: str
    date: str
    fusion: Fusion
    verdict: VerdictThresholds
    authored: AuthoredThresholds
    support: SupportThresholds
    basis: dict[str, str]


def load_calibration(path: Path = CALIBRATION_FILE) -> Calibration:
    """The shipped numbers."""
    return Calibration.model_validate(json.loads(path.read_text(encoding="utf-8")))
