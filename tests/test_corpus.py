"""Every shipped note: its format, its questions, its code and its links."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.commands import ROOT, environment
from tutor.domain import AuthoredQuestion, Document
from tutor.material.questions import read_questions
from tutor.material.reading import read_document

CORPUS = ROOT / "corpus"
GUIDES = {"CORPUS.md", "SYLLABUS.md", "README.md"}
NOTES = sorted(path for path in CORPUS.rglob("*.md") if path.name not in GUIDES)
_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<code>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\((?P<target>[^)\s]+)\)|!\[[^\]\n]*\]\((?P<image>[^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```[ \t]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def name_of(path: Path) -> str:
    return path.relative_to(CORPUS).as_posix()


def read(path: Path) -> Document:
    return read_document(path, name=name_of(path))


def asked(document: Document) -> list[AuthoredQuestion]:
    """The questions under "Interview questions"."""
    start = next((mark.start for mark in document.headings if mark.title == "Interview questions"), len(document.text))
    return [one for one in read_questions(document) if one.start > start]


def blocks(path: Path, *, run: bool) -> list[str]:
    found = [(match["info"].split(), match["code"]) for match in _FENCE.finditer(path.read_text(encoding="utf-8"))]
    return [code for info, code in found if info[:1] == ["python"] and ("run" in info[1:]) is run]


RUN = [(path, number) for path in NOTES for number in range(len(blocks(path, run=True)))]


def test_there_is_a_corpus() -> None:
    assert len(NOTES) >= 20


@pytest.mark.parametrize("path", NOTES, ids=name_of)
def test_the_front_matter_is_whole(path: Path) -> None:
    front = read(path).front
    assert front is not None
    assert front.area == path.parent.name
    assert front.tags
    assert front.references


@pytest.mark.parametrize("path", NOTES, ids=name_of)
def test_every_question_has_all_its_parts(path: Path) -> None:
    document = read(path)
    questions = asked(document)
    assert len(questions) >= 3
    under = [mark for mark in document.headings if mark.depth == 3 and mark.start > questions[0].start - 1]
    assert len(under) == len(questions), "a heading under 'Interview questions' is not read as a question"
    for one in questions:
        assert one.level is not None, one.text
        assert one.kind is not None, one.text
        assert one.short is not None and one.short.of(document.text).strip(), one.text
        assert 3 <= len(one.rubric) <= 7, f"{one.text}: {len(one.rubric)} rubric points"
        assert one.mistakes, one.text
        assert one.follow_ups, one.text
        assert one.answer.of(document.text).strip() and one.answer != one.short, one.text
        for span in (*one.rubric, *one.mistakes, *one.follow_ups):
            assert "**" not in span.of(document.text)[:2], f"{one.text}: a label was read as a point"


def test_no_question_is_asked_twice() -> None:
    texts = Counter(" ".join(re.findall(r"\w+", one.text.lower())) for path in NOTES for one in asked(read(path)))
    assert [text for text, times in texts.items() if times > 1] == []


@pytest.mark.parametrize("path", NOTES, ids=name_of)
def test_every_python_block_compiles(path: Path) -> None:
    for code in [*blocks(path, run=False), *blocks(path, run=True)]:
        ast.parse(code)


@pytest.mark.parametrize(("path", "number"), RUN, ids=[f"{name_of(path)}-{number}" for path, number in RUN])
def test_code_that_is_marked_to_run_runs(path: Path, number: int, tmp_path: Path) -> None:
    code = blocks(path, run=True)[number]
    done = subprocess.run(
        [sys.executable, "-"], input=code, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", NOTES, ids=name_of)
def test_links_inside_the_corpus_lead_somewhere(path: Path) -> None:
    prose = _CODE.sub("", path.read_text(encoding="utf-8"))
    for match in _LINK.finditer(prose):
        target = match["target"] or match["image"]
        if re.match(r"[a-z]+:", target):
            assert target.startswith(("http://", "https://", "mailto:")), target
            continue
        file, _, anchor = target.partition("#")
        aim = (path.parent / file).resolve() if file else path
        assert aim.is_relative_to(CORPUS) and aim.is_file(), f"{target!r} leads nowhere"
        if anchor:
            slugs = {re.sub(r"[^\w\- ]", "", mark.title.lower()).replace(" ", "-") for mark in read(aim).headings}
            assert anchor in slugs, f"{target!r}: no such heading"


@pytest.mark.parametrize("path", NOTES, ids=name_of)
def test_a_note_is_one_file_that_a_person_can_read(path: Path) -> None:
    data = path.read_bytes()
    text = data.decode("utf-8")
    assert "\r" not in text and "\t" not in _CODE.sub("", text)
    assert text.startswith("---\n") and text.endswith("\n")
    assert text.count("\n```") % 2 == 0, "a code block is not closed"
