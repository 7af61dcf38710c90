"""How good the ranking is on a labelled set in BEIR form, beside dense retrieval over the same chunks and vectors, and
how much reading the conversation gives over searching with the last turn alone.

The set's documents go through the same pipeline as anybody's files; a passage found counts for its document.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.build import Tutor
from tutor.domain import Turn
from tutor.evaluation.beir import LabelledQuery, LabelledSet, read_beir
from tutor.evaluation.figures import Cell, Evaluation, Figure, Table, number
from tutor.evaluation.metrics import RANKING_METRICS, mean_interval, ranking_metrics
from tutor.evaluation.throwaway import throwaway_library
from tutor.settings import Settings

_DEPTH = 50  # passages looked through for ten different documents
_LEAST_GAIN = 0.03  # of reading the conversation, over the last turn alone

Scores = dict[str, NDArray[np.float64]]


class Ranked(NamedTuple):
    """One way to search: each query's documents, best first, its scores by metric (float64 [queries]), and the
    milliseconds each took."""

    documents: dict[str, list[str]]
    scores: Scores
    milliseconds: list[float]


class Found(NamedTuple):
    """What the search, dense retrieval, the last turn alone (where there are conversations) and a question asked after
    another (where there are questions without) found; which questions of a conversation were rewritten (bool
    [questions with one]); and how many documents hold no text."""

    ours: Ranked
    dense: Ranked
    alone: Ranked | None
    after: Ranked | None
    rewritten: NDArray[np.bool_]
    missing: int


def evaluate_retrieval(
    corpus: Path, queries: Path, qrels: Path, settings: Settings, *, per_query: bool = False
) -> Evaluation:
    """nDCG@10, recall@5, recall@10, MRR@10 and hit@1 with bootstrap 95% intervals; `per_query` adds a table of each
    query's scores.  Raises EvaluationError where a file cannot be used."""
    labelled = read_beir(corpus, queries, qrels)
    found = _search_all(labelled, settings)
    figures = [_figure(metric, values) for metric, values in found.ours.scores.items()]
    tables = [_beside("This search and dense retrieval alone", found.ours.scores, found.dense.scores)]
    ndcg, spoken = found.ours.scores["nDCG@10"], np.array([bool(one.history) for one in labelled.queries])
    if found.alone is not None:
        alone = found.alone.scores["nDCG@10"]
        figures += _gain_figures(ndcg[spoken] - alone, found.rewritten)
        tables.append(_conversations(alone, ndcg[spoken] - alone, found.rewritten))
    if found.after is not None:
        name = "nDCG@10, change of a question asked after another one"
        figures.append(_figure(name, found.after.scores["nDCG@10"] - ndcg[~spoken], at_least=0.0))
    figures.append(Figure(name="milliseconds a search, p50", value=float(np.median(found.ours.milliseconds))))
    if per_query:
        tables.append(_each(labelled, found.ours))
    return Evaluation(
        kind="retrieval",
        data=f"{len(labelled.queries):,} questions of '{queries.parent.name}/{queries.name}' over "
        f"{len(labelled.documents):,} documents",
        figures=tuple(figures),
        tables=tuple(tables),
        notes=tuple(_notes(labelled, found)),
    )


def _search_all(labelled: LabelledSet, settings: Settings) -> Found:
    """Every question in every way, over one throwaway library."""
    spoken = [one for one in labelled.queries if one.history]
    single = [one for one in labelled.queries if not one.history]
    with throwaway_library(labelled.documents, settings) as (tutor, ids):
        library = _Library(tutor, ids)
        return Found(
            ours=_rank(labelled.queries, library.search),
            dense=_rank(labelled.queries, library.dense),
            alone=_rank(spoken, library.last_turn) if spoken else None,
            after=_rank(_asked_after(single, labelled), library.search) if len(single) > 1 else None,
            rewritten=np.array([_is_rewritten(one, tutor) for one in spoken]),
            missing=len(ids) - len(tutor.documents()),
        )


def _asked_after(queries: Sequence[LabelledQuery], labelled: LabelledSet) -> list[LabelledQuery]:
    """Each question as if it were asked after the one before it in the file and a text that answers that."""
    texts = {one.id: one.text for one in labelled.documents}
    return [
        query.model_copy(
            update={
                "history": (
                    Turn(role="user", text=before.text),
                    Turn(role="assistant", text=texts[max(before.relevant, key=lambda one: before.relevant[one])]),
                )
            }
        )
        for before, query in zip([queries[-1], *queries[:-1]], queries, strict=True)
    ]


class _Library:
    """A throwaway library, searched in different ways: each gives the ids of ten different documents at most."""

    def __init__(self, tutor: Tutor, ids: dict[str, str]) -> None:
        self._tutor = tutor
        self._ids = ids

    def search(self, query: LabelledQuery) -> list[str]:
        """As the program searches, the conversation read."""
        return self._documents(one.document for one in self._tutor.search(query.text, _DEPTH, history=query.history))

    def last_turn(self, query: LabelledQuery) -> list[str]:
        """As if there were no conversation."""
        return self._documents(one.document for one in self._tutor.search(query.text, _DEPTH))

    def dense(self, query: LabelledQuery) -> list[str]:
        """The question as it is read, ranked by its cosine with the chunks and nothing else."""
        parts = self._tutor.parts
        text = self._tutor.read_question(query.text, query.history)
        nearest = [key for key, _ in parts.index.search(parts.embedder.embed_queries([text])[0], _DEPTH)]
        stored = {one.key: one.document for one in parts.store.candidates(nearest, []).values()}
        return self._documents(stored[key] for key in nearest)

    def _documents(self, names: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(self._ids[name] for name in names))[:10]


def _rank(queries: Sequence[LabelledQuery], search: Callable[[LabelledQuery], list[str]]) -> Ranked:
    documents, milliseconds = {}, []
    for query in queries:
        started = time.perf_counter()
        documents[query.id] = search(query)
        milliseconds.append((time.perf_counter() - started) * 1000)
    return Ranked(documents, ranking_metrics({one.id: one.relevant for one in queries}, documents), milliseconds)


def _figure(name: str, values: NDArray[np.float64], *, at_least: float | None = None) -> Figure:
    low, high = mean_interval(values)
    return Figure(name=name, value=float(values.mean()), low=low, high=high, of=len(values), at_least=at_least)


def _beside(title: str, ours: Scores, other: Scores) -> Table:
    """Each metric of two ways, and their difference over the same questions with its interval."""
    rows = []
    for metric in RANKING_METRICS:
        difference = ours[metric] - other[metric]
        rows.append((metric, _mean(ours[metric]), _mean(other[metric]), _mean(difference), _interval(difference)))
    return Table(
        title=title, columns=("", "this search", "dense alone", "difference", "95% interval"), rows=tuple(rows)
    )


def _gain_figures(gains: NDArray[np.float64], rewritten: NDArray[np.bool_]) -> list[Figure]:
    """What reading the conversation adds to the last turn alone; it must not cost questions that stand alone."""
    figures = [_figure("nDCG@10, gain over the last turn alone", gains, at_least=_LEAST_GAIN)]
    if not rewritten.all():
        name = "nDCG@10, gain where the question stands alone"
        figures.append(_figure(name, gains[~rewritten], at_least=0.0))
    return figures


def _conversations(alone: NDArray[np.float64], gains: NDArray[np.float64], rewritten: NDArray[np.bool_]) -> Table:
    """nDCG@10 of the questions asked in a conversation, by how they were read."""
    groups = (
        ("all with a conversation", np.ones_like(rewritten)),
        ("read as follow-ups", rewritten),
        ("read as standing alone", ~rewritten),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            int(group.sum()),
            _mean(alone[group]),
            _mean((alone + gains)[group]),
            _mean(gains[group]),
            _interval(gains[group]),
        )
        for name, group in groups
        if group.any()
    ]
    columns = ("nDCG@10", "questions", "last turn alone", "as read", "gain", "95% interval")
    return Table(title="Questions in a conversation", columns=columns, rows=tuple(rows))


def _each(labelled: LabelledSet, ours: Ranked) -> Table:
    """Each query's scores, the place of its first relevant document (empty where it is not among ten), and the
    document in first place."""
    rows: list[tuple[Cell, ...]] = []
    for place, query in enumerate(labelled.queries):
        found = ours.documents[query.id]
        first = next((rank for rank, one in enumerate(found, start=1) if one in query.relevant), None)
        ndcg = round(float(ours.scores["nDCG@10"][place]), 4)
        rows.append((query.id, query.text, ndcg, first, found[0] if found else None))
    return Table(
        title="Each question",
        columns=("id", "question", "nDCG@10", "first relevant", "in first place"),
        rows=tuple(rows),
    )


def _notes(labelled: LabelledSet, found: Found) -> list[str]:
    notes = ["Dense alone ranks by the cosine of question and chunk, over the same chunks and vectors."]
    if found.alone is not None:
        notes.append("The last turn alone is searched as if there were no conversation. No language model is asked.")
    if found.after is not None:
        notes.append("A question without a conversation is asked again after another of the set: nothing may be lost.")
    if labelled.left_out:
        notes.append(f"Left out, as without a label or said to be unanswerable: {labelled.left_out:,} questions.")
    if labelled.absent:
        notes.append(f"Labels that name a document that is not in the corpus, never found: {labelled.absent:,}.")
    if found.missing:
        notes.append(f"Documents without text, which were not taken in: {found.missing:,}.")
    return notes


def _mean(values: NDArray[np.float64]) -> float:
    return round(float(values.mean()), 4)


def _interval(values: NDArray[np.float64]) -> str:
    low, high = mean_interval(values)
    return f"{number(low)} to {number(high)}"


def _is_rewritten(query: LabelledQuery, tutor: Tutor) -> bool:
    """Whether it was read as a follow-up; a slip set right is no sign of one."""
    return tutor.read_question(query.text, query.history) != tutor.read_question(query.text)
