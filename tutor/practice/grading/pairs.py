"""Lines of questions, references and answers, graded with no library and no language model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pydantic import Field, ValidationError

from tutor.domain import Model, PointStatus
from tutor.errors import PracticeError
from tutor.material.sentences import split_sentences
from tutor.practice.grading.scoring import AnswerScore, AnswerScorer, ToScore

_GROUP = 128  # lines graded together
_EXAMPLE = '{"id": "...", "question": "...", "reference": "...", "answer": "..."}'


class PairLine(Model):
    """One line; other keys are ignored.  Points come from `rubric` where it is given, else from the reference that fits
    the answer best.  Several references are ways to be right; the score is by the best of them and by their mean, as
    people's is: an answer that agrees with one and goes past the others is less often right."""

    model_config = Model.model_config | {"extra": "ignore"}

    id: str | int
    question: str
    answer: str
    reference: str | None = None
    references: tuple[str, ...] = ()
    rubric: tuple[str, ...] = ()


class PointSource(Model):
    """Where a point stands in its line: `document` is the key, such as "references[1]"; offsets are into its text."""

    document: str
    start: int
    end: int
    quote: str


class PairPoint(Model):
    """A point judged; `quote` is the answer's own words where it says the point, `citation` where the point is from."""

    text: str
    status: PointStatus
    quote: str | None
    citation: PointSource


class PairGrade(Model):
    """A line's grade; `score` 0..1."""

    id: str | int
    score: float = Field(ge=0, le=1)
    points: tuple[PairPoint, ...]
    grader: str


class _Read(NamedTuple):
    """A line made ready, and where the points of each way to be right stand."""

    id: str | int
    item: ToScore
    sources: tuple[tuple[PointSource, ...], ...]


def grade_pairs(lines: Iterable[str], scorer: AnswerScorer) -> Iterator[PairGrade]:
    """The grade of each line, in order, as soon as its group is read; blank lines are passed over.

    Raises PracticeError at a line that cannot be read, when all before it are graded.
    """
    group: list[_Read] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            group.append(_read(number, line))
        except PracticeError:
            yield from _grades(group, scorer)
            raise
        if len(group) == _GROUP:
            yield from _grades(group, scorer)
            group = []
    yield from _grades(group, scorer)


def points_of(reference: str) -> tuple[str, ...]:
    """A reference's sentences: its rubric points, where nobody wrote any."""
    return tuple(source.quote for source in _sources("reference", reference))


def to_score(pair: PairLine) -> ToScore:
    """A line as the grader takes it."""
    return ToScore(pair.question, _ways(_alternatives(pair)), pair.answer)


def _ways(sources: Iterable[tuple[PointSource, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(one.quote for one in points) for points in sources)


def _read(number: int, line: str) -> _Read:
    try:
        pair = PairLine.model_validate_json(line)
    except ValidationError as error:
        reason = error.errors()[0]
        where = ".".join(str(part) for part in reason["loc"]) or "the line"
        raise PracticeError(
            f"line {number} cannot be graded ({where}: {reason['msg'].lower()}); write {_EXAMPLE}"
        ) from error
    sources = _alternatives(pair)
    if not sources:
        raise PracticeError(
            f"line {number} has nothing to grade against; give it a 'reference' or a 'rubric' with words"
        )
    return _Read(pair.id, ToScore(pair.question, _ways(sources), pair.answer), sources)


def _alternatives(pair: PairLine) -> tuple[tuple[PointSource, ...], ...]:
    """The points of each way to be right that has any: those of the rubric, else those of each reference."""
    if pair.rubric:
        points = tuple(
            PointSource(document=f"rubric[{place}]", start=0, end=len(text), quote=text)
            for place, text in enumerate(pair.rubric)
            if text.strip()
        )
        return (points,) if points else ()
    named = {} if pair.reference is None else {pair.reference: "reference"}
    for place, text in enumerate(pair.references):
        named.setdefault(text, f"references[{place}]")
    return tuple(points for text, key in named.items() if (points := _sources(key, text)))


def _sources(key: str, text: str) -> tuple[PointSource, ...]:
    found = []
    position = 0
    for paragraph in text.splitlines(keepends=True):
        for span in split_sentences(paragraph, position):
            found.append(PointSource(document=key, start=span.start, end=span.end, quote=span.of(text)))
        position += len(paragraph)
    return tuple(found)


def _grades(group: list[_Read], scorer: AnswerScorer) -> Iterator[PairGrade]:
    for one, score in zip(group, scorer.scores([one.item for one in group]), strict=True):
        yield PairGrade(id=one.id, score=score.score, points=tuple(_points(one, score, scorer)), grader=scorer.name)


def _points(one: _Read, score: AnswerScore, scorer: AnswerScorer) -> Iterator[PairPoint]:
    for source, covered in zip(one.sources[score.way], score.points, strict=True):
        status = scorer.status(covered.score)
        said = covered.span if status is not PointStatus.MISSED else None
        quote = one.item.answer[said[0] : said[1]] if said is not None else None
        yield PairPoint(text=source.quote, status=status, quote=quote, citation=source)
