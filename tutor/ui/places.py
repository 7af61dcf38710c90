"""Where a source lies: a range of a document, written so that it fits in a link and in the page's address."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

from tutor.domain import Citation, Passage, SentenceRole

_SAID = {SentenceRole.PROSE, SentenceRole.ITEM, SentenceRole.MISTAKE, SentenceRole.FOLLOW_UP}
_PLACE = re.compile(r"(?P<start>\d{1,9})-(?P<end>\d{1,9})-(?P<document>[^\s?#&]{1,2000})")


class Place(NamedTuple):
    """Characters `start` to `end` of a document; `quote` is what stood there when it was cited."""

    document: str
    start: int
    end: int
    quote: str | None = None

    @property
    def ref(self) -> str:
        return f"{self.start}-{self.end}-{quote(self.document, safe='')}"


def read_place(ref: str) -> Place | None:
    """The place a link or an address names; None where it names none.  It may come from anyone."""
    match = _PLACE.fullmatch(ref)
    if match is None:
        return None
    return Place(document=unquote(match["document"]), start=int(match["start"]), end=int(match["end"]))


def cited(citation: Citation) -> Place:
    return Place(citation.document, citation.start, citation.end, citation.quote)


def best_sentence(passage: Passage) -> Place:
    """The sentence of a passage that is nearest to the question, else the whole passage."""
    said = [one for one in passage.sentences if one.role in _SAID] or list(passage.sentences)
    if not said:
        return Place(passage.document, passage.start, passage.end, passage.text)
    best = max(said, key=lambda sentence: sentence.score)
    return Place(passage.document, best.start, best.end, best.text)
