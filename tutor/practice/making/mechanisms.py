"""What a sentence says a thing does, asked for: how it does it, what it is for, what it needs or leads to.

"KV caching speeds up decoding by storing keys and values." -> "How does KV caching speed up decoding?"
"The acceptance rate depends on how well the draft imitates the target." -> "What does the acceptance rate depend on?"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.domain import Question, QuestionKind
from tutor.practice.making.building import Builder
from tutor.practice.making.causes import is_known
from tutor.practice.making.english import Clause, first_predicate, has_second_verb, read_clause, strip_connectives
from tutor.practice.making.phrases import is_subject, is_term, lower_first, stands_alone, without_article
from tutor.practice.making.reading import Line, Material
from tutor.practice.making.words import PREPOSITIONS

_MEANS = re.compile(
    r",?\s+(?:primarily |mainly |mostly |only |simply )?"
    r"(?:by (?:first )?(?=\w+ing\b)|through (?:the use of )?|via |using )"
)
_USED = re.compile(
    r"^(?:commonly |often |mainly |typically |mostly |primarily )?(?:used|designed|meant|intended) (?:to|for)\b"
)
_CONDITION = re.compile(r",?\s+(?:only |especially |mainly |mostly )?(?:when|if|once|as soon as)\s+(?!not\b)")
_PURPOSE = re.compile(
    r"^The (?:main |primary |key |central )?(?P<word>purpose|goal|aim|role|job) of (?P<of>[^,;:]+?) (?:is|are) to "
    r"(?P<said>.+)$"
)
# Verbs whose object is an answer, with the preposition that belongs to them.
_ASKED = {
    "consist": "of",
    "depend": "on",
    "rely": "on",
    "lead": "to",
    "result": "in",
    "suffer": "from",
    "require": "",
    "need": "",
    "prevent": "",
    "cause": "",
    "measure": "",
    "combine": "",
    "predict": "",
    "minimize": "",
    "maximize": "",
    "optimize": "",
    "provide": "",
    "assume": "",
    "capture": "",
    "replace": "",
    "ignore": "",
    "store": "",
    "guarantee": "",
}
_BACK = re.compile(
    r"\b(?:it|they|them|its|their|itself|one|ones|both|the same|another|other|others|instead|too|also|further)\b", re.I
)
_SELF_SAID = frozenset(
    {"be", "have", "learn", "use", "differ", "involve", "include", "work", "mean"}
)  # by what follows
_DIGIT = re.compile(r"(?<![\w-])\d")
_ASKED_WORDS = (3, 16)  # of the clause that is asked about
_TOLD_WORDS = 4  # at least, of the answer
_LONGEST_ANSWER = 45  # words of a sentence that one can answer with
_LEAST_USES = 2  # of a subject that is no name


def make_mechanisms(material: Material) -> Iterator[Question]:
    """Questions how a thing does something, and what it is for."""
    builder = Builder(material)
    for line in material.prose:
        if _is_readable(line):
            asked = _how(material, line) or _what_for(material, line) or _when(material, line)
            yield from _asked(builder, line, asked)


def make_objects(material: Material) -> Iterator[Question]:
    """Questions what a thing needs, depends on, leads to, consists of."""
    builder = Builder(material)
    for line in material.prose:
        if _is_readable(line):
            yield from _asked(builder, line, _what(material, line))


def _asked(builder: Builder, line: Line, asked: str | None) -> Iterator[Question]:
    """The question, in context where there is one; its subject is a term in any case."""
    if asked is not None:
        text = builder.in_context(asked, line) or asked
        yield builder.question(text, [(line.text, line)], kind=QuestionKind.CONCEPT)


def _is_readable(line: Line) -> bool:
    words = line.text.split()
    return len(words) <= _LONGEST_ANSWER and line.text.endswith(".") and not re.search(r"[;:?]|\s[–—-]\s", line.text)


def _how(material: Material, line: Line) -> str | None:
    """The question how, where the sentence says by what means."""
    text = strip_connectives(line.text)
    match = _MEANS.search(text)
    if match is None or len(text[match.end() :].split()) < _TOLD_WORDS:
        return None
    clause = _clause(material, text[: match.start()])
    if clause is None or clause.helper not in {"do", "does", "is", "are", "can"} or clause.rest.startswith("not"):
        return None
    passive = clause.helper in {"is", "are", "can"}
    if passive and not re.match(r"(?:\w+ly |be )*\w+(?:ed|en|wn|ilt|ught|one|ade|ut)\b", clause.rest):
        return None  # "is useful by", "is a method using"
    if not passive and (not clause.rest or clause.verb in _SELF_SAID):
        return None
    return f"How {clause.asked(_inside(material, clause))}?"


def _what_for(material: Material, line: Line) -> str | None:
    """The question what a thing is for."""
    text = strip_connectives(line.text).rstrip(".")
    match = _PURPOSE.match(text)
    if match is not None and is_subject(match["of"]) and not _BACK.search(match["of"]):
        subject = lower_first(match["of"], material.names)
        return f"What is the {match['word']} of {subject}?" if len(match["said"].split()) >= _TOLD_WORDS else None
    clause = _clause(material, text, whole=False)
    if clause is None or clause.helper not in {"is", "are"} or (used := _USED.match(clause.rest)) is None:
        return None
    if len(clause.rest[used.end() :].split()) < _TOLD_WORDS - 1:
        return None
    return f"What {clause.helper} {_inside(material, clause)} used for?"


def _when(material: Material, line: Line) -> str | None:
    """The question when, where the sentence says under which condition."""
    text = strip_connectives(line.text).rstrip(".")
    match = _CONDITION.search(text)
    if match is None or len(re.split(r", ", text[match.end() :])[0].split()) < _TOLD_WORDS:
        return None
    clause = _clause(material, text[: match.start()])
    if clause is None or clause.helper not in {"do", "does", "is", "are", "should"} or _BACK.search(clause.rest):
        return None
    if clause.helper in {"is", "are"} and re.match(r"(?:an?|the)\b", clause.rest):
        return None  # what a thing is does not hang on when
    return f"When {clause.asked(_inside(material, clause))}?"


def _what(material: Material, line: Line) -> str | None:
    """The question for the object of its verb."""
    clause = _clause(material, strip_connectives(line.text).rstrip("."), whole=False)
    if clause is None or clause.verb not in _ASKED or clause.helper not in {"do", "does"}:
        return None
    preposition = _ASKED[clause.verb]
    first, _, told = clause.rest.partition(" ")
    if preposition and first != preposition:
        return None
    told = told if preposition else clause.rest
    if len(told.split()) < _TOLD_WORDS or (not preposition and first in PREPOSITIONS | {"not", "to", "that"}):
        return None
    asked = " ".join(part for part in (clause.adverb, clause.verb, preposition) if part)
    return f"What {clause.helper} {_inside(material, clause)} {asked}?"


def _clause(material: Material, text: str, *, whole: bool = True) -> Clause | None:
    """The clause, where its subject names a thing of the material and what is asked (all of it with `whole`) points
    at nothing that its reader does not see."""
    clause = read_clause(text)
    if clause is None or _BACK.search(clause.subject) or not is_subject(clause.subject):
        return None
    if not _is_thing(material, clause.subject):
        return None
    if not whole:
        return clause if stands_alone(clause.subject) else None
    least, most = _ASKED_WORDS
    said = text.rstrip(" .,")
    if not least <= len(said.split()) <= most or "," in said or not stands_alone(said) or _BACK.search(said):
        return None
    if _DIGIT.search(said) or has_second_verb(clause.rest) or first_predicate(clause.rest) != clause.rest:
        return None
    return None if said.split()[-1].lower() in PREPOSITIONS else clause


def _is_thing(material: Material, subject: str) -> bool:
    """Whether the subject is a term that the material goes on about, or a name."""
    bare = without_article(subject)
    if not is_known(material, subject) or not (is_term(bare) or " of " in bare):
        return False
    named = any(letter.isupper() for letter in bare[1:])
    headed = any(bare.lower() in title.lower() for title in (material.document.title,))
    several = " " in bare and not subject.lower().startswith(("a ", "an "))
    return named or headed or several or material.count(bare) > _LEAST_USES


def _inside(material: Material, clause: Clause) -> str:
    return lower_first(clause.subject, material.names)
