"""Multiple choice by a missing term: what a sentence says of one term, beside its siblings in the same material.

    "Paged optimizers move optimizer state to CPU memory during memory spikes."
    -> "Which of these moves optimizer state to CPU memory during memory spikes?"

Siblings are terms of the same kind: what the same table lists, what the same section or document is about.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.domain import AnswerForm, Option, Question, QuestionKind, SentenceRole
from tutor.library.embedder import Embedder
from tutor.practice.making.building import Builder
from tutor.practice.making.comparisons import tables
from tutor.practice.making.english import (
    capitalized,
    has_second_verb,
    is_plural,
    is_term,
    read_clause,
    stands_alone,
    strip_connectives,
    strip_opening,
    without_article,
)
from tutor.practice.making.reading import Line, Material
from tutor.practice.making.words import COUNTS

_OPTIONS = 4
_PREDICATE = (5, 24)  # words
_TOO_ALIKE = 0.82  # cosine of two terms that may mean the same
_KIN = 0.25  # cosine of two terms below which one is no plausible sibling
_ALSO_SAID = 0.62  # cosine of the sentence with one about the sibling, from which that may be right too
_LEAST_USES = 2
_BACK = re.compile(r"\b(?:it|they|them|the same|both|another|other|others|instead|too|also)\b", re.IGNORECASE)
_WEAK_VERBS = frozenset("be have include exist follow vary help matter remain appear become differ depend".split())  # noqa: SIM905


class Term(NamedTuple):
    """A term of the document with the line that uses it; `kin` is equal for terms of one list or table column."""

    words: str
    plural: bool
    line: Line
    kin: str


class Subject(NamedTuple):
    """A term that a sentence says something of, and what: `said` is the predicate as it stood."""

    term: Term
    said: str


def find_terms(material: Material) -> list[Term]:
    """What the document is about, each term once: subjects of its sentences, and what its tables list."""
    found: dict[str, Term] = {}
    for line in material.prose:
        clause = read_clause(strip_opening(line.text))
        if clause is not None and is_term(clause.subject):
            words = without_article(clause.subject)
            if _is_name(material, words, line):
                kin = f"{line.headings}" if line.role is SentenceRole.ITEM else ""
                found.setdefault(
                    words.lower(), Term(words, clause.helper in {"do", "are"} or is_plural(words), line, kin)
                )
    for header, rows in tables(material):
        for line, row in rows:
            if is_term(row[0]) and header[0] and _is_name(material, row[0], line):
                found.setdefault(row[0].lower(), Term(row[0], is_plural(row[0]), line, f"{line.headings}{header[0]}"))
    return list(found.values())


def make_cloze(material: Material, embedder: Embedder, rng: random.Random) -> Iterator[Question]:
    """Multiple choice: which of these terms does what a sentence says."""
    terms = {one.words.lower(): one for one in find_terms(material)}
    if len(terms) < _OPTIONS:
        return
    vectors = dict(zip(terms, embedder.embed_queries([one.words for one in terms.values()]), strict=True))
    builder = Builder(material)
    asked: set[str] = set()
    for line in material.prose:
        one = _subject(terms, line)
        if one is None or one.term.words in asked:
            continue
        siblings = _siblings(material, one, terms, vectors)
        if len(siblings) < _OPTIONS - 1:
            continue
        options = [_option(material, one.term, right=True)]
        options += [_option(material, other, right=False) for other in siblings[: _OPTIONS - 1]]
        rng.shuffle(options)
        question = builder.in_context(f"Which of these {one.said}?", line)
        if question is not None:
            asked.add(one.term.words)
            points = [(line.text, line)]
            yield builder.question(question, points, kind=QuestionKind.CONCEPT, form=AnswerForm.CHOICE, options=options)


def _option(material: Material, term: Term, *, right: bool) -> Option:
    return Option(text=capitalized(term.words), right=right, citation=material.cite(term.line))


def _subject(terms: Mapping[str, Term], line: Line) -> Subject | None:
    """What `line` says of a term, where that can be asked for without naming it."""
    text = strip_connectives(strip_opening(line.text)).rstrip(".")
    text = re.split(r"[;:]|, (?:because|since|so|while|whereas|although|and|but|which)\b", text)[0]
    clause = read_clause(text)
    if clause is None or has_second_verb(clause.rest):
        return None
    term = terms.get(without_article(clause.subject).lower())
    said = clause.predicate
    least, most = _PREDICATE
    if COUNTS & set(said.lower().split()):
        return None
    if term is None or not least <= len(said.split()) <= most or not stands_alone(said) or _BACK.search(said):
        return None
    if clause.verb in _WEAK_VERBS or clause.helper in {"was", "were", "did"} or re.search(r"\bnot\b|n't\b", said):
        return None
    return None if _shares_word(term.words, said) else Subject(term._replace(line=line), said)


def _is_name(material: Material, term: str, line: Line) -> bool:
    """Whether the material treats the words as a term: a name, or words of more than one that it uses again."""
    if re.search(r"'s\b|’s\b", term):
        return False
    if _is_proper(material, term):
        return True
    lowered = term.lower()
    headed = any(lowered in title.lower() for title in (material.document.title, *line.headings))
    several = len(re.findall(r"[^\W_]+", term)) > 1
    return several and (lowered in material.bold or headed or material.count(term) >= _LEAST_USES)


def _is_proper(material: Material, term: str) -> bool:
    """Whether the words are a name, such as GloVe, CLIP or Whisper."""
    return any(letter.isupper() or letter.isdigit() for letter in term[1:]) or (
        term[:1].isupper() and term.split()[0] in material.names
    )


def _siblings(
    material: Material, one: Subject, terms: Mapping[str, Term], vectors: Mapping[str, NDArray[np.float32]]
) -> list[Term]:
    """Terms that could stand in the sentence and, by the material, do not: those of its list, then of its section,
    then the nearest first."""
    own = one.term.words.lower()
    found: list[tuple[tuple[bool, bool, float], str, Term]] = []
    for key, other in terms.items():
        likeness = float(vectors[own] @ vectors[key])
        if key == own or other.plural != one.term.plural or not _KIN <= likeness <= _TOO_ALIKE:
            continue
        if _is_proper(material, other.words) != _is_proper(material, one.term.words):
            continue
        if _shares_word(other.words, one.said) or _contains(own, key) or _said_of(material, other.words, one):
            continue
        together = bool(other.kin) and other.kin == one.term.kin
        found.append(((together, other.line.headings == one.term.line.headings, likeness), key, other))
    chosen: dict[str, Term] = {}
    for _, key, other in sorted(found, key=lambda entry: entry[0], reverse=True):
        if not any(float(vectors[key] @ vectors[kept]) > _TOO_ALIKE or _contains(key, kept) for kept in chosen):
            chosen[key] = other
    return list(chosen.values())


def _said_of(material: Material, term: str, one: Subject) -> bool:
    """Whether another sentence says of `term` what might make it right too, or the sentence itself names it."""
    name = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE)
    if name.search(one.term.line.text):
        return True
    return any(
        float(line.vector @ one.term.line.vector) >= _ALSO_SAID for line in material.prose if name.search(line.text)
    )


def _shares_word(term: str, said: str) -> bool:
    words = {word[:5] for word in re.findall(r"\w{4,}", said.lower())}
    return any(word[:5] in words for word in re.findall(r"\w{4,}", term.lower()))


def _contains(one: str, other: str) -> bool:
    first, second = set(one.lower().split()), set(other.lower().split())
    return first <= second or second <= first
