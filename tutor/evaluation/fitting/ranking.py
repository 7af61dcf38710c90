"""The weights an answer's passages are ordered by, fitted by grid search and checked on the halves held out.

What is maximized is the reciprocal rank of the first passage with a labelled sentence, each set counting the same; the
new weights are taken only where they do better than the present ones on the halves they were not fitted on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.answering.ranking import ranking_measures, weighed
from tutor.build import Tutor
from tutor.calibration import Basis, Ranking
from tutor.domain import Passage, Turn
from tutor.evaluation.fitting.fit import Fit, held_out
from tutor.evaluation.labelled import locate, read_labelled

_GRID = {
    "sentence": (0.3, 0.5, 0.7),
    "passage": (0.3, 0.5, 0.7, 0.9),
    "length": (0.0, 0.05, 0.1, 0.15),
    "opens": (0.0, 0.04, 0.08, 0.12),
    "defines": (0.0, 0.2),
}


class Found(NamedTuple):
    """What was found for a question: the search's scores [n], what else is weighed [n, 5], and which of the passages
    hold a labelled sentence [n]."""

    searched: NDArray[np.float64]
    measures: NDArray[np.float64]
    holds: NDArray[np.bool_]


class Ranks(NamedTuple):
    """Means over a set's questions."""

    reciprocal: float
    first: float


def fit_ranking(questions: Sequence[Path], tutor: Tutor, *, today: date, data: str) -> Fit:
    """Weights for the section "ranking", from labelled questions over the material of `tutor`; `data` names the sets.

    Labels that were added by reading what a system had found would favor that system, and are left out.  Raises
    EvaluationError where a set cannot be used.
    """
    found = [find_labelled(path, tutor) for path in questions]
    present = tutor.parts.calibration.ranking
    before, held, fitted = fit_weights(found, present)
    better = sum(one.reciprocal for one in held) > sum(one.reciprocal for one in before)
    figures = "; ".join(
        f"{path.name} ({len(each)} questions): {now.reciprocal:.3f} and {now.first:.3f} "
        f"({then.reciprocal:.3f} and {then.first:.3f} before)"
        for path, each, now, then in zip(questions, found, held, before, strict=True)
    )
    kept = "" if better else "; not better on the whole, so the weights stayed"
    said = f"reciprocal rank and hit@1 on the halves held out: {figures}{kept}"
    basis = Basis(date=today.isoformat(), data=data, figures=said)
    return Fit(section="ranking", values=fitted if better else present, basis=basis)


def fit_weights(sets: Sequence[Sequence[Found]], present: Ranking) -> tuple[list[Ranks], list[Ranks], Ranking]:
    """By set on held-out halves, the ranks of `present` and of what was fitted on the other half; and what is fitted on
    all."""

    @cache
    def places(ranking: Ranking) -> tuple[NDArray[np.float64], ...]:
        return tuple(reciprocal_ranks(each, ranking) for each in sets)

    def fitted(part: slice) -> Ranking:
        return max(_grid(present), key=lambda one: sum(float(each[part].mean()) for each in places(one)))

    held = held_out(fitted, places)
    return [_ranks(one) for one in places(present)], [_ranks(one) for one in held], fitted(slice(None))


def _ranks(reciprocal: NDArray[np.float64]) -> Ranks:
    return Ranks(float(reciprocal.mean()), float((reciprocal == 1.0).mean()))


def _grid(present: Ranking) -> Iterator[Ranking]:
    """The present weights, then the others."""
    yield present
    for weights in product(*_GRID.values()):
        yield Ranking(**dict(zip(_GRID, weights, strict=True)))


def reciprocal_ranks(found: Sequence[Found], ranking: Ranking) -> NDArray[np.float64]:
    """One over the rank of the first passage that answers, 0 where none does: float64 [questions]."""
    ranks = np.zeros(len(found), dtype=np.float64)
    for place, one in enumerate(found):
        holds = one.holds[np.argsort(-weighed(one.searched, one.measures, ranking), kind="stable")]
        if holds.any():
            ranks[place] = 1 / (1 + int(np.argmax(holds)))
    return ranks


def find_labelled(path: Path, tutor: Tutor) -> list[Found]:
    """What is found for the labelled questions of a file, over the material of `tutor`."""
    questions = [one for one in read_labelled(path) if one.answers]
    labels = locate(questions, tutor)
    found = []
    for one in questions:
        named = [label for label in labels[one.id] if not label.pooled]
        found.append(
            find(
                tutor,
                one.question,
                one.history,
                lambda each, named=named: any(label.within(each.document, each.start, each.end) for label in named),  # type: ignore[misc]
            )
        )
    return found


def find(tutor: Tutor, question: str, history: Sequence[Turn], holds: Callable[[Passage], bool]) -> Found:
    """What is found for a question; `holds` says which passages answer it."""
    looked = tutor.parts.answerer(use_model=False).look(question, history)
    relevance = looked.judgement.relevance
    if relevance is None:  # nothing was found
        return Found(np.zeros(0), np.zeros((0, len(Ranking.model_fields))), np.zeros(0, dtype=np.bool_))
    return Found(
        np.array([passage.score for passage in looked.passages], dtype=np.float64),
        ranking_measures(looked.query, looked.passages, relevance, told=looked.told),
        np.array([holds(passage) for passage in looked.passages], dtype=np.bool_),
    )
