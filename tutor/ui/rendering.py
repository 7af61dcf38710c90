"""Documents and sentences -> Markdown that is safe to hand to `st.markdown(..., unsafe_allow_html=True)`.

The text is parsed here, and written anew from the tree: words as character references, structure in a small set of our
own tags.  So no image, no HTML, no script address and no Streamlit directive of a document reaches the page; formulas
reach KaTeX as they are.  What lies between OPEN and CLOSE is lit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from markdown_it.tree import SyntaxTreeNode

from tutor.material.markdown_tree import MATH, MATH_BLOCK, parse, parse_inline
from tutor.ui.escaping import GAP, attribute, plain

OPEN, CLOSE = "\u2e24", "\u2e25"  # half brackets: punctuation, so that emphasis beside them still counts
_LIGHTS = re.compile(f"[{OPEN}{CLOSE}]")
_REACHES_OUT = re.compile(r"//|@\{|%%|\bclick\b|[<>]\s*img|url\(|href", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z0-9+#_-]{1,20}")


def safe_block(markdown: str) -> str:
    """A whole text."""
    return _Writer().blocks(parse(markdown).children)


def safe_inline(markdown: str) -> str:
    """One paragraph, without a block around it."""
    root = parse_inline(markdown)
    return _Writer().inline(root.children[0].children) if root.children else ""


def safe_plain(text: str) -> str:
    """Text that is not Markdown (a PDF page): paragraphs and line breaks as they are."""
    writer = _Writer()
    paragraphs = [part for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    return "\n\n".join("<br>".join(writer.text(line.strip()) for line in part.split("\n")) for part in paragraphs)


class _Writer:
    """Writes one tree; `lit` is whether the words at hand lie between OPEN and CLOSE."""

    def __init__(self) -> None:
        self.lit = False

    # --- words

    def text(self, words: str) -> str:
        written = ""
        for piece in re.split(f"([{OPEN}{CLOSE}])", words):
            if piece in {OPEN, CLOSE}:
                self.lit = piece == OPEN
            elif piece:
                written += self._mark(plain(piece)) if piece.strip() else " "
        return written

    def inline(self, nodes: list[SyntaxTreeNode]) -> str:
        return "".join(self._inline(node) for node in nodes)

    def _inline(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "text" | "text_special":
                return self.text(node.content)
            case "softbreak":
                return " "
            case "hardbreak":
                return "<br>"
            case "code_inline":
                return f"<code>{self.text(node.content)}</code>"
            case "image":
                return self.text(_words_of(node))
            case "link":
                return self._link(node)
            case "strong" | "em" | "s":
                return f"<{node.type}>{self.inline(node.children)}</{node.type}>"
            case _ if node.type == MATH:
                return self._math(node.content)
        return self.inline(node.children) if node.children else self.text(node.content)

    def _link(self, node: SyntaxTreeNode) -> str:
        words = self.inline(node.children)
        address = str(node.attrs.get("href", ""))
        if urlsplit(address).scheme.lower() not in {"http", "https"}:
            return words
        safe = attribute(address)
        return f'<a href="{safe}" target="_blank" rel="noopener noreferrer nofollow" title="{safe}">{words}</a>'

    def _math(self, tex: str, *, in_table: bool = False) -> str:
        lit, tex = self._lights(tex)
        tex = " ".join(tex.split())
        if in_table:
            tex = tex.replace("|", r"\vert ")
        if not tex or tex.endswith("\\") or "$$" in tex:
            return self._mark(plain(tex), lit)
        fence = "$$" if "$" in tex else "$"
        return self._mark(f"{fence}{tex}{fence}{GAP}", lit)

    def _lights(self, text: str) -> tuple[bool, str]:
        """Whether any of `text` is lit, and the text without its lights; the state after it is kept."""
        found = _LIGHTS.findall(text)
        lit = self.lit or OPEN in found
        if found:
            self.lit = found[-1] == OPEN
        return lit, _LIGHTS.sub("", text)

    def _mark(self, written: str, lit: bool | None = None) -> str:
        return f'<mark class="lit">{written}</mark>' if (self.lit if lit is None else lit) else written

    # --- blocks

    def blocks(self, nodes: list[SyntaxTreeNode], gap: str = "\n\n") -> str:
        return gap.join(written for node in nodes if (written := self._block(node)))

    def _block(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "paragraph" | "inline":
                return self.inline(node.children)
            case "heading":
                depth = min(int(node.tag[1:]) + 2, 6)
                return f"{'#' * depth} {self.inline(node.children)}"
            case "fence" | "code_block":
                return self._code(node)
            case "bullet_list" | "ordered_list":
                return self._list(node)
            case "blockquote":
                return _indent(self.blocks(node.children), "> ", "> ")
            case "table":
                return self._table(node)
            case "hr":
                return "<hr>"
            case _ if node.type == MATH_BLOCK:
                lit, tex = self._lights(node.content)
                return _lit_block(f"$$\n{tex.strip()}\n$$", lit)
        return self.blocks(node.children) if node.children else self.text(node.content)

    def _code(self, node: SyntaxTreeNode) -> str:
        lit, code = self._lights(node.content)
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code)), 3)
        return _lit_block(f"{fence}{_language(node, code)}\n{code.rstrip()}\n{fence}", lit)

    def _list(self, node: SyntaxTreeNode) -> str:
        tight = not any(
            child.type == "paragraph" and not child.hidden for item in node.children for child in item.children
        )
        gap = "\n" if tight else "\n\n"
        first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
        items = []
        for place, item in enumerate(node.children):
            bullet = f"{first + place}. " if node.type == "ordered_list" else "- "
            items.append(_indent(self.blocks(item.children, gap) or GAP, bullet, " " * len(bullet)))
        return gap.join(items)

    def _table(self, node: SyntaxTreeNode) -> str:
        before, lines = self.lit, []
        rows = [row for part in node.children for row in part.children]
        for row in rows:
            cells = ["".join(self._cell(child)) for child in row.children]
            lines.append(f"| {' | '.join(cells)} |")
            if len(lines) == 1:
                lines.append("|" + "|".join(_alignment(cell) for cell in row.children) + "|")
        self.lit = self.lit and before  # a cell too many is dropped by the parser, and its light with it
        return "\n".join(lines)

    def _cell(self, cell: SyntaxTreeNode) -> Iterator[str]:
        for inline in cell.children:
            for node in inline.children:
                yield self._math(node.content, in_table=True) if node.type == MATH else self._inline(node)


def _words_of(node: SyntaxTreeNode) -> str:
    """The plain words in a node: an image's alternative text."""
    if not node.children:
        return node.content
    return "".join(_words_of(child) for child in node.children)


def _language(node: SyntaxTreeNode, code: str) -> str:
    """What a fence calls its code.  Streamlit draws "mermaid" as a diagram, and a diagram can ask for pictures."""
    named = _LANGUAGE.match(node.info.strip()) if node.type == "fence" else None
    name = named.group() if named else "text"
    return "text" if name.lower() == "mermaid" and _REACHES_OUT.search(code) else name


def _alignment(cell: SyntaxTreeNode) -> str:
    style = str(cell.attrs.get("style", ""))
    if "right" in style:
        return "--:"
    return ":-:" if "center" in style else "---"


def _indent(text: str, first: str, rest: str) -> str:
    head, *tail = text.split("\n")
    return "\n".join([first + head, *(rest + line if line else rest.rstrip() for line in tail)])


def _lit_block(written: str, lit: bool) -> str:
    return f'<div class="lit">\n\n{written}\n\n</div>' if lit else written
