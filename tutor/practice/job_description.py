"""A pasted job description -> the areas of the syllabus and the levels it asks for, each with the lines that do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, get_args

import numpy as np
from pydantic import Field

from tutor.domain import Level, Model, Span, Syllabus, Wish
from tutor.library.embedder import Embedder
from tutor.practice.job_words import (
    ALIASES,
    ASKING,
    BOILERPLATE,
    LEVELS,
    OPTIONAL,
    ROLE_TITLE,
    SELLING,
    YEARS,
)
from tutor.practice.roles import ROLES

MOST_AREAS = 8  # that a practice set is made of
_LIKE = 0.5  # cosine of a line with a topic of the syllabus from which it asks for the topic's area
_OPTIONAL = 0.5  # weight of a line that asks for something nice to have
_MEANT = 0.5  # weight of a line whose meaning, and none of whose words, asks for an area
_WORDS_FOR_MEANING = (5, 60)  # words of a line whose meaning is looked at
_FEWEST_WORDS = 8  # of a text that can be a job description
_FEWEST_LINES = 2  # that ask for something, in a text that names no role
_HEADING_WORDS = 8
_TITLE_LINES = 3
_SENIOR_YEARS, _MIDDLE_YEARS = 5, 2  # years of experience from which a candidate is asked advanced, intermediate things
_LEAST_LIKENESS = 0.35  # of a role's areas with those asked for, by cosine
_NO_LEVEL = "It names no seniority and no years of experience, so questions of every level are asked."
_MARKERS = re.compile(r"^[\s•·▪◦*#>\-–—✓✔➤●|]+|[\s*#|]+$")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z(])")


class JobLine(Span):
    """A line (or a sentence) of a job description, verbatim: `job[start:end] == text`."""

    text: str


class AreaAsked(Model):
    """An area that is asked for; the weights of all areas sum to one."""

    name: str
    weight: float = Field(ge=0, le=1)
    evidence: tuple[JobLine, ...]


class LevelAsked(Model):
    """A level that is asked for, by a seniority or by years of experience."""

    level: Level
    evidence: tuple[JobLine, ...]


class JobReading(Model):
    """What a job description asks for: areas by weight, levels from the lowest; `role` is the name of the nearest of
    the interview's roles; `notice` says in one sentence what is missing."""

    areas: tuple[AreaAsked, ...] = ()
    levels: tuple[LevelAsked, ...] = ()
    role: str | None = None
    notice: str | None = None


class _Asking(NamedTuple):
    line: JobLine
    weight: float


def read_job(text: str, syllabus: Syllabus, embedder: Embedder | None = None) -> JobReading:
    """The areas and levels that `text` asks for.  With an `embedder`, a line that no area's words are in is compared
    with the syllabus's topics by meaning."""
    if len(text.split()) < _FEWEST_WORDS:
        return JobReading(notice="This is too short to be a job description; paste all of it.")
    asking = list(_asking(text))
    names = [area.name for area in syllabus.areas if area.name in ALIASES]
    weights: dict[str, float] = {}
    evidence: dict[str, list[JobLine]] = {}
    unread: list[_Asking] = []
    for one in asking:
        found = [name for name in names if ALIASES[name].search(one.line.text)]
        for name in found:
            weights[name] = weights.get(name, 0.0) + one.weight
            evidence.setdefault(name, []).append(one.line)
        if not found:
            unread.append(one)
    if weights and embedder is not None:
        for name, meant in _by_meaning(unread, syllabus, embedder):
            weights[name] = weights.get(name, 0.0) + meant.weight * _MEANT
            evidence.setdefault(name, []).append(meant.line)
    lines = {line.start for found in evidence.values() for line in found}
    if not weights or (len(lines) < _FEWEST_LINES and ROLE_TITLE.search(text) is None):
        return JobReading(notice="Nothing in this text asks for an area of the syllabus; is it a job description?")
    total = sum(weights.values())
    areas = sorted(weights, key=lambda name: (-weights[name], names.index(name)))
    levels = _levels(text, asking)
    return JobReading(
        areas=tuple(
            AreaAsked(name=name, weight=weights[name] / total, evidence=tuple(evidence[name])) for name in areas
        ),
        levels=levels,
        role=_role({name: weights[name] for name in areas}),
        notice=None
        if levels
        else "It names no seniority and no years of experience, so questions of every level are asked.",
    )


def wish_for(reading: JobReading, count: int) -> Wish:
    """A practice set for what a job asks: its weightiest areas, at its levels."""
    areas = tuple(one.name for one in reading.areas[:MOST_AREAS])
    return Wish(areas=areas, levels=tuple(one.level for one in reading.levels), count=count)


def _asking(text: str) -> Iterator[_Asking]:
    """The lines that may ask for something: not those under a heading that sells the job, nor boilerplate."""
    selling, optional = False, False
    for line in _lines(text):
        if _is_heading(line.text):
            if SELLING.search(line.text) and not ASKING.search(line.text.replace("experience", "")):
                selling = True
                continue
            if ASKING.search(line.text):
                selling, optional = False, OPTIONAL.search(line.text) is not None
        if selling:
            continue
        for sentence in _sentences(line):
            if BOILERPLATE.search(sentence.text) is None:
                weight = _OPTIONAL if optional or OPTIONAL.search(sentence.text) else 1.0
                yield _Asking(sentence, weight)


def _lines(text: str) -> Iterator[JobLine]:
    for match in re.finditer(r"[^\n]+", text):
        stripped = _MARKERS.sub("", match.group())
        if stripped:
            start = match.start() + match.group().index(stripped)
            yield JobLine(start=start, end=start + len(stripped), text=stripped)


def _sentences(line: JobLine) -> Iterator[JobLine]:
    position = 0
    for piece in _SENTENCE.split(line.text):
        start = line.start + line.text.index(piece, position)
        position = start - line.start + len(piece)
        yield JobLine(start=start, end=start + len(piece), text=piece)


def _is_heading(text: str) -> bool:
    words = text.rstrip(":").split()
    return 0 < len(words) <= _HEADING_WORDS and not text.endswith((".", ";", ","))


def _by_meaning(lines: Sequence[_Asking], syllabus: Syllabus, embedder: Embedder) -> Iterator[tuple[str, _Asking]]:
    """The area of the topic that a line is nearest to, where it is near."""
    least, most = _WORDS_FOR_MEANING
    able = [one for one in lines if least <= len(one.line.text.split()) <= most]
    topics = [(area.name, f"{area.title}: {topic.title}") for area in syllabus.areas for topic in area.topics]
    topics = [(name, title) for name, title in topics if name in ALIASES and name not in {"interview-craft"}]
    if not able or not topics:
        return
    cosines = (
        embedder.embed_queries([one.line.text for one in able])
        @ embedder.embed_queries([title for _, title in topics]).T
    )
    for row, one in enumerate(able):
        best = int(np.argmax(cosines[row]))
        if float(cosines[row][best]) >= _LIKE:
            yield topics[best][0], one


def _levels(text: str, asking: Sequence[_Asking]) -> tuple[LevelAsked, ...]:
    """Levels by seniority in the title or wherever a role is named, and by years of experience."""
    found: dict[str, list[JobLine]] = {}
    titles = [
        line
        for line in list(_lines(text))[:_TITLE_LINES]
        if ROLE_TITLE.search(line.text) is not None and _is_heading(line.text)
    ]
    for line in dict.fromkeys([*titles, *(one.line for one in asking)]):
        for level, pattern in LEVELS.items():
            if pattern.search(line.text):
                found.setdefault(level, []).append(line)
    for one in asking:
        years = YEARS.search(one.line.text)
        if years is not None and one.weight == 1.0:
            found.setdefault(_level_of(int(years["least"])), []).append(one.line)
    order = [level for level in get_args(Level) if level in found]
    return tuple(LevelAsked(level=level, evidence=tuple(dict.fromkeys(found[level]))) for level in order)


def _level_of(years: int) -> str:
    if years >= _SENIOR_YEARS:
        return "advanced"
    return "intermediate" if years >= _MIDDLE_YEARS else "beginner"


def _role(weights: dict[str, float]) -> str | None:
    """The interview role whose areas are most like those asked for, by cosine of the weights."""
    asked = np.array(list(weights.values()))
    best, likeness = None, _LEAST_LIKENESS
    for role in ROLES:
        own = np.array([role.areas.get(name, 0.0) for name in weights])
        norm = float(np.linalg.norm(list(role.areas.values()))) * float(np.linalg.norm(asked))
        found = float(own @ asked) / norm if norm else 0.0
        if found > likeness:
            best, likeness = role.name, found
    return best
