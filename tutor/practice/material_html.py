"""The material's Markdown -> HTML that loads and runs nothing: emphasis, code, formulas as MathML; all else is text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any
from xml.etree import ElementTree

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from tutor.material.markdown_tree import MATH, MATH_BLOCK, new_parser

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
    return str(_parser().render(markdown)).strip()


def material_inline(markdown: str) -> str:
    """One paragraph, without a block around it."""
    return str(_parser().renderInline(" ".join(markdown.split()))).strip()


@cache
def _parser() -> MarkdownIt:
    """The parser of the pages, without pictures and links: their signs stay as they are written."""
    parser = new_parser().disable(["image", "link", "autolink", "reference"])
    for name in (MATH, MATH_BLOCK):
        parser.add_render_rule(name, _formula)
    return parser


def _formula(
    _self: RendererHTML, tokens: Sequence[Token], place: int, _options: OptionsDict, _env: dict[str, Any]
) -> str:
    token = tokens[place]
    return _mathml(token.content, display=token.block or token.info == "display")


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
