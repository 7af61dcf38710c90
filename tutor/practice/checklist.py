"""The checklist of the syllabus: area by area, topic by topic, read, practised or mastered.

    read        every note of the topic was opened whole or ticked off
    practised   half of the topic's questions were answered (three, where its notes ask none)
    mastered    three quarters of them were answered, their latest scores are 7 of 10 or better on average, and by the
                forgetting curve at least 8 of 10 of these answers would still be remembered today

A topic can lose "mastered": a review that is put off, or a weaker answer, takes it back.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from statistics import fmean

from tutor.domain import Area, AreaProgress, DocumentSummary, Learned, ListedQuestion, Syllabus, TopicProgress
from tutor.practice.standing import OWN_MATERIAL, Standing, area_of

PRACTISED_SHARE, MASTERED_SHARE = 0.5, 0.75
MASTERED_SCORE, MASTERED_MEMORY = 0.7, 0.8
WITHOUT_A_BANK = 3  # answers wanted of a document that asks no questions itself
RULE = (
    "Read: the note was opened whole or ticked. Practised: half of its questions were answered. "
    "Mastered: three quarters were answered, their latest scores average 7 of 10 or more, and you would still remember "
    "at least 8 of 10 of them today. Answers given again right after reading the grade do not count."
)


def read_key(document: str) -> str:
    """What the tick of a note that was read is kept under."""
    return f"read:{document}"


def checklist(
    syllabus: Syllabus | None,
    documents: Sequence[DocumentSummary],
    bank: Sequence[ListedQuestion],
    *,
    standings: Mapping[str, Standing],
    ticks: Collection[str],
) -> tuple[AreaProgress, ...]:
    """The areas of the syllabus that the library holds notes of, then what else it holds: a folder an area, a document
    a topic."""
    marks = _Marks(bank, standings.values(), ticks)
    by_place = {_place(one): one.name for one in documents}
    found: list[AreaProgress] = []
    taken: set[str] = set()
    for area in syllabus.areas if syllabus is not None else ():
        topics = [(topic.title, _held(area, topic.notes, by_place)) for topic in area.topics]
        held = {name for _, names in topics for name in names}
        if held:
            taken |= held
            more = [one for one in documents if one.name not in held and area_of(one.name, one.area) == area.name]
            taken |= {one.name for one in more}
            topics += [(one.title, (one.name,)) for one in more]
            found.append(_area(area.name, area.title, topics, marks))
    rest: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for one in documents:
        if one.name not in taken:
            rest.setdefault(area_of(one.name, one.area), []).append((one.title, (one.name,)))
    known = {area.name: area.title for area in syllabus.areas} if syllabus is not None else {}
    others = (_area(name, known.get(name) or title_of(name), topics, marks) for name, topics in rest.items())
    return (*found, *others)


def title_of(area: str) -> str:
    """An area's name as words: "Your own material", "My notes"."""
    if area == OWN_MATERIAL:
        return "Your own material"
    words = PurePosixPath(area).name.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def wanted(share: float, in_bank: int) -> int:
    """How many questions of a topic must be answered for a share of them."""
    return math.ceil(share * in_bank) if in_bank else WITHOUT_A_BANK


def learned(standings: Sequence[Standing], in_bank: int, *, read: bool) -> Learned:
    """How far a topic is whose answered questions are `standings` and whose notes ask `in_bank` questions."""
    tried = len(standings)
    if tried >= max(wanted(MASTERED_SHARE, in_bank), 1):
        remembered = [one.remembered for one in standings if one.remembered is not None]
        sure = bool(remembered) and fmean(remembered) >= MASTERED_MEMORY
        if sure and fmean(one.score for one in standings) >= MASTERED_SCORE:
            return Learned.MASTERED
    if tried >= max(wanted(PRACTISED_SHARE, in_bank), 1):
        return Learned.PRACTISED
    return Learned.READ if read else Learned.NEW


class _Marks:
    """What is known of each document."""

    def __init__(self, bank: Sequence[ListedQuestion], standings: Iterable[Standing], ticks: Collection[str]) -> None:
        self._bank: dict[str, set[str]] = {}
        for question in bank:
            self._bank.setdefault(question.document, set()).add(question.id)
        self._standings: dict[str, list[Standing]] = {}
        for one in standings:
            self._standings.setdefault(one.document, []).append(one)
        self._ticks = ticks

    def topic(self, title: str, documents: tuple[str, ...]) -> TopicProgress:
        asked = {key for name in documents for key in self._bank.get(name, ())}
        tried = [one for name in documents for one in self._standings.get(name, ())]
        read = bool(documents) and all(read_key(name) in self._ticks for name in documents)
        return TopicProgress(
            title=title,
            documents=documents,
            state=learned(tried, len(asked), read=read),
            read=read,
            questions=len(asked | {one.id for one in tried}),
            tried=len(tried),
            score=fmean(one.score for one in tried) if tried else None,
        )


def _area(name: str, title: str, topics: Iterable[tuple[str, tuple[str, ...]]], marks: _Marks) -> AreaProgress:
    return AreaProgress(name=name, title=title, topics=tuple(marks.topic(*topic) for topic in topics))


def _place(document: DocumentSummary) -> tuple[str, str]:
    """The area and the file name without suffix, by which a syllabus names a note."""
    return area_of(document.name, document.area), PurePosixPath(document.name).stem


def _held(area: Area, notes: Sequence[str], by_place: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """The library's documents among the notes of a topic."""
    return tuple(by_place[area.name, note] for note in notes if (area.name, note) in by_place)
