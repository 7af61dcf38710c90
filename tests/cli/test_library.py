"""`tutor ingest|documents|show|remove|doctor`: counts, exit codes, and settings that cannot be used."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.commands import NOBODY, run_tutor
from tests.library.shelf import write_notes
from tutor.build import Tutor
from tutor.cli import main

COUNTS = ("added", "changed", "unchanged", "removed", "failed")


def run(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments, "--data-dir", str(data)])
    out, err = capsys.readouterr()
    return code, out, err


def test_ingest_counts_and_exit_codes(tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes = write_notes(tmp_path / "notes")

    def ingest(*more: str) -> tuple[int, dict[str, int]]:
        code, out, _ = run(capsys, data_dir, "ingest", str(notes), "--json", *more)
        return code, {name: json.loads(out)[name] for name in COUNTS if json.loads(out)[name]}

    assert ingest("--dry-run") == (0, {"added": 3})
    assert json.loads(run(capsys, data_dir, "documents", "--json")[1]) == []
    assert ingest() == (0, {"added": 3})
    (notes / "lora.md").write_text("# LoRA\n\nOther words on ranks.\n", encoding="utf-8")
    (notes / "bleu.md").unlink()
    (notes / "bad.pdf").write_bytes(b"no pdf")
    assert ingest() == (1, {"changed": 1, "unchanged": 1, "failed": 1})
    (notes / "bad.pdf").unlink()
    assert ingest("--prune") == (0, {"unchanged": 2, "removed": 1})
    assert ingest("--rebuild") == (0, {"added": 2})


def test_a_path_that_is_not_there_is_a_failed_file(
    tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, data_dir, "ingest", str(tmp_path / "nowhere"))
    assert code == 1
    assert "there is no such file or folder" in out
    assert "Traceback" not in err


def test_an_empty_folder_is_no_error(tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    code, out, _ = run(capsys, data_dir, "ingest", str(tmp_path / "empty"))
    assert (code, "0 added" in out) == (0, True)


def test_show_prints_the_text_that_citations_count(
    tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, data_dir, "ingest", str(write_notes(tmp_path / "notes")))
    code, out, _ = run(capsys, data_dir, "show", "lora.md")
    assert code == 0
    code, shown, _ = run(capsys, data_dir, "show", "lora", "--json")
    record = json.loads(shown)
    assert (record["document"], record["text"]) == ("lora.md", out)
    found = json.loads(run(capsys, data_dir, "search", "low-rank matrices", "--json")[1])["passages"][0]
    assert out[found["start"] : found["end"]] == found["text"]


def test_documents_are_listed_and_removed(tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, data_dir, "ingest", str(write_notes(tmp_path / "notes")))
    listed = json.loads(run(capsys, data_dir, "documents", "--json")[1])
    assert [one["name"] for one in listed] == ["attention.md", "bleu.md", "lora.md"]
    assert all(one["chunks"] > 0 and one["characters"] > 0 for one in listed)
    code, out, _ = run(capsys, data_dir, "remove", "lora.md", "bleu", "--json")
    assert (code, [one["name"] for one in json.loads(out)]) == (0, ["lora.md", "bleu.md"])
    assert "1 documents" in run(capsys, data_dir, "documents")[1]
    code, _, err = run(capsys, data_dir, "remove", "attention.md", "nowhere.md")
    assert (code, "nowhere.md" in err) == (2, True)
    assert "1 documents" in run(capsys, data_dir, "documents")[1], "all or nothing"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TUTOR_LLM_TIMEOUT", "soon"),
        ("TUTOR_LLM_TIMEOUT", "-1"),
        ("TUTOR_LLM_MAX_TOKENS", "3.5"),
        ("TUTOR_LLM_PRICE_IN", "free"),
        ("TUTOR_LOG_LEVEL", "LOUD"),
        ("TUTOR_DATABASE_URL", "nonsense"),
        ("TUTOR_DATABASE_URL", "mysql://me:secret@127.0.0.1/x"),
        ("TUTOR_DATABASE_URL", "postgresql://me:secret@127.0.0.1:9/x"),
        ("TUTOR_DATABASE_URL", "postgresql+pg8000://me:secret@127.0.0.1:9/x"),
        ("TUTOR_CHROMA_URL", "nonsense"),
        ("TUTOR_CHROMA_URL", "http://127.0.0.1:9"),
        ("TUTOR_CHROMA_URL", "http://127.0.0.1:99999"),
        ("TUTOR_EMBEDDER", "/no/such/model"),
        ("TUTOR_DATA_DIR", "/dev/null"),
        ("TUTOR_DATA_DIR", "~no-such-user-here/data"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(
    tmp_path: Path,
    data_dir: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
) -> None:
    monkeypatch.setenv("TUTOR_DATA_DIR", str(data_dir))
    note = write_notes(tmp_path / "notes") / "lora.md"
    monkeypatch.setenv(name, value)
    code = main(["ingest", str(note)])
    out, err = capsys.readouterr()
    said = [line for line in err.splitlines() if "chunks/s" not in line]
    assert (code, len(said)) == (2, 1), (out, err)
    assert "secret" not in err


@pytest.mark.parametrize("command", [["documents"], ["search", "x"], ["doctor"], ["ingest", "."]])
def test_a_data_folder_that_is_a_file_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    code = main([*command, "--data-dir", str(file)])
    out, err = capsys.readouterr()
    assert code in {1, 2}
    if code == 2:
        assert (out, len(err.strip().splitlines())) == ("", 1)


def test_a_data_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o555)
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    user = NOBODY if os.geteuid() == 0 else None
    try:
        done = run_tutor("documents", data=data, cwd=Path("/"), env={"HOME": "/"}, user=user)
    except PermissionError:
        pytest.skip("another user may not run this Python")
    if done.returncode == 1 and "No module named" in done.stderr:
        pytest.skip("another user may not read this Python's packages")
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_doctor_finds_the_corpus_library_well(corpus_library: Tutor, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, corpus_library.settings.data_dir, "doctor", "--json")
    findings = {one["name"]: one["state"] for one in json.loads(out)}
    assert code == 0
    assert set(findings) == {"embedding model", "database", "index", "disk", "answers"}
    assert "bad" not in findings.values()


def test_python_m_tutor_and_ingest_py_are_the_command(tmp_path: Path, data_dir: Path) -> None:
    import subprocess
    import sys

    from tests.commands import ROOT, environment

    note = write_notes(tmp_path / "notes") / "lora.md"
    settings = environment({"TUTOR_DATA_DIR": str(data_dir)})
    done = subprocess.run(
        [sys.executable, str(ROOT / "ingest.py"), str(note)], cwd=tmp_path, env=settings, capture_output=True, text=True
    )
    assert (done.returncode, "1 added" in done.stdout) == (0, True), done.stderr
    assert "lora.md" in run_tutor("documents", data=data_dir, cwd=tmp_path).stdout
