"""`tutor interview` on a terminal."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.ui.notes import write_notes
from tutor.build import Tutor
from tutor.cli import main


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(tutor: Tutor, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """One command on a library with one question, in this process."""
    tutor.ingest([write_notes(tmp_path / "notes")])
    monkeypatch.setenv("TUTOR_DATA_DIR", str(tutor.settings.data_dir))

    def command(*arguments: str, typed: str = "") -> Done:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["interview", *arguments])
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return command


def test_roles_are_listed(run: Run) -> None:
    done = run("--roles")
    assert done.code == 0 and "rag-engineer" in done.out and "Data scientist" in done.out
    assert {"name", "title", "areas"} <= set(json.loads(run("--roles", "--json").out)[0])


def test_an_interview_is_held_and_its_report_printed(run: Run) -> None:
    typed = "Dot products grow with\nthe key dimension.\n\n7\n/time\n/pass\n"
    done = run("--role", "research-engineer", "--manner", "friendly", typed=typed)
    assert done.code == 0, done.err
    said = " ".join(done.out.split())  # as long as the terminal is wide
    assert "research engineer role" in said and "[15:00 left]" in said
    assert "square root of the key dimension" in said
    assert "# Mock interview" in done.out and "To read" in done.out
    assert "> Dot products grow with\n> the key dimension." in done.out
    assert "How sure are you, 0 to 10?" in done.out and "You guessed 7.0 of 10 for one answer" in done.out


def test_the_end_of_input_pauses_and_resume_goes_on_with_the_draft(run: Run) -> None:
    first = run("--role", "research-engineer", typed="Half an answer\n")
    assert first.code == 0 and "Paused" in first.out and "# Mock interview" not in first.out
    refused = run("--role", "research-engineer")
    assert refused.code == 2 and "--resume" in refused.err
    second = run("--resume", typed="and the other half\n\n\n/end\n")
    assert second.code == 0 and "kept from before" in second.out
    assert "> Half an answer\n> and the other half" in second.out


def test_reports_are_printed_again(run: Run) -> None:
    run("--role", "research-engineer", typed="Dot products grow with the key dimension.\n\n\n/end\n")
    listed = json.loads(run("--list", "--json").out)
    assert [one["state"] for one in listed] == ["finished"]
    assert "research" not in run("--report", listed[0]["id"]).err
    assert run("--report", listed[0]["id"]).out.startswith("# Mock interview")
    assert run("--report", "last", "--format", "html").out.startswith("<!doctype html>")
    assert json.loads(run("--report", "last", "--json").out)["interview"]["id"] == listed[0]["id"]
    assert listed[0]["id"] in run("--list").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--role", "pilot"), "no role 'pilot'"),
        (("--resume",), "no interview to go on with"),
        (("--report", "none"), "no interview 'none'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.code == 2 and said in done.err and "Traceback" not in done.err
