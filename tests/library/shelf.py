"""A library wired by hand: store, index, ingest and search over one data folder."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from tutor.calibration import load_calibration
from tutor.domain import FileOutcome, Filters, IngestReport, Passage
from tutor.library.embedder import MiniLMEmbedder
from tutor.library.ingest import Ingest
from tutor.library.store import Store
from tutor.library.vectors import ChromaIndex, ExactIndex, VectorIndex
from tutor.retrieval.search import HybridSearch

NOTES = {
    "attention.md": "# Attention\n\nScaled dot-product attention divides the scores by the square root of the key "
    "dimension. Without the division the softmax saturates and its gradients vanish.\n",
    "lora.md": "# LoRA\n\nLoRA freezes the pretrained weights and trains two low-rank matrices beside them. "
    "The rank decides how many parameters are trained.\n",
    "bleu.md": "# BLEU\n\nBLEU counts the n-grams a translation shares with its references. A brevity penalty punishes "
    "short translations.\n",
}


class Shelf:
    """One library."""

    def __init__(
        self,
        folder: Path,
        embedder: MiniLMEmbedder,
        *,
        exact: bool = False,
        url: str | None = None,
        chroma_url: str | None = None,
    ) -> None:
        self.folder = folder
        self.embedder = embedder
        self.store = Store(url or f"sqlite:///{folder / 'library.db'}", embedder.fingerprint)
        self.index: VectorIndex
        if exact:
            self.index = ExactIndex(self.store)
        elif chroma_url is not None:
            self.index = ChromaIndex(self.store, url=chroma_url)
        else:
            self.index = ChromaIndex(self.store, folder=folder / "chroma")

    def ingest(self, *paths: Path, prune: bool = False, dry_run: bool = False) -> IngestReport:
        return Ingest(self.store, self.embedder, self.index).run(paths, prune=prune, dry_run=dry_run)

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> tuple[Passage, ...]:
        return HybridSearch(self.store, self.index, self.embedder, load_calibration().fusion).search(query, k, filters)

    def best(self, query: str) -> str:
        """The document found first."""
        return self.search(query, 1)[0].document

    def names(self) -> list[str]:
        return [one.name for one in self.store.summaries()]

    def check(self) -> None:
        """Every stored document has all its chunks, and the three places that hold chunks agree."""
        self.store.check()
        self.index.refresh()
        keys: set[str] = set()
        for one in self.store.summaries():
            document = self.store.document(one.name)
            between = self.store.chunks_between(one.name, 0, len(document.text))
            assert len(between) == one.chunks > 0
            assert all(chunk.of(document.text) == chunk.text for _, chunk in between)
            keys.update(key for key, _ in between)
        assert self.store.chunk_keys() == keys
        with self.store.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                # 1: compared with the chunks table, row by row
                connection.execute(text("INSERT INTO chunk_words(chunk_words, rank) VALUES ('integrity-check', 1)"))
        if isinstance(self.index, ChromaIndex):
            assert self.index.count() == len(keys)

    def close(self) -> None:
        self.store.close()


def write_notes(folder: Path, notes: dict[str, str] | None = None) -> Path:
    """Write `notes` (name -> text; by default NOTES) below `folder`."""
    for name, words in (NOTES if notes is None else notes).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    return folder


def counts(report: IngestReport) -> dict[str, int]:
    """The outcomes that occur, counted."""
    return {one.value: report.count(one) for one in FileOutcome if report.count(one)}
