"""The notes against the syllabus: every topic has its notes, every note its topic, every area its levels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import get_args

from tutor.checking.note import Note
from tutor.checking.problem import Problem
from tutor.domain import Area, Level, Syllabus
from tutor.library.discovery import SYLLABUS_FILE


def check_coverage(notes: Sequence[Note], syllabus: Syllabus) -> Iterator[Problem]:
    """What the corpus lacks, and what it has that the syllabus does not know."""
    for name, times in Counter(area.name for area in syllabus.areas).items():
        if times > 1:
            yield _problem(f"the area {name!r} is there {times} times")
    for area in syllabus.areas:
        yield from _check_area(area, [note for note in notes if note.path.parent.name == area.name])
    known = {area.name for area in syllabus.areas}
    for note in notes:
        if note.path.parent.name not in known:
            yield note.problem(f"the syllabus has no area {note.path.parent.name!r}")


def _check_area(area: Area, notes: Sequence[Note]) -> Iterator[Problem]:
    present = {note.path.stem for note in notes}
    listed = {name for topic in area.topics for name in topic.notes}
    for topic in area.topics:
        for name in sorted(set(topic.notes) - present):
            yield _problem(f"the topic {topic.title!r} of {area.name!r} needs the note {area.name}/{name}.md")
    for note in notes:
        if note.path.stem not in listed:
            yield note.problem(f"no topic of the area {area.name!r} lists this note; add it to {SYLLABUS_FILE}")
    if len(present) < area.least_notes:
        yield _problem(f"the area {area.name!r} has {len(present)} notes; it needs {area.least_notes}")
    levels = {one.level for note in notes for one in note.questions}
    for level in get_args(Level):
        if level not in levels:
            yield _problem(f"the area {area.name!r} has no {level} question")


def _problem(text: str) -> Problem:
    return Problem(note=SYLLABUS_FILE, text=text)
