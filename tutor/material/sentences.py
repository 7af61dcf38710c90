"""Prose -> sentence spans.  sentencex (Wikimedia) does the cutting; inline code, formulas, links and URLs are hidden
from it first, letter for letter, so that offsets hold and nothing inside them looks like the end of a sentence."""

from __future__ import annotations

import re

from sentencex import segment

from tutor.domain import Span

_OPAQUE = re.compile(
    r"`+[^`\n]+`+"  # inline code
    r"|\$\$.+?\$\$|\$(?=\S)[^$\n]+?(?<=\S)\$(?!\d)"  # formulas
    r"|\\\(.+?\\\)|\\\[.+?\\\]"
    r"|!?\[[^\]\n]*\]\([^)\n]*\)"  # links
    r"|(?:https?://|www\.)\S*[^\s.,;:!?)\]'\"]"
    r"|\b(?:e\.g|i\.e|etc|vs|cf|al|approx|resp|Fig|Eq|Sec|No|Dr|Prof)\.(?=\s)",
    re.DOTALL,
)
_CLOSERS = re.compile(r"[*_)\]\"'”’]+")
_LETTER = re.compile(r"\w")


def split_sentences(text: str, offset: int = 0) -> tuple[Span, ...]:
    """Spans of the sentences of one paragraph; `offset` is added to each.

    Every non-blank character outside a span is white space: nothing is lost between sentences.
    """
    hidden = _OPAQUE.sub(_hide, text)
    cuts = _cuts(hidden)
    spans = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        span = _trim(text, start, end)
        if span is not None:
            spans.append(Span(start=span[0] + offset, end=span[1] + offset))
    return tuple(spans)


def _hide(match: re.Match[str]) -> str:
    """Letters in place of what matched; "etc." at the end of a sentence keeps its full stop."""
    found = match.group()
    rest = match.string[match.end() :].lstrip()
    if found == "etc." and (not rest or rest[0].isupper()):
        return found
    return "x" * len(found)


def _cuts(hidden: str) -> list[int]:
    """Where each sentence begins.  Markers that close a sentence (**, a bracket) are given back to it, and a piece
    without a letter or digit never stands alone."""
    cuts = [0]
    position = 0
    for piece in segment("en", hidden):
        if not hidden.startswith(piece, position):
            return [0]  # not a plain partition: leave the paragraph whole rather than lose a character
        if position and _LETTER.search(hidden, position, position + len(piece)):
            start = position
            closers = _CLOSERS.match(hidden, position)
            if closers is not None and hidden[position - 1 : position].strip():
                start = closers.end()
            if _LETTER.search(hidden, cuts[-1], start):
                cuts.append(start)
        position += len(piece)
    return cuts


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None
