"""What each part of the search, and of the order of an answer's passages, gives: each is taken away alone.

`tutor eval ablation` prints it.  Candidates are found once a question and scored without each part, so that only what
is taken away differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tutor.build import Tutor
from tutor.calibration import Fusion, Ranking, load_calibration
from tutor.domain import SentenceRole
from tutor.evaluation.beir import LabelledQuery, read_beir
from tutor.evaluation.figures import Cell, Evaluation, Table, number
from tutor.evaluation.fitting.fusion import Asked, ask_beir, ask_labelled, ndcg
from tutor.evaluation.fitting.ranking import Found, find, find_labelled, reciprocal_ranks
from tutor.evaluation.metrics import mean_interval
from tutor.evaluation.sets import LabelledSets, about
from tutor.evaluation.throwaway import shipped_library, throwaway_library
from tutor.settings import Settings

_MOST = 150  # questions of a set whose passages are compared token by token

Values = NDArray[np.float64]


def evaluate_ablation(sets: LabelledSets, settings: Settings) -> Evaluation:
    """Two tables a set: nDCG@10 of the search, and reciprocal rank and hit@1 of an answer's passages.

    Raises EvaluationError where a set cannot be used.
    """
    tables: list[Table] = []
    with shipped_library(settings) as tutor:
        for path in sets.questions:
            tables += _tables(about(path), ask_labelled(path, tutor), find_labelled(path, tutor))
    for one in sets.retrieval:
        read = read_beir(one.corpus, one.queries, one.qrels)
        with throwaway_library(read.documents, settings) as (tutor, ids):
            asked = ask_beir(read.queries, tutor, ids)
            tables += _tables(about(one.corpus), asked, _find_beir(read.queries, tutor, ids))
    names = [*map(about, sets.questions), *(about(one.corpus) for one in sets.retrieval)]
    return Evaluation(
        kind="ablation",
        data="; ".join(names),
        figures=(),
        tables=tuple(tables),
        notes=(
            "The weights were fitted with all parts in place; a part's weight falls away with it, and nothing is "
            f"fitted anew. An answer's order is measured on at most {_MOST} questions of a set in BEIR form. Labels "
            "that were added because a system had found them do not count.",
        ),
    )


def _tables(name: str, asked: Sequence[Asked], found: Sequence[Found]) -> Iterator[Table]:
    searches = dict(_searches(asked, load_calibration().fusion))
    yield Table(
        title=f"Search: {name} ({len(asked):,} questions)",
        columns=("", "nDCG@10", "change", "95% interval"),
        rows=tuple(_rows(searches)),
    )
    orders = {way: reciprocal_ranks(found, ranking) for way, ranking in _orders(load_calibration().ranking).items()}
    yield Table(
        title=f"Order of an answer's passages: {name} ({len(found):,} questions)",
        columns=("", "reciprocal rank", "change", "95% interval", "hit@1"),
        rows=tuple(
            (*row, float((ranks == 1.0).mean())) for row, ranks in zip(_rows(orders), orders.values(), strict=True)
        ),
    )


def _rows(ways: Mapping[str, Values]) -> Iterator[tuple[Cell, ...]]:
    """For each way its mean, and the mean change from the first with its interval."""
    first = next(iter(ways.values()))
    for way, values in ways.items():
        change = values - first
        low, high = mean_interval(change)
        shown: tuple[Cell, ...] = (
            (None, None)
            if values is first
            else (
                float(change.mean()),
                f"{number(low)} to {number(high)}",
            )
        )
        yield way, float(values.mean()), *shown


def _searches(asked: Sequence[Asked], fusion: Fusion) -> Iterator[tuple[str, Values]]:
    yield "as shipped", ndcg(asked, fusion)
    whole = fusion.model_copy(update={"dense": fusion.dense + fusion.sentence, "sentence": 0.0})
    yield "chunk's vector for the best sentence's", ndcg(asked, whole)
    yield "without words", ndcg(asked, fusion.model_copy(update={"lexical": 0.0}))
    yield "words alone", ndcg(asked, fusion.model_copy(update={"dense": 0.0, "sentence": 0.0}))
    if any(not np.isnan(one.candidates.questions).all() for one in asked):
        bare = [_without_questions(one) for one in asked]
        yield "without the vectors of authored questions", ndcg(bare, fusion)
        counts = np.ones(len(SentenceRole), dtype=np.float32)
        yield "rubric points, mistakes and follow-ups counted", ndcg(asked, fusion, counts=counts)
    if any(one.candidates.near is not None for one in asked):
        yield "without leaning to the conversation", ndcg(asked, fusion.model_copy(update={"context": 0.0}))


def _without_questions(one: Asked) -> Asked:
    bare = np.full_like(one.candidates.questions, np.nan)
    return one._replace(candidates=one.candidates._replace(questions=bare))


def _orders(ranking: Ranking) -> dict[str, Ranking]:
    def without(*names: str) -> Ranking:
        return ranking.model_copy(update=dict.fromkeys(names, 0.0))

    return {
        "as shipped": ranking,
        "the search's order": without(*Ranking.model_fields),
        "without token recall (late interaction)": without("sentence", "passage"),
        "without the best sentence's recall": without("sentence"),
        "without the passage's recall": without("passage"),
        "without length": without("length"),
        "without the section's beginning": without("opens"),
        "without definitions": without("defines"),
    }


def _find_beir(queries: Sequence[LabelledQuery], tutor: Tutor, ids: Mapping[str, str]) -> list[Found]:
    some = queries[:: max(1, -(-len(queries) // _MOST))]
    return [
        find(tutor, one.text, one.history, lambda each, one=one: ids[each.document] in one.relevant)  # type: ignore[misc]
        for one in some
    ]
