"""The Markdown of documents, parsed: CommonMark with tables, strike-through and formulas, and no HTML."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

MATH, MATH_BLOCK = "math_inline", "math_block"
# As pandoc has it: no space inside the dollars, no digit after the second, so "$5 and $10" stays money.
_INLINE = re.compile(
    r"\$\$(?P<display>[^$]+?)\$\$|\$(?=[^\s$])(?P<tex>(?:\\.|[^$\\])*?(?:\\.|[^\s$\\]))\$(?!\d)", re.DOTALL
)
_BRACKETS = re.compile(r"\\\((?P<tex>.+?)\\\)|\\\[(?P<display>.+?)\\\]", re.DOTALL)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def parse(markdown: str) -> SyntaxTreeNode:
    """The tree of a whole text."""
    return SyntaxTreeNode(_parser().parse(markdown))


def parse_inline(markdown: str) -> SyntaxTreeNode:
    """The tree of one paragraph, whatever signs it begins with."""
    return SyntaxTreeNode(_parser().parseInline(" ".join(markdown.split("\n"))))


def new_parser() -> MarkdownIt:
    """A parser of this Markdown, for a renderer of one's own."""
    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    made.inline.ruler.before("escape", MATH, _inline_rule)
    made.block.ruler.before("fence", MATH_BLOCK, _block_rule, {"alt": ["paragraph", "blockquote", "list"]})
    return made


@cache
def _parser() -> MarkdownIt:
    return new_parser()


def _inline_rule(state: StateInline, silent: bool) -> bool:
    pattern = {"$": _INLINE, "\\": _BRACKETS}.get(state.src[state.pos])
    match = pattern.match(state.src, state.pos, state.posMax) if pattern else None
    if match is None or _BLANK_LINE.search(match.group()):
        return False
    if not silent:
        token = state.push(MATH, "math", 0)
        token.content = match["display"] or match["tex"]
        token.info = "display" if match["display"] else ""
    state.pos = match.end()
    return True


def _block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    first = _line(state, start)
    if not first.startswith("$$"):
        return False
    lines, line = [first.strip()[2:]], start
    while not lines[-1].endswith("$$"):
        line += 1
        if line >= end or (not state.isEmpty(line) and state.sCount[line] < state.blkIndent):
            return False
        lines.append(_line(state, line).strip())
    content = "\n".join(lines)[:-2].strip()
    if not content or "$$" in content:
        return False
    if not silent:
        token = state.push(MATH_BLOCK, "math", 0)
        token.block, token.content, token.map = True, content, [start, line + 1]
        state.line = line + 1
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
