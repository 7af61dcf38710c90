"""A folder of files -> the library: read, cut, embed, store.  What is unchanged costs a hash and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tutor.domain import FileOutcome, FileResult, IngestReport, Model
from tutor.errors import MaterialError
from tutor.library.discovery import PlannedFile, find_files, follow, plan, vanished
from tutor.library.embedder import Embedder
from tutor.library.prepare import CutDocument, cut_file, embed_documents
from tutor.library.rows import KnownFile
from tutor.library.store import Store
from tutor.library.vectors import VectorIndex

_GROUP_CHUNKS = 512  # files are embedded and committed in groups of about this many chunks


class IngestProgress(Model):
    """How far an ingest is; `seconds_left` is None until there is something to go by."""

    files_done: int
    files_total: int
    chunks: int
    bytes_done: int
    bytes_total: int
    seconds: float
    current: str = ""

    @property
    def chunks_per_second(self) -> float:
        return self.chunks / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        if not self.bytes_done or self.bytes_done > self.bytes_total:
            return None
        return self.seconds * (self.bytes_total - self.bytes_done) / self.bytes_done


OnProgress = Callable[[IngestProgress], None]


class Ingest:
    """One run.  `always_pruned` are folders whose vanished files go without being asked (the shipped corpus)."""

    def __init__(
        self, store: Store, embedder: Embedder, index: VectorIndex, *, always_pruned: Sequence[Path] = ()
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._index = index
        self._always_pruned = tuple(path.resolve() for path in always_pruned)

    def run(
        self,
        paths: Sequence[Path],
        *,
        prune: bool = False,
        dry_run: bool = False,
        on_progress: OnProgress | None = None,
    ) -> IngestReport:
        """Take `paths` in.  One bad file never stops the rest: it is in the report with its reason."""
        started = time.monotonic()
        self._store.check_fingerprint()
        known = self._store.known_files()
        files = plan(list(find_files(paths)), known)
        kept = {file.name for file in files}
        gone = [name for name in vanished(known, self._pruned_roots(paths, prune)) if name not in kept]
        results = [FileResult(name=name, outcome=FileOutcome.REMOVED) for name in gone]
        results += [
            FileResult(name=file.name, outcome=file.outcome, reason=file.reason)
            for file in files
            if file.outcome in {FileOutcome.FAILED, FileOutcome.UNCHANGED}
        ]
        work = [file for file in files if file.outcome in {FileOutcome.ADDED, FileOutcome.CHANGED}]
        embedded = 0
        if dry_run:
            results += [FileResult(name=file.name, outcome=file.outcome) for file in work]
        else:
            self._store.remove(gone)
            self._note_moves(files, known)
            done = list(self._take_in(work, started, on_progress))
            results += done
            embedded = sum(result.chunks for result in done)
            self._index.refresh()
        order = {name: place for place, name in enumerate([*gone, *(file.name for file in files)])}
        results.sort(key=lambda result: order[result.name])
        seconds = time.monotonic() - started
        return IngestReport(files=tuple(results), seconds=seconds, embedded_chunks=embedded, dry_run=dry_run)

    def _pruned_roots(self, paths: Sequence[Path], prune: bool) -> list[Path]:
        roots = [follow(path)[0] for path in paths]
        if prune:
            return roots
        return [root for root in roots if any(root.is_relative_to(always) for always in self._always_pruned)]

    def _note_moves(self, files: Sequence[PlannedFile], known: dict[str, KnownFile]) -> None:
        for file in files:
            old = known.get(file.name)
            if old is not None and file.outcome is FileOutcome.UNCHANGED and old.source != str(file.path):
                self._store.move(file.name, str(file.root), str(file.path))

    def _take_in(
        self, work: Sequence[PlannedFile], started: float, on_progress: OnProgress | None
    ) -> Iterator[FileResult]:
        if not work:
            return
        total = sum(file.size for file in work)
        self._embedder.expect_bulk(total)
        chunks = files_done = bytes_done = 0
        for group in self._groups(work):
            documents = [one for _, one in group if isinstance(one, CutDocument)]
            self._store.replace(embed_documents(documents, self._embedder))
            for file, one in group:
                files_done += 1
                bytes_done += file.size
                if isinstance(one, CutDocument):
                    chunks += len(one.chunks)
                    size = len(one.document.text)
                    yield FileResult(name=file.name, outcome=file.outcome, chunks=len(one.chunks), characters=size)
                else:
                    yield FileResult(name=file.name, outcome=FileOutcome.FAILED, reason=one.reason)
            if on_progress is not None:
                progress = IngestProgress(
                    files_done=files_done,
                    files_total=len(work),
                    chunks=chunks,
                    bytes_done=bytes_done,
                    bytes_total=total,
                    seconds=time.monotonic() - started,
                    current=group[-1][0].name,
                )
                on_progress(progress)

    def _groups(self, work: Sequence[PlannedFile]) -> Iterator[list[tuple[PlannedFile, CutDocument | MaterialError]]]:
        group: list[tuple[PlannedFile, CutDocument | MaterialError]] = []
        size = 0
        for file in work:
            one: CutDocument | MaterialError
            try:
                one = cut_file(file, self._embedder)
                size += len(one.chunks)
            except MaterialError as error:
                one = error
            group.append((file, one))
            if size >= _GROUP_CHUNKS:
                yield group
                group, size = [], 0
        if group:
            yield group
