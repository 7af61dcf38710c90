"""The index is disposable: whatever happens to Chroma's files, the search goes on from the stored vectors."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import start_python
from tests.library.shelf import NOTES, Shelf, write_notes
from tutor.domain import Filters
from tutor.library.embedder import MiniLMEmbedder, TextToEmbed
from tutor.library.vectors import ChromaIndex, ExactIndex


class NoEmbedding(MiniLMEmbedder):
    """The shelf's embedder, which must not embed in bulk any more."""

    def embed(self, texts: object) -> object:  # type: ignore[override]
        raise AssertionError(f"something is embedded again: {texts!r}")


@pytest.fixture
def filled(shelf: Shelf, notes: Path) -> Shelf:
    extra = {f"extra-{one}.md": f"# Extra {one}\n\nFiller text number {one} on gardens.\n" for one in range(12)}
    shelf.ingest(write_notes(notes, NOTES | extra))
    return shelf


def _garbage(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in {"owner.lock", "owner.json", "level.json"}:
            data = bytearray(path.read_bytes())
            for _ in range(max(20, len(data) // 50)):
                if data:
                    data[chance.randrange(len(data))] = chance.randrange(256)
            path.write_bytes(bytes(data))


def _reopened(filled: Shelf, new_shelf: Callable[..., Shelf], tmp_path: Path) -> Shelf:
    """The library in a folder of another name: Chroma keeps what it knows of a path for the life of a process."""
    filled.close()
    home = tmp_path / "again"
    shutil.copytree(filled.folder, home)
    return new_shelf(home)


def test_a_reopened_index_is_used_as_it_is(filled: Shelf, new_shelf: Callable[..., Shelf], tmp_path: Path) -> None:
    again = _reopened(filled, new_shelf, tmp_path)
    assert again.index.refresh() == 0
    assert again.best("square root of the key dimension") == "attention.md"


SEARCH = """
import sys
from pathlib import Path
from tests.library.shelf import Shelf
from tests.library.test_vectors import NoEmbedding
from tutor.library.weights import Weights

shelf = Shelf(Path(sys.argv[1]), NoEmbedding(Weights(Path(sys.argv[2]))))
print(shelf.best("square root of the key dimension"))
shelf.check()
"""


@pytest.mark.parametrize("seed", range(3))
def test_garbage_in_chromas_files_is_mended_without_embedding(
    filled: Shelf, models: Path, tmp_path: Path, seed: int
) -> None:
    """Garbage can make Chroma's core abort the whole process (seen), which nothing in Python can stop: then the next
    start mends the index."""
    filled.close()
    _garbage(filled.folder / "chroma", seed)
    for _ in range(2):
        process = start_python(["-c", SEARCH, str(filled.folder), str(models)], cwd=tmp_path)
        out, err = process.communicate(timeout=120)
        if process.returncode >= 0:
            break
    assert (process.returncode, out.strip()) == (0, "attention.md"), err


def test_a_process_that_died_while_it_used_the_index_makes_the_next_begin_a_new_one(
    filled: Shelf, new_shelf: Callable[..., Shelf], tmp_path: Path
) -> None:
    again = _reopened(filled, new_shelf, tmp_path)
    (again.folder / "chroma" / "level.json").unlink()
    before = [path.name for path in (again.folder / "chroma").iterdir() if path.is_dir()]
    assert again.index.refresh() == again.store.count_chunks()
    assert [path.name for path in (again.folder / "chroma").iterdir() if path.is_dir()] != before
    again.check()


@pytest.mark.parametrize("pattern", ["*.bin", "*.sqlite3", "*.pickle", "*"])
def test_chroma_files_that_are_missing_are_made_again(
    filled: Shelf, new_shelf: Callable[..., Shelf], tmp_path: Path, pattern: str
) -> None:
    filled.close()
    home = tmp_path / "again"
    shutil.copytree(filled.folder, home)
    for path in (home / "chroma").rglob(pattern):
        if path.is_file() and path.name != "level.json":
            path.unlink()
    again = new_shelf(home)
    again.embedder = _blocked(again.embedder)
    assert again.best("low-rank matrices beside the weights") == "lora.md"
    again.check()


def test_files_emptied_under_an_index_that_says_it_is_level(
    filled: Shelf, new_shelf: Callable[..., Shelf], tmp_path: Path
) -> None:
    filled.close()
    home = tmp_path / "again"
    shutil.copytree(filled.folder, home)
    for path in (home / "chroma").rglob("*.bin"):
        path.write_bytes(b"")
    again = new_shelf(home)
    assert again.best("square root of the key dimension") == "attention.md"
    assert len(again.index.search(_vector(again, "LoRA"), 50)) == again.store.count_chunks()


def test_a_deleted_chroma_folder_is_filled_again(
    filled: Shelf, new_shelf: Callable[..., Shelf], tmp_path: Path
) -> None:
    again = _reopened(filled, new_shelf, tmp_path)
    shutil.rmtree(again.folder / "chroma")
    assert again.index.refresh() == again.store.count_chunks()
    again.check()


def test_a_level_mark_that_lies_about_the_rows_is_not_believed(
    filled: Shelf, new_shelf: Callable[..., Shelf], tmp_path: Path
) -> None:
    filled.close()
    home = tmp_path / "again"
    shutil.copytree(filled.folder, home)
    mark = json.loads((home / "chroma" / "level.json").read_text())
    first = new_shelf(home)
    collection = first.index._open()  # type: ignore[attr-defined]  # rows are taken out behind the index's back
    lost = collection.get(include=[])["ids"][:5]
    collection.delete(ids=lost)
    assert json.loads((home / "chroma" / "level.json").read_text()) == mark
    assert first.index.refresh() == 5
    first.check()


def test_a_level_mark_over_rows_of_other_chunks_is_not_believed_for_long(
    filled: Shelf, new_shelf: Callable[..., Shelf], tmp_path: Path
) -> None:
    filled.close()
    home = tmp_path / "again"
    shutil.copytree(filled.folder, home)
    first = new_shelf(home)
    collection = first.index._open()  # type: ignore[attr-defined]
    lost = collection.get(include=["embeddings", "metadatas"])
    collection.delete(ids=lost["ids"])
    collection.add(
        ids=[f"foreign-{number}" for number in range(len(lost["ids"]))],
        embeddings=lost["embeddings"],
        metadatas=lost["metadatas"],
    )
    assert first.best("square root of the key dimension") == "attention.md"
    keys = {key for key, _ in first.index.search(_vector(first, "low-rank matrices"), 10)}
    assert keys <= first.store.chunk_keys(), "the search offers chunks that are not in the library"
    assert keys


@pytest.mark.parametrize("words", ["", "not json", "[]", '{"library": 3}', "null", "\x00\x01"])
def test_a_level_mark_that_makes_no_sense_is_passed_over(
    filled: Shelf, new_shelf: Callable[..., Shelf], tmp_path: Path, words: str
) -> None:
    again = _reopened(filled, new_shelf, tmp_path)
    (again.folder / "chroma" / "level.json").write_text(words, encoding="utf-8")
    assert again.best("brevity penalty") == "bleu.md"
    again.check()


def test_exact_search_and_chroma_agree(filled: Shelf) -> None:
    exact = ExactIndex(filled.store)
    for query in ("square root of the key dimension", "gardens", "n-grams shared with a reference"):
        vector = _vector(filled, query)
        found, expected = filled.index.search(vector, 10), exact.search(vector, 10)
        assert {key for key, _ in found} == {key for key, _ in expected}
        assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-4)


@pytest.mark.parametrize("limit", [1, 15, 5_000])
def test_a_limit_beyond_the_library_gives_all_of_it(filled: Shelf, limit: int) -> None:
    for index in (filled.index, ExactIndex(filled.store)):
        found = index.search(_vector(filled, "attention"), limit)
        assert len(found) == len({key for key, _ in found}) == min(limit, filled.store.count_chunks())


@pytest.mark.parametrize("exact", [False, True])
def test_a_filter_holds_inside_the_index(filled: Shelf, exact: bool) -> None:
    index = ExactIndex(filled.store) if exact else filled.index
    allowed = Filters(documents=("lora.md", "extra-3.md"))
    keys = {key for key, _ in index.search(_vector(filled, "BLEU brevity penalty"), 10, allowed)}
    expected = {key for name in allowed.documents for key, _ in filled.store.chunks_between(name, 0, 10**6)}
    assert keys == expected
    assert index.search(_vector(filled, "BLEU"), 10, Filters(areas=("no such area",))) == []


def test_removing_everything_leaves_an_empty_index(filled: Shelf) -> None:
    filled.store.remove(filled.names())
    assert filled.index.search(_vector(filled, "attention"), 5) == []
    assert isinstance(filled.index, ChromaIndex)
    assert filled.index.count() == 0


def _vector(shelf: Shelf, query: str):  # noqa: ANN202 - a numpy vector
    return shelf.embedder.embed_queries([query])[0]


def _blocked(embedder: MiniLMEmbedder) -> MiniLMEmbedder:
    """The same loaded model, without bulk embedding."""
    blocked = NoEmbedding.__new__(NoEmbedding)
    blocked.__dict__ = embedder.__dict__
    with pytest.raises(AssertionError):
        list(blocked.embed([TextToEmbed("x")]))  # type: ignore[call-overload]
    return blocked
