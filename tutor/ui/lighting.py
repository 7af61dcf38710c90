"""Where to put the light in a document's Markdown so that its structure stays what it is."""

from __future__ import annotations

import re

from tutor.ui.rendering import CLOSE, OPEN

# What may stand before the words of a line: quote signs, bullets, numbers, heading signs, a table's bar, a fence line.
_BEFORE = re.compile(
    r"(?:[ \t]*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)|#{1,6}(?=\s)|\||\$\$|(?:`{3,}|~{3,})[^\n]*\n))*[ \t]*\n?"
)
_AFTER = re.compile(r"(?:\n[ \t]*(?:`{3,}|~{3,})|\$\$|\||\s)+\Z")
_BRACKETS = str.maketrans({OPEN: "[", CLOSE: "]"})


def light(text: str, start: int, end: int) -> str:
    """`text` with the characters `start` to `end` (exclusive) lit, as `rendering` reads it."""
    text = text.translate(_BRACKETS)
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    if start >= end:
        return text
    line = text.rfind("\n", 0, start) + 1
    opening = _BEFORE.match(text, start if text[line:start].strip() else line, end)
    first = max(start, opening.end()) if opening else start
    closing = _AFTER.search(text, first, end)
    last = closing.start() if closing else end
    if first >= last:
        return text
    return text[:first] + OPEN + text[first:last] + CLOSE + text[last:]
