"""HTML -> Markdown: what a reader of the page reads, without its furniture, links, images and scripts.

Bold and italics are left out too: sentences are cited verbatim, and authors' emphasis often ends inside a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.material.decoding import decode
from tutor.material.markdown_text import from_markdown
from tutor.material.source import Extract, SourceFile

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

MAX_CHARACTERS = 20_000_000
_SILENT = (
    "script, style, noscript, template, svg, iframe, object, embed, canvas, audio, video, button, input, select, "
    "textarea, dialog, datalist, hr, [hidden], [aria-hidden=true], .linenos, .lineno, .gutter, .line-numbers-rows, "
    ".mw-editsection"
)
_FURNITURE = (
    "nav, footer, aside, form, header:not(main *, article *), [role=navigation], [role=banner], [role=contentinfo], "
    "[role=search], [role=complementary]"
)
_PLAIN = "a, abbr, b, big, cite, del, em, font, i, ins, label, mark, s, small, span, strong, time, u, wbr"
_CONTENT = "main, article, [role=main]"
_INVISIBLE_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ANCHOR_TEXT = re.compile(r"[#¶§\u200b\s]*|↑")
_NOTE_REFERENCE = re.compile(r"[\[(]?\d{1,3}[\])]?")
_BLOCKS = ("p", "div", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "table")
_CELL_CHARACTERS = 300
_PROLOG = re.compile(r"\A\s*<\?xml.*?\?>", re.DOTALL)


def read_html(source: SourceFile) -> Extract:
    """The page's text as Markdown, titled by its first outermost heading, else by its <title>."""
    markdown, title = to_markdown(source, decode(source.data))
    extract = from_markdown(markdown)
    named = next((heading.title for heading in extract.headings if heading.depth == 1), None) or title or extract.title
    return Extract(text=extract.text, title=named, headings=extract.headings)


def to_markdown(source: SourceFile, markup: str) -> tuple[str, str | None]:
    """The Markdown of one HTML text that is `source` or came out of it, and the text of its <title>."""
    if len(markup) > MAX_CHARACTERS:
        raise source.unreadable("it holds more than 20 million characters; split it into smaller files")
    from bs4 import BeautifulSoup  # 86 ms, and only pages, DOCX and EPUB need it

    from tutor.material.html_converter import PageConverter  # imports bs4 as well

    # An XML prolog, and text without any tag, would each make BeautifulSoup warn.
    markup = "<!doctype html>" + _PROLOG.sub("", markup).replace("\0", "")
    try:
        soup = BeautifulSoup(markup, "lxml")
        title = " ".join(soup.title.get_text().split()) if soup.title else ""
        _clean(soup)
        return PageConverter().convert_soup(_content(soup)), title or None
    except (
        Exception
    ) as cause:  # the boundary to lxml, BeautifulSoup and markdownify, which fail on nesting each its own way
        raise source.unreadable("its HTML cannot be made sense of; save the page again or as plain text") from cause


def _clean(soup: BeautifulSoup) -> None:
    """Take out what is not read, and turn into text what Markdown has no word for."""
    _replace_formulas(soup)
    for tag in soup.select(_SILENT):
        tag.decompose()
    for tag in soup.select("[style]"):
        if not tag.decomposed and _INVISIBLE_STYLE.search(str(tag.get("style"))):
            tag.decompose()
    body = soup.body or soup
    total = len(body.get_text())
    for tag in soup.select(_FURNITURE):
        # Some frameworks wrap the whole page in a form: what holds most of the text is the text.
        if not tag.decomposed and len(tag.get_text()) <= total / 2 and not (tag.name == "header" and tag.h1):
            tag.decompose()
    _clean_links(soup)
    for tag in soup.select("sup, sub"):
        _mark_script(tag)
    _flatten_tables(soup)
    for tag in soup.select(_PLAIN):
        tag.unwrap()
    soup.smooth()  # so that the spaces around what went are seen as one


def _clean_links(soup: BeautifulSoup) -> None:
    for link in soup.select('a[href^="#"]'):
        text = link.get_text(strip=True)
        in_note = link.find_parent("sup") is not None and _NOTE_REFERENCE.fullmatch(text)
        if in_note or _ANCHOR_TEXT.fullmatch(text) or text.lower().startswith("skip to"):
            link.decompose()


def _mark_script(tag: Tag) -> None:
    """x<sup>2</sup> -> x^2: without a mark, 10<sup>6</sup> would be read as 106."""
    text = tag.get_text(strip=True)
    if text and text not in {"st", "nd", "rd", "th", "TM", "®", "™", "†", "‡", "*"}:  # spoken, not raised
        text = ("^" if tag.name == "sup" else "_") + (text if len(text) == 1 or text.isalnum() else f"({text})")
    tag.replace_with(text)


def _replace_formulas(soup: BeautifulSoup) -> None:
    """MathML and MathJax that carry their TeX -> `$...$`, as notes write it."""
    for script in soup.select('script[type^="math/tex"]'):
        mark = "$$" if "display" in str(script.get("type")) else "$"
        script.replace_with(f"{mark}{script.get_text().strip()}{mark}")
    for math in soup.find_all("math"):
        annotation = math.find("annotation", attrs={"encoding": "application/x-tex"})
        tex = annotation.get_text() if annotation else str(math.get("alttext") or "")
        mark = "$$" if math.get("display") == "block" else "$"
        text = f"{mark}{tex.strip()}{mark}" if tex.strip() else math.get_text(" ", strip=True)
        rendered = math.find_parent(class_="katex")
        (rendered or math).replace_with(text)


def _flatten_tables(soup: BeautifulSoup) -> None:
    """Undo tables that only lay out a page; a small table inside a cell becomes the cell's text."""
    for table in reversed(soup.find_all("table")):  # innermost first
        rows = [[cell for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")]
        cells = [cell for row in rows for cell in row]
        if table.get("role") in {"presentation", "none"} or len(cells) <= 1 or any(map(_is_layout, cells)):
            for tag in [table, *table.find_all(["thead", "tbody", "tfoot", "tr", "td", "th", "caption"])]:
                tag.name = "div"
        elif table.find_parent(["td", "th"]) and len(table.get_text()) < _CELL_CHARACTERS:
            text = "; ".join(", ".join(cell.get_text(" ", strip=True) for cell in row) for row in rows)
            table.replace_with(f" {text} ")


def _is_layout(cell: Tag) -> bool:
    blocks = cell.find_all(_BLOCKS)
    return any(block.name in {"pre", "h1", "h2", "h3", "table"} for block in blocks) or (
        len(blocks) > 1 and len(cell.get_text()) > _CELL_CHARACTERS
    )


def _content(soup: BeautifulSoup) -> BeautifulSoup | Tag:
    """The page's main part where it is marked and holds most of the text, else its body."""
    body = soup.body or soup
    candidates = soup.select(_CONTENT)
    if not candidates:
        return body
    largest = max(candidates, key=lambda tag: len(tag.get_text()))
    return largest if len(largest.get_text()) >= len(body.get_text()) / 2 else body
