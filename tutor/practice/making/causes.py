"""Cause and effect: "A, because B" -> "Why A?"; "if A, B" -> "What happens if A?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.domain import Question, QuestionKind
from tutor.practice.making.building import Builder
from tutor.practice.making.english import (
    Clause,
    first_predicate,
    is_cut_short,
    read_clause,
    strip_connectives,
    strip_opening,
)
from tutor.practice.making.phrases import is_plural, is_subject, lower_first, stands_alone
from tutor.practice.making.reading import Line, Material
from tutor.practice.making.words import PREPOSITIONS

_BECAUSE = re.compile(r"^(?P<said>[^;:]+?),?\s+because\s+(?!of\b)(?P<reason>[^;:]+?)\.?$", re.IGNORECASE)
_BECAUSE_FIRST = re.compile(r"^because\s+(?!of\b)(?P<reason>[^,;:]+),\s+(?P<said>[^;:]+?)\.?$", re.IGNORECASE)
_SO_THAT = re.compile(r"^(?P<said>[^;:]+?),?\s+so that\s+(?P<reason>[^;:]+?)\.?$", re.IGNORECASE)
_SO = re.compile(r"^(?P<reason>[^;:]+?),\s+so\s+(?!that\b)(?P<said>[^,;:]+?)\.?$", re.IGNORECASE)
_ABSTRACT = re.compile(r"\w+(?:ion|ment|ness|ity|ance|ence)", re.IGNORECASE)
_IF = re.compile(
    r"^(?P<word>if|when|without)\s+(?P<case>[^,;:]+),\s+(?:then\s+)?(?P<effect>[^;:]+?)\.?$", re.IGNORECASE
)
_FORMS = (_BECAUSE, _BECAUSE_FIRST, _SO_THAT, _SO)
_PRONOUNS = re.compile(
    r"^(?:it|they|this|these|that|those|he|she|we|one (?:is|can|must|has|may|needs)|each|both|the two|there)\b",
    re.IGNORECASE,
)
_LOOSE = re.compile(rf"{_PRONOUNS.pattern}|^(?:or|and|which|who|but|say)\b", re.IGNORECASE)
_DIGIT = re.compile(r"(?<![\w-])\d|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
_SHORTEST, _LONGEST = 4, 18  # words of the clause that is asked about
_SHORTEST_REASON = 4
_ENTANGLED = frozenset("because so but while whereas although they them it both already still such".split())  # noqa: SIM905
_LONGEST_KIND = 6  # words of what something is; a longer one defines it, and no reason makes it so
_OF_EVENTS = frozenset({"will", "would", "did", "was", "were"})
_FORMULA = re.compile(r"\$[^$]+\$")
_NAMED = re.compile(r"\b[A-Z][\w-]* \d[\w.]*")  # "Llama 2"
_TRAILING = re.compile(r"\s+(?:mainly|partly|mostly|only|especially|often|just|simply|precisely|largely)$")
_KNOWN = 3  # times the prose must use "the N" for a question to
_RELATED = 0.55  # cosine from which the line behind carries the reason on


def make_causes(material: Material) -> Iterator[Question]:
    """Questions why something is so, and what follows from something."""
    builder = Builder(material)
    for line in material.prose:
        for piece in _pieces(line.text):
            made = _why(builder, line, piece) or _what_happens(builder, line, piece)
            if made is not None:
                yield made


def _pieces(text: str) -> list[str]:
    """The parts of a sentence that stand alone between semicolons or after a colon."""
    return [piece.strip() for piece in re.split(r"[;:]\s+", text) if piece.strip()]


def _why(builder: Builder, line: Line, piece: str) -> Question | None:
    stripped = strip_opening(piece)
    match = next((found for form in _FORMS if (found := form.match(stripped)) is not None), None)
    if match is None or len(match["reason"].split()) < _SHORTEST_REASON:
        return None
    said = _with_subject(match["said"], match["reason"]) if match.re is _SO else match["said"]
    clause = _askable(builder.material, said)
    if clause is None or (match.re is _SO_THAT and re.match(r"an?\b", clause.rest) and not clause.verb):
        return None
    if clause.helper in _OF_EVENTS or (match.re is _SO_THAT and re.search(r"\bby \w+ing\b", clause.rest)):
        return None  # what somebody will do is no knowledge, and "by" has said how already
    if match.re is _SO and _PRONOUNS.match(match["reason"]):
        return None
    if not stands_alone(_FORMULA.sub("", match["reason"])) and _PRONOUNS.match(match["reason"]) is None:
        return None
    subject = lower_first(clause.subject, builder.material.names)
    question = builder.in_context(f"Why {clause.asked(subject)}?", line)
    if question is None:
        return None
    reason = match["reason"]
    told = piece if _PRONOUNS.match(reason) else reason
    return builder.question(question, [(told, line), *_carried_on(builder.material, line)], kind=QuestionKind.CONCEPT)


def _with_subject(said: str, reason: str) -> str:
    """ "it accepts any length" with the subject of the clause before it in place of "it"."""
    pronoun = re.match(r"(?:it|they)\s+", said, re.IGNORECASE)
    before = read_clause(reason) if pronoun is not None else None
    if pronoun is None or before is None or is_plural(before.subject) != (pronoun.group().strip().lower() == "they"):
        return said
    return f"{before.subject} {said[pronoun.end() :]}"


def _askable(material: Material, said: str) -> Clause | None:
    """The clause of `said` that a question can ask about: one clause, a subject of its own, nothing pointing away."""
    said = _TRAILING.sub("", strip_connectives(_last_part(said)))
    if (
        not _SHORTEST <= len(said.split()) <= _LONGEST
        or "," in said
        or not stands_alone(said)
        or _DIGIT.search(_NAMED.sub("", said))
    ):
        return None
    clause = read_clause(said)
    if clause is None or not is_subject(clause.subject):
        return None
    if clause.verb == "mean" or re.search(r"\b(?:its|their|his|her)\b", clause.subject):
        return None  # a definition has no reason, and a possession leans on its owner
    if clause.verb == "have" and clause.rest.endswith("ed"):
        return None  # "has an encoder trained so that"
    clause = clause._replace(rest=first_predicate(clause.rest))
    if not clause.rest or (not clause.verb and _ABSTRACT.fullmatch(clause.rest)):
        return None
    if not clause.verb and re.match(r"(?:an?|the)\b", clause.rest) and len(clause.rest.split()) > _LONGEST_KIND:
        return None
    if not is_known(material, clause.subject) or clause.rest.split()[-1] in PREPOSITIONS or is_cut_short(clause.rest):
        return None
    return None if _ENTANGLED & set(clause.rest.lower().split()) else clause


def is_known(material: Material, subject: str) -> bool:
    """Whether "the N" is something the material goes on about; one named once belongs to an example."""
    article, *noun = subject.split()
    if article.lower() != "the" or not noun:
        return True
    return material.count(" ".join(noun).strip("`")) >= (_KNOWN if len(noun) == 1 else _KNOWN - 1)


def _last_part(said: str) -> str:
    """The last of several clauses ("..., and the cache grows"), where there are several."""
    parts = re.split(r",\s+(?:and|but|so|which means that)\s+", said)
    return parts[-1] if len(parts) > 1 and read_clause(parts[-1]) is not None else said


def _carried_on(material: Material, line: Line) -> list[tuple[str, Line]]:
    """The next sentence of the paragraph, where it goes on about the same thing."""
    following = [one for one in material.paragraph_of(line) if one.place == line.place + 1]
    return [
        (one.text, one)
        for one in following
        if float(one.vector @ line.vector) >= _RELATED and stands_alone(one.text) and not _PRONOUNS.match(one.text)
    ]


def _what_happens(builder: Builder, line: Line, piece: str) -> Question | None:
    match = _IF.match(strip_opening(piece))
    if match is None:
        return None
    case, word = strip_connectives(match["case"]), match["word"].lower()
    effect = match["effect"]
    if len(effect.split()) < _SHORTEST_REASON or _LOOSE.match(effect) or not stands_alone(effect):
        return None
    if not _is_case(builder.material, case, word):
        return None
    asked = "What would happen" if re.search(r"\b(?:would|were)\b", piece) else "What happens"
    question = builder.in_context(f"{asked} {word} {lower_first(case, builder.material.names)}?", line)
    if question is None:
        return None
    return builder.question(question, [(effect, line), *_carried_on(builder.material, line)], kind=QuestionKind.CONCEPT)


def _is_case(material: Material, case: str, word: str) -> bool:
    """Whether "what happens if `case`" can be understood by itself."""
    if not 2 <= len(case.split()) <= _LONGEST or not stands_alone(case) or _DIGIT.search(case):
        return False
    if re.search(r"\b(?:it|they|them|its|their|you|your)\b", case, re.IGNORECASE) or _PRONOUNS.match(case):
        return False
    if word == "without":
        return is_subject(case)
    if case.split()[0].lower().endswith("ing"):
        return False  # "when running large models": who does is not said
    clause = read_clause(case)
    return clause is not None and is_subject(clause.subject) and is_known(material, clause.subject)
