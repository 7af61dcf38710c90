"""The weights of the support score and its thresholds, fitted on claims with the pages they cite.

The weights are those with the highest AUROC of supported against other claims, in the mean over the sets: one weight is
moved at a time over a grid, until none is better moved.  `supported` is the lowest score that at most one in twenty of
the unsupported claims reaches, `weak` that one in four does; a set on which the score tells nothing (AUROC below 0.5,
as where unsupported claims are made of the page's own words) has a say in the weights and none in the thresholds.

Every figure is of claims that the fit behind it did not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.answering.support import Measures
from tutor.calibration import Basis, SupportThresholds
from tutor.errors import EvaluationError
from tutor.evaluation.claims import ClaimLabel, read_claims
from tutor.evaluation.fitting.fit import Fit
from tutor.evaluation.metrics import auroc
from tutor.evaluation.sets import about
from tutor.evaluation.verification import score_claims
from tutor.library.embedder import Embedder

FOLDS = 10
# Claims that people wrote are seldom absolute without reason, nor false by an opposite word that vectors do not see;
# what a model writes is.  So the grid keeps a share of each, for 0.002 of AUROC on the former.
GRID = {
    "words": (0.1, 0.2, 0.3, 0.4),
    "names": (0.1, 0.2, 0.3, 0.4, 0.5),
    "numbers": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7),
    "absolute": (0.3, 0.4, 0.5),
    "denial": (0.1, 0.2, 0.3, 0.4, 0.5),
}
_SUPPORTED, _WEAK = 0.05, 0.25  # shares of unsupported claims that may pass
_TELLS = 0.5  # AUROC
_ROUNDS = 3  # over all weights


class ClaimSet(NamedTuple):
    """The claims of one file: what each one's score is made of, and what people say of it."""

    name: str
    measures: tuple[Measures, ...]
    labels: tuple[ClaimLabel, ...]

    def only(self, places: NDArray[np.int64]) -> ClaimSet:
        """The claims at those places."""
        return ClaimSet(self.name, *(tuple(column[place] for place in places) for column in self[1:]))

    def scores(self, weights: SupportThresholds) -> NDArray[np.float64]:
        return np.array([one.score(weights) for one in self.measures])

    def are(self, label: ClaimLabel) -> NDArray[np.bool_]:
        return np.array([one is label for one in self.labels])

    def auroc(self, weights: SupportThresholds) -> float:
        """Of supported claims against all others."""
        return auroc(self.are(ClaimLabel.SUPPORTED), self.scores(weights))


def fit_support(claims: Sequence[Path], embedder: Embedder, thresholds: SupportThresholds, *, today: date) -> Fit:
    """The section `support`, fitted on files of claims; `thresholds` is where the search begins, and what the best
    spans are found with.  Raises EvaluationError where a file is not of the form, or holds too few claims."""
    sets = [_measured(path, embedder, thresholds) for path in claims]
    values = fit_weights(sets, thresholds)
    unseen = [_cross_validated(one, sets, values) for one in sets]
    data = "; ".join(f"{len(one.labels):,} claims of {one.name!r}" for one in sets)
    basis = Basis(date=today.isoformat(), data=data, figures="; ".join(unseen))
    return Fit(section="support", values=values, basis=basis)


def fit_weights(sets: Sequence[ClaimSet], start: SupportThresholds) -> SupportThresholds:
    """The weights with the best mean AUROC, found from `start`, and the thresholds that go with them."""

    def mean_auroc(weights: SupportThresholds) -> float:
        return float(np.mean([one.auroc(weights) for one in sets]))

    best, reached = start, mean_auroc(start)
    for _ in range(_ROUNDS):
        before = best
        for name, values in GRID.items():
            tried = [best.model_copy(update={name: value}) for value in values]
            scored = [mean_auroc(one) for one in tried]
            if max(scored) > reached:
                best, reached = tried[int(np.argmax(scored))], max(scored)
        if best == before:
            break
    telling = [one for one in sets if one.auroc(best) > _TELLS]
    unsupported = [one.scores(best)[one.are(ClaimLabel.NOT)] for one in telling]
    if not sum(map(len, unsupported)):
        raise EvaluationError("there are no unsupported claims, scored below supported ones, to set thresholds on")
    limits = np.quantile(np.concatenate(unsupported), (1 - _SUPPORTED, 1 - _WEAK))
    supported, weak = (round(float(limit), 2) for limit in limits)
    return best.model_copy(update={"supported": supported, "weak": weak})


def _measured(path: Path, embedder: Embedder, thresholds: SupportThresholds) -> ClaimSet:
    lines = read_claims(path)
    supported = sum(one.label is ClaimLabel.SUPPORTED for one in lines)
    if min(supported, len(lines) - supported) < FOLDS:
        raise EvaluationError(
            f"{str(path)!r} holds too few claims to fit on; {FOLDS} supported and as many others will do"
        )
    scored, _ = score_claims(lines, embedder, thresholds)
    return ClaimSet(about(path), tuple(one.measures for one in scored), tuple(one.label for one in lines))


def _cross_validated(one: ClaimSet, sets: Sequence[ClaimSet], start: SupportThresholds) -> str:
    """AUROC and passing shares of a set's claims, each by numbers fitted on the other folds and the other sets."""
    shuffled = np.random.default_rng(0).permutation(len(one.labels))
    by_label = sorted(shuffled.tolist(), key=lambda place: one.labels[place].value)
    fold = np.empty(len(by_label), dtype=np.int64)
    fold[by_label] = np.arange(len(by_label)) % FOLDS  # each label in every fold
    scores, passed, weakly = (np.zeros(len(one.labels)) for _ in range(3))
    for number in range(FOLDS):
        kept = [other if other is not one else one.only(np.flatnonzero(fold != number)) for other in sets]
        fitted, held = fit_weights(kept, start), np.flatnonzero(fold == number)
        scores[held] = one.only(held).scores(fitted)
        passed[held], weakly[held] = scores[held] >= fitted.supported, scores[held] >= fitted.weak
    said = f"{one.name}: AUROC {auroc(one.are(ClaimLabel.SUPPORTED), scores):.3f} of supported against the rest"
    shares = [
        f"{passed[at].mean():.0%} and {weakly[at].mean():.0%} of {label.value.replace('_', ' ')}"
        for label in ClaimLabel
        if (at := one.are(label)).any()
    ]
    return f"{said}; pass as supported and at least weakly: {', '.join(shares)}"
