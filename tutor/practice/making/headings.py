"""Headings: a question the material asks itself, or a heading that can be put as one; what stands under it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.domain import Question, QuestionKind, SentenceRole
from tutor.practice.making.building import Builder, lowered_title
from tutor.practice.making.english import read_clause
from tutor.practice.making.phrases import (
    gerund_base,
    is_plural,
    is_subject,
    is_term,
    lower_first,
    stands_alone,
    without_article,
)
from tutor.practice.making.reading import Line, Material, heading_words, subject_of
from tutor.practice.making.words import PARTS

_MOST_POINTS = 5
_LEAST_WORDS = 6  # of a line that answers
_LONGEST = 30  # words of a question
_KINDS = (
    (QuestionKind.CODING, re.compile(r"^(?:write|implement|code)\b", re.IGNORECASE)),
    (QuestionKind.DESIGN, re.compile(r"^(?:design|sketch|architect)\b", re.IGNORECASE)),
    (QuestionKind.COMPARE, re.compile(r"\b(?:compare|contrast|differ\w*|versus|vs\.?|distinguish)\b", re.IGNORECASE)),
    (QuestionKind.NUMERIC, re.compile(r"^(?:how many|how much|compute|calculate)\b", re.IGNORECASE)),
)
_IMPERATIVE = re.compile(
    r"^(?:explain|describe|compare|discuss|define|differentiate|outline|summarize|contrast|justify|list|name|walk me|"
    r"design|tell me|give|distinguish|elaborate)\s+\w",
    re.IGNORECASE,
)
_VERSUS = re.compile(
    r"^(?P<one>[^,?:]+?)\s+(?:vs\.?|versus|against|and)\s+(?P<other>[^,?:]+?)(?:\s+compared)?$", re.IGNORECASE
)
_VERSUS_WORD = re.compile(r"\b(?:vs\.?|versus|against|compared)\b", re.IGNORECASE)
_ASPECT = re.compile(
    r"^(?:the\s+)?(?P<aspect>limits|limitations|advantages|benefits|disadvantages|drawbacks|challenges|types|kinds|"
    r"applications|risks|properties|components|causes|consequences|uses|costs)\s+(?:and\s+\w+\s+)?(?:of|in)\s+(?P<of>.+)$",
    re.IGNORECASE,
)
# Gerunds that name what one does, and not, as in "scaling laws", what a thing is for.
_ACTS = frozenset(
    """
    adding adjusting analyzing applying assessing avoiding calculating checking choosing cleaning collecting
    combining comparing computing controlling converting correcting counting creating debugging defending defining
    deploying designing detecting determining diagnosing drawing enforcing estimating evaluating explaining extending
    finding fixing grading handling implementing improving increasing interpreting keeping limiting lowering making
    managing measuring merging mitigating optimizing picking pooling preparing preventing proving reading reducing
    removing replacing representing selecting sharing speeding splitting storing telling testing tracing tuning
    updating using validating verifying writing
    """.split()  # noqa: SIM905
)
_ALSO_NOUNS = frozenset({"reading", "writing", "drawing", "grading", "sharing", "pooling", "testing"})
_LEAD = re.compile(r":\s*$")
_LEANING = re.compile(
    r"^(?:it|they|this|these|that|he|she|such|here|the following|as (?:shown|mentioned))\b", re.IGNORECASE
)
_LEAST_TOLD = 3  # sentences of a section that one can be asked to talk about
_SHORTEST_SINGLE = 11  # letters of a heading of one plain word
_LEAST_DEEDS = 2  # sentences that say what a thing does
_LONGEST_NAME = 4  # words
_REDUNDANT = 0.75  # cosine at which a line says again what another said


def make_headings(material: Material) -> Iterator[Question]:
    """Questions that headings ask."""
    builder = Builder(material)
    done: set[tuple[str, ...]] = set()
    for line in material.prose:
        if line.headings in done or not line.headings or line.graded:
            continue
        done.add(line.headings)
        made = _of_section(builder, line)
        if made is not None:
            yield made


def _of_section(builder: Builder, line: Line) -> Question | None:
    question = line.chunk.question
    section = builder.material.section_of(line)
    if question is not None:
        text = _as_question(question)
    else:
        asked = _put_as_question(builder.material, line)
        text = builder.in_context(asked, _above(line)) if asked is not None else None
    points = _answer(section)
    if text is None or len(text.split()) > _LONGEST or not points or (question is None and len(points) < 2):
        return None
    kind = next((kind for kind, pattern in _KINDS if pattern.search(text)), QuestionKind.CONCEPT)
    return builder.question(text, [(one.text, one) for one in points], kind=kind)


def make_talks(material: Material) -> Iterator[Question]:
    """Open requests to talk about what a section is about, where its heading names a subject and it says enough."""
    builder = Builder(material)
    done: set[tuple[str, ...]] = set()
    for line in material.prose:
        if line.headings in done or not line.headings or line.chunk.question is not None:
            continue
        done.add(line.headings)
        title = heading_words(line.headings[-1])
        points = _answer(material.section_of(line))
        if len(points) < _LEAST_TOLD or not _is_talked_about(title):
            continue
        single = " " not in title and title.lower() not in material.document.title.lower()
        asked = f"Tell me what you know about {lowered_title(title, material)}."
        text = builder.in_context(asked, _above(line), always=single)
        if text is not None and _is_about(title, points):
            yield builder.question(text, [(one.text, one) for one in points], kind=QuestionKind.CONCEPT)


def _is_talked_about(title: str) -> bool:
    """Whether a heading names a subject, and neither says too little ("Numbers") nor a sentence."""
    if subject_of(without_article(title)) is None or not is_subject(title) or gerund_base(title.split()[0].lower()):
        return False
    if read_clause(title) is not None:
        return False
    if re.search(r"\b(?:that|or|first|against|versus|as|not|what|how|why)\b", title, re.IGNORECASE):
        return False
    return " " in title or not title[1:].islower() or "-" in title or len(title) >= _SHORTEST_SINGLE


def make_deeds(material: Material) -> Iterator[Question]:
    """The same about a named thing of which several sentences, wherever they stand, say something."""
    builder = Builder(material)
    said: dict[str, list[tuple[str, Line]]] = {}
    for line in material.prose:
        clause = read_clause(line.text)
        if clause is not None and is_term(clause.subject) and stands_alone(line.text):
            said.setdefault(without_article(clause.subject).lower(), []).append((clause.subject, line))
    for term, deeds in said.items():
        name, first = deeds[0]
        named = " " in term or any(letter.isupper() for letter in name[1:])
        if " and " in term or len(deeds) < _LEAST_DEEDS or len(term.split()) > _LONGEST_NAME or not named:
            continue
        text = builder.in_context(f"Tell me what you know about {lower_first(name, material.names)}.", first)
        if text is not None:
            points = [(one.text, one) for _, one in deeds if len(one.text.split()) >= _LEAST_WORDS]
            if points:
                yield builder.question(text, points[:_MOST_POINTS], kind=QuestionKind.CONCEPT)


def _is_about(title: str, points: list[Line]) -> bool:
    """Whether the section's sentences use the words of its heading."""
    wanted = {word[:5] for word in re.findall(r"\w{3,}", title.lower())}
    told = {word[:5] for one in points for word in re.findall(r"\w{3,}", one.text.lower())}
    return len(wanted & told) * 2 >= len(wanted)


def _above(line: Line) -> Line:
    """The line as one of the section above: its own heading is the question."""
    return line._replace(chunk=line.chunk.model_copy(update={"headings": line.headings[:-1]}))


def _as_question(text: str) -> str | None:
    """A question of the material, where it stands alone."""
    words = " ".join(text.split()).strip("*_ ")
    if not stands_alone(re.sub(r"\b(?:you|your|i|my)\b", "", words, flags=re.IGNORECASE)) or len(words.split()) < 3:
        return None
    if words.endswith("?") or words.endswith("."):
        return words
    return f"{words}." if _IMPERATIVE.match(words) else None


def _put_as_question(material: Material, line: Line) -> str | None:
    """The question that a heading's words put, in the ways that leave no doubt."""
    title = heading_words(line.headings[-1]).strip(" .:")
    if not stands_alone(title) or re.search(r"[,:;()/?\d]", title) or not 1 <= len(title.split()) <= 10:
        return None
    if _IMPERATIVE.match(title):
        return f"{title}."
    first, _, rest = title.partition(" ")
    match first.lower():
        case "why" | "how" | "when" if rest:
            return _adverbial(material, first.capitalize(), rest)
        case "what" if rest:
            return _what(material, rest)
    return _gerund(material, first, rest) or _versus(material, title) or _aspect(material, title)


def _adverbial(material: Material, word: str, rest: str) -> str | None:
    """ "How attention works" -> "How does attention work?", "When to fine-tune" -> "When would you fine-tune?"."""
    if rest.startswith("to ") and len(rest.split()) > 1:
        return f"{word} {'would' if word == 'When' else 'do'} you {rest[3:]}?"
    clause = read_clause(rest)
    if clause is None or not is_subject(clause.subject):
        return None
    return f"{word} {clause.asked(lower_first(clause.subject, material.names))}?"


def _what(material: Material, rest: str) -> str | None:
    """ "What a block is made of" -> "What is a block made of?"."""
    clause = read_clause(rest)
    if clause is None or not is_subject(clause.subject):
        return None
    if clause.helper in {"do", "does"} and not clause.verb:
        return f"What {clause.helper} {lower_first(clause.subject, material.names)} do?" if not clause.rest else None
    return f"What {clause.asked(lower_first(clause.subject, material.names))}?"


def _gerund(material: Material, first: str, rest: str) -> str | None:
    """ "Choosing a test" -> "How do you choose a test?"."""
    base = gerund_base(first.lower())
    if base is None or first.lower() not in _ACTS or not is_subject(rest) or re.search(r"\band \w+ing\b", rest):
        return None
    if first.lower() in _ALSO_NOUNS and not (is_plural(rest) or rest.split()[0].lower() in {"a", "an", "the"}):
        return None
    if re.match(r"(?:and|or|with|by|for|from|at|to|of|in|on|against|over)\b", rest):
        return None
    return f"How do you {base} {lower_first(rest, material.names)}?"


def _versus(material: Material, title: str) -> str | None:
    """ "SQL against NoSQL" -> "How do SQL and NoSQL differ?"."""
    match = _VERSUS.match(title)
    if match is None or not _VERSUS_WORD.search(title) or subject_of(match["one"]) is None:
        return None
    if subject_of(match["other"]) is None or not is_subject(match["one"]) or not is_subject(match["other"]):
        return None
    return (
        f"How do {lower_first(match['one'], material.names)} and {lower_first(match['other'], material.names)} differ?"
    )


def _aspect(material: Material, title: str) -> str | None:
    """ "Limits of attention maps" -> "What are the limits of attention maps?"."""
    match = _ASPECT.match(title)
    if match is None or not is_subject(match["of"]) or PARTS & {match["of"].lower()}:
        return None
    return f"What are the {match['aspect'].lower()} of {lower_first(match['of'], material.names)}?"


def _answer(section: list[Line]) -> list[Line]:
    """The lines of a section that answer: none that only leads to a list, none that says another's thing again."""
    able = [
        one
        for one in section
        if len(one.text.split()) >= _LEAST_WORDS and not _LEAD.search(one.text) and one.role is not SentenceRole.CODE
    ]
    chosen: list[Line] = []
    for one in able:
        if _LEANING.match(one.text) and not chosen:
            continue
        if all(float(one.vector @ other.vector) < _REDUNDANT for other in chosen):
            chosen.append(one)
        if len(chosen) >= _MOST_POINTS:
            break
    return chosen
