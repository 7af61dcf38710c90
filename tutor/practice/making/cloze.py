"""Multiple choice by a missing term: what a sentence says of one term, beside its siblings in the same material.

"Paged optimizers move optimizer state to CPU memory during memory spikes."
-> "Which of these moves optimizer state to CPU memory during memory spikes?"
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from tutor.domain import AnswerForm, Option, Question, QuestionKind
from tutor.library.embedder import Embedder
from tutor.practice.making.building import Builder
from tutor.practice.making.english import first_predicate, read_clause, strip_connectives, strip_opening
from tutor.practice.making.phrases import base_form, capitalized, stands_alone, without_article
from tutor.practice.making.reading import Line, Material
from tutor.practice.making.terms import Term, Terms, shares_word
from tutor.practice.making.words import COUNTS, LEANING

_OPTIONS = (3, 4)  # at least, at most
_PREDICATE = (5, 24)  # words
_GAPPED = (8, 30)  # words of a line with a gap
_INSIDE = 12  # characters in front of a gap: a subject is asked for with "which of these"
_LOOSE_NUMBER = re.compile(r"(?<![\w-])\d")
_BACK = re.compile(r"\b(?:it|they|them|the same|both|another|other|others|instead|too|also)\b", re.IGNORECASE)
_WEAK_VERBS = frozenset("be have include exist follow vary help matter remain appear become differ depend".split())  # noqa: SIM905


def make_cloze(material: Material, embedder: Embedder, rng: random.Random) -> Iterator[Question]:
    """Multiple choice: which of these terms does what a sentence says, or fills a gap in it.  Each term is asked for
    once."""
    least, most = _OPTIONS
    terms = Terms(material, embedder)
    builder = Builder(material)
    asked: set[str] = set()
    for line in material.prose if len(terms) >= least else ():
        for term, said, question in _ways(builder, terms, line):
            if term.words in asked:
                continue
            siblings = terms.siblings(term, line, said)[: most - 1]
            if len(siblings) < least - 1:
                continue
            asked.add(term.words)
            yield _choice(builder, question, (term, line), siblings, rng)
            break


def _choice(
    builder: Builder, text: str, asked: tuple[Term, Line], siblings: list[Term], rng: random.Random
) -> Question:
    term, line = asked
    cite = builder.material.cite
    options = [Option(text=capitalized(term.words), right=True, citation=cite(line))]
    options += [Option(text=capitalized(one.words), right=False, citation=cite(one.line)) for one in siblings]
    rng.shuffle(options)
    points = [(line.text, line)]
    return builder.question(text, points, kind=QuestionKind.CONCEPT, form=AnswerForm.CHOICE, options=options)


def _ways(builder: Builder, terms: Terms, line: Line) -> Iterator[tuple[Term, str, str]]:
    """A term, what is said of it, and the question: for the line's subject, else with a gap for a name inside it."""
    found = _subject(terms, line)
    if found is not None:
        term, said = found
        question = builder.in_context(f"Which of these {said}?", line)
        if question is not None:
            yield term, said, question
    for term in terms.named_in(line):
        gap = _gap(term.words, line) if term.proper else None
        if gap is not None:
            yield term, line.text, f"Which term fills the gap? “{gap}”"


def _subject(terms: Terms, line: Line) -> tuple[Term, str] | None:
    """What `line` says of a term, where that can be asked for without naming it."""
    text = strip_connectives(strip_opening(line.text)).rstrip(".")
    text = re.split(r"[;:]|, (?:because|since|so|while|whereas|although|and|but|which)\b", text)[0]
    clause = read_clause(text)
    term = terms.get(without_article(clause.subject)) if clause is not None else None
    if clause is None or term is None:
        return None
    said = clause._replace(rest=first_predicate(clause.rest)).predicate
    least, most = _PREDICATE
    if not least <= len(said.split()) <= most or not stands_alone(said) or _BACK.search(said):
        return None
    if any(base_form(part.split()[0]) not in {None, part.split()[0]} for part in said.split(", ")[1:]):
        return None  # "searches for scales, uses no gradients" has lost its "and"
    if COUNTS & set(said.lower().split()) or len(_LOOSE_NUMBER.findall(said)) > 1:
        return None
    if clause.verb in _WEAK_VERBS or clause.helper in {"was", "were", "did"} or re.search(r"\bnot\b|n't\b", said):
        return None
    return None if shares_word(term.words, said) else (term, said)


def _gap(term: str, line: Line) -> str | None:
    """The line with a gap for the term, where it is there once and the rest can be understood."""
    name = re.compile(rf"(?<![\w-]){re.escape(term)}(?![\w-])")
    found = list(name.finditer(line.text))
    least, most = _GAPPED
    if len(found) != 1 or found[0].start() < _INSIDE or not least <= len(line.text.split()) <= most:
        return None
    front, behind = line.text[: found[0].start()], line.text[found[0].end() :]
    opening = line.text.split()[0].lower().strip(",")
    if not stands_alone(line.text) or opening in LEANING or ":" in line.text or _BACK.search(line.text):
        return None
    if len(_LOOSE_NUMBER.findall(line.text)) > 1 or shares_word(term, front + behind):
        return None
    return f"{front}_____{behind}"
