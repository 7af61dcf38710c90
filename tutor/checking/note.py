"""A note as its author wrote it, beside the Document it is read as."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tutor.checking.problem import Problem
from tutor.domain import AuthoredQuestion, Document
from tutor.library.discovery import find_files
from tutor.material.questions import read_questions
from tutor.material.reading import read_document

QUESTIONS_HEADING = "Interview questions"
_SUFFIXES = {".md", ".markdown"}
_INLINE_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)(?:(?!\n[ \t]*\n)[^`]){1,1000}(?<!`)\1(?!`)")
_NOT_PROSE = {"fence", "code_block", "html_block"}


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
        """The fenced blocks that Markdown sees; not one shown inside another, nor one in a comment."""
        return tuple(
            Fence(tuple(token.info.split()), token.content, token.map[0] + 2)
            for token in self._tokens
            if token.type == "fence" and token.map is not None
        )

    @cached_property
    def prose(self) -> str:
        """The file with every character of code and comments blanked, so that offsets hold."""
        lines = self.text.split("\n")
        for token in self._tokens:
            if token.type in _NOT_PROSE and token.map is not None:
                for number in range(*token.map):
                    lines[number] = " " * len(lines[number])
        return _INLINE_CODE.sub(_blank, "\n".join(lines))

    @cached_property
    def _tokens(self) -> list[Token]:
        return MarkdownIt("commonmark").disable("inline").parse(self.text)

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
    """Every Markdown file that an ingest of `corpus` would take, by name."""
    if not corpus.is_dir():
        return
    for found in find_files([corpus]):
        if found.problem is None and found.path.suffix.lower() in _SUFFIXES:
            yield found.path


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
