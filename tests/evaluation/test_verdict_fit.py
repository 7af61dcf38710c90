"""The thresholds of the verdict are found where they were put, and tried on questions they were not fitted on."""

from __future__ import annotations

import numpy as np
import pytest

from tutor.errors import EvaluationError
from tutor.evaluation.fitting.verdict import Evidence, fit_thresholds
from tutor.evaluation.labelled import Expectation


def questions(expect: Expectation, recall: float, closest: float, count: int, *, seed: int) -> list[Evidence]:
    rng = np.random.default_rng(seed)
    recalls, cosines = rng.normal(recall, 0.04, count), rng.normal(closest, 0.04, count)
    return [Evidence(expect, float(one), float(other), False) for one, other in zip(recalls, cosines, strict=True)]


def test_questions_that_differ_are_told_apart() -> None:
    answered = questions("answered", 0.75, 0.6, 200, seed=1)
    near, other = questions("near_miss", 0.5, 0.55, 60, seed=2), questions("other_subject", 0.25, 0.2, 60, seed=3)
    limits, (rates,) = fit_thresholds([[*answered, *near, *other]])
    assert rates.refused <= 0.05 and rates.near <= 0.05 and rates.other == 0.0
    assert limits.subject <= limits.answer
    refused = [one for one in answered if one.recall + limits.sentence_weight * one.closest < limits.answer]
    assert len(refused) / len(answered) <= 0.02
    others = [one for one in answered if one.recall + limits.sentence_weight * one.closest < limits.subject]
    assert len(others) <= 1


def test_the_cosine_counts_as_far_as_it_tells() -> None:
    """Where recalls are alike and cosines are not, the cosine is given weight; where it is the other way, little."""
    answered, near = questions("answered", 0.6, 0.7, 200, seed=1), questions("near_miss", 0.6, 0.4, 200, seed=2)
    by_cosine, _ = fit_thresholds([[*answered, *near]])
    answered, near = questions("answered", 0.7, 0.5, 200, seed=1), questions("near_miss", 0.45, 0.5, 200, seed=2)
    by_recall, _ = fit_thresholds([[*answered, *near]])
    assert by_cosine.sentence_weight > by_recall.sentence_weight


def test_what_names_the_unknown_is_not_answered_and_each_set_counts_the_same() -> None:
    answered = questions("answered", 0.75, 0.6, 100, seed=1)
    unknown = [one._replace(expect="near_miss", missing=True) for one in answered]
    _, (first, second) = fit_thresholds([[*answered, *unknown], questions("answered", 0.9, 0.8, 1_000, seed=4)])
    assert first.near == 0.0
    assert second.refused == 0.0 and second.near == second.other == 0.0


def test_without_answerable_questions_there_is_nothing_to_fit() -> None:
    with pytest.raises(EvaluationError, match="questions that the material answers"):
        fit_thresholds([questions("near_miss", 0.5, 0.5, 5, seed=1)])
