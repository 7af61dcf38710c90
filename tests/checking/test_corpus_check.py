"""The corpus check finds what is wrong, says where, and says nothing of a note without a fault."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from tests.checking.notes import NOTE, SYLLABUS, write_corpus
from tutor.build import Tutor
from tutor.checking.corpus_check import CorpusCheck
from tutor.checking.diagrams import faults_of
from tutor.checking.note import Fence
from tutor.cli import main
from tutor.errors import TutorError


@pytest.fixture
def check(tutor: Tutor) -> CorpusCheck:
    return tutor.parts.corpus_check


def found(check: CorpusCheck, folder: Path) -> list[str]:
    return [str(problem) for problem in check.run(folder).problems]


def test_nothing_is_said_of_a_note_without_a_fault(check: CorpusCheck, tmp_path: Path) -> None:
    report = check.run(write_corpus(tmp_path / "notes"))
    assert report.problems == ()
    (area,) = report.areas
    assert (area.area, area.notes, area.questions, area.proven) == ("attention", 1, 3, 1)
    assert area.levels == {"beginner": 1, "intermediate": 1, "advanced": 1}
    assert area.kinds == {"concept": 1, "numeric": 1, "design": 1}
    assert area.words == len(NOTE.partition("---\n# Scaling")[2].split()) + 2


FAULTS = {
    "front matter": ("tags: [attention]", "tags: []", "1: 'tags' is empty"),
    "an unknown key": ("tags: [attention]", "tag: [attention]", "unknown key"),
    "an area elsewhere": ("area: attention", "area: rag", "1: its area is 'rag' and it lies in 'attention'"),
    "a level": ("- level: advanced", "- level: expert", "has no '- level:' of beginner, intermediate, advanced"),
    "a kind": ("- kind: design", "- kind: riddle", "has no '- kind:'"),
    "an id": ("- id: fused-kernel", "- id: Fused_kernel!", "has the id 'fused_kernel!'"),
    "a label": ("**Follow-ups**\n\n- Does", "**More**\n\n- Does", "has no '**Follow-ups**'"),
    "30 seconds": ("**In 30 seconds.** Into the query before the product.\n\n", "", "has no '**In 30 seconds.**'"),
    "few points": ("- Large scores make the gradients vanish.\n- Att", "- Att", "has 2 rubric points; write 3 to 7"),
    "a heading": ("### Where would", "### Some words\n\nNo answer.\n\n### Where would", "'Some words' is not read"),
    "the same words": ("### Where would you put the scale in a fused kernel?\n- level: advanced\n- kind: design\n- id: "
                       "fused-kernel", "### Why are attention scores scaled?\n- level: advanced\n- kind: design",
                       "two questions have the id 'why-are-attention-scores-scaled'"),
    "a link": ("(#scaling)", "(other.md)", "11: the link 'other.md' leads to no file"),
    "a link outside": ("(#scaling)", "(../../secret.md)", "leads to no file of the corpus"),
    "a heading's link": ("(#scaling)", "(#nowhere)", "11: the link '#nowhere' leads to no heading"),
    "a formula": ("$\\sqrt{d_k}$", "$\\sqrt{d_k$", "11: the formula '\\\\sqrt{d_k' opens 1 braces and closes 0"),
    "a command": ("$\\sqrt{d_k}$", "$\\sqroot{d_k}$", "has the unknown command \\sqroot"),
    "a right": ("$\\sqrt{d_k}$", "$\\left( d_k$", "is not LaTeX (ExtraLeftOrMissingRight)"),
    "a price": ("does not saturate", "does not cost $5 more", "11: a $ opens no formula"),
    "an arrow": ("A[Scores] -->|divide| B", "A[Scores] -->|divide B", "15: the flowchart's line"),
    "brackets in a label": ('B("Softmax (rows)")', "B[Softmax (rows)]", "quote labels that hold brackets"),
    "a kind of diagram": ("flowchart LR", "flowschart LR", "14: 'flowschart' is no kind of Mermaid diagram"),
    "an end": ("  A[Scores]", "  subgraph S\n  A[Scores]", "subgraphs and their 'end' lines are not as many"),
    "Python": ("assert 64 ** 0.5 == 8", "assert 64 ** 0.5 ==", "does not compile"),
    "a number": ("assert 64 ** 0.5 == 8", "scale = 64 ** 0.5\nassert scale == 9", "the code fails: AssertionError"),
    "no proof": ("```python run", "```python", "is numeric and has no 'python run' block"),
    "an exit": ("assert 64 ** 0.5 == 8", "raise SystemExit(3)", "the code fails: SystemExit: 3"),
    "a crash": ("assert 64 ** 0.5 == 8", "import os\nos._exit(7)", "ended Python with exit code 7"),
    "a point from nowhere": ("- Large scores make the gradients vanish.\n- Att",
                             "- BLEU punishes short translations with a brevity penalty.\n- Att",
                             "the rubric point 'BLEU punishes short translations with a brevity penalty.'"),
    "the question again": ("### Where would you put the scale in a fused kernel?", "### Why do we scale attention "
                           "scores?", "asks what 'Why are attention scores scaled?'"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found(check: CorpusCheck, tmp_path: Path, old: str, new: str, said: str) -> None:
    assert NOTE.count(old) >= 1
    (tmp_path / "secret.md").write_text("# Secret\n", encoding="utf-8")
    problems = found(check, write_corpus(tmp_path / "notes", note=NOTE.replace(old, new)))
    assert [text for text in problems if said in text], problems
    assert all(text.startswith(("attention/scaling.md", "syllabus.yaml")) for text in problems)


COVERAGE = {
    "a note that is missing": ("notes: [scaling]", "notes: [scaling, heads]", "needs the note attention/heads.md"),
    "a note that no topic lists": ("notes: [scaling]", "notes: [heads]", "no topic of the area 'attention' lists"),
    "an area without notes": ("name: attention", "name: rag", "the syllabus has no area 'attention'"),
    "too few notes": ("title: Attention\n", "title: Attention\n    least_notes: 2\n", "has 1 notes; it needs 2"),
    "an area twice": ("areas:\n", "areas:\n" + SYLLABUS.partition("\n")[2], "'attention' is there 2 times"),
    "a key": ("title: Attention", "titel: Attention", "is wrong at areas.0.title"),
    "no YAML": ("areas:", "areas: [", "is not YAML"),
}


@pytest.mark.parametrize(("old", "new", "said"), COVERAGE.values(), ids=COVERAGE)
def test_the_syllabus_is_held(check: CorpusCheck, tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SYLLABUS
    problems = found(check, write_corpus(tmp_path / "notes", syllabus=SYLLABUS.replace(old, new)))
    assert [text for text in problems if said in text], problems


def test_an_area_without_a_level_is_named(check: CorpusCheck, tmp_path: Path) -> None:
    problems = found(check, write_corpus(tmp_path, note=NOTE.replace("- level: advanced", "- level: beginner")))
    assert problems == ["syllabus.yaml: the area 'attention' has no advanced question"]


def test_a_project_has_its_sections(check: CorpusCheck, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "notes")
    (folder / "projects").mkdir()
    note = NOTE.replace("area: attention", "area: projects")
    (folder / "projects" / "scaling.md").write_text(note, encoding="utf-8")
    (text,) = (text for text in found(check, folder) if "a project begins" in text)
    assert text.startswith("projects/scaling.md: ") and "'## Scenario', '## What you need', '## Steps'" in text


def test_each_block_of_code_starts_with_nothing(check: CorpusCheck, tmp_path: Path) -> None:
    block = "```python run\nassert 64 ** 0.5 == 8\n```"
    note = NOTE.replace(block, "```python run\nscale = 8\n```\n\n```python run\nprint(scale)\n```")
    (problem,) = check.run(write_corpus(tmp_path, note=note)).problems
    assert "NameError: name 'scale' is not defined" in problem.text
    assert problem.line == note.split("\n").index("print(scale)") + 1


def test_code_is_not_run_where_nobody_asked_for_it(check: CorpusCheck, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    note = NOTE.replace("assert 64 ** 0.5 == 8", f"open({str(mark)!r}, 'w').close()")
    folder = write_corpus(tmp_path / "notes", note=note)
    assert check.run(folder, run_code_blocks=False).problems == ()
    assert not mark.exists()
    assert check.run(folder).problems == () and mark.exists()


def test_code_does_not_see_the_keys_of_this_machine(
    check: CorpusCheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    note = NOTE.replace("assert 64 ** 0.5 == 8", "import os\nassert 'OPENAI_API_KEY' not in os.environ")
    assert check.run(write_corpus(tmp_path, note=note)).problems == ()


def test_a_change_is_seen_and_a_note_that_is_gone_is_forgotten(check: CorpusCheck, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "notes")
    second = folder / "attention" / "second.md"
    second.write_text(NOTE, encoding="utf-8")
    assert [text for text in found(check, folder) if "asks what" in text]
    second.unlink()
    assert found(check, folder) == []


def test_a_note_that_cannot_be_read_is_a_fault(check: CorpusCheck, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "notes")
    (folder / "attention" / "empty.md").write_bytes(b"")
    assert any(text.startswith("attention/empty.md: it is empty") for text in found(check, folder))


def test_a_folder_without_notes_is_refused(check: CorpusCheck, tmp_path: Path) -> None:
    with pytest.raises(TutorError, match=r"no notes \(\*\.md\)"):
        check.run(tmp_path)


def test_the_command_prints_and_says_by_its_exit_code(
    tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_corpus(tmp_path / "notes")
    assert main(["corpus", "check", str(folder), "--data-dir", str(data_dir)]) == 0
    out = capsys.readouterr().out
    assert out.endswith("Nothing to mend.\n") and out.startswith("area ")
    write_corpus(folder, note=NOTE.replace("(#scaling)", "(other.md)"))
    assert main(["corpus", "check", str(folder), "--data-dir", str(data_dir), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["problems"][0] == {
        "note": "attention/scaling.md",
        "line": 11,
        "text": "the link 'other.md' leads to no file of the corpus",
    }
    assert report["areas"][0]["questions"] == 3
    assert main(["corpus", "check", str(tmp_path / "none"), "--data-dir", str(data_dir)]) == 2
    assert "no notes" in capsys.readouterr().err


def test_a_corpus_of_one_broken_note_is_reported(
    tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "attention").mkdir()
    (tmp_path / "attention" / "empty.md").write_bytes(b"")
    assert main(["corpus", "check", str(tmp_path), "--data-dir", str(data_dir)]) == 1
    out = capsys.readouterr().out
    assert "attention/empty.md: " in out and out.endswith("2 things to mend\n")


def test_only_what_an_ingest_would_take_is_checked(check: CorpusCheck, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "notes")
    (folder / ".drafts").mkdir()
    (folder / ".drafts" / "draft.md").write_text("# Draft\n\n```python run\nraise SystemExit\n```\n", encoding="utf-8")
    os.mkfifo(folder / "attention" / "pipe.md")
    assert found(check, folder) == []


def test_code_that_is_only_shown_is_not_run(check: CorpusCheck, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    code = f"```python run\nopen({str(mark)!r}, 'w').close()\n```"
    shown = f"````text\n{code}\n````\n\n<!--\n{code}\n-->\n\n## Interview questions"
    assert found(check, write_corpus(tmp_path / "notes", note=NOTE.replace("## Interview questions", shown))) == []
    assert not mark.exists()


def test_code_in_a_list_is_run(check: CorpusCheck, tmp_path: Path) -> None:
    inside = "- So:\n\n  ```python run\n  assert 64 ** 0.5 == 9\n  ```\n\n## Interview questions"
    (text,) = found(check, write_corpus(tmp_path / "notes", note=NOTE.replace("## Interview questions", inside)))
    assert "the code fails: AssertionError" in text


def test_what_code_prints_and_starts_is_its_own(check: CorpusCheck, tmp_path: Path) -> None:
    """Bytes that are no text, a standard error that is gone, and a process that would outlive the check."""
    mark = tmp_path / "outlived"
    child = f"import time; time.sleep(3); open({str(mark)!r}, 'w')"
    code = (
        "import io, subprocess, sys\n"
        "sys.stdout.buffer.write(b'\\xff')\n"
        "sys.stderr = io.StringIO()\n"
        f"subprocess.Popen([sys.executable, '-c', {child!r}])"
    )
    folder = write_corpus(tmp_path / "notes", note=NOTE.replace("assert 64 ** 0.5 == 8", code))
    assert found(check, folder) == []
    time.sleep(4)
    assert not mark.exists()


def test_a_line_of_many_links_is_read_once() -> None:
    line = "A" + "".join(f" -- word {number} --> N{number}" for number in range(2_000)) + " --> G[x (y)]"
    ((number, text),) = faults_of(Fence(("mermaid",), f"flowchart LR\n  {line}\n", 1))
    assert number == 2 and "cannot be read" in text


GOOD_LINES = ("A --> B; B --> C", "1 --> 2", "é --> B", "A & B --> C & D", "A -- yes --> B", "A-->B-->C", "A:::c --> B")
BAD_LINES = ("A -->|divide (by 8)| B", "A -- t ==> B", "A --> end", "A[] --> B", "A -->", "--> B", "end")


@pytest.mark.parametrize(("line", "good"), [(one, True) for one in GOOD_LINES] + [(one, False) for one in BAD_LINES])
def test_a_line_of_a_flowchart_is_judged_as_mermaid_does(line: str, good: bool) -> None:
    assert (list(faults_of(Fence(("mermaid",), f"flowchart LR\n  {line}\n", 1))) == []) is good


def test_vectors_of_another_embedder_are_not_used(tutor: Tutor, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "notes")
    check = tutor.parts.corpus_check
    assert check.run(folder).problems == ()
    store = tutor.parts.checked
    store.fingerprint = "another:model"
    assert check.run(folder).problems == ()
    store.check_fingerprint()
