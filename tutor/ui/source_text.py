"""The part of a document that the source panel shows, with the cited sentence lit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from tutor.domain import Chunk, Document, DocumentKind
from tutor.ui.lighting import light
from tutor.ui.places import Place
from tutor.ui.rendering import safe_block, safe_plain

_PART_CHARACTERS = 40_000
_PLAIN = {DocumentKind.PDF, DocumentKind.TEXT}


class Excerpt(NamedTuple):
    """A piece of a document: characters `start` to `end`."""

    start: int
    end: int


def find_again(document: Document, place: Place) -> Place | None:
    """Where the cited words stand now; None where they are gone.  A document may have changed since it was cited."""
    if place.quote is None:
        return place if place.start <= place.end <= len(document.text) else None
    if document.text[place.start : place.end] == place.quote:
        return place
    found = document.text.find(place.quote)
    return place._replace(start=found, end=found + len(place.quote)) if found >= 0 and place.quote else None


def passage_around(document: Document, chunks: Sequence[Chunk], place: Place) -> Excerpt:
    """The page that holds the place, where there are pages; else its chunk."""
    if document.pages:
        starts = [mark.start for mark in document.pages]
        index = max(bisect_right(starts, place.start) - 1, 0)
        return Excerpt(starts[index], starts[index + 1] if index + 1 < len(starts) else len(document.text))
    home = [chunk for chunk in chunks if chunk.start <= place.start < chunk.end]
    if not home:
        return Excerpt(place.start, place.end)
    best = max(home, key=lambda chunk: min(chunk.end, place.end) - place.start)
    return Excerpt(best.start, max(best.end, place.end))


def parts_of(document: Document) -> list[Excerpt]:
    """A whole document in parts a browser can hold, cut at headings, pages or paragraphs."""
    marks = sorted({mark.start for mark in document.headings} | {mark.start for mark in document.pages})
    cuts = [0]
    while len(document.text) - cuts[-1] > _PART_CHARACTERS:
        wanted = cuts[-1] + _PART_CHARACTERS
        before = [mark for mark in marks if cuts[-1] < mark <= wanted]
        paragraph = document.text.rfind("\n\n", cuts[-1] + 1, wanted)
        cuts.append(before[-1] if before else paragraph if paragraph > cuts[-1] else wanted)
    return [Excerpt(start, end) for start, end in zip(cuts, [*cuts[1:], len(document.text)], strict=True)]


def part_with(parts: Sequence[Excerpt], offset: int) -> int:
    return next((number for number, part in enumerate(parts) if part.start <= offset < part.end), 0)


def excerpt_text(document: Document, excerpt: Excerpt, place: Place | None) -> str:
    """The piece as safe Markdown; `place`, where it lies inside, is lit."""
    text = document.text[excerpt.start : excerpt.end]
    if place is not None and place.start < excerpt.end and place.end > excerpt.start:
        text = light(text, place.start - excerpt.start, place.end - excerpt.start)
    return safe_plain(text) if document.kind in _PLAIN else safe_block(text)


def headings_at(document: Document, offset: int) -> list[str]:
    """The heading path that holds character `offset`."""
    path: list[tuple[int, str]] = []
    for mark in document.headings:
        if mark.start > offset:
            break
        path = [*((depth, title) for depth, title in path if depth < mark.depth), (mark.depth, mark.title)]
    return [title for _, title in path]


def page_line(document: Document, offset: int) -> str:
    """ "Page 4 of 12" where there are pages."""
    number = document.page_at(offset)
    if number is None:
        return ""
    word = "Slide" if document.kind is DocumentKind.PPTX else "Page"
    return f"{word} {number} of {max(mark.number for mark in document.pages)}"
