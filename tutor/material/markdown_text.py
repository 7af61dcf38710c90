"""Markdown files and notes; the heading marks and tables that every format read as Markdown shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import yaml
from pydantic import ValidationError

from tutor.domain import FrontMatter, HeadingMark
from tutor.errors import BadNote
from tutor.material.decoding import decode
from tutor.material.normalise import FENCED, normalise
from tutor.material.source import Extract, SourceFile

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---\n(?P<yaml>(?:.*?\n)??)(?:---|\.\.\.)(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^([A-Za-z_][\w -]*):(?:\s|$)", re.MULTILINE)
_CODE_OR_COMMENT = re.compile(
    rf"(?P<code>{FENCED}|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`))|<!--.*?-->",
    re.MULTILINE | re.DOTALL,
)
_NOTE_KEYS = ("area", "level")


def read_markdown(source: SourceFile) -> Extract:
    """Markdown as written, without its front matter and comments; raises BadNote for a note's broken front matter."""
    text = normalise(decode(source.data), markdown=True)
    title, front, body = _split_front(source, text)
    return from_markdown(body, title=title, front=front)


def from_markdown(markdown: str, *, title: str | None = None, front: FrontMatter | None = None) -> Extract:
    """`markdown` normalised, with its headings; titled by `title`, else by its headings."""
    text = normalise(strip_comments(markdown), markdown=True)
    headings = heading_marks(text)
    return Extract(text=text, title=title or title_of(headings), headings=headings, front=front)


def strip_comments(markdown: str) -> str:
    """`markdown` without HTML comments; those shown in code stay."""
    last = markdown.rfind("-->") + len("-->")  # behind it nothing closes: searching there for an end would take n^2
    return _CODE_OR_COMMENT.sub(lambda match: match["code"] or "", markdown[:last]) + markdown[last:]


def heading_marks(text: str) -> tuple[HeadingMark, ...]:
    """The ATX and setext headings of normalised Markdown, outside of lists, quotes and code."""
    from markdown_it import MarkdownIt  # 76 ms, which a question about material already read need not wait for

    parser = MarkdownIt("commonmark")
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    tokens = MarkdownIt("commonmark").disable("inline").parse(text)
    marks: list[HeadingMark] = []
    for token, inline in pairwise(tokens):
        if token.type != "heading_open" or token.level or token.map is None:
            continue
        title = " ".join(_plain(parser.parseInline(inline.content)).split())
        if title:
            first, after = token.map
            marks.append(HeadingMark(start=starts[first], end=starts[after] - 1, depth=int(token.tag[1:]), title=title))
    return tuple(marks)


def title_of(headings: Sequence[HeadingMark]) -> str | None:
    """The heading a text is best called by: the first of depth 1 when it opens the text, else the first."""
    return headings[0].title if headings else None


def fenced(code: str, language: str = "") -> str:
    """`code` as a fenced block, with a fence longer than any inside it."""
    longest = max((len(ticks) for ticks in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code.strip(chr(10))}\n{fence}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose first row is its header; short rows are filled up, empty rows left out."""
    filled = [[" ".join(cell.split()).replace("|", "\\|") for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    if not filled:
        return ""
    width = max(map(len, filled))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in filled]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _plain(tokens: Sequence[Token]) -> str:
    parts = []
    for token in tokens:
        if token.children:
            parts.append(_plain(token.children))
        elif token.type in {"text", "code_inline"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts)


def _split_front(source: SourceFile, text: str) -> tuple[str | None, FrontMatter | None, str]:
    """The title, the note's front matter, and the text below; a `---` that opens no YAML mapping stays text."""
    found = _FRONT.match(text)
    if not found:
        return None, None, text
    keys = _KEY.findall(found["yaml"])
    try:
        values = yaml.safe_load(found["yaml"])
    except (yaml.YAMLError, ValueError, RecursionError) as cause:
        if all(key in keys for key in _NOTE_KEYS):
            where = getattr(getattr(cause, "problem_mark", None), "line", None)
            line = f" (line {where + 2})" if isinstance(where, int) else ""
            raise BadNote(
                source.name, f"its front matter is not valid YAML{line}; quote values that hold a colon"
            ) from cause
        return (None, None, text[found.end() :]) if keys else (None, None, text)
    if values is None and not found["yaml"].strip():
        return None, None, text[found.end() :]
    if not isinstance(values, dict):
        return None, None, text
    body = text[found.end() :]
    if not all(key in values for key in _NOTE_KEYS):
        title = values.get("title")
        return (title.strip() or None if isinstance(title, str) else None), None, body
    front = _front_matter(source, values)
    return front.title, front, body


def _front_matter(source: SourceFile, values: dict[object, object]) -> FrontMatter:
    try:
        return FrontMatter.model_validate(values)
    except ValidationError as cause:
        error = cause.errors()[0]
        key = str(error["loc"][0]) if error["loc"] else "front matter"
        known = ", ".join(FrontMatter.model_fields)
        match error["type"]:
            case "missing":
                reason = f"its front matter has no {key!r}; add it"
            case "extra_forbidden" | "invalid_key":
                reason = f"its front matter has the unknown key {key!r}; the keys are {known}"
            case _:
                reason = f"its front matter's {key!r} cannot be {error['input']!r}: {error['msg']}"
        raise BadNote(source.name, reason) from cause
