"""Processes that are killed, and several at once on one library."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import run_tutor, start_python
from tests.conftest import new_data_dir
from tests.library.shelf import NOTES, Shelf, counts, write_notes
from tutor.build import Tutor
from tutor.library.queries import delete_documents
from tutor.library.vectors import ChromaIndex

# Small groups, so that an ingest of small notes commits often and a kill falls between its steps.
INGEST = """
import sys
from pathlib import Path
import tutor.library.ingest as module
from tests.library.shelf import Shelf
from tutor.library.embedder import MiniLMEmbedder
from tutor.library.weights import Weights

module._GROUP_CHUNKS = 4
shelf = Shelf(Path(sys.argv[1]), MiniLMEmbedder(Weights(Path(sys.argv[2]))))
shelf.embedder.load()
print("begins", flush=True)
for _ in range(int(sys.argv[4])):
    shelf.ingest(Path(sys.argv[3]))
    shelf.search("attention")
    for path in Path(sys.argv[3]).glob("more-*.md"):
        path.write_text(path.read_text() + "\\nOne more sentence about gardens and tools.\\n")
print("ends", flush=True)
"""


def test_an_ingest_killed_at_any_moment_leaves_a_library_that_works(
    new_shelf: Callable[..., Shelf], models: Path, notes: Path, tmp_path: Path
) -> None:
    """The killed process is started again on what it left, so damage of several kills would add up."""
    chance = random.Random(20)
    more = {f"more-{one}.md": f"# More {one}\n\nText number {one} on gardens and tools.\n" for one in range(40)}
    write_notes(notes, NOTES | more)
    data = tmp_path / "data"
    for _ in range(6):
        process = start_python(["-c", INGEST, str(data), str(models), str(notes), "50"], cwd=tmp_path)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "begins"
        time.sleep(chance.uniform(0.02, 1.5))
        process.kill()
        out, _ = process.communicate(timeout=60)
        assert "ends" not in out, "the process was not killed while it worked"
        copy = tmp_path / f"looked-at-{_}"
        _copy_library(data, copy)
        looked = new_shelf(copy)
        looked.check()
        assert all(looked.search(query, 3) for query in ("gardens", "square root") if looked.names())
    last = new_shelf(data)
    last.ingest(notes)
    assert len(last.names()) == 43
    assert set(counts(last.ingest(notes))) == {"unchanged"}
    assert last.best("square root of the key dimension") == "attention.md"
    last.check()


def _copy_library(folder: Path, to: Path) -> None:
    subprocess.run(["cp", "-r", str(folder), str(to)], check=True)


def test_the_owner_of_the_index_sees_what_another_process_ingests(
    tmp_path: Path, models: Path, open_tutor_at: Callable[[Path], Tutor]
) -> None:
    data, notes = new_data_dir(tmp_path / "data", models), write_notes(tmp_path / "notes")
    owner = open_tutor_at(data)
    owner.ingest([notes])
    assert isinstance(owner.parts.index, ChromaIndex)
    write_notes(notes, {"cats.md": "# Cats\n\nCats purr when they are content.\n"})
    (notes / "bleu.md").unlink()
    ingest = run_tutor("ingest", str(notes), "--prune", data=data, cwd=tmp_path)
    assert (ingest.returncode, ingest.stderr.count("Traceback")) == (0, 0), ingest.stderr
    found = run_tutor("search", "purring cats", "--json", data=data, cwd=tmp_path)
    assert '"document": "cats.md"' in found.stdout, "the other process searches the stored vectors"
    assert owner.search("purring cats")[0].document == "cats.md"
    assert "bleu.md" not in {one.document for one in owner.search("brevity penalty", 10)}
    assert owner.parts.index.count() == owner.store.count_chunks()


def test_the_second_process_says_who_owns_the_index(tmp_path: Path, models: Path) -> None:
    data = new_data_dir(tmp_path / "data", models)
    hold = (
        "import sys\nfrom tutor import open_tutor\n"
        "tutor = open_tutor(sys.argv[1])\nprint(tutor.parts.index.describe(), flush=True)\nsys.stdin.readline()"
    )
    process = start_python(["-c", hold, str(data)], cwd=tmp_path)
    assert process.stdout is not None
    assert "Chroma" in process.stdout.readline()
    said = run_tutor("doctor", data=data, cwd=tmp_path).stdout
    assert f"process {process.pid}" in said
    process.kill()
    process.communicate(timeout=60)
    assert "embedded" in run_tutor("doctor", data=data, cwd=tmp_path).stdout, "a dead owner holds nothing"


def test_two_processes_may_ingest_the_same_folder_at_once(
    new_shelf: Callable[..., Shelf], models: Path, notes: Path, tmp_path: Path
) -> None:
    write_notes(notes, NOTES | {f"n-{one}.md": f"# N {one}\n\nText number {one} on gardens.\n" for one in range(20)})
    code = INGEST.replace(
        "Shelf(Path(sys.argv[1]), MiniLMEmbedder(Weights(Path(sys.argv[2]))))",
        "Shelf(Path(sys.argv[1]), MiniLMEmbedder(Weights(Path(sys.argv[2]))), exact=True)",
    )
    arguments = ["-c", code, str(tmp_path / "data"), str(models), str(notes), "2"]
    running = [start_python(arguments, cwd=tmp_path) for _ in range(3)]
    ended = [process.communicate(timeout=200) for process in running]
    assert [err for (_, err), process in zip(ended, running, strict=True) if process.returncode] == []
    last = new_shelf(tmp_path / "data")
    assert len(last.names()) == 23
    last.check()


def test_a_deleted_models_folder_is_made_again(tmp_path: Path, open_tutor_at: Callable[[Path], Tutor]) -> None:
    tutor = open_tutor_at(tmp_path / "data")
    tutor.ingest([write_notes(tmp_path / "notes")])
    (tmp_path / "data" / "models").unlink()  # the link: an encoder of its own must be exported
    write_notes(tmp_path / "notes", {"cats.md": "# Cats\n\nCats purr when they are content.\n"})
    assert counts(tutor.ingest([tmp_path / "notes"])) == {"added": 1, "unchanged": 3}
    tutor.close()
    again = Tutor(tutor.settings)
    assert again.search("purring cats")[0].document == "cats.md"
    assert (tmp_path / "data" / "models").is_dir()
    again.close()


def test_a_library_of_a_newer_program_is_refused_and_left_alone(
    tmp_path: Path, models: Path, open_tutor_at: Callable[[Path], Tutor]
) -> None:
    data = new_data_dir(tmp_path / "data", models)
    tutor = open_tutor_at(data)
    tutor.ingest([write_notes(tmp_path / "notes")])
    tutor.close()
    with sqlite3.connect(data / "library.db") as database:
        database.execute("UPDATE library_about SET value = '999' WHERE key = 'schema'")
    database.close()
    for command in (["documents"], ["ask", "Why?"], ["ingest", str(tmp_path / "notes"), "--rebuild"]):
        done = run_tutor(*command, data=data, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert "newer version" in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_another_embedders_library_is_refused_and_rebuild_mends_it(
    tmp_path: Path, models: Path, open_tutor_at: Callable[[Path], Tutor]
) -> None:
    data = new_data_dir(tmp_path / "data", models)
    notes = write_notes(tmp_path / "notes")
    tutor = open_tutor_at(data)
    tutor.ingest([notes])
    tutor.close()
    with sqlite3.connect(data / "library.db") as database:
        database.execute("UPDATE library_about SET value = 'other:1' WHERE key = 'fingerprint'")
    database.close()
    refused = run_tutor("search", "ranks", data=data, cwd=tmp_path)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "--rebuild" in refused.stderr
    assert run_tutor("ingest", str(notes), data=data, cwd=tmp_path).returncode == 2
    assert run_tutor("ingest", str(notes), "--rebuild", data=data, cwd=tmp_path).returncode == 0
    assert open_tutor_at(data).search("low-rank matrices")[0].document == "lora.md"


@pytest.mark.parametrize("moment", ["before", "after"])
def test_rows_written_in_one_transaction_are_seen_together(shelf: Shelf, notes: Path, moment: str) -> None:
    """A write that fails half way leaves the library as it was."""
    shelf.ingest(write_notes(notes))
    before = (shelf.store.version(), shelf.store.chunk_keys())
    with pytest.raises(RuntimeError, match="power cut"), shelf.store._write() as connection:
        delete_documents(connection, ["lora.md"])
        if moment == "after":
            shelf.store._raise_version(connection)
        raise RuntimeError("power cut")
    assert (shelf.store.version(), shelf.store.chunk_keys()) == before
    shelf.check()
