"""Definitions: "X is a ...", "X means ...", "**X**: ..." -> what is X, explain X, which of these describes X."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tutor.domain import AnswerForm, Option, Question, QuestionKind, SentenceRole
from tutor.practice.making.building import Builder
from tutor.practice.making.english import read_clause, strip_opening
from tutor.practice.making.phrases import (
    capitalized,
    is_plural,
    is_subject,
    is_term,
    lower_first,
    stands_alone,
    without_article,
)
from tutor.practice.making.reading import Line, Material

_IS = re.compile(
    r"^(?P<term>[^,;:()|]{2,60}?)(?:\s*\((?P<short>[^()\d]{2,40})\))?\s+(?:(?:is|are)\s+(?=(?:an?|the)\s)|"
    r"are\s+(?=(?:[a-z-]+ ){0,3}[a-z-]+s (?:that|which|used|designed|trained|for|of|in which|where)\b))(?P<said>[^;]+)$"
)
_MEANS = re.compile(
    r"^(?P<term>[^,;:()|]{2,60}?)(?:\s*\((?P<short>[^()\d]{2,40})\))?\s+(?:means?|refers? to|denotes?)\s+"
    r"(?P<said>[^;]+)$"
)
_APPOSED = re.compile(
    r"(?<![\w-])(?P<term>[A-Z][\w-]*[A-Z0-9][\w-]*)(?:\s*\([^()]*\))?,\s+(?P<said>an?\s(?:[\w-]+\s){1,4}?"
    r"(?:library|toolkit|model|method|framework|dataset|data set|benchmark|system|technique|algorithm|approach|metric|"
    r"database|language|architecture|tool|extension|variant|family|service|format|protocol|optimizer)\b[^,;.]*)"
)
_LABEL = re.compile(
    r"^(?:\*\*|__)(?P<term>[^*_\n]{2,60}?)(?::(?:\*\*|__)|(?:\*\*|__)\s*(?::|—|–|-)\s)\s*(?P<said>\S.+)$", re.DOTALL
)
# An item of a list that explains a word: "temperature: the parameter that ...", "KV cache – stores ...".
_PLAIN_LABEL = re.compile(r"^(?P<term>[\w-]+(?: [\w-]+){0,3}?)(?::\s|\s[–—-]\s)(?P<said>(?:[Aa]n?|[Tt]he)\s\S.+)$")
# "The acceptance rate is the share of ...": with an article in front only what is measured is defined.
_MEASURED = re.compile(
    r"^the\s+(?:share|number|ratio|rate|probability|fraction|percentage|proportion|difference|average|mean|sum|amount|"
    r"time|length|distance|product|logarithm|process|set)\s+(?:of|that|from|between|in|until|at)\b"
)
# What is said of a thing that is no definition of it.
_NO_KIND = re.compile(
    r"^(?:an?|the)\s+(?:[\w,-]+\s+){0,3}?(?:side|part|stage|point|step|lesson|half|key|goal|price|place|report|reason|"
    r"alternative|form|idea|sign|problem|mistake|good|better|best|bad|poor|common|usual|popular|risk|cost|only|same|other|"
    r"first|second|third|last|next|result|cause|case|matter|few|lot|question|most|more|least|main|safer?|right|wrong|"
    r"exception|default|obvious|natural|standard|typical|choice|start|way|example|trade|failure|[a-z]+est)\b"
)
_FOLLOWS = re.compile(r"^(?:It|They|Its|Their|Each|This|These|Such)\b")
_MOST_POINTS = 4
_LEAST_WORDS = 6  # of a sentence that is a point
_LONGEST_OPTION = 28  # words
_SHORTEST_OPTION = 4
_SIBLINGS = (2, 3)  # wrong options: at least, at most
_RELATED = 0.45  # cosine of a sentence with the definition from which it goes on about it
_EVERYDAY = 8  # letters of a single word that other fields may use in another sense
_LEAST_USES = 2  # times the prose must use a term that neither a heading nor bold type names


class Definition(NamedTuple):
    """`term` as it stands inside a sentence, without an article; `article` "a " or "an " where it had one; `said` what
    it is said to be; `verb` how ("is", "are", "means", ":")."""

    term: str
    article: str
    verb: str
    said: str
    line: Line
    plural: bool

    @property
    def asked(self) -> str:
        """The term as a question has it; in quotes where a list explains it, which tells of no article."""
        listed = self.verb == ":" and not self.plural and self.term.islower()
        return f"“{self.term}”" if listed else f"{self.article}{self.term}"


def find_definitions(material: Material) -> list[Definition]:
    """The definitions of a document, each term once, in order."""
    found: dict[str, Definition] = {}
    for line in material.prose:
        definition = _labelled(material, line) or _defined(material, line) or _apposed(line)
        if definition is not None:
            found.setdefault(definition.term.lower(), definition)
    return list(found.values())


def make_definitions(material: Material) -> Iterator[Question]:
    """Open questions what something is."""
    builder = Builder(material)
    for one in find_definitions(material):
        if len(one.said.split()) < _SHORTEST_OPTION:
            continue
        verb = "are" if one.plural else "is"
        text = f"What is meant by {one.asked}?" if one.asked.startswith("“") else f"What {verb} {one.asked}?"
        question = builder.in_context(text, one.line, always=_is_everyday(one.term)) or text
        yield builder.question(question, _points(material, one), kind=QuestionKind.CONCEPT)


def make_explanations(material: Material) -> Iterator[Question]:
    """The same, to be explained to a product manager."""
    builder = Builder(material)
    for one in find_definitions(material):
        points = _points(material, one)
        if len(points) > 1 and one.verb != ":" and not _is_everyday(one.term):
            text = f"Explain {one.asked} to a product manager, in plain words."
            yield builder.question(text, points, kind=QuestionKind.CONCEPT, form=AnswerForm.EXPLAIN)


def make_descriptions(material: Material, rng: random.Random) -> Iterator[Question]:
    """Multiple choice: which of the descriptions, all from this document, is that of a term."""
    builder = Builder(material)
    all_of_them = [one for one in find_definitions(material) if _fits_option(one)]
    for one in all_of_them:
        others = [other for other in all_of_them if other is not one and _siblings(one, other)]
        others.sort(key=lambda other: (abs(len(other.said.split()) - len(one.said.split())), other.line.place))
        least, most = _SIBLINGS
        if len(others) < least:
            continue
        options = [
            _option(material, one, right=True),
            *(_option(material, other, right=False) for other in others[:most]),
        ]
        rng.shuffle(options)
        text = f"Which of these describes {one.asked} best?"
        points = [(one.line.text, one.line)]
        yield builder.question(text, points, kind=QuestionKind.CONCEPT, form=AnswerForm.CHOICE, options=options)


def _defined(material: Material, line: Line) -> Definition | None:
    text = strip_opening(line.text)
    match = _MEANS.match(text) or _IS.match(text)
    if match is None:
        return None
    term, said = match["term"].strip(), match["said"].strip(" .")
    front = "the " if term.startswith("The ") and _MEASURED.match(said) else ""
    term = term[len(front) :]
    clause = read_clause(f"{term} is so")
    if not is_term(term) or clause is None or clause.subject != term:
        return None
    verb = "means" if match.re is _MEANS else "is"
    if verb == "is" and (_NO_KIND.match(said) or (said.startswith("the ") and not material.count(term) >= _LEAST_USES)):
        return None
    if not stands_alone(said.split(",")[0]) or re.search(
        r"\bsame (?:idea|thing|as|kind|way|for)\b", said.split(",")[0]
    ):
        return None
    bare = without_article(term)
    if _is_tail(bare, (material.document.title, *line.headings)):
        return None
    article = front or term[: len(term) - len(bare)].lower()
    known = bare.lower() in material.bold or any(
        bare.lower() in title.lower() for title in (material.document.title, *line.headings)
    )
    if not known and match["short"] is None and material.count(bare) < _LEAST_USES:
        return None
    plural = (
        re.search(r"\)?\s(?:are|mean|refer to|denote)\s", text[len(match["term"]) : match.start("said")]) is not None
    )
    return Definition(lower_first(bare, material.names), article, verb, said, line, plural)


def _apposed(line: Line) -> Definition | None:
    """ "LayoutParser, an open-source library for ..."."""
    match = _APPOSED.search(line.text)
    if match is None or not stands_alone(match["said"]):
        return None
    return Definition(match["term"], "", "is", match["said"].strip(), line, plural=False)


def _labelled(material: Material, line: Line) -> Definition | None:
    match = _LABEL.match(line.quote) or _PLAIN_LABEL.match(line.text)
    if match is None or (match.re is _PLAIN_LABEL and line.role is not SentenceRole.ITEM):
        return None
    term = match["term"].strip(" .:`")
    said = line.text[len(term) :].lstrip(" :—–-").strip(" .")
    if not (is_term(term) or _is_entry(term)) or not said or line.text[: len(term)].strip("`") != term.strip("`"):
        return None
    if not stands_alone(said.split(",")[0]) or len(said.split()) < _SHORTEST_OPTION or read_clause(said) is not None:
        return None  # a sentence under a label says something of it, and not what it is
    return Definition(lower_first(without_article(term), material.names), "", ":", said, line, is_plural(term))


def _is_entry(term: str) -> bool:
    """Whether an entry of a glossary names a thing by its kind: "draft model", not "key idea"."""
    front, _, _ = term.rpartition(" ")
    return bool(front) and is_subject(term) and is_term(front)


def _points(material: Material, one: Definition) -> list[tuple[str, Line]]:
    """The definition, and the sentences behind it in the paragraph that go on about the term."""
    apposed = (
        one.line.text.find(one.said) > len(one.line.text) // 8 and one.verb == "is" and f"{one.term}, " in one.line.text
    )
    points = [(f"{one.term} is {one.said}" if apposed else one.line.text, one.line)]
    for line in material.paragraph_of(one.line):
        if line.place <= one.line.place or len(points) >= _MOST_POINTS:
            continue
        if line.text.endswith(":") or len(line.text.split()) < _LEAST_WORDS:
            continue
        names = re.search(rf"(?<!\w){re.escape(one.term)}(?!\w)", line.text, re.IGNORECASE) is not None
        if not (names or _FOLLOWS.match(line.text) or float(line.vector @ one.line.vector) >= _RELATED):
            break
        points.append((line.text, line))
    return points


def _fits_option(one: Definition) -> bool:
    words = one.said.split()
    return _SHORTEST_OPTION <= len(words) <= _LONGEST_OPTION and not _mentions(one.said, one.term)


def _siblings(one: Definition, other: Definition) -> bool:
    """Whether two descriptions can stand as options of one question: worded alike, neither naming the other's term."""
    alike = _is_kind(one) == _is_kind(other) and one.plural == other.plural
    return alike and not _mentions(other.said, one.term) and not _mentions(one.said, other.term)


def _is_everyday(term: str) -> bool:
    """Whether a term is a short word that other fields use in another sense."""
    return term.islower() and term.isalpha() and len(term) <= _EVERYDAY


def _is_tail(term: str, titles: Sequence[str]) -> bool:
    """Whether a single word only ends a longer term of the headings: "recognition" under "named entity recognition"."""
    if " " in term or any(letter.isupper() for letter in term[1:]):
        return False
    words = re.escape(term.lower())
    longer = re.compile(rf"(?<!\band )(?<!\bthe )(?<!\bof )(?<!\ba )\b[a-z-]+ {words}s?\b(?<!and {words})")
    return any(longer.search(title.lower()) for title in titles) and not any(
        re.match(rf"(?:the |an? )?{words}", title.lower()) for title in titles
    )


def _is_kind(one: Definition) -> bool:
    """Whether it is said what kind of thing the term is ("a rule that ...")."""
    return re.match(r"(?:an?|the)\b", one.said, re.IGNORECASE) is not None


def _mentions(text: str, term: str) -> bool:
    words = {word[:5] for word in re.findall(r"\w{4,}", text.lower())}
    return any(word[:5] in words for word in re.findall(r"\w{4,}", term.lower()))


def _option(material: Material, one: Definition, *, right: bool) -> Option:
    return Option(text=capitalized(one.said), right=right, citation=material.cite(one.line))
