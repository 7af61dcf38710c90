"""The metrics, by the libraries that keep them: pytrec_eval, scikit-learn, scipy.

Each import costs up to seconds and none is on the way of a question or a grade, so they stand inside the functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.errors import EvaluationError

RESAMPLES = 2_000
# Ours -> trec_eval's.
_RANKING = {
    "nDCG@10": "ndcg_cut_10",
    "recall@5": "recall_5",
    "recall@10": "recall_10",
    "MRR@10": "recip_rank",
    "hit@1": "success_1",
}
RANKING_METRICS = tuple(_RANKING)

Interval = tuple[float, float]


def ranking_metrics(
    relevant: Mapping[str, Mapping[str, int]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, NDArray[np.float64]]:
    """Each of RANKING_METRICS for every query of `relevant`, in its order: float64 [queries].

    `relevant` maps queries to graded documents, `ranked` to documents, best first; only the first ten count, and a
    query for which nothing was found scores 0.  Raises EvaluationError where the library has no build for the machine.
    """
    try:
        import pytrec_eval
    except ImportError as error:
        raise EvaluationError(
            "the ranking metrics need the package pytrec-eval-terrier, which is not installed; "
            "install it, or run this on a machine it has a build for"
        ) from error

    evaluator = pytrec_eval.RelevanceEvaluator(
        {query: dict(grades) for query, grades in relevant.items()}, {"ndcg_cut", "recall", "recip_rank", "success"}
    )
    run = {
        query: {document: 1.0 / place for place, document in enumerate(documents[:10], start=1)}
        for query, documents in ranked.items()
        if documents
    }
    scored = evaluator.evaluate(run)
    return {
        name: np.array([scored[query][measure] if query in scored else 0.0 for query in relevant])
        for name, measure in _RANKING.items()
    }


def mean_interval(values: NDArray[np.float64], *, seed: int = 0) -> Interval:
    """The 95% percentile bootstrap interval of a mean."""
    return interval(len(values), lambda chosen: float(values[chosen].mean()), seed=seed)


def interval(count: int, statistic: Callable[[NDArray[np.int64]], float], *, seed: int = 0) -> Interval:
    """The 95% percentile bootstrap interval of a statistic of `count` units, which takes the places of the units drawn
    (Efron 1979); to resample questions rather than answers, make the questions the units."""
    from scipy.stats import bootstrap

    if count < 2:
        alone = statistic(np.arange(count))
        return alone, alone
    places = np.arange(count)
    found = bootstrap(
        (places,),
        lambda chosen: statistic(chosen.astype(np.int64)),
        n_resamples=RESAMPLES,
        method="percentile",
        vectorized=False,
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(found.low), float(found.high)


def auroc(labels: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """Area under the receiver operating characteristic: how often a true one scores above a false one."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(labels, scores))


def best_f1(labels: NDArray[np.bool_], scores: NDArray[np.float64]) -> tuple[float, float]:
    """The best F1 over all thresholds, and the threshold."""
    from sklearn.metrics import precision_recall_curve

    precision, recall, thresholds = precision_recall_curve(labels, scores)
    both = precision + recall
    f1 = np.divide(2 * precision * recall, both, out=np.zeros_like(both), where=both > 0)[:-1]
    place = int(f1.argmax())
    return float(f1[place]), float(thresholds[place])


def f1_at(labels: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    """F1 of decisions."""
    from sklearn.metrics import f1_score

    return float(f1_score(labels, said, zero_division=0.0))


def pearson(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Pearson's r; nan where one of the two does not vary."""
    from scipy.stats import pearsonr

    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(pearsonr(first, second).statistic)


def rmse(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Root mean squared error."""
    from sklearn.metrics import root_mean_squared_error

    return float(root_mean_squared_error(first, second))


def quadratic_kappa(first: NDArray[np.int64], second: NDArray[np.int64]) -> float:
    """Cohen's kappa with quadratic weights, of two gradings in whole steps."""
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score(first, second, weights="quadratic"))
