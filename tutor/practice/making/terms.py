"""The terms of a document: what its sentences are about and what its tables list, as siblings of one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.domain import SentenceRole
from tutor.library.embedder import Embedder
from tutor.practice.making.comparisons import tables
from tutor.practice.making.english import read_clause, strip_opening
from tutor.practice.making.phrases import is_plural, is_term, without_article
from tutor.practice.making.reading import Line, Material

_TOO_ALIKE = 0.82  # cosine of two terms that may mean the same
_KIN = 0.25  # cosine of two terms of different sections below which one is no plausible sibling
_ALSO_SAID = 0.62  # cosine of a sentence with one about the sibling, from which that may be right too
_LEAST_USES = 2


class Term(NamedTuple):
    """A term of the document with the line that uses it; `kin` is equal for terms of one list or table column."""

    words: str
    plural: bool
    proper: bool
    line: Line
    kin: str


class Terms:
    """The terms of one document, with their vectors and the lines that name each."""

    def __init__(self, material: Material, embedder: Embedder) -> None:
        self._by_words = {term.words.lower(): term for term in _find(material)}
        words = [term.words for term in self._by_words.values()]
        self._vectors = dict(zip(self._by_words, embedder.embed_queries(words), strict=True))
        texts = [line.text.lower() for line in material.prose]
        self._lines = np.array([line.vector for line in material.prose], dtype=np.float32)
        self._naming = {key: [row for row, text in enumerate(texts) if _names(key, text)] for key in self._by_words}
        self._places = {line.place: row for row, line in enumerate(material.prose)}

    def __len__(self) -> int:
        return len(self._by_words)

    def get(self, words: str) -> Term | None:
        """The term of those words, if there is one."""
        return self._by_words.get(words.lower())

    def named_in(self, line: Line) -> Iterator[Term]:
        """The terms that `line` names."""
        row = self._places[line.place]
        return (term for key, term in self._by_words.items() if row in self._naming[key])

    def siblings(self, term: Term, line: Line, said: str) -> list[Term]:
        """Terms that could stand for `term` in `line` (which says `said` of it) and, by the material, do not: those of
        its list, then of its section, then the nearest first."""
        own = term.words.lower()
        found: list[tuple[tuple[bool, bool, float], str, Term]] = []
        near = self._lines @ line.vector >= _ALSO_SAID
        for key, other in self._by_words.items():
            likeness = float(self._vectors[own] @ self._vectors[key])
            if key == own or (other.plural, other.proper) != (term.plural, term.proper):
                continue
            together = other.line.headings == line.headings or (bool(other.kin) and other.kin == term.kin)
            if (
                not (together or likeness >= _KIN)
                or likeness > _TOO_ALIKE
                or _contains(own, key)
                or shares_word(other.words, said)
            ):
                continue
            if self._places[line.place] in self._naming[key] or near[self._naming[key]].any():
                continue  # the line names it, or a sentence like it says the same of it
            listed = bool(other.kin) and other.kin == term.kin
            found.append(((listed, together, likeness), key, other))
        return self._unlike(key for _, key, _ in sorted(found, key=lambda entry: entry[0], reverse=True))

    def _unlike(self, keys: Iterator[str]) -> list[Term]:
        """Those that are not nearly the same as one before."""
        chosen: dict[str, NDArray[np.float32]] = {}
        for key in keys:
            vector = self._vectors[key]
            if not any(float(vector @ kept) > _TOO_ALIKE or _contains(key, one) for one, kept in chosen.items()):
                chosen[key] = vector
        return [self._by_words[key] for key in chosen]


def shares_word(term: str, said: str) -> bool:
    words = {word[:5] for word in re.findall(r"\w{4,}", said.lower())}
    return any(word[:5] in words for word in re.findall(r"\w{4,}", term.lower()))


def _find(material: Material) -> list[Term]:
    found: dict[str, Term] = {}
    for line in material.prose:
        clause = read_clause(strip_opening(line.text))
        if clause is None or not is_term(clause.subject):
            continue
        words = without_article(clause.subject)
        if _is_name(material, words, line):
            kin = f"{line.headings}" if line.role is SentenceRole.ITEM else ""
            plural = clause.helper in {"do", "are"} or is_plural(words)
            found.setdefault(words.lower(), Term(words, plural, is_proper(material, words), line, kin))
    for header, rows in tables(material):
        for line, row in rows:
            if is_term(row[0]) and header[0] and _is_name(material, row[0], line):
                proper = is_proper(material, row[0])
                kin = f"{line.headings}{header[0]}"
                found.setdefault(row[0].lower(), Term(row[0], is_plural(row[0]), proper, line, kin))
    return list(found.values())


def _is_name(material: Material, term: str, line: Line) -> bool:
    """Whether the material treats the words as a term: a name, or words of more than one that it uses again."""
    if re.search(r"'s\b|’s\b", term):
        return False
    if is_proper(material, term):
        return True
    lowered = term.lower()
    headed = any(lowered in title.lower() for title in (material.document.title, *line.headings))
    several = len(re.findall(r"[^\W_]+", term)) > 1
    return several and (lowered in material.bold or headed or material.count(term) >= _LEAST_USES)


def is_proper(material: Material, term: str) -> bool:
    """Whether the words are a name, such as GloVe, CLIP or Whisper."""
    return any(letter.isupper() or letter.isdigit() for letter in term[1:]) or (
        term[:1].isupper() and term.split()[0] in material.names
    )


def _names(term: str, text: str) -> bool:
    """Whether `text` (in lower case) names the term."""
    return term in text and re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text) is not None


def _contains(one: str, other: str) -> bool:
    first, second = set(re.findall(r"\w+", one.lower())), set(re.findall(r"\w+", other.lower()))
    joined = one.lower().replace(" ", ""), other.lower().replace(" ", "")
    return first <= second or second <= first or joined[0] in joined[1] or joined[1] in joined[0]
