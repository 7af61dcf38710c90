"""Links between notes lead to a file of the corpus, and to a heading in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.checking.note import Note
from tutor.checking.problem import Problem
from tutor.material.markdown_text import read_markdown
from tutor.material.source import SourceFile

_LINK = re.compile(r"!?\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


def check_links(note: Note) -> Iterator[Problem]:
    """Every Markdown link and picture outside code."""
    for match in _LINK.finditer(note.prose):
        target = match["target"]
        if _SCHEME.match(target):
            if not target.startswith(("http://", "https://", "mailto:")):
                yield note.problem(f"the link {target!r} leads outside the corpus", at=match.start())
            continue
        file, _, anchor = target.partition("#")
        aim = (note.path.parent / file).resolve() if file else note.path.resolve()
        if not (aim.is_relative_to(note.corpus.resolve()) and aim.is_file()):
            yield note.problem(f"the link {target!r} leads to no file of the corpus", at=match.start())
        elif anchor:
            headings = read_markdown(SourceFile(aim.name, aim.read_bytes())).headings
            if anchor not in {_anchor(mark.title) for mark in headings}:
                yield note.problem(f"the link {target!r} leads to no heading", at=match.start())


def _anchor(title: str) -> str:
    """A heading's anchor as it is commonly written."""
    return _NOT_IN_ANCHOR.sub("", title.lower()).replace(" ", "-")
