"""The dense index: Chroma (embedded by default, a server by URL), and an exact scan for whoever does not own it.

The index is disposable.  It is brought level with SQL before a search that finds it behind, filled from stored
vectors without embedding anything again, and made anew in a fresh folder where Chroma cannot open the old one.
"""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import urlsplit

import numpy as np

from tutor.domain import Filters
from tutor.errors import LibraryError, SettingsError, TutorError
from tutor.library.engines import Vectors
from tutor.library.rows import IndexRow
from tutor.library.store import Store

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

log = logging.getLogger(__name__)
_Row = TypeVar("_Row")
_Result = TypeVar("_Result")

_BATCH = 4_000  # Chroma takes at most 5,461 rows a call
_HNSW = {"hnsw": {"space": "cosine", "ef_construction": 128, "ef_search": 128, "max_neighbors": 16}}


class VectorIndex(Protocol):
    """Chunk vectors by cosine."""

    def refresh(self) -> int:
        """Bring the index level with the store; returns how many rows were added or removed."""
        ...

    def search(self, vector: Vectors, limit: int, filters: Filters | None = None) -> list[tuple[str, float]]:
        """(chunk key, cosine) of the nearest chunks, best first; level with the store as of this call."""
        ...

    def describe(self) -> str:
        """What is searched, for `tutor doctor` and the page."""
        ...


class ExactIndex:
    """Every stored vector, compared one by one, for a process that does not own Chroma: exact, quick to 100,000."""

    def __init__(self, store: Store, reason: str = "") -> None:
        self._store = store
        self._reason = reason
        self._version = -1
        self._rows: list[IndexRow] = []
        self._matrix: Vectors = np.zeros((0, 0), dtype=np.float32)
        self._lock = threading.Lock()

    def refresh(self) -> int:
        with self._lock:
            version = self._store.version()
            if version == self._version:
                return 0
            self._rows = list(self._store.index_rows())
            self._matrix = np.stack([row.vector for row in self._rows]) if self._rows else np.zeros((0, 1), np.float32)
            self._version = version
            return len(self._rows)

    def search(self, vector: Vectors, limit: int, filters: Filters | None = None) -> list[tuple[str, float]]:
        self.refresh()
        if not self._rows:
            return []
        scores = self._matrix @ vector
        if filters:
            scores[[not _admits(filters, row) for row in self._rows]] = -np.inf
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(self._rows[i].key, float(scores[i])) for i in best if np.isfinite(scores[i])]

    def describe(self) -> str:
        return f"exact search over {len(self._rows)} stored vectors{self._reason and f' ({self._reason})'}"


class ChromaIndex:
    """A Chroma collection that follows the store.  At most one process may hold an embedded one (see lock.py)."""

    def __init__(self, store: Store, *, folder: Path | None = None, url: str | None = None) -> None:
        self._store = store
        self._folder = folder
        self._url = url
        self._lock = threading.RLock()
        self._version = -1
        self._keys: set[str] = set()
        self._name = f"chunks-{store.id}"
        self._collection: Collection | None = None

    def refresh(self) -> int:
        with self._lock:
            version = self._store.version()
            if version == self._version and self._collection is not None:
                return 0
            return self._mending(lambda: self._follow(version))

    def search(self, vector: Vectors, limit: int, filters: Filters | None = None) -> list[tuple[str, float]]:
        with self._lock:
            self.refresh()
            return self._mending(lambda: self._nearest(vector, limit, filters)) if self._keys else []

    def rebuild(self) -> int:
        """Fill a new index from the stored vectors."""
        with self._lock:
            if self._folder is None and self._collection is not None:
                self._client().delete_collection(self._name)
            self._forget()
            return self._mending(lambda: self._follow(self._store.version()))

    def count(self) -> int:
        """Rows Chroma itself says it holds."""
        self.refresh()
        return self._collection.count() if self._collection is not None else 0

    def describe(self) -> str:
        place = self._url or "embedded"
        return f"Chroma ({place}), {len(self._keys)} chunks"

    # --- inside

    def _mending(self, work: Callable[[], _Result]) -> _Result:
        """`work`, once more on a new index where Chroma fails.  It raises whatever its Rust core does, and a panic is
        no Exception."""
        try:
            return work()
        except (TutorError, KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            log.warning("the Chroma index cannot be used (%s) and is filled again from the stored vectors", error)
            try:
                if self._folder is None and "dimension" in str(error):  # filled by another embedder
                    self._client().delete_collection(self._name)
                self._forget()
                return work()
            except Exception as again:
                if isinstance(again, TutorError):
                    raise
                if self._folder is None:
                    raise LibraryError(f"the Chroma server at {self._url!r} failed: {again}; is it running?") from again
                raise LibraryError(f"the search index cannot be made: {again}; run 'tutor doctor'") from again

    def _nearest(self, vector: Vectors, limit: int, filters: Filters | None) -> list[tuple[str, float]]:
        if self._collection is None:
            self._follow(self._store.version())
        assert self._collection is not None
        found = self._collection.query(
            query_embeddings=[vector.tolist()],
            n_results=min(limit, len(self._keys)),
            where=_where(filters),
            include=["distances"],
        )
        keys, distances = found["ids"][0], (found["distances"] or [[]])[0]
        if not self._keys.issuperset(keys):
            raise LookupError("it holds chunks that are not in the library")
        return [(key, 1.0 - float(distance)) for key, distance in zip(keys, distances, strict=True)]

    def _follow(self, version: int) -> int:
        wanted = self._store.chunk_keys()
        if self._collection is None:
            mark = self._take_mark()
            self._collection = self._open()
            if mark is not None and mark == self._mark_of(version):
                self._try_out(wanted)
                self._keys, self._version = wanted, version
                self._mark(version)
                return 0
            self._keys = set(self._collection.get(include=[])["ids"])
        missing, stale = wanted - self._keys, self._keys - wanted
        self._take_mark()
        for batch in _batches(self._store.index_rows(missing) if self._keys else self._store.index_rows()):
            self._collection.upsert(
                ids=[row.key for row in batch],
                embeddings=np.stack([row.vector for row in batch]),
                metadatas=[_metadata(row) for row in batch],
            )
        for keys in _batches(iter(stale)):
            self._collection.delete(ids=keys)
        self._keys, self._version = wanted, version
        self._mark(version)
        return len(missing) + len(stale)

    def _try_out(self, keys: set[str]) -> None:
        """Make Chroma load what it reads lazily, so that what is broken shows now."""
        assert self._collection is not None
        for row in self._store.index_rows(list(keys)[:1]):
            self._collection.query(query_embeddings=[row.vector.tolist()], n_results=1, include=[])

    def _take_mark(self) -> object:
        """What the last process noted of the index it left, taken away until this one has found it to work: a process
        that is killed, or aborted by Chroma's core, leaves no note, and the next one begins a new index."""
        if self._folder is None:
            return None
        path = self._folder / "level.json"
        mark: object = None
        with contextlib.suppress(OSError, ValueError):
            mark = json.loads(path.read_text(encoding="utf-8"))
        path.unlink(missing_ok=True)
        if self._collection is None and not isinstance(mark, dict):
            home = self._generation()
            if home.is_dir() and any(home.iterdir()):
                self._forget()
        return mark

    def _mark_of(self, version: int) -> dict[str, object]:
        assert self._collection is not None
        return {"library": self._name, "version": version, "rows": self._collection.count()}

    def _mark(self, version: int) -> None:
        if self._folder is not None:
            (self._folder / "level.json").write_text(json.dumps(self._mark_of(version)), encoding="utf-8")

    def _open(self) -> Collection:
        options: Any = {"embedding_function": None, "configuration": _HNSW}
        return self._client().get_or_create_collection(self._name, **options)

    def _client(self) -> ClientAPI:
        import chromadb  # 0.8 s that `tutor documents` and the page's first paint don't need
        from chromadb.config import Settings as ChromaSettings

        options = ChromaSettings(anonymized_telemetry=False)
        if self._url is None:
            return chromadb.PersistentClient(str(self._generation()), settings=options)
        parts = urlsplit(self._url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingsError(f"TUTOR_CHROMA_URL {self._url!r} is not a URL; write http://HOST:PORT")
        try:
            port = parts.port or (443 if parts.scheme == "https" else 8000)
            return chromadb.HttpClient(parts.hostname, port, ssl=parts.scheme == "https", settings=options)
        except ValueError as error:
            raise LibraryError(
                f"no Chroma server answers at {self._url!r}; start it or unset TUTOR_CHROMA_URL"
            ) from error

    def _generation(self) -> Path:
        """The folder Chroma writes to: a new number after each index that could not be used (Chroma keeps a folder's
        state for the life of a process, so the same path cannot be started afresh)."""
        assert self._folder is not None
        self._folder.mkdir(parents=True, exist_ok=True)
        numbers = sorted(int(path.name) for path in self._folder.iterdir() if path.name.isdigit())
        return self._folder / str(numbers[-1] if numbers else 1)

    def _forget(self) -> None:
        self._collection, self._keys, self._version = None, set(), -1
        if self._folder is None:
            return
        old = self._generation()
        (self._folder / str(int(old.name) + 1)).mkdir()
        shutil.rmtree(old, ignore_errors=True)
        (self._folder / "level.json").unlink(missing_ok=True)


def _metadata(row: IndexRow) -> dict[str, str]:
    return {"document": row.document, "area": row.area or "", "level": row.level or ""}


def _where(filters: Filters | None) -> dict[str, Any] | None:
    """Chroma's filter: it wants `$and` for several keys and refuses it for one."""
    if not filters:
        return None
    parts: list[dict[str, Any]] = [
        {key: {"$in": list(values)}}
        for key, values in (("area", filters.areas), ("level", filters.levels), ("document", filters.documents))
        if values
    ]
    return parts[0] if len(parts) == 1 else {"$and": parts}


def _admits(filters: Filters, row: IndexRow) -> bool:
    pairs: Sequence[tuple[Sequence[str], str | None]] = (
        (filters.areas, row.area),
        (filters.levels, row.level),
        (filters.documents, row.document),
    )
    return all(not values or value in values for values, value in pairs)


def _batches(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch
