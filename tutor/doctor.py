"""What is wrong with this installation and library, and the one command that mends each thing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

from tutor.domain import Finding
from tutor.errors import TutorError
from tutor.library.store import Store
from tutor.library.vectors import ChromaIndex, VectorIndex
from tutor.library.weights import Weights
from tutor.settings import Settings

_LOW_DISK = 1 << 30
_INGEST = "tutor ingest corpus"
FIT_AGAIN = "tutor eval calibrate --write"


def examine(
    settings: Settings,
    *,
    weights: Weights | None,
    fingerprint: str,
    fitted_for: str,
    store: Callable[[], Store],
    index: Callable[[], VectorIndex],
    backend: Callable[[], Finding],
) -> Iterator[Finding]:
    """One Finding a thing looked at; a failure of one never hides the others.

    `fingerprint` is the embedder's, `fitted_for` that of the embedder the calibration was fitted for.
    """
    yield _guarded("embedding model", lambda: _weights(settings, weights), "make run")
    if fingerprint != fitted_for:
        yield _not_fitted(fingerprint, fitted_for)
    database = _guarded("database", lambda: _database(store()), "tutor ingest corpus --rebuild")
    yield database
    if database.state != "bad":
        yield _guarded("index", lambda: _index(store(), index()), "tutor doctor --mend")
    yield _disk(settings)
    yield _guarded("answers", backend, "unset TUTOR_LLM")


def _guarded(name: str, look: Callable[[], Finding], command: str) -> Finding:
    try:
        return look()
    except (TutorError, OSError) as error:
        return Finding(name=name, state="bad", text=str(error), command=command)


def _weights(settings: Settings, weights: Weights | None) -> Finding:
    name = "embedding model"
    if weights is None:
        return Finding(name=name, state="good", text=f"{settings.embedder!r}, chosen by TUTOR_EMBEDDER; not checked")
    weights.verify(full=True)
    if not weights.verify_onnx(full=True):
        text = "the weights are right; the encoder for fast queries is exported at the next ingest"
        return Finding(name=name, state="warning", text=text, command=_INGEST)
    return Finding(name=name, state="good", text=f"SHA-256 {weights.sha256[:12]}... as published; fast encoder present")


def _not_fitted(fingerprint: str, fitted_for: str) -> Finding:
    text = (
        f"the thresholds of answers and grades were fitted for {fitted_for!r}, the embedder is {fingerprint!r}; "
        "they must be fitted again"
    )
    return Finding(name="calibration", state="warning", text=text, command=FIT_AGAIN)


def _database(store: Store) -> Finding:
    store.check()
    store.check_fingerprint()
    documents, chunks = len(store.known_files()), store.count_chunks()
    if not documents:
        return Finding(name="database", state="warning", text="it is empty: nothing to answer from", command=_INGEST)
    return Finding(name="database", state="good", text=f"{documents:,} documents, {chunks:,} chunks, consistent")


def _index(store: Store, index: VectorIndex) -> Finding:
    before = index.refresh()
    if isinstance(index, ChromaIndex):
        held, wanted = index.count(), store.count_chunks()
        if held != wanted:
            text = f"Chroma holds {held:,} rows and the database {wanted:,} chunks"
            return Finding(name="index", state="bad", text=text, command="tutor doctor --mend")
    caught_up = f"; {before:,} rows were brought level just now" if before else ""
    return Finding(name="index", state="good", text=f"{index.describe()}, level with the database{caught_up}")


def _disk(settings: Settings) -> Finding:
    folder = settings.home
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = f"{free / (1 << 30):.1f} GiB free for the data folder"
    if free < _LOW_DISK:
        return Finding(name="disk", state="warning", text=text, command="tutor documents  # and remove some")
    return Finding(name="disk", state="good", text=text)
