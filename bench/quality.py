"""How good the ranking is on labelled sets in BEIR form (corpus.jsonl, queries.jsonl, qrels.tsv), scored by ranx.

Each corpus line becomes one Markdown file and goes through the same pipeline as anybody's notes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.figures import Figure, Result
from bench.workshop import Workshop, tutor_on
from tutor import Tutor
from tutor.domain import Turn

_SETS = ("interview", "passages", "followups")
_TARGETS = {"interview": 0.92, "passages": 0.94}
_METRICS = {
    "ndcg@10": "nDCG@10",
    "recall@5": "recall@5",
    "recall@10": "recall@10",
    "mrr@10": "MRR@10",
    "hit_rate@1": "hit@1",
}
_DEPTH = 50  # passages looked through for ten different documents


class Query(NamedTuple):
    """A labelled question; `relevant` maps document ids to grades."""

    id: str
    text: str
    history: tuple[Turn, ...]
    relevant: dict[str, int]


class Labelled(NamedTuple):
    """A throwaway library of one set, and the id of each of its documents."""

    tutor: Tutor
    ids: dict[str, str]


def measure(shop: Workshop, *, data: Path, sets: Iterable[str] = _SETS) -> Result:
    """Dense alone ranks by the chunk's cosine only, over the same chunks and vectors."""
    figures: list[Figure] = []
    notes: list[str] = []
    for name in sets:
        if not (data / name / "corpus.jsonl").exists():
            notes.append(f"{name}: not measured, the folder has no such set.")
            continue
        queries = read_queries(data / name)
        library = _library(shop, data / name)
        ours = _scores(queries, {query.id: _search(library, query) for query in queries})
        dense = _scores(queries, {query.id: _dense(library, query) for query in queries})
        library.tutor.close()
        for metric, words in _METRICS.items():
            target = _TARGETS.get(name) if metric == "ndcg@10" else None
            figures.append(Figure(f"{name}, {words}", ours[metric], at_least=target))
            figures.append(Figure(f"{name}, {words}, dense alone", dense[metric]))
        notes.append(f"{name}: {len(queries):,} questions with an answer, {len(library.ids):,} documents.")
    return Result("quality", figures, notes)


def read_queries(folder: Path) -> list[Query]:
    """The answerable questions that have a label."""
    labels: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            labels[query][document] = int(grade)
    return [
        Query(one["id"], one["text"], _turns(one), labels[one["id"]])
        for one in _lines(folder / "queries.jsonl")
        if one.get("answerable", True) and one["id"] in labels
    ]


def _turns(query: dict[str, Any]) -> tuple[Turn, ...]:
    return tuple(Turn(role=turn["role"], text=turn["text"]) for turn in query.get("history", ()))


def _library(shop: Workshop, folder: Path) -> Labelled:
    """A throwaway library; a document is named by its line's number, as ids may hold what no file name may."""
    files = shop.fresh(f"files-{folder.name}")
    ids = {}
    for number, one in enumerate(_lines(folder / "corpus.jsonl")):
        name = f"{number:06d}.md"
        ids[name] = str(one["id"])
        title = f"# {one['title']}\n\n" if one.get("title") else ""
        (files / name).write_text(title + one["text"] + "\n", encoding="utf-8")
    tutor = tutor_on(shop.library(f"library-{folder.name}"))
    tutor.ingest([files])
    return Labelled(tutor, ids)


def _search(library: Labelled, query: Query) -> list[str]:
    """Document ids, each at its best passage."""
    passages = library.tutor.search(query.text, _DEPTH, history=query.history)
    return _distinct(library.ids[passage.document] for passage in passages)


def _dense(library: Labelled, query: Query) -> list[str]:
    """The same question as read, ranked by the cosine of chunk and question only."""
    tutor = library.tutor
    text = tutor.read_question(query.text, query.history)
    nearest = tutor.parts.index.search(tutor.embedder.embed_queries([text])[0], _DEPTH)
    stored = {one.key: one.document for one in tutor.store.candidates([key for key, _ in nearest], []).values()}
    return _distinct(library.ids[stored[key]] for key, _ in nearest)


def _distinct(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))[:10]


def _scores(queries: list[Query], ranked: dict[str, list[str]]) -> dict[str, float]:
    """Each metric's mean over the questions; a question without any hit counts as zero."""
    from ranx import Qrels, Run, evaluate  # compiles itself for seconds: only this measurement pays for it

    labels = Qrels({query.id: query.relevant for query in queries})
    scored = {
        query: {document: 1.0 / place for place, document in enumerate(documents, start=1)} or {"": 0.0}
        for query, documents in ranked.items()
    }
    found: dict[str, float] = evaluate(labels, Run(scored), list(_METRICS))
    return {metric: float(value) for metric, value in found.items()}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
