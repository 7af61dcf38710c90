"""Folders of files -> the library: what is counted, what is kept, what a bad file does to the rest."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.library.shelf import NOTES, Shelf, counts, write_notes
from tutor.domain import FileOutcome
from tutor.errors import TutorError


def test_each_file_is_added_then_unchanged_then_changed(shelf: Shelf, notes: Path) -> None:
    write_notes(notes)
    assert counts(shelf.ingest(notes)) == {"added": 3}
    again = shelf.ingest(notes)
    assert (counts(again), again.embedded_chunks) == ({"unchanged": 3}, 0)
    (notes / "lora.md").write_text(NOTES["lora.md"] + "\nAdapters are merged after training.\n", encoding="utf-8")
    assert counts(shelf.ingest(notes)) == {"changed": 1, "unchanged": 2}
    assert "merged after training" in shelf.store.document("lora.md").text
    shelf.check()


def test_a_changed_file_replaces_its_own_chunks_and_no_others(shelf: Shelf, notes: Path) -> None:
    write_notes(notes)
    shelf.ingest(notes)
    before = {name: [key for key, _ in shelf.store.chunks_between(name, 0, 10**6)] for name in NOTES}
    (notes / "lora.md").write_text("# LoRA\n\nSomething else altogether about ranks.\n", encoding="utf-8")
    shelf.ingest(notes)
    after = {name: [key for key, _ in shelf.store.chunks_between(name, 0, 10**6)] for name in NOTES}
    assert set(before["lora.md"]).isdisjoint(after["lora.md"])
    assert {name: before[name] for name in ("attention.md", "bleu.md")} == {
        name: after[name] for name in ("attention.md", "bleu.md")
    }
    assert not [one for one in shelf.search("low-rank matrices", 10) if "low-rank" in one.text]
    shelf.check()


def test_a_dry_run_tells_what_would_happen_and_changes_nothing(shelf: Shelf, notes: Path) -> None:
    write_notes(notes)
    shelf.ingest(notes)
    (notes / "lora.md").write_text("# LoRA\n\nNew words about ranks.\n", encoding="utf-8")
    (notes / "bleu.md").unlink()
    (notes / "new.md").write_text("# New\n\nA new note about decoding.\n", encoding="utf-8")
    version, files = shelf.store.version(), shelf.store.known_files()
    report = shelf.ingest(notes, prune=True, dry_run=True)
    assert report.dry_run
    assert counts(report) == {"added": 1, "changed": 1, "unchanged": 1, "removed": 1}
    assert (shelf.store.version(), shelf.store.known_files()) == (version, files)
    assert report.embedded_chunks == 0


def test_a_vanished_file_stays_until_it_is_pruned(shelf: Shelf, notes: Path) -> None:
    write_notes(notes)
    shelf.ingest(notes)
    (notes / "bleu.md").unlink()
    assert counts(shelf.ingest(notes)) == {"unchanged": 2}
    assert "bleu.md" in shelf.names()
    assert counts(shelf.ingest(notes, prune=True)) == {"unchanged": 2, "removed": 1}
    assert shelf.names() == ["attention.md", "lora.md"]
    assert not [one for one in shelf.search("brevity penalty") if one.document == "bleu.md"]
    shelf.check()


def test_pruning_one_folder_leaves_the_documents_of_another(shelf: Shelf, tmp_path: Path) -> None:
    first = write_notes(tmp_path / "first")
    second = write_notes(tmp_path / "second", {"other.md": "# O\n\nOther words.\n"})
    shelf.ingest(first, second)
    (second / "other.md").unlink()
    shelf.ingest(first, prune=True)
    assert "other.md" in shelf.names()
    shelf.ingest(second, prune=True)
    assert "other.md" not in shelf.names()


def test_a_bad_file_is_reported_with_its_reason_and_stops_no_other(shelf: Shelf, notes: Path) -> None:
    write_notes(notes)
    (notes / "broken.pdf").write_bytes(b"%PDF-1.4 nothing of a PDF")
    (notes / "empty.md").write_bytes(b"")
    (notes / "table.xlsx").write_bytes(b"PK\x03\x04")
    (notes / "note.md").write_text("---\narea: x\nlevel: expert\n---\n# Bad\n\nWords.\n", encoding="utf-8")
    report = shelf.ingest(notes)
    assert counts(report) == {"added": 3, "failed": 4}
    failed = {one.name: one.reason for one in report.files if one.outcome is FileOutcome.FAILED}
    assert set(failed) == {"broken.pdf", "empty.md", "table.xlsx", "note.md"}
    assert all(reason and "\n" not in reason and "Traceback" not in reason for reason in failed.values())
    shelf.check()


def test_a_file_that_breaks_later_keeps_its_last_good_version(shelf: Shelf, notes: Path) -> None:
    write_notes(notes)
    shelf.ingest(notes)
    (notes / "lora.md").write_bytes(b"")
    assert counts(shelf.ingest(notes)) == {"unchanged": 2, "failed": 1}
    assert "low-rank" in shelf.store.document("lora.md").text


def test_a_path_that_is_not_there_fails_and_the_others_are_taken_in(shelf: Shelf, notes: Path) -> None:
    report = shelf.ingest(write_notes(notes), notes / "missing.md", notes.parent / "nowhere")
    assert counts(report) == {"added": 3, "failed": 2}


def test_an_empty_folder_is_an_ingest_of_no_files(shelf: Shelf, notes: Path) -> None:
    report = shelf.ingest(notes)
    assert (report.files, shelf.search("attention")) == ((), ())


def test_the_same_relative_name_from_two_folders_gives_two_documents(shelf: Shelf, tmp_path: Path) -> None:
    first = write_notes(tmp_path / "a" / "notes", {"intro.md": "# One\n\nCats purr when they are content.\n"})
    second = write_notes(tmp_path / "b" / "notes", {"intro.md": "# Two\n\nDogs bark at the postman.\n"})
    shelf.ingest(first, second)
    assert len(shelf.names()) == 2
    assert shelf.best("cats purring") != shelf.best("dogs barking")
    assert counts(shelf.ingest(second, first)) == {"unchanged": 2}, "names do not depend on the order"


def test_a_file_named_twice_is_taken_in_once(shelf: Shelf, notes: Path) -> None:
    write_notes(notes)
    report = shelf.ingest(notes, notes / "lora.md", notes / ".." / notes.name)
    assert counts(report) == {"added": 3}


def test_a_moved_folder_keeps_its_documents_and_embeds_nothing(shelf: Shelf, tmp_path: Path) -> None:
    write_notes(tmp_path / "old" / "notes")
    shelf.ingest(tmp_path / "old" / "notes")
    (tmp_path / "old").rename(tmp_path / "new")
    report = shelf.ingest(tmp_path / "new" / "notes", prune=True)
    assert (counts(report), report.embedded_chunks) == ({"unchanged": 3}, 0)
    assert {Path(one.source).parent for one in shelf.store.known_files().values()} == {tmp_path / "new" / "notes"}


def test_a_file_moved_between_two_ingested_folders_is_not_lost_by_pruning(shelf: Shelf, tmp_path: Path) -> None:
    old, new = write_notes(tmp_path / "old"), tmp_path / "new"
    new.mkdir()
    shelf.ingest(old, new)
    (old / "lora.md").rename(new / "lora.md")
    shelf.ingest(old, new, prune=True)
    assert [name for name in shelf.names() if "lora" in name], "the moved file's document is gone"
    assert shelf.store.known_files()["lora.md"].source == str(new / "lora.md")


def test_two_new_files_of_a_vanished_files_name_are_both_taken_in(shelf: Shelf, tmp_path: Path) -> None:
    gone = write_notes(tmp_path / "gone", {"intro.md": "# Gone\n\nWords that went away.\n"})
    shelf.ingest(gone)
    (gone / "intro.md").unlink()
    first = write_notes(tmp_path / "one", {"intro.md": "# One\n\nCats purr when they are content.\n"})
    second = write_notes(tmp_path / "two", {"intro.md": "# Two\n\nDogs bark at the postman.\n"})
    shelf.ingest(first, second)
    assert shelf.best("cats purring") != shelf.best("dogs barking")
    shelf.check()


def test_a_file_replaced_by_a_folder_of_its_name(shelf: Shelf, notes: Path) -> None:
    write_notes(notes, {"lora.md": NOTES["lora.md"]})
    shelf.ingest(notes)
    (notes / "lora.md").unlink()
    write_notes(notes / "lora.md", {"part.md": "# Part\n\nRanks of adapters, in a folder now.\n"})
    report = shelf.ingest(notes, prune=True)
    assert counts(report) == {"added": 1, "removed": 1}
    assert shelf.names() == ["lora.md/part.md"]


def test_links_that_run_in_circles_or_lead_nowhere_are_passed_over(shelf: Shelf, notes: Path) -> None:
    write_notes(notes)
    (notes / "self.md").symlink_to(notes / "self.md")
    (notes / "nowhere.md").symlink_to(notes / "not-there.md")
    (notes / "circle").symlink_to(notes, target_is_directory=True)
    assert counts(shelf.ingest(notes)) == {"added": 3}


@pytest.mark.parametrize("given", ["self.md", "~no-such-user-here/notes", "nul\0byte.md"])
def test_a_path_that_cannot_even_be_resolved_is_a_failed_file(shelf: Shelf, notes: Path, given: str) -> None:
    (notes / "self.md").symlink_to(notes / "self.md")
    path = Path(given) if given.startswith("~") else notes / given
    report = shelf.ingest(write_notes(notes, {"good.md": "# Good\n\nA good note on ranks.\n"}) / "good.md", path)
    assert counts(report) == {"added": 1, "failed": 1}


def test_file_names_in_any_script_are_kept_as_they_are(shelf: Shelf, notes: Path) -> None:
    names = ["注意力.md", "Überblick – Teil 1.md", "emoji 🤖.md", "with 'quotes' and \"more\".md", "100%_sure.md"]
    write_notes(notes, {name: f"# Note\n\nThis is the note number {place}.\n" for place, name in enumerate(names)})
    shelf.ingest(notes)
    assert sorted(shelf.names()) == sorted(names)
    assert all(shelf.store.document(name).name == name for name in names)


def test_a_file_name_that_is_not_unicode_spoils_nothing(shelf: Shelf, notes: Path) -> None:
    write_notes(notes)
    with open(os.path.join(os.fsencode(notes), b"bad-\xff.md"), "wb") as file:
        file.write(b"# Odd name\n\nThe name of this file is not UTF-8.\n")
    report = shelf.ingest(notes)
    assert report.count(FileOutcome.ADDED) >= 3
    assert counts(shelf.ingest(notes)).get("added", 0) == 0
    for file in report.files:
        file.model_dump_json()
    shelf.check()


def test_a_file_without_rights_fails_alone(shelf: Shelf, notes: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read every file")
    write_notes(notes)
    (notes / "lora.md").chmod(0)
    assert counts(shelf.ingest(notes)) == {"added": 2, "failed": 1}


def test_hidden_files_and_office_lock_files_are_passed_over(shelf: Shelf, notes: Path) -> None:
    hidden = {".b.md": "# B\n\nX.\n", ".git/c.md": "C\n", "~$d.docx": "x"}
    write_notes(notes, {"a.md": "# A\n\nWords of a note.\n"} | hidden)
    assert counts(shelf.ingest(notes)) == {"added": 1}


def test_progress_ends_with_every_file_done(shelf: Shelf, notes: Path) -> None:
    from tutor.library.ingest import Ingest, IngestProgress

    seen: list[IngestProgress] = []
    Ingest(shelf.store, shelf.embedder, shelf.index).run([write_notes(notes)], on_progress=seen.append)
    assert (seen[-1].files_done, seen[-1].bytes_done) == (3, seen[-1].bytes_total)


def test_a_library_of_another_embedder_is_refused_until_it_is_cleared(shelf: Shelf, notes: Path) -> None:
    from tutor.errors import LibraryMismatch
    from tutor.library.store import Store

    shelf.ingest(write_notes(notes))
    other = Store(str(shelf.store.engine.url), "another-model:1")
    with pytest.raises(LibraryMismatch, match="another-model:1"):
        other.check_fingerprint()
    other.clear()
    other.check_fingerprint()
    assert other.count_chunks() == 0
    other.close()


def test_many_processes_may_open_a_new_library_at_once(new_shelf: Callable[..., Shelf], tmp_path: Path) -> None:
    from tests.commands import start_python

    code = (
        "import sys; from tutor.library.store import Store\n"
        "sys.stdin.readline()\n"
        "store = Store(sys.argv[1], 'f'); print(store.id, store.version())"
    )
    url = f"sqlite:///{tmp_path / 'library.db'}"
    running = [start_python(["-c", code, url], cwd=tmp_path) for _ in range(4)]
    ended = [process.communicate("go\n", timeout=120) for process in running]
    assert [err for _, err in ended if err.strip()] == []
    assert len({out for out, _ in ended}) == 1, "all see the same library"


def test_errors_of_the_library_are_one_sentence(tmp_path: Path) -> None:
    from tutor.library.store import Store

    (tmp_path / "library.db").write_bytes(b"this is not a database" * 200)
    with pytest.raises(TutorError) as caught:
        Store(f"sqlite:///{tmp_path / 'library.db'}", "f")
    assert "\n" not in str(caught.value)
