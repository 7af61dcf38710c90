"""Blocks -> sections: what stands under one heading, or one question with its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import get_args

from tutor.domain import Document, Level, Model, QuestionKind
from tutor.material.blocks import Block, BlockKind, split_blocks
from tutor.material.labels import META

_MARKER = re.compile(
    r"^[\W_]*(?:Q(?:uestion)?\s*\d*|Q\d+)\s*[:.)\-–—]\s*(?=\S)",
    re.IGNORECASE,
)
_ANSWER_HEADING = re.compile(r"^\W*(?:(?:model |sample |short )?answer|solution|response)\b\W*$", re.IGNORECASE)
_ANSWER_MARKER = re.compile(r"[*_]*(?:A|Ans(?:wer)?)[*_]*\s*[:.)]\s*[*_]*\s*", re.IGNORECASE)
_ANSWER_BEHIND = re.compile(r"(?<=[?*_])\s+(?=[*_]*(?:A|Ans(?:wer)?)[*_]*\s*:)", re.IGNORECASE)
_DECORATION = re.compile(r"^[^\w\"'`$(]+|[*_\s]+$")
_NUMBER = re.compile(r"^\d{1,3}[.)]\s+(?=[A-Z])")
_KNOWN = {"level": set(get_args(Level)), "kind": set(QuestionKind)}
_PSEUDO_DEPTH = 7  # a question that is not a heading ranks below all headings


class Section(Model):
    """`path` holds the titles above and including the section's own; `heading` is its line; `question` what it asks."""

    path: tuple[str, ...]
    heading: Block | None
    question: str | None
    blocks: tuple[Block, ...]


def sections(document: Document) -> tuple[Section, ...]:
    """The sections of `document`, in order; a heading with nothing under it is only part of the paths below it."""
    root = (document.front.title,) if document.front is not None else ()
    return tuple(_close(document, _group(document, split_blocks(document)), root))


def after_answer_marker(text: str, start: int, end: int) -> int:
    """Past an "A:" or "Answer:" that opens a block."""
    match = _ANSWER_MARKER.match(text, start, end)
    return match.end() if match is not None else start


def _group(document: Document, blocks: Iterable[Block]) -> Iterator[tuple[Block | None, str | None, list[Block]]]:
    """(heading, question, blocks under it); an "Answer" heading below a question belongs to the question."""
    heading: Block | None = None
    question: str | None = None
    under: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            if heading is not None and not _has_prose(under) and _ANSWER_HEADING.match(block.title):
                question = question or _clean(heading.title)
                continue
            yield heading, question, under
            heading, under = block, []
            question = _asked(block.title)
        elif (asked := _asked_in_text(document.text, block)) is not None:
            yield heading, question, under
            own = {"depth": _PSEUDO_DEPTH, "title": asked, "end": _question_end(document.text, block)}
            title = block.model_copy(update=own)
            heading, question, under = title, asked, _rest_of(document.text, block)
        else:
            under.append(block)
    yield heading, question, under


def _has_prose(blocks: list[Block]) -> bool:
    return any(block.kind is not BlockKind.MARKUP for block in blocks)


def _close(
    document: Document,
    groups: Iterable[tuple[Block | None, str | None, list[Block]]],
    root: tuple[str, ...],
) -> Iterator[Section]:
    stack: list[tuple[int, str]] = []
    only_heading: Section | None = None
    some = False
    for heading, question, blocks in groups:
        if heading is not None:
            while stack and stack[-1][0] >= heading.depth:
                stack.pop()
            stack.append((heading.depth, _clean(heading.title)))
        titles = tuple(title for _, title in stack)
        path = titles if titles[:1] == root else root + titles
        if question is None and heading is not None and _is_note_question(document.text, blocks):
            question = _clean(heading.title)
        section = Section(path=path, heading=heading, question=question, blocks=tuple(blocks))
        if blocks or (heading is not None and heading.depth == _PSEUDO_DEPTH):
            some = True
            yield section
        elif heading is not None and only_heading is None:
            only_heading = section
    if not some and only_heading is not None:
        yield only_heading


def _is_note_question(text: str, blocks: list[Block]) -> bool:
    """In the note format a question may be an imperative; its `- level:` line says what it is."""
    match = META.fullmatch(blocks[0].of(text)) if blocks and blocks[0].kind is BlockKind.ITEM else None
    return match is not None and match["value"].lower() in _KNOWN.get(match["key"].lower(), ())


def _clean(title: str) -> str:
    """A title without emoji, "Q3:" or numbering in front."""
    return _NUMBER.sub("", _MARKER.sub("", _DECORATION.sub("", title))).strip() or title


def _asked(title: str) -> str | None:
    """The question a heading asks, if it asks one."""
    clean = _clean(title)
    asks = bool(_MARKER.match(_DECORATION.sub("", title))) or clean.endswith("?")
    return clean if asks and len(clean.split()) > 1 else None


def _asked_in_text(text: str, block: Block) -> str | None:
    """The question a paragraph asks: "Q: ...", or a paragraph that is one bold question."""
    if block.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
        return None
    first = text[block.start : _question_end(text, block)].strip()
    bold = first.startswith(("**", "__")) and first.rstrip().endswith(("?**", "?__", "**?"))
    if _MARKER.match(first) or bold:
        return _clean(first)
    return None


def _question_end(text: str, block: Block) -> int:
    """Where a question in running text ends: before an "A:" on its line, else with the line."""
    line_end = text.find("\n", block.start, block.end)
    line_end = block.end if line_end < 0 else line_end
    answer = _ANSWER_BEHIND.search(text, block.start, line_end)
    return answer.start() if answer is not None else line_end


def _rest_of(text: str, block: Block) -> list[Block]:
    """What follows the question inside its block: "A: ..." behind it or on the next line."""
    start = _question_end(text, block)
    if not text[start : block.end].strip():
        return []
    while text[start].isspace():
        start += 1
    return [block.model_copy(update={"start": start, "kind": BlockKind.PARAGRAPH})]
