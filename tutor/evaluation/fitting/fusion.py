"""The weights of the search, fitted by grid search and checked on the halves of the questions they were not fitted on.

What is maximized is nDCG@10, each set counting the same.  The weights keep the sum they have (the scores they give are
compared with others elsewhere), and the new ones are taken only where they do better than the present ones on the
halves held out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.build import Tutor
from tutor.calibration import Basis, Fusion, load_calibration
from tutor.errors import EvaluationError
from tutor.evaluation.beir import LabelledQuery, read_beir
from tutor.evaluation.fitting.candidates import Candidates, collect
from tutor.evaluation.fitting.fit import Fit, held_out
from tutor.evaluation.labelled import Label, locate, read_labelled
from tutor.evaluation.metrics import ranking_metrics
from tutor.evaluation.throwaway import shipped_library, throwaway_library
from tutor.settings import Settings

_SHARES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)  # of the dense and of the lexical part
_CONTEXTS = (0.0, 0.25, 0.5, 0.75, 1.0)
_NEARNESSES = (0.15, 0.2, 0.25, 0.3, 0.4)

SetFiles = tuple[Path, Path, Path]


class Asked(NamedTuple):
    """A question's candidates, and the names that answer it with their grades."""

    candidates: Candidates
    relevant: dict[str, int]


def fit_fusion(
    sets: Sequence[SetFiles], settings: Settings, *, today: date, labelled: Path | None = None, data: str | None = None
) -> Fit:
    """Weights for the section "fusion", from sets in BEIR form (corpus, queries, labels) and, with `labelled`, from
    questions over the shipped notes, whose passages with a labelled sentence count as relevant.

    `data` names the sets in the basis (default: their folders).  Raises EvaluationError where a set cannot be used.
    """
    asked, names = [], [files[0].parent.name for files in sets]
    for files in sets:
        read = read_beir(*files)
        with throwaway_library(read.documents, settings) as (tutor, ids):
            asked.append(ask_beir(read.queries, tutor, ids))
    if labelled is not None:
        with shipped_library(settings) as tutor:
            asked.append(ask_labelled(labelled, tutor))
        names.append(labelled.name)
    if not asked:
        raise EvaluationError("the weights of the search are fitted on labelled sets, and none was given")
    present = load_calibration().fusion
    before, held, fitted = fit_weights(asked, present)
    better = sum(held) > sum(before)
    figures = "; ".join(
        f"{name}: {now:.3f} ({then:.3f} before)" for name, now, then in zip(names, held, before, strict=True)
    )
    kept = "" if better else "; not better on the whole, so the weights stayed"
    counts = ", ".join(f"{name} ({len(one):,} questions)" for name, one in zip(names, asked, strict=True))
    basis = Basis(
        date=today.isoformat(), data=data or counts, figures=f"nDCG@10 on the halves held out: {figures}{kept}"
    )
    return Fit(section="fusion", values=fitted if better else present, basis=basis)


def fit_weights(sets: Sequence[Sequence[Asked]], present: Fusion) -> tuple[list[float], list[float], Fusion]:
    """nDCG@10 by set on held-out halves, of `present` and of what was fitted on the other half; and what is fitted on
    all."""

    @cache
    def scores(fusion: Fusion) -> tuple[NDArray[np.float64], ...]:
        return tuple(ndcg(asked, fusion) for asked in sets)

    def best(grid: Iterable[Fusion], part: slice) -> Fusion:
        return max(grid, key=lambda fusion: _mean([one[part] for one in scores(fusion)]))

    def fitted(part: slice) -> Fusion:
        return best(_leanings(best(_shares(present), part)), part)

    before = [float(one.mean()) for one in scores(present)]
    return before, [float(one.mean()) for one in held_out(fitted, scores)], fitted(slice(None))


def _mean(scores: Sequence[NDArray[np.float64]]) -> float:
    """The mean over the sets of their means."""
    return float(np.mean([one.mean() for one in scores if len(one)]))


def _shares(present: Fusion) -> Iterator[Fusion]:
    """The present weights, then others of the same sum."""
    yield present
    total = present.dense + present.sentence + present.lexical
    for dense in _SHARES:
        for lexical in _SHARES:
            weights = {"dense": dense, "sentence": 1 - dense - lexical, "lexical": lexical}
            yield present.model_copy(update={name: round(total * one, 4) for name, one in weights.items()})


def _leanings(present: Fusion) -> Iterator[Fusion]:
    """The present leaning to the conversation, then others."""
    yield present
    for context in _CONTEXTS:
        for nearness in _NEARNESSES:
            yield present.model_copy(update={"context": context, "context_from": nearness})


def ndcg(asked: Sequence[Asked], fusion: Fusion, *, counts: NDArray[np.float32] | None = None) -> NDArray[np.float64]:
    """nDCG@10 of each question; `counts` as in Candidates.ranked."""
    relevant = {str(place): one.relevant for place, one in enumerate(asked)}
    ranked = {str(place): one.candidates.ranked(fusion, counts) for place, one in enumerate(asked)}
    return ranking_metrics(relevant, ranked)["nDCG@10"]


def ask_beir(queries: Sequence[LabelledQuery], tutor: Tutor, ids: Mapping[str, str]) -> list[Asked]:
    """The questions of a set in BEIR form, over a library of its documents; `ids` are theirs by name."""
    return [
        Asked(collect(tutor, one.text, one.history, name=lambda chunk: ids[chunk.document]), one.relevant)
        for one in queries
    ]


def ask_labelled(path: Path, tutor: Tutor) -> list[Asked]:
    """The labelled questions of a file, over the material of `tutor`."""
    questions = [one for one in read_labelled(path) if one.answers]
    labels = locate(questions, tutor)
    return [
        Asked(collect(tutor, one.question, one.history, name=lambda chunk: chunk.key), _holding(tutor, labels[one.id]))
        for one in questions
    ]


def _holding(tutor: Tutor, labels: Sequence[Label]) -> dict[str, int]:
    """Keys of the chunks that hold a labelled sentence; labels that were added by reading what the search had found
    would favor the weights it was found with, and are left out."""
    return {
        key: 1
        for label in labels
        if not label.pooled
        for key, chunk in tutor.store.chunks_between(label.document, label.start, label.end)
        if label.within(label.document, chunk.start, chunk.end)
    }
