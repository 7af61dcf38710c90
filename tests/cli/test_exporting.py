"""`tutor export|profiles`: files and standard output, and how a wrong call is refused."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checking.notes import write_corpus
from tests.practice.lived import live
from tutor.build import Tutor
from tutor.cli import main
from tutor.practice.exporting.everything import Everything

Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def studied(tutor: Tutor, tmp_path: Path) -> Tutor:
    tutor.ingest([write_corpus(tmp_path / "notes")])
    live(tutor, "me")
    return tutor


@pytest.fixture
def run(studied: Tutor, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def command(*arguments: str) -> tuple[int, bytes, str]:
        code = main([*arguments, "--data-dir", str(studied.settings.data_dir)])
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return command


def test_practice_is_written_to_files(run: Run, tmp_path: Path) -> None:
    deck, table, all_of_it = tmp_path / "deck.apkg", tmp_path / "rows.csv", tmp_path / "all.json"
    code, out, _ = run("export", "--anki", str(deck), "--csv", str(table), "--everything", str(all_of_it))
    assert code == 0 and out.decode().count("Written to ") == 3
    assert zipfile.ZipFile(deck).namelist() == ["collection.anki2", "media"]
    assert table.read_bytes().startswith("\ufeff".encode()), "spreadsheets take it for UTF-8"
    (row,) = csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig")))
    assert row["answer"] == "me"
    found = Everything.model_validate_json(all_of_it.read_bytes())
    assert len(found.attempts) == len(found.conversations) == len(found.interviews) == 1


def test_standard_output_holds_the_export_alone(run: Run) -> None:
    code, out, _ = run("export", "--everything", "-")
    assert code == 0 and Everything.model_validate_json(out).profile.name == "me"
    code, out, _ = run("export", "--anki", "-", "--area", "attention")
    assert code == 0 and zipfile.ZipFile(io.BytesIO(out)).testzip() is None


def test_the_profile_chooses_whose_practice(run: Run) -> None:
    code, out, _ = run("export", "--everything", "-", "--profile", "ana")
    found = Everything.model_validate_json(out)
    assert code == 0 and found.profile.name == "ana" and not found.attempts


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--anki", "-", "--csv", "-"], "only one export"),
        (["--scope", "due"], "add --anki FILE"),
        (["--anki", "x.apkg", "--scope", "due", "--area", "attention"], "--scope due"),
        (["--anki", "x.apkg", "--scope", "area"], "which area"),
        (["--anki", "x.apkg", "--area", "cooking"], "'cooking'"),
        (["talk", "--csv", "-"], "'talk'"),
        (["--csv", "/no/such/folder/rows.csv"], "'/no/such/folder/rows.csv'"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    run: Run, arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run("export", *arguments)
    assert (code, out) == (2, b"")
    assert said in err and len(err.splitlines()) == 1
    assert not (tmp_path / "x.apkg").exists()


def test_profiles_are_added_listed_and_deleted(run: Run, studied: Tutor) -> None:
    assert run("profiles", "--add", "Ana")[0] == 0
    listed = json.loads(run("profiles", "--json")[1])
    assert [one["name"] for one in listed] == ["me", "Ana"]
    code, _, err = run("profiles", "--delete", "me")
    assert code == 2 and "'me'" in err and "--yes" in err
    assert studied.candidate.attempts.all()
    assert run("profiles", "--delete", "me", "--yes")[0] == 0
    assert not studied.candidate.attempts.all() and not studied.records.conversations()
    code, _, err = run("profiles", "--delete", "bob", "--yes")
    assert code == 2 and "'bob'" in err
