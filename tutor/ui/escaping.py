"""Text as it is -> text that Markdown, HTML and Streamlit's own syntax leave alone.

Every ASCII sign that could mean something is written as a character reference.  That is not enough for what Streamlit
replaces after parsing (":smile:", ":material/..:", "->", bare addresses), so an empty comment, which the page drops,
stands between the signs that would make one.
"""

from __future__ import annotations

import re

GAP = "<!---->"
_SIGN = re.compile(r"[!-/:-@\[-`{-~]")
_HARMLESS = frozenset(",;?%'/()")
_PAIRS = frozenset("-<>=~")


def plain(text: str) -> str:
    """`text` for use inside a Markdown paragraph; line breaks become spaces."""
    pieces: list[str] = []
    one_line = " ".join(text.split("\n")).replace("\t", " ").replace("\r", " ")
    for index, sign in enumerate(one_line):
        pieces.append(_encode(sign, one_line[index + 1 : index + 2]))
    return "".join(pieces).replace("www&#46;", f"www{GAP}&#46;")


def attribute(text: str) -> str:
    """`text` inside the double quotes of an HTML attribute, on one line."""
    return _SIGN.sub(lambda match: f"&#{ord(match.group())};", " ".join(text.split()))


def _encode(sign: str, following: str) -> str:
    if not _SIGN.fullmatch(sign) or sign in _HARMLESS:
        return sign
    code = f"&#{ord(sign)};"
    if sign in ":@" or (sign in _PAIRS and following in _PAIRS and following):
        return code + GAP
    return code
