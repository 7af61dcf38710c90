"""The numbers a grade is made with: read from grader.json, which scripts/fit_grader.py writes, never in the code."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import Field

from tutor.domain import Model

GRADER_FILE = Path(__file__).with_name("grader.json")


class FeatureWeight(Model):
    """One feature of an answer (features.py) and what a whole step of it (0 to 1) adds to the score."""

    name: str
    weight: float


class StatusThresholds(Model):
    """Coverage (0..1) from which a point counts as covered, and as said in part."""

    covered: float = Field(ge=0, le=1)
    partly: float = Field(ge=0, le=1)


class GraderWeights(Model):
    """Everything learned, with what it was learned from.

    score = intercept + sum of weight * feature, held within 0..1.  For eight of ten questions, the mean human score
    of answers with this score lies between score - `below` and score + `above`.
    """

    about: str
    version: str
    embedder: str
    date: str
    intercept: float
    features: tuple[FeatureWeight, ...]
    below: float = Field(ge=0, le=1)
    above: float = Field(ge=0, le=1)
    status: StatusThresholds
    basis: dict[str, str]


def load_grader_weights(path: Path = GRADER_FILE) -> GraderWeights:
    """The shipped numbers."""
    return GraderWeights.model_validate(json.loads(path.read_text(encoding="utf-8")))
