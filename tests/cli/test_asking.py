"""`tutor search|ask|export`: what is printed, for people and as JSON, and how bad input is refused."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.commands import run_tutor
from tutor.build import Tutor
from tutor.cli import main

QUESTION = "Why are attention scores divided by the square root of the key dimension?"
SENTENCE = {"start", "end", "text", "score"}
PASSAGE = {"rank", "score", "document", "chunk_id", "start", "end", "page", "headings", "text", "sentences"}
ANSWER = {"verdict", "text", "sentences", "passages", "rewritten", "backend", "model", "usage", "timings_ms"}


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Done]


@pytest.fixture
def run(corpus_library: Tutor, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """One command on the corpus, in this process (it does not own the index, and searches the stored vectors)."""

    def command(*arguments: str, stdin: str = "", data: Path | None = None) -> Done:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        folder = str(data or corpus_library.settings.data_dir)
        try:
            code = main([*arguments, "--data-dir", folder])
        except SystemExit as stopped:  # argparse
            code = int(stopped.code or 0)
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return command


def refused(done: Done) -> None:
    """Exit code 2, nothing on standard output, one sentence on standard error."""
    assert done.code == 2, done
    assert done.out == ""
    assert "Traceback" not in done.err
    said = [
        line for line in done.err.strip().splitlines() if not line.startswith("usage:") and not line.startswith(" ")
    ]
    assert len(said) == 1, done.err


def test_search_prints_the_promised_json(run: Run, corpus_library: Tutor) -> None:
    done = run("search", QUESTION, "--json", "-k", "4")
    (found,) = done.lines
    assert (done.code, found["query"], set(found)) == (0, QUESTION, {"query", "passages"})
    assert [one["rank"] for one in found["passages"]] == [1, 2, 3, 4]
    for one in found["passages"]:
        assert set(one) == PASSAGE
        text = corpus_library.document(one["document"]).text
        assert text[one["start"] : one["end"]] == one["text"]
        assert one["page"] is None and isinstance(one["headings"], list)
        for sentence in one["sentences"]:
            assert set(sentence) == SENTENCE
            assert text[sentence["start"] : sentence["end"]] == sentence["text"]


def test_queries_from_a_file_give_a_line_each_with_its_id(run: Run, tmp_path: Path) -> None:
    lines = [
        {"id": "a", "text": QUESTION},
        {"id": "b", "text": "and which rank?", "history": [{"role": "user", "text": "What is LoRA?"}], "extra": 1},
        {"id": "c", "text": ""},
        {"id": "ü", "text": "漢字 🤖"},
    ]
    path = tmp_path / "queries.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in lines) + "\n\n", encoding="utf-8")
    for command in ("search", "ask"):
        done = run(command, "--queries", str(path), "--json")
        assert (done.code, [one["id"] for one in done.lines]) == (0, ["a", "b", "c", "ü"])
        assert "LoRA" in done.lines[1]["rewritten"]
        assert (
            done.lines == run(command, "--queries", "-", stdin=path.read_text(encoding="utf-8")).lines
            or command == "ask"
        )


def test_ask_prints_the_promised_json(run: Run, corpus_library: Tutor) -> None:
    done = run("ask", QUESTION, "--json", "--no-llm")
    (answer,) = done.lines
    assert set(answer) >= ANSWER
    assert (done.code, answer["verdict"], answer["backend"], answer["model"]) == (0, "answered", "material", None)
    assert answer["rewritten"] is None
    assert set(answer["usage"]) == {"input_tokens", "output_tokens", "cost_usd"}
    assert answer["timings_ms"]["total"] > 0
    assert answer["sentences"] and answer["passages"]
    for one in answer["sentences"]:
        assert set(one) == {"text", "support", "citations"}
        assert one["support"] == "supported"
        for cited in one["citations"]:
            assert set(cited) == {"document", "start", "end", "page", "quote"}
            assert corpus_library.document(cited["document"]).text[cited["start"] : cited["end"]] == cited["quote"]
    assert all(set(one) == PASSAGE for one in answer["passages"])


def test_ask_for_people_names_its_sources(run: Run) -> None:
    done = run("ask", QUESTION)
    assert done.code == 0
    assert done.out.startswith("Answered from your material")
    assert "[1] transformers/scaled-dot-product-attention.md" in done.out


def test_search_for_people_names_places(run: Run) -> None:
    assert "transformers/scaled-dot-product-attention.md" in run("search", QUESTION).out


def test_filters_are_taken_from_the_command_line(run: Run) -> None:
    (found,) = run("search", QUESTION, "--json", "--area", "rag", "--level", "advanced").lines
    assert {one["document"].split("/")[0] for one in found["passages"]} == {"rag"}
    (none,) = run("search", QUESTION, "--json", "--document", "no-such.md").lines
    assert none["passages"] == []


def test_a_conversation_goes_on_and_is_exported(run: Run, corpus_library: Tutor) -> None:
    run("ask", "How does GPT differ from BERT?", "--conversation", "cli-talk", "--json")
    (answer,) = run("ask", "and why is that?", "--conversation", "cli-talk", "--json").lines
    assert answer["rewritten"] is not None and "GPT" in answer["rewritten"]
    exported = run("export", "cli-talk").out
    assert exported.startswith("# How does GPT differ from BERT?")
    assert "[^1]: transformers/" in exported
    assert "cli-talk" in run("export").out
    assert json.loads(run("export", "cli-talk", "--json").out)["markdown"] == exported
    corpus_library.records.delete_conversation("cli-talk")


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", QUESTION, "--length", "endless"],
        ["ask", QUESTION, "--level", "expert"],
        ["search", QUESTION, "-k", "0"],
        ["search", QUESTION, "-k", "many"],
        ["search"],
        ["ask"],
        ["ask", ""],
        ["ask", "  \n "],
        ["search", ""],
        ["search", QUESTION, "--queries", "x.jsonl"],
        ["search", "--queries", "/no/such/file.jsonl"],
        ["search", "--queries", "/"],
        ["ask", QUESTION, "--conversation", ""],
        ["ask", QUESTION, "--conversation", "x" * 500],
        ["export", "no-such-conversation"],
        ["show", "no-such-document.md"],
        ["show", ""],
        ["remove", "no-such-document.md"],
        ["unknown-command"],
        [],
    ],
    ids=lambda arguments: " ".join(arguments)[:50] or "nothing",
)
def test_bad_input_is_refused_in_one_sentence(run: Run, arguments: list[str]) -> None:
    refused(run(*arguments))


@pytest.mark.parametrize(
    "line",
    [b"{", b"[]", b'"text"', b'{"id": 1, "text": "x"}', b'{"id": "a"}', b'{"id": "a", "text": null}', b"\xff\xfe\x00",
     b'{"id": "a", "text": "x", "history": [{"role": "judge", "text": "y"}]}', b'{"id": "a", "text": "\\ud800"}'],
)  # fmt: skip
@pytest.mark.parametrize("command", ["search", "ask"])
def test_a_bad_line_is_refused_with_its_number(run: Run, tmp_path: Path, line: bytes, command: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_bytes(b"\n" + line + b"\n")
    done = run(command, "--queries", str(path), "--json")
    refused(done)
    assert str(path) in done.err


def test_a_question_of_one_megabyte_is_answered_or_refused_in_one_sentence(run: Run) -> None:
    for text in ("Why " * 250_000, "Zorblax Quuxly " * 66_000, "x" * 1_000_000):
        line = json.dumps({"id": "big", "text": text})
        done = run("ask", "--queries", "-", stdin=line)
        if done.code == 0:
            assert done.lines[0]["verdict"] != "answered"
        else:
            refused(done)


def test_a_question_of_bytes_that_are_no_text_is_no_traceback(run: Run) -> None:
    for command in ("search", "ask"):
        for question in ("why \udcff\udcfe attention", "\udc80", "a\0b", "\x1b[31m why \x07"):
            done = run(command, question, "--json")
            assert "Traceback" not in done.err
            if done.code == 0:
                json.loads(done.out.encode().decode())
            else:
                refused(done)


def test_a_terminal_that_knows_few_characters_is_no_traceback(corpus_library: Tutor, tmp_path: Path) -> None:
    data = corpus_library.settings.data_dir
    done = run_tutor("ask", QUESTION, data=data, cwd=tmp_path, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


def test_a_reader_that_goes_away_is_no_traceback(corpus_library: Tutor, tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.commands import environment

    settings = environment({"TUTOR_DATA_DIR": str(corpus_library.settings.data_dir)})
    command = f"{sys.executable} -m tutor search attention -k 200 --json | head -c 10"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=settings, capture_output=True, text=True)
    assert done.stderr == ""
    assert len(done.stdout) == 10
