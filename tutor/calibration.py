"""Thresholds and weights that were fitted on data: read from calibration.json, never written in the code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import Field

from tutor.domain import Model

CALIBRATION_FILE = Path(__file__).with_name("calibration.json")


class Fusion(Model):
    """Weights of a passage's score: chunk cosine, best sentence cosine, bm25 over the query's best; they need not sum
    to one.  A line of code's cosine counts `code` times.  `context` is how far the query vector leans to the
    conversation's, from a cosine of `context_from` between the two."""

    dense: float = Field(ge=0)
    sentence: float = Field(ge=0)
    lexical: float = Field(ge=0)
    code: float = Field(ge=0, le=1)
    context: float = Field(ge=0)
    context_from: float = Field(ge=-1, le=1)


class Ranking(Model):
    """What an answer's passages are ordered by beside the search's score, a weight each: `sentence` is the best token
    recall of the question in a sentence that may be quoted, `passage` in the passage with its headings; `length` the
    log of its characters over 1,000; `opens` counts where it begins its section, `defines` where the question asks what
    something is and a sentence says so."""

    sentence: float = Field(ge=0)
    passage: float = Field(ge=0)
    length: float = Field(ge=0)
    opens: float = Field(ge=0)
    defines: float = Field(ge=0)


class VerdictThresholds(Model):
    """On the evidence for an answer: best token recall of the question in a passage, plus `sentence_weight` times the
    best sentence cosine (0..1.7).  Below `subject` it is another subject, below `answer` not answered."""

    sentence_weight: float
    subject: float
    answer: float


class AuthoredThresholds(Model):
    """Cosines from which a question may be one the material asks itself (the lowest where the best passage of all lies
    in that question's section; from `same_cosine` the wording is not looked at), and how much less of the question
    its answer may say, by token recall, than the best passage."""

    same_cosine: float
    question_cosine: float
    same_section_cosine: float
    recall_slack: float


class SupportThresholds(Model):
    """Support scores (0..1) from which a sentence counts as supported, and as weakly supported, and what the score is
    made of: `words` is the share of word recall beside token recall; `names` and `numbers` are what is taken off (0..1)
    where all of its names, or numbers, are in none of its spans, `absolute` where it says "always" or the like and none
    of them does, `denial` where one of them denies it."""

    supported: float = Field(ge=0, le=1)
    weak: float = Field(ge=0, le=1)
    words: float = Field(ge=0, le=1)
    names: float = Field(ge=0, le=1)
    numbers: float = Field(ge=0, le=1)
    absolute: float = Field(ge=0, le=1)
    denial: float = Field(ge=0, le=1)


class MakingThresholds(Model):
    """For made questions: cosines from which two ask the same (`near`) and two options may say the same (`alike`;
    opposites are as near, and cost a question), and the token recall of a question in its headings and source from
    which these speak of it (`answerable`)."""

    near: float
    alike: float
    answerable: float


class FeatureWeight(Model):
    """A feature of an answer (tutor/practice/grading/features.py) and what a whole step of it (0 to 1) adds to the log
    odds of being right; `over` says whether it is taken from the best of several references or from their mean."""

    name: str
    over: Literal["best", "mean"]
    weight: float


class SpokenScale(Model):
    """How far a spoken or typed answer must go: coverage of a rubric point up to `nothing` earns nothing and from
    `full` on everything; between them credit follows a curve with `power`.  A point counts as covered or partly said
    from that credit on.  An answer whose nearness to question and points lies below `on_topic` loses of its credit, the
    most from `off_topic` down.  The score's range is `below`..`above`."""

    date: str
    nothing: float = Field(ge=0, le=1)
    full: float = Field(ge=0, le=1)
    power: float = Field(gt=0)
    covered: float = Field(ge=0, le=1)
    partly: float = Field(ge=0, le=1)
    off_topic: float
    on_topic: float
    below: float = Field(ge=0, le=1)
    above: float = Field(ge=0, le=1)


class GraderNumbers(Model):
    """The local grader: a logistic model of how right people call an answer, fitted with `embedder`.

    For eight of ten questions, the mean human score of answers with a score lies between it - `below` and it + `above`.
    A short answer's point counts as covered or partly said from that coverage on; `spoken` is the scale for answers in
    an interview.
    """

    version: str
    embedder: str
    intercept: float
    features: tuple[FeatureWeight, ...]
    below: float = Field(ge=0, le=1)
    above: float = Field(ge=0, le=1)
    covered: float = Field(ge=0, le=1)
    partly: float = Field(ge=0, le=1)
    spoken: SpokenScale


class Basis(Model):
    """What a section's numbers rest on: when, on which data, and how they did there, in words with figures."""

    date: str
    data: str
    figures: str


class Calibration(Model):
    """All fitted numbers, with the embedder they were fitted for and what each section rests on."""

    about: str
    embedder: str
    fusion: Fusion
    ranking: Ranking
    verdict: VerdictThresholds
    authored: AuthoredThresholds
    support: SupportThresholds
    making: MakingThresholds
    grader: GraderNumbers
    basis: dict[str, Basis]


def load_calibration(path: Path = CALIBRATION_FILE) -> Calibration:
    """The shipped numbers."""
    return Calibration.model_validate(json.loads(path.read_text(encoding="utf-8")))
