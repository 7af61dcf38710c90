"""One form for all text, so that offsets mean the same to whatever reads a Document later."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tutor.domain import PageMark

# A fenced code block, alone or as a list item; one that is never closed runs to the end (CommonMark 4.5).
FENCED = (
    r"^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*"
    r"(?:\n.*?)??(?:\n[ \t]*(?P=fence)[`~]*[ \t]*$|\Z)"
)
_FENCED = re.compile(FENCED, re.MULTILINE | re.DOTALL)
_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Control characters, soft hyphen, zero-width space, word joiner, byte-order mark, direction marks, non-characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
# Zero-width joiners spell words in Persian or Hindi and make emoji; next to ASCII they are only debris.
_STRAY_JOINERS = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])")
_BLANK_LINES = re.compile(r"\n{3,}")


def normalise(text: str, *, markdown: bool) -> str:
    """NFC text with LF line ends, plain spaces, nothing invisible, no trailing spaces and at most one blank line
    in a row (in Markdown except inside fenced code).  It ends with one newline, or is empty; idempotent."""
    text = _LINE_BREAKS.sub("\n", unicodedata.normalize("NFC", text))
    text = _SURROGATES.sub("\ufffd", _INVISIBLE.sub("", _SPACES.sub(" ", text)))
    text = unicodedata.normalize("NFC", _STRAY_JOINERS.sub("", text))
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    text = (_collapse_outside_fences(text) if markdown else _BLANK_LINES.sub("\n\n", text)).strip("\n")
    return text + "\n" if text else ""


def normalise_line(text: str) -> str:
    """`text` as one normalised line, without its line end."""
    return " ".join(normalise(text, markdown=False).split())


def join_pages(pages: Sequence[tuple[int, str]]) -> tuple[str, tuple[PageMark, ...]]:
    """The Markdown of numbered pages as one normalised text, and where each page that holds text begins."""
    parts: list[str] = []
    marks: list[PageMark] = []
    length = 0
    for number, text in pages:
        part = normalise(text, markdown=True)
        if part:
            marks.append(PageMark(start=length, number=number))
            parts.append(part)
            length += len(part) + 1
    return "\n".join(parts), tuple(marks)


def _collapse_outside_fences(text: str) -> str:
    parts: list[str] = []
    end = 0
    for fence in _FENCED.finditer(text):
        parts += [_BLANK_LINES.sub("\n\n", text[end : fence.start()]), fence.group()]
        end = fence.end()
    return "".join([*parts, _BLANK_LINES.sub("\n\n", text[end:])])
