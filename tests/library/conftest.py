"""A library of its parts, so that tests share one loaded MiniLM."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.library.shelf import Shelf
from tutor.library.embedder import MiniLMEmbedder


@pytest.fixture
def new_shelf(embedder: MiniLMEmbedder) -> Iterator[Callable[..., Shelf]]:
    """Opens libraries; closes them after the test."""
    opened: list[Shelf] = []

    def make(folder: Path, *, exact: bool = False, url: str | None = None, chroma_url: str | None = None) -> Shelf:
        opened.append(Shelf(folder, embedder, exact=exact, url=url, chroma_url=chroma_url))
        return opened[-1]

    yield make
    for shelf in opened:
        shelf.close()


@pytest.fixture
def shelf(new_shelf: Callable[..., Shelf], tmp_path: Path) -> Shelf:
    """An empty library with embedded Chroma."""
    return new_shelf(tmp_path / "data")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder for material."""
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder
