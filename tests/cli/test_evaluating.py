"""`tutor eval` on the command line: JSON for scripts, one sentence where a file cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tutor.cli import main

CLAIMS = [
    {
        "id": "1",
        "claim": "Cats purr when content.",
        "evidence": ["Cats purr when they are content."],
        "label": "supported",
    },
    {
        "id": "2",
        "claim": "Dogs bark at night.",
        "evidence": ["Cats purr when they are content."],
        "label": "not_supported",
    },
]


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """The width of an interval is not what is tested here."""
    monkeypatch.setattr("tutor.evaluation.metrics.RESAMPLES", 50)


def written(path: Path, lines: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    return path


def test_json_has_every_figure_by_name(tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = str(written(tmp_path / "claims.jsonl", CLAIMS))
    assert main(["eval", "verification", "--claims", claims, "--data-dir", str(data_dir), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    auroc = next(one for one in found["figures"] if one["name"].startswith("AUROC, supported against the rest"))
    assert (found["kind"], auroc["value"]) == ("verification", 1.0)


def test_a_file_that_is_not_there_is_one_sentence(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "grading", "--pairs", "no.jsonl", "--data-dir", str(data_dir)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("tutor: 'no.jsonl' cannot be read") and said.count("\n") == 1


def test_calibrating_with_a_folder_of_nothing_is_one_sentence(
    tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "calibrate", "--data", str(tmp_path), "--data-dir", str(data_dir)]) == 2
    assert "holds no labelled set" in capsys.readouterr().err


def test_one_section_is_fitted_and_nothing_written(
    tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.evaluation.sets.CLAIMS", tmp_path / "none")  # the project's own take a minute
    (tmp_path / "verification").mkdir()
    written(
        tmp_path / "verification" / "claims.jsonl",
        [one | {"id": f"{place}-{one['id']}"} for place in range(10) for one in CLAIMS],
    )
    command = ["eval", "calibrate", "--only", "support", "--data", str(tmp_path), "--data-dir", str(data_dir)]
    assert main(command) == 0
    said = capsys.readouterr().out
    assert said.startswith("support: {") and "claims: AUROC" in said and "nothing was written" in said


def test_a_section_there_is_not_is_named(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "calibrate", "--only", "speed", "--data-dir", str(data_dir)]) == 2
    assert "no section 'speed' to fit; there are fusion, ranking" in capsys.readouterr().err
