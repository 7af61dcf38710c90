"""A note as its author wrote it, beside the Document it is read as."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tutor.checking.problem import Problem
from tutor.domain import AuthoredQuestion, Document
from tutor.material.questions import read_questions
from tutor.material.reading import read_document

QUESTIONS_HEADING = "Interview questions"
_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<code>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


class Fence(NamedTuple):
    """A fenced block: the words behind its opening backticks, its code, and the code's first line in the file."""

    info: tuple[str, ...]
    code: str
    line: int


class Note:
    """One Markdown file of a corpus; raises TutorError and OSError where it cannot be read."""

    def __init__(self, path: Path, corpus: Path) -> None:
        self.path = path
        self.corpus = corpus
        self.name = path.relative_to(corpus).as_posix()
        self.document: Document = read_document(path, name=self.name)
        self.text = path.read_bytes().decode("utf-8", errors="replace")

    @cached_property
    def questions(self) -> tuple[AuthoredQuestion, ...]:
        """Those below the heading "Interview questions"."""
        marks = self.document.headings
        start = next((mark.start for mark in marks if mark.title == QUESTIONS_HEADING), len(self.document.text))
        return tuple(one for one in read_questions(self.document) if one.start > start)

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        return tuple(
            Fence(tuple(match["info"].split()), match["code"], self._line(match.start("code")))
            for match in _FENCE.finditer(self.text)
        )

    @cached_property
    def prose(self) -> str:
        """The file with every character of code blanked, so that offsets hold."""
        return _INLINE_CODE.sub(_blank, _FENCE.sub(_blank, self.text))

    def problem(self, text: str, *, at: int | None = None, line: int | None = None) -> Problem:
        """A problem of this note, at a character of the file or on one of its lines."""
        return Problem(note=self.name, line=self._line(at) if at is not None else line, text=text)

    def heading_line(self, title: str) -> int | None:
        """The line of the heading that reads `title`."""
        match = re.search(rf"^#+[ \t]+{re.escape(title)}[ \t]*$", self.text, re.MULTILINE)
        return self._line(match.start()) if match is not None else None

    def _line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1


def note_files(corpus: Path) -> Iterator[Path]:
    """Every Markdown file under `corpus`, by name."""
    yield from sorted(corpus.rglob("*.md"))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
