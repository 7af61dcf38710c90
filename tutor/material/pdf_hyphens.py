"""Lines of a paragraph -> running text, with the hyphens that only break a line undone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tutor.material.pdf_lines import Line

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
# Compounds that are written with a hyphen wherever they stand; `high-lights` is not one.
_COMPOUND = re.compile(
    r"(?:high|low|long|well|self|one|two|three|four|five|zero|few|single|cross|fine|open|large|small|[a-z])"
    r"-(?!light|way|road)\w{5,}"
)


def words_of(lines: Sequence[Line]) -> Counter[str]:
    """How often each word, hyphens included, stands inside the lines; to tell `trans-former` from `dual-encoder`."""
    words: Counter[str] = Counter()
    for line in lines:
        found = [word.casefold() for word in _WORD.findall(line.text)]
        words.update(found[:-1] if line.hyphen else found)
    return words


def joined_text(before: str, line: Line, *, hyphen: bool, words: Counter[str]) -> str:
    """`before` and the line that follows it in a paragraph, with a hyphen at the end of `before` undone."""
    if not hyphen and not re.search(r"[^\W_]-$", before):
        return before + ("" if before.endswith("—") else " ") + line.text
    before = before.removesuffix("-")
    left = re.search(r"[\w-]*$", before)
    right = _WORD.match(line.text)
    if left is None or right is None or not left[0][-1:].islower() or not line.text[0].islower():
        return f"{before}-{line.text}"
    whole, parted = (left[0] + right[0]).casefold(), f"{left[0]}-{right[0]}".casefold()
    if words[whole] != words[parted]:
        keep = words[parted] > words[whole]
    else:
        both_words = len(left[0]) > 3 and len(right[0]) > 3 and words[left[0].casefold()] and words[right[0].casefold()]
        keep = "-" in left[0] or bool(both_words) or bool(_COMPOUND.fullmatch(parted))
    return before + ("-" if keep else "") + line.text
