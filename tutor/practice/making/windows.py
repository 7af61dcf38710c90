"""A document in windows: runs of sentences short enough for one request, each sentence under an opaque id."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from tutor.answering.marks import draw_ids
from tutor.domain import Chunk, Document, Sentence, SentenceRole
from tutor.library.rows import StoredChunk
from tutor.practice.making.reading import is_furniture

MOST_SENTENCES = 40
MOST_CHARACTERS = 6_000  # about 1,500 tokens: fits with its rules and its reply into the 8,192 of a small server
_LONGEST_LINE = 1_500  # characters: a longer code block or table is no sentence to rest an answer on
_TEACHES = {SentenceRole.PROSE, SentenceRole.ITEM, SentenceRole.FORMULA, SentenceRole.TABLE, SentenceRole.CODE}


class Line(NamedTuple):
    """A sentence that teaches, and the chunk it stands in; `key` is what the library knows the chunk by."""

    sentence: Sentence
    chunk: Chunk
    key: str
    text: str


class Window:
    """The lines of one request.  `fence` marks where they begin and end, and is drawn like an id."""

    def __init__(self, lines: Sequence[Line], rng: random.Random) -> None:
        self.fence, *ids = draw_ids(len(lines) + 1, rng)
        self.lines: Mapping[str, Line] = dict(zip(ids, lines, strict=True))

    @property
    def text(self) -> str:
        """The lines for the prompt, under their headings."""
        blocks = []
        for headings, group in groupby(self.lines.items(), key=lambda one: one[1].chunk.headings):
            shown = [f"[{one}] {_shown(line)}" for one, line in group]
            blocks.append("\n".join([*([f"# {' › '.join(headings)}"] if headings else []), *shown]))
        return "\n\n".join(blocks)


def cut(document: Document, chunks: Sequence[StoredChunk]) -> list[list[Line]]:
    """The lines of a document that teach, in reading order and none twice, cut into runs."""
    runs: list[list[Line]] = []
    size = 0
    for line in _lines(document, chunks):
        size += len(line.text)
        if not runs or len(runs[-1]) >= MOST_SENTENCES or size > MOST_CHARACTERS:
            runs.append([])
            size = len(line.text)
        runs[-1].append(line)
    return runs


def _lines(document: Document, chunks: Sequence[StoredChunk]) -> Iterator[Line]:
    end = 0
    for stored in chunks:
        chunk = stored.chunk
        if chunk.headings and is_furniture(chunk.headings):
            continue
        for sentence in chunk.sentences:
            line = Line(sentence, chunk, stored.key, sentence.of(document.text))
            if sentence.role in _TEACHES and sentence.start >= end and _fits(line.text):
                end = sentence.end
                yield line


def _fits(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and not text.startswith("```mermaid")


def _shown(line: Line) -> str:
    return line.text if line.sentence.role is SentenceRole.CODE else " ".join(line.text.split())
