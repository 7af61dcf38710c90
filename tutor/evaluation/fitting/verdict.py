"""The thresholds of the verdict, fitted on questions that a library answers and on those it does not.

The evidence for an answer is a recall and a weighted cosine (see answering/verdict.py).  The
weight is the one under which the fewest other questions are answered, over a range of shares of answerable questions
refused (one share alone would choose by a few questions); the thresholds are the highest that refuse no more than is
allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.build import Tutor
from tutor.calibration import Basis, VerdictThresholds
from tutor.domain import Turn
from tutor.errors import EvaluationError
from tutor.evaluation.beir import LabelledSet, read_beir
from tutor.evaluation.fitting.fit import Fit
from tutor.evaluation.labelled import Expectation, read_labelled
from tutor.evaluation.throwaway import shipped_library, throwaway_library
from tutor.settings import Settings

_WEIGHTS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
_LEVELS = (0.005, 0.01, 0.015, 0.02, 0.03)  # of answerable questions refused, over which the weight is chosen
_REFUSED = 0.015  # of answerable questions, at most, said not to be answered for what they lack
_OTHER = 0.0075  # of answerable questions, at most, said to be another subject
_MOST = 300  # questions of one set
_FOLDS = 5

SetFiles = tuple[Path, Path, Path]


class Evidence(NamedTuple):
    """What the judge saw of one question: `missing` where it names something that the library does not."""

    expect: Expectation
    recall: float
    closest: float
    missing: bool


class Rates(NamedTuple):
    """Shares: answerable questions refused, near misses answered, other subjects answered."""

    refused: float
    near: float
    other: float


def fit_verdict(labelled: Path, sets: Sequence[SetFiles], settings: Settings, *, today: date) -> Fit:
    """Thresholds for the section "verdict", from labelled questions over the shipped notes and from sets in BEIR form,
    whose questions are answerable in their own documents and other subjects in the next set's; sets of conversations
    are left out, as the evidence for those tells as much of how they were read.

    Raises EvaluationError where a set cannot be used.
    """
    seen = [list(_of_notes(labelled, settings))]
    names = [labelled.name]
    read = {files[0].parent.name: read_beir(*files) for files in sets}
    texts = {name: [one.text for one in each.queries] for name, each in read.items() if not _talks(each)}
    for name, after in zip(texts, [*list(texts)[1:], *list(texts)[:1]], strict=True):
        others = texts[after] if after != name else []
        with throwaway_library(read[name].documents, settings) as (tutor, _):
            asked = list(_seen(tutor, "answered", [(one, ()) for one in _some(texts[name], _MOST)]))
            asked += _seen(tutor, "other_subject", [(one, ()) for one in _some(others, _MOST // 2)])
        seen.append(asked)
        names.append(name)
    values, held = fit_thresholds(seen)
    figures = "; ".join(
        f"{name}: {rates.refused:.1%} of answerable refused, {rates.near:.1%} of near misses and {rates.other:.1%} of "
        "other subjects answered"
        for name, rates in zip(names, held, strict=True)
    )
    counts = ", ".join(f"{name} ({len(one):,} questions)" for name, one in zip(names, seen, strict=True))
    basis = Basis(date=today.isoformat(), data=counts, figures=f"on the fifths held out: {figures}")
    return Fit(section="verdict", values=values, basis=basis)


def fit_thresholds(sets: Sequence[Sequence[Evidence]]) -> tuple[VerdictThresholds, list[Rates]]:
    """The thresholds fitted on all of the sets, each counting the same, and for each set the rates of thresholds that
    were fitted without the questions they are tried on."""
    if not any(one.expect == "answered" for each in sets for one in each):
        raise EvaluationError("the thresholds of the verdict need questions that the material answers")
    held = []
    for place, each in enumerate(sets):
        said: list[tuple[Evidence, bool]] = []
        for fold in range(_FOLDS):
            rest = [one for at, one in enumerate(each) if at % _FOLDS != fold]
            fitted = _fit([*sets[:place], rest, *sets[place + 1 :]])
            said += [(one, _answered(one, fitted)) for one in each[fold::_FOLDS]]
        held.append(_rates(said))
    return _fit(sets), held


def _fit(sets: Sequence[Sequence[Evidence]]) -> VerdictThresholds:
    def wrong(weight: float) -> float:
        tried = [_at_weight(sets, weight, level) for level in _LEVELS]
        return sum(_wrong(each, limits) for each in sets for limits in tried)

    return _at_weight(sets, min(_WEIGHTS, key=wrong), _REFUSED)


def _at_weight(sets: Sequence[Sequence[Evidence]], weight: float, refused: float) -> VerdictThresholds:
    """The thresholds at which the share of refused answerable questions, averaged over the sets, is `refused`."""
    values, shares = [], []
    for each in sets:
        answerable = [one.recall + weight * one.closest for one in each if one.expect == "answered"]
        values += answerable
        shares += [1 / len(answerable) if answerable else 0.0] * len(answerable)
    order = np.argsort(values)
    below = np.cumsum(np.array(shares)[order]) / sum(shares)
    sorted_values: NDArray[np.float64] = np.array(values)[order]
    answer = float(sorted_values[np.searchsorted(below, refused)])
    subject = float(sorted_values[np.searchsorted(below, _OTHER)])
    return VerdictThresholds(
        sentence_weight=weight, subject=round(min(subject, answer) - 0.005, 2), answer=round(answer - 0.005, 2)
    )


def _wrong(each: Sequence[Evidence], limits: VerdictThresholds) -> float:
    rates = _rates([(one, _answered(one, limits)) for one in each])
    return rates.near + rates.other


def _answered(one: Evidence, limits: VerdictThresholds) -> bool:
    return one.recall + limits.sentence_weight * one.closest >= limits.answer and not one.missing


def _rates(said: Sequence[tuple[Evidence, bool]]) -> Rates:
    def share(expect: Expectation) -> float:
        given = [answered for one, answered in said if one.expect == expect]
        return float(np.mean(given)) if given else 0.0

    has_answerable = any(one.expect == "answered" for one, _ in said)
    return Rates(1 - share("answered") if has_answerable else 0.0, share("near_miss"), share("other_subject"))


def _of_notes(labelled: Path, settings: Settings) -> Iterator[Evidence]:
    with shipped_library(settings) as tutor:
        for one in read_labelled(labelled):
            yield from _seen(tutor, one.expect, [(one.question, one.history)])


def _seen(tutor: Tutor, expect: Expectation, questions: Sequence[tuple[str, tuple[Turn, ...]]]) -> Iterator[Evidence]:
    """The evidence for each question in a library, read and searched as an answer does."""
    for question, history in questions:
        judgement = tutor.parts.answerer(use_model=False).look(question, history).judgement
        yield Evidence(expect, judgement.recall, judgement.closest, judgement.missing)


def _talks(labelled: LabelledSet) -> bool:
    return any(one.history for one in labelled.queries)


def _some(questions: list[str], most: int) -> list[str]:
    """At most so many of them, from all over the set."""
    return list(islice(questions, 0, None, max(1, -(-len(questions) // most)))) if questions else []
