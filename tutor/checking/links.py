"""Links between notes lead to a file of the corpus, and to a heading in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from tutor.checking.formulas import formulas_of
from tutor.checking.note import Note
from tutor.checking.problem import Problem
from tutor.errors import MaterialError
from tutor.material.markdown_text import read_markdown
from tutor.material.source import SourceFile

_LINK = re.compile(r"!?\[[^\[\]\n]{0,500}\]\((?P<target>[^)\s]+)(?:\s+\"[^\"\n]*\")?\)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


def check_links(note: Note) -> Iterator[Problem]:
    """Every Markdown link and picture outside code and formulas."""
    prose = list(note.prose)
    for formula in formulas_of(note):
        prose[formula.start : formula.end] = " " * (formula.end - formula.start)
    for match in _LINK.finditer("".join(prose)):
        if (fault := _fault(note, unquote(match["target"]))) is not None:
            yield note.problem(f"the link {match['target']!r} {fault}", at=match.start())


def _fault(note: Note, target: str) -> str | None:
    if _SCHEME.match(target):
        known = target.lower().startswith(("http://", "https://", "mailto:"))
        return None if known else "leads outside the corpus"
    file, _, anchor = target.partition("#")
    try:
        aim = (note.path.parent / file).resolve() if file else note.path.resolve()
        if not aim.is_file() or (file and not aim.is_relative_to(note.corpus.resolve())):
            return "leads to no file of the corpus"
        if not anchor or aim.suffix.lower() != note.path.suffix.lower():
            return None
        headings = read_markdown(SourceFile(aim.name, aim.read_bytes())).headings
    except (OSError, ValueError, RuntimeError, MaterialError) as error:
        return f"cannot be followed ({' '.join(str(error).split())[:80]})"
    return None if anchor in {_anchor(mark.title) for mark in headings} else "leads to no heading"


def _anchor(title: str) -> str:
    """A heading's anchor as it is commonly written."""
    return _NOT_IN_ANCHOR.sub("", title.lower()).replace(" ", "-")
