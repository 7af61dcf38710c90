"""A document's chunks -> the lines that the makers read: each teaching sentence in plain words, with what is needed to
cite it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tutor.domain import Chunk, Citation, Document, Sentence, SentenceRole, Span
from tutor.library.rows import StoredChunk
from tutor.practice.citing import cite_span
from tutor.practice.making.words import FURNITURE, PARTS, PLAIN_VERBS

_TEACHES = {SentenceRole.PROSE, SentenceRole.ITEM, SentenceRole.TABLE, SentenceRole.CODE, SentenceRole.FORMULA}
_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_PLAIN = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(rf"\s*\((?:see |cf\. )?[^()]*\b{_YEAR}\b[^()]*\)"), ""),  # (Hu et al., 2021)
    (re.compile(r"\s*\((?:[A-Z][^()]{2,60}(?:documentation|blog|docs|report|specification)[^()]*)\)"), ""),
    (re.compile(r"\s+([,.;:])"), r"\1"),
    (re.compile(r"\s+"), " "),
)
_MARKS = (
    re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)"),
    re.compile(r"\s*\[\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\](?!\()"),  # [7]
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CELLS = re.compile(r"(?<!\\)\|")
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*|[A-Z]|[IVX]+)[.)]?\s+(?=\S)")
_SERIES = frozenset(
    {"project", "system design", "case study", "lesson", "lecture", "chapter", "part", "unit", "module"}
)
_NO_SUBJECT = frozenset(
    "how why when what which where who the a an two three four from for in on at your my".split()  # noqa: SIM905
)

_OPAQUE = re.compile(r"(`[^`\n]+`|\$[^$\n]+\$)")
_NAMED = re.compile(r"\b[A-Z][\w-]* \d[\w.]*")  # "Llama 2"
_NO_NAME = re.compile(r"[?,;!/\\$|=()\[\]_\d]|\w\.[A-Za-z]")
_SYMBOL = re.compile(r"[^\w\s'’\"“”.,:;+&#–—-]|\b[A-Z]?\d+\b$")  # a pin, "Q70"
_OPENING = 400  # characters of a document in which its title stands
_HOW_SHORT = re.compile(r"\s+(?:in (?:outline|short|brief|steps|practice|numbers)|(?:in|on) one page)$", re.IGNORECASE)
_IN_A_CASE = re.compile(r"^[-*] kind: (?:scenario|design|debugging|behavioural|numeric|coding)\b", re.MULTILINE)
_ELSEWHERE = re.compile(
    r"^(?:The (?:present )?notes? \S|See (?:also )?\S|Read more\b|Source:|Photo\b|Click\b)|\bpresent note\b"
    r"|\b(?:is|are) (?:explained|treated|covered|described|discussed) in\b"
    r"|, as [A-Z][^,.]* (?:describes|explains|discusses)\b"
)


class Line(NamedTuple):
    """A sentence that teaches; `text` is it in plain words, `paragraph` and `place` count from 0 in the document;
    `graded` where it stands under a question that has a rubric of its own: that one is in the bank."""

    sentence: Sentence
    chunk: Chunk
    key: str
    text: str
    quote: str
    paragraph: int
    place: int
    vector: NDArray[np.float32]
    graded: bool

    @property
    def role(self) -> SentenceRole:
        return self.sentence.role

    @property
    def headings(self) -> tuple[str, ...]:
        return self.chunk.headings


class Material:
    """One document as the makers read it."""

    def __init__(self, document: Document, chunks: Sequence[StoredChunk]) -> None:
        self.document = document
        self.chunks = tuple(chunks)
        self.lines = tuple(_lines(document, chunks))

    @cached_property
    def prose(self) -> tuple[Line, ...]:
        """The lines that are sentences or items of lists."""
        return tuple(one for one in self.lines if one.role in {SentenceRole.PROSE, SentenceRole.ITEM})

    @cached_property
    def names(self) -> frozenset[str]:
        """Words that the prose writes with a capital inside a sentence more often than without; and those it also
        writes in lower case, marked "word~"."""
        inside = Counter(word for one in self.prose for word in _WORD.findall(one.text)[1:])
        capital = {word for word in inside if word[:1].isupper() and inside[word] > inside[word.lower()]}
        return frozenset(capital | {f"{word}~" for word in inside if word.islower()})

    @cached_property
    def words(self) -> str:
        """All the prose in lower case, to count terms in."""
        return "\n".join(one.text.lower() for one in self.prose)

    @cached_property
    def bold(self) -> frozenset[str]:
        """What the material sets in bold, in lower case and without the colon behind it."""
        found = re.findall(r"\*\*([^*\n]{2,60})\*\*|__([^_\n]{2,60})__", self.document.text)
        return frozenset((one or other).strip(" .:").lower() for one, other in found)

    def count(self, term: str) -> int:
        """How often the prose uses a term."""
        return len(re.findall(rf"(?<!\w){re.escape(term.lower())}(?!\w)", self.words))

    def paragraph_of(self, line: Line) -> list[Line]:
        """The lines of its paragraph, in order."""
        return [one for one in self.prose if one.paragraph == line.paragraph]

    def section_of(self, line: Line) -> list[Line]:
        """The prose under its heading, in order."""
        return [one for one in self.prose if one.headings == line.headings]

    def context_of(self, line: Line) -> str | None:
        """The subject that `line` belongs to, as a noun phrase: the note's title, else the nearest heading."""
        title = [] if self._is_named_by_file else [self.document.title]
        titles = [*title, *reversed(line.headings)]
        return next((found for title in titles if (found := subject_of(title)) is not None), None)

    @cached_property
    def _is_named_by_file(self) -> bool:
        """Whether the title is only the file's name, which says nothing to who did not name it."""
        stem = PurePosixPath(self.document.name).stem
        same = _letters(stem) == _letters(self.document.title)
        return same and _letters(self.document.title) not in _letters(self.document.text[:_OPENING])

    def cite(self, first: Line, last: Line | None = None) -> Citation:
        """A citation from the beginning of `first` to the end of `last`."""
        span = Span(start=first.sentence.start, end=(last or first).sentence.end)
        return cite_span(self.document, span, first.chunk, first.key)


def plain(text: str) -> str:
    """A sentence without markup and without the literature it cites; code and formulas stay as they are."""
    pieces = _OPAQUE.split(text)
    pieces[::2] = [_without_marks(piece) for piece in pieces[::2]]
    words = "".join(pieces)
    for pattern, replaced in _PLAIN:
        words = pattern.sub(replaced, words)
    return words.strip()


def _without_marks(text: str) -> str:
    for pattern in _MARKS:
        text = pattern.sub("", text)
    return text


def cells(row: str) -> list[str]:
    """The cells of a table's row, in plain words."""
    return [plain(cell) for cell in _CELLS.split(row.strip().strip("|"))]


def heading_words(title: str) -> str:
    """A heading without its number, and without what says how short it is."""
    return _HOW_SHORT.sub("", _NUMBERED.sub("", title)).strip()


def subject_of(title: str) -> str | None:
    """The subject that a heading names; None where it names a part of the text, or says a sentence."""
    front, _, behind = heading_words(title).partition(":")
    series = bool(behind) and front.strip().lower() in _SERIES
    words = (behind if series else front).strip().removesuffix(" compared")
    lowered = words.lower().split()
    if not 1 <= len(lowered) <= 6 or PARTS & set(lowered):
        return None
    if lowered[0] in _NO_SUBJECT and not (series and lowered[0] in {"a", "an", "the"}):
        return None
    if (len(lowered) > 1 and lowered[0] in PLAIN_VERBS) or _SYMBOL.search(_NAMED.sub("Name", words)):
        return None
    if (
        re.search(r"[?,;!/\\$|=()\[\]_]|\w\.[A-Za-z]|(?<![A-Z]\w) \d|^\d|\d .*\d", _NAMED.sub("Name", words))
        or len(words) < 3
    ):
        return None
    return words


def is_furniture(headings: Sequence[str]) -> bool:
    """Whether what stands under these headings is literature, thanks or the like."""
    words = {word for title in headings[-2:] for word in re.findall(r"[a-z]+", title.lower())}
    return bool(words & FURNITURE) and len(heading_words(headings[-1]).split()) <= 4


def _lines(document: Document, chunks: Sequence[StoredChunk]) -> list[Line]:
    """All that teaches, in order."""
    found: list[Line] = []
    paragraph = 0
    before: Sentence | None = None
    told = {one.chunk.question for one in chunks if _IN_A_CASE.search(one.text)}
    graded = {one.chunk.question for one in chunks if SentenceRole.RUBRIC.value in _roles(one.chunk)} - {None}
    for stored in chunks:
        chunk = stored.chunk
        if chunk.question is not None and chunk.question in told:
            continue  # an answer to a case speaks of that case only
        if is_furniture(chunk.headings or ("",)):
            continue
        for sentence, vector in zip(chunk.sentences, stored.sentence_vectors, strict=True):
            if sentence.role not in _TEACHES:
                before = None
                continue
            gap = document.text[before.end : sentence.start] if before is not None else "\n\n"
            if gap.count("\n") > 1 or (sentence.role is SentenceRole.ITEM and "\n" in gap):
                paragraph += 1
            quote = sentence.of(document.text)
            if _ELSEWHERE.search(quote):
                continue
            words = quote if sentence.role in {SentenceRole.CODE, SentenceRole.TABLE} else plain(quote)
            found.append(
                Line(
                    sentence=sentence,
                    chunk=chunk,
                    key=stored.key,
                    text=words,
                    quote=quote,
                    paragraph=paragraph,
                    place=len(found),
                    vector=vector.astype(np.float32),
                    graded=chunk.question in graded,
                )
            )
            before = sentence
    return found


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _roles(chunk: Chunk) -> set[str]:
    return {one.role.value for one in chunk.sentences}
