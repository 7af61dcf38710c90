"""The material's Markdown -> HTML that loads and runs nothing: emphasis, code, formulas as MathML; all else is text."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from xml.etree import ElementTree

from latex2mathml.converter import convert
from markdown_it import MarkdownIt

# As in ui/parsing.py: no space inside the dollars, no digit after the second, so "$5 and $10" stays money.
_FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|(?<![\\$])\$(?=\S)(?P<inline>[^$\n]*?[^\s\\$])\$(?!\d)", re.DOTALL)
_OPEN, _CLOSE = "\ue000", "\ue001"  # private characters: where a formula stood while the rest is read
_HELD = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_ELEMENTS = frozenset(
    """
    math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom menclose msub msup msubsup
    munder mover munderover mmultiscripts mtable mtr mtd
    """.split()  # noqa: SIM905
)
_ATTRIBUTES = frozenset(
    """
    display mathvariant stretchy fence form separator lspace rspace accent movablelimits largeop symmetric minsize
    maxsize linethickness columnalign columnlines rowlines displaystyle scriptlevel width notation
    """.split()  # noqa: SIM905
)
_MOST = 2_000  # characters of a formula


def material_html(markdown: str) -> str:
    """A whole text, block by block."""
    held: list[str] = []
    return _put_back(_parser().render(_take_formulas(markdown, held)), held)


def material_inline(markdown: str) -> str:
    """One paragraph, without a block around it."""
    held: list[str] = []
    return _put_back(_parser().renderInline(_take_formulas(" ".join(markdown.split()), held)), held)


@cache
def _parser() -> MarkdownIt:
    """CommonMark and tables without HTML, pictures and links: their signs stay as they are written."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "link", "autolink", "reference"])


def _take_formulas(markdown: str, held: list[str]) -> str:
    """`markdown` with a place for each formula; what goes there is added to `held`."""

    def take(match: re.Match[str]) -> str:
        held.append(_mathml(match["display"] or match["inline"], display=match["display"] is not None))
        return f"{_OPEN}{len(held) - 1}{_CLOSE}"

    return _FORMULA.sub(take, markdown.replace(_OPEN, "").replace(_CLOSE, ""))


def _put_back(html: str, held: list[str]) -> str:
    return _HELD.sub(lambda match: held[int(match[1])], html)


def _mathml(tex: str, *, display: bool) -> str:
    """A formula as MathML; as its own LaTeX where that cannot be done.

    The converter copies what stands in a \\text into its output, tags and all, so only what is known to be harmless is
    taken from there.
    """
    plain = f"<code>{escape(tex)}</code>"
    if len(tex) > _MOST:
        return plain
    try:
        written = convert(tex, display="block" if display else "inline")
        if "<!" in written or "<?" in written:
            return plain
        root = ElementTree.fromstring(written)
    except Exception:  # the converter's errors share no base, and broken input raises IndexError and others
        return plain
    for element in root.iter():
        if element.tag.removeprefix(_MATHML) not in _ELEMENTS:
            return plain
        element.tag = element.tag.removeprefix(_MATHML)
        element.attrib = {name: value for name, value in element.attrib.items() if name in _ATTRIBUTES}
    return ElementTree.tostring(root, encoding="unicode")
