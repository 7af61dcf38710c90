"""The material's Markdown as HTML for a flashcard: formulas as MathJax, and nothing that is fetched from anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from tutor.material.markdown_tree import MATH, MATH_BLOCK, new_parser

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # Anki parts its fields with one of these


def block_html(markdown: str) -> str:
    """A whole text."""
    return str(_renderer().render(_CONTROL.sub(" ", markdown))).strip()


def inline_html(markdown: str) -> str:
    """One paragraph, without a tag around it."""
    return str(_renderer().renderInline(" ".join(_CONTROL.sub(" ", markdown).split("\n")))).strip()


def text_html(text: str) -> str:
    """Text that is no Markdown."""
    return escapeHtml(_CONTROL.sub(" ", text))


@cache
def _renderer() -> MarkdownIt:
    made = new_parser()
    for name, rule in {
        MATH: _formula,
        MATH_BLOCK: _formula,
        "image": _picture,
        "link_open": _link_open,
        "link_close": _link_close,
    }.items():
        made.add_render_rule(name, rule)
    return made


def _formula(
    _self: RendererHTML, tokens: Sequence[Token], place: int, _options: OptionsDict, _env: dict[str, Any]
) -> str:
    token = tokens[place]
    opens, closes = (r"\[", r"\]") if token.block or token.info == "display" else (r"\(", r"\)")
    return f"{opens}{escapeHtml(token.content)}{closes}"


def _picture(
    _self: RendererHTML, tokens: Sequence[Token], place: int, _options: OptionsDict, _env: dict[str, Any]
) -> str:
    """Its words: a card that shows a picture from elsewhere would tell that it is being read."""
    return escapeHtml(tokens[place].content)


def _link_open(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    """A link to a web page; a link to another note leads nowhere from a card."""
    address = str(tokens[place].attrGet("href") or "")
    env.setdefault("links", []).append(urlsplit(address).scheme.lower() in {"http", "https"})
    return renderer.renderToken(tokens, place, options, env) if env["links"][-1] else ""


def _link_close(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    return renderer.renderToken(tokens, place, options, env) if env["links"].pop() else ""
