"""Results in numbers: "BERT-base has 12 layers" -> "How many layers does BERT-base have?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.domain import AnswerForm, NumberKey, Question, QuestionKind
from tutor.practice.making.building import Builder
from tutor.practice.making.comparisons import tables
from tutor.practice.making.english import has_second_verb, read_clause, strip_connectives, strip_opening
from tutor.practice.making.phrases import is_plural, is_subject, is_term, lower_first, stands_alone
from tutor.practice.making.reading import Line, Material

_VERBS = frozenset(
    "have use need take require cost contain store keep hold add give save produce generate read train".split()  # noqa: SIM905
)
_COUNT = re.compile(
    r"^(?P<about>about|roughly|around|approximately|nearly|almost)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s+"
    r"(?:(?P<scale>thousand|million|billion|trillion)\s+)?"
    r"(?P<unit>[A-Za-z][\w-]*(?:\s+[A-Za-z][\w-]*){0,2}?)"
    r"(?:\s+(?P<tail>(?:per|of|in|for|at|on|with|from|to|instead)\b.*))?$"
)
_COUNTED = re.compile(r"^(?P<unit>[a-z]+ ?[a-z]*[^s\W]s)(?: per [a-z ]+)?$")  # a plural noun, lower case
_CELL = re.compile(
    r"^(?P<about>about|roughly|around)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)(?:\s+(?P<scale>thousand|million|billion|trillion))?$"
)
_ANY_NUMBER = re.compile(r"\d")
_ABOUT = 0.1  # tolerance where the material itself says "about"
_EXACT = 0.0  # of a count below _SMALL
_SMALL = 1000
_NEAR = 0.02
_LONGEST_TAIL = 9  # words
_NO_UNIT = frozenset(
    """
    total active extra other further times time percent of is are and or to more less fewer such
    """.split()  # noqa: SIM905
)


def make_numbers(material: Material) -> Iterator[Question]:
    """Questions with one number as the answer."""
    builder = Builder(material)
    for line in material.prose:
        made = _how_many(builder, line)
        if made is not None:
            yield made
    for header, rows in tables(material):
        for line, row in rows:
            for name, cell in zip(header[1:], row[1:], strict=True):
                made = _of_cell(builder, line, row[0], (name, cell))
                if made is not None:
                    yield made


def _how_many(builder: Builder, line: Line) -> Question | None:
    text = re.split(r"[;:(]|,\s|\s(?:because|so|while|whereas|and|but|which|where)\s", strip_opening(line.text))[0]
    clause = read_clause(strip_connectives(text).rstrip("."))
    if clause is None or clause.verb not in _VERBS or clause.adverb or not is_subject(clause.subject):
        return None
    match = _COUNT.match(clause.rest.rstrip("."))
    if match is None or has_second_verb(clause.rest):
        return None
    unit, tail = match["unit"], match["tail"] or ""
    if (
        unit.endswith("ed")
        or _NO_UNIT & set(unit.lower().split())
        or _ANY_NUMBER.search(tail)
        or len(tail.split()) > _LONGEST_TAIL
    ):
        return None
    if re.search(r"\b(?:of|in|per|for|at|on|with|from|to|instead)$", tail):
        return None
    if not stands_alone(tail) or not _names(builder.material, clause.subject):
        return None
    subject = lower_first(clause.subject, builder.material.names)
    scale = f", in {match['scale']}s" if match["scale"] else ""
    words = " ".join(part for part in (clause.helper, subject, clause.verb, tail) if part)
    question = builder.in_context(f"How many {unit} {words}{scale}?", line)
    if question is None:
        return None
    number = NumberKey(
        value=float(match["number"].replace(",", "")),
        tolerance=_tolerance(match["number"], about=match["about"] is not None),
        unit=f"{match['scale']} {unit}" if match["scale"] else unit,
    )
    points = [(line.text, line)]
    return builder.question(question, points, kind=QuestionKind.NUMERIC, form=AnswerForm.NUMBER, number=number)


def _of_cell(builder: Builder, line: Line, subject: str, cell: tuple[str, str]) -> Question | None:
    """A table's cell: "experts per layer | 8" of Mixtral -> "How many experts per layer does Mixtral have?"."""
    counted, said = _COUNTED.match(cell[0]), _CELL.match(cell[1])
    if counted is None or said is None or not is_term(subject) or not _names(builder.material, subject):
        return None
    scale = f", in {said['scale']}s" if said["scale"] else ""
    named = lower_first(subject, builder.material.names)
    helper = "do" if is_plural(subject) else "does"
    question = builder.in_context(f"How many {cell[0]} {helper} {named} have{scale}?", line, always=True)
    if question is None:
        return None
    number = NumberKey(
        value=float(said["number"].replace(",", "")),
        tolerance=_tolerance(said["number"], about=said["about"] is not None),
        unit=" ".join(part for part in (said["scale"], counted["unit"]) if part),
    )
    points = [(f"{subject} – {cell[0]}: {cell[1]}", line)]
    return builder.question(question, points, kind=QuestionKind.NUMERIC, form=AnswerForm.NUMBER, number=number)


def _names(material: Material, subject: str) -> bool:
    """Whether the subject is a name or a term of the material: the numbers of a worked example are nobody's to know."""
    words = subject.split()
    if words[0].lower() in {"the", "a", "an"} and len(words) < 3:
        return False
    inner = any(letter.isupper() or letter.isdigit() for word in words for letter in word[1:])
    named = words[0][:1].isupper() and words[0] in material.names
    return inner or named or any(subject.lower() in title.lower() for title in (material.document.title,))


def _tolerance(number: str, *, about: bool) -> float:
    if about:
        return _ABOUT
    return _EXACT if "." not in number and float(number.replace(",", "")) < _SMALL else _NEAR
