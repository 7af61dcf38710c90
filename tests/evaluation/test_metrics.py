"""The libraries' metrics mean what the report says they mean."""

from __future__ import annotations

import numpy as np
import pytest

from tutor.evaluation.metrics import (
    RANKING_METRICS,
    auroc,
    best_f1,
    interval,
    mean_interval,
    pearson,
    quadratic_kappa,
    ranking_metrics,
    rmse,
)


def test_ranking_metrics_by_hand() -> None:
    relevant = {"a": {"x": 1, "y": 1}, "b": {"z": 1}, "c": {"w": 1}}
    ranked = {"a": ["y", "q", "x"], "b": ["q", "z"], "c": []}
    found = ranking_metrics(relevant, ranked)
    assert set(found) == set(RANKING_METRICS)
    ideal = 1 + 1 / np.log2(3)
    assert found["nDCG@10"] == pytest.approx([(1 + 1 / np.log2(4)) / ideal, 1 / np.log2(3), 0])
    assert found["MRR@10"] == pytest.approx([1, 0.5, 0])
    assert found["hit@1"] == pytest.approx([1, 0, 0])
    assert found["recall@5"] == pytest.approx([1, 1, 0])


def test_only_the_first_ten_count() -> None:
    found = ranking_metrics({"a": {"x": 1}}, {"a": [*map(str, range(10)), "x"]})
    assert all(found[metric][0] == 0 for metric in RANKING_METRICS)


def test_a_higher_grade_counts_for_more() -> None:
    relevant = {"a": {"best": 2, "good": 1}}
    first = ranking_metrics(relevant, {"a": ["best", "good"]})["nDCG@10"][0]
    second = ranking_metrics(relevant, {"a": ["good", "best"]})["nDCG@10"][0]
    assert first == pytest.approx(1) and second < 1


def test_an_interval_holds_its_mean_and_is_the_same_again() -> None:
    values = np.array([0.0, 1.0] * 40)
    low, high = mean_interval(values)
    assert 0.35 < low < 0.5 < high < 0.65
    assert mean_interval(values) == (low, high)


def test_one_unit_has_no_spread() -> None:
    assert interval(1, lambda at: float(len(at))) == (1.0, 1.0)


def test_scores_of_agreement() -> None:
    labels, scores = np.array([True, True, False, False]), np.array([0.9, 0.4, 0.6, 0.1])
    assert auroc(labels, scores) == pytest.approx(0.75)
    assert best_f1(labels, scores) == (pytest.approx(0.8), 0.4)
    assert pearson(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])) == pytest.approx(1)
    assert np.isnan(pearson(np.ones(3), np.array([1.0, 2.0, 3.0])))
    assert rmse(np.zeros(4), np.full(4, 2.0)) == pytest.approx(2)
    assert quadratic_kappa(np.array([0, 1, 2, 2]), np.array([0, 1, 2, 2])) == pytest.approx(1)
