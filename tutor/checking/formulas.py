"""LaTeX: dollars come in pairs, braces close, and every command is one that latex2mathml knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from latex2mathml.converter import convert

from tutor.checking.note import Note
from tutor.checking.problem import Problem

_FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|(?<![\\$])\$(?=\S)(?P<inline>[^$\n]*?[^\s\\$])\$", re.DOTALL)
_LONE = re.compile(r"(?<!\\)\$")
_KATEX_ALSO_KNOWS = {r"\arg", r"\lg", r"\varlimsup"}
_UNKNOWN = re.compile(r"<mi>(\\[A-Za-z]+)</mi>")
_ESCAPED = re.compile(r"\\.", re.DOTALL)


def check_formulas(note: Note) -> Iterator[Problem]:
    """Every formula outside code."""
    rest = list(note.prose)
    for match in _FORMULA.finditer(note.prose):
        rest[match.start() : match.end()] = " " * len(match.group())
        formula = match["display"] or match["inline"]
        if (fault := fault_of(formula)) is not None:
            yield note.problem(f"the formula {_short(formula)!r} {fault}", at=match.start())
    if (lone := _LONE.search("".join(rest))) is not None:
        yield note.problem("a $ opens no formula; write \\$, or 'dollars' for money", at=lone.start())


def fault_of(formula: str) -> str | None:
    """What is wrong with the LaTeX, or None."""
    plain = _ESCAPED.sub("", formula)
    if plain.count("{") != plain.count("}"):
        return f"opens {plain.count('{')} braces and closes {plain.count('}')}"
    try:
        unknown = set(_UNKNOWN.findall(convert(formula))) - _KATEX_ALSO_KNOWS
    except Exception as error:  # the library's errors share no base, and broken input can also raise IndexError
        return f"is not LaTeX ({type(error).__name__.removesuffix('Error')})"
    return f"has the unknown command {min(unknown)}" if unknown else None


def _short(formula: str) -> str:
    words = " ".join(formula.split())
    return words if len(words) <= 60 else f"{words[:59]}…"
