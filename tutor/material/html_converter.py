"""How each element of a cleaned page is written in Markdown.  Imported late: it imports BeautifulSoup (86 ms)."""

from __future__ import annotations

import re
from typing import Any

from bs4 import Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from tutor.material.markdown_text import fenced, table

_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source|brush:|source)[-:]?\s*([\w+#]+)")
_MAX_SPAN = 100


class PageConverter(MarkdownConverter):
    """Words and structure only: links and emphasis were taken off before, an image is its alternative text."""

    def __init__(self) -> None:
        super().__init__(heading_style="atx", bullets="-", escape_asterisks=False, escape_underscores=False)

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        text = str(super().process_text(el, parent_tags=parent_tags))  # type: ignore[misc]  # not in its stubs
        return text if "pre" in (parent_tags or ()) else text.replace("\n", " ")

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " ".join(str(el.get("alt") or "").split())

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        classes = " ".join(name for tag in (el, el.parent, el.code) if tag for name in tag.get_attribute_list("class"))
        language = _LANGUAGE.search(classes)
        return f"\n\n{fenced(text, language[1] if language else '')}\n\n" if text.strip() else ""

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        caption = el.caption.get_text(" ", strip=True) if el.caption else ""
        inside = parent_tags | {"td", "_inline"}
        return f"\n\n{caption}\n\n{table(self._grid(el, inside))}\n\n"

    def _grid(self, el: Tag, inside: set[str]) -> list[list[str]]:
        """Rows of cells; a cell that spans rows is repeated in each, so that every row can be read alone."""
        grid: list[list[str]] = []
        below: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, text
        for row in el.find_all("tr"):
            cells: list[str] = []
            for cell in row.find_all(["td", "th"], recursive=False):
                _fill(cells, below)
                text = str(self.process_tag(cell, parent_tags=set(inside)))  # type: ignore[attr-defined]  # nor this
                rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
                for column in range(len(cells), len(cells) + columns):
                    if rows > 1:
                        below[column] = (rows - 1, text if column == len(cells) else "")
                cells += [text] + [""] * (columns - 1)
            _fill(cells, below)
            grid.append(cells)
        return grid

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f" {text} "

    convert_th = convert_td


def _fill(cells: list[str], below: dict[int, tuple[int, str]]) -> None:
    """Append the cells that reach down from rows above to the current column."""
    while len(cells) in below:
        rows, text = below.pop(len(cells))
        if rows > 1:
            below[len(cells)] = (rows - 1, text)
        cells.append(text)


def _span(cell: Tag, attribute: str) -> int:
    value: Any = cell.get(attribute)
    return min(_MAX_SPAN, max(1, int(value))) if isinstance(value, str) and value.isdigit() else 1
