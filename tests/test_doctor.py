"""`tutor doctor` finds what is wrong, says how to mend it, and the mending works."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.library.shelf import write_notes
from tutor.build import Tutor
from tutor.calibration import load_calibration
from tutor.domain import Finding
from tutor.library.vectors import ChromaIndex
from tutor.library.weights import Weights
from tutor.settings import Settings


@pytest.fixture
def filled(tmp_path: Path, open_tutor_at: Callable[[Path], Tutor]) -> Tutor:
    tutor = open_tutor_at(tmp_path / "data")
    tutor.ingest([write_notes(tmp_path / "notes")])
    return tutor


def found(tutor: Tutor, *, mend: bool = False) -> dict[str, Finding]:
    return {one.name: one for one in tutor.doctor(mend=mend)}


def test_a_good_library_is_good_throughout(filled: Tutor) -> None:
    findings = found(filled)
    assert set(findings) == {"embedding model", "database", "index", "disk", "answers"}
    assert [one for one in findings.values() if one.state == "bad"] == []
    assert "3 documents" in findings["database"].text


def test_an_empty_library_is_a_warning_with_its_command(tutor: Tutor) -> None:
    database = found(tutor)["database"]
    assert (database.state, database.command) == ("warning", "tutor ingest corpus")


def test_rows_missing_from_chroma_are_mended(filled: Tutor) -> None:
    assert isinstance(filled.parts.index, ChromaIndex)
    collection = filled.parts.index._open()
    collection.delete(ids=collection.get(include=[])["ids"][:1])
    bad = found(filled)["index"]
    assert (bad.state, bad.command) == ("bad", "tutor doctor --mend")
    assert found(filled, mend=True)["index"].state == "good"


def test_words_missing_from_the_full_text_are_found(filled: Tutor) -> None:
    filled.close()
    with sqlite3.connect(filled.settings.data_dir / "library.db") as database:
        row = database.execute("SELECT id, prefix, text FROM chunks LIMIT 1").fetchone()
        database.execute("INSERT INTO chunk_words(chunk_words, rowid, prefix, text) VALUES ('delete', ?, ?, ?)", row)
    database.close()
    assert found(Tutor(filled.settings))["database"].state == "bad"


def test_a_damaged_database_is_found_and_hides_nothing_else(filled: Tutor) -> None:
    filled.close()
    (filled.settings.data_dir / "library.db").write_bytes(b"garbage" * 5_000)
    for name in ("library.db-wal", "library.db-shm"):
        (filled.settings.data_dir / name).unlink(missing_ok=True)
    tutor = Tutor(filled.settings)
    findings = found(tutor)
    assert findings["database"].state == "bad"
    assert findings["database"].command
    assert {"embedding model", "disk", "answers"} <= set(findings)


def test_changed_weights_are_found(tmp_path: Path, models: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(Weights(models).folder, folder)
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(5_000_000)
        file.write(b"\0\1\2\3")
    from tutor.errors import WeightsError

    with pytest.raises(WeightsError, match="SHA-256"):
        Weights(tmp_path / "cache", folder).verify()


def test_a_model_that_cannot_be_used_is_one_sentence_with_its_command(filled: Tutor) -> None:
    settings = filled.settings.model_copy(update={"llm": "nonsense"})
    tutor = Tutor(settings)
    answers = found(tutor)["answers"]
    assert answers.state == "bad" and answers.command
    tutor.close()


def test_a_data_folder_that_is_a_file_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    tutor = Tutor(Settings(data_dir=tmp_path / "file"))
    findings = {one.name: one for one in tutor.doctor()}
    assert findings["database"].state == "bad"


def test_another_embedder_than_the_thresholds_were_fitted_for_is_said(filled: Tutor) -> None:
    filled.parts.once("calibration", lambda: load_calibration().model_copy(update={"embedder": "another:0"}))
    finding = found(filled)["calibration"]
    assert (finding.state, finding.command) == ("warning", "tutor eval calibrate --write")
    assert "'another:0'" in finding.text and filled.embedder.fingerprint in finding.text
