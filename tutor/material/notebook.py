"""Jupyter notebooks -> Markdown: text cells as they are, code and its text output fenced."""

from __future__ import annotations

import json
import re
from typing import Any

from tutor.material.markdown_text import fenced, from_markdown
from tutor.material.source import Extract, SourceFile

MAX_OUTPUT_LINES = 20
_TERMINAL_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def read_notebook(source: SourceFile) -> Extract:
    """A notebook of format 3 or 4; read as the JSON it is, since nbformat (186 ms to import) would only validate it."""
    try:
        notebook = json.loads(source.data.decode("utf-8-sig"))
        cells = _cells(notebook)
        language = _language(notebook)
        parts = [part for cell in cells for part in _cell(cell, language)]
        stated = notebook.get("metadata", {}).get("title")
    except (ValueError, RecursionError) as cause:  # bad UTF-8 and bad JSON are ValueErrors
        raise source.unreadable("it is not valid JSON, as a notebook must be; save it again in Jupyter") from cause
    except (AttributeError, KeyError, TypeError) as cause:
        raise source.unreadable("its cells are not those of a Jupyter notebook; save it again in Jupyter") from cause
    extract = from_markdown("\n\n".join(parts))
    title = extract.title or (stated if isinstance(stated, str) else None)
    return Extract(text=extract.text, title=title, headings=extract.headings)


def _cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    if "worksheets" in notebook:  # format 3
        return [cell for sheet in notebook["worksheets"] for cell in sheet["cells"]]
    return list(notebook["cells"])


def _language(notebook: dict[str, Any]) -> str:
    metadata = notebook.get("metadata", {})
    language = metadata.get("language_info", {}).get("name") or metadata.get("kernelspec", {}).get("language")
    return str(language or "python").lower()


def _cell(cell: dict[str, Any], language: str) -> list[str]:
    kind = cell["cell_type"]
    text = _text(cell.get("source", cell.get("input", "")))
    if not text.strip():
        return []
    if kind == "heading":  # format 3
        return ["#" * int(cell.get("level", 1)) + " " + text]
    if kind != "code":
        return [text]
    outputs = [_output(output) for output in cell.get("outputs", [])]
    return [fenced(text, language), *(fenced(output) for output in outputs if output)]


def _output(output: dict[str, Any]) -> str:
    """The text of one output, at most MAX_OUTPUT_LINES long; a picture's text is only the name of its class."""
    data = output.get("data", {})
    text = "" if any(kind.startswith("image/") for kind in data) else output.get("text", data.get("text/plain", ""))
    lines = _TERMINAL_CODES.sub("", _text(text)).strip("\n").split("\n")
    if len(lines) > MAX_OUTPUT_LINES:
        lines = [*lines[:MAX_OUTPUT_LINES], "..."]
    return "\n".join(lines)


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
