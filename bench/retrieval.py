"""Seconds of one search, query embedding included, against a plain dense Chroma query over the same vectors."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from bench.asked import draw_questions
from bench.crowd import crowded_tutor, stored_chunks
from bench.figures import Figure, Result, percentile
from bench.workshop import Workshop, tutor_on
from tutor import Tutor


def measure(shop: Workshop, *, chunks: int = 10_000, queries: int = 300, files: Path | None = None) -> Result:
    """Interleaved, one query each in turn, the order swapped every time."""
    shipped = tutor_on(shop.shipped())
    questions = draw_questions(shipped, queries)
    shipped.close()
    tutor = crowded_tutor(shop, chunks, files)
    plain = plain_collection(tutor, shop)

    def ours(question: str) -> None:
        assert len(tutor.search(question, 10)) == 10

    def dense(question: str) -> None:
        vector = tutor.embedder.embed_queries([question])[0].tolist()
        assert len(plain.query(query_embeddings=[vector], n_results=10)["ids"][0]) == 10

    for question in questions[:20]:
        ours(question)
        dense(question)
    times = _interleaved((ours, dense), questions)
    figures = _figures(times[0], times[1])
    size = tutor.store.count_chunks()
    tutor.close()
    return Result("retrieval", figures, [f"{size:,} chunks, {len(questions)} questions, k = 10, one process, warm."])


def plain_collection(tutor: Tutor, shop: Workshop) -> Any:  # noqa: ANN401 - chromadb's collection
    """The same vectors with their texts, in a collection with Chroma's own settings."""
    import chromadb

    client = chromadb.PersistentClient(str(shop.fresh("plain")), chromadb.Settings(anonymized_telemetry=False))
    collection = client.create_collection("plain", embedding_function=None)
    rows = stored_chunks(tutor)
    while batch := list(islice(rows, 4_000)):
        collection.add(
            ids=[one.key for one in batch],
            embeddings=[one.vector for one in batch],
            documents=[one.text for one in batch],
            metadatas=[{"source": one.document} for one in batch],
        )
    return collection


def _interleaved(pair: Sequence[Callable[[str], None]], questions: Sequence[str]) -> tuple[list[float], list[float]]:
    times: tuple[list[float], list[float]] = ([], [])
    for number, question in enumerate(questions):
        for which in (0, 1) if number % 2 else (1, 0):
            started = time.perf_counter()
            pair[which](question)
            times[which].append((time.perf_counter() - started) * 1000)
    return times


def _figures(ours: list[float], plain: list[float]) -> list[Figure]:
    return [
        Figure("our search, p50", median(ours), "ms"),
        Figure("our search, p95", percentile(ours, 95), "ms"),
        Figure("plain Chroma, p50", median(plain), "ms"),
        Figure("plain Chroma, p95", percentile(plain, 95), "ms"),
        Figure("p50, ours / plain", median(ours) / median(plain), "x", at_most=2.0),
        Figure("p95, ours / plain", percentile(ours, 95) / percentile(plain, 95), "x"),
    ]
