"""Sections -> chunks that follow the material's own structure and fit the embedder's window.

A chunk never crosses a section, so a question stays with its answer unless the answer is longer than a chunk; then
the pieces that follow carry the question in their heading path.  Inside a section the cut falls between blocks where
it can, between sentences where a block is too long, and between words where a sentence is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from tutor.domain import Chunk, Document, Model, Sentence, SentenceRole, Span
from tutor.material.blocks import BlockKind
from tutor.material.labels import LabelledBlock, Part, label_blocks
from tutor.material.outline import Section, after_answer_marker, sections
from tutor.material.sentences import split_sentences

CountTokens = Callable[[Sequence[str]], list[int]]
"""Token counts of texts, without special tokens."""

TOKEN_LIMIT = 254
SEPARATOR = " › "
_PREFIX_SHARE = 4  # the heading path may take at most a quarter of a chunk
_HAS_WORD = re.compile(r"\w")
_TABLE_RULE = re.compile(r"[\s|:\-]+")
_ROLES = {
    BlockKind.ITEM: SentenceRole.ITEM,
    BlockKind.CODE: SentenceRole.CODE,
    BlockKind.TABLE: SentenceRole.TABLE,
    BlockKind.FORMULA: SentenceRole.FORMULA,
}


class _Unit(Model):
    """The smallest piece a chunk is packed from: `start` includes list markers, `tokens` counts from there."""

    start: int
    end: int
    tokens: int
    sentences: tuple[Sentence, ...]
    breaks: bool = False


def split_chunks(document: Document, count_tokens: CountTokens, limit: int = TOKEN_LIMIT) -> tuple[Chunk, ...]:
    """The chunks of `document`: at most `limit` tokens each, heading path included."""
    chunks: list[Chunk] = []
    for section in sections(document):
        chunks.extend(_section_chunks(document, section, count_tokens, limit))
    return tuple(chunks)


def _section_chunks(document: Document, section: Section, count: CountTokens, limit: int) -> Iterator[Chunk]:
    path = _fitting_path(section.path, count, limit // _PREFIX_SHARE)
    room = limit - count([SEPARATOR.join(path)])[0]
    units = list(_units(document, section, count, room))
    for first, group in enumerate(_pack(units, room)):
        span = Span(start=group[0].start, end=group[-1].end)
        text = span.of(document.text)
        if not _HAS_WORD.search(text):
            continue
        holds_heading = first == 0 and section.heading is not None
        yield Chunk(
            start=span.start,
            end=span.end,
            text=text,
            headings=path,
            prefix=SEPARATOR.join(path[:-1] if holds_heading else path),
            page=document.page_at(span.start),
            question=section.question,
            sentences=tuple(_on_page(document, sentence) for unit in group for sentence in unit.sentences),
        )


def _on_page(document: Document, sentence: Sentence) -> Sentence:
    """The sentence with its own page: a chunk may run over two."""
    return sentence.model_copy(update={"page": document.page_at(sentence.start)}) if document.pages else sentence


def _fitting_path(path: tuple[str, ...], count: CountTokens, room: int) -> tuple[str, ...]:
    """The heading path, its outer titles dropped and its last cut where it would crowd out the text."""
    while len(path) > 1 and count([SEPARATOR.join(path)])[0] > room:
        path = path[:1] + path[2:] if len(path) > 2 else path[1:]
    if path and count(list(path))[0] > room:
        words = path[0].split()
        while len(words) > 1 and count([" ".join(words)])[0] > room:
            words = words[: len(words) // 2]
        path = (" ".join(words)[: room * 4],)
    return path


def _units(document: Document, section: Section, count: CountTokens, room: int) -> Iterator[_Unit]:
    text = document.text
    drafts: list[tuple[int, int, tuple[Sentence, ...], bool]] = []
    if section.heading is not None:
        role = (Sentence(start=section.heading.start, end=section.heading.end, role=SentenceRole.QUESTION),)
        drafts.append((section.heading.start, section.heading.end, role if section.question else (), False))
    last = section.heading.end if section.heading is not None else None
    part: Part | None = None
    for labelled in label_blocks(text, section.blocks):
        block = labelled.block
        # What lies between two blocks (a bullet, a table's rule, a link definition) goes with the second.
        start = _skip_space(text, text.rfind("\n", 0, block.start) + 1 if last is None else last, block.start)
        breaks = labelled.part in {Part.RUBRIC, Part.MISTAKES} and part is not labelled.part
        drafts.append((start, block.end, _sentences(text, labelled), breaks))
        part, last = labelled.part, block.end
    tokens = count([text[start:end] for start, end, _, _ in drafts])
    for (start, end, sentences, breaks), size in zip(drafts, tokens, strict=True):
        if size <= room:
            yield _Unit(start=start, end=end, tokens=size, sentences=sentences, breaks=breaks)
        else:
            yield from _split_unit(text, _Unit(start=start, end=end, tokens=size, sentences=sentences), count, room)


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _sentences(text: str, labelled: LabelledBlock) -> tuple[Sentence, ...]:
    block = labelled.block
    label = (
        (Sentence(start=labelled.label.start, end=labelled.label.end, role=SentenceRole.LABEL),)
        if labelled.label is not None
        else ()
    )
    match labelled.part, block.kind:
        case Part.META, _:
            return (Sentence(start=block.start, end=block.end, role=SentenceRole.LABEL),)
        case _, BlockKind.MARKUP | BlockKind.HEADING:
            return ()
        case _, BlockKind.CODE | BlockKind.FORMULA:
            return (Sentence(start=block.start, end=block.end, role=_ROLES[block.kind]),)
        case _, BlockKind.TABLE:
            rule = _TABLE_RULE.fullmatch(block.of(text))
            return () if rule else (Sentence(start=block.start, end=block.end, role=SentenceRole.TABLE),)
    start = after_answer_marker(text, labelled.start, labelled.end)
    spans = split_sentences(text[start : labelled.end], start)
    return label + tuple(
        Sentence(start=span.start, end=span.end, role=_prose_role(span.of(text), labelled.part, block.kind))
        for span in spans
        if _HAS_WORD.search(text, span.start, span.end)
    )


def _prose_role(sentence: str, part: Part | None, kind: BlockKind) -> SentenceRole:
    match part:
        case Part.MISTAKES:
            return SentenceRole.MISTAKE
        case Part.FOLLOW_UPS:
            return SentenceRole.FOLLOW_UP
        case Part.RUBRIC:
            return SentenceRole.RUBRIC
    if sentence.rstrip("*_ )\"'”").endswith("?"):
        return SentenceRole.QUESTION
    return _ROLES.get(kind, SentenceRole.PROSE)


def _split_unit(text: str, unit: _Unit, count: CountTokens, room: int) -> Iterator[_Unit]:
    """A block that is too long, as its sentences (or lines of code), each no longer than `room`."""
    if len(unit.sentences) > 1:
        cuts = [unit.start, *(sentence.start for sentence in unit.sentences[1:]), unit.end]
    else:
        role = unit.sentences[0].role if unit.sentences else SentenceRole.PROSE
        by_line = role in {SentenceRole.CODE, SentenceRole.TABLE} and text.count("\n", unit.start, unit.end) > 0
        pattern = r"\n+" if by_line else r"\s+"
        cuts = _word_cuts(text, unit.start, unit.end, count, room, pattern)
    role = unit.sentences[0].role if unit.sentences else SentenceRole.PROSE
    for start, stop in pairwise(cuts):
        end = start + len(text[start:stop].rstrip())
        if end <= start:
            continue
        size = count([text[start:end]])[0]
        inside = tuple(one for one in unit.sentences if start <= one.start and one.end <= end)
        if not inside and unit.sentences:
            inside = (Sentence(start=start, end=end, role=role),)
        piece = _Unit(start=start, end=end, tokens=size, sentences=inside)
        if size <= room or len(cuts) == 2:
            yield piece
        else:
            yield from _split_unit(text, piece, count, room)


def _word_cuts(text: str, start: int, end: int, count: CountTokens, room: int, pattern: str) -> list[int]:
    """Cut points between words (or lines), each piece as long as fits; in the middle of a word where nothing else is
    left (a long identifier, a script without spaces)."""
    candidates = [match.end() for match in re.finditer(pattern, text[start:end])]
    cuts = [start]
    total = count([text[start:end]])[0]
    room = min(room, int(1.1 * total / -(-total // room)) + 1)
    while count([text[cuts[-1] : end]])[0] > room:
        options = [start + offset for offset in candidates if start + offset > cuts[-1]]
        fits = _longest_fit(text, cuts[-1], options, count, room)
        if fits is None:
            inside = range(cuts[-1] + 1, min(cuts[-1] + 8 * room, end))
            fits = _longest_fit(text, cuts[-1], list(inside), count, room)
        if fits is None:
            break
        cuts.append(fits)
    return [*cuts, end]


def _longest_fit(text: str, start: int, options: Sequence[int], count: CountTokens, room: int) -> int | None:
    """The last of `options` (ascending) whose text from `start` has at most `room` tokens, by bisection."""
    low, high = 0, len(options)
    while low < high:
        middle = (low + high) // 2
        if count([text[start : options[middle]]])[0] <= room:
            low = middle + 1
        else:
            high = middle
    return options[low - 1] if low else None


def _pack(units: Sequence[_Unit], room: int) -> Iterator[list[_Unit]]:
    """Units in groups of at most `room` tokens, about equally full; a unit that `breaks` starts a group."""
    run: list[_Unit] = []
    for unit in units:
        if unit.breaks and run:
            yield from _pack_run(run, room)
            run = []
        run.append(unit)
    if run:
        yield from _pack_run(run, room)


def _pack_run(units: Sequence[_Unit], room: int) -> Iterator[list[_Unit]]:
    total = sum(unit.tokens for unit in units)
    pieces = -(-total // room)
    target = total / pieces if pieces else room
    group: list[_Unit] = []
    size = 0
    for unit in units:
        heading_only = len(group) == 1 and group[0].end - group[0].start < 300 and size < room // 4
        full = size + unit.tokens > room
        enough = size >= target * 0.9 and total - size > 0 and size + unit.tokens > target * 1.1
        if group and (full or (enough and not heading_only)):
            yield group
            total -= size
            group, size = [], 0
        group.append(unit)
        size += unit.tokens
    if group:
        yield group
