"""Comparisons: "X ..., while Y ...", "unlike X, Y ...", and tables -> how do X and Y differ."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from tutor.domain import Question, QuestionKind, SentenceRole
from tutor.library.embedder import Embedder
from tutor.practice.making.building import Builder, as_sentence
from tutor.practice.making.english import Clause, read_clause
from tutor.practice.making.phrases import is_plural, is_subject, is_term, lower_first, stands_alone, without_article
from tutor.practice.making.reading import Line, Material, cells

_CONTRAST = re.compile(r"^(?P<one>[^;:]+?),\s+(?:while|whereas)\s+(?P<other>[^;:]+?)\.?$", re.IGNORECASE)
_SEMICOLON = re.compile(r"^(?P<one>[^;:]+?);\s+(?P<other>[^;:]+?)\.?$")
_UNLIKE = re.compile(
    r"^(?:unlike|in contrast to|compared (?:with|to))\s+(?P<one>[^,]+),\s+(?P<other>[^;:]+?)\.?$", re.IGNORECASE
)
_MOST_POINTS = 5
_LONGEST_TERM = 5  # words
_FURTHER = 2  # sentences that name both, beside the one that contrasts them
_CELLS = (3, 6)  # columns of a table that is asked about
_LONGEST_CELL = 14  # words
_MOST_PAIRS = 3  # of one table
_LIKENESS = (0.3, 0.78)  # cosine of two terms that a mere semicolon sets against each other
# What a table lists where its rows can be compared; one of criteria, days or symptoms has rows that cannot.
_KINDS = frozenset(
    """
    method model family kind scheme schedule engine cache format pattern level metric loss tool structure
    objective test attention encoding product anomaly way role axis type approach algorithm technique strategy
    database library framework architecture optimizer language layer store index estimator sampler provider
    option design protocol policy policies indexes methods models types approaches algorithms techniques
    strategies databases libraries frameworks tools metrics
    """.split()  # noqa: SIM905
)


def make_contrasts(material: Material, embedder: Embedder) -> Iterator[Question]:
    """How two things differ that a sentence sets against each other."""
    builder = Builder(material)
    for line in material.prose:
        made = _contrast(builder, line, embedder) or _unlike(builder, line)
        if made is not None:
            yield made


def make_table_comparisons(material: Material, rng: random.Random) -> Iterator[Question]:
    """How two rows of a table differ."""
    builder = Builder(material)
    for header, rows in tables(material):
        if not header[0] or header[0].lower().split()[-1] not in _KINDS:
            continue
        able = [row for row in rows if _is_compared(row[1], header)]
        pairs = [(one, other) for place, one in enumerate(able) for other in able[place + 1 :]]
        for one, other in rng.sample(pairs, min(_MOST_PAIRS, len(pairs))):
            made = _rows(builder, header, one, other)
            if made is not None:
                yield made


def tables(material: Material) -> Iterator[tuple[list[str], list[tuple[Line, list[str]]]]]:
    """Each table's header, and its rows with their cells; rows as wide as the header only."""
    lines = [one for one in material.lines if one.role is SentenceRole.TABLE]
    for _, group in groupby(enumerate(lines), key=lambda pair: (pair[1].place - pair[0], pair[1].headings)):
        first, *rows = [line for _, line in group]
        header = cells(first.quote)
        yield header, [(row, read) for row in rows if len(read := cells(row.quote)) == len(header)]


def _contrast(builder: Builder, line: Line, embedder: Embedder) -> Question | None:
    for pattern in (_CONTRAST, _SEMICOLON):
        match = pattern.match(line.text)
        if match is None:
            continue
        one, other = _side(match["one"]), _side(match["other"])
        if one is None or other is None or not _differ(one.subject, other.subject):
            continue
        if match.re is _CONTRAST or _alike(one.subject, other.subject, embedder):
            return _ask(builder, line, (one.subject, other.subject), (match["one"], match["other"]))
    return None


def _unlike(builder: Builder, line: Line) -> Question | None:
    match = _UNLIKE.match(line.text)
    if match is None or not is_term(match["one"]):
        return None
    other = _side(match["other"])
    if other is None or not _differ(match["one"], other.subject):
        return None
    return _ask(builder, line, (match["one"], other.subject), (line.text,))


def _side(text: str) -> Clause | None:
    """One side of a contrast, where its subject names a thing."""
    clause = read_clause(text)
    if (
        clause is None
        or not stands_alone(text)
        or not is_subject(clause.subject)
        or re.search(r"[,;:]", clause.subject)
    ):
        return None
    words = clause.subject.split()
    if (
        not is_term(clause.subject)
        or len(words) > _LONGEST_TERM
        or " of " in clause.subject
        or " and " in clause.subject
    ):
        return None
    return clause


def _alike(one: str, other: str, embedder: Embedder) -> bool:
    """Whether two terms name things of one kind, as far as their vectors tell."""
    first, second = embedder.embed_queries([one, other])
    least, most = _LIKENESS
    return is_plural(one) == is_plural(other) and least <= float(first @ second) <= most


def _differ(one: str, other: str) -> bool:
    """Whether two terms name two things of one kind: neither is in the other."""
    first, second = without_article(one).lower(), without_article(other).lower()
    return first not in second and second not in first


def _ask(builder: Builder, line: Line, terms: tuple[str, str], sides: Sequence[str]) -> Question | None:
    material = builder.material
    one, other = (lower_first(term, material.names) for term in terms)
    question = builder.in_context(f"How do {one} and {other} differ?", line)
    if question is None:
        return None
    points = [(side, line) for side in sides]
    names = [re.compile(rf"(?<!\w){re.escape(without_article(term))}(?!\w)", re.IGNORECASE) for term in terms]
    further = [
        one
        for one in material.prose
        if one.place != line.place and all(name.search(one.text) for name in names) and stands_alone(one.text)
    ]
    near = sorted(further, key=lambda one: abs(one.place - line.place))[:_FURTHER]
    points.extend((one.text, one) for one in near if one.headings == line.headings)
    return builder.question(question, points[:_MOST_POINTS], kind=QuestionKind.COMPARE)


def _is_compared(row: Sequence[str], header: Sequence[str]) -> bool:
    least, most = _CELLS
    if not least <= len(header) <= most or not is_term(row[0]) or len(row[0].split()) > _LONGEST_TERM:
        return False
    return all(cell and len(cell.split()) <= _LONGEST_CELL for cell in row) and all(header[1:])


def _rows(
    builder: Builder, header: Sequence[str], one: tuple[Line, list[str]], other: tuple[Line, list[str]]
) -> Question | None:
    if not _differ(one[1][0], other[1][0]) or one[1][1:] == other[1][1:]:
        return None
    if not all(" " in row[0] or re.search(r"[A-Z`]", row[0][1:] + row[0][:1]) for row in (one[1], other[1])):
        return None  # "document" and "graph" alone are not said of databases
    names = builder.material.names
    first, second = lower_first(one[1][0], names), lower_first(other[1][0], names)
    question = builder.in_context(f"How do {first} and {second} compare?", one[0], always=True)
    if question is None:
        return None
    points = [(_told(header, row), line) for line, row in (one, other)]
    return builder.question(question, points, kind=QuestionKind.COMPARE)


def _told(header: Sequence[str], row: Sequence[str]) -> str:
    """A row as a sentence: "LoRA: what is trained, low-rank updates; merges into weights, yes." """
    said = "; ".join(f"{name}: {cell}" for name, cell in zip(header[1:], row[1:], strict=True))
    return as_sentence(f"{row[0]} – {said}")
