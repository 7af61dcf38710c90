"""The question bank: every question of the library that is written in the note format, with its rubric cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import Protocol

from tutor.domain import (
    AnswerForm,
    AuthoredQuestion,
    Citation,
    Document,
    Filters,
    Level,
    ListedQuestion,
    Question,
    QuestionKind,
    Span,
)
from tutor.library.rows import AskedQuestion, StoredChunk
from tutor.practice.citing import cite_span
from tutor.practice.rubric import CitableSentences

_LONGEST_SLUG = 60
_NOT_IN_SLUG = re.compile(r"[\W_]+")


class QuestionSource(Protocol):
    """What of a library's Store the bank reads."""

    def questions(self, filters: Filters | None = None) -> list[tuple[str, AuthoredQuestion]]: ...

    def asked(self, filters: Filters | None = None) -> list[AskedQuestion]: ...

    def document(self, name: str) -> Document: ...

    def stored_chunks(self, name: str) -> list[StoredChunk]: ...


class Identified(Protocol):
    """What an id is made of."""

    @property
    def id(self) -> str | None: ...

    @property
    def text(self) -> str: ...


class QuestionBank:
    """Reads Questions out of a library.  A question without a rubric (a plain FAQ's) is not in the bank."""

    def __init__(self, store: QuestionSource) -> None:
        self._store = store

    def questions(self, filters: Filters | None = None, kinds: Sequence[QuestionKind] = ()) -> tuple[Question, ...]:
        """The questions that pass, in the order of the material.  The levels of `filters` are the questions' own, not
        those of the notes they stand in."""
        levels, places = _levels_apart(filters)
        found: list[Question] = []
        for name, pairs in groupby(self._store.questions(places), key=lambda pair: pair[0]):
            found.extend(self._of_document(name, [question for _, question in pairs]))
        return tuple(one for one in found if (not levels or one.level in levels) and (not kinds or one.kind in kinds))

    def listed(self, filters: Filters | None = None, kinds: Sequence[QuestionKind] = ()) -> tuple[ListedQuestion, ...]:
        """The same without their rubrics: milliseconds for a thousand of them."""
        levels, places = _levels_apart(filters)
        graded = [one for one in self._store.asked(places) if one.graded]
        ids = [
            one_id
            for name, group in groupby(graded, key=lambda one: one.document)
            for one_id in question_ids(name, list(group))
        ]
        return tuple(
            ListedQuestion(
                id=one_id,
                text=one.text,
                topic=one.title,
                area=one.area,
                level=one.level,
                kind=one.kind,
                document=one.document,
            )
            for one_id, one in zip(ids, graded, strict=True)
            if (not levels or one.level in levels) and (not kinds or one.kind in kinds)
        )

    def question(self, question_id: str) -> Question | None:
        """The question of that id, if there is one."""
        front = question_id.rpartition("#")[0]
        names = {one.document for one in self._store.asked() if _without_suffix(one.document) == front}
        found = self.questions(Filters(documents=tuple(sorted(names)))) if names else ()
        return next((one for one in found if one.id == question_id), None)

    def _of_document(self, name: str, authored: Sequence[AuthoredQuestion]) -> Iterator[Question]:
        asked = [one for one in authored if one.rubric]
        if not asked:
            return
        document = self._store.document(name)
        chunks = self._store.stored_chunks(name)
        citable = CitableSentences(document, chunks)
        for one, question_id in zip(asked, question_ids(name, asked), strict=True):
            first = one.short or one.answer
            source = Span(start=min(first.start, one.answer.start), end=one.answer.end)
            yield Question(
                id=question_id,
                text=one.text,
                topic=document.title,
                area=document.front.area if document.front is not None else None,
                level=one.level,
                kind=one.kind,
                document=name,
                source=_cite(document, chunks, source),
                short=_cite(document, chunks, one.short) if one.short is not None else None,
                rubric=tuple(citable.cite(point) for point in one.rubric),
                form=AnswerForm.CODE if one.kind is QuestionKind.CODING else AnswerForm.OPEN,
                mistakes=tuple(span.of(document.text).strip() for span in one.mistakes),
                follow_ups=tuple(span.of(document.text).strip() for span in one.follow_ups),
            )


def _levels_apart(filters: Filters | None) -> tuple[tuple[Level, ...], Filters | None]:
    """The levels asked for, which are the questions' own, and where the questions may stand."""
    if filters is None:
        return (), None
    return filters.levels, filters.model_copy(update={"levels": ()})


def question_ids(document: str, questions: Sequence[Identified]) -> list[str]:
    """An id for each question of one document: its name without suffix, "#", and the `- id:` line or the question's
    words.  A second question of the same words gets a number; an `- id:` line is never taken by words."""
    front = _without_suffix(document)
    taken = {one.id for one in questions if one.id is not None}
    slugs: list[str] = []
    for one in questions:
        slug = found = question_slug(one)
        number = 1
        while one.id is None and found in taken:
            number += 1
            found = f"{slug}-{number}"
        taken.add(found)
        slugs.append(found)
    return [f"{front}#{slug}" for slug in slugs]


def question_slug(question: Identified) -> str:
    """Its `- id:` line, else its first words in lower case with hyphens."""
    if question.id is not None:
        return question.id
    slug = _NOT_IN_SLUG.sub("-", question.text.lower()).strip("-")
    return slug if len(slug) <= _LONGEST_SLUG else slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]


def _without_suffix(name: str) -> str:
    return PurePosixPath(name).with_suffix("").as_posix()


def _cite(document: Document, chunks: Sequence[StoredChunk], span: Span) -> Citation:
    """A citation of `span` by the chunk it begins in."""
    home = next(one for one in reversed(chunks) if one.row.start <= span.start)
    return cite_span(document, span, home.chunk, home.key)
