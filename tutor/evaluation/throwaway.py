"""A throwaway library: texts go through the same pipeline as anybody's files, and all of it is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tutor.build import Tutor, open_tutor
from tutor.domain import Model
from tutor.settings import SHIPPED_CORPUS, Settings


class Text(Model):
    """A document of a labelled set."""

    model_config = Model.model_config | {"extra": "ignore"}

    id: str
    title: str = ""
    text: str


@contextmanager
def throwaway_library(texts: Iterable[Text], settings: Settings) -> Iterator[tuple[Tutor, dict[str, str]]]:
    """A Tutor on a new library of `texts`, and the id behind each of its documents' names.

    A document is one Markdown file named by its place, as ids may hold what no file name may.  The exported encoder of
    `settings` is used, so that nothing is exported anew; no language model and no history of theirs is.
    """
    with tempfile.TemporaryDirectory(prefix="tutor-eval-") as folder:
        home, files = Path(folder) / "data", Path(folder) / "files"
        files.mkdir()
        ids = {}
        for place, one in enumerate(texts):
            name = f"{place:06d}.md"
            ids[name] = one.id
            title = f"# {one.title}\n\n" if one.title else ""
            (files / name).write_text(f"{title}{one.text}\n", encoding="utf-8")
        with library_apart(home, settings) as tutor:
            tutor.ingest([files])
            yield tutor, ids


@contextmanager
def shipped_library(settings: Settings) -> Iterator[Tutor]:
    """A Tutor over the shipped notes alone, in the data folder's `evaluation`: filled once, then kept up to date."""
    with library_apart(settings.home / "evaluation", settings) as tutor:
        tutor.ingest([SHIPPED_CORPUS], prune=True)
        yield tutor


@contextmanager
def library_apart(home: Path, settings: Settings) -> Iterator[Tutor]:
    """A Tutor on a data folder `home` of its own, with the embedder and the exported encoder of `settings`."""
    home.mkdir(parents=True, exist_ok=True)
    settings.models_dir.mkdir(parents=True, exist_ok=True)
    if not (link := home / "models").exists():
        link.symlink_to(settings.models_dir, target_is_directory=True)
    kept = {"data_dir": home, "database_url": None, "chroma_url": None, "llm": None}
    tutor = open_tutor(settings=settings.model_copy(update=kept))
    try:
        yield tutor
    finally:
        tutor.close()
