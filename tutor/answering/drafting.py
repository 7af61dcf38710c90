"""A model's reply, read while it is written: Markdown in pieces -> sentences with the ids that stood beside them.

A sentence is given out once what follows it has begun, because its ids may stand behind its full stop; the last one of
a block once the next line shows that no ids of its own follow.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from tutor.answering.marks import Mark, split_marks, without_open_mark
from tutor.domain import SentenceRole
from tutor.material.sentences import split_sentences

_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)])\s+")
_HEADING = re.compile(r"\s*(?:#{1,6}\s|\*\*[^*.!?]{1,60}\*\*:?\s*$|-{3,}\s*$|={3,}\s*$)")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_ROW = re.compile(r"\s*\|")
_WORD = re.compile(r"\w")
_BEGUN = 12  # characters of the next sentence that show where the one before it ends
_TELLING = 4  # characters of a line that show what it is
_LEAD_IN_WORDS = 12  # "The three kinds are:" before a list says nothing to be cited

_Kind = Literal["none", "prose", "item", "code"]


class Drafted(NamedTuple):
    """A sentence as the model wrote it, without its marks, and the ids it gave."""

    text: str
    ids: tuple[str, ...]
    paragraph: int
    role: SentenceRole


class DraftReader:
    """Reads one reply; `known` are the ids that were handed over."""

    def __init__(self, known: Container[str]) -> None:
        self._known = known
        self._line = ""
        self._block: list[str] = []
        self._kind: _Kind = "none"
        self._done = 0  # characters of the block's clean text that were given out
        self._held: Drafted | None = None
        self._paragraph = 0
        self._gap = False
        self._began = False

    def feed(self, piece: str) -> list[Drafted]:
        """The sentences that `piece` finishes."""
        self._line += piece.replace("\r", "")
        found: list[Drafted] = []
        while "\n" in self._line:
            line, _, self._line = self._line.partition("\n")
            found += self._read(line)
        return found + list(self._early())

    def close(self) -> list[Drafted]:
        """What is left when the reply has ended."""
        line, self._line = self._line, ""
        if self._kind == "code" and not _FENCE.match(line):
            self._block.append(line)
            line = "```"
        return [*(self._read(line) if line.strip() else ()), *self._finish(), *self._release()]

    @property
    def pending(self) -> str:
        """What was written since the last sentence given out, without marks, as far as it is sure."""
        text = f"{_bullet(self._held)}{self._held.text}\n" if self._held is not None else ""
        if self._kind == "code":
            return text + "\n".join([*self._block, self._line])
        clean, _ = self._clean(without_open_mark("\n".join([*self._block, self._line])))
        return text + ("- " if self._kind == "item" else "") + clean[self._done :].lstrip()

    def _read(self, line: str) -> Iterator[Drafted]:
        """Take one whole line in."""
        if self._kind == "code":
            self._block.append(line)
            if _FENCE.match(line):
                yield from self._finish()
        elif not line.strip():
            yield from self._finish()
            self._gap = True
        elif _HEADING.match(line):
            yield from self._finish()
        elif self._is_mark_line(line):
            return
        elif _FENCE.match(line):
            yield from self._begin("code", line)
        elif _ROW.match(line):
            yield from self._begin("item", " — ".join(cell.strip() for cell in line.strip().strip("|").split("|")))
        elif (match := _ITEM.match(line)) is not None:
            yield from self._begin("item", line[match.end() :])
        elif self._kind == "prose" or (self._kind == "item" and line.startswith(" ")):
            self._block.append(line)
        else:
            yield from self._begin("prose", line)

    def _is_mark_line(self, line: str) -> bool:
        """A line of ids alone belongs to the sentence before it."""
        clean, marks = split_marks(line, self._known)
        if not marks or _WORD.search(clean):
            return False
        ids = tuple(one for mark in marks for one in mark.ids)
        if self._block:
            self._block[-1] += " " + "".join(f"[{one}]" for one in ids)
        elif self._held is not None:
            self._held = self._held._replace(ids=self._held.ids + ids)
        return True

    def _begin(self, kind: _Kind, line: str) -> Iterator[Drafted]:
        """Open a block; what was open before it is finished."""
        after_item = self._kind == "item" or (self._held is not None and self._held.role is SentenceRole.ITEM)
        yield from self._finish()
        held = self._held
        if kind == "item" and held is not None and _is_lead_in(held):
            self._held = None
        yield from self._release()
        if self._gap and self._began and not (kind == "item" and after_item):
            self._paragraph += 1
        self._gap = False
        self._began = True
        self._kind, self._block, self._done = kind, [line], 0

    def _finish(self) -> Iterator[Drafted]:
        """Close the open block: give its sentences out and hold the last."""
        kind, lines = self._kind, self._block
        self._kind, self._block = "none", []
        if kind == "none":
            return
        for one in self._sentences(kind, "\n".join(lines)):
            yield from self._release()
            self._held = one
        self._done = 0

    def _release(self) -> Iterator[Drafted]:
        held, self._held = self._held, None
        if held is not None and _WORD.search(held.text):
            yield held

    def _sentences(self, kind: _Kind, text: str) -> Iterator[Drafted]:
        if kind == "code":
            yield Drafted(text, (), self._paragraph, SentenceRole.CODE)
            return
        clean, marks = self._clean(text)
        if kind == "item":
            ids = tuple(one for mark in marks for one in mark.ids)
            yield Drafted(" ".join(clean.split()), ids, self._paragraph, SentenceRole.ITEM)
            return
        spans = [(span.start, span.end) for span in split_sentences(clean[self._done :], self._done)]
        for (start, end), (following, _) in zip(spans, [*spans[1:], (len(clean) + 1, 0)], strict=True):
            yield self._prose(clean[start:end], marks, self._done if start == spans[0][0] else start, following)

    def _early(self) -> Iterator[Drafted]:
        """The finished sentences of a paragraph that is still being written."""
        line = without_open_mark(self._line)
        if self._kind != "prose" and len(line.strip()) >= _TELLING and self._opens_prose(line):
            yield from self._begin("prose", "")
        if self._kind != "prose" or (line.strip() and not self._opens_prose(line)):
            return
        clean, marks = self._clean("\n".join([*self._block, line]))
        spans = split_sentences(clean[self._done :], self._done)
        for span, following in pairwise(spans):
            if following is spans[-1] and following.end - following.start < _BEGUN:
                return
            yield from self._release()
            yield self._prose(span.of(clean), marks, self._done, following.start)
            self._done = following.start

    def _opens_prose(self, line: str) -> bool:
        """Whether the beginning of a line already shows that it is prose."""
        start = line.lstrip()
        indented = self._kind == "item" and line.startswith(" ")
        return self._kind != "code" and start[:1].isalpha() and not indented

    def _prose(self, text: str, marks: tuple[Mark, ...], after: int, before: int) -> Drafted:
        """A sentence with the marks that stand behind character `after` and not behind `before`."""
        inside = (mark for mark in marks if after < mark.position <= before or mark.position == after == 0)
        ids = tuple(one for mark in inside for one in mark.ids)
        plain = " ".join(text.split())
        formula = plain.startswith("$$") and plain.endswith("$$")
        return Drafted(plain, ids, self._paragraph, SentenceRole.FORMULA if formula else SentenceRole.PROSE)

    def _clean(self, text: str) -> tuple[str, tuple[Mark, ...]]:
        return split_marks(text, self._known)


def _is_lead_in(one: Drafted) -> bool:
    return not one.ids and one.text.endswith(":") and len(one.text.split()) <= _LEAD_IN_WORDS


def _bullet(one: Drafted | None) -> str:
    return "- " if one is not None and one.role is SentenceRole.ITEM else ""
