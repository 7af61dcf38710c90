"""The note format of docs/CORPUS.md: front matter, the parts of every question, and a file that a person can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from tutor.checking.note import QUESTIONS_HEADING, Note
from tutor.checking.problem import Problem
from tutor.domain import AuthoredQuestion, Level, QuestionKind
from tutor.practice.bank import question_slug

LEAST_POINTS, MOST_POINTS = 3, 7
LEAST_QUESTIONS = 3
PROJECTS = "projects"
PROJECT_SECTIONS = ("Scenario", "What you need", "Steps", "Deliverables", "How it is judged")
_MANY_WORDS = re.compile(r"^- (?:level|kind|id):[ \t]*\S+[ \t]+\S.*$", re.MULTILINE)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check_format(note: Note) -> Iterator[Problem]:
    """Everything about one note that needs no other note and no model."""
    yield from _check_file(note)
    yield from _check_front(note)
    if note.path.parent.name == PROJECTS:
        yield from _check_project(note)
    if not any(mark.title == QUESTIONS_HEADING for mark in note.document.headings):
        yield note.problem(f"there is no heading '## {QUESTIONS_HEADING}'")
        return
    if len(note.questions) < LEAST_QUESTIONS:
        yield note.problem(f"there are {len(note.questions)} questions; write at least {LEAST_QUESTIONS}")
    yield from _check_headings(note)
    for match in _MANY_WORDS.finditer(note.prose):
        yield note.problem(f"the line {match.group()!r} has more than one word behind its colon", at=match.start())
    taken: set[str] = set()
    for one in note.questions:
        line = note.heading_line(one.text)
        yield from (note.problem(f"{one.text!r} {text}", line=line) for text in _faults(note, one))
        if (slug := question_slug(one)) in taken:
            yield note.problem(f"two questions have the id {slug!r}; give one of them an '- id:' line", line=line)
        taken.add(slug)


def _check_file(note: Note) -> Iterator[Problem]:
    if "�" in note.text:
        yield note.problem("it is not UTF-8; save it as UTF-8", at=note.text.index("�"))
    if "\r" in note.text:
        yield note.problem("it has carriage returns; save it with plain line ends", at=note.text.index("\r"))
    if "\t" in note.prose:
        yield note.problem("there is a tab outside code; write spaces", at=note.prose.index("\t"))
    if not note.text.endswith("\n"):
        yield note.problem("its last line has no end; add a line end")
    if note.text.count("\n```") % 2:
        yield note.problem("a block of code is not closed; add the line ```")


def _check_front(note: Note) -> Iterator[Problem]:
    front = note.document.front
    if front is None:
        yield note.problem("there is no front matter; begin the file with '---' and the keys of docs/CORPUS.md", line=1)
        return
    folder = note.path.parent.name
    if front.area != folder:
        yield note.problem(f"its area is {front.area!r} and it lies in {folder!r}; one of them is wrong", line=1)
    for key in ("tags", "references"):
        if not getattr(front, key):
            yield note.problem(f"'{key}' is empty; fill it", line=1)
    if not any(mark.depth == 1 and mark.title == front.title for mark in note.document.headings):
        yield note.problem(f"its text does not begin with the heading '# {front.title}'")


def _check_project(note: Note) -> Iterator[Problem]:
    titles = [mark.title for mark in note.document.headings if mark.depth == 2]
    if tuple(titles[: len(PROJECT_SECTIONS)]) != PROJECT_SECTIONS:
        wanted = ", ".join(f"'## {title}'" for title in PROJECT_SECTIONS)
        yield note.problem(f"a project begins with the sections {wanted}, in this order")


def _check_headings(note: Note) -> Iterator[Problem]:
    """A heading among the questions that is not read as one."""
    read = {one.start for one in note.questions}
    start = next(mark.start for mark in note.document.headings if mark.title == QUESTIONS_HEADING)
    for mark in note.document.headings:
        if mark.start > start and mark.start not in read:
            text = f"{mark.title!r} is not read as a question; put '- level:' and an answer under it"
            yield note.problem(text, line=note.heading_line(mark.title))


def _faults(note: Note, one: AuthoredQuestion) -> Iterator[str]:
    text = note.document.text
    if one.id is not None and not _ID.fullmatch(one.id):
        yield f"has the id {one.id!r}; write lower-case words with hyphens"
    if not LEAST_POINTS <= len(one.rubric) <= MOST_POINTS:
        yield f"has {len(one.rubric)} rubric points; write {LEAST_POINTS} to {MOST_POINTS}"
    parts = {
        f"'- level:' of {', '.join(get_args(Level))}": one.level,
        f"'- kind:' of {', '.join(QuestionKind)}": one.kind,
        "'**In 30 seconds.**'": one.short is not None and one.short.of(text).strip(),
        "'**In depth.**'": one.answer != one.short and one.answer.of(text).strip(),
        "'**Common mistakes**'": one.mistakes,
        "'**Follow-ups**'": one.follow_ups,
    }
    yield from (f"has no {name}" for name, found in parts.items() if not found)
    for span in (*one.rubric, *one.mistakes, *one.follow_ups):
        if span.of(text).startswith("**"):
            yield f"has a label that is read as a point: {span.of(text)[:40]!r}"
